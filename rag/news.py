"""What is new in a collection, or was at a time: an answer to a question that has no other subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.collection import Snapshot
from rag.compose import finish, refuse
from rag.dates import day_range, show_date
from rag.digest import COPIES, LOOKED_AT, MOST, asks_for_news, digest, not_told, of_its_time, told_of
from rag.domain import Answer, Evidence, Filters, Statement
from rag.question import Asked
from rag.words import say


@dataclass(frozen=True, slots=True)
class News:
    """The news that a question asks for.

    Attributes:
        filters: what the articles that tell it pass.
        later: what articles of another time tell of it, where none is of the time asked for.
        is_over: whether the time asked for has no article and will have none: later ones are here.
    """

    filters: Filters
    later: Sequence[Statement] = ()
    is_over: bool = False


def news_of(asked: Asked, filters: Filters, snapshot: Snapshot) -> News | None:
    """Return the news that a question asks for; None where it asks for something in particular."""
    if not asks_for_news(asked):
        return None
    store, timely = snapshot.store, of_its_time(asked, filters)
    last, until = day_range(timely.until), day_range(store.newest(filters))
    if last is None or until is None or last[1] >= until[1] or store.count_allowed(timely):
        return News(timely)
    passages = (
        passage for first, day in asked.periods for passage in store.passages_about(first, day, filters, LOOKED_AT)
    )
    return News(filters, told_of(asked.periods, passages, store.group), is_over=True)


def tell_news(news: News, evidence: Sequence[Evidence], snapshot: Snapshot, frame: Answer) -> Answer:
    """Return the news, or what there is instead."""
    if news.is_over:
        nothing = say("no article is of that time, and none was found that speaks of it")
        return finish(frame, news.later, evidence) if news.later else refuse(frame, nothing, evidence)
    store, filters = snapshot.store, news.filters
    # Asked for what somebody wrote, "new" is only an order.
    newest_first = store.latest(filters, COPIES * MOST, undated=bool(filters.authors))
    statements = digest(newest_first, store.article, store.group)
    if statements:
        frame = replace(frame, notices=(*frame.notices, *not_told(len(statements), store.count_allowed(filters))))
        return finish(frame, statements, evidence)
    newest = store.newest(replace(filters, since=None, until=None))
    dated = say("the newest article is of {date}", date=show_date(newest)) if newest else say("no article has a date")
    return refuse(frame, dated, evidence)
