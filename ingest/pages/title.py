"""The title of an article and the name of its outlet, among what a page says of both; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest import clean
from ingest.pages import jsonld

if TYPE_CHECKING:
    from ingest.pages.statements import Statements

_LONGEST_NAME, _LONGEST_TITLE, _MOST_WORDS = 60, 400, 6
_PARTS = re.compile(r" ?([|｜ㅣ»«]|::) ?| ([–—·•-]) |(：)")
_LAST_DASH = re.compile(r" [-–—|] ")
_SIGNS = re.compile(r"[\W_]+")
_FORM = re.compile(
    r",? (?:GmbH(?: & Co\.? KG)?|AG|SE|Inc\.?|Ltd\.?|LLC|Limited|plc|PLC|S\.?p\.?A\.?|S\.?A\.?|S\.?r\.?l\.?|Corp\.?"
    r"|a\.?s\.?|A/S|AB|AS|Oy|B\.?V\.?|N\.?V\.?)$"
)
_CREDIT = re.compile(r"\s?(?:©|\(c\)|copyright).{0,60}$", re.IGNORECASE)
_SECOND_LEVEL = frozenset("co com org net gov ac edu gob gouv or ne".split())
_NO_NAME = frozenset(
    "home homepage start startseite website site news online blog index untitled none null undefined wordpress "
    "facebook twitter youtube google".split()
)


def outlet_of(page: Statements, url: str | None) -> str | None:
    """Return the outlet's own name as its readers know it; the domain where the page says none."""
    publisher = _name(jsonld.names_of(page.node.get("publisher"))[:1])
    site = _name([page.said("og:site_name")])
    named = site or publisher
    if site and publisher and _is_bare(site) and not _is_bare(publisher) and not _FORM.search(publisher):
        named = publisher  # "nationalpost" where the other says "National Post"
    app = _name(text for text in page.meta.get("application-name", ()) if _key(text) not in map(_key, page.titles))
    return named or _suffix_outlet(page, url) or _of_nodes(page) or app or domain_of(url)


def title_of(page: Statements, outlet: str | None, url: str | None) -> str | None:
    """Return the title that the page gives its article, without the outlet's name and sections."""
    shared, headline, shown = page.said("og:title"), page.field("headline"), next(iter(page.headings), None)
    stated = [shared, headline, page.said("twitter:title"), shown]
    others = {key for text in (*stated, *page.headings) if text and (key := _key(text))}
    if shared and headline and _key(shared) == _key(headline):
        others = set()  # said twice, and so no section's name is in it
    names = _names(page, outlet, url)
    for text in (*stated, page.field("name"), page.said("title", "dc.title", "citation_title"), page.title):
        title = _without_outlet(text, names, others) if text else ""
        if others:
            title = _shortened(title, stated)
        if headline and shown and _key(headline) == _key(shown) and _key(shown) in _key(title):
            title = _without_outlet(headline, names, others)
        if title and _key(title) not in names:
            return title[:_LONGEST_TITLE]
    return None


def domain_of(url: str | None) -> str | None:
    """Return the domain of an address as a name: "example.com"."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    labels = [label for label in host.lower().split(".") if label]
    if len(labels) < 2 or labels[-1].isdigit():  # noqa: PLR2004
        return None
    wide = 3 if labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 and len(labels) > 2 else 2  # noqa: PLR2004
    return ".".join(labels[-wide:])


def _without_outlet(text: str, names: frozenset[str], others: set[str]) -> str:
    """Cut off the ends of a title the outlet's name, and what other statements of the title are without."""
    title = " ".join(clean.normalise(text).split())
    others = others - {_key(title)}
    while match := _last_mark(title):
        tail, rest = title[match.end() :], title[: match.start()]
        if not rest or not (_names_outlet(tail, names) or _key(rest) in others):
            break
        title = rest
    while match := _PARTS.search(title):
        head, rest = title[: match.start()], title[match.end() :]
        if not rest or match[2] or not (_names_outlet(head, names) or _key(rest) in others):
            break
        title = rest
    return title.strip()


def _shortened(title: str, stated: Iterable[str | None]) -> str:
    """Cut off what only one statement puts behind a title that another one ends with: a section without a mark."""
    for text in stated:
        rest = title.removeprefix(text) if text else title
        if text and rest != title and len(text) > len(title) / 2 and re.match(r" ?[-–—|｜ㅣ:]", rest):
            return text
    return title


def _last_mark(title: str) -> re.Match[str] | None:
    return max(_PARTS.finditer(title), key=re.Match.start, default=None)


def _names_outlet(part: str, names: frozenset[str]) -> bool:
    key = _key(part)
    return bool(key) and len(part) <= _LONGEST_NAME and (key in names or _key(_bare(part)) in names)


def _names(page: Statements, outlet: str | None, url: str | None) -> frozenset[str]:
    """Return what the outlet goes by."""
    stated = [outlet, page.said("og:site_name"), page.said("application-name"), page.said("twitter:site")]
    stated += jsonld.names_of(page.node.get("publisher"))
    domain = domain_of(url)
    stated += [domain, domain.split(".")[0]] if domain else []
    keys = {_key(form) for text in stated if text for form in (text, _bare(text), f"{_bare(text)} news")}
    return frozenset(keys - {""})


def _suffix_outlet(page: Statements, url: str | None) -> str | None:
    """Return the outlet that stands behind the title in the page's `<title>`."""
    domain = (domain_of(url) or "").split(".")[0]
    for title in (page.title, page.said("og:title")):
        if title and (match := _last_mark(title)):
            tail, rest = title[match.end() :].strip(), _key(title[: match.start()])
            said = any(
                _key(text) == rest for text in (page.said("og:title"), page.field("headline"), *page.headings) if text
            )
            like = bool(domain) and _SIGNS.sub("", domain) in _key(tail)
            if (said or like) and len(tail.split()) <= _MOST_WORDS and (name := _name([tail])):
                return name
    return None


def _of_nodes(page: Statements) -> str | None:
    kinds = ("website", "newsmediaorganization", "organization")
    return _name(
        text
        for kind in kinds
        for node in page.nodes
        if kind in jsonld.types_of(node)
        for text in [jsonld.text_of(node)]
    )


def _name(texts: Iterable[str | None]) -> str | None:
    """Return the first of some texts that can be an outlet's name, as it is written without its legal form."""
    for text in texts:
        name = _CREDIT.sub("", " ".join(clean.normalise(text or "").split())).strip(" -–—|·,:")
        if len(name) > _LONGEST_NAME / 2:
            name = _LAST_DASH.split(name)[0]
        name = _FORM.sub("", name.removesuffix(" Website"))
        if 1 < len(name) <= _LONGEST_NAME and _key(name) not in _NO_NAME and not name.startswith(("http", "@", "{")):
            return name
    return None


def _is_bare(name: str) -> bool:
    """Say whether a name is written as an address or a handle is."""
    return name.islower() and " " not in name


def _bare(name: str) -> str:
    """Return a name without the end of an address: "example" for "www.example.com"."""
    name = name.strip().lower().removeprefix("@").removeprefix("www.")
    return re.sub(r"\.(?:[a-z]{2,3}\.)?[a-z]{2,6}$", "", name)


def _key(text: str) -> str:
    return _SIGNS.sub("", clean.normalise(text)).lower()
