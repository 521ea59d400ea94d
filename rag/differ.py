"""What the articles give different values for: numbers, sums, days, and names in another spelling; pure.

Anything looser than what is compared here finds conflicts that are none: only sentences that answer the question nearly
as well as the best one, speak of the same, and are of about the same time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.amounts import SCALES, amount_of
from rag.candidates import Candidate
from rag.corroborate import of_other_times, says_the_same
from rag.dates import day_range
from rag.question import Asked
from rag.terms import names, numbers, overlap, plain, stem, terms, words
from rag.when import ENGLISH, mentions
from rag.words import say

SAME_SUBJECT, NEARLY_AS_WELL = 0.58, 4.5
"""Cosine to the best sentence with a number, and log-odds below the best one, within which another number is of the
same thing. Measured on the sample: two reports of one toll had 0.60 and 1.9 or better; "home to 68 boats" beside it
had 0.54 and 5.7."""

AS_WELL = 2.5
"""Log-odds below the best one within which a sentence is an answer of its own, in whatever words."""

_ASKED_UNIT = re.compile(r"\bhow many ((?:\w+ )?\w+)", re.IGNORECASE)
_PLURAL = re.compile(r"\w{3,}s|people|men|women|children", re.IGNORECASE)
_THE_FIRST = re.compile(r"\b(first|initial\w*|original\w*|earl(?:y|ier|iest)|at first|before)\b", re.IGNORECASE)
_RISES_WITHIN = 14
"""Words from "the number" within which it is given: "of children who were taken ill stands at seventeen"."""

FACTOR = 3.0
"""How many times another a count of the same thing is at most: 12 envelopes are no other number of 9,204 votes."""

SHORTEST_UNIT = 5
"""Letters of what is counted that may end a longer word: glassworkers are workers."""

_LOOK_AHEAD = 3
"""Words between a number and the thing it counts: "nine wooden fishing boats"."""

ALIKE = 0.7
"""How alike two words must be written (Ratcliff & Obershelp) to be taken for one name in two spellings."""

SHORTEST_NAME = 4

RARE = 3
"""Passages of the collection in which a misspelling stands at most."""


@dataclass(frozen=True, slots=True)
class Value:
    """What one sentence gives, how it is shown, and what is to be said beside it."""

    shown: str
    candidate: Candidate
    note: str = ""


@dataclass(frozen=True, slots=True)
class Differing:
    """Something that articles differ on, with a value a sentence."""

    what: str
    values: tuple[Value, ...]


def differing(
    asked: Asked, candidates: Sequence[Candidate], scores: Sequence[float], frequency: Callable[[str], int]
) -> list[Differing]:
    """Return what the articles differ on in answering a question.

    Args:
        candidates: the best first, with the log-odds of each.
        frequency: in how many passages of the collection a word stands.
    """
    found = []
    read = _reading_of(asked, candidates)
    if read is not None:
        what, value_of = read
        rows = _rows(candidates, scores, value_of)
        values = _with_updates([value for _, value in rows])
        voices = {value.candidate.passage.source.publisher for value in values}
        # One outlet that gives two numbers on one day speaks of two things.
        if len({key for key, _ in rows}) > 1 and (len(voices) > 1 or any(value.note for value in values)):
            found.append(Differing(what, values))
    return found + spellings(candidates, scores, frequency)


Key = str | float
ValueOf = Callable[[Candidate], tuple[Key, str] | None]
"""Returns what a sentence gives: as it is compared, and as it is shown."""


def _reading_of(asked: Asked, candidates: Sequence[Candidate]) -> tuple[str, ValueOf] | None:
    """Return what may be said to differ, and how it is read off a sentence; None where nothing is compared."""
    if asked.kind == "how_many" and (match := _ASKED_UNIT.search(asked.text)):
        unit = _unit_of(asked, match.group(1).split(), candidates)
        if candidates and _count(candidates[0].text, unit) is None:
            unit = _counted_in(candidates[0]) or unit  # "How many people fell ill?" – "Eleven patients have …"
        says_what = _of_what_is_asked(asked, unit, candidates)
        what = say("The number of {unit} differs", unit=unit)
        return what, lambda one: _count(one.text, unit) if says_what(one) else None
    answered = next((one for one in candidates if one.answer is not None), None)
    if answered is None:
        return None
    # "What was the turnout?" asks for a figure too, where the reader finds one.
    if asked.kind in ("how_much", "how_many", "what") and (amount := amount_of(answered.answer_text)):
        return say("The figure differs"), lambda one: _amount_in(one, amount[1])
    if asked.kind == "when":
        return say("The date differs"), _days
    return None


def _unit_of(asked: Asked, counted: Sequence[str], candidates: Sequence[Candidate]) -> str:
    """Return which of the words behind "how many" is counted: boats in "fishing boats", and in "boats burned" too.

    It is what most often has a number before it; of two that have it as often, the second.
    """
    asked_for = [one for one in counted if stem(words(one)[-1]) in asked.terms] or counted[:1]
    if _PLURAL.fullmatch(counted[0]):
        asked_for = asked_for[:1]  # "workers stayed away": behind a plural comes what they did
    return max(reversed(asked_for), key=lambda one: sum(_count(other.text, one) is not None for other in candidates))


def _counted_in(candidate: Candidate) -> str | None:
    """Return the word behind the number that the reader takes for the answer of a sentence: what is counted there."""
    if candidate.answer_at is None or not re.fullmatch(r"[\w,.-]+", candidate.answer_text):
        return None
    behind = re.match(r" ([a-z]{4,}s|people|men|women|children)\b", candidate.text[candidate.answer_at[1] :])
    return behind[1] if behind and numbers(candidate.answer_text) else None


def _of_what_is_asked(asked: Asked, unit: str, candidates: Sequence[Candidate]) -> Callable[[Candidate], bool]:
    """Return what says whether a number is of what is asked of the things: 2,500 passengers aboard are none infected.

    It is where the sentence says as much of that as any, or the reader takes the number for the answer.
    """
    named = {stem(word) for name in asked.names for word in words(name)}
    wanted = [term for term in asked.terms if term not in named and term != stem(plain(unit))]
    most = max((overlap(wanted, terms(one.text)) for one in candidates), default=0.0)

    def is_asked(one: Candidate) -> bool:
        return overlap(wanted, terms(one.text)) >= most / 2 or bool(numbers(one.answer_text))

    return is_asked


def _rows(candidates: Sequence[Candidate], scores: Sequence[float], value_of: ValueOf) -> list[tuple[Key, Value]]:
    """Return each value with the first sentence of each article that gives it."""
    found: dict[tuple[Key, str], Value] = {}
    lead: Candidate | None = None
    lead_value: Key | None = None
    for candidate, score in zip(candidates, scores, strict=True):
        given = value_of(candidate)
        # A sentence that the next one takes back gives nothing.
        if given is None or candidate.after is not None or score < scores[0] - NEARLY_AS_WELL:
            continue
        lead = lead or candidate
        if not _of_one_size(lead_value, given[0]):
            continue
        lead_value = lead_value or given[0]
        same = score >= scores[0] - AS_WELL or float(lead.vector @ candidate.vector) >= SAME_SUBJECT
        if same and not of_other_times(lead, candidate):
            key = (given[0], candidate.passage.source.article_id)
            found.setdefault(key, Value(given[1], candidate))
    return [(key, value) for (key, _), value in found.items()]


def _of_one_size(one: Key | None, other: Key) -> bool:
    """Say whether two values may be of the same thing: counts that are many times each other are not."""
    try:
        first, second = sorted((float(one or other), float(other)))
    except ValueError:  # days are compared as such
        return True
    return second <= FACTOR * first


def _with_updates(values: Sequence[Value]) -> tuple[Value, ...]:
    """Mark what was reported on a later day than the first of the values: an update more likely than a conflict."""
    days = [day_range(value.candidate.passage.source.published) for value in values]
    known = [day for day in days if day is not None]
    first, later = min((day[1] for day in known), default=0), say("later report")
    return tuple(
        Value(value.shown, value.candidate, later if day is not None and day[0] > first else "")
        for value, day in zip(values, days, strict=True)
    )


def newest(asked: Asked, found: Sequence[Differing]) -> Candidate | None:
    """Return the sentence with the latest of differing values; None where none is later, or the first is asked for."""
    later = [value for one in found for value in one.values if value.note]
    if not later or _THE_FIRST.search(asked.text):
        return None
    return max(later, key=lambda value: value.candidate.passage.source.published or "").candidate


_SHARE = re.compile(r"\d[\d.,]*(?: ?%| per ?cent\b)")
"""A share of something is no number of it."""

_NUMBER, _YEAR = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"(?:19|20)\d\d")
_OF_A_YEAR = frozenset("in since until by from during of late early".split())


# --- what a sentence gives --------------------------------------------------------------------------------------------


def _count(text: str, unit: str) -> tuple[Key, str] | None:
    value = _value_of(text, stem(plain(unit)))
    return None if value is None else (value[0], f"{value[1]} {unit}")


def _value_of(text: str, unit: str) -> tuple[Key, str] | None:
    """Return the number that stands before a word, as digits and as it is told: "Nine fishing boats" → 9."""
    found = words(_SHARE.sub(" ", text))
    for place, word in enumerate(found):
        if not word[0].isdigit() or _is_of_something_else(found, place):
            continue
        scale = SCALES.get(found[place + 1], 0.0) if place + 1 < len(found) else 0.0
        first = place + 2 if scale else place + 1
        for near in found[first : first + _LOOK_AHEAD]:
            if near[0].isdigit():
                break
            if stem(near) == unit or (len(unit) >= SHORTEST_UNIT and near.removesuffix("s").endswith(unit)):
                return (f"{float(word) * scale:.10g}", f"{word} {found[place + 1]}") if scale else (word, word)
    risen = _risen_to(found, unit)
    return (risen, risen) if risen else None


def _is_of_something_else(found: Sequence[str], place: int) -> bool:
    """Say whether a number is a year, a day, an age or the end of a range."""
    before, after = found[place - 1] if place else "", found[place + 1] if place + 1 < len(found) else ""
    year = _YEAR.fullmatch(found[place]) is not None and before in _OF_A_YEAR
    date = after in ENGLISH or before in ENGLISH
    age = after in ("year", "years") and found[place + 2 : place + 3] == ["old"]
    return year or date or age or "to" in (before, after) or not _NUMBER.fullmatch(found[place])


def _risen_to(found: Sequence[str], unit: str) -> str | None:
    """Return the number in "the number of boats lost rose to thirteen", or None."""
    for place, word in enumerate(found[:-2]):
        if word == "number" and unit in [stem(near) for near in found[place + 2 : place + 4]]:
            return next((near for near in found[place + 3 : place + _RISES_WITHIN] if near[0].isdigit()), None)
    return None


def _amount_in(candidate: Candidate, unit: str) -> tuple[Key, str] | None:
    amount = amount_of(candidate.answer_text)
    return (amount[0], amount[2]) if amount and amount[1] == unit else None


def _days(candidate: Candidate) -> tuple[Key, str] | None:
    """Return the day that the answer of a sentence means; None where it means a longer time, or none that is known."""
    if candidate.answer_at is None:
        return None
    first, last = candidate.answer_at
    for mention in mentions(candidate.text, candidate.passage.source.published):
        if mention.start < last and first < mention.end and mention.day_from and mention.day_from == mention.day_to:
            return mention.day_from, candidate.text[mention.start : mention.end]
    return None


# --- names ------------------------------------------------------------------------------------------------------------


def spellings(
    candidates: Sequence[Candidate], scores: Sequence[float], frequency: Callable[[str], int]
) -> list[Differing]:
    """Return the names that sentences saying the same write otherwise, as a machine's translation does.

    One of the two answers about as well as the best sentence. Neither name may stand in the other's passage, and one
    must be rare: a misspelling seldom spreads. Which of the two is right is not judged.
    """
    near = [one for one, score in zip(candidates, scores, strict=True) if score >= scores[0] - NEARLY_AS_WELL]
    leads = sum(score >= scores[0] - AS_WELL for score in scores)
    found: dict[frozenset[str], Differing] = {}
    for place, lead in enumerate(near[:leads]):
        for other in near[place + 1 :]:
            if other.passage.source.group == lead.passage.source.group or not says_the_same(lead, other):
                continue
            for mine, theirs in _variants(lead, other):
                if min(frequency(plain(mine)), frequency(plain(theirs))) <= RARE:
                    what = say("A name is spelled in two ways: “{one}” and “{other}”", one=mine, other=theirs)
                    values = (Value(mine, lead), Value(theirs, other))
                    found.setdefault(frozenset((plain(mine), plain(theirs))), Differing(what, values))
    return list(found.values())


def _variants(one: Candidate, other: Candidate) -> list[tuple[str, str]]:
    mine, theirs = _name_words(one.text), _name_words(other.text)
    whole, their_whole = plain(one.passage.text), plain(other.passage.text)
    return [
        (name, near)
        for name in mine
        for near in theirs
        if _one_name(plain(name), plain(near)) and plain(name) not in their_whole and plain(near) not in whole
    ]


def _name_words(text: str) -> list[str]:
    found = [word for name in names(text, first_word=True) for word in re.split(r"[ -]", name)]
    return list(dict.fromkeys(word for word in found if len(word) >= SHORTEST_NAME))


def _one_name(one: str, other: str) -> bool:
    """Say whether two words look like one name in two spellings; "Russia" and "Russian" do not."""
    if one == other or one[0] != other[0] or one.startswith(other) or other.startswith(one) or stem(one) == stem(other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE
