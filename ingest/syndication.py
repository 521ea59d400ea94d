"""Reprints and near-copies grouped, never discarded: the fullest copy of a story heads its group.

Candidates come from MinHash signatures of five-word shingles (Broder 1997; datasketch does the hashing);
each candidate pair is then compared exactly, so that two outlets' own reports, which share a quotation or
two, are never a group.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datasketch import MinHash

SHINGLE = 5
PERMUTATIONS = 96
BANDS, BAND_ROWS = 48, 2
"""Wide bands: a pair whose shingles overlap by 0.2 is a candidate nine times in ten; precision comes after."""

SHARED = 0.5
"""Share of the shorter text's shingles that stand in the longer one, from which it is a copy."""

SHORTEST = 20
"""Shingles; a shorter text is no evidence of copying."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Copy:
    """One article as grouping sees it."""

    article_id: str
    sketch: bytes
    publisher: str | None
    original: str | None
    text: str


def sketch(text: str) -> bytes | None:
    """Return the MinHash signature of a text, or None where it is too short to compare."""
    shingles = _shingles(text)
    if len(shingles) < SHORTEST:
        return None
    minhash = _empty()
    minhash.update_batch([shingle.encode() for shingle in shingles])
    return bytes(minhash.hashvalues.astype(np.uint32).tobytes())


def group(copies: Iterable[Copy]) -> dict[str, str]:
    """Return the head of each article's group, for the articles that are in one, whatever the order."""
    from datasketch import MinHashLSH

    known = {copy.article_id: copy for copy in sorted(copies, key=lambda copy: copy.article_id)}
    near = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, BAND_ROWS))
    parent = {name: name for name in known}
    for name, copy in known.items():
        minhash = _filled(copy.sketch)
        for other in sorted(near.query(minhash)):
            if _root(parent, name) != _root(parent, other) and is_copy(copy, known[other]):
                parent[_root(parent, name)] = _root(parent, other)
        near.insert(name, minhash)
    members: dict[str, list[Copy]] = {}
    for name, copy in known.items():
        members.setdefault(_root(parent, name), []).append(copy)
    heads = {root: _head(some) for root, some in members.items() if len(some) > 1}
    return {copy.article_id: head for root, head in heads.items() for copy in members[root]}


def is_copy(one: Copy, other: Copy) -> bool:
    """Say whether the shorter text is, for the most part, words of the longer one."""
    first, second = _shingles(one.text), _shingles(other.text)
    shorter = min(len(first), len(second))
    return shorter >= SHORTEST and len(first & second) >= SHARED * shorter


def _head(copies: list[Copy]) -> str:
    """Return the original where a copy names its publisher, else the fullest; ties by id."""
    named = {copy.original.casefold() for copy in copies if copy.original}
    firsthand = [copy for copy in copies if copy.publisher and copy.publisher.casefold() in named and not copy.original]
    return min(firsthand or copies, key=lambda copy: (-len(copy.text), copy.article_id)).article_id


def _root(parent: dict[str, str], name: str) -> str:
    while parent[name] != name:
        parent[name] = name = parent[parent[name]]
    return name


@lru_cache(maxsize=4_096)
def _shingles(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    return frozenset(" ".join(words[first : first + SHINGLE]) for first in range(len(words) - SHINGLE + 1))


def _empty() -> MinHash:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=1)


def _filled(signature: bytes) -> MinHash:
    minhash = _empty()
    minhash.hashvalues = np.frombuffer(signature, dtype=np.uint32).astype(np.uint64)
    return minhash
