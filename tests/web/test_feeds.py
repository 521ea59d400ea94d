"""What feeds and sitemaps say of their articles, as they are written and as they should not be."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.web.feed import Feed, parse_feed, read_feed, read_json_feed
from ingest.web.lead import Lead, newest
from ingest.web.sitemap import Sitemap, read_sitemap
from ingest.web.xml import find_root
from ingest.worker import Worker
from rag.errors import ArticleRejected

BASE = "https://coast.example/feed/"
LONG = "Eleven boats burned at the quay and nobody was hurt. " * 20

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="/style.xsl"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
  xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>Coast Wire</title><link>https://www.coast.example/</link>
<atom:link rel="self" href="https://coast.example/feed/"/>
<item><media:title>picture</media:title><title>Boats &amp;amp; quays: eleven &lt;b&gt;burned&lt;/b&gt;</title>
 <atom:link rel="self" href="https://coast.example/self"/><link>https://coast.example/fire?a=1&amp;b=2#top</link>
 <dc:creator><![CDATA[Jane Doe]]></dc:creator><pubDate>Tue, 04 Mar 2025 23:30:00 -0500</pubDate>
 <guid isPermaLink="false">17</guid><description>Short.</description>
 <content:encoded><![CDATA[<p>{LONG}</p>]]></content:encoded></item>
<item><title>Second…</title><guid>https://coast.example/second</guid><author>desk@coast.example (Nils Ardent)</author>
 <dc:date>2025-03-05T08:00:00Z</dc:date></item>
<item><title>Third</title><link>/third</link><feedburner:origLink>https://coast.example/origin</feedburner:origLink>
 <author>admin</author><pubDate>yesterday</pubDate></item>
<item><title>No page</title><guid isPermaLink="false">only-here</guid><description>&lt;p&gt;{LONG}&lt;/p&gt;</description></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://coast.example/base/"><title type="html">Coast &amp;amp; Wire</title>
<link href="https://coast.example/"/><id>tag:coast.example,2025:feed</id>
<entry><title type="html">Fire &amp;lt;3 &lt;em&gt;out&lt;/em&gt;</title><link rel="edit" href="https://coast.example/edit"/>
 <link rel="alternate" type="text/html" href="fire"/><id>tag:coast.example,2025:1</id>
 <author><name>By Jane Doe</name><email>jane@coast.example</email></author><author><name>Nils Ardent</name></author>
 <published>2025-03-04T22:00:00+01:00</published><updated>2025-03-06T10:00:00+01:00</updated>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{LONG}</p><p>A &amp; B <a href="/x">link</a></p></div></content></entry>
<entry><title>Plain</title><id>https://coast.example/plain</id><updated>2025-03-05T10:00:00Z</updated>
 <summary>{LONG}</summary><source><title>Other Paper</title></source></entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://coast.example/"><title>Coast Wire</title>
<link>https://coast.example/</link></channel>
<item rdf:about="https://coast.example/a"><title>A</title><link>https://coast.example/a</link><dc:date>2025-03-04</dc:date>
<dc:creator>Jane Doe</dc:creator></item></rdf:RDF>"""


def feed(text: str, base: str | None = BASE) -> Feed:
    return read_feed(text, base)


def sitemap(text: str, base: str | None = "https://coast.example/sitemap.xml") -> Sitemap:
    found = read_sitemap(text, base)
    assert found is not None
    return found


def test_rss_says_what_its_entries_say() -> None:
    found = feed(RSS)
    first, second, third, last = found.leads

    assert found.title == "Coast Wire"
    assert first.address == "https://coast.example/fire?a=1&b=2"
    assert (first.title, first.author, first.published) == ("Boats & quays: eleven burned", "Jane Doe", "2025-03-04")
    assert first.content == f"<p>{LONG}</p>"
    assert second.address == "https://coast.example/second"
    assert (second.title, second.author, second.published) == (None, "Nils Ardent", "2025-03-05")
    assert third.address == "https://coast.example/origin"
    assert (third.author, third.published) == (None, None)
    assert (last.address, last.name) == (None, f"{BASE}#only-here")


