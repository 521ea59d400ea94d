"""Fit what `rag/extract.py` weighs sentences and refuses with, on our own questions about news.

    python -m benchmarks.fit_extract [--volume FILE] [--work DIR]

A question is put to an index of the articles that such questions are about and of as many others. They were written in
other words than the articles', as people search; the right sentences are those that hold a labelled span. The refusal
is fitted on the same questions with their own article taken away, and on those that were written to have no answer.
Only questions that the reader was not trained on are used: those that its calibration was fitted on, and, to report on,
those that its figures are of. Writes the weights "read" of rag/extract_weights.json; those without a reader, "unread",
stay as they were fitted on Wikipedia's questions in 2026-11, since on our own they would do no better.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.fit_reader import questions as labelled
from benchmarks.fit_reader.annotated import joined, read_about_news, read_articles
from ingest.pipeline import ingest
from rag.candidates import (
    FEATURES,
    Candidate,
    embedded,
    make_candidates,
    promising,
    sentences_of,
)
from rag.collection import Collection, Snapshot
from rag.domain import Filters
from rag.embed import SentenceTransformerEmbedder
from rag.errors import QuestionInvalid
from rag.extract import LIKELY, WEIGHTS_FILE, answer_features
from rag.question import Asked, understand
from rag.reader import Reader, read_passages
from rag.retrieve import retrieve
from rag.term_weights import term_frequencies, term_weights
from rag.terms import terms

Question = tuple[Asked, list[Candidate], list[bool], bool]
"""What was asked, the candidates, which of them are right, and whether the question can be answered."""

PENALTY = 0.0003
"""On squared weights; ten times as much costs two of a hundred right sentences."""

MISSING, NAMES_MISSING, LEAST = -1.0, -2.0, 3.3
"""Log-odds for what of a question is nowhere in the collection, and the least that an answer needs; not fitted. Set
after looking at the sample's and the real articles' questions, whose refusal figures are therefore not unseen."""

PASSAGES = 10

OTHERS = 500
"""Articles of the index that no question is about."""

FITTED, HELD = 800, 200
"""Questions that are fitted and reported on at most."""


@dataclass(frozen=True)
class Instruments:
    """What questions are put to."""

    snapshot: Snapshot
    embedder: SentenceTransformerEmbedder
    reader: Reader
    known: dict[str, np.ndarray]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--volume", type=Path, default=labelled.VOLUME)
    parser.add_argument("--work", type=Path, help="folder that keeps the index between runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fit(options.volume, options.work or Path(folder))


def fit(volume: Path, folder: Path) -> None:
    parts = labelled.split(read_about_news(volume))
    folder.mkdir(exist_ok=True)
    articles = folder / "articles.jsonl"
    asked_about = {one.article for half in ("calibration", "test") for one in parts[half]}
    articles.write_text("".join(json.dumps(one) + "\n" for one in rows(volume, asked_about)), encoding="utf-8")
    embedder = SentenceTransformerEmbedder()
    print(ingest([articles], folder / "index", embedder=embedder))
    collection = Collection(folder / "index", embedder)
    known: dict[str, np.ndarray] = {}
    known.update(load_vectors(folder))
    questions: dict[str, list[Question]] = {half: [] for half in ("fit", "held")}
    with collection.snapshot() as snapshot:
        use = Instruments(snapshot, embedder, Reader(), known)
        for half, part, most in (("fit", parts["calibration"], FITTED), ("held", parts["test"], HELD)):
            some = random.Random(0).sample(part, min(most, len(part)))
            for number, question in enumerate(some):
                questions[half] += both_ways(question, use)
                if number % 250 == 0:
                    print(half, number, flush=True)
    save_vectors(folder, known)
    result = {**json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")), "read": fit_weights(questions)}
    WEIGHTS_FILE.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


def rows(volume: Path, asked_about: Set[str]) -> Iterator[dict[str, str]]:
    """Yield the articles that questions are about, and `OTHERS` others, as an ingest reads them."""
    left = OTHERS
    for article in read_articles(volume):
        left -= article["id"] not in asked_about
        if article["id"] in asked_about or left >= 0:
            known = {"title": article["title"], "source": article["source"], "published_at": article["published_at"]}
            yield {**known, "body": joined(article["body"]), "url": address(article["id"])}


def address(article: str) -> str:
    """Return the URL that an article of the volume is ingested under."""
    return f"https://volume.example/{article}"


def fit_weights(questions: Mapping[str, Sequence[Question]]) -> dict[str, Any]:
    weights = fit_choice([(some, right) for _, some, right, _ in questions["fit"]])
    result: dict[str, Any] = {"sentence": dict(zip(FEATURES, weights.round(3).tolist(), strict=True))}
    report_choice(questions["held"], result)
    fit_refusal(questions, result)
    return result


def both_ways(question: labelled.Question, use: Instruments) -> list[Question]:
    """Return a question as it is asked of all passages, and where it has an answer, of all but its own."""
    made = []
    for own in (True, False) if question.spans else (True,):
        found = candidates(question, use, own=own)
        if found is not None:
            made.append((*found, bool(question.spans) and own))
    return made


def candidates(
    question: labelled.Question, use: Instruments, *, own: bool
) -> tuple[Asked, list[Candidate], list[bool]] | None:
    try:
        asked = understand(question.text[:1].upper() + question.text[1:])
    except QuestionInvalid:
        return None
    vectors = embed(asked.texts, use.embedder, use.known)
    evidence = retrieve(asked, vectors, use.snapshot, k=PASSAGES + 3, filters=Filters())
    evidence = [item for item in evidence if own or item.passage.source.url != address(question.article)][:PASSAGES]
    frequencies = term_frequencies(asked, use.snapshot.frequency)
    if not own:
        inside = set(terms(question.passage))
        frequencies = {stem: max(0, seen - (stem in inside)) for stem, seen in frequencies.items()}
    spans = sentences_of(evidence)
    weights = term_weights(asked, frequencies, use.snapshot.vectors.manifest.passages)
    readings = read_passages(use.reader, asked.text, evidence)
    places = promising(asked, spans, weights, readings)
    sentences = embedded(spans, places, lambda texts: embed(texts, use.embedder, use.known))
    some = make_candidates(asked, sentences, question_vector=vectors[0], weights=weights, readings=readings)
    return (asked, some, [is_right(candidate, question) for candidate in some]) if some else None


def load_vectors(folder: Path) -> dict[str, np.ndarray]:
    path = folder / "sentences.npz"
    if not path.is_file():
        return {}
    stored = np.load(path)
    return dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))


def save_vectors(folder: Path, known: Mapping[str, np.ndarray]) -> None:
    np.savez(folder / "sentences.npz", texts=np.array(list(known)), vectors=np.vstack(list(known.values())))


def is_right(candidate: Candidate, question: labelled.Question) -> bool:
    at = question.passage.find(candidate.text)
    return at >= 0 and any(at <= start < at + len(candidate.text) for start, _ in question.spans)


def embed(texts: Sequence[str], embedder: SentenceTransformerEmbedder, known: dict[str, np.ndarray]) -> np.ndarray:
    new = [text for text in dict.fromkeys(texts) if text not in known]
    known.update(zip(new, embedder.embed(new), strict=True))
    return np.vstack([known[text] for text in texts]) if texts else np.zeros((0, 384), dtype=np.float32)


def scores(some: Sequence[Candidate], result: Mapping[str, Any]) -> np.ndarray:
    weights = np.array([result["sentence"][name] for name in FEATURES])
    return np.asarray(np.array([candidate.features for candidate in some]) @ weights)


def column(some: Sequence[Candidate], name: str) -> np.ndarray:
    return np.array([candidate.features[FEATURES.index(name)] for candidate in some])


def fit_choice(questions: Sequence[tuple[list[Candidate], list[bool]]]) -> np.ndarray:
    """Fit a conditional logit: the share that the right sentences take of each question's candidates."""
    chosen = [(some, right) for some, right in questions if any(right)]
    longest = max(len(some) for some, _ in chosen)
    features = torch.zeros(len(chosen), longest, len(FEATURES), dtype=torch.float64)
    there, right_ones = torch.full((2, len(chosen), longest), -1e9, dtype=torch.float64)
    for row, (some, right) in enumerate(chosen):
        features[row, : len(some)] = torch.tensor([candidate.features for candidate in some], dtype=torch.float64)
        there[row, : len(some)] = 0
        right_ones[row, : len(some)] = torch.where(torch.tensor(right), 0.0, -1e9)
    weights = torch.zeros(len(FEATURES), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scored = features @ weights
        missed = torch.logsumexp(scored + there, 1) - torch.logsumexp(scored + right_ones, 1)
        total = missed.mean() + PENALTY * (weights * weights).sum()
        total.backward()
        return total

    optimizer.step(loss)
    return np.asarray(weights.detach().numpy())


def report_choice(held: Sequence[Question], result: Mapping[str, Any]) -> None:
    answerable = [(some, right) for _, some, right, can in held if can]
    for name in ("fitted", "similar", "covered"):
        ranked = []
        for some, right in answerable:
            weighed = scores(some, result) if name == "fitted" else column(some, name)
            ranked.append([right[place] for place in np.argsort(-weighed, kind="stable")[:5]])
        tops = ranked
        first, two, five = (sum(any(top[:most]) for top in tops) / len(tops) for most in (1, 2, 5))
        print(f"{name:8} right sentence first {first:.3f}, in two {two:.3f}, in five {five:.3f} of {len(tops)}")


def fit_refusal(questions: Mapping[str, Sequence[Question]], result: dict[str, Any]) -> None:
    sets = {
        half: (
            np.array([answer_features(some, scores(some, result)) for _, some, _, _ in asked]),
            [can for *_, can in asked],
        )
        for half, asked in questions.items()
    }
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=2000).fit(*sets["fit"])
    features, labels = sets["held"]
    likely = model.predict_proba(features)[:, 1]
    print("answerable or not, area under the curve, held out:", round(roc_auc_score(labels, likely), 3))
    for name in ("similar", "covered"):
        best = [max(column(some, name)) for _, some, _, _ in questions["held"]]
        print(f"  by the best {name} alone:", round(roc_auc_score(labels, best), 3))
    for floor in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        kept = np.mean([p >= floor for p, can in zip(likely, labels, strict=True) if can])
        refused = np.mean([p < floor for p, can in zip(likely, labels, strict=True) if not can])
        print(f"  floor {floor}: answered {kept:.3f} of the answerable, refused {refused:.3f} of the others")
    result["answer"] = model.coef_[0].round(3).tolist()
    result["answer"][1:3] = [MISSING, NAMES_MISSING]
    result["answer_bias"] = round(math.log(LIKELY / (1 - LIKELY)) - LEAST, 3)


if __name__ == "__main__":
    main()
