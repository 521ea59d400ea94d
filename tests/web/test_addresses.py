"""What an address is, and which machines may be reached."""

from __future__ import annotations

import time

import pytest

from ingest.web.address import addresses_in, is_public, join, parse_address, same_site
from ingest.web.lookup import look_up
from rag.errors import ArticleRejected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("http://news.example", "http://news.example/"),
        ("HTTPS://News.Example:443/A?b=1#part", "https://news.example/A?b=1"),
        ("http://news.example:8080/a b/ü?q=é", "http://news.example:8080/a%20b/%C3%BC?q=%C3%A9"),
        ("http://news.example/already%20quoted", "http://news.example/already%20quoted"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://news.example./a", "http://news.example/a"),
        ("http://[2606:2800:220:1::]/a", "http://[2606:2800:220:1::]/a"),
        (" http://news.example/a\n", "http://news.example/a"),
        ("http://news.example/a\nb", "http://news.example/ab"),
    ],
)
def test_an_address_is_written_in_one_way(written: str, meant: str) -> None:
    assert str(parse_address(written)) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "news.example/a",
        "file:///etc/passwd",
        "ftp://news.example/a",
        "javascript:alert(1)",
        "data:text/html,hello",
        "http://",
        "http:///a",
        "http://user:secret@news.example/",
        "http://user@news.example/",
        "http://news.example:99999/",
        "http://news.example:port/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://news.example\\@inner.example/",
        "http://a b/",
        "http://" + "a" * 300 + ".example/",
        "http://" + "ü" * 100_000 + ".example/",
        "http://news.example/" + "a" * 5_000,
    ],
)
def test_what_is_no_address_of_the_web_is_refused_with_a_reason(written: str) -> None:
    begun = time.perf_counter()

    with pytest.raises(ArticleRejected) as refused:
        parse_address(written)

    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 100
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
        "0.0.0.0", "0.1.2.3", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.0.192", "198.18.0.1", "203.0.113.7",
        "168.63.129.16", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:c0a8:101::1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2001:0:7f00:1::", "2001:db8::1", "100::1", "no address", "",
    ],
)  # fmt: skip
def test_this_machine_its_network_and_what_leads_there_are_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "0"])
def test_odd_spellings_of_this_machine_are_seen_through(host: str) -> None:
    assert not any(is_public(address) for address in look_up(host, 80))


def test_a_name_that_cannot_be_one_is_not_found() -> None:
    with pytest.raises(OSError, match=r"label|not known|service|name"):
        look_up("a" * 70 + ".example", 80)


def test_links_are_taken_from_where_they_stand() -> None:
    assert join("http://news.example/feed/", "../a?b=1#c") == "http://news.example/a?b=1"
    assert join("http://news.example/", "//other.example/x") == "http://other.example/x"
    assert join(None, "https://news.example/a") == "https://news.example/a"
    assert join(None, "/a") is None
    assert join("http://news.example/", "mailto:desk@news.example") is None
    assert join("http://news.example/", "http://[broken") is None


def test_a_site_is_the_same_with_and_without_www() -> None:
    assert same_site("https://www.news.example/a", "http://news.example")
    assert not same_site("https://news.example/a", "https://other.example/a")
    assert not same_site("/a", None)
    assert not same_site("http://[", "http://[")


def test_a_list_of_addresses_is_told_from_a_text() -> None:
    listed = "# morning\n\nhttp://news.example/a\n  HTTPS://news.example/b  \r\n#end"

    assert addresses_in(listed) == ["http://news.example/a", "HTTPS://news.example/b"]
    assert addresses_in("\ufeffhttp://news.example/a") == ["http://news.example/a"]
    assert addresses_in("http://news.example/a\nand a sentence") is None
    mistaken = ["http://news.example/a", "news example", "http://news.example/b"]
    assert addresses_in("\n".join(mistaken)) == mistaken
    assert addresses_in("\n".join([*mistaken, "a sentence", "and another one"])) is None
    assert addresses_in("news example", surely=True) == ["news example"]
    assert addresses_in("see http://news.example/a") is None
    assert addresses_in("ftp://news.example/a") is None
    assert addresses_in("# only a remark\n") is None
    assert addresses_in("") is None
