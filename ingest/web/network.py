"""Connections to web servers, by httpcore: the one place that knows it.

The address that is connected to is the one that was checked: a name is looked up once for each connection, and
what comes of it is judged and dialled, so that a name which means another machine a moment later gains nothing.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import unquote, urlsplit

import httpcore

from ingest.web.address import Address, is_public
from ingest.web.inflate import TooLarge, gather
from ingest.web.lookup import Resolve, look_up
from ingest.web.settings import FetchSettings
from rag.errors import ArticleRejected

CONNECT_SECONDS = 10.0
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_MOST_DIALLED = 3
"""Addresses of one name that are tried."""

Dial = Callable[[str, int, float], httpcore.NetworkStream]
"""A connection to an IP address and port, within so many seconds."""


class Unreachable(ArticleRejected):
    """No answer came.

    Attributes:
        again: another try may bring one.
        whole: nothing of the host can be reached, not only this page.
    """

    def __init__(self, message: str, *, hint: str = "", again: bool = False, whole: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.again = again
        self.whole = whole


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent back; the body is empty where the status is no success, header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def dial(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """Connect to an IP address."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=seconds)


class Network:
    """Opens one `Line` a host; `resolve` and `dial` are what reaches outside."""

    def __init__(self, settings: FetchSettings, *, resolve: Resolve = look_up, dial: Dial = dial) -> None:
        self.settings = settings
        self.resolve = resolve
        self.dial = dial

    def open(self) -> Line:
        """Return a line to one host; it connects with its first request."""
        return Line(self)

    def addresses(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses of a host that may be connected to.

        Raises:
            Unreachable: it has none, or one is private.
        """
        try:
            found = self.resolve(host, port)
        except OSError as error:
            raise _unknown(host) from error
        self.judge(found)
        return found

    def judge(self, addresses: Sequence[str]) -> None:
        """Pass addresses that may be connected to.

        Raises:
            Unreachable: one is private.
        """
        private = [] if self.settings.allow_private else [one for one in addresses if not is_public(one)]
        if private:
            raise Unreachable(
                f"its address is private ({private[0]})", hint="--allow-private if you mean it", whole=True
            )


class Line:
    """One connection at a time to one host, kept open between requests; no cookies, no passwords, no referrer."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._guard = _Guard(network)
        proxy = network.settings.proxy
        self._proxied = proxy is not None
        pool: Callable[..., httpcore.ConnectionPool] = httpcore.ConnectionPool
        if proxy is not None:
            pool = partial(httpcore.HTTPProxy, proxy, proxy_auth=_credentials(proxy))
        self._pool = pool(ssl_context=_trusted(), max_connections=1, keepalive_expiry=15.0, network_backend=self._guard)

    def get(self, address: Address, *, seconds: float, most_bytes: int, cut: bool = False) -> Answer:
        """Ask for an address and read the whole answer, within so many seconds by the clock.

        `cut` takes the beginning of what is too large.

        Raises:
            Unreachable: no answer, or not in time.
            TooLarge: it is more than `most_bytes`.
            ArticleRejected: it cannot be unpacked.
        """
        self._guard.deadline = time.monotonic() + seconds
        if self._proxied:
            self._check_proxied(address)
        url = httpcore.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.given_port,
            target=address.target.encode(),
        )
        headers: dict[bytes | str, bytes | str] = {
            b"Host": address.authority,
            b"User-Agent": "".join(mark for mark in self._network.settings.user_agent if " " <= mark <= "~"),
            b"Accept": _ACCEPT,
            b"Accept-Encoding": "gzip",
        }
        try:
            with self._pool.stream("GET", url, headers=headers) as response:
                return _read(response, most_bytes, cut=cut)
        except (OSError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _unreachable(error, address) from error
        except (httpcore.ProxyError, httpcore.UnsupportedProtocol) as error:
            raise Unreachable("the proxy does not pass it on", hint="check the proxy's address", whole=True) from error

    def close(self) -> None:
        """Hang up."""
        self._pool.close()

    def _check_proxied(self, address: Address) -> None:
        """Judge a host that a proxy will look up; one that means nothing here is the proxy's affair."""
        try:
            found = self._network.resolve(address.host, address.port)
        except OSError as error:
            if "." not in address.host:  # a name of the network that the proxy stands in
                raise _unknown(address.host) from error
        else:
            self._network.judge(found)


class _Guard(httpcore.NetworkBackend):
    """Dials checked addresses only, and lets nothing outlast the deadline of the request."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.deadline = 0.0
        self.silence = network.settings.seconds / 2
        """Seconds in which a server must send something; what is left then is enough for another try."""

    def left(self, most: float | None = None) -> float:
        """Return the seconds that are left.

        Raises:
            TimeoutException: none are.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if most is None else min(left, most)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  # httpcore's interface; the deadline decides
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers."""
        if self._network.settings.proxy is not None:  # the proxy itself, which may be anywhere
            return _Stream(self._network.dial(host, port, self.left(CONNECT_SECONDS)), self)
        failed: Exception = httpcore.ConnectError("no address")
        for address in self._network.addresses(host, port)[:_MOST_DIALLED]:
            try:
                return _Stream(self._network.dial(address, port, self.left(CONNECT_SECONDS)), self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline, however often the server sends one byte more."""

    def __init__(self, inner: httpcore.NetworkStream, guard: _Guard) -> None:
        self._inner = inner
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._inner.read(max_bytes, self._guard.left(self._guard.silence))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._inner.write(buffer, self._guard.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._guard.left()), self._guard)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _read(response: httpcore.Response, most_bytes: int, *, cut: bool) -> Answer:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in reversed(response.headers)}
    if not 200 <= response.status < 300:  # noqa: PLR2004
        return Answer(response.status, headers, b"")
    announced = headers.get("content-length", "")
    if not cut and announced.isascii() and announced.isdigit() and int(announced[:18]) > most_bytes:
        raise TooLarge(b"")
    try:
        body = gather(response.iter_stream(), headers.get("content-encoding", ""), most_bytes)
    except TooLarge as error:
        if not cut:
            raise
        body = error.begun
    return Answer(response.status, headers, body)


@cache
def _trusted() -> ssl.SSLContext:
    """Return the certificates that are trusted, the system's and certifi's; reading them takes a while."""
    return httpcore.default_ssl_context()


def _unknown(host: str) -> Unreachable:
    return Unreachable(f"the name {host} was not found", hint="check the address, and the network", whole=True)


def _unreachable(error: Exception, address: Address) -> Unreachable:
    """Say what a failure of the connection means."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Unreachable(
            f"the certificate of {address.host} is not valid",
            hint="nobody can say who sent the page; if you trust it, save it and give the file",
            whole=True,
        )
    if isinstance(error, httpcore.ConnectTimeout):
        return Unreachable(f"no connection to {address.authority} in time", hint="try again later", again=True)
    if isinstance(error, httpcore.TimeoutException):
        return Unreachable("it took too long", hint="try again later, or save it and give the file", again=True)
    if isinstance(error, httpcore.ConnectError):
        return Unreachable(
            f"no connection to {address.authority}", hint="check the address, and the network", whole=True
        )
    return Unreachable("the connection broke off", hint="try again later", again=True)


def _credentials(proxy: str) -> tuple[bytes, bytes] | None:
    parts = urlsplit(proxy)
    if parts.username is None:
        return None
    return unquote(parts.username).encode(), unquote(parts.password or "").encode()
