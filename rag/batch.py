"""Questions from a table, answered one after the other into another table; pure but for the answering."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rag.domain import Answer
from rag.door import say_failed
from rag.errors import BatchInvalid, DatelineError
from rag.render import in_sentences, one_line
from rag.sheet import as_sheet

MOST_QUESTIONS = 200
MOST_CHARACTERS = 2_000_000

LIMITS = ("outlet", "author", "since", "until")
"""Columns that a question may have beside it."""

COLUMNS = (
    "question", "answer", "refused", "independent sources", "first outlet", "first date", "quote", "url", "notices",
)  # fmt: skip

_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One question with what it is limited to; empty is no limit."""

    question: str
    outlet: str = ""
    author: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One question with its answer, or with the sentence that says why there is none."""

    question: BatchQuestion
    answer: Answer | None = None
    trouble: str = ""


class Streaming(Protocol):
    """What a batch needs of an assistant."""

    def stream(self, question: str, **limits: Any) -> Iterator[Answer]:
        """Yield answers that grow; the last is whole."""


def read_batch(text: str) -> list[BatchQuestion]:
    """Return the questions of a table, or of plain lines.

    A table has a column `question`, and may have `outlet`, `author`, `since` and `until`; the name of the column may be
    missing where the others have one, and the first one holds the questions then. Between columns stands a comma, a
    semicolon, a tab or a bar. Without such names each line is a question as it is, its commas and semicolons too; of
    lines that all have a tab or begin with a quotation mark, the first cell is.

    Raises:
        BatchInvalid: there is no question, there are more than 200, or a quoted cell does not end.
    """
    if len(text) > MOST_CHARACTERS:
        raise BatchInvalid("the file of questions is too large", hint=f"{MOST_QUESTIONS} questions are the most")
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip(f" {_DELIMITERS}")]
    try:
        questions = [each for each in _questions(lines) if each.question]
    except csv.Error as error:
        raise BatchInvalid(
            f"the file of questions cannot be read as a table: {error}", hint="check the quotation marks in it"
        ) from error
    if not questions:
        raise BatchInvalid("there is no question in the file", hint="write one a line, or a column named “question”")
    if len(questions) > MOST_QUESTIONS:
        raise BatchInvalid(
            f"there are {len(questions):,} questions in the file; {MOST_QUESTIONS} are the most", hint="split the file"
        )
    return questions


def answer_batch(assistant: Streaming, questions: Iterable[BatchQuestion]) -> Iterator[BatchRow]:
    """Yield each question with its answer, in their order; one that fails does not end the others."""
    for question in questions:
        try:
            *_, answer = assistant.stream(question.question, **_limits(question))
        except DatelineError as error:
            yield BatchRow(question, trouble=in_sentences(error.message, error.hint))
        except Exception:  # noqa: BLE001  # a door: whatever it is, the reader gets a sentence and the log the rest
            yield BatchRow(question, trouble=say_failed())
        else:
            yield BatchRow(question, answer)


def as_batch_csv(rows: Iterable[BatchRow]) -> str:
    """Return the answers as a table, a row a question; see `COLUMNS`. What went wrong stands under `notices`."""
    return as_sheet(COLUMNS, map(_cells, rows))


def _questions(lines: Sequence[str]) -> Iterator[BatchQuestion]:
    """Yield the questions of a table, or of plain lines."""
    names, delimiter = _header(lines)
    if names:
        # The lines keep their ends, since a cell may hold several.
        for row in csv.reader([f"{line}\n" for line in lines[1:]], delimiter=delimiter, strict=True):
            cells = dict(zip(names, map(one_line, row), strict=False))
            yield BatchQuestion(**{name: cells.get(name, "") for name in ("question", *LIMITS)})
    elif all("\t" in line for line in lines) or all(line.startswith('"') for line in lines):
        rows = csv.reader(lines, delimiter=_between(lines), strict=True)
        yield from (BatchQuestion(one_line(row[0])) for row in rows if row)
    else:
        yield from (BatchQuestion(one_line(line)) for line in lines)


def _header(lines: Sequence[str]) -> tuple[list[str], str]:
    """Return the names of the columns and what stands between them; no names where the first line has none we know."""
    for delimiter in _DELIMITERS:
        names = [name.strip().casefold() for name in next(csv.reader(lines[:1], delimiter=delimiter), [])]
        if "question" in names:
            return names, delimiter
        if set(names[1:]) & set(LIMITS):
            return ["question", *names[1:]], delimiter
    return [], ","


def _between(lines: Sequence[str]) -> str:
    """Return what stands between cells that have no names."""
    try:
        return csv.Sniffer().sniff("\n".join(lines[:5])[:2_000], delimiters=_DELIMITERS).delimiter
    except csv.Error:
        return "\t" if all("\t" in line for line in lines) else ","


def _limits(question: BatchQuestion) -> dict[str, object]:
    limits: dict[str, object] = {}
    if question.outlet:
        limits["outlets"] = (question.outlet,)
    if question.author:
        limits["authors"] = (question.author,)
    return limits | {name: day for name, day in (("since", question.since), ("until", question.until)) if day}


def _cells(row: BatchRow) -> Sequence[object]:
    """Return the cells of one row."""
    answer, question = row.answer, row.question.question
    if answer is None:
        return [question, *[None] * 7, row.trouble]
    notices = " ".join(map(one_line, answer.notices))
    if not answer.statements:
        return [question, answer.text, "yes" if answer.refused else "no", *[None] * 5, notices]
    first = answer.statements[0]
    whole = " ".join(one_line(statement.text) for statement in answer.statements)
    lead = first.citations[0] if first.citations else None
    source = [lead.publisher, lead.published, lead.quote, lead.url] if lead else [None] * 4
    return [question, whole, "no", first.independent_sources, *source, notices]
