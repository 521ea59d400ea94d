"""`ingest()`: drafts cleaned, dated, split, staged, embedded, grouped, and switched in as one generation."""

from __future__ import annotations

import errno
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest import clean, split, syndication
from ingest.metadata import read_header
from ingest.read import Draft, Problem, brought_questions, read
from rag.domain import Article, Passage, Source
from rag.embed import Embedder, SentenceTransformerEmbedder
from rag.errors import ArticleRejected, CollectionError
from rag.store import translated
from rag.writer import Writer

MADE_BY = f"{clean.VERSION} {split.VERSION}"

SHORTEST = 40
"""Letters; less text than a short sentence is the stub of a page, not an article."""

EMBED_AT_ONCE = 256
"""Passages between two commits of vectors: the most that a kill costs."""

Progress = Callable[[str, int, int], None]
"""Told the stage ("reading", "embedding", "grouping", "building", "switching", "switched"), how many are
done, and of how many (0 where that is not known)."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """One thing that was given and did not go in."""

    what: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: added + updated + unchanged + rejected is what was given.

    Attributes:
        articles: in the collection after the run; `passages` likewise.
        embedded: passages whose vector had to be computed.
    """

    added: int
    updated: int
    unchanged: int
    rejected: tuple[Rejection, ...]
    articles: int
    passages: int
    embedded: int
    generation: int
    seconds: float

    @property
    def given(self) -> int:
        """How many articles, and things that are none, were given."""
        return self.added + self.updated + self.unchanged + len(self.rejected)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data, which is what `--json` prints."""
        return {"schema": 1, "given": self.given, **asdict(self)}


def ingest(
    paths: Sequence[str | Path],
    index: str | Path,
    *,
    embedder: Embedder | None = None,
    max_file_mb: float = 20.0,
    progress: Progress = lambda *_: None,
) -> Report:
    """Add the articles in files and folders to the collection in the folder `index`.

    Raises:
        DatelineError: nothing at a path, another writer, another embedding model, no room on the disk.
    """
    drafts = read(paths, most_bytes=int(max_file_mb * 1e6))
    embedder = embedder or SentenceTransformerEmbedder()
    folder = Path(index)
    with (
        _storage(folder),
        Writer(folder, model=embedder.name, fingerprint=embedder.fingerprint, create=True) as writer,
    ):
        run = _Run(writer, embedder, progress)
        for draft in drafts:
            run.take(draft)
        report = run.finish()
        writer.suggest(brought_questions(paths))
        return report


def remove(article_ids: Sequence[str], index: str | Path, *, embedder: Embedder | None = None) -> Report:
    """Take articles out of a collection, each with the versions that edits left behind.

    The id of such a version takes out that version and those before it, and leaves the article as it is.

    Raises:
        IndexMissing: there is no collection.
        ArticleUnknown: an id is of no article; nothing is removed then.
    """
    embedder = embedder or SentenceTransformerEmbedder()
    folder = Path(index)
    with _storage(folder), Writer(folder, model=embedder.name, fingerprint=embedder.fingerprint) as writer:
        for article_id in article_ids:
            writer.store.article(article_id)
        writer.leave(article_ids)
        return _Run(writer, embedder, lambda *_: None).finish()


def rebuild(index: str | Path, *, embedder: Embedder | None = None, progress: Progress = lambda *_: None) -> Report:
    """Split and index every article anew, with another embedding model too; vectors that are known are reused.

    Raises:
        IndexMissing: there is no collection.
    """
    embedder = embedder or SentenceTransformerEmbedder()
    folder = Path(index)
    with (
        _storage(folder),
        Writer(folder, model=embedder.name, fingerprint=embedder.fingerprint, replace_model=True) as writer,
    ):
        run = _Run(writer, embedder, progress)
        for source in writer.store.sources():
            article = writer.store.article(source.article_id)
            run.stage(article)
        return run.finish(afresh=True)


class _Run:
    """One run of the writer: what it took, and the way from there to a switch."""

    def __init__(self, writer: Writer, embedder: Embedder, progress: Progress) -> None:
        self._writer = writer
        self._embedder = embedder
        self._progress = progress
        self._started = (time.perf_counter(), datetime.now(UTC).isoformat(timespec="seconds"))
        self._taken: list[tuple[str, str]] = []
        self._rejected: list[Rejection] = []

    def take(self, draft: Draft | Problem) -> None:
        """Stage one article, or note why it is none."""
        try:
            if isinstance(draft, Problem):
                raise ArticleRejected(draft.reason, hint=draft.hint)  # noqa: TRY301  # one place notes rejections
            article = make_article(draft)
            self._taken.append((article.source.article_id, self.stage(article)))
            self._writer.origins.see(draft.origin, draft.line, article.source.article_id)
        except ArticleRejected as error:
            self._rejected.append(Rejection(draft.label, error.message, error.hint))
        self._progress("reading", len(self._taken) + len(self._rejected), 0)

    def stage(self, article: Article) -> str:
        """Stage an article where it is new or was made by other rules; return "added", "updated" or "unchanged"."""
        live = self._writer.live(article.source.article_id)
        if live == MADE_BY and not self._writer.replaces_model:
            return "unchanged"
        passages = split.split(article, self._embedder.count_tokens)
        keyed = [(passage, vector_key(passage)) for passage in passages]
        sketch = syndication.sketch(article.text)
        new = self._writer.stage(article, keyed, made_by=MADE_BY, sketch=sketch)
        return "unchanged" if not new else "updated" if live else "added"

    def finish(self, *, afresh: bool = False) -> Report:
        """Embed, group and switch, where anything changed; then write the journal and report."""
        writer = self._writer
        replaced = set(writer.leave_replaced().values())
        embedded = 0
        if writer.changes() or afresh:
            embedded = self._embed()
            self._progress("grouping", 0, 0)
            heads = syndication.group(syndication.Copy(*row) for row in writer.sketches())
            writer.switch(heads, afresh=afresh, report=lambda stage: self._progress(stage, 0, 0))
        else:
            writer.remember()
        outcomes = []
        for name, outcome in self._taken:
            outcomes.append("updated" if name in replaced else outcome)
            replaced.discard(name)  # given once more in this run, it is unchanged
        report = Report(
            added=outcomes.count("added"),
            updated=outcomes.count("updated"),
            unchanged=outcomes.count("unchanged"),
            rejected=tuple(self._rejected),
            articles=writer.store.count("articles"),
            passages=writer.store.count("passages"),
            embedded=embedded,
            generation=writer.generation,
            seconds=round(time.perf_counter() - self._started[0], 2),
        )
        writer.journal(self._started[1], datetime.now(UTC).isoformat(timespec="seconds"), report.to_dict())
        return report

    def _embed(self) -> int:
        missing = self._writer.missing_vectors()
        for first in range(0, len(missing), EMBED_AT_ONCE):
            self._progress("embedding", first, len(missing))
            some = missing[first : first + EMBED_AT_ONCE]
            vectors = self._embedder.embed([embedded_text(title, text) for _, title, text in some])
            self._writer.add_vectors([key for key, _, _ in some], vectors)
        self._progress("embedding", len(missing), len(missing))
        return len(missing)


def make_article(draft: Draft) -> Article:
    """Clean a draft and read off its text what its format does not state.

    Raises:
        ArticleRejected: nothing that could be cited is left.
    """
    cleaned = clean.clean(draft.raw)
    title, publisher, author = (_one_line(stated) for stated in (draft.title, draft.publisher, draft.author))
    header = read_header(cleaned.lines, cleaned.removed, publisher=publisher)
    # A record that states its title has a body that begins with the article, not with a header.
    text = "\n".join(cleaned.lines) if title else header.body
    if sum(letter.isalnum() for letter in text) < SHORTEST:
        raise ArticleRejected(
            "no article text is left after cleaning", hint="it is empty, or the page around an article without it"
        )
    stated = [draft.title, draft.publisher, draft.author, draft.published, draft.updated, draft.url]
    name = hashlib.sha256(json.dumps([draft.raw, *stated], ensure_ascii=True).encode()).hexdigest()[:16]
    source = Source(
        article_id=name,
        title=title or header.title,
        publisher=header.publisher,
        author=author or header.author,
        published=draft.published or header.published,
        updated=draft.updated or header.updated,
        url=draft.url,
        original=header.original,
        group=name,
    )
    return Article(source, text=text, raw=draft.raw)


def _one_line(stated: str | None) -> str | None:
    return " ".join(clean.normalise(stated).split()) or None if stated else None


def vector_key(passage: Passage) -> str:
    """Return the name of a passage's vector: the same words under the same title are embedded once."""
    text = embedded_text(passage.source.title or "", passage.text)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def embedded_text(title: str, text: str) -> str:
    """Return what is embedded for a passage: its title says what "he" and "the company" in it are."""
    return f"{title}\n{text}" if title else text


@contextmanager
def _storage(folder: Path) -> Iterator[None]:
    """Turn what the disk and SQLite report into one error of ours."""
    try:
        with translated(folder):
            yield
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise CollectionError(
            f"{folder} could not be written: {error}",
            hint=("free some room on that disk" if full else "check the folder and its permissions")
            + ", then run this again: what was served before is unchanged",
        ) from error
