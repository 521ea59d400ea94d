"""Days as seen from the day of publication: "on Wednesday", "last week", "two years ago", "this summer"; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from rag.when import periods
from rag.when.periods import Period
from rag.when.points import CLEAR_WEEKDAYS, ENGLISH, NUMBERS, WEEKDAYS, month_of
from rag.when.scene import SHIFTS, Found, Scene

_VAGUE = ("few", "several", "couple", "many", "dozen", "half", "handful")
COUNTS = (*NUMBERS, *_VAGUE)
"""The words that a count of days, weeks or years begins with."""

_COUNT = r"\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-[a-z]{3,5}|" + "|".join(
    sorted(NUMBERS, key=len, reverse=True)
)
_SOME = rf"(?:a |the )?(?:{'|'.join(_VAGUE)})(?: of)?"
_SEASONS = "spring|summer|fall|autumn|winter"
_NAMES = "|".join(word.capitalize() for word in [*list(ENGLISH)[:12], *sorted(CLEAR_WEEKDAYS)])

_WEEKDAY = re.compile(
    r"(?P<day>[A-Za-z]{4,9})\b(?: (?:morning|afternoon|evening|night))?(?:(?: of)? (?P<week>last|this|next) week\b)?"
)
_NO_WEEKDAY = re.compile(
    r"\b(?:every|each|any|most|some|first|second|third|fourth|fifth|Black|Good|Super|Cyber|Fat|Bloody|Palm|Ash|Holy|Easter"
    r"|Small|Giving|Mail on|Man|Maundy|Shrove|Ruby|Joe|casual) $",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"[A-Z][a-z]{5,8} (?:Night (?:Live|Football|Lights|Fever|Massacre)|Times|Telegraph|Mirror|Express|Herald|Mail"
    r"|People|Independent|Star|Sun|Post|World|Review|Styles|Business|[Ss]chool|Service|Massacre"
    r"|(?:to|through|and|or) [A-Z][a-z]{2,5}days\b)"
)
_COUNTED_FROM = re.compile(r"\b(?:week (?:ago|from)(?: on)?|that|same|previous|following) $", re.IGNORECASE)
_NEAR_DAY = re.compile(
    r"(?:day (?P<side>before|after) )?(?P<word>today|tonight|yesterday|tomorrow)\b"
    r"(?: (?:morning|afternoon|evening|night)\b)?",
    re.IGNORECASE,
)
_DAY_BESIDE = re.compile(r"day (?:before|after)\b(?! (?:day|yesterday|tomorrow)\b)", re.IGNORECASE)
_SHOW, _NAMED = re.compile(r" ?['\"”’]{0,2} show\b"), re.compile(r"\b[A-Z][\w’'-]* $")
_SEEN = re.compile(
    rf"(?:this )?(?P<which>this|last|next|past|coming|previous|following) (?:(?P<count>{_COUNT})|(?P<some>{_SOME}))?"
    rf"(?(count) |(?(some) |))(?P<unit>(?:hour|day|week|weekend|month|year|quarter|decade|centur(?:y|ies)|morning"
    rf"|afternoon|evening|night|{_SEASONS})s?|{_NAMES})\b(?! of (?!last|this|next))",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:\b(?:his|her|their|its|my|our|your|first)|['’] ?s) $", re.IGNORECASE)
_THE = re.compile(r"\bthe $", re.IGNORECASE)
_OVER = re.compile(r"\b(?:over|in|during|for|within|throughout) the $", re.IGNORECASE)
_DAY_AFTER = re.compile(r"\.? \d{1,2}\b")
_WITHIN = re.compile(
    rf"(?P<side>earlier|later) (?:this|in the) (?P<unit>week|month|year|decade|century|quarter|{_SEASONS})\b",
    re.IGNORECASE,
)
_THE_WEEKEND = re.compile(r"\b(?:over|at|during|on|throughout) the $", re.IGNORECASE)
_AGO = re.compile(
    rf"(?:(?P<count>{_COUNT})|{_SOME}) (?P<unit>minute|hour|day|week|month|year|decade|centur)(?:s|y|ies)?"
    r" (?P<side>ago|earlier|later|from now)\b(?: (?:(?P<today>today)|this (?P<same>week|month|year)))?",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:more than|less than|at least|over|under|fewer than) $", re.IGNORECASE)

_PARTS_OF_DAY = ("morning", "afternoon", "evening")
_SPANNED = ("week", "month", "year", "decade")
_WORKDAYS = 5
_YESTERDAY = 2
"""Days; of what was no longer ago, "last Monday" is the Monday before it."""


def read_near_day(scene: Scene, at: int) -> Found | None:
    """Read "today", "yesterday morning", "the day before yesterday"; "the day before" is left open."""
    match = _NEAR_DAY.match(scene.line, at)
    if match is None:
        beside = _DAY_BESIDE.match(scene.line, at)
        return Found(at, beside.end(), None) if beside and _THE.search(scene.before(at)) else None
    if match["word"] in ("Today", "TODAY") and (
        _NAMED.search(scene.before(at)) or _SHOW.match(scene.line, match.end())
    ):
        return None  # "USA Today"
    shift = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[match["word"].lower()]
    return scene.told(at, match.end(), lambda now: _day(now + timedelta(2 * shift if match["side"] else shift)))


def read_weekday(scene: Scene, at: int) -> Found | None:
    """Read "Wednesday", "Monday night", "Tuesday of last week"."""
    match = _WEEKDAY.match(scene.line, at)
    if match is None or not match["day"][0].isupper() or match["day"].lower() not in CLEAR_WEEKDAYS:
        return None
    before = scene.before(at)
    if _NO_WEEKDAY.search(before) or _TITLE.match(scene.line, at):
        return None
    number = WEEKDAYS[match["day"].lower()]
    if match["week"]:
        shift = SHIFTS[match["week"]]
        return scene.told(at, match.end(), lambda now: _day(periods.week(now, shift)[0] + timedelta(number)))
    if _COUNTED_FROM.search(before):
        return Found(at, match.end(), None)
    which = "coming" if scene.time(at, match.end()) == "future" else "this"
    return scene.told(at, match.end(), lambda now: _weekday(now, number, which))


def _day(day: date) -> Period:
    return day, day


def _weekday(now: date, number: int, which: str) -> Period:
    """Return the weekday on or before `now` ("this"), on or after it ("coming"), before it ("last"), of next week."""
    ago, ahead = (now.weekday() - number) % 7, (number - now.weekday()) % 7
    if which == "next":
        return _day(periods.week(now, 1)[0] + timedelta(number))
    if which == "coming":
        return _day(now + timedelta(ahead))
    return _day(now - timedelta(ago + 7 if which == "last" and ago <= _YESTERDAY else ago))


def read_seen(scene: Scene, at: int) -> Found | None:
    """Read "last week", "this summer", "the past two years", "next Friday"."""
    match = _SEEN.match(scene.line, at)
    if match is None or _OWN.search(scene.before(at)):
        return None
    which, unit = match["which"].lower(), match["unit"].lower()
    counted = bool(match["count"] or match["some"])
    if unit in CLEAR_WEEKDAYS or unit in ENGLISH:
        return None if counted else _read_name(scene, match, which)
    single = "century" if unit.startswith("centur") else unit.removesuffix("s")
    if counted or _is_span(scene, at, which, single):
        return _read_span(scene, match, which, single)
    return None if unit.endswith("s") else _read_unit(scene, match, which, single)


def _read_unit(scene: Scene, match: re.Match[str], which: str, unit: str) -> Found | None:
    start, end = match.span()
    counts_from_elsewhere = which in ("previous", "following") or (which, unit) == ("next", "day")
    if counts_from_elsewhere or (which in ("next", "coming") and _THE.search(scene.before(start))):
        return Found(start, end, None)
    if unit == "night":
        return scene.told(start, end, lambda now: _day(now - timedelta(1))) if which == "last" else None
    if unit in ("hour", "day") or (unit in _PARTS_OF_DAY and which != "this"):
        return None
    time = scene.time(start, end) if unit == "weekend" else None
    return scene.told(start, end, lambda now: relative_unit(now, unit, which, time))


def _is_span(scene: Scene, at: int, which: str, unit: str) -> bool:
    """Say whether a unit without a count runs up to the day or on from it: "the past year", "over the next decade"."""
    if which == "past":
        return unit in (*_SPANNED, "hour", "day", "century")
    before = scene.before(at)
    return unit in _SPANNED and bool(
        (which == "last" and _THE.search(before)) or (which == "next" and _OVER.search(before))
    )


def _read_span(scene: Scene, match: re.Match[str], which: str, unit: str) -> Found | None:
    """Read the days that a count of units runs over, up to the day of publication or on from it."""
    if unit not in (*_SPANNED, "hour", "day", "century", "quarter"):
        return None
    count = _number(match["count"] or "one")
    ahead = which in ("next", "coming")
    is_open = match["some"] or which in ("previous", "following", "this") or count is None
    if is_open or (ahead and scene.time(match.start(), match.end()) == "past"):
        return Found(match.start(), match.end(), None)

    def span(now: date) -> Period:
        edge = periods.back(now, unit, (count or 0) * (-1 if ahead else 1))
        return min(edge, now), max(edge, now)

    return scene.told(match.start(), match.end(), span)


def relative_unit(now: date, unit: str, which: str, time: str | None = None) -> Period:
    """Return the week, month, year or season that a text of `now` calls this, last or next, or the part of its day."""
    shift = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0)
    if unit in _PARTS_OF_DAY:
        return _day(now)
    if unit == "weekend":
        gone = shift < 0 and now.weekday() < _WORKDAYS
        return periods.weekend(now, "past" if gone or (which == "this" and time == "past") else which)
    calendar: dict[str, Callable[[], Period]] = {
        "week": lambda: periods.week(now, shift),
        "month": lambda: periods.month(now.year, now.month + shift),
        "quarter": lambda: periods.quarter(now.year, (now.month + 2) // 3 + shift),
        "year": lambda: periods.year(now.year + shift),
        "decade": lambda: periods.years(10 * (now.year // 10 + shift), 10),
        "century": lambda: periods.century((now.year + 99) // 100 + shift),
    }
    return calendar[unit]() if unit in calendar else _season(now, unit, shift)


def _season(now: date, name: str, shift: int) -> Period:
    seasons = [periods.season(now.year + year, name) for year in (-2, -1, 0, 1)]
    if shift < 0:
        return [season for season in seasons if season[1] < now][-1]
    if shift > 0:
        return next(season for season in seasons if season[0] > now)
    # Winter is of two years: until summer it is the one that began in the year before.
    return seasons[1] if name == "winter" and now.month < 6 else seasons[2]  # noqa: PLR2004


def _read_name(scene: Scene, match: re.Match[str], which: str) -> Found | None:
    """Read "last March" and "next Friday"."""
    name = match["unit"].lower()
    if not match["unit"][0].isupper():
        return None
    if which in ("previous", "following"):
        return Found(match.start(), match.end(), None)
    if name in CLEAR_WEEKDAYS:
        if which == "this" and scene.time(match.start(), match.end()) != "past":
            which = "coming"
        return scene.told(match.start(), match.end(), lambda now: _weekday(now, WEEKDAYS[name], which))
    if month_of(match["unit"], alone=True) is None or _DAY_AFTER.match(scene.line, match.end()):
        return None  # "in this May 18, 2020, photo"
    return scene.told(match.start(), match.end(), lambda now: _month(now, ENGLISH[name], which))


def _month(now: date, number: int, which: str) -> Period:
    months = [periods.month(now.year + shift, number) for shift in (-2, -1, 0, 1, 2)]
    if which in ("last", "past"):
        return [month for month in months if month[1] < now][-1]
    if which in ("next", "coming"):
        return next(month for month in months if month[0] > now)
    return months[3 if now.month > 10 and number < 3 else 2]  # "this January", in December  # noqa: PLR2004


def read_within(scene: Scene, at: int) -> Found | None:
    """Read "earlier this week" and "later this year": up to the day of publication, or on from it."""
    match = _WITHIN.match(scene.line, at)
    if match is None:
        return None
    side, unit = (min if match["side"].lower() == "earlier" else max), match["unit"].lower()

    def within(now: date) -> Period:
        first, last = relative_unit(now, unit, "this")
        return side(first, now), side(last, now)

    return scene.told(at, match.end(), within)


def read_weekend(scene: Scene, at: int) -> Found | None:
    """Read "over the weekend"."""
    end = at + len("weekend")
    if not _THE_WEEKEND.search(scene.before(at)):
        return None
    which = "this" if scene.time(at, end) == "future" else "past"
    return scene.told(at, end, lambda now: periods.weekend(now, which))


def read_ago(scene: Scene, at: int) -> Found | None:
    """Read "two weeks ago", "a year ago today", "three days from now"; "three days earlier" is left open."""
    match = _AGO.match(scene.line, at)
    if match is None or (at and scene.line[at - 1] in "$.,/-–"):
        return None
    unit, side, count = match["unit"].lower(), match["side"].lower(), _number(match["count"])
    more = _MORE.search(scene.before(at))
    if more or count is None or side in ("earlier", "later") or unit in ("minute", "hour"):
        return Found(at - len(more[0]) if more else at, match.end(), None)
    unit = "century" if unit == "centur" else unit
    around = "day" if match["today"] else (match["same"] or unit).lower()
    count = count if side == "ago" else -count
    return scene.told(at, match.end(), lambda now: periods.around(periods.back(now, unit, count), around))


def _number(word: str | None) -> int | None:
    """Return what a number in words or figures says; None for no number."""
    if word is None or word.isdecimal():
        return None if word is None else int(word)
    values = [NUMBERS.get(part) for part in word.lower().split("-")]
    return None if None in values else sum(value for value in values if value)
