"""What may be asked: people who are quoted, by their full names, and nobody who is no person."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of


def examples(folder: Path, text: str) -> list[str]:
    index = index_of(
        folder, {"a": f"A report | Coast Wire\n4 March 2025\n\n{text} The harbour was closed on Tuesday for a day."}
    )
    with Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder()) as assistant:
        return assistant.examples()


@pytest.mark.parametrize(
    "text",
    [
        "“Nobody was hurt,” said Ailsa Merridew.",
        "“Nobody was hurt,” Ailsa Merridew said on Tuesday.",
        "“Nobody was hurt,” Minister Ailsa Merridew told the council.",
    ],
)
def test_who_is_quoted_may_be_asked_about(tmp_path: Path, text: str) -> None:
    assert examples(tmp_path, text) == ["What did Ailsa Merridew say?"]


@pytest.mark.parametrize(
    "text",
    [
        "“Nobody was hurt,” an officer told the Associated Press.",
        "The centre said that Disease Control and Public Health were told.",
        "“It was a time of the Soviet Union,” he said of the Cold War.",
        "“Nobody was hurt,” Merridew said.",
    ],
)
def test_what_is_no_person_and_half_a_name_are_not_asked_about(tmp_path: Path, text: str) -> None:
    assert examples(tmp_path, text) == []
