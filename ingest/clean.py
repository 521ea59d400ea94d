"""Boilerplate out of a raw article, by rules that look at that article alone; pure.

A rule only ever takes whole lines, short ones, and `Cleaned.removed` lists every line it took: a
sentence of the article is worth more than a line of furniture that stays.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

VERSION = "clean-1"
"""Changes with any rule: articles that another version cleaned are cleaned again at the next ingest."""

LONGEST = 160
"""Characters; a longer line is a paragraph, never furniture."""

_TAIL_SHARE = 0.5
"""What opens a closing section ("Similar Posts", "About the Author") does so in the second half of a page."""

_MOST_MARKS = 8
"""Combining marks on one letter; more is an attack on the renderer, no language needs it."""

_WORDS = (
    r"advertisement|advertising|sponsored( content)?|share( this)?( article| story| post| page)?|tweet|print|save"
    r"|comments?"
    r"|learn more|read more|see more|load more|show more|more|subscribe( now)?|sign in|log in|menu|skip to content"
    r"|related( articles| posts| stories| topics)?|similar posts|you may also like|recommended( for you)?|trending"
    r"|most read"
    r"|original source|source link|about the author|leave a (comment|reply)|table of contents|back to top|live updates?"
)
FURNITURE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"({_WORDS})[:.]?",
        r"(please )?(follow|like) .{1,50} (on|for) .{1,50}",
        r"follow us\b.{0,80}",
        r"join (our|us|the)\b.{0,60}\b(channel|group|newsletter|community|telegram|whatsapp)\b.{0,60}",
        r"(sign up|subscribe|register)\b.{0,60}\b(newsletters?|alerts|updates|podcast|channel|briefing)\b.{0,60}",
        r"get more with \S{1,40}",
        r"a personalised news feed of stories.{0,40}",
        r"and be the first to know .{0,60}",
        r"(read more|read also|also read|see also|more on this|related|watch|listen|don't miss)( ?[:|»]).{1,140}",
        r"(tags?|topics|filed under|categories)( ?:).{1,150}",
        r"(#\w{1,60}[ ,]*){1,20}",
        r"\d{1,2}:\d{2}(:\d{2})?",
        r"\d{1,6}( (comments?|shares?|likes?|views?))?",
        r"©.{0,100}",
        r"(all rights reserved|copyright)\b.{0,100}",
        r"some media, including videos, may only be available to view at the original\.?",
        r"(photo|image|picture|video|credit|caption)( ?:| by ).{1,150}",
        r".{1,150}[.!?”\"'’)] (photo|image|picture|credit): .{1,40}",
        r".{1,150}\((screenshot|file photo|photo by [^()]{1,50}|[^()/]{1,40}/[^()/]{1,40})\)",
        r"this (website|site) uses cookies.{0,120}",
    )
]
_CLOSING = re.compile(
    r"(about the author|similar posts|related (articles|posts|stories)|you may also like|most read|(\d+ )?comments?"
    r"|leave a (comment|reply)|original source|recommended( for you)?)[:.]?",
    re.IGNORECASE,
)
_TWO_MARKS = {ord(mark): unicodedata.normalize("NFD", mark) for mark in "\u0344\u0f73\u0f75\u0f81"}
"""The marks that decompose into two (there will be no others): written out, so that each counts as two."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|\x85|\u2028|\u2029")
_SPACES = re.compile("[\t \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Lines that are left (a paragraph break is an empty line), and those that were taken out."""

    lines: tuple[str, ...]
    removed: tuple[str, ...]


def clean(raw: str) -> Cleaned:
    """Take the page furniture out of a raw text."""
    lines = normalise(raw).split("\n")
    end = _closing_section(lines)
    kept: list[str] = []
    removed: list[str] = []
    for number, line in enumerate(lines):
        if line and (number >= end or is_furniture(line)):
            removed.append(line)
        elif line or (kept and kept[-1]):
            kept.append(line)
    return Cleaned(tuple(kept[:-1] if kept and not kept[-1] else kept), tuple(removed))


def normalise(raw: str) -> str:
    """Return text in NFC with plain spaces and line ends, and without what no reader can see."""
    text = _SPACES.sub(" ", _INVISIBLE.sub("", _LINE_END.sub("\n", raw)))
    # Capped before composing: thousands of marks in a row make composing quadratic. And after it, since that may
    # leave more of them: a ǖ with a dot below is an ụ with two marks.
    text = _cap_marks(unicodedata.normalize("NFC", _cap_marks(text.translate(_TWO_MARKS))))
    return "\n".join(line.strip() for line in text.split("\n"))


def is_furniture(line: str) -> bool:
    """Say whether a whole line belongs to the page rather than to the article."""
    return len(line) <= LONGEST and any(rule.fullmatch(line) for rule in FURNITURE)


def _closing_section(lines: list[str]) -> int:
    """Return where a closing section begins from which no paragraph follows; len(lines) where there is none."""
    begin = len(lines)
    for number in range(len(lines) - 1, int(len(lines) * _TAIL_SHARE) - 1, -1):
        if len(lines[number]) > LONGEST:
            break
        if _CLOSING.fullmatch(lines[number]):
            begin = number
    return begin


def _cap_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
