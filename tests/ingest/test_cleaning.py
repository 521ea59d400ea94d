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
    "Advertisement Continue reading the main story", "Facebook Twitter WhatsApp Email Share", "FacebookXWhatsApp", "Share14K",
    "Video player loading", "0:00 / 1:23", "4 minute read", "Image 3 of 12", "2.4k shares", "3 hours ago", "___",
    "Image caption The harbour at noon", "Scroll down for video", "FILE - In this May 18, 2017 file photo, boats burn.",
    "The harbour at noon. Nils Ardent / Reuters", "(AP Photo/Nils Ardent)", "Smoke over the quay © Nils Ardent (AFP)",
    "Council to vote on the bridge again Read more", "[What the vote on the bridge means for the fishers]",
    "Like Test Courier on Facebook", "Follow Ann Example on Twitter @annexample", "@annexample", "www.courier.example",
    "Get the news delivered straight to your inbox every morning.", "You can unsubscribe at any time.",
    "We and our partners use cookies to store and access data.", "Download our app for breaking news",
    "We may earn a commission if you buy something through links on this page.", "Click here to get the Courier app",
    "This article was originally published by Radio Free Coast and is reprinted with permission.",
    "This story first appeared in the Valley Post.", "Originally published on Coast Science.",
    "Read the original article on Coast Science.", "(Reporting by Ann Example; Editing by Nils Ardent)",
    "Ann Example contributed to this report.", "With reporting by AFP", "— With assistance by Nils Ardent",
    "Anzeige", "Werbung", "Lesen Sie auch: Was die Abstimmung bedeutet", "Mehr zum Thema", "Foto: Nils Ardent/dpa",
    "Artikel teilen", "Publicité", "Lire aussi : Ce que signifie le vote", "À lire aussi", "Sur le même sujet",
    "Réservé aux abonnés", "Publicidad", "Lea también: Qué significa la votación", "Te puede interesar", "Compartir",
    "Pubblicità", "Leggi anche: Che cosa significa il voto", "Condividi", "Publicidade", "Leia também: O que significa o voto",
    "Compartilhe", "Advertentie", "Lees ook: Wat de stemming betekent", "Reklama", "Czytaj także: Co oznacza głosowanie",
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
    "Like many towns on the coast, Orrenmouth lives on fish.",
    "Reporting by the Courier showed that the port had paid twice.",
    "The report, which was first published by Coast Wire, says that the port had paid twice.",
    "Copyright holders said on Monday that they would sue.",
    "The port (and/or the council) must pay, the judge said.",
    "Video from the quay shows the boats on fire.",
    "The president of the council (left) met the minister (PDS/Greens) at noon.",
    "Get the vaccine, the doctor told them, and keep away from the quay.",
    "He posted the photo on Facebook and was followed by thousands.",
    "The firm will earn a commission of 3 percent, the judge heard.",
    "2024",
    "",
    "Low morale among the crews",
    "‘No limits’",
    "Foto von dem Brand gibt es nicht, sagte die Polizei.",
    "Partager le pouvoir, c’est difficile, a dit le maire.",
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


def left_of(text: str) -> list[str]:
    return [line for line in clean(text).lines if line]


FIRST = "The old bridge was opened again on Monday after three years of work."
LAST = "The next vote is due in the spring, the mayor said."


def test_links_below_a_heading_go_and_the_article_goes_on_after_them() -> None:
    links = "Related stories\nTen things to know about the old bridge\nWhat is a bridge worth to a town?"

    assert left_of(f"{FIRST}\n\n{links}\n\nA new beginning\n\n{LAST}") == [FIRST, "A new beginning", LAST]


def test_a_heading_of_links_above_the_article_does_not_take_its_title() -> None:
    assert left_of(f"Trending\nCouncil reopens the old bridge\n\n{FIRST}") == ["Council reopens the old bridge", FIRST]


def test_the_last_sentence_after_a_block_of_links_stays() -> None:
    assert left_of(f"{FIRST}\n\nRelated\nTen things to know about the bridge\n\n{LAST}") == [FIRST, LAST]


def test_an_author_box_goes_with_the_paragraph_about_the_author() -> None:
    about = "Ann Example has covered the bay for the Courier since 1998, and before that sailed on it. " * 3

    assert left_of(f"{FIRST}\n\n{LAST}\n\nAbout the Author\n\nAnn Example\n\n{about}") == [FIRST, LAST]


def test_a_note_on_the_author_goes_where_the_byline_names_them() -> None:
    note = "Ann Example is a reporter who covers the bay."

    assert left_of(f"Bridge opens\nBy Ann Example\n\n{FIRST}\n\n{note}") == ["Bridge opens", "By Ann Example", FIRST]
    assert left_of(f"Bridge opens\n\n{FIRST}\n\n{note}") == ["Bridge opens", FIRST, note]


def test_what_a_video_player_says_goes_and_what_it_says_twice() -> None:
    widget = "01:23\n\nMinister walks across the old bridge\n\nMinister walks across the old bridge"

    assert left_of(f"{FIRST}\n\n{widget}\n\n{LAST}") == [FIRST, LAST]


