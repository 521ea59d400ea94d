"""Passages read together with the question, by any sentence-transformers `CrossEncoder` that a user names."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.domain import Passage
from rag.errors import RerankerError, first_line
from rag.offline import keep_offline

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

WEIGHT = 1.0
"""How much a reranker counts against what passages were ranked by before, each in standard deviations."""

BATCH = 8
"""Passages a forward pass; they are long, and more at once are no faster on two cores."""


class Reranker(Protocol):
    """What reads passages with a question."""

    def relevance(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return how well each text answers the question; any scale, higher is better."""


class CrossEncoderReranker:
    """A sentence-transformers `CrossEncoder`; the weights are loaded at the first question."""

    def __init__(self, name: str, *, allow_downloads: bool = False) -> None:
        self.name = name
        self._allow_downloads = allow_downloads
        self._model: CrossEncoder | None = None
        self._lock = Lock()

    def relevance(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return how well each text answers the question.

        Raises:
            RerankerError: there is no such model, or it is no reranker.
        """
        model = self._load()
        scores = np.asarray(
            model.predict([(question, text) for text in texts], batch_size=BATCH, show_progress_bar=False),
            dtype=np.float64,
        )
        if scores.shape != (len(texts),):
            raise RerankerError(
                f"{self.name} is no reranker: it gives {scores.shape[1:]} numbers a passage, not one",
                hint="name a CrossEncoder with one output, such as cross-encoder/ms-marco-MiniLM-L6-v2",
            )
        return scores

    def _load(self) -> CrossEncoder:
        with self._lock:
            if self._model is None:
                keep_offline(allow_downloads=self._allow_downloads)
                from sentence_transformers import CrossEncoder

                try:
                    # Neither code nor pickles of a model folder are ever run.
                    self._model = CrossEncoder(
                        self.name,
                        device="cpu",
                        trust_remote_code=False,
                        local_files_only=not self._allow_downloads,
                        model_kwargs={"use_safetensors": True},
                    )
                except (OSError, ValueError, KeyError) as error:
                    raise RerankerError(
                        f"{self.name!r} is not a reranker that can be loaded: {first_line(error)}",
                        hint="give the folder of a CrossEncoder with model.safetensors, "
                        "or set DATELINE_ALLOW_DOWNLOADS=true once to fetch one",
                    ) from error
            return self._model


def rerank(
    reranker: Reranker, question: str, passages: Sequence[Passage], scores: NDArray[np.float64], depth: int
) -> NDArray[np.float64]:
    """Return new scores: the first `depth` passages ordered by both, all others after them as they were."""
    first = np.argsort(-scores, kind="stable")[:depth]
    read = reranker.relevance(question, [_as_read(passages[place]) for place in first])
    both = _standard(scores[first]) + WEIGHT * _standard(read)
    ordered = np.sort(scores[first])[::-1]
    result = scores.copy()
    # The scale stays that of the first ranking: what comes after is compared with it.
    result[first[np.argsort(-both, kind="stable")]] = ordered
    return result


def _as_read(passage: Passage) -> str:
    return f"{passage.source.title}\n{passage.text}" if passage.source.title else passage.text


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    deviation = float(values.std())
    return (values - values.mean()) / deviation if deviation > 0 else np.zeros_like(values)
