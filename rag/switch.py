"""From what is staged to the next generation: the rows it is built of, and the one transaction that serves it.

`leaving` (articles that go, with what replaced them) and `forgotten` (earlier versions that go) are temporary
tables of the one writer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from rag.index import Row

TEMPORARY = """
CREATE TEMP TABLE leaving (id TEXT PRIMARY KEY, replaced_by TEXT);
CREATE TEMP TABLE forgotten (id TEXT PRIMARY KEY);
CREATE TEMP TABLE claimed (id TEXT PRIMARY KEY);
CREATE TEMP TABLE heads (id TEXT PRIMARY KEY, head TEXT NOT NULL);
"""

STAGED = "SELECT id, article_id, text, vector_key, about_from, about_to FROM staged_passages"
NEXT = f"""SELECT id, article_id, text, vector_key, about_from, about_to FROM passages
    WHERE article_id NOT IN (SELECT id FROM leaving) UNION ALL {STAGED}"""
"""The passages of the state after the switch."""

_AT_ONCE = 500

PATIENCE = 5_000
"""Milliseconds that an erasure waits for readers; one of them reads for a tenth of a second."""

_INHERIT = (
    """INSERT OR IGNORE INTO corrections SELECT l.replaced_by, c.field, c.value FROM corrections c
       JOIN leaving l ON l.id = c.article_id WHERE l.replaced_by IS NOT NULL""",
    """INSERT OR IGNORE INTO ties SELECT min(one, other), max(one, other), same FROM (
       SELECT coalesce(a.replaced_by, one) AS one, coalesce(b.replaced_by, other) AS other, same FROM ties
       LEFT JOIN leaving a ON a.id = one LEFT JOIN leaving b ON b.id = other) WHERE one != other""",
)
_FORGET = "DELETE FROM versions WHERE id IN (SELECT id FROM forgotten)"
_MOVE = (
    """INSERT INTO words (words, rowid, title, text) SELECT 'delete', row, title, text FROM passages
       WHERE article_id IN (SELECT id FROM leaving)""",
    "DELETE FROM passages WHERE article_id IN (SELECT id FROM leaving)",
    """INSERT OR REPLACE INTO versions SELECT a.*, l.replaced_by FROM articles a JOIN leaving l ON l.id = a.id
       WHERE l.replaced_by IS NOT NULL""",
    # Those of the replaced have been inherited: an edit that is taken back inherits the later ones.
    "DELETE FROM corrections WHERE article_id IN (SELECT id FROM leaving WHERE replaced_by IS NOT NULL)",
    """DELETE FROM ties WHERE one IN (SELECT id FROM leaving WHERE replaced_by IS NOT NULL)
       OR other IN (SELECT id FROM leaving WHERE replaced_by IS NOT NULL)""",
    "DELETE FROM articles WHERE id IN (SELECT id FROM leaving)",
    "DELETE FROM origins WHERE article_id IN (SELECT id FROM leaving WHERE id NOT IN (SELECT id FROM staged_articles))",
    "INSERT OR REPLACE INTO articles SELECT * FROM staged_articles",
    "DELETE FROM versions WHERE id IN (SELECT id FROM staged_articles)",
    """INSERT INTO passages (id, article_id, start, stop, title, text, vector_key, about_from, about_to)
       SELECT id, article_id, start, stop, title, text, vector_key, about_from, about_to
       FROM staged_passages ORDER BY id""",
    """INSERT INTO words (rowid, title, text) SELECT row, title, text FROM passages
       WHERE article_id IN (SELECT id FROM staged_articles)""",
    _FORGET,
    "DELETE FROM staged_passages",
    "DELETE FROM staged_articles",
    "DELETE FROM leaving",
)
_HEADS = (
    "UPDATE articles SET head = id WHERE head != id AND id NOT IN (SELECT id FROM heads)",
    """UPDATE articles SET head = (SELECT head FROM heads h WHERE h.id = articles.id)
       WHERE id IN (SELECT id FROM heads)""",
)


def rows(connection: sqlite3.Connection, passages: str, model: str) -> Iterator[Row]:
    """Yield passages (`STAGED` or `NEXT`) as Chroma holds them, by id, some at a time in memory."""
    names = [name for (name,) in connection.execute(f"SELECT id FROM ({passages}) ORDER BY id")]
    for first in range(0, len(names), _AT_ONCE):
        some = names[first : first + _AT_ONCE]
        cursor = connection.execute(
            f"""SELECT p.id, v.vector, p.text, p.article_id, a.publisher, a.day_from, a.day_to, p.about_from, p.about_to
                FROM ({passages}) p JOIN vectors v ON v.key = p.vector_key AND v.model = ?
                JOIN (SELECT id, publisher, day_from, day_to FROM articles WHERE id NOT IN (SELECT id FROM leaving)
                      UNION ALL SELECT id, publisher, day_from, day_to FROM staged_articles) a ON a.id = p.article_id
                WHERE p.id IN ({",".join("?" * len(some))}) ORDER BY p.id""",
            (model, *some),
        )
        for passage_id, vector, text, *about in cursor:
            keys = ("article", "publisher", "day_from", "day_to", "about_from", "about_to")
            # None takes out what the passage had in the generation that the next one is copied from.
            metadata = dict(zip(keys, about, strict=True))
            yield Row(passage_id, np.frombuffer(vector, dtype=np.float32), text, metadata)


def gone(connection: sqlite3.Connection) -> list[str]:
    """Return the passages that the served generation has and the next one has not."""
    left = connection.execute(
        """SELECT id FROM passages WHERE article_id IN (SELECT id FROM leaving)
           AND id NOT IN (SELECT id FROM staged_passages) ORDER BY id"""
    )
    return [name for (name,) in left]


def drop_staged(connection: sqlite3.Connection) -> None:
    """Take out what an earlier run staged and this one has not claimed."""
    for table, column in (("staged_passages", "article_id"), ("staged_articles", "id")):
        connection.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT id FROM claimed)")


def inherit(connection: sqlite3.Connection) -> list[str]:
    """Give articles what a user said of those they replace, in a transaction of the caller; return the corrected."""
    for statement in _INHERIT:
        connection.execute(statement)
    return [
        name
        for (name,) in connection.execute(
            """SELECT DISTINCT article_id FROM corrections
               WHERE article_id IN (SELECT replaced_by FROM leaving) ORDER BY article_id"""
        )
    ]


def move(connection: sqlite3.Connection) -> None:
    """Make the staged rows the live ones, inside a transaction of the caller."""
    for statement in _MOVE:
        connection.execute(statement)


def regroup(connection: sqlite3.Connection, heads: Mapping[str, str]) -> None:
    """Give each article the head of its group, inside a transaction of the caller; itself where it is in none."""
    connection.execute("DELETE FROM heads")
    connection.executemany("INSERT INTO heads VALUES (?, ?)", heads.items())
    for statement in _HEADS:
        connection.execute(statement)


def forget(connection: sqlite3.Connection) -> None:
    """Take out the earlier versions that were to be forgotten, inside a transaction of the caller."""
    connection.execute(_FORGET)


def erase(connection: sqlite3.Connection, article_ids: Sequence[str]) -> None:
    """Take out what is remembered of articles that have left: vectors, corrections, ties, origins, names in reports."""
    names = [(name,) for name in article_ids]
    for table, columns in (("corrections", ("article_id",)), ("origins", ("article_id",)), ("ties", ("one", "other"))):
        for column in columns:
            connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", names)  # three fixed names
    connection.execute(
        """DELETE FROM vectors WHERE key NOT IN (SELECT vector_key FROM passages)
           AND key NOT IN (SELECT vector_key FROM staged_passages)"""
    )
    # Files are often named for the article in them; what a run counted stays.
    connection.execute("UPDATE runs SET report = json_remove(report, '$.rejected', '$.removed', '$.notices')")


def scrub(connection: sqlite3.Connection) -> bool:
    """Write the file anew without what was deleted; False where a reader still needs that, until it ends."""
    # The word index keeps what it deleted until it is merged, and the file its free pages.
    connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
    connection.execute("PRAGMA temp_store = FILE")  # the copy may be larger than memory
    connection.execute("VACUUM")
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
