"""What texts are compared by: their shingles as hashes, and a sample of these, small enough to be kept; pure.

A shingle is five words in a row (Broder 1997). A sketch keeps every shingle whose hash is small (FracMinHash, Irber
2022): what two texts share is sampled in both or in neither, so that the part of a text which stands in a much longer
one can be told from the two sketches. MinHash, which samples as much of a brief as of a dossier, cannot do that.
"""

from __future__ import annotations

import hashlib
import unicodedata
from array import array
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np

VERSION = "sketch-2"
"""Changes with any rule: sketches of another version are compared with none."""

SHINGLE = 5
SAMPLED = 6
"""One shingle in so many is kept: 700 bytes for a thousand words."""

SHORTEST = 20
"""Shingles; of a shorter text only its exact copies are found."""

LETTERS = 40
"""A text of fewer letters and digits is the same as another by chance: it has no sketch."""

Hashes = np.ndarray[tuple[int], np.dtype[np.uint32]]
_Wide = np.ndarray[tuple[int], np.dtype[np.uint64]]
_Places = np.ndarray[tuple[int], np.dtype[np.int64]]
_Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

_WITHIN, _ALONE, _QUOTE, _BREAK = 1, 2, 3, 4
"""A letter within a word, one that is a word by itself, a quotation mark, and the end of a line."""

_MARK = 0x32534C44
"""Opens every sketch of this version; one of another, which a collection may hold, is not misread."""

_HEADER = 4
_LIMIT = np.uint32(2**32 // SAMPLED)
_UNSPACED = ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x3040, 0x3100), (0x3400, 0xA000), (0xF900, 0xFB00))
"""Thai, Lao, Burmese, Khmer, Chinese and Japanese put no space between words: each letter counts as one."""

_QUOTES = '"“”„«»「」『』'
_TABLED = 0x20000
"""Beyond it are only more of the Chinese letters, and what is none."""

_AT_ONCE = 2**20
"""Letters; a text is hashed in pieces of so many, lest one of 20 MB take a gigabyte."""

_LONGEST = 64
"""Letters of a word, a power of two; a longer one is hashed as if it began anew."""

_ODD = 0x9E3779B97F4A7C15


class Sketch(NamedTuple):
    """A sketch, read.

    Attributes:
        digest: equal for texts of equal words.
        size: how many shingles the text has.
        hashes: those that were kept, sorted.
    """

    digest: int
    size: int
    hashes: Hashes


def sketch(text: str) -> bytes | None:
    """Return what is kept of a text to compare it by, or None where it is too short to be compared."""
    words = _words(text)
    if words.letters < LETTERS:
        return None
    found = _once(_rolled(words.hashes))
    kept = found[found < _LIMIT] if len(found) >= SHORTEST else found[:0]
    digest = hashlib.blake2b(words.hashes.astype("<u8").tobytes(), digest_size=8).digest()
    header = np.array([_MARK, 0, 0, len(found)], dtype="<u4")
    header[1:3] = np.frombuffer(digest, dtype="<u4")
    return bytes(header.tobytes() + kept.astype("<u4").tobytes())


def read_sketch(kept: bytes | None) -> Sketch | None:
    """Return a sketch, or None where it is none of this version."""
    if not kept or len(kept) < 4 * _HEADER or len(kept) % 4:
        return None
    numbers = np.frombuffer(kept, dtype="<u4")
    if int(numbers[0]) != _MARK:
        return None
    return Sketch(int(numbers[1]) | int(numbers[2]) << 32, int(numbers[3]), numbers[_HEADER:])


def shingles(text: str) -> Hashes:
    """Return the hashes of a text's shingles, sorted, each once."""
    return _once(_rolled(_words(text).hashes))


def unquoted(text: str) -> Hashes:
    """Return likewise those without a word in quotation marks.

    A mark counts to the end of its line at most: a quotation of many paragraphs opens each and closes the last.
    """
    words = _words(text.replace("``", '"').replace("''", '"'))
    found = _rolled(words.hashes)
    before = np.concatenate(([0], np.cumsum(words.quoted)))
    return _once(found[before[SHINGLE : SHINGLE + len(found)] == before[: len(found)]])


class _Words(NamedTuple):
    """The hash of each word of a text, in order, whether it is quoted, and how many letters and digits they have."""

    hashes: _Wide
    quoted: _Flags
    letters: int


