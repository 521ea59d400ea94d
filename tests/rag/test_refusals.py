"""Refusals: the nearest sentences, each told once, and their passages first among what was found."""

from __future__ import annotations

from rag.compose import NEAREST, refuse
from rag.domain import Answer
from tests.rag.sentences import candidates

GIVEN = [
    ("The gap in the budget is 7.1 million.", "", "2025-01-29"),
    ("The gap in the budget is 7.1 million.", "", "2025-01-30"),
    ("Four libraries would close in spring.", "", "2025-01-16"),
    ("Nobody spoke for the baths.", "", "2025-01-16"),
    ("It rained all night on the square.", "", "2025-01-16"),
]


def test_the_nearest_sentences_are_told_once_each_and_their_passages_come_first() -> None:
    best = candidates(*GIVEN)
    evidence = [one.evidence for one in reversed(best)]

    answer = refuse(Answer("How big is the hole?"), "nothing mentions “hole”", evidence, best)

    assert [one.quote for one in answer.nearest] == [GIVEN[0][0], GIVEN[2][0], GIVEN[3][0]]
    assert [one.number for one in answer.nearest] == list(range(1, NEAREST + 1))
    assert [item.passage.text for item in answer.also_found[:3]] == [one.quote for one in answer.nearest]
    assert len(answer.also_found) == len(evidence)


def test_a_refusal_without_sentences_keeps_what_was_found_in_its_order() -> None:
    evidence = [one.evidence for one in candidates(*GIVEN)]

    answer = refuse(Answer("How big is the hole?"), "no article passes the filters", evidence)

    assert (answer.nearest, answer.also_found) == ((), tuple(evidence))
    assert answer.text == "The articles do not say. No article passes the filters."
