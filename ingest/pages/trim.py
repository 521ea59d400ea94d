"""What stands in an article's place and is not of it: its title once more, captions, links to others; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from ingest.pages.blocks import Block, key_of
from ingest.pages.body import length, stands_in
from ingest.pages.header import Header

_ASIDE = frozenset(("figcaption", "nav", "footer", "aside"))
_NAMED = re.compile(
    r"caption|bildunterschrift|legende|photo-?credit|image-?credit|newsletter|related|read-?more|also-?read|promo\b"
    r"|recommend|most-?read|trending|social|share-|breadcrumb|author-?(?:bio|box|info|card)|by-?line|comments?\b"
    r"|advert",
    re.IGNORECASE,
)
_ABOVE = 3
_SMALL_SHARE = 0.25
"""Of an article's letters; a rule that would take more has mistaken the article for what stands beside it."""

_LEADS_ON = re.compile(
    r"(?:(?:also )?read(?: more| also| next)?|see also|more|related|watch|listen|lesen sie (?:auch|hier|dazu)"
    r"|mehr (?:zum|dazu)"
    r"|(?:à )?lire (?:aussi|plus)|voir aussi|lee también|leer más|te puede interesar|leggi anche|lees (?:ook|meer)"
    r"|les (?:også|mer)"
    r"|læs (?:også|mere)|läs (?:också|mer|även)|czytaj|zobacz|čtěte|přečtěte|lue myös|leia (?:mais|também)"
    r"|veja também"
    r"|читайте|devamını|関連)\b",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(r"\b(?:19|20)\d{2}\b|\d{1,2}[:.]\d{2}\b|\bmin(?:\.|utes?|uten)?\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]{0,3}$")
_LONGEST_TITLE, _LONGEST_LABEL, _SHORTEST_LEAD, _LONGEST_LEAD = 250, 100, 40, 900


def trimmed(
    blocks: Sequence[Block], chosen: Sequence[int], header: Header, *, titles: Iterable[str], leads: Iterable[str]
) -> list[int]:
    """Return the numbers of the blocks that are the article: without what is beside it, and with its lead."""
    keys = {key_of(title) for title in titles}
    chosen = _less(blocks, chosen, lambda number: _is_before(number, header))
    chosen = [number for number in chosen if not _is_title(blocks[number], keys)]
    chosen = _less(blocks, chosen, lambda number: _is_aside(blocks[number]))
    chosen = _less(blocks, chosen, lambda number: _leads_on(blocks[number]))
    chosen = _without_labels(blocks, chosen, header)
    chosen = [*_leads(blocks, chosen, header, leads), *chosen]
    while chosen and blocks[chosen[-1]].is_heading:
        chosen = chosen[:-1]
    return chosen


def _less(blocks: Sequence[Block], chosen: Sequence[int], is_out: Callable[[int], bool]) -> list[int]:
    """Leave out what a rule is against, unless that is much of the article."""
    out = {number for number in chosen if is_out(number)}
    if length(blocks, out) > _SMALL_SHARE * length(blocks, chosen):
        return list(chosen)
    return [number for number in chosen if number not in out]


def _is_before(number: int, header: Header) -> bool:
    return header.title is not None and number < header.title


def _is_title(block: Block, keys: set[str]) -> bool:
    return len(block.text) <= _LONGEST_TITLE and (block.holder.tag == "h1" or key_of(block.text) in keys)


def _is_aside(block: Block) -> bool:
    """Say whether a block stands beside the text: a caption, a box; a figure's quotation or table is of the text."""
    if stands_in(block, _ASIDE) or _is_named(block):
        return True
    return stands_in(block, frozenset(("figure",))) and not stands_in(block, frozenset(("blockquote", "table")))


def _is_named(block: Block) -> bool:
    """Say whether a page's own names for a block, or for what it lies in, say that it is beside the article."""
    element = block.holder
    for _ in range(_ABOVE):
        if element is None or element.tag in ("body", "html", "article", "main"):
            return False
        if any(name and _NAMED.search(name) for name in (element.get("class"), element.get("id"))):
            return True
        element = element.getparent()
    return False


def _leads_on(block: Block) -> bool:
    """Say whether a block only leads to another article."""
    if block.is_heading:
        return False
    return block.is_link or (block.linked > len(block.text) / 3 and bool(_LEADS_ON.match(block.text)))


def _without_labels(blocks: Sequence[Block], chosen: Sequence[int], header: Header) -> list[int]:
    """Leave out the byline, the date and other labels that stand before the first paragraph."""
    kept: list[int] = []
    lines = set(map(id, header.lines))
    prose = False
    for number in chosen:
        block = blocks[number]
        sentence = bool(_SENTENCE_END.search(block.text)) or len(block.text) > _LONGEST_LABEL
        label = not sentence and (id(block) in lines or bool(_DATE_LINE.search(block.text)))
        label = label and (not block.is_heading or block.is_link or " " not in block.text)
        if prose or not label:
            kept.append(number)
        prose = prose or sentence
    return kept


def _leads(blocks: Sequence[Block], chosen: Sequence[int], header: Header, leads: Iterable[str]) -> list[int]:
    """Return the blocks between title and article that are its lead: what the page is about, or one sentence."""
    top = -1 if header.title is None else header.title
    if not chosen or chosen[0] <= top:
        return []
    keys = [key for lead in leads if len(key := key_of(lead)) >= _SHORTEST_LEAD]
    known = {key_of(blocks[number].text) for number in chosen}
    between = [
        number
        for number in range(top + 1, chosen[0])
        if _may_lead(blocks[number]) and key_of(blocks[number].text) not in known
    ]
    said = [number for number in between if _is_said(key_of(blocks[number].text), keys)]
    others = [number for number in between if _SENTENCE_END.search(blocks[number].text)]
    return said or (others[:1] if top >= 0 else [])


def _may_lead(block: Block) -> bool:
    return _SHORTEST_LEAD <= len(block.text) <= _LONGEST_LEAD and not block.is_link and not _is_aside(block)


def _is_said(key: str, leads: Sequence[str]) -> bool:
    return any(key.startswith(lead[:_LONGEST_LABEL]) or lead.startswith(key) for lead in leads)
