"""Dateline for LangChain: the search as a retriever, the whole as a Runnable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import ConfigDict, Field

from rag.domain import Answer, Evidence

if TYPE_CHECKING:
    from rag.assistant import Assistant


class EvidenceRetriever(BaseRetriever):
    """Finds passages; each becomes a Document whose metadata says where its words stand."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Any
    k: int = 10
    limits: dict[str, Any] = Field(default_factory=dict)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        return [as_document(item) for item in self.assistant.retrieve(query, k=self.k, **self.limits)]


class AnswerRunnable(Runnable[str | Mapping[str, object], Answer]):
    """Takes a question, or a mapping of the arguments of `Assistant.ask`; streams answers that grow."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(self, input: str | Mapping[str, object], config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """Return the whole answer."""
        return self._call_with_config(lambda given: self._assistant.ask(**_arguments(given), **kwargs), input, config)

    def stream(
        self, input: str | Mapping[str, object], config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Answer]:
        """Yield answers that grow; the last is whole."""
        del config
        yield from self._assistant.stream(**_arguments(input), **kwargs)


def as_document(evidence: Evidence) -> Document:
    """Return a passage as a LangChain Document; unknown metadata is left out, as its filters expect."""
    passage = evidence.passage
    source = passage.source
    known = {
        "article_id": source.article_id, "title": source.title, "publisher": source.publisher, "author": source.author,
        "published": source.published, "url": source.url, "start": passage.start, "end": passage.end,
        "score": evidence.score,
    }  # fmt: skip
    metadata = {name: value for name, value in known.items() if value is not None}
    return Document(id=passage.passage_id, page_content=passage.text, metadata=metadata)


def _arguments(given: str | Mapping[str, object]) -> dict[str, Any]:
    return {"question": given} if isinstance(given, str) else dict(given)
