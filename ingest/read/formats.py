"""Which reader reads which ending."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

from ingest.read.draft import Draft, Place, Problem
from ingest.read.html import read_html
from ingest.read.mail import read_mail, read_saved_page
from ingest.read.pdf import read_pdf
from ingest.read.records import read_json, read_json_lines
from ingest.read.stream import PACKED, Meter, unpack
from ingest.read.table import read_table
from ingest.read.text import read_text
from ingest.read.word import read_docx, read_rtf
from rag.errors import ArticleRejected

Reader = Callable[[io.BufferedReader, Place], Iterator[Draft | Problem]]

_PAGE_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_HEAD = 256
"""Bytes in which a page says that it is one."""


def _read_text_or_page(stream: io.BufferedReader, place: Place) -> Iterator[Draft | Problem]:
    """Yield the article of a text file; a web page that was saved under the ending of a text is read as a page."""
    is_page = _PAGE_BEGINS.match(stream.peek(_HEAD)[:_HEAD])
    yield from (read_html if is_page else read_text)(stream, place)


READERS: dict[str, Reader] = {
    ".txt": _read_text_or_page,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".mht": read_saved_page,
    ".mhtml": read_saved_page,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".rtf": read_rtf,
    ".eml": read_mail,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_table,
    ".tsv": read_table,
}
STREAMED = (".json", ".jsonl", ".ndjson", ".csv", ".tsv")
"""Files of many articles, which may be of any size."""

PAGES = (".html", ".htm", ".xhtml")
_PARTS = "_files"
PACKED_TARS = {".tar.gz": ".gz", ".tgz": ".gz", ".tar.bz2": ".bz2", ".tbz2": ".bz2", ".tar.xz": ".xz", ".txz": ".xz"}
ARCHIVES = (".zip", ".tar", *PACKED_TARS)


def ending_of(name: str) -> str:
    """Return the ending that tells how to read a file: ".html.gz", ".tar.gz", ".csv".

    Raises:
        ArticleRejected: nothing of that ending is read.
    """
    for endings in (ARCHIVES, [f"{ending}{packed}" for packed in ("", *PACKED) for ending in READERS]):
        for ending in endings:
            if name.lower().endswith(ending) and len(name) > len(ending):
                return ending
    last = name.rpartition(".")[2]
    shown = f".{last}" if 0 < len(last) < len(name) else "without an ending"
    raise ArticleRejected(
        f"the format {shown} is not read",
        hint=f"give one of {' '.join(READERS)}, also .gz, or {' '.join(ARCHIVES[:3])}",
    )


def is_streamed(ending: str) -> bool:
    """Say whether a file of that ending may be larger than one article may be, since it is read bit by bit."""
    return ending in ARCHIVES or ending.endswith(PACKED) or ending in STREAMED


def read_stream(stream: io.BufferedReader, ending: str, place: Place, meter: Meter) -> Iterator[Draft | Problem]:
    """Yield the articles of one file that is no archive.

    Raises:
        ArticleRejected: it cannot be read, or not to its end.
    """
    packed = next((packed for packed in PACKED if ending.endswith(packed)), None)
    if packed is None:
        yield from READERS[ending](stream, place)
    else:
        yield from READERS[ending.removesuffix(packed)](unpack(stream, packed, meter), place)


def page_of(name: str) -> str | None:
    """Return the name of a web page without its ending, None for what is none."""
    plain = next((name[: -len(packed)] for packed in PACKED if name.lower().endswith(packed)), name)
    return next((plain[: -len(ending)] for ending in PAGES if plain.lower().endswith(ending)), None)


def is_part_of_page(name: str, pages: set[str]) -> bool:
    """Say whether a file lies in the folder of pictures and styles that a browser saved beside a page."""
    folder, slash, _ = name.rpartition("/")
    while slash:
        if folder.endswith(_PARTS) and folder.removesuffix(_PARTS) in pages:
            return True
        folder, slash, _ = folder.rpartition("/")
    return False
