"""What each part of the search gives, on the multi-hop benchmark.

    python -m benchmarks.retrieval [--data FOLDER] [--index DIR] [--limit N] [--reranker NAME]

Rows: search by meaning alone, by words alone, both weighed for the whole question, with what is asked (clauses,
outlets, periods), and with a reranker where one is named. `rag/rank_weights.json` was fitted on every second
question; the figures are of the others, then of all. Null questions have no evidence and are left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks import multihop
from rag.collection import Collection, Snapshot
from rag.domain import Filters, Understood
from rag.embed import SentenceTransformerEmbedder
from rag.parts import Part
from rag.question import Asked, understand
from rag.reader import Reader
from rag.rerank import OFF, OWN, Reranker, reranker_of
from rag.retrieve import Search, Vectors, retrieve, word_query
from rag.settings import Settings

DEPTHS = (8, 16, 32, 64)
"""Passages that a reranker reads."""

Way = Callable[[Asked, Vectors, Snapshot], list[str]]


def by_meaning(asked: Asked, vectors: Vectors, snapshot: Snapshot) -> list[str]:
    del asked
    return _texts([name for name, _ in snapshot.vectors.search(vectors[0], 10)], snapshot)


def by_words(asked: Asked, vectors: Vectors, snapshot: Snapshot) -> list[str]:
    del vectors
    query = word_query(asked.surface, snapshot.frequency, sum(snapshot.frequency(word) for word in asked.surface))
    return _texts([name for name, _ in snapshot.store.search_words(query, 10, Filters())], snapshot)


def fused(asked: Asked, vectors: Vectors, snapshot: Snapshot) -> list[str]:
    whole = replace(asked, parts=(Part(asked.text, asked.surface),), periods=(), understood=Understood())
    return understood(whole, vectors[:1], snapshot)


def understood(asked: Asked, vectors: Vectors, snapshot: Snapshot, search: Search | None = None) -> list[str]:
    found = retrieve(asked, vectors, snapshot, k=10, filters=Filters(), search=search or Search())
    return [item.passage.text for item in found]


def _texts(names: Sequence[str], snapshot: Snapshot) -> list[str]:
    passages = snapshot.store.passages(names)
    return [passages[name].text for name in names]


def ways(reranker: Reranker | None, depths: Sequence[int] = DEPTHS) -> dict[str, Way]:
    """Return the rows of the table."""
    rows: dict[str, Way] = {
        "meaning": by_meaning,
        "words": by_words,
        "both, weighed": fused,
        "+ what is asked": understood,
    }
    if reranker is not None:
        for depth in depths:
            rows[f"+ reranker, {depth}"] = partial(understood, search=Search(reranker, depth))
    return rows


def measure(questions: Sequence[multihop.Asked], index: Path, reranker: Reranker | None, depths: Sequence[int]) -> None:
    """Print the table."""
    embedder = SentenceTransformerEmbedder()
    collection = Collection(index, embedder)
    print(f"{'':18} {'hits@10':>8} {'hits@4':>8} {'mrr@10':>8} {'facts':>8} {'ms':>6}   all: the same")
    with collection.snapshot() as snapshot:
        asked = [understand(one.text, outlets=snapshot.publishers()) for one in questions]
        vectors = [embedder.embed(one.texts) for one in asked]
        for name, way in ways(reranker, depths).items():
            started = time.perf_counter()
            found = [
                (one, way(how, vector, snapshot)) for one, how, vector in zip(questions, asked, vectors, strict=True)
            ]
            each = (time.perf_counter() - started) / len(questions) * 1000
            held = multihop.figures([pair for pair in found if pair[0].held])
            shown = " ".join(f"{value:8.3f}" for value in held.values())
            print(f"{name:18} {shown} {each:6.0f}   {' '.join(f'{v:.3f}' for v in multihop.figures(found).values())}")
            kinds = sorted({one.kind for one in questions})
        for kind in kinds:
            some = multihop.figures([pair for pair in found if pair[0].kind == kind])
            print(f"  {kind:16} {' '.join(f'{value:8.3f}' for value in some.values())}")


def main() -> int:
    """Measure; return 0, or 2 where there is no data."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--data", type=Path, default=multihop.FOLDER, help="folder with corpus.jsonl.gz, questions.jsonl"
    )
    parser.add_argument("--index", type=Path, help="folder that keeps the index between runs")
    parser.add_argument("--limit", type=int, help="the first questions only")
    parser.add_argument("--reranker", help=f"`{OWN}` or a CrossEncoder: a folder, or an id that has been downloaded")
    parser.add_argument("--depths", type=int, nargs="+", default=DEPTHS, help="passages that the reranker reads")
    given = parser.parse_args()
    if not (given.data / multihop.QUESTIONS).is_file():
        print(f"there are no questions in {given.data}; name the folder with --data", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        index = given.index or Path(folder) / "index"
        multihop.build(given.data, index, SentenceTransformerEmbedder())
        reranker = reranker_of(Settings(reranker=given.reranker or OFF), Reader())
        measure(multihop.read_questions(given.data)[: given.limit], index, reranker, given.depths)
    return 0


if __name__ == "__main__":
    sys.exit(main())