def test_atom_says_what_its_entries_say() -> None:
    found = feed(ATOM)
    first, second = found.leads

    assert found.title == "Coast & Wire"
    assert first.address == "https://coast.example/base/fire"
    assert (first.title, first.author) == ("Fire <3 out", "Jane Doe, Nils Ardent")
    assert (first.published, first.updated) == ("2025-03-04", "2025-03-06")
    assert first.content is not None
    assert first.content.startswith("<p>Eleven")
    assert first.content.endswith('<p>A &amp; B <a href="/x">link</a></p>')
    assert second.address == "https://coast.example/plain"
    assert (second.published, second.updated, second.kind) == (None, "2025-03-05", "text")


def test_rdf_says_what_its_entries_say() -> None:
    [lead] = feed(RDF).leads

    assert (lead.address, lead.title, lead.author, lead.published) == (
        "https://coast.example/a",
        "A",
        "Jane Doe",
        "2025-03-04",
    )


def test_only_atom_tells_a_change_from_a_publication() -> None:
    dublin = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
    item = "<item><title>A</title><link>https://a.example/1</link><dc:date>2025-03-05</dc:date></item>"
    entry = "<entry><title>A</title><link href='https://a.example/1'/><updated>2025-03-05T00:00:00Z</updated></entry>"
    rdf = f'<rdf:RDF {dublin} xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">{item}</rdf:RDF>'

    found = [feed(text).leads[0] for text in (f"<rss {dublin}><channel>{item}</channel></rss>", rdf)]
    [atom] = feed(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>').leads
    [both] = feed(f"<rss><channel>{item.replace('dc:date', 'pubDate')}</channel></rss>").leads

    assert [(lead.published, lead.updated) for lead in found] == [("2025-03-05", None)] * 2
    assert (atom.published, atom.updated) == (None, "2025-03-05")
    assert (both.published, both.updated, both.changed) == ("2025-03-05", None, "")


def test_a_json_feed_says_what_its_items_say() -> None:
    items = [
        {"id": 1, "url": "/fire", "title": "Fire", "content_html": f"<p>{LONG}</p>", "authors": [{"name": "Jane Doe"}],
         "date_published": "2025-03-04T22:00:00+01:00"},
        {"id": "2", "content_text": LONG, "author": {"name": "unknown"}, "title": None},
        "no item", {"id": 3, "url": "http://["},
    ]  # fmt: skip
    text = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Coast Wire", "items": items})

    found = read_json_feed(text, BASE)

    assert found is not None
    first, second, third = found.leads
    assert (first.address, first.title, first.author) == ("https://coast.example/fire", "Fire", "Jane Doe")
    assert (first.published, first.kind) == ("2025-03-04", "html")
    assert (second.address, second.name, second.author, second.kind) == (None, f"{BASE}#2", None, "text")
    assert third.address is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"items": 3}', "[" * 100_000, '{"version": 1}'])
def test_what_is_no_json_feed_is_none(text: str) -> None:
    assert read_json_feed(text, BASE) is None


def test_the_title_of_another_outlet_is_taken_off_the_headline() -> None:
    item = "<item><title>Boats burned - Coast Wire</title><link>https://a.example/1</link><source url='x'>Coast Wire</source></item>"

    assert feed(f"<rss><channel><title>News search</title>{item}</channel></rss>").leads[0].title == "Boats burned"


def test_the_text_of_a_feed_counts_as_the_article_only_where_it_is_whole() -> None:
    def carried(text: str, kind: str = "html") -> bool:
        return Lead("https://a.example/1", content=text, kind=kind).is_whole  # type: ignore[arg-type]

    assert carried(f"<p>{LONG}</p>")
    assert carried(LONG, "text")
    assert not carried("<p>Eleven boats burned.</p>")
    assert not carried(f"<p>{LONG}</p> […]")
    assert not carried(f"<p>{LONG}</p><a href='/x'>Continue reading the article</a>")
    assert not carried("<img alt='" + "x" * 700 + "'>")


