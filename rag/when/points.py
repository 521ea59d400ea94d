"""The words and figures of calendars, read off a text at a place: days, months and years as they are written; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 1000, 2200

_ENGLISH = "january february march april may june july august september october november december".split()
_SHORT = "jan feb mar apr - jun jul aug sep oct nov dec".split()
ENGLISH = {word: number for number, word in enumerate(_ENGLISH, 1)} | {
    word: number for number, word in enumerate(_SHORT, 1)
}
ENGLISH["sept"] = 9
FULL = frozenset(_ENGLISH)
"""Months in full, which may stand without a day or a year."""

_OTHERS = (
    "januar januari janvier gennaio enero janeiro jänner",
    "februar februari février febbraio febrero fevereiro",
    "märz maart mars marzo março",
    "avril aprile abril",
    "mai mei maggio mayo maio",
    "juni juin giugno junio junho",
    "juli juillet luglio julio julho",
    "août agosto augustus",
    "septembre settembre septiembre setiembre setembro",
    "oktober octobre ottobre octubre outubro",
    "novembre noviembre novembro",
    "dezember décembre dicembre diciembre dezembro",
)
OTHERS = {word: number for number, words in enumerate(_OTHERS, 1) for word in words.split()}
"""Months in German, French, Italian, Spanish, Dutch and Portuguese, where they are not written as in English."""

MONTHS = (*ENGLISH, *OTHERS)

WEEKDAYS = {
    word: number
    for number, words in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    for word in (words, words[:3])
} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
CLEAR_WEEKDAYS = frozenset("tues weds thurs".split()) | {word for word in WEEKDAYS if word.endswith("day")}
"""Weekdays that may stand without a date; "Sun" and "Sat" are other words too."""

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBERS = {word: number for number, word in enumerate(_UNITS, 1)} | {"a": 1, "an": 1, "eighteen": 18} | _TENS
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0, "final": 0}

_COUNTED = (
    "people|persons|men|women|children|students|troops|soldiers|police|officers|workers|jobs|votes|voters|miles|feet|metres"
    "|meters|tons|tonnes|percent|per cent|years|days|hours|deaths|cases|refugees|migrants|families"
    "|homes|houses|buildings|cars|GMT|UTC|hrs|EST|EDT|square|respondents|adults|others|more|acres|pages|members|prisoners"
)
YEAR = rf"(?:1\d{{3}}|2[01]\d\d|2200)(?![\w%°]|[.,:/]\d| (?:{_COUNTED})\b)"
"""A year in figures, where no thing follows that is counted."""

_ORDINAL = r"(?:st|nd|rd|th|ST|ND|RD|TH)?(?![\w%°]|[.,:/]\d)"
_OF_YEAR = (
    r"(?:\.?(?: ?, ?| (?:of|de|del|do)? ?)(?:(?P<year>"
    + YEAR
    + r")|(?:the )?(?P<shift>last|this|next|that|same|following|previous) year\b))?"
)
_MONTH_FIRST = re.compile(
    rf"\.? ?(?P<day>\d{{1,2}}){_ORDINAL}(?:(?:[-–—]|(?P<joined> and ))(?P<last>\d{{1,2}}){_ORDINAL}(?!-))?{_OF_YEAR}"
)
_MONTH_ONLY = re.compile(_OF_YEAR)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?"
    r"(?:(?:[-–—]| (?:to|and|bis|al|au|et|y|e|und|en|tot|until|through) )(?P<last>\d{1,2})(?:st|nd|rd|th|\.|º)?)?"
    r" ?(?:(?:of|de) )?(?P<month>[^\W\d_]{3,10})\b" + _OF_YEAR
)
_ISO = re.compile(r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d|[-/]\d)")
_EAST = re.compile(r"(?P<year>\d{4}) ?[年년] ?(?P<month>\d{1,2}) ?[月월](?: ?(?P<day>\d{1,2}) ?[日일])?")
_LETTERS = re.compile(r"[^\W\d_]{1,12}")
_WEEKDAY = re.compile(r"[A-Za-z]{3,9}\.?(?: ?, ?| [\[(] ?| )(?:the )?(?=[A-Z\d])")
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|from|through|during|by|early|late|mid|last|next|this"
    r"|(?:end|start|beginning|middle|month) of"
    r"|(?P<loose>to|before|after|of|between|and|or|for|than|again))[ -]$|\bmid-$",
    re.IGNORECASE,
)
_DOUBTED = frozenset("march april may june august".split())
_JOINED = re.compile(r" ?[-–] ?(?P<month>[A-Z][a-z]{2,8})\b")
_NO_MONTH = re.compile(r" (?:Madness|Hare|for (?:Our|Life|Lives|Science)|on Washington)\b")


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the calendar as written: what it leaves unsaid is None.

    Attributes:
        end: where it ends in the line.
        last: the last day, where it is several ("May 3-7").
        shift: the year as seen from the day of publication: "last", "this", "next"; any other counts from elsewhere.
    """

    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last: int | None = None
    weekday: int | None = None
    shift: str | None = None

    @property
    def named(self) -> bool:
        """Whether it says which year it is of."""
        return self.year is not None or self.shift is not None


