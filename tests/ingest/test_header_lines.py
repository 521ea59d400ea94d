"""Lines around a text that look as if they named an outlet, an author or a title, and those that do."""

from __future__ import annotations

import pytest

from ingest.article import make_article
from ingest.read.draft import Draft
from rag.domain import Article

TITLE = "Council approves a new bridge over the river"
DAY = "5 March 2024"
BODY = (
    "The council of Harrowgate approved the plan for a new bridge over the river on Tuesday after four hours.\n\n"
    "Mayor Lena Ostrow said that the bridge would open in 2027 and cost 14 million euros, a third more than planned.\n\n"
    "Residents protested outside the hall, saying that the traffic would ruin the old quarter and its market."
)


def article(raw: str) -> Article:
    return make_article(Draft(raw=raw, origin="a.txt", label="a.txt"))


@pytest.mark.parametrize("mark", ["(END)", "(Ends)", "ENDS", "-END-", "(MORE)"])
def test_a_mark_at_the_end_is_no_outlet(mark: str) -> None:
    assert article(f"{TITLE}\n\n{DAY}\n\n{BODY}\n\n{mark}\n").source.publisher is None


def test_a_mark_at_the_end_is_no_text() -> None:
    assert article(f"{TITLE}\n\n{DAY}\n\n{BODY}\n\n(END)\n").text == BODY


@pytest.mark.parametrize("place", ["(New York) – ", "KYIV (Ukraine) — ", "GENEVA (Switzerland) -- "])
def test_where_it_happened_is_no_outlet(place: str) -> None:
    found = article(f"{TITLE}\n\n{DAY}\n\n{place}{BODY}\n").source
    assert (found.publisher, found.original) == (None, None)


@pytest.mark.parametrize("place", ["(Coast Wire) – ", "HARROWGATE (Meridian) — ", "(CWR) -- "])
def test_an_outlet_in_a_dateline_is_one(place: str) -> None:
    name = place[place.index("(") + 1 : place.index(")")]
    assert article(f"{TITLE}\n\n{DAY}\n\n{place}{BODY}\n").source.publisher == name


@pytest.mark.parametrize(
    ("byline", "author", "outlet"),
    [
        ("By Ann Example\nBBC News, Berlin\n", "Ann Example", "BBC News"),
        ("By Ann Example BBC News", "Ann Example", "BBC News"),
        ("By Ann Example, BBC News, Berlin", "Ann Example", "BBC News"),
        ("By Ann Example Harrow Gazette", "Ann Example", "Harrow Gazette"),
        ("By New York Daily News", "New York Daily News", None),
        (
            "By Ann Example and Bob Sample in London and Carl Muster in Paris",
            "Ann Example, Bob Sample, Carl Muster",
            None,
        ),
        ("By ANN EXAMPLE AND BOB SAMPLE", "Ann Example, Bob Sample", None),
        ("By Ann Example, with Bob Sample in Kyiv", "Ann Example, Bob Sample", None),
    ],
)
def test_a_byline_names_people_and_then_an_outlet(byline: str, author: str, outlet: str | None) -> None:
    found = article(f"{TITLE}\n\n{byline}\n{DAY}\n\n{BODY}\n").source
    assert (found.author, found.publisher) == (author, outlet)


def test_the_head_of_a_mail_names_its_outlet_title_and_day() -> None:
    head = (
        "From: Coast Wire <news@coast.example>\nTo: desk@paper.example\n"
        f"Subject: {TITLE}\nDate: Tue, 5 Mar 2024 10:00:00 +0000\n"
    )
    found = article(f"{head}\n{BODY}\n")
    assert (found.source.title, found.source.publisher, found.source.published) == (TITLE, "Coast Wire", "2024-03-05")
    assert found.text == BODY


def test_whose_figures_they_are_is_no_outlet() -> None:
    found = article(f"{TITLE}\n\n{DAY}\n\n{BODY}\n\nSource: Office for National Statistics\n").source
    assert (found.publisher, found.original) == (None, None)
    assert article(f"{TITLE}\n\n{DAY}\n\n{BODY}\n\nSource: Reuters\n").source.original == "Reuters"


