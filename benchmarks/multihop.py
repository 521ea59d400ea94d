"""The multi-hop benchmark: 609 news articles, and questions whose facts stand in several of them.

Metrics as `rag.evaluate` prints them: white space aside, a passage is a hit when it contains a fact of the question.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.pipeline import ingest
from rag.embed import Embedder
from rag.evaluate import tight

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "multihop"
CORPUS, QUESTIONS = "corpus.jsonl.gz", "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the facts that a whole answer needs; `held` ones are fitted on by nothing here."""

    text: str
    kind: str
    facts: tuple[str, ...]
    held: bool


def read_questions(folder: Path) -> list[Asked]:
    """Return the questions that have evidence; every second is held."""
    found: list[Asked] = []
    for line in (folder / QUESTIONS).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        facts = tuple(tight(item["fact"]) for item in record["evidence_list"])
        if facts:
            kind = record["question_type"].removesuffix("_query")
            found.append(Asked(record["query"], kind, facts, held=len(found) % 2 == 1))
    return found


def build(folder: Path, index: Path, embedder: Embedder) -> None:
    """Ingest the articles, where that has not been done."""
    if not (index / "store.sqlite").is_file():
        ingest([folder / CORPUS], index, embedder=embedder)


def figures(rankings: Sequence[tuple[Asked, Sequence[str]]]) -> dict[str, float]:
    """Return the metrics of rankings: each a question with the texts of its first ten passages, best first."""
    totals = dict.fromkeys(("hits@10", "hits@4", "mrr@10", "facts in top 10"), 0.0)
    for asked, texts in rankings:
        found = [tight(text) for text in texts[:10]]
        rank = next((place for place, text in enumerate(found, 1) if any(fact in text for fact in asked.facts)), 0)
        totals["hits@10"] += rank > 0
        totals["hits@4"] += 0 < rank <= 4
        totals["mrr@10"] += 1 / rank if rank else 0.0
        totals["facts in top 10"] += sum(any(f in text for text in found) for f in asked.facts) / len(asked.facts)
    return {name: total / max(1, len(rankings)) for name, total in totals.items()}
