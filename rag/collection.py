"""A collection open for reading: a snapshot of the store with the generation of Chroma that belongs to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rag.database import FILE, connect, model_mismatch, translated
from rag.domain import Filters
from rag.embed import Embedder
from rag.errors import CollectionError, IndexMissing
from rag.index import Generation, folder_of
from rag.store import Store


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of a collection, whatever is being ingested meanwhile."""

    store: Store
    vectors: Generation
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a collection is called and how much is in it."""

    name: str
    articles: int
    newest: str | None


def collections_in(folder: Path) -> list[Summary]:
    """Return the collections that lie in a folder, by name; one that cannot be read is left out."""
    found = []
    for file in sorted(folder.glob(f"*/{FILE}")):
        try:
            with translated(file.parent), closing(connect(file.parent)) as connection:
                store = Store(connection)
                found.append(Summary(file.parent.name, store.count("articles"), store.newest(Filters())))
        except CollectionError:
            continue
    return found


class Collection:
    """A folder that was ingested into; opens the newest generation by itself.

    Raises:
        IndexMissing: nothing was ingested there.
        IndexMismatch: another embedding model made it.
        IndexDamaged: the files are not what was written; every reading may find that.
    """

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.folder = folder
        self.embedder = embedder
        self._lock = threading.Lock()
        self._open: dict[int, tuple[Generation, int]] = {}
        with self.reading() as store:
            meta = store.meta()
        if "generation" not in meta:
            raise IndexMissing(f"the collection at {folder} is empty", hint="add articles first: python -m ingest PATH")
        if meta["fingerprint"] != embedder.fingerprint:
            raise model_mismatch(folder, made=meta["model"], asked=embedder.name)

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """Yield the store in one state; Chroma is left alone."""
        store = Store(connect(self.folder))
        try:
            with translated(self.folder):
                store.connection.execute("BEGIN")
                yield store
        finally:
            store.connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Yield one state of articles, words and vectors; it stays whole until the block ends."""
        with self.reading() as store:
            meta = store.meta()
            number = int(meta["generation"])
            vectors = self._take(number)
            try:
                yield Snapshot(store, vectors, meta["fingerprint"])
            finally:
                self._give_back(number)

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            for generation, _ in self._open.values():
                generation.close()
            self._open.clear()

    def _take(self, number: int) -> Generation:
        with self._lock:
            if number not in self._open:
                self._open[number] = (Generation(folder_of(self.folder, number)), 0)
            generation, users = self._open[number]
            self._open[number] = (generation, users + 1)
            self._close_unused(keep=number)
            return generation

    def _give_back(self, number: int) -> None:
        with self._lock:
            if number in self._open:
                generation, users = self._open[number]
                self._open[number] = (generation, users - 1)

    def _close_unused(self, *, keep: int) -> None:
        for number, (generation, users) in list(self._open.items()):
            if number != keep and not users:
                generation.close()
                del self._open[number]
