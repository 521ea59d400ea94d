"""What is asked: kinds, terms, periods, follow-ups; what cannot be asked."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.dates import show_date
from rag.domain import Turn, Understood
from rag.errors import QuestionInvalid
from rag.question import MOST_LETTERS, understand
from rag.retrieve import word_query


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Was anybody hurt when the limestone train came off?", "yes_no"),
        ("Was it the mayor who resigned?", "yes_no"),
        ("Do you know when the fire started?", "when"),
        ("Did he say why he left?", "why"),
        ("Is it known who won?", "who"),
        ("Who heads the council?", "who"),
        ("When was it founded?", "when"),
        ("Where did they meet?", "where"),
        ("How many boats burned?", "how_many"),
        ("How much did the bridge cost?", "how_much"),
        ("What was the price of the bridge?", "how_much"),
        ("Why did the talks fail?", "why"),
        ("What caused the fire?", "why"),
        ("What did the mayor say about it?", "quote"),
        ("Has the council approved it?", "yes_no"),
        ("What happened in the harbour?", "overview"),
        ("Which vessel sank?", "what"),
    ],
)
def test_the_kind_of_answer_is_read_off_the_wording(question: str, kind: str) -> None:
    assert understand(question).kind == kind


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("What burned in 2025?", ("2025", "2025")),
        ("What burned in March 2025?", ("2025-03", "2025-03")),
        ("What burned on 4 March 2025?", ("2025-03-04", "2025-03-04")),
        ("What burned on March 4, 2025?", ("2025-03-04", "2025-03-04")),
        ("What burned between 2024 and 2026?", ("2024", "2026")),
        ("Who paid 2025 euros?", (None, None)),
        ("What burned?", (None, None)),
    ],
)
def test_a_period_that_is_named_is_understood(question: str, period: tuple[str | None, str | None]) -> None:
    assert understand(question).understood == Understood(since=period[0], until=period[1])


def test_a_follow_up_is_made_whole_with_the_question_before() -> None:
    asked = understand("Why is he not optimistic?", [Turn("Who is Zha Jianguo?", "A commentator.")])

    assert asked.text == "Why is Zha Jianguo not optimistic?"
    assert asked.kind == "why"
    assert "jianguo" in asked.terms


def test_a_question_that_names_its_subject_is_left_alone() -> None:
    asked = understand("What did Ned Price say?", [Turn("Who is Zha Jianguo?", "A commentator.")])

    assert asked.text == "What did Ned Price say?"


@pytest.mark.parametrize("question", ["", "   \n\t ", "?!…", "x" * (MOST_LETTERS + 1)])
def test_what_cannot_be_searched_for_is_refused_with_a_hint(question: str) -> None:
    with pytest.raises(QuestionInvalid) as refused:
        understand(question)

    assert refused.value.hint


@given(st.text(max_size=300))
def test_any_text_is_understood_or_refused_and_its_query_has_no_operators(text: str) -> None:
    try:
        asked = understand(text)
    except QuestionInvalid:
        return

    for postings in (0, 20):
        query = word_query(asked.surface, len, postings)
        assert query.count('"') % 2 == 0
        ours = re.findall(r"[^\s()]+", " ".join(query.split('"')[::2]))
        assert set(ours) <= {"OR", "AND"}


def test_a_new_question_without_names_is_no_follow_up() -> None:
    asked = understand("Why was the ferry fare raised?", [Turn("How many boats were lost in Orrenmouth?", "Eleven.")])

    assert asked.text == "Why was the ferry fare raised?"


@pytest.mark.parametrize("day", ["2025-13-01", "2025-00-01", "2025-02-31", "soon", "", None])
def test_a_date_that_is_none_is_shown_as_unknown(day: str | None) -> None:
    assert show_date(day) == "date unknown"


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("Did he improve his offer in September?", "2025-09"),
        ("What has he said since October?", "2025-10"),
        ("What did he say in September 2026?", "2026-09"),
        ("What did he say this month?", "2026-11"),
    ],
)
def test_a_month_without_its_year_is_none_after_the_newest_article(text: str, since: str) -> None:
    asked = understand(text, today=date(2026, 11, 23), newest=date(2025, 10, 6))

    assert (asked.understood.since or "").startswith(since)


@pytest.mark.parametrize(
    "question", ["Which outlet reported that?", "Which newspaper first wrote about it?", "Who reported this?"]
)
def test_which_outlet_reported_what_was_said_is_asked_of_outlets(question: str) -> None:
    whole = understand(question, [Turn("Who owns the ferry?", "Jorun Vik owns the ferry.")])

    assert whole.kind == "outlets"
    assert "ferry" in whole.text
