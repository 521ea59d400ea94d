"""Which evidence: search by words and by meaning, for the whole question and for each clause, weighed together.

Both searches propose; what they propose is weighed by all that is asked (`rag/rank.py`), copies are folded, and the
clauses of the question get their share of the places.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, combinations, islice

import numpy as np
from numpy.typing import NDArray

from rag import rank
from rag.collection import Snapshot
from rag.domain import Evidence, Filters, Passage, Source
from rag.question import Asked
from rag.rank import Found
from rag.rerank import Reranker, rerank
from rag.synonyms import sought
from rag.terms import overlap, stem, terms

Vectors = NDArray[np.float32]

PROPOSED, PROPOSED_PART = 60, 30
"""Passages that each search proposes for the whole question, and for a clause."""

WEIGHED = 48
"""Passages that are weighed by everything; 64 or 200 find no more (ARCHITECTURE.md's log)."""

POSTINGS, POSTINGS_PART, GROWTH = 184, 77, 0.35
"""Places in the word index that a query reads at most, times the number of passages to the power of `GROWTH`: its
rarest words first, so that the cost grows slower than the collection. Words left out still count where passages are
weighed."""

OVERFETCH, ENOUGH = 8, 20
"""Times as many of the nearest passages are asked for where a filter takes some out, and how many must be left."""

LEAST_WORDS = 3
"""Words that are searched for however common they are, if only side by side."""

WORDS, WORDS_PART, MEANING, MEANING_PART = 1.4, 3.0, 3.5, 2.5
"""How much each search counts in choosing what is weighed."""

SPREAD = 0.3
"""Log-odds taken from a passage for each better one that answers the same clause."""

SOFTNESS = 2.0
"""Log-odds in which a score falls to 1/e of the best."""

SAME_PASSAGE = 0.7
"""Share of the shorter passage's terms in the longer one, from which two copies say the same there."""


@dataclass(frozen=True, slots=True)
class Search:
    """How a collection is searched: with a model that rereads the first `depth` passages, or without.

    Attributes:
        clauses: whether it rereads for questions of several clauses too, each passage with the clause it fits best.
    """

    reranker: Reranker | None = None
    depth: int = 16
    clauses: bool = True


def retrieve(
    asked: Asked,
    vectors: Vectors,
    snapshot: Snapshot,
    *,
    k: int,
    filters: Filters,
    search: Search = Search(),
) -> list[Evidence]:
    """Return up to `k` passages, best first; an empty index finds nothing.

    Args:
        vectors: the embeddings of `asked.texts`, a row each.
    """
    found = find(asked, vectors, snapshot, filters)
    if not found:
        return []
    weighed = rank.weigh(asked, found, snapshot.frequency, snapshot.vectors.manifest.passages)
    scores = rank.score(weighed)
    several = len(asked.parts) > 1
    if search.reranker is not None and (search.clauses or not several):
        questions = [asked.parts[part].text if several else asked.text for part in weighed.parts]
        scores = rerank(search.reranker, questions, [item.passage for item in found], scores, search.depth)
    best = float(scores.max())
    spread = _spread(scores, weighed.parts if several else None)
    return fold_reprints(
        [Evidence(found[place].passage, math.exp((left - best) / SOFTNESS)) for place, left in spread],
        asked.understood.outlets,
    )[:k]


def find(asked: Asked, vectors: Vectors, snapshot: Snapshot, filters: Filters) -> list[Found]:
    """Return the passages that the searches propose, those most likely to answer, in an order that is no ranking."""
    by_words = _search_words(asked, snapshot, filters)
    by_meaning = _search_meaning(vectors, snapshot, filters)
    names = list(dict.fromkeys([name for found in (*by_words, *by_meaning) for name in found]))
    # Where there is one text, Chroma has said how near its own are; reading a vector costs four looks at the disk.
    similar = {name: np.array([near]) for name, near in by_meaning[0].items()} if len(vectors) == 1 else {}
    known = snapshot.store.vectors([name for name in names if name not in similar], snapshot.fingerprint)
    similar |= {name: (vectors @ vector).astype(np.float64) for name, vector in known.items()}
    likely = {name: _likely(name, by_words, similar[name]) for name in names if name in similar}
    chosen = sorted(likely, key=lambda name: (-likely[name], name))[:WEIGHED]
    passages = snapshot.store.passages(chosen)
    about = snapshot.store.about(chosen) if asked.periods else {}
    return [Found(passages[name], similar[name], about.get(name)) for name in sorted(chosen) if name in passages]


def _likely(name: str, by_words: Sequence[Mapping[str, float]], similar: NDArray[np.float64]) -> float:
    whole, *parts = (found.get(name, 0.0) for found in by_words)
    return (
        WORDS * whole
        + WORDS_PART * max(parts, default=whole)
        + MEANING * float(similar[0])
        + MEANING_PART * float(similar[1:].max(initial=similar[0] if len(similar) == 1 else -1.0))
    )


def _search_words(asked: Asked, snapshot: Snapshot, filters: Filters) -> list[dict[str, float]]:
    """Return what word search finds for the whole question and for each clause, the best of each as 1."""
    size = snapshot.vectors.manifest.passages**GROWTH
    queries = [(asked.surface, PROPOSED, POSTINGS)]
    if len(asked.parts) > 1:
        queries += [(part.surface, PROPOSED_PART, POSTINGS_PART) for part in asked.parts]
    found = []
    for words, most, postings in queries:
        looked_for = [sought(word, asked.alike.get(stem(word), ()), snapshot.frequency) for word in words]
        query = word_query(list(dict.fromkeys(chain(*looked_for))), snapshot.frequency, int(postings * size))
        hits = snapshot.store.search_words(query, most, filters, enough=ENOUGH)
        best = max((score for _, score in hits), default=0.0) or 1.0
        found.append({name: score / best for name, score in hits})
    return found


def passages_with(words: Sequence[str], snapshot: Snapshot, most: int) -> list[Passage]:
    """Return up to `most` passages that word search finds, best first."""
    size = snapshot.vectors.manifest.passages**GROWTH
    query = word_query(words, snapshot.frequency, int(POSTINGS * size))
    names = [name for name, _ in snapshot.store.search_words(query, most, Filters())] if words else []
    passages = snapshot.store.passages(names)
    return [passages[name] for name in names]


def word_query(words: Sequence[str], frequency: Callable[[str], int], postings: int) -> str:
    """Return a query of SQLite's FTS5: any of the rarest words, up to some places in the index.

    Of words too common for that, two must stand together: to score what has either takes most of the time of a search
    in a large collection.
    """
    ranked = sorted((frequency(word), word) for word in words)
    read = list(accumulate(seen for seen, _ in ranked))
    fitting = sum(so_far <= postings for so_far in read)
    # Everything is quoted: an operator in a question is a word like any other.
    quoted = [f'"{word}"' for _, word in ranked]
    common = quoted[fitting:LEAST_WORDS]
    if len(quoted) == 1:
        return quoted[0]
    return " OR ".join(quoted[:fitting] + [f"({one} AND {other})" for one, other in combinations(common, 2)])


def _search_meaning(vectors: Vectors, snapshot: Snapshot, filters: Filters) -> list[dict[str, float]]:
    """Return the passages nearest to each vector, and how near (cosine)."""
    most = [PROPOSED if number == 0 else PROPOSED_PART for number in range(len(vectors))]
    found = [
        dict(some) for some in snapshot.vectors.search_many(vectors, PROPOSED * OVERFETCH if filters else PROPOSED)
    ]
    if filters:
        # Chroma's own filter is slower on collections of news size, and less complete.
        allowed = snapshot.store.allowed(list({name for some in found for name in some}), filters)
        found = [{name: near for name, near in some.items() if name in allowed} for some in found]
    if not filters or all(len(some) >= ENOUGH for some in found):
        return [dict(islice(some.items(), many)) for some, many in zip(found, most, strict=True)]
    # Few pass: all of those are scored.
    names: list[str] = []
    batches: list[NDArray[np.float32]] = []
    for some, their in snapshot.allowed_vectors(filters):
        names += some
        batches.append(their @ vectors.T)
    if not names:
        return [{} for _ in most]
    scores = np.concatenate(batches)
    ranked = np.argsort(-scores, axis=0, kind="stable")
    return [
        {names[place]: float(scores[place, column]) for place in ranked[:many, column]}
        for column, many in enumerate(most)
    ]


def _spread(scores: NDArray[np.float64], parts: NDArray[np.int64] | None) -> list[tuple[int, float]]:
    """Return the places of passages with what is left of their scores, best first.

    Each passage that answers a clause leaves more room to those that answer the other clauses.
    """
    left = scores.astype(np.float64)
    order = []
    for _ in range(len(left)):
        place = int(np.argmax(left))
        order.append((place, float(left[place])))
        if parts is not None:
            left[parts == parts[place]] -= SPREAD
        left[place] = -np.inf
    return order


def fold_reprints(evidence: Sequence[Evidence], outlets: Sequence[str] = ()) -> list[Evidence]:
    """Keep one of the passages that copies of an article share, in the best place.

    It is that of an outlet which the question names, else the head's where it was found.
    """
    kept: list[Evidence] = []
    for item in evidence:
        place = next((place for place, other in enumerate(kept) if _is_copy(item.passage, other.passage)), None)
        if place is None:
            kept.append(item)
        elif _stands_for(item.passage.source, outlets) > _stands_for(kept[place].passage.source, outlets):
            kept[place] = replace(item, score=kept[place].score)
    return kept


def _stands_for(source: Source, outlets: Sequence[str]) -> tuple[bool, bool]:
    """Return how well an article stands for its copies; the greater, the better."""
    return source.publisher in outlets, source.article_id == source.group


def _is_copy(one: Passage, other: Passage) -> bool:
    if one.source.group != other.source.group or one.source.article_id == other.source.article_id:
        return False
    return overlap(*sorted((terms(one.text), terms(other.text)), key=len)) >= SAME_PASSAGE
