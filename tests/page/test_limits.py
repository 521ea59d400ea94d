"""How much may be sent, how many may wait, and that whoever is one too many hears so at once."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from rag.page.guard import CONTENT_POLICY, LARGEST_BODY, LARGEST_UPLOAD, clear_environment
from tests.page.gate import Gate, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

JSON = "application/json"


@dataclass
class Door:
    """Holds back what the page does until it is opened."""

    opened: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> None:
        self.opened.wait(30)


@pytest.fixture(scope="module")
def door() -> Door:
    """What the page waits for."""
    return Door()


@pytest.fixture(scope="module")
def gate(door: Door) -> Iterator[Gate]:
    """A page that answers one at a time while two wait."""
    with open_page(busy=door) as gate:
        yield gate


def multipart(size: int) -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    return head + b"a" * size + b"\r\n--x--\r\n"


def status_of(gate: Gate, head: str, *parts: bytes) -> tuple[int, bytes]:
    """Send a request as far as the page reads it, and return what came back."""
    with socket.create_connection(("127.0.0.1", gate.port), timeout=20) as line:
        line.sendall(f"{head}\r\nHost: localhost\r\n\r\n".encode())
        try:
            for part in parts:
                line.sendall(part)
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = b""
        try:
            while more := line.recv(65_536):
                answer += more
                if answer.partition(b"\r\n\r\n")[2]:
                    break
        except ConnectionResetError:
            pass
    return int(answer[9:12]), answer


def test_a_file_of_twenty_megabytes_is_taken_and_a_larger_one_not(gate: Gate) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}

    taken = gate.ask("POST", "/gradio_api/upload", multipart(20_000_000), **kind)
    larger = gate.ask("POST", "/gradio_api/upload", multipart(22_000_000), **kind)

    assert (taken.status, larger.status) == (200, 413)


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("/gradio_api/upload", LARGEST_UPLOAD + 1),
        ("/gradio_api/upload/", LARGEST_UPLOAD + 1),
        ("/gradio_api/queue/join", LARGEST_BODY + 1),
        ("/login", LARGEST_BODY + 1),
        ("/", 10**15),
    ],
)
def test_an_announced_body_that_is_too_large_is_refused_before_it_is_sent(gate: Gate, path: str, length: int) -> None:
    status, answer = status_of(gate, f"POST {path} HTTP/1.1\r\nContent-Type: {JSON}\r\nContent-Length: {length}")

    assert status == 413
    assert b"the request is too large: at most " in answer
    assert CONTENT_POLICY.encode() in answer
    assert b"connection: close" in answer.lower()


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/gradio_api/queue/join", JSON), ("/gradio_api/call/answer", JSON), ("/gradio_api/queue/join", "text/plain")],
)
def test_a_body_in_parts_that_never_ends_is_cut_off(gate: Gate, path: str, kind: str) -> None:
    part = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"

    status, answer = status_of(
        gate, f"POST {path} HTTP/1.1\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked", *[part] * 400
    )

    assert status == 413
    assert b"at most 2 MB" in answer


def test_an_upload_in_parts_that_never_ends_is_cut_off(gate: Gate) -> None:
    opening = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    first = f"{len(opening):x}\r\n".encode() + opening + b"\r\n"
    part = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"

    status, _ = status_of(
        gate,
        "POST /gradio_api/upload HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        "Transfer-Encoding: chunked",
        first,
        *[part] * 60,
    )

    assert status == 413


def test_a_body_within_the_limit_arrives_whole(gate: Gate) -> None:
    body = {"data": ["x" * (LARGEST_BODY - 1_000), None, None, None, None, None, ""]}

    response = gate.ask("POST", "/gradio_api/run/answer", body)

    # The page itself refuses so long a question, in its own words.
    assert response.status == 500
    assert b"characters; 2,000 are the most" in response.read()


def test_gradio_sums_up_no_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_ANALYTICS_MAX_EVENTS", "10000")

    clear_environment()

    assert os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] == "1"
    assert int(os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"]) > 10**6


def test_who_is_one_too_many_hears_busy_within_a_second_and_loses_nothing(
    gate: Gate, door: Door, browser: Browser
) -> None:
    from playwright.sync_api import expect

    door.opened.clear()
    pages = [browser.new_context().new_page() for _ in range(4)]
    for page in pages:
        page.goto(gate.url)
        expect(page.get_by_label("Ask")).to_be_visible()

    for number, page in enumerate(pages):
        page.get_by_label("Ask").fill(f"question {number}")
        started = time.monotonic()
        page.keyboard.press("Enter")
        if number < 3:
            page.wait_for_timeout(700)
    expect(pages[3].get_by_text("This application is currently busy.")).to_be_visible(timeout=1_000)
    waited = time.monotonic() - started
    door.opened.set()

    assert waited < 1.0
    expect(pages[3].get_by_label("Ask")).to_have_value("question 3")
    for number, page in enumerate(pages[:3]):
        expect(page.get_by_label("Said")).to_have_value(f"None asks question {number}")
    pages[3].get_by_label("Ask").press("Enter")
    expect(pages[3].get_by_label("Said")).to_have_value("None asks question 3")
    for page in pages:
        page.context.close()


def test_a_program_that_is_one_too_many_hears_so_at_once(gate: Gate, door: Door) -> None:
    door.opened.clear()
    asked = {"data": ["a"], "fn_index": 0}

    statuses = []
    for number in range(4):
        response = gate.ask("POST", "/gradio_api/queue/join", {**asked, "session_hash": f"s{number}"})
        statuses.append((response.status, b"full" in response.read()))
        time.sleep(0.3)
    door.opened.set()

    assert statuses == [(200, False)] * 3 + [(503, True)]
