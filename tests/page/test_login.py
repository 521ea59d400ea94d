"""Who may ask: users who sign in at the page, or whom a proxy names; everybody else is kept out, of the API too."""

from __future__ import annotations

import http.cookies
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.served import free_port
from rag.errors import PageError
from rag.page.guard import CONTENT_POLICY, Entrance, check_address
from rag.users import FREE_TRIES, Waits
from tests.page.fakes import WATCHMAN
from tests.page.gate import Gate, make_users, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RIGHT, WRONG = "correct horse", "battery staple"
FORM = "application/x-www-form-urlencoded"


class Clock:
    """A clock that is set by hand; seconds."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


CLOCK = Clock()


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """A page that asks for a password."""
    users = make_users(tmp_path_factory.mktemp("users") / "users", ann=RIGHT, ben=RIGHT)
    with open_page(Entrance(users=users, names=("paper.example",)), waits=Waits(CLOCK)) as gate:
        yield gate


@pytest.fixture
def gate(signed: Gate) -> Gate:
    """The page, with all waits over and forgotten."""
    CLOCK.now += 10_000.0
    for name in ("ann", "ben"):
        assert sign_in(signed, name, RIGHT).status == 200
    signed.users.clear()
    signed.desk.assistant.asked.clear()
    return signed


@pytest.fixture(scope="module")
def proxied() -> Iterator[Gate]:
    """A page behind a proxy that says who is there."""
    with open_page(Entrance(header="X-Forwarded-User")) as gate:
        yield gate


def sign_in(gate: Gate, name: str, password: str) -> Any:
    body = f"username={name}&password={password.replace(' ', '+')}".encode()
    return gate.ask("POST", "/login", body, **{"Content-Type": FORM})


def cookies_of(response: Any) -> list[str]:
    return [value for name, value in response.getheaders() if name.lower() == "set-cookie"]


def fill(page: Page, name: str, password: str) -> None:
    page.get_by_label("username").fill(name)
    page.get_by_label("password").fill(password)
    page.get_by_role("button", name="Login").click()


@pytest.fixture
def visitor(browser: Browser, gate: Gate) -> Iterator[tuple[Page, list[str]]]:
    """A fresh browser at the page, and what it asked of others or was refused by the policy."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(30_000)
    trouble: list[str] = []
    page.on("request", lambda each: None if each.url.startswith((gate.url, "data:")) else trouble.append(each.url))
    page.on("console", lambda each: trouble.append(each.text) if "Content Security Policy" in each.text else None)
    page.goto(gate.url)
    yield page, trouble
    context.close()


def test_a_user_signs_in_and_the_page_knows_who_asks(visitor: tuple[Page, list[str]], gate: Gate) -> None:
    from playwright.sync_api import expect

    page, trouble = visitor
    expect(page.get_by_text("Sign in to ask the articles.")).to_be_visible()
    expect(page.get_by_label("Ask")).to_have_count(0)

    fill(page, "ann", RIGHT)
    page.get_by_label("Ask").fill("a question")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Said")).to_have_value("ann asks a question")
    assert gate.users == ["ann"]
    assert trouble == []


def test_a_wrong_password_stays_outside_and_says_so(visitor: tuple[Page, list[str]], gate: Gate) -> None:
    from playwright.sync_api import expect

    page, trouble = visitor

    fill(page, "ann", WRONG)

    expect(page.get_by_text("Incorrect Credentials")).to_be_visible()
    expect(page.get_by_label("Ask")).to_have_count(0)
    assert trouble == []


def test_after_five_wrong_passwords_the_right_one_waits(gate: Gate) -> None:
    for _ in range(FREE_TRIES):
        assert sign_in(gate, "ann", WRONG).status == 400

    assert sign_in(gate, "ann", RIGHT).status == 400
    CLOCK.now += 31.0
    assert sign_in(gate, "ann", RIGHT).status == 200


def test_an_address_that_tries_many_names_waits_and_its_neighbours_do_not(gate: Gate) -> None:
    def tried(name: str, password: str, address: str) -> int:
        body = f"username={name}&password={password.replace(' ', '+')}".encode()
        # As a proxy on this machine says whom it asks for.
        return gate.ask("POST", "/login", body, **{"Content-Type": FORM, "X-Forwarded-For": address}).status

    for name in ("a", "b", "c", "d", "e"):
        assert tried(name, WRONG, "10.0.0.1") == 400

    assert tried("ann", RIGHT, "10.0.0.1") == 400
    assert tried("ann", RIGHT, "10.0.0.2") == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/config", None),
        ("GET", "/gradio_api/info", None),
        ("POST", "/gradio_api/call/answer", {"data": [WATCHMAN]}),
        ("POST", "/gradio_api/call/v2/answer", {"question": WATCHMAN}),
        ("POST", "/gradio_api/run/answer", {"data": [WATCHMAN]}),
        ("POST", "/gradio_api/api/answer", {"data": [WATCHMAN]}),
        ("POST", "/gradio_api/queue/join", {"data": [WATCHMAN], "fn_index": 1, "session_hash": "a"}),
        ("GET", "/gradio_api/queue/data?session_hash=a", None),
        ("GET", "/gradio_api/queue/status", None),
        ("POST", "/gradio_api/upload", b"--x--"),
        ("GET", "/gradio_api/file=/etc/hostname", None),
        ("POST", "/gradio_api/component_server", {"data": {}, "component_id": 1, "fn_name": "a", "session_hash": "a"}),
    ],
)
def test_nothing_is_answered_to_who_has_not_signed_in(
    gate: Gate, proxied: Gate, method: str, path: str, body: object
) -> None:
    forged = {"Cookie": "access-token-unsecure-x=ann; access-token=ann", "X-Forwarded-User": "ann"}

    responses = [gate.ask(method, path, body, **forged), proxied.ask(method, path, body)]

    assert [response.status for response in responses] == [401, 401]
    assert (gate.desk.assistant.asked, proxied.desk.assistant.asked) == ([], [])


