"""What a question asks for besides its words: outlets, periods, speakers, clauses; and what is left alone."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import QuestionInvalid
from rag.outlets import named_outlets
from rag.period import fit, named_periods, whole_of
from rag.question import understand

OUTLETS = (
    "The Verge", "TechCrunch", "FOX News - Health", "FOX News - Lifestyle", "Fortune", "CBSSports.com", "The Guardian",
    "Business Today | Latest Stock Market News", "The Age", "Süddeutsche Zeitung", "BBC News", "CNN (Web News)", "Sky News",
)  # fmt: skip
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("Who was fired, as reported by both The Verge and TechCrunch?", {"The Verge", "TechCrunch"}),
        ("What did a Guardian story say?", {"The Guardian"}),
        ("according to the verge", {"The Verge"}),
        ("What did CBS Sports write?", {"CBSSports.com"}),
        ("What does Fox News say of it?", {"FOX News - Health", "FOX News - Lifestyle"}),
        ("What does FOX News - Health say of it?", {"FOX News - Health"}),
        ("a Business Today report", {"Business Today | Latest Stock Market News"}),
        ("Was schreibt die Süddeutsche Zeitung?", {"Süddeutsche Zeitung"}),
        ("How do the BBC and CNN differ on it?", {"BBC News", "CNN (Web News)"}),
        ("What was reported by Sky?", {"Sky News"}),
        ("Why is the sky so blue, Sky Blue?", set()),
        ("Who made a fortune in the age of steam?", set()),
        ("The age of reason", set()),
        ("Who guards the guardian of the verge?", set()),
        ("What did Reuters report?", set()),
    ],
)
def test_outlets_are_known_by_the_names_that_people_use(question: str, outlets: set[str]) -> None:
    assert {outlet for named in named_outlets(question, OUTLETS) for outlet in named.outlets} == outlets


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("What happened in 2022?", ("2022", "2022")),
        ("What happened on 7 October 2023?", ("2023-10-07", "2023-10-07")),
        ("What was said last spring?", ("2026-03", "2026-05")),
        ("What is new since Monday?", ("2026-11-16", None)),
        ("What happened before 2022?", (None, "2021")),
        ("What was known until May 2022?", (None, "2022-05")),
        ("What burned between March and May 2022?", ("2022-03", "2022-05")),
        ("What has been reported since 2021-05?", ("2021-05", None)),
        ("Who led before the election of 2020?", ("2020", "2020")),
        ("Who paid 2025 euros for 1999 people?", (None, None)),
        ("Who won?", (None, None)),
    ],
)
def test_periods_are_read_as_people_name_them(question: str, period: tuple[str | None, str | None]) -> None:
    assert whole_of(named_periods(question, TODAY)) == period


@pytest.mark.parametrize(
    ("published", "about", "expected"),
    [
        ("2023-10-07", None, 1.0),
        ("2023-10", None, 1.0),
        (None, None, 0.0),
        ("2023-11-07", None, -1.0),
        ("2024-10-07", None, -1.0),
        ("2024-10-07", (20231006, 20231008), 0.5),
        ("2024-10-07", (20100101, 20241007), -1.0),
    ],
)
def test_an_unknown_date_is_never_taken_for_one_outside_the_period(
    published: str | None, about: tuple[int, int] | None, expected: float
) -> None:
    assert fit(published, about, [(20231007, 20231007)]) == expected


def test_what_was_published_soon_after_fits_better_than_what_came_late() -> None:
    fits = [fit(f"2023-10-{day:02}", None, [(20231007, 20231007)]) for day in (7, 8, 9, 10)]

    assert fits == sorted(fits, reverse=True)
    assert fits[1] > 0 > fits[3] > -1
    assert fit("2023-11-20", None, [(20231001, 20231031)]) > -1


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("What did Sergei Lavrov say about the talks?", ("Sergei Lavrov",)),
        ("According to Lotte Marsh, how many boats burned?", ("Lotte Marsh",)),
        ("What was Ned Price’s reaction?", ("Ned Price",)),
        ("What did The Verge say about Google?", ()),
        ("Where did Lavrov meet Wang?", ()),
    ],
)
def test_whose_words_are_asked_for_is_understood(question: str, speakers: tuple[str, ...]) -> None:
    assert understand(question, outlets=OUTLETS).understood.speakers == speakers


def test_each_clause_keeps_the_outlet_and_the_days_that_it_names() -> None:
    question = (
        "Between the TechCrunch report on the antitrust case published on October 31, 2023, and the Fortune article on "
        "the newspaper lawsuit of December 15, 2023, was there a change?"
    )

    asked = understand(question, outlets=OUTLETS)

    named = [(set(part.outlets), set(part.days)) for part in asked.parts if part.outlets]
    assert named == [({"TechCrunch"}, {(20231031, 20231031)}), ({"Fortune"}, {(20231215, 20231215)})]
    assert asked.texts[0] == question
    assert len(asked.texts) == len(asked.parts) + 1
    assert asked.understood.outlets == ("TechCrunch", "Fortune")


def test_a_short_question_is_one_part() -> None:
    asked = understand("Who heads the council of Orrenmouth?")

    assert asked.texts == ("Who heads the council of Orrenmouth?",)
    assert asked.understood.parts == ()


def test_what_is_inferred_can_be_taken_off() -> None:
    question = "What did Ned Price say to The Verge in 2022?"

    whole = understand(question, outlets=OUTLETS).understood
    bare = understand(question, outlets=OUTLETS, ignoring=("period", "outlets", "speakers")).understood

    assert (whole.since, whole.outlets, whole.speakers) == ("2022", ("The Verge",), ("Ned Price",))
    assert (bare.since, bare.until, bare.outlets, bare.speakers) == (None, None, (), ())


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_question_is_taken_apart_without_losing_a_word(text: str) -> None:
    try:
        asked = understand(text, outlets=OUTLETS, today=TODAY)
    except QuestionInvalid:
        return

    assert " ".join(" ".join(part.text for part in asked.parts).split()) == asked.text


@pytest.mark.parametrize("piece", ["and who ", "The Verge ", "between 2022 and ", ", , ", "FOX News - ", "“’s said "])
def test_a_long_question_is_understood_at_once(piece: str) -> None:
    question = f"Orrenmouth {piece * (1_900 // len(piece))}"

    started = time.perf_counter()
    understand(question, outlets=OUTLETS, today=TODAY)

    assert time.perf_counter() - started < 2
