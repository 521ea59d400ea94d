"""Dates: each form comes out as ISO, what is no date stays unknown, and no date is ever "now"."""

from __future__ import annotations

import time

import pytest

from ingest.metadata import parse_date
from ingest.metadata.days import MONTHS, read_days
from rag.dates import day_range


@pytest.mark.parametrize("iso", ["2022", "2022-03", "2022-03-31", "2025-06-12T18:22:00Z", "2026-03-09T14:05:00+00:00"])
def test_a_date_that_is_iso_comes_back_as_it_is(iso: str) -> None:
    assert parse_date(iso) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("20250304", "2025-03-04"), ("20250304T112600Z", "2025-03-04"), ("2025-W10-2", "2025-03-04"),
        ("2025/03/04", "2025-03-04"), ("2022-3-4", "2022-03-04"), ("March 2022", "2022-03"), ("Sept. 2022", "2022-09"),
        ("März 2022", "2022-03"), (" 2022-03 ", "2022-03"), ("Wed, 30 Mar 2022 10:00:00 +0200", "2022-03-30"),
        ("30 Mar 2022 23:30:00 GMT", "2022-03-30"), ("Wed Mar 30 10:00:00 +0000 2022", "2022-03-30"), ("March 30, 2022 at 5:04 p.m. ET", "2022-03-30"),
        ("30th of March 2022", "2022-03-30"), ("30-Mar-2022", "2022-03-30"), ("30.03.2022", "2022-03-30"),
        ("4.3.2022", "2022-03-04"), ("3/30/2022", "2022-03-30"), ("30/3/2022", "2022-03-30"), ("4/4/2022", "2022-04-04"),
        ("03/04/2022 5:00 PM", "2022-03-04"), ("1er mars 2022", "2022-03-01"), ("4 de marzo de 2022", "2022-03-04"),
        ("2022年3月30日", "2022-03-30"), ("30 marca 2022", "2022-03-30"), ("5 березня 2024", "2024-03-05"),
        ("Published: 30 March 2022", "2022-03-30"),
    ],
)  # fmt: skip
def test_a_date_of_another_form_becomes_one_that_filters_read(text: str, iso: str) -> None:
    assert (parse_date(text), day_range(iso) is None) == (iso, False)


@pytest.mark.parametrize(
    "text",
    [
        "2025-13-45", "2025-02-30", "2025-02-30T10:00:00Z", "0000-00-00", "0000", "2025-00", "2025-13", "20251345",
        "31 June 2025", "1741046400",
    ],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_unknown(text: str) -> None:
    assert parse_date(text) is None


def test_of_a_day_that_two_readers_read_as_two_days_the_year_is_left() -> None:
    assert (parse_date("03/04/2022"), day_range("2022")) == ("2022", (20220101, 20221231))


def test_ten_thousand_dates_are_read_in_two_seconds() -> None:
    forms = (
        "2022-03-{:02}T10:00:00Z",
        "Wed, {} Mar 2022 10:00:00 +0200",
        "March {}, 2022",
        "{}. März 2022",
        "2022/03/{}",
    )

    began = time.process_time()
    found = [parse_date(forms[number % 5].format(number % 28 + 1)) for number in range(10_000)]

    assert (time.process_time() - began < 2, None in found) == (True, False)


@pytest.mark.parametrize("text", ["19 January 2026", "January 19, 2026", "Mon, 19 Jan 2026 08:00:00 GMT"])
def test_a_date_in_words_becomes_iso(text: str) -> None:
    assert parse_date(text) == "2026-01-19"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "today",
        "now",
        "two days ago",
        "in 3 days",
        "Tuesday",
        "12:30",
        "March",
        "soon",
        "31 June",
        "today 2022",
        "the 1990s",
        "2 of 2022",
        "Version 4.3.2",
        "chapter 4 of 2022",
        "1999 2000",
        "May",
        "in May",
    ],
)
def test_what_is_no_date_is_unknown_and_never_now(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "form", ["3 {} 2024", "3. {} 2024", "{} 3, 2024", "Tuesday, 3 {} 2024", "Published 3 {} 2024, 14:05"]
)
def test_a_line_states_its_day_in_each_month_by_each_of_its_names(form: str) -> None:
    wrong = {
        word: read_days(form.format(word.capitalize()))
        for word, month in MONTHS.items()
        if (dated := read_days(form.format(word.capitalize()))) is None or dated.published != f"2024-{month:02}-03"
    }

    assert wrong == {}
