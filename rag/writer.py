"""The one writer of a collection: its lock, what it stages, and the switch to the next generation.

The order is what makes a kill harmless: stage, embed, build the generation beside the served one, and only
then one transaction that moves the staged rows over and names that generation. What a killed run had staged is
found by the next one, which claims what it is given again and drops the rest.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from rag import index, switch
from rag.database import connect, model_mismatch, refuse_missing, transaction
from rag.dates import day_range
from rag.domain import Article, Passage
from rag.errors import CollectionError
from rag.lock import take_lock
from rag.manifest import Manifest
from rag.origins import Origins
from rag.rows import article_row
from rag.store import Store

_YEAR = 10_000
"""Between the integers of a day and of the same day a year later."""

KEEP = 2
"""Generations kept: the served one, and the one that readers may still have open."""


class Writer:
    """Opens a collection for writing, alone; a context manager.

    A `dry` one takes back all that it did when it is closed, and switches nothing.

    Raises:
        IndexMissing: there is none, and it is not to `create` one.
        IndexBusy: another process writes to it; the message names that process.
        IndexMismatch: it was made with another embedding model, and `model` is not to replace it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        model: str,
        fingerprint: str,
        create: bool = False,
        replace_model: bool = False,
        dry: bool = False,
    ) -> None:
        if not create:
            refuse_missing(folder)
        self.folder = folder
        self.dry = dry
        self._model, self._fingerprint = model, fingerprint
        with ExitStack() as opened:
            opened.callback(take_lock(folder).release)
            self.connection = opened.enter_context(closing(connect(folder, create=True)))
            self.store = Store(self.connection)
            meta = self.store.meta()
            self.replaces_model = meta.get("fingerprint") not in (None, fingerprint)
            if self.replaces_model and not replace_model:
                raise model_mismatch(folder, made=meta["model"], asked=model)
            self.generation = int(meta.get("generation", 0))
            self.connection.executescript(switch.TEMPORARY)
            self.origins = Origins(self.store)
            if dry:
                self.connection.execute("BEGIN IMMEDIATE")  # and never committed
            if meta.get("staging") != fingerprint:  # another model counts tokens in another way
                with transaction(self.connection):
                    switch.drop_staged(self.connection)
                    self.connection.execute("INSERT OR REPLACE INTO meta VALUES ('staging', ?)", (fingerprint,))
            self._opened = opened.pop_all()

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store and the lock."""
        self._opened.close()

    def made_by(self, article_id: str) -> tuple[str | None, str | None]:
        """Return what made the live and the staged copy of an article (cleaner, splitter, corrections), or None."""
        live, staged = (
            self.connection.execute(f"SELECT made_by FROM {table} WHERE id = ?", (article_id,)).fetchone()
            for table in ("articles", "staged_articles")  # two fixed names
        )
        return live and live[0], staged and staged[0]

    def claim(self, article_id: str) -> bool:
        """Note that a staged article is of this run; False if it already was."""
        return bool(self.connection.execute("INSERT OR IGNORE INTO claimed VALUES (?)", (article_id,)).rowcount)

    def twin(self, address: str, article: Article) -> str | None:
        """Return the article of the same address, title and text, live or staged, where there is one."""
        row = self.connection.execute(
            """SELECT id FROM (SELECT id, title, text FROM articles
                              UNION ALL SELECT id, title, text FROM staged_articles)
               WHERE id IN (SELECT article_id FROM origins WHERE origin = ?1 AND line = 0
                            UNION SELECT article_id FROM seen WHERE origin = ?1 AND line = 0)
               AND (title IS ?2 OR id IN (SELECT article_id FROM corrections WHERE field = 'title'))
               AND text = ?3 ORDER BY id LIMIT 1""",
            (address, article.source.title, article.text),
        ).fetchone()
        return row[0] if row else None

    def stage(
        self,
        article: Article,
        passages: Sequence[tuple[Passage, str]],
        *,
        stated: Mapping[str, object],
        made_by: str,
        sketch: bytes | None,
    ) -> None:
        """Stage an article with its passages and the key of each one's vector, in place of what a killed run staged."""
        name, title = article.source.article_id, article.source.title or ""
        with transaction(self.connection):
            self.connection.execute("DELETE FROM staged_passages WHERE article_id = ?", (name,))
            row = article_row(article, stated=stated, made_by=made_by, sketch=sketch)
            self.connection.execute(f"INSERT OR REPLACE INTO staged_articles VALUES ({_marks(row)})", row)
            self.connection.executemany(
                f"""INSERT INTO staged_passages (id, article_id, start, stop, title, text, vector_key, about_from,
                    about_to) VALUES ({_marks(range(9))})""",
                [(p.passage_id, name, p.start, p.end, title, p.text, key, *_about(article, p)) for p, key in passages],
            )

    def without_vectors(self, article_id: str) -> list[tuple[str, str, str]]:
        """Return (key, title, text) of the staged passages of an article whose vector is not known."""
        return self.connection.execute(
            """SELECT s.vector_key, s.title, s.text FROM staged_passages s WHERE s.article_id = ? AND NOT EXISTS
               (SELECT 1 FROM vectors v WHERE v.key = s.vector_key AND v.model = ?) ORDER BY s.row""",
            (article_id, self._fingerprint),
        ).fetchall()

    def add_vectors(self, keys: Sequence[str], vectors: np.typing.NDArray[np.float32]) -> None:
        """Keep vectors by the content they were made from; a later run finds them there."""
        with transaction(self.connection):
            self.connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(key, self._fingerprint, vector.tobytes()) for key, vector in zip(keys, vectors, strict=True)],
            )

    def leave(self, article_ids: Iterable[str]) -> None:
        """Mark articles for removal with their earlier versions; an earlier version goes with those before it."""
        names = [(name,) for name in article_ids]
        self.connection.executemany("INSERT OR IGNORE INTO leaving SELECT id, NULL FROM articles WHERE id = ?", names)
        self.connection.executemany(
            """INSERT OR IGNORE INTO forgotten WITH RECURSIVE before (id) AS
               (VALUES (?) UNION SELECT v.id FROM versions v JOIN before b ON v.replaced_by = b.id)
               SELECT id FROM before""",
            names,
        )

    def leaving(self) -> list[str]:
        """Return the articles and earlier versions that are marked for removal."""
        return [name for (name,) in self.connection.execute("SELECT id FROM leaving UNION SELECT id FROM forgotten")]

    def leave_replaced(self) -> dict[str, str]:
        """Mark the articles that an edit replaced; return old id → new id."""
        replaced = self.origins.replaced()
        self.connection.executemany("INSERT OR REPLACE INTO leaving VALUES (?, ?)", replaced.items())
        return replaced

    def inherit(self) -> list[str]:
        """Give articles what a user set right, or said of the groups, of those they replace; return the corrected."""
        with transaction(self.connection):
            return switch.inherit(self.connection)

    def drop_unclaimed(self) -> None:
        """Take out what a killed run staged and this one was not given."""
        with transaction(self.connection):
            switch.drop_staged(self.connection)

    def copies(self) -> Iterator[tuple[str, bytes | None, str | None, str | None, int, str | None]]:
        """Yield (id, sketch, publisher, original, letters, published) of the articles of the next state."""
        columns = "id, sketch, publisher, original, length(text), published"
        yield from self.connection.execute(
            f"""SELECT {columns} FROM articles WHERE id NOT IN (SELECT id FROM leaving)
                AND id NOT IN (SELECT id FROM staged_articles)
                UNION ALL SELECT {columns} FROM staged_articles ORDER BY id"""
        )

    def text_of(self, article_id: str) -> str:
        """Return the text of an article of the next state."""
        row = self.connection.execute(
            """SELECT text FROM staged_articles WHERE id = ?1
               UNION ALL SELECT text FROM articles WHERE id = ?1 LIMIT 1""",
            (article_id,),
        ).fetchone()
        return str(row[0])

    def changes(self) -> int:
        """Return how many articles the switch would add or take away."""
        row = self.connection.execute("SELECT (SELECT count(*) FROM staged_articles) + (SELECT count(*) FROM leaving)")
        return int(row.fetchone()[0])

    def remember(self, heads: Mapping[str, str] | None = None) -> None:
        """Keep where unchanged articles were seen, and what groups there are, without a new generation."""
        with transaction(self.connection):
            self.origins.settle()
            switch.forget(self.connection)
            if heads is not None:
                switch.regroup(self.connection, heads)

    def switch(
        self, heads: Mapping[str, str], *, afresh: bool = False, report: Callable[[str], None] = lambda _: None
    ) -> int:
        """Build the next generation, then make it and the staged articles the served ones; return its number.

        `afresh` builds from the store alone, whatever state the served generation is in.
        """
        # A staged article that is live already (made anew by a later cleaner) leaves with its old passages.
        self.connection.execute(
            "INSERT OR IGNORE INTO leaving SELECT id, NULL FROM articles WHERE id IN (SELECT id FROM staged_articles)"
        )
        number = self.generation + 1
        total = self.connection.execute(f"SELECT count(*) FROM ({switch.NEXT})").fetchone()[0]
        manifest = Manifest(
            generation=number, model=self._model, fingerprint=self._fingerprint, dimension=self._dimension(),
            space=index.SPACE, passages=total, deleted=0, files={},
        )  # fmt: skip
        report("building")
        index.build(
            self.folder,
            manifest,
            everything=switch.rows(self.connection, switch.NEXT, self._fingerprint),
            changed=switch.rows(self.connection, switch.STAGED, self._fingerprint),
            gone=switch.gone(self.connection),
            previous=self.generation if self.generation and not afresh and not self.replaces_model else None,
        )
        report("switching")
        with transaction(self.connection):
            switch.move(self.connection)
            self.origins.settle()
            switch.regroup(self.connection, heads)
            known = {"model": self._model, "fingerprint": self._fingerprint, "generation": str(number)}
            self.connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", known.items())
        report("switched")
        self.generation = number
        self._forget_generations(keep=KEEP)
        return number

    def erase(self, article_ids: Sequence[str]) -> None:
        """Leave no trace of articles that have left: not in the file's free pages, nor in an older generation.

        Raises:
            CollectionError: another program still reads what was served before.
        """
        with transaction(self.connection):
            switch.erase(self.connection, article_ids)
        self._forget_generations(keep=1)
        if not switch.scrub(self.connection):
            raise CollectionError(
                f"they are out of {self.folder}, but another program reads it: traces stay on the disk until it ends",
                hint="end the page and the commands that have this collection open; nothing else is left to do",
            )

    def correct(self, article_id: str, field: str, value: str | None) -> None:
        """Keep what a user set right about an article, an empty value for what is unknown; None takes it back."""
        if value is None:
            self.connection.execute("DELETE FROM corrections WHERE article_id = ? AND field = ?", (article_id, field))
        else:
            self.connection.execute("INSERT OR REPLACE INTO corrections VALUES (?, ?, ?)", (article_id, field, value))

    def tie(self, one: str, other: str, *, same: bool) -> None:
        """Keep that a user says two articles are copies of one, or are not."""
        pair = sorted((one, other))
        self.connection.execute("INSERT OR REPLACE INTO ties VALUES (?, ?, ?)", (*pair, int(same)))

    def untie(self, article_ids: Collection[str]) -> None:
        """Forget what a user said keeps articles of some apart from others of them."""
        for one, other in self.store.ties(same=False):
            if one in article_ids and other in article_ids:
                self.connection.execute("DELETE FROM ties WHERE one = ? AND other = ?", (one, other))

    def suggest(self, questions: Sequence[str]) -> None:
        """Keep example questions for the collection; none leaves those it has."""
        if questions:
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES ('examples', ?)", (json.dumps(questions),))

    def journal(self, started: str, finished: str, report: Mapping[str, Any]) -> None:
        """Write down what a run did."""
        self.connection.execute(
            "INSERT INTO runs (started, finished, report) VALUES (?,?,?)", (started, finished, json.dumps(report))
        )

    def _dimension(self) -> int:
        row = self.connection.execute(
            "SELECT length(vector) / 4 FROM vectors WHERE model = ? LIMIT 1", (self._fingerprint,)
        ).fetchone()
        return int(row[0]) if row else 0

    def _forget_generations(self, *, keep: int) -> None:
        kept = {index.folder_of(self.folder, self.generation - back).name for back in range(keep)}
        for path in (self.folder / "generations").iterdir():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)


def _about(article: Article, passage: Passage) -> tuple[int | None, int | None]:
    """Return the first and the last day that a passage speaks of; "the 1990s" beside a day would blur it."""
    inside = [one for one in article.mentions if passage.start <= one.start < passage.end]
    periods = [
        (first[0], last[1]) for one in inside if (first := day_range(one.day_from)) and (last := day_range(one.day_to))
    ]
    short = [period for period in periods if period[1] - period[0] < _YEAR] or periods
    return (min(first for first, _ in short), max(last for _, last in short)) if short else (None, None)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
