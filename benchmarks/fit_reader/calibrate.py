"""The reader's scores made probabilities, on questions that it was not trained on.

A logistic regression over what the reader says of a passage (Platt 1999), answerable and not weighing the same: a
threshold then means the same on every collection, whatever share of its questions can be answered.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.fit_reader.negatives import Passages
from benchmarks.fit_reader.questions import Question
from rag.reader import Reader
from rag.reading import FEATURES, Reading


def retrieved(questions: Sequence[Question], passages: Sequence[str], seed: int = 0) -> list[Question]:
    """Return the questions with passages found by their words that do not hold the answer; some have none."""
    rng, known = random.Random(seed), Passages(passages)
    return [made for question in questions if (made := known.without_answer(question, rng)) is not None]


def calibrate(reader: Reader, questions: Sequence[Question], news: Sequence[str], path: Path) -> None:
    """Fit the scale on questions and write it."""
    answered = [question for question in questions if question.spans]
    unanswered = [question for question in questions if not question.spans]
    passages = sorted({question.passage for question in questions})
    others = retrieved(answered, [*passages, *news])
    features = {
        name: features_of(reader, some)
        for name, some in (("answered", answered), ("unanswered", unanswered), ("others", others))
    }
    # As in use: half of what does not answer is about the subject.
    scale = {
        "answers": _fit(features["answered"], [features["unanswered"], features["others"]]),
        "relevance": _fit(features["answered"], [features["others"]]),
    }
    path.write_text(json.dumps(scale, indent=1) + "\n", encoding="utf-8")


def features_of(reader: Reader, questions: Sequence[Question]) -> np.ndarray:
    """Return the reader's features of each question with its passage; shape (questions, features)."""
    return np.array([reading.features for reading in read_all(reader, questions)])


def read_all(reader: Reader, questions: Sequence[Question]) -> list[Reading]:
    """Return what is read in the passage of each question."""
    return reader.read_each([one.text for one in questions], [one.passage for one in questions])


def _fit(right: np.ndarray, wrong: Sequence[np.ndarray]) -> dict[str, float]:
    rows = np.concatenate([right, *wrong])
    weights = np.concatenate([
        np.full(len(right), 0.5 / len(right)), *(np.full(len(some), 0.5 / len(wrong) / len(some)) for some in wrong)
    ])  # fmt: skip
    labels = np.arange(len(rows)) < len(right)
    model = LogisticRegression(C=10.0, max_iter=2_000).fit(rows, labels, sample_weight=weights * len(rows))
    fitted = dict(zip(FEATURES, (round(float(value), 4) for value in model.coef_[0]), strict=True))
    return {**fitted, "bias": round(float(model.intercept_[0]), 4)}
