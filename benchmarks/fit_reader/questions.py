"""Labelled questions with a passage and the spans that answer; and which of them are held out."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks.multihop import FOLDER

FILE = FOLDER.parents[1] / "training/questions.jsonl.gz"
VOLUME = FOLDER.parents[1] / "volume/articles.jsonl.gz"

WIKIPEDIA = ("new_wiki", "squad2")

Part = Literal["train", "calibration", "test"]

HELD = {"calibration": 0.06, "test": 0.12}
"""The share of each set's articles that is held out to fit the calibration, and to be measured on."""

NEWS = "own_news"
"""Our own questions about news (`annotated.py`)."""

HELD_NEWS = {"calibration": 0.08, "test": 0.06}
"""The same of those: the choice of sentences is fitted on them too (`fit_extract`)."""


@dataclass(frozen=True)
class Question:
    """A question asked about a passage."""

    source: str
    """The set it is of."""
    article: str
    text: str
    passage: str
    spans: tuple[tuple[int, int], ...]
    """Where its answers stand in the passage, in code points, without repetitions; none: it does not answer."""

    @property
    def answers(self) -> tuple[str, ...]:
        """The words of the answers."""
        return tuple(self.passage[start:end] for start, end in self.spans)


def read_questions(path: Path = FILE) -> list[Question]:
    """Return the labelled questions of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_question(json.loads(line)) for line in lines]


def fewer_reviews(questions: Sequence[Question]) -> list[Question]:
    """Return the questions about Wikipedia, and every third of the others: news is written like neither, but nearer."""
    others = [question for question in questions if question.source not in WIKIPEDIA]
    return [*(question for question in questions if question.source in WIKIPEDIA), *others[::3]]


def _question(row: Mapping[str, Any]) -> Question:
    passage = row["context"]
    spans = {(start, start + len(text.rstrip())) for start, text in row["answers"] if text.strip()}
    # One set has a single article that is none: each of its passages is by somebody else.
    article = passage[:200] if row["set"] == "reddit" else str(row["article"])
    return Question(row["set"], article, row["question"], passage, tuple(sorted(spans)))


def split(questions: Sequence[Question]) -> dict[Part, list[Question]]:
    """Divide questions by article, so that no passage of a held-out article is trained on.

    Articles are drawn by a hash of their name, until a part has its share of the questions of each set.
    """
    parts: dict[Part, list[Question]] = {"train": [], "calibration": [], "test": []}
    for source in sorted({question.source for question in questions}):
        of_set = [question for question in questions if question.source == source]
        parts_of = _parts({question.article for question in of_set}, of_set)
        for question in of_set:
            parts[parts_of[question.article]].append(question)
    return parts


def _parts(articles: Iterable[str], questions: Sequence[Question]) -> dict[str, Part]:
    many: dict[str, int] = {}
    for question in questions:
        many[question.article] = many.get(question.article, 0) + 1
    held = HELD_NEWS if questions[0].source == NEWS else HELD
    wanted: list[tuple[Part, float]] = [
        ("test", held["test"] * len(questions)),
        ("calibration", held["calibration"] * len(questions)),
    ]
    found: dict[str, Part] = {}
    for article in sorted(articles, key=lambda name: hashlib.sha256(name.encode()).hexdigest()):
        part, left = wanted[0] if wanted else ("train", 0.0)
        found[article] = part
        if part != "train":
            wanted[0] = (part, left - many[article])
            if wanted[0][1] <= 0:
                wanted.pop(0)
    return found
