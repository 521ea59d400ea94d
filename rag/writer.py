"""The one writer of a collection: its lock, what it stages, and the switch to the next generation.

The order is what makes a kill harmless: stage, embed, build the generation beside the served one, and only
then one transaction that moves the staged rows over and names that generation.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from rag import index
from rag.domain import Article, Passage
from rag.errors import CollectionError, IndexBusy
from rag.manifest import Manifest
from rag.origins import Origins
from rag.store import Store, article_row, connect, model_mismatch, refuse_missing, transaction

KEEP = 2
"""Generations kept: the served one, and the one that readers may still have open."""

_LIVE_NEXT = """SELECT id, article_id, text, vector_key FROM passages WHERE article_id NOT IN
    (SELECT id FROM leaving) UNION ALL SELECT id, article_id, text, vector_key FROM staged_passages"""


_TEMPORARY = """
CREATE TEMP TABLE leaving (id TEXT PRIMARY KEY, replaced_by TEXT);
CREATE TEMP TABLE forgotten (id TEXT PRIMARY KEY);
"""


class Writer:
    """Opens a collection for writing, alone; a context manager.

    Raises:
        IndexMissing: there is none, and it is not to `create` one.
        IndexBusy: another process writes to it; the message names that process.
        IndexMismatch: it was made with another embedding model, and `model` is not to replace it.
    """

    def __init__(
        self, folder: Path, *, model: str, fingerprint: str, create: bool = False, replace_model: bool = False
    ) -> None:
        if not create:
            refuse_missing(folder)
        self.folder = folder
        self._model, self._fingerprint = model, fingerprint
        with ExitStack() as opened:
            opened.callback(_take_lock(folder).release)
            self.connection = opened.enter_context(closing(connect(folder, create=True)))
            self.store = Store(self.connection)
            meta = self.store.meta()
            self.replaces_model = meta.get("fingerprint") not in (None, fingerprint)
            if self.replaces_model and not replace_model:
                raise model_mismatch(folder, made=meta["model"], asked=model)
            self.generation = int(meta.get("generation", 0))
            # What a killed run staged is cheap to make again; its vectors, which are not, are kept.
            for table in ("staged_articles", "staged_passages"):
                self.connection.execute(f"DELETE FROM {table}")  # two fixed names
            self.connection.executescript(_TEMPORARY)
            self.origins = Origins(self.store)
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

    def live(self, article_id: str) -> str | None:
        """Return what made the live copy of an article (cleaner and splitter), or None."""
        row = self.connection.execute("SELECT made_by FROM articles WHERE id = ?", (article_id,)).fetchone()
        return row[0] if row else None

    def stage(
        self, article: Article, passages: Sequence[tuple[Passage, str]], *, made_by: str, sketch: bytes | None
    ) -> bool:
        """Stage an article with its passages and the key of each one's vector; False if it already is."""
        with transaction(self.connection):
            row = article_row(article, made_by=made_by, sketch=sketch)
            marks = ",".join("?" * len(row))
            cursor = self.connection.execute(f"INSERT OR IGNORE INTO staged_articles VALUES ({marks})", row)
            if not cursor.rowcount:
                return False
            title = article.source.title or ""
            self.connection.executemany(
                "INSERT INTO staged_passages (id, article_id, start, stop, title, text, vector_key)"
                " VALUES (?,?,?,?,?,?,?)",
                [(p.passage_id, article.source.article_id, p.start, p.end, title, p.text, key) for p, key in passages],
            )
        return True

    def missing_vectors(self) -> list[tuple[str, str, str]]:
        """Return (key, title, text) of the staged passages whose vector is not known, each key once."""
        return self.connection.execute(
            """SELECT s.vector_key, s.title, s.text FROM staged_passages s WHERE NOT EXISTS
               (SELECT 1 FROM vectors v WHERE v.key = s.vector_key AND v.model = ?)
               GROUP BY s.vector_key ORDER BY length(s.title) + length(s.text) DESC, s.vector_key""",
            (self._fingerprint,),
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

    def leave_replaced(self) -> dict[str, str]:
        """Mark the articles that an edit replaced; return old id → new id."""
        replaced = self.origins.replaced()
        self.connection.executemany("INSERT OR REPLACE INTO leaving VALUES (?, ?)", replaced.items())
        return replaced

    def sketches(self) -> Iterator[tuple[str, bytes, str | None, str | None, str]]:
        """Yield (id, sketch, publisher, original, text) of the articles that will be live after the switch."""
        yield from self.connection.execute(
            """SELECT id, sketch, publisher, original, text FROM articles WHERE sketch IS NOT NULL
               AND id NOT IN (SELECT id FROM leaving) AND id NOT IN (SELECT id FROM staged_articles)
               UNION ALL SELECT id, sketch, publisher, original, text FROM staged_articles WHERE sketch IS NOT NULL
               ORDER BY id"""
        )

    def changes(self) -> int:
        """Return how many articles the switch would add or take away."""
        row = self.connection.execute("SELECT (SELECT count(*) FROM staged_articles) + (SELECT count(*) FROM leaving)")
        return int(row.fetchone()[0])

    def remember(self) -> None:
        """Keep where unchanged articles were seen, and forget earlier versions, without a new generation."""
        with transaction(self.connection):
            self.origins.settle()
            self.connection.execute(_FORGET)

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
        gone = _first(self.connection.execute("SELECT id FROM passages WHERE article_id IN (SELECT id FROM leaving)"))
        same = set(_first(self.connection.execute("SELECT id FROM staged_passages")))
        total = self.connection.execute(f"SELECT count(*) FROM ({_LIVE_NEXT})").fetchone()[0]
        manifest = Manifest(
            generation=number, model=self._model, fingerprint=self._fingerprint, dimension=self._dimension(),
            space=index.SPACE, passages=total, deleted=0, files={},
        )  # fmt: skip
        report("building")
        index.build(
            self.folder,
            manifest,
            everything=self._rows(_LIVE_NEXT),
            changed=list(self._rows("SELECT id, article_id, text, vector_key FROM staged_passages")),
            gone=[name for name in gone if name not in same],
            previous=self.generation if self.generation and not afresh and not self.replaces_model else None,
        )
        report("switching")
        with transaction(self.connection):
            self._move(heads, number)
        report("switched")
        self.generation = number
        self._forget_old_generations()
        return number

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

    def _rows(self, passages: str) -> Iterator[index.Row]:
        cursor = self.connection.execute(
            f"""SELECT p.id, v.vector, p.text, p.article_id, a.publisher, a.day_from, a.day_to FROM ({passages}) p
                JOIN vectors v ON v.key = p.vector_key AND v.model = ?
                JOIN (SELECT id, publisher, day_from, day_to FROM articles WHERE id NOT IN (SELECT id FROM leaving)
                      UNION ALL SELECT id, publisher, day_from, day_to FROM staged_articles) a ON a.id = p.article_id
                ORDER BY p.id""",  # two fixed queries
            (self._fingerprint,),
        )
        for passage_id, vector, text, article_id, publisher, first, last in cursor:
            known = {"article": article_id, "publisher": publisher, "day_from": first, "day_to": last}
            metadata = {name: value for name, value in known.items() if value is not None}
            yield index.Row(passage_id, np.frombuffer(vector, dtype=np.float32), text, metadata)

    def _move(self, heads: Mapping[str, str], number: int) -> None:
        for statement in _MOVE:
            self.connection.execute(statement)
        self.origins.settle()
        self.connection.executemany(
            "UPDATE articles SET head = ? WHERE id = ? AND head != ?",
            [(head, name, head) for name, head in heads.items()],
        )
        known = {"model": self._model, "fingerprint": self._fingerprint, "generation": str(number)}
        self.connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", known.items())

    def _forget_old_generations(self) -> None:
        keep = {index.folder_of(self.folder, self.generation - back).name for back in range(KEEP)}
        for path in (self.folder / "generations").iterdir():
            if path.name not in keep:
                shutil.rmtree(path, ignore_errors=True)


_FORGET = "DELETE FROM versions WHERE id IN (SELECT id FROM forgotten)"
_MOVE = (
    """INSERT INTO words (words, rowid, title, text) SELECT 'delete', row, title, text FROM passages
       WHERE article_id IN (SELECT id FROM leaving)""",
    "DELETE FROM passages WHERE article_id IN (SELECT id FROM leaving)",
    """INSERT OR REPLACE INTO versions SELECT a.*, l.replaced_by FROM articles a JOIN leaving l ON l.id = a.id
       WHERE l.replaced_by IS NOT NULL""",
    "DELETE FROM articles WHERE id IN (SELECT id FROM leaving)",
    "DELETE FROM origins WHERE article_id IN (SELECT id FROM leaving WHERE id NOT IN (SELECT id FROM staged_articles))",
    "INSERT OR REPLACE INTO articles SELECT * FROM staged_articles",
    "DELETE FROM versions WHERE id IN (SELECT id FROM staged_articles)",
    """INSERT INTO passages (id, article_id, start, stop, title, text, vector_key)
       SELECT id, article_id, start, stop, title, text, vector_key FROM staged_passages ORDER BY id""",
    """INSERT INTO words (rowid, title, text) SELECT row, title, text FROM passages
       WHERE article_id IN (SELECT id FROM staged_articles)""",
    _FORGET,
    "DELETE FROM staged_passages",
    "DELETE FROM staged_articles",
    "DELETE FROM leaving",
)


def _first(rows: Iterable[Sequence[object]]) -> list[str]:
    return [str(row[0]) for row in rows]


def _take_lock(folder: Path) -> FileLock:
    # The operating system frees it with the process: a killed writer leaves no stale lock.
    lock = FileLock(folder / "writer.lock", timeout=0)
    holder = folder / "writer.pid"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        holder.write_text(str(os.getpid()), encoding="ascii")
    except Timeout as error:
        name = holder.read_text(encoding="ascii", errors="replace").strip() if holder.is_file() else "unknown"
        raise IndexBusy(
            f"another ingest (process {name}) is writing to {folder}", hint="wait for it to end, then run this again"
        ) from error
    except OSError as error:
        lock.release()
        raise CollectionError(
            f"cannot write to {folder}: {error.strerror}", hint="choose another folder with --index"
        ) from error
    return lock
