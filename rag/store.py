"""The truth, read: articles, versions, passages, vectors, the journal and the word index, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.called import called
from rag.domain import Article, Filters, Passage, Source
from rag.errors import ArticleUnknown
from rag.rows import ARTICLE_COLUMNS, SOURCE_COLUMNS, article_of, passing, prefixed
from rag.terms import stem

OVERFETCH = 10
"""Times as many passages are looked at first where a filter will take some out."""

TITLE_WEIGHT = 0.5
"""Weight of a word in the title against one in the passage: a title stands before each of its passages."""


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
                f"SELECT {ARTICLE_COLUMNS} FROM {table} WHERE id = ?",  # two fixed names
                (article_id,),
            ).fetchone()
            if row is not None:
                return article_of(row)
        raise _unknown(article_id)

    def source(self, article_id: str) -> Source:
        """Return the source of a live article.

        Raises:
            ArticleUnknown: there is none with that id; an earlier version is none.
        """
        row = self.connection.execute(f"SELECT {SOURCE_COLUMNS} FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row is not None:
            return Source(*row)
        row = self.connection.execute("SELECT replaced_by FROM versions WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            raise _unknown(article_id)
        raise ArticleUnknown(f"{article_id} is an earlier version of {row[0]}", hint="name the article itself")

    def sources(self) -> list[Source]:
        """Return every article's source, newest first, unknown dates last."""
        rows = self.connection.execute(
            f"SELECT {SOURCE_COLUMNS} FROM articles ORDER BY day_to IS NULL, day_to DESC, id"
        )
        return [Source(*row) for row in rows]

    def listing(self) -> list[tuple[Source, int, int]]:
        """Return each source, its passages and the articles of its group, newest first, unknown dates last."""
        rows = self.connection.execute(
            f"""SELECT coalesce(p.number, 0), g.number, {prefixed("a")} FROM articles a
                LEFT JOIN (SELECT article_id, count(*) AS number FROM passages GROUP BY article_id) p
                    ON p.article_id = a.id
                JOIN (SELECT head, count(*) AS number FROM articles GROUP BY head) g ON g.head = a.head
                ORDER BY a.day_to IS NULL, a.day_to DESC, a.id"""
        )
        return [(Source(*row[2:]), row[0], row[1]) for row in rows]

    def group(self, head: str) -> list[Source]:
        """Return the articles of a group of near-copies, by id."""
        rows = self.connection.execute(f"SELECT {SOURCE_COLUMNS} FROM articles WHERE head = ? ORDER BY id", (head,))
        return [Source(*row) for row in rows]

    def passages(self, passage_ids: Sequence[str]) -> dict[str, Passage]:
        """Return the passages by id; an unknown id is left out."""
        rows = self._of_passages(
            f"""p.id, p.text, p.start, p.stop, {prefixed("a")} FROM passages p
                JOIN articles a ON a.id = p.article_id WHERE p.id""",
            passage_ids,
        )
        return {row[0]: _passage_of(row) for row in rows}

    def some_texts(self, most: int) -> list[str]:
        """Return the texts of the passages that went in last."""
        return [
            row[0] for row in self.connection.execute("SELECT text FROM passages ORDER BY row DESC LIMIT ?", (most,))
        ]

    def passage_ids(self) -> list[str]:
        """Return the ids of all passages."""
        return [row[0] for row in self.connection.execute("SELECT id FROM passages")]

    def search_words(
        self, query: str, k: int, filters: Filters, *, enough: int | None = None
    ) -> list[tuple[str, float]]:
        """Return up to `k` passage ids with their BM25 score, best (highest) first.

        Args:
            enough: with filters, so many will do where more would take looking at every match.
        """
        where, values = passing(filters)
        for most in (k * OVERFETCH, -1) if where else (k,):
            # What is not among the best is not looked up; the articles come off their index, since their rows are long.
            rows = self.connection.execute(
                f"""WITH some AS MATERIALIZED (SELECT id FROM articles a WHERE 1 {where})
                    SELECT p.id, w.score FROM (
                        SELECT rowid AS row, -bm25(words, {TITLE_WEIGHT}, 1.0) AS score
                        FROM words WHERE words MATCH ? ORDER BY score DESC, rowid LIMIT ?) w
                    JOIN passages p ON p.row = w.row
                    {"JOIN some ON some.id = p.article_id" if where else ""} ORDER BY w.score DESC, p.id LIMIT ?""",
                (*values, query, most, k),
            ).fetchall()
            if len(rows) >= (enough or k):
                break
        return [(row[0], float(row[1])) for row in rows]

    def allowed(self, passage_ids: Sequence[str], filters: Filters) -> set[str]:
        """Return those of the passages that pass the filters."""
        where, values = passing(filters)
        rows = self._of_passages(
            f"p.id FROM passages p JOIN articles a ON a.id = p.article_id {where} WHERE p.id", passage_ids, *values
        )
        return {row[0] for row in rows}

    def frequency(self, word: str) -> int:
        """Return in how many passages a word stands, in any inflection."""
        self._count_words()
        row = self.connection.execute("SELECT doc FROM temp.vocabulary WHERE term = ?", (stem(word),)).fetchone()
        if row is not None:
            return int(row[0])
        # SQLite stems some words another way; of those there are few, so that counting them is no work.
        row = self.connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (f'"{word}"',)).fetchone()
        return int(row[0])

    def words_beginning(self, letter: str, least: int, most: int) -> list[str]:
        """Return the stems of the word index that begin with a letter and have so many letters."""
        self._count_words()
        rows = self.connection.execute(
            "SELECT term FROM temp.vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
            (letter, chr(ord(letter) + 1), least, most),
        )
        return [row[0] for row in rows]

    def texts_with(self, word: str, most: int) -> list[str]:
        """Return up to `most` passages in which a word stands, in any inflection."""
        rows = self.connection.execute(
            "SELECT p.text FROM words w JOIN passages p ON p.row = w.rowid WHERE words MATCH ? LIMIT ?",
            (f'"{word}"', most),
        )
        return [row[0] for row in rows]

    def _count_words(self) -> None:
        self.connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)")

    def about(self, passage_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Return the first and last day that each passage speaks of; those that speak of none are left out."""
        rows = self._of_passages(
            "id, about_from, about_to FROM passages WHERE about_from IS NOT NULL AND id", passage_ids
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def passages_about(self, first: int, last: int, filters: Filters, most: int) -> list[Passage]:
        """Return up to `most` passages that may speak of days from `first` to `last`, the shortest periods first."""
        where, values = passing(filters)
        rows = self.connection.execute(
            f"""SELECT p.id, p.text, p.start, p.stop, {prefixed("a")} FROM passages p
                JOIN articles a ON a.id = p.article_id
                WHERE p.about_to >= ? AND p.about_from <= ? {where}
                ORDER BY p.about_to - p.about_from, p.row LIMIT ?""",
            (first, last, *values, most),
        )
        return [_passage_of(row) for row in rows]

    def vectors(self, passage_ids: Sequence[str], model: str) -> dict[str, NDArray[np.float32]]:
        """Return the passages' vectors by id."""
        rows = self._of_passages(
            "p.id, v.vector FROM passages p JOIN vectors v ON v.key = p.vector_key AND v.model = ? WHERE p.id",
            passage_ids,
            model,
        )
        return {row[0]: np.frombuffer(row[1], dtype=np.float32) for row in rows}

    def _of_passages(self, columns: str, passage_ids: Sequence[str], *values: str | int) -> Iterator[tuple[Any, ...]]:
        for first in range(0, len(passage_ids), 500):  # SQLite takes some thousands of variables at most
            some = passage_ids[first : first + 500]
            marks = ",".join("?" * len(some))
            yield from self.connection.execute(f"SELECT {columns} IN ({marks})", (*values, *some))

    def allowed_vectors(
        self, model: str, filters: Filters, *, batch: int = 10_000
    ) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """Yield passage ids and their vectors, those that pass the filters, some at a time."""
        where, values = passing(filters)
        # The articles first, off their index: their own rows are long.
        cursor = self.connection.execute(
            f"""WITH some AS MATERIALIZED (SELECT id FROM articles a WHERE 1 {where})
                SELECT p.id, v.vector FROM some JOIN passages p ON p.article_id = some.id
                JOIN vectors v ON v.key = p.vector_key AND v.model = ?""",
            (*values, model),
        )
        while rows := cursor.fetchmany(batch):
            yield [row[0] for row in rows], np.vstack([np.frombuffer(row[1], dtype=np.float32) for row in rows])

    def count(self, table: str = "articles") -> int:
        """Return the number of live articles or passages."""
        return int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def count_allowed(self, filters: Filters) -> int:
        """Return how many articles pass the filters."""
        where, values = passing(filters)
        return int(self.connection.execute(f"SELECT count(*) FROM articles a WHERE 1 {where}", values).fetchone()[0])

    def count_unknown(self, column: str, filters: Filters) -> int:
        """Return how many articles have no known `day_from`, `publisher` or `author`; the other filters hold."""
        others = {
            "day_from": replace(filters, since=None, until=None),
            "publisher": replace(filters, outlets=()),
            "author": replace(filters, authors=()),
        }[column]
        where, values = passing(others)
        query = f"SELECT count(*) FROM articles a WHERE a.{column} IS NULL {where}"  # three fixed names
        return int(self.connection.execute(query, values).fetchone()[0])

    def newest(self, filters: Filters) -> str | None:
        """Return the newest publication date among the articles that pass the filters."""
        found = self.latest(filters, 1)
        return found[0].published if found else None

    def latest(self, filters: Filters, most: int, *, undated: bool = False) -> list[Source]:
        """Return the newest of the dated articles that pass the filters, newest first, undated ones last."""
        where, values = passing(filters)
        rows = self.connection.execute(
            f"""SELECT {prefixed("a")} FROM articles a WHERE ({undated:d} OR day_to IS NOT NULL) {where}
                ORDER BY day_to DESC, published DESC, id LIMIT ?""",
            [*values, most],
        )
        return [Source(*row) for row in rows]

    def corrections(self, article_id: str) -> dict[str, str]:
        """Return what a user set right about an article, by field; empty where the value is unknown."""
        rows = self.connection.execute("SELECT field, value FROM corrections WHERE article_id = ?", (article_id,))
        return dict(rows.fetchall())

    def ties(self, *, same: bool) -> list[tuple[str, str]]:
        """Return the pairs of articles of which a user said that they are copies of one, or that they are not."""
        return self.connection.execute("SELECT one, other FROM ties WHERE same = ?", (int(same),)).fetchall()

    def address(self, article_id: str) -> str | None:
        """Return the address of a live or staged article."""
        row = self.connection.execute(
            "SELECT url FROM articles WHERE id = ?1 UNION ALL SELECT url FROM staged_articles WHERE id = ?1 LIMIT 1",
            (article_id,),
        ).fetchone()
        return row[0] if row else None

    def next(self, article_id: str) -> tuple[Article, dict[str, Any]]:
        """Return an article as staged, else as it is live, and what its format stated: with its raw, all it is made of.

        Raises:
            ArticleUnknown: there is none with that id.
        """
        for table in ("staged_articles", "articles"):
            row = self.connection.execute(
                f"SELECT {ARTICLE_COLUMNS}, stated FROM {table} WHERE id = ?",  # two fixed names
                (article_id,),
            ).fetchone()
            if row is not None:
                return article_of(row[:-1]), json.loads(row[-1])
        raise _unknown(article_id)

    def languages(self) -> dict[str, int]:
        """Return how many articles there are in each known language."""
        return dict(
            self.connection.execute(
                "SELECT language, count(*) FROM articles WHERE language IS NOT NULL GROUP BY language ORDER BY language"
            ).fetchall()
        )

    def publishers(self, filters: Filters | None = None) -> list[str]:
        """Return the known outlets, those with most articles (that pass the filters) first."""
        where, values = passing(filters or Filters())
        rows = self.connection.execute(
            f"""SELECT publisher FROM articles a WHERE publisher IS NOT NULL {where}
                GROUP BY publisher ORDER BY count(*) DESC, publisher""",
            values,
        )
        return [row[0] for row in rows]


def _passage_of(row: tuple[Any, ...]) -> Passage:
    """Return the passage of a row of its id, text, start and stop, and the columns of its source."""
    return Passage(row[0], Source(*row[4:]), row[1], row[2], row[3])


def _unknown(article_id: str) -> ArticleUnknown:
    return ArticleUnknown(
        f"no article has the id {article_id!r}", hint=f"`{called('ingest.collection')} list` shows the ids"
    )
