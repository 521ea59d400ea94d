"""What a reader does with something in the chat, as the page's script writes it down, and what it hands back; pure.

It comes from a browser, so everything of it is checked.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rag.domain import INFERRED
from rag.page.conversation import Conversation

MOST = 4_000
"""Characters of an act: a comment is the longest part of it."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a reader did with something in the chat: `what`, to which of its turns, and what else was said."""

    what: str
    turn: int = 0
    more: tuple[str, ...] = ()


def read_act(text: str | None) -> Act | None:
    """Return what the page's script wrote, `["again", "3"]`; None for anything else, which no page of ours sends."""
    parts = read_parts(text)
    if parts is None:
        return None
    what, turn, *more = (*parts, "")
    return Act(what, int(turn) if turn.isascii() and turn.isdecimal() else 0, tuple(more[:-1]))


def read_parts(text: str | None) -> tuple[str, ...] | None:
    """Return a list of texts that the page's script wrote as JSON; None for anything else."""
    if not text or len(text) > MOST:
        return None
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return None
    texts = isinstance(parts, list) and parts and all(isinstance(part, str) for part in parts)
    return tuple(parts) if texts else None


def asked_again(
    act: Act, told: Conversation, limits: Mapping[str, Any]
) -> tuple[Conversation, str, Mapping[str, Any]] | None:
    """Return the conversation up to a question, that question, and its limits; None for an act that asks nothing.

    Args:
        limits: the filters as they are set now, for a question that is new.
    """
    exchange, before = told[act.turn - 1], told[: act.turn - 1]
    latest = act.turn == len(told)
    first = act.more[0] if act.more else ""
    choice = int(first) - 1 if first.isascii() and first.isdecimal() else -1
    if act.what == "again" and latest:
        return before, exchange.question, exchange.limits
    if act.what == "without" and latest and first in INFERRED:
        ignoring = [*exchange.limits.get("ignoring", ()), first]
        return before, exchange.question, {**exchange.limits, "ignoring": ignoring}
    if act.what == "event" and exchange.answer and 0 <= choice < len(exchange.answer.events):
        month = exchange.answer.events[choice]
        return told, exchange.question, {**exchange.limits, "since": month, "until": month}
    if act.what == "next" and 0 <= choice < len(exchange.next_questions):
        return told, exchange.next_questions[choice], limits
    return None


def handed_out(**what: object) -> str:
    """Return what the page's script is to do with the reader's machine: copy, save, go to, say; each time anew."""
    return json.dumps({**what, "nonce": secrets.token_hex(4)})
