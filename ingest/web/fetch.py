"""Pages from web servers: politely, within limits, and never from a private network unless that is wanted."""

from __future__ import annotations

import email.utils
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

from ingest.web.address import Address, join, parse_address
from ingest.web.inflate import TooLarge
from ingest.web.network import Answer, Line, Network, Unreachable
from ingest.web.robots import MOST_BYTES, Rules, no_rules, read_rules
from ingest.web.settings import FetchSettings
from rag.errors import ArticleRejected

MOST_REDIRECTS, TRIES = 5, 3
LONGEST_PAUSE = 60.0
"""Seconds that a server can make us wait before the next try."""

MOST_FAILURES = 5
"""Pages of one host in a row that bring no answer; the rest is not asked for then."""

_LONGEST_TYPE = 300
_CHARSET = re.compile(r"charset[ \t]{0,4}=[ \t]{0,4}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_MOVED = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((429, 500, 502, 503, 504))
_SAVE, _LATER = "save the page from a browser and give the file", "try again later"
_REASONS = {
    401: ("it asks for a password (401)", "only what anyone can read is fetched; " + _SAVE),
    402: ("it asks for money (402)", "only what anyone can read is fetched; " + _SAVE),
    403: ("the server refuses it (403)", "the site may refuse programs; " + _SAVE),
    404: ("the server answered 404 (not found)", "check the address; the article may have been removed"),
    410: ("the server answered 410 (gone): it was removed", ""),
    429: ("the server answered 429 (too many requests)", _LATER),
    451: ("it is withheld for legal reasons (451)", ""),
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came; `address` is the one it was found at in the end."""

    address: str
    media: str
    charset: str | None
    body: bytes


@dataclass
class _Host:
    """What is known of one host; `lock` is held while anything is asked of it."""

    line: Line
    delay: float
    lock: threading.Lock = field(default_factory=threading.Lock)
    robots_lock: threading.Lock = field(default_factory=threading.Lock)
    rules: dict[str, Rules | ArticleRejected] = field(default_factory=dict)
    free_at: float = 0.0
    failures: int = 0


@dataclass
class _Errand:
    """One page to bring: the seconds that servers may still take for it, how much it may be, who was asked last."""

    left: float
    most_bytes: int
    robots: bool = False
    host: str = ""


class Fetcher:
    """Fetches pages; safe to use from several threads, which then wait for each other at each host."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        network: Network | None = None,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self.settings = settings
        self._network = network or Network(settings)
        self._now = now
        self._stop = threading.Event()
        self._sleep = sleep or self._stop.wait
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; what is still being fetched by other threads ends with its next wait."""
        self._stop.set()
        for host in list(self._hosts.values()):
            if host.lock.acquire(blocking=False):
                host.line.close()
                host.lock.release()

    def fetch(self, text: str) -> Fetched:
        """Fetch the page at an address.

        Raises:
            ArticleRejected: it cannot or may not be fetched; the reason is one line.
        """
        address = parse_address(text)
        found, answer = self._follow(address, _Errand(self.settings.seconds, self.settings.most_bytes))
        if not 200 <= answer.status < 300:  # noqa: PLR2004
            reason, hint = _REASONS.get(answer.status, (f"the server answered {answer.status}", _LATER))
            raise ArticleRejected(reason, hint=hint)
        if not answer.body.strip():
            raise ArticleRejected("the page is empty", hint=_SAVE)
        if len(address.target) > 1 and found.target == "/":
            raise ArticleRejected(
                "it leads to the front page of a site", hint="the article may have been removed; check the address"
            )
        said = answer.headers.get("content-type", "")[:_LONGEST_TYPE]
        charset = _CHARSET.search(said)
        media = said.partition(";")[0].strip().lower()
        return Fetched(str(found), media, charset[1] if charset else None, answer.body)

    def _follow(self, address: Address, errand: _Errand) -> tuple[Address, Answer]:
        """Ask for an address and where it leads; each step is checked like the first.

        Raises:
            ArticleRejected: a step may not be taken, or there are too many.
        """
        seen = {address}
        for _ in range(MOST_REDIRECTS + 1):
            if not errand.robots:
                self._obey(address)
            errand.host = address.host
            answer = self._ask(address, errand)
            if answer.status not in _MOVED:
                return address, answer
            target = join(str(address), answer.headers.get("location", ""))
            if target is None:
                raise ArticleRejected("it leads to an address that is none of the web", hint=_SAVE)
            address = parse_address(target)
            if address in seen:
                raise ArticleRejected("it leads in a circle", hint=_SAVE)
            seen.add(address)
        raise ArticleRejected(f"it is redirected more than {MOST_REDIRECTS} times", hint=_SAVE)

    def _ask(self, address: Address, errand: _Errand) -> Answer:
        """Ask one host, when its turn has come, and again where that may help."""
        host = self._host(address)
        with host.lock:
            if host.failures >= MOST_FAILURES:
                raise ArticleRejected(f"{address.host} brought no answer {MOST_FAILURES} times in a row", hint=_LATER)
            for left in reversed(range(TRIES)):
                self._wait(host)
                try:
                    answer = self._try(host, address, errand)
                except Unreachable as error:
                    if left and error.again and errand.left > 0:
                        host.free_at = max(host.free_at, self._now() + 2.0 ** (TRIES - 1 - left))
                        continue
                    host.failures += 1
                    raise
                if answer.status not in _BUSY:
                    host.failures = 0
                    return answer
                if left:
                    pause = _pause(answer.headers.get("retry-after", ""), 2.0 ** (TRIES - 1 - left))
                    host.free_at = max(host.free_at, self._now() + pause)
            host.failures += 1
            return answer

    def _try(self, host: _Host, address: Address, errand: _Errand) -> Answer:
        begun = time.monotonic()
        try:
            return host.line.get(address, seconds=errand.left, most_bytes=errand.most_bytes, cut=errand.robots)
        except TooLarge as error:
            raise ArticleRejected(
                f"it is larger than the limit of {errand.most_bytes / 1e6:.1f} MB", hint="save what you need as a file"
            ) from error
        finally:
            errand.left -= time.monotonic() - begun
            host.free_at = self._now() + host.delay

    def _wait(self, host: _Host) -> None:
        pause = host.free_at - self._now()
        if pause > 0:
            self._sleep(pause)
        if self._stop.is_set():
            raise ArticleRejected("fetching was stopped")

    def _obey(self, address: Address) -> None:
        """Read the site's robots.txt once, and keep to it.

        Raises:
            ArticleRejected: it forbids the page, or cannot be read, which forbids all.
        """
        if self.settings.ignore_robots:
            return
        host = self._host(address)
        with host.robots_lock:
            if address.site not in host.rules:
                host.rules[address.site] = self._robots(address)
            rules = host.rules[address.site]
        if isinstance(rules, ArticleRejected):
            raise ArticleRejected(rules.message, hint=rules.hint)
        if not rules.allows(str(address)):
            raise ArticleRejected("the site's robots.txt forbids it", hint="--ignore-robots if you may read it")
        host.delay = max(self.settings.delay, rules.delay)

    def _robots(self, address: Address) -> Rules | ArticleRejected:
        """Return the rules of a site; as RFC 9309 has it, none where it answers 4xx, all where it fails."""
        where = Address(address.scheme, address.host, address.port, "/robots.txt")
        errand = _Errand(self.settings.seconds, MOST_BYTES, robots=True)
        try:
            _, answer = self._follow(where, errand)
        except ArticleRejected as error:
            same = isinstance(error, Unreachable) and error.whole and errand.host == address.host
            return error if same else _unread(error.message)
        if 200 <= answer.status < 300:  # noqa: PLR2004
            return read_rules(answer.body, self.settings.user_agent)
        # 429 does not say that there is none, but "not now".
        busy = answer.status >= 500 or answer.status in _BUSY  # noqa: PLR2004
        return _unread(f"the server answered {answer.status}") if busy else no_rules()

    def _host(self, address: Address) -> _Host:
        with self._lock:
            if address.host not in self._hosts:
                self._hosts[address.host] = _Host(self._network.open(), self.settings.delay)
            return self._hosts[address.host]


def _unread(why: str) -> ArticleRejected:
    return ArticleRejected(f"the site's robots.txt cannot be read: {why}", hint=_LATER)


def _pause(retry_after: str, otherwise: float) -> float:
    """Return the seconds that a server asks us to wait, which it says as a number or as a date."""
    text = retry_after.strip()[:40]
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_PAUSE)
    try:
        seconds = email.utils.parsedate_to_datetime(text).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return otherwise
    return min(max(seconds, 0.0), LONGEST_PAUSE)
