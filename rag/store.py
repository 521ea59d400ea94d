"""The truth: articles, versions, passages, vectors, the journal and the word index, in one SQLite file.

Live tables hold what is served; staged ones what an ingest is preparing. One transaction moves the
staged rows over, updates the words (FTS5) and names the new generation of Chroma: a reader, whose
snapshot SQLite keeps, sees all of it or nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.dates import day_range
from rag.domain import Article, Filters, Passage, Source
from rag.errors import ArticleUnknown, CollectionError, IndexDamaged, IndexMismatch, IndexMissing

FORMAT = "1"
FILE = "store.sqlite"

SOURCE_COLUMNS = "id, title, publisher, author, published, updated, url, original, head"
_ARTICLE = """id TEXT PRIMARY KEY, title TEXT, publisher TEXT, author TEXT, published TEXT, updated TEXT, url TEXT,
    original TEXT, head TEXT NOT NULL, text TEXT NOT NULL, raw TEXT NOT NULL, made_by TEXT NOT NULL, sketch BLOB,
    day_from INTEGER, day_to INTEGER"""
_PASSAGE = """row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, article_id TEXT NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, vector_key TEXT NOT NULL"""

SCHEMA = f"""
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles ({_ARTICLE});
CREATE TABLE IF NOT EXISTS staged_articles ({_ARTICLE});
CREATE TABLE IF NOT EXISTS versions ({_ARTICLE}, replaced_by TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages ({_PASSAGE});
CREATE TABLE IF NOT EXISTS staged_passages ({_PASSAGE});
CREATE INDEX IF NOT EXISTS passages_of ON passages (article_id);
CREATE INDEX IF NOT EXISTS staged_passages_of ON staged_passages (article_id);
CREATE INDEX IF NOT EXISTS articles_in ON articles (head);
CREATE TABLE IF NOT EXISTS origins (origin TEXT, line INTEGER, article_id TEXT, PRIMARY KEY (origin, line, article_id))
    WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS origins_of ON origins (article_id, origin);
CREATE TABLE IF NOT EXISTS vectors (key TEXT, model TEXT, vector BLOB NOT NULL, PRIMARY KEY (key, model));
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, report TEXT);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    title, text, content='passages', content_rowid='row', tokenize="porter unicode61 remove_diacritics 2");
"""

TITLE_WEIGHT = 0.5
"""Weight of a word in the title against one in the passage: a title stands before each of its passages."""


_UNREACHABLE = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_READONLY,
}  # fmt: skip


def refuse_missing(folder: Path) -> None:
    """Return where `folder` holds a collection.

    Raises:
        IndexMissing: it does not.
    """
    if not (folder / FILE).is_file():
        raise IndexMissing(f"there is no collection at {folder}", hint="add articles first: python -m ingest PATH")


def model_mismatch(folder: Path, *, made: str, asked: str) -> IndexMismatch:
    """Return the refusal of a collection that another embedding model made."""
    return IndexMismatch(
        f"the collection at {folder} was made with the embedding model {made!r}, not {asked!r}",
        hint=f"set DATELINE_EMBEDDING_MODEL={made}, or make it anew for the other model: "
        f"DATELINE_EMBEDDING_MODEL={asked} python -m ingest.collection rebuild --index {folder}",
    )


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn what SQLite reports of the store in `folder` into one error of ours.

    Raises:
        IndexDamaged: the file is not what was written.
        CollectionError: the file cannot be read or written now: no room, no permission, another program.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        # An error without a code is a text that is no UTF-8. Other classes, and SQL that SQLite does not take, are
        # mistakes of our own, unless it is a table that is not there.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF  # the rest of it is detail
        ours = code == sqlite3.SQLITE_ERROR and "no such table" not in str(error)
        if ours or type(error) not in (sqlite3.DatabaseError, sqlite3.OperationalError):
            raise
        if code not in _UNREACHABLE:
            raise IndexDamaged(
                f"{folder / FILE} is not a readable store: {error}",
                hint="restore it from a backup, or ingest into a new folder",
            ) from error
        room = "free some room on that disk" if code == sqlite3.SQLITE_FULL else "check the folder and its permissions"
        raise CollectionError(
            f"{folder / FILE} cannot be used: {error}",
            hint=f"{room}, then run this again: what was served before is unchanged",
        ) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk ends it by itself
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def connect(folder: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open the store in `folder`; a reader never creates one.

    Raises:
        IndexMissing: there is none.
        IndexDamaged: the file is no store.
        CollectionError: it cannot be opened now.
        IndexMismatch: another version of Dateline made it.
    """
    path = folder / FILE
    if not create:
        refuse_missing(folder)
    with translated(folder):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        # FULL: what a commit acknowledged survives a power cut, not only a kill.
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;")
        connection.create_function("casefold", 1, lambda text: text and text.casefold(), deterministic=True)
        if create:
            connection.executescript(SCHEMA)
            connection.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (FORMAT,))
        found = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    if found is None or found[0] != FORMAT:
        connection.close()
        raise IndexMismatch(
            f"{path} has format {found and found[0]}, this version reads format {FORMAT}",
            hint="ingest the articles into a new folder with this version",
        )
    return connection


