"""What stands around the title of a page's article: the lines with its byline and its dates; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.pages.blocks import Block, key_of

if TYPE_CHECKING:
    from ingest.pages.tree import Element

_ABOVE, _BELOW = 6, 16
"""Blocks above and below the title that may belong to it."""

_CAPTIONS = ("figure", "figcaption")
_LONGEST_LINE = 160
_PARAGRAPH = 250
_MARKED = re.compile(r"by-?line|author|autor|auteur|verfasser|writer|reporter|journalist", re.IGNORECASE)
_MOST_IN_BYLINE = 300
_SURE = 20


@dataclass(frozen=True, slots=True)
class Header:
    """The short lines around the title; `title` is the number of its block, None where the page shows none."""

    title: int | None = None
    lines: tuple[Block, ...] = ()

    @property
    def bylines(self) -> list[str]:
        """The lines that the page's markup calls the author's."""
        return [block.text for block in self.lines if _is_marked(block)]


def header_of(blocks: Sequence[Block], titles: Sequence[str]) -> Header:
    """Find the title among the blocks of a page, and what stands around it."""
    title = _title_block(blocks, {key for title in titles if (key := key_of(title))})
    if title is None:
        return Header()
    lines = list(blocks[max(0, title - _ABOVE) : title])
    for block in blocks[title + 1 : title + 1 + _BELOW]:
        if len(block.text) > _PARAGRAPH and len(lines) > _ABOVE:
            break
        lines.append(block)
    lines = [block for block in lines if not any(above.tag in _CAPTIONS for above in _lineage(block))]
    return Header(title, tuple(block for block in lines if len(block.text) <= _LONGEST_LINE))


def _lineage(block: Block) -> list[Element]:
    return [block.holder, *block.holder.iterancestors()]


def _title_block(blocks: Sequence[Block], keys: set[str]) -> int | None:
    """Return the block that shows the title: as it is stated; a part of it, where a kicker has a block of its own."""
    found = [key_of(block.text) for block in blocks]
    shown = [number for number, key in enumerate(found) if key in keys]
    tops = [number for number, block in enumerate(blocks) if _is_top(block)]
    for numbers in ([number for number in shown if number in tops], shown, tops):
        if numbers:
            return numbers[0]
    return next(
        (number for number, key in enumerate(found) if len(key) >= _SURE and any(key in title for title in keys)), None
    )


def _is_top(block: Block) -> bool:
    return block.holder.tag == "h1" or next(block.holder.iterancestors("h1"), None) is not None


def _is_marked(block: Block) -> bool:
    element = block.holder
    for _ in range(3):
        if element is None or sum(len(text) for text in element.itertext()) > _MOST_IN_BYLINE:
            return False
        said = (element.get("class"), element.get("rel"), element.get("itemprop"), element.get("id"))
        if any(text and _MARKED.search(text) for text in said):
            return True
        element = element.getparent()
    return any(_MARKED.search(inner.get("class") or inner.get("rel") or "") for inner in block.holder.iter("a", "span"))
