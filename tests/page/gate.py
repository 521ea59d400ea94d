"""A small page behind the same guard as the real one, for what stands before it and what it offers to programs."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gradio as gr

from benchmarks.served import free_port
from rag.domain import Evidence
from rag.errors import IndexMissing
from rag.page.guard import Entrance, Guard, clear_environment, from_header, sign_in, trusted_names
from rag.page.programs import offer
from rag.users import Hashed, Users, Waits, write_users
from tests.page.fakes import BEACON, BROKEN, WIRE, FakeAssistant, find


@dataclass(frozen=True, slots=True)
class FakeReport:
    """What an adding did, as the library reports it."""

    added: int
    rejected: tuple[str, ...] = ()


@dataclass
class FakeLibrary:
    """A library that notes what it was given."""

    given: list[Sequence[str | Path]] = field(default_factory=list)
    trouble: Exception | None = None

    def add(self, sources: Sequence[str | Path]) -> FakeReport:
        """Say how many were given."""
        self.given.append(sources)
        if self.trouble:
            raise self.trouble
        return FakeReport(len(sources))


@dataclass
class SearchingAssistant(FakeAssistant):
    """Also finds passages."""

    sought: list[tuple[str, int, Mapping[str, Any]]] = field(default_factory=list)

    def retrieve(self, question: str, k: int = 10, **limits: Any) -> list[Evidence]:
        """Return up to `k` of two passages."""
        self.sought.append((question, k, limits))
        if question == BROKEN:
            raise RuntimeError("secret detail")
        return [find(WIRE, "Nobody was killed.", 0.75), find(BEACON, BEACON.text, 0.5)][:k]


@dataclass
class FakeDesk:
    """One collection, and a second one of which there is only the name."""

    assistant: SearchingAssistant = field(default_factory=SearchingAssistant)
    shelf: FakeLibrary = field(default_factory=FakeLibrary)

    def names(self) -> list[str]:
        """Return both names."""
        return ["harbour", "empty"]

    def open(self, name: str = "", *, settings: Mapping[str, Any] | None = None) -> SearchingAssistant:
        """Return the assistant of the first."""
        if name == "empty":
            raise IndexMissing("there is no collection at empty", hint="add articles first")
        return self.assistant

    def library(self, name: str = "") -> FakeLibrary:
        """Return what changes either."""
        return self.shelf


@dataclass
class Gate:
    """A served page with its address, and what was asked at it."""

    url: str
    port: int
    desk: FakeDesk
    users: list[str | None] = field(default_factory=list)

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> http.client.HTTPResponse:
        """Send one request and return the response; a body that is not bytes goes as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        if body is not None and not isinstance(body, bytes):
            body, headers = json.dumps(body).encode(), {"Content-Type": "application/json", **headers}
        connection.request(method, path, body, headers)
        return connection.getresponse()


@contextmanager
def open_page(
    entrance: Entrance | None = None, *, waits: Waits | None = None, busy: Callable[[], None] | None = None
) -> Iterator[Gate]:
    """Serve a page with a box that says who asks, and with the programs.

    Args:
        busy: what the box does before it says so, one at a time; two may wait.
    """
    clear_environment()
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    entrance = entrance or Entrance()
    gate = Gate("", free_port(), FakeDesk())
    gate.url = f"http://127.0.0.1:{gate.port}"

    def who(text: str, request: gr.Request) -> str:
        gate.users.append(request.username)
        if busy:
            busy()
        return f"{request.username} asks {text}"

    with gr.Blocks(title="Gate", analytics_enabled=False) as page:
        box, said = gr.Textbox(label="Ask"), gr.Textbox(label="Said")
        box.submit(who, box, said, api_visibility="private", concurrency_id="answering", concurrency_limit=1)
        offer(gate.desk, at_once=1)  # type: ignore[arg-type]  # it has what programs use
    page.queue(max_size=2, default_concurrency_limit=1)
    users = Users(entrance.users, waits=waits) if entrance.users else None
    page.launch(
        server_name="127.0.0.1", server_port=gate.port, share=False, quiet=True, prevent_thread_lock=True,
        show_error=False, footer_links=[], run_history=False, enable_monitoring=False, max_file_size="20mb",
        strict_cors=True, ssr_mode=False, pwa=False, mcp_server=entrance.mcp,
        auth=sign_in(users) if users else None,
        auth_message="Sign in to ask the articles." if users else None,
        auth_dependency=from_header(entrance.header) if entrance.header else None,
        app_kwargs={"openapi_url": None, "middleware": [
            Middleware(Guard),
            Middleware(TrustedHostMiddleware, allowed_hosts=trusted_names("127.0.0.1", entrance.names),
                       www_redirect=False),
        ]},
    )  # fmt: skip
    try:
        yield gate
    finally:
        page.close(verbose=False)


def make_users(path: Path, **passwords: str) -> Path:
    """Write a file of users."""
    write_users(path, {name: Hashed.of(password) for name, password in passwords.items()})
    return path
