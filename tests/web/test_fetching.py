"""Fetching over real HTTP: what comes, what is refused, and with which words."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from email.utils import formatdate
from typing import Any

import pytest

from ingest.read.draft import Draft, Problem
from ingest.web.lookup import look_up
from ingest.web.network import Network
from ingest.web.settings import FetchSettings
from ingest.web.source import read_web
from rag.errors import SettingInvalid
from tests.web.server import PUBLIC, Reply, Web, drip, page

ADDRESS = "http://news.example/a"


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 1))
        self.time += seconds


def test_a_page_comes_with_its_address_and_its_words(world: Web) -> None:
    world.pages["news.example/a"] = page("Boats burned")

    draft = world.draft(ADDRESS)

    assert (draft.origin, draft.url, draft.label, draft.line) == (ADDRESS, ADDRESS, ADDRESS, 0)
    assert draft.kind == "html"
    assert "Boats burned" in draft.raw
    assert (draft.title, draft.published, draft.author) == (None, None, None)


def test_what_is_sent_says_who_asks_and_nothing_else(world: Web) -> None:
    world.pages["news.example/a"] = Reply("<p>x</p>", headers={"Set-Cookie": "id=1; Path=/"})
    world.pages["news.example/b"] = page("B")

    world.read(ADDRESS, "http://news.example/b")

    sent = world.requests[-1].headers
    assert sent["User-Agent"] == "Dateline/9 (test)"
    assert set(sent) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}


def test_a_connection_is_kept_for_the_next_page(world: Web) -> None:
    world.pages |= {f"news.example/{name}": page(name) for name in "abc"} | {"news.example/robots.txt": Reply("")}

    world.read(*(f"http://news.example/{name}" for name in "abc"))

    assert len({seen.port for seen in world.requests}) == 1
    assert world.lookups == ["news.example"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "password"),
        (402, "money"),
        (403, "refuses"),
        (404, "not found"),
        (410, "gone"),
        (451, "legal"),
        (418, "418"),
    ],
)
def test_each_refusal_of_a_server_has_its_reason(world: Web, status: int, words: str) -> None:
    world.pages["news.example/a"] = Reply("no", status=status)

    problem = world.problem(ADDRESS)

    assert problem.label == ADDRESS
    assert words in problem.reason
    assert world.paths("news.example") == ["/a"]


def test_an_empty_page_and_an_unknown_name_are_problems_too(world: Web) -> None:
    world.pages["news.example/a"] = Reply(" \n")
    world.names["gone.example"] = [[]]

    assert "empty" in world.problem(ADDRESS).reason
    assert world.problem("http://gone.example/").reason == "the name gone.example was not found"


def test_one_failure_stops_nothing_else(world: Web) -> None:
    world.pages["news.example/b"] = page("B")

    found = world.read(ADDRESS, "file:///etc/passwd", "http://news.example/b")

    assert [type(one) for one in found] == [Problem, Problem, Draft]


# ------------------------------------------------------------------------------------------------------ private addresses


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "100.64.3.4", "::1", "::ffff:192.168.0.1"]
)
def test_a_name_that_means_a_private_machine_is_never_dialled(world: Web, address: str) -> None:
    world.names["inner.example"] = [[address]]

    problem = world.problem("http://inner.example/secret")

    assert problem.reason == f"its address is private ({address})"
    assert "--allow-private" in problem.hint
    assert world.dialled == []


def test_a_name_with_one_private_address_among_public_ones_is_refused(world: Web) -> None:
    world.names["inner.example"] = [[PUBLIC, "10.0.0.1"]]

    assert "private (10.0.0.1)" in world.problem("http://inner.example/").reason
    assert world.dialled == []


@pytest.mark.parametrize(
    "address",
    ["http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://127.0.0.1:80/", "http://[::ffff:7f00:1]/"],
)
def test_this_machine_in_any_spelling_is_never_dialled(world: Web, address: str) -> None:
    settings = FetchSettings(delay=0)
    fetcher = world.fetcher()
    fetcher._network = Network(settings, resolve=look_up, dial=world.dial)

    [problem] = read_web([address], fetcher=fetcher)

    assert isinstance(problem, Problem)
    assert "private" in problem.reason
    assert world.dialled == []


def test_a_redirect_to_a_private_machine_is_not_followed(world: Web) -> None:
    world.names["inner.example"] = [["127.0.0.1"]]
    world.pages["news.example/a"] = Reply(status=302, headers={"Location": "http://inner.example/secret"})
    world.pages["inner.example/secret"] = page("Secret")

    problem = world.problem(ADDRESS)

    assert problem.label == ADDRESS
    assert "private (127.0.0.1)" in problem.reason
    assert world.paths("inner.example") == []


def test_a_robots_txt_that_leads_to_a_private_machine_is_not_followed(world: Web) -> None:
    world.names["inner.example"] = [["10.0.0.1"]]
    world.pages["news.example/robots.txt"] = Reply(status=301, headers={"Location": "http://inner.example/"})

    assert world.problem(ADDRESS).reason == "the site's robots.txt cannot be read: its address is private (10.0.0.1)"
    assert set(world.dialled) == {PUBLIC}


def test_what_is_checked_is_what_is_dialled(world: Web) -> None:
    world.names["news.example"] = [[PUBLIC], ["127.0.0.1"]]
    world.pages |= {"news.example/a": page("A"), "news.example/robots.txt": Reply("")}

    draft = world.draft(ADDRESS)

    assert "A" in draft.raw
    assert (world.lookups, world.dialled) == (["news.example"], [PUBLIC])


def test_a_name_that_turns_private_between_two_connections_is_refused_then(world: Web) -> None:
    world.names["news.example"] = [[PUBLIC], ["127.0.0.1"]]
    world.pages |= {
        "news.example/robots.txt": Reply("", headers={"Connection": "close"}),
        "news.example/a": page("A"),
    }

    assert "private" in world.problem(ADDRESS).reason
    assert world.dialled == [PUBLIC]


def test_private_addresses_are_fetched_where_that_is_wanted(world: Web) -> None:
    world.names["inner.example"] = [["127.0.0.1"]]
    world.pages["inner.example/a"] = page("Inner")

    assert "Inner" in world.draft("http://inner.example/a", allow_private=True).raw


def test_the_next_address_of_a_name_is_tried(world: Web) -> None:
    world.names["news.example"] = [["93.184.216.35", PUBLIC]]
    world.pages["news.example/a"] = page("A")
    dial = world.dial

    def half_dead(address: str, port: int, seconds: float) -> object:
        if address != PUBLIC:
            world.port, port_of_server = 1, world.port  # nobody listens there
            try:
                return dial(address, port, seconds)
            finally:
                world.port = port_of_server
        return dial(address, port, seconds)

    world.dial = half_dead  # type: ignore[method-assign, assignment]

    assert "A" in world.draft(ADDRESS).raw


# --------------------------------------------------------------------------------------------------------------- redirects


def test_the_address_of_a_page_is_where_it_was_found(world: Web) -> None:
    world.pages["news.example/a"] = Reply(status=301, headers={"Location": "//www.news.example/b#top"})
    world.pages["www.news.example/b"] = page("B")

    draft = world.draft(ADDRESS)

    assert (draft.origin, draft.url, draft.label) == ("http://www.news.example/b", "http://www.news.example/b", ADDRESS)


def test_a_redirect_in_a_circle_and_one_without_end_are_problems(world: Web) -> None:
    world.pages["news.example/a"] = Reply(status=302, headers={"Location": "/b"})
    world.pages["news.example/b"] = Reply(status=302, headers={"Location": "/a"})
    for number in range(20):
        world.pages[f"news.example/{number}"] = Reply(status=307, headers={"Location": f"/{number + 1}"})

    assert "circle" in world.problem(ADDRESS).reason
    assert "more than 5 times" in world.problem("http://news.example/0").reason
    assert len(world.paths("news.example")) == 2 + 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://user:pw@news.example/", "gopher://x/", "http://["])
def test_a_redirect_out_of_the_web_is_a_problem(world: Web, target: str) -> None:
    world.pages["news.example/a"] = Reply(status=302, headers={"Location": target})

    assert "none of the web" in world.problem(ADDRESS).reason


def test_an_article_that_now_leads_to_the_front_page_is_gone(world: Web) -> None:
    world.pages["news.example/a"] = Reply(status=302, headers={"Location": "/"})
    world.pages["news.example/"] = page("All the news")

    assert "front page" in world.problem(ADDRESS).reason
    assert "All the news" in world.draft("http://news.example/").raw


# ------------------------------------------------------------------------------------------------------------------ limits


def test_a_page_over_the_limit_is_refused_before_it_is_loaded(world: Web) -> None:
    world.pages["news.example/a"] = Reply("x" * 1001)
    world.pages["news.example/b"] = Reply("<p>" + "x" * 997)

    assert world.problem(ADDRESS, most_bytes=1000).reason == "it is larger than the limit of 0.0 MB"
    assert len(world.draft("http://news.example/b", most_bytes=1000).raw) == 1000


def test_a_page_without_a_length_is_cut_off_at_the_limit(world: Web) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"x" * 5000
    world.pages["news.example/a"] = Reply(act=drip(5, head))
    begun = time.perf_counter()

    assert "larger" in world.problem(ADDRESS, most_bytes=1000).reason
    assert time.perf_counter() - begun < 2


def test_packed_pages_are_unpacked(world: Web) -> None:
    text = "<p>Boats burned</p>"
    raw_deflate = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(text[:9].encode()) + gzip.compress(text[9:].encode()),
        "x-gzip": gzip.compress(text.encode()) + b"\0\0 rest",
        "deflate": zlib.compress(text.encode()),
        "Deflate": raw_deflate.compress(text.encode()) + raw_deflate.flush(),
    }
    for coding, body in packed.items():
        world.pages["news.example/a"] = Reply(body, headers={"Content-Encoding": coding})
        assert world.draft(ADDRESS).raw == text, coding


def test_a_bomb_is_cut_off_while_it_unpacks(world: Web) -> None:
    inner = gzip.compress(b"\0" * 60_000_000, 9)
    world.pages["news.example/a"] = Reply(inner, headers={"Content-Encoding": "gzip"})
    world.pages["news.example/b"] = Reply(gzip.compress(inner), headers={"Content-Encoding": "gzip, gzip"})
    world.pages["news.example/c"] = Reply(inner, type="application/gzip")
    tracemalloc.start()

    problems = world.read(ADDRESS, "http://news.example/b", "http://news.example/c", most_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert ["larger" in problem.reason for problem in problems if isinstance(problem, Problem)] == [True, False, True]
    assert "packed" in problems[1].reason  # type: ignore[union-attr]
    assert peak < 20_000_000


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "nonsense"])
def test_a_packing_nobody_asked_for_is_a_problem(world: Web, coding: str) -> None:
    world.pages["news.example/a"] = Reply(b"\x01\x02", headers={"Content-Encoding": coding})

    assert coding in world.problem(ADDRESS).reason


def test_damaged_packing_is_a_problem(world: Web) -> None:
    world.pages["news.example/a"] = Reply(b"\x1f\x8b\x08nothing of the kind", headers={"Content-Encoding": "gzip"})

    assert "damaged" in world.problem(ADDRESS).reason


def test_a_server_that_sends_a_byte_now_and_then_is_cut_off_by_the_clock(world: Web) -> None:
    world.pages["news.example/a"] = Reply(act=drip(5))
    world.pages["slow.example/a"] = Reply(act=drip(5, b"HTTP/1.1 200 OK\r\nX-Slow: "))
    begun = time.perf_counter()

    problems = world.read(ADDRESS, "http://slow.example/a", seconds=0.4)

    assert [problem.reason for problem in problems if isinstance(problem, Problem)] == ["it took too long"] * 2
    assert time.perf_counter() - begun < 1.5


def test_a_silent_server_is_asked_once_more_and_then_given_up(world: Web) -> None:
    clock = Clock()
    world.pages["news.example/robots.txt"] = Reply("")
    world.pages["news.example/a"] = Reply(act=lambda handler: time.sleep(1))

    problem = world.problem(ADDRESS, seconds=0.4, now=clock.now, sleep=clock.sleep)

    assert problem.reason == "it took too long"
    assert 2 <= len(world.paths("news.example")) <= 3


def test_a_connection_that_breaks_off_is_tried_again(world: Web) -> None:
    def break_off(handler: object) -> None:
        handler.close_connection = True  # type: ignore[attr-defined]
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf")  # type: ignore[attr-defined]

    clock = Clock()
    world.pages["news.example/a"] = [Reply(act=break_off), page("Whole")]

    assert "Whole" in world.draft(ADDRESS, now=clock.now, sleep=clock.sleep).raw


@pytest.mark.parametrize("junk", [b"\x00\x01\x02\x03", b"HTTP/1.1 999999 \r\n\r\n", b"SSH-2.0-OpenSSH\r\n", b""])
def test_what_is_no_http_is_a_problem(world: Web, junk: bytes) -> None:
    def act(handler: object) -> None:
        handler.close_connection = True  # type: ignore[attr-defined]
        handler.wfile.write(junk)  # type: ignore[attr-defined]

    clock = Clock()
    world.pages["news.example/a"] = Reply(act=act)

    assert world.problem(ADDRESS, now=clock.now, sleep=clock.sleep).reason == "the connection broke off"


# ------------------------------------------------------------------------------------------------------------- politeness


def test_requests_to_one_host_are_spaced(world: Web) -> None:
    clock = Clock()
    world.pages |= {f"news.example/{name}": page(name) for name in "abc"}

    world.read(*(f"http://news.example/{name}" for name in "abc"), delay=1.0, now=clock.now, sleep=clock.sleep)

    assert clock.slept == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(("asked", "kept"), [("7", 7.0), ("0.1", 1.0), ("86400", 30.0), ("nan", 1.0), ("-3", 1.0)])
def test_a_crawl_delay_is_kept_within_reason(world: Web, asked: str, kept: float) -> None:
    clock = Clock()
    world.pages |= {f"news.example/{name}": page(name) for name in "abc"}
    world.pages["news.example/robots.txt"] = Reply(f"User-agent: *\nCrawl-delay: {asked}\n", type="text/plain")

    world.read(*(f"http://news.example/{name}" for name in "abc"), delay=1.0, now=clock.now, sleep=clock.sleep)

    assert clock.slept[1:] == [kept, kept]


@pytest.mark.parametrize(
    ("status", "header", "slept"), [(429, "7", 7.0), (503, "3600", 60.0), (503, "soon", 1.0), (500, "", 1.0)]
)
def test_a_busy_server_is_asked_again_after_the_time_it_names(
    world: Web, status: int, header: str, slept: float
) -> None:
    clock = Clock()
    busy = Reply("busy", status=status, headers={"Retry-After": header} if header else {})
    world.pages["news.example/a"] = [busy, page("At last")]

    assert "At last" in world.draft(ADDRESS, now=clock.now, sleep=clock.sleep).raw
    assert clock.slept == [slept]


def test_a_busy_server_may_name_the_time_as_a_date(world: Web) -> None:
    clock = Clock()
    busy = Reply("busy", status=503, headers={"Retry-After": formatdate(time.time() + 20, usegmt=True)})
    world.pages["news.example/a"] = [busy, page("At last")]

    world.draft(ADDRESS, now=clock.now, sleep=clock.sleep)

    assert 18 <= clock.slept[0] <= 20


def test_a_server_that_stays_busy_is_given_up_after_three_times(world: Web) -> None:
    clock = Clock()
    world.pages["news.example/a"] = Reply("busy", status=502)

    problem = world.problem(ADDRESS, now=clock.now, sleep=clock.sleep)

    assert problem.reason == "the server answered 502"
    assert world.paths("news.example") == ["/a"] * 3
    assert clock.slept == [1.0, 2.0]


def test_a_host_that_brings_nothing_is_left_alone_after_a_while(world: Web) -> None:
    clock = Clock()
    pages = [f"http://down.example/{number}" for number in range(8)]
    world.pages |= {f"down.example/{number}": Reply("busy", status=503) for number in range(8)}
    world.pages["news.example/a"] = page("A")

    *problems, draft = world.read(*pages, ADDRESS, now=clock.now, sleep=clock.sleep)

    assert len(world.paths("down.example")) == 5 * 3
    assert "5 times in a row" in problems[-1].reason  # type: ignore[union-attr]
    assert isinstance(draft, Draft)


# ------------------------------------------------------------------------------------------------------------------ robots


def test_what_robots_txt_forbids_is_not_fetched(world: Web) -> None:
    world.pages |= {
        "news.example/robots.txt": Reply(
            "User-agent: *\nDisallow: /private/\nAllow: /private/open\n", type="text/plain"
        ),
        "news.example/private/a": page("No"),
        "news.example/private/open": page("Yes"),
    }

    refused, allowed = world.read("http://news.example/private/a", "http://news.example/private/open")

    assert isinstance(refused, Problem)
    assert refused.reason == "the site's robots.txt forbids it"
    assert isinstance(allowed, Draft)
    assert world.paths("news.example") == ["/private/open"]


def test_rules_for_us_count_more_than_those_for_all(world: Web) -> None:
    rules = "User-agent: *\nAllow: /\n\nUser-agent: Other\nAllow: /\n\nUser-agent: dateline\nDisallow: /a\n"
    world.pages |= {"news.example/robots.txt": Reply(rules), "news.example/a": page("A")}

    assert "robots.txt forbids" in world.problem(ADDRESS).reason
    assert "A" in world.draft(ADDRESS, user_agent="Somebody/1").raw
    assert "A" in world.draft(ADDRESS, ignore_robots=True).raw


def test_robots_txt_is_asked_for_once(world: Web) -> None:
    world.pages |= {f"news.example/{name}": page(name) for name in "abc"}

    world.read(*(f"http://news.example/{name}" for name in "abc"))

    assert [seen.path for seen in world.requests].count("/robots.txt") == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_all(world: Web, status: int) -> None:
    world.pages |= {"news.example/robots.txt": Reply("no", status=status), "news.example/a": page("A")}

    assert "A" in world.draft(ADDRESS).raw


@pytest.mark.parametrize("status", [429, 500, 503, 520])
def test_a_site_whose_robots_txt_cannot_be_read_forbids_all(world: Web, status: int) -> None:
    clock = Clock()
    world.pages |= {"news.example/robots.txt": Reply("no", status=status), "news.example/a": page("A")}

    problem = world.problem(ADDRESS, now=clock.now, sleep=clock.sleep)

    assert problem.reason == f"the site's robots.txt cannot be read: the server answered {status}"
    assert world.paths("news.example") == []


def test_where_a_redirect_leads_its_own_robots_txt_decides(world: Web) -> None:
    world.pages |= {
        "news.example/a": Reply(status=302, headers={"Location": "http://other.example/a"}),
        "other.example/robots.txt": Reply("User-agent: *\nDisallow: /"),
        "other.example/a": page("A"),
    }

    assert "robots.txt forbids" in world.problem(ADDRESS).reason
    assert world.paths("other.example") == []


def test_a_huge_robots_txt_is_read_in_its_beginning_and_quickly(world: Web) -> None:
    agents = "".join(f"User-agent: reader{number}\n" for number in range(12_000))
    rules = "User-agent: *\nDisallow: /a\n" + agents + "Disallow: /x*a*b*c$\n" * 12_000 + "Allow: /\n" * 100_000
    world.pages |= {"news.example/robots.txt": Reply(rules), "news.example/a": page("A")}
    begun = time.perf_counter()

    assert "robots.txt forbids" in world.problem(ADDRESS).reason
    assert time.perf_counter() - begun < 3


# ------------------------------------------------------------------------------------------------------------------- proxy


def test_through_a_proxy_public_names_are_fetched_and_private_ones_are_not(world: Web) -> None:
    proxy = f"http://127.0.0.1:{world.port}"
    world.names["inner.example"] = [["10.0.0.1"]]
    world.names["only-the-proxy-knows.example"] = [[]]
    world.pages["news.examplehttp://news.example/a"] = page("By proxy")
    world.pages["only-the-proxy-knows.examplehttp://only-the-proxy-knows.example/a"] = page("Known there")

    assert "By proxy" in world.draft(ADDRESS, proxy=proxy).raw
    assert "Known there" in world.draft("http://only-the-proxy-knows.example/a", proxy=proxy).raw
    assert "private" in world.problem("http://inner.example/a", proxy=proxy).reason
    assert set(world.dialled) == {"127.0.0.1"}


@pytest.mark.parametrize("numbers", [{"delay": -1.0}, {"most_pages": 0}, {"most_pages": -3}])
def test_numbers_of_fetching_that_cannot_be_are_refused(numbers: dict[str, Any]) -> None:
    with pytest.raises(SettingInvalid, match="these cannot be"):
        FetchSettings(**numbers)
