"""Documents of word processors: the paragraphs of a .docx or .rtf; several articles where a news database wrote it.

The XML of a .docx is read here: python-docx leaves out words that were put in while changes were tracked, and loads
every picture.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.read.draft import Draft, Place
from ingest.read.stated import stated_author, stated_title
from ingest.read.stream import read_whole
from ingest.read.text import drafts_of
from rag.errors import ArticleRejected

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {
    *(f"{_W}{name}" for name in ("del", "moveFrom", "instrText")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
"""What is in the file and not in the text: deletions, fields, and second drawings of the same."""

_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_TEXT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MOST_XML = 100_000_000
"""Bytes of one part of a .docx; a long book has 10 million."""


@dataclass(frozen=True, slots=True)
class WordText:
    """What a document says; a title and an author only where its maker wrote some, and the text does not show them."""

    text: str
    title: str | None = None
    author: str | None = None


def read_docx(stream: io.BufferedReader, place: Place) -> Iterator[Draft]:
    """Yield the articles of a .docx.

    Raises:
        ArticleRejected: it is none, encrypted, too large, or has no text in it.
    """
    found = place.apart(text_of_docx, read_whole(stream, place.most_bytes))
    yield from drafts_of(found.text, place, title=found.title, author=found.author)


def read_rtf(stream: io.BufferedReader, place: Place) -> Iterator[Draft]:
    """Yield the articles of a .rtf.

    Raises:
        ArticleRejected: it is none, too large, or has no text in it.
    """
    yield from drafts_of(place.apart(text_of_rtf, read_whole(stream, place.most_bytes)), place)


def text_of_docx(data: bytes) -> WordText:
    """Return what a .docx says, its tables row by row.

    Raises:
        ArticleRejected: it is none, encrypted, or has no text in it.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ArticleRejected("it is encrypted, or in Word's old format", hint="save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            text = "\n\n".join(_paragraphs(_tree(file, _TEXT)))
            stated = _tree(file, _PROPERTIES) if _PROPERTIES in file.namelist() else None
    except ArticleRejected:
        raise
    except Exception as error:  # a damaged file ends in any error of zipfile's and lxml's
        raise _unreadable("Word document") from error
    title, author = ("", "") if stated is None else (_stated(stated, "title"), _stated(stated, "creator"))
    return WordText(_some(text), stated_title(title, text), stated_author(author))


def text_of_rtf(data: bytes) -> str:
    """Return what a .rtf says; its letters are those of its code page, cp1252 where it names none.

    Raises:
        ArticleRejected: it is none, or has no text in it.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise _unreadable("RTF")
    try:
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            data.decode("cp1252", "replace"), encoding="cp1252", errors="replace"
        )
    except Exception as error:  # a damaged file ends in any error there is
        raise _unreadable("RTF") from error
    lines = [line.strip(" |\t") for line in text.splitlines()]
    return _some("\n\n".join(line for line in lines if line))


def _tree(file: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    if file.getinfo(name).file_size > _MOST_XML:
        raise ArticleRejected("it is too large", hint="save its text instead")
    return etree.fromstring(file.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _paragraphs(tree: Any) -> Iterator[str]:
    """Yield the paragraphs of a document in order, those of a text box after the one that it hangs on."""
    from lxml import etree

    open_ones: list[list[str]] = []
    waiting: list[str] = []
    gone = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _GONE:
            gone += 1 if event == "start" else -1
        elif element.tag == f"{_W}p":
            if event == "start":
                open_ones.append([])
                continue
            waiting.append("".join(open_ones.pop()))
            if not open_ones:
                whole = [waiting[-1], *waiting[:-1]]  # those within it ended first
                yield from (text for paragraph in whole if (text := _plain(paragraph)))
                waiting = []
        elif event == "end" and open_ones and not gone:
            open_ones[-1].append((element.text or "") if element.tag == f"{_W}t" else _BREAKS.get(element.tag, ""))


def _plain(paragraph: str) -> str:
    """Return a paragraph as the lines that it has."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in paragraph.split("\n"))))


def _stated(properties: Any, name: str) -> str:
    return str(properties.findtext(f"{_DC}{name}") or "")


def _some(text: str) -> str:
    if not any(letter.isalnum() for letter in text):
        raise ArticleRejected("there is no text in it", hint="it may be made of pictures; save its text instead")
    return text


def _unreadable(what: str) -> ArticleRejected:
    return ArticleRejected(f"it cannot be read as {what}", hint="open it and save it anew, or save its text instead")
