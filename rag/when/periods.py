"""Spans of whole days, counted from a day or placed in the calendar; pure."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

Period = tuple[date, date]
"""First and last day, inclusive."""

_MONTHS_OF = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""Of the northern half of the earth, whole months as weather services count them."""

_LATELY = 200
"""Days; what names no year and has no verb of its own is the last of its kind unless that is longer ago."""

_SOON = 31


def year(of: int) -> Period:
    """Return a year."""
    return date(of, 1, 1), date(of, 12, 31)


def years(of: int, count: int) -> Period:
    """Return `count` years from a year on."""
    return date(of, 1, 1), date(of + count - 1, 12, 31)


def month(of: int, number: int) -> Period:
    """Return a month; numbers beyond 1 to 12 run on into the years around."""
    of, number = of + (number - 1) // 12, (number - 1) % 12 + 1
    return date(of, number, 1), date(of, number, calendar.monthrange(of, number)[1])


def months(of: int, number: int, count: int) -> Period:
    """Return `count` months from a month on."""
    return month(of, number)[0], month(of, number + count - 1)[1]


def quarter(of: int, number: int) -> Period:
    """Return a quarter; numbers beyond 1 to 4 run on into the years around."""
    return months(of, 3 * number - 2, 3)


def season(of: int, name: str) -> Period:
    """Return the season that begins in a year."""
    return months(of, _MONTHS_OF[name], 3)


def decade(of: int) -> Period:
    """Return the ten years from a round year on, or the hundred ("the 1800s")."""
    return years(of, 100 if of % 100 == 0 and of % 1000 else 10)


def century(number: int) -> Period:
    """Return a century by its number: the 19th is 1801 to 1900."""
    return years(100 * number - 99, 100)


def week(of: date, shift: int = 0) -> Period:
    """Return the week, Monday to Sunday, that holds a day, or one before or after it."""
    monday = of - timedelta(of.weekday()) + timedelta(7 * shift)
    return monday, monday + timedelta(6)


def weekend(now: date, which: str) -> Period:
    """Return the weekend called "last", "this", "coming" or "next", or "past": the one begun last."""
    saturday = week(now)[0] + timedelta(5)
    running = now >= saturday
    shift = {"past": 0 if running else -1, "last": -1, "this": 0, "coming": 0, "next": 1}[which]
    saturday += timedelta(7 * shift)
    return saturday, saturday + timedelta(1)


def back(now: date, unit: str, count: int) -> date:
    """Return the day that lies `count` hours, days, weeks, months, years, decades or centuries before `now`."""
    if unit in ("hour", "day", "week"):
        return now - timedelta({"hour": -(-count // 24), "day": count, "week": 7 * count}[unit])
    number = now.month - (count if unit == "month" else 0)
    of = now.year - {"month": 0, "quarter": 0, "year": 1, "decade": 10, "century": 100}[unit] * count
    if unit == "quarter":
        number -= 3 * count
    first, last = month(of, number)
    return first.replace(day=min(now.day, last.day))


def around(day: date, unit: str) -> Period:
    """Return the whole unit that holds a day: what "two weeks ago" can mean; of decades, the years around the day."""
    if unit == "week":
        return week(day)
    if unit == "month":
        return month(day.year, day.month)
    spread = {"year": 0, "decade": 1, "century": 5}.get(unit)
    return (day, day) if spread is None else (year(day.year - spread)[0], year(day.year + spread)[1])


def nearest(choices: list[Period], now: date, time: str | None, *, sure: bool) -> Period | None:
    """Return which of several periods, in order, a text of `now` means that speaks of the past, the future or neither.

    Where it is not `sure`, one that is close at hand is preferred to one that is nearly a year away.
    """
    past = [choice for choice in choices if choice[0] <= now]
    future = [choice for choice in choices if choice[1] >= now]
    if past and future:
        ago, ahead = (now - past[-1][1]).days, (future[0][0] - now).days
        if not sure:
            time = "future" if ago > _LATELY or (time == "future" and ahead <= _LATELY) else "past"
        elif time == "past" and ahead <= _SOON and past[-1][0] == past[-1][1] and past[-1][1].year < now.year:
            return None  # of a day nearly a year ago its year would have been told
    first, second = (past[-1:], future[:1]) if time == "past" else (future[:1], past[-1:])
    return next(iter(first + second), None)


def part(whole: Period, which: str) -> Period:
    """Return the "early", "mid" or "late" part of a period: thirds, in the unit that people count it in."""
    number = {"early": 0, "mid": 1, "late": 2}[which]
    first, last = whole
    years, days = last.year - first.year + 1, (last - first).days + 1
    if years > 1 and days > 366:  # noqa: PLR2004
        edges = [0, years * 4 // 10, years * 7 // 10, years]
        return year(first.year + edges[number])[0], year(first.year + edges[number + 1] - 1)[1]
    if days > 31:  # noqa: PLR2004
        count = (last.month - first.month) % 12 + 1
        edges = [-(-count * third // 3) for third in range(4)]
        return months(first.year, first.month + edges[number], max(1, edges[number + 1] - edges[number]))
    edges = [0, 10, 20, days] if days > 7 else [0, days * 2 // 7, days * 4 // 7, days]  # noqa: PLR2004
    return first + timedelta(edges[number]), first + timedelta(edges[number + 1] - 1)


def piece(whole: Period, unit: str, number: int) -> Period | None:
    """Return the n-th half or quarter of a year, or week of a month; 0 is the last one; None where there is none."""
    first, last = whole
    is_year = (last - first).days in (364, 365)
    if unit in ("half", "quarter"):
        size, count = {"half": (6, 2), "quarter": (3, 4)}[unit]
        number = number or count
        return months(first.year, 1 + size * (number - 1), size) if is_year and number <= count else None
    if (last - first).days > 31:  # noqa: PLR2004
        return None
    if number == 0:
        return last - timedelta(6), last
    return first + timedelta(7 * number - 7), first + timedelta(7 * number - 1)
