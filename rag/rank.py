"""Passages that were found, each with the features that it is weighed by; pure.

The weights were fitted on labelled questions by `python -m benchmarks.fit_rank`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag import bm25
from rag.domain import Passage
from rag.fitted import fitted
from rag.parts import Part
from rag.period import fit
from rag.question import Asked
from rag.synonyms import sought
from rag.terms import plain, stem

Floats = NDArray[np.float64]

FEATURES = (
    "words", "words_part", "words_parts", "words_article", "sentence", "meaning", "meaning_part", "names", "speaker",
    "outlet", "period", "part", "sentence_first", "meaning_first", "part_first",
)  # fmt: skip
"""What a passage is weighed by, each between -1 and 1:

words: BM25 for the whole question; words_part: for the clause it fits best; words_parts: for all clauses together;
words_article: words_part of the best passage of its article; sentence: BM25 of its best sentence for the clause that
fits it best; meaning, meaning_part: cosine to the question, and to the clause nearest to it, 1 the nearest of what was
found and 0 the farthest; names: share of the names in the question that stand there; speaker: whether one whose words
are asked for speaks there;
outlet: 1 where its outlet is one of those named, -1 where it is another, 0 where either is not known; period: likewise;
part: all of these for one clause, with the outlet and the days which that clause names;
sentence_first, meaning_first, part_first: 1 for the passage that is first by it, 1/2 for the second, 1/3, …: being the
best tells more than being good."""

WEIGHTS_FILE = Path(__file__).with_name("rank_weights.json")

_PART = {"words": 1.0, "sentence": 0.5, "meaning": 0.5, "outlet": 0.3, "period": 0.15}
"""What the fit of a passage to one clause is made of."""

_SPEECH = re.compile(
    r"[“”\"«»]|\b(?:said|says|told|called|describ\w+|warned|argued|added|wrote|insisted|announced)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a search found.

    Attributes:
        similar: its cosine to each of the question's texts.
        about: the first and last day that it speaks of.
    """

    passage: Passage
    similar: Floats
    about: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """Passages by their features.

    Attributes:
        features: a row a passage, a column a name of FEATURES.
        parts: the clause that each passage fits best.
    """

    features: Floats
    parts: NDArray[np.int64]


def weigh(asked: Asked, found: Sequence[Found], frequency: bm25.Frequency, passages: int) -> Weighed:
    """Return the features of what was found for a question, in the same order.

    Args:
        frequency: in how many passages of the collection a word stands, in any form.
        passages: how many there are.
    """
    whole = dict.fromkeys(stem(word) for word in asked.surface)
    terms = {*whole, *(term for part in asked.parts for term in part.terms)}
    # Counted by what is written: some stems have another stem when stemmed again.
    written = {stem(word): word for word in asked.surface}
    standing = {term for term in terms if frequency(written.get(term, term))}
    instead = {term: others for term in sorted(terms - standing) if (others := asked.alike.get(term))}
    looked_for = {term: sought(written.get(term, term), instead.get(term, ()), frequency) for term in terms}
    wanted = bm25.Terms(terms, {other: term for term, others in instead.items() for other in others - terms})
    texts = [bm25.Text(item.passage.source.title or "", item.passage.text, wanted) for item in found]
    weights = bm25.idf(sorted(terms), lambda term: max(map(frequency, looked_for[term])), passages)
    similar = np.array([item.similar for item in found])
    by_part = [_fit(part, found, texts, weights) for part in asked.parts]
    words, sentences = (np.array([one[name] for one in by_part]) for name in ("words", "sentence"))
    near = similar[:, 1:].T if similar.shape[1] > 1 else similar.T
    part_fit = (
        _PART["words"] * words + _PART["sentence"] * sentences + _PART["meaning"] * near
        + np.array([_PART["outlet"] * one["outlet"] + _PART["period"] * one["period"] for one in by_part])
    )  # fmt: skip
    named = frozenset(asked.understood.outlets)
    columns = {
        "words": _scaled(bm25.score_wholes(texts, {term: weights[term] for term in whole})),
        "words_part": words.max(axis=0),
        "words_parts": _scaled(words.sum(axis=0)),
        "words_article": _best_of_article(words.max(axis=0), found),
        "sentence": sentences.max(axis=0),
        "meaning": _spanned(similar[:, 0]),
        "meaning_part": _spanned(near.max(axis=0)),
        "names": _names(asked, found),
        "speaker": _speaks(asked, found),
        "outlet": _outlet(named, found),
        "period": np.array([fit(item.passage.source.published, item.about, asked.periods) for item in found]),
        "part": part_fit.max(axis=0) / sum(_PART.values()),
    }
    columns |= {f"{name}_first": _first(columns[name]) for name in ("sentence", "meaning", "part")}
    return Weighed(np.stack([columns[name] for name in FEATURES], axis=1), part_fit.argmax(axis=0))


def score(weighed: Weighed) -> Floats:
    """Return the log-odds of each passage against the others of the same question."""
    weights = fitted(WEIGHTS_FILE)
    return np.asarray(weighed.features @ np.array([weights[name] for name in FEATURES]))


def _fit(part: Part, found: Sequence[Found], texts: Sequence[bm25.Text], idf: Mapping[str, float]) -> dict[str, Floats]:
    weights = {term: idf[term] for term in part.terms}
    return {
        "words": _scaled(bm25.score_wholes(texts, weights)),
        "sentence": _scaled(bm25.score_sentences(texts, weights)),
        "outlet": _outlet(part.outlets, found),
        "period": np.array([fit(item.passage.source.published, item.about, part.days) for item in found]),
    }


def _outlet(named: frozenset[str], found: Sequence[Found]) -> Floats:
    def of(publisher: str | None) -> float:
        if not named or publisher is None:
            return 0.0
        return 1.0 if publisher in named else -1.0

    return np.array([of(item.passage.source.publisher) for item in found])


def _names(asked: Asked, found: Sequence[Found]) -> Floats:
    names = [plain(name) for name in asked.names]
    if not names:
        return np.zeros(len(found))
    texts = [plain(f"{item.passage.source.title or ''} {item.passage.text}") for item in found]
    return np.array([sum(name in text for name in names) / len(names) for text in texts])


def _speaks(asked: Asked, found: Sequence[Found]) -> Floats:
    """Say whether one of the speakers stands in a sentence that quotes or reports speech."""
    speakers = [name.split()[-1] for name in asked.understood.speakers]
    if not speakers:
        return np.zeros(len(found))

    def of(text: str) -> bool:
        return any(
            _SPEECH.search(text, max(0, at - 200), at + 200)
            for speaker in speakers
            for at in [text.find(speaker)]
            if at >= 0
        )

    return np.array([float(of(item.passage.text)) for item in found])


def _best_of_article(scores: Floats, found: Sequence[Found]) -> Floats:
    best: dict[str, float] = {}
    names = [item.passage.source.article_id for item in found]
    for name, one in zip(names, scores, strict=True):
        best[name] = max(best.get(name, 0.0), float(one))
    return np.array([best[name] for name in names])


def _scaled(scores: Floats) -> Floats:
    highest = scores.max(initial=0.0)
    return scores / highest if highest > 0 else scores


def _spanned(values: Floats) -> Floats:
    lowest, highest = values.min(initial=1.0), values.max(initial=-1.0)
    return (values - lowest) / (highest - lowest) if highest > lowest else np.ones_like(values)


def _first(values: Floats) -> Floats:
    """Return 1 for the highest value, 1/2 for the next, …; equal values share the better place."""
    return np.array([1.0 / (1 + int((values > value).sum())) for value in values])
