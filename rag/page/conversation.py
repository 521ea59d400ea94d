"""A conversation as the page tells it: each question with its answer, growing while it is answered."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from rag.domain import Answer, Article, Turn
from rag.door import say_failed
from rag.errors import ArticleUnknown, DatelineError
from rag.followup import MOST_TURNS
from rag.kept import Kept
from rag.page.ports import Answering, PageAssistant


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, as far as it is known.

    Attributes:
        exchange_id: what a link to it says; random, so that nobody can guess another one.
        trouble, hint: what went wrong, and what to do about it.
        stopped: whether the reader cut it short.
        limits: the filters it was asked with.
        articles: those that it cites, by id.
        next_questions: what may be asked next.
        silent: the outlets of its time of which nothing was found.
    """

    question: str
    exchange_id: str = ""
    answer: Answer | None = None
    trouble: str = ""
    hint: str = ""
    stopped: bool = False
    limits: Mapping[str, Any] = field(default_factory=dict)
    asked_at: str = ""
    articles: Mapping[str, Article] = field(default_factory=dict)
    next_questions: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether nothing is known of the answer yet."""
        return self.answer is None and not self.trouble and not self.stopped

    @property
    def turn(self) -> Turn | None:
        """What a follow-up may refer to."""
        if self.answer is None:
            return None
        # A refusal is in the reader's language: a follow-up would take its words for what was told.
        return Turn(self.answer.question, "" if self.answer.refused else self.answer.text)

    def kept(self) -> Kept:
        """Return it as it is kept."""
        trouble = " ".join(part for part in (self.trouble, self.hint) if part)
        return Kept(self.exchange_id, self.question, self.answer, trouble, self.limits, self.asked_at)

    @classmethod
    def of(cls, kept: Kept, assistant: Answering | None) -> Exchange:
        """Return a kept exchange with the articles that it cites; without an assistant its quotations stand alone.

        What is kept waits for nothing: without answer or trouble it was stopped.
        """
        articles = _looked_up(kept.answer, assistant, {}) if kept.answer and assistant else {}
        return cls(
            kept.question, kept.exchange_id, kept.answer, kept.trouble,
            stopped=kept.answer is None and not kept.trouble,
            limits=kept.limits, asked_at=kept.asked_at, articles=articles,
        )  # fmt: skip


Conversation = tuple[Exchange, ...]
"""Oldest first."""


def converse(
    told: Conversation, question: str, open_assistant: Callable[[], PageAssistant], *, again: str = "", **limits: Any
) -> Iterator[Conversation]:
    """Yield the conversation with one more exchange, at once and as its answer grows; it never fails.

    Args:
        again: the id of the exchange that asked the same, whose place it takes: links to that one lead here.
    """
    asked_at = datetime.now(tz=UTC).isoformat(timespec="seconds")
    exchange = Exchange(question, again or secrets.token_urlsafe(9), limits=limits, asked_at=asked_at)
    yield (*told, exchange)
    history = [earlier.turn for earlier in told if earlier.turn][-MOST_TURNS:]
    try:
        assistant = open_assistant()
        for answer in assistant.stream(question, history, **limits):
            exchange = replace(exchange, answer=answer, articles=_looked_up(answer, assistant, exchange.articles))
            yield (*told, exchange)
        yield (*told, _with_surroundings(exchange, assistant))
    except DatelineError as error:
        yield (*told, replace(exchange, trouble=error.message, hint=error.hint))
    except Exception:  # noqa: BLE001  # a door: whatever it is, the reader gets a sentence and the log the rest
        yield (*told, replace(exchange, trouble=say_failed()))


def stop(told: Conversation) -> Conversation:
    """Return the conversation with its last answer marked as cut short; what was written of it stays."""
    return (*told[:-1], replace(told[-1], stopped=True)) if told else told


def _with_surroundings(exchange: Exchange, assistant: PageAssistant) -> Exchange:
    if exchange.answer is None:
        return exchange
    return replace(
        exchange,
        next_questions=tuple(assistant.follow_ups(exchange.answer)),
        silent=tuple(assistant.silent(exchange.answer)),
    )


def _looked_up(answer: Answer, assistant: Answering, known: Mapping[str, Article]) -> Mapping[str, Article]:
    found = dict(known)
    for citation in answer.citations:
        if citation.article_id not in found:
            # Removed meanwhile: its quotation stands alone.
            with contextlib.suppress(ArticleUnknown):
                # Without what came in: a saved page is a hundred times its text, and every visitor's talk is kept.
                found[citation.article_id] = replace(assistant.article(citation.article_id), raw="")
    return found
