"""What the page asks of the rest of Dateline: an assistant a collection, and a library that changes it.

The page knows no folder and no ingest; `ui.py` hands both in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from rag.domain import Answer, Article, Evidence, Turn
from rag.page.library import Library


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


class PageAssistant(Answering, Protocol):
    """What the page needs of an assistant."""

    @property
    def chat_model(self) -> str | None:
        """The name of the chat model, if there is one."""

    def outlets(self) -> list[str]:
        """Return the outlets to choose from."""

    def size(self) -> tuple[int, int]:
        """Return how many articles and outlets there are."""

    def examples(self) -> list[str]:
        """Return questions that this collection answers."""

    def retrieve(  # noqa: PLR0913  # a door: what a user may choose
        self,
        question: str,
        k: int = 10,
        *,
        outlets: Sequence[str] = (),
        authors: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        ignoring: Sequence[str] = (),
    ) -> list[Evidence]:
        """Return up to `k` passages, best first."""

    def silent(self, answer: Answer) -> list[str]:
        """Return the outlets that have articles of the time of an answer, none of which was found for it."""

    def follow_ups(self, answer: Answer) -> list[str]:
        """Return questions that may be asked next."""


class Desk(Protocol):
    """The collections that the page may ask; "" is the one it was started with."""

    def names(self) -> list[str]:
        """Return the names of the collections, the one that the page was started with first."""

    def open(self, name: str = "", *, settings: Mapping[str, Any] | None = None) -> PageAssistant:
        """Return the assistant of a collection, opened once.

        Args:
            settings: what a user has chosen on the page: `chat_model`, `passages`, `statements`.

        Raises:
            DatelineError: it cannot be opened.
        """

    def library(self, name: str = "") -> Library:
        """Return what changes a collection; one that there is not yet is made by the first article added."""
