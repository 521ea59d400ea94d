"""Metadata: what the text shows is read off it, what it does not show stays unknown, and is never "now"."""

from __future__ import annotations

import pytest

from ingest.article import make_article
from ingest.clean import clean
from ingest.metadata import Header, read_header, stated_title
from ingest.read.draft import Draft

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
    ("line", "fields"),
    [
        ("Xinhua | Updated: 2025-03-04 17:52", {"original": "Xinhua", "updated": "2025-03-04"}),
        ("By Ann Example, Staff Writer | March 4, 2025 5:04 pm ET", {"author": "Ann Example", "published": "2025-03-04"}),
        ("By Ann Example and Nils Ardent", {"author": "Ann Example, Nils Ardent"}),
        ("By ANN EXAMPLE", {"author": "Ann Example"}),
        ("By Ann Example For Courier.com", {"author": "Ann Example", "publisher": "Courier.com"}),
        ("By Ann Example, The Associated Press", {"author": "Ann Example", "original": "Associated Press"}),
        ("By Associated Press", {"author": "Associated Press", "original": "Associated Press"}),
        ("Ann Example · Test Courier ·", {"author": "Ann Example", "publisher": "Test Courier"}),
        ("Posted: Mar 04, 2025 4:00 AM EDT | Last Updated: March 6, 2025",
         {"published": "2025-03-04", "updated": "2025-03-06"}),
        ("Published March 4, 2025 at 7:00 am / Last updated March 6, 2025",
         {"published": "2025-03-04", "updated": "2025-03-06"}),
        ("12:43, 4 Mar 2025Updated 12:44, 6 Mar 2025", {"published": "2025-03-04", "updated": "2025-03-06"}),
        ("Ann Example - March 4, 2025, 10:31 pm CST", {"author": "Ann Example", "published": "2025-03-04"}),
        ("Von Max Muster | 4. März 2025, 14:03 Uhr", {"author": "Max Muster", "published": "2025-03-04"}),
        ("Stand: 04.03.2025, 14:03 Uhr", {"updated": "2025-03-04"}),
        ("Publié le 04/03/2025 à 14h03, mis à jour le 06/03/2025 à 9h", {"published": "2025-03-04", "updated": "2025-03-06"}),
        ("Par Anne Exemple", {"author": "Anne Exemple"}),
        ("4 de marzo de 2025 a las 10:00", {"published": "2025-03-04"}),
    ],
)  # fmt: skip
def test_a_line_of_the_header_is_read_part_by_part(line: str, fields: dict[str, str]) -> None:
    header = header_of(f"Council votes for the old bridge\n{line}\n\n{BODY}")

    assert header == Header(title="Council votes for the old bridge", body=BODY, **fields)


def test_a_byline_and_a_date_below_the_standfirst_are_read_too() -> None:
    standfirst = "The vote was close, and the mayor says that it will not be the last."

    header = header_of(
        f"Council votes for the old bridge\n\n{standfirst}\n\nBy Ann Example\nMarch 4, 2025 7:00 am\n\n{BODY}"
    )

    assert (header.author, header.published, header.body) == ("Ann Example", "2025-03-04", f"{standfirst}\n\n{BODY}")


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the fire was out",
        "By the numbers",
        "On 4 March 2025 the council voted",
        "Test Courier reporters left",
    ],
)
def test_what_only_looks_like_a_byline_or_a_date_line_stays_in_the_text(line: str) -> None:
    header = header_of(f"Council votes for the old bridge\n\n{BODY}\n\n{line}\n\n{BODY}")

    assert header == Header(title="Council votes for the old bridge", body=f"{BODY}\n\n{line}\n\n{BODY}")


@pytest.mark.parametrize(
    ("dateline", "publisher", "original"),
    [
        ("LONDON (Reuters) - ", None, "Reuters"), ("BEIJING, Sept 15 (Xinhua) -- ", None, "Xinhua"),
        ("Berlin (dpa) – ", None, "dpa"), ("WASHINGTON (AP) — ", None, "Associated Press"), ("(Reuters) - ", None, "Reuters"),
        ("(CourierNews.com) – ", "CourierNews.com", None), ("(CNN) ", "CNN", None), ("TOKYO/SEOUL (Reuters) - ", None, "Reuters"),
        ("Angela Muster (CDU) – ", None, None), ("(left) ", None, None),
    ],
)  # fmt: skip
def test_a_dateline_names_an_agency_as_the_original_and_another_as_the_outlet(
    dateline: str, publisher: str | None, original: str | None
) -> None:
    header = header_of(f"{dateline}{BODY}")

    assert (header.publisher, header.original) == (publisher, original)


