"""The file that conversations are kept in: its tables, how it is opened, its errors as ours."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rag.errors import HistoryError

VERSION = 1
PATIENCE = 15.0
"""Seconds to wait while another process writes."""

_OURS = 0x444C4E48
"""What SQLite calls the application_id: "DLNH"."""

# `said` is what is searched, `body` the whole. An exchange belongs to a user itself, so that no look-up can forget it.
_TABLES = (
    """CREATE TABLE conversations (row INTEGER PRIMARY KEY, user TEXT NOT NULL, id TEXT NOT NULL,
        collection TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', UNIQUE (user, id))""",
    """CREATE TABLE exchanges (row INTEGER PRIMARY KEY,
        conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE, user TEXT NOT NULL, id TEXT NOT NULL,
        heading TEXT NOT NULL, asked_at TEXT NOT NULL, said TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (user, id))""",
    "CREATE INDEX exchanges_of ON exchanges (conversation, row, asked_at, heading)",
    """CREATE TABLE feedback (exchange INTEGER NOT NULL REFERENCES exchanges ON DELETE CASCADE, kind TEXT NOT NULL,
        comment TEXT NOT NULL, given_at TEXT NOT NULL, PRIMARY KEY (exchange, kind))""",
    "CREATE TABLE preferences (user TEXT PRIMARY KEY, chosen TEXT NOT NULL)",
    """CREATE VIRTUAL TABLE words USING fts5 (said, tokenize="unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER conversation_gone AFTER DELETE ON conversations
        BEGIN DELETE FROM words WHERE rowid = old.row; END""",
    f"PRAGMA application_id = {_OURS}",
    f"PRAGMA user_version = {VERSION}",
)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file to read one state of it; where there is none, an empty one that is nowhere.

    Raises:
        HistoryError: it cannot be read, or is no such file.
    """
    with _translated(path):
        there = path.exists()
        with closing(_connect(path if there else Path(":memory:"))) as connection:
            if not there or _is_empty(connection, path):
                with closing(_connect(Path(":memory:"))) as nothing:
                    _create(nothing)
                    yield nothing
                return
            connection.execute("BEGIN")
            yield connection


@contextmanager
def writing(path: Path, *, scrub: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the file for one transaction, all of the block or nothing; it is made where there is none.

    Args:
        scrub: leave nothing in the file of what is deleted, in its log neither.

    Raises:
        HistoryError: it cannot be written, or is no such file.
    """
    with _translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # what people ask is nobody else's business
        with closing(_connect(path)) as connection:
            if _is_empty(connection, path):
                _take_log(connection)
                _create(connection)
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            if scrub:
                # The word index keeps deleted words until its parts are merged.
                connection.execute("INSERT INTO words (words) VALUES ('optimize')")
            connection.execute("COMMIT")
            if scrub:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _connect(path: Path) -> sqlite3.Connection:
    """Open a connection of its own for each call, so that threads share none."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last answers, never the file
    return connection


def _is_empty(connection: sqlite3.Connection, path: Path) -> bool:
    """Say whether nothing is in the file yet.

    Raises:
        HistoryError: what is in it is not ours, or of another version.
    """
    connection.execute("BEGIN")  # one state: another process may be making the file between two looks at it
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.execute("COMMIT")
    if owner == _OURS and version == VERSION:
        return False
    if owner == _OURS:
        raise HistoryError(
            f"{path} was made by another version of Dateline (format {version}, this one reads {VERSION})",
            hint="use that version, or name another file",
        )
    if owner or version or tables:
        raise HistoryError(f"{path} is a database of something else", hint="name another file for the conversations")
    return True


def _take_log(connection: sqlite3.Connection) -> None:
    """Let readers read while one writes; SQLite does not wait here for another process that does the same."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have been faster.
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        for statement in _TABLES:
            connection.execute(statement)
    connection.execute("COMMIT")


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system report of the file into one error of ours.

    Raises:
        HistoryError: always in their place.
    """
    try:
        yield
    except OSError as error:
        raise HistoryError(f"{path} cannot be used: {error.strerror}", hint="check the folder") from error
    except UnicodeEncodeError as error:
        raise HistoryError("a name holds characters that cannot be stored", hint="write it in other ones") from error
    except sqlite3.ProgrammingError:
        raise  # a mistake of our own
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF  # the rest of it is detail
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise HistoryError(f"{path} is busy: another process writes to it", hint="try again") from error
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY):
            raise HistoryError(f"{path} cannot be used: {error}", hint="check the disk and the folder") from error
        raise HistoryError(
            f"{path} is not a readable history: {error}", hint="move it away; a new one is made with the next question"
        ) from error
