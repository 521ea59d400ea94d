"""RSS, Atom and RDF feeds by feedparser, JSON feeds → leads; the one place that knows feedparser. Pure.

A feed of 100 kB can keep feedparser busy for hours: what is not trusted is parsed `apart`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ingest.read.draft import Apart, directly
from ingest.web.address import join, same_site
from ingest.web.lead import Lead, once, plain, stated_author, stated_title
from ingest.web.xml import find_root, mended

_MOST_ENTRIES = 20_000
_MOST_AUTHORS = 100


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """An entry in the words of its feed.

    Attributes:
        links: where the article may be, the likeliest first; relative to the address of the feed.
        name: its id, or else its title.
        source: the title of the outlet that it names.
        published: when, as it was written; `updated` likewise.
        content: the longest piece of the article that it carries.
    """

    links: tuple[str, ...]
    name: str
    title: str
    source: str
    authors: tuple[str, ...]
    published: str
    updated: str
    content: str
    kind: Literal["text", "html"]


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed says of itself, and its entries in its order."""

    title: str
    link: str
    entries: tuple[ParsedEntry, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its articles, in its order."""

    title: str
    leads: list[Lead]


def read_feed(text: str, base: str | None, *, apart: Apart = directly) -> Feed:
    """Read an RSS, Atom or RDF feed; one that cannot be read has no articles.

    Raises:
        ArticleRejected: by `apart`, because it took too long or too much.
    """
    root = find_root(text)
    # What stands before the root goes, and with it every declaration of an entity.
    parsed = apart(parse_feed, mended(text[root[1] if root else 0 :]).encode())
    outlet = plain(parsed.title)
    own = join(base, parsed.link) or base
    return Feed(outlet, once(_lead(entry, outlet, own, base) for entry in parsed.entries))


def parse_feed(data: bytes) -> ParsedFeed:
    """Return what feedparser makes of a feed in UTF-8."""
    import feedparser

    # A stream: bytes would be taken for the name of a file. Its words are wanted as they are, and cleaned later.
    parsed = feedparser.parse(
        io.BytesIO(data),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    # RSS of any kind has no date of a change: there the date of Dublin Core, too, is that of the article.
    atom = _text(parsed, "version").startswith("atom") and "rdf" not in parsed.get("namespaces", {})
    entries = tuple(_entry(entry, atom=atom) for entry in parsed.entries[:_MOST_ENTRIES])
    return ParsedFeed(_text(parsed.feed, "title"), _text(parsed.feed, "link"), entries)


def _entry(entry: dict[str, Any], *, atom: bool) -> ParsedEntry:
    content, kind = _content(entry)
    updated = _text(entry, "updated")
    return ParsedEntry(
        links=_links(entry),
        name=(_text(entry, "id") or _text(entry, "title"))[:200],
        title=_text(entry, "title"),
        source=_text(_one(entry, "source"), "title"),
        authors=_authors(entry),
        published=_text(entry, "published") or _text(entry, "created") or ("" if atom else updated),
        updated=updated,
        content=content,
        kind=kind,
    )


def _links(entry: dict[str, Any]) -> tuple[str, ...]:
    """Return where the article is: the link before a host that counts clicks, its link, an id that is an address."""
    links = [_text(entry, "feedburner_origlink")]
    links += [_text(link, "href") for link in _several(entry, "links") if _text(link, "rel") in ("", "alternate")]
    links += [link for link in [_text(entry, "link")] if link.startswith(("http://", "https://"))]
    return tuple(dict.fromkeys(link for link in links if link))


def _authors(entry: dict[str, Any]) -> tuple[str, ...]:
    names = [name for author in _several(entry, "authors")[:_MOST_AUTHORS] if (name := _text(author, "name"))]
    # Of one author there are the words of the feed: feedparser cuts a name after a mail address like a@b.online.
    return tuple(names) if len(names) > 1 else (_text(entry, "author"),)


def _content(entry: dict[str, Any]) -> tuple[str, Literal["text", "html"]]:
    found = [(_text(one, "value"), _text(one, "type")) for one in _several(entry, "content")]
    found.append((_text(entry, "summary"), _text(_one(entry, "summary_detail"), "type")))
    content, kind = max(found, key=lambda one: len(one[0]))
    return content, "html" if "html" in kind else "text"


def _one(record: dict[str, Any], name: str) -> dict[str, Any]:
    found = record.get(name)
    return found if isinstance(found, dict) else {}


def _several(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = record.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(record: dict[str, Any], name: str) -> str:
    # feedparser's own lookup gives the day of publication for a change that is not stated.
    value = dict.get(record, name)
    return value.strip() if isinstance(value, str) else ""


def _lead(entry: ParsedEntry, outlet: str, own: str | None, base: str | None) -> Lead:
    address = next((found for link in entry.links if (found := join(base or own, link))), None)
    return Lead(
        address=address,
        name=f"{base or outlet}#{entry.name}",
        title=stated_title(entry.title, plain(entry.source)),
        author=stated_author(entry.authors, outlet),
        written=entry.published,
        changed=entry.updated,
        modified=entry.published or entry.updated,
        content=entry.content or None,
        kind=entry.kind,
        outlet=outlet if address is None or same_site(address, own) else None,
    )


def read_json_feed(text: str, base: str | None) -> Feed | None:
    """Read a JSON Feed; None where it cannot be read."""
    try:
        feed = json.loads(text.lstrip("\ufeff"))
    # A nest of 100,000 brackets ends in a RecursionError.
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    title = plain(_words(feed, "title"))
    items = [item for item in feed["items"][:_MOST_ENTRIES] if isinstance(item, dict)]
    own = join(base, _words(feed, "home_page_url")) or base
    return Feed(title, once(_item(item, title, own, base) for item in items))


def _item(item: Mapping[str, Any], outlet: str, own: str | None, base: str | None) -> Lead:
    written, changed = (_words(item, name) for name in ("date_published", "date_modified"))
    address = join(base or own, _words(item, "url")) if item.get("url") else None
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    marked = bool(_words(item, "content_html"))
    return Lead(
        address=address,
        name=f"{base or outlet}#{_words(item, 'id')[:200]}",
        title=stated_title(_words(item, "title")),
        author=stated_author((_words(one, "name") for one in authors or () if isinstance(one, dict)), outlet),
        written=written,
        changed=changed,
        modified=written or changed,
        content=_words(item, "content_html" if marked else "content_text") or None,
        kind="html" if marked else "text",
        outlet=outlet if address is None or same_site(address, own) else None,
    )


def _words(record: Mapping[str, Any], name: str) -> str:
    """Return a field as text; numbers may be ids."""
    value = record.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8").strip()
