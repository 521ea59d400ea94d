"""What stands before a server of ours: who may ask it, and what every response carries."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import os
import socket
from typing import TYPE_CHECKING

from rag.errors import PageError
from rag.offline import keep_offline

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class Guard:
    """ASGI middleware that adds the headers to each response, errors too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in HEADERS}
                kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in own]
                message = {**message, "headers": [*kept, *HEADERS]}
            await send(message)

        await self._app(scope, receive, send_guarded)


def check_address(host: str, port: int) -> None:
    """Refuse an address that cannot or must not be served.

    Raises:
        PageError: others could reach it, or the port is taken.
    """
    if not is_loopback(host):
        raise PageError(
            f"the page is not served on {host}: it has no login yet, and others could reach it there",
            hint="leave --host out, or reach this machine through an SSH tunnel: ssh -L 7860:127.0.0.1:7860 MACHINE",
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "is taken by another program" if taken else f"cannot be used: {error.strerror}"
        raise PageError(f"port {port} {reason}", hint="choose another one with --port") from error


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
    # Gradio asks its own address whether it is up; a proxy could not tell.
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), "127.0.0.1,localhost,::1")))
