"""What rereading by our own reader gives for short questions: how many passages pay, and what the cut loses.

    python -m benchmarks.reread [--index DIR] [--limit 300] [--depths 8 16 32 48]

Questions of Wikipedia articles that the reader was not trained on are put to an index of all the passages, with some of
their words exchanged, as people search in words of their own. For several clauses see
`python -m benchmarks.retrieval --reranker reader`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.fit_reader import questions as labelled
from benchmarks.fit_reader.questions import WIKIPEDIA
from ingest.pipeline import ingest
from rag.collection import Collection
from rag.domain import Filters, Passage
from rag.embed import SentenceTransformerEmbedder
from rag.errors import QuestionInvalid
from rag.question import Asked, understand
from rag.reader import Reader
from rag.rerank import ReaderReranker
from rag.retrieve import Search, retrieve
from rag.terms import STOPWORDS, stem, words

DEPTHS = (8, 16, 32, 48)
FIRST = 10
"""Passages that are looked at."""

REWORDED, PRESENT = 0.4, 0.6
"""Share of a question's words that are exchanged, and of those the share whose new word stands in some passage."""

Put = tuple[labelled.Question, Asked]


def asked_anew(parts: Mapping[Any, list[labelled.Question]], limit: int) -> list[Put]:
    """Return held-out questions that have an answer, in other words."""
    train = random.Random(0).sample(parts["train"], 500)
    others = [word for one in train for word in words(one.text) if word not in STOPWORDS]
    answerable = [one for one in parts["test"] if one.spans]
    made = []
    for one in random.Random(1).sample(answerable, min(limit, len(answerable))):
        try:
            asked = understand(one.text[:1].upper() + one.text[1:])
        except QuestionInvalid:
            continue
        made.append((one, reword(asked, random.Random(one.text), others)))
    return made


def reword(asked: Asked, strange: random.Random, others: Sequence[str]) -> Asked:
    """Exchange some words of a question, its names apart, as if it had been asked in other words."""
    named = set(words(" ".join(asked.names)))
    changed = {
        word: strange.choice(others) if strange.random() < PRESENT else f"zq{strange.randrange(10**6)}"
        for word in asked.surface
        if word not in named and strange.random() < REWORDED
    }
    stems = {stem(word): stem(new) for word, new in changed.items()}
    return replace(
        asked,
        surface=tuple(changed.get(word, word) for word in asked.surface),
        terms=tuple(stems.get(term, term) for term in asked.terms),
        parts=tuple(
            replace(part, surface=tuple(changed.get(word, word) for word in part.surface)) for part in asked.parts
        ),
    )


def build(questions: Sequence[labelled.Question], index: Path) -> None:
    """Make an index of all the passages, unless there is one."""
    if index.is_dir():
        return
    contexts = sorted({question.passage for question in questions})
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        records = [{"body": text, "title": " ", "url": f"c:{number}"} for number, text in enumerate(contexts)]
        articles.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
        ingest([articles], index)


def answers(passage: Passage, question: labelled.Question) -> bool:
    """Say whether a passage holds a labelled answer."""
    at = question.passage.find(passage.text)
    return at >= 0 and any(at <= start < at + len(passage.text) for start, _ in question.spans)


def measure(put: Sequence[Put], index: Path, depths: Sequence[int]) -> None:
    """Print a line without rereading, and one a depth."""
    embedder = SentenceTransformerEmbedder()
    print(f"{'reread':>8} {'hits@10':>8} {'hits@4':>8} {'first':>8} {'mrr@10':>8} {'ms':>6}")
    with Collection(index, embedder).snapshot() as snapshot:
        vectors = [embedder.embed(asked.texts) for _, asked in put]
        for depth in (0, *depths):
            # A reader of its own, which remembers nothing of the other depths.
            search = Search(ReaderReranker(Reader()) if depth else None, depth)
            ranks = []
            started = time.perf_counter()
            for (question, asked), vector in zip(put, vectors, strict=True):
                found = retrieve(asked, vector, snapshot, k=FIRST, filters=Filters(), search=search)
                places = [place for place, one in enumerate(found, start=1) if answers(one.passage, question)]
                ranks.append(places[0] if places else 0)
            each = (time.perf_counter() - started) / len(put) * 1000
            shares = [np.mean([0 < rank <= most for rank in ranks]) for most in (FIRST, 4, 1)]
            shares.append(np.mean([1 / rank if rank else 0.0 for rank in ranks]))
            print(f"{depth or 'none':>8} {' '.join(f'{share:8.3f}' for share in shares)} {each:6.0f}", flush=True)


def main() -> int:
    """Measure; return 0, or 2 where there is no data."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reread", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--index", type=Path, help="folder that keeps the index between runs")
    parser.add_argument("--limit", type=int, default=300, help="questions")
    parser.add_argument("--depths", type=int, nargs="+", default=DEPTHS, help="passages that are reread")
    given = parser.parse_args()
    if not labelled.FILE.is_file():
        print(f"there are no questions: {labelled.FILE} is missing", file=sys.stderr)
        return 2
    questions = [one for one in labelled.read_questions(labelled.FILE) if one.source in WIKIPEDIA]
    with tempfile.TemporaryDirectory() as folder:
        index = given.index or Path(folder) / "index"
        build(questions, index)
        measure(asked_anew(labelled.split(questions), given.limit), index, given.depths)
    return 0


if __name__ == "__main__":
    sys.exit(main())
