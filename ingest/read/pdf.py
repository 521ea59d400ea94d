"""PDF: its lines put together to paragraphs, without what is repeated on each page."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.read.draft import Draft, Place
from ingest.read.lines import Line, join_lines
from ingest.read.stated import stated_author, stated_title
from ingest.read.stream import read_whole
from rag.errors import ArticleRejected

_LEAST = 40
"""Letters; a PDF with fewer is one of pictures."""

_EDGE = 3
"""Lines at the top and at the foot of a page that may be repeated on others."""

_MOST_PAGES = 2_000
_NOWHERE = (None, None, 0.0)
_SOFT_HYPHEN = re.compile(rb"(/ActualText ?<FEFF00AD> ?>> ?BDC\s[-0-9. Td]{0,80})<[0-9A-F]{2,4}> Tj")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_DIGITS = re.compile(r"\d{1,9}")
_PRINTED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}.{0,200}")
"""What a browser prints at the top: 3/4/25, 10:38 PM and the title."""

_ADDRESS = re.compile(r"(?:(?:https?|file)://\S{1,2000} +)?\d{1,4} ?(?:/|of) ?\d{1,4}")
"""What it prints at the foot: the address and the number of the page."""

_URL = re.compile(r"https?://\S{1,2000}")


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says; a title and an author only where its maker wrote some, and the text does not show them."""

    text: str
    title: str | None = None
    author: str | None = None
    url: str | None = None


def read_pdf(stream: io.BufferedReader, place: Place) -> Iterator[Draft]:
    """Yield the article of a PDF.

    Raises:
        ArticleRejected: it is no PDF, encrypted, too large, or has no text in it.
    """
    found = place.apart(text_of_pdf, read_whole(stream, place.most_bytes))
    yield Draft(
        origin=place.origin,
        label=place.label,
        raw=found.text,
        title=found.title,
        author=found.author,
        url=found.url,
    )


def text_of_pdf(data: bytes) -> PdfText:
    """Return what a PDF says. The date of the file is none of the article's: a page printed today is no news of today.

    Raises:
        ArticleRejected: it is no PDF, encrypted, or has no text in it.
    """
    pages, info = _parse(data)
    body, url = _without_edges(pages)
    text = "\n\n".join(join_lines(body))
    if sum(letter.isalnum() for letter in text) < _LEAST:
        raise ArticleRejected("there is no text in it", hint="it is a scan; run it through OCR first")
    return PdfText(
        text, title=stated_title(info.get("/Title", ""), text), author=stated_author(info.get("/Author", "")), url=url
    )


def _parse(data: bytes) -> tuple[list[list[Line]], dict[str, str]]:
    """Return the lines of each page, and what the file says of itself."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells standard error of each oddity of a file
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileNotDecryptedError  # noqa: TRY301  # one place says so
        pages = [_lines(page, number) for number, page in enumerate(reader.pages[:_MOST_PAGES])]
        info: Mapping[str, Any] = reader.metadata or {}
        return pages, {name: str(info.get(name) or "") for name in ("/Title", "/Author")}
    except (FileNotDecryptedError, DependencyError) as error:
        raise ArticleRejected("it is encrypted", hint="save it without a password") from error
    except Exception as error:  # a damaged PDF ends in any error there is: IndexError, RecursionError…
        raise ArticleRejected(
            "it cannot be read as PDF", hint="it is damaged; fetch it again, or print it anew"
        ) from error


def _lines(page: Any, page_number: int) -> list[Line]:
    """Return the lines of a page, each with where it begins."""
    lines: list[Line] = []
    text = ""
    where: tuple[float | None, float | None, float] = _NOWHERE

    def take(piece: str, matrix: Sequence[float], text_matrix: Sequence[float], _font: object, size: float) -> None:
        nonlocal text, where
        for number, part in enumerate(piece.split("\n")):
            if number:
                lines.append(Line(text, *where, page=page_number))
                text, where = "", _NOWHERE
            if part.strip() and not text.strip():
                where = _place(matrix, text_matrix, size)
            text += part.translate(_LIGATURES)

    _drop_soft_hyphens(page)
    page.extract_text(visitor_text=take)
    lines.append(Line(text, *where, page=page_number))
    return [line for line in lines if line.text.strip()]


def _drop_soft_hyphens(page: Any) -> None:
    """Take out the empty sign that browsers print where a word might have been broken; it would be read as a space."""
    from pypdf.generic import DecodedStreamObject, NameObject

    content = page.get_contents()
    data = content.get_data() if content is not None else b""
    if b"<FEFF00AD>" in data:
        without = DecodedStreamObject()
        without.set_data(_SOFT_HYPHEN.sub(rb"\1", data))
        page[NameObject("/Contents")] = without


def _place(matrix: Sequence[float], text_matrix: Sequence[float], size: float) -> tuple[float, float, float]:
    """Return where a text begins on the page, and how large it is."""
    a, b, c, d, e, f = matrix
    x, y = text_matrix[4], text_matrix[5]
    scale = (abs(text_matrix[3]) or abs(text_matrix[1])) * (abs(d) or abs(b))
    return round(x * a + y * c + e, 1), round(x * b + y * d + f, 1), round(size * scale, 1)


def _without_edges(pages: Sequence[list[Line]]) -> tuple[list[Line], str | None]:
    """Return the lines without those that pages repeat at their top or foot, and the address that a browser printed."""
    edges = [_edge(lines) for lines in pages]
    repeated = Counter(name for edge in edges for name in {_nameless(line) for line in edge})
    often = {name for name, count in repeated.items() if count >= max(2, len(pages) / 2)}
    kept: list[Line] = []
    dropped: list[str] = []
    for lines, edge in zip(pages, edges, strict=True):
        for line in lines:
            text = line.text.strip()
            is_furniture = _nameless(line) in often or _ADDRESS.fullmatch(text) or _PRINTED.fullmatch(text)
            if line in edge and is_furniture:
                dropped.append(text)
            else:
                kept.append(line)
    return kept, next((found[0] for text in dropped if (found := _URL.match(text))), None)


def _edge(lines: Sequence[Line]) -> set[Line]:
    """Return the lines at the top and at the foot of a page, and those that are first or last in its file."""
    by_height = sorted((line for line in lines if line.y is not None), key=lambda line: line.y or 0.0)
    return {*lines[:_EDGE], *lines[-_EDGE:], *by_height[:_EDGE], *by_height[-_EDGE:]}


def _nameless(line: Line) -> str:
    """Return a line without its numbers, which differ from page to page."""
    return _DIGITS.sub("#", " ".join(line.text.split()))
