"""How the page is served: to this machine alone, with its policy on every response, and it says so when it cannot."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest

import ui
from benchmarks.served import free_port
from rag.errors import PageError
from rag.page.guard import CONTENT_POLICY, clear_environment, is_loopback
from tests.page.conftest import FakeDesk, Stage
from tests.page.fakes import FakeAssistant

ROOT = Path(__file__).parents[2]


def get(stage: Stage, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", stage.port, timeout=10)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/no-such-page"])
def test_every_response_carries_the_policy(served: Stage, path: str) -> None:
    response = get(served, path)

    assert response.getheader("content-security-policy") == CONTENT_POLICY
    assert response.getheader("x-content-type-options") == "nosniff"
    assert response.getheader("referrer-policy") == "no-referrer"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "", "localhost@evil"])
def test_a_foreign_name_for_this_machine_is_refused(served: Stage, host: str) -> None:
    response = get(served, "/config", Host=host)

    assert (response.status, response.getheader("content-security-policy")) == (400, CONTENT_POLICY)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "localhost:8000"])
def test_the_names_of_this_machine_are_taken_through_a_tunnel_too(served: Stage, host: str) -> None:
    assert get(served, "/config", Host=host).status == 200


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/monitoring/summary", "/gradio_api/runs", "/mcp"])
def test_what_nobody_asked_for_is_not_served(served: Stage, path: str) -> None:
    assert get(served, path).status in {403, 404}


@pytest.mark.parametrize("file", ["/etc/passwd", "ui.py", str(ROOT / "ui.py"), "/proc/self/environ"])
def test_no_file_of_this_machine_is_served(served: Stage, file: str) -> None:
    assert get(served, f"/gradio_api/file={file}").status in {403, 404}


def test_other_pages_may_not_read_this_one(served: Stage) -> None:
    assert get(served, "/config", Origin="https://evil.example").getheader("access-control-allow-origin") is None


def test_a_large_upload_is_refused(served: Stage) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        + b"a" * 21_500_000
        + b"\r\n--x--"
    )
    request = urllib.request.Request(f"{served.url}/gradio_api/upload", body)
    request.add_header("Content-Type", "multipart/form-data; boundary=x")

    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)

    assert caught.value.code == 413


def test_the_page_is_built_without_being_served() -> None:
    page = ui.build_page(FakeAssistant())

    assert isinstance(page, gr.Blocks)
    assert (page.is_running, page.analytics_enabled) == (False, False)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.7", "10.0.0.1", "example.org", "8.8.8.8", "localhost.evil"]
)
def test_an_address_that_others_reach_is_refused(host: str, tmp_path: Path) -> None:
    with pytest.raises(PageError) as caught:
        ui.serve(FakeDesk(Stage("", 0)), host=host, port=free_port(), index=tmp_path)

    assert (
        caught.value.message
        == f"the page is not served on {host}: it has no login yet, and others could reach it there"
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "LocalHost"])
def test_the_addresses_of_this_machine_alone_are_known(host: str) -> None:
    assert is_loopback(host)


def test_the_environment_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"GRADIO_ALLOWED_PATHS": "/", "GRADIO_SHARE": "True", "GRADIO_SERVER_NAME": "0.0.0.0"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NO_PROXY", "intranet.example")

    clear_environment()

    set_now = {name: value for name, value in os.environ.items() if name.startswith("GRADIO_")}
    assert set_now == {
        "GRADIO_SHARE": "False",
        "GRADIO_ANALYTICS_ENABLED": "False",
        "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
        "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    }
    assert os.environ["NO_PROXY"] == "intranet.example,127.0.0.1,localhost,::1"


def run_ui(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "ui.py", *arguments]
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_a_taken_port_is_one_line_that_names_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = run_ui("--port", str(port))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: port {port} is taken by another program\n  choose another one with --port\n"


def test_a_foreign_host_is_one_error() -> None:
    done = run_ui("--host", "0.0.0.0")

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 2)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "٣"])
def test_a_port_that_is_none_is_misuse(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        ui.main([f"--port={port}"])

    assert caught.value.code == 2
    assert f"{port} is not a port: 1 to 65,535" in capsys.readouterr().err


def test_help_loads_no_gradio() -> None:
    program = (
        "import sys, contextlib, ui\n"
        "with contextlib.suppress(SystemExit): ui.main(['--help'])\n"
        "heavy = {'gradio', 'pydantic', 'torch', 'chromadb', 'langchain', 'starlette'} & set(sys.modules)\n"
        "print(sorted(heavy))"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.endswith("\n[]\n")


def heed_interrupts() -> None:
    """Undo what a process started in the background by a script hands down: interrupts that nobody heeds."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`python ui.py` over a folder where nothing was ingested, and its port."""
    port = free_port()
    command = [sys.executable, "ui.py", "--index", str(tmp_path / "none"), "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,  # noqa: PLW1509  # no thread of a test holds a lock that it would wait for
    )
    yield process, port
    process.kill()
    process.communicate()


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_it_starts_without_a_collection_and_ends_cleanly(
    started: tuple[subprocess.Popen[str], int], sent: signal.Signals, code: int
) -> None:
    process, port = started
    assert process.stdout is not None

    line = process.stdout.readline()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/config") as response:
        config = json.load(response)
    process.send_signal(sent)
    out, error = process.communicate(timeout=120)

    assert line == f"Dateline is at http://127.0.0.1:{port}/ (Ctrl-C ends it)\n"
    assert config["title"] == "Dateline"
    assert (process.returncode, out, error.count("\n")) == (code, "", 1)
