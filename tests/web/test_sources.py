"""From addresses to drafts: feeds, sitemaps, lists, in a fixed order, several hosts at a time."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import which

import pytest

from ingest.read.draft import Draft, Problem
from ingest.web import FetchSettings, addresses_in, network, read_document, read_web, schedule
from ingest.web.feed import parse_feed
from ingest.web.fetch import Fetcher
from ingest.web.network import Network, dial
from ingest.worker import Worker
from tests.web.server import Reply, Web, page, xml

LONG = "Eleven boats burned at the quay and nobody was hurt. " * 20
FEED = f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Coast Wire</title>
<link>http://news.example/</link>
<item><title>Fire at the quay</title><link>http://news.example/fire</link><author>jane@news.example (Jane Doe)</author>
 <pubDate>Tue, 04 Mar 2025 23:30:00 -0500</pubDate><description>In short.</description></item>
<item><title>Gone</title><link>/gone</link><description>In short.</description></item>
<item><title>Forbidden</title><link>/private/a</link><description>In short.</description></item>
<item><title>Whole</title><link>/private/whole</link><pubDate>Wed, 05 Mar 2025 08:00:00 GMT</pubDate>
 <content:encoded><![CDATA[<p>{LONG}</p>]]></content:encoded></item>
<item><title>Nowhere</title><guid isPermaLink="false">7</guid></item>
</channel></rss>"""


def coast(world: Web, feed: Reply) -> None:
    world.pages |= {
        "news.example/robots.txt": Reply("User-agent: *\nDisallow: /private/", type="text/plain"),
        "news.example/feed": feed,
        "news.example/fire": page("Fire", "The page itself."),
        "news.example/private/a": page("Forbidden"),
        "news.example/private/whole": page("Forbidden too"),
    }


def words(found: list[Draft | Problem]) -> list[str]:
    return [one.url or one.origin if isinstance(one, Draft) else one.reason for one in found]


# ------------------------------------------------------------------------------------------------------------------- feeds


@pytest.mark.parametrize("media", ["application/rss+xml", "text/html", "text/plain; charset=iso-8859-1", "image/png"])
def test_the_pages_behind_a_feed_are_fetched_with_what_it_says_of_them(world: Web, media: str) -> None:
    coast(world, xml(FEED, media))

    fire, gone, forbidden, whole, nowhere = world.read("http://news.example/feed")

    assert isinstance(fire, Draft)
    assert "The page itself." in fire.raw
    assert (fire.url, fire.origin, fire.line, fire.kind) == (
        "http://news.example/fire",
        "http://news.example/fire",
        0,
        "html",
    )
    assert (fire.title, fire.author, fire.published) == ("Fire at the quay", "Jane Doe", "2025-03-04")
    assert fire.publisher is None
    assert isinstance(gone, Problem)
    assert (gone.label, gone.reason) == ("http://news.example/gone", "the server answered 404 (not found)")
    assert isinstance(forbidden, Problem)
    assert forbidden.reason == "the site's robots.txt forbids it"
    assert isinstance(whole, Draft)
    assert whole.raw == f"<p>{LONG.strip()} </p>"
    assert (whole.url, whole.title, whole.publisher) == ("http://news.example/private/whole", "Whole", "Coast Wire")
    assert isinstance(nowhere, Problem)
    assert nowhere.label == "http://news.example/feed#7"
    assert world.paths("news.example") == ["/feed", "/fire", "/gone"]


def test_a_json_feed_is_a_feed(world: Web) -> None:
    world.pages["news.example/feed.json"] = Reply(
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "/a", "title": "Fire"}]}',
        type="application/json",
    )
    world.pages["news.example/a"] = page("A")

    assert world.draft("http://news.example/feed.json").title == "Fire"


def test_a_feed_behind_a_feed_is_not_followed(world: Web) -> None:
    coast(world, xml("<rss><channel><item><link>http://news.example/feed</link></item></channel></rss>"))

    problem = world.problem("http://news.example/feed")

    assert problem.reason == "it is a list of articles, not one"


