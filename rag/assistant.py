"""Walks the line: a question understood, evidence found, an answer composed, each statement tied to its words."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Unpack

from rag import timeline, who_reported
from rag.bylines import byline_of
from rag.collection import Collection, Snapshot
from rag.compare import PASSAGES as SIDE_PASSAGES
from rag.coverage import silent_outlets
from rag.dates import as_date, day_range
from rag.domain import Answer, Article, Evidence, Filters, Turn
from rag.double import joined, questions_in
from rag.embed import Embedder, SentenceTransformerEmbedder
from rag.errors import ChatModelError, FilterInvalid
from rag.fair import FairSemaphore
from rag.followup import make_whole
from rag.generate import ChatModel
from rag.landmark import MOST_LOOKED_AT, day_of
from rag.limits import filters_of, turns_of
from rag.news import news_of, tell_news
from rag.notices import corrected, told
from rag.parts import search_words
from rag.precision import cores
from rag.question import Asked, understand
from rag.quoted import READ, Quoting, quote
from rag.reader import PassageReader, Reader
from rag.render import capitalised
from rag.rerank import OWN, ReaderReranker, reranker_of
from rag.retrieve import Search, passages_with, retrieve
from rag.settings import Settings, load_settings
from rag.suggest import example_questions, follow_up_questions
from rag.words import say
from rag.written import write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypedDict

    import numpy as np
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable
    from numpy.typing import NDArray

    class Limits(TypedDict, total=False):
        """What a caller may limit a question to, and what of INFERRED is not to be read off its wording."""

        outlets: Sequence[str]
        authors: Sequence[str]
        since: str | None
        until: str | None
        ignoring: Sequence[str]


LONG_FORMS = {"compare": SIDE_PASSAGES, "timeline": timeline.PASSAGES, "outlets": who_reported.PASSAGES}
"""Passages that a form of answer takes where it takes more than others."""

AT_WORK = FairSemaphore(cores())
"""Questions that are worked on at a time, one a core; more would share the cores, and each be late.

