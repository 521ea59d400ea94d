"""Measures the cleaner and the header reader on real texts and pages: `python -m benchmarks.furniture`.

Reads `../shared`; prints what is lost of articles, what is left of pages, and which titles, dates, authors are right.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html

from ingest.clean import Cleaned, clean, normalise
from ingest.metadata import read_header

SHARED = Path(__file__).resolve().parents[2] / "shared"
METADATA = SHARED / "benchmarks" / "metadata"
AROUND = 14
"""Lines of the page above and below its article that a careless copy takes along."""

HIDDEN = {"script", "style", "noscript", "template", "svg", "iframe", "select", "option", "textarea"}
PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "figure", "table"}
BLOCKS = PARAGRAPHS | set(
    "div li section article header footer main nav aside tr td th br figcaption time button".split()
)


@dataclass(frozen=True, slots=True)
class Truth:
    """A page as a careless copy of it, with what is true of its article."""

    name: str
    copy: list[str]
    body: list[str]
    title: str
    day: str
    authors: list[str]


def plain(text: str) -> str:
    return " ".join(normalise(text).split())


def alike(one: str | None, other: str) -> bool:
    """Say whether two names or titles are the same but for marks, case and an outlet behind them."""
    left, right = (re.sub(r"\W+", "", text or "").lower() for text in (one, other))
    return bool(left) and (left == right or (len(left) > 8 and (left in right or right in left)))


def lines_of(page: str) -> list[str]:
    """Return the text of a page as copying all of it gives it."""
    parts: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node.tag, str) and node.tag not in HIDDEN:
            edge = "\n\n" if node.tag in PARAGRAPHS else "\n" if node.tag in BLOCKS else ""
            parts.extend((edge, " ".join((node.text or "").split(" "))))
            for child in node:
                walk(child)
            parts.append(edge)
        parts.append(re.sub(r"\s+", " ", node.tail or ""))

    walk(html.fromstring(page).find("body"))
    return [plain(line) for line in re.sub(r"\n{3,}", "\n\n", "".join(parts)).split("\n")]


def truths() -> Iterator[Truth]:
    """Yield the pages whose title, date, authors and body are known."""
    for file in sorted(METADATA.glob("*/*.json")):
        for entry in json.loads(file.read_text(encoding="utf-8")).values():
            day = entry["publishing_date"][:10]
            page = file.with_name(f"{file.stem}_{day.replace('-', '_')}.html.gz")
            if not page.exists():
                continue
            sections = entry["body"]["sections"]
            parts = [
                *entry["body"]["summary"],
                *(line for s in sections for line in (*s["headline"], *s["paragraphs"])),
            ]
            body = [plain(line) for part in parts for line in part.split("\n") if line.strip()]
            lines = lines_of(gzip.decompress(page.read_bytes()).decode("utf-8", "replace"))
            where = [number for number, line in enumerate(lines) if line in body]
            if where:
                copy = lines[max(0, where[0] - AROUND) : where[-1] + AROUND]
                yield Truth(file.stem, copy, body, entry["title"], day, entry.get("authors") or [])


def measure_pages() -> None:
    counts, seconds, letters = Counter[str](), 0.0, 0
    for truth in truths():
        text = "\n".join(truth.copy)
        began = time.process_time()
        cleaned = clean(text)
        header = read_header(cleaned.lines, cleaned.removed)
        seconds, letters = seconds + time.process_time() - began, letters + len(text)
        shown = [line for line in truth.copy if line]
        kept = set(cleaned.lines)
        counts["lines of articles"] += len(article := set(shown) & set(truth.body))
        counts["lines of articles lost"] += len(article - kept)
        counts["lines of furniture"] += len(other := [line for line in shown if line not in truth.body])
        counts["lines of furniture gone"] += sum(line not in kept for line in other)
        counts["pages"] += 1
        counts[f"title {judged(header.title, alike(header.title, truth.title))}"] += 1
        counts[f"date {judged(header.published, header.published == truth.day)}"] += 1
        right = any(alike(header.author, author) or alike(author, header.author or "") for author in truth.authors)
        counts[f"author {judged(header.author, right)}"] += 1
    print_counts("pages, copied carelessly", counts)
    print(f"  {seconds / letters * 5e6:.2f} ms of processor time for 5 KB")


def judged(found: str | None, right: bool) -> str:  # noqa: FBT001
    return "missing" if found is None else "right" if right else "wrong"


def measure_bodies() -> None:
    """Count the lines of true bodies that are taken for furniture, and the facts of questions that would be lost."""
    counts = Counter[str]()
    for truth in truths():
        counts["lines of bodies"] += len(truth.body)
        counts["lines of bodies removed"] += len(clean("\n\n".join(truth.body)).removed)
    folder = SHARED / "benchmarks" / "multihop"
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        articles = {article["title"]: article["body"] for article in map(json.loads, file)}
    texts = {title: (squeezed(body), squeezed("\n".join(clean(body).lines))) for title, body in articles.items()}
    for question in map(json.loads, (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()):
        for evidence in question["evidence_list"]:
            fact = squeezed(evidence["fact"])
            raw, cleaned = texts.get(evidence["title"], ("", ""))
            counts["facts"] += fact in raw
            counts["facts lost"] += fact in raw and fact not in cleaned
    print_counts("bodies", counts)


def squeezed(text: str) -> str:
    return "".join(normalise(text).split())


def measure_events() -> None:
    counts = Counter[str]()
    for line in (SHARED / "benchmarks" / "events" / "events.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        cleaned: Cleaned = clean(event["text"])
        header = read_header(cleaned.lines, cleaned.removed)
        host = event["source"].replace(".", "")
        counts[f"title {judged(header.title, alike(header.title, event['title']))}"] += 1
        counts[f"date {judged(header.published, header.published == event['published_at'][:10])}"] += 1
        name = re.sub(r"\W+", "", header.publisher or "").lower()
        counts[f"outlet {judged(header.publisher, bool(name) and name in host)}"] += 1
        counts["first publisher named"] += header.original is not None
    print_counts("events, from the text alone", counts)


def print_counts(name: str, counts: Counter[str]) -> None:
    print(name)
    for what, count in sorted(counts.items()):
        print(f"  {what}: {count}")


if __name__ == "__main__":
    measure_pages()
    measure_bodies()
    measure_events()
