"""Whether a sentence settles a question for yes or no: it says the same, or that it is not so, in plain words; pure.

A strict reading: the words of the question must stand in the sentence in their order, the
verb in the form that the question's auxiliary calls for, with nothing between or before them that could change who
did what. Whatever is hedged, reported of somebody else or said of part of it settles nothing, and then neither "yes"
nor "no" is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.name_cues import THING_WORDS
from rag.terms import NUMBER_WORDS, plain
from rag.verbs import verb_forms
from rag.when import WEEKDAYS

Settled = Literal["yes", "no"]

_AUXILIARY = re.compile(r"^\s*(did|does|do|is|are|was|were|has|have|had)\s+(?P<rest>.+?)\s*\?*\s*$", re.IGNORECASE)
_NOT = re.compile(r"n[’']t\b")
_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[’']s\b|\w+(?:[.,]\d+)*(?:-\w+)*|[^\w\s]")

_ARTICLES = frozenset("a an the".split())
_FILLERS = frozenset("really actually ever also indeed".split())
_OPEN = frozenset(
    "any anyone anybody anything some someone somebody something or not never no nobody nothing none only all every "
    "everyone still yet more most less fewer least enough i you we he she it they there this that these those his her "
    "its their him them one who whom which what when where why how if whether because while say said tell told think "
    "claim expect plan want".split()
)
"""Words of a question that no pattern of words decides."""

HEDGES = frozenset(
    "said says say saying told tells tell according reported reportedly report reports claimed claims claim claiming "
    "alleged alleges allegedly allege believe believes believed belief think thinks thought feared fears fear hope "
    "hopes hoped expect expects expected plan plans planned want wants wanted intend intends intended suspected "
    "suspects could would should may might can will must shall if whether unless perhaps maybe probably possibly "
    "likely unlikely possible rumour rumours rumor rumors rumoured rumored denied denies deny denying refused refuses "
    "refuse failed fails fail nearly almost barely hardly scarcely never no nobody none neither nor without supposed "
    "supposedly apparent apparently seemed seems appeared appears tried tries try attempted attempts wrote writes "
    "announced warned warns argued argues suggested suggests called asked asks insisted insists nothing false wrong "
    "untrue untruly incorrectly wrongly falsely fake hoax some partly partially half only contend contends contended "
    "maintain maintains maintained state states stated add adds added testify testifies testified tweet tweets tweeted "
    "post posts posted assert asserts asserted note notes noted explain explains explained confirm confirms".split()
)
"""Words that make a sentence say less than that it is so, or say it in another's name."""

_PREPOSITIONS = frozenset(
    "about above across after against along among around at before behind below beneath beside between beyond by "
    "despite down during except for from in inside into like near of off on onto out outside over past per since "
    "than through throughout till to toward towards under until up upon via with within".split()
)
_CONNECTIVES = frozenset(
    "and but or so yet while when where who whom whose which that because as although though".split()
)
_BESIDE_VERB = frozenset("also then later already finally again since now just once twice today yesterday".split())
_STOPS = frozenset(',;:()[]{}—–.!?…/“”"«»„')

_PARTS = _STOPS | _PREPOSITIONS | _CONNECTIVES | {"not", "’s"}
"""What begins another part of a sentence."""

_OTHER_ONES = frozenset(
    "north south east west northern southern eastern western new equatorial upper lower vice deputy acting former "
    "interim".split()
)
"""What makes another place or office of a name: South Sudan, the vice president."""

_DAYS = frozenset(day for day in WEEKDAYS if day.endswith("day"))

NAME_PARTS, OTHERS, APPOSITION = 3, 4, 12
"""Words that may stand beside a name, between two words of the question, and between commas after the subject."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it is compared; `capital` as it was written."""

    text: str
    capital: bool


@dataclass(frozen=True, slots=True)
class _Proposition:
    """A question as what it asks to be so.

    Attributes:
        auxiliary: its first word.
        words: the others, in order, without articles.
    """

    auxiliary: str
    words: tuple[_Word, ...]


