"""Overviews: what most sources say of a subject, nothing twice, under its dates; silent where the subject is not there."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.domain import Answer
from rag.question import understand
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of

ARTICLES = {
    "wire": "Herring talks fail | Coast Wire\n12 June 2025\n\nThe herring talks between Ostrey and Skarrow broke off on Thursday. "
    "Skarrow asked for thirty percent of the herring.",
    "beacon": "No deal on herring | Garnwick Beacon\n13 June 2025\n\nThe herring talks between Ostrey and Skarrow broke off on Thursday "
    "without a date for the next round.",
    "ledger": "A herring accord | Kelderby Ledger\n28 June 2025\n\nOstrey and Skarrow ended the herring talks with an accord for three "
    "years. “We are tired",
    "choir": "Salt and song | Coast Wire\n4 March 2025\n\nSixty amateur singers and one cello gave their first concert by night.",
    "ferry": "The night ferry is back | Coast Wire\n2 March 2026\n\nThe night ferry to Skarrow sails again from Thursday. The night ferry "
    "was scrapped at New Year to save money.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = index_of(tmp_path_factory.mktemp("overview"), ARTICLES)
    return Assistant.open(index, settings=Settings(chat_model=None), embedder=WordEmbedder())


def said(answer: Answer) -> list[str]:
    return [statement.text for statement in answer.statements]


@pytest.mark.parametrize(
    "question",
    [
        "Tell me about the herring talks", "What do we know about the herring talks?", "Give me an overview of the herring talks",
        "Summarise the herring talks", "What is the latest on the herring talks?", "What happened in the herring talks?",
        "Background on the herring talks", "Can you brief me on the herring talks?",
    ],
)  # fmt: skip
def test_an_overview_is_known_by_how_it_is_asked_for(question: str) -> None:
    assert understand(question).kind == "overview"


@pytest.mark.parametrize(
    "question",
    ["What happened to the watchman?", "What did the union say about the talks?", "When did the talks begin?"],
)
def test_a_question_for_a_fact_is_no_overview(question: str) -> None:
    assert understand(question).kind != "overview"


def test_it_says_what_several_say_once_and_the_rest_in_the_order_of_days(assistant: Assistant) -> None:
    answer = assistant.ask("Tell me about the herring talks")

    days = [statement.label for statement in answer.statements]
    assert [day for day in days if day] == ["12 June 2025", "28 June 2025"]
    assert (days[0], days[-1]) == ("12 June 2025", "28 June 2025")
    broke_off = [one for one in answer.statements if "broke off" in one.text]
    assert [one.independent_sources for one in broke_off] == [2]


def test_an_overview_of_a_time_is_told_by_the_articles_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("Tell me about Skarrow in March 2026")

    assert said(answer)
    assert {one.published for statement in answer.statements for one in statement.citations} == {"2026-03-02"}


def test_the_latest_comes_first_where_that_is_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("What is the latest on the herring talks?")

    assert answer.statements[0].label == "28 June 2025"


def test_half_of_somebody_s_speech_is_no_statement(assistant: Assistant) -> None:
    assert not any("tired" in text for text in said(assistant.ask("Tell me about the herring talks")))


def test_a_common_word_does_not_bring_in_another_subject(assistant: Assistant) -> None:
    answer = assistant.ask("Tell me about the night ferry")

    assert answer.statements
    assert all("ferry" in text for text in said(answer))


def test_a_subject_that_is_not_there_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Tell me about the opera in Vienna")

    assert (answer.refused, answer.reason) == (True, "nothing in the collection mentions “Vienna”")


def test_a_subject_in_other_words_is_not_refused_for_one_of_them(assistant: Assistant) -> None:
    assert not assistant.ask("Tell me about the herring negotiations between Ostrey and Skarrow").refused