def test_the_outlet_of_a_carried_text_is_the_feeds_where_the_page_is_its_own() -> None:
    own, foreign = (
        Lead("https://a.example/1", content=LONG, outlet=outlet).carried() for outlet in ("Coast Wire", None)
    )

    assert own.publisher == "Coast Wire"
    assert foreign.publisher is None
    assert [lead.outlet for lead in feed(RSS).leads] == ["Coast Wire"] * 4


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Tue, 04 Mar 2025 23:30:00 -0500", "2025-03-04"),
        ("Tue, 4 Mar 25 10:00 GMT", "2025-03-04"),
        ("2025-03-04T23:30:00-05:00", "2025-03-04"),
        ("4. März 2025", "2025-03-04"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("04/03/2025", None),
        ("2025", None),
        ("Mon, 31 Feb 2025 10:00:00 GMT", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_day_is_stated_as_the_outlet_wrote_it_or_not_at_all(written: str, day: str | None) -> None:
    assert Lead(None, written=written).published == day


def test_an_entry_that_comes_twice_counts_once() -> None:
    item = "<item><title>A</title><link>https://a.example/1</link></item>"

    assert len(feed(f"<rss><channel>{item * 3}</channel></rss>").leads) == 1


BADLY_WRITTEN = {
    "an ampersand": "<rss><channel><item><title>A & B</title><link>http://a.example/?x=1&y=2</link></item></channel></rss>",
    "an entity of HTML": "<rss><channel><item><title>A&nbsp;&mdash; B</title><link>http://a.example/</link></item></channel></rss>",
    "a prefix nobody declares": "<rss><channel><item><title>A B</title><link>http://a.example/</link><content:encoded>x</content:encoded></item></channel></rss>",
    "no end": "<rss><channel><item><title>A B</title><link>http://a.example/</link></item><item><title>C",
    "tags that do not match": "<rss><channel><item><title>A B</title><link>http://a.example/</link><description>x<br>y</description></item></channel></rss>",
    "words before it": "<!-- made by hand -->\n\n<rss><channel><item><title>A B</title><link>http://a.example/</link></item></channel></rss>",
    "characters XML forbids": "<rss><channel><item><title>A \x08B\x00</title><link>http://a.example/</link></item></channel></rss>",
    "half a character": "<rss><channel><item><title>A &#xD83D; B &#5;</title><link>http://a.example/</link></item></channel></rss>",
    "a character that is none": "<rss><channel><item><title>A &#99999999999; B</title><link>http://a.example/</link></item></channel></rss>",
    "a warning of the server's": "Warning: strlen() in feed.php\n<?xml version='1.0'?><rss><channel><item><title>A B</title><link>http://a.example/</link></item></channel></rss>",
    "capitals": "<RSS><Channel><Item><Title>A B</Title><Link>http://a.example/</Link></Item></Channel></RSS>",
    "a document type with a subset": '<!DOCTYPE rss [<!ENTITY a "]>"> <!ELEMENT rss ANY>]><rss><channel><item><title>A B</title><link>http://a.example/</link></item></channel></rss>',
}


@pytest.mark.parametrize("text", BADLY_WRITTEN.values(), ids=BADLY_WRITTEN)
def test_badly_written_feeds_are_read(text: str) -> None:
    lead = feed(text, None).leads[0]

    assert lead.address is not None
    assert lead.address.startswith("http://a.example/")
    assert lead.title is not None
    assert (lead.title[0], lead.title[-1]) in {("A", "B"), ("A", "\ufffd")}


@pytest.mark.parametrize("text", ["", "no feed", "<", "<?xml?>", "<!DOCTYPE rss [", "<rss", "<!--" * 10, "\ufeff \n"])
def test_what_cannot_be_read_is_none_or_empty(text: str) -> None:
    assert read_feed(text, None).leads == []
    listed = read_sitemap(text, None)
    assert listed is None or listed.pages == listed.maps == []


def test_entities_are_never_expanded_and_files_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    kinds = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}<!ENTITY xxe SYSTEM "{secret.as_uri()}"><!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;]>'
    item = "<title>A &l12; &xxe; B</title><link>http://a.example/&l12;</link>"
    begun = time.process_time()

    text = f"{kinds}<rss><channel><item>{item}</item></channel></rss>"
    lead = feed(text).leads[0]
    as_it_came = parse_feed(text.encode())
    [entry] = sitemap(f"{kinds}<urlset><url><loc>http://a.example/&l12;&xxe;</loc></url></urlset>").pages

    assert lead.title == "A &l12; &xxe; B"
    assert "SECRET" not in repr((lead, as_it_came, entry))
    assert len(repr((lead, as_it_came, entry))) < 4_000
    assert time.process_time() - begun < 2


