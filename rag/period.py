"""The periods that a question names, and how well an article's date fits them; pure.

A period that a question names is a preference: an article whose date is unknown is never taken for one outside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rag.dates import day_range
from rag.when import mentions

FIRST, LAST = 0, 99_991_231
"""Days before and after all others: the open ends of "since May" and "before 2022"."""

AFTERWARDS, AFTER_A_DAY = 31, 4
"""Days for which what happened in a period, or on one day, is still reported: the later, the less."""

NEAR = 0.5
"""How well an article fits that was published right after the period."""

SPOKEN_OF = 0.5
"""How well a passage fits that was published outside the period and speaks of days in it."""

LONGEST_MENTION = 400
"""Days between the first and the last that a passage speaks of, from which they tell nothing of it."""

_MONTH = re.compile(r"(?<![\d-])[12]\d{3}-(?:0[1-9]|1[0-2])(?!-?\d)")
_COUNTED = re.compile(r" ?(?:[a-z]{0,20}ton(?:ne)?s|euros|dollars|pounds|yen|people|men|women|metres|miles|km)\b")
_COUNTS_FROM_TODAY = re.compile(r"\d{4}|day\b|\b(?:last|this|next|past|ago|week|now)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:since|after)(?: the| early| mid| late)?\s{1,3}$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|prior to|earlier than)(?: the| early| mid| late)?\s{1,3}$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|up to|through|by)(?: the| early| mid| late)?\s{1,3}$", re.IGNORECASE)


class Period(NamedTuple):
    """Where a question names a period, `text[start:end]`, and its first and last day (20231007)."""

    start: int
    end: int
    first: int
    last: int


def named_periods(text: str, today: date | None = None, newest: date | None = None) -> tuple[Period, ...]:
    """Return the periods that a question names, in order; "last spring" only where it is known what today is.

    Args:
        newest: the day of the newest article; a month that is named without its year is none after that.
    """
    found = _named(text, today)
    if newest is None or today is None or newest >= today:
        return found
    seen_then = {(one.start, one.end): one for one in _named(text, newest)}
    last = newest.year * 10_000 + newest.month * 100 + newest.day
    return tuple(
        seen_then.get((one.start, one.end), one)
        if last < one.first and not _COUNTS_FROM_TODAY.search(text, one.start, one.end)
        else one
        for one in found
    )


def _named(text: str, today: date | None) -> tuple[Period, ...]:
    found = []
    for mention in mentions(text, today.isoformat() if today else None):
        days = day_range(mention.day_from), day_range(mention.day_to)
        if days[0] and days[1] and not _COUNTED.match(text, mention.end):
            found.append(_directed(text, mention.start, mention.end, (days[0][0], days[1][1])))
    for match in _MONTH.finditer(text):
        days_of = day_range(match.group())
        if days_of and not any(one.start < match.end() and match.start() < one.end for one in found):
            found.append(_directed(text, match.start(), match.end(), days_of))
    return tuple(sorted(found))


def _directed(text: str, start: int, end: int, days: tuple[int, int]) -> Period:
    before = text[max(0, start - 20) : start]
    first, last = days
    if _FROM.search(before):
        last = LAST
    elif _BEFORE.search(before):
        first, last = FIRST, shifted(first, -1)
    elif _UNTIL.search(before):
        first = FIRST
    return Period(start, end, first, last)


def whole_of(periods: Sequence[Period]) -> tuple[str | None, str | None]:
    """Return the first and last day of all periods together as ISO dates, as short as they can be said."""
    if not periods:
        return None, None
    first, last = min(period.first for period in periods), max(period.last for period in periods)
    since = None if first == FIRST else iso_day(first)
    until = None if last == LAST else iso_day(last)
    if (since is None or since.endswith("-01")) and (until is None or _ends_a_month(last)):
        since, until = since and since[:7], until and until[:7]
        if (since is None or since.endswith("-01")) and (until is None or until.endswith("-12")):
            since, until = since and since[:4], until and until[:4]
    return since, until


def fit(published: str | None, about: tuple[int, int] | None, periods: Sequence[tuple[int, int]]) -> float:
    """Return how well a passage fits the periods asked for: 1 inside, -1 outside, 0 where that is not known.

    Args:
        published: when its article was published.
        about: the first and last day that it speaks of.
    """
    if not periods:
        return 0.0
    days = day_range(published)
    fits = []
    for first, last in periods:
        if days is None:
            fits.append(0.0)
        elif days[1] >= first and days[0] <= last:
            fits.append(1.0)
        else:
            most = AFTER_A_DAY if first == last else AFTERWARDS
            late = _apart(last, days[0]) if days[0] > last else most
            fits.append(max(-1.0, NEAR - (1 + NEAR) * late / most))
        if about and about[1] >= first and about[0] <= last and _apart(*about) <= LONGEST_MENTION:
            fits[-1] = max(fits[-1], SPOKEN_OF)
    return max(fits)


def iso_day(day: int) -> str:
    """Return a day (20231007) as it is written."""
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"


def _ends_a_month(day: int) -> bool:
    return (_date(day) + timedelta(days=1)).day == 1


def _date(day: int) -> date:
    return date(max(1, day // 10_000), min(12, max(1, day // 100 % 100)), max(1, day % 100))


def shifted(day: int, days: int) -> int:
    """Return the day so many days later (20231007)."""
    if day in (FIRST, LAST):
        return day
    moved = _date(day) + timedelta(days=days)
    return moved.year * 10_000 + moved.month * 100 + moved.day


def _apart(first: int, last: int) -> int:
    return (_date(last) - _date(first)).days
