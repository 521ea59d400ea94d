"""HTML → tree, with what would stop or fool a parser kept out; the room that parses pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rag.errors import ArticleRejected

Element = Any
"""An element of lxml; the library has no types of its own."""

LONGEST = 5_000_000
"""Characters of HTML; the longest of 241 real pages has less than half of it."""

_MOST_TAGS = 150_000
"""In one page: a live ticker of a whole day has a tenth of it."""

_MOST_COMPARED = 50_000_000
"""Attributes compared while parsing, each with all before it in its tag; a real page needs a hundredth of it."""

_LONG_TAG = 100
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ROOT = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t\r]{0,200}\n")
_CODE = re.compile(r"<(?P<end>/?)(?P<name>script|style)\b", re.IGNORECASE)


def parse(html: str) -> Element:
    """Return the tree of a page or of a fragment of one.

    Raises:
        ArticleRejected: it is too large or too tangled for a parser, or there is nothing in it.
    """
    if len(html) > LONGEST:
        raise ArticleRejected(
            f"the page is too large ({len(html):,} characters of HTML; at most {LONGEST:,})",
            hint="save the article alone, or its text",
        )
    _check_tags(html)
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # Text with blank lines and no paragraphs is how blog software exports articles.
    if is_fragment(html) and "<p" not in html.lower():
        html = _BLANK_LINE.sub("<p>", html)
    # Deep trees come back empty, without an error, unless the parser is told to expect them.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(html.replace("\0", "").replace("\f", " ").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ArticleRejected("the page is empty", hint="save it again, or give its text") from error


def is_fragment(html: str) -> bool:
    """Say whether this is a piece of a page, as feeds and exports carry it: all of it is the article."""
    return not _ROOT.search(html[:20_000])


def walk(root: Element, *, skip: frozenset[str] = frozenset()) -> Iterator[Element]:
    """Go through the elements in the order of the page, without what lies in elements named in `skip`."""
    stack = [root]
    while stack:
        element = stack.pop()
        if element.tag in skip or not isinstance(element.tag, str):
            continue
        yield element
        stack.extend(reversed(element))


def text_of(element: Element) -> str:
    """Return all the text in an element, its white space made plain."""
    return " ".join("".join(element.itertext()).split())


def remove(element: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is not None:
        element.drop_tree()


def _check_tags(html: str) -> None:
    """Refuse in linear time what costs a parser minutes."""
    tags = compared = 0
    pieces = _without_code(html).split(">")
    for piece in pieces:
        start = piece.find("<")
        if start >= 0:
            tags += 1
            if len(piece) - start > _LONG_TAG:
                inside = _QUOTED.sub("", piece[start:])
                compared += max(len(inside.split()), inside.count("=")) ** 2
    if max(tags, len(pieces) // 2) > _MOST_TAGS or compared > _MOST_COMPARED:
        raise ArticleRejected("the page's HTML is too tangled to be read", hint="save the article alone, or its text")


def _without_code(html: str) -> str:
    """Leave out scripts and styles, whose signs are no tags."""
    kept = []
    at, inside = 0, ""
    for match in _CODE.finditer(html):
        name = match["name"].lower()
        if not inside and not match["end"]:
            kept.append(html[at : match.start()])
            inside = name
        elif match["end"] and name == inside:
            at, inside = match.start(), ""
    return "".join(kept) + ("" if inside else html[at:])
