"""What the reader's numbers say of a passage: where the answer stands, whether there is one; pure.

The span is decoded as in Devlin et al., BERT (2019), section 4.3: the best pair of a first and a last token, with the
first token of the input standing for none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.fitted import fitted
from rag.reader_input import Pair

SCALE_FILE = Path(__file__).with_name("reader_scale.json")

SPAN_TOKENS = 30
"""The longest answer; one labelled span in a hundred is longer."""

FEATURES = ("answerable", "margin", "relevant")
"""What the probabilities are made of: the two judgements of the whole, in log-odds, and how far the best span is above
none, in log-probability."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a text for a question.

    Attributes:
        start, end: the likeliest answer, `text[start:end]`, whether the text answers or not.
        answers: probability that the text answers the question.
        relevance: probability that the text is what should be found for it.
        features: in the order of FEATURES.
        places: where each token begins, in code points; shape (tokens,).
        mass: how likely each token is to begin or end the answer, where there is one; sums to 1; shape (tokens,).
    """

    start: int
    end: int
    answers: float
    relevance: float
    features: tuple[float, ...]
    places: NDArray[np.int64]
    mass: NDArray[np.float64]

    def share(self, start: int, end: int) -> float:
        """Return how likely the answer, where there is one, stands in `text[start:end]`."""
        return float(self.mass[(self.places >= start) & (self.places < end)].sum())


def read(pair: Pair, spans: NDArray[np.float64], judged: NDArray[np.float64], *, skipped: int = 0) -> Reading:
    """Return what the reader's logits say.

    Args:
        spans: of first and of last tokens; shape (tokens of the pair or more, 2).
        judged: of answerable and of relevant; shape (2,).
        skipped: code points of the second text in which no answer may stand; offsets are counted after them.
    """
    places = np.array([place for place, _ in pair.passage.places], dtype=np.int64) - skipped
    inside = places >= 0
    if not inside.any():
        return Reading(0, 0, 0.0, 0.0, (-10.0, -10.0, -10.0), places[:0], np.zeros(0))
    rows = spans[pair.first : pair.first + len(places)][inside]
    logs = np.concatenate([spans[:1], rows])
    logs = logs - _logsumexp(logs)
    first, last, best = _best_span(logs[1:])
    margin = best - float(logs[0].sum())
    features = (float(judged[0]), margin, float(judged[1]))
    mass = np.exp(logs[1:]).sum(axis=1)
    kept = [place for place, good in zip(pair.passage.places, inside, strict=True) if good]
    return Reading(
        kept[first][0] - skipped,
        kept[last][1] - skipped,
        probability(features, "answers"),
        probability(features, "relevance"),
        features,
        places[inside],
        mass / mass.sum(),
    )


def _best_span(logs: NDArray[np.float64]) -> tuple[int, int, float]:
    """Return the first and the last token of the likeliest span, and its log-probability."""
    starts, ends = logs[:, 0], logs[:, 1]
    best = (0, 0, -math.inf)
    for longer in range(min(SPAN_TOKENS, len(starts))):
        both = starts[: len(starts) - longer] + ends[longer:]
        place = int(np.argmax(both))
        if both[place] > best[2]:
            best = (place, place + longer, float(both[place]))
    return best


def probability(features: Sequence[float], of: str) -> float:
    """Return the probability that was fitted to features; the same on every collection."""
    scale = fitted(SCALE_FILE)[of]
    odds = scale["bias"] + sum(scale[name] * value for name, value in zip(FEATURES, features, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _logsumexp(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    most = logs.max(axis=0)
    return np.asarray(most + np.log(np.exp(logs - most).sum(axis=0)))