class Store:
    """Reads the live rows through one connection; all reads between two `begin`s see one state."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def meta(self) -> dict[str, str]:
        """Return what the collection remembers: its format, embedding model and generation."""
        return dict(self.connection.execute("SELECT key, value FROM meta"))

    def article(self, article_id: str) -> Article:
        """Return one article, an earlier version too.

        Raises:
            ArticleUnknown: there is none with that id.
        """
        for table in ("articles", "versions"):
            row = self.connection.execute(
                f"SELECT {SOURCE_COLUMNS}, text, raw FROM {table} WHERE id = ?",  # two fixed names
                (article_id,),
            ).fetchone()
            if row is not None:
                return Article(Source(*row[:-2]), text=row[-2], raw=row[-1])
        raise ArticleUnknown(
            f"no article has the id {article_id!r}", hint="`python -m ingest.collection list` shows the ids"
        )

    def sources(self) -> list[Source]:
        """Return every article's source, newest first, unknown dates last."""
        rows = self.connection.execute(
            f"SELECT {SOURCE_COLUMNS} FROM articles ORDER BY day_to IS NULL, day_to DESC, id"
        )
        return [Source(*row) for row in rows]

    def group(self, head: str) -> list[Source]:
        """Return the articles of a group of near-copies, by id."""
        rows = self.connection.execute(f"SELECT {SOURCE_COLUMNS} FROM articles WHERE head = ? ORDER BY id", (head,))
        return [Source(*row) for row in rows]

    def passages(self, passage_ids: Sequence[str]) -> dict[str, Passage]:
        """Return the passages by id; an unknown id is left out."""
        found: dict[str, Passage] = {}
        for first in range(0, len(passage_ids), 500):  # SQLite takes some thousands of variables at most
            some = passage_ids[first : first + 500]
            marks = ",".join("?" * len(some))
            rows = self.connection.execute(
                f"""SELECT p.id, p.text, p.start, p.stop, {_prefixed("a")} FROM passages p
                    JOIN articles a ON a.id = p.article_id WHERE p.id IN ({marks})""",
                some,
            )
            found |= {row[0]: Passage(row[0], Source(*row[4:]), row[1], row[2], row[3]) for row in rows}
        return found

    def some_texts(self, most: int) -> list[str]:
        """Return the texts of the passages that went in last."""
        return [
            row[0] for row in self.connection.execute("SELECT text FROM passages ORDER BY row DESC LIMIT ?", (most,))
        ]

    def passage_ids(self) -> list[str]:
        """Return the ids of all passages."""
        return [row[0] for row in self.connection.execute("SELECT id FROM passages")]

    def search_words(self, query: str, k: int, filters: Filters) -> list[tuple[str, float]]:
        """Return up to `k` passage ids with their BM25 score, best (highest) first."""
        where, values = _allowed(filters)
        rows = self.connection.execute(
            f"""SELECT p.id, -bm25(words, {TITLE_WEIGHT}, 1.0) AS score FROM words
                JOIN passages p ON p.row = words.rowid JOIN articles a ON a.id = p.article_id
                WHERE words MATCH ? {where} ORDER BY score DESC, p.id LIMIT ?""",
            (query, *values, k),
        )
        return [(row[0], float(row[1])) for row in rows]

    def frequency(self, term: str) -> int:
        """Return in how many passages a word stands, in any inflection."""
        row = self.connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (f'"{term}"',)).fetchone()
        return int(row[0])

    def allowed_vectors(
        self, model: str, filters: Filters, *, batch: int = 10_000
    ) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """Yield passage ids and their vectors, those that pass the filters, some at a time."""
        where, values = _allowed(filters)
        cursor = self.connection.execute(
            f"""SELECT p.id, v.vector FROM passages p JOIN articles a ON a.id = p.article_id
                JOIN vectors v ON v.key = p.vector_key AND v.model = ? WHERE 1 {where}""",
            (model, *values),
        )
        while rows := cursor.fetchmany(batch):
            yield [row[0] for row in rows], np.vstack([np.frombuffer(row[1], dtype=np.float32) for row in rows])

    def count(self, table: str = "articles") -> int:
        """Return the number of live articles or passages."""
        return int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def undated(self, filters: Filters) -> int:
        """Return how many articles have no known date, of those the other filters allow."""
        where, values = _allowed(Filters(outlets=filters.outlets, authors=filters.authors))
        query = f"SELECT count(*) FROM articles a WHERE a.day_from IS NULL {where}"
        return int(self.connection.execute(query, values).fetchone()[0])

    def newest(self, filters: Filters) -> str | None:
        """Return the newest publication date among the articles that pass the filters."""
        where, values = _allowed(filters)
        row = self.connection.execute(
            f"""SELECT published FROM articles a WHERE day_to IS NOT NULL {where}
                ORDER BY day_to DESC, published DESC LIMIT 1""",
            values,
        ).fetchone()
        return row[0] if row else None

    def publishers(self) -> list[str]:
        """Return the known outlets, most articles first."""
        rows = self.connection.execute(
            """SELECT publisher FROM articles WHERE publisher IS NOT NULL
               GROUP BY publisher ORDER BY count(*) DESC, publisher"""
        )
        return [row[0] for row in rows]


