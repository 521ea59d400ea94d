"""What one value of a record says: its words, a date, an address, a text with or without markup; pure."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html.entities import html5
from itertools import islice
from urllib.parse import urlsplit

from ingest.metadata import parse_date

_WORDS_IN = "name title main original text label value rendered href permalink url default $date $numberLong".split()
_TEXT_IN = "rendered text content value plain html".split()
"""What in an object says what it is: {"name": "The Paper"}, {"rendered": "<p>…"}, {"$date": …}."""

_BLOCKS_IN = "paragraphs items content_elements blocks children content".split()
"""Where an object that says nothing itself has the list of what it is made of."""

_NOTHING = {"nan", "nat", "none", "null", "n/a", "na", "-", "[]", "undefined"}
"""What exports write for "none"."""

_MOST_LISTED = 100_000
_BLOCK = "p|br|div|h[1-6]|ul|ol|li|img|figure|blockquote|table|article|section|html|body"
_INLINE = "a|b|i|u|em|strong|span|small|sup|sub|q|cite|mark|font"
_MARKUP = re.compile(rf"<(?:{_BLOCK})(?:\s[^<>]{{0,1000}})?/?>|</(?:{_BLOCK}|{_INLINE})\s?>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_BLOCK}|{_INLINE})(?:\s[^<>]{{0,1000}})?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_CUT_OFF = re.compile(r"(?:…|\.\.\.) ?\[\+?[0-9]{1,7} chars\]$")
_BY = re.compile(r"by(?::| ) ?(?=\S)", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]{2,8}){0,3}", re.IGNORECASE)
_NUMBER = re.compile(r"([0-9]{9,19})(?:\.[0-9]{1,9})?")
_HOST = re.compile(r"(?:www\d?\.)?((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,20})", re.IGNORECASE)

_SECONDS_FROM, _SECONDS_UNTIL = 100_000_000, 4_102_444_800
"""From 1973 to 2100: what a larger number counts are no seconds, and a smaller one is no date."""


def words(value: object) -> list[str]:
    """Return what a value says, each item of a list by itself; null, true and NaN say nothing."""
    items = value[:_MOST_LISTED] if isinstance(value, list) else [value]
    return [said for item in items if (said := _said(item, _WORDS_IN))]


def text(value: object) -> str:
    """Return the text that a value holds, the items of a list as paragraphs; "" for none."""
    return "\n\n".join(islice(_paragraphs(value), _MOST_LISTED))


def _paragraphs(value: object, depth: int = 4) -> Iterator[str]:
    """Yield what the blocks of a text say: their headings, their words, what lists and quotations hold."""
    if isinstance(value, list):
        for item in value[:_MOST_LISTED]:
            yield from _paragraphs(item, depth)
        return
    if isinstance(value, dict) and depth:
        if heading := _said(value.get("heading"), _TEXT_IN):
            yield heading
        if not (said := _said(value, _TEXT_IN)):
            for key in _BLOCKS_IN:
                if isinstance(value.get(key), list):
                    yield from _paragraphs(value[key], depth - 1)
            return
        yield said
    elif said := _said(value, _TEXT_IN):
        yield said


def _said(value: object, keys: Sequence[str], depth: int = 3) -> str:
    if isinstance(value, dict):
        inside = (value.get(key) for key in keys) if depth else ()
        return next((said for item in inside if (said := _said(item, keys, depth - 1))), "")
    if isinstance(value, float) and math.isfinite(value):
        value = int(value) if value.is_integer() else str(value)  # a table's "2022.0" is a year
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    # A lone surrogate is JSON, but no text that can be stored.
    said = str(value).encode("utf-8", "replace").decode("utf-8").strip()
    return "" if said.casefold() in _NOTHING else said


def markup(raw: str) -> tuple[str, bool]:
    """Return a text with its entities read, as it is where it is HTML; and whether it is."""
    if _MARKUP.search(raw):
        return raw, True
    read = _ENTITY.sub(_entity, raw)
    # Feeds are written with their markup escaped, and tables made of them keep that.
    return read, read != raw and bool(_MARKUP.search(read))


def _entity(match: re.Match[str]) -> str:
    return html.unescape(match[0]) if match[0][1] == "#" else html5.get(match[0][1:], match[0])


def is_cut_off(raw: str) -> bool:
    """Say whether an export says of itself that it leaves out the rest: "… [+1234 chars]"."""
    return bool(_CUT_OFF.search(raw[-40:]))


def line(said: Sequence[str]) -> str | None:
    """Return words without markup."""
    return _TAG.sub("", _ENTITY.sub(_entity, ", ".join(said))).strip() or None


def outlet(said: Sequence[str]) -> str | None:
    """Return the name of an outlet; of an address its host."""
    names = [name for name in said if not _is_address(name)]
    hosts = [host for name in said if _is_address(name) and (host := urlsplit_host(name))]
    name = line(names or hosts[:1])
    match = _HOST.fullmatch(name) if name else None
    return match[1] if match else name


def urlsplit_host(url: str) -> str:
    """Return the host of an address, "" where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def people(said: Sequence[str]) -> str | None:
    """Return the names of people; those that a table holds as "['Ann', 'Bo']" too."""
    if len(said) == 1 and said[0].startswith("[") and said[0].endswith("]"):
        said = [name.strip(" '\"") for name in said[0][1:-1].split(",")]
    names = [_BY.sub("", name, count=1) if _BY.match(name) else name for name in said if name and not _is_address(name)]
    return line(names)


def address(said: Sequence[str]) -> str | None:
    """Return the first address of a page."""
    return next((url for url in said if _is_address(url) and not any(letter.isspace() for letter in url)), None)


def _is_address(said: str) -> bool:
    return said[:8].lower().startswith(("http://", "https://"))


def language(said: Sequence[str]) -> str | None:
    """Return a two-letter code where one is given; a name is left to be told from the text."""
    match = _LANGUAGE.fullmatch(said[0]) if said else None
    return match[1].lower() if match else None


def day(said: Sequence[str]) -> str | None:
    """Return a date as ISO, seconds since 1970 and their thousandths too."""
    return _day(said[0]) if said else None


def _day(said: str) -> str | None:
    number = _NUMBER.fullmatch(said)
    if number is None:
        return parse_date(said)
    digits = number[1]
    for length, form in ((14, "%Y%m%d%H%M%S"), (12, "%Y%m%d%H%M")):
        if len(digits) == length and digits[:2] in {"19", "20"}:
            try:
                return datetime.strptime(digits, form).replace(tzinfo=UTC).date().isoformat()
            except ValueError:
                continue
    seconds = int(digits)
    while seconds > _SECONDS_UNTIL:  # thousandths, millionths, …
        seconds //= 1000
    if seconds < _SECONDS_FROM:
        return None
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
