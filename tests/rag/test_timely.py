"""A later article that goes on with what was answered is named, an event of another year is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.domain import Citation, Evidence, Source, Statement
from rag.question import understand
from rag.timely import later_report, newest_as_good
from tests.fakes import make_passage
from tests.rag.sentences import Given, candidates

QUESTION = "Who won the election in Lindmere?"
ANSWER = Source("a", "Sallow topples Prynne", publisher="Lindmere Observer", published="2025-11-07")
LATER = "Prynne won the election in Lindmere after all, a recount found."


def evidence(text: str, published: str | None, *, score: float = 0.5) -> Evidence:
    passage = make_passage(text, article_id=text[:12])
    source = replace(passage.source, title="After the recount", publisher="Coast Wire", published=published)
    return Evidence(replace(passage, source=source), score)


def notice(question: str, *found: Evidence) -> str | None:
    told = "Ingrid Sallow won the election in Lindmere."
    return later_report(understand(question), [Statement(told, (Citation.of(ANSWER, told, 0),), "verbatim")], found)


def test_a_later_article_on_what_is_asked_is_named() -> None:
    later = "A later article that may tell more: “After the recount” (Coast Wire, 18 November 2025)."

    assert notice(QUESTION, evidence(LATER, "2025-11-10"), evidence(LATER, "2025-11-18")) == later


@pytest.mark.parametrize(
    "found",
    [
        evidence(LATER, "2025-11-06"),
        evidence(LATER, "2026-11-18"),
        evidence(LATER, None),
        evidence(LATER, "2025-11-18", score=0.05),
        evidence("The election in Harwick was won by a farmer.", "2025-11-18"),
        evidence("Lindmere has a new bridge.", "2025-11-18"),
    ],
    ids=["earlier", "a year later", "undated", "hardly found", "elsewhere", "of something else"],
)
def test_none_is_named_that_is_not_later_or_not_on_it(found: Evidence) -> None:
    assert notice(QUESTION, found) is None


def test_none_is_named_where_a_time_or_what_was_first_is_asked_for() -> None:
    assert notice("Who won the election in Lindmere on 7 November 2025?", evidence(LATER, "2025-11-18")) is None
    assert notice("Who first won the election in Lindmere?", evidence(LATER, "2025-11-18")) is None
    assert notice("Give me an overview of the election in Lindmere", evidence(LATER, "2025-11-18")) is None


def test_a_later_report_that_undoes_the_first_leads() -> None:
    first = ("Ingrid Sallow was declared mayor of Lindmere by 31 votes.", "Ingrid Sallow", "2025-11-07")
    undone = ("Victor Prynne is mayor of Lindmere after all.", "Victor Prynne", "2025-11-18")
    other = ("Victor Prynne is mayor of Lindmere, said his mother.", "Victor Prynne", "2025-11-18")

    def leads(question: str, *given: Given) -> int | None:
        made = [replace(one, shown=one.answer) for one in candidates(*given)]
        found = newest_as_good(understand(question), made, [10.0, 7.0])
        return None if found is None else next(place for place, one in enumerate(made) if one is found)

    assert leads(QUESTION, first, undone) == 1
    assert leads(QUESTION, first, other) is None
    assert leads(QUESTION, first, (*undone[:2], "2026-11-18")) is None
    assert leads(QUESTION, first, (*undone[:2], "2025-11-06")) is None
    assert leads("Who was first declared mayor of Lindmere?", first, undone) is None
