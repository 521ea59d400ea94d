"""Days as articles write them, in numbers and in the words of a dozen languages; pure.

A day is read only where the text states it: never the day of today, never a year that is not there, and of
"03/04/2022", which is two days to two readers, no more than the year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

_FIRST_YEAR, _LAST_YEAR = 1500, 2200

_MONTHS = (
    "january jan januar jänner januari janvier janv enero ene gennaio gen janeiro styczeń stycznia janvāris leden "
    "ledna",
    "february feb febr februar feber februari février févr fév febrero febbraio fevereiro fev luty lutego únor února",
    "march mar mär märz maart mrt mars marzo março marzec marca mart březen března",
    "april apr avril avr abril abr aprile kwiecień kwietnia duben dubna",
    "may mai mayo maggio mag maio mei maj maja května květen",
    "june jun juni juin junio giugno giu junho czerwiec czerwca června červen",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca července červenec",
    "august aug août aout agosto ago augustus sierpień sierpnia srpen srpna augusti",
    "september sep sept septembre septiembre setiembre settembre set setembro wrzesień września září",
    "october oct oktober okt octobre octubre ottobre ott outubro out październik października říjen října",
    "november nov novembre noviembre novembro listopad listopada listopadu",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień grudnia prosinec prosince",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
_MONTH = r"(?P<{}>[^\W\d_]{{3,12}})"
_YEAR = r"(?P<{}>(?:1[5-9]|20|21)\d\d)(?!\d)"
_DAY = re.compile(
    "|".join(
        (
            r"(?<!\d)"
            + _YEAR.format("y1")
            + r"(?:[-/.] ?|年 ?|년 ?)(?P<m1>\d{1,2})(?:[-/.] ?|月 ?|월 ?)(?P<d1>\d{1,2})(?!\d)[日일]?",
            r"(?<![\d.,:])(?P<d2>\d{1,2})(?:st|nd|rd|th|\.|er|º|ª)?,?(?: (?:of|de)(?= ))?[ /-]{0,2}"
            + _MONTH.format("m2")
            + r"\.?,?(?: of| del?)?[ /-]{1,2}"
            + _YEAR.format("y2"),
            r"\b"
            + _MONTH.format("m3")
            + r"\.? (?P<d3>\d{1,2})(?:st|nd|rd|th)?,? (?:\d{1,2}:\d{2}(?::\d{2})? (?:[+-]\d{4} )?)?"
            + _YEAR.format("y3"),
            r"(?<![\d.,/-])(?P<a4>\d{1,2})(?P<s4>[./-])(?P<b4>\d{1,2})(?P=s4)" + _YEAR.format("y4"),
            r"\b" + _MONTH.format("m5") + r"\.?,?(?: de[l]?)? " + _YEAR.format("y5"),
        )
    ),
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"\b[ap]\.?m\b|\b[ecmp][sd]?t\b", re.IGNORECASE)
_DAY_FIRST = re.compile(
    r"\b(?:le|à|mise?|publiée?|publicad[oa]|actualizad[oa]|pubblicat[oa]|aggiornat[oa]|il|às|em|uhr|op|om)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\bt?\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?: ?[ap]\.?m\b\.?|z\b)?|\b\d{1,2} ?h ?\d{0,2}\b"
    r"|\b\d{1,2} ?[ap]\.?m\b\.?"
    r"|[+-]\d{2}:?\d{2}\b|\b\d{1,2} uhr\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_POST = re.compile(r"(?<=[a-z] )Post\b")
"""The last word of an outlet's name: "Morning Post"; "Post" alone stands before a day."""

_LATER = frozenset(
    "updated update updates last modified edited revised changed aktualisiert aktualisierung zuletzt stand geändert "
    "mis mise"
    " jour modifié modifiée actualizado actualizada actualización modificado aggiornato aggiornamento modifica "
    "atualizado"
    " atualizada bijgewerkt gewijzigd zaktualizowano aktualizacja aktualizováno uppdaterad oppdatert opdateret".split()
)
"""Words that tell of an update rather than of a publication."""

