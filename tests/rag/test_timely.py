"""A later article that goes on with what was answered is named, an event of another year is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.domain import Citation, Evidence, Source, Statement
from rag.question import understand
from rag.timely import day_meant, is_elsewhen, later_report, newest_as_good
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


@pytest.mark.parametrize(
    ("question", "told", "published", "words"),
    [
        ("When did the bridge open?", "The bridge opened on Tuesday.", "2023-11-08", "“Tuesday” means 7 November 2023"),
        (
            "When did he leave?",
            "He left last night.",
            "2024-12-09T07:00:00+01:00",
            "“last night” means 8 December 2024",
        ),
        ("When is the vote?", "The vote is on 25 February.", "2025-01-29", "“25 February” means 25 February 2025"),
    ],
)
def test_the_day_that_words_count_to_is_told(question: str, told: str, published: str, words: str) -> None:
    source = replace(ANSWER, published=published)
    said = day_meant(understand(question), [Statement(told, (Citation.of(source, told, 0),), "verbatim")])

    assert said == f"{words}, counted from the day of the article."


@pytest.mark.parametrize(
    ("question", "told", "published"),
    [
        ("When did the bridge open?", "The bridge opened on 7 November 2023.", "2023-11-08"),
        ("When did the bridge open?", "The bridge opened on Tuesday.", None),
        ("When did the bridge open?", "It was shut on Monday and opened on Tuesday.", "2023-11-08"),
        ("Who opened the bridge?", "The mayor opened the bridge on Tuesday.", "2023-11-08"),
    ],
    ids=["told in full", "undated", "two days", "who"],
)
def test_no_day_is_told_that_is_not_meant_for_certain(question: str, told: str, published: str | None) -> None:
    source = replace(ANSWER, published=published)

    assert day_meant(understand(question), [Statement(told, (Citation.of(source, told, 0),), "verbatim")]) is None


def test_of_two_days_the_one_that_answers_is_told() -> None:
    told = "It was shut on Monday and opened on Tuesday."
    lead = Citation.of(replace(ANSWER, published="2023-11-08"), told, 100, answer=(136, 143))

    assert day_meant(understand("When did it open?"), [Statement(told, (lead,), "verbatim")]) == (
        "“Tuesday” means 7 November 2023, counted from the day of the article."
    )


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("How many visitors had the festival in 2023?", "In 2022 the festival had 39,200 visitors.", True),
        ("How many visitors had the festival in 2023?", "The record of 44,300 was set in 2017.", True),
        ("How many visitors had the festival in 2022?", "In 2022 the festival had 39,200 visitors.", False),
        ("How many visitors had it between 2020 and 2023?", "In 2022 the festival had 39,200 visitors.", False),
        ("How many visitors had the festival?", "In 2022 the festival had 39,200 visitors.", False),
        ("How many visitors had the festival in 2023?", "The festival, founded in 1982, had 41,500 visitors.", False),
        ("What was the revised estimate?", "The damage is preliminarily put at 4 million.", True),
        ("What was the revised estimate?", "The preliminary figure of 4 million was revised to 6 million.", False),
        ("What was the preliminary estimate?", "The damage is preliminarily put at 4 million.", False),
        ("What was the estimate?", "The damage is preliminarily put at 4 million.", False),
    ],
)
def test_a_sentence_of_another_year_than_the_one_asked_for(question: str, sentence: str, *, another: bool) -> None:
    (candidate,) = candidates((sentence, "", "2023-07-01"))
    assert is_elsewhen(understand(question), candidate) is another
