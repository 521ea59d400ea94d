"""The collection as the page looks after it: what it holds, and what a reader adds, sets right or takes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rag.domain import Article, Source

Progress = Callable[[str, int, int], None]
"""Told the stage ("reading", "embedding", "grouping", "building", "switching", "switched"), how many are done, and of
how many (0 where that is not known)."""


def quiet(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One article of the list.

    Attributes:
        passages: how many it was split into.
        copies: how many articles its group has, itself among them.
    """

    source: Source
    passages: int
    copies: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that was given and did not go in, with the reason and what to do."""

    what: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What an adding did: added + updated + unchanged + rejected is what was given.

    Attributes:
        articles: in the collection afterwards.
        notices: what the user should know, as a language that the embedding model does not read.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[Refusal, ...] = ()
    notices: tuple[str, ...] = ()
    articles: int = 0


class Library(Protocol):
    """What a collection holds, and what changes it; every change may raise `IndexBusy` while another one runs."""

    def listed(self) -> Sequence[Listed]:
        """Return every article, newest first, unknown dates last; none where there is no collection yet."""

    def article(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            ArticleUnknown: there is none with that id.
        """

    def copies(self, article_id: str) -> Sequence[Source]:
        """Return the articles of its group, itself among them."""

    def corrections(self, article_id: str) -> Mapping[str, str]:
        """Return what a user set right about an article, by field; empty where the value is unknown."""

    def correct(self, article_id: str, values: Mapping[str, str | None]) -> None:
        """Set right what is known about an article; an empty value is unknown, None takes a correction back."""

    def join(self, article_ids: Sequence[str]) -> None:
        """Say that articles are copies of one text."""

    def separate(self, article_id: str) -> None:
        """Say that an article is a copy of none of its group."""

    def remove(self, article_ids: Sequence[str], *, erase: bool = False) -> None:
        """Take articles out; with `erase` no trace of them stays on the disk."""

    def add(self, sources: Sequence[str | Path], progress: Progress = quiet) -> Added:
        """Add the articles in files (a `Path` each) and at addresses (a text each); a text that is none is rejected."""
