"""ISO dates as ranges of days, so that a partial one ("2022-03") can be compared; pure."""

from __future__ import annotations

import calendar
import re
from datetime import date

from rag.errors import FilterInvalid
from rag.words import say

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?")


def day_range(iso: str | None) -> tuple[int, int] | None:
    """Return the first and last day of an ISO date as integers (20220301, 20220331); None if unknown or no date."""
    match = _ISO.fullmatch(iso.strip()) if iso else None
    if match is None:
        return None
    year = int(match[1])
    first = (year, int(match[2] or 1), int(match[3] or 1))
    month = int(match[2] or 12)
    try:
        date(*first)
        last = int(match[3]) if match[3] else calendar.monthrange(year, month)[1]
    except ValueError:
        return None
    return _number(*first), _number(year, month, last)


def as_date(day: int) -> date:
    """Return a day that is written as a number, 20250304."""
    return date(day // 10_000, day // 100 % 100, day % 100)


def _number(year: int, month: int, day: int) -> int:
    return year * 10_000 + month * 100 + day


def check_day(value: str, *, name: str) -> str:
    """Return `value` where it is an ISO date.

    Raises:
        FilterInvalid: it is not.
    """
    if day_range(value) is None:
        raise FilterInvalid(f"{name} is not a date: {value!r}", hint="write 2022-03-31, 2022-03 or 2022")
    return value.strip()


def show_date(iso: str | None) -> str:
    """Return a date as a reader writes it: "4 March 2025", "March 2025", "2025", "date unknown"."""
    match = _ISO.fullmatch(iso.strip()) if iso else None
    if match is None or day_range(iso) is None:
        return say("date unknown")
    if not match[2]:
        return match[1]
    month = say(calendar.month_name[int(match[2])])
    if not match[3]:
        return say("{month} {year}", month=month, year=match[1])
    return say("{day} {month} {year}", day=int(match[3]), month=month, year=match[1])


def show_bounds(since: str | None, until: str | None) -> str:
    """Return the first and the last date of a period as they are written, one alone where they are the same."""
    return "–".join(show_date(day) for day in dict.fromkeys((since, until)) if day)