Each is searched for and answered without letting go in between, so that who began first ends first.
"""


class Assistant:
    """Answers questions about one collection; a context manager, safe to share between threads."""

    def __init__(
        self,
        collection: Collection,
        *,
        chat: ChatModel | None = None,
        search: Search | None = None,
        reader: PassageReader | None = None,
        passages: int = 10,
        statements: int = 3,
    ) -> None:
        self.collection = collection
        self._chat = chat
        self._search = search or Search()
        self._reader = reader
        self._passages = passages
        self._statements = statements

    @classmethod
    def open(
        cls, index: str | Path | None = None, *, settings: Settings | None = None, embedder: Embedder | None = None
    ) -> Assistant:
        """Open the collection in a folder; without one, the folder that the settings name.

        Raises:
            IndexMissing: nothing was ingested there.
            IndexMismatch: another embedding model made it.
        """
        chosen = settings or load_settings()
        embedder = embedder or SentenceTransformerEmbedder.from_settings(chosen)
        chat = None
        if chosen.chat_model:
            chat = ChatModel(chosen.chat_model, base_url=chosen.chat_base_url, timeout=chosen.chat_timeout)
        reader = None if chosen.reader == "off" else Reader(chosen.reader)
        collection = Collection(Path(index) if index is not None else chosen.index, embedder)
        return cls(
            collection,
            chat=chat,
            # Over several clauses our own gains nothing (`benchmarks.retrieval`) and takes as long.
            search=Search(reranker_of(chosen, reader), chosen.reranker_depth, clauses=chosen.reranker != OWN),
            reader=reader,
            passages=chosen.passages,
            statements=chosen.statements,
        )

    def varied(
        self, *, collection: Collection | None = None, chat: ChatModel | None = None, passages: int = 0,
        statements: int = 0,
    ) -> Assistant:  # fmt: skip
        """Return an assistant that differs in what is given and shares the rest, the models among it."""
        return Assistant(
            collection or self.collection,
            chat=chat or self._chat,
            search=self._search,
            reader=self._reader,
            passages=passages or self._passages,
            statements=statements or self._statements,
        )

    def __enter__(self) -> Assistant:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the collection."""
        self.collection.close()

    @property
    def chat_model(self) -> str | None:
        """The name of the chat model, or None where answers are the articles' own sentences."""
        return self._chat.name if self._chat else None

    def ask(self, question: str, history: Sequence[Turn | tuple[str, str]] = (), **limits: Unpack[Limits]) -> Answer:
        """Answer a question; `history` is (question, answer text) pairs, oldest first.

        Raises:
            QuestionInvalid: it is empty or too long.
            FilterInvalid: a date is none.
        """
        for answer in self.stream(question, history, **limits):
            last = answer
        return last

    def stream(
        self, question: str, history: Sequence[Turn | tuple[str, str]] = (), **limits: Unpack[Limits]
    ) -> Iterator[Answer]:
        """Yield answers that grow; the last is whole. Of several questions in one each is answered in its turn."""
        several = () if self._chat or not isinstance(question, str) else questions_in(question)
        if len(several) < 2:  # noqa: PLR2004 (a chat model is asked all at once)
            yield from self._stream(question, history, limits)
            return
        turns, answers = turns_of(history), list[Answer]()
        for each in several:
            *_, answer = self._stream(each, turns, limits)
            answers.append(answer)
            # The next one may speak of "it".
            turns.append(Turn(answer.question, answer.text))
            yield joined(answers, max(1, self._statements - 1))

    def _stream(self, question: str, history: Sequence[Turn | tuple[str, str]], limits: Limits) -> Iterator[Answer]:
        started = time.perf_counter()
        filters = filters_of(limits)
        with self.collection.snapshot() as snapshot:
            if byline := byline_of(question, filters, snapshot):
                question, filters = byline.question, byline.filters
            asked, vectors = self._understand(question, history, snapshot, limits)
            news = news_of(asked, filters, snapshot)
            filters = news.filters if news else filters
            most = max(self._passages, LONG_FORMS.get(asked.kind, 0))
            quoted: list[Answer] = []
            languages = self.collection.embedder.languages
            with AT_WORK:
                evidence = retrieve(asked, vectors, snapshot, k=most, filters=filters, search=self._searching)
                frame = Answer(
                    question=byline.asked if byline else asked.text,
                    understood=asked.understood,
                    as_of=snapshot.store.newest(filters),
                    searched=snapshot.store.count_allowed(filters),
                    notices=(*(byline.notices if byline else ()), *told(asked, snapshot, filters, languages)),
                )
                if news:
                    quoted = [tell_news(news, evidence, snapshot, frame)]
                elif not (self._chat and evidence):
                    quoted = list(quote(asked, vectors, evidence, frame, snapshot, self._using))
            for answer in quoted or self._written(asked, vectors, evidence, snapshot, frame):
                notices = (*answer.notices, *corrected(snapshot, answer.citations))
                yield replace(answer, notices=notices, seconds=round(time.perf_counter() - started, 3))

    def retrieve(self, question: str, k: int = 10, **limits: Unpack[Limits]) -> list[Evidence]:
        """Return up to `k` passages, best first.

        Raises:
            QuestionInvalid: it is empty or too long.
            FilterInvalid: a limit is not of the form it takes, or `k` is no number of passages.
        """
        if isinstance(k, bool) or not isinstance(k, int) or k < 1:
            raise FilterInvalid(f"k is no number of passages: {k!r}", hint="give 1 or more")
        with self.collection.snapshot() as snapshot:
            asked, vectors = self._understand(question, (), snapshot, limits)
            return retrieve(asked, vectors, snapshot, k=k, filters=filters_of(limits), search=self._search)

    def _understand(
        self, question: str, history: Sequence[Turn | tuple[str, str]], snapshot: Snapshot, limits: Limits
    ) -> tuple[Asked, NDArray[np.float32]]:
        """Return what is asked, and the embeddings of its texts."""
        turns = turns_of(history)
        # The rules say whether it is a follow-up; a chat model, where there is one, says it better.
        if self._chat and turns and make_whole(question, turns) != question:
            rewritten = self._chat.rewrite(question, turns)
            question, turns = (rewritten, []) if rewritten else (question, turns)
        newest = day_range(snapshot.store.newest(Filters()))
        asked = understand(
            question,
            turns,
            outlets=snapshot.publishers(),
            today=datetime.now(tz=UTC).date(),
            newest=as_date(newest[1]) if newest else None,
            ignoring=limits.get("ignoring") or (),
            day_of=lambda landmark: day_of(
                landmark, passages_with(search_words(landmark.event), snapshot, MOST_LOOKED_AT)
            ),
        )
        return asked, self.collection.embedder.embed(asked.texts)

    def article(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            ArticleUnknown: there is none with that id.
        """
        with self.collection.reading() as store:
            return store.article(article_id)

    def silent(self, answer: Answer) -> list[str]:
        """Return the outlets that have articles of the time of an answer, none of which was found for it."""
        with self.collection.reading() as store:
            return silent_outlets(answer, store)

    def follow_ups(self, answer: Answer, most: int = 3) -> list[str]:
        """Return up to `most` questions that may be asked next."""
        with self.collection.reading() as store:
            return follow_up_questions(answer, store, most)

    def outlets(self) -> list[str]:
        """Return the known outlets, most articles first."""
        with self.collection.reading() as store:
            return store.publishers()

    def size(self) -> tuple[int, int]:
        """Return how many articles and known outlets there are."""
        with self.collection.reading() as store:
            return store.count(), len(store.publishers())

    def examples(self, most: int = 4) -> list[str]:
        """Return up to `most` questions to try the collection with."""
        with self.collection.reading() as store:
            return example_questions(store, most)

    def warm(self) -> None:
        """Load the embedding model and the index, so that the first question need not wait for them."""
        self.collection.embedder.embed(["warm up"])
        self.collection.embedder.embed_many(["warm up"])
        with self.collection.snapshot():
            pass

    def as_retriever(self, k: int = 10, **limits: Unpack[Limits]) -> BaseRetriever:
        """Return the search as a LangChain retriever, for a chain of your own."""
        from rag.chain import EvidenceRetriever

        return EvidenceRetriever(assistant=self, k=k, limits=dict(limits))

    def as_runnable(self) -> Runnable[str | Mapping[str, object], Answer]:
        """Return the whole as a LangChain Runnable: a question, or a mapping of the arguments of `ask`."""
        from rag.chain import AnswerRunnable

        return AnswerRunnable(self)

    def _written(
        self, asked: Asked, vectors: NDArray[np.float32], evidence: list[Evidence], snapshot: Snapshot, frame: Answer
    ) -> Iterator[Answer]:
        """Yield what the chat model writes, and where it fails, what the articles say themselves."""
        if self._chat is None:
            return
        try:
            yield from write(self._chat, asked, evidence, frame, snapshot)
        except ChatModelError as error:
            notice = say("{trouble}; these are the articles' own sentences instead.", trouble=error.message)
            frame = replace(frame, notices=(*frame.notices, capitalised(notice)))
            with AT_WORK:
                quoted = list(quote(asked, vectors, evidence, frame, snapshot, self._using))
            yield from quoted

    @property
    def _searching(self) -> Search:
        """How passages are searched for an answer: where they are quoted, our reader rereads only what it reads anyhow.

        Six passages more put the right sentence first in 1 of 100 questions more, and take two fifths of the time more.
        """
        own = isinstance(self._search.reranker, ReaderReranker) and not self._chat
        return replace(self._search, depth=min(self._search.depth, READ)) if own else self._search

    @property
    def _using(self) -> Quoting:
        return Quoting(self.collection.embedder, self._reader, self._statements)