@pytest.mark.parametrize(
    ("notice", "original"),
    [
        ("This article was originally published by Radio Free Coast and is reprinted with permission.", "Radio Free Coast"),
        ("This story first appeared in the Valley Post.", "the Valley Post"),
        ("This column was first published on Coast Science.", "Coast Science"),
        ("Read the original article on Coast Science.", "Coast Science"),
        ("Reprinted from Valley Post with permission.", "Valley Post"),
        ("This article is republished from The Conversation under a Creative Commons license.", "The Conversation"),
        ("Originally published by The Associated Press.", "Associated Press"),
        ("Dieser Artikel erschien zuerst bei Netz.org.", "Netz.org"),
        ("Cet article a été initialement publié par Le Monde.", "Le Monde"),
        ("via Coast Science", "Coast Science"), ("Source: Reuters", "Reuters"), ("Quelle: dpa", "dpa"),
        ("Copyright 2025 The Associated Press. All rights reserved.", "Associated Press"),
    ],
)  # fmt: skip
def test_a_notice_names_the_first_publisher_and_is_no_part_of_what_is_cited(notice: str, original: str) -> None:
    header = header_of(f"Council votes for the old bridge\n\n{BODY}\n\n{notice}")

    assert (header.publisher, header.original) == (None, original)
    assert notice not in header.body or notice.startswith(("via", "Source", "Quelle"))


@pytest.mark.parametrize("notice", ["With reporting by AFP", "Photo: © 2025 Ann Example", "© Ann Example/AFP"])
def test_who_helped_and_who_took_the_picture_is_not_the_first_publisher(notice: str) -> None:
    header = header_of(f"Council votes for the old bridge\n\n{BODY}\n\n{notice}")

    assert (header.publisher, header.original) == (None, None)


def test_a_report_that_an_article_speaks_of_is_not_where_it_comes_from() -> None:
    header = header_of(f"{BODY}\n\nThe letter, originally published in Le Monde, was read aloud.\n\n{BODY}")

    assert (header.publisher, header.original) == (None, None)


def test_the_author_stands_in_their_box_where_no_byline_names_them() -> None:
    box = "About the Author\nAnn Example\nAnn Example writes for the Courier."

    assert header_of(f"{BODY}\n\n{BODY}\n\n{box}").author == "Ann Example"
    assert header_of(f"{BODY}\n\n{BODY}\n\nOriginal source\n\n{box}").author is None


def test_a_title_is_the_one_that_the_page_repeats_or_the_first_that_is_no_kicker() -> None:
    assert header_of(f"Coast life this week\n\nCouncil votes for the old bridge\n\n{BODY}").title == (
        "Council votes for the old bridge"
    )
    assert header_of(
        f"Ferry fares to rise in the spring\n\nCouncil votes for bridge\n\nCouncil votes for bridge\n\n{BODY}"
    ).title == ("Council votes for bridge")


def test_a_title_may_ask() -> None:
    assert header_of(f"What is an old bridge worth?\n\n{BODY}").title == "What is an old bridge worth?"


def test_a_section_behind_the_title_is_no_outlet() -> None:
    header = header_of(f"Council votes for the old bridge | News\n\n{BODY}")

    assert (header.title, header.publisher) == ("Council votes for the old bridge", None)


def test_a_stated_title_is_taken_out_where_the_text_repeats_it_and_no_other_line_is() -> None:
    text = f"Council votes for the old bridge | Test Courier\nBy Ann Example\n\nA close vote\n\n{BODY}"
    cleaned = clean(text)

    stated, other = (
        read_header(cleaned.lines, cleaned.removed, title=title)
        for title in ("Council votes for the old bridge", "Another")
    )

    assert (stated.title, stated.author, stated.body) == (
        "Council votes for the old bridge", "Ann Example", f"A close vote\n\n{BODY}"
    )  # fmt: skip
    assert other.title == "Another"
    assert "Council votes for the old bridge" in other.body


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


def test_a_date_in_the_body_is_not_the_date_of_the_article() -> None:
    header = header_of(f"Council votes for the bridge\n\n{BODY}\n\nThe first bridge opened on 4 March 1925.")

    assert header.published is None


def test_a_day_that_heads_a_part_of_a_chronicle_is_not_the_date_of_the_article() -> None:
    header = header_of(f"Council votes for the bridge\n\n{BODY}\n\n4 March 1925\n\n{BODY}")

    assert (header.published, header.body) == (None, f"{BODY}\n\n4 March 1925\n\n{BODY}")