def test_an_empty_feed_is_a_problem(world: Web) -> None:
    world.pages["news.example/feed"] = xml("<rss><channel><title>Nothing</title></channel></rss>")

    assert "without articles" in world.problem("http://news.example/feed").reason


def test_a_hostile_feed_is_one_problem_and_the_others_are_read(world: Web) -> None:
    coast(world, xml(FEED))
    for host in ("bad.example", "worse.example"):
        world.pages[f"{host}/feed"] = xml(f"<rss><channel><item>{'<div>' * 300_000}</item></channel></rss>")
    asked = ["http://bad.example/feed", "http://news.example/feed", "http://worse.example/feed"]
    begun = time.perf_counter()

    with world.fetcher() as fetcher, Worker(seconds=3) as worker:
        bad, fire, *_, worse = read_web(asked, fetcher=fetcher, apart=worker.apart)

    assert time.perf_counter() - begun < 12
    for problem, address in ((bad, asked[0]), (worse, asked[2])):
        assert isinstance(problem, Problem)
        assert (problem.label, problem.reason) == (address, "it could not be read within 3 seconds")
    assert isinstance(fire, Draft)
    assert fire.title == "Fire at the quay"


def test_a_feed_that_is_an_address_fetches_nothing(world: Web) -> None:
    address = f"http://127.0.0.1:{world.port}/feed"
    world.pages["127.0.0.1/feed"] = xml(FEED)
    beside = f'<!DOCTYPE rss SYSTEM "{address}"><rss xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{address}"/></rss>'

    found = [parse_feed(text.encode()) for text in (address, f"\ufeff{address}", beside, f"feed:{address}")]

    assert [one.entries for one in found] == [()] * 4
    assert world.requests == []


def test_links_on_a_page_are_not_followed(world: Web) -> None:
    world.pages["news.example/a"] = Reply(
        '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body><a href="/b">b</a></body></html>'
    )

    world.draft("http://news.example/a")

    assert world.paths("news.example") == ["/a"]


# ---------------------------------------------------------------------------------------------------------------- sitemaps


def urlset(*names: str, start: int = 1) -> Reply:
    urls = [
        f"<url><loc>http://news.example/{name}</loc><lastmod>2025-03-{start + number:02}</lastmod></url>"
        for number, name in enumerate(names)
    ]
    return xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(urls)}</urlset>')


def index(*names: str) -> Reply:
    maps = "".join(f"<sitemap><loc>http://news.example/{name}</loc></sitemap>" for name in names)
    return xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>')


def test_the_pages_of_a_sitemap_are_fetched(world: Web) -> None:
    world.pages |= {"news.example/map.xml": urlset("a", "b"), "news.example/a": page("A"), "news.example/b": page("B")}

    assert words(world.read("http://news.example/map.xml")) == ["http://news.example/a", "http://news.example/b"]


def test_lists_of_sitemaps_are_followed_three_deep_and_packed_ones_unpacked(world: Web) -> None:
    packed = gzip.compress(urlset("b").body.encode())  # type: ignore[union-attr]
    world.pages |= {
        "news.example/index.xml": index("1.xml", "2.xml.gz", "missing.xml", "page.html", "index.xml", "deep.xml"),
        "news.example/1.xml": urlset("a"),
        "news.example/2.xml.gz": Reply(packed, type="application/octet-stream"),
        "news.example/page.html": page("No sitemap"),
        "news.example/deep.xml": index("deeper.xml"),
        "news.example/deeper.xml": index("deepest.xml"),
        "news.example/deepest.xml": urlset("too-deep"),
        **{f"news.example/{name}": page(name) for name in "ab"},
    }

    found = world.read("http://news.example/index.xml")

    assert words(found) == [
        "http://news.example/a",
        "http://news.example/b",
        "the server answered 404 (not found)",
        "it is no sitemap, though a list of sitemaps names it",
    ]
    assert "/deepest.xml" not in world.paths("news.example")


