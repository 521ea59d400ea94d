"""A collection open for reading: a snapshot of the store with the generation of Chroma that belongs to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.called import called
from rag.corrections import DatedNote, dated_note, is_correction, notes
from rag.database import FILE, connect, model_mismatch, translated
from rag.domain import Filters, Source
from rag.embed import Embedder
from rag.errors import CollectionError, IndexMissing
from rag.index import Generation, folder_of
from rag.store import Store
from rag.terms import other_number, plain, words

MOST_WORDS = 100_000
"""Words whose frequency is remembered."""

MOST_NOTED = 20_000
"""Articles of which it is remembered whether they correct themselves."""

NOTED = '"correction" OR "corrections" OR "corrected" OR "clarification" OR "erratum"'
"""What is searched for where articles may take back something of others (a query of FTS5)."""

MOST_SEARCHED = 1_000
"""Passages that are searched for that."""

MOST_KEPT, SHARE_KEPT = 30_000, 4
"""Passages whose vectors are kept for the next question with the same filter (46 MB), or one in so many of a larger
collection, of which Chroma has all in memory: reading those of 18,613 takes 0.11 s."""

Batch = tuple[list[str], NDArray[np.float32]]
"""Passage ids, and their vectors, a row each."""


@dataclass(slots=True)
class Known:
    """What was read of a generation and does not change: asked again at each question, read once."""

    frequencies: dict[str, int] = field(default_factory=dict)
    publishers: tuple[str, ...] | None = None
    languages: dict[str, int] | None = None
    corrections: tuple[Source, ...] | None = None
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dated_notes: tuple[DatedNote, ...] | None = None
    allowed: tuple[Filters, list[Batch]] | None = None


@dataclass(slots=True)
class _Opened:
    """A generation that is open, and how many are reading it."""

    vectors: Generation
    users: int = 0
    known: Known = field(default_factory=Known)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of a collection, whatever is being ingested meanwhile."""

    store: Store
    vectors: Generation
    fingerprint: str
    known: Known

    def frequency(self, word: str) -> int:
        """Return in how many passages a word stands, in any inflection; one of an outlet's name is not unknown."""
        known = self.known.frequencies
        seen = known.get(word)
        if seen is None:
            if len(known) >= MOST_WORDS:  # a page that runs for months is asked many words
                known.clear()
            seen = self.store.frequency(word)
            if not seen and (other := other_number(word)):
                seen = self.store.frequency(other)
            if not seen:
                seen = sum(plain(word) in words(outlet) for outlet in self.publishers())
            known[word] = seen
        return seen

    def text(self, article_id: str) -> str:
        """Return the text of an article."""
        return self.store.article(article_id).text

    def notes(self, article_id: str) -> tuple[str, ...]:
        """Return what an article says to correct itself; asked for with each piece of an answer that cites it."""
        known = self.known.notes
        if article_id not in known:
            if len(known) >= MOST_NOTED:
                known.clear()
            known[article_id] = tuple(notes(self.text(article_id)))
        return known[article_id]

    def allowed_vectors(self, filters: Filters) -> Iterator[Batch]:
        """Yield the ids and vectors of the passages that pass the filters, some at a time."""
        kept = self.known.allowed
        if kept is not None and kept[0] == filters:
            yield from kept[1]
            return
        batches: list[Batch] = []
        left = max(MOST_KEPT, self.vectors.manifest.passages // SHARE_KEPT)
        for names, vectors in self.store.allowed_vectors(self.fingerprint, filters):
            left -= len(names)
            if left >= 0:
                batches.append((names, vectors))
            yield names, vectors
        if left >= 0:
            self.known.allowed = filters, batches

    def publishers(self) -> tuple[str, ...]:
        """Return the known outlets, most articles first."""
        if self.known.publishers is None:
            self.known.publishers = tuple(self.store.publishers())
        return self.known.publishers

    def corrections(self) -> tuple[Source, ...]:
        """Return the articles that are called corrections."""
        if self.known.corrections is None:
            self.known.corrections = tuple(one for one in self.store.sources() if is_correction(one))
        return self.known.corrections

    def dated_notes(self) -> tuple[DatedNote, ...]:
        """Return the notes in which articles take back something of another one, which they name by its day."""
        if self.known.dated_notes is None:
            found = self.store.passages([name for name, _ in self.store.search_words(NOTED, MOST_SEARCHED, Filters())])
            sources = {one.source.article_id: one.source for one in found.values()}
            noted = (dated_note(source, note) for name, source in sources.items() for note in self.notes(name))
            self.known.dated_notes = tuple(one for one in noted if one is not None)
        return self.known.dated_notes

    def languages(self) -> dict[str, int]:
        """Return how many articles there are in each known language."""
        if self.known.languages is None:
            self.known.languages = self.store.languages()
        return self.known.languages


@dataclass(frozen=True, slots=True)
class Summary:
    """What a collection is called and how much is in it."""

    name: str
    articles: int
    newest: str | None


@contextmanager
def reading(folder: Path) -> Iterator[Store]:
    """Yield the store of the collection in a folder, in one state; Chroma is left alone."""
    with translated(folder), closing(connect(folder)) as connection:
        connection.execute("BEGIN")
        yield Store(connection)


def collections_in(folder: Path) -> list[Summary]:
    """Return the collections that lie in a folder, by name; one that cannot be read is left out."""
    found = []
    for file in sorted(folder.glob(f"*/{FILE}")):
        try:
            with reading(file.parent) as store:
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
        # One thread may come in again: what the collector frees while Chroma opens may be a snapshot left half-way.
        self._lock = threading.RLock()
        self._open: dict[int, _Opened] = {}
        with reading(folder) as store:
            meta = store.meta()
        if "generation" not in meta:
            raise IndexMissing(
                f"the collection at {folder} is empty", hint=f"add articles first: {called('ingest')} PATH"
            )
        if meta["fingerprint"] != embedder.fingerprint:
            raise model_mismatch(folder, made=meta["model"], asked=embedder.name)

    def reading(self) -> AbstractContextManager[Store]:
        """Yield the store in one state; Chroma is left alone."""
        return reading(self.folder)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Yield one state of articles, words and vectors; it stays whole until the block ends."""
        with self.reading() as store:
            meta = store.meta()
            number = int(meta["generation"])
            opened = self._take(number)
            try:
                yield Snapshot(store, opened.vectors, meta["fingerprint"], opened.known)
            finally:
                self._give_back(opened)

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            for opened in self._open.values():
                opened.vectors.close()
            self._open.clear()

    def _take(self, number: int) -> _Opened:
        with self._lock:
            if number not in self._open:
                self._open[number] = _Opened(Generation(folder_of(self.folder, number)))
            opened = self._open[number]
            opened.users += 1
            self._close_unused(keep=number)
            return opened

    def _give_back(self, opened: _Opened) -> None:
        with self._lock:
            opened.users -= 1

    def _close_unused(self, *, keep: int) -> None:
        for number, opened in list(self._open.items()):
            if number != keep and not opened.users:
                opened.vectors.close()
                del self._open[number]
