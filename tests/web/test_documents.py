"""What bytes are and in which letters, whatever a server says of them."""

from __future__ import annotations

import gzip
import time

import pytest

from ingest.web.charset import decode_page
from ingest.web.document import open_document
from rag.errors import ArticleRejected

WORDS = "Ärger über Öl: «déjà vu» – 5 €"


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (WORDS.encode(), None),
        (WORDS.encode(), "iso-8859-1"),
        (WORDS.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + WORDS.encode(), "windows-1251"),
        (b"\xff\xfe" + WORDS.encode("utf-16-le"), None),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), "utf-8"),
        (WORDS.encode("cp1252"), None),
        (WORDS.encode("cp1252"), "ISO-8859-1"),
        (WORDS.encode("cp1252"), "utf-8"),
        (WORDS.encode("cp1252"), "idna"),
        (WORDS.encode("cp1252"), "no such thing"),
    ],
)
def test_letters_are_read_as_they_were_meant(data: bytes, declared: str | None) -> None:
    assert decode_page(data, declared) == WORDS


@pytest.mark.parametrize(
    ("words", "name", "label"),
    [
        ("Пожар в порту", "cp1251", "windows-1251"),
        ("Пожар в порту", "koi8_r", "KOI8-R"),
        ("Požár v přístavu", "iso8859_2", "iso-8859-2"),
        ("Œuvre à 5 €", "iso8859_15", "iso-8859-15"),
        ("港で火事", "cp932", "Shift_JIS"),
        ("港で火事", "euc_jp", "x-unknown; euc-jp"),
        ("港で火事", "iso2022_jp", "iso-2022-jp"),
        ("港口失火", "gb18030", "gb2312"),
        ("항구 화재", "cp949", "euc-kr"),
    ],
)
def test_a_page_may_name_its_letters_itself(words: str, name: str, label: str) -> None:
    label = label.rpartition(" ")[2]
    tag = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}">'

    assert words in decode_page((tag + words).encode(name))
    assert words in decode_page(("<p>" + words).encode(name), label)
    assert words in decode_page((f"<?xml version='1.0' encoding='{label}'?>" + words).encode(name))


def test_one_broken_byte_does_not_change_the_rest() -> None:
    broken = ("é" * 50).encode() + b"\xff" + ("ü" * 50).encode()

    assert decode_page(broken) == "é" * 50 + "\ufffd" + "ü" * 50
    assert decode_page(broken, "iso-8859-1").count("é") == 50


def test_a_page_in_wide_letters_without_a_mark_is_read() -> None:
    assert decode_page("<html>Пожар".encode("utf-16-le")) == "<html>Пожар"
    assert decode_page("<html>Пожар".encode("utf-16-be")) == "<html>Пожар"


def test_any_bytes_become_text_quickly_and_without_nul() -> None:
    for data in (
        bytes(range(256)) * 4_000,
        b"\x00" * 1_000_000,
        b"\xff" * 1_000_000,
        b"\xc3" * 1_000_000,
        b"charset=" * 120_000,
    ):
        begun = time.process_time()
        assert "\x00" not in decode_page(data, "shift_jis")
        assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "media", ["text/html", "text/plain", "application/xml", "application/rss+xml", "image/png", "", "nonsense"]
)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<!DOCTYPE html><html><p>x</html>", "page"),
        (
            "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html xmlns='http://www.w3.org/1999/xhtml'><p>x</p></html>",
            "page",
        ),
        ("<html><p>x", "page"),
        ("\n<!-- c -->\n<rss version='2.0'><channel/></rss>", "feed"),
        ("<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        ("<rdf:RDF xmlns:rdf='x'/>", "feed"),
        ("<urlset/>", "sitemap"),
        ("<sitemapindex/>", "sitemap"),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', "json feed"),
        ("Eleven boats burned.", "text"),
        ("%PDF-1.7\n", "pdf"),
    ],
)
def test_bytes_say_what_they_are_whatever_the_server_says(body: str, kind: str, media: str) -> None:
    assert open_document(body.encode(), media=media, most_bytes=1000).kind == kind
    assert open_document(gzip.compress(body.encode()), media=media, most_bytes=1000).kind == kind


def test_the_server_decides_where_the_bytes_do_not() -> None:
    assert open_document(b"Dear <b>reader</b>", media="text/html", most_bytes=1000).kind == "page"
    assert open_document(b"Dear <b>reader</b>", media="text/plain", most_bytes=1000).kind == "text"
    assert open_document(b"<p>Dear reader", media="text/plain", most_bytes=1000).kind == "text"
    assert open_document(b"<p>Dear reader", media="", most_bytes=1000).kind == "page"
    assert open_document(b"Warning: x\n<?xml version='1.0'?><rss/>", media="text/xml", most_bytes=1000).kind == "feed"
    assert open_document(b'{"items": []}', media="application/feed+json", most_bytes=1000).kind == "json feed"


@pytest.mark.parametrize(
    ("body", "media", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "text/html", "of the kind text/html"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 10, "image/jpeg", "of the kind image/jpeg"),
        (b"PK\x03\x04" + bytes(range(256)) * 10, "", "no text"),
        (b"PK\x03\x04" + bytes(range(256)) * 10, "<script>", "no text"),
        (b"\x00" * 5000, "text/html", "empty"),
        (b'{"a": 1}', "application/json", "JSON"),
        (b"<svg/>", "image/svg+xml", "neither a page nor a feed"),
        (b"", "text/html", "empty"),
        (gzip.compress(b" " * 5000, mtime=0), "", "larger"),
        (gzip.compress(b"", mtime=0), "", "empty"),
    ],
)
def test_what_no_article_is_in_is_refused_with_a_reason(body: bytes, media: str, words: str) -> None:
    with pytest.raises(ArticleRejected, match=words):
        open_document(body, media=media, most_bytes=1000 if body[:2] == b"\x1f\x8b" else 10_000)
