"""Title, outlet, author and dates, where the text of an article shows them; unknown stays unknown. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rag.dates import day_range

HEADER_LINES = 14
"""Lines in which a title, a byline and a date are looked for."""

_TITLE_WORDS = 30
_TITLE_LETTERS = 220

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\.? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}})"
_ISO = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_DATE_LINE = re.compile(
    r"(?P<what>(?:first |last )?(?:published|updated|posted|modified|date)(?: on| at)?:? ?)?"
    rf"(?:[a-z]{{3,9}}day,? )?(?P<day>{_DAY})(?:[,T]? ?(?:at )?\d{{1,2}}[:.]\d{{2}}.{{0,20}})?",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"by (?P<author>[^\d,|·]{2,60})(?:[,|·] ?(?P<outlet>[^\d,|·]{2,50}))?", re.IGNORECASE)
_DATELINE = re.compile(r"(?:[A-ZÀ-Þ][\w .,’'-]{1,60})?\((?P<agency>[A-Z][\w .&-]{1,40})\) ?(?:--|–|—|-) ?")
_SUFFIX = re.compile(r"(?P<title>.{8,}?) (?P<mark>[|–—-]) (?P<outlet>[^|]{2,50})")
_ORIGINAL = re.compile(
    r"(?:originally (?:published|appeared) (?:by|in|on|at)|reprinted (?:from|with permission (?:of|from))) "
    r"(?P<outlet>(?:the )?[A-Z][\w.&’'-]*(?: (?:of |the |and )?[A-Z][\w.&’'-]*){0,4})"
)
_CREDIT = re.compile(r"\((?P<agency>[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3})\)")
_FOLLOWED = re.compile(r"follow (?P<outlet>[\w.]{3,30}) on google news", re.IGNORECASE)
_COPYRIGHT = re.compile(r"© ?(?:\d{4})? ?(?P<outlet>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3})")
_MEDIA = re.compile(
    r"\b(times|post|news|today|ledger|courier|beacon|observer|wire|herald|tribune|journal|gazette|daily|guardian|mail"
    r"|press|star|sun|globe|chronicle|standard|telegraph|express|independent|mirror|review|weekly|agency|radio|tv"
    r"|dispatch|examiner|monitor|inquirer|bulletin|register|sentinel|argus|echo|record|report|magazine|online)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)]{0,2}$|[.!?…,]?[”\"]$")


@dataclass(frozen=True, slots=True)
class Header:
    """What an article's text shows of itself; `body` is the text that is left without it."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    original: str | None = None
    body: str = ""


def read_header(lines: Sequence[str], removed: Sequence[str], *, publisher: str | None = None) -> Header:
    """Read the header off cleaned lines; `removed` furniture may name the outlet, where none is stated."""
    header = Header()
    used: set[int] = set()
    end = _body_begins(lines)
    for number, line in enumerate(lines[:end]):
        found = _field(line, header)
        if found is not None:
            header, used = found, used | {number}
    title = _title_line(lines, end, used)
    if title is not None:
        header = _with_title(header, lines[title])
        # What stands above a title and is no sentence is a kicker or the page's name.
        used |= {number for number in range(title + 1) if number == title or not _is_sentence(lines[number])}
    body = "\n".join(line for number, line in enumerate(lines) if number not in used).strip("\n")
    return _with_outlet(replace(header, body=body, publisher=publisher or header.publisher), lines, removed)


def parse_date(text: str) -> str | None:
    """Return a date as ISO, such as filters read it; what is that already comes back as it is.

    A month without a day stays one ("2022-03"); what is no date, or none of the calendar, is None.
    """
    text = text.strip()
    if _ISO.fullmatch(text):
        return text if day_range(text) else None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _parse_words(text)
    # Python's reading of ISO is wider than that of the filters: "20250304", "2025-W10-2".
    return text if day_range(text) else found.date().isoformat()


