"""Lines as a page or a mail breaks them → paragraphs; pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]{0,2}$|[”\"]$")
_LONGEST_WORD = 50
_HALF_WORD = re.compile(r"(\w{1,40})[-\u2010\xad]$")
_ITEM = ("-", "*", "•", ">", "#")
_MOST_WRAPPED = 100
"""Letters; wider lines were not broken at a width."""

_WORD = re.compile(r"\w{1,40}")
_COMPOUND = re.compile(r"\w{1,40}-\w{1,40}")

_GAP, _LARGER, _INDENT = 1.25, 1.08, 0.4
"""A gap is more than so many times the usual one; another size more than so many times as large; a line is indented by
more than so many times its height."""

_SHORT, _SHORTER = 0.85, 0.7
"""Below so much of the usual length, the next word would have had room: after a sentence, and within one."""

_ENOUGH = 4
"""Lines of which a length is the usual one."""

_HYPHENATED = 0.04
"""Share of lines that end in half a word, above which a text breaks words; below it, the hyphens are theirs."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, where it begins on its page (y grows upwards), and its height; all of that unknown in a plain text."""

    text: str
    x: float | None = None
    y: float | None = None
    size: float = 0.0
    page: int = 0


def join_lines(lines: Sequence[Line]) -> list[str]:
    """Return the paragraphs that lines are of, words that were broken at their ends put together."""
    hyphens = _Hyphens(lines)
    gaps = _usual_gaps(lines)
    paragraphs: list[list[str]] = []
    for column in _columns(lines):
        left = _left_edge(column)
        usual = _usual_lengths(column)
        for number, line in enumerate(column):
            text = " ".join(line.text.split())
            if not paragraphs or (
                _begins(column[number - 1], line, left, gaps, usual)
                if number
                else _begins_column(paragraphs[-1][-1], line, column, left)
            ):
                paragraphs.append([text])
            else:
                hyphens.join(paragraphs[-1], text)
    return [" ".join(paragraph) for paragraph in paragraphs]


def unwrap(text: str) -> list[str]:
    """Return the paragraphs of a plain text whose lines may be broken at a width, as mails are."""
    blocks = blocks_of(text.splitlines())
    width = max((len(line) for block in blocks for line in block if "://" not in line), default=0)
    return [paragraph for block in blocks for paragraph in _unwrapped(block, width)]


def blocks_of(lines: Sequence[str]) -> list[list[str]]:
    """Return the runs of lines between empty ones, each line without the white space at its end."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line.rstrip())
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _unwrapped(block: Sequence[str], width: int) -> list[str]:
    """Join the lines that were broken because the next word had no room."""
    joined = [[block[0].strip()]]
    for before, line in pairwise(block):
        no_room = len(before) + 1 + len(line.split(maxsplit=1)[0]) > width
        if width <= _MOST_WRAPPED and no_room and not line.startswith(_ITEM):
            joined[-1].append(line.strip())
        else:
            joined.append([line.strip()])
    return [" ".join(lines) for lines in joined]


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines in runs that go down one page."""
    columns: list[list[Line]] = []
    for line in lines:
        above = columns[-1][-1] if columns else None
        goes_up = above and above.y is not None and line.y is not None and line.y > above.y + above.size / 2
        if above is None or goes_up or line.page != above.page:
            columns.append([line])
        else:
            columns[-1].append(line)
    return columns


def _usual_gaps(lines: Sequence[Line]) -> dict[float, float]:
    """Return how far a line is usually below the one above, by their height."""
    found: dict[float, list[float]] = defaultdict(list)
    for above, line in pairwise(lines):
        gap = _gap(above, line)
        if gap is not None and line.size == above.size and 0 < gap < 3 * line.size:
            found[line.size].append(gap)
    return {size: median(gaps) for size, gaps in found.items()}


def _usual_lengths(column: Sequence[Line]) -> dict[float, float]:
    """Return how long a line usually is, by its height; two lines of a title have no usual length."""
    found: dict[float, list[int]] = defaultdict(list)
    for line in column:
        found[line.size].append(len(line.text))
    return {size: median(lengths) for size, lengths in found.items() if len(lengths) >= _ENOUGH}


def _gap(above: Line, line: Line) -> float | None:
    return None if above.y is None or line.y is None else above.y - line.y


def _left_edge(column: Sequence[Line]) -> float | None:
    """Return where most lines of a column begin; of those where many do, the leftmost."""
    edges = Counter(round(line.x) for line in column if line.x is not None)
    often = [edge for edge, count in edges.items() if count * 5 >= len(column)]
    return min(often, default=None)


def _begins(above: Line, line: Line, left: float | None, gaps: dict[float, float], usual: dict[float, float]) -> bool:
    """Say whether a paragraph begins with a line that stands below another one."""
    gap = _gap(above, line)
    if gap is not None and line.size and above.size:
        if not 1 / _LARGER < line.size / above.size < _LARGER:
            return True
        if gap > _GAP * gaps.get(line.size, gap):
            return True
    ends = bool(_SENTENCE_END.search(above.text.rstrip()[-_LONGEST_WORD:]))
    has_room = len(above.text) + len(line.text.split(maxsplit=1)[0]) < (_SHORT if ends else _SHORTER) * usual.get(
        line.size, 0
    )
    # A quotation set in from the edge has lines that all are, and that are full; so has an item of a list.
    is_set_in = _is_indented(above, left) or above.text.lstrip().startswith(_ITEM)
    if _is_indented(line, left) and (ends or has_room or not is_set_in):
        return True
    return has_room and not line.text.lstrip()[:1].islower()


def _begins_column(above: str, line: Line, column: Sequence[Line], left: float | None) -> bool:
    """Say whether a paragraph begins with the first line of a page or of a column."""
    if _is_indented(line, left) and len(column) > 1 and not _is_indented(column[1], left):
        return True
    return bool(_SENTENCE_END.search(above[-_LONGEST_WORD:])) and not line.text.lstrip()[:1].islower()


def _is_indented(line: Line, left: float | None) -> bool:
    return line.x is not None and left is not None and line.x - left > _INDENT * max(line.size, 1)


class _Hyphens:
    """What is known of the hyphens of a text: the words it has, and whether it breaks words at all."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._words = {word.lower() for line in lines for word in _WORD.findall(line.text)}
        self._compounds = {word.lower() for line in lines for word in _COMPOUND.findall(line.text)}
        broken = sum(bool(_HALF_WORD.search(line.text.rstrip()[-_LONGEST_WORD:])) for line in lines)
        self._breaks_words = broken > _HYPHENATED * len(lines)

    def join(self, paragraph: list[str], line: str) -> None:
        """Add a line to the lines of a paragraph; to the last of them where that ends in half a word."""
        half = _HALF_WORD.search(paragraph[-1][-_LONGEST_WORD:])
        rest = _WORD.match(line)
        if half is None or rest is None:
            paragraph.append(line)
        else:
            paragraph[-1] = (paragraph[-1] if self._belongs(half, rest[0]) else paragraph[-1][:-1]) + line

    def _belongs(self, half: re.Match[str], rest: str) -> bool:
        """Say whether the hyphen after half a word at the end of a line belongs to the word."""
        if half[0][-1] != "-" or not rest[0].islower():
            return half[0][-1] == "-"
        is_compound = f"{half[1]}-{rest}".lower() in self._compounds
        is_word = f"{half[1]}{rest}".lower() in self._words
        return is_compound if is_compound != is_word else not self._breaks_words
