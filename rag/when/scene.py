"""One paragraph as it is read for dates: what was found in it so far tells what comes after; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rag.when import periods
from rag.when.periods import Period
from rag.when.points import Point
from rag.when.tense import Tense, tense

_NEAR = 120
"""Characters between a date with its year and one that takes the year from it."""

_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/-]|\.\d)")
_ATTACKS = re.compile(r"(?: ?, ?| |['’] ?s )(?:terror|attack|hijack|anniversary|commission|era\b)", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:ahead of|run-up to|(?:going|heading) into|later than) (?:the |an? )?$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|till|by|through) (?:at least |the |an? )?$|\bas (?:early|late|soon) as (?:the |an? )?$", re.IGNORECASE
)
"""What comes, unless the clause tells of what was: "reported as early as 4 November"."""

_PUT_OFF, _FARTHER_BACK = (
    re.compile(
        r"\b(?:slip(?:s|ped)|put (?:back|off)|pushed (?:back|out)|postponed|delayed|deferred|rescheduled|adjourned)\b"
        r"[^.;]{0,28}\b(?:to|until|till) (?:the )?$",
        re.IGNORECASE,
    ),
    48,
)
"""What is put off is to come: "Completion has slipped by a month, to 27 February"; and letters that it may take."""

_LINK, _LONGEST_LINK = re.compile(r" ?,? ?(?:and|or|to|through)? ?(?:on |in )?"), 12
_SINCE = re.compile(r"\bsince (?:the |an? )?$", re.IGNORECASE)
_AFTER, _POSSESSIVE = re.compile(r"\b(?:after|following) (?:the |an? )?$", re.IGNORECASE), re.compile(r" ?['’] ?s\b")
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]{0,2} (?=[A-Z])")
SHIFTS = {"last": -1, "this": 0, "next": 1}
"""Years from the year of publication."""

_WINDOW = range(-6, 3)
"""Years around the publication in which a day and its weekday, or a 29 February, are looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """An expression at its place in the line; a period of None is left open."""

    start: int
    end: int
    period: Period | None


@dataclass
class Scene:
    """A line, the day it was published (None: unknown), what was found last, and the last date that named its year."""

    line: str
    now: date | None
    last: Found | None = None
    dated: tuple[int, int, int, int] = (-1, 0, 0, 0)
    _tensed: tuple[int, Tense] = (-1, Tense(None, own=False))

    def told(self, start: int, end: int, period_of: Callable[[date], Period | None]) -> Found:
        """Return what is found at a place, with its days as seen from the day of publication, open without one."""
        return Found(start, end, None if self.now is None else period_of(self.now))

    def time(self, start: int, end: int) -> str | None:
        """Return "past" or "future", as the clause around a place speaks, or None."""
        return None if self.now is None else self.tense(start, end).time

    def tense(self, start: int, end: int) -> Tense:
        """Return what the clause around a place speaks of; "until Friday" is to come, unless its own verb is past."""
        told = self._tense(start, end)
        self._tensed = end, told
        return told

    def _tense(self, start: int, end: int) -> Tense:
        last, shared = self._tensed
        if 0 <= last <= start <= last + _LONGEST_LINK and _LINK.fullmatch(self.line, last, start):
            return shared  # "on Monday and Tuesday"
        told = tense(self.line, start, end)
        before = self.before(start)
        if _PUT_OFF.search(self.before(start, _FARTHER_BACK)):
            return Tense("future", own=True)
        if _AHEAD.search(before) or (_UNTIL.search(before) and not (told.own and told.time == "past")):
            return Tense("future", own=True)
        is_past = _SINCE.search(before) or (_AFTER.search(before) and _POSSESSIVE.match(self.line, end))
        return Tense("past", own=True) if is_past else told

    def before(self, at: int, length: int = 24) -> str:
        """Return the characters before a place."""
        return self.line[max(0, at - length) : at]

    def place(self, point: Point, start: int) -> Period | None:
        """Return the days of a point that begins at `start`; None where they cannot be told."""
        year = self._year_of(point, start)
        if year is not None:
            return exact(point, year)
        if self.now is None or point.shift is not None:
            return None
        choices = [days for shift in _WINDOW if (days := exact(point, self.now.year + shift))]
        if point.weekday is not None:
            choices = [days for days in choices if days[0].weekday() == point.weekday] or choices
        told = self.tense(start, point.end)
        return periods.nearest(choices, self.now, told.time, sure=told.own)

    def _year_of(self, point: Point, start: int) -> int | None:
        if point.year is not None:
            self.dated = (point.end, point.year, point.month or 0, point.day or 0) if point.month else self.dated
            return point.year
        if point.shift in SHIFTS:
            return self.now.year + SHIFTS[point.shift] if self.now else None
        if point.shift is not None:
            return None
        if (point.month, point.day) == (9, 11) and _ATTACKS.match(self.line, point.end):
            return 2001
        end, year, month, day = self.dated
        between = self.line[end:start] if 0 <= end <= start <= end + _NEAR else None
        if between is None or _SENTENCE_END.search(between) or self.tense(start, point.end).time == "future":
            return None
        return year + ((point.month or 0, point.day or 31) < (month, day))

    def span(self, first: Point, last: Point, start: int) -> Period | None:
        """Return the days from one point to another; what one leaves unsaid, the other says."""
        if first.named and not last.named:
            opening = self.place(first, start)
            closing = opening and exact(last, opening[0].year + (_order(last) < _order(first)))
        else:
            closing = self.place(last, start)
            unnamed = closing and exact(first, closing[1].year - (_order(first) > _order(last)))
            opening = self.place(first, start) if first.named else unnamed
        return (opening[0], closing[1]) if opening and closing and opening[0] <= closing[1] else None

    def figures(self, at: int) -> Found | None:
        """Read a day in figures: "25/12/2023"; one that can be read both ways is open, unless another shows which."""
        match = _FIGURES.match(self.line, at)
        if match is None:
            return None
        readings = _readings(match)
        if not readings:
            return None
        days = {self.order: readings[self.order]} if self.order in readings else readings
        near = [day for day in days.values() if self.now and abs((day - self.now).days) <= 1]
        told = set(near or days.values())
        day = told.pop() if len(told) == 1 else None
        return Found(at, match.end(), (day, day) if day else None)

    @cached_property
    def order(self) -> str:
        """Which of day and month comes first in the figures of this line, as far as they show it."""
        orders = {
            order
            for match in _FIGURES.finditer(self.line)
            if len(readings := _readings(match)) == 1
            for order in readings
        }
        return orders.pop() if len(orders) == 1 else ""


def exact(point: Point, year: int) -> Period | None:
    """Return the days of a point in a year, or None where that year has no such day."""
    if point.month is None:
        return periods.year(year)
    if point.day is None:
        return periods.month(year, point.month)
    try:
        return date(year, point.month, point.day), date(year, point.month, point.last or point.day)
    except ValueError:
        return None


def _order(point: Point) -> tuple[int, int]:
    return point.month or 0, point.day or 0


def _readings(match: re.Match[str]) -> dict[str, date]:
    """Return the days that figures can mean, by what comes first; with full stops it is the day."""
    one, mark, two, year = match.groups()
    found = {}
    for order, day, month in (("day", one, two), ("month", two, one)):
        try:
            found[order] = date(int(year), int(month), int(day))
        except ValueError:
            continue
    return {"day": found["day"]} if mark == "." and "day" in found else {} if mark == "." else found
