"""Quality on labelled questions against floors that do not sink: `python -m tests.quality.gate`.

`--update` re-pins the data and raises floors to what was measured; it refuses to lower one unless
`--allow-regression` says that it is meant. Suites whose data is not on this machine are skipped, and said to be.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import claims, reader
from benchmarks import multihop as multihop_data
from benchmarks.fit_reader import questions as labelled
from benchmarks.retrieval import ways
from ingest import ingest
from rag.assistant import Assistant
from rag.evaluate import Labelled, figures_of, label, measure, measure_retrieval, read_questions, tight
from rag.question import understand
from rag.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SHARED = ROOT.parent / "shared"
BASELINE = HERE / "baseline.json"
PARTS = ("meaning", "words", "both, weighed")
LOWER_IS_BETTER = {"refused though answerable"}

MULTIHOP_QUESTIONS, MULTIHOP_ARTICLES = 100, 150
"""All 609 articles take five minutes to embed; those the questions need, and others up to this number, take one."""


@dataclass(frozen=True, slots=True)
class Suite:
    """A set of questions with the data they are asked of."""

    name: str
    data: Sequence[Path]
    measure: Callable[[Path], Mapping[str, float]]
    questions: Callable[[], int]

    def present(self) -> bool:
        """Say whether its data is on this machine."""
        return all(path.exists() for path in self.data)

    def fingerprint(self) -> str:
        """Return the hash of articles and labels."""
        digest = hashlib.sha256()
        for path in self.data:
            for file in sorted(path.iterdir()) if path.is_dir() else [path]:
                digest.update(file.name.encode() + file.read_bytes())
        return digest.hexdigest()


OTHER_ARTICLES = 100
"""Articles about other things, among which the five real ones lie."""


def answers(
    articles: Sequence[Path], questions: Path, *, among: Path | None = None
) -> Callable[[Path], Mapping[str, float]]:
    """Return a measure of the answers to questions about articles, which lie `among` the first others of a file."""

    def run(folder: Path) -> Mapping[str, float]:
        ingest(articles, folder)
        if among is not None:
            others = folder / "others.jsonl"
            with gzip.open(among, "rt", encoding="utf-8") as lines:
                others.write_text("".join(islice(lines, OTHER_ARTICLES)), encoding="utf-8")
            ingest([others], folder)
        with Assistant.open(folder, settings=Settings(chat_model=None)) as assistant:
            return figures_of(measure(assistant, read_questions(questions))).shares

    return run


def multihop(folder: Path) -> Mapping[str, float]:
    """Measure retrieval on the first questions of the multi-hop benchmark."""
    lines = (SHARED / "benchmarks/multihop/questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [record for line in lines if (record := json.loads(line))["evidence_list"]][:MULTIHOP_QUESTIONS]
    needed = {fact["title"] for record in asked for fact in record["evidence_list"]}
    with gzip.open(SHARED / "benchmarks/multihop/corpus.jsonl.gz", "rt", encoding="utf-8") as corpus:
        articles = list(corpus)
    articles.sort(key=lambda line: json.loads(line)["title"] not in needed)
    folder.mkdir(parents=True, exist_ok=True)
    chosen = folder / "articles.jsonl"
    chosen.write_text("".join(articles[:MULTIHOP_ARTICLES]), encoding="utf-8")
    ingest([chosen], folder / "index")
    questions = [
        label({"question": record["query"], "evidence": [fact["fact"] for fact in record["evidence_list"]]})
        for record in asked
    ]
    with Assistant.open(folder / "index", settings=Settings(chat_model=None)) as assistant:
        shares = measure_retrieval(assistant, questions).shares
        return {**shares, **_parts(assistant, questions)}


def _parts(assistant: Assistant, questions: Sequence[Labelled]) -> dict[str, float]:
    """Measure each part of the search alone, so that what one of them loses is not hidden by the others."""
    found: dict[str, list[tuple[multihop_data.Asked, list[str]]]] = {name: [] for name in PARTS}
    embedder = assistant.collection.embedder
    with assistant.collection.snapshot() as snapshot:
        for one in questions:
            how = understand(one.question, outlets=snapshot.publishers())
            facts = tuple(tight(fact) for fact in one.evidence)
            vectors = embedder.embed(how.texts)
            for name in PARTS:
                texts = ways(None)[name](how, vectors, snapshot)
                found[name].append((multihop_data.Asked(one.question, "any", facts, held=False), texts))
    return {f"{name}: mrr@10": multihop_data.figures(some)["mrr@10"] for name, some in found.items()}


READER_QUESTIONS = 300

SAMPLE_QUESTIONS, REAL_QUESTIONS = HERE / "sample_questions.jsonl", HERE / "real_articles.jsonl"
SUITES = (
    Suite(
        "sample",
        [ROOT / "sample", SAMPLE_QUESTIONS],
        answers([ROOT / "sample"], SAMPLE_QUESTIONS),
        lambda: len(read_questions(SAMPLE_QUESTIONS)),
    ),
    Suite(
        "real",
        [SHARED / "articles", ROOT / "sample", REAL_QUESTIONS],
        answers([SHARED / "articles", ROOT / "sample"], REAL_QUESTIONS, among=labelled.VOLUME),
        lambda: len(read_questions(REAL_QUESTIONS)),
    ),
    Suite(
        "multihop",
        [SHARED / "benchmarks/multihop/corpus.jsonl.gz", SHARED / "benchmarks/multihop/questions.jsonl"],
        multihop,
        lambda: MULTIHOP_QUESTIONS,
    ),
    Suite("reader", [labelled.FILE, labelled.VOLUME], lambda _: reader.figures(most=READER_QUESTIONS),
          lambda: READER_QUESTIONS),
    Suite("claims", [claims.FILE], lambda _: claims.figures(claims.read_claims()),
          lambda: len(claims.read_claims())),
)  # fmt: skip


def sunk(measured: Mapping[str, float], floors: Mapping[str, float], questions: int) -> list[str]:
    """Return the figures below their floor by more than one question, which rounding on another machine can flip."""
    epsilon = 1.0 / questions + 1e-9
    below = []
    for name, floor in floors.items():
        value = measured.get(name, 0.0)
        worse = value - floor if name in LOWER_IS_BETTER else floor - value
        if worse > epsilon:
            below.append(f"{name} {value:.3f}, its floor is {floor:.3f}")
    return below


def repin(
    measured: Mapping[str, float], floors: Mapping[str, float], *, allow_regression: bool = False
) -> dict[str, float]:
    """Return the new floors: what was measured, never worse than before unless that is allowed."""
    pinned = {}
    for name, value in measured.items():
        before = floors.get(name, value)
        better = min(value, before) if name in LOWER_IS_BETTER else max(value, before)
        pinned[name] = round(value if allow_regression else better, 4)
    return pinned


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every suite; return 1 where a floor sank or data changed unpinned."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.gate", description=__doc__)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    parser.add_argument("--only", choices=[suite.name for suite in SUITES])
    given = parser.parse_args(arguments)
    baseline: dict[str, Any] = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.is_file() else {}
    failed = False
    for suite in SUITES:
        if given.only not in (None, suite.name):
            continue
        if not suite.present():
            print(f"{suite.name}: skipped, its data is not on this machine")
            continue
        failed |= not check(suite, baseline, given)
    if given.update:
        BASELINE.write_text(json.dumps(baseline, indent=1) + "\n", encoding="utf-8")
    return int(failed)


def check(suite: Suite, baseline: dict[str, Any], given: argparse.Namespace) -> bool:
    """Measure one suite and compare it with its floors; with --update, pin it."""
    with tempfile.TemporaryDirectory() as folder:
        measured = suite.measure(Path(folder) / suite.name)
    print(f"{suite.name}: " + ", ".join(f"{name} {value:.3f}" for name, value in measured.items()))
    pinned = baseline.get(suite.name, {"floors": {}, "data": None, "questions": 1})
    questions = suite.questions()
    if given.update:
        floors = repin(measured, pinned["floors"], allow_regression=given.allow_regression)
        baseline[suite.name] = {"data": suite.fingerprint(), "questions": questions, "floors": floors}
        return True
    if pinned["data"] != suite.fingerprint():
        print(f"  {suite.name}: articles or labels changed; measure again and pin them with --update")
        return False
    below = sunk(measured, pinned["floors"], questions)
    for line in below:
        print(f"  {suite.name} sank: {line}")
    return not below


if __name__ == "__main__":
    sys.exit(main())
