"""One run of the one writer: articles taken, staged and embedded, then grouped and switched in as one generation."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from types import TracebackType

from ingest import clean, corrections, split, syndication
from ingest.addresses import same_address
from ingest.article import article_id, make_article
from ingest.corrections import SideFile
from ingest.embedding import EmbeddingQueue
from ingest.read.draft import Draft, Problem
from ingest.report import Progress, Rejection, Report
from ingest.worker import Worker
from rag import when
from rag.called import called
from rag.domain import Article, Passage
from rag.embed import Embedder
from rag.errors import ArticleRejected
from rag.languages import unread
from rag.writer import Writer

MADE_BY = f"{clean.VERSION} {when.VERSION} {split.VERSION} {syndication.VERSION}"
"""Articles that other versions made are made again at the next ingest."""


class Run:
    """A context manager; nothing of it is served before `finish`."""

    def __init__(
        self,
        writer: Writer,
        embedder: Embedder,
        progress: Progress = lambda *_: None,
        *,
        side: SideFile | None = None,
        worker: Worker | None = None,
    ) -> None:
        self.writer = writer
        self._embedder = embedder
        self._progress = progress
        self._side = side or SideFile()
        self._started = (time.perf_counter(), datetime.now(UTC).isoformat(timespec="seconds"))
        self._taken: list[tuple[str, str]] = []
        self._rejected: list[Rejection] = []
        self._unknown: Counter[str] = Counter()
        self._given: set[str] = set()
        self._opened = ExitStack()
        self._pages = worker or self._opened.enter_context(Worker())
        self._queue = self._opened.enter_context(EmbeddingQueue(embedder, writer.add_vectors))

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.__exit__(kind, error, trace)  # an interrupted queue keeps what it waited for

    def take(self, draft: Draft | Problem, *, of: int = 0) -> None:
        """Stage one article, or note why it is none; `of` is how many there may be."""
        if isinstance(draft, Problem):
            self._rejected.append(Rejection(draft.label, draft.reason, draft.hint))
            if draft.origin is not None:
                self.writer.origins.miss(draft.origin, draft.line)
        else:
            try:
                self._take(draft)
            except ArticleRejected as error:
                self._rejected.append(Rejection(draft.label, error.message, error.hint))
                self.writer.origins.miss(draft.origin, draft.line)
        self._progress("reading", len(self._taken) + len(self._rejected), of)

    def stage(self, article: Article, stated: Mapping[str, object], *, made_by: str) -> None:
        """Stage an article as it will be served, and queue those of its passages that have no vector."""
        name = article.source.article_id
        source = corrections.corrected(article.source, self.writer.store.corrections(name))
        dates = tuple(when.mentions(article.text, source.published))
        article = replace(article, source=source, mentions=dates)
        passages = split.split(article, self._embedder.count_tokens)
        keyed = [(passage, vector_key(passage)) for passage in passages]
        sketch = syndication.sketch(article.text)
        self.writer.stage(article, keyed, stated=stated, made_by=made_by, sketch=sketch)
        known = {"outlet": source.publisher, "date": source.published}
        self._unknown.update(what for what, value in known.items() if not value)
        self._claim(name, anew=True)

    def remake(self, name: str) -> None:
        """Make an article of the collection anew from what came in; where that is none any more, it stays as it is."""
        article, stated = self.writer.store.next(name)
        draft = Draft(origin="", label=name, raw=article.raw, **stated)
        with suppress(ArticleRejected):
            article = self._make(draft)
        self.stage(article, stated, made_by=self.made_by(name))

    def made_by(self, name: str) -> str:
        """Return the mark of an article made by today's rules, with what a user has set right about it."""
        return MADE_BY + corrections.mark(self.writer.store.corrections(name))

    def vanish(self, places: Sequence[str]) -> tuple[str, ...]:
        """Mark the articles that are no longer where they came from; return their ids."""
        gone = self.writer.origins.vanished(places)
        self.writer.leave(gone)
        return tuple(gone)

    def finish(self, *, afresh: bool = False, removed: tuple[str, ...] = (), regroup: bool = False) -> Report:
        """Embed, group and switch, where anything changed; then write the journal and report."""
        writer = self.writer
        writer.drop_unclaimed()
        replaced = set(writer.leave_replaced().values())
        for name in writer.inherit():
            self._correct_anew(name)
        changed = bool(writer.changes()) or afresh
        self._embed()
        if not writer.dry and (changed or regroup):
            self._progress("grouping", 0, 0)
            heads = self._group()
            if changed:
                writer.switch(heads, afresh=afresh, report=lambda stage: self._progress(stage, 0, 0))
            else:
                writer.remember(heads)
        elif not writer.dry:
            writer.remember()
        report = self._report(replaced, removed)
        if not writer.dry:
            writer.journal(self._started[1], datetime.now(UTC).isoformat(timespec="seconds"), report.to_dict())
        return report

    def _take(self, draft: Draft) -> None:
        name = article_id(draft)
        live, staged = self.writer.made_by(name)
        address = self.writer.store.address(name) or draft.url
        self._correct(name, draft.origin, draft.url, address, name)
        wanted = self.made_by(name)
        if wanted not in (live, staged):
            article = self._make(draft)
            address = article.source.url
            # A page is never served twice alike; the same text at the same address is the article that is known.
            twin = self.writer.twin(same_address(address), article) if address and not draft.line else None
            self._correct(twin or name, draft.origin, draft.url, address, name)
            wanted = self.made_by(twin or name)
            if twin is None:
                self.stage(article, _stated(draft), made_by=wanted)
            else:
                name, (live, staged) = twin, self.writer.made_by(twin)
                if wanted not in (live, staged):
                    self.remake(name)
        if live != wanted:
            self._claim(name)
        outcome = "unchanged" if live == wanted or name in self._given else "updated" if live else "added"
        self._note(draft, name, address, outcome)

    def _note(self, draft: Draft, name: str, address: str | None, outcome: str) -> None:
        """Note what came of a draft, and where its article was seen."""
        self._given.add(name)
        self._taken.append((name, outcome))
        if draft.line:
            self.writer.origins.see(draft.origin, draft.line, name)
        if address:
            self.writer.origins.see(same_address(address), 0, name)

    def _make(self, draft: Draft) -> Article:
        return self._pages.call(make_article, draft) if draft.kind == "html" else make_article(draft)

    def _correct(self, name: str, *keys: str | None) -> None:
        """Keep what the side file says of an article under any of its names, the last of which says most."""
        values = self._side.of_article(*keys)
        known = self.writer.store.corrections(name) if values else {}
        for field, value in values.items():
            if known.get(field) != value:  # a write that changes nothing waits for the disk too
                self.writer.correct(name, field, value)

    def _claim(self, name: str, *, anew: bool = False) -> None:
        """Note that an article is of this run, and queue what of it has no vector; staged `anew` that may be more."""
        if (self.writer.claim(name) or anew) and not self.writer.dry:
            for key, title, text in self.writer.without_vectors(name):
                self._queue.add(key, embedded_text(title, text))

    def _correct_anew(self, name: str) -> None:
        """Put over an article what was set right about the one that it replaces."""
        if self.made_by(name) not in self.writer.made_by(name):
            article, stated = self.writer.store.next(name)
            self.stage(article, stated, made_by=self.made_by(name))

    def _embed(self) -> None:
        total = self._queue.embedded + self._queue.waiting
        if self._queue.waiting:
            self._progress("embedding", self._queue.embedded, total)
        self._queue.finish()
        self._embedder.release()  # the index is built next, and wants the room
        self._progress("embedding", total, total)

    def _group(self) -> dict[str, str]:
        copies = (syndication.Copy(*row) for row in self.writer.copies())
        store = self.writer.store
        return syndication.group(
            copies, self.writer.text_of, together=store.ties(same=True), apart=store.ties(same=False)
        )

    def _report(self, replaced: set[str], removed: tuple[str, ...]) -> Report:
        writer = self.writer
        outcomes = []
        for name, outcome in self._taken:
            outcomes.append("updated" if name in replaced else outcome)
            replaced.discard(name)  # given once more in this run, it is unchanged
        return Report(
            added=outcomes.count("added"),
            updated=outcomes.count("updated"),
            unchanged=outcomes.count("unchanged"),
            rejected=tuple(self._rejected),
            removed=removed,
            articles=writer.store.count("articles"),
            passages=writer.store.count("passages"),
            embedded=self._queue.embedded,
            generation=writer.generation,
            seconds=round(time.perf_counter() - self._started[0], 2),
            notices=(*self._side.problems, *self._side.unused(), *self._languages(), *self._undated()),
            dry_run=writer.dry,
        )

    def _undated(self) -> Iterable[str]:
        """Say of how many articles the outlet or the date is not known: who asks for either misses them."""
        told = [f"{number} without a known {what}" for what, number in sorted(self._unknown.items())]
        if told:
            collection = called("ingest.collection")
            yield f"{' and '.join(told)}: `{collection} list` shows them, `{collection} set` sets them right"

    def _languages(self) -> Iterable[str]:
        """Say which articles the embedding model cannot read."""
        told = unread(self.writer.store.languages(), self._embedder.languages)
        if told:
            yield (
                f"{told}, which the embedding model {self._embedder.name} does not know: what is in them is found by"
                " its words, not by its meaning. A model for many languages can be chosen:"
                " DATELINE_EMBEDDING_MODEL=multilingual"
            )


def _stated(draft: Draft) -> dict[str, object]:
    """Return what a draft is made of beside its raw text."""
    kept = asdict(draft)
    for name in ("raw", "origin", "label", "line"):
        del kept[name]
    return kept


def vector_key(passage: Passage) -> str:
    """Return the name of a passage's vector: the same words under the same title are embedded once."""
    text = embedded_text(passage.source.title or "", passage.text)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def embedded_text(title: str, text: str) -> str:
    """Return what is embedded for a passage: its title says what "he" and "the company" in it are."""
    return f"{title}\n{text}" if title else text
