"""Who several clues point to."""

from __future__ import annotations

import numpy as np
import pytest

from rag.clues import asks_for_name, pointed_at, who_is
from rag.domain import Evidence, Passage, Source
from rag.question import Asked, understand
from tests.rag.sentences import candidates

QUESTION = (
    "Who is the official that inspected the harbour before the fire, as the Beacon reported, and that later resigned "
    "over the missing hydrants, according to the Ledger?"
)


def evidence(*texts: str) -> list[Evidence]:
    return [
        Evidence(Passage(f"p{number}", Source(f"a{number}", publisher=f"Outlet {number}"), text, 0, len(text)), 1.0)
        for number, text in enumerate(texts)
    ]


@pytest.fixture
def asked() -> Asked:
    return understand(QUESTION, outlets=["Beacon", "Ledger"])


def test_the_name_that_the_passages_share_wins_and_is_given_in_full(asked: Asked) -> None:
    found = pointed_at(
        asked,
        evidence(
            "The harbour was inspected in January. Ms Quill found nothing wrong, and told Peter Orme so.",
            "Ada Quill resigned on Friday. The hydrants had been missing for years, said Marta Lund.",
            "The council thanked Ada Quill, who leaves after nine years.",
        ),
    )

    assert found is not None
    assert found.name == "Ada Quill"
    assert found.votes > found.next


def test_names_that_the_question_says_are_no_answer() -> None:
    asked = understand(
        "Who is the colleague of Ada Quill that inspected the harbour, and that later resigned over the hydrants?"
    )
    found = pointed_at(
        asked, evidence("Ada Quill and Marta Lund inspected it.", "Marta Lund resigned, Ada Quill said.")
    )

    assert found is not None
    assert found.name == "Marta Lund"


def test_where_nobody_is_named_nobody_is_pointed_at(asked: Asked) -> None:
    assert pointed_at(asked, evidence("the harbour was inspected.", "the hydrants were missing.")) is None


def test_the_best_sentence_with_the_name_leads_and_has_it_as_its_answer(asked: Asked) -> None:
    found = pointed_at(asked, evidence("Then Ada Quill resigned.", "Ada Quill had inspected the harbour."))
    assert found is not None
    some = candidates(
        ("The official resigned over the hydrants.", "", None), ("On Friday Ada Quill resigned at once.", "", None)
    )

    made, lead = who_is(found, some, np.array([3.0, 1.0]))

    assert lead is made[1]
    assert lead.answer_text == "Ada Quill"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (QUESTION, True),
        ("Which company built the harbour wall that failed, and was later fined by the council over the fire?", True),
        ("Who inspected the harbour?", False),
        ("What did the council decide about the harbour wall, and what did the owners say to that?", False),
    ],
)
def test_only_questions_of_several_clues_ask_for_a_name(question: str, expected: bool) -> None:
    assert asks_for_name(understand(question)) is expected