def settles(question: str, sentence: str) -> Settled | None:
    """Say whether a sentence answers a question with yes or no; None where it does not, or where that is not sure."""
    asked = _proposition(question)
    if asked is None:
        return None
    told = _words(sentence)
    # A question settles nothing.
    if told and told[-1].text == "?":
        return None
    if any(word.text in HEDGES and word.text + str(word.capital) != "mayTrue" for word in told):
        return None
    for verb in range(1, len(asked.words)):
        for first in range(len(told)):
            found = _match(asked, verb, told, first)
            if found is not None and not _in_quotation_marks(told, first) and not _in_anothers_name(told, first):
                return found
    return None


@lru_cache(maxsize=64)
def _proposition(question: str) -> _Proposition | None:
    match = _AUXILIARY.match(question)
    if match is None:
        return None
    words = tuple(word for word in _words(match["rest"]) if word.text not in _FILLERS)
    if len(words) < 2 or any(word.text in _OPEN or word.text in _STOPS for word in words):  # noqa: PLR2004 (subject and verb)
        return None
    return _Proposition(match[1].lower(), words)


def _words(text: str) -> list[_Word]:
    """Return the words and marks of a text without articles, numbers as digits."""
    found = []
    for match in _TOKEN.finditer(_NOT.sub(" not", text)):
        word = plain(match[0]).replace("'", "’")
        if word in _ARTICLES:
            continue
        if word[0].isdigit():
            word = re.sub(r",(?=\d{3}\b)", "", word)
        found.append(_Word(NUMBER_WORDS.get(word, word), match[0][0].isupper()))
    return found


def _match(asked: _Proposition, verb: int, told: Sequence[_Word], first: int) -> Settled | None:
    """Match the subject, which is the words before `verb`, from `told[first]` on, then the rest of the question."""
    place = _subject(asked.words[:verb], told, first)
    if place is None or not _begins_clause(told, first):
        return None
    place = _past_name_and_apposition(told, place)
    auxiliaries, place = _beside_verb(told, place)
    negated = "not" in auxiliaries
    if place >= len(told) or not _verb_fits(asked, asked.words[verb].text, auxiliaries, told[place].text):
        return None
    end = _rest(asked.words[verb + 1 :], told, place + 1)
    if end is None or (end < len(told) and told[end].text in ("’s", "-")):
        return None
    if not negated:
        return "yes" if end == len(told) or _ends_there(told[end]) else None
    # "did not meet Wang in Bali" says nothing of whether they met: what is denied must be all that is asked.
    ends = end == len(told) or told[end].text in _STOPS - {",", "("}
    return "no" if ends else None


def _subject(wanted: Sequence[_Word], told: Sequence[_Word], first: int) -> int | None:
    """Return the place after the subject, where it begins at `first`; a name in it may be longer than asked."""
    place = first
    for number, word in enumerate(wanted):
        skipped = 0
        while number and place < len(told) and told[place].text != word.text and told[place].capital:
            place, skipped = place + 1, skipped + 1
            if skipped > NAME_PARTS:
                return None
        if place >= len(told) or told[place].text != word.text:
            return None
        place += 1
    return place


def _begins_clause(told: Sequence[_Word], first: int) -> bool:
    """Say whether nothing between a comma, or the sentence's beginning, and a word makes it part of something else.

    A name may have a title before it; "the former minister" is not "the minister".
    """
    before: list[str] = []
    for word in reversed(told[:first]):
        if word.text in _STOPS:
            break
        before.append(word.text)
    if before and not told[first].capital:
        return False
    return not any(word in _PREPOSITIONS or word in _CONNECTIVES or word == "’s" for word in before)