def test_a_title_that_the_page_repeats_is_kept_once() -> None:
    title = "Council reopens the old bridge after years"

    assert left_of(f"{title}\n\n{FIRST}\n\n{title}\n\n{LAST}") == [title, FIRST, LAST]


def test_headlines_of_other_articles_between_paragraphs_go_and_subheadings_stay() -> None:
    quote = "“We are glad,” said the mayor, who had waited for the day."
    others = [
        "Bridge won’t be the last to be closed this year: analysts", "Ferry to sail ‘for ever’ says the man who runs it now",
        "MAYOR TELLS COUNCIL TO MEND THE ROAD AS WELL AS THE BRIDGE",
    ]  # fmt: skip
    subheadings = ["A new beginning", "‘No limits’", "WHAT COMES NEXT"]

    text = "\n\n".join(f"{line}\n\n{quote} {number}." for number, line in enumerate([*others, *subheadings]))

    assert [line for line in left_of(f"{FIRST}\n\n{text}") if not line.startswith("“")] == [FIRST, *subheadings]


def test_a_menu_above_the_article_goes() -> None:
    menu = "\n".join(["News", "World", "Sport", "Business", "My Courier", "Culture"])

    assert left_of(f"{menu}\n\nCouncil reopens the old bridge\n\n{FIRST}") == ["Council reopens the old bridge", FIRST]


def test_comments_go_where_they_are_comments() -> None:
    comments = "17 comments\nharbour_jo: At last, after all those years!\ngull: I shall walk across it today."

    article = [f"{FIRST} {number}." for number in range(4)]

    assert left_of("\n".join([*article, comments])) == article
    assert left_of("\n".join([*article, "Comments", LAST])) == [*article, LAST]


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


HEADINGS = [
    "Comments", "About the author", "Ann Example", "Related", "Facebook", "Twitter", "News", "World", "Sport",
    "Council reopens the old bridge after years", "What is a bridge worth to a town like this?", "01:23", FIRST,
    "Ann Example is a reporter. Follow her on Twitter.", "MAYOR TELLS COUNCIL TO MEND THE ROAD AS WELL AS THE BRIDGE",
]  # fmt: skip
LINES = st.lists(
    st.one_of(st.sampled_from([*FURNITURE, *SENTENCES, *HEADINGS, ""]), st.text(max_size=60)),
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


@given(st.lists(st.sampled_from([*FURNITURE, *SENTENCES, *HEADINGS, ""]), max_size=40).map("\n".join))
def test_cleaning_what_was_cleaned_changes_nothing(text: str) -> None:
    once = clean(text).lines

    assert clean("\n".join(once)) == Cleaned(lines=once, removed=())


@given(st.lists(ANY_TEXT, min_size=2, max_size=4))
def test_cleaning_depends_on_one_article_only(texts: list[str]) -> None:
    alone = [clean(text) for text in texts]

    assert [clean(text) for text in reversed(texts)] == alone[::-1]


HOSTILE = [
    "a" * 1_000_000, "(a/" * 300_000, "© " * 400_000, "#a " * 300_000, "12:" * 300_000, "share" * 200_000,
    "\n".join(["Related", "A line of some five words"] * 15_000), "\n".join(["Facebook", "x"] * 20_000),
    "\n".join(["About the author", "Ann Example", "Ann Example is a writer."] * 8_000),
    "\n".join([FIRST, "MAYOR TELLS COUNCIL TO MEND THE ROAD AS WELL AS THE BRIDGE"] * 5_000),
    "\n".join(["share" * 30] * 5_000), "\n".join(["want " + "a? " * 40] * 5_000),
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_no_text_is_slow_to_clean(text: str) -> None:
    began = time.process_time()
    clean(text)

    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "line",
    [
        "View Comments (47)", "Image source, Harbour Rescue Trust", "Listen to this article · 8:41 min Learn more",
        "Audio produced by Tom Smith", "Reach her at jane@example.com", "AD", "Buy us a coffee",
        "Newsletter: Das Wichtigste am Morgen. Jetzt anmelden!", "Folgen Sie uns auf Facebook", "Tous droits réservés",
        "Abonnez-vous à notre newsletter", "Síguenos en Twitter", "Suscríbete a nuestro boletín",
        "You are receiving this email because you signed up", "Story continues below advertisement",
    ],
)  # fmt: skip
def test_what_pasted_pages_bring_along_is_taken_out(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "The audio was produced by a firm that the council had hired.", "Images of the bridge were sold in the town.",
        "Reach out to them early, the mayor said.", "Comments were heard from forty people.",
        "You are receiving less water than you did a year ago, she told them.", "Alle waren gekommen.",
        "Folgen hatte der Streit keine.", "Newsletters were read by four in ten of those asked.",
    ],
)  # fmt: skip
def test_what_only_begins_as_furniture_does_stays(line: str) -> None:
    assert not is_furniture(line)
