"""Boilerplate out of a raw article, by rules that look at that article alone; pure.

A rule only ever takes whole lines, short ones, and `Cleaned.removed` lists every line it took: a
sentence of the article is worth more than a line of furniture that stays.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ingest.clean.furniture import is_furniture
from ingest.clean.sections import find_blocks

VERSION = "clean-9"
"""Changes with any rule: articles that another version cleaned are cleaned again at the next ingest."""

_MOST_MARKS = 8
"""Combining marks on one letter; more is an attack on the renderer, no language needs it."""

_DOUBLE_MARKS = "\u0344\u0f73\u0f75\u0f81"
"""The marks that decompose into two (there will be no others): written out, so that each counts as two."""

_TWO_MARKS = {ord(mark): unicodedata.normalize("NFD", mark) for mark in _DOUBLE_MARKS}

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|\x85|\u2028|\u2029")
_TITLED = re.compile(r"(?:watch|video|listen|trending|read|photos?|pictures) ?: ?(?:\S{1,40} ){4}", re.IGNORECASE)
"""Links to other articles begin so; the first line of a text that does is its title."""

_WIDE_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPACES = re.compile("  +")
_ODD_LETTERS = frozenset(
    letter
    for code in (
        *range(0x20),
        *range(0x7F, 0x3001),
        *range(0xD800, 0xE000),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
    )
    if (letter := chr(code)) != "\n" and any(rule.match(letter) for rule in (_LINE_END, _INVISIBLE, _WIDE_SPACE))
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Lines that are left (a paragraph break is an empty line), and those that were taken out."""

    lines: tuple[str, ...]
    removed: tuple[str, ...]


def clean(raw: str) -> Cleaned:
    """Take the page furniture out of a raw text."""
    lines = normalise(raw).split("\n")
    shown = [number for number, line in enumerate(lines) if line]
    text = [lines[number] for number in shown]
    gaps = frozenset(place for place, number in enumerate(shown) if number and not lines[number - 1])
    known = {place for place, line in enumerate(text) if is_furniture(line) and (place or not _TITLED.match(line))}
    found = find_blocks(text, known, gaps)
    gone = {shown[place] for place in found}
    kept: list[str] = []
    for number, line in enumerate(lines):
        if number not in gone and (line or (kept and kept[-1])):
            kept.append(line)
    return Cleaned(tuple(kept[:-1] if kept and not kept[-1] else kept), tuple(lines[number] for number in sorted(gone)))


def normalise(raw: str) -> str:
    """Return text in NFC with plain spaces and line ends, and without what no reader can see."""
    text = raw
    # One look at the letters that occur spares most texts three passes over all of them.
    if not _ODD_LETTERS.isdisjoint(set(text)):
        text = _WIDE_SPACE.sub(" ", _INVISIBLE.sub("", _LINE_END.sub("\n", text)))
    text = _SPACES.sub(" ", text)
    if not text.isascii():
        if any(mark in text for mark in _DOUBLE_MARKS):
            text = text.translate(_TWO_MARKS)
        # Capped before composing: thousands of marks in a row make composing quadratic. And after it, since that may
        # leave more of them: a ǖ with a dot below is an ụ with two marks.
        capped = _cap_marks(text)
        composed = unicodedata.normalize("NFC", capped)
        text = composed if composed == text else _cap_marks(composed)
    return "\n".join(line.strip() for line in text.split("\n"))


def _cap_marks(text: str) -> str:
    if not any(map(unicodedata.combining, set(text))):
        return text
    kept: list[str] = []
    run = 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