@pytest.mark.parametrize(
    "title", ["READ: Full statement of the council about the bridge", "Photos: Thousands march against the new bridge"]
)
def test_a_title_may_begin_as_a_link_does(title: str) -> None:
    found = article(f"{title}\n\nBy Ann Example\n{DAY}\n\n{BODY}\n").source
    assert (found.title, found.author) == (title, "Ann Example")


@pytest.mark.parametrize(
    ("lines", "author", "outlet"),
    [
        ("Interview: Salome Birk, Health Policy Weekly", "Salome Birk", "Health Policy Weekly"),
        ("Feature by Osric Lanthe, The Morning Ledger", "Osric Lanthe", "The Morning Ledger"),
        ("By Linnea Foss, Weekend magazine of the Carrowen Courier", "Linnea Foss", "Carrowen Courier"),
        ("From the readers' editor, The Halvena Ledger", None, "The Halvena Ledger"),
        ("The editors, Halvena Sunday Review", None, "Halvena Sunday Review"),
        ("Coastline Daily, with material from Northern Wire", None, "Coastline Daily"),
        ("By Ilja Brandauer\nCoast & Country Gazette", "Ilja Brandauer", "Coast & Country Gazette"),
        ("By Rufus Lindley\nThe Terrace magazine", "Rufus Lindley", "The Terrace magazine"),
        ("By Maud Ellery\nOsmere on Sunday", "Maud Ellery", "Osmere on Sunday"),
        ("By Jonas Lidman\nStensund Dagblad, English edition", "Jonas Lidman", "Stensund Dagblad"),
        ("By Fredrika Holm\nPerron, the magazine for railway travellers", "Fredrika Holm", "Perron"),
        ("By a staff reporter\nNorthern Dispatch", None, "Northern Dispatch"),
        ("By Ann Example\nBerlin", "Ann Example", None),
    ],
)
def test_what_stands_between_a_title_and_a_day(lines: str, author: str | None, outlet: str | None) -> None:
    found = article(f"{TITLE}\n\n{lines}\n\n{DAY}\n\n{BODY}\n")
    assert (found.source.author, found.source.publisher) == (author, outlet)
    assert found.source.title == TITLE


def test_a_standfirst_that_names_its_author_stays() -> None:
    standfirst = "A day with a train driver on strike, by Fredrika Holm"
    found = article(f"{TITLE}\n\n{standfirst}\nPerron, the magazine for travellers\n{DAY}\n\n{BODY}\n")
    assert (found.source.author, found.source.publisher) == ("Fredrika Holm", "Perron")
    assert standfirst in found.text


def test_an_outlet_that_takes_an_agencys_report_is_not_the_agency() -> None:
    lines = "The Sarrow Morning Post – from Northern Press Agency (NPA)"
    found = article(f"{TITLE}\n\n{lines}\n\nSARROW, 21 March 2023 (NPA) – {BODY}\n").source
    assert (found.publisher, found.original) == ("The Sarrow Morning Post", "Northern Press Agency")
    assert found.published == "2023-03-21"
    reprint = article(f"{TITLE}\n\nMeridian Press Agency\nReprinted in the Daily Compass\n{DAY}\n\n{BODY}\n").source
    assert (reprint.publisher, reprint.original) == ("Daily Compass", "Meridian Press Agency")


def test_an_agency_that_signs_with_its_initials_is_its_own_source() -> None:
    found = article(f"{TITLE}\n\nNorthern Wire\n{DAY}\n\nSARROW (NW) – {BODY}\n").source
    assert (found.publisher, found.original) == ("Northern Wire", None)


def test_the_second_half_of_a_title_is_no_outlet() -> None:
    title = "Festival overstated its visitors – record was none"
    assert article(f"{title}\n\nBy Ann Example\n{DAY}\n\n{BODY}\n").source.title == title


