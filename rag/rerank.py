"""Passages read together with the question: by our own reader, or any sentence-transformers `CrossEncoder` by name."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.domain import Passage
from rag.errors import RerankerError, first_line
from rag.offline import keep_offline
from rag.reader import LANGUAGES, Reader
from rag.reading import FEATURES

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

    from rag.settings import Settings

WEIGHT, WEIGHT_ODDS = 1.0, 0.5
"""How much a reranker counts against what passages were ranked by before: both in standard deviations, or in log-odds
where those are what it gives."""

BATCH = 8
"""Passages a forward pass; they are long, and more at once are no faster on two cores."""


OWN, OFF = "reader", "off"
"""What the reader of our own, and none, go by in the settings."""


class Reranker(Protocol):
    """What reads passages with a question."""

    @property
    def gives_odds(self) -> bool:
        """Whether its scores are log-odds, as those of the search are."""

    def relevance(self, questions: Sequence[str], passages: Sequence[Passage]) -> NDArray[np.float64]:
        """Return how well each passage answers the question beside it; any scale, higher is better, NaN: unread."""


class ReaderReranker:
    """The reader of our own; what it has read is not read again for the answer."""

    gives_odds = True

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def relevance(self, questions: Sequence[str], passages: Sequence[Passage]) -> NDArray[np.float64]:
        """Return how likely each passage is what should be found, in log-odds; NaN in a language that is not read."""
        known = [place for place, one in enumerate(passages) if one.source.language in LANGUAGES]
        read = self._reader.read_each(
            [questions[place] for place in known],
            [passages[place].text for place in known],
            [passages[place].source.title or "" for place in known],
        )
        scores = np.full(len(passages), np.nan)
        scores[known] = [reading.features[FEATURES.index("relevant")] for reading in read]
        return scores


class CrossEncoderReranker:
    """A sentence-transformers `CrossEncoder`; the weights are loaded at the first question."""

    gives_odds = False

    def __init__(self, name: str, *, allow_downloads: bool = False) -> None:
        self.name = name
        self._allow_downloads = allow_downloads
        self._model: CrossEncoder | None = None
        self._lock = Lock()

    def relevance(self, questions: Sequence[str], passages: Sequence[Passage]) -> NDArray[np.float64]:
        """Return how well each passage answers the question beside it.

        Raises:
            RerankerError: there is no such model, or it is no reranker.
        """
        model = self._load()
        pairs = list(zip(questions, map(_as_read, passages), strict=True))
        scores = np.asarray(model.predict(pairs, batch_size=BATCH, show_progress_bar=False), dtype=np.float64)
        if scores.shape != (len(passages),):
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


def reranker_of(settings: Settings, reader: Reader | None) -> Reranker | None:
    """Return the reranker that the settings name, if they do; our own is the reader that answers too."""
    if settings.reranker == OWN:
        return ReaderReranker(reader) if reader else None
    if settings.reranker == OFF:
        return None
    return CrossEncoderReranker(settings.reranker, allow_downloads=settings.allow_downloads)


def rerank(
    reranker: Reranker,
    questions: Sequence[str],
    passages: Sequence[Passage],
    scores: NDArray[np.float64],
    depth: int,
) -> NDArray[np.float64]:
    """Return new scores: the first `depth` passages ordered by both, all others after them as they were.

    Args:
        questions: what is asked of each passage: the clause that it fits best, or the whole.
    """
    first = np.argsort(-scores, kind="stable")[:depth]
    read = reranker.relevance([questions[place] for place in first], [passages[place] for place in first])
    if reranker.gives_odds:
        both = scores[first] + WEIGHT_ODDS * np.where(np.isnan(read), _mean(read), read)
    else:
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


def _mean(values: NDArray[np.float64]) -> float:
    """Return the mean of the values that are known; 0 where none is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0
