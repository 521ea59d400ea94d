"""Statements → an `Answer`: numbered, with its conflicts, or a refusal that says why. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag import extract
from rag.candidates import Candidate
from rag.differ import Differing
from rag.domain import Answer, Citation, ConflictRow, Evidence, Statement
from rag.question import Asked
from rag.render import doubtful
from rag.speech import people_asked
from rag.terms import stem
from rag.verify import marked, number_citations
from rag.words import say, say_listed, say_quoted, say_series


def finish(
    frame: Answer,
    statements: Sequence[Statement],
    evidence: Sequence[Evidence],
    *,
    differing: Sequence[Differing] = (),
) -> Answer:
    """Return the answer with its statements numbered, its conflicts, and what was found beside them."""
    rows = [(found, [extract.cite(value.candidate) for value in found.values]) for found in differing]
    # Conflicts are numbered with the statements, as one more of them, so that every marker has its citation.
    carrying = [Statement("", tuple(cited), "verbatim") for _, cited in rows]
    numbered, citations = number_citations([*statements, *carrying])
    said, carried = numbered[: len(statements)], numbered[len(statements) :]
    shown = []
    for (found, cited), holder in zip(rows, carried, strict=True):
        places = {(one.article_id, one.start): one.number for one in holder.citations}
        shown.append(extract.show_conflict(found, [places[one.article_id, one.start] for one in cited]))
    return told(replace(frame, statements=said, citations=citations, conflicts=tuple(shown)), evidence)


def told(answer: Answer, evidence: Sequence[Evidence]) -> Answer:
    """Return an answer that is numbered with its text, and with what of the evidence it does not cite."""
    lines = [doubtful(answer), *(marked(statement) for statement in answer.statements)]
    lines += [f"{conflict.what}: {'; '.join(_row(row) for row in conflict.rows)}." for conflict in answer.conflicts]
    return replace(
        answer,
        text="\n\n".join(line for line in lines if line),
        also_found=tuple(item for item in evidence if not _is_cited(item, answer.citations)),
    )


def _row(row: ConflictRow) -> str:
    return f"{row.value}{row.note and f' ({row.note})'} [{row.citation}]"


NEAREST = 3
"""Sentences told under a refusal. Of 17 questions of new users that were refused though they could be answered the
first sentence answers four, one of the first three 11."""


def refuse(
    frame: Answer,
    reason: str,
    evidence: Sequence[Evidence],
    nearest: Sequence[Candidate] = (),
    *,
    in_words: bool = False,
) -> Answer:
    """Return the answer that says the articles do not say, why, and what was nearest.

    Args:
        nearest: sentences, best first; their passages come first among what was found.
        in_words: whether all that is lacking are everyday words, for which the articles may have others.
    """
    why = f"{reason[0].upper()}{reason[1:]}"
    if in_words:
        text = say("No answer was found. {reason}; the articles may put it in other words.", reason=why)
    else:
        text = say("The articles do not say. {reason}.", reason=why)
    sentences = [extract.cite(one) for one in _unlike(nearest)]
    cited = tuple(replace(one, number=number) for number, one in enumerate(sentences, start=1))
    found = sorted(evidence, key=lambda item: next((one.number for one in cited if _holds(item, one)), NEAREST + 1))
    return replace(frame, text=text, refused=True, reason=reason, nearest=cited, also_found=tuple(found))


def _unlike(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the first of the candidates that say something else than those before."""
    found: list[Candidate] = []
    for one in candidates:
        if len(found) < NEAREST and all(float(one.vector @ other.vector) < extract.SAID for other in found):
            found.append(one)
    return found


def lacking(asked: Asked, frequencies: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Return the names, and the words, of a question that stand nowhere in the collection."""
    absent = [word for word in asked.surface if frequencies.get(stem(word)) == 0 and stem(word) not in asked.borrowed]
    named = [name for name in asked.names if any(word.casefold() in absent for word in name.split())]
    return named, absent


def why_not(asked: Asked, named: Sequence[str], absent: Sequence[str]) -> str:
    """Say in words what the collection lacks to answer a question: names, else words, else a sentence that does."""
    if some := named or absent:
        return say(
            "nothing in the collection mentions {words}", words=say_series([say_quoted(word) for word in some[:3]])
        )
    if people := people_asked(asked):
        return say("no passage that was found tells what {people} said of it", people=say_listed(people))
    return say("the nearest passages speak of the subject, but none of their sentences answers the question")


def _is_cited(item: Evidence, citations: Sequence[Citation]) -> bool:
    return any(_holds(item, citation) for citation in citations)


def _holds(item: Evidence, citation: Citation) -> bool:
    """Say whether some of the words that are cited stand in a passage."""
    passage = item.passage
    same = citation.article_id == passage.source.article_id
    return same and citation.start < passage.end and citation.end > passage.start
