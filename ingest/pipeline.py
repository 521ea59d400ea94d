"""The doors of the ingest: `ingest()`, and what changes a collection afterwards."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from ingest.corrections import SideFile, checked
from ingest.read import CORRECTIONS, brought_questions
from ingest.read.count import count_articles
from ingest.report import Progress, Rejection, Report
from ingest.run import Run
from ingest.sources import Reading, folders_of, is_address, read_sources
from ingest.worker import Worker
from rag.database import FILE as STORE
from rag.database import translated
from rag.embed import Embedder, SentenceTransformerEmbedder
from rag.errors import CollectionError, CorrectionInvalid
from rag.writer import Writer

__all__ = ["Reading", "Rejection", "Report", "correct", "ingest", "join", "rebuild", "remove", "separate"]


def quiet(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def ingest(  # noqa: PLR0913  # a door: what a user may choose
    sources: Sequence[str | Path],
    index: str | Path,
    *,
    embedder: Embedder | None = None,
    reading: Reading | None = None,
    corrections: Sequence[str | Path] = (),
    prune: bool = False,
    dry_run: bool = False,
    progress: Progress = quiet,
) -> Report:
    """Add the articles in files, folders and at addresses to the collection in the folder `index`.

    Args:
        corrections: side files beside those that lie in the folders given.
        prune: take out the articles that came from these files and folders and are there no more.
        dry_run: report what would be done, and do nothing.

    Raises:
        DatelineError: nothing at a path, another writer, another embedding model, no room on the disk.
    """
    places = [Path(source) for source in sources if not is_address(source)]
    side = SideFile.of([*map(Path, corrections), *(file for path in places if (file := path / CORRECTIONS).is_file())])
    with ExitStack() as opened:
        worker = opened.enter_context(Worker())
        drafts = read_sources(sources, replace(reading or Reading(), apart=worker.apart))
        folder = Path(index)
        if dry_run and not (folder / STORE).is_file():
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        run = opened.enter_context(
            _running(folder, embedder, progress=progress, side=side, create=True, dry=dry_run, worker=worker)
        )
        total = sum(map(count_articles, places)) if progress is not quiet else 0
        for draft in drafts:
            run.take(draft, of=total)
        report = run.finish(removed=run.vanish(folders_of(sources)) if prune else ())
        if not dry_run:
            run.writer.suggest(brought_questions(places))
        return report


def remove(
    article_ids: Sequence[str], index: str | Path, *, embedder: Embedder | None = None, erase: bool = False
) -> Report:
    """Take articles out of a collection, each with the versions that edits left behind.

    The id of such a version takes out that version and those before it, and leaves the article as it is.
    With `erase` no trace of them stays on the disk; without, an older generation keeps them for a while, and the
    vectors of their passages stay to be found again.

    Raises:
        IndexMissing: there is no collection.
        ArticleUnknown: an id is of no article; nothing is removed then.
    """
    with _running(Path(index), embedder) as run:
        for article_id in article_ids:
            run.writer.store.article(article_id)
        run.writer.leave(article_ids)
        gone = run.writer.leaving()
        report = run.finish(removed=tuple(article_ids), afresh=erase)
        if erase:
            run.writer.erase(gone)
        return report


def rebuild(index: str | Path, *, embedder: Embedder | None = None, progress: Progress = quiet) -> Report:
    """Make every article anew from what came in, and the index of them, with another embedding model too.

    Vectors that are known are reused.

    Raises:
        IndexMissing: there is no collection.
    """
    with _running(Path(index), embedder, replace_model=True, progress=progress) as run:
        sources = run.writer.store.sources()
        for number, source in enumerate(sources, start=1):
            run.remake(source.article_id)
            progress("reading", number, len(sources))
        return run.finish(afresh=True)


def correct(
    article_id: str, values: Mapping[str, str | None], index: str | Path, *, embedder: Embedder | None = None
) -> Report:
    """Set right what is known about an article; None takes a correction back. It survives the next ingests.

    Raises:
        CorrectionInvalid: a field or a value that cannot be; nothing is changed then.
        ArticleUnknown: no article has that id; an earlier version cannot be set right.
    """
    wanted = {field: None if value is None else checked(field, value) for field, value in values.items()}
    with _running(Path(index), embedder) as run:
        run.writer.store.source(article_id)
        for field, value in wanted.items():
            run.writer.correct(article_id, field, value)
        run.remake(article_id)
        return run.finish()


def join(article_ids: Sequence[str], index: str | Path, *, embedder: Embedder | None = None) -> Report:
    """Say that articles are copies of one text: they are one source from now on.

    Raises:
        ArticleUnknown: an id is of no article; nothing is changed then.
        CorrectionInvalid: it is one article only.
    """
    if len(set(article_ids)) < 2:  # noqa: PLR2004
        raise CorrectionInvalid("one article is no group", hint="name two or more that are copies of one text")
    with _running(Path(index), embedder) as run:
        groups = [run.writer.store.source(article_id).group for article_id in article_ids]
        members = {one.article_id for head in groups for one in run.writer.store.group(head)}
        run.writer.untie(members)  # what was said before does not keep apart what is one now
        for other in article_ids[1:]:
            run.writer.tie(article_ids[0], other, same=True)
        return run.finish(regroup=True)


def separate(article_id: str, index: str | Path, *, embedder: Embedder | None = None) -> Report:
    """Say that an article is a copy of none of those in its group: it is a source of its own from now on.

    Raises:
        ArticleUnknown: no article has that id.
    """
    with _running(Path(index), embedder) as run:
        head = run.writer.store.source(article_id).group
        for other in run.writer.store.group(head):
            if other.article_id != article_id:
                run.writer.tie(article_id, other.article_id, same=False)
        return run.finish(regroup=True)


@contextmanager
def _running(
    folder: Path,
    embedder: Embedder | None,
    *,
    progress: Progress = quiet,
    side: SideFile | None = None,
    worker: Worker | None = None,
    **how: bool,
) -> Iterator[Run]:
    """Yield a run of the one writer; what the disk and SQLite report becomes one error of ours."""
    embedder = embedder or SentenceTransformerEmbedder()
    try:
        with (
            translated(folder),
            Writer(folder, model=embedder.name, fingerprint=embedder.fingerprint, **how) as writer,
            Run(writer, embedder, progress, side=side, worker=worker) as run,
        ):
            yield run
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise CollectionError(
            f"{folder} could not be written: {error}",
            hint=("free some room on that disk" if full else "check the folder and its permissions")
            + ", then run this again: what was served before is unchanged",
        ) from error
