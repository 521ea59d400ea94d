"""What a reader finds: raw text, with the metadata that its format states."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before cleaning.

    Attributes:
        origin: where it came from; the same origin with other words is an edited article.
        label: how a report names it.
    """

    origin: str
    label: str
    raw: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something given that is no article, with the reason and what to do."""

    label: str
    reason: str
    hint: str = ""
