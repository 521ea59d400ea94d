"""Events that look alike: told apart where the question does not say which, and only there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rag.candidates import Candidate
from rag.events import month_of, other_times, told
from rag.question import understand
from tests.rag.sentences import Given, candidates

FIRST = ("A fire in the harbour of Orrenmouth was caused by a cable of the trawler.", "a cable", "2025-03-06")
SECOND = ("A fire in the harbour of Orrenmouth was caused by flares of a drunken sailor.", "flares", "2026-03-09")


def others(question: str, *given: Given, scores: tuple[float, ...] = ()) -> tuple[Candidate, list[Candidate]]:
    """Return the best sentence, and those of other times."""
    made = candidates(*given)
    return made[0], other_times(understand(question), made, scores or (0.0,) * len(made))


def test_a_fact_of_another_year_is_named_and_both_times_are_told() -> None:
    lead, found = others("What caused the fire in the harbour?", FIRST, SECOND)
    assert [one.text for one in found] == [SECOND[0]]
    assert told([month_of(lead), month_of(found[0])]).startswith(
        "The articles tell of this in March 2025 and March 2026"
    )


def test_a_question_that_names_a_time_means_that_one() -> None:
    assert others("What caused the fire in the harbour in March 2025?", FIRST, SECOND)[1] == []


def test_what_is_still_so_a_year_later_is_no_second_event() -> None:
    again = (FIRST[0].replace("A fire", "The fire"), "a cable", "2026-03-09")
    assert others("What caused the fire in the harbour?", FIRST, again)[1] == []


def test_reports_of_one_week_are_of_one_event() -> None:
    near = (*SECOND[:2], "2025-03-09")
    assert others("What caused the fire in the harbour?", FIRST, near)[1] == []


def test_a_later_report_of_the_first_event_is_of_that() -> None:
    text = "A fire in the harbour of Orrenmouth on 4 March 2025 was caused by old oil, it is now said."
    late = (text, "old oil", "2026-03-09")
    assert others("What caused the fire in the harbour?", FIRST, late)[1] == []


def test_a_much_worse_sentence_and_an_undated_one_are_not_named() -> None:
    assert others("What caused the fire in the harbour?", FIRST, SECOND, scores=(0.0, -5.0))[1] == []
    assert others("What caused the fire in the harbour?", FIRST, (*SECOND[:2], None))[1] == []


def test_people_speak_again_and_again() -> None:
    assert others("What did the mayor say about the fire in the harbour?", FIRST, SECOND)[1] == []


def test_of_one_person_but_of_nothing_that_happens_in_both_is_no_second_event() -> None:
    question = understand("Why was Gareth Pomfret sacked?")
    lead, before, again = (
        replace(one, vector=np.ones(1, dtype=np.float32))
        for one in candidates(
            ("Gareth Pomfret of Castleby Town was dismissed after a defeat.", "", "2024-12-09"),
            ("Gareth Pomfret of Castleby Town is the favourite to take over.", "", "2023-12-04"),
            ("Gareth Pomfret of Lowick City was dismissed over a quarrel with its owner.", "", "2023-03-04"),
        )
    )

    assert other_times(question, [lead, before], (0.0, 0.0)) == []
    assert other_times(question, [lead, again], (0.0, 0.0)) == [again]
