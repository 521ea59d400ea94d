"""Several questions in one text, taken apart, and their answers put together; pure.

"How much will the crossing cost, and who owns the ferry?" asks two things that no one sentence answers. "Who is the man
who sold the ferry and who bought a bridge?" is one thing told by two clues, and stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.compose import told
from rag.domain import Answer, Citation, Conflict, Statement
from rag.topic import ABOUT
from rag.verify import number_citations
from rag.words import say, say_quoted

LONGEST = 600
"""Letters of a text that is taken apart; a longer one tells a story beside its question."""

MOST = 4
"""Questions that are answered one by one; more stay together."""

SHORTEST = 3
"""Words of a question that stands for itself."""

_VERB = (
    r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should|isn['’]t|wasn['’]t|didn['’]t|doesn['’]t)"
)
_ASKS = re.compile(
    rf"(?:(?:and|but|also|or) )?(?:(?:in|on|at|to|for|with|from|by|of|until|since) )?"
    rf"(?:who|whom|whose|what|which|when|where|why|how)\b|(?:and )?{_VERB}\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    rf",? and (?=(?:what|when|where|why|how|(?:what|which) \w+|how (?:long|far|old|often|big|high)) {_VERB}\b"
    r"|how (?:many|much) \w+ \w+)",
    re.IGNORECASE,
)
_WHO = re.compile(r",? and (?=who \w+)", re.IGNORECASE)
_SUBORDINATE = re.compile(r"\b(?:that|whether|if|say|said|says|tell|told|know|knew|known)\b", re.IGNORECASE)
"""After these "and what is …" may be the rest of what is said."""

_COMPARED = re.compile(r"\b(?:compar\w+|differ\w*|contradict\w*|agree\w*|consisten\w+)\b", re.IGNORECASE)
_CLUES = re.compile(r"\b(?:who|whom|whose|which|that)\b", re.IGNORECASE)


def questions_in(text: str) -> tuple[str, ...]:
    """Return the questions of a text, each ending in a question mark; the text alone where it is one question."""
    if len(text) > LONGEST:
        return (text,)
    sentences = [part.strip() for part in re.findall(r"[^?]+\?+|[^?]+$", " ".join(text.split())) if part.strip()]
    if _COMPARED.search(text) or not all(_stands(part) for part in sentences):
        return (text,)
    found = [question for sentence in sentences for question in _clauses(sentence)]
    return tuple(found) if 1 < len(found) <= MOST else (text,)


def _clauses(sentence: str) -> list[str]:
    """Return the questions that "and" joins in a sentence."""
    cut = _NEXT.search(sentence)
    if cut is not None and re.match(r"\w+ (?:is|are|was|were|has|have|had)", sentence[cut.end() :], re.IGNORECASE):
        cut = None if _SUBORDINATE.search(sentence[: cut.start()]) else cut
    if cut is None:
        cut = _WHO.search(sentence)
        # Beside another "who" the second one may be a further clue to the same.
        if cut is None or _CLUES.search(sentence[: cut.start()]):
            return [sentence]
    first, rest = sentence[: cut.start()].strip(" ,") + "?", sentence[cut.end() :]
    rest = rest[0].upper() + rest[1:]
    if not (_stands(first) and _stands(rest)):
        return [sentence]
    return [first, *_clauses(rest)]


def _stands(part: str) -> bool:
    return part.count(" ") + 1 >= SHORTEST and part.endswith("?") and bool(_ASKS.match(part))


def joined(answers: Sequence[Answer], most: int) -> Answer:
    """Return the answers to the questions of one text as one, each under its question.

    Args:
        most: statements that are told of each.
    """
    answered = [answer for answer in answers if not answer.refused]
    if not answered:
        return replace(answers[0], question=_asked(answers), notices=_notices(answers))
    said = [one for answer in answered for one in _under_its_question(answer, most)]
    rows = [(conflict, answer) for answer in answered for conflict in answer.conflicts]
    # Conflicts are numbered with the statements, so that every marker has its citation.
    carrying = [Statement("", _cited(conflict, answer), "verbatim") for conflict, answer in rows]
    numbered, citations = number_citations([*said, *carrying])
    whole = replace(
        answered[0],
        question=_asked(answers),
        statements=numbered[: len(said)],
        citations=citations,
        conflicts=tuple(_renumbered(conflict, answer, citations) for conflict, answer in rows),
        notices=_notices(answers),
        events=tuple(dict.fromkeys(month for answer in answered for month in answer.events)),
        unsure=all(answer.unsure for answer in answered),
        seconds=round(sum(answer.seconds for answer in answers), 3),
    )
    beside = {item.passage.passage_id: item for answer in answers for item in answer.also_found}
    return told(whole, tuple(beside.values()))


def _asked(answers: Sequence[Answer]) -> str:
    return " ".join(answer.question for answer in answers)


def _under_its_question(answer: Answer, most: int) -> list[Statement]:
    """Return the first statements of an answer, the first of them under the question; lines keep their labels."""
    first, *rest = answer.statements[:most]
    label = f"{answer.question.partition(f' ({ABOUT}')[0]} {first.label}".strip()
    return [replace(first, label=label), *rest]


def _notices(answers: Sequence[Answer]) -> tuple[str, ...]:
    """Return what is to be known of the answers, once each, and first what of the questions has none."""
    doubts = []
    for answer in answers:
        if answer.refused:
            about, why = say_quoted(answer.question), answer.reason or ""
            doubts.append(say("On {question} the articles do not say: {reason}.", question=about, reason=why))
        elif answer.unsure and not all(other.unsure or other.refused for other in answers):
            doubts.append(say("It is not certain that {question} is answered.", question=say_quoted(answer.question)))
    return tuple(dict.fromkeys([*doubts, *(notice for answer in answers for notice in answer.notices)]))


def _cited(conflict: Conflict, answer: Answer) -> tuple[Citation, ...]:
    known = {citation.number: citation for citation in answer.citations}
    return tuple(known[row.citation] for row in conflict.rows)


def _renumbered(conflict: Conflict, answer: Answer, citations: Sequence[Citation]) -> Conflict:
    places = {(one.article_id, one.start, one.end): one.number for one in citations}
    numbers = [places[one.article_id, one.start, one.end] for one in _cited(conflict, answer)]
    rows = (replace(row, citation=number) for row, number in zip(conflict.rows, numbers, strict=True))
    return replace(conflict, rows=tuple(rows))
