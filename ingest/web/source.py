"""Addresses → drafts: pages, and the articles behind feeds and sitemaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

from ingest.read.draft import Apart, Draft, Problem, directly
from ingest.web.address import addresses_in, join
from ingest.web.document import Document, open_document
from ingest.web.feed import read_feed, read_json_feed
from ingest.web.fetch import Fetcher
from ingest.web.lead import Lead, newest, once
from ingest.web.schedule import Item, Parcel, in_order
from ingest.web.settings import FetchSettings
from ingest.web.sitemap import Sitemap, read_sitemap
from rag.errors import ArticleRejected

MOST_DEPTH, MOST_SITEMAPS = 3, 50
"""How deep lists of sitemaps may be nested, and how many sitemaps are read for one that is given."""


def read_web(
    addresses: Sequence[str],
    *,
    settings: FetchSettings | None = None,
    apart: Apart = directly,
    fetcher: Fetcher | None = None,
) -> Iterator[Draft | Problem]:
    """Fetch the articles at some addresses, each of a page, a feed or a sitemap; in their order, whoever is faster.

    Each failure is a `Problem`; nothing else stops for it. Links on pages are not followed.

    Args:
        addresses: what to fetch; one that is given twice is fetched once.
        settings: of the fetching.
        apart: runs the parsers of feeds, on threads of their own, and of PDF, on the thread of the caller.
        fetcher: to fetch with, in place of one made from the settings.
    """
    leads = [Lead(address, name=address, given=True) for address in dict.fromkeys(one.strip() for one in addresses)]
    with _fetching(settings, fetcher) as open_fetcher:
        yield from _drafts(leads, open_fetcher, apart)


def read_document(
    data: bytes,
    *,
    label: str,
    address: str | None = None,
    settings: FetchSettings | None = None,
    apart: Apart = directly,
    fetcher: Fetcher | None = None,
) -> Iterator[Draft | Problem]:
    """Fetch the articles behind a saved feed or sitemap; a saved page is the article itself.

    Args:
        data: what the file holds.
        label: how a report names it.
        address: where it was saved from, if that is known: what its links are relative to.
        settings: of the fetching.
        apart: runs the parsers of feeds, on threads of their own, and of PDF, on the thread of the caller.
        fetcher: to fetch with, in place of one made from the settings.
    """
    lead = Lead(address, name=label, given=True)

    def opened(fetcher: Fetcher) -> Sequence[Item]:
        return _unpack(open_document(data, most_bytes=fetcher.settings.most_bytes), lead, address, fetcher, apart)

    with _fetching(settings, fetcher) as open_fetcher:
        yield from _drafts(_attempt(lead, lambda: opened(open_fetcher)), open_fetcher, apart)


@contextmanager
def _fetching(settings: FetchSettings | None, fetcher: Fetcher | None) -> Iterator[Fetcher]:
    """Yield the fetcher to use; one that was made here is closed."""
    if fetcher is not None:
        yield fetcher
    else:
        with Fetcher(settings or FetchSettings()) as made:
            yield made


def _drafts(items: Sequence[Item], fetcher: Fetcher, apart: Apart) -> Iterator[Draft | Problem]:
    for result in in_order(items, lambda lead: _visit(lead, fetcher, apart)):
        yield _opened(result, apart) if isinstance(result, Parcel) else result


def _opened(parcel: Parcel, apart: Apart) -> Draft | Problem:
    """Return the article of a parcel; on the thread of the caller, since parsers of dates and PDF bear no other."""
    lead, document = parcel.lead, parcel.document
    if document is None:
        return lead.carried()
    if document.kind != "pdf":
        kind: Literal["text", "html"] = "html" if document.kind == "page" else "text"
        return lead.draft(document.text, kind=kind, address=parcel.address)
    from ingest.read.pdf import text_of_pdf  # pypdf: for those who meet one

    try:
        found = apart(text_of_pdf, document.data)
    except ArticleRejected as error:
        return lead.carried() if lead.is_whole else Problem(lead.label, error.message, error.hint)
    draft = lead.draft(found.text, kind="text", address=parcel.address)
    return replace(draft, title=lead.title or found.title, author=lead.author or found.author)


def _visit(lead: Lead, fetcher: Fetcher, apart: Apart) -> Sequence[Item]:
    """Fetch what a lead leads to; return its drafts, its problems, and what is still to be fetched."""

    def fetched() -> Sequence[Item]:
        if lead.address is None:
            raise ArticleRejected("its feed links to no page of it, and carries too little of its text")
        document, address = _fetch(lead.address, fetcher)
        return _unpack(document, lead, address, fetcher, apart)

    return _attempt(lead, fetched)


def _attempt(lead: Lead, bring: Callable[[], Sequence[Item]]) -> Sequence[Item]:
    """Return what is brought; where it fails what the feed carries of it, else the reason."""
    try:
        return bring()
    except ArticleRejected as error:
        problem = Problem(lead.label, error.message, error.hint)
    except Exception as error:  # noqa: BLE001  # what hostile servers send finds what no test found, and others wait
        reason = f"it could not be read ({type(error).__name__})"
        problem = Problem(lead.label, reason, "save it and give the file")
    return [Parcel(lead) if lead.is_whole else problem]


def _fetch(address: str, fetcher: Fetcher) -> tuple[Document, str]:
    """Return what is at an address, and the one it was found at in the end.

    Raises:
        ArticleRejected: it cannot be had, or is nothing an article could be in.
    """
    fetched = fetcher.fetch(address)
    most_bytes = fetcher.settings.most_bytes
    document = open_document(fetched.body, media=fetched.media, charset=fetched.charset, most_bytes=most_bytes)
    return document, fetched.address


def _unpack(document: Document, lead: Lead, address: str | None, fetcher: Fetcher, apart: Apart) -> Sequence[Item]:
    """Return what a document holds.

    Raises:
        ArticleRejected: no article, and nothing that leads to one; or a feed that took too long.
    """
    listed = addresses_in(document.text) if document.kind == "text" and lead.given else None
    if document.kind in ("page", "text", "pdf") and listed is None:
        return [Parcel(lead, document, address)]
    if listed is not None:  # the plainest kind of sitemap
        return _chosen(once(Lead(join(None, one) or one, name=one) for one in listed), 0, lead, fetcher)
    if not lead.given:
        raise ArticleRejected("it is a list of articles, not one", hint="give its address itself")
    if document.kind == "sitemap":
        return _from_sitemap(document, lead, address, fetcher)
    read_json = document.kind == "json feed"
    feed = read_json_feed(document.text, address) if read_json else read_feed(document.text, address, apart=apart)
    if feed is None or not feed.leads:
        raise ArticleRejected("it is a feed without articles", hint="check that it is whole")
    return _chosen(feed.leads, 0, lead, fetcher)


def _from_sitemap(document: Document, lead: Lead, address: str | None, fetcher: Fetcher) -> Sequence[Item]:
    """Return the pages of a sitemap and of those it names.

    Raises:
        ArticleRejected: it names none.
    """
    first = read_sitemap(document.text, address)
    if first is None or not (first.pages or first.maps):
        raise ArticleRejected("it is a sitemap without pages", hint="check that it is whole")
    pages, problems = first.pages, []
    waiting = [(one, 2) for one in first.maps]
    seen = {address, *(one.address for one in first.maps)}
    read = dropped = 0
    while waiting and read < MOST_SITEMAPS:
        one, depth = waiting.pop(0)
        read += 1
        try:
            found = _fetch_sitemap(one.address or "", fetcher)
        except ArticleRejected as error:
            problems.append(Problem(one.address or "", error.message, error.hint))
            continue
        gathered = once([*pages, *found.pages])
        pages = newest(gathered, fetcher.settings.most_pages)
        dropped += len(gathered) - len(pages)
        deeper = [child for child in found.maps if child.address not in seen and depth < MOST_DEPTH]
        seen.update(child.address for child in deeper)
        waiting += [(child, depth + 1) for child in deeper]
    if waiting:
        reason = f"{len(waiting)} of the sitemaps it names were left out"
        problems.append(Problem(lead.label, reason, "give the addresses of those you want"))
    return [*_chosen(pages, dropped, lead, fetcher), *problems]


def _fetch_sitemap(address: str, fetcher: Fetcher) -> Sitemap:
    document, found_at = _fetch(address, fetcher)
    found = read_sitemap(document.text, found_at) if document.kind == "sitemap" else None
    if found is None:
        raise ArticleRejected("it is no sitemap, though a list of sitemaps names it")
    return found


def _chosen(leads: Sequence[Lead], dropped: int, lead: Lead, fetcher: Fetcher) -> Sequence[Item]:
    """Return the newest leads, as many as are wanted, and say how many were left out."""
    kept = newest(leads, fetcher.settings.most_pages)
    left = dropped + len(leads) - len(kept)
    if not left:
        return kept
    reason = f"{left} of its {left + len(kept)} articles were left out, the oldest"
    hint = "raise --most-pages, or give the addresses of those you want"
    return [*kept, Problem(lead.label, reason, hint)]