@pytest.mark.parametrize(
    ("line", "outlet", "original"),
    [
        ("Northern Press Agency, reprinted in the Harlow Bay Gazette", "Harlow Bay Gazette", "Northern Press Agency"),
        ("The Wexcombe Mail, with agency", "The Wexcombe Mail", None),
        ("The Republic, the editors", "The Republic", None),
        ("Feature by Marguerite Oakshott, Sunday Lantern", "Sunday Lantern", None),
    ],
)
def test_a_day_without_its_year_is_a_day_below_an_outlet(line: str, outlet: str, original: str | None) -> None:
    found = article(f"Correction: the Corvath affair\n\n{line}\n\nWexcombe, Thursday 13 June\n\n{BODY}\n").source
    assert (found.title, found.publisher, found.original) == ("Correction: the Corvath affair", outlet, original)
    assert found.published is None


@pytest.mark.parametrize(
    ("head", "outlet", "original"),
    [
        (f"Meridian Press Agency\nReprinted in the Skelby Gazette, Tuesday, {DAY}", "Skelby Gazette", "Meridian Press Agency"),
        (f"Albion Wire Service\nReprinted in the Skelby Gazette, {DAY}", "Skelby Gazette", "Albion Wire Service"),
        (f"Northline News Agency, as carried by the Wendvale Gazette\n\n{DAY}", "Wendvale Gazette", "Northline News Agency"),
        (f"By Ann Example, Kesselau Morgenblatt (English edition)\n{DAY}", "Kesselau Morgenblatt", None),
        (f"Kesselau Morgenblatt (English edition), readers' desk\nKesselau, {DAY}", "Kesselau Morgenblatt", None),
        (f"By Ann Example, The Weekly Observer of Brindle\n{DAY}", "The Weekly Observer of Brindle", None),
        (f"By Ann Example, Hill Country Radio online\n{DAY}", "Hill Country Radio online", None),
        (f"By the News Desk, Wendvale Observer\n\n{DAY}", "Wendvale Observer", None),
        (f"By the Readers' Editor, Ostermouth Echo\n\n{DAY}", "Ostermouth Echo", None),
    ],
)  # fmt: skip
def test_outlets_under_many_names(head: str, outlet: str, original: str | None) -> None:
    found = article(f"{TITLE}\n\n{head}\n\n{BODY}\n").source
    assert (found.title, found.publisher, found.original, found.published) == (TITLE, outlet, original, "2024-03-05")