def test_of_a_body_whose_title_is_stated_the_lines_of_a_table_stay() -> None:
    cleaned = clean(f"FDX\nUPS\n\n{BODY}")

    assert read_header(cleaned.lines, cleaned.removed, title="Parcels fall").body == f"FDX\nUPS\n\n{BODY}"


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Join our brand new verified HCW Telegram channel and get the news first!", "HCW"),
        ("Join the Coast Wire WhatsApp channel", "Coast Wire"),
        ("Join our Telegram channel", None),
        ("Join Our New Telegram Channel", None),
        ("Subscribe to our Official YouTube channel", None),
    ],
)
def test_a_line_that_asks_to_join_a_channel_may_name_the_outlet(line: str, outlet: str | None) -> None:
    text = f"{line}\n\nA harbour burned\n\nThe harbour of the town burned on Tuesday, its master said at noon.\n"
    cleaned = clean(text)

    assert read_header(cleaned.lines, cleaned.removed).publisher == outlet


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        ("The Meridian\nBy Ann Example\n4 March 2025", "The Meridian"),
        ("Harbour & Trade\nBy Ann Example\n4 March 2025", "Harbour & Trade"),
        ("Harrow Vale Mercury\nBy Ann Example, Transport Correspondent\n4 March 2025", "Harrow Vale Mercury"),
        ("Rising Mercury\nAn hour later\n4 March 2025", None),
        ("Le Monde\n4 March 2025", "Le Monde"),
        ("By Ann Example\nThe Economist\n4 March 2025", "The Economist"),
        ("The Meridian, 4 March 2025", "The Meridian"),
        ("The Meridian | 4 March 2025", "The Meridian"),
        ("Outlet: The Meridian\nDate: 4 March 2025", "The Meridian"),
        ("Newspaper: Meridian\n4 March 2025", "Meridian"),
        ("Source: The Linden Examiner\n4 March 2025", "The Linden Examiner"),
        ("Jana Petrak, Vellin Observer\n4 March 2025", "Vellin Observer"),
        ("The Hague, 4 March 2025", None),
        ("Politics\nBy Ann Example\n4 March 2025", None),
        ("Tarnbrook\nBy Ann Example\n4 March 2025", None),
    ],
)
def test_an_outlet_whose_name_tells_of_none_is_known_by_its_place(lines: str, publisher: str | None) -> None:
    header = header_of(f"Council votes for the bridge over the river\n{lines}\n\n{BODY}")

    assert (header.title, header.publisher, header.published) == (
        "Council votes for the bridge over the river", publisher, "2025-03-04",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        ("Words: Ann Example\n4 March 2025", "Ann Example"),
        ("Posted: 4 March 2025\nReporter: Ann Example", "Ann Example"),
        ("THE MORNING SENTINEL\nRosa Calloway, Health Editor\n4 March 2025", "Rosa Calloway"),
        ("Lucian Marsh and Priya Dunmore\nCalder Daily News\n4 March 2025", "Lucian Marsh, Priya Dunmore"),
        ("Hugh Petrie in Lindmere\n4 March 2025", "Hugh Petrie"),
        ("Tessa Wynn for the Lindmere Observer\n4 March 2025", "Tessa Wynn"),
        ("Kirk Road\n4 March 2025", None),
        ("Northern Powerhouse\n4 March 2025", None),
        ("Analysis and Opinion\n4 March 2025", None),
    ],
)
def test_authors_are_known_by_what_stands_beside_them(lines: str, author: str | None) -> None:
    header = header_of(f"Council votes for the bridge over the river\n{lines}\n\n{BODY}")

    assert (header.author, header.published) == (author, "2025-03-04")


@pytest.mark.parametrize(
    ("plate", "publisher"),
    [
        ("Northern Ledger | News from the North, every day", "Northern Ledger"),
        ("Merrow Gazette — Weekend", "Merrow Gazette"),
        ("KZTV News 9 | Boise's News Leader", "KZTV News 9"),
        ("THE MORNING SENTINEL", "The Morning Sentinel"),
        ("TARNBECK ECHO", "Tarnbeck Echo"),
        ("BBC NEWS", "BBC News"),
        ("THE SUN NEWSPAPER", "The Sun Newspaper"),
    ],
)
def test_an_outlet_at_the_head_of_its_page_is_known_without_its_motto_and_in_small_letters(
    plate: str, publisher: str
) -> None:
    header = header_of(f"{plate}\n\nCouncil votes for the bridge over the river\n\n4 March 2025\n\n{BODY}")

    assert (header.title, header.publisher) == ("Council votes for the bridge over the river", publisher)


def test_a_title_behind_its_outlet_stays_where_no_other_line_is_one() -> None:
    header = header_of(f"Calder News | Bridge closed\nBy Ann Example\n4 March 2025\n\n{BODY}")

    assert "Bridge closed" in (header.title or "")


