"""Passages embedded beside the reading of the next ones, some hundred at a time, each text once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from rag.embed import Embedder

AT_ONCE = 512
"""Passages between two commits of vectors: the most that a kill costs, and enough to fill batches of one length."""

AT_LEAST = 64
"""Passages that are not waited beyond while nothing is being embedded, as at the start."""

Vectors = NDArray[np.float32]


class EmbeddingQueue:
    """Embeds in a thread of its own what is added; a context manager. `keep` is called in the caller's thread."""

    def __init__(self, embedder: Embedder, keep: Callable[[Sequence[str], Vectors], None]) -> None:
        self._embedder = embedder
        self._keep = keep
        self._waiting: dict[str, str] = {}
        self._running: tuple[list[str], Future[Vectors]] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedding")
        self.embedded = 0

    def __enter__(self) -> EmbeddingQueue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
        if kind is not None:
            with suppress(Exception):  # interrupted: what was waited for is kept, where it can be, for the next run
                self._collect()

    def add(self, key: str, text: str) -> None:
        """Take one text, whose vector is kept under `key`; what is on its way already is not embedded again."""
        if self._running is not None and key in self._running[0]:
            return
        self._waiting[key] = text
        if len(self._waiting) >= (AT_ONCE if self._running else min(AT_LEAST, AT_ONCE)):
            self._collect()
            self._start()

    def finish(self) -> None:
        """Embed and keep all that is left."""
        while self._waiting or self._running:
            self._collect()
            self._start()

    @property
    def waiting(self) -> int:
        """How many texts have no vector yet."""
        return len(self._waiting) + (len(self._running[0]) if self._running else 0)

    def _start(self) -> None:
        if self._waiting:
            keys, texts = list(self._waiting), list(self._waiting.values())
            self._waiting = {}
            self._running = keys, self._thread.submit(self._embedder.embed_many, texts)

    def _collect(self) -> None:
        if self._running is not None:
            keys, vectors = self._running
            self._keep(keys, vectors.result())
            self.embedded += len(keys)
            self._running = None
