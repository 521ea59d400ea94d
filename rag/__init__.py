"""Dateline answers questions about news articles and shows, for every sentence, the words that carry it.

    from rag import answer

    reply = answer("Where did the ministers meet?", index="dateline-index")
    print(reply.text)

Importing it loads nothing heavy; models are loaded at the first question.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rag.domain import Answer, Article, Citation, Conflict, ConflictRow, Evidence, Passage, Source, Statement, Turn
from rag.errors import DatelineError

if TYPE_CHECKING:
    from rag.assistant import Assistant

__all__ = [
    "Answer",
    "Article",
    "Assistant",
    "Citation",
    "Conflict",
    "ConflictRow",
    "DatelineError",
    "Evidence",
    "Passage",
    "Source",
    "Statement",
    "Turn",
    "answer",
]


def answer(  # noqa: PLR0913, PLR0917  # the contract
    question: str,
    history: Sequence[Turn | tuple[str, str]] = (),
    index: str | Path | None = None,
    outlets: Sequence[str] = (),
    authors: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> Answer:
    """Answer one question; for several, keep an `Assistant` open, which loads its models once.

    Args:
        history: (question, answer text) pairs, oldest first.
        index: the folder of the collection; without it the one that DATELINE_INDEX names.
        since, until: ISO dates, inclusive; partial ones ("2022-03") too.

    Raises:
        DatelineError: the question, a filter, a setting or the collection cannot be used; its hint says what to do.
    """
    from rag.assistant import Assistant

    with Assistant.open(index) as assistant:
        return assistant.ask(question, history, outlets=outlets, authors=authors, since=since, until=until)


def __getattr__(name: str) -> object:
    if name == "Assistant":
        from rag.assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