_AROUND = _LATER | frozenset(
    "first published publish publishing publication posted post date dated on at online created release released "
    "issued"
    " pub time original originally print am is publiziert veröffentlicht erstellt erschienen datum vom um uhr von "
    "publié"
    " publiée parution le la el à h min en ligne las los de del hs hrs publicado publicada fecha creado pubblicato "
    "pubblicata"
    " data alle ore il em às dia gepubliceerd geplaatst op om opublikowano dodano dnia godz publicerad publisert "
    "publiceret"
    " ist gmt utc est edt cst cdt mst mdt pst pdt et ct mt pt bst cet cest eet eest wet west msk jst kst sgt hkt "
    "aest aedt"
    " nzst nzdt sast wib pkt trt z t pm a p m st nd rd th the and"
    " monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag "
    "dienstag"
    " mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lundi mardi mercredi jeudi "
    "vendredi samedi"
    " dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato "
    "domenica"
    " segunda terça quarta quinta sexta feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "poniedziałek wtorek"
    " środa czwartek piątek sobota niedziela".split()
)
"""Words that stand around a day without being part of it."""


YEARLESS = re.compile(
    r"(?:[A-ZÀ-Þ][\w .’'/-]{1,40}, )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? "
    r"(?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2})(?: \([\w ]{2,30}\))?"
)
"""A line that gives a place and a day without its year: no title, and no day that could be kept."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The days that a line states of its article, and what else the line says."""

    published: str | None
    updated: str | None
    rest: str


def days_in(line: str) -> list[tuple[str | None, int, int]]:
    """Return the days that a line names, and where; a month with its year is partial, what no calendar has is None."""
    return [(_iso(match, line), match.start(), match.end()) for match in _DAY.finditer(line) if _names_a_month(match)]


def read_days(line: str) -> Dated | None:
    """Return what a line says of when its article was published and updated; None where it names no day."""
    days = days_in(line)
    if not days or any(iso is None for iso, _, _ in days):
        return None
    published = updated = None
    rest: list[str] = []
    begin = 0
    for iso, start, end in days:
        before = line[begin:start]
        rest.append(before)
        begin = end
        if _LATER.isdisjoint(word.lower() for word in _WORD.findall(before)):
            published = published or iso
        else:
            updated = iso
    rest.append(line[begin:])
    return Dated(published, updated, _without_clock(" ".join(rest)))


def _without_clock(text: str) -> str:
    """Return what is left of a line beside its times of day, and the words that stand around dates."""
    left = _WORD.sub(lambda word: "" if word[0].lower() in _AROUND else word[0], _CLOCK.sub(" ", _POST.sub("\0", text)))
    left = left.replace("\0", "Post")
    return " ".join(left.split()).strip(" .,;:|·•–—-/()[]+'’")


def _names_a_month(match: re.Match[str]) -> bool:
    word = match["m2"] or match["m3"] or match["m5"]
    return word is None or word.lower() in MONTHS


def _iso(match: re.Match[str], line: str) -> str | None:
    found = match.groupdict()
    if found["y1"]:
        return _checked(found["y1"], int(found["m1"]), int(found["d1"]))
    if found["y4"]:
        return _numeric(found["y4"], int(found["a4"]), int(found["b4"]), dotted=found["s4"] != "/", line=line)
    for number in "23":
        if word := found[f"m{number}"]:
            return _checked(found[f"y{number}"], MONTHS[word.lower()], int(found[f"d{number}"]))
    return _checked(found["y5"], MONTHS[found["m5"].lower()], None)


def _numeric(year: str, first: int, second: int, *, dotted: bool, line: str) -> str | None:
    """Return the day that "4/3/2022" names: the day first, but where it is no month, or the clock is American."""
    if second > 12 >= first or (first <= 12 and _MONTH_FIRST.search(line)):  # noqa: PLR2004
        return _checked(year, first, second)
    if dotted or first > 12 or first == second or _DAY_FIRST.search(line):  # noqa: PLR2004
        return _checked(year, second, first)
    return year


def _checked(year: str, month: int, day: int | None) -> str | None:
    """Return the ISO date, or None where no calendar has it."""
    if not 1 <= month <= 12 or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:  # noqa: PLR2004
        return None
    if day is None:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= monthrange(int(year), month)[1] else None
