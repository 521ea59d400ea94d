"""Text files: one article each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.read.draft import Draft, name_of
from rag.errors import ArticleRejected

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MOST_CONTROLS = 0.01
"""Share of control characters above which bytes are no text."""


def read_text(file: Path, most_bytes: int) -> Iterator[Draft]:
    """Yield the one article of a text file.

    Raises:
        ArticleRejected: it is empty or no text.
    """
    with file.open("rb") as stream:
        data = stream.read(most_bytes + 1)
    yield Draft(origin=name_of(file.resolve()), label=name_of(file), raw=decode(data))


def is_wide(data: bytes) -> bool:
    """Say whether bytes begin as UTF-16 or UTF-32, in which the end of a line is more than one of them."""
    return any(data.startswith(mark) for mark, encoding in _BOMS if encoding != "utf-8-sig")


def decode(data: bytes) -> str:
    """Return bytes as text: by a byte-order mark, as UTF-8, else as Windows-1252.

    No detector guesses: those that do call French Baltic.

    Raises:
        ArticleRejected: they are empty, binary, or in an encoding that cannot be told.
    """
    if not data.strip():
        raise ArticleRejected("the file is empty", hint="nothing to do; remove it if it should not be there")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode(data, encoding)
    if b"\x00" in data:
        raise _no_text()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode(data, "cp1252")
    controls = sum(1 for letter in text if ord(letter) < 32 and letter not in "\t\n\r\f")  # noqa: PLR2004
    if controls > _MOST_CONTROLS * len(text):
        raise _no_text()
    return text


def _no_text() -> ArticleRejected:
    return ArticleRejected("it is not text", hint="save it as UTF-8 text, or give the format its own ending")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleRejected("its encoding cannot be read", hint="save it as UTF-8") from error
