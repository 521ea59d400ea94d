"""What stands in the place of an article is no article: consent walls, error pages, stubs of paywalls."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import rejection

FIRST = "The old bridge was opened again on Monday after three years of work."

WALLS = [
    (
        "a consent wall",
        "We value your privacy\nWe and our 845 partners store information, such as cookies.\nAccept all",
    ),
    ("a consent wall", "Mit Ihrer Zustimmung verwenden wir Cookies.\nAlle akzeptieren\nEinstellungen"),
    ("an error page", "404\nPage not found\nGo to the homepage"),
    ("an error page", "Just a moment...\nEnable JavaScript and cookies to continue"),
    ("the stub of a paywall", "The minister resigned.\nSubscribe to continue reading.\nAlready a subscriber? Log in"),
    ("the stub of a paywall", "Réservé aux abonnés\nIl vous reste 80% de cet article à lire."),
]


@pytest.mark.parametrize(("reason", "text"), WALLS)
def test_what_stands_in_the_place_of_an_article_is_named(reason: str, text: str) -> None:
    assert rejection(text.split("\n")) == reason


@pytest.mark.parametrize(
    "text",
    [
        "", FIRST, f"{FIRST}\nThis site uses cookies.", f"{FIRST} " * 9 + "\nSubscribe to continue reading.",
        "Google will end third-party cookies next year, and asks for consent until then. " * 10,
        "Police warned of a captcha that installs software. " * 10,
        "Readers pay 5 euros per month for unlimited access, the publisher said. " * 10,
        "Page not found: how a library lost its books. " * 10,
    ],
)  # fmt: skip
def test_an_article_about_cookies_errors_or_subscriptions_is_one(text: str) -> None:
    assert rejection(text.split("\n")) is None


@given(st.lists(st.sampled_from([FIRST, f"{FIRST} " * 5, "The mayor said that the next vote is due in the spring."])))
def test_prose_is_never_taken_for_a_wall(lines: list[str]) -> None:
    assert rejection(lines) is None


@pytest.mark.parametrize("text", ["accept all " * 500, "40" * 2_900, "subscribe to " * 450, "a\n" * 500_000])
def test_no_text_is_slow_to_judge(text: str) -> None:
    began = time.process_time()
    rejection(text.split("\n"))

    assert time.process_time() - began < 1
