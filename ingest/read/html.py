"""Web pages saved as files: decoded here, read in `ingest.page`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from ingest.read.draft import Draft, Place
from ingest.read.stream import read_whole
from ingest.read.text import checked, empty
from ingest.web.charset import decode_page

_HEAD = 4_096
"""Letters in which a browser notes where it saved a page from."""

_SAVED_FROM = re.compile(
    r"<!--\s{1,20}(?:saved from url=\(\d{4}\)|Page saved with SingleFile\s{1,20}url:\s{1,5})(https?://[^\s<>\"]{1,2000})"
)


def read_html(stream: io.BufferedReader, place: Place) -> Iterator[Draft]:
    """Yield the page that a file holds.

    Raises:
        ArticleRejected: it is empty, too large or no text.
    """
    page = page_of(read_whole(stream, place.most_bytes))
    yield Draft(origin=place.origin, label=place.label, raw=page, kind="html", url=_saved_from(page))


def page_of(data: bytes, charset: str | None = None) -> str:
    """Return bytes as the text of a page; `charset` is what was said of them from outside.

    Raises:
        ArticleRejected: they are empty or binary.
    """
    if not data.strip():
        raise empty()
    return checked(decode_page(data, charset))


def _saved_from(page: str) -> str | None:
    match = _SAVED_FROM.search(page[:_HEAD])
    return match[1] if match else None
