"""Which articles are copies of which: a star around the fullest copy of each story, never a chain.

Whole copies come first (most of the longer text is in both), so that those of a wire story stay together wherever it
was embedded; then cuts and embedded copies (most of the shorter text is in the longer one). Three things look like
copies and are none. A chain: what is like a copy of X need not be like X, so each is compared with the centre itself.
A roundup: two texts that share nothing may both stand in it, so what joins a centre must share words with what joined
before. And a notice or a statement, which stands in many articles: its words are not counted.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

import numpy as np

from ingest.syndication.neighbours import Neighbours
from ingest.syndication.sketch import SHORTEST, Hashes, Sketches, shingles, unquoted

SHARED = 0.5
"""Share of the shorter text's shingles that stand in the longer one, from which it is a copy."""

MOSTLY = 0.8
"""Share of the shorter text's; such links are made first, lest a cut be left behind when its original joins another."""

WHOLE = 0.7
"""Share of the longer text's shingles that stand in the shorter one, from which neither is a part of the other."""

IDENTICAL = 0.9
"""Share of the longer text's, from which it matters neither who else has the same words, nor whose they are."""

OWN_WORDS = 0.25
"""Share of what is not quoted in the shorter text; with less, two reports have only their quotations in common."""

STORIES = 3
"""Articles that are no copies of each other; what stands in so many is a notice, or a statement that all report."""

_NOTICE = 0.1
"""Share of a text, from which what another has of it is more than a turn of phrase."""

_OVERLAP = 0.2
"""Share of the smaller of two parts, from which they are parts of one story."""

_ROUNDUP = 3
"""Parts without a common word; a text with so many is a roundup, and belongs to none of them."""

FIGURES, SAME_FIGURES = 3, 0.5
"""Figures of a text, from which its copies must share so many: the weather of two days has only words in common."""

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")

_LOOKED_AT = 64
_COMPARED = 12
"""Neighbours that are remembered, and that are compared in full: the best few, where there are more."""

_KEPT_TEXTS = 2_048

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


class Link(NamedTuple):
    """One article is a copy of another, fuller one.

    Attributes:
        contained: share of its shingles that stand in the other.
        covered: share of the other's that stand in it.
    """

    contained: float
    covered: float
    article: int
    other: int


