"""What a reader finds: raw text, with the metadata that its format states; and what a reader is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol, TypeVar

_Parsed = TypeVar("_Parsed")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before cleaning.

    Attributes:
        origin: where it came from, a file or an address; other words from there are an edited article.
        label: how a report names it.
        raw: what came in, as text; for a saved page its HTML.
        kind: "html" where `raw` is a page or a piece of one, whose text and metadata are still to be taken out.
        line: its number in a file of records, else 1; 0 where `origin` is an address, which no one file owns.
    """

    origin: str
    label: str
    raw: str
    line: int = 1
    kind: Literal["text", "html"] = "text"
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something given that is no article, with the reason and what to do.

    Attributes:
        origin: the file that could not be read, or not to its end; what came from it before has not vanished.
        line: the record of it that is no article; None where it is the whole file.
    """

    label: str
    reason: str
    hint: str = ""
    origin: str | None = None
    line: int | None = None

    def at(self, origin: str, line: int) -> Problem:
        """Return the problem with the record of a file that it is one of; one of the whole file stays that."""
        return self if self.origin is not None else replace(self, origin=origin, line=line)


class Apart(Protocol):
    """Runs a parser of hostile bytes, as it is or in a process of its own that may be given up."""

    def __call__(self, parse: Callable[[bytes], _Parsed], data: bytes) -> _Parsed:
        """Return `parse(data)`, or raise what it raises."""


def directly(parse: Callable[[bytes], _Parsed], data: bytes) -> _Parsed:
    """Run a parser here and now."""
    return parse(data)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader reads, and what it must keep to.

    Attributes:
        origin: what its drafts say of where they came from; `label` likewise for the report.
        most_bytes: of one article, record or row.
        names: the fields that the user named: attribute of a draft → name in the file.
        apart: runs the parsers that may take too long.
    """

    origin: str
    label: str
    most_bytes: int
    names: Mapping[str, str] = field(default_factory=dict)
    apart: Apart = directly


def name_of(path: Path) -> str:
    """Return a path as text that can be stored and printed, its bytes that are no UTF-8 written out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
