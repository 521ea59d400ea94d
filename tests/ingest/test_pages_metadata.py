"""What a page says of its article is read off it; what it does not say stays unknown, and is never guessed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ingest.page import Page, read_page

TITLE = "Council votes for the bridge"
TEXT = "".join(
    f"<p>{text}</p>"
    for text in (
        "The council of Orrenmouth met on Monday and voted for the new bridge over the river by nine votes to four.",
        "Work is to begin in spring, the mayor said after the meeting, and will take about two years to complete.",
        "Opponents had asked for a tunnel instead, which would have cost three times as much, according to the report.",
    )
)
HERE = "https://www.courier.example/town/bridge-vote"


def page_of(
    head: str = "", header: str = "", *, title: str = TITLE, html: str = "lang='en'", url: str | None = HERE
) -> Page:
    return read_page(
        f"<!doctype html><html {html}><head><title>{title}</title>{head}</head><body><article><h1>{TITLE}</h1>{header}{TEXT}"
        "</article></body></html>",
        url=url,
    )


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def linked_data(value: Any) -> str:
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


def article(**fields: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields}


FULL = article(
    author=[{"@type": "Person", "name": "Ann Example"}, {"@type": "Person", "name": "Nils Ardent"}],
    publisher={"@type": "Organization", "name": "Test Courier"},
    datePublished="2025-03-04T17:30:00+01:00",
    dateModified="2025-03-05T08:00:00+01:00",
)
READ = ("Test Courier", "Ann Example, Nils Ardent", "2025-03-04T17:30:00+01:00", "2025-03-05T08:00:00+01:00")
FORMS = [
    FULL,
    [{"@type": "BreadcrumbList"}, FULL],
    {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Other"}, FULL]},
    FULL | {"@type": ["Article", "NewsArticle"]},
    FULL | {"@type": "https://schema.org/ReportageNewsArticle"},
    FULL | {"author": "Ann Example and Nils Ardent"},
    FULL | {"author": ["By Ann Example", "Nils Ardent (nar)", "Ann Example"]},
    {"@type": "WebPage", "mainEntity": FULL},
    json.dumps(FULL)[:-1] + ",}",
    "<!-- " + json.dumps(FULL) + " -->",
    "//<![CDATA[\n" + json.dumps(FULL) + "\n//]]>",
    json.dumps(FULL | {"description": "one\ntwo"}).replace("\\n", "\n"),
    {
        "@graph": [
            FULL | {"author": [{"@id": "#ann"}, {"@id": "#nils"}], "publisher": {"@id": "#us"}},
            {"@id": "#ann", "@type": "Person", "name": "Ann Example"},
            {"@id": "#nils", "@type": "Person", "name": "Nils Ardent"},
            {"@id": "#us", "@type": "Organization", "name": "Test Courier"},
        ]
    },
]


@pytest.mark.parametrize("value", FORMS)
def test_linked_data_is_read_in_all_its_forms(value: Any) -> None:
    page = page_of(linked_data(value))

    assert page.title == TITLE
    assert (page.publisher, page.author, page.published, page.updated) == READ


def test_broken_linked_data_gives_what_can_be_read() -> None:
    page = page_of(linked_data('{"@type":"NewsArticle","headline":"Council votes for the bridge",,"datePublished":"2025-03-04",'
        '"author":{"@type":"Person","name":"Ann Example"'))  # fmt: skip

    assert (page.published, page.author) == ("2025-03-04", "Ann Example")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "null",
        "[]",
        "{",
        '{"@type":null}',
        '{"@type":"NewsArticle","author":{"name":{}}}',
        "[" * 2_000,
        '{"@graph":[1,"a",null]}',
    ],
)
def test_linked_data_that_says_nothing_does_no_harm(value: str) -> None:
    page = page_of(linked_data(value))

    assert (page.title, page.author, page.published) == (TITLE, None, None)


def test_of_several_articles_on_a_page_its_own_counts() -> None:
    other = article(
        headline="Ferries stay in harbour", datePublished="2024-01-01", url="https://www.courier.example/ferries"
    )
    page = page_of(linked_data([other, FULL | {"url": HERE}, other]))

    assert page.published == READ[2]


def test_meta_elements_are_read_where_there_is_no_linked_data() -> None:
    page = page_of(
        meta("og:title", f"{TITLE} | Test Courier") + meta("og:site_name", "Test Courier") + meta("author", "Ann Example")
        + meta("article:published_time", "2025-03-04T17:30:00+0100") + meta("article:modified_time", "2025-03-05T08:00+01:00"),
    )  # fmt: skip

    assert page.title == TITLE
    assert (page.publisher, page.author, page.published, page.updated) == (READ[0], "Ann Example", *READ[2:])


def test_microdata_is_read() -> None:
    page = page_of(
        header='<span itemprop="author" itemscope><span itemprop="name">Ann Example</span></span>'
        '<time itemprop="datePublished" datetime="2025-03-04">yesterday</time>'
    )

    assert (page.author, page.published) == ("Ann Example", "2025-03-04")


@pytest.mark.parametrize(
    "header",
    [
        "<p>By Ann Example</p><p>4 March 2025</p>",
        "<p>By Ann Example, Political Editor | 4 March 2025, 17:30</p>",
        "<p class='byline'>By Ann Example, Meridian Press</p><p>4 March 2025</p>",
        "<div class='meta'><span>The Shire Record</span> <span>By Ann Example</span> <span>4 March 2025</span></div>",
        "<div class='byline'>Ann Example</div><div>Published: March 4, 2025</div>",
        "<p>Von Ann Example</p><p>Veröffentlicht am 4. März 2025 um 17:30 Uhr</p>",
        "<p>04.03.2025 | Ann Example | 3 Minuten</p>",
        "<p>Do 04.03.25 | 17:30 Uhr | Von Ann Example</p>",
        "<p>Par Ann Example</p><p>Publié le 4 mars 2025 à 17h30</p>",
        "<p>Por Ann Example</p><p>4 de marzo de 2025</p>",
        "<p class='author'><a rel='author' href='/ann'>Ann Example</a></p><time datetime='2025-03-04'>on Tuesday</time>",
        "<p>By Ann Example</p><p>Updated 6 March 2025</p><p>Published 4 March 2025</p>",
    ],
)
def test_a_byline_and_a_date_by_the_title_are_read(header: str) -> None:
    page = page_of(header=header)

    assert (page.author, page.published) == ("Ann Example", "2025-03-04")


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("2025-03-04T17:30:00Z", "2025-03-04T17:30:00+00:00"),
        ("2025-03-04T17:30Z", "2025-03-04T17:30:00+00:00"),
        ("2025-03-04T17:30:00.123+0100", "2025-03-04T17:30:00+01:00"),
        ("2025-03-04 17:30:00 +01:00", "2025-03-04T17:30:00+01:00"),
        ("2025-03-04 17:30:00.0", "2025-03-04T17:30:00"),
        ("2025-03-04", "2025-03-04"),
        ("2025/03/04", "2025-03-04"),
        ("20250304", "2025-03-04"),
        ("2025年3月4日", "2025-03-04"),
        ("2025년 3월 4일", "2025-03-04"),
        ("4. März 2025, 17:30 Uhr", "2025-03-04"),
        ("4 марта 2025", "2025-03-04"),
        ("04.03.2025", "2025-03-04"),
        ("Tue, 04 Mar 2025 17:30:00 GMT", "2025-03-04T17:30:00+00:00"),
        ("Tue Mar 04 17:30:00 CET 2025", "2025-03-04"),
        ("March 4, 2025", "2025-03-04"),
        ("25/03/2025", "2025-03-25"),
    ],
)
def test_dates_are_read_as_pages_write_them(stated: str, iso: str) -> None:
    page = page_of(meta("article:published_time", stated))

    assert page.published is not None
    assert page.published[: len(iso)] == iso


@pytest.mark.parametrize(
    "stated", ["04/03/2025", "yesterday", "2025-13-45", "0001-01-01", "now", "", "Tuesday", "{{date}}"]
)
def test_what_may_be_another_day_or_none_stays_unknown(stated: str) -> None:
    assert page_of(meta("article:published_time", stated)).published is None


def test_a_page_that_names_no_date_has_none() -> None:
    page = page_of(header="<p>Opening hours: 9 to 5</p>")

    assert (page.published, page.updated) == (None, None)
    assert str(date.today().year) not in repr(page)


def test_a_date_in_the_text_or_under_a_picture_is_not_the_articles() -> None:
    figure = "<figure><img><figcaption>The old bridge on 1 May 2011. Photo: Nils Ardent</figcaption></figure>"

    assert (
        page_of(
            header=f"{figure}<p>On 12 June 2012 the council had said no to a tunnel under the river and the harbour.</p>"
        ).published
        is None
    )


def test_the_date_in_the_address_is_read_where_the_page_has_none() -> None:
    assert page_of(url="https://www.courier.example/2025/03/04/bridge-vote").published == "2025-03-04"


def test_of_two_zones_for_one_moment_the_pages_own_is_kept() -> None:
    page = page_of(
        linked_data(article(datePublished="2025-03-04T23:30:00Z"))
        + meta("article:published_time", "2025-03-05T00:30:00+01:00")
    )

    assert page.published == "2025-03-05T00:30:00+01:00"


def test_a_change_before_or_at_the_publication_is_none() -> None:
    page = page_of(linked_data(article(datePublished="2025-03-04T17:30:00Z", dateModified="2025-03-04T17:30:00Z")))

    assert page.updated is None


@pytest.mark.parametrize(
    ("stated", "author"),
    [
        ("By Ann Example", "Ann Example"),
        ("ANN EXAMPLE", "ANN EXAMPLE"),
        ("Ann Example, Nils Ardent", "Ann Example, Nils Ardent"),
        ("Ann Example; Nils Ardent", "Ann Example, Nils Ardent"),
        ("Ann Example und Nils Ardent", "Ann Example, Nils Ardent"),
        ("Ann Example, Political Editor", "Ann Example"),
        ("Ann Example, Orrenmouth", "Ann Example"),
        ("Reuters", "Reuters"),
        ("Ann Example, dpa", "Ann Example, dpa"),
        ("https://facebook.example/ann", None),
        ("ann@courier.example", None),
        ("@annexample", None),
        ("Dr. Ann van der Example-Süß", "Dr. Ann van der Example-Süß"),
        ("김하나 기자", "김하나"),
    ],
)
def test_an_author_is_a_name_and_nothing_else(stated: str, author: str | None) -> None:
    assert page_of(meta("author", stated)).author == author


def test_people_come_before_the_outlet_that_also_signs() -> None:
    head = meta("og:site_name", "Test Courier") + meta("author", "Test Courier")

    assert page_of(head, "<p>By Ann Example</p>").author == "Ann Example"
    assert page_of(head).author == "Test Courier"


@pytest.mark.parametrize(
    ("author", "original"),
    [("Reuters", "Reuters"), ("dpa", "dpa"), ("Ann Example, dpa", None), ("Ann Example", None), ("Test Courier", None)],
)
def test_an_agency_that_signs_alone_had_it_first(author: str, original: str | None) -> None:
    assert page_of(meta("og:site_name", "Test Courier") + meta("author", author)).original == original


def test_an_agency_is_no_other_outlet_on_its_own_site() -> None:
    assert page_of(meta("og:site_name", "AP News") + meta("author", "Associated Press")).original is None


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("", f"{TITLE} | Test Courier"),
        ("", f"{TITLE} - Test Courier"),
        ("", f"{TITLE} – Town – Test Courier"),
        ("", f"Test Courier: {TITLE}"),
        (meta("og:title", f"{TITLE} - Test Courier"), "Test Courier"),
        (meta("og:title", f"{TITLE} | Town news"), TITLE),
        (meta("og:title", "Council votes &#039;for&#039; the bridge").replace("&#039;for&#039;", "for"), TITLE),
    ],
)
def test_a_title_is_without_the_outlets_name(head: str, title: str) -> None:
    assert page_of(meta("og:site_name", "Test Courier") + head, title=title).title == TITLE


def test_a_dash_in_a_title_is_of_the_title() -> None:
    title = "Bridge or tunnel - the council decides"
    page = read_page(
        f"<html><head><title>{title} | Test Courier</title></head><body><h1>{title}</h1>{TEXT}</body></html>", url=None
    )

    assert page.title == title


@pytest.mark.parametrize(
    ("head", "title", "outlet"),
    [
        (meta("og:site_name", "Test Courier"), TITLE, "Test Courier"),
        (meta("og:site_name", "testcourier") + linked_data(FULL), TITLE, "Test Courier"),
        (linked_data(article(publisher={"name": "Test Courier GmbH & Co. KG"})), TITLE, "Test Courier"),
        ("", f"{TITLE} | Test Courier", "Test Courier"),
        ("", TITLE, "courier.example"),
        (meta("application-name", TITLE), TITLE, "courier.example"),
        (linked_data({"@type": "WebSite", "name": "Test Courier"}), TITLE, "Test Courier"),
    ],
)
def test_an_outlet_is_named_as_its_readers_know_it(head: str, title: str, outlet: str) -> None:
    assert page_of(head, title=title).publisher == outlet


@pytest.mark.parametrize(
    ("head", "url", "address"),
    [
        (f'<link rel="canonical" href="{HERE}">', None, HERE),
        ('<link rel="canonical" href="/town/bridge-vote">', HERE + "?page=1", HERE),
        (meta("og:url", HERE), "https://m.courier.example/x", HERE),
        ("", HERE + "?utm_source=x&fbclid=y", HERE),
        ("", HERE + "?id=7", HERE + "?id=7"),
        ('<link rel="canonical" href="https://www.courier.example/">', HERE, HERE),
        ('<link rel="canonical" href="javascript:alert(1)">', HERE, HERE),
        ('<link rel="canonical" href="ftp://courier.example/a">', None, None),
        ('<link rel="canonical" href="http://[bad">', None, None),
        ("", None, None),
    ],
)
def test_an_address_is_canonical_whole_and_of_the_web(head: str, url: str | None, address: str | None) -> None:
    assert page_of(head, url=url).url == address


@pytest.mark.parametrize(
    ("html", "head", "language"),
    [
        ("lang='de-AT'", "", "de"),
        ("lang='nb-NO'", "", "no"),
        ("", meta("og:locale", "fr_FR"), "fr"),
        ("", "<meta http-equiv='content-language' content='pl'>", "pl"),
        ("", linked_data(article(inLanguage="ja")), "ja"),
        ("lang='{{lang}}'", "", None),
        ("", "", None),
    ],
)
def test_a_language_is_two_letters(html: str, head: str, language: str | None) -> None:
    assert page_of(head, html=html).language == language