def _parse_words(text: str) -> str | None:
    if not text:
        return None
    from dateparser import parse

    for parts, length in ((["day", "month", "year"], 10), (["month", "year"], 7)):
        settings = {"REQUIRE_PARTS": parts, "DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]}
        found: datetime | None = parse(text[:60], settings=settings)
        if found:
            return found.date().isoformat()[:length]
    return None


def _field(line: str, header: Header) -> Header | None:
    """Return the header with what a line of its own says, or None where it says nothing of the kind."""
    if match := _DATE_LINE.fullmatch(line):
        day = parse_date(match["day"])
        late = (match["what"] or "").lower().startswith(("updated", "last", "modified"))
        return replace(header, updated=day) if late else replace(header, published=header.published or day)
    if (match := _BYLINE.fullmatch(line)) and match["author"][:1].isupper():
        outlet = match["outlet"]
        return replace(header, author=match["author"].strip(), publisher=outlet.strip() if outlet else header.publisher)
    if _is_outlet(line) and header.publisher in (None, line):
        return replace(header, publisher=line)
    return header if line.isupper() and len(line.split()) <= 3 else None  # a kicker: "ANALYSIS"  # noqa: PLR2004


def _is_outlet(line: str) -> bool:
    words = line.split()
    return 1 < len(words) <= 4 and all(word[0].isupper() for word in words) and bool(_MEDIA.search(line))  # noqa: PLR2004


def _body_begins(lines: Sequence[str]) -> int:
    """Return the first line of the body: a sentence, or a paragraph."""
    for number, line in enumerate(lines[:HEADER_LINES]):
        if line and not _DATE_LINE.fullmatch(line) and (_DATELINE.match(line) or _is_sentence(line)):
            has_outlet = _SUFFIX.fullmatch(line) and _MEDIA.search(line) and len(line) < _TITLE_LETTERS
            if not has_outlet:
                return number
    return min(len(lines), HEADER_LINES)


def _is_sentence(line: str) -> bool:
    words = len(line.split())
    return words > _TITLE_WORDS or (words > 5 and bool(_SENTENCE_END.search(line)))  # noqa: PLR2004


def _title_line(lines: Sequence[str], end: int, used: set[int]) -> int | None:
    """Return the line of the title: of those that stand alone the wordiest (a kicker is short), else the first."""
    candidates = [
        number
        for number, line in enumerate(lines[:end])
        if line and number not in used and len(line) <= _TITLE_LETTERS and not line.startswith(("•", "-", "*"))
    ]
    if not any(line for line in lines[end:]):
        return None
    alone = [number for number in candidates if not _neighbours(number, lines, used)]
    if alone:
        return max(alone, key=lambda number: len(lines[number].split()))
    return candidates[0] if candidates else None


def _neighbours(number: int, lines: Sequence[str], used: set[int]) -> bool:
    """Say whether an unread line stands directly above or below."""
    return any(0 <= near < len(lines) and lines[near] and near not in used for near in (number - 1, number + 1))


def _with_title(header: Header, line: str) -> Header:
    match = _SUFFIX.fullmatch(line)
    if match and (match["mark"] == "|" or _MEDIA.search(match["outlet"])) and len(match["outlet"].split()) <= 6:  # noqa: PLR2004
        return replace(header, title=match["title"].strip(), publisher=header.publisher or match["outlet"].strip())
    return replace(header, title=line)


def _with_outlet(header: Header, lines: Sequence[str], removed: Sequence[str]) -> Header:
    """Add the outlet and the agency that datelines, credits and furniture name."""
    original = next((match["outlet"] for line in lines if (match := _ORIGINAL.search(line))), None)
    agencies = [match["agency"] for line in header.body.split("\n", 3)[:3] if (match := _DATELINE.match(line))]
    agencies += [match["agency"] for line in lines[-3:] if (match := _CREDIT.fullmatch(line))]
    publisher = header.publisher
    for rule in (_FOLLOWED, _COPYRIGHT):
        publisher = publisher or next((match["outlet"] for line in removed if (match := rule.search(line))), None)
    if publisher is None and original is None and agencies:
        publisher = agencies[0]
    original = original or (agencies[0] if agencies else None)
    return replace(header, publisher=publisher, original=None if original == publisher else original)
