"""BM25 (Robertson & Zaragoza 2009) of the passages that were found, for a question, a clause, a sentence; pure.

The word index ranks by some words of a question, the rarest, so that its cost does not grow with the collection.
What it finds is weighed here by all words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.terms import NUMBER_WORDS, WORD, plain, stem

SATURATION = 1.2
"""k1: how soon one more occurrence of a word stops to count."""

LENGTH = 0.4
"""b: how much long texts are held back; passages are packed to one length, so little."""

USUAL_WORDS, USUAL_SENTENCE = 190.0, 25.0
"""Words of a passage and of a sentence against which length is measured: constants, so that a score depends on the
passage and not on the others."""

_SENTENCE = re.compile(r"(?<=[^\W_A-Z][.!?…])[\"”’»)]{0,2}\s+(?=[\"“‘«(]?[A-ZÀ-Þ\d])|\n+")
"""Where sentences end, near enough to weigh them: quotations are cut by `rag/sentences.py`."""

Counted = tuple[dict[str, int], int]
"""How often each term stands in a text, and how many words that has."""

Frequency = Callable[[str], int]
"""In how many passages of the collection a stem stands."""


class Text:
    """How often each of some terms stands in a passage: under its title as a whole, and sentence by sentence."""

    def __init__(self, title: str, text: str, terms: Terms) -> None:
        # Made plain in one go: what begins in lower case is no longer seen to begin a sentence.
        first, *rest = plain("\n".join([title.replace("\n", " "), *_SENTENCE.split(text)])).split("\n")
        self.sentences = [terms.count(sentence) for sentence in rest]
        counts, length = terms.count(first)
        for some, more in self.sentences:
            length += more
            for term, seen in some.items():
                counts[term] = counts.get(term, 0) + seen
        self.whole = counts, length


class Terms:
    """The terms of a question, looked for in many texts; few words of those are stemmed, and each once.

    Args:
        alike: stems that count as a term, with that term.
    """

    def __init__(self, terms: Collection[str], alike: Mapping[str, str] | None = None) -> None:
        self._terms: dict[str, str] = {term: term for term in terms} | dict(alike or {})
        self._known: dict[str, str | None] = {}
        # A stem begins as its word does: what begins as no term need not be stemmed. Numbers may be written as words.
        self._beginnings = {term[:2] for term in self._terms} | {
            word[:2] for word, value in NUMBER_WORDS.items() if value in terms
        }

    def count(self, text: str) -> Counted:
        """Return how often each term stands in a plain text, and how many words that has."""
        counts: dict[str, int] = {}
        found = WORD.findall(text)
        for word in found:
            if word[:2] not in self._beginnings:
                continue
            term = self._known[word] if word in self._known else self._look_up(word)
            if term is not None:
                counts[term] = counts.get(term, 0) + 1
        return counts, len(found)

    def _look_up(self, word: str) -> str | None:
        # As rag.terms.words reads them: "18,400" is 18400, and "eleven" 11.
        term = stem(NUMBER_WORDS.get(word) or (word.replace(",", "") if word[0].isdigit() else word))
        self._known[word] = self._terms.get(term)
        return self._known[word]


def idf(terms: Sequence[str], frequency: Frequency, passages: int) -> dict[str, float]:
    """Return how much each term tells: the rarer, the more."""
    found = {}
    for term in terms:
        seen = frequency(term)
        found[term] = math.log(1 + (passages - seen + 0.5) / (seen + 0.5)) if seen <= passages else 0.0
    return found


def score_wholes(texts: Sequence[Text], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the BM25 of each text for the terms of `weights`."""
    return np.array([_score(text.whole, weights, USUAL_WORDS) for text in texts])


def score_sentences(texts: Sequence[Text], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the BM25 of each text's best sentence."""
    return np.array(
        [max((_score(one, weights, USUAL_SENTENCE) for one in text.sentences), default=0.0) for text in texts]
    )


def _score(counted: Counted, weights: Mapping[str, float], usual: float) -> float:
    counts, length = counted
    norm = SATURATION * (1 - LENGTH + LENGTH * length / usual)
    return sum(
        weights[term] * seen * (SATURATION + 1) / (seen + norm) for term, seen in counts.items() if term in weights
    )
