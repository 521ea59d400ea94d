"""Sentences of an article that look like furniture stay; nothing of the text is lost."""

from __future__ import annotations

import email
import email.message
import json
from pathlib import Path

import pytest

from ingest.article import make_article
from ingest.clean import clean
from ingest.metadata.attribution import first_publisher
from ingest.pages.verdict import without_notices
from ingest.read import mail, values
from ingest.read.draft import Draft
from tests.ingest.documents import make_mail

BEFORE = "The council met on Monday and talked about the bridge for a long time, officials said."
AFTER = "Shopkeepers on both banks said that they feared for their trade in the winter months."


def is_kept(line: str) -> bool:
    text = f"Bridge to close\n\n{BEFORE}\n\n{line}\n\n{AFTER}\n\n{BEFORE[:-1]} again.\n"
    return line in clean(text).lines


@pytest.mark.parametrize(
    "line",
    [
        "The report was published by the Ministry of Defence on Monday and says that 300 people died.",
        "The video was produced by the Islamic State and shows five men in orange suits.",
        "The story was first published in 1843 and has never been out of print since.",
        "The column was reprinted in dozens of papers, and the senator had to resign.",
        "First published in 1922, the novel has sold millions of copies.",
        "Editor's note: This article was originally published with the wrong number of deaths. It is 12, not 21.",
        "Die Wahl findet im Frühling statt, sagte der Bürgermeister am Dienstag. (dpa/AFP)",
        "It will reopen in May, the ministry said. (AP, Reuters)",
        "Some 41% approve of him, according to a poll by Reuters/Ipsos.",
        "We must act now, said the rapporteur Ann Smith (Green Party/European Free Alliance).",
    ],
)
def test_a_sentence_about_a_publication_a_poll_or_an_agency_stays(line: str) -> None:
    assert is_kept(line)


@pytest.mark.parametrize(
    "line",
    [
        "This article was originally published by The Courier.",
        "The article was first published by The Guardian.",
        "Republished with permission from The Courier.",
        "A man walks through the market in Kyiv. (Nils Ardent/Reuters)",
        "People wait at the border crossing. REUTERS/Nils Ardent",
    ],
)
def test_a_notice_and_a_caption_go(line: str) -> None:
    assert not is_kept(line)


def test_the_person_reported_on_is_not_taken_for_the_author() -> None:
    last = "Evan Ardent is a reporter for the Coast Wire who was arrested in March 2023 on charges that it denies."
    text = f"Skarrow frees Evan Ardent in prisoner swap\n\nBy Ann Example\n\n{BEFORE}\n\n{AFTER}\n\n{last}\n"
    assert last in clean(text).lines


def test_a_sentence_about_an_offer_is_none() -> None:
    lines = [
        "He spent the weekend at his members-only club in Florida, where donors paid 5,000 dollars for a dinner.",
        "Subscribe to continue reading this article.",
    ]
    assert without_notices(lines) == lines[:1]


def test_lists_and_quotations_among_the_blocks_of_a_record_are_read() -> None:
    blocks = json.loads(
        """[{"type": "paragraph", "text": "One."}, {"type": "list", "items": ["Two.", {"content": "Three."}]},
            {"type": "quote", "content_elements": [{"content": "Four."}]}, {"heading": "Five", "paragraphs": ["Six."]}]"""
    )
    assert values.text(blocks).split("\n\n") == ["One.", "Two.", "Three.", "Four.", "Five", "Six."]


def test_the_texts_of_a_mail_with_a_picture_between_them_are_all_read(tmp_path: Path) -> None:
    whole = email.message.EmailMessage()
    whole["Subject"] = "Bridge"
    whole.set_content(f"{BEFORE}\n")
    whole.add_attachment(b"GIF89a", maintype="image", subtype="gif", disposition="inline")
    after = email.message.EmailMessage()
    after.set_content(f"{AFTER}\n")
    whole.attach(after)
    text, kind = mail._text(whole)
    assert (kind, BEFORE in text, AFTER in text) == ("text", True, True)


def test_a_signature_above_a_forwarded_mail_does_not_end_it() -> None:
    text = f"Worth reading.\n\n-- \nBob\n\n-------- Forwarded Message --------\nFrom: Ann\n\n{BEFORE}\n"
    whole = email.message_from_bytes(make_mail(text, subject="Fwd: Bridge"))
    read, _ = mail._text(whole)
    assert BEFORE in read
    assert "Bob" not in read


def test_the_day_of_a_birth_is_no_day_of_publication() -> None:
    box = "Born: 4 March 1950\n\nDied: 2 May 2022"
    article = make_article(
        Draft(origin="x", label="x", raw=f"Ann Ardent, harbour master, dies\n\n{box}\n\n{BEFORE}\n\n{AFTER}\n")
    )
    assert article.source.published is None
    assert "Born: 4 March 1950" in article.text


def test_a_day_is_no_first_publisher() -> None:
    assert first_publisher("First published on Wed 2 Mar 2022 05.00 GMT") is None
    assert first_publisher("First published in The Courier") == "The Courier"
