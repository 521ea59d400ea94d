"""Several questions in one text: each is answered, under its own words, with its own doubts."""

from __future__ import annotations

import re

import pytest

from rag.assistant import Assistant
from rag.double import questions_in
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of

ARTICLES = {
    "fire": "Fire burns boats | Coast Wire\n4 March 2025\n\nA fire in the harbour of Orrenmouth burned eleven boats early on Tuesday. "
    "The harbour master of Orrenmouth is Edda Brandvold. “The harbour fire took our work,” said Edda Brandvold.",
    "courier": "Nine boats lost | Orrenmouth Courier\n4 March 2025\n\nA fire in the harbour of Orrenmouth burned nine boats early on "
    "Tuesday, the fire chief said.",
    "ferry": "Ferries | Garnwick Beacon\n8 March 2026\n\nThe ferry to Skarrow will cost six percent more from January, the council said.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = index_of(tmp_path_factory.mktemp("double"), ARTICLES)
    return Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder())


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("What will the ferry cost and who owns the company?", ("What will the ferry cost?", "Who owns the company?")),
        ("When did it burn? How many boats were lost?", ("When did it burn?", "How many boats were lost?")),
        (
            "Why was it shut, how long did it take and what did it cost?",
            ("Why was it shut, how long did it take?", "What did it cost?"),
        ),
    ],
)
def test_what_asks_several_things_is_taken_apart(text: str, questions: tuple[str, ...]) -> None:
    assert questions_in(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "Who is the man who sold the ferry and who bought a bridge?",
        "What did the chair say when the club was sold and when it got a seat?",
        "Who bought the club and for how much?",
        "Did the Ledger report a fire, and how does this compare to the Courier?",
        "What did she say? And why?",
        "Is it true that the bridge and what is left of it will be sold?",
        "Really? I thought it was closed in May.",
        "the fire",
        "",
        "Who won? " * 5,
    ],
)
def test_what_asks_one_thing_stays_whole(text: str) -> None:
    assert questions_in(text) == (text,)


def test_each_question_is_answered_under_its_own_words(assistant: Assistant) -> None:
    answer = assistant.ask(
        "How many boats burned in the harbour of Orrenmouth, and what will the ferry to Skarrow cost?"
    )

    told = {one.label: one.text for one in answer.statements if one.label}
    assert list(told) == ["How many boats burned in the harbour of Orrenmouth?", "What will the ferry to Skarrow cost?"]
    assert "burned eleven boats" in told["How many boats burned in the harbour of Orrenmouth?"]
    assert "six percent more" in told["What will the ferry to Skarrow cost?"]
    assert answer.text.startswith("How many boats burned in the harbour of Orrenmouth? A fire")


def test_markers_citations_and_conflicts_are_numbered_through(assistant: Assistant) -> None:
    answer = assistant.ask(
        "What will the ferry to Skarrow cost, and how many boats burned in the harbour of Orrenmouth?"
    )

    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert list(dict.fromkeys(int(number) for number in re.findall(r"\[(\d+)\]", answer.text))) == numbers
    values = {row.value: row.citation for row in answer.conflicts[0].rows}
    assert set(values) == {"11 boats", "9 boats"}
    for value, number in values.items():
        assert ("eleven" if value.startswith("11") else "nine") in answer.citations[number - 1].quote


def test_a_question_without_an_answer_is_told_beside_the_others(assistant: Assistant) -> None:
    answer = assistant.ask("Who is the harbour master of Orrenmouth? Where is Angela Merkel?")

    assert not answer.refused
    assert answer.notices[0] == (
        "On “Where is Angela Merkel?” the articles do not say: nothing in the collection mentions “Angela Merkel”."
    )
    assert assistant.ask("Where is Zorro? Where is Angela Merkel?").refused


def test_the_second_question_may_speak_of_whom_the_first_found(assistant: Assistant) -> None:
    answer = assistant.ask("Who is the harbour master of Orrenmouth and what did she say?")

    assert answer.question.endswith("What did Edda Brandvold say?")


def test_an_answer_of_several_questions_grows_question_by_question(assistant: Assistant) -> None:
    first, second = assistant.stream("Who is the harbour master of Orrenmouth? What will the ferry to Skarrow cost?")

    assert len(first.statements) < len(second.statements)
