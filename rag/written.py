"""An answer that a chat model writes: its sentences as they come, each tied to the words that carry it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.collection import Snapshot
from rag.compose import finish, refuse
from rag.corroborate import count_sources
from rag.domain import Answer, Evidence, Statement
from rag.errors import ChatModelError
from rag.generate import CANNOT_ANSWER, ChatModel
from rag.question import Asked
from rag.verify import Claim, read_claims, support
from rag.words import say, say_counted


def write(
    chat: ChatModel, asked: Asked, evidence: list[Evidence], frame: Answer, snapshot: Snapshot
) -> Iterator[Answer]:
    """Let a chat model write, and tie each of its sentences to words; the last answer is whole."""
    frame = replace(frame, model=chat.name)
    text, shown = "", 0
    for piece in chat.stream(asked, evidence):
        text += piece
        claims = _told(read_claims(text, len(evidence))[:-1])  # the last one is still being written
        if len(claims) > shown:
            shown = len(claims)
            yield finish(frame, [support(claim, evidence) for claim in claims], evidence)
    written = read_claims(text, len(evidence))
    if not written:
        raise ChatModelError(f"the chat model {chat.name} wrote nothing")
    claims = _told(written)
    if not claims:
        yield refuse(frame, say("the chat model found no answer in the passages"), evidence)
        return
    statements = [_counted(support(claim, evidence), snapshot) for claim in claims]
    weak = sum(statement.status == "unsupported" for statement in statements)
    if weak:
        notice = say_counted(
            weak,
            "One sentence stands in none of the passages and is marked so.",
            "{number} sentences stand in none of the passages and are marked so.",
        )
        frame = replace(frame, notices=(*frame.notices, notice))
    yield finish(frame, statements, evidence)


def _told(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims without those that say that the articles do not say."""
    declined = CANNOT_ANSWER.rstrip(".").casefold()
    return [claim for claim in claims if not claim.text.casefold().startswith(declined)]


def _counted(statement: Statement, snapshot: Snapshot) -> Statement:
    sources = [snapshot.store.article(citation.article_id).source for citation in statement.citations]
    count, outlets, reprints = count_sources(sources, snapshot.store.group) if sources else (0, (), ())
    return replace(statement, independent_sources=count, sources=outlets, reprints=reprints)
