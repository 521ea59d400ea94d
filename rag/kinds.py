"""Whether a sentence holds the kind of thing that a question asks for: a person, a day, a place, a number; pure."""

from __future__ import annotations

import re

from rag.question import Asked, Kind
from rag.terms import names, stem, words

_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_KIND_RULES: dict[Kind, re.Pattern[str]] = {
    "when": re.compile(
        rf"\b(\d{{4}}|{_MONTH} \d|\d{{1,2}} {_MONTH}|\d{{1,2}}[:.]\d{{2}}|[a-z]+day|yesterday|today|tomorrow"
        rf"|(last|next|this) (week|month|year|spring|summer|autumn|winter)|a\.m|p\.m|in {_MONTH})\b",
        re.IGNORECASE,
    ),
    "where": re.compile(
        r"\b(in|at|near|off|from|to|outside|across|inside|between|over|on|around|into) (the |a |an )?[A-Z]"
        r"|\b(hosted|held|located|based) (in|at|by)\b"
    ),
    "how_many": re.compile(
        r"\b(\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
        r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|half|none"
        r"|percent|per cent)\b|%",
        re.IGNORECASE,
    ),
    "how_much": re.compile(
        r"[$€£¥]|\b\d[\d,.]*|\b(two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|half|a third"
        r"|a quarter|doubled)\b",
        re.IGNORECASE,
    ),
    "why": re.compile(
        r"\b(because|due to|after|since|blam\w+|caus\w+|reason\w*|so that|in order to|owing to|over|thanks to|led to"
        r"|result\w*|sparked|triggered|prompt\w+|as|for fear|to avoid|began with|started)\b",
        re.IGNORECASE,
    ),
    "quote": re.compile(
        r"[“\"«‘].*[”\"»’]"
        r"|\b(said|says|told|called|described|warned|argued|added|wrote|according to|insisted|announced|urged"
        r"|vowed|promised|tweeted|predicted|believes|thinks)\b"
    ),
}
_WHO_IS = re.compile(r"^\s*(?i:who)(?:['’]s| (?:is|are|was|were)) (?:the )?[A-ZÀ-Þ]| or ")
COUNTED = re.compile(r"\bhow many (\w+)", re.IGNORECASE)
"""What a question counts."""

_TIME = re.compile(r"\b(at )?what time\b", re.IGNORECASE)
_MONEY_UNIT = (
    r"[$€£¥]\s?\d|\d[\d,.]*\s?(million|billion|m|bn|k)?\s?(euros?|dollars?|pounds?|yen|yuan|rubles?|francs?|cents?)\b"
)
_MEASURES = (
    (_TIME, re.compile(r"\b\d{1,2}([:.]\d{2})?\s?([ap]\.?m|o.clock)|\b\d{1,2}:\d{2}\b|\b(midnight|noon|dawn)\b")),
    (
        re.compile(
            r"\b(cost|price|pay|paid|worth|damage|money|donat\w+|fine|fined|salary|budget|raised|spent|spend)\b", re.I
        ),
        re.compile(_MONEY_UNIT, re.I),
    ),
    (
        re.compile(r"\b(share|percent\w*|proportion|rate|by how much)\b", re.I),
        re.compile(r"%|\bper ?cent|\bthird|\bhalf|\bfifth|\bquarter", re.I),
    ),
    (
        re.compile(r"\bhow (long|old)\b|\bmargin\b|\bage\b", re.I),
        re.compile(r"\b[\w.]+[ -](year|month|week|day|hour|minute|second|kilomet|met(er|re)|mile|length)", re.I),
    ),
    (
        re.compile(r"\bhow (far|high|deep|wide|tall)\b", re.I),
        re.compile(r"\d[\d,.]*[ -]?(k?m|kilomet\w+|met(er|re)s?|miles?|feet|foot)\b", re.I),
    ),
)


def holds_kind(asked: Asked, text: str) -> float:
    """Say whether a sentence holds the kind of thing asked for: 1 yes, -1 no, 0 where any sentence could."""
    if asked.kind == "who":
        return _holds_person(asked, text)
    rule = _KIND_RULES.get(asked.kind)
    if rule is None:
        return 0.0
    if not rule.search(text):
        return -1.0
    if asked.kind in ("how_many", "how_much") or _TIME.search(asked.text):
        return 1.0 if _holds_measure(asked, text) else 0.2
    return 1.0


def lacks_measure(asked: Asked, text: str) -> bool:
    """Say whether a question for a price, an age, a length or the like has an answer with no such thing in it.

    Of 42 such answers to questions of news 4 were, all of them wrong; of answers that count nothing of what "how many"
    asks for most are right ("Twenty-three patients").
    """
    return asked.kind == "how_much" and holds_kind(asked, text) < 1


def is_asked_about(asked: Asked, text: str, place: int) -> bool:
    """Say whether what stands at a place of a sentence is a name of whom a question for somebody else is about."""
    if asked.kind != "who" or _WHO_IS.search(asked.text):
        return False
    known = _words_of_names(asked)
    own = (name for name in names(text, first_word=True) if known & set(name.split()))
    return any(match.start() <= place < match.end() for name in own for match in re.finditer(re.escape(name), text))


def _words_of_names(asked: Asked) -> set[str]:
    return {word for name in asked.names for word in name.split()}


def is_speech(text: str) -> bool:
    """Say whether somebody's words are told in a sentence."""
    return bool(_KIND_RULES["quote"].search(text))


def _holds_person(asked: Asked, text: str) -> float:
    """Say whether a name of several words stands there that the question does not have; one word is less sure."""
    known = _words_of_names(asked)
    new = [name for name in names(text) if not set(name.split()) & known]
    if any(" " in name for name in new):
        return 1.0
    if not new:
        return 0.0 if asked.names else -1.0  # "Who is X?" is answered by what X does
    return 0.3


def _holds_measure(asked: Asked, text: str) -> bool:
    """Say whether a number stands there with the unit that the question calls for, where it calls for one."""
    for wanted, unit in _MEASURES:
        if wanted.search(asked.text):
            return bool(unit.search(text))
    match = COUNTED.search(asked.text)
    if match is None:
        return True
    found, unit_stem = words(text), stem(words(match.group(1))[-1])
    stems = [stem(word) for word in found]
    return any(word[0].isdigit() and unit_stem in stems[place : place + 4] for place, word in enumerate(found))
