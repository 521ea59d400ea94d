"""What articles differ on: numbers, sums, days and spellings are told; what only looks like a difference is not."""

from __future__ import annotations

import pytest

from rag.corroborate import says_the_same
from rag.differ import Differing, _count, _of_one_size, differing, newest
from rag.question import understand
from tests.rag.sentences import Given, candidates


def differ(question: str, *given: Given, frequency: int = 1) -> list[Differing]:
    """Return what sentences that answer equally well differ on."""
    return differing(understand(question), candidates(*given), [0.0] * len(given), lambda word: frequency)


def shown(found: list[Differing]) -> list[tuple[str, str]]:
    """Return the values and notes of the one thing that differs."""
    assert len(found) == 1
    return [(value.shown, value.note) for value in found[0].values]


FIRE = "A fire in the harbour of Orrenmouth destroyed {} boats on Tuesday night."


def test_numbers_of_what_was_counted_differ_and_a_later_one_is_said_to_be_later() -> None:
    found = differ(
        "How many boats did the fire destroy?",
        (FIRE.format("eleven"), "", "2025-03-04"),
        (FIRE.format("nine"), "", "2025-03-04"),
        (FIRE.format("thirteen"), "", "2025-03-06"),
    )
    assert found[0].what == "The number of boats differs"
    assert shown(found) == [("11 boats", ""), ("9 boats", ""), ("13 boats", "later report")]


def test_how_many_there_are_is_no_other_number_of_those_to_whom_it_happened() -> None:
    found = differ(
        "How many passengers on the Linnet fell ill?",
        ("Two passengers on the Linnet fell ill, the port said.", "", "2025-03-04"),
        ("The Linnet has 2,500 passengers aboard.", "", "2025-03-05"),
    )
    assert found == []


def test_the_latest_value_leads_unless_the_first_is_asked_for() -> None:
    given = [(FIRE.format("eleven"), "", "2025-03-04"), (FIRE.format("thirteen"), "", "2025-03-06")]
    for question, leads in (("How many boats did the fire destroy?", 1), ("How many boats were first counted?", None)):
        made = candidates(*given)
        found = differing(understand(question), made, [0.0, 0.0], lambda word: 1)
        first = newest(understand(question), found)
        assert first is (None if leads is None else made[leads])
    assert newest(understand("How many boats?"), []) is None


def test_one_number_written_in_two_ways_is_one() -> None:
    question = "How many boats did the fire destroy?"
    assert not differ(question, (FIRE.format("eleven"), "", None), (FIRE.format("11"), "", None))


def test_numbers_of_another_year_do_not_differ() -> None:
    question = "How many boats did the fire destroy?"
    assert not differ(question, (FIRE.format("eleven"), "", "2025-03-04"), (FIRE.format("four"), "", "2026-03-08"))


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("4.2 million euros", "5.6 million euros", True),
        ("4.2 million euros", "€4.2m", False),
        ("4.2 million euros", "4,200,000 euros", False),
        ("4.2 million euros", "nine years", False),
        ("US$200 billion", "$190 billion", True),
        ("six percent", "6%", False),
        ("two years", "two years and four months", True),
        ("2 years, 4 months", "two years and four months", False),
    ],
)
def test_sums_are_compared_by_what_they_are_worth(one: str, other: str, *, differs: bool) -> None:
    text = "The fire in the harbour of Orrenmouth cost the port {} in all, the council said."
    found = differ(
        "How much did the fire cost?", (text.format(one), one, "2025-03-04"), (text.format(other), other, "2025-03-04")
    )
    assert bool(found) is differs


def test_days_differ_and_a_month_is_no_other_day() -> None:
    text = "The new bridge of Orrenmouth will open to traffic on {} after two years of work."
    question = "When will the bridge open?"
    one, other = (text.format(day) for day in ("4 May 2025", "5 May 2025"))
    assert shown(differ(question, (one, "4 May 2025", None), (other, "5 May 2025", None)))
    loose = text.format("a day in May 2025")
    assert not differ(question, (one, "4 May 2025", None), (loose, "May 2025", None))


