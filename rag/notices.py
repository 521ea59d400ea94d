"""What a reader must know of a search besides its answer: what was left out or unread, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag import corrections
from rag.collection import Snapshot
from rag.dates import show_date
from rag.domain import Citation, Filters, Source
from rag.languages import names_of
from rag.outlets import unknown_outlets
from rag.period import iso_day
from rag.question import Asked
from rag.words import say, say_counted, say_either, say_listed, say_series

MOST_NAMED = 8
"""Outlets listed when one was asked for that is not there."""


def told(asked: Asked, snapshot: Snapshot, filters: Filters, languages: frozenset[str]) -> tuple[str, ...]:
    """Return the notices for what was searched for a question; `languages` are those that the embedding model knows."""
    left_out = (
        *_counted_from(asked),
        *_uncited(asked.text, snapshot),
        *_missing(snapshot, filters),
        *_left_out(snapshot, filters),
    )
    return (*left_out, *_unread(snapshot, languages))


def _counted_from(asked: Asked) -> Iterator[str]:
    """Say of which day an event was taken to be that the question counts from."""
    for event, day in asked.landmarks:
        date = show_date(iso_day(day))
        yield say("“{event}” is taken for that of {date}, as articles here date it.", event=event, date=date)


def _uncited(question: str, snapshot: Snapshot) -> Iterator[str]:
    """Say which outlets a question cites that no article is known to be of."""
    unknown = unknown_outlets(question, snapshot.publishers())
    if unknown:
        yield say("No article here is known to be by {outlets}.", outlets=say_either(unknown))


def _missing(snapshot: Snapshot, filters: Filters) -> Iterator[str]:
    """Say which outlets that were asked for are not there, and which are."""
    known = snapshot.publishers() if filters.outlets else ()
    unknown = {name.casefold() for name in filters.outlets} - {name.casefold() for name in known}
    for name in filters.outlets:
        if name.casefold() in unknown:
            yield say("No article is by the outlet “{name}”.", name=name)
    if unknown:
        outlets = say_series(known[:MOST_NAMED])
        if len(known) > MOST_NAMED:
            yield say("The outlets here are {outlets} and others.", outlets=outlets)
        else:
            yield say("The outlets here are {outlets}.", outlets=outlets)


def _left_out(snapshot: Snapshot, filters: Filters) -> Iterator[str]:
    """Say how many articles a filter left out for want of what it looks at: they may be of that outlet or time."""
    if (filters.since or filters.until) and (count := snapshot.store.count_unknown("day_from", filters)):
        yield say_counted(
            count,
            "{number} article without a date was left out, because a period was set.",
            "{number} articles without a date were left out, because a period was set.",
        )
    if filters.outlets and (count := snapshot.store.count_unknown("publisher", filters)):
        yield say_counted(
            count,
            "{number} article without a known outlet was left out, because outlets were chosen.",
            "{number} articles without a known outlet were left out, because outlets were chosen.",
        )
    if filters.authors and (count := snapshot.store.count_unknown("author", filters)):
        yield say_counted(
            count,
            "{number} article without a known author was left out, because authors were chosen.",
            "{number} articles without a known author were left out, because authors were chosen.",
        )


def _unread(snapshot: Snapshot, languages: frozenset[str]) -> Iterator[str]:
    """Say which articles are in a language that the embedding model does not know."""
    found = snapshot.languages()
    others = sorted(code for code in found if languages and code not in languages)
    if others:
        # The names of languages are keys of the tables too.
        names = dict.fromkeys(say(names_of([code])) for code in others)
        yield say_counted(
            sum(found[code] for code in others),
            "{number} article is in {languages}, which the search by meaning does not know: those were searched by"
            " their words only.",
            "{number} articles are in {languages}, which the search by meaning does not know: those were searched by"
            " their words only.",
            languages=say_listed(list(names)),
        )


def corrected(snapshot: Snapshot, citations: Sequence[Citation]) -> tuple[str, ...]:
    """Say what of the articles that are cited was corrected, whether the correction was found or not."""
    sources = [snapshot.store.source(name) for name in dict.fromkeys(one.article_id for one in citations)]
    quotes: dict[str, str] = {}
    for one in citations:
        quotes[one.article_id] = f"{quotes.get(one.article_id, '')} {one.quote}"
    by_others = corrections.told(sources, snapshot.corrections(), snapshot.text, quotes)
    by_date = corrections.told_by_date(sources, snapshot.dated_notes(), snapshot.text, quotes)
    return (*by_others, *by_date, *corrections.told_by_themselves(sources, snapshot.notes, quotes))


def are_corrected(snapshot: Snapshot, sources: Sequence[Source]) -> frozenset[str]:
    """Return the ids of those articles that another one corrects."""
    return corrections.corrected_ones(sources, snapshot.corrections(), snapshot.dated_notes(), snapshot.text)
