"""What a reader finds: raw text, with the metadata that its format states."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before cleaning.

    Attributes:
        origin: where it came from, a file or an address; other words from there are an edited article.
        label: how a report names it.
        line: where in the file it begins; 0 where `origin` is an address, which no one file owns.
    """

    origin: str
    label: str
    raw: str
    line: int = 1
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


def name_of(path: Path) -> str:
    """Return a path as text that can be stored and printed, its bytes that are no UTF-8 written out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
