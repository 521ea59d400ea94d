"""A table as CSV that a spreadsheet opens as it is: UTF-8 with its mark, and no cell of it runs; pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from rag.render import visible

MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""

# A spreadsheet calculates what begins so, the wide forms of East Asian keyboards too. Where it takes semicolons for the
# ends of cells, as in half of Europe, or reads the lines of a cell as lines, cells begin in the midst of ours.
_FORMULA = re.compile(r"(^\s*|[;\t\n]\s*)(?=[=+\-@＝＋－＠])")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")


def as_sheet(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV; None is an empty cell, and each cell is defused."""
    text = io.StringIO()
    text.write(MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([defuse(cell) for cell in row] for row in rows)
    return text.getvalue()


def defuse(cell: object) -> str:
    """Return a cell as text that no spreadsheet calculates: an apostrophe stands before what would begin a formula.

    Plain numbers stay, negative ones too. What cannot be seen is taken out.
    """
    text = "" if cell is None else visible(str(cell))
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub(r"\1'", text)
