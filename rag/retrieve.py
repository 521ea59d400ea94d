"""Which evidence: dense search and word search over the same passages, fused; limited by the filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rag.collection import Snapshot
from rag.dates import day_range
from rag.domain import Evidence, Filters, Passage, Understood
from rag.question import Asked
from rag.terms import overlap, terms

CANDIDATES = 60
"""Passages that each search contributes to the fusion."""

RANK_OFFSET = 20
"""Softens the head of the ranking in reciprocal-rank fusion (Cormack et al. 2009 used 60, for longer lists)."""

WORDS_WEIGHT, DENSE_WEIGHT = 1.0, 0.25
"""Word search is the better of the two on multi-hop news questions, so the two are weighed and not averaged;
`python -m rag.evaluate` measures it."""

SAME_PASSAGE = 0.7
"""Share of the shorter passage's terms in the longer one, from which two copies say the same there."""

OUTSIDE_PERIOD = 0.7
"""Factor on passages dated outside a period that the question names: a preference, not a filter."""


def retrieve(
    asked: Asked, vector: NDArray[np.float32], snapshot: Snapshot, *, k: int, filters: Filters
) -> list[Evidence]:
    """Return up to `k` passages, best first; an empty index finds nothing.

    Args:
        vector: the question's embedding.
    """
    by_words = snapshot.store.search_words(word_query(asked), CANDIDATES, filters)
    by_meaning = _search_dense(vector, snapshot, filters)
    fused = fuse([name for name, _ in by_words], [name for name, _ in by_meaning])
    passages = snapshot.store.passages(list(fused))
    factors = period_factors(passages, asked.understood)
    found = [Evidence(passages[name], score * factors[name]) for name, score in fused.items() if name in passages]
    found.sort(key=lambda item: (-item.score, item.passage.passage_id))
    return fold_reprints(found)[:k]


def fold_reprints(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Keep one of the passages that copies of an article share, in the best place; the head's where it was found."""
    kept: list[Evidence] = []
    for item in evidence:
        place = next((place for place, other in enumerate(kept) if _is_copy(item.passage, other.passage)), None)
        if place is None:
            kept.append(item)
        elif item.passage.source.article_id == item.passage.source.group:
            kept[place] = replace(item, score=kept[place].score)
    return kept


def _is_copy(one: Passage, other: Passage) -> bool:
    if one.source.group != other.source.group or one.source.article_id == other.source.article_id:
        return False
    return overlap(*sorted((terms(one.text), terms(other.text)), key=len)) >= SAME_PASSAGE


def fuse(by_words: Sequence[str], by_meaning: Sequence[str]) -> dict[str, float]:
    """Return every passage found with its weighted reciprocal rank, 1 where both searches put it first."""
    scores: dict[str, float] = {}
    best = (WORDS_WEIGHT + DENSE_WEIGHT) / (RANK_OFFSET + 1)
    for weight, ranking in ((WORDS_WEIGHT, by_words), (DENSE_WEIGHT, by_meaning)):
        for rank, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + weight / (RANK_OFFSET + rank) / best
    return scores


def word_query(asked: Asked) -> str:
    """Return a question as a query of SQLite's FTS5: any of its words, its names as phrases too."""
    phrases = [name.replace('"', "") for name in asked.names if " " in name]
    # Everything is quoted: an operator in a question is a word like any other.
    return " OR ".join(f'"{word}"' for word in [*asked.surface, *phrases])


def _search_dense(vector: NDArray[np.float32], snapshot: Snapshot, filters: Filters) -> list[tuple[str, float]]:
    if not filters:
        return snapshot.vectors.search(vector, CANDIDATES)
    # Scored exactly: Chroma's own filter is slower than that on collections of news size, and less complete.
    found: list[tuple[str, float]] = []
    for names, vectors in snapshot.store.allowed_vectors(snapshot.fingerprint, filters):
        found += zip(names, (vectors @ vector).tolist(), strict=True)
        found = sorted(found, key=lambda item: (-item[1], item[0]))[:CANDIDATES]
    return found


def period_factors(passages: Mapping[str, Passage], understood: Understood) -> dict[str, float]:
    """Return a factor for each passage: below 1 where it is outside the period asked for and others are inside."""
    inside = {name: in_period(passage.source.published, understood) for name, passage in passages.items()}
    prefer = any(inside.values())
    return {name: OUTSIDE_PERIOD if prefer and within is False else 1.0 for name, within in inside.items()}


def in_period(published: str | None, understood: Understood) -> bool | None:
    """Say whether an article is dated in the period asked for; None where there is no period or no date."""
    first, last = day_range(understood.since), day_range(understood.until)
    days = day_range(published)
    if first is None or last is None or days is None:
        return None
    return days[1] >= first[0] and days[0] <= _month_later(last[1])


def _month_later(day: int) -> int:
    # What happened in a period is reported until shortly after it.
    return day + 100 if day % 10_000 < 1_200 else day + 10_000 - 1_100  # noqa: PLR2004  # December
