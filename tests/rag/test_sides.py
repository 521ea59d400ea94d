"""Questions that compare: what they set side by side, and the answer a side."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.domain import Answer
from rag.period import named_periods
from rag.question import understand
from rag.settings import Settings
from rag.sides import sides_of
from tests.fakes import WordEmbedder, index_of

OUTLETS = ["Coast Wire", "Orrenmouth Courier", "The Kelderby Ledger"]


def sides(text: str) -> list[tuple[str, str]]:
    """Return the sides of a question: the outlet of each, and what it is about."""
    periods = [(one.start, one.end, (one.first, one.last)) for one in named_periods(text, None)]
    found = sides_of(text, outlets=OUTLETS, periods=periods)
    return [(", ".join(sorted(side.outlets)), side.text) for side in found]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Does the Coast Wire article say that eleven boats burned, while the Orrenmouth Courier report speaks of nine?",
            [("Coast Wire", "say that eleven boats burned"), ("Orrenmouth Courier", "speaks of nine")],
        ),
        (
            "Between the Coast Wire report on the harbour fire and the Kelderby Ledger article on the trial of the watchman, did "
            "the cause change?",
            [("Coast Wire", "the harbour fire"), ("The Kelderby Ledger", "the trial of the watchman")],
        ),
        (
            "Does the Coast Wire article on the fire in the harbour disagree with the Coast Wire article on the verdict?",
            [("Coast Wire", "the fire in the harbour"), ("Coast Wire", "disagree with the verdict")],
        ),
        (
            "Do the Coast Wire and the Kelderby Ledger agree on the number of boats?",
            [
                ("Coast Wire", "agree on the number of boats"),
                ("The Kelderby Ledger", "agree on the number of boats"),
            ],
        ),
    ],
)
def test_the_sides_of_a_question(question: str, expected: list[tuple[str, str]]) -> None:
    assert [outlet for outlet, _ in sides(question)] == [outlet for outlet, _ in expected]
    assert sides(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Compare the Coast Wire and the Kelderby Ledger on the harbour fire",
        "Compare how the Coast Wire and the Kelderby Ledger report on the harbour fire",
        "How do the Coast Wire and the Kelderby Ledger differ on the harbour fire?",
        "What do the Coast Wire and the Kelderby Ledger say about the harbour fire?",
        "Where do the Coast Wire and the Kelderby Ledger disagree about the harbour fire?",
    ],
)
def test_what_is_asked_of_two_outlets_is_of_each_what_stands_behind_them(question: str) -> None:
    about = "the harbour fire"
    assert sides(question) == [("Coast Wire", about), ("The Kelderby Ledger", about)]


def test_reports_of_two_days_are_two_sides() -> None:
    text = "Did the Coast Wire report of 4 March 2025 give another number than its report of 9 March 2025?"
    found = sides_of(
        text,
        outlets=OUTLETS,
        periods=[(one.start, one.end, (one.first, one.last)) for one in named_periods(text, None)],
    )
    assert [side.days for side in found] == [((20250304, 20250304),), ((20250309, 20250309),)]


@pytest.mark.parametrize(
    "question",
    [
        "How many boats burned, according to the Coast Wire and the Kelderby Ledger?",
        "What does the Coast Wire say about the harbour fire?",
        "What did the harbour master say that the Coast Wire and the Kelderby Ledger did not?",
        "Who is the watchman whom the Coast Wire named and the Kelderby Ledger described?",
        "Did the fire begin before midnight?",
        "Is it true that the Coast Wire reported eleven boats?",
    ],
)
def test_other_questions_have_no_sides(question: str) -> None:
    assert not sides(question)


ARTICLES = {
    "wire": "Fire destroys boats | Coast Wire\n4 March 2025\n\nA fire in the harbour of Orrenmouth burned eleven boats early "
    "on Tuesday. The harbour master, Ada Quill, said that nobody was hurt in the fire.",
    "courier": "A night of smoke | Orrenmouth Courier\n4 March 2025\n\nThe fire in the harbour of Orrenmouth burned nine boats, "
    "the council said in the evening. Ferries to Skarrow were cancelled because of the smoke.",
    "ferry": "Fares go up | Garnwick Beacon\n2 May 2025\n\nThe ferry to Skarrow will cost six percent more from June.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index_of(tmp_path_factory.mktemp("sides"), ARTICLES)


def ask(index: Path, question: str) -> Answer:
    settings = Settings(chat_model=None, reader="off")
    with Assistant.open(index, settings=settings, embedder=WordEmbedder()) as assistant:
        return assistant.ask(question)


def test_each_side_is_told_in_words_of_its_outlet(index: Path) -> None:
    answer = ask(
        index,
        "Does the Coast Wire article say that the fire in the harbour burned eleven boats, while the Orrenmouth Courier "
        "article says that the fire burned nine boats?",
    )

    told = [(one.citations[0].publisher, one.text) for one in answer.statements]
    assert {outlet for outlet, _ in told} == {"Coast Wire", "Orrenmouth Courier"}
    assert "eleven boats" in told[0][1]
    assert any(outlet == "Orrenmouth Courier" and "nine boats" in text for outlet, text in told)


def test_a_side_is_told_by_its_outlet_where_that_speaks_of_it_at_all(index: Path) -> None:
    answer = ask(index, "What do the Coast Wire and the Garnwick Beacon say about the ferry to Skarrow and the fire?")

    assert [one.label for one in answer.statements if one.label] == ["Coast Wire", "Garnwick Beacon"]


def test_a_question_that_compares_is_known_as_one() -> None:
    asked = understand(
        "Does the Coast Wire article say eleven boats burned, while the Orrenmouth Courier report says nine burned?",
        outlets=OUTLETS,
    )
    assert asked.kind == "compare"
    assert [side.text for side in asked.parts] == ["say eleven boats burned", "says nine burned"]


@pytest.mark.parametrize(
    "question",
    [
        "How do the costs of the 2025 and 2026 harbour fires compare?",
        "Compare the costs of the harbour fires of 2025 and 2026",
        "Did the harbour fire cost more in 2025 than in 2026?",
        "How did the harbour fire of 2025 differ from that of 2026?",
    ],
)
def test_times_without_outlets_are_sides(question: str) -> None:
    asked = understand(question)

    assert asked.kind == "compare"
    assert [part.days for part in asked.parts] == [((20250101, 20251231),), ((20260101, 20261231),)]
    for part, own, other in zip(asked.parts, ("2025", "2026"), ("2026", "2025"), strict=True):
        assert own in part.text
        assert other not in part.text
        assert "harbour" in part.surface


def test_times_that_are_not_compared_are_no_sides() -> None:
    for question in (
        "How many boats burned in 2025 and 2026?",
        "What happened in March 2025 and in 2025?",
        "Did more boats burn in 2025 than ever?",
    ):
        assert understand(question).kind != "compare", question


def test_each_time_is_told_under_itself_and_one_without_reports_is_said(tmp_path: Path) -> None:
    articles = {
        "first": "Fire | Coast Wire\n4 March 2025\n\nThe fire in the harbour burned eleven boats on Tuesday.",
        "second": "Another fire | Coast Wire\n8 March 2026\n\nThe fire in the harbour burned four boats on Saturday.",
    }
    index = index_of(tmp_path, articles)
    with Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder()) as assistant:
        both = assistant.ask("Did the fire in the harbour burn more boats in 2025 than in 2026?")
        one = assistant.ask("Did the fire in the harbour burn more boats in 2025 than in 2019?")
        none = assistant.ask("Did the fire in the harbour burn more boats in 2018 than in 2019?")

    assert {each.label: each.citations[0].published for each in both.statements} == {
        "2025": "2025-03-04",
        "2026": "2026-03-08",
    }
    assert [each.label for each in one.statements] == ["2025"]
    assert any(notice.startswith("Nothing of 2019 was found on “") for notice in one.notices)
    assert none.reason == "what was found is of other times, and speaks of none that was asked for"


def test_the_difference_between_two_outlets_is_asked_of_both() -> None:
    text = "What is the difference between the Coast Wire and the Orrenmouth Courier on the number of boats?"

    assert sides(text) == [("Coast Wire", "the number of boats"), ("Orrenmouth Courier", "the number of boats")]
    assert sides("What is the difference between a ferry and a boat?") == []
