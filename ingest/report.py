"""What a run of the ingest did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

Progress = Callable[[str, int, int], None]
"""Told the stage ("reading", "embedding", "grouping", "building", "switching", "switched"), how many are
done, and of how many (0 where that is not known)."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """One thing that was given and did not go in."""

    what: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: added + updated + unchanged + rejected is what was given.

    Attributes:
        removed: the articles that had vanished from what was given, and were taken out.
        articles: in the collection after the run; `passages` likewise.
        embedded: passages whose vector had to be computed.
        notices: what the user should know: a language that the embedding model does not read, a correction that
            names no article.
        dry_run: nothing was written; this is what a run would do.
    """

    added: int
    updated: int
    unchanged: int
    rejected: tuple[Rejection, ...]
    removed: tuple[str, ...]
    articles: int
    passages: int
    embedded: int
    generation: int
    seconds: float
    notices: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def given(self) -> int:
        """How many articles, and things that are none, were given."""
        return self.added + self.updated + self.unchanged + len(self.rejected)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data, which is what `--json` prints."""
        return {"schema": 1, "given": self.given, **asdict(self)}
