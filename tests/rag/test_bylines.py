"""Questions about what somebody has written, asked of that author's articles alone."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of

ARTICLES = {
    "quist": "Ferry strands forty | Tarnbury Gazette\nBy Mara Quist\n12 March 2024\n\nThe Tarn ferry ran onto a sandbank on Tuesday with "
    "forty people aboard. The ferry company blamed a worn chart.",
    "later": "Ferry sails again | Tarnbury Gazette\nBy Mara Quist and Ivo Lund\n20 March 2024\n\nThe Tarn ferry sailed again on Wednesday "
    "after its hull was welded. Tickets cost four crowns.",
    "other": "Ferry fiasco | Lowmoor Echo\nBy Mara Quistgaard\n13 March 2024\n\nThe Tarn ferry had no pilot, a deckhand said. “We drifted,” "
    "said Joanna Lund, who sold tickets on the ferry.",
    "column": "What the ferry taught us | Lowmoor Echo\nBy Otto Brand\n\nThe Tarn ferry is a lesson in thrift. A town that "
    "saves on charts pays for hulls.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = index_of(tmp_path_factory.mktemp("bylines"), ARTICLES)
    return Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder())


@pytest.mark.parametrize(
    "question",
    [
        "What did Mara Quist write about the Tarn ferry?",
        "What has Mara Quist reported on the Tarn ferry?",
        "What do the articles by Mara Quist say about the Tarn ferry?",
        "Summarise the stories by mara quist about the Tarn ferry",
    ],
)
def test_only_what_the_author_wrote_is_told_of(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert answer.question == question
    assert {one.author for one in answer.citations} == {"Mara Quist", "Mara Quist, Ivo Lund"}
    name = "mara quist" if "mara" in question else "Mara Quist"
    assert answer.notices[0] == f"Only articles by {name} were searched."


def test_what_an_author_wrote_is_listed_newest_first_and_undated_last(assistant: Assistant) -> None:
    both = assistant.ask("What has Mara Quist written?")
    column = assistant.ask("Show me the articles by Otto Brand")

    assert [one.published for one in both.citations] == ["2024-03-20", "2024-03-12"]
    assert [one.author for one in column.citations] == ["Otto Brand"]


def test_a_part_of_a_name_is_another_name(assistant: Assistant) -> None:
    answer = assistant.ask("What did Ann Lund write about the ferry?")

    assert not any("were searched" in notice for notice in answer.notices)


def test_who_is_quoted_and_writes_nothing_is_asked_for_words(assistant: Assistant) -> None:
    answer = assistant.ask("What did Joanna Lund report about the Tarn ferry?")

    assert not any("were searched" in notice for notice in answer.notices)
    assert any("Joanna Lund" in one.text for one in answer.statements)


def test_an_author_who_wrote_nothing_of_it_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("What did Otto Brand write about pilots?")

    assert answer.refused
    assert answer.notices[0] == "Only articles by Otto Brand were searched."


def test_authors_that_the_caller_chose_stay(assistant: Assistant) -> None:
    answer = assistant.ask("What did Mara Quist write about the ferry?", authors=["Otto Brand"])

    assert {one.author for one in answer.citations} <= {"Otto Brand"}
