"""How much each term of a question counts in a collection, and what share of them stands in a text; pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from rag.question import Asked
from rag.synonyms import sought
from rag.terms import stem

ALIKE = 0.7
"""What a term counts where a text has another word for it."""


def term_frequencies(asked: Asked, frequency: Callable[[str], int]) -> dict[str, int]:
    """Return in how many passages each term of the question stands, by stem; of one in none, another word for it."""
    terms = {stem(word): word for word in asked.surface if stem(word) in asked.terms}
    others = asked.alike
    looked_for = {term: sought(word, others.get(term, ()), frequency) for term, word in terms.items()}
    return {term: max(map(frequency, some)) for term, some in looked_for.items()}


def term_weights(asked: Asked, frequencies: Mapping[str, int], passages: int) -> dict[str, float]:
    """Return how much each term counts: the rarer the more; negative where it is nowhere in the collection."""
    weights = {}
    for term in asked.terms:
        seen = frequencies.get(term, 0)
        weight = math.log(1 + passages / (1 + seen))
        weights[term] = weight if seen else 0.0 if term in asked.borrowed else -weight
    return weights


def covered(asked: Asked, found: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return the weighted share of the question's terms that are found."""
    have = set(found)
    total = weight_of(asked.terms, weights)
    said = weight_of([term for term in asked.terms if term in have], weights)
    alike = asked.alike
    other = [term for term in asked.terms if term not in have and not have.isdisjoint(alike.get(term, ()))]
    return (said + ALIKE * weight_of(other, weights)) / total if total else 0.0


def nowhere(wanted: Sequence[str], names: set[str], weights: Mapping[str, float]) -> tuple[float, float]:
    """Return the share of the question's terms, and of its names, that are nowhere in the collection."""
    missing = weight_of([term for term in wanted if weights.get(term, 0.0) < 0], weights)
    absent = {term for term in names if weights.get(term, 0.0) < 0}
    return missing / (weight_of(wanted, weights) or 1.0), len(absent) / len(names) if names else 0.0


def weight_of(some: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return what terms weigh together."""
    return sum(abs(weights.get(term, 0.0)) for term in some)
