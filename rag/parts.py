"""A question taken apart: its clauses, each with the outlets and days that it names; pure.

"Who …, according to The Verge, and was later … as TechCrunch reported?" asks for several passages; each clause
is searched for besides the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.function_words import function_words
from rag.outlets import named_outlets
from rag.terms import QUESTION_WORDS, STOPWORDS, stem, words

LEAST = 4
"""Words with meaning that a clause has at least; a shorter one stays with the one before it."""

MOST = 6
"""Clauses that are searched for; those of a longer question stay together."""

ENOUGH = 3
"""Words that are left when those that only speak of reporting are taken out."""

REPORTING = frozenset(
    "article articles report reports reported reporting publish published publication claim claims claimed suggest "
    "suggests suggested mention mentions mentioned discuss discusses discussed discussing highlight highlights "
    "highlighted indicate indicates indicated describe describes described portray portrays portrayed portrayal "
    "consistent consistency inconsistency contradict contradicts discrepancy according cover covers covered coverage "
    "compare compares compared story stories differ differs differed difference differences".split()
)
"""Words that say how something was reported; they stand in any article."""

_CUT = re.compile(
    r"(?<=[,;:?])\s+|\s(?=(?:while|whereas|but|than|according to|compared (?:to|with)|and|before|after|who|which|whose"
    r"|that|between|as (?:the|reported|described|mentioned|highlighted|noted|stated|discussed|covered))\b)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A clause of a question, or the whole of one that has no clauses.

    Attributes:
        surface: its words to search for, as written.
        terms: their stems.
        outlets: the outlets it names.
        days: the periods it names, as first and last day (20231007).
    """

    text: str
    surface: tuple[str, ...]
    outlets: frozenset[str] = frozenset()
    days: tuple[tuple[int, int], ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """The stems of its words, each once."""
        return tuple(dict.fromkeys(stem(word) for word in self.surface))


def take_apart(
    text: str, *, outlets: Sequence[str] = (), periods: Sequence[tuple[int, int, tuple[int, int]]] = ()
) -> tuple[Part, ...]:
    """Return the clauses of a question, in order.

    Args:
        outlets: the known ones.
        periods: where the question names one, and its first and last day.
    """
    found = []
    for start, end in _clauses(text):
        clause = text[start:end]
        named = frozenset(outlet for place in named_outlets(clause, outlets) for outlet in place.outlets)
        days = tuple(period for first, last, period in periods if start <= first and last <= end)
        found.append(Part(clause.strip(), search_words(clause), named, days))
    return tuple(found)


def search_words(text: str) -> tuple[str, ...]:
    """Return the words of a question that tell what it is about, each once."""
    every = words(text)
    others = function_words(every)
    found = [word for word in every if word not in STOPWORDS and word not in others]
    telling = [word for word in found if word not in QUESTION_WORDS] or found
    content = [word for word in telling if word not in REPORTING]
    return tuple(dict.fromkeys(content if len(content) >= ENOUGH else telling))


def _clauses(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() if match.group().strip() else match.start() for match in _CUT.finditer(text)), len(text)]
    clauses: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        if not text[start:end].strip():
            continue
        if clauses and (_size(text, clauses[-1]) < LEAST or _size(text, (start, end)) < 2):  # noqa: PLR2004
            clauses[-1] = (clauses[-1][0], end)
        else:
            clauses.append((start, end))
    if len(clauses) > 1 and _size(text, clauses[-1]) < LEAST:
        (start, _), (_, end) = clauses[-2:]
        clauses[-2:] = [(start, end)]
    if len(clauses) > MOST:
        clauses[MOST - 1 :] = [(clauses[MOST - 1][0], clauses[-1][1])]
    return clauses


def _size(text: str, span: tuple[int, int]) -> int:
    return len(search_words(text[span[0] : span[1]]))
