"""What stands before a server of ours: who may ask it, how much he may send, and what every response carries."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import os
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.door import write_log
from rag.errors import DatelineError, PageError
from rag.offline import keep_offline

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.users import Users

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
"""Names a request may ask for: any other is a foreign page that points its own name here (DNS rebinding)."""

LAST_PORT = 65_535

# Gradio's own scripts are inline and compile templates; everything else stays on this host.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self' blob:; frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
HEADERS = (
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


UPLOAD = "/gradio_api/upload"
LARGEST_UPLOAD, LARGEST_BODY = 25_000_000, 2_000_000
"""Bytes of a request: a file of 20 MB with what is around it, and anything else."""

_SAME_SITE = re.compile(rb"samesite=none", re.IGNORECASE)
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
_HOST_NAME = re.compile(r"(?=.{1,253}$)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:]+\]")

# The address that the request being served came from.
_asking: ContextVar[str] = ContextVar("asking", default="")


class Guard:
    """ASGI middleware that takes no body that is too large, and adds the headers to each response, errors too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        _asking.set((scope.get("client") or ("",))[0])
        limit = LARGEST_UPLOAD if scope["path"].rstrip("/").endswith(UPLOAD) else LARGEST_BODY
        if _announced(scope) > limit:
            await _refuse(send, limit)
            return
        body = _Body(receive, limit)
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if body.too_large and not started:
                return  # whatever the page says of a body cut short: it is refused below
            started = True
            await send(_guarded(message) if message["type"] == "http.response.start" else message)

        try:
            await self._app(scope, body.receive, send_guarded)
        except Exception:
            if not body.too_large or started:
                raise
        if body.too_large and not started:
            await _refuse(send, limit)


class _Body:
    """The body of a request, which ends as if the sender had gone away when it is too large."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit
        self.too_large = False

    async def receive(self) -> Message:
        """Return the next part."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            self.too_large = self.too_large or self._left < 0
        return {"type": "http.disconnect"} if self.too_large else message


def _announced(scope: Scope) -> int:
    """Return the length that a request says it has; 0 where it says none."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


async def _refuse(send: Send, limit: int) -> None:
    said = f"the request is too large: at most {limit // 1_000_000} MB".encode()
    # The rest of the body is not read: the connection ends with this answer.
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(said)).encode()),
               (b"connection", b"close")]  # fmt: skip
    await send(_guarded({"type": "http.response.start", "status": 413, "headers": headers}))
    await send({"type": "http.response.body", "body": said})


def _guarded(start: Message) -> Message:
    """Return the start of a response with our headers, and cookies that no other site can make a browser send."""
    own = {name for name, _ in HEADERS}
    kept = [(name, value) for name, value in start.get("headers", ()) if name.lower() not in own]
    kept = [(name, _SAME_SITE.sub(b"SameSite=Lax", value) if name == b"set-cookie" else value) for name, value in kept]
    return {**start, "headers": [*kept, *HEADERS]}


# --- who may ask ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entrance:
    """How readers come in from elsewhere.

    Attributes:
        users: file of those who may sign in (`rag/users.py`).
        header: what a proxy on this machine names the signed-in user in.
        names: what the page is known by to others, as they type it.
        mcp: whether language models are offered tools.
    """

    users: Path | None = None
    header: str | None = None
    names: tuple[str, ...] = ()
    mcp: bool = False

    @property
    def login(self) -> bool:
        """Whether only those who have signed in may ask."""
        return self.users is not None or self.header is not None


def sign_in(users: Users) -> Callable[[str, str], Awaitable[bool]]:
    """Return what Gradio asks whether a name and a password are right (`launch(auth=…)`).

    Passwords are looked at in threads, two at a time: each takes memory and time, and the page must go on.
    """
    from anyio import CapacityLimiter, to_thread

    limiter = CapacityLimiter(2)

    async def authenticate(name: str, password: str) -> bool:
        try:
            return await to_thread.run_sync(users.authenticate, name, password, _asking.get(), limiter=limiter)
        except DatelineError:
            write_log()  # the file was damaged meanwhile: nobody comes in, and whoever looks finds why
            return False

    return authenticate


def from_header(name: str) -> Callable[[Request], str | None]:
    """Return what reads the user off a header that a proxy on this machine sets (`launch(auth_dependency=…)`).

    A request without it, with an empty one or with two of them is refused.
    """

    def user(request: Request) -> str | None:
        given = request.headers.getlist(name)
        return given[0].strip() or None if len(given) == 1 else None

    return user


def trusted_names(host: str, names: Sequence[str] = ()) -> list[str]:
    """Return the names that a request may ask for: those of this machine, its address, and what it is known by."""
    return [*LOOPBACK_NAMES, f"[{host}]" if ":" in host else host, *names]


def check_address(host: str, port: int, entrance: Entrance | None = None) -> None:
    """Refuse an address that cannot or must not be served.

    Raises:
        PageError: somebody could come in without signing in, or the port is taken.
    """
    entrance = entrance or Entrance()
    _check_entrance(entrance)
    if not is_loopback(host):
        _check_open(host, entrance)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "is taken by another program" if taken else f"cannot be used: {error.strerror}"
        raise PageError(f"port {port} {reason}", hint="choose another one with --port") from error


def _check_entrance(entrance: Entrance) -> None:
    if entrance.users is not None and entrance.header is not None:
        raise PageError(
            "--users and --user-header exclude each other", hint="either the page asks for passwords or the proxy does"
        )
    if entrance.header is not None and not _HEADER.fullmatch(entrance.header):
        raise PageError(
            f"{entrance.header!r} is no name of a header", hint="for example: --user-header X-Forwarded-User"
        )
    for name in entrance.names:
        if not _HOST_NAME.fullmatch(name):
            raise PageError(f"{name!r} is no name of a host", hint="without https:// and port: --name paper.example")
    if entrance.mcp and entrance.login:
        # Gradio mounts its MCP server beside the login, not behind it.
        raise PageError(
            "--mcp and a login exclude each other: a tool would ask without signing in",
            hint="serve a second page with --mcp and another --port, for this machine alone",
        )


def _check_open(host: str, entrance: Entrance) -> None:
    """Refuse an address that others reach, but with users who sign in at the page itself."""
    if entrance.header is not None:
        raise PageError(
            f"the page is not served on {host}: whoever reaches it there could set {entrance.header} himself",
            hint="leave --host out, and let the proxy run on this machine",
        )
    if entrance.users is None:
        raise PageError(
            f"the page is not served on {host}: it has no login yet, and others could reach it there",
            hint="give it users with --users FILE, or leave --host out and reach this machine through an SSH tunnel: "
            "ssh -L 7860:127.0.0.1:7860 MACHINE",
        )
    if host in {"0.0.0.0", "::"} and not entrance.names:  # noqa: S104  # it is asked about, not bound
        raise PageError(f"{host} is no name that others could ask for", hint="say it: --name paper.example")


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def port_number(text: str) -> int:
    """Return a port as a command line gives it.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not a port: 1 to {LAST_PORT:,}")
    return int(text)


def clear_environment() -> None:
    """Let nothing but our arguments decide how the page is served: GRADIO_ALLOWED_PATHS alone would open the disk."""
    for name in [name for name in os.environ if name.startswith("GRADIO_") and name != "GRADIO_TEMP_DIR"]:
        del os.environ[name]
    keep_offline()
    # After each event Gradio sums up all that it remembers of earlier ones; nobody reads the sum.
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
    # Gradio asks its own address whether it is up; a proxy could not tell.
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), "127.0.0.1,localhost,::1")))
