"""Words as evidence: terms, names, numbers, and what kind of answer a sentence could hold; pure.

Terms are stemmed as the word index stems them (Porter), so that what is counted is what was found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

STOPWORDS = frozenset(
    "a about above after again against all also am an and any are aren as at be because been before being below "
    "between both but by can could couldn did didn do does doesn doing don down during each few for from further "
    "had hadn has hasn have haven having he her here hers herself him himself his how i if in into is isn it its "
    "itself just ll me might more most must mustn my myself no nor not now of off on once one only or other our "
    "ours ourselves out over own re s same shall she should shouldn so some such t than that the their theirs "
    "them themselves then there these they this those through to too under until up upon us ve very was wasn we "
    "were weren what when where which while who whom whose why will with within without would wouldn you your "
    "yours yourself yourselves d m".split()
)
# What a question is made with, rather than about.
QUESTION_WORDS = frozenset(
    "article articles tell say says said many much long kind according reported report reports happen happened ever "
    "give gave name describe described explain mention mentioned exactly please know summary summarise summarize "
    "overview background briefing brief latest timeline chronology".split()
)
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
NUMBER_WORDS = {word: str(value) for value, word in enumerate(_NUMBERS)} | {
    word: str(value * 10)
    for value, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), start=3)
}
_COMPOUND = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -](one|two|three|four|five|six|seven|eight|nine)\b"
)
WORD = re.compile(r"\w+(?:[.,]\d+)*")
"""A word, or a number with its commas and points."""

_NAME = re.compile(
    r"[A-ZÀ-ÞĀ-Ž][\w’'-]*\w(?:(?<!’s)(?<!'s)(?: (?:of|the|de|van|von|al|bin))?[ -][A-ZÀ-ÞĀ-Ž][\w’'-]*\w){0,5}"
    r"|\b[A-Z](?:\.[A-Z])+\.?"
)
_CALENDAR = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday".split()
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def plain(text: str) -> str:
    """Return text in lower case without accents, which is how the word index compares."""
    if text.isascii():
        return text.lower()
    # Most letters are ASCII, and looking at each of them in Python takes ten times as long.
    return _NOT_ASCII.sub(_without_accents, unicodedata.normalize("NFKD", text.casefold()))


def _without_accents(match: re.Match[str]) -> str:
    return "".join(letter for letter in match[0] if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the words of a text, plain; thousands are joined ("18,400" → "18400"), number words are digits."""
    found = []
    joined = _COMPOUND.sub(lambda match: str(int(NUMBER_WORDS[match[1]]) + int(NUMBER_WORDS[match[2]])), plain(text))
    for word in WORD.findall(joined):
        value = word
        if word[0].isdigit():
            value = re.sub(r",(?=\d{3}\b)", "", word)
        found.append(NUMBER_WORDS.get(value, value))
    return found


@lru_cache(maxsize=8_192)
def terms(text: str) -> tuple[str, ...]:
    """Return the stems of the words that carry meaning, in order."""
    return tuple(stem(word) for word in words(text) if word not in STOPWORDS)


SHORTEST_STEMMED = 3


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the Porter stem of a plain word; one of two letters is its own, as SQLite's word index has it."""
    return str(_stemmer().stemWord(word)) if len(word) >= SHORTEST_STEMMED else word


_PLURALS = {
    "woman": "women", "man": "men", "child": "children", "person": "people", "foot": "feet", "tooth": "teeth",
    "mouse": "mice", "goose": "geese", "wife": "wives", "life": "lives", "knife": "knives", "thief": "thieves",
    "leaf": "leaves", "half": "halves", "wolf": "wolves", "loaf": "loaves", "shelf": "shelves", "ox": "oxen",
    "crisis": "crises", "medium": "media", "criterion": "criteria", "phenomenon": "phenomena",
}  # fmt: skip
_SINGULARS = {plural: singular for singular, plural in _PLURALS.items()}


def other_number(word: str) -> str | None:
    """Return the singular of an irregular plural, or the other way round, where a word has one; stems differ there."""
    return _PLURALS.get(word) or _SINGULARS.get(word)


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from snowballstemmer import stemmer

    return stemmer("porter")


def names(text: str, *, first_word: bool = False) -> list[str]:
    """Return the proper names of a text; a capital that only begins the sentence counts with `first_word`."""
    found = []
    for match in _NAME.finditer(text):
        name = match.group().removesuffix("’s").removesuffix("'s")
        if name in _CALENDAR:
            continue
        begins = not text[: match.start()].strip("“\"‘'([ •-") or text[: match.start()].rstrip()[-1:] in ".!?:"
        if begins and " " not in name and not first_word and not name.isupper():
            continue
        first, _, rest = name.partition(" ")
        if begins and first.lower() in STOPWORDS:
            name = rest
        if name and name.lower() not in STOPWORDS:
            found.append(name)
    return found


def numbers(text: str) -> set[str]:
    """Return the numbers of a text as digits, number words too; "one" is a pronoun as often, and left out."""
    return {word for word in words(text) if word[0].isdigit() and word not in {"0", "1"}} | {
        match.replace(",", "") for match in _NUMBER.findall(text)
    }


def overlap(wanted: Iterable[str], found: Iterable[str]) -> float:
    """Return the share of the wanted terms that are found; 0 where nothing is wanted."""
    needed = set(wanted)
    return len(needed & set(found)) / len(needed) if needed else 0.0
