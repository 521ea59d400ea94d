"""A page served from a fake, and a browser that acts as a person would; skipped where there is no browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ui
from benchmarks.served import free_port
from tests.page.fakes import FakeAssistant, FakeLibrary

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
           "--disable-sync"]  # fmt: skip
PATIENCE = 15_000
"""Milliseconds that something may take where other tests run beside it."""

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}


@dataclass
class Stage:
    """A served page; each test puts its own assistant behind it."""

    url: str
    port: int
    assistant: FakeAssistant = field(default_factory=FakeAssistant)
    chosen: list[Mapping[str, Any]] = field(default_factory=list)
    """What visitors chose for the answers they asked for."""


@dataclass
class FakeDesk:
    """A desk with one collection, whose assistant each test puts there."""

    stage: Stage

    def names(self) -> list[str]:
        """Return the one name."""
        return ["sample"]

    def open(self, name: str = "", *, settings: Mapping[str, Any] | None = None) -> FakeAssistant:
        """Return the assistant of the test."""
        self.stage.chosen.append(dict(settings or {}))
        return self.stage.assistant

    def library(self, name: str = "") -> FakeLibrary:
        """Return a library of what the assistant has."""
        return FakeLibrary(self.stage.assistant.articles)


@dataclass
class Watched:
    """A page with what it did: requests to others, what its policy refused, errors of its scripts."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def refused(self) -> list[str]:
        """Return what the content policy had to refuse; nothing should get as far as that."""
        found: list[str] = self.page.evaluate("window.refusedByPolicy")
        return found

    def ran(self) -> list[str]:
        """Return what scripts of others did, in the page or in dialogs."""
        found: list[str] = self.page.evaluate("window.ranByOthers")
        return found


def watch(page: Page, url: str) -> Watched:
    """Watch what a page does that is served at `url`, from its first request on."""
    watched, own = Watched(page), (f"{url}/", "data:", "blob:")
    page.add_init_script(
        "window.ranByOthers = []; window.refusedByPolicy = [];"
        "addEventListener('securitypolicyviolation', event => window.refusedByPolicy.push(event.blockedURI));"
        "for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => window.ranByOthers.push(name);"
    )
    page.on("request", lambda asked: None if asked.url.startswith(own) else watched.foreign.append(asked.url))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    return watched


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One server for all tests: starting it is what takes long."""
    port = free_port()
    stage = Stage(f"http://127.0.0.1:{port}", port)
    page = ui.serve(FakeDesk(stage), host="127.0.0.1", port=port, index=tmp_path_factory.mktemp("index"))
    yield stage
    page.close(verbose=False)


@pytest.fixture
def stage(served: Stage) -> Stage:
    """The served page with a new assistant behind it."""
    served.assistant = FakeAssistant()
    return served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}: apt-get install chromium")
    with playwright.sync_playwright() as started:
        playwright.expect.set_options(timeout=PATIENCE)
        opened = started.chromium.launch(executable_path=str(CHROMIUM), args=OPTIONS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A profile that keeps what was fetched: reading the libraries of the page anew is what takes long."""
    opened = browser.new_context(viewport=DESK, reduced_motion="reduce")
    opened.set_default_timeout(2 * PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def watched(context: BrowserContext, stage: Stage) -> Iterator[Watched]:
    """A page, not opened yet."""
    page = context.new_page()
    yield watch(page, stage.url)
    page.close()


@pytest.fixture
def page(watched: Watched, stage: Stage) -> Page:
    """The page, opened and greeted."""
    watched.page.goto(stage.url)
    watched.page.wait_for_selector(".example >> visible=true")
    return watched.page


@dataclass
class Canary:
    """A server that nobody should call, and the calls it got."""

    url: str
    calls: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def canary() -> Iterator[Canary]:
    """A host on this machine that counts who asks it for anything."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_HEAD = do_GET  # noqa: N815  # the names that http.server looks for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its own name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Canary(f"http://127.0.0.1:{server.server_port}", calls)
    server.shutdown()
