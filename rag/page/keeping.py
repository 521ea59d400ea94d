"""Conversations of the page, kept in the history: whose they are, and what cannot be kept is no reason to fail."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.door import write_log
from rag.errors import DatelineError, HistoryError
from rag.feedback import Feedback, Kind
from rag.history import History
from rag.kept import Kept, KeptConversation
from rag.page.conversation import Exchange
from rag.page.ports import Desk, PageAssistant
from rag.page.talk import Preferences, Talk
from rag.words import LANGUAGES


def user_of(request: gr.Request | None) -> str:
    """Return who asks; "" where there is no login."""
    return (request.username if request else None) or ""


class Keeper:
    """What was asked on the page, and the way back to it."""

    def __init__(self, desk: Desk, history: History) -> None:
        self._desk = desk
        self._history = history

    def keep(self, user: str, collection: str, talk: Talk) -> None:
        """Keep the last exchange of a conversation; where that fails, the answer is shown all the same."""
        if not talk.exchanges:
            return
        try:
            if talk.dropped:
                self._history.replace_from(user, talk.conversation_id, talk.dropped)
            self._history.save(user, collection, talk.conversation_id, talk.exchanges[-1].kept())
        except HistoryError:
            write_log()

    def flag(self, user: str, exchange: Exchange, kind: Kind, comment: str) -> None:
        """Keep what a reader says of an answer.

        Raises:
            HistoryError: it cannot be kept.
        """
        if not self._history.feedback(user, exchange.exchange_id, kind, comment):
            raise HistoryError("this answer is not kept any more", hint="ask again, then say what is wrong with it")

    def feedbacks(self, user: str) -> list[Feedback]:
        """Return what a user said of answers."""
        return self._history.feedbacks(user)

    def listed(self, user: str, query: str = "") -> list[KeptConversation]:
        """Return the conversations of a user, the newest first."""
        return self._history.conversations(user, query)

    def opened(self, user: str, conversation_id: str) -> tuple[Talk, str] | None:
        """Return a kept conversation with the collection that it asked, its citations shown as they were."""
        found = self._history.conversation(user, conversation_id)
        if found is None:
            return None
        summary, exchanges = found
        assistant = self._assistant(summary.collection)
        told = tuple(Exchange.of(one, assistant) for one in exchanges)
        return Talk(told, conversation_id), summary.collection

    def kept(self, user: str, conversation_id: str) -> tuple[KeptConversation, tuple[Kept, ...]] | None:
        """Return a conversation as it is kept."""
        return self._history.conversation(user, conversation_id)

    def opened_at(self, user: str, exchange_id: str) -> tuple[Talk, str, int] | None:
        """Return the conversation that an answer is in, its collection, and its place in it, from 1."""
        conversation_id = self._history.of_exchange(user, exchange_id)
        found = self.opened(user, conversation_id) if conversation_id else None
        if found is None:
            return None
        places = [one.exchange_id for one in found[0].exchanges]
        return *found, places.index(exchange_id) + 1

    def bring(self, user: str, collection: str, title: str, exchanges: tuple[Kept, ...]) -> str:
        """Keep a conversation that came from a file; return its id."""
        return self._history.bring(user, collection, title, exchanges)

    def rename(self, user: str, conversation_id: str, title: str) -> bool:
        """Call a conversation something else."""
        return self._history.rename(user, conversation_id, title)

    def delete(self, user: str, conversation_id: str) -> bool:
        """Take out a conversation with all that was said of it."""
        return self._history.delete(user, conversation_id)

    def preferences(self, user: str, wanted: str = "") -> Preferences:
        """Return what a user chose; `wanted` are the languages a browser asks for, which hold until one is chosen."""
        try:
            chosen: dict[str, Any] = self._history.preferences(user)
        except HistoryError:
            write_log()
            chosen = {}
        known = {name: chosen[name] for name in Preferences.__dataclass_fields__ if name in chosen}
        return Preferences(**{"language": first_known(wanted), **known})

    def prefer(self, user: str, preferences: Preferences) -> None:
        """Keep what a user chose.

        Raises:
            HistoryError: it cannot be kept.
        """
        self._history.prefer(
            user, language=preferences.language, chat_model=preferences.chat_model or None,
            passages=preferences.passages or None, statements=preferences.statements or None,
        )  # fmt: skip

    def _assistant(self, collection: str) -> PageAssistant | None:
        try:
            return self._desk.open(collection)
        except DatelineError:  # its articles are gone, the quotations are not
            return None


def first_known(wanted: str) -> str:
    """Return the first language of an Accept-Language header that the page speaks."""
    for part in wanted.split(","):
        code = part.partition(";")[0].strip()[:2].casefold()
        if code in LANGUAGES:
            return code
    return "en"
