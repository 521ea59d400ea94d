"""What a feed or a sitemap says of an article before it is fetched; pure."""

from __future__ import annotations

import email.utils
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from ingest.metadata import parse_date
from ingest.read.draft import Draft

WHOLE = 600
"""Letters from which on the text in a feed is taken for the article, where its page cannot be had."""

_LONGEST_TITLE, _LONGEST_AUTHOR, _LONGEST_DATE = 300, 200, 60
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
_CUT_OFF = re.compile(r"(?:…|\.\.\.)\]?$|\(more\)$|(?:read|continue) (?:more|reading).{0,80}$", re.IGNORECASE)
_MAIL = re.compile(r"[(<]?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}[)>]?")
_NOBODY = frozenset(
    "admin administrator author editor editors editorial staff webmaster root user guest unknown anonymous noreply"
    " no-reply wordpress newsroom news webdesk".split()
)


@dataclass(frozen=True, slots=True)
class Lead:
    """An article to fetch.

    Attributes:
        address: of its page; None where only the feed has it.
        name: what stands for the address where it has none.
        written: when it was published, `changed` when it was changed, in the words of the feed.
        modified: what decides which are the newest, likewise.
        content: what the feed carries of the article itself.
        outlet: who publishes what the feed carries; a page says it better.
        given: whether the user named the address, which may then be of a feed or a sitemap.
    """

    address: str | None
    name: str = ""
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    written: str = ""
    changed: str = ""
    modified: str = ""
    content: str | None = None
    kind: Literal["text", "html"] = "html"
    outlet: str | None = None
    given: bool = False

    @property
    def label(self) -> str:
        """How a report names it."""
        return self.address or self.name

    @property
    def published(self) -> str | None:
        """The day it was published; read when it is wanted, since odd dates take long."""
        return stated_day(self.written)

    @property
    def updated(self) -> str | None:
        """The day it was changed, where that is a later one."""
        day = stated_day(self.changed)
        return day if day and day > (self.published or "") else None

    def draft(self, raw: str, *, kind: Literal["text", "html"], address: str | None) -> Draft:
        """Return the draft of the article, with what is stated of it here."""
        return Draft(
            origin=address or self.name,
            label=self.label,
            raw=raw,
            line=0,
            kind=kind,
            title=self.title,
            publisher=self.publisher,
            author=self.author,
            published=self.published,
            updated=self.updated,
            url=address,
        )

    @property
    def is_whole(self) -> bool:
        """Whether the feed carries the whole article."""
        text = plain(self.content or "") if self.kind == "html" else self.content or ""
        return sum(letter.isalpha() for letter in text) >= WHOLE and not _CUT_OFF.search(text[-120:].rstrip())

    def carried(self) -> Draft:
        """Return the draft of the text that the feed carries."""
        draft = self.draft(self.content or "", kind=self.kind, address=self.address)
        return replace(draft, publisher=self.publisher or self.outlet or None)


def newest(leads: Sequence[Lead], most: int) -> list[Lead]:
    """Return the newest of some leads, the newest first; all of them as they are where they are no more than `most`."""
    if len(leads) <= most:
        return list(leads)
    return sorted(leads, key=lambda lead: moment(lead.modified), reverse=True)[:most]


def once(leads: Iterable[Lead]) -> list[Lead]:
    """Return leads without those whose address came before."""
    seen: set[str] = set()
    kept = []
    for lead in leads:
        if lead.address is None or lead.address not in seen:
            kept.append(lead)
            seen.add(lead.address or "")
    return kept


def moment(written: str) -> float:
    """Return a time that can be compared; what is no time is older than everything."""
    text = written.strip()[:_LONGEST_DATE]
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = email.utils.parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError):
            return float("-inf")
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return float("-inf")


def stated_day(written: str) -> str | None:
    """Return the day that a feed states, as the outlet's own calendar has it; None for what is no whole day."""
    text = written.strip()[:_LONGEST_DATE]
    try:
        day = email.utils.parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        day = (parse_date(text) or "")[:10]
    # A year alone would hide the day that the page states; 1970 is what programs write who do not know.
    return day if len(day) == len("2025-03-04") and day > "1970-01-01" else None


def stated_title(written: str, source: str = "") -> str | None:
    """Return a title as the page would show it; None where it is cut off."""
    title = plain(written)[: _LONGEST_TITLE + 1]
    if source and title.endswith((f" - {source}", f" | {source}")):
        title = title[: -len(source) - 3].rstrip()
    return None if not title or len(title) > _LONGEST_TITLE or title.endswith(("…", "...", "[…]")) else title


def stated_author(names: Iterable[str], outlet: str = "") -> str | None:
    """Return who wrote it, where that is a name: no mail address, no "admin", not the outlet itself."""
    kept = []
    for name in names:
        found = _MAIL.sub(" ", plain(name)[:_LONGEST_AUTHOR]).strip(" ()<>,;")
        found = found[3:] if found[:3].lower() == "by " else found
        known = found and found.lower() not in _NOBODY and found.lower() != outlet.lower()
        if known and not found.startswith("http") and found not in kept:
            kept.append(found)
    return ", ".join(kept)[:_LONGEST_AUTHOR] or None


def plain(markup: str) -> str:
    """Return the words of a piece of HTML, on one line."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())
