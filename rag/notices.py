"""What a reader must know of a search besides its answer: what was left out or unread, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag import corrections
from rag.collection import Snapshot
from rag.domain import Citation, Filters
from rag.languages import unread
from rag.outlets import unknown_outlets

MOST_NAMED = 8
"""Outlets listed when one was asked for that is not there."""


def told(question: str, snapshot: Snapshot, filters: Filters, languages: frozenset[str]) -> tuple[str, ...]:
    """Return the notices for what was searched for a question; `languages` are those that the embedding model knows."""
    left_out = (*_uncited(question, snapshot), *_missing(snapshot, filters), *_left_out(snapshot, filters))
    return (*left_out, *_unread(snapshot, languages))


def _uncited(question: str, snapshot: Snapshot) -> Iterator[str]:
    """Say which outlets a question cites that no article is known to be of."""
    unknown = unknown_outlets(question, snapshot.publishers())
    if unknown:
        yield f"No article here is known to be by {' or '.join(unknown)}."


def _missing(snapshot: Snapshot, filters: Filters) -> Iterator[str]:
    """Say which outlets that were asked for are not there, and which are."""
    known = snapshot.publishers() if filters.outlets else ()
    unknown = {name.casefold() for name in filters.outlets} - {name.casefold() for name in known}
    for name in filters.outlets:
        if name.casefold() in unknown:
            yield f"No article is by the outlet “{name}”."
    if unknown:
        yield f"The outlets here are {', '.join(known[:MOST_NAMED])}{' and others' if len(known) > MOST_NAMED else ''}."


def _left_out(snapshot: Snapshot, filters: Filters) -> Iterator[str]:
    """Say how many articles a filter left out for want of what it looks at: they may be of that outlet or time."""
    for column, what, why, asked in (
        ("day_from", "a date", "a period was set", filters.since or filters.until),
        ("publisher", "a known outlet", "outlets were chosen", filters.outlets),
        ("author", "a known author", "authors were chosen", filters.authors),
    ):
        count = snapshot.store.count_unknown(column, filters) if asked else 0
        if count:
            left = f"1 article without {what} was" if count == 1 else f"{count} articles without {what} were"
            yield f"{left} left out, because {why}."


def _unread(snapshot: Snapshot, languages: frozenset[str]) -> Iterator[str]:
    """Say which articles are in a language that the embedding model does not know."""
    found = unread(snapshot.languages(), languages)
    if found:
        yield f"{found}, which the search by meaning does not know: those were searched by their words only."


def corrected(snapshot: Snapshot, citations: Sequence[Citation]) -> tuple[str, ...]:
    """Say what of the articles that are cited was corrected, whether the correction was found or not."""
    sources = [snapshot.store.source(name) for name in dict.fromkeys(one.article_id for one in citations)]
    return tuple(corrections.told(sources, snapshot.corrections(), lambda name: snapshot.store.article(name).text))
