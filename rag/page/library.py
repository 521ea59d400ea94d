"""The collection as the page looks after it: what it holds, and what a reader adds, sets right or takes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rag.domain import Article, Source


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


class Library(Protocol):
    """What a collection holds, and what changes it."""

    def listed(self) -> Sequence[Listed]:
        """Return every article, newest first, unknown dates last."""

    def article(self, article_id: str) -> Article:
        """Return one article."""

    def corrections(self, article_id: str) -> Mapping[str, str]:
        """Return what a user set right about an article, by field."""

    def correct(self, article_id: str, values: Mapping[str, str | None]) -> None:
        """Set right what is known about an article; an empty value is unknown, None takes a correction back."""

    def join(self, article_ids: Sequence[str]) -> None:
        """Say that articles are copies of one text."""

    def separate(self, article_id: str) -> None:
        """Say that an article is a copy of none of its group."""

    def remove(self, article_ids: Sequence[str], *, erase: bool = False) -> None:
        """Take articles out; with `erase` no trace of them stays on the disk."""

    def add(self, sources: Sequence[str | Path]) -> None:
        """Add the articles in files and at addresses."""