def read_point(line: str, at: int) -> Point | None:
    """Read a day or month that begins at a place: "7 October 2023", "Wednesday, Oct. 7", "March 2022", "in March"."""
    if line[at].isdigit():
        return _read_figures(line, at)
    word = _word(line, at)
    if word.lower() in WEEKDAYS:
        match = _WEEKDAY.match(line, at)
        if match is None:
            return None
        after = match.end()
        point = _read_figures(line, after) if line[after].isdigit() else _read_month(line, after, _word(line, after))
        if point is None or point.day is None:
            return None
        return _with_weekday(point, WEEKDAYS[word.lower()])
    return _read_month(line, at, word)


def _with_weekday(point: Point, weekday: int) -> Point:
    return Point(point.end, point.year, point.month, point.day, point.last, weekday, point.shift)


def _read_figures(line: str, at: int) -> Point | None:
    for form in (_ISO, _EAST):
        if match := form.match(line, at):
            day = int(match["day"]) if match["day"] else None
            return _checked(Point(match.end(), int(match["year"]), int(match["month"]), day))
    match = _DAY_FIRST.match(line, at)
    month = match and month_of(match["month"], alone=False)
    if match is None or month is None:
        return None
    return _checked(_point(match, month))


def _read_month(line: str, at: int, word: str) -> Point | None:
    month = month_of(word, alone=False)
    if month is None:
        return None
    end = at + len(word)
    english = word.lower() in ENGLISH
    if english and (match := _MONTH_FIRST.match(line, end)):
        point = _point(match, month)
        # "May 3 and 4" is two days in a row; what is not may be a number of something else.
        if point.last is not None and (match["joined"] and point.last != (point.day or 0) + 1):
            point = Point(match.start("joined"), None, month, point.day)
        return _checked(point)
    if (match := _MONTH_ONLY.match(line, end)) and (match["year"] or match["shift"]):
        return _checked(_point(match, month))
    return Point(end, month=month) if stands_alone(line, at, word) else None


def _point(match: re.Match[str], month: int) -> Point:
    parts = match.groupdict()
    day, last, year = (int(parts[name]) if parts.get(name) else None for name in ("day", "last", "year"))
    return Point(match.end(), year, month, day, last, None, parts.get("shift"))


def _checked(point: Point) -> Point | None:
    """Return the point where the calendar has it."""
    if point.year is not None and not FIRST_YEAR <= point.year <= LAST_YEAR:
        return None
    try:
        for day in (point.day, point.last):
            date(point.year or 2000, 1 if point.month is None else point.month, 1 if day is None else day)
    except ValueError:
        return None
    return point if point.last is None or point.last > (point.day or 0) else None


def _word(line: str, at: int) -> str:
    match = _LETTERS.match(line, at)
    return match[0] if match else ""


def month_of(word: str, *, alone: bool) -> int | None:
    """Return the number of the month that a word names; `alone` says that no day or year comes with it."""
    plain = word.lower()
    if plain in ENGLISH:
        return ENGLISH[plain] if word[0].isupper() and (plain in FULL or not alone) else None
    # "Mars 2020" is a spacecraft; French writes its months small.
    return None if alone or word == "Mars" else OTHERS.get(plain)


def stands_alone(line: str, at: int, word: str) -> bool:
    """Say whether a month in full without day and year is one: "in May", but not "Theresa May", "the Women's March"."""
    if month_of(word, alone=True) is None or _NO_MONTH.match(line, at + len(word)):
        return False
    plain = word.lower()
    joined = _JOINED.match(line, at + len(word))
    if plain not in _DOUBTED or (joined and joined["month"].lower() in FULL):
        return True
    before = line[max(0, at - 14) : at]
    match = _BEFORE_MONTH.search(before)
    if match is None or (plain == "may" and (match["loose"] or match[0].lower() in ("by ", "from "))):
        return False
    return not re.search(r"\b(?:confidence|faith|trust|Women|Million) in $", line[max(0, at - 14) : at])
