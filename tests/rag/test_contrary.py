"""Two sentences that say the contrary are told from two that share their words."""

from __future__ import annotations

import pytest

from rag.contrary import is_contrary


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The union signed the deal.", "The union did not sign the deal."),
        ("The court acquitted the mayor of fraud.", "The court convicted the mayor of fraud."),
        ("Inflation rose by two percent.", "Inflation fell by two percent."),
        ("The council approved the new bridge.", "The council rejected the new bridge."),
        ("Police denied the arrest of the baker.", "Police confirmed the arrest of the baker."),
    ],
)
def test_a_denial_and_an_opposite_are_contrary(one: str, other: str) -> None:
    assert is_contrary(one, other)
    assert is_contrary(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nine boats burned in the harbour.", "Nine boats burned in the harbour, but nobody was hurt."),
        ("The council approved the bridge.", "The council approved the bridge that it had rejected in May."),
        ("Rents rose in the city.", "Wages did not keep up, and the baker closed."),
        ("The mine was closed.", "The mine was closed."),
        ("Marle defeated Penrose in the cup final.", "Marle won against Penrose in the cup final."),
    ],
)
def test_another_matter_in_the_same_sentence_is_not(one: str, other: str) -> None:
    assert not is_contrary(one, other)
