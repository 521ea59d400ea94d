"""A collection made larger with perturbed copies of its own passages, to measure what size costs.

    python -m benchmarks.copies --index DIR --out DIR --passages N

A copy is the article with a share of its words exchanged for words of the collection that are as long, another day in
the same decade, and vectors turned a little, so that words, dates and meaning spread as they do in a larger collection.
Nothing is embedded: 300,000 passages take minutes, not hours.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.database import connect
from rag.dates import day_range
from rag.domain import Article, Passage
from rag.store import Store
from rag.writer import Writer

EXCHANGED = 0.2
"""Share of the words that are exchanged."""

TURNED = 0.35
"""Length of the random vector that is added to a unit vector: cosine to the original 0.94."""

_WORD = re.compile(r"[^\W\d_]{4,}")

Rows = Sequence[tuple[Passage, NDArray[np.float32]]]


def enlarge(folder: Path, passages: int) -> int:
    """Add copies to a collection until it has that many passages; return how many it has."""
    strange = random.Random(5)
    model, fingerprint = _model_of(folder)
    with Writer(folder, model=model, fingerprint=fingerprint) as writer:
        store = writer.store
        have = store.count("passages")
        names = [source.article_id for source in store.sources()]
        vocabulary = words_by_length([store.article(name).text for name in names[:2_000]])
        for number, (article, rows) in enumerate(_again_and_again(store, names, fingerprint)):
            if have >= passages:
                break
            _stage(writer, *perturbed(article, rows, vocabulary, f"copy {number}", strange))
            have += len(rows)
        heads = {name: name for name in names}
        writer.switch(heads, report=print)
    return have


def _model_of(folder: Path) -> tuple[str, str]:
    with closing(connect(folder)) as connection:
        meta = Store(connection).meta()
    return meta["model"], meta["fingerprint"]


def _again_and_again(store: Store, names: Sequence[str], fingerprint: str) -> Iterator[tuple[Article, Rows]]:
    while True:
        for name in names:
            ids = [row[0] for row in store.connection.execute("SELECT id FROM passages WHERE article_id = ?", (name,))]
            passages, vectors = store.passages(ids), store.vectors(ids, fingerprint)
            yield store.article(name), [(passages[one], vectors[one]) for one in ids]


def words_by_length(texts: Sequence[str]) -> dict[int, list[str]]:
    """Return the words of texts by how many letters they have, the frequent ones as often as they stand there."""
    found: dict[int, list[str]] = {}
    for text in texts:
        for word in _WORD.findall(text):
            found.setdefault(len(word), []).append(word)
    return found


def perturbed(
    article: Article, rows: Rows, vocabulary: Mapping[int, Sequence[str]], mark: str, strange: random.Random
) -> tuple[Article, Rows]:
    """Return another article of the same length, whose passages stand where those of the first one do."""

    def exchange(match: re.Match[str]) -> str:
        known = vocabulary.get(len(match[0]))
        return strange.choice(known) if known and strange.random() < EXCHANGED else match[0]

    text = _WORD.sub(exchange, article.text)
    name = hashlib.sha256((mark + article.source.article_id).encode()).hexdigest()[: len(article.source.article_id)]
    title = _WORD.sub(exchange, article.source.title) if article.source.title else None
    source = replace(
        article.source, article_id=name, group=name, title=title, url=None, published=_another_day(article, strange)
    )
    turn = np.random.default_rng(strange.randrange(2**32))
    made = []
    for number, (passage, vector) in enumerate(rows):
        noise = turn.standard_normal(vector.shape).astype(np.float32)
        turned = vector + TURNED * noise / np.linalg.norm(noise)
        copy = Passage(f"{name}-{number}", source, text[passage.start : passage.end], passage.start, passage.end)
        made.append((copy, np.asarray(turned / np.linalg.norm(turned), dtype=np.float32)))
    return replace(article, source=source, text=text, raw="", mentions=()), made


def _another_day(article: Article, strange: random.Random) -> str | None:
    known = day_range(article.source.published)
    if known is None:
        return None
    return f"{known[0] // 100_000}{strange.randrange(10)}-{strange.randrange(1, 13):02}-{strange.randrange(1, 29):02}"


def _stage(writer: Writer, article: Article, rows: Rows) -> None:
    keys = [hashlib.sha256(passage.passage_id.encode()).hexdigest()[:32] for passage, _ in rows]
    writer.stage(
        article,
        [(passage, key) for (passage, _), key in zip(rows, keys, strict=True)],
        stated={},
        made_by="copies",
        sketch=None,
    )
    writer.claim(article.source.article_id)
    writer.add_vectors(keys, np.vstack([vector for _, vector in rows]))


def main() -> int:
    """Make the collection; return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.copies", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--index", type=Path, required=True, help="a collection; it stays as it is")
    parser.add_argument("--out", type=Path, required=True, help="folder of the larger one")
    parser.add_argument("--passages", type=int, required=True)
    given = parser.parse_args()
    if given.out.exists():
        print(f"{given.out} is there already; name a folder that is not", file=sys.stderr)
        return 2
    shutil.copytree(given.index, given.out)
    print(f"{given.out}: {enlarge(given.out, given.passages)} passages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
