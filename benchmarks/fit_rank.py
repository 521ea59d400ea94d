"""Fit what `rag/rank.py` weighs passages with, on labelled questions.

    python -m benchmarks.fit_rank [--multihop FOLDER] [--training FILE] [--work DIR]

Two kinds of question, so that neither wins alone: long ones about several news articles (every second one of the
multi-hop benchmark; the others are reported by `benchmarks.retrieval`), and short ones about one passage. A passage is
right when it holds a fact, or the labelled span, of the question. Writes rag/rank_weights.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks import multihop
from ingest.pipeline import ingest
from rag.collection import Collection
from rag.domain import Filters
from rag.embed import Embedder, SentenceTransformerEmbedder
from rag.evaluate import tight
from rag.question import understand
from rag.rank import FEATURES, WEIGHTS_FILE, weigh
from rag.retrieve import find

Example = tuple[np.ndarray, np.ndarray]
"""The features of what was found for a question, and which of it is right."""

Labelled = tuple[str, tuple[str, ...]]
"""A question, and texts of which a right passage holds one, white space left out."""

PENALTY = 0.003
"""On squared weights."""

SHORT_QUESTIONS, SHORT_PASSAGES = 600, 1_500
SETS = ("new_wiki", "squad2")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_rank", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--multihop", type=Path, default=multihop.FOLDER)
    parser.add_argument("--training", type=Path, default=multihop.FOLDER.parents[1] / "training/questions.jsonl.gz")
    parser.add_argument("--work", type=Path, help="folder that keeps the indexes between runs")
    given = parser.parse_args()
    embedder = SentenceTransformerEmbedder()
    with tempfile.TemporaryDirectory() as folder:
        work = given.work or Path(folder)
        multihop.build(given.multihop, work / "multihop", embedder)
        several = [(one.text, one.facts) for one in multihop.read_questions(given.multihop) if not one.held]
        one = short_questions(given.training, work / "short", embedder)
        examples = [
            *examples_of(several, work / "multihop", embedder),
            *examples_of(one[: len(one) // 2], work / "short", embedder),
        ]
        held = list(examples_of(one[len(one) // 2 :], work / "short", embedder))
    weights = fit(examples)
    fitted = dict(zip(FEATURES, weights.round(2).tolist(), strict=True))
    WEIGHTS_FILE.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(fitted, indent=1))
    for name, row in (("fitted", weights), *((name, column(name)) for name in ("words", "meaning"))):
        print(f"short questions held out, right passage first by {name}: {first(held, row):.3f} of {len(held)}")


def short_questions(training: Path, index: Path, embedder: Embedder) -> list[Labelled]:
    """Return questions that one passage answers, and ingest their passages among others."""
    with gzip.open(training, "rt", encoding="utf-8") as lines:
        records = [record for line in lines if (record := json.loads(line))["set"] in SETS and record["answers"]]
    random.Random(0).shuffle(records)
    chosen = records[:SHORT_QUESTIONS]
    contexts = list(dict.fromkeys(record["context"] for record in records))[:SHORT_PASSAGES]
    if not (index / "store.sqlite").is_file():
        index.mkdir(parents=True, exist_ok=True)
        articles = index / "articles.jsonl"
        lines_of = (json.dumps({"title": " ", "body": text, "url": f"c:{n}"}) + "\n" for n, text in enumerate(contexts))
        articles.write_text("".join(lines_of), encoding="utf-8")
        ingest([articles], index, embedder=embedder)
    return [(record["question"], tuple(dict.fromkeys(around(record)))) for record in chosen]


def around(record: dict[str, object]) -> Iterator[str]:
    """Yield the labelled spans with some words on both sides, so that each stands in one passage only."""
    context, answers = str(record["context"]), record["answers"]
    for start, text in answers if isinstance(answers, list) else ():
        yield tight(context[max(0, start - 20) : start + len(text) + 20])


def examples_of(questions: Sequence[Labelled], index: Path, embedder: Embedder) -> Iterator[Example]:
    """Yield an example for each question of which something right was found."""
    collection = Collection(index, embedder)
    with collection.snapshot() as snapshot:
        for text, facts in questions:
            asked = understand(text, outlets=snapshot.publishers())
            found = find(asked, embedder.embed(asked.texts), snapshot, Filters())
            texts = [tight(item.passage.text) for item in found]
            right = np.array([any(fact in text for fact in facts) for text in texts])
            if right.any():
                yield weigh(asked, found, snapshot.frequency, snapshot.vectors.manifest.passages).features, right


def fit(examples: Sequence[Example]) -> np.ndarray:
    """Fit a conditional logit: each right passage against all that was found for its question."""
    longest = max(len(right) for _, right in examples)
    features = torch.zeros(len(examples), longest, len(FEATURES), dtype=torch.float64)
    there = torch.full((len(examples), longest), -1e9, dtype=torch.float64)
    right_ones = torch.zeros(len(examples), longest, dtype=torch.float64)
    for row, (some, right) in enumerate(examples):
        features[row, : len(some)] = torch.tensor(some)
        there[row, : len(some)] = 0
        right_ones[row, : len(some)] = torch.tensor(right / right.sum())
    weights = torch.zeros(len(FEATURES), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        likely = torch.log_softmax(features @ weights + there, dim=1)
        total = -(likely * right_ones).sum(dim=1).mean() + PENALTY * (weights * weights).sum()
        total.backward()
        return total

    optimizer.step(loss)
    return np.asarray(weights.detach().numpy())


def column(name: str) -> np.ndarray:
    return np.array([float(feature == name) for feature in FEATURES])


def first(examples: Sequence[Example], weights: np.ndarray) -> float:
    return float(np.mean([right[int(np.argmax(features @ weights))] for features, right in examples]))


if __name__ == "__main__":
    main()
