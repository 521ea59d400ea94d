"""Where articles came from, and which of them an edit replaced.

An origin is a file or an address. A file owns its lines, each with one article; an address (line 0) is owned by
no one file, and keeps every article that came from it, which tells whether several share it.
"""

from __future__ import annotations

from pathlib import Path

from rag.store import Store

_SEEN = """CREATE TEMP TABLE seen (origin TEXT, line INTEGER, article_id TEXT, PRIMARY KEY (origin, line, article_id))
    WITHOUT ROWID"""

_REPLACED = """
SELECT o.article_id, s.article_id FROM origins o JOIN seen s USING (origin, line)
WHERE o.article_id NOT IN (SELECT article_id FROM seen)
  AND NOT EXISTS (SELECT 1 FROM origins h WHERE h.article_id = s.article_id AND h.origin = s.origin)
GROUP BY origin, line HAVING count(*) = 1 ORDER BY origin, line
"""

_SETTLE = (
    "DELETE FROM origins WHERE line > 0 AND origin IN (SELECT origin FROM seen)",
    "INSERT OR IGNORE INTO origins SELECT origin, line, article_id FROM seen",
    "DELETE FROM seen",
)


class Origins:
    """What is remembered of earlier runs, and what this run has seen; for the one writer."""

    def __init__(self, store: Store) -> None:
        self._connection = store.connection
        self._connection.execute(_SEEN)

    def see(self, origin: str, line: int, article_id: str) -> None:
        """Note that an article was given in this run, from a line of a file or from an address (line 0)."""
        self._connection.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (origin, line, article_id))

    def replaced(self) -> dict[str, str]:
        """Return the articles that an edit replaced: old id → new id.

        An edit is one article out and one in at one place: the old one was given nowhere in this run, the new one
        had never come from that file or address, and no other file has the old one still. So what is given is
        never replaced; a line inserted, moved or deleted replaces nothing (the article of a deleted line stays in
        the collection); nor does an address that articles share, unless just one of them changed.
        """
        replaced: dict[str, str] = {}
        for old, new in self._connection.execute(_REPLACED).fetchall():
            elsewhere = self._connection.execute(
                "SELECT origin FROM origins WHERE article_id = ? AND origin NOT IN (SELECT origin FROM seen)", (old,)
            )
            # A file that is gone holds nothing: the article was renamed, then edited.
            if not any(_is_there(origin) for (origin,) in elsewhere):
                replaced[old] = new
        return replaced

    def settle(self) -> None:
        """Remember what was seen, inside a transaction of the caller; a file that was read has what it has now."""
        for statement in _SETTLE:
            self._connection.execute(statement)


def _is_there(origin: str) -> bool:
    """Say whether a file may still be there; in doubt it is, since what it holds would be taken out otherwise."""
    try:
        return "\\x" in origin or Path(origin).exists()  # an escaped name, one that is no UTF-8, cannot be looked up
    except OSError:
        return True
