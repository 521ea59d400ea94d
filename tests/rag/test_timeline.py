"""Timelines: statements under the days that they speak of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.domain import Citation, Source, Statement
from rag.question import understand
from rag.timeline import in_order
from rag.when import day_spoken_of


def statement(text: str, published: str | None) -> Statement:
    source = Source(f"a{len(text)}", publisher="Coast Wire", published=published)
    return Statement(text, (replace(Citation.of(source, text, 0), number=1),), "verbatim")


def test_statements_stand_under_the_day_they_speak_of_else_of_their_article() -> None:
    told = in_order(
        [
            statement("The verdict was read in court.", "2025-11-21"),
            statement("The fire of March 2025 took thirteen boats.", "2026-03-14"),
            statement("Nobody knows when this was.", None),
            statement("On 4 March 2025 eleven boats burned.", "2025-03-06"),
            statement("A smith was heard in court.", "2025-11-21"),
        ]
    )

    assert [one.label for one in told] == ["March 2025", "4 March 2025", "21 November 2025", "", "date unknown"]


def test_questions_that_ask_for_a_timeline_are_known() -> None:
    for question in (
        "Give me a timeline of the harbour fires",
        "How did the herring talks develop?",
        "What was the course of events on the night of the fire?",
    ):
        assert understand(question).kind == "timeline", question
    assert understand("How did the harbour master describe the fire?").kind == "quote"


def test_what_has_been_so_since_a_month_is_told_of_the_day_it_was_reported_on() -> None:
    told = in_order([statement("Eighteen bottles were sold since December.", "2025-02-11")])

    assert [one.label for one in told] == ["11 February 2025"]


def test_a_day_that_counts_from_one_told_elsewhere_is_not_known() -> None:
    told = in_order(
        [statement("Six weeks after that she was moved.", "2025-11-29"), statement("It ended.", "2025-11-29")]
    )

    assert [(one.label, one.text) for one in told] == [
        ("29 November 2025", "It ended."),
        ("date unknown", "Six weeks after that she was moved."),
    ]


def test_an_earlier_figure_does_not_date_the_later_one() -> None:
    told = in_order([statement("The number has risen to 17, from eleven three weeks ago.", "2025-10-02")])

    assert told[0].label == "2 October 2025"
    assert day_spoken_of("He came from London three weeks ago.", "2025-10-02") == "2025-09"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("An earlier medicine, velantadine, was tried at St Brannoc's in 2023 on 96 patients.", "2023"),
        ("The company was founded in 1961 by Elias Tarn.", "1961"),
        ("In 1998 a fire destroyed the furnace.", "1998"),
        ("The trust, founded in 1990, said that it would appeal.", "3 April 2025"),
        ("A plan agreed in 2021 was dropped.", "3 April 2025"),
        ("He said that profits had doubled in 2024.", "3 April 2025"),
        ("Petra, who was born in 1980, resigned.", "3 April 2025"),
        ("It will open in 2026.", "3 April 2025"),
        ("She has run the firm since 2017.", "3 April 2025"),
    ],
)
def test_what_happened_in_an_earlier_year_stands_under_that_year(text: str, label: str) -> None:
    assert [one.label for one in in_order([statement(text, "2025-04-03")])] == [label]
