"""The article's own blocks among all that a page shows; the room that knows trafilatura."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.pages.blocks import Block, key_of

if TYPE_CHECKING:
    from ingest.pages.header import Header
    from ingest.pages.tree import Element

Setting = tuple[str, ...]

_APART = frozenset(("nav", "footer", "aside", "figure", "figcaption", "form", "menu"))
"""Elements whose text stands beside an article, not in it."""

_NEVER_IN = frozenset(("nav", "form", "menu"))
_SURE = 30
"""Letters; a shorter text may stand in a longer one by chance."""

_PARAGRAPH = 80
_POOR = 0.3
"""Share of a page's prose; an extraction that is less of it deserves a second try, by other means."""

_CLASSES = 2
"""Of an element's classes; what follows tells apart pieces of the same article."""

_FIRST = 3
"""Paragraphs below a title, of which an article has one at least."""

_MAIN_SHARE = 0.3
"""Of the letters found; paragraphs set like so much of the article belong to it too."""


def article_blocks(root: Element, blocks: Sequence[Block], header: Header, *, whole: bool) -> list[int]:
    """Return the numbers of the article's blocks on a page whose hidden parts are gone; all where it is `whole`."""
    if whole:
        return [number for number, block in enumerate(blocks) if not stands_in(block, _NEVER_IN)]
    chosen = _once(blocks, _chosen(blocks, _extracted(root, fast=True)))
    if not _follows_title(blocks, chosen, header):
        wider = _once(blocks, _chosen(blocks, _extracted(root, fast=False)))
        chosen = max(chosen, wider, key=lambda some: (_follows_title(blocks, some, header), length(blocks, some)))
    return sorted(_with_headings(blocks, chosen | _set_alike(blocks, chosen, header)))


def _follows_title(blocks: Sequence[Block], chosen: set[int], header: Header) -> bool:
    """Say whether some blocks are what stands below the title; where no title is shown, whether they are much."""
    prose = [number for number, block in enumerate(blocks) if is_prose(block)]
    if header.title is None:
        return length(blocks, chosen) >= _POOR * length(blocks, prose)
    below = [number for number in prose if number > header.title][:_FIRST]
    return not below or any(number in chosen for number in below)


def is_prose(block: Block) -> bool:
    """Say whether a block is a paragraph of sentences rather than a link or a label."""
    return len(block.text) >= _PARAGRAPH and block.linked < len(block.text) / 2 and not stands_in(block, _APART)


def stands_in(block: Block, names: frozenset[str]) -> bool:
    """Say whether a block lies in an element of one of these names."""
    return block.holder.tag in names or next(block.holder.iterancestors(*names), None) is not None


def length(blocks: Sequence[Block], numbers: Sequence[int] | set[int]) -> int:
    """Count the characters of some blocks."""
    return sum(len(blocks[number].text) for number in numbers)


def _extracted(root: Element, *, fast: bool) -> list[str]:
    from trafilatura import extract

    # It warns of each page that it finds nothing on; what is refused is reported by us.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return (extract(root, fast=fast, include_comments=False) or "").split("\n")


def _chosen(blocks: Sequence[Block], lines: Sequence[str]) -> set[int]:
    """Return which blocks the lines of an extracted text are."""
    wanted = [key for line in lines if (key := key_of(line))]
    exact, joined = frozenset(wanted), "".join(wanted)
    chosen = set()
    for number, block in enumerate(blocks):
        key = key_of(block.text)
        if key in exact or (len(key) >= _SURE and key in joined):
            chosen.add(number)
    # A teaser that repeats a part of a paragraph was not extracted, the paragraph was.
    whole = "\n".join(key_of(blocks[number].text) for number in chosen)
    return {number for number in chosen if (key := key_of(blocks[number].text)) in exact or whole.count(key) < 2}  # noqa: PLR2004


def _once(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """Keep of blocks with the same words the one that stands with most of the others."""
    places: Counter[Element] = Counter()
    for number in chosen:
        places[blocks[number].holder.getparent()] += len(blocks[number].text)
    same: dict[str, list[int]] = defaultdict(list)
    for number in sorted(chosen):
        same[key_of(blocks[number].text)].append(number)
    return {max(numbers, key=lambda one: (places[blocks[one].holder.getparent()], -one)) for numbers in same.values()}


def _set_alike(blocks: Sequence[Block], chosen: set[int], header: Header) -> set[int]:
    """Return the paragraphs that were missed, though they are set as most of the article is."""
    setting: Counter[Setting] = Counter()
    for number in chosen:
        if is_prose(blocks[number]):
            setting[_setting(blocks[number])] += len(blocks[number].text)
    main = {how for how, letters in setting.items() if letters >= _MAIN_SHARE * setting.total()}
    if not main:
        return set()
    first = min(chosen) if header.title is None else min(*chosen, header.title + 1)
    after = range(max(chosen) + 1, len(blocks))
    end = next((number for number in after if blocks[number].holder.tag == "h1"), len(blocks))
    known = {key_of(blocks[number].text) for number in chosen}
    missed = [
        number
        for number in range(first, end)
        if number not in chosen and _setting(blocks[number]) in main and key_of(blocks[number].text) not in known
    ]
    holders = {blocks[number].holder.getparent() for number in missed if is_prose(blocks[number])}
    return {number for number in missed if blocks[number].holder.getparent() in holders and not blocks[number].is_link}


def _with_headings(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """Add the headings that stand between paragraphs of the article, in the same place."""
    places = {blocks[number].holder.getparent() for number in chosen if is_prose(blocks[number])}
    found = set()
    for number in range(min(chosen, default=0), max(chosen, default=0)):
        block, below = blocks[number], blocks[number + 1]
        if block.is_heading and not block.is_link and not stands_in(block, _APART):
            leads_in = number + 1 in chosen and is_prose(below) and (number - 1 in chosen or number - 2 in chosen)
            if leads_in or block.holder.getparent() in places:
                found.add(number)
    return chosen | found


def _setting(block: Block) -> Setting:
    """Return how a block is set: what it is, and what it lies in."""
    parent = block.holder.getparent()
    above = parent.getparent() if parent is not None else None
    around = [
        text
        for one in (parent, above)
        if one is not None
        for text in (one.tag, *one.get("class", "").split()[:_CLASSES])
    ]
    return (block.holder.tag, *around)
