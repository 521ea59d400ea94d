"""A question and a passage as the tokens that the reader sees; pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

CLS, SEP = 101, 102
"""The ids that BERT's vocabulary begins a text with and ends its parts with."""

QUESTION_TOKENS = 120
LONGEST = 512


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text and where each stands in it, in code points."""

    ids: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.ids)

    def cut(self, first: int, last: int) -> Tokens:
        """Return the tokens from `first` to before `last`."""
        return Tokens(self.ids[first:last], self.places[first:last])

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first and the last token of the code points from `start` to `end`; None where there is none."""
        first = bisect_right([place[1] for place in self.places], start)
        last = bisect_left([place[0] for place in self.places], end) - 1
        return (first, last) if first <= last else None


@dataclass(frozen=True)
class Pair:
    """`[CLS] question [SEP] passage [SEP]`; passage token `n` stands at `first + n`."""

    ids: tuple[int, ...]
    first: int
    passage: Tokens


def tokens_of(tokenizer: Any, text: str) -> Tokens:
    """Return the tokens of a text, by a `tokenizers.Tokenizer` without truncation."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    return Tokens(tuple(encoded.ids), tuple(encoded.offsets))


def join(question: Tokens, passage: Tokens) -> Pair:
    """Return what the reader sees of a question and a passage; what is too long for it is left out at the end."""
    asked = question.ids[:QUESTION_TOKENS]
    passage = passage.cut(0, LONGEST - len(asked) - 3)
    return Pair((CLS, *asked, SEP, *passage.ids, SEP), len(asked) + 2, passage)


def batches(lengths: Sequence[int], tokens: int) -> list[list[int]]:
    """Return the places of texts, the shortest first, in batches of at most `tokens`, padding counted."""
    found: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lambda place: lengths[place]):
        if found and lengths[place] * (len(found[-1]) + 1) <= tokens:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def padded(pairs: Sequence[Pair]) -> tuple[list[list[int]], list[int]]:
    """Return the ids of pairs, filled up with 0 to one length, and how many each has."""
    longest = max(len(pair.ids) for pair in pairs)
    lengths = [len(pair.ids) for pair in pairs]
    return [[*pair.ids, *[0] * (longest - len(pair.ids))] for pair in pairs], lengths