def _past_name_and_apposition(told: Sequence[_Word], place: int) -> int:
    """Return the place after the rest of a name, and after what stands between commas or brackets behind it."""
    for _ in range(NAME_PARTS):
        if place < len(told) and told[place].capital and told[place - 1].capital:
            if told[place].text in THING_WORDS:
                return len(told)  # the Trump Organization is not Trump
            place += 1
    if place < len(told) and told[place].text in (",", "("):
        close = ")" if told[place].text == "(" else ","
        for step in range(place + 1, min(len(told), place + 2 + APPOSITION)):
            if told[step].text == close:
                return step + 1
            if told[step].text in _STOPS or told[step].text in ("and", "but"):
                break
    return place


def _beside_verb(told: Sequence[_Word], place: int) -> tuple[tuple[str, ...], int]:
    """Return the auxiliaries and negations from a place on, adverbs left out, and the place after them."""
    found: list[str] = []
    while place < len(told):
        word = told[place].text
        if word == "not":
            found.append("not")
        elif word in ("is", "are", "was", "were", "has", "have", "had", "did", "does", "do"):
            found.append(word)
        elif not (word in _BESIDE_VERB or (word.endswith("ly") and word not in HEDGES)):
            break
        elif "not" in found:
            return ("not", "more"), place  # "did not only", "has not yet": not the whole of it is denied
        place += 1
    return tuple(found), place


def _verb_fits(asked: _Proposition, verb: str, auxiliaries: tuple[str, ...], said: str) -> bool:
    """Say whether the sentence's verb is the question's in the form that its auxiliary calls for."""
    plainly = tuple(word for word in auxiliaries if word != "not")
    denied = len(auxiliaries) - len(plainly)
    if denied > 1:
        return False
    if denied:
        return plainly == (asked.auxiliary,) and said == verb
    past, participle, third = verb_forms(verb)
    if asked.auxiliary == "did":
        perfect = plainly in (("has",), ("have",), ("had",))
        return said in (participle if perfect else past) and (perfect or not plainly)
    if asked.auxiliary in ("does", "do"):
        return not plainly and said == (third if asked.auxiliary == "does" else verb)
    # "Has he resigned?" is settled by "He resigned" too.
    simple = not plainly and asked.auxiliary in ("has", "have", "had") and verb.endswith("ed")
    return said == verb and (simple or plainly == (asked.auxiliary,))


def _rest(wanted: Sequence[_Word], told: Sequence[_Word], place: int) -> int | None:
    """Return the place after the words that follow the verb; only words that describe may stand between them."""
    for word in wanted:
        skipped = 0
        while place < len(told) and told[place].text != word.text:
            if not _may_stand_between(told[place], word):
                return None
            place, skipped = place + 1, skipped + 1
            if skipped > OTHERS:
                return None
        if place >= len(told):
            return None
        place += 1
    return place


def _may_stand_between(word: _Word, wanted: _Word) -> bool:
    """Say whether a word before the one that is wanted leaves the meaning: a title before a name, a number, an adverb.

    "The school budget" is not "the budget", nor South Sudan Sudan.
    """
    if word.text in _PARTS or word.text in _OTHER_ONES:
        return False
    return wanted.capital or word.capital or word.text[0].isdigit() or word.text.endswith("ly")


def _ends_there(word: _Word) -> bool:
    """Say whether what was asked ends before a word: "bought Twitter shares" is not "bought Twitter"."""
    return (
        word.text in _PARTS | _DAYS | _BESIDE_VERB
        or word.text[0].isdigit()
        or (word.text.endswith("ly") and not word.capital)
    )


def _in_anothers_name(told: Sequence[_Word], first: int) -> bool:
    """Say whether a sentence is told in another's name: "Kyiv: Russia destroyed the dam"."""
    return first > 0 and told[first - 1].text in (":", "‘", "'")


def _in_quotation_marks(told: Sequence[_Word], first: int) -> bool:
    opened = sum(word.text in "“«„" for word in told[:first]) - sum(word.text in "”»" for word in told[:first])
    return opened > 0 or sum(word.text == '"' for word in told[:first]) % 2 == 1
