"""Other words for the same thing, as news uses them: who asks who was "sacked" finds who was "dismissed"; pure.

The families of words are in synonyms.txt. What stands behind ">" in one only counts where an article says it, since
asked for it mostly means something else ("fire" for dismissing).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from rag.terms import STOPWORDS, stem, words

WORDS_FILE = Path(__file__).with_name("synonyms.txt")


@lru_cache(maxsize=64)
def alike(question: str, names: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Return, for the stems of a question's words, the stems that say the same; names have none."""
    asked = words(question)
    named = {stem(word) for name in names for word in words(name)}
    found = {term: others for word in asked if (others := _alike(term := stem(word)))}
    said = " ".join(asked)
    for phrase, meant in _phrases():
        for match in phrase.finditer(said):
            others = _alike(stem(meant)) | {stem(meant)}
            found |= {stem(word): others for word in match[0].split() if word not in STOPWORDS}
    return {term: others - {term} for term, others in found.items() if term not in named}


def sought(word: str, others: Collection[str], frequency: Callable[[str], int]) -> Sequence[str]:
    """Return what is looked for: a word, or where it stands nowhere those of the others that stand somewhere.

    Args:
        others: stems; what is returned is written out, since some stems have another stem when stemmed again.
    """
    written = _words_of_stems()
    standing = () if frequency(word) else sorted(filter(frequency, (written.get(other, other) for other in others)))
    return standing or (word,)


def _alike(term: str) -> frozenset[str]:
    return _families().get(term, frozenset())


@lru_cache(maxsize=1)
def _words_of_stems() -> dict[str, str]:
    return {stem(word): word for line in _lines() for word in line.replace(">", " ").split()}


@lru_cache(maxsize=1)
def _file() -> tuple[str, ...]:
    """Return the lines that say something."""
    lines = WORDS_FILE.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def _lines() -> tuple[str, ...]:
    return tuple(line for line in _file() if not line.startswith("="))


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of phrases with the word that each stands for."""
    told = (line[1:].rpartition(" : ") for line in _file() if line.startswith("="))
    return tuple((re.compile(rf"\b(?:{phrase.strip()})\b"), meant.strip()) for phrase, _, meant in told)


@lru_cache(maxsize=1)
def _families() -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = {}
    for line in _lines():
        asked, _, only_said = line.partition(">")
        family = {stem(word) for word in (*asked.split(), *only_said.split())}
        for word in asked.split():
            known.setdefault(stem(word), set()).update(family)
    return {term: frozenset(others - {term}) for term, others in known.items()}