def _prefixed(alias: str) -> str:
    return ", ".join(f"{alias}.{name.strip()}" for name in SOURCE_COLUMNS.split(","))


def _allowed(filters: Filters) -> tuple[str, list[str | int]]:
    """Return the filters as SQL on `a`, an article: any of the outlets, any of the authors, overlapping the period."""
    clauses: list[str] = []
    values: list[str | int] = []
    for column, names in (("publisher", filters.outlets), ("author", filters.authors)):
        if names:
            clauses.append("(" + " OR ".join(f"casefold(a.{column}) LIKE ? ESCAPE '\\'" for _ in names) + ")")
            values += [_like(name, whole=column == "publisher") for name in names]
    for bound, column in ((filters.since, "day_to >="), (filters.until, "day_from <=")):
        days = day_range(bound)
        if days is not None:
            clauses.append(f"a.{column} ?")
            values.append(days[0] if column.startswith("day_to") else days[1])
    return "".join(f" AND {clause}" for clause in clauses), values


def _like(name: str, *, whole: bool) -> str:
    escaped = name.strip().casefold().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return escaped if whole else f"%{escaped}%"


def article_row(article: Article, *, made_by: str, sketch: bytes | None) -> tuple[object, ...]:
    """Return an article as a row of the article tables."""
    source = article.source
    days = day_range(source.published) or (None, None)
    return (
        source.article_id, source.title, source.publisher, source.author, source.published, source.updated,
        source.url, source.original, source.group or source.article_id, article.text, article.raw, made_by, sketch,
        *days,
    )  # fmt: skip
