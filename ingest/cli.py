"""`python -m ingest PATH|URL…`: articles into a collection, with a bar on a terminal and a report at the end."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.called import called

if TYPE_CHECKING:
    from ingest.report import Progress, Report
    from ingest.sources import Reading
    from rag.settings import Settings

_STAGES = {
    "reading": "reading, embedding",
    "embedding": "embedding passages",
    "grouping": "looking for reprints",
    "building": "building the index",
    "switching": "switching to it",
}
_FORMATS = (
    "text, Markdown, HTML, JSON, JSON lines, CSV, TSV, PDF, Word, RTF, mail, each also .gz, and .zip and .tar of them"
)


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; misuse ends with exit code 2."""
    parser = argparse.ArgumentParser(
        prog=called("ingest"),
        description="Add articles to a collection: files and folders of them, archives, feeds, sitemaps, web pages.",
        epilog="exit codes: 0 all in, 1 some rejected, 2 misuse or all rejected, 75 another ingest runs",
    )
    parser.add_argument(
        "source", nargs="+", metavar="PATH|URL",
        help=f"a file or folder ({_FORMATS}), a list of addresses (.txt, .urls), a feed or sitemap (.xml), an address",
    )  # fmt: skip
    parser.add_argument("--index", metavar="DIR", help="folder of the collection (default: DATELINE_INDEX)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--field", action="append", default=[], metavar="OURS=THEIRS", type=_field,
        help="how records and tables name a field: body, title, outlet, author, published, updated, url, language",
    )  # fmt: skip
    parser.add_argument("--corrections", action="append", default=[], metavar="CSV", help="what to set right")
    parser.add_argument("--prune", action="store_true", help="take out what vanished from the files and folders given")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    web = parser.add_argument_group("addresses")
    web.add_argument("--allow-private", action="store_true", help="fetch from this machine and its network too")
    web.add_argument("--ignore-robots", action="store_true", help="fetch what a site asks robots not to")
    web.add_argument("--delay", type=float, metavar="SECONDS", help="between two requests to a site (default: 1)")
    web.add_argument("--most-pages", type=int, metavar="N", help="fetch this many at most (default: 500)")
    return parser.parse_args(arguments)


def _field(given: str) -> tuple[str, str]:
    ours, equals, theirs = given.partition("=")
    if not (ours and equals and theirs):
        raise argparse.ArgumentTypeError(f"{given!r} is not of the form body=Inhalt")
    return ours, theirs


def main(arguments: Sequence[str] | None = None) -> int:
    """Ingest; return 0, 1 where some were rejected, 2 where all were."""
    given = parse(arguments)
    from ingest.pipeline import ingest  # after parsing: --help need not wait for it
    from rag.embed import SentenceTransformerEmbedder
    from rag.settings import load_settings

    settings = load_settings(index=given.index)
    with progress_bar(visible=sys.stderr.isatty() and not given.json) as progress:
        report = ingest(
            given.source,
            settings.index,
            embedder=SentenceTransformerEmbedder.from_settings(settings),
            reading=_reading(given, settings),
            corrections=given.corrections,
            prune=given.prune,
            dry_run=given.dry_run,
            progress=progress,
        )
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=2) if given.json else show(report, settings.index))
    if not report.rejected:
        return 0
    return 1 if report.given > len(report.rejected) else 2


def _reading(given: argparse.Namespace, settings: Settings) -> Reading:
    from ingest.sources import Reading
    from ingest.web.settings import FetchSettings

    stated = {"delay": given.delay, "most_pages": given.most_pages}
    fetch = FetchSettings(
        allow_private=given.allow_private,
        ignore_robots=given.ignore_robots,
        proxy=settings.proxy,
        most_bytes=int(settings.max_file_mb * 1e6),
        **{name: value for name, value in stated.items() if value is not None},
    )
    return Reading(most_mb=settings.max_file_mb, fields=dict(given.field), fetch=fetch)


def show(report: Report, index: object) -> str:
    """Return the report as a person reads it."""
    counts = [f"{report.added} added", f"{report.updated} updated", f"{report.unchanged} unchanged"]
    counts += [f"{len(report.removed)} removed"] if report.removed else []
    would = "would be (nothing was written): " if report.dry_run else ""
    lines = [
        f"{would}{', '.join(counts)}, {len(report.rejected)} rejected"
        f" of {report.given} given, in {report.seconds:.1f} s",
    ]
    lines += [
        f"  rejected {one.what}: {one.reason}" + (f" ({one.hint})" if one.hint else "") for one in report.rejected
    ]
    lines += [f"  note: {notice}" for notice in report.notices]
    if not report.dry_run:
        lines.append(f"{index}: {report.articles} articles, {report.passages} passages")
    return "\n".join(lines)


@contextmanager
def progress_bar(*, visible: bool) -> Iterator[Progress]:
    """Yield what the pipeline reports to: a bar on standard error, with rate and time left, or nothing."""
    if not visible:
        from ingest.pipeline import quiet

        yield quiet
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    columns = (
        TextColumn("{task.description:20}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_STAGES["reading"], total=None)

        def tell(stage: str, done: int, total: int) -> None:
            bar.update(task, description=_STAGES.get(stage, stage), completed=done, total=max(done, total) or None)

        yield tell
