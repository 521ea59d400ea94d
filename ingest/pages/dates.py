"""When a page says its article was published and updated; never when it was saved or read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ingest.metadata import parse_date

if TYPE_CHECKING:
    from ingest.pages.header import Header
    from ingest.pages.statements import Statements

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "date",
    "pubdate", "publishdate", "publish-date", "publish_date", "published-date", "publication_date", "publicationdate",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "displaydate",
    "article.published", "article_date_original", "citation_publication_date", "originalpublicationdate",
    "bt:pubdate", "datecreated",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "article:modified",
    "article:updated", "dc.date.modified", "dcterms.modified", "article.updated", "last-modified", "moddate",
)  # fmt: skip
_STAMP = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(:\d{2})?(?:[.,]\d{1,9})? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?", re.I
)
_ZONE = re.compile(r"[+-]\d{2}:\d{2}$")
_DAY = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"
    r"|(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일]"
    r"|(\d{4})(\d{2})(\d{2})(?!\d)"
)
_SHORT = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{2})(?!\d)")
_EITHER = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}")
"""Day first or month first: told apart only where one of them is above twelve."""

_MOST_MONTHS = 12
_SHOWN = re.compile(
    r"(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{4}[./]\d{1,2}[./]\d{1,2}|\d{4}[年년] ?\d{1,2}[月월] ?\d{1,2}[日일]"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}\.\d{1,2}\.\d{2}"
    r"|\d{1,2}(?:\.|er|º|st|nd|rd|th)? (?:de |di )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4}"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?, \d{4})(?!\d)"
)
_LATER = re.compile(
    r"updat|modif|aktualisi|stand:|ge[aä]ndert|mis à jour|maj |actualiz|aggiorn|bijgewerkt|oppdater|uppdater|opdater|"
    r"güncelle|zaktual|обнов",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"publish|posted|ver[öo]ffentlicht|erstellt|publi[ée]|publica|pubblica|gepubliceerd|publisert|publicer"
    r"|opublikowan|publikacja|yay[ıi]n|опублик|julkaistu|^date\b|datum\b|fecha|^data\b",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](\d{2})[/-](\d{2})(?:[/-]|$)")
_BEFORE = 40
"""Characters before a date in which a page says what it is the date of."""

_LONGEST_LINE = 80
_NEWEST, _OLDEST = 2100, 1700


def dates_of(page: Statements, header: Header, url: str | None) -> tuple[str | None, str | None]:
    """Return when the article was published and when it was updated, each as ISO, or None where the page is silent."""
    published = _told((page.field("datePublished"), *_contents(page, _PUBLISHED), *page.marked("datePublished")))
    published = published or as_iso(page.field("dateCreated")) or _shown(header, later=False) or _in_address(url)
    updated = _told((page.field("dateModified"), *_contents(page, _UPDATED), *page.marked("dateModified")))
    updated = updated or _shown(header, later=True)
    if updated and published and not _is_later(updated, published):
        updated = None
    return published, updated


def as_iso(text: str | None) -> str | None:
    """Return a date that a page states as ISO, with the time and the zone where it states them."""
    text = " ".join((text or "").split())[:80]
    if match := _STAMP.search(text):
        return _stamp(match)
    if match := _DAY.search(text):
        return _day(*(int(number) for number in match.groups() if number))
    if match := _SHORT.search(text):
        return _day(2000 + int(match[3]), int(match[2]), int(match[1]))
    if (match := _EITHER.search(text)) and max(int(match[1]), int(match[2])) <= _MOST_MONTHS and match[1] != match[2]:
        return None
    try:
        return _plain(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        # Words in any language cost a hundred times as much; only what is written as a day is tried.
        written = _SHOWN.search(text)
        day = parse_date(written[0]) if written else None
        return day if day and len(day) == len("2022-03-04") else None


def _stamp(match: re.Match[str]) -> str | None:
    day, time, seconds, zone = match.groups()
    zone = "+00:00" if zone and zone[0] not in "+-" else (zone or "")
    zone = f"{zone}:00" if len(zone) == len("+02") else zone
    try:
        return _plain(datetime.fromisoformat(f"{day}T{time.zfill(5)}{seconds or ''}{zone}"))
    except ValueError:
        return _day(*map(int, day.split("-")))


def _plain(moment: datetime) -> str | None:
    if not _OLDEST < moment.year < _NEWEST:
        return None
    midnight = moment.tzinfo is None and moment.time() == datetime.min.time()
    return moment.date().isoformat() if midnight else moment.replace(microsecond=0).isoformat()


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return _plain(datetime(year, month, day))
    except ValueError:
        return None


def _told(texts: Iterable[str | None]) -> str | None:
    """Return the first date of several; of those that tell the same moment, the one in the page's own zone."""
    dates = [date for text in texts if text and (date := as_iso(text))]
    if not dates:
        return None
    same = [date for date in dates if _moment(date) == _moment(dates[0])]
    return next((date for date in same if _ZONE.search(date) and not date.endswith("+00:00")), dates[0])


def _moment(date: str) -> datetime:
    moment = datetime.fromisoformat(date)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_later(updated: str, published: str) -> bool:
    if "T" not in updated or "T" not in published:
        return updated[:10] > published[:10]
    return _moment(updated) - _moment(published) >= timedelta(minutes=1)


def _contents(page: Statements, names: Iterable[str]) -> list[str]:
    return [value for name in names for value in page.meta.get(name, ())[:2]]


def _shown(header: Header, *, later: bool) -> str | None:
    """Return the date that stands by the title: of the publication, or of the last change."""
    for block in header.lines:
        if bool(_LATER.search(block.text)) == later and (date := _told(block.times)):
            return date
    for block in sorted(header.lines, key=lambda block: not _SAID.search(block.text)):
        if len(block.text) > _LONGEST_LINE and not _SAID.search(block.text):
            continue  # a sentence may tell of any day
        for match in _SHOWN.finditer(block.text):
            said = _LATER.search(block.text[max(0, match.start() - _BEFORE) : match.start()])
            if bool(said) == later and (date := as_iso(match[0])):
                return date
    return None


def _in_address(url: str | None) -> str | None:
    match = _IN_ADDRESS.search(url or "")
    return _day(*map(int, match.groups())) if match else None
