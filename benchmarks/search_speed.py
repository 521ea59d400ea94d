"""How long a search takes, question to evidence, beside plain similarity search over the same passages in one run.

    python -m benchmarks.search_speed --index DIR [--index DIR …] [--questions FILE]

Plain is what the libraries' tutorials do: the question embedded, Chroma asked for ten documents. Short questions are
made of titles of the collection, so that each is new; long ones are those of FILE (the multi-hop benchmark) of 40 words
or more. Filtered: short questions limited to one outlet, and to the newer half. Each way has its own warm-up, and the
files of both have been read once: who asks for the first time after a start waits for the disk too. Recall is that of
the ten nearest by Chroma against the exact ones. Nothing is reread.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import multihop
from rag.assistant import Assistant
from rag.collection import Snapshot
from rag.database import FILE
from rag.domain import Filters
from rag.index import COLLECTION, folder_of
from rag.settings import Settings

QUESTIONS = 60
LONG = 40
"""Words of a long question."""

FORMS = ("What happened to {}?", "Who said what about {}?", "When was {} reported?", "Why did {} happen?")


def measure(index: Path, long_questions: Sequence[str]) -> None:
    """Print a line for each way."""
    with (
        Assistant.open(index, settings=Settings(chat_model=None, reranker="off")) as assistant,
        tempfile.TemporaryDirectory() as folder,
    ):
        assistant.warm()
        with assistant.collection.snapshot() as snapshot:
            passages, generation = snapshot.vectors.manifest.passages, snapshot.vectors.manifest.generation
            short = short_questions(snapshot)
            outlet, middle = snapshot.publishers()[0], middle_day(snapshot)
            found = recall(assistant, snapshot, short)
        shutil.copytree(folder_of(index, generation) / "chroma", Path(folder) / "chroma")
        read_through(index / FILE)
        plain = plain_search(Path(folder) / "chroma", assistant)
        print(f"{index}: {passages} passages; recall@10 of Chroma against exact {found:.3f}")
        base = report("plain, short", plain, short, None)
        report("short", assistant.retrieve, short, base)
        report(f"short, outlet {outlet!r}", lambda text: assistant.retrieve(text, outlets=[outlet]), short, base)
        report(f"short, since {middle}", lambda text: assistant.retrieve(text, since=middle), short, base)
        if long_questions:
            base = report("plain, long", plain, long_questions, None)
            report("long", assistant.retrieve, long_questions, base)


def read_through(path: Path) -> None:
    """Read a file once: what the plain way reads has just been copied, so that neither waits for the disk."""
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass


def report(name: str, search: Callable[[str], Any], questions: Sequence[str], base: float | None) -> float:
    """Print p50 and p95 of a way, and the ratio to the plain one; return p50 in ms."""
    for text in questions[: len(questions) // 4]:
        search(text)
    times = []
    for text in questions[len(questions) // 4 :]:
        started = time.perf_counter()
        search(text)
        times.append((time.perf_counter() - started) * 1000)
    middle, slow = statistics.median(times), sorted(times)[int(0.95 * len(times))]
    ratio = f", {middle / base:.1f} times plain" if base else ""
    print(f"  {name:32} p50 {middle:6.1f} ms  p95 {slow:6.1f} ms{ratio}", flush=True)
    return middle


def plain_search(folder: Path, assistant: Assistant) -> Callable[[str], Any]:
    """Return plain similarity search over a copy of the served generation."""
    import chromadb

    collection = chromadb.PersistentClient(path=str(folder)).get_collection(COLLECTION, embedding_function=None)

    def search(text: str) -> Any:
        vector = assistant.collection.embedder.embed([text])
        return collection.query(query_embeddings=vector, n_results=10, include=["documents", "metadatas", "distances"])

    return search


def short_questions(snapshot: Snapshot) -> list[str]:
    """Return questions made of three to five words of titles, in an order that is always the same."""
    strange = random.Random(3)
    titles = [source.title for source in snapshot.store.sources() if source.title and source.title.count(" ") > 4]
    questions = []
    for number, title in enumerate(strange.sample(titles, min(QUESTIONS, len(titles)))):
        words = title.split()
        first = strange.randrange(max(1, len(words) - 4))
        questions.append(FORMS[number % len(FORMS)].format(" ".join(words[first : first + 4]).rstrip("?.,:;")))
    return questions


def middle_day(snapshot: Snapshot) -> str:
    """Return the day that half of the dated articles are of or after."""
    days = [source.published for source in snapshot.store.sources() if source.published]
    return days[len(days) // 2][:10] if days else "2000"


def recall(assistant: Assistant, snapshot: Snapshot, questions: Sequence[str]) -> float:
    """Return the share of the ten nearest passages that Chroma finds."""
    vectors = assistant.collection.embedder.embed(questions)
    names: list[str] = []
    scores = []
    for some, their in snapshot.store.allowed_vectors(snapshot.fingerprint, Filters()):
        names += some
        scores.append(their @ vectors.T)
    exact = np.concatenate(scores)
    shares = []
    for number, found in enumerate(snapshot.vectors.search_many(vectors, 10)):
        floor = np.sort(exact[:, number])[-10] - 1e-5  # copies of a text are equally near
        place = {name: row for row, name in enumerate(names)}
        shares.append(sum(exact[place[name], number] >= floor for name, _ in found) / 10)
    return float(np.mean(shares))


def main() -> int:
    """Measure; return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search_speed", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--index", type=Path, action="append", required=True, help="a collection; may be repeated")
    parser.add_argument("--questions", type=Path, default=multihop.FOLDER / multihop.QUESTIONS)
    given = parser.parse_args()
    questions: list[str] = []
    if given.questions.is_file():
        lines = given.questions.read_text(encoding="utf-8").splitlines()
        questions = [text for line in lines if (text := json.loads(line)["query"]).count(" ") >= LONG][:QUESTIONS]
    for index in given.index:
        measure(index, questions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
