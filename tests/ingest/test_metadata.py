"""Metadata: what the text shows is read off it, what it does not show stays unknown, and is never "now"."""

from __future__ import annotations

import pytest

from ingest.clean import clean
from ingest.metadata import Header, parse_date, read_header
from rag.dates import day_range

BODY = "The council met on Monday and voted for the bridge.\n\nThe vote was close, the mayor said."


def header_of(raw: str) -> Header:
    cleaned = clean(raw)
    return read_header(cleaned.lines, cleaned.removed)


def test_title_outlet_byline_and_date_are_read_off_the_header() -> None:
    header = header_of(f"Council votes for the bridge | Test Courier\nBy Ann Example\n4 March 2025, 17:30\n\n{BODY}")

    assert header == Header(
        title="Council votes for the bridge", publisher="Test Courier", author="Ann Example", published="2025-03-04",
        body=BODY,
    )  # fmt: skip


def test_a_byline_may_name_the_outlet() -> None:
    header = header_of(f"Council votes for the bridge\nBy Ann Example, Test Courier\n2025-03-04\n\n{BODY}")

    assert header == Header(
        title="Council votes for the bridge", publisher="Test Courier", author="Ann Example", published="2025-03-04",
        body=BODY,
    )  # fmt: skip


def test_an_update_is_kept_apart_from_the_publication() -> None:
    header = header_of(
        f"Council votes for the bridge\n\nPublished: 4 March 2025\nUpdated: 6 March 2025 18:05\n\n{BODY}"
    )

    assert (header.published, header.updated) == ("2025-03-04", "2025-03-06")


def test_what_the_text_does_not_show_stays_unknown() -> None:
    header = header_of(f"Council votes for the bridge\n\n{BODY}")

    assert header == Header(title="Council votes for the bridge", body=BODY)


def test_an_article_without_a_header_has_no_title() -> None:
    assert header_of(BODY) == Header(body=BODY)


def test_a_dateline_names_the_agency_where_nobody_else_is_named() -> None:
    header = header_of(f"Boats lost\n\nORRENMOUTH, March 4 (Coast Wire) -- {BODY}")

    assert (header.publisher, header.original) == ("Coast Wire", None)


def test_a_dateline_under_another_outlet_names_the_original() -> None:
    header = header_of(f"Boats lost in the harbour | Test Courier\n\nORRENMOUTH (Coast Wire) – {BODY}")

    assert (header.publisher, header.original) == ("Test Courier", "Coast Wire")


def test_an_agency_is_the_original_where_the_outlet_is_stated() -> None:
    cleaned = clean(f"ORRENMOUTH (Coast Wire) -- {BODY}")

    stated, agency = (read_header(cleaned.lines, (), publisher=name) for name in ("Valley Post", "Coast Wire"))

    assert (stated.publisher, stated.original) == ("Valley Post", "Coast Wire")
    assert (agency.publisher, agency.original) == ("Coast Wire", None)


def test_a_reprint_line_names_the_original_not_the_outlet() -> None:
    line = "This article was originally published by Radio Free Coast and is reprinted with permission."

    header = header_of(f"Boats lost in the harbour\nApril 03, 2022\n\n{line}\n\n{BODY}")

    assert (header.publisher, header.original, header.published) == (None, "Radio Free Coast", "2022-04-03")


def test_furniture_that_was_taken_out_may_name_the_outlet() -> None:
    header = header_of(f"Boats lost in the harbour\n\n{BODY}\n\n© 2025 Ostrey Today")

    assert header.publisher == "Ostrey Today"


@pytest.mark.parametrize(
    ("shown", "iso"),
    [
        ("4 March 2025", "2025-03-04"), ("March 4, 2025", "2025-03-04"), ("Tuesday, 4 March 2025 07:12", "2025-03-04"),
        ("2025-03-04 11:26", "2025-03-04"), ("Published: 2025-10-16", "2025-10-16"), ("4. Mar. 2025", "2025-03-04"),
        ("Posted on March 4, 2025 at 7:12 am", "2025-03-04"),
    ],
)  # fmt: skip
def test_a_date_line_is_read_in_each_form(shown: str, iso: str) -> None:
    assert header_of(f"Council votes for the bridge\n{shown}\n\n{BODY}").published == iso


@pytest.mark.parametrize("iso", ["2022", "2022-03", "2022-03-31", "2025-06-12T18:22:00Z", "2026-03-09T14:05:00+00:00"])
def test_a_date_that_is_iso_comes_back_as_it_is(iso: str) -> None:
    assert parse_date(iso) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("20250304", "2025-03-04"), ("20250304T112600Z", "2025-03-04"), ("2025-W10-2", "2025-03-04"),
        ("2025/03/04", "2025-03-04"), ("2022-3-4", "2022-03-04"), ("March 2022", "2022-03"), ("Sept. 2022", "2022-09"),
        ("März 2022", "2022-03"), (" 2022-03 ", "2022-03"),
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


@pytest.mark.parametrize("text", ["19 January 2026", "January 19, 2026", "Mon, 19 Jan 2026 08:00:00 GMT"])
def test_a_date_in_words_becomes_iso(text: str) -> None:
    assert parse_date(text) == "2026-01-19"


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "today", "now", "two days ago", "in 3 days", "Tuesday", "12:30", "March", "soon", "31 June"],
)
def test_what_is_no_date_is_unknown_and_never_now(text: str) -> None:
    assert parse_date(text) is None


def test_a_date_in_the_body_is_not_the_date_of_the_article() -> None:
    header = header_of(f"Council votes for the bridge\n\n{BODY}\n\nThe first bridge opened on 4 March 1925.")

    assert header.published is None
