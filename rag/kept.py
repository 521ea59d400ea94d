"""The nouns of what is kept of a conversation: one exchange, and what a list of conversations shows; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rag.domain import Answer
from rag.errors import AnswerInvalid
from rag.render import one_line

LONGEST_TITLE = 80

_ID = re.compile(r"[\w-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kept:
    """A question with its answer, as it is kept and exported.

    Attributes:
        question: as it was asked.
        answer: None where there was none.
        trouble: why there was none, as a sentence; empty where there is one.
        limits: what the question was limited to, by the names that `Assistant.ask` gives it.
        asked_at: ISO 8601 date and time.
    """

    exchange_id: str
    question: str
    answer: Answer | None = None
    trouble: str = ""
    limits: Mapping[str, object] = field(default_factory=dict)
    asked_at: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The exchange as plain data."""
        return {
            "id": self.exchange_id,
            "question": self.question,
            "answer": self.answer.to_dict() if self.answer else None,
            "trouble": self.trouble,
            "limits": dict(self.limits),
            "asked_at": self.asked_at,
        }

    @classmethod
    def from_dict(cls, data: object) -> Kept:
        """Return the exchange that `to_dict` gave this data of; keys that are not known are ignored.

        Raises:
            AnswerInvalid: it is not such data.
        """
        if not isinstance(data, Mapping):
            raise AnswerInvalid("an exchange is not an object")
        texts = {name: data.get(name, "") for name in ("id", "question", "trouble", "asked_at")}
        wrong = next((name for name, value in texts.items() if not isinstance(value, str)), None)
        if wrong or not _ID.fullmatch(texts["id"]) or not _is_moment(texts["asked_at"]):
            raise AnswerInvalid("an exchange has no proper id, question or time")
        answer = data.get("answer")
        return cls(
            texts["id"],
            texts["question"],
            None if answer is None else Answer.from_dict(answer),
            texts["trouble"],
            _limits(data.get("limits", {})),
            texts["asked_at"],
        )


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """What a list of conversations shows of one.

    Attributes:
        first_asked, last_asked: when its first and its last question were asked, ISO 8601.
        exchanges: how many there are.
    """

    conversation_id: str
    title: str
    first_asked: str
    last_asked: str
    exchanges: int
    collection: str


def as_title(text: str) -> str:
    """Return a text as a title: on one line, 80 characters at most."""
    line = one_line(text)
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"


def _is_moment(text: str) -> bool:
    try:
        return not text or bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _limits(data: object) -> Mapping[str, object]:
    """Return limits: names with plain values or lists of texts, which come back as tuples."""
    if not isinstance(data, Mapping):
        raise AnswerInvalid("the limits of an exchange are not an object")
    limits: dict[str, object] = {}
    for name, value in data.items():
        texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
        if not texts and not isinstance(value, str | int | float | None):
            raise AnswerInvalid("a limit of an exchange is not a plain value")
        limits[str(name)] = tuple(value) if isinstance(value, list) else value
    return limits
