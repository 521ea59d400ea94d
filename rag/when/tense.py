"""Whether the clause around a place in a text speaks of what was or of what will be; pure.

English only, and by the nearest verb that shows it: "the bill passed Tuesday", "is to be sentenced Friday".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BEFORE, _AFTER = 160, 120
"""Characters looked at on either side; bounded, so that one endless line costs no more than many."""

_SENTENCE = re.compile(r"[.!?]['\"”’)]{0,2} {1,3}(?=['\"“‘(]?[A-Z])")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|St|Jr|Sgt|Capt|No|[A-Z][a-z]{2,3}t?)$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[;:()“”\"—–,]|--|['’](?= ?ll\b)")

_THAT = re.compile(r" that\b")
_CLAUSE = frozenset(
    '; : ( ) “ ” " — – , -- who which that when after before because where while and but as if whether amid'.split()
)
_MODAL = frozenset("will shall would can could may might must should ll".split())
_INTENT = frozenset(
    "expected scheduled slated set poised likely going planned planning plans hopes hoping intends prepares preparing "
    "aims ready supposed about due bound invited".split()
)
_TO = frozenset("to for on in at".split())
_PLANNERS = frozenset("they we i who you and".split())
_BEGINS = frozenset(
    "begin begins start starts open opens kicks expires expire convenes convene resumes resume upcoming faces ends "
    "meets meet arrives arrive airs".split()
)
_SEEMED = frozenset("found believed thought appeared seemed said known reported claimed".split())
_PAST = frozenset(
    "said told was were had did has have went came took made met won lost got gave found held led left saw sent shot "
    "struck spoke wrote rose fell broke brought became ran began knew thought felt kept stood paid sold fought drew "
    "threw grew flew fled hit cut put spent built caught taught bought drove swore hurt died dead ago since agreed "
    "freed laid chose stole froze sought swept slept dealt withdrew overthrew underwent undertook oversaw shook wore "
    "tore sank sang rang rode woke forgot hung swung meant heard lent sent understood bore hid quit cast".split()
)
_NO_PAST = frozenset("hundred indeed need speed feed seed breed exceed proceed succeed united embed shed bed".split())
_PASSIVE = frozenset("be being is are to".split())
_ATTRIBUTE = _PASSIVE | frozenset("been the a an its his her their our s".split())
"""After these a participle says nothing of when: "will be held", "the proposed bill"."""


@dataclass(frozen=True, slots=True)
class Tense:
    """What a clause speaks of, "past", "future" or None, and whether its own verb says so or one further off."""

    time: str | None
    own: bool


def tense(line: str, start: int, end: int) -> Tense:
    """Return what the clause around `line[start:end]` speaks of."""
    before = _WORD.findall(_sentence_before(line[max(0, start - _BEFORE) : start]))
    after = line[end : end + _AFTER]
    if match := _SENTENCE.search(after):
        after = after[: match.start()]
    head = max((number + 1 for number, word in enumerate(before) if word in _CLAUSE), default=0)
    if near := _last(before, head):
        return Tense(near, own=True)
    if _THAT.match(after):
        return Tense("past", own=True)  # "his announcement Thursday that he will …"
    following = _WORD.findall(after)
    # At the head of its clause a date goes with the verb that follows, however far; else with one of the next clause.
    if len(before) - head <= 1 and (ahead := _first(following)):
        return Tense(ahead, own=True)
    return Tense(_last(before, 0) or _first(_next_clause(following)), own=False)


def _next_clause(words: list[str]) -> list[str]:
    """Return the words up to the end of the clause after the first boundary."""
    bounds = [number for number, word in enumerate(words) if word in _CLAUSE][:2]
    return words[: bounds[1]] if len(bounds) > 1 else words


def _sentence_before(text: str) -> str:
    """Return what of `text` belongs to the sentence that it breaks off in."""
    start = 0
    for match in _SENTENCE.finditer(text):
        if not _ABBREVIATED.search(text[max(0, match.start() - 8) : match.start()]):
            start = match.end()
    return text[start:]


def _first(words: list[str]) -> str | None:
    return next((mark for number in range(len(words)) if (mark := _mark(words, number))), None)


def _last(words: list[str], head: int) -> str | None:
    return next((mark for number in range(len(words) - 1, head - 1, -1) if (mark := _mark(words, number))), None)


def _mark(words: list[str], number: int) -> str | None:
    """Return what one word of a clause shows, seen with its neighbours."""
    word = words[number]
    following = words[number + 1] if number + 1 < len(words) else ""
    previous = words[number - 1] if number else ""
    if word in _MODAL:
        # "could have said", "would n’t have said"
        return None if "have" in words[number + 1 : number + 4] else "future"
    if word in _BEGINS or _is_intent(word, previous, following):
        return "future"
    if word == "be" and previous == "to":
        return None if number > 1 and words[number - 2] in _SEEMED else "future"
    if word in ("is", "are"):
        return "future" if following == "to" or words[number + 1 :] == ["on"] else None
    is_past = word in _PAST and previous not in _PASSIVE
    return "past" if is_past or _is_participle(word, previous) else None


def _is_intent(word: str, previous: str, following: str) -> bool:
    if word == "plan":
        return following == "to" and (previous in _PLANNERS or previous.endswith("s"))
    if word == "won":
        return following == "t"
    return word in _INTENT and (following in _TO or previous in ("is", "are"))


def _is_participle(word: str, previous: str) -> bool:
    ends = len(word) > 3 and word.endswith("ed") and "-" not in word  # noqa: PLR2004
    return ends and word.islower() and word not in _NO_PAST and previous not in _ATTRIBUTE
