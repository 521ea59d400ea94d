"""`python -m ingest PATH…`: articles into a collection, with a bar on a terminal and a report at the end."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.pipeline import Progress, Report

_STAGES = {
    "reading": "reading articles",
    "embedding": "embedding passages",
    "grouping": "looking for reprints",
    "building": "building the index",
    "switching": "switching to it",
}


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; misuse ends with exit code 2."""
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Add articles to a collection: text files (.txt, .md), JSON lines (.jsonl), folders of them.",
        epilog="exit codes: 0 all in, 1 some rejected, 2 misuse or all rejected, 75 another ingest runs",
    )
    parser.add_argument("path", nargs="+", help="a file or a folder")
    parser.add_argument("--index", metavar="DIR", help="folder of the collection (default: DATELINE_INDEX)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ingest; return 0, 1 where some were rejected, 2 where all were."""
    given = parse(arguments)
    from ingest.pipeline import ingest  # after parsing: --help need not wait for it
    from rag.embed import SentenceTransformerEmbedder
    from rag.settings import load_settings

    settings = load_settings(index=given.index)
    embedder = SentenceTransformerEmbedder(settings.embedding_model, allow_downloads=settings.allow_downloads)
    with progress_bar(visible=sys.stderr.isatty() and not given.json) as progress:
        report = ingest(
            given.path, settings.index, embedder=embedder, max_file_mb=settings.max_file_mb, progress=progress
        )
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=2) if given.json else show(report, settings.index))
    if not report.rejected:
        return 0
    return 1 if report.given > len(report.rejected) else 2


def show(report: Report, index: object) -> str:
    """Return the report as a person reads it."""
    lines = [
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, {len(report.rejected)} rejected"
        f" of {report.given} given, in {report.seconds:.1f} s",
    ]
    lines += [
        f"  rejected {one.what}: {one.reason}" + (f" ({one.hint})" if one.hint else "") for one in report.rejected
    ]
    lines.append(f"{index}: {report.articles} articles, {report.passages} passages")
    return "\n".join(lines)


@contextmanager
def progress_bar(*, visible: bool) -> Iterator[Progress]:
    """Yield what the pipeline reports to: a bar on standard error, with rate and time left, or nothing."""
    if not visible:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description:22}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_STAGES["reading"], total=None)

        def tell(stage: str, done: int, total: int) -> None:
            bar.update(task, description=_STAGES.get(stage, stage), completed=done, total=total or None)

        yield tell
