"""Fakes at our own ports, and builders of small collections; nothing here loads a model."""

from __future__ import annotations

import hashlib
import math
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.pipeline import Report, ingest
from rag.collection import Collection
from rag.domain import Article, Filters, Passage, Source
from rag.reading import Reading
from rag.store import Store

_WORD = re.compile(r"\w+")
_EVERY_TEXT = "\0"
"""A word that every text has, so that one without words is no zero vector."""


@dataclass
class WordEmbedder:
    """An embedding model without a model: a text is the sum of its words, each a fixed random direction.

    It keeps the promises of `rag.embed.Embedder`: unit vectors, the same for the same text; texts that
    share words are near. `embedded` counts the texts it was given.
    """

    name: str = "words"
    fingerprint: str = "words-1"
    dimension: int = 64
    embedded: int = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a row."""
        self.embedded += len(texts)
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = [self._sum([_EVERY_TEXT, *_WORD.findall(text.casefold())]) for text in texts]
        vectors = np.vstack(rows)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def embed_many(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the same vectors."""
        return self.embed(texts)

    @property
    def languages(self) -> frozenset[str]:
        """English, as the bundled model."""
        return frozenset({"en"})

    def release(self) -> None:
        """Hold nothing."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return some 1.3 tokens a word, and the two special ones."""
        return [int(len(text.split()) * 1.3) + 2 for text in texts]

    def _sum(self, words: Sequence[str]) -> NDArray[np.float64]:
        total: NDArray[np.float64] = np.sum([_direction(word, self.dimension, self.name) for word in words], axis=0)
        return total


@lru_cache(maxsize=50_000)
def _direction(word: str, dimension: int, salt: str) -> NDArray[np.float64]:
    data = hashlib.shake_256(f"{salt} {word}".encode("utf-8", "replace")).digest(dimension)
    return np.frombuffer(data, dtype=np.uint8).astype(np.float64) - 127.5


def make_source(article_id: str = "a1", *, title: str | None = None, publisher: str | None = None) -> Source:
    """Return a source; what is not given is unknown."""
    return Source(article_id, title=title, publisher=publisher, group=article_id)


def make_article(text: str, *, article_id: str = "a1", title: str | None = None) -> Article:
    """Return an article whose raw text needed no cleaning."""
    return Article(make_source(article_id, title=title), text=text, raw=text)


def make_passage(text: str, *, article_id: str = "a1", start: int = 0) -> Passage:
    """Return a passage that begins at `start`."""
    return Passage(f"{article_id}:{start}-{start + len(text)}", make_source(article_id), text, start, start + len(text))


_SUBJECTS = (
    "The harbour master|A fisher from the north|The port council|An engineer|The night ferry|A teacher|The court"
    "|The mayor of the old town|A group of rowers|The weather office|Her neighbour|The salt museum|A young doctor"
).split("|")
_VERBS = "opened|measured|refused|repaired|described|bought|lost|counted|painted|closed|praised|moved|inspected".split(
    "|"
)
_OBJECTS = (
    "a wooden bridge|the third lighthouse|twelve crates of herring|the school roof|an old map|the budget of the year"
    "|the southern dam|a row of cranes|the frozen canal|two trams|the public library|a field of barley|the bell tower"
).split("|")
_WHEN = (
    "before dawn|in the rain|on the second attempt|without a permit|after a long debate|for the first time in years"
    "|while the market was open|at the request of the islanders|with borrowed tools|in spite of the warning"
).split("|")


def make_sentences(seed: str, count: int) -> list[str]:
    """Return `count` sentences, the same for the same seed."""
    pick = random.Random(seed)
    return [
        f"{pick.choice(_SUBJECTS)} {pick.choice(_VERBS)} {pick.choice(_OBJECTS)} {pick.choice(_WHEN)}, "
        f"and {pick.randrange(2, 999)} people {pick.choice(_VERBS)} {pick.choice(_OBJECTS)}."
        for _ in range(count)
    ]


def make_text(seed: str, *, sentences: int = 12, title: str | None = None) -> str:
    """Return a raw article: a title, a byline, a date and paragraphs of three sentences."""
    words = make_sentences(seed, sentences)
    paragraphs = [" ".join(words[first : first + 3]) for first in range(0, sentences, 3)]
    header = f"{title or f'Report {seed} from the coast'} | Test Courier\nBy Ann Example\n2025-03-04"
    return "\n\n".join([header, *paragraphs]) + "\n"


