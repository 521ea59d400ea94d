"""Sitemaps, and lists of them → leads; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ingest.web.address import join
from ingest.web.lead import Lead, once, stated_title
from ingest.web.xml import Node, read_xml

_MOST_ENTRIES = 100_000
"""Of one sitemap; the protocol allows half of it."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names: pages, and other sitemaps."""

    pages: list[Lead]
    maps: list[Lead]


def read_sitemap(text: str, base: str | None) -> Sitemap | None:
    """Read a sitemap or an index of them; None where it cannot be read."""
    root = read_xml(text)
    if root is None:
        return None
    pages = (_lead(node, base) for node in root if node.name == "url")
    maps = (_lead(node, base) for node in root if node.name == "sitemap")
    return Sitemap(*(once(_known(found)) for found in (pages, maps)))


def _known(found: Iterator[Lead]) -> Iterator[Lead]:
    return (lead for lead in islice(found, _MOST_ENTRIES) if lead.address)


def _lead(node: Node, base: str | None) -> Lead:
    fields = {child.name: child for child in reversed(list(node))}
    news = {child.name: child for child in fields["news:news"]} if "news:news" in fields else {}
    publication = {child.name: child for child in news["news:publication"]} if "news:publication" in news else {}
    written = _text(news, "news:publication_date")
    return Lead(
        address=join(base, _text(fields, "loc")) if _text(fields, "loc") else None,
        title=stated_title(_text(news, "news:title")),
        publisher=_text(publication, "news:name")[:100] or None,
        written=written,
        modified=_text(fields, "lastmod") or written,
    )


def _text(fields: dict[str, Node], name: str) -> str:
    return fields[name].text() if name in fields else ""
