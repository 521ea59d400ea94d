"""Which of the lines around the beginning of an article's text is its title; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.clean.sections import is_sentence
from ingest.metadata.days import YEARLESS, days_in
from ingest.metadata.outlets import has_media_word, is_outlet

KICKER_WORDS = 5
"""Up to so many a line may be a kicker: one of more, below it, is the title."""

_SUFFIX_WORDS = 6
_TITLE_WORDS = 22
TITLE_LETTERS = 160
"""What is longer is a standfirst."""

_UNSPACED = 8
_SECTIONS = frozenset(
    "news world politics sport sports business opinion video videos entertainment health science technology tech "
    "culture "
    "travel lifestyle economy international national local home analysis live blog article politik wirtschaft "
    "panorama".split()
)
"""What stands behind the title of a page like an outlet, and is a part of one."""

_SMALL = frozenset("of the and & for on in de la le du des der die das von und y e".split())

SUFFIX = re.compile(r"(?P<title>.{8,}?) (?P<mark>[|–—-]) (?P<outlet>[^|]{2,50})")
_LABEL = re.compile(
    r"^(?:(?:title|headline|subject|titel|betreff|titre|objet|título|asunto|fwd?|wg|tr) ?: ?)+", re.IGNORECASE
)
_EDITION = re.compile(r":? \[[\w ]+ edition\]$", re.IGNORECASE)
_MENU_STEPS = re.compile(r" [·/>›»•] |(?:^|, )(?:page|seite|no\.|nr\.|p\.) ?\d", re.IGNORECASE)
"""Between the parts of a menu or of a path, and what counts a page."""

_KICKER = re.compile(
    r"^(?:#{1,3} |(?:LIVE|EXCLUSIVE|OPINION|WATCH|BREAKING|ANALYSIS|VIDEO|COMMENT|EDITORIAL)"
    r"(?: ?[|:•·–—-] ?| {2,})|LIVE (?=[A-Z][a-z]))(?=.{8})"
)
"""What stands before a title: "OPINION | Stop the clocks", or marks it in Markdown."""

_MENU = 3
"""Bars in a line from which it is a menu: "Home | News | Sport | Weather"."""


def title_line(lines: Sequence[str], region: range, used: set[int], removed: Sequence[str]) -> int | None:
    """Return the line of the title: one that the page repeats, else the first that is too long for a kicker."""
    if not any(lines[region.stop :]):
        return None
    candidates = [number for number in region if number not in used and _like_a_title(number, lines, used)]
    twice = [n for n in candidates if lines[n].count(" ") > 2 and lines[n] in removed]  # noqa: PLR2004
    if twice:
        return twice[-1]
    long = [number for number in candidates if lines[number].count(" ") >= KICKER_WORDS]
    return long[0] if long else max(candidates, key=lambda number: lines[number].count(" "), default=None)


def _like_a_title(number: int, lines: Sequence[str], used: set[int]) -> bool:
    line = lines[number]
    if (
        not line
        or len(line) > TITLE_LETTERS
        or line.count(" ") >= _TITLE_WORDS
        or line.startswith(("•", "-", "*", "|"))
        or line.count(" | ") >= _MENU
        or (days_in(line) and (" | " in line or _MENU_STEPS.search(line)))
        or len(_MENU_STEPS.findall(line)) > 1
        or YEARLESS.fullmatch(line)
    ):
        return False
    if line.lower().startswith("story highlights") or line.endswith((" said", ":")) or not _says_something(line):
        return False
    apart = number + 1 >= len(lines) or not lines[number + 1] or number + 1 in used
    apart = apart or not is_sentence(lines[number + 1])
    return apart if is_sentence(line) else apart or not any(lines[:number])


def _says_something(line: str) -> bool:
    """Say whether a line is more than one word; where words are not spaced, more than a few letters."""
    return " " in line or (len(line) > _UNSPACED and not line.isascii())


def stated_line(lines: Sequence[str], end: int, title: str) -> int | None:
    """Return the line that repeats a title which is known already."""
    same = " ".join(title.split()).casefold()
    above = range(min(end + 1, len(lines)))
    return next((number for number in above if split_title(lines[number])[0].casefold() == same), None)


def split_title(line: str) -> tuple[str, str | None]:
    """Return a title without the name of the outlet behind it, and the name."""
    line = _EDITION.sub("", _KICKER.sub("", _LABEL.sub("", line)))
    match = SUFFIX.fullmatch(line)
    if match is None or len(match["outlet"].split()) > _SUFFIX_WORDS:
        return line, None
    outlet = match["outlet"].strip()
    if is_outlet(match["title"]) and not is_outlet(outlet):
        return outlet, match["title"].strip()  # "Calder News | Bridge closed"
    if match["mark"] == "|":
        return match["title"].split(" | ")[0].strip(), outlet if outlet.lower() not in _SECTIONS else None
    # "… – record was none" is part of the title.
    named = has_media_word(outlet) and all(
        word[0].isupper() or "." in word or word in _SMALL for word in outlet.split()
    )
    return (match["title"].strip(), outlet) if named else (line, None)


def stated_title(title: str, outlet: str | None) -> tuple[str, str | None]:
    """Return a title that came with an article, without the outlet behind it ("Port shut - Coast Wire"), and that one.

    Args:
        outlet: that came with it; no other name is taken off.
    """
    shorter, named = split_title(title)
    if outlet is None:
        return (shorter, named) if named and is_outlet(named) else (title, None)
    behind = re.fullmatch(
        rf"(?P<title>.+?) [-–—|·] (?:the )?{re.escape(without_article(outlet))}", title, re.IGNORECASE
    )
    return (behind["title"] if behind else title), outlet


def without_article(outlet: str) -> str:
    """Return the name of an outlet without its "the"."""
    return re.sub(r"^the ", "", outlet, flags=re.IGNORECASE)
