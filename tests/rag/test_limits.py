"""What a caller gives besides a question is checked, and what is wrong with it is said."""

from __future__ import annotations

import pytest

from rag.domain import Filters, Turn
from rag.errors import FilterInvalid, QuestionInvalid
from rag.limits import filters_of, turns_of
from rag.question import understand


def test_one_outlet_may_be_given_as_it_is() -> None:
    assert filters_of({"outlets": "Coast Wire"}) == Filters(outlets=("Coast Wire",))
    assert filters_of({"outlets": ["Coast Wire"], "authors": {"Ann"}}) == Filters(("Coast Wire",), ("Ann",))
    assert filters_of({"outlets": None, "since": "", "until": None}) == Filters()


@pytest.mark.parametrize(("limits", "said"), [
    ({"outlets": 5}, "outlets is not a list of names: 5"),
    ({"authors": [None]}, "authors is not a list of names: [None]"),
    ({"since": 2025}, "since is not a date: 2025"),
    ({"until": "soon"}, "until is not a date: 'soon'"),
    ({"since": "2026-05", "until": "2025-01"}, "the period ends before it begins: since 2026-05, until 2025-01"),
])  # fmt: skip
def test_what_is_no_filter_is_said(limits: dict[str, object], said: str) -> None:
    with pytest.raises(FilterInvalid) as caught:
        filters_of(limits)

    assert caught.value.message == said
    assert caught.value.hint


def test_a_month_and_a_day_in_it_are_a_period() -> None:
    assert filters_of({"since": "2025-03-04", "until": "2025-03"}) == Filters(since="2025-03-04", until="2025-03")


@pytest.mark.parametrize("history", ["text", 5, None, [("a",)], [("a", 1)], [None]])
def test_what_is_no_history_is_said(history: object) -> None:
    with pytest.raises(FilterInvalid, match="history is not a list of exchanges"):
        turns_of(history)


def test_pairs_are_turns() -> None:
    assert turns_of([("a", "b"), ["c", "d"]]) == [Turn("a", "b"), Turn("c", "d")]


@pytest.mark.parametrize("question", [None, 5, ["When?"]])
def test_what_is_no_question_is_said(question: object) -> None:
    with pytest.raises(QuestionInvalid, match="the question is not a text"):
        understand(question)  # type: ignore[arg-type]
