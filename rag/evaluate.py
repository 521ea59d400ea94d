"""`python -m rag.evaluate FILE`: retrieval and answers measured on labelled questions.

FILE is JSON lines, one question each:

    {"question": "How many boats were lost?", "kind": "how_many", "answers": ["eleven boats", "11 boats"]}
    {"question": "When and where …?", "all_of": [["4 March"], ["Orrenmouth", "Orenmund"]]}
    {"question": "Who is the mayor?", "answerable": false}
    {"question": "…", "evidence": ["a fact as it stands in an article"]}

The figures are kept in the folder of the collection, and the next run over the same file says what has changed.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.called import called
from rag.domain import Answer
from rag.errors import SourceMissing
from rag.scoreboard import Figures, as_table, remember

if TYPE_CHECKING:
    from rag.assistant import Assistant

DEPTH = 10
"""Passages looked at when retrieval is measured."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with what a right answer holds: one wording of every group, or nothing where there is none."""

    question: str
    kind: str = "any"
    groups: tuple[tuple[str, ...], ...] = ()
    answerable: bool = True
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one question."""

    labelled: Labelled
    first: bool
    two: bool
    refused: bool
    verbatim: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was found for one question: the place of the first passage with a fact (0: none), the share of the facts."""

    labelled: Labelled
    rank: int
    share: float


def read_questions(path: Path) -> list[Labelled]:
    """Read labelled questions.

    Raises:
        SourceMissing: there is no such file, or a line of it is no question.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SourceMissing(f"{path} cannot be read: {error.strerror}", hint="give a file of JSON lines") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line) if line.strip() else None
            if record is not None:
                questions.append(label(record))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SourceMissing(
                f"{path} line {number} is not a labelled question",
                hint='each line is like {"question": …, "answers": […]}',
            ) from error
    return questions


def label(record: dict[str, Any]) -> Labelled:
    """Return a record as a labelled question.

    Raises:
        TypeError: its answers or evidence are no lists of texts.
    """
    groups = record.get("all_of") or ([record["answers"]] if record.get("answers") else [])
    return Labelled(
        question=record["question"],
        kind=record.get("kind", "any"),
        groups=tuple(_texts(group) for group in groups),
        answerable=bool(record.get("answerable", True)),
        evidence=_texts(record.get("evidence", [])),
    )


def _texts(value: object) -> tuple[str, ...]:
    # A text is a sequence of its letters too: any of them would stand in any answer.
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError(value)
    return tuple(value)


def measure(assistant: Assistant, questions: Iterable[Labelled]) -> list[Outcome]:
    """Ask every question."""
    outcomes = []
    for labelled in questions:
        answer = assistant.ask(labelled.question)
        texts = [statement.text for statement in answer.statements]
        outcomes.append(
            Outcome(
                labelled,
                first=not answer.refused and holds(texts[:1], labelled),
                two=not answer.refused and holds(texts[:2], labelled),
                refused=answer.refused,
                verbatim=is_verbatim(assistant, answer),
                seconds=answer.seconds,
            )
        )
    return outcomes


def holds(texts: Sequence[str], labelled: Labelled) -> bool:
    """Say whether the texts hold one wording of every group."""
    whole = " ".join(texts).casefold()
    return bool(labelled.groups) and all(
        any(wording.casefold() in whole for wording in group) for group in labelled.groups
    )


def is_verbatim(assistant: Assistant, answer: Answer) -> bool:
    """Say whether every citation is a slice of its article."""
    return all(
        assistant.article(citation.article_id).text[citation.start : citation.end] == citation.quote
        for citation in answer.citations
    )


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """Return the shares of a list of outcomes."""
    can = [outcome for outcome in outcomes if outcome.labelled.answerable]
    cannot = [outcome for outcome in outcomes if not outcome.labelled.answerable]
    shares = {
        "right in first statement": [outcome.first for outcome in can],
        "right in first two": [outcome.two for outcome in can],
        "refused though answerable": [outcome.refused for outcome in can],
        "unanswerable refused": [outcome.refused for outcome in cannot],
        "citations verbatim": [outcome.verbatim for outcome in outcomes],
    }
    return Figures(len(outcomes), {name: sum(some) / len(some) for name, some in shares.items() if some})


def measure_retrieval(assistant: Assistant, questions: Iterable[Labelled]) -> Figures:
    """Measure the first passages against the facts that a question needs, white space aside."""
    return figures_of_retrieval(look_up(assistant, questions))


def look_up(assistant: Assistant, questions: Iterable[Labelled]) -> list[Retrieved]:
    """Search for every question that has evidence."""
    found = []
    for labelled in questions:
        if labelled.evidence:
            texts = [tight(item.passage.text) for item in assistant.retrieve(labelled.question, k=DEPTH)]
            facts = [tight(fact) for fact in labelled.evidence]
            rank = next((place for place, text in enumerate(texts, 1) if any(fact in text for fact in facts)), 0)
            share = sum(any(fact in text for text in texts) for fact in facts) / len(facts)
            found.append(Retrieved(labelled, rank, share))
    return found


def figures_of_retrieval(found: Sequence[Retrieved]) -> Figures:
    """Return the metrics of a list of searches."""
    if not found:
        return Figures(0)
    ranks = [one.rank for one in found]
    return Figures(
        len(found),
        {
            "hits@10": sum(rank > 0 for rank in ranks) / len(found),
            "hits@4": sum(0 < rank <= 4 for rank in ranks) / len(found),  # noqa: PLR2004  # the metric's name
            "mrr@10": sum(1 / rank for rank in ranks if rank) / len(found),
            "facts in top 10": statistics.fmean(one.share for one in found),
        },
    )


def tight(text: str) -> str:
    """Return a text without white space, which differs between copies."""
    return re.sub(r"\s+", "", text)


def by_kind(outcomes: Sequence[Outcome], found: Sequence[Retrieved]) -> dict[str, Figures]:
    """Return the figures of all questions, then of each kind."""
    kinds = sorted({one.labelled.kind for one in outcomes} | {one.labelled.kind for one in found})
    table = {}
    for kind in ["all", *kinds] if kinds != ["any"] else ["all"]:
        answers = figures_of([one for one in outcomes if kind in ("all", one.labelled.kind)])
        searches = figures_of_retrieval([one for one in found if kind in ("all", one.labelled.kind)])
        table[kind] = Figures(max(answers.questions, searches.questions), {**answers.shares, **searches.shares})
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(prog=called("rag.evaluate"), description="Measure answers on labelled questions.")
    parser.add_argument("file", type=Path, help="JSON lines; see `python -m pydoc rag.evaluate`")
    parser.add_argument("--index", metavar="DIR", help="folder of the collection (default: DATELINE_INDEX)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args(arguments)
    from rag.assistant import Assistant
    from rag.settings import load_settings

    questions = read_questions(given.file)
    settings = load_settings(index=given.index)
    with Assistant.open(settings=settings) as assistant:
        outcomes = measure(assistant, [one for one in questions if one.groups or not one.answerable])
        found = look_up(assistant, questions)
    table = by_kind(outcomes, found)
    before = remember(settings.index, given.file, table)
    if given.json:
        shares = {kind: {"questions": one.questions, **one.shares} for kind, one in table.items()}
        print(json.dumps({"figures": shares, "before": before}, indent=2))
        return 0
    print(as_table(table, before))
    if outcomes:
        print(f"median {statistics.median(outcome.seconds for outcome in outcomes):.2f} s an answer")
    return 0


if __name__ == "__main__":
    from rag.door import run

    sys.exit(run(main))
