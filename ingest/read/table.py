"""Tables, CSV and TSV: a row of names, then one article a row."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator

from ingest.read.draft import Draft, Place, Problem
from ingest.read.fields import count_known, draft_of, has_text
from ingest.read.stream import read_lines
from ingest.read.text import decode
from rag.errors import ArticleRejected

_DELIMITERS = ",;\t|"
_SAID = re.compile(r"sep=([,;|:\t])\s*", re.IGNORECASE)
"""The first line with which Excel is told the delimiter."""

_MOST_SHOWN, _MOST_LETTERS = 20, 40
"""How many columns a message names, and how many letters of each."""

_ALONE = re.compile(r"(?<=\r)(?!\n)")
"""After a line end as Macs had it."""


_QUOTES = "is a quotation mark in it not closed, or not written twice?"


class _BadRow(Exception):
    """A row that cannot be read; the next one begins on the next line."""


def read_table(stream: io.BufferedReader, place: Place) -> Iterator[Draft | Problem]:
    """Yield an article for each row that is one, and a problem for each that is not.

    Raises:
        ArticleRejected: the file as a whole cannot be decoded, or not to its end; or it is empty.
    """
    # A setting of the whole process: a cell may be an article. What a row may have is counted below.
    csv.field_size_limit(max(csv.field_size_limit(), place.most_bytes))
    lines = _Lines(read_lines(stream, place.most_bytes), place.most_bytes)
    try:
        rows = csv.reader(lines, delimiter=_delimiter(lines, place))
        columns = [name.strip() for name in next(rows, [])]
    except (_BadRow, csv.Error) as error:
        raise ArticleRejected(f"its first row cannot be read: {error}", hint="save it as CSV in UTF-8") from error
    if not has_text(columns, place):
        names = ", ".join(name[:_MOST_LETTERS] or "(no name)" for name in columns[:_MOST_SHOWN])
        hint = f"its columns are {names}; say which holds the text: --field body=COLUMN"
        yield Problem(place.label, "no column has the name of a text", hint, place.origin)
        return
    number = 0
    while True:
        lines.begin_row()
        label = f"{place.label} line {lines.number + 1}"
        try:
            row = next(rows)
            if any(row):
                number += 1
                found = _read_row(columns, row, place, number, label, is_cut_off=lines.ended)
                yield found.at(place.origin, number) if isinstance(found, Problem) else found
        except StopIteration:
            return
        except (_BadRow, csv.Error) as error:
            number += 1
            yield Problem(label, str(error), _QUOTES, place.origin)  # rows may be in it that were read before


def _read_row(
    columns: list[str], row: list[str], place: Place, number: int, label: str, *, is_cut_off: bool
) -> Draft | Problem:
    if is_cut_off:
        return Problem(label, "it is cut off, or all that follows is in one cell", _QUOTES, place.origin)
    surplus = [cell for cell in row[len(columns) :] if cell.strip()]
    if surplus or len(row) < len(columns):
        return Problem(
            label,
            f"it has {len(row)} cells where the first row has {len(columns)}",
            "a cell with a delimiter or a line end in it has to stand in quotation marks",
        )
    record: dict[str, object] = {}
    for name, cell in zip(columns, row, strict=False):
        record.setdefault(name, cell)
    return draft_of(record, place, number, label)


def _delimiter(lines: _Lines, place: Place) -> str:
    """Return what stands between the columns: with it, most of them have a name that is known."""
    first = lines.peek()
    said = _SAID.fullmatch(first)
    if said:
        next(lines)
        return said[1]

    def known(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([first], delimiter=delimiter), [])
        return count_known(names, place), len(names)

    return max(_DELIMITERS, key=known)


class _Lines:
    """The lines of a table as text, counted; a blank one may be within a cell.

    Attributes:
        number: of the line last given.
        ended: whether one more was asked for than there is, which only a cell that is not closed does.
    """

    def __init__(self, lines: Iterator[bytes | None], most_bytes: int) -> None:
        self._lines = lines
        self._most = most_bytes
        self._row = 0
        self._next: deque[str] = deque()
        self.number = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self._next:
            try:
                self._next.extend(self._read())
            except StopIteration:
                self.ended = True
                raise
        self.number += 1
        line = self._next.popleft()
        self._row += len(line)
        if self._row > self._most:
            raise _BadRow(f"it is larger than the limit of {self._most / 1e6:.1f} MB")
        return line

    def begin_row(self) -> None:
        """Count the letters of a row anew."""
        self._row = 0

    def peek(self) -> str:
        """Return the first line that is not blank.

        Raises:
            ArticleRejected: there is none.
        """
        while not self._next or not self._next[0].strip():
            self.number += len(self._next)
            self._next.clear()
            try:
                self._next.extend(self._read())
            except StopIteration:
                raise ArticleRejected("the file is empty", hint="nothing to do; remove it") from None
        return self._next[0]

    def _read(self) -> list[str]:
        line = next(self._lines)
        if line is None:
            self.number += 1
            raise _BadRow(f"it is larger than the limit of {self._most / 1e6:.1f} MB")
        if not line.strip():
            return ["\n"]
        try:
            text = decode(line)
        except ArticleRejected as error:
            self.number += 1
            raise _BadRow(error.message) from error
        return _ALONE.split(text) if "\r" in text.rstrip("\r\n") else [text]
