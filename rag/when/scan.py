"""The dates that a text speaks of, as far as its words and its day of publication tell them; pure.

English, and in six other languages the days and months that are written out. What counts from something other than the
day of publication ("three days earlier"), or not exactly ("a few weeks ago"), is found and left open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from rag.dates import day_range
from rag.domain import Mention
from rag.when import dates, relative, years
from rag.when.periods import Period
from rag.when.points import FIRST_YEAR, LAST_YEAR, MONTHS, WEEKDAYS
from rag.when.scene import Found, Scene

MOST = 3_000
"""Mentions taken from one text: what has more is a table, not an article."""

MOST_TRIED = 60_000
"""Words of one text that are tried for a date; some three megabytes of prose have as many."""

Rule = Callable[[Scene, int], Found | None]


def mentions(text: str, published: str | None) -> list[Mention]:
    """Return the dates that a text speaks of, in order; each paragraph is read by itself.

    Of a publication date that is partial ("2022-03") only what holds for all of its days is told.
    """
    readings = [_read(text, now) for now in _publication(published)]
    mentioned = []
    for start, end in sorted(set.intersection(*(set(reading) for reading in readings))):
        told = {reading[start, end] for reading in readings}
        period = told.pop() if len(told) == 1 else None
        first, last = (None, None) if period is None else (period[0].isoformat(), period[1].isoformat())
        mentioned.append(Mention(start, end, first, last))
    return mentioned


def _publication(published: str | None) -> list[date | None]:
    """Return the first and last day that a text may be of; whatever is told of both holds between."""
    ends = day_range(published)
    if ends is None:
        return [None]
    days = [date(number // 10_000, number // 100 % 100, number % 100) for number in dict.fromkeys(ends)]
    return [*days] if all(FIRST_YEAR < day.year < LAST_YEAR for day in days) else [None]


def _read(text: str, now: date | None) -> dict[tuple[int, int], Period | None]:
    told: dict[tuple[int, int], Period | None] = {}
    scene, begin, end, line_end = Scene("", now), 0, 0, -1
    for start, rules in islice(_starts(text), MOST_TRIED):
        if start < end or len(told) == MOST:
            continue
        if start > line_end:
            begin, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
            line_end = len(text) if line_end < 0 else line_end
            scene = Scene(text[begin:line_end], now)
        found = _first_of(rules, scene, start - begin)
        if found is not None and begin + found.start >= end:
            end = begin + found.end
            told[begin + found.start, end] = found.period
            scene.last = found
    return told


def _first_of(rules: tuple[Rule, ...], scene: Scene, at: int) -> Found | None:
    for rule in rules:
        try:
            found = rule(scene, at)
        except (ValueError, OverflowError):  # a day before the first or after the last of all calendars
            continue
        if found is not None and (found.period is None or _is_taken(found.period)):
            return found
    return None


def _is_taken(period: Period) -> bool:
    return period[0].year >= FIRST_YEAR and period[1].year <= LAST_YEAR and period[0] <= period[1]


def _starts(text: str) -> Iterator[tuple[int, tuple[Rule, ...]]]:
    """Yield the places where an expression may begin, with what can read it."""
    for match in _START.finditer(text):
        word = match[0]
        if not word[0].isdigit():
            yield match.start(), _RULES[word.lower()]
        elif len(word) == 4 or (len(word) < 4 and _AFTER_FIGURES.match(text, match.end())):  # noqa: PLR2004
            yield match.start(), _FIGURE_RULES[len(word)]


def _any_of(words: list[str]) -> str:
    """Return a pattern for any of some words that shares their beginnings: a tenth of the time of one after another."""
    tree: dict[str, list[str]] = {}
    for word in words:
        tree.setdefault(word[:1], []).append(word[1:])
    branches = [re.escape(letter) + _any_of(rests) for letter, rests in sorted(tree.items()) if letter]
    return f"(?:{'|'.join(branches)})" + "?" * ("" in tree) if branches else ""


_FIGURE_RULES: dict[int, tuple[Rule, ...]] = {
    1: (relative.read_ago, dates.read_date, dates.read_figures, dates.read_eleventh),
    2: (relative.read_ago, dates.read_date, dates.read_figures, years.read_short_decade),
    3: (relative.read_ago,),
    4: (dates.read_date, years.read_year),
}
_RULES: dict[str, tuple[Rule, ...]] = {
    **dict.fromkeys(MONTHS, (dates.read_date,)),
    **dict.fromkeys(WEEKDAYS, (dates.read_date, relative.read_weekday)),
    **dict.fromkeys(relative.COUNTS, (relative.read_ago,)),
    **dict.fromkeys("today tonight yesterday tomorrow day".split(), (relative.read_near_day,)),
    **dict.fromkeys("this next past coming previous following".split(), (relative.read_seen,)),
    "last": (dates.read_part, relative.read_seen),
    **dict.fromkeys(
        "early mid late beginning start end middle close first second third fourth final".split(), (dates.read_part,)
    ),
    "fourth": (dates.read_part, dates.read_fourth_of_july),
    **dict.fromkeys(["earlier", "later"], (relative.read_within,)),
    **dict.fromkeys("spring summer fall autumn winter".split(), (dates.read_season,)),
    **dict.fromkeys(["from", "between"], (dates.read_range,)),
    "weekend": (relative.read_weekend,),
    **dict.fromkeys(["q1", "q2", "q3", "q4"], (dates.read_quarter,)),
    "fiscal": (dates.read_fiscal,),
}
_AFTER_FIGURES = re.compile(r"[ .]{0,2}[^\W\d_]|[-–/.]\d|º|['’] ?s")
_START = re.compile(
    r"\b(?:\d+|"
    + _any_of([cased for word in _RULES for cased in (word, word.capitalize(), word.upper())])
    + r"\b)|(?<=[^\W\d_])\d{4}(?=[年년])"
)
