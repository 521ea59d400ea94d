"""A web on loopback for the tests: real HTTP, many names, one server; names are looked up and dialled in the test."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore

from ingest.read.draft import Draft, Problem
from ingest.web.fetch import Fetcher
from ingest.web.network import Network, dial
from ingest.web.settings import FetchSettings
from ingest.web.source import read_web

PUBLIC = "93.184.216.34"
"""An address of the open internet, which the tests dial on this machine."""

Act = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Reply:
    """What the server sends for one request; `act` writes the answer itself."""

    body: bytes | str = b""
    type: str | None = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    act: Act | None = None


@dataclass
class Seen:
    """One request as it came in."""

    host: str
    path: str
    headers: dict[str, str]
    port: int


@dataclass
class Web:
    """The pages by "host/path", what names mean, and what was asked.

    Attributes:
        pages: a reply, or several for one request after another, of which the last is repeated.
        names: the addresses of a host; without an entry it is public.
        lookups: what was looked up; `dialled` what was connected to.
        busiest: most requests at once, by host.
    """

    port: int = 0
    pages: dict[str, Reply | list[Reply]] = field(default_factory=dict)
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    requests: list[Seen] = field(default_factory=list)
    lookups: list[str] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)
    busiest: dict[str, int] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    server: ThreadingHTTPServer | None = None
    _running: dict[str, int] = field(default_factory=dict)

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Look a name up: each time the next of its answers."""
        with self.lock:
            self.lookups.append(host)
            answers = self.names.get(host, [[PUBLIC]])
            found = answers.pop(0) if len(answers) > 1 else answers[0]
        if not found:
            raise OSError("no such name")
        return found

    def dial(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        """Connect to the server, whatever address is dialled."""
        with self.lock:
            self.dialled.append(address)
        return dial("127.0.0.1", self.port, seconds)

    def fetcher(
        self,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
        **given: object,
    ) -> Fetcher:
        """Return a fetcher for this web, which waits between requests only where a test asks for it."""
        values: dict[str, object] = {"delay": 0.0, "user_agent": "Dateline/9 (test)", **given}
        settings = FetchSettings(**values)  # type: ignore[arg-type]  # a test names what it sets
        return Fetcher(settings, network=Network(settings, resolve=self.resolve, dial=self.dial), now=now, sleep=sleep)

    def read(self, *addresses: str, **given: object) -> list[Draft | Problem]:
        """Return what comes of some addresses."""
        with self.fetcher(**given) as fetcher:  # type: ignore[arg-type]  # likewise
            return list(read_web(addresses, fetcher=fetcher))

    def problem(self, address: str, **given: object) -> Problem:
        """Return the one problem that comes of an address."""
        [found] = self.read(address, **given)
        assert isinstance(found, Problem)
        return found

    def draft(self, address: str, **given: object) -> Draft:
        """Return the one draft that comes of an address."""
        [found] = self.read(address, **given)
        assert isinstance(found, Draft), found
        return found

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on."""
        assert self.server is not None
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def paths(self, host: str) -> list[str]:
        """Return what was asked of a host, in order, without its robots.txt."""
        return [seen.path for seen in self.requests if seen.host == host and seen.path != "/robots.txt"]

    def enter(self, host: str) -> None:
        with self.lock:
            self._running[host] = self._running.get(host, 0) + 1
            self.busiest[host] = max(self.busiest.get(host, 0), self._running[host])

    def leave(self, host: str) -> None:
        with self.lock:
            self._running[host] -= 1

    def reply(self, host: str, path: str) -> Reply:
        with self.lock:
            found = self.pages.get(host + path, Reply("not here", status=404))
            if isinstance(found, list):
                found = found.pop(0) if len(found) > 1 else found[0]
            return found


def page(title: str, text: str = "") -> Reply:
    """Return a page that is an article."""
    return Reply(f"<!doctype html><html><head><title>{title}</title></head><body><p>{text or title}</p></body></html>")


def xml(body: str, type: str = "application/xml") -> Reply:  # noqa: A002
    return Reply(body, type=type)


def drip(
    seconds: float, head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n"
) -> Act:
    """Send a byte now and then, for so long at most."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        end = time.monotonic() + seconds
        handler.wfile.write(head)
        try:
            while time.monotonic() < end:
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    return act


@contextmanager
def web() -> Iterator[Web]:
    """Serve a web on a free port of 127.0.0.1."""
    world = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

        def do_GET(self) -> None:
            host = self.headers.get("Host", "").partition(":")[0]
            with world.lock:
                world.requests.append(Seen(host, self.path, dict(self.headers.items()), self.client_address[1]))
            world.enter(host)
            try:
                reply = world.reply(host, self.path)
                if reply.act is not None:
                    reply.act(self)
                else:
                    self._send(reply)
            except OSError:
                self.close_connection = True
            finally:
                world.leave(host)

        def _send(self, reply: Reply) -> None:
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            self.send_response(reply.status)
            if reply.type is not None:
                self.send_header("Content-Type", reply.type)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            # Counted as one request until the last byte was taken over.
            self.wfile.write(body)
            self.wfile.flush()

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *arguments: object) -> None:
            """A client that hangs up is what is being tested."""

    server = Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    world.port, world.server = server.server_port, server
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield world
    finally:
        world.ended.set()
        server.shutdown()
        server.server_close()
