"""Cleaning: furniture out, sentences kept, what was taken is listed, and nothing but the article decides."""

from __future__ import annotations

import time
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import Cleaned, clean, is_furniture, normalise

FURNITURE = [
    "Advertisement", "ADVERTISEMENT", "Share this article", "Similar Posts", "Read more: Full results, all classes",
    "Follow us on social media", "Follow Skai.gr on Google News", "and be the first to know all the news",
    "Join our Telegram channel for breaking news from the bay", "Sign up for our newsletter", "Get more with myNEWS",
    "A personalised news feed of stories that matter to you", "Tags: Orrenmouth, fire service, fishing",
    "#Rowing #TresselSound", "01:42", "1:02:33", "242", "17 comments", "© 2025 Ostrey Today", "All rights reserved.",
    "Photo: Smoke over the North Quay at first light. Nils Ardent / Coast Wire", "Learn more", "Original source",
    "Some media, including videos, may only be available to view at the original.",
    "Russian President Vladimir Putin speaks during a Kremlin meeting, March 16, 2022. (Screenshot)",
    "Two leaders meet in Moscow, Russia, June 5, 2019. (Evgenia Novozhenina/Reuters)",
    "The minister arrives for talks on Wednesday. Photo: AFP",
]  # fmt: skip

SENTENCES = [
    "The advertisement ran for two weeks before the regulator stopped it.",
    "“Share this article with nobody,” he told the court.",
    "Follow the money, said the prosecutor, and you arrive at the harbour.",
    "Twelve people signed up for the newsletter that the council closed.",
    "In 2024, 242 boats were counted.",
    "Read more books, the minister told the pupils.",
    "“We lost in three hours what families here took thirty years to pay off,” she said.",
    "He died at 01:42.",
]

PAGE = """Advertisement

Council reopens the old bridge

By Ann Example
Share this article

The old bridge was opened again on Monday after three years of work.

Photo: The bridge. Ann Example

“It is about time,” said a fisher.
242
Similar Posts
A bridge too far
Ten things about rivers"""


@pytest.mark.parametrize("line", FURNITURE)
def test_a_line_of_furniture_is_recognised(line: str) -> None:
    assert is_furniture(line) is True


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_is_no_furniture(line: str) -> None:
    assert is_furniture(line) is False


def test_furniture_goes_out_sentences_stay_and_what_went_is_listed() -> None:
    cleaned = clean(PAGE)

    assert cleaned == Cleaned(
        lines=(
            "Council reopens the old bridge", "", "By Ann Example", "",
            "The old bridge was opened again on Monday after three years of work.", "",
            "“It is about time,” said a fisher.",
        ),
        removed=(
            "Advertisement", "Share this article", "Photo: The bridge. Ann Example", "242", "Similar Posts",
            "A bridge too far", "Ten things about rivers",
        ),
    )  # fmt: skip


def test_a_closing_word_in_the_first_half_takes_nothing_with_it() -> None:
    text = "Comments\nThe first thing happened.\nThe second thing happened.\nThe third thing happened."

    assert clean(text).removed == ("Comments",)


def test_a_paragraph_after_a_closing_word_keeps_the_section() -> None:
    paragraph = "The council met again. " * 10
    text = f"One.\nTwo.\nSimilar Posts\nA short line\n{paragraph}"

    assert clean(text).lines == ("One.", "Two.", "A short line", paragraph.strip())


@pytest.mark.parametrize(
    ("raw", "left"),
    [
        ("in\u200bvis\u200dible\u2060 \ufeffwords", "invisible words"),
        ("left \u202eright\u202c \u2066isolate\u2069 mark\u200e", "left right isolate mark"),
        ("tag\U000e0041\U000e007f soft\xadhyphen", "tag softhyphen"),
        ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("lone\ud800 surrogate", "lone surrogate"),
        ("no\xa0break\u2003em\u3000wide\ttab  two", "no break em wide tab two"),
        ("cafe\u0301", "caf\xe9"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
    ],
)
def test_what_no_reader_can_see_is_taken_out(raw: str, left: str) -> None:
    assert normalise(raw) == left


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0344", "\u0f73"])
def test_a_bomb_of_combining_marks_is_defused_in_time(marks: str) -> None:
    bomb = "e" + marks * 50_000

    began = time.perf_counter()
    left = normalise(bomb)

    assert (len(left) <= 9, time.perf_counter() - began < 2) == (True, True)


def test_real_marks_survive() -> None:
    vietnamese = "Nguyễn Thị Đặng thăm Huế"

    assert normalise(unicodedata.normalize("NFD", vietnamese)) == vietnamese


LINES = st.lists(
    st.one_of(st.sampled_from([*FURNITURE, *SENTENCES, "", "Comments", "About the author"]), st.text(max_size=60)),
    max_size=30,
)
ANY_TEXT = LINES.map("\n".join)
MARKS = st.text("eǖọ́̈\u0344\u0f73\u0f75\u0f81\u0323\u0301\u0308\u0327कि\u1100\u1161", max_size=60)


@given(st.one_of(ANY_TEXT, MARKS))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@given(ANY_TEXT)
def test_normalising_never_makes_a_text_much_longer(text: str) -> None:
    assert len(normalise(text)) <= 2 * len(text)


@given(LINES.map("\n".join))
def test_every_line_is_kept_or_listed_as_removed(text: str) -> None:
    cleaned = clean(text)

    lines = Counter(line for line in normalise(text).split("\n") if line)
    assert Counter(line for line in [*cleaned.lines, *cleaned.removed] if line) == lines


@given(st.lists(st.sampled_from([*FURNITURE, *SENTENCES, ""]), max_size=30).map("\n".join))
def test_cleaning_what_was_cleaned_changes_nothing(text: str) -> None:
    once = clean(text).lines

    assert clean("\n".join(once)) == Cleaned(lines=once, removed=())


@given(st.lists(ANY_TEXT, min_size=2, max_size=4))
def test_cleaning_depends_on_one_article_only(texts: list[str]) -> None:
    alone = [clean(text) for text in texts]

    assert [clean(text) for text in reversed(texts)] == alone[::-1]
