"""Answers without a language model, on the multi-hop benchmark: right, cited, refused, and how long each takes.

    python -m benchmarks.answers [--data FOLDER] [--index DIR] [--every N] [--out FILE]

Inference questions: the right name in the first statement; refused though answerable. Null questions: refused.
Comparison and temporal ones: a citation from each of the outlets that hold the facts, by an article that holds one;
each fact verbatim in some citation.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import multihop
from rag.assistant import Assistant
from rag.domain import Answer
from rag.embed import SentenceTransformerEmbedder
from rag.evaluate import tight
from rag.settings import Settings
from rag.terms import plain


@dataclass(frozen=True, slots=True)
class Marked:
    """One answer, marked: its kind of question, and what is true of it."""

    kind: str
    marks: Mapping[str, bool]
    seconds: float


def mark(record: Mapping[str, Any], answer: Answer, outlets: Mapping[str, str | None]) -> Marked:
    """Mark an answer to a question of the benchmark; `outlets` is by the title of an article."""
    kind = record["question_type"].removesuffix("_query")
    marks = {"refused": answer.refused}
    first = plain(answer.statements[0].text) if answer.statements else ""
    if kind == "inference":
        marks["right name first"] = plain(record["answer"]) in first
        marks["right name"] = any(plain(record["answer"]) in plain(said.text) for said in answer.statements)
    elif kind != "null":
        facts = [(fact["title"], tight(fact["fact"])) for fact in record["evidence_list"]]
        cited_titles = {citation.title for citation in answer.citations}
        cited_outlets = {outlets[title] for title, _ in facts if title in cited_titles}
        quotes = [tight(citation.quote) for citation in answer.citations]
        marks["outlets cited"] = {outlets[title] for title, _ in facts} <= cited_outlets
        marks["articles cited"] = {title for title, _ in facts} <= cited_titles
        marks["facts exactly"] = all(any(fact in quote or quote in fact for quote in quotes) for _, fact in facts)
    return Marked(kind, marks, answer.seconds or 0.0)


def figures(some: Sequence[Marked]) -> dict[str, float]:
    """Return the share of each mark, by kind of question."""
    shares: dict[str, list[bool]] = {}
    for one in some:
        for name, true in one.marks.items():
            shares.setdefault(f"{one.kind}: {name}", []).append(true)
    return {name: sum(marks) / len(marks) for name, marks in sorted(shares.items())}


def outlets_of(folder: Path) -> dict[str, str | None]:
    """Return the outlet of each article by its title."""
    with gzip.open(folder / multihop.CORPUS, "rt", encoding="utf-8") as lines:
        return {record["title"]: record["source"] for record in map(json.loads, lines)}


def main() -> int:
    """Measure; return 0, or 2 where there is no data."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=multihop.FOLDER)
    parser.add_argument("--index", type=Path, help="folder that keeps the index between runs")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth question only")
    parser.add_argument("--out", type=Path, help="file for the answers, a line of JSON each")
    given = parser.parse_args()
    if not (given.data / multihop.QUESTIONS).is_file():
        print(f"there are no questions in {given.data}; name the folder with --data", file=sys.stderr)
        return 2
    lines = (given.data / multihop.QUESTIONS).read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        index = given.index or Path(folder) / "index"
        multihop.build(given.data, index, SentenceTransformerEmbedder())
        measure([json.loads(line) for line in lines[:: given.every]], index, outlets_of(given.data), given.out)
    return 0


def measure(records: Sequence[Mapping[str, Any]], index: Path, outlets: Mapping[str, str | None],
            out: Path | None) -> None:  # fmt: skip
    """Ask each question, and print the figures."""
    marked = []
    written = []
    with Assistant.open(index, settings=Settings(chat_model=None)) as assistant:
        assistant.warm()
        for record in records:
            answer = assistant.ask(record["query"])
            marked.append(mark(record, answer, outlets))
            written.append(json.dumps({**record, "marks": marked[-1].marks, "text": answer.text}, ensure_ascii=False))
            if len(marked) % 100 == 0:
                print(f"  {len(marked)} of {len(records)}", file=sys.stderr, flush=True)
    if out:
        out.write_text("\n".join(written) + "\n", encoding="utf-8")
    for name, share in figures(marked).items():
        print(f"{name:32} {share:.3f}")
    times = sorted(one.seconds for one in marked)
    print(f"seconds an answer: p50 {statistics.median(times):.2f}, p95 {times[int(0.95 * len(times))]:.2f}")


if __name__ == "__main__":
    sys.exit(main())
