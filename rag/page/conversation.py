"""A conversation as the page tells it: each question with what is shown for it, growing while it is answered."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from rag.domain import Answer, Article, Turn
from rag.door import write_log
from rag.errors import ArticleUnknown, DatelineError
from rag.page.panel import as_panel
from rag.render import PENDING, STOPPED, as_markdown, as_trouble

REMEMBERED = 6
"""Exchanges that a follow-up is understood from."""


class Answering(Protocol):
    """What a conversation needs of an assistant."""

    def stream(  # noqa: PLR0913  # a door: what a user may choose
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        outlets: Sequence[str] = (),
        authors: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        ignoring: Sequence[str] = (),
    ) -> Iterator[Answer]:
        """Yield answers that grow; the last is whole."""

    def article(self, article_id: str) -> Article:
        """Return one article."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what is shown for it; `turn`, once it is answered, is what a follow-up may refer to.

    Attributes:
        shown: Markdown for the chat.
        panel: HTML for the evidence beside it.
    """

    question: str
    shown: str = PENDING
    panel: str = ""
    turn: Turn | None = None

    @property
    def waits(self) -> bool:
        """Whether nothing is known of the answer yet."""
        return self.shown == PENDING


Conversation = tuple[Exchange, ...]
"""Oldest first."""


def converse(
    told: Conversation, question: str, open_assistant: Callable[[], Answering], **limits: Any
) -> Iterator[Conversation]:
    """Yield the conversation with one more exchange, at once and as its answer grows; it never fails."""
    exchange = Exchange(question)
    yield (*told, exchange)
    turn = len(told) + 1
    history = [earlier.turn for earlier in told if earlier.turn][-REMEMBERED:]
    articles: dict[str, Article] = {}
    try:
        assistant = open_assistant()
        for answer in assistant.stream(question, history, **limits):
            _look_up(answer, assistant, articles)
            exchange = replace(
                exchange,
                shown=as_markdown(answer, turn, asked=question),
                panel=as_panel(answer, turn, articles),
                turn=Turn(answer.question, answer.text),
            )
            yield (*told, exchange)
    except DatelineError as error:
        yield (*told, _ended(exchange, as_trouble(error.message, error.hint)))
    except Exception:  # noqa: BLE001  # a door: whatever it is, the reader gets a sentence and the log the rest
        yield (*told, _ended(exchange, as_trouble(f"Dateline failed at this; the details are in {write_log()}")))


def stop(told: Conversation) -> Conversation:
    """Return the conversation with its last answer marked as cut short; what was written of it stays."""
    if not told:
        return told
    return (*told[:-1], _ended(told[-1], STOPPED))


def _ended(exchange: Exchange, why: str) -> Exchange:
    return replace(exchange, shown=why if exchange.waits else f"{exchange.shown}\n\n{why}")


def _look_up(answer: Answer, assistant: Answering, articles: dict[str, Article]) -> None:
    for citation in answer.citations:
        if citation.article_id not in articles:
            # Removed meanwhile: its quotation stands alone.
            with contextlib.suppress(ArticleUnknown):
                articles[citation.article_id] = assistant.article(citation.article_id)
