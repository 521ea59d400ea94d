"""What a site's robots.txt allows, by protego: the one place that knows it; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

MOST_BYTES = 512_000
"""Of a robots.txt that are read, as RFC 9309 has it; what follows counts for nothing."""

LONGEST_DELAY = 30.0
"""Seconds; who asks for more would have a hundred articles read in an hour."""

_NAMES = ("user-agent", "useragent", "user agent")


class Rules:
    """The rules of one site for one reader."""

    def __init__(self, parsed: Protego | None, name: str) -> None:
        self._parsed = parsed
        self._name = name

    def allows(self, address: str) -> bool:
        """Say whether a page may be fetched."""
        return self._parsed is None or bool(self._parsed.can_fetch(address, self._name))

    @property
    def delay(self) -> float:
        """Seconds the site asks for between two requests, within reason."""
        asked = self._parsed.crawl_delay(self._name) if self._parsed else None
        return min(asked or 0.0, LONGEST_DELAY)


def no_rules() -> Rules:
    """Return the rules of a site that has no robots.txt: all is allowed."""
    return Rules(None, "")


def read_rules(data: bytes, user_agent: str) -> Rules:
    """Read a robots.txt for the reader that a user agent names with its first word."""
    from protego import Protego

    name = user_agent.partition("/")[0].partition(" ")[0].lower() or "*"
    lines = data[:MOST_BYTES].decode("utf-8-sig", "replace").splitlines()
    return Rules(Protego.parse("\n".join(_for_us(line, name) for line in lines)), name)


def _for_us(line: str, name: str) -> str:
    """Return a line as it is, or one name for all other readers.

    Protego copies each rule for each reader it applies to: ten thousand of the one above ten thousand of the other,
    in half a megabyte, take all memory.
    """
    start = line.strip().lower()
    if not start.startswith(_NAMES):
        return line
    value = start.split("#")[0].rpartition(":")[2].strip()
    return line if value == "*" or name in value else "user-agent: others"
