"""Reprints and near-copies grouped, never discarded: the fullest copy of a story heads its group.

Two outlets' own reports of one event, which share a quotation or two, are never a group. What a user has merged or
split stands above what is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ingest.syndication.likeness import Likeness
from ingest.syndication.sketch import Sketches

ABOUT_AS_FULL = 0.9
"""Share of the letters of the fullest copy from which another is about as full."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One article as grouping sees it: without its text, which is asked for where it is needed.

    Attributes:
        sketch: None where the text is too short to compare; a user may still have merged it with another.
        letters: how long the text is; the fullest copy heads its group.
    """

    article_id: str
    sketch: bytes | None
    publisher: str | None
    original: str | None
    letters: int
    published: str | None


def group(
    copies: Iterable[Copy],
    text_of: Callable[[str], str],
    *,
    together: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> dict[str, str]:
    """Return the head of each article's group, for the articles that are in one, whatever the order.

    Args:
        text_of: the text of an article by its id; asked only of articles that may be copies.
        together: pairs of articles that are of one group, whatever their texts.
        apart: pairs that are not, whatever comes between them: a pair that is in both is apart.
    """
    known: dict[str, Copy] = {}
    sketches = Sketches(_sketches(copies, known))
    names = list(known)
    number_of = {name: number for number, name in enumerate(names)}
    merged, split = (_numbered(pairs, number_of) for pairs in (together, apart))
    found = Likeness(sketches, names, text_of, lone=_touched(merged, split))
    groups = _Groups(split)
    for one, other in sorted(merged, key=lambda pair: (names[pair[0]], names[pair[1]])):
        groups.join(one, other)
    placed: set[int] = set()
    for link in sorted(
        found.links, key=lambda link: (*(-share for share in link[:2]), *map(names.__getitem__, link[2:]))
    ):
        if link.article not in placed and groups.join(link.article, link.other):
            placed.add(link.article)
    roundups = {names[number] for number in found.roundups}
    heads: dict[str, str] = {}
    for members in groups.of_more_than_one():
        some = [known[names[number]] for number in members]
        heads.update(dict.fromkeys((copy.article_id for copy in some), _head(some, roundups)))
    return heads


def _sketches(copies: Iterable[Copy], known: dict[str, Copy]) -> Iterable[bytes | None]:
    """Yield the sketch of each article once; keep the rest of it in `known`."""
    for copy in copies:
        if copy.article_id not in known:
            known[copy.article_id] = replace(copy, sketch=None)
            yield copy.sketch


def _numbered(pairs: Iterable[tuple[str, str]], number_of: dict[str, int]) -> set[tuple[int, int]]:
    """Return the pairs of articles that are known, each the same way round."""
    ordered = {(min(pair), max(pair)) for pair in pairs}
    return {(number_of[a], number_of[b]) for a, b in ordered if a in number_of and b in number_of and a != b}


def _touched(merged: set[tuple[int, int]], split: set[tuple[int, int]]) -> set[int]:
    """Return the articles that a split may keep from a group: those of a pair, and those merged with one of them."""
    groups = _Groups(())
    for one, other in merged:
        groups.join(one, other)
    roots = {groups.root(number) for pair in split for number in pair}
    return {number for pair in (*split, *merged) for number in pair if groups.root(number) in roots}


class _Groups:
    """Articles joined one pair at a time, but for pairs that are apart."""

    def __init__(self, apart: Iterable[tuple[int, int]]) -> None:
        self._parent: dict[int, int] = {}
        self._foes: dict[int, set[int]] = defaultdict(set)
        for one, other in apart:
            self._foes[one].add(other)
            self._foes[other].add(one)

    def root(self, number: int) -> int:
        """Return the number that stands for an article's group."""
        parent = self._parent
        while parent.setdefault(number, number) != number:
            parent[number] = number = parent[parent[number]]
        return number

    def join(self, one: int, other: int) -> bool:
        """Make the groups of two articles one; False where it would hold a pair that is apart."""
        one, other = self.root(one), self.root(other)
        if other in self._foes.get(one, ()):
            return False
        if one != other:
            self._parent[one] = other
            for foe in self._foes.pop(one, ()):
                self._foes[foe].discard(one)
                self._foes[foe].add(other)
                self._foes[other].add(foe)
        return True

    def of_more_than_one(self) -> Iterable[list[int]]:
        """Return the groups."""
        members: dict[int, list[int]] = defaultdict(list)
        for number in list(self._parent):
            members[self.root(number)].append(number)
        return [some for some in members.values() if len(some) > 1]


def _head(copies: list[Copy], roundups: set[str]) -> str:
    """Return the original where a copy names its publisher, else the fullest, else the earliest; ties by id.

    Of copies about as full one whose outlet is known goes before one that may be anybody's.
    """
    copies = [copy for copy in copies if copy.article_id not in roundups] or copies
    named = {copy.original.casefold() for copy in copies if copy.original}
    firsthand = [copy for copy in copies if copy.publisher and copy.publisher.casefold() in named and not copy.original]
    full = ABOUT_AS_FULL * max(copy.letters for copy in copies)
    known = [copy for copy in copies if copy.publisher and copy.letters >= full]
    head = min(firsthand or known or copies, key=lambda copy: (-copy.letters, copy.published or "~", copy.article_id))
    return head.article_id
