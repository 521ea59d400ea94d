"""The embedding queue: beside the reading, some hundred at a time, each text once; what fails, fails in the caller."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.embedding import AT_LEAST, AT_ONCE, EmbeddingQueue
from tests.fakes import WordEmbedder


@dataclass
class Watched(WordEmbedder):
    """Notes how many texts it is given at a time, and in which thread; fails at `bad`."""

    batches: list[int] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    bad: str = ""

    def embed_many(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.bad in texts:
            raise MemoryError
        self.batches.append(len(texts))
        self.threads.add(threading.get_ident())
        return super().embed_many(texts)


class Kept:
    """What was handed over to be kept, and in which threads."""

    def __init__(self) -> None:
        self.vectors: dict[str, NDArray[np.float32]] = {}
        self.threads: set[int] = set()

    def __call__(self, keys: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self.threads.add(threading.get_ident())
        self.vectors |= dict(zip(keys, vectors, strict=True))


def test_each_text_is_embedded_once_in_another_thread_and_kept_in_the_callers() -> None:
    embedder, kept = Watched(), Kept()
    with EmbeddingQueue(embedder, kept) as queue:
        for number in range(1_100):
            for again in (number, max(0, number - 100)):  # one that waits, or is on its way
                queue.add(f"key {again}", f"text {again}")
        before = (len(kept.vectors), queue.waiting)
        queue.finish()

    last = 1_100 - AT_LEAST - 2 * AT_ONCE
    assert (embedder.batches, queue.embedded, queue.waiting) == ([AT_LEAST, AT_ONCE, AT_ONCE, last], 1_100, 0)
    assert before == (AT_LEAST + AT_ONCE, 1_100 - AT_LEAST - AT_ONCE)
    assert (embedder.threads & kept.threads, kept.threads) == (set(), {threading.get_ident()})
    assert np.array_equal(kept.vectors["key 7"], WordEmbedder().embed(["text 7"])[0])


def interrupted(embedder: Watched, kept: Kept, texts: int) -> None:
    with EmbeddingQueue(embedder, kept) as queue:
        for number in range(texts):
            queue.add(f"key {number}", f"text {number}")
        raise KeyboardInterrupt


def test_what_was_waited_for_when_it_is_interrupted_is_kept() -> None:
    kept = Kept()
    with pytest.raises(KeyboardInterrupt):
        interrupted(Watched(), kept, AT_LEAST + 5)

    assert len(kept.vectors) == AT_LEAST


def test_an_interruption_is_not_hidden_by_what_failed_in_the_meantime() -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted(Watched(bad="text 3"), Kept(), AT_ONCE)


def test_nothing_to_embed_starts_nothing() -> None:
    embedder, kept = Watched(), Kept()
    with EmbeddingQueue(embedder, kept) as queue:
        queue.finish()

    assert (embedder.batches, kept.vectors, queue.embedded) == ([], {}, 0)


def test_a_model_that_fails_fails_in_the_caller_and_what_was_kept_stays() -> None:
    embedder, kept = Watched(bad=f"text {AT_LEAST}"), Kept()
    with EmbeddingQueue(embedder, kept) as queue:
        for number in range(AT_LEAST + AT_ONCE):
            queue.add(f"key {number}", f"text {number}")
        with pytest.raises(MemoryError):
            queue.finish()

    assert len(kept.vectors) == AT_LEAST
