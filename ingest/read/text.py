"""Text files: one article each, or as many as a news database put there; and how bytes become text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from ingest.metadata import parse_date
from ingest.read.draft import Draft, Place
from ingest.read.exported import split_export
from ingest.read.stream import read_whole, wide_encoding
from rag.errors import ArticleRejected

_UTF8_MARK = b"\xef\xbb\xbf"
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_MOST_CONTROLS = 0.01
"""Share of control characters above which bytes are no text."""


def read_text(stream: io.BufferedReader, place: Place) -> Iterator[Draft]:
    """Yield the article of a text file, or each of an export.

    Raises:
        ArticleRejected: it is empty, too large or no text.
    """
    yield from drafts_of(decode(read_whole(stream, place.most_bytes)), place)


def drafts_of(text: str, place: Place, *, title: str | None = None, author: str | None = None) -> Iterator[Draft]:
    """Yield each article of an export of a news database, else the one that a text is.

    Args:
        title, author: what is stated of the one.
    """
    articles = split_export(text)
    if articles is None:
        yield Draft(place.origin, place.label, text, title=title, author=author)
        return
    for number, one in enumerate(articles, start=1):
        yield Draft(
            origin=place.origin,
            label=f"{place.label} article {number}",
            raw=one.text,
            line=number,
            title=one.title,
            publisher=one.publisher,
            author=one.author,
            published=parse_date(one.published) if one.published else None,
        )


def decode(data: bytes) -> str:
    """Return bytes as text: by a byte-order mark, as UTF-8, else as Windows-1252.

    No detector guesses: those that do call French Baltic.

    Raises:
        ArticleRejected: they are empty, binary, or in an encoding that cannot be told.
    """
    if not data.strip():
        raise empty()
    encoding = "utf-8-sig" if data.startswith(_UTF8_MARK) else wide_encoding(data)
    if encoding:
        return _decode(data, encoding)
    if b"\x00" in data:
        raise _no_text()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode(data, "cp1252")
    return checked(text)


def empty() -> ArticleRejected:
    """Return the error for a file without a word."""
    return ArticleRejected("the file is empty", hint="nothing to do; remove it if it should not be there")


def checked(text: str) -> str:
    """Return text that is some.

    Raises:
        ArticleRejected: it has the control characters of what is none.
    """
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise _no_text()
    return text


def _no_text() -> ArticleRejected:
    return ArticleRejected("it is not text", hint="save it as UTF-8 text, or give the format its own ending")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleRejected("its encoding cannot be read", hint="save it as UTF-8") from error
