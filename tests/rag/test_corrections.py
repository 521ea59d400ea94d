"""Corrections, each tied to what it corrects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from rag.candidates import FEATURES, Candidate
from rag.corrections import (
    TITLE,
    corrected,
    corrected_ones,
    dated_note,
    notes,
    repeats_error,
    set_right,
    told,
    told_by_date,
    told_by_themselves,
)
from rag.domain import Evidence, Source
from rag.extract import cite
from rag.sentences import sentence_spans
from tests.fakes import make_passage

CORRECTION = Source("c", "Correction: port trial", publisher="Ostrey Today", published="2025-10-16")
ORIGINAL = Source("o", "Port buyer took cash in cake tins", publisher="Ostrey Today", published="2025-10-14")
OTHERS = (
    Source("x", "Port buyer took cash in cake tins", publisher="Coast Wire", published="2025-10-14"),
    Source("y", "Ferry fares go up in June", publisher="Ostrey Today", published="2025-10-12"),
    Source("z", "Port buyer took cash in cake tins", publisher="Ostrey Today", published="2025-10-20"),
)
TEXTS = {"c": "An article of 14 October (“Port buyer took cash in cake tins”) named the wrong man. That is wrong."}


def notices(sources: Sequence[Source]) -> list[str]:
    return list(told(sources, [CORRECTION], TEXTS.__getitem__))


def test_a_correction_is_of_the_earlier_article_of_its_outlet_whose_title_it_quotes() -> None:
    assert corrected(CORRECTION, [*OTHERS, ORIGINAL], TEXTS.__getitem__) is ORIGINAL
    assert corrected(CORRECTION, OTHERS, TEXTS.__getitem__) is None


def test_a_title_in_other_words_is_known_by_what_they_share() -> None:
    text = {"c": "We said that the port buyer took the cash home in a cake tin. He did not."}
    assert corrected(CORRECTION, [*OTHERS, ORIGINAL], text.__getitem__) is ORIGINAL


def test_what_is_corrected_is_said_though_the_correction_was_not_found() -> None:
    assert notices([ORIGINAL]) == [
        "Ostrey Today corrected “Port buyer took cash in cake tins” on 16 October 2025: “Correction: port trial”."
    ]


def test_what_is_cited_is_corrected_in_the_words_of_the_correction() -> None:
    text = {"c": 'In an article of 14 October ("Port buyer took cash in cake tins") we said that 23,000 lorries pass a day.'
                 " That figure is old. The count of this year was 18,500 a day. We also gave the name of the landlady of"
                 " the Ferryman Inn as Maureen Tully; she is Doreen Tully. We apologise for the errors."}  # fmt: skip

    def said(quote: str) -> str:
        (notice,) = told([ORIGINAL], [CORRECTION], text.__getitem__, {"o": quote})
        return notice.partition("16 October 2025: ")[2]

    assert said("Maureen Tully, who runs the Ferryman Inn, lost forty bookings.") == (
        "“We also gave the name of the landlady of the Ferryman Inn as Maureen Tully; she is Doreen Tully”."
    )
    assert said("Some 23,000 lorries pass the gate a day.") == (
        '“In an article of 14 October ("Port buyer took cash in cake tins") we said that 23,000 lorries pass a day. That'
        " figure is old. The count of this year was 18,500 a day”."
    )
    assert said("The buyer of the port took cash home in cake tins.") == "“Correction: port trial”."
    assert list(
        told([ORIGINAL], [CORRECTION], text.__getitem__, {"o": "Maureen Tully runs the Ferryman Inn.", "c": ""})
    ) == ["Ostrey Today corrected “Port buyer took cash in cake tins” on 16 October 2025: “Correction: port trial”."]


def test_a_correction_of_nothing_that_is_here_is_told_where_it_was_found() -> None:
    assert notices([CORRECTION, OTHERS[1]]) == [
        "Ostrey Today published a correction on 16 October 2025: “Correction: port trial”."
    ]
    assert notices(OTHERS) == []


def test_what_a_correction_takes_back_is_not_marked_as_the_answer() -> None:
    text = "We said that the bridge carries 23,000 vehicles a day. That figure is of 2009."
    evidence = Evidence(make_passage(text), 1.0)
    vector = np.zeros(2, dtype=np.float32)
    one = Candidate(text[:54], 0, evidence, vector, (0.0,) * len(FEATURES), answer=(32, 47), shown=(32, 47))

    assert cite(one).answer_start == 32
    assert cite(replace(one, after=len(text))).answer_start is None


NOTE = (
    "The dockers went back to work on Monday. Correction: An earlier version of this article said that 640 dockers had "
    "walked out. The union has told us that the number was 604. We regret the error."
)


def test_an_article_that_corrects_itself_is_known_by_its_note() -> None:
    source = Source("a", "Strikers go back to work", publisher="Coast Wire", published="2024-10-07")
    start, end = NOTE.index("Correction"), NOTE.index(" The union")

    assert repeats_error(source, NOTE, start, end)
    assert not repeats_error(source, NOTE, 0, start - 1)
    assert list(notes(NOTE)) == [NOTE[start : NOTE.index(" We regret")]]


def test_what_an_article_corrects_of_itself_is_told_unless_it_is_cited() -> None:
    source = Source("a", "Strikers go back to work", publisher="Coast Wire", published="2024-10-07")
    quoted = "The 640 dockers had walked out a week ago."
    said = list(told_by_themselves([source], lambda _: notes(NOTE), {"a": quoted}))

    assert len(said) == 1
    assert said[0].startswith("In “Strikers go back to work” Coast Wire says: “Correction: An earlier version")
    assert list(told_by_themselves([source], lambda _: notes(NOTE), {"a": NOTE})) == []


def test_of_a_note_about_something_else_only_that_is_told() -> None:
    source = Source("a", "Strikers go back to work", publisher="Coast Wire", published="2024-10-07")

    assert list(told_by_themselves([source], lambda _: notes(NOTE), {"a": "The mayor was in Ostrey on Monday."})) == [
        "In “Strikers go back to work” Coast Wire corrects something else."
    ]


OF_A_DAY = "The strike is over. Correction: Our report of 6 October gave the deficit of the pension scheme as £27m. It is £72m."


def test_a_note_that_names_another_article_by_its_day_is_told_with_that_one() -> None:
    later = Source("n", "Strikers go back", publisher="Coast Wire", published="2025-11-04")
    meant = Source("m", "A bid for the glassworks", publisher="Coast Wire", published="2025-10-06")
    others = [
        later,
        Source("w", "A bid for the glassworks", publisher="Ostrey Today", published="2025-10-06"),
        Source("d", "A bid for the glassworks", publisher="Coast Wire", published="2025-10-07"),
        Source("t", "The tides of October", publisher="Coast Wire", published="2025-10-06"),
    ]
    text = dict.fromkeys("nmwd", "The pension scheme has a deficit of £27m.") | {"t": "High water is at noon."}
    dated = [found for note in notes(OF_A_DAY) if (found := dated_note(later, note))]

    quotes = {"m": "The pension scheme has a deficit of £27m."}
    assert list(told_by_date([*others, meant], dated, text.__getitem__, quotes)) == [
        "Coast Wire corrected “A bid for the glassworks” on 4 November 2025: “Correction: Our report of 6 October gave the "
        "deficit of the pension scheme as £27m. It is £72m”."
    ]
    assert list(told_by_date([*others, meant], dated, text.__getitem__, {"m": "The price was agreed at dawn."})) == [
        "Coast Wire corrected something else in “A bid for the glassworks” on 4 November 2025."
    ]
    assert corrected_ones([*others, meant], [], dated, text.__getitem__) == {"m"}
    assert list(told_by_themselves([later], lambda _: notes(OF_A_DAY), {})) == []


def test_a_note_on_the_article_itself_is_of_no_other_day() -> None:
    source = Source("a", "Strikers go back", publisher="Coast Wire", published="2025-10-06")

    for note in (
        "Correction: our report of 6 October gave the wrong sum.",
        "An earlier version of this article, of 3 October, gave the wrong sum.",
        "Correction: the strike began on 3 October.",
    ):
        assert dated_note(source, note) is None, note


@pytest.mark.parametrize(
    ("title", "corrects"),
    [
        ("Corrections and clarifications", True),
        ("Correction: port trial", True),
        ("Apology to our readers", False),
        ("Clarification of our report on the ferry", True),
        ("Apology demanded from minister over ferry contract", False),
        ("Correction officer charged", False),
        ("Corrected figures show slump", False),
        ("Retraction of troops begins", False),
    ],
)
def test_a_story_about_an_apology_is_no_correction(title: str, corrects: bool) -> None:
    assert bool(TITLE.match(title)) is corrects


@pytest.mark.parametrize(
    ("text", "until"),
    [
        (
            "We named the night watchman who was tied up as Ruben Oster. That was wrong. Mr Oster was on holiday. The "
            "watchman on duty was Emil Dacosta, 58. Mr Oster has had forty calls.",
            "Emil Dacosta, 58.",
        ),
        ("We wrote that 240 posts were to be lost. That is wrong. The right figure is 140. We are sorry.", "is 140."),
        ("The bridge was said to be closed. That is wrong. Readers can write to us at any time.", "That is wrong."),
        ("The bridge was said to be closed. That is wrong.\n\nThe bridge is of 1902.", "That is wrong."),
    ],
)
def test_what_is_right_is_told_with_what_was_wrong(text: str, until: str) -> None:
    (start, end), (_, last) = sentence_spans(text)[:2]
    assert text[: set_right(text, start, end, last)].endswith(until)
