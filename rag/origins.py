"""Where articles came from, which of them an edit replaced, and which have vanished.

An origin is a file or an address. A file owns its lines, each with one article; an address (line 0) is owned by
no one file, and keeps every article that came from it, which tells whether several share it. A line of a file
that no longer has an article is remembered as gone, so that a later pruning still knows of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from rag.store import Store

INSIDE = "!/"
"""Between an archive and the name of one of its members."""

_STEP = re.compile(r"!?[/\\]")
"""Where the name of a folder or an archive ends; a folder's may end in "!" too."""

_SEEN = """
CREATE TEMP TABLE seen (origin TEXT, line INTEGER, article_id TEXT, PRIMARY KEY (origin, line, article_id))
    WITHOUT ROWID;
CREATE INDEX temp.seen_of ON seen (article_id, line);
"""

_REPLACED = """
WITH
went AS (SELECT origin, line, min(article_id) AS id FROM (SELECT DISTINCT origin, line FROM seen)
    JOIN origins USING (origin, line) WHERE NOT gone AND article_id NOT IN (SELECT article_id FROM seen)
    GROUP BY origin, line HAVING count(*) = 1),
came AS (SELECT origin, line, min(article_id) AS id FROM seen s WHERE NOT EXISTS
    (SELECT 1 FROM origins h INDEXED BY origins_of
     WHERE h.article_id = s.article_id AND h.origin = s.origin AND NOT h.gone)
    GROUP BY origin, line HAVING count(*) = 1)
SELECT old.id, new.id, line FROM went old JOIN came new USING (origin, line)
-- Of two articles at one line of a file, one that is of another address is another article, no edit.
WHERE line = 0
    OR NOT EXISTS (SELECT 1 FROM origins WHERE article_id = old.id AND line = 0)
    OR NOT EXISTS (SELECT 1 FROM origins WHERE article_id = new.id AND line = 0
                   UNION ALL SELECT 1 FROM seen WHERE article_id = new.id AND line = 0)
    OR EXISTS (SELECT 1 FROM origins a WHERE a.article_id = old.id AND a.line = 0 AND EXISTS
        (SELECT 1 FROM origins b WHERE b.article_id = new.id AND b.line = 0 AND b.origin = a.origin
         UNION ALL SELECT 1 FROM seen c WHERE c.article_id = new.id AND c.line = 0 AND c.origin = a.origin))
ORDER BY origin, line
"""

_SETTLE = (
    "UPDATE origins SET gone = 1 WHERE line > 0 AND origin IN (SELECT origin FROM seen)",
    "INSERT OR REPLACE INTO origins SELECT origin, line, article_id, 0 FROM seen",
    "DELETE FROM seen",
)


class Origins:
    """What is remembered of earlier runs, and what this run has seen; for the one writer."""

    def __init__(self, store: Store) -> None:
        self._connection = store.connection
        self._connection.executescript(_SEEN)
        self._unread: set[str] = set()
        self._rejected: set[tuple[str, int]] = set()

    def see(self, origin: str, line: int, article_id: str) -> None:
        """Note that an article was given in this run, from a line of a file or from an address (line 0)."""
        self._connection.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (origin, line, article_id))

    def miss(self, origin: str, line: int | None = None) -> None:
        """Note that a file, or what stands at a line of it, was given and could not be read: it has not vanished."""
        if line is None:
            self._unread.add(origin)
        else:
            self._rejected.add((origin, line))

    def replaced(self) -> dict[str, str]:
        """Return the articles that an edit replaced: old id → new id.

        An edit is one article out and one in at one place: the old one was given nowhere in this run, the new one
        had never come from that file or address, and no other file has the old one still (one that has it under
        the same address has an older copy). So what is given is never replaced; a line inserted, moved or
        deleted replaces nothing (the article of a deleted line stays in
        the collection); nor does an article of another address, nor an address that articles share, unless just
        one of them changed.
        """
        replaced: dict[str, str] = {}
        for old, new, line in self._connection.execute(_REPLACED).fetchall():
            elsewhere = self._connection.execute(
                """SELECT origin FROM origins o WHERE article_id = ? AND NOT gone AND line > 0
                   AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.origin = o.origin)""",
                (old,),
            )
            # A file that is gone holds nothing: the article was renamed, then edited.
            if line == 0 or not any(_is_there(origin) for (origin,) in elsewhere):
                replaced[old] = new
        return replaced

    def vanished(self, places: Sequence[str]) -> list[str]:
        """Return the articles that came from below the files and folders `places` and are there no more.

        One that was given in this run, that an edit replaced, or that any other file may still hold, has not
        vanished; nor has one of a file that could not be read. A place where nothing was found at all is more
        likely not mounted than emptied: nothing has vanished from it.
        """
        seen = self._connection.execute("SELECT DISTINCT origin FROM seen WHERE line > 0")
        found = {step for (origin,) in seen for step in _steps(origin)}
        roots = {place.rstrip("/\\") for place in places} & found
        replaced = self.replaced()
        rows = self._connection.execute(
            """SELECT article_id, origin, line, gone FROM origins WHERE line > 0
               AND article_id NOT IN (SELECT article_id FROM seen) ORDER BY article_id"""
        )
        vanished = []
        for name, some in groupby(rows, key=itemgetter(0)):
            came_from = [(origin, line, gone, _steps(origin)) for _, origin, line, gone in some]
            if (
                name not in replaced
                and any(not roots.isdisjoint(steps) for *_, steps in came_from)
                and not any(self._may_hold(*one, roots=roots) for one in came_from)
            ):
                vanished.append(name)
        return vanished

    def _may_hold(self, origin: str, line: int, gone: int, steps: set[str], *, roots: set[str]) -> bool:
        """Say whether an article that was not given in this run may still be where it came from."""
        if not self._unread.isdisjoint(steps) or (origin, line) in self._rejected:
            return True
        return not gone and roots.isdisjoint(steps) and _is_there(origin)

    def settle(self) -> None:
        """Remember what was seen, inside a transaction of the caller; a file that was read has what it has now."""
        for statement in _SETTLE:
            self._connection.execute(statement)


def _steps(origin: str) -> set[str]:
    """Return an origin, and the folders and archives that it lies in."""
    ends = {end for step in _STEP.finditer(origin) for end in (step.start(), step.end() - 1)}
    return {origin, *(origin[:end] for end in ends)}


def _is_there(origin: str) -> bool:
    """Say whether a file may still be there; in doubt it is, since what it holds would be taken out otherwise."""
    try:
        return "\\x" in origin or Path(origin.partition(INSIDE)[0]).exists()  # an escaped name cannot be looked up
    except OSError:
        return True
