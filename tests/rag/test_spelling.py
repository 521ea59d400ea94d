"""A word that stands nowhere: what it may have been meant to be is proposed, never searched for unasked."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.settings import Settings
from rag.spelling import slips
from tests.fakes import WordEmbedder, index_of

ARTICLES = {
    "trial": "The mayor in court | Coast Wire\n4 October 2024\n\nThe mayor of Skarvik was convicted of corruption on Friday. Her lawyer, "
    "Marte Solbakk, said that she would appeal. The lawyers of the builder left by the back door.",
    "frontier": "On the front | Coast Wire\n5 October 2024\n\nThe front of the town hall of Skarvik is to be painted in May.",
}
WHOLE = frozenset({"frost"})


class PieceEmbedder(WordEmbedder):
    """Has some words as a whole, and the others in two pieces."""

    def count_tokens(self, texts: object) -> list[int]:
        return [2 + sum(1 if word in WHOLE else 2 for word in text.split()) for text in texts]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = index_of(tmp_path_factory.mktemp("spelling"), ARTICLES)
    return Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=PieceEmbedder())


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Who is the laywer?", "Who is the lawyer?"),
        ("Who are the laywers?", "Who are the lawyers?"),
        ("What did Marte Solbaak say?", "What did Marte Solbakk say?"),
        ("Who is the mayor of Skarvick?", "Who is the mayor of Skarvik?"),
    ],
)
def test_a_misspelt_word_is_refused_with_the_question_as_it_may_have_been_meant(
    assistant: Assistant, question: str, meant: str
) -> None:
    answer = assistant.ask(question)

    assert answer.refused
    assert answer.suggestion == meant
    assert answer.notices[0].startswith("Did you mean “")
    assert assistant.follow_ups(answer)[0] == meant
    assert not assistant.ask(meant).refused


def test_a_word_that_is_spelled_right_is_not_taken_for_another(assistant: Assistant) -> None:
    answer = assistant.ask("When was the frost?")

    assert (answer.refused, answer.suggestion) == (True, None)
    assert assistant.ask("When was the froent?").suggestion == "When was the front?"


@pytest.mark.parametrize("question", ["Was there a mayoralty?", "Who is the buildup?", "Who was the lawlor?"])
def test_another_word_that_begins_alike_is_no_slip(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).suggestion is None


@pytest.mark.parametrize(
    ("word", "other", "many"),
    [("laywer", "lawyer", 1), ("same", "same", 0), ("placebo", "place", 2), ("shortfall", "shortly", 3), ("", "ab", 2)],
)
def test_slips_are_letters_too_many_too_few_another_or_exchanged(word: str, other: str, many: int) -> None:
    assert slips(word, other) == many


def test_nothing_is_proposed_where_nothing_is_written_alike(assistant: Assistant) -> None:
    assert assistant.ask("Who is Angela Merkel?").suggestion is None
    assert assistant.ask("Who is the mayor of Skarvik?").suggestion is None