@pytest.mark.parametrize(
    ("head", "outlet", "author"),
    [
        (f"{TITLE}\n\nPeter Lassiter, Bohemia Post, {DAY}", "Bohemia Post", "Peter Lassiter"),
        (f"5.3.2024 / Weald Messenger / Jo Carr\n\n{TITLE}", "Weald Messenger", "Jo Carr"),
        (f"No. 14,233          TUESDAY, MARCH 5, 2024          £1.20\nTHE HERRING GAZETTE\n\n{TITLE}", "THE HERRING GAZETTE", None),
        (f"Eastcliff Evening News, {DAY}, p. 7\n\n{TITLE}", "Eastcliff Evening News", None),
        (f"[clipping: Evening Chronicle, {DAY}, p. 3]\n\n{TITLE}", "Evening Chronicle", None),
        (f"{TITLE}\nPosted by Jo Carr in News, Environment on {DAY} at 21:40 | 12 comments | Print this page", None, "Jo Carr"),
        (f"{TITLE}\n\nJane Dole reports for the Ardmore Argus ({DAY})", "Ardmore Argus", "Jane Dole"),
        (f"{TITLE}\n\nIsolde Marrin in Hedgerow Quarterly\n5 min read · {DAY}", "Hedgerow Quarterly", "Isolde Marrin"),
        (f"{TITLE}\n\nBy JEAN TWO RIVERS\nSpecial to the Tri-County Ledger\n{DAY}", "Tri-County Ledger", "Jean Two Rivers"),
        (f"{TITLE}\n\nFairlee Sun-Record staff\n{DAY}", "Fairlee Sun-Record", None),
        (f"{TITLE}\n\nBy JESSAMY CROOK FOR THE WEEKDAY MAIL\n{DAY}", "The Weekday Mail", "Jessamy Crook"),
        (f"The Sackett Valley News » Local\n\n{TITLE}\nBy Brett Colburn\n{DAY}", "The Sackett Valley News", "Brett Colburn"),
        (f"The Clarion of the North\n{DAY}\n\n{TITLE}\nBy Shona Baird", "The Clarion of the North", "Shona Baird"),
        (f"{TITLE}\n\nPar Ann Example (Lyon, envoyée spéciale)\n{DAY}", None, "Ann Example"),
        (f"{TITLE}\nAuthor: Pfeiffer, Dorothy\nPublication title: Maple Grove Herald\nPublication date: {DAY}", "Maple Grove Herald", "Dorothy Pfeiffer"),
        (f"{TITLE}\n\nPenhallow Packet\n{DAY} at 3:12pm\n3 Comments", "Penhallow Packet", None),
        (f"EXCLUSIVE | {TITLE}\n\nby Ann Example, Chief Reporter\nMerriton Daily Record\n{DAY}", "Merriton Daily Record", "Ann Example"),
        (f"# {TITLE}\n\n**Makers' Weekly**\n*By Ramona Quist · {DAY}*", "Makers' Weekly", "Ramona Quist"),
        (f"Harzer Bergbote vom 05.03.2024, S. 23 / Lokales\n\n{TITLE}", "Harzer Bergbote", None),
        (f"Brackley Fen Chronicler, Tues {DAY}, page 3\n\n{TITLE}", "Brackley Fen Chronicler", None),
        (f"{TITLE}: [City Edition]\n\nBy Ann Example\n{DAY}", None, "Ann Example"),
        (f"FW: {TITLE}\n\nBy Ann Example\n{DAY}", None, "Ann Example"),
        (f"Nord · Sud · Est · Ouest · Le centre de la ville · Toutes les villes\n\n{TITLE}\n\nBy Ann Example\n{DAY}", None, "Ann Example"),
        (f"{TITLE}\nOne vote decided it after four hours of talk\n\nBy Ann Example\n{DAY}", None, "Ann Example"),
    ],
)  # fmt: skip
def test_a_header_as_people_keep_it(head: str, outlet: str | None, author: str | None) -> None:
    found = article(f"{head}\n\n{BODY}\n").source
    assert found.title == TITLE
    assert (found.publisher and found.publisher.upper()) == (outlet and outlet.upper())
    assert (found.author, found.published) == (author, "2024-03-05")


def test_the_last_line_tells_where_a_clipping_is_from() -> None:
    found = article(f"{TITLE}\n\n{BODY}\n\n(Vlakfontein Times, {DAY})\n").source
    assert (found.title, found.publisher, found.published) == (TITLE, "Vlakfontein Times", "2024-03-05")
    assert article(f"{TITLE}\n\n{BODY}\n\nThe New York Times\n").source.publisher == "The New York Times"


def test_the_day_of_a_dateline_is_the_day() -> None:
    found = article(f"{TITLE}\n\nHarrowgate, {DAY} – {BODY}\n").source
    assert (found.title, found.published) == (TITLE, "2024-03-05")


@pytest.mark.parametrize("line", ["Breaking News", "Special Report", "Local News", "Print this page", "Chief Reporter"])
def test_a_part_of_a_page_is_no_outlet(line: str) -> None:
    assert article(f"{line}\n\n{TITLE}\n\nBy Ann Example\n{DAY}\n\n{BODY}\n").source.publisher is None


def test_how_old_an_article_is_is_no_title() -> None:
    found = article(f"This article is more than 3 years old\n\n{TITLE}\n\nBy Ann Example\n{DAY}\n\n{BODY}\n").source
    assert (found.title, found.author) == (TITLE, "Ann Example")


def test_a_title_before_its_outlet_is_no_outlet() -> None:
    found = article(f"The Salt Year | Kelderby Ledger\n{DAY}\n\n{BODY}").source
    assert (found.title, found.publisher, found.published) == ("The Salt Year", "Kelderby Ledger", "2024-03-05")
