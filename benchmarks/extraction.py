"""How much of an article's text is taken out of its page, and how much else, beside trafilatura alone.

    python -m benchmarks.extraction [FOLDER] [--errors] [--half 0|1]

FOLDER holds ground-truth.json and HASH.html.gz, as article-extraction-benchmark has them; or OUTLET.json with its
pages, as `benchmarks.metadata` reads them. For each page precision and recall are counted over runs of four words, and
over single words, each as often as it stands there; both are averaged over the pages, as that benchmark does, and F is
made of the two averages. `mean` is the average of each page's own F, which punishes a lost article more.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import metadata
from ingest.page import read_page
from rag.errors import ArticleRejected

FOLDER = Path(__file__).parents[2] / "shared" / "benchmarks" / "extraction"
RUN = 4
LOST = 0.9
"""F of a page's words below which `--errors` shows it."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Case:
    """A page with the true text of its article."""

    name: str
    html: str
    text: str
    url: str | None
    half: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share, as counts of runs of words."""

    shared: int
    extra: int
    missed: int

    @property
    def precision(self) -> float:
        """How much of what was found is true."""
        return self.shared / (self.shared + self.extra) if self.shared + self.extra else float(not self.missed)

    @property
    def recall(self) -> float:
        """How much of what is true was found."""
        return self.shared / (self.shared + self.missed) if self.shared + self.missed else float(not self.extra)

    @property
    def f(self) -> float:
        """The harmonic mean of both."""
        return f_of(self.precision, self.recall)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--errors", action="store_true", help="print the pages of which much is lost or added")
    parser.add_argument("--half", type=int, choices=(0, 1), help="one half of the pages only")
    options = parser.parse_args()
    found = [case for case in cases(options.folder) if options.half in (None, case.half)]
    if not found:
        print(
            metadata.missing(options.folder, "ground-truth.json with its pages", module="extraction"), file=sys.stderr
        )
        return 2
    for name, extract in extractors():
        began = time.process_time()
        texts = [extract(case) for case in found]
        spent = 1000 * (time.process_time() - began) / len(found)
        print(f"{name:46} {figures(found, texts)}  {spent:4.0f} ms a page", flush=True)
        if options.errors and name == "ours":
            for case, text in zip(found, texts, strict=True):
                print_error(case, text)
    return 0


def cases(folder: Path) -> Iterator[Case]:
    """Go through the pages of either benchmark."""
    truth = folder / "ground-truth.json"
    if not truth.is_file():
        yield from (Case(case.name, case.html, case.body, None, case.half) for case in metadata.cases(folder))
        return
    for name, said in sorted(json.loads(truth.read_text(encoding="utf-8")).items()):
        html = gzip.decompress((folder / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        half = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2
        yield Case(name, html, said["articleBody"], said.get("url"), half)


def extractors() -> Iterator[tuple[str, Callable[[Case], str]]]:
    """Go through ours and trafilatura's settings."""
    settings: list[dict[str, Any]] = [
        {},
        {"include_comments": False},
        {"include_comments": False, "fast": True},
        {"include_comments": False, "favor_precision": True},
        {"include_comments": False, "favor_recall": True},
        {"include_comments": False, "include_tables": False},
        {"include_comments": False, "deduplicate": True},
        {"include_comments": False, "fast": True, "favor_precision": True},
    ]
    yield "ours", ours
    for some in settings:
        name = " ".join(key if value else key.replace("include_", "no_") for key, value in some.items())
        yield f"trafilatura {name}".strip(), partial(theirs, some)


def theirs(settings: Mapping[str, Any], case: Case) -> str:
    import trafilatura

    return trafilatura.extract(case.html, **settings) or ""


def ours(case: Case) -> str:
    try:
        return read_page(case.html, url=case.url).text
    except ArticleRejected:
        return ""


def overlap(true: str, found: str, run: int) -> Overlap:
    """Count the runs of words that two texts share."""
    one, other = (_runs(text, run) for text in (true, found))
    shared = (one & other).total()
    return Overlap(shared, other.total() - shared, one.total() - shared)


def _runs(text: str, run: int) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    runs = (tuple(words[start : start + run]) for start in range(max(1, len(words) - run + 1)))
    return Counter(words for words in runs if words)


def f_of(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def figures(found: Sequence[Case], texts: Sequence[str]) -> str:
    """Return the figures of all pages, and F of each half."""
    told = []
    for run in (RUN, 1):
        pages = [overlap(case.text, text, run) for case, text in zip(found, texts, strict=True)]
        halves = [_f([page for case, page in zip(found, pages, strict=True) if case.half == half]) for half in (0, 1)]
        apart = "/".join(f"{value:.3f}" for value in halves if value is not None)
        precision, recall = (statistics.mean(getattr(page, name) for page in pages) for name in ("precision", "recall"))
        mean = statistics.mean(page.f for page in pages)
        label = "runs of 4" if run == RUN else "words"
        told.append(
            f"{label}: P {precision:.3f} R {recall:.3f} F {f_of(precision, recall):.4f} ({apart}) mean {mean:.3f}"
        )
    return "  ".join(told)


def _f(pages: Sequence[Overlap]) -> float | None:
    if not pages:
        return None
    return f_of(statistics.mean(page.precision for page in pages), statistics.mean(page.recall for page in pages))


def print_error(case: Case, text: str) -> None:
    page = overlap(case.text, text, 1)
    if page.f >= LOST:
        return
    print(f"  {case.name[:40]}: precision {page.precision:.2f}, recall {page.recall:.2f}")
    true, found = ("".join(_WORD.findall(whole)) for whole in (case.text, text))
    for mark, lines, other in (("+", text, true), ("-", case.text, found)):
        only = [line for line in lines.split("\n") if (key := "".join(_WORD.findall(line))) and key not in other]
        for line in only[:5]:
            print(f"    {mark} {line[:140]}")


if __name__ == "__main__":
    sys.exit(main())