def test_an_agency_that_is_called_one_is_where_the_report_comes_from() -> None:
    header = header_of(
        f"The Calder News\n\nCouncil votes for the bridge over the river\n\nRidings Press Agency (RPA)\n4 March 2025\n\n{BODY}"
    )

    assert (header.publisher, header.original) == ("The Calder News", "Ridings Press Agency")


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("Jonathan Whitlock, Harbour Financial News", ("Jonathan Whitlock", "Harbour Financial News", None)),
        ("Ann Example, Wayne Sample, The Vellin Observer", ("Ann Example, Wayne Sample", "The Vellin Observer", None)),
        ("Lionel Frazer, Maravel Mercury", ("Lionel Frazer", "Maravel Mercury", None)),
        ("By Lionel Frazer, Maravel Mercury", ("Lionel Frazer", "Maravel Mercury", None)),
        ("By Ann Example, Harbour & Trade", ("Ann Example", "Harbour & Trade", None)),
        ("Giulia Pertot, Adria News Service", ("Giulia Pertot", "Adria News Service", None)),
        ("By Ridings Press Agency, The National Ledger", (None, "The National Ledger", "Ridings Press Agency")),
        ("By Ann Example, Ridings Press Agency, The Ledger", ("Ann Example", "The Ledger", "Ridings Press Agency")),
    ],
)
def test_a_line_of_author_and_outlet_names_both(line: str, known: tuple[str | None, str | None, str | None]) -> None:
    header = header_of(f"Council votes for the bridge over the river\n{line}\n4 March 2025\n\n{BODY}")

    assert (header.author, header.publisher, header.original) == known
    assert header.published == "2025-03-04"


@pytest.mark.parametrize(
    "title", ['Boatyards hit back: "It is the heat, not the paint"', "Keeper says he “saw nothing”"]
)
def test_a_title_that_ends_in_quoted_words_is_one(title: str) -> None:
    header = header_of(f"{title}\nBy Ann Example, Sundby Observer\n12 July 2025\n\n{BODY}")

    assert (header.title, header.publisher) == (title, "Sundby Observer")
    assert header.body == BODY


def test_a_menu_is_no_title_and_a_label_is_no_part_of_one() -> None:
    title = "Council votes for the bridge over the river"
    menu = header_of(
        f"Home | News | Sport | Weather | Video player\n\n{title}\n\nBy Ann Example\n4 March 2025\n\n{BODY}"
    )
    labelled = header_of(f"Title: {title}\nSource: Reuters\nDate: 4 March 2025\n\n{BODY}")

    assert menu.title == title
    assert (labelled.title, labelled.publisher, labelled.original) == (title, None, "Reuters")


@pytest.mark.parametrize(
    ("title", "outlet", "told"),
    [
        ("Port shut by storm - Coastline Daily", "Coastline Daily", ("Port shut by storm", "Coastline Daily")),
        (
            "Port shut by storm | the Coastline daily",
            "The Coastline Daily",
            ("Port shut by storm", "The Coastline Daily"),
        ),
        ("Port shut by storm - Coastline Daily", None, ("Port shut by storm", "Coastline Daily")),
        ("Port shut by storm - Harbour Weekly", "Coast Wire", ("Port shut by storm - Harbour Weekly", "Coast Wire")),
        ("Port shut by storm - the full record", None, ("Port shut by storm - the full record", None)),
        ("Port shut - and open again", None, ("Port shut - and open again", None)),
        ("Coast Wire", "Coast Wire", ("Coast Wire", "Coast Wire")),
    ],
)
def test_the_outlet_behind_a_title_that_came_with_an_article_is_no_part_of_it(
    title: str, outlet: str | None, told: tuple[str, str | None]
) -> None:
    assert stated_title(title, outlet) == told
    body = "The port was shut by a storm on Tuesday, its master said, and will open again at noon on Thursday."
    source = make_article(Draft(origin="x", label="x", raw=body, title=title, publisher=outlet)).source
    assert (source.title, source.publisher) == told


@pytest.mark.parametrize(
    ("stated", "author"),
    [
        ("ROSS TANNER", "Ross Tanner"),
        ("ROSS TANNER, MAEVE O'DONNELL", "Ross Tanner, Maeve O'Donnell"),
        ("Ross Tanner", "Ross Tanner"),
        ("AFP", "AFP"),
        ("BBC NEWS", "BBC NEWS"),
    ],
)
def test_authors_in_capitals_are_written_as_names_are(stated: str, author: str) -> None:
    assert make_article(Draft(origin="x", label="x", raw=BODY, author=stated)).source.author == author
    page = f"<html><head><meta name='author' content=\"{stated}\"><title>Vote</title></head><body><p>{BODY * 4}</p></body></html>"
    assert make_article(Draft(origin="x", label="x", raw=page, kind="html")).source.author == author