def _words(text: str) -> _Words:
    folded = text.casefold()
    pieces = [_words_of(folded[first : first + _AT_ONCE]) for first in range(0, max(1, len(folded)), _AT_ONCE)]
    hashes, quoted = (np.concatenate(columns) for columns in list(zip(*pieces, strict=True))[:2])
    return _Words(hashes, quoted, sum(piece.letters for piece in pieces))


def _words_of(text: str) -> _Words:
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kinds = _kinds().take(np.minimum(letters, np.uint32(_TABLED)))
    inside = kinds == _WITHIN
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    alone = kinds == _ALONE
    begins |= alone
    inside |= alone
    starts = np.flatnonzero(begins)
    if not len(starts):
        return _Words(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=bool), 0)
    # How far each letter is from the beginning of its word; before the first word it does not matter.
    lengths = np.diff(np.append(starts, len(letters)))
    place = np.arange(len(letters), dtype=np.int32)
    place[starts[0] :] -= np.repeat(starts.astype(np.int32), lengths)
    weighed = _powers().take(place & (_LONGEST - 1)) * letters * inside
    return _Words(np.add.reduceat(weighed, starts), _quoted(kinds, starts), int(np.count_nonzero(inside)))


def _quoted(kinds: np.ndarray[tuple[int], np.dtype[np.uint8]], starts: _Places) -> _Flags:
    """Say of each word whether an odd number of quotation marks stands before it in its line."""
    marks, breaks = np.flatnonzero(kinds == _QUOTE), np.flatnonzero(kinds == _BREAK)
    before_line = np.concatenate(([0], np.searchsorted(marks, breaks)))
    before = np.searchsorted(marks, starts) - before_line[np.searchsorted(breaks, starts)]
    return np.asarray(before % 2 == 1)


def _rolled(words: _Wide) -> Hashes:
    """Return the hash of every five words in a row."""
    count = max(0, len(words) - SHINGLE + 1)
    mixed = _mixed(words)
    sums = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        sums = sums * np.uint64(_ODD) + mixed[place : place + count]
    return (_mixed(sums) >> np.uint64(32)).astype(np.uint32)


def _once(hashes: Hashes) -> Hashes:
    """Return hashes sorted, each once: what np.unique does, in a fifth of its time."""
    hashes = np.sort(hashes)
    new = np.ones(len(hashes), dtype=bool)
    new[1:] = hashes[1:] != hashes[:-1]
    return hashes[new]


def _mixed(values: _Wide) -> _Wide:
    """Finish hashes as splitmix64 does: every bit of a value comes to bear on every bit of its hash."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        values = (values ^ (values >> np.uint64(shift))) * np.uint64(factor)
    return values ^ (values >> np.uint64(31))


@cache
def _kinds() -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Return of which kind each letter is, 0 where it is none of those that matter."""
    kinds = np.zeros(_TABLED + 1, dtype=np.uint8)
    for code in range(_TABLED):
        letter = chr(code)
        kinds[code] = _WITHIN if letter.isalnum() or unicodedata.category(letter)[0] == "M" else 0
    for first, end in _UNSPACED:
        kinds[first:end] = np.where(kinds[first:end], _ALONE, 0)
    kinds[_TABLED] = _ALONE
    kinds[[ord(mark) for mark in _QUOTES]] = _QUOTE
    kinds[ord("\n")] = _BREAK
    return kinds


@cache
def _powers() -> _Wide:
    return np.array([pow(_ODD, place, 2**64) for place in range(_LONGEST)], dtype=np.uint64)


class Sketches:
    """The sketches of a collection in flat arrays, by number."""

    def __init__(self, sketches: Iterable[bytes | None]) -> None:
        """Read sketches; one that is none counts as that of a text too short to compare."""
        digests, sizes, ends, everything = array("Q"), array("q"), array("q", [0]), bytearray()
        for kept in sketches:
            found = read_sketch(kept)
            digests.append(found.digest if found else 0)
            sizes.append(found.size if found else -1)
            if found:
                everything += found.hashes.tobytes()
            ends.append(len(everything) // 4)
        self.digests = np.frombuffer(digests, dtype=np.uint64)
        self.sizes = np.frombuffer(sizes, dtype=np.int64)
        self.bounds = np.frombuffer(ends, dtype=np.int64)
        self.hashes = np.frombuffer(everything, dtype="<u4")

    def __len__(self) -> int:
        return len(self.sizes)

    def hashes_of(self, number: int) -> Hashes:
        """Return the hashes that were kept of an article."""
        return self.hashes[self.bounds[number] : self.bounds[number + 1]]