def test_what_a_feed_holds_is_never_taken_for_the_name_of_one(tmp_path: Path) -> None:
    saved = tmp_path / "feed.xml"
    saved.write_text(RSS, encoding="utf-8")

    assert parse_feed(RSS.encode()).entries
    assert parse_feed(str(saved).encode()).entries == ()
    assert parse_feed(saved.as_uri().encode()).entries == ()


MEGABYTE = 1_000_000
HOSTILE = {
    "an author": "<author>" + "a" * MEGABYTE,
    "angles": "<" * MEGABYTE,
    "starts of tags": "<a " * (MEGABYTE // 3),
    "ampersands": "&" * MEGABYTE,
    "entities": "&lt;" * (MEGABYTE // 4),
    "depth": "<div>" * (MEGABYTE // 5),
    "sections": "<![CDATA[" * (MEGABYTE // 9),
    "comments": "<!--" * (MEGABYTE // 4),
    "attributes": "<a " + " ".join(f'b{n}=""' for n in range(MEGABYTE // 12)) + "/>",
    "namespaces": "".join(f'<a{n}:x xmlns:a{n}="u{n}"/>' for n in range(MEGABYTE // 30)),
    "namespaces of one": "<a " + " ".join(f'xmlns:b{n}="{n}"' for n in range(MEGABYTE // 20)) + "><title>x</title></a>",
    "titles": "<title>x</title>" * (MEGABYTE // 16),
    "a title of tags": "<title>" + "&lt;a " * (MEGABYTE // 6) + "</title>",
    "a content of tags": "<description>" + "&lt;a " * (MEGABYTE // 6) + "</description>",
    "addresses of mail": "<author>" + "a@" * (MEGABYTE // 2) + "</author>",
    "a date": "<pubDate>" + "1 " * (MEGABYTE // 2) + "</pubDate>",
    "odd dates": "<item><title>x</title><pubDate>the 3rd of a month, 2 years ago 1999</pubDate></item>" * 10_000,
    "a link": "<link>http://" + "a" * MEGABYTE + "</link>",
    "a link of dots": "<link>/" + "../" * (MEGABYTE // 3) + "</link>",
    "sources": "<source><title>x</title></source>" * (MEGABYTE // 33),
    "entries in entries": "<item><title>x" * (MEGABYTE // 14),
    "spaces": "<title>" + " " * MEGABYTE + "</title>",
    "ends": "</item>" * (MEGABYTE // 7),
}


BUSY = ("angles", "depth", "attributes", "entries in entries")
"""What keeps feedparser busy the longer the more there is of it: three megabytes for seven seconds and more."""

CARRIED = (
    "an author",
    "a title of tags",
    "a content of tags",
    "addresses of mail",
    "a date",
    "a link",
    "a link of dots",
)
"""What feedparser hands on as it is."""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(seconds=3) as started:
        yield started


def hostile(kind: str, megabytes: int = 1) -> str:
    return f"<rss><channel><item><title>x</title>{HOSTILE[kind] * megabytes}</item></channel></rss>"


@pytest.mark.parametrize("kind", BUSY)
def test_a_feed_that_takes_too_long_is_given_up_and_the_next_one_is_read(kind: str, worker: Worker) -> None:
    begun = time.perf_counter()

    with pytest.raises(ArticleRejected, match="could not be read within 3 seconds"):
        read_feed(hostile(kind, 3), BASE, apart=worker.apart)
    took = time.perf_counter() - begun

    assert took < 5
    assert read_feed(RSS, BASE, apart=worker.apart) == feed(RSS)


@pytest.mark.parametrize("kind", CARRIED)
def test_a_megabyte_of_malice_in_an_entry_takes_no_time_here(kind: str) -> None:
    begun = time.process_time()

    with Worker() as patient:
        [lead] = read_feed(hostile(kind), BASE, apart=patient.apart).leads
    assert lead.published is None
    assert lead.is_whole == (kind == "a content of tags")

    assert time.process_time() - begun < 2


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_megabyte_of_malice_takes_a_sitemap_no_more_than_seconds(kind: str) -> None:
    begun = time.process_time()

    read_sitemap(hostile(kind).replace("rss", "urlset").replace("item", "url"), BASE)

    assert time.process_time() - begun < 5


@pytest.mark.parametrize("before", ["\n", "<?x?>", "<!D[", "<!--", "<!D[]", "<?xml ", "&"])
def test_a_megabyte_before_the_root_takes_no_time(before: str) -> None:
    begun = time.process_time()

    find_root(before * (MEGABYTE // len(before)) + "<rss/>")

    assert time.process_time() - begun < 1


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://coast.example/a </loc><lastmod>2025-03-04</lastmod><image:image><image:loc>https://coast.example/a.jpg</image:loc></image:image></url>
<url><news:news><news:publication><news:name>Coast Wire</news:name><news:language>en</news:language></news:publication>
 <news:publication_date>2025-03-05T08:00:00+01:00</news:publication_date><news:title>Boats &amp; fire</news:title></news:news><loc>/b</loc></url>
<url><loc>mailto:desk@coast.example</loc></url><url><lastmod>2025-03-04</lastmod></url><url><loc>https://coast.example/a</loc></url>
</urlset>"""


def test_a_sitemap_names_pages_and_what_news_says_of_them() -> None:
    first, second = sitemap(SITEMAP).pages

    assert (first.address, first.title, first.published, first.updated) == ("https://coast.example/a", None, None, None)
    assert second.address == "https://coast.example/b"
    assert (second.title, second.publisher, second.published) == ("Boats & fire", "Coast Wire", "2025-03-05")


def test_a_list_of_sitemaps_names_sitemaps_in_any_namespace() -> None:
    index = '<sitemapindex xmlns="http://www.google.com/schemas/sitemap/0.84"><sitemap><loc>/1.xml</loc></sitemap></sitemapindex>'

    found = sitemap(index)

    assert ([one.address for one in found.maps], found.pages) == (["https://coast.example/1.xml"], [])


def test_of_too_many_the_newest_are_taken_and_of_few_all_as_they_stand() -> None:
    times = [
        "2025-03-04",
        "",
        "2025-03-04T12:00:00Z",
        "Wed, 05 Mar 2025 00:30:00 +0100",
        "2025-03-04T23:45:00+00:00",
        "never",
    ]
    leads = [Lead(f"https://a.example/{number}", modified=written) for number, written in enumerate(times)]

    assert [lead.address for lead in newest(leads, 3)] == [f"https://a.example/{number}" for number in (4, 3, 2)]
    assert newest(leads, 6) == leads
