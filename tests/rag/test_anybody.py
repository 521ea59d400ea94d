"""Whether anybody was hurt: settled by who says that nobody was, or that some were, of what is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.anybody import said_of_anybody
from rag.assistant import Assistant
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of

HURT = "Was anybody hurt in the derailment at Skelder Cutting?"

ARTICLES = {
    "stone": "Stone train derails | Coast Wire\n8 November 2023\n\nA freight train carrying limestone came off the rails at Skelder Cutting on Tuesday. "
    "The line was shut between Marlock and Tolvane. Nobody was hurt. It was raining at the time.",
    "frost": "Frost in the hills | Northern Post\n8 January 2024\n\nThe road over Harrow Moor was closed by ice on Sunday. Two drivers were arrested.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index: Path = index_of(tmp_path_factory.mktemp("anybody"), ARTICLES)
    return Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder())


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        (HURT, "Nobody was hurt.", "no"),
        (HURT, "No one has been injured so far.", "no"),
        (HURT, "There were no injuries.", "no"),
        (HURT, "Two passengers were killed and 31 people were hurt.", "yes"),
        (HURT, "Several passengers were seriously injured.", "yes"),
        ("Has anyone been arrested over the fraud?", "Nobody has been arrested.", "no"),
        ("Has anyone been arrested over the fraud?", "Two men have been arrested.", "yes"),
        ("Did anyone die in the fire?", "A third passenger has died of injuries.", "yes"),
        ("Were there any deaths?", "Nobody was killed.", "no"),
        ("Were any passengers injured?", "Nine passengers were injured.", "yes"),
        (HURT, "Nobody was seriously hurt.", None),
        (HURT, "No one else was hurt.", None),
        (HURT, "None of the passengers was hurt.", None),
        (HURT, "The train was badly damaged.", None),
        (HURT, "Nobody was arrested.", None),
        ("Who was hurt in the derailment?", "Nobody was hurt.", None),
        ("Was the driver hurt?", "Nobody was hurt.", None),
        ("Was anybody at the scene?", "Two men were at the scene.", None),
        ("Is anyone to blame?", "A man came to blame her.", None),
        ("Were any sailors rescued?", "Nine sailors were rescued.", "yes"),
    ],
)
def test_what_a_sentence_says_to_a_question_for_anybody(question: str, sentence: str, told: str | None) -> None:
    assert said_of_anybody(question, sentence) == told


def test_that_nobody_was_leads_with_what_it_was_by_and_settles_nothing(assistant: Assistant) -> None:
    lead = assistant.ask(HURT).statements[0]

    assert lead.text == "The line was shut between Marlock and Tolvane. Nobody was hurt."
    assert lead.verdict == ""


def test_of_another_place_it_does_not_lead(assistant: Assistant) -> None:
    answer = assistant.ask("Was anybody hurt on Harrow Moor?")

    assert not any("Nobody" in one.text for one in answer.statements[:1])