def test_a_name_in_two_spellings_is_told_and_not_corrected() -> None:
    text = "The mayor of {} promised that the harbour will be built again by the summer."
    found = differ(
        "Who promised to build the harbour?", *((text.format(name), "", None) for name in ("Orrenmouth", "Orenmouth"))
    )
    assert found[0].what == "A name is spelled in two ways: “Orrenmouth” and “Orenmouth”"
    assert shown(found) == [("Orrenmouth", ""), ("Orenmouth", "")]


@pytest.mark.parametrize("pair", [("Russia", "Russian"), ("Kelderby", "Garnwick"), ("Orrenmouth", "Orrenmouth")])
def test_other_names_are_not_spellings(pair: tuple[str, str]) -> None:
    text = "The mayor of {} promised that the harbour will be built again by the summer."
    assert not differ("Who promised to build the harbour?", *((text.format(name), "", None) for name in pair))


def test_two_names_that_are_both_frequent_are_two_names() -> None:
    text = "The mayor of {} promised that the harbour will be built again by the summer."
    sentences = [(text.format(name), "", None) for name in ("Orrenmouth", "Orenmouth")]
    assert not differ("Who promised to build the harbour?", *sentences, frequency=40)


@pytest.mark.parametrize(("one", "other", "same"), [
    ("two years and four months", "two years", False),
    ("two years", "two years and four months", False),
    ("two years and four months", "two years and four months", True),
    ("two years", "two years", True),
])  # fmt: skip
def test_a_time_of_two_parts_is_not_carried_by_who_says_one_of_them(one: str, other: str, *, same: bool) -> None:
    text = "Mayor Ilse Brandvold was sentenced to {} in prison on Friday for taking bribes{}."
    lead, second = candidates((text.format(one, ""), "", None), (text.format(other, ", the court said"), "", None))
    assert says_the_same(lead, second) is same


def test_counts_many_times_each_other_are_not_of_one_thing() -> None:
    assert _of_one_size(None, "12")
    assert _of_one_size("6", "17")
    assert not _of_one_size("9204", "17")
    assert _of_one_size("2025-03-04", "2025-03-06")


def test_a_figure_that_is_asked_for_by_name_differs_too() -> None:
    found = differ(
        "What was the turnout in Lindmere?",
        ("Turnout was 43.6 per cent in Lindmere.", "43.6 per cent", "2025-11-07"),
        ("Turnout in Lindmere was 39.8 per cent.", "39.8 per cent", "2025-11-07"),
    )
    assert shown(found) == [("43.6 per cent", ""), ("39.8 per cent", "")]


def test_what_is_counted_is_what_the_answer_counts_where_the_question_names_only_people() -> None:
    found = differ(
        "How many people caught the fever?",
        ("Eleven patients have so far been found to have caught the fever.", "Eleven", "2025-09-12"),
        ("The number of patients who caught the fever has risen to 17.", "17", "2026-01-19"),
    )
    assert found[0].what == "The number of patients differs"
    assert shown(found) == [("11 patients", ""), ("17 patients", "later report")]


def test_a_longer_word_for_what_is_counted_is_the_same() -> None:
    found = differ(
        "How many workers stayed away?",
        ("Around 900 workers stayed away on Monday.", "", "2025-10-20"),
        ("More than 1,100 glassworkers stayed away on Monday.", "", "2025-10-20"),
    )
    assert shown(found) == [("900 workers", ""), ("1100 workers", "")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2 million people fled the town.", ("1200000", "1.2 million people")),
        ("Two dozen people fled.", ("24", "2 dozen people")),
        ("Nine people fled.", ("9", "9 people")),
        ("62% of people fled.", None),
        ("10 to 15 people fled.", None),
        ("In 2023 people fled.", None),
        ("On 7 October people fled.", None),
        ("15-year-old people fled.", None),
    ],
)
def test_what_a_number_counts_is_read_with_its_scale_and_no_share_year_or_age(
    text: str, value: tuple[str, str] | None
) -> None:
    assert _count(text, "people") == value
