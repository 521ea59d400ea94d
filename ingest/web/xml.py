"""Sitemaps as trees, by lxml, the one place here that knows it; and feeds and sitemaps mended, however bad; pure.

What stands before the root element is cut off, and with it every declaration of an entity and of a file elsewhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

_BARE = re.compile(r"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)[#A-Za-z][A-Za-z0-9]{1,31};")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"<(?:[\w.-]{1,60}:)?([A-Za-z_][\w.-]{0,60})")
_SUBSET_END = re.compile(r"\][ \t\r\n]{0,100}>")
_MOST_PROLOG = 100
"""Comments, instructions and declarations before a root element."""

_LONGEST_REST = 1_000


class Node:
    """An element."""

    __slots__ = ("_element", "_root_space")

    def __init__(self, element: Any, root_space: str) -> None:
        self._element = element
        self._root_space = root_space

    @property
    def name(self) -> str:
        """Its name, lower-case: "url", "news:title"; "?:loc" where the namespace is none that matters."""
        return _name(self._element.tag, self._root_space)

    def __iter__(self) -> Iterator[Node]:
        for child in self._element:
            if isinstance(child.tag, str):
                yield Node(child, self._root_space)

    def text(self) -> str:
        """Return the text in it."""
        return "".join(self._element.itertext()).strip()


@lru_cache(4_096)
def _name(tag: str, root_space: str) -> str:
    space, _, local = tag.rpartition("}")
    space = space[1:].lower()
    # A prefix that is never declared is left in the name.
    if space not in ("", root_space):
        local = f"{'news' if space == _NEWS else '?'}:{local}"
    return local.lower()


def read_xml(text: str) -> Node | None:
    """Return the root of a document, mended where it is badly written; None where nothing can be made of it."""
    from lxml import etree

    found = find_root(text)
    if found is None:
        return None
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(mended(text[found[1] :]).encode(), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None or not isinstance(root.tag, str):
        return None
    space = root.tag.rpartition("}")[0][1:].lower()
    return Node(root, space)


def find_root(text: str) -> tuple[str, int] | None:
    """Return the name of a document's root element, lower-case without prefix, and where it begins."""
    at = 0
    for _ in range(_MOST_PROLOG):
        while text[at : at + 1].isspace() or text[at : at + 1] == "\ufeff":
            at += 1
        if match := _NAME.match(text, at):
            return match[1].lower(), at
        end = _end_of_declaration(text, at)
        if end is None:
            return None
        at = end
    return None


def _end_of_declaration(text: str, at: int) -> int | None:
    """Return where a comment, an instruction or a document type ends."""
    for opening, closing in (("<!--", "-->"), ("<?", "?>")):
        if text.startswith(opening, at):
            end = text.find(closing, at + len(opening))
            return None if end < 0 else end + len(closing)
    if not text.startswith("<!", at):
        # The rest of a declaration that seemed to end within a quotation.
        following = text.find("<", at, at + _LONGEST_REST) if at else -1
        return None if following <= at else following
    end, subset = text.find(">", at), text.find("[", at)
    if end >= 0 and not at < subset < end:
        return end + 1
    close = _SUBSET_END.search(text, subset) if subset >= 0 else None
    return close.end() if close else None


def mended(text: str) -> str:
    """Return a document whose entities are all known ones, and without what XML does not allow."""
    first, *sections = _ILLEGAL.sub("", text).split("<![CDATA[")
    parts = [_known(first)]
    for section in sections:
        inside, closed, outside = section.partition("]]>")
        parts += ["<![CDATA[", inside, closed, _known(outside)]
    return "".join(parts)


def _known(text: str) -> str:
    return _ENTITY.sub(lambda match: _entity(match[0]), _BARE.sub("&amp;", text))


@lru_cache(4_096)
def _entity(written: str) -> str:
    # Parsers stumble over a reference to half a character: lxml when it is read out, feedparser at once.
    return html.escape(_ILLEGAL.sub("", html.unescape(written)))