def test_of_a_large_sitemap_the_newest_are_fetched_and_the_rest_is_named(world: Web) -> None:
    world.pages |= {
        "news.example/index.xml": index("1.xml", "2.xml"),
        "news.example/1.xml": urlset("a", "b", "c", start=10),
        "news.example/2.xml": urlset("d", "e", "f", start=11),
        **{f"news.example/{name}": page(name) for name in "abcdef"},
    }

    *drafts, notice = world.read("http://news.example/index.xml", most_pages=2)

    assert words(drafts) == ["http://news.example/f", "http://news.example/c"]
    assert isinstance(notice, Problem)
    assert notice.label == "http://news.example/index.xml"
    assert notice.reason == "4 of its 6 articles were left out, the oldest"
    assert "--most-pages" in notice.hint


def test_not_all_of_a_thousand_sitemaps_are_read(world: Web) -> None:
    world.pages["news.example/index.xml"] = index(*(f"{number}.xml" for number in range(60)))
    world.pages |= {f"news.example/{number}.xml": urlset("a") for number in range(60)} | {"news.example/a": page("A")}

    draft, notice = world.read("http://news.example/index.xml")

    assert isinstance(draft, Draft)
    assert isinstance(notice, Problem)
    assert notice.reason == "10 of the sitemaps it names were left out"


def test_a_sitemap_may_be_a_list_of_addresses(world: Web) -> None:
    listed = "http://news.example/a\nhttp://news.example/b\nhttp://news.example/a\n"
    world.pages |= {"news.example/map.txt": Reply(listed, type="text/plain"), "news.example/a": page("A")}

    assert words(world.read("http://news.example/map.txt")) == [
        "http://news.example/a",
        "the server answered 404 (not found)",
    ]


# ----------------------------------------------------------------------------------------------------------- other content


def test_a_text_is_a_text_and_an_image_a_problem(world: Web) -> None:
    world.pages |= {
        "news.example/a.txt": Reply("Eleven boats burned — at night.", type="text/plain"),
        "news.example/a.png": Reply(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, type="image/png"),
        "news.example/a.json": Reply('{"title": "Fire"}', type="application/json"),
    }

    text, image, data = world.read(*(f"http://news.example/a.{ending}" for ending in ("txt", "png", "json")))

    assert isinstance(text, Draft)
    assert (text.kind, text.raw) == ("text", "Eleven boats burned — at night.")
    assert isinstance(image, Problem)
    assert image.reason == "it is of the kind image/png, not an article"
    assert isinstance(data, Problem)
    assert "JSON" in data.reason


