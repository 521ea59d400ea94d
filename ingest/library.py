"""A collection as the page looks after it: `rag.page.library.Library` over the doors of the ingest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ingest import pipeline
from ingest.sources import Reading, is_address
from rag.called import called
from rag.collection import reading
from rag.database import FILE
from rag.domain import Article, Source
from rag.embed import Embedder
from rag.page.library import Added, Listed, Progress, Refusal, quiet


class CollectionLibrary:
    """What the collection in a folder holds, and what changes it; the first article that is added makes it.

    It keeps nothing open between two calls, so any number of them may look at one folder.
    """

    def __init__(self, folder: Path, embedder: Callable[[], Embedder], reading: Reading | None = None) -> None:
        """Look after the collection in `folder`.

        Args:
            embedder: returns the model that answers are made with too, so that it is in memory once; asked at each
                change, since a folder may be looked at before any model is loaded.
            reading: how files and addresses are read.
        """
        self._folder = folder
        self._embedder = embedder
        self._reading = reading or Reading()

    def listed(self) -> list[Listed]:
        """Return every article, newest first, unknown dates last; none where there is no collection yet."""
        if not (self._folder / FILE).is_file():
            return []
        with reading(self._folder) as store:
            return [Listed(*row) for row in store.listing()]

    def article(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            ArticleUnknown: there is none with that id.
        """
        with reading(self._folder) as store:
            return store.article(article_id)

    def copies(self, article_id: str) -> list[Source]:
        """Return the articles of its group, itself among them."""
        with reading(self._folder) as store:
            return store.group(store.source(article_id).group)

    def corrections(self, article_id: str) -> dict[str, str]:
        """Return what a user set right about an article, by field; empty where the value is unknown."""
        with reading(self._folder) as store:
            return store.corrections(article_id)

    def correct(self, article_id: str, values: Mapping[str, str | None]) -> None:
        """Set right what is known about an article; an empty value is unknown, None takes a correction back.

        Raises:
            CorrectionInvalid: a field or a value that cannot be; nothing is changed then.
        """
        pipeline.correct(article_id, values, self._folder, embedder=self._embedder())

    def join(self, article_ids: Sequence[str]) -> None:
        """Say that articles are copies of one text."""
        pipeline.join(article_ids, self._folder, embedder=self._embedder())

    def separate(self, article_id: str) -> None:
        """Say that an article is a copy of none of its group."""
        pipeline.separate(article_id, self._folder, embedder=self._embedder())

    def remove(self, article_ids: Sequence[str], *, erase: bool = False) -> None:
        """Take articles out; with `erase` no trace of them stays on the disk."""
        pipeline.remove(article_ids, self._folder, embedder=self._embedder(), erase=erase)

    def add(self, sources: Sequence[str | Path], progress: Progress = quiet) -> Added:
        """Add the articles in files and at addresses.

        A text is an address or nothing: what is typed into a page must never name a file of this machine.

        Raises:
            IndexBusy: another ingest runs.
        """
        taken = [source for source in sources if isinstance(source, Path) or is_address(source)]
        refused = tuple(
            Refusal(str(source), "it is not a web address", "write it whole, as in https://example.org/news")
            for source in sources
            if source not in taken
        )
        if not taken:
            return Added(rejected=refused, articles=len(self.listed()))
        report = pipeline.ingest(
            taken, self._folder, embedder=self._embedder(), reading=self._reading, progress=progress
        )
        return Added(
            added=report.added,
            updated=report.updated,
            unchanged=report.unchanged,
            rejected=(*(Refusal(one.what, one.reason, _advice(one.hint)) for one in report.rejected), *refused),
            notices=report.notices,
            articles=report.articles,
        )


def _advice(hint: str) -> str:
    """Return a hint for who has no command line before them; an option of the command is said to be one."""
    return f"only the command does that: {called('ingest')} {hint}" if hint.startswith("--") else hint
