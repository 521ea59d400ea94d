"""What users say of answers, and a set of labelled questions made of it for `python -m rag.evaluate`; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from rag.domain import Answer
from rag.kept import Kept
from rag.render import one_line

Kind = Literal["good", "wrong_citation", "out_of_date", "missed_something", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)

LONGEST_COMMENT = 2_000
MOST_RIGHT_WORDS = 8
"""Words in a comment that is taken for the answer itself; a longer one is taken for a remark."""

_QUOTED = re.compile(r"“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|\"([^\"]+)\"")


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a user said of an answer.

    Attributes:
        exchange: the question with the answer that it was said of.
        given_at: ISO 8601.
    """

    user: str
    kind: Kind
    comment: str
    given_at: str
    exchange: Kept


def as_labelled(feedbacks: Iterable[Feedback]) -> str:
    """Return feedback as labelled questions, JSON lines that `python -m rag.evaluate` reads.

    The kind of the feedback is the `kind` of the question, so each kind is measured on its own.

    - `good` of an answer: the quotation of its first statement is `evidence`; the words in it that answer, or a
      statement that is the quotation, are `answers`. Of a refusal: the question is not `answerable`.
    - the others: what the comment puts in quotation marks is `answers`; so is the whole comment of
      `missed_something` where it has at most eight words.
    - everything else has no label: it is in the file with its comment, which `rag.evaluate` passes over, for a person
      to add `answers` to.

    No name of a user is in it.
    """
    return "".join(json.dumps(_record(each), ensure_ascii=False) + "\n" for each in feedbacks)


def _record(feedback: Feedback) -> dict[str, Any]:
    answer = feedback.exchange.answer
    # A follow-up means nothing on its own: as it was understood it does.
    question = answer.question if answer and answer.question else feedback.exchange.question
    record: dict[str, Any] = {"question": one_line(question), "kind": feedback.kind}
    if feedback.kind == "good":
        record |= _label(answer) if answer else {}
    elif words := _right_words(feedback):
        record["answers"] = words
    if feedback.comment:
        record["comment"] = one_line(feedback.comment)
    return record


def _label(answer: Answer) -> dict[str, Any]:
    """Return the label that a good answer gives its question."""
    if answer.refused:
        return {"answerable": False}
    if not answer.statements or not answer.statements[0].citations:
        return {}
    first = answer.statements[0]
    lead = first.citations[0]
    if first.answer:
        start, end = first.answer
        return {"answers": [first.text[start:end]], "evidence": [lead.quote]}
    return {"evidence": [lead.quote]} | ({"answers": [first.text]} if first.status == "verbatim" else {})


def _right_words(feedback: Feedback) -> list[str]:
    """Return the words of a comment that a right answer would hold; none where it only remarks on something."""
    quoted = [one_line(next(filter(None, found))) for found in _QUOTED.findall(feedback.comment)]
    comment = one_line(feedback.comment).rstrip(".")
    if not quoted and feedback.kind == "missed_something" and len(comment.split()) <= MOST_RIGHT_WORDS:
        quoted = [comment]
    return [words for words in quoted if words]
