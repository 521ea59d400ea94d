"""Outlets that a question cites and that the collection does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.outlets import named_outlets, unknown_outlets
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of

KNOWN = ["Coast Wire", "Kelderby Ledger", "The Guardian"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does the Harbour Gazette article say about the fire?", ["Harbour Gazette"]),
        ("Which boat is named in a story by Reuters, and which in the Coast Wire report?", ["Reuters"]),
        ("How many boats burned, according to the Morning Herald?", ["Morning Herald"]),
        ("How many boats burned, according to the Guardian?", []),
        ("What did Edda Brandvold say, according to Tomas Rillet?", []),
        ("Who wrote the article by Peter Orme?", []),
        ("What is in the December report on the harbour?", []),
    ],
)
def test_an_outlet_that_is_cited_and_not_there_is_told(question: str, expected: list[str]) -> None:
    assert unknown_outlets(question, KNOWN) == expected


def test_of_two_copies_the_one_of_the_outlet_that_is_named_is_cited(tmp_path: Path) -> None:
    text = (
        "Dockworkers closed the container terminal of Kelmouth on Monday in a dispute about pay. About 580 workers took part in it, "
        "the operator said. The terminal handles a third of the country's fruit and most of its paper."
    )
    articles = {
        "wire": f"Strike closes terminal | North Sea Wire\n16 September 2024\n\n{text}",
        "copy": f"Terminal shut by strike | The Meridian\n17 September 2024\n\n{text} Nobody knows when it will open again, it was said.",
    }
    index = index_of(tmp_path, articles)
    with Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder()) as assistant:
        for outlet in ("North Sea Wire", "The Meridian"):
            answer = assistant.ask(f"How many workers took part according to {outlet}?")
            assert answer.statements[0].citations[0].publisher == outlet


def test_a_paper_goes_by_its_last_word_where_one_alone_is_called_so() -> None:
    known = ["Tarnbeck Echo", "The Morning Sentinel", "Merrow Gazette", "Post and Gazette"]

    def named(text: str) -> list[tuple[str, ...]]:
        return [place.outlets for place in named_outlets(text, known)]

    assert named("How do the Echo and the Sentinel differ?") == [("Tarnbeck Echo",), ("The Morning Sentinel",)]
    assert named("What does the Gazette report?") == []
    assert named("Did an echo of the strike reach the town?") == []
    assert named("Who was Echo Brown?") == []
