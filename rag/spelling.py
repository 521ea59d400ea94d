"""What a word that stands nowhere may have been meant to be: the collection's own words that are written alike.

Nothing is searched for in another spelling than the one asked for: a rare name is not a misspelt one. It is proposed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches

from rag.collection import Snapshot
from rag.embed import Embedder
from rag.question import Asked
from rag.terms import plain, stem

SHORTEST = 4
"""Letters of a word that may be misspelt; shorter ones are near to too many others."""

ALIKE = 0.8
"""How alike two words must be written (Ratcliff & Obershelp): "laywer" and "lawyer" are by 0.83."""

ONE_SLIP = 7
"""Letters of a word up to which one slip is allowed: a letter too many, too few, another, or two exchanged; two in a
longer one. "Placebo" is not "place", nor a "shortfall" "shortly"."""

WHOLE = 3
"""Tokens of a word that the embedding model has as a whole, with the two around each text: it is spelled right."""

MOST_LOOKED_AT = 20
"""Passages in which it is looked up how a word is written."""


def respelled(
    asked: Asked, frequencies: Mapping[str, int], snapshot: Snapshot, embedder: Embedder
) -> tuple[str, tuple[str, ...]] | None:
    """Return the question with other words of the collection for those that stand nowhere in it, and those words.

    Args:
        frequencies: in how many passages each stem of the question stands.

    Returns:
        None where nothing is written like any of them.
    """
    absent = [word for word in asked.surface if frequencies.get(stem(word)) == 0]
    doubtful = [word for word in absent if len(word) >= SHORTEST and word.isalpha()]
    if not doubtful:
        return None
    tokens = dict(zip(doubtful, embedder.count_tokens(doubtful), strict=True))
    text, put = asked.text, []
    for word in doubtful:
        other = _written_alike(word, snapshot) if tokens[word] > WHOLE else None
        found = next((one for one in re.finditer(r"\w+", text) if plain(one.group()) == word), None)
        if other is None or found is None:
            continue
        text = text[: found.start()] + other + text[found.end() :]
        put.append(other)
    return (text, tuple(put)) if put else None


def _written_alike(word: str, snapshot: Snapshot) -> str | None:
    """Return the word of the collection that is written most like one, as it stands there."""
    known = snapshot.store.words_beginning(word[0], len(word) - 2, len(word) + 2)
    near = get_close_matches(stem(word), known, n=3, cutoff=ALIKE)
    if not near:
        return None
    written: Counter[str] = Counter()
    for text in snapshot.store.texts_with(near[0], MOST_LOOKED_AT):
        written.update(one for one in re.findall(r"\w+", text) if stem(plain(one)) == near[0])
    # Of its forms the one that is most like the word asked for: "lawyers" for "laywers".
    best = get_close_matches(word, {plain(one): one for one in written}, n=1, cutoff=0)
    if not best or slips(word, best[0]) > (1 if len(word) <= ONE_SLIP else 2):
        return None
    return next((one for one, _ in written.most_common() if plain(one) == best[0]), None)


def slips(word: str, other: str) -> int:
    """Return how many slips make one word another: Damerau's distance, no part edited twice (1964)."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(word, start=1):
        row = [i]
        for j, its in enumerate(other, start=1):
            cost = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == its:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
