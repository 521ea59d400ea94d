"""Which of the articles seen so far share text with one, told from their sketches alone.

Articles are added one at a time, and only those that stand for others, so that five thousand copies of a story cost
no more than the one that was added for them. What stands in too many of them (a notice under every page) is looked up
no more. Everything is in a few flat arrays: sets of Python's would take a gigabyte for a hundred thousand articles.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ingest.syndication.sketch import Hashes, Sketches

COMMONPLACE = 100
"""Articles added; a hash that stands in so many tells none of them from the others."""

_PARTS = 8
"""The hashes are sorted part by part, which takes an eighth of the memory."""

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


class Neighbours:
    """An index from hashes to the articles that were added, by number."""

    def __init__(self, sketches: Sketches) -> None:
        """Make room for the articles of a collection; none is added yet."""
        self._sketches = sketches
        self._shared, counts = _twice(sketches.hashes)
        room = np.minimum(counts, COMMONPLACE)
        self._first = np.concatenate(([0], np.cumsum(room)[:-1])) if len(room) else np.zeros(0, dtype=np.int64)
        self._room = room
        self._filled = np.zeros(len(room), dtype=np.int32)
        self._holders = np.zeros(int(room.sum()), dtype=np.int32)

    def add(self, number: int) -> None:
        """Let an article be found from now on."""
        places = self._places(self._sketches.hashes_of(number))
        places = places[self._filled[places] < self._room[places]]
        self._holders[self._first[places] + self._filled[places]] = number
        self._filled[places] += 1

    def near(self, number: int) -> tuple[Numbers, Numbers, int]:
        """Return the articles that share hashes with one, how many each, and of how many that could be shared."""
        places = self._places(self._sketches.hashes_of(number))
        told = places[self._filled[places] < COMMONPLACE]
        count = len(self._sketches.hashes_of(number)) - (len(places) - len(told))
        found, shared = np.unique(self._held(told)[0], return_counts=True)
        return found.astype(np.int64), shared.astype(np.int64), count

    def holders(self, hashes: Hashes) -> tuple[Numbers, Numbers]:
        """Return who holds each of some hashes: two columns, the holder and the position in `hashes`."""
        at = np.searchsorted(self._shared, hashes)
        known = np.flatnonzero(self._known(at, hashes))
        holders, lengths = self._held(at[known])
        return holders.astype(np.int64), np.repeat(known, lengths)

    def _places(self, hashes: Hashes) -> Numbers:
        at = np.searchsorted(self._shared, hashes)
        return at[self._known(at, hashes)]

    def _known(self, at: Numbers, hashes: Hashes) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        if not len(self._shared):
            return np.zeros(len(hashes), dtype=bool)
        return np.asarray(self._shared[np.minimum(at, len(self._shared) - 1)] == hashes)

    def _held(self, places: Numbers) -> tuple[np.ndarray[tuple[int], np.dtype[np.int32]], Numbers]:
        """Return the holders at some places in a row, and how many each has."""
        lengths = self._filled[places].astype(np.int64)
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        where = np.repeat(self._first[places] - (ends - lengths), lengths) + np.arange(total)
        return self._holders[where], lengths


def _twice(hashes: Hashes) -> tuple[Hashes, Numbers]:
    """Return the hashes that stand more than once in an array, sorted, and how often: the others lead nowhere."""
    found: list[Hashes] = []
    counts: list[Numbers] = []
    edges = np.linspace(0, int(hashes.max()) + 1 if len(hashes) else 1, _PARTS + 1).astype(np.int64)
    for low, high in pairwise(edges.tolist()):
        part = np.sort(hashes[(hashes >= low) & (hashes < high)])
        starts = np.flatnonzero(np.concatenate(([True], part[1:] != part[:-1]))) if len(part) else np.zeros(0, int)
        often = np.diff(np.append(starts, len(part)))
        found.append(part[starts[often > 1]])
        counts.append(often[often > 1])
    return np.concatenate(found), np.concatenate(counts)