def test_the_page_without_a_user_shows_nothing_of_the_collection(gate: Gate, proxied: Gate) -> None:
    before, named = gate.ask("GET", "/"), proxied.ask("GET", "/")

    assert (before.status, named.status) == (200, 401)
    text = before.read().decode()
    assert '"auth_required":true' in text.replace(" ", "")
    assert '"dependencies":[]' in text.replace(" ", "")


def test_a_program_signs_in_and_asks(gate: Gate) -> None:
    gradio_client = pytest.importorskip("gradio_client")

    client = gradio_client.Client(gate.url, auth=("ann", RIGHT), verbose=False, analytics_enabled=False)
    reply = client.predict(question=WATCHMAN, api_name="/answer")

    assert reply["question"] == WATCHMAN
    with pytest.raises(ValueError, match="Could not login"):
        gradio_client.Client(gate.url, auth=("ann", WRONG), verbose=False, analytics_enabled=False)


def test_cookies_are_for_this_site_and_no_script(gate: Gate) -> None:
    given = cookies_of(sign_in(gate, "ann", RIGHT))

    assert len(given) == 2
    for cookie in given:
        assert "HttpOnly" in cookie
        assert "samesite=lax" in cookie.lower()


def test_a_stolen_page_of_another_site_signs_nobody_in(gate: Gate) -> None:
    response = gate.ask("GET", "/", Host="evil.example")

    assert (response.status, response.getheader("content-security-policy")) == (400, CONTENT_POLICY)
    assert gate.ask("GET", "/", Host="paper.example").status == 200


def test_who_signs_out_is_out(gate: Gate) -> None:
    cookie = http.cookies.SimpleCookie(cookies_of(sign_in(gate, "ben", RIGHT))[-1])
    mine = "; ".join(f"{name}={morsel.value}" for name, morsel in cookie.items())
    before = gate.ask("GET", "/config", Cookie=mine).status

    gate.ask("GET", "/logout", Cookie=mine)

    assert (before, gate.ask("GET", "/config", Cookie=mine).status) == (200, 401)


def test_the_proxy_says_who_asks(proxied: Gate, browser: Browser) -> None:
    from playwright.sync_api import expect

    context = browser.new_context(extra_http_headers={"X-Forwarded-User": "cara"})
    page = context.new_page()
    page.goto(proxied.url)
    page.get_by_label("Ask").fill("a question")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Said")).to_have_value("cara asks a question")
    context.close()


def test_a_file_of_users_that_is_damaged_meanwhile_lets_nobody_in(tmp_path: Path) -> None:
    file = make_users(tmp_path / "users", ann=RIGHT)
    with open_page(Entrance(users=file)) as gate:
        before = sign_in(gate, "ann", RIGHT).status
        file.write_text("ann:no hash")
        damaged = sign_in(gate, "ann", RIGHT).status
        file.unlink()
        gone = sign_in(gate, "ann", RIGHT).status

    assert (before, damaged, gone) == (200, 400, 400)


@pytest.mark.parametrize("value", ["", "  "])
def test_a_proxy_that_names_nobody_is_refused(proxied: Gate, value: str) -> None:
    assert proxied.ask("GET", "/config", **{"X-Forwarded-User": value}).status == 401


def test_two_names_at_once_are_refused(proxied: Gate) -> None:
    import socket

    with socket.create_connection(("127.0.0.1", proxied.port)) as line:
        line.sendall(
            b"GET /config HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-User: ann\r\nX-Forwarded-User: root\r\n\r\n"
        )
        status = line.recv(12)

    assert status == b"HTTP/1.1 401"


@pytest.mark.parametrize(
    ("host", "entrance", "said"),
    [
        ("192.168.1.7", Entrance(), "the page is not served on 192.168.1.7: it has no login yet, and others could"),
        ("192.168.1.7", Entrance(header="X-User"), "the page is not served on 192.168.1.7: whoever reaches it there"),
        ("0.0.0.0", Entrance(users=Path("users")), "0.0.0.0 is no name that others could ask for"),
        ("127.0.0.1", Entrance(users=Path("users"), header="X-User"), "--users and --user-header exclude each other"),
        ("127.0.0.1", Entrance(users=Path("users"), mcp=True), "--mcp and a login exclude each other"),
        ("127.0.0.1", Entrance(header="X-User", mcp=True), "--mcp and a login exclude each other"),
        ("127.0.0.1", Entrance(header="X User"), "'X User' is no name of a header"),
        ("127.0.0.1", Entrance(names=("*",)), "'*' is no name of a host"),
        ("127.0.0.1", Entrance(names=("https://paper.example",)), "'https://paper.example' is no name of a host"),
        ("127.0.0.1", Entrance(names=("*.example",)), "'*.example' is no name of a host"),
    ],
)
def test_a_way_in_that_is_none_is_refused(host: str, entrance: Entrance, said: str) -> None:
    with pytest.raises(PageError) as caught:
        check_address(host, free_port(), entrance)

    assert caught.value.message.startswith(said)
    assert caught.value.hint


def test_with_users_and_a_name_every_address_may_be_served() -> None:
    check_address("0.0.0.0", free_port(), Entrance(users=Path("users"), names=("paper.example",)))