@pytest.mark.parametrize(
    ("body", "media"),
    [
        ("<p>Ärger über Öl".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ("<p>Ärger über Öl".encode(), "text/html; charset=iso-8859-1"),
        ("<meta charset=windows-1252><p>Ärger über Öl".encode("cp1252"), "text/html"),
        (b"\xff\xfe" + "<p>Ärger über Öl".encode("utf-16-le"), "text/html; charset=utf-8"),
        (b"\xef\xbb\xbf" + "<p>Ärger über Öl".encode(), 'text/html; charset="latin-1"'),
        ("<p>Ärger über Öl".encode("cp1252"), "text/html; charset=nonsense"),
    ],
)
def test_letters_come_through_whatever_a_server_calls_them(world: Web, body: bytes, media: str) -> None:
    world.pages["news.example/a"] = Reply(body, type=media)

    assert "Ärger über Öl" in world.draft("http://news.example/a").raw


def test_a_pdf_is_read_on_the_thread_of_the_caller(world: Web) -> None:
    world.pages["news.example/a.pdf"] = Reply(b"%PDF-1.4\nnothing of the kind", type="application/pdf")
    threads = []

    def apart(parse: Callable[[bytes], object], data: bytes) -> object:
        threads.append(threading.current_thread())
        return parse(data)

    with world.fetcher() as fetcher:
        [problem] = read_web(["http://news.example/a.pdf"], fetcher=fetcher, apart=apart)  # type: ignore[arg-type]

    assert isinstance(problem, Problem)
    assert problem.label == "http://news.example/a.pdf"
    assert threads == [threading.current_thread()]


# ------------------------------------------------------------------------------------------------------- order, and at once


def test_what_comes_is_in_the_order_that_was_asked_for_whoever_is_faster(world: Web) -> None:
    def slow(handler: object) -> None:
        time.sleep(0.15)
        handler._send(page("slow"))  # type: ignore[attr-defined]

    for host in ("one.example", "two.example", "three.example"):
        world.pages[f"{host}/feed"] = xml(
            "<rss><channel>" + "".join(f"<item><link>/{n}</link></item>" for n in range(3)) + "</channel></rss>"
        )
        world.pages |= {f"{host}/{n}": page(f"{host} {n}") for n in range(3)}
    world.pages["one.example/0"] = Reply(act=slow)
    world.pages["two.example/feed"].headers["X"] = "x"  # type: ignore[union-attr]
    asked = [
        "http://one.example/feed",
        "http://three.example/1",
        "http://two.example/feed",
        "http://three.example/feed",
    ]

    runs = [words(world.read(*asked)) for _ in range(3)]

    expected = [f"http://one.example/{n}" for n in range(3)] + ["http://three.example/1"]
    expected += [f"http://{host}.example/{n}" for host in ("two", "three") for n in range(3)]
    assert runs == [expected] * 3


def test_one_host_is_asked_one_thing_at_a_time_and_several_hosts_at_once(world: Web) -> None:
    meeting = threading.Barrier(3, timeout=5)

    def meet(handler: object) -> None:
        meeting.wait()
        handler._send(page("met"))  # type: ignore[attr-defined]

    hosts = ("one.example", "two.example", "three.example")
    for host in hosts:
        world.pages[f"{host}/robots.txt"] = Reply("")
        world.pages |= {f"{host}/{n}": page(f"{n}") for n in range(6)}
        world.pages[f"{host}/0"] = Reply(act=meet)

    found = world.read(*(f"http://{host}/{n}" for host in hosts for n in range(6)))

    assert all(isinstance(one, Draft) for one in found)
    assert world.busiest == dict.fromkeys(hosts, 1)
    assert [world.paths(host) for host in hosts] == [[f"/{n}" for n in range(6)]] * 3


def test_a_redirect_waits_for_its_turn_at_the_other_host(world: Web) -> None:
    for number in range(6):
        world.pages[f"one.example/{number}"] = Reply(status=302, headers={"Location": f"http://two.example/{number}"})
        world.pages[f"two.example/{number}"] = page(f"{number}")
        world.pages[f"two.example/own{number}"] = page(f"{number}")
    world.pages["two.example/robots.txt"] = Reply("")
    asked = [f"http://{where}{number}" for number in range(6) for where in ("one.example/", "two.example/own")]

    found = world.read(*asked)

    assert len([one for one in found if isinstance(one, Draft)]) == 12
    assert world.busiest["two.example"] == 1


def test_no_more_is_fetched_ahead_than_can_be_held(world: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "MOST_HELD", 100)
    hosts = [f"host{number}.example" for number in range(20)]
    world.pages |= {f"{host}/a": page("x" * 200) for host in hosts}

    with world.fetcher() as fetcher:
        drafts = read_web([f"http://{host}/a" for host in hosts], fetcher=fetcher)
        next(drafts)
        time.sleep(0.3)
        ahead = sum(seen.path == "/a" for seen in world.requests)
        rest = list(drafts)

    assert ahead <= schedule.MOST_HOSTS + 1
    assert [one.url for one in rest if isinstance(one, Draft)] == [f"http://{host}/a" for host in hosts[1:]]


def test_who_stops_taking_stops_the_fetching(world: Web) -> None:
    world.pages |= {f"news.example/{n}": page(f"{n}") for n in range(50)}
    fetcher = world.fetcher(delay=0.05)
    drafts = read_web([f"http://news.example/{n}" for n in range(50)], fetcher=fetcher)
    next(drafts)

    begun = time.perf_counter()
    drafts.close()  # type: ignore[attr-defined]
    fetcher.close()
    took = time.perf_counter() - begun
    time.sleep(0.3)

    assert took < 0.5
    assert len(world.paths("news.example")) <= 3


def test_an_address_given_twice_is_fetched_once(world: Web) -> None:
    world.pages["news.example/a"] = page("A")

    assert len(world.read("http://news.example/a", " http://news.example/a")) == 1


def test_what_nobody_thought_of_costs_one_page(world: Web) -> None:
    def broken(host: str, port: int) -> Sequence[str]:
        if host == "odd.example":
            raise ZeroDivisionError
        return world.resolve(host, port)

    world.pages["news.example/a"] = page("A")
    settings = FetchSettings(delay=0)
    with Fetcher(settings, network=Network(settings, resolve=broken, dial=world.dial)) as fetcher:
        problem, draft = read_web(["http://odd.example/a", "http://news.example/a"], fetcher=fetcher)

    assert isinstance(problem, Problem)
    assert problem.reason == "it could not be read (ZeroDivisionError)"
    assert isinstance(draft, Draft)


# -------------------------------------------------------------------------------------------------------------- saved files


def test_a_saved_feed_leads_to_its_pages(world: Web) -> None:
    coast(world, page("not asked for"))

    for address in (None, "http://news.example/feed"):
        with world.fetcher() as fetcher:
            found = list(read_document(FEED.encode(), label="feed.xml", address=address, fetcher=fetcher))
        assert [type(one) for one in found] == [Draft, Problem, Problem, Draft, Problem]
        assert words(found)[:2] == ["http://news.example/fire", "the server answered 404 (not found)"]


def test_a_saved_sitemap_leads_to_its_pages_and_a_saved_page_is_one(world: Web) -> None:
    world.pages |= {"news.example/a": page("A")}
    saved = gzip.compress(urlset("a").body.encode())  # type: ignore[union-attr]

    with world.fetcher() as fetcher:
        from_map = list(read_document(saved, label="map.xml.gz", fetcher=fetcher))
        from_page = list(
            read_document(b"<?xml version='1.0'?><html><p>x</p></html>", label="page.xml", fetcher=fetcher)
        )
        other = list(read_document(b"<svg/>", label="x.xml", fetcher=fetcher))

    assert words(from_map) == ["http://news.example/a"]
    assert [(one.origin, one.url) for one in from_page if isinstance(one, Draft)] == [("page.xml", None)]
    assert isinstance(other[0], Problem)
    assert (other[0].label, other[0].reason) == ("x.xml", "it is XML, but neither a page nor a feed nor a sitemap")


def test_without_anything_injected_this_machine_is_read_only_where_that_is_wanted(world: Web) -> None:
    world.pages["127.0.0.1/a"] = page("A")
    address = f"http://127.0.0.1:{world.port}/a"

    [draft] = read_web([address], settings=FetchSettings(delay=0, allow_private=True))
    [problem] = read_web([address], settings=FetchSettings(delay=0))

    assert isinstance(draft, Draft)
    assert draft.origin == address
    assert isinstance(problem, Problem)
    assert problem.reason == "its address is private (127.0.0.1)"


def test_a_server_that_is_not_there_is_a_problem(world: Web) -> None:
    world.dial = lambda address, port, seconds: dial("127.0.0.1", 1, seconds)  # type: ignore[method-assign]

    assert world.problem("http://news.example:8080/a").reason == "no connection to news.example:8080"


def test_the_front_door_is_what_it_says() -> None:
    assert addresses_in("http://news.example/") == ["http://news.example/"]
    assert FetchSettings().user_agent.startswith("Dateline/")
    assert list(read_web([])) == []


# ------------------------------------------------------------------------------------------------------------ certificates


@pytest.mark.skipif(which("openssl") is None, reason="makes its certificate with openssl")
def test_a_certificate_is_checked_for_the_name_and_not_for_the_address(
    world: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example",
         "-addext", "subjectAltName=DNS:news.example", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    named: list[str | None] = []
    context.sni_callback = lambda connection, name, context: named.append(name)
    world.encrypt(context)
    world.pages |= {"news.example/a": page("A"), "other.example/a": page("B")}

    network._trusted.cache_clear()
    unknown = world.problem("https://news.example/a")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    network._trusted.cache_clear()
    draft = world.draft("https://news.example/a")
    other = world.problem("https://other.example/a")
    network._trusted.cache_clear()

    assert unknown.reason == "the certificate of news.example is not valid"
    assert "A" in draft.raw
    assert other.reason == "the certificate of other.example is not valid"
    assert set(named) == {"news.example", "other.example"}
