"""What a question asks for, and whether a sentence can be an answer to it."""

from __future__ import annotations

import pytest

from rag.kinds import is_asked_about, lacks_measure
from rag.question import understand


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("What salary does Ilse Vandermeer earn?", "When Ilse Vandermeer took over the club had twelve points.", True),
        ("How old is the new mayor?", "A recount confirmed the election of a baker as mayor, by nineteen votes.", True),
        ("How much did the roof cost?", "The roof was paid for by the parish.", True),
        ("How much did the roof cost?", "The new roof cost the parish £40,000.", False),
        ("How old is the new mayor?", "Ann Example is 58 years old.", False),
        ("How many patients fell ill?", "Twenty-three fell ill after the tests.", False),
    ],
)
def test_an_answer_without_what_is_measured_is_in_doubt(question: str, text: str, *, lacks: bool) -> None:
    assert lacks_measure(understand(question), text) is lacks


@pytest.mark.parametrize(
    ("question", "text", "read", "same"),
    [
        ("Who took over from Quispe Landa?", "Foreign minister Rosaura Quispe Landa resigned.", "Rosaura", True),
        ("Who took over from Quispe Landa?", "Her deputy, Hernán Olaechea, was sworn in.", "Hernán", False),
        ("Who is Quispe Landa?", "Rosaura Quispe Landa is the foreign minister.", "Rosaura", False),
        ("Who won, Dunmoor or Castleby?", "Castleby beat Dunmoor on Saturday.", "Castleby", False),
        ("When did Quispe Landa resign?", "Rosaura Quispe Landa resigned on Monday.", "Rosaura", False),
    ],
)
def test_who_is_asked_about_is_not_who_is_asked_for(question: str, text: str, read: str, *, same: bool) -> None:
    assert is_asked_about(understand(question), text, text.index(read)) is same