class Likeness:
    """The links between the articles of a collection, by number; each article has one at most, unless it is `lone`.

    Attributes:
        links: in no order that means anything.
        roundups: articles in which unrelated stories stand.
    """

    def __init__(
        self, sketches: Sketches, names: Sequence[str], text_of: Callable[[str], str], *, lone: Set[int] = frozenset()
    ) -> None:
        """Compare the articles; those in `lone` stand for themselves, each with every link that it could have."""
        self.links: list[Link] = []
        self._sketches = sketches
        self._lone = lone
        self._names = names
        self._text_of = text_of
        self._shingles = lru_cache(maxsize=_KEPT_TEXTS)(lambda number: shingles(text_of(names[number])))
        self._figures = lru_cache(maxsize=_KEPT_TEXTS)(lambda number: set(_FIGURE.findall(text_of(names[number]))))
        self._index = Neighbours(sketches)
        self._near: dict[int, list[int]] = {}
        self._related: dict[int, set[int]] = defaultdict(set)
        self._parts: dict[int, list[Mask]] = defaultdict(list)
        self._joined: set[int] = set()
        order = sorted(range(len(sketches)), key=lambda number: (-sketches.sizes[number], names[number]))
        self._place = array("q", bytes(8 * len(order)))
        for place, number in enumerate(order):
            self._place[number] = place
        for number in self._first_of_each(order):
            self._take_whole(number)
        for least in (MOSTLY, SHARED):
            for number in order:
                if number in self._near and number not in self._joined:
                    self._take_part(number, least)
        self.roundups = {number for number, parts in self._parts.items() if len(parts) > 1}
        mixed = {number for number, parts in self._parts.items() if len(parts) >= _ROUNDUP}
        self.links = [link for link in self.links if link.other not in mixed or link.covered >= SHARED]

    def _first_of_each(self, order: Sequence[int]) -> list[int]:
        """Link the texts of equal words; return those that stand for them and can be compared."""
        first: dict[int, int] = {}
        alone: dict[int, list[int]] = defaultdict(list)
        digests, sizes = self._sketches.digests, self._sketches.sizes
        for number in sorted(order, key=lambda number: (number in self._lone, self._place[number])):
            digest = int(digests[number])
            if sizes[number] < 0:
                continue
            same = [first[digest]] if digest in first else []
            if number in self._lone:
                same += alone[digest]
                alone[digest].append(number)
            elif not same:
                first[digest] = number
            self.links += [Link(1.0, 1.0, number, other) for other in same]
        standing = {*first.values(), *self._lone}
        return [number for number in order if number in standing and sizes[number] >= SHORTEST]

    def _take_whole(self, number: int) -> None:
        """Link an article to a longer one that it is a whole copy of, or let it be found itself."""
        near, related = self._longer(number)
        sizes = self._sketches.sizes
        links = []
        for other in [other for other in near if sizes[number] >= WHOLE * sizes[other]][:_COMPARED]:
            link, mask = self._compare(number, other)
            if link.covered >= WHOLE and self._is_copy(link):
                links.append((link, mask))
        links.sort(key=lambda one: self._strength(one[0]))
        if number not in self._lone and links:
            link, mask = links[0]
            self._join(link, mask)
            return
        self.links += [link for link, _ in links]
        self._index.add(number)
        if near:
            self._near[number] = near
            self._related[number].update(related)
            for other in related:
                self._related[other].add(number)

    def _take_part(self, number: int, least: float) -> None:
        """Link an article to the longer one that it is a cut of, or is embedded in."""
        centres = [other for other in self._near[number] if other not in self._joined][:_COMPARED]
        links = [(link, mask) for link, mask in (self._compare(number, other) for other in centres)]
        links = [(link, mask) for link, mask in links if link.contained >= least and self._is_copy(link)]
        if len(links) > 1:
            links.sort(key=lambda one: (-round(one[0].contained, 1), self._borrowed(one[0]), *self._strength(one[0])))
        for link, mask in links:
            if self._join(link, mask) and number not in self._lone:
                return

    def _longer(self, number: int) -> tuple[list[int], list[int]]:
        """Return the longer articles that may hold half of one, likeliest first, and those that look as if they do."""
        found, shared, count = self._index.near(number)
        enough = shared >= max(1.0, SHARED * count - sqrt(count))
        ranked = sorted(zip((-shared[enough]).tolist(), found[enough].tolist(), strict=True), key=self._by_place)
        near = [other for _, other in ranked[:_LOOKED_AT]]
        return near, near[: sum(-some >= SHARED * count for some, _ in ranked[:_LOOKED_AT])]

    def _by_place(self, found: tuple[int, int]) -> tuple[int, int]:
        return found[0], self._place[found[1]]

    def _compare(self, number: int, other: int) -> tuple[Link, Mask]:
        """Compare an article with a longer one; return also which of that one's shingles it has."""
        shorter, longer = self._shingles(number), self._shingles(other)
        mask = _among(longer, shorter)
        shared = int(np.count_nonzero(mask))
        return Link(shared / max(1, len(shorter)), shared / max(1, len(longer)), number, other), mask

    def _is_copy(self, link: Link) -> bool:
        """Say whether the shorter text is, for the most part, words of the longer one, and not of everybody."""
        size = len(self._shingles(link.article))
        shared = round(link.contained * size)
        if link.contained < SHARED or shared < SHORTEST or self._differ_in_figures(link):
            return False
        if link.covered >= IDENTICAL:
            return True
        # With so few words of its own the answer is known without looking for quotation marks.
        by_itself = size - shared <= (1 - OWN_WORDS) * SHORTEST or self._is_own_words(link)
        return by_itself and self._is_rare(link)

    def _differ_in_figures(self, link: Link) -> bool:
        """Say whether two texts give other figures throughout, as reports that fill in a form do: weather, results."""
        fewer, more = sorted((self._figures(link.article), self._figures(link.other)), key=len)
        return len(fewer) >= FIGURES and len(fewer & more) < SAME_FIGURES * len(fewer)

    def _is_own_words(self, link: Link) -> bool:
        """Say whether the texts share more than what they quote."""
        own = unquoted(self._text_of(self._names[link.article]))
        shared = np.count_nonzero(_among(own, self._shingles(link.other)))
        return len(own) < SHORTEST or bool(shared >= OWN_WORDS * len(own))

    def _is_rare(self, link: Link) -> bool:
        """Say whether the texts share half of what does not stand in many others."""
        sample = self._sketches.hashes_of(link.article)
        holders, places = self._index.holders(sample)
        some, counts = np.unique(holders, return_counts=True)
        some = some[counts >= _NOTICE * len(sample)]
        apart: list[int] = []
        related: set[int] = set()
        for holder in sorted(some.tolist(), key=self._place.__getitem__):
            if holder not in related:
                apart.append(holder)
                related |= self._related[holder]
        if len(apart) < STORIES:
            return True
        common = np.bincount(places[np.isin(holders, apart)], minlength=len(sample)) >= STORIES
        left = len(sample) - int(np.count_nonzero(common))
        both = _among(sample, self._sketches.hashes_of(link.other)) & ~common
        return left > 0 and bool(np.count_nonzero(both) >= SHARED * left - sqrt(left) / 2)

    def _join(self, link: Link, mask: Mask) -> bool:
        """Keep a link, unless it would bring an unrelated story to the centre."""
        if not self._is_same_story(link, mask):
            return False
        self.links.append(link)
        if link.article not in self._lone:
            self._joined.add(link.article)
        return True

    def _is_same_story(self, link: Link, mask: Mask) -> bool:
        own = self._parts.get(link.article)
        if own and not _overlap(own[0], _among(self._shingles(link.article), self._shingles(link.other))):
            return False
        if link.covered >= IDENTICAL:
            return True
        parts = self._parts[link.other]
        for place, part in enumerate(parts):
            if _overlap(part, mask):
                parts[place] = part | mask
                return place == 0
        parts.append(mask)
        return len(parts) == 1

    def _borrowed(self, link: Link) -> float:
        """Return how much of the longer text, but for what the shorter has, others have too: a roundup's all."""
        rest = np.setdiff1d(self._sketches.hashes_of(link.other), self._sketches.hashes_of(link.article))
        _, places = self._index.holders(rest)
        return round(float(np.mean(np.bincount(places, minlength=len(rest)) > 1)), 1) if len(rest) else 0.0

    def _strength(self, link: Link) -> tuple[float, float, int]:
        return -link.contained, -link.covered, self._place[link.other]


def _among(hashes: Hashes, others: Hashes) -> Mask:
    """Say of each hash whether it is among others; both are sorted."""
    if not len(others):
        return np.zeros(len(hashes), dtype=bool)
    return np.asarray(others[np.minimum(np.searchsorted(others, hashes), len(others) - 1)] == hashes)


def _overlap(one: Mask, other: Mask) -> bool:
    both = int(np.count_nonzero(one & other))
    return both > 0 and both >= _OVERLAP * min(int(np.count_nonzero(one)), int(np.count_nonzero(other)))
