"""Amounts with a unit: sums, lengths, times; pure."""

from __future__ import annotations

import re

from rag.terms import NUMBER_WORDS, words

SCALES = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9,
           "trillion": 1e12, "dozen": 12.0}  # fmt: skip
"""What a number counts, by the word behind it."""

_UNITS = {
    "$": "dollars", "us$": "dollars", "dollar": "dollars", "dollars": "dollars", "€": "euros", "euro": "euros",
    "euros": "euros", "£": "pounds", "pound": "pounds", "pounds": "pounds", "yen": "yen", "yuan": "yuan",
    "%": "percent", "percent": "percent", "per cent": "percent", "tonne": "tonnes", "tonnes": "tonnes",
    "ton": "tons", "tons": "tons", "km": "kilometres", "kilometre": "kilometres", "kilometres": "kilometres",
    "kilometer": "kilometres", "kilometers": "kilometres", "mile": "miles", "miles": "miles", "metre": "metres",
    "metres": "metres", "meter": "metres", "meters": "metres", "year": "years", "years": "years", "month": "months",
    "months": "months", "week": "weeks", "weeks": "weeks", "day": "days", "days": "days", "hour": "hours",
    "hours": "hours", "minute": "minutes",
    "minutes": "minutes",
}  # fmt: skip
"""How a unit is written, and what it is called."""

_AMOUNT = re.compile(
    r"(?P<sign>(?:US)?\$|€|£)?\s?(?P<number>\d+(?:[.,]\d+)*|\b(?:" + "|".join(NUMBER_WORDS) + r")\b)"
    r"[ -]?(?P<scale>(?:hundred|thousand|million|billion|trillion|bn|mn|[mk])\b)?"
    r"[ -]?(?P<unit>%|per cent\b|[a-z]+\b)?",
    re.IGNORECASE,
)

_SCALED = re.compile(
    rf"(?P<number>\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(NUMBER_WORDS)})\b)"
    rf"(?:[ -]?(?P<scale>{'|'.join(SCALES)})\b)?(?P<share> ?%| per ?cent\b)?",
    re.IGNORECASE,
)
_BELOW = re.compile(r"(?<![\w.,])[-−–](?=\d)|\b(?:minus|negative) (?=\d)")
_PARTS = {"years": 365.0, "months": 30.4, "weeks": 7.0, "days": 1.0, "hours": 1 / 24, "minutes": 1 / 1440}
_NUMBER = r"(?:\d{1,4}|" + "|".join(NUMBER_WORDS) + "|an?)"
_SPAN = r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?)"
_MORE = rf"(?:,? and |, )(?P<more>{_NUMBER}[ -]{_SPAN}\b)"
_AND_MORE = re.compile(_MORE, re.IGNORECASE)
"""What a time goes on with: two years *and four months*."""

_TWO_PARTS = re.compile(rf"\b{_NUMBER}[ -]{_SPAN}{_MORE}", re.IGNORECASE)


def amount_of(text: str) -> tuple[float, str, str] | None:
    """Return the first amount of a text that has a unit: its value, the unit, and as it is written."""
    for match in _AMOUNT.finditer(text):
        unit = _UNITS.get((match["sign"] or "").lower()) or _UNITS.get((match["unit"] or "").lower())
        if unit is None:
            continue
        number = NUMBER_WORDS.get(match["number"].lower(), match["number"])
        try:
            value = float(number.replace(",", ""))
        except ValueError:
            continue
        value, shown = value * SCALES.get((match["scale"] or "").lower(), 1.0), match[0].strip(" -")
        if unit in _PARTS and (more := _AND_MORE.match(text, match.end())) and (part := amount_of(more["more"])):
            value, shown = value + part[0] * _PARTS.get(part[1], 0.0) / _PARTS[unit], f"{shown}{more[0]}"
        return round(value, 6), unit, shown
    return None


def apart_from_durations(text: str) -> tuple[str, set[str]]:
    """Return a text without the times of two parts in it, and these, each as one figure in plain words.

    Two years and four months are not two years.
    """
    found = {" ".join(words(match[0].replace("-", " "))) for match in _TWO_PARTS.finditer(text)}
    return _TWO_PARTS.sub(" ", text), found


def figures(text: str, *, ones: bool = False) -> set[str]:
    """Return the numbers of a text by their value: with what they are thousands of, below zero, of a hundred.

    "$1.5bn" and "1,500 million" are one, "1.5 million", "1.5 %" and "-1.5" are others.

    Args:
        ones: whether "one" is a number; it is a pronoun as often.
    """
    text = _BELOW.sub("minus ", text.replace("½", ".5").replace("¼", ".25").replace("¾", ".75"))
    found = set[str]()
    for match in _SCALED.finditer(text):
        number = NUMBER_WORDS.get(match["number"].lower(), match["number"].replace(",", ""))
        value = float(number) * SCALES.get((match["scale"] or "").lower(), 1.0)
        if ones or match["scale"] or match["number"].lower() != "one":
            below = "-" if text[: match.start()].endswith("minus ") else ""
            found.add(f"{below}{value:.10g}{'%' if match['share'] else ''}")
    return found
