"""What a page says of itself outside of its text, gathered from its tree before anything is taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.pages import jsonld, tree

if TYPE_CHECKING:
    from ingest.pages.tree import Element

_LONGEST = 1_000
_ITEMS = ("datePublished", "dateModified", "author", "headline")


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of a page.

    Attributes:
        meta: the contents of its `<meta>` elements by name, property or itemprop, lower-case.
        node: of its JSON-LD, the node that describes the article; `nodes` are all of them.
        headings: the texts of its `<h1>`.
        title: its `<title>`.
        items: what elements with an `itemprop` say.
        scripts: its code and data.
        address: its own address, as it states it or as it was fetched from.
    """

    meta: Mapping[str, Sequence[str]]
    node: jsonld.Node
    nodes: Sequence[jsonld.Node]
    headings: Sequence[str]
    title: str | None
    address: str | None
    language: str | None
    items: Mapping[str, Sequence[str]]
    scripts: Sequence[str] = ()

    @property
    def titles(self) -> list[str]:
        """All that the page calls its article."""
        stated = (self.said("og:title"), self.field("headline"), self.said("twitter:title"), self.title, *self.headings)
        return [text for text in stated if text]

    @property
    def names(self) -> list[str]:
        """What a reader sees the page called."""
        return [text for text in (self.title, *self.headings[:2]) if text]

    @property
    def leads(self) -> list[str]:
        """What the page says its article is about."""
        stated = (self.said("og:description"), self.said("description"), self.field("description"))
        return [text for text in stated if text]

    def said(self, *names: str) -> str | None:
        """Return the first of some meta elements that says something."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), None)

    def marked(self, name: str) -> Sequence[str]:
        """Return what elements with an `itemprop` say."""
        return self.items.get(name, ())

    def field(self, name: str) -> str | None:
        """Return a field of the article's node as a line of text."""
        return jsonld.text_of(self.node.get(name))


def statements_of(root: Element, url: str | None) -> Statements:
    """Gather what the page says of itself."""
    meta: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        value = " ".join((element.get("content") or "").split())[:_LONGEST]
        for key in ("property", "name", "itemprop", "http-equiv"):
            if value and (name := element.get(key)):
                for each in name.lower().split()[:4]:
                    meta.setdefault(each, []).append(value)
    headings = [text for element in list(root.iter("h1"))[:20] if 0 < len(text := tree.text_of(element)) <= _LONGEST]
    canonical = next(
        (link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"), None
    )
    title = next((tree.text_of(element)[:_LONGEST] for element in root.iter("title")), None) or None
    scripts = [(script.get("type", "").lower(), script.text or "") for script in root.iter("script")]
    nodes = jsonld.nodes_of([text for kind, text in scripts if "ld+json" in kind])
    titles = [text for text in (*meta.get("og:title", ()), *headings, title) if text]
    own = [text.split("#")[0].rstrip("/") for text in (canonical, *meta.get("og:url", ()), url) if text]
    address = next((text for text in (canonical, *meta.get("og:url", ())) if text), None)
    return Statements(
        meta=meta,
        node=jsonld.article_node(nodes, addresses=own, titles=titles),
        nodes=nodes,
        headings=headings,
        title=title,
        address=address,
        scripts=[text for kind, text in scripts if "ld+json" not in kind],
        items={name: _marked(root, name) for name in _ITEMS},
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
    )


def _marked(root: Element, name: str) -> list[str]:
    found = []
    for element in root.xpath(".//*[@itemprop=$name]", name=name)[:8]:
        inner = next(iter(element.xpath(".//*[@itemprop='name']")), element)
        text = inner.get("content") or inner.get("datetime") or tree.text_of(inner)
        if text and len(text) <= _LONGEST:
            found.append(text)
    return found
