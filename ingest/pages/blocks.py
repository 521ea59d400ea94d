"""A page's tree as blocks of text in the order a reader meets them: paragraphs, headings, entries, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.pages.tree import Element

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i ins kbd label mark nobr output q ruby rb s samp "
    "small span strike strong sub sup time tt u var wbr img picture custom-element".split()
)
_LONGEST_CELL = 200
"""Characters; a table with longer cells lays out a page and holds no figures."""

_SIGNS = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’»)\]]{0,3}$")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that a reader sees as one.

    Attributes:
        holder: the element that the text stands in: its `<p>`, `<h2>`, `<li>`, …
        linked: how many of its letters are links.
        times: what the `<time>` elements in it state.
    """

    text: str
    holder: Element
    linked: int = 0
    times: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether it stands over what follows."""
        return self.holder.tag in HEADINGS

    @property
    def is_link(self) -> bool:
        """Whether it leads elsewhere, and says nothing besides."""
        return self.linked >= 0.9 * len("".join(self.text.split()))


@lru_cache(maxsize=10_000)
def key_of(text: str) -> str:
    """Return the letters and digits of a text: what makes two lines the same."""
    return _SIGNS.sub("", text).lower()


class _Run:
    """The pieces of one block while they are gathered; a `<br>` is kept as a line end until its line is known."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.linked = 0
        self.times: list[str] = []

    def add(self, text: str | None, *, link: bool) -> None:
        if text:
            self.pieces.append(text)
            self.linked += len("".join(text.split())) if link else 0

    def blocks(self, holder: Element) -> Iterator[Block]:
        """Return what was gathered: one block, or several where a line end closes a sentence or stands twice."""
        if not self.pieces and not self.times:
            return
        lines = [" ".join(line.split()) for line in "".join(self.pieces).split(_BREAK)]
        texts: list[str] = []
        open_ = False
        for line in lines:
            if open_ and line and not _SENTENCE_END.search(texts[-1]):
                texts[-1] += f" {line}"
            elif line:
                texts.append(line)
            open_ = bool(line)
        for text in texts:
            yield Block(text, holder, self.linked if len(texts) == 1 else 0, tuple(self.times))
        self.pieces, self.linked, self.times = [], 0, []


_BREAK = "\f"
"""Stands for a `<br>`; a form feed, which is white space in HTML and means nothing."""


def blocks_of(root: Element) -> list[Block]:
    """Return the blocks of all that lies in an element."""
    found: list[Block] = []
    run = _Run()
    # (element, what to do): go in, or come out and read on behind it.
    stack: list[tuple[Element, bool, Element, bool]] = [(root, True, root, False)]
    while stack:
        element, entering, holder, link = stack.pop()
        inline = element.tag in _INLINE
        if not entering:
            if not inline:
                found.extend(run.blocks(element))
            run.add(element.tail, link=link)
            continue
        if element.tag == "br":
            run.add(_BREAK, link=False)
        elif element.tag == "time" and (stamp := element.get("datetime")):
            run.times.append(stamp)
        inside = link or element.tag == "a"
        if not inline:
            found.extend(run.blocks(holder))
            if element.tag == "table" and (rows := _rows(element)) is not None:
                found.extend(rows)
                stack.append((element, False, holder, link))
                continue
        inner = holder if inline else element
        run.add(element.text, link=inside)
        stack.append((element, False, holder, link))
        stack.extend((child, True, inner, inside) for child in reversed(element) if isinstance(child.tag, str))
    found.extend(run.blocks(root))
    return found


def _rows(table: Element) -> list[Block] | None:
    """Return the rows of a table as blocks; None where it only lays out the page."""
    if any(inner is not table for inner in table.iter("table")):
        return None
    blocks = []
    for row in table.iter("tr", "caption"):
        cells = [row] if row.tag == "caption" else [cell for cell in row if cell.tag in ("td", "th")]
        texts = [" ".join("".join(cell.itertext()).split()) for cell in cells]
        if any(len(text) > _LONGEST_CELL for text in texts):
            return None
        linked = sum(len("".join("".join(link.itertext()).split())) for link in row.iter("a"))
        if any(texts):
            blocks.append(Block(" | ".join(text for text in texts if text), row, linked))
    return blocks
