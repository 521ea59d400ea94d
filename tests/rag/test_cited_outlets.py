"""Outlets that a question cites and that the collection does not have."""

from __future__ import annotations

import pytest

from rag.outlets import unknown_outlets

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
