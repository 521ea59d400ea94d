"""Who reported it and who did not: the outlets of a collection beside those that an answer found."""

from __future__ import annotations

from datetime import timedelta

from rag.dates import as_date, day_range
from rag.domain import Answer, Filters
from rag.store import Store

BEFORE, AFTER = timedelta(days=1), timedelta(days=3)
"""How far around the cited articles an outlet would have reported the same: wires run ahead, weeklies behind."""

MOST = 12
"""Outlets named; those with most articles of that time."""


def silent_outlets(answer: Answer, store: Store) -> list[str]:
    """Return the outlets that have articles of the time of an answer, none of which was found for it.

    None where the answer is a refusal or its articles have no dates. That nothing was found is no proof that they
    were silent, so it is to be told as that.
    """
    days = [days for citation in answer.citations if (days := day_range(citation.published))]
    if answer.refused or not days:
        return []
    around = Filters(
        since=(as_date(min(first for first, _ in days)) - BEFORE).isoformat(),
        until=(as_date(max(last for _, last in days)) + AFTER).isoformat(),
    )
    heard = {name.casefold() for name in heard_outlets(answer)}
    return [name for name in store.publishers(around) if name.casefold() not in heard][:MOST]


def heard_outlets(answer: Answer) -> list[str]:
    """Return the outlets that an answer cites, counts or found beside it, in that order."""
    cited = [citation.publisher for citation in answer.citations]
    counted = [name for said in answer.statements for name in (*said.sources, *said.reprints)]
    beside = [item.passage.source.publisher for item in answer.also_found]
    return list(dict.fromkeys(name for name in (*cited, *counted, *beside) if name))
