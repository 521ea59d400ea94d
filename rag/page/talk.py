"""What one visitor's page holds: the conversation, where it is kept, and what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rag.history import new_id
from rag.page.conversation import Conversation


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation under the name it is kept by.

    Attributes:
        editing: the place, from 1, of the question that is being edited; 0 for none.
        dropped: the id of the first exchange that an edited or repeated question took the place of.
    """

    exchanges: Conversation = ()
    conversation_id: str = ""
    editing: int = 0
    dropped: str = ""

    def begun(self) -> Talk:
        """Return it under a name of its own: every page begins with the same empty one."""
        return self if self.conversation_id else replace(self, conversation_id=new_id())

    def up_to(self, told: Conversation) -> Talk:
        """Return it with the first exchanges of its own, `told`, alone; the others are dropped."""
        rest = self.exchanges[len(told) :]
        return replace(self, exchanges=told, editing=0, dropped=rest[0].exchange_id if rest else self.dropped)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a visitor chose on the page; empty where the settings of the server hold."""

    language: str = "en"
    chat_model: str = ""
    passages: int = 0
    statements: int = 0

    def settings(self) -> Mapping[str, Any]:
        """Return what differs from the settings of the server."""
        chosen = {"chat_model": self.chat_model, "passages": self.passages, "statements": self.statements}
        return {name: value for name, value in chosen.items() if value}
