"""What a server sent or a file holds: page, text, feed, sitemap; told by its bytes, not by its name. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ingest.web.charset import decode_page
from ingest.web.inflate import TooLarge, gather, is_packed
from ingest.web.xml import find_root
from rag.errors import ArticleRejected

Kind = Literal["page", "text", "feed", "json feed", "sitemap", "pdf"]

_FEEDS, _SITEMAPS = frozenset(("rss", "rdf", "feed")), frozenset(("urlset", "sitemapindex"))
_FRAMES = frozenset(("html", "head", "body"))
_PAGES = frozenset(
    "title meta link script style div p article section main header h1 h2 h3 span table ul ol a b img"
    " center font nav aside figure blockquote strong em br".split()
)
_HEAD = 4_096
_TAG = re.compile(r"<[A-Za-z!/][^<>]{0,400}>")
_JSON_FEED = re.compile(r'"version"[ \t\r\n]{0,20}:[ \t\r\n]{0,20}"https?:\\?/\\?/jsonfeed\.org')
_MOST_CONTROLS = 0.01
"""Share of control characters above which bytes are no text."""

_SAVE = "save it and give the file"


@dataclass(frozen=True, slots=True)
class Document:
    """Something with its kind; a PDF has bytes, everything else text."""

    kind: Kind
    text: str
    data: bytes = b""


def open_document(data: bytes, *, media: str = "", charset: str | None = None, most_bytes: int) -> Document:
    """Tell what bytes are, and decode them; what a server says of them only decides what they do not.

    Raises:
        ArticleRejected: nothing an article could be in: an image, data, nothing at all.
    """
    if is_packed(data):  # sitemaps are kept packed
        try:
            data = gather([data], "gzip", most_bytes)
        except TooLarge as error:
            raise ArticleRejected(f"unpacked it is larger than {most_bytes / 1e6:.1f} MB") from error
    if b"%PDF-" in data[:1024]:
        return Document("pdf", "", data)
    text = decode_page(data, charset)
    if not text.strip():
        raise ArticleRejected("it is empty")
    if _is_binary(data, text):
        what = f"of the kind {media}" if re.fullmatch(r"[\w.+-]{1,40}/[\w.+-]{1,60}", media) else "no text"
        raise ArticleRejected(f"it is {what}, not an article", hint="give the address of a page, a feed or a sitemap")
    return Document(_kind(text, media), text)


def _kind(text: str, media: str) -> Kind:
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if head.startswith("{") and (_JSON_FEED.search(text[:_HEAD]) or "feed" in media):
        return "json feed"
    if head.startswith(("{", "[")) and "json" in media:
        raise ArticleRejected("it is data (JSON), not a page", hint=_SAVE)
    # Some feeds come with a warning of their server's before them.
    begins = max(text.find("<?xml", 0, _HEAD), 0) if "xml" in media else 0
    root = find_root(text[begins:])
    if root is not None:
        return _kind_of_markup(root[0], media, head)
    return "page" if "html" in media and _TAG.search(head) else "text"


def _kind_of_markup(root: str, media: str, head: str) -> Kind:
    if root in _FEEDS:
        return "feed"
    if root in _SITEMAPS:
        return "sitemap"
    if root in _FRAMES or head[:9].lower() == "<!doctype":
        return "page"
    if media == "text/plain":
        return "text"
    if root in _PAGES or "html" in media:
        return "page"
    raise ArticleRejected("it is XML, but neither a page nor a feed nor a sitemap", hint=_SAVE)


def _is_binary(data: bytes, text: str) -> bool:
    head = text[:_HEAD]
    controls = sum(1 for mark in head if ord(mark) < 32 and mark not in "\t\n\r\f")  # noqa: PLR2004
    if len(text) * 1.5 > len(data):  # one byte a letter; where it is two, every other may be zero
        controls += data[:_HEAD].count(0)
    return controls > _MOST_CONTROLS * len(head)
