"""Years in figures: which numbers of four digits are years, and decades, centuries and runs of years; pure."""

from __future__ import annotations

import re

from rag.when import periods
from rag.when.points import YEAR
from rag.when.scene import Found, Scene

_BARE = re.compile(YEAR)
_RUN = re.compile(rf"(?P<first>(?:1\d|20)\d\d)[-–](?P<last>{YEAR}|\d\d(?![\w%]|[.,:/-]\d|-\d))")
_DECADE = re.compile(r"(?P<year>(?:1\d|20)\d0)(?P<mark> ?['’] ?)?s\b")
_SHORT_DECADE = re.compile(r"(?P<tens>[2-9])0 ?s\b")
_CENTURY = re.compile(r"(?P<number>1[1-9]|2[01])(?:th|st)[ -]century\b", re.IGNORECASE)
_STRONG = re.compile(
    r"\b(?:in|since|until|till|before|after|during|year|circa|early|late|mid|of|spring|summer|fall|autumn|winter|to|by|from|and)"
    r" (?:about |around |the year )?$|\b(?:pre|post|mid)-$|\($|\( $",
    re.IGNORECASE,
)
_STRICT = re.compile(
    r"\b(?:in|since|until|till|before|after|during|year|circa|of) (?:about |around )?$|\( ?$", re.IGNORECASE
)
_DETERMINER = re.compile(
    r"(?:\b(?:the|a|an|his|her|their|its|our|my|your|this|that|every|each|for|as|on|with|or|early|late)"
    r"|['’] ?s|s ?['’]) $",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:about|some|nearly|than|over|least|almost|approximately|roughly|only|just|exactly|total|total of|around"
    r"|another|estimated|additional|further|at|room|page|highway|number|no|route|section|resolution|model|version"
    r"|article|chapter|killing|killed|injured|injuring|channel|code|up to|most|under|above|below|number of"
    r"|population of) $",
    re.IGNORECASE,
)
_GLUED = re.compile(r"[\w$£€¥#%./:+=@&_]$|[$£€¥#] $|\d[ ,]{1,2}$|(?<!\bpre)(?<!\bpost)(?<!\bmid)[-–]$|\d['’]$")
_AFTER = re.compile(r"-(?!era\b|style\b)|[–]\d| ?(?:B\. ?C|BC)| [a-z]{3,}s\b")
_SMALL_WORD = re.compile(r"\b[a-z]{2,} $")
_LIST = re.compile(r" ?,? ?(?:and |or |to |through |& )?")

_FIRST_RUN, _MONTHS = 1700, 12


def read_year(scene: Scene, at: int) -> Found | None:
    """Read a year, a run of years, a decade or a century that begins at a place."""
    line = scene.line
    if match := _DECADE.match(line, at):
        return _decade(scene, match)
    if _GLUED.search(scene.before(at, 6)) and not _continues(scene, at):
        return None
    if match := _RUN.match(line, at):
        return _run(match)
    match = _BARE.match(line, at)
    if match and (_continues(scene, at) or _is_year(scene, at, match.end())):
        return Found(at, match.end(), periods.year(int(match[0])))
    return None


def _run(match: re.Match[str]) -> Found | None:
    """Return a run of years; "2004-08" may be a month as well, and "1600-2000" anything."""
    first, short = int(match["first"]), len(match["last"]) == 2  # noqa: PLR2004
    century = first // 100 * 100 if short else 0
    last = century + int(match["last"])
    likely = _FIRST_RUN <= first < last and (not short or last > century + _MONTHS or last == first + 1)
    return Found(match.start(), match.end(), periods.years(first, last - first + 1)) if likely else None


def read_short_decade(scene: Scene, at: int) -> Found | None:
    """Read "the '90s" and "the 19th century"."""
    if match := _CENTURY.match(scene.line, at):
        return Found(at, match.end(), periods.century(int(match["number"])))
    match = _SHORT_DECADE.match(scene.line, at)
    quote = re.search(r"['’‘`] ?$", scene.before(at, 2)) if match else None
    if match is None or quote is None or not _is_the(scene, at - len(quote[0])):
        return None
    return Found(at - len(quote[0]), match.end(), periods.decade(1900 + 10 * int(match["tens"])))


def _decade(scene: Scene, match: re.Match[str]) -> Found | None:
    if match["mark"] and not _is_the(scene, match.start()):
        return None  # "2010's best film"
    return Found(match.start(), match.end(), periods.decade(int(match["year"])))


def _is_the(scene: Scene, at: int) -> bool:
    return bool(re.search(r"\b(?:the|early|late|mid)[ -]$", scene.before(at, 8), re.IGNORECASE))


def _continues(scene: Scene, at: int) -> bool:
    """Say whether a year was found just before, with no more than a comma or "and" between."""
    last = scene.last
    if last is None:
        return False
    is_year = scene.line[last.start : last.end].isdecimal() and last.end - last.start == 4  # noqa: PLR2004
    return is_year and last.end < at <= last.end + 10 and bool(_LIST.fullmatch(scene.line, last.end, at))


def _is_year(scene: Scene, start: int, end: int) -> bool:
    line, before, year = scene.line, scene.before(start), int(scene.line[start:end])
    after = _AFTER.match(line, end)
    if after and (after[0][0] in "-–" or "B" in after[0]):
        return False
    follows_word = line[end : end + 1] == " " and line[end + 1 : end + 2].isalpha()
    if year % 100 == 0 or not 1900 <= year < 2100:  # noqa: PLR2004
        if year % 1000 == 0 and follows_word and not after and _DETERMINER.search(before):
            return True
        return bool(_STRICT.search(before)) and not after and not (before.endswith("of ") and follows_word)
    return not _COUNTS.search(before) and (bool(_STRONG.search(before)) or _describes(before, follows=follows_word))


def _describes(before: str, *, follows: bool) -> bool:
    """Say whether a number can be the year of what follows: "the disputed 2016 election", but not "Boeing 2012"."""
    if _DETERMINER.search(before):
        return True
    opens = not before.strip() or before.rstrip()[-1] in '.!?“"'
    return follows and (opens or bool(_SMALL_WORD.search(before)))
