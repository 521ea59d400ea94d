"""The file of a collection: its tables, how it is opened, and what SQLite reports turned into errors of ours.

Live tables hold what is served; staged ones what an ingest is preparing. One transaction moves the
staged rows over, updates the words (FTS5) and names the new generation of Chroma: a reader, whose
snapshot SQLite keeps, sees all of it or nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.called import called
from rag.errors import CollectionError, IndexDamaged, IndexMismatch, IndexMissing
from rag.rows import holds

FORMAT = "2"
FILE = "store.sqlite"

_ARTICLE = """id TEXT PRIMARY KEY, title TEXT, publisher TEXT, author TEXT, published TEXT, updated TEXT, url TEXT,
    original TEXT, head TEXT NOT NULL, language TEXT, text TEXT NOT NULL, raw TEXT NOT NULL, stated TEXT NOT NULL,
    mentions TEXT NOT NULL, made_by TEXT NOT NULL, sketch BLOB, day_from INTEGER, day_to INTEGER"""
_PASSAGE = """row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, article_id TEXT NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, vector_key TEXT NOT NULL,
    about_from INTEGER, about_to INTEGER"""

SCHEMA = f"""
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles ({_ARTICLE});
CREATE TABLE IF NOT EXISTS staged_articles ({_ARTICLE});
CREATE TABLE IF NOT EXISTS versions ({_ARTICLE}, replaced_by TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages ({_PASSAGE});
CREATE TABLE IF NOT EXISTS staged_passages ({_PASSAGE});
CREATE INDEX IF NOT EXISTS passages_of ON passages (article_id);
CREATE INDEX IF NOT EXISTS passages_with ON passages (vector_key);
CREATE INDEX IF NOT EXISTS staged_passages_of ON staged_passages (article_id);
CREATE INDEX IF NOT EXISTS articles_in ON articles (head);
CREATE INDEX IF NOT EXISTS articles_by ON articles (publisher, author, day_from, day_to, published, id);
CREATE TABLE IF NOT EXISTS origins (origin TEXT, line INTEGER, article_id TEXT, gone INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (origin, line, article_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS origins_of ON origins (article_id, origin);
CREATE TABLE IF NOT EXISTS corrections (article_id TEXT, field TEXT, value TEXT, PRIMARY KEY (article_id, field))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ties (one TEXT, other TEXT, same INTEGER NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vectors (key TEXT, model TEXT, vector BLOB NOT NULL, PRIMARY KEY (key, model));
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, report TEXT);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    title, text, content='passages', content_rowid='row', tokenize="porter unicode61 remove_diacritics 2");
"""

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
        raise IndexMissing(f"there is no collection at {folder}", hint=f"add articles first: {called('ingest')} PATH")


def refuse_unwritable(folder: Path) -> None:
    """Return where files can be written beside those of a collection.

    Raises:
        CollectionError: they cannot.
    """
    if not os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise CollectionError(
            f"nothing can be written to {folder}, and its databases keep files there even while they are read",
            hint="copy that folder to where you can write, and name the copy: --index COPY",
        )


def model_mismatch(folder: Path, *, made: str, asked: str) -> IndexMismatch:
    """Return the refusal of a collection that another embedding model made."""
    return IndexMismatch(
        f"the collection at {folder} was made with the embedding model {made!r}, not {asked!r}",
        hint=f"set DATELINE_EMBEDDING_MODEL={made}, or make it anew for the other model: "
        f"DATELINE_EMBEDDING_MODEL={asked} {called('ingest.collection')} rebuild --index {folder}",
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
    inner = connection.in_transaction  # a dry run is one transaction around all others, which is taken back
    connection.execute("SAVEPOINT part" if inner else "BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk ends it by itself
            connection.execute("ROLLBACK TO part" if inner else "ROLLBACK")
        raise
    connection.execute("RELEASE part" if inner else "COMMIT")


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
        refuse_unwritable(folder)
    with translated(folder):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        # FULL: what a commit acknowledged survives a power cut, not only a kill.
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;")
        connection.create_function("holds", 2, holds, deterministic=True)
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