def write_articles(folder: Path, seeds: Sequence[str], *, sentences: int = 12) -> list[Path]:
    """Write one text file a seed, named after it."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{seed}.txt" for seed in seeds]
    for path, seed in zip(paths, seeds, strict=True):
        path.write_text(make_text(seed, sentences=sentences), encoding="utf-8")
    return paths


def outcome(report: Report) -> tuple[int, int, int, int]:
    """Return added, updated, unchanged, rejected."""
    return report.added, report.updated, report.unchanged, len(report.rejected)


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole collection as values: what two collections must agree on to be the same."""

    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    vectors: frozenset[str]
    words: tuple[int, int]


def read_contents(collection: Collection) -> Contents:
    """Read everything that a collection serves: articles, passages, the ids in Chroma, the size of the word index."""
    with collection.snapshot() as snapshot:
        store = snapshot.store
        sources = sorted(store.sources(), key=lambda source: source.article_id)
        found = store.passages(passage_ids(store))
        words = store.connection.execute("SELECT count(*), total(length(title) + length(text)) FROM words").fetchone()
        return Contents(
            articles=tuple(store.article(source.article_id) for source in sources),
            passages=tuple(found[name] for name in sorted(found)),
            vectors=frozenset(snapshot.vectors.ids()),
            words=(int(words[0]), int(words[1])),
        )


def passage_ids(store: Store) -> list[str]:
    """Return the id of every live passage, in order."""
    return [row[0] for row in store.connection.execute("SELECT id FROM passages ORDER BY id")]


def contents_of(folder: Path, embedder: WordEmbedder) -> Contents:
    """Open a collection, read everything, close it."""
    collection = Collection(folder, embedder)
    try:
        return read_contents(collection)
    finally:
        collection.close()


Hits = tuple[tuple[str, float], ...]


def search_words(collection: Collection, question: str, k: int = 10) -> Hits:
    """Search the word index for any word of a question; passage ids with their scores, rounded."""
    words = " OR ".join(f'"{word}"' for word in _WORD.findall(question))
    with collection.snapshot() as snapshot:
        return _rounded(snapshot.store.search_words(words, k, Filters()))


def search_vectors(collection: Collection, question: str, k: int = 10) -> Hits:
    """Search Chroma for a question; passage ids with their scores, rounded."""
    with collection.snapshot() as snapshot:
        return _rounded(snapshot.vectors.search(collection.embedder.embed([question])[0], k))


def search_exactly(collection: Collection, questions: Sequence[str], k: int = 10) -> tuple[Hits, ...]:
    """Compare each question with every stored vector: what Chroma should find."""
    asked = collection.embedder.embed(questions)
    hits: list[list[tuple[str, float]]] = [[] for _ in questions]
    with collection.snapshot() as snapshot:
        for names, vectors in snapshot.store.allowed_vectors(snapshot.fingerprint, Filters()):
            for some, scores in zip(hits, asked @ vectors.T, strict=True):
                some.extend(zip(names, map(float, scores), strict=True))
    return tuple(_rounded(sorted(some, key=lambda hit: (-hit[1], hit[0]))[:k]) for some in hits)


def _rounded(hits: Sequence[tuple[str, float]]) -> Hits:
    return tuple((name, round(score, 3)) for name, score in hits)


def recall(found: Sequence[Hits], exact: Sequence[Hits]) -> float:
    """Return which share of the exact hits was found."""
    pairs = list(zip(found, exact, strict=True))
    hit = sum(len({name for name, _ in some} & {name for name, _ in all_}) for some, all_ in pairs)
    return hit / max(1, sum(len(all_) for _, all_ in pairs))


@dataclass(frozen=True)
class WordsReader:
    """A reader without a model: a text that holds some words answers with them, and no other does."""

    words: str

    def read(self, question: str, texts: Sequence[str], titles: Sequence[str] | None = None) -> list[Reading]:
        """Return the first place of the words in each text."""
        return [self._reading(text) for text in texts]

    def _reading(self, text: str) -> Reading:
        places = np.array([match.start() for match in _WORD.finditer(text)])
        start = text.find(self.words)
        sure = 0.98 if start >= 0 else 0.02
        mass = np.isclose(places, start).astype(float) if start >= 0 else np.ones(len(places)) / max(1, len(places))
        end = start + len(self.words) if start >= 0 else len(text)
        odds = math.log(sure / (1 - sure))
        return Reading(max(start, 0), end, sure, sure, (odds, odds, odds), places, mass)


def index_of(folder: Path, texts: Mapping[str, str]) -> Path:
    """Ingest texts, by the name of the file each stands in, in their order; return the index."""
    files = [folder / f"{name}.txt" for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(text, encoding="utf-8")
    ingest(files, folder / "index", embedder=WordEmbedder())
    return folder / "index"
