"""Days, months and parts of years that a text names: "7 October", "from May 3 to 7", "early 2021", "Q3 2022"; pure."""

from __future__ import annotations

import re
from datetime import date

from rag.when import periods
from rag.when.points import MONTHS, ORDINALS, YEAR, Point, month_of, read_point
from rag.when.relative import relative_unit
from rag.when.scene import SHIFTS, Found, Scene, exact
from rag.when.years import read_short_decade, read_year

_FIRST_RANGED = 1700
"""The first year of "from 1914 to 1918"; smaller numbers in such a place count something."""

_BARE_YEAR = re.compile(YEAR)
_BARE_DAY = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\w%°]|[.,:/-]\d| (?!(?:at|in|as|for|on|and|to|with|by)\b)[a-z])"
)
_DASHED = re.compile(r"[-–—]| [-–—] | (?:to|through|until) (?=[A-Z])")
_AND = re.compile(r" ?,? (?:and|or) (?=[A-Z\d])")
_NO_DATE = re.compile(r"[/.$£€-]$")
_NO_DAY = re.compile(r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?(?: of)? $|\bLong $")
_FROM = re.compile(r"(?P<word>from|between) (?:the )?(?=[A-Z\d])", re.IGNORECASE)
_TO = {
    "from": re.compile(r" ?,? (?:to|until|till|through) (?:the )?"),
    "between": re.compile(r" ?,? (?:and|to) (?:the )?"),
}
_PART = re.compile(
    r"(?:(?P<part>early|mid|late)(?: in| on)?(?:[ -]| - )|(?P<edge>beginning|start|end|middle|close) of "
    r"|(?P<nth>first|second|third|fourth|last|final)[ -](?P<unit>half|quarter|week) (?:of|in) )(?:the )?",
    re.IGNORECASE,
)
_PARTS = {"beginning": "early", "start": "early", "middle": "mid", "end": "late", "close": "late"}
_THE_UNIT = re.compile(r"(?<=the )(?P<unit>year|month|week|decade|century)\b", re.IGNORECASE)
_SEEN_UNIT = re.compile(r"(?P<which>last|this|next) (?P<unit>year|month|week|quarter|decade|century)\b", re.IGNORECASE)
_DECADE = re.compile(r"(?:['’‘] ?)?(?=(?P<long>\d{4}) ?['’]? ?s\b|\d0 ?s\b|\d{2}(?:th|st)[ -]century)")
_MONTH = re.compile(r"[A-Z][a-z]{2,8}\b")
_SEASON = re.compile(
    rf"(?P<name>spring|summer|fall|autumn|winter)(?: of|,)? "
    rf"(?:(?P<year>{YEAR})(?:[-–](?P<last>\d{{2}}(?:\d\d)?)\b)?|(?P<shift>last|this|next) year\b)",
    re.IGNORECASE,
)
_QUARTER = re.compile(rf"Q(?P<number>[1-4])(?: of|,)? ?(?P<year>{YEAR})")
_FISCAL = re.compile(rf"fiscal(?: year)? (?:{YEAR}|\d{{4}}[-–]\d\d(?:\d\d)?\b)", re.IGNORECASE)
_FOURTH = re.compile(r"Fourth of July\b")
_ELEVENTH = re.compile(r"9/11\b(?!/|-\d)")


def read_date(scene: Scene, at: int) -> Found | None:
    """Read a day or a month with all that it names; two of them with a dash between are a range."""
    before = scene.before(at)
    follows = scene.last is not None and at <= scene.last.end + 1  # "Sept. 30 Sept. 29": the number is taken
    if _NO_DATE.search(before) if scene.line[at].isdigit() else _NO_DAY.search(before) and not follows:
        return None
    point = read_point(scene.line, at)
    if point is None:
        return None
    dash = _DASHED.match(scene.line, point.end)
    last = _last_point(scene, point, dash.end()) if dash else None
    if last is not None:
        return Found(at, last.end, scene.span(point, last, at))
    return Found(at, point.end, _beside(scene, point) or scene.place(point, at))


def _beside(scene: Scene, point: Point) -> periods.Period | None:
    """Return the days of a point that has its year from the next: "in August and September 2016"."""
    link = None if point.named else _AND.match(scene.line, point.end)
    following = read_point(scene.line, link.end()) if link else None
    if (
        following is None
        or following.year is None
        or not following.month
        or (following.day is None) != (point.day is None)
    ):
        return None
    return exact(point, following.year - (following.month < (point.month or 0)))


def read_range(scene: Scene, at: int) -> Found | None:
    """Read "from … to …" and "between … and …"."""
    opening = _FROM.match(scene.line, at)
    first = _range_point(scene, opening.end()) if opening else None
    if opening is None or first is None:
        return None
    if first.last and scene.line[opening.end()].isdigit():
        return Found(at, first.end, scene.place(first, at))  # "from 3 to 7 May"
    joint = _TO[opening["word"].lower()].match(scene.line, first.end)
    last = _last_point(scene, first, joint.end()) if joint else None
    return Found(at, last.end, scene.span(first, last, at)) if last else None


def _range_point(scene: Scene, at: int) -> Point | None:
    if match := _BARE_YEAR.match(scene.line, at):
        return Point(match.end(), int(match[0])) if int(match[0]) >= _FIRST_RANGED else None
    return read_point(scene.line, at) if at < len(scene.line) else None


def _last_point(scene: Scene, first: Point, at: int) -> Point | None:
    """Read the end of a range: it says as much as its beginning, or is the bare number of a day in the same month."""
    if first.day and not first.named and first.last is None and (match := _BARE_DAY.match(scene.line, at)):
        day = int(match["day"])
        return Point(match.end(), None, first.month, day) if first.day < day <= 31 else None  # noqa: PLR2004
    last = _range_point(scene, at)
    alike = last and (last.day is None, last.month is None) == (first.day is None, first.month is None)
    return last if alike else None


def read_part(scene: Scene, at: int) -> Found | None:
    """Read "early 2021", "the end of last year", "the first half of 2022", "the last week of March"."""
    match = _PART.match(scene.line, at)
    whole = _whole(scene, match.end(), edge=bool(match["edge"])) if match else None
    if match is None or whole is None:
        return None
    if whole.period is None:
        return Found(at, whole.end, None)
    if match["unit"]:
        period = periods.piece(whole.period, match["unit"].lower(), ORDINALS[match["nth"].lower()])
        return Found(at, whole.end, period) if period else None
    word = (match["part"] or match["edge"]).lower()
    return Found(at, whole.end, periods.part(whole.period, _PARTS.get(word, word)))


def _whole(scene: Scene, at: int, *, edge: bool) -> Found | None:
    """Read what a part is of: a year, month or decade, or one as seen from the day of publication."""
    line = scene.line
    seen = _SEEN_UNIT.match(line, at) or (_THE_UNIT.match(line, at) if edge else None)
    if seen:
        which = seen.groupdict().get("which") or "this"
        return scene.told(at, seen.end(), lambda now: relative_unit(now, seen["unit"].lower(), which.lower()))
    if match := _DECADE.match(line, at):
        return (read_year if match["long"] else read_short_decade)(scene, match.end())
    if match := _BARE_YEAR.match(line, at):
        return Found(at, match.end(), periods.year(int(match[0])))
    month = _MONTH.match(line, at)
    if month is None or month[0].lower() not in MONTHS:
        return None
    point = read_point(line, at) or Point(month.end(), None, month_of(month[0], alone=True))
    return Found(at, point.end, scene.place(point, at)) if point.month and not point.day else None


def read_season(scene: Scene, at: int) -> Found | None:
    """Read "the summer of 2019", "winter 2018-19"; of a winter with one year, all of that year."""
    match = _SEASON.match(scene.line, at)
    if match is None:
        return None
    name = match["name"].lower()

    def season(year: int) -> periods.Period:
        # Both the winter that ends in a year and the one that begins in it bear its number.
        return periods.year(year) if name == "winter" and not match["last"] else periods.season(year, name)

    if match["year"]:
        return Found(at, match.end(), season(int(match["year"])))
    return scene.told(at, match.end(), lambda now: season(now.year + SHIFTS[match["shift"].lower()]))


def read_quarter(scene: Scene, at: int) -> Found | None:
    """Read "Q3 2022"."""
    match = _QUARTER.match(scene.line, at)
    return Found(at, match.end(), periods.quarter(int(match["year"]), int(match["number"]))) if match else None


def read_fiscal(scene: Scene, at: int) -> Found | None:
    """Read "fiscal year 2016", whose days each state and company sets: it is left open."""
    match = _FISCAL.match(scene.line, at)
    return Found(at, match.end(), None) if match else None


def read_fourth_of_july(scene: Scene, at: int) -> Found | None:
    """Read the one day of the year that is written in words."""
    match = _FOURTH.match(scene.line, at)
    return Found(at, match.end(), scene.place(Point(match.end(), None, 7, 4), at)) if match else None


def read_eleventh(scene: Scene, at: int) -> Found | None:
    """Read "9/11", which is a day in September 2001 to all who write it so."""
    match = _ELEVENTH.match(scene.line, at)
    day = date(2001, 9, 11)
    return Found(at, match.end(), (day, day)) if match and not _NO_DATE.search(scene.before(at)) else None


def read_figures(scene: Scene, at: int) -> Found | None:
    """Read "25/12/2023"; what can be read both ways is left open."""
    return None if _NO_DATE.search(scene.before(at)) else scene.figures(at)
