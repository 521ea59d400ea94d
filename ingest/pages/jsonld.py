"""What a page says of itself in JSON-LD: the node that describes its article; pure."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]

_ARTICLES = frozenset(
    "newsarticle article reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle "
    "askpublicnewsarticle reviewnewsarticle advertisercontentarticle satiricalarticle blogposting liveblogposting "
    "scholarlyarticle techarticle report socialmediaposting discussionforumposting review recipe".split()
)
_PAGES = frozenset("webpage itempage creativework videoobject newsvideo audioobject podcastepisode".split())
_PARTS = ("@graph", "mainEntity", "mainEntityOfPage", "about")
"""Where an article's node lies in another one; what `itemListElement` or `hasPart` hold are other articles."""

_MOST_NODES = 2_000
_DEEPEST = 12
_TRAILING_COMMA = re.compile(r",\s{0,50}([}\]])")
_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated)"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.){1,500})"', re.DOTALL
)
_AUTHOR = re.compile(r'"author"\s{0,9}:[^"{]{0,20}\{[^{}]{0,300}?"name"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.){1,200})"')


def nodes_of(scripts: Sequence[str]) -> list[Node]:
    """Return the nodes of a page's scripts, those inside others too; of broken ones what can be read."""
    found: list[Node] = []
    for script in scripts:
        found.extend(_flat(_parsed(script), _DEEPEST))
    named = {node["@id"]: node for node in found if isinstance(node.get("@id"), str) and len(node) > 1}
    return [_resolved(node, named) for node in found[:_MOST_NODES]]


def article_node(nodes: Sequence[Node], *, addresses: Sequence[str], titles: Sequence[str]) -> Node:
    """Return the node that describes the page's own article; an empty one where there is none."""
    articles = [node for node in nodes if types_of(node) & _ARTICLES]
    pages = [node for node in nodes if types_of(node) & _PAGES and node.get("datePublished")]

    def rank(node: Node) -> tuple[bool, bool, int]:
        own = any(address and address in _addresses(node) for address in addresses)
        headline = _words(text_of(node.get("headline")) or text_of(node.get("name")))
        said = bool(headline) and any(headline in _words(title) or _words(title) in headline for title in titles)
        filled = sum(bool(node.get(key)) for key in ("headline", "datePublished", "author", "publisher"))
        return own, said, filled

    return max(articles or pages, key=rank, default={})


def types_of(node: Node) -> frozenset[str]:
    """Return the types of a node, lower-case, without their address."""
    kinds = node.get("@type", "")
    names = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(name.rpartition("/")[2].lower() for name in names if isinstance(name, str))


def text_of(value: Any) -> str | None:
    """Return a value as a line of text, the first of several."""
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, Mapping):
        value = value.get("@value") or value.get("name")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(html.unescape(str(value)).split()) or None


def names_of(value: Any) -> list[str]:
    """Return the names of the people or organisations that a value lists."""
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(item, Mapping) and not name:
            name = " ".join(part for key in ("givenName", "familyName") if (part := text_of(item.get(key))))
        found.extend(text for each in (name if isinstance(name, list) else [name]) if (text := text_of(each)))
    return found


def _parsed(script: str) -> Any:
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = text.replace("//<![CDATA[", "").replace("<![CDATA[", "").replace("//]]>", "").replace("]]>", "")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text), html.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _broken(text)


def _broken(text: str) -> Any:
    """Read the fields that matter out of what is no JSON."""
    if not any(f'"{kind}"' in text.lower() for kind in _ARTICLES):
        return None
    fields: dict[str, Any] = {}
    for name, value in _FIELD.findall(text):
        fields.setdefault(name, value.replace('\\"', '"').replace("\\/", "/"))
    if authors := _AUTHOR.findall(text):
        fields["author"] = [{"name": name} for name in dict.fromkeys(authors)]
    return {"@type": "NewsArticle", **fields} if fields else None


def _flat(value: Any, deepest: int) -> Iterator[Node]:
    if deepest <= 0:
        return
    if isinstance(value, list):
        for item in value[:_MOST_NODES]:
            yield from _flat(item, deepest - 1)
    elif isinstance(value, Mapping):
        yield value
        for part in _PARTS:
            yield from _flat(value.get(part), deepest - 1)


def _resolved(node: Node, named: Mapping[str, Node]) -> Node:
    """Put in place of references to other nodes those nodes."""

    def follow(value: Any) -> Any:
        if isinstance(value, list):
            return [follow(item) for item in value]
        if isinstance(value, Mapping) and "name" not in value and isinstance(value.get("@id"), str):
            return named.get(value["@id"], value)
        return value

    return {key: follow(value) if key in ("author", "creator", "publisher") else value for key, value in node.items()}


def _addresses(node: Node) -> list[str]:
    main = node.get("mainEntityOfPage")
    values = [node.get("url"), node.get("@id"), main.get("@id") if isinstance(main, Mapping) else main]
    return [value.split("#")[0].rstrip("/") for value in values if isinstance(value, str)]


def _words(text: str | None) -> str:
    return "".join(letter for letter in (text or "").lower() if letter.isalnum())
