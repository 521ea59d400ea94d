"""Articles as rows of the article tables, and back; which of the rows pass filters; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rag.dates import day_range
from rag.domain import Article, Filters, Mention, Source

SOURCE_COLUMNS = "id, title, publisher, author, published, updated, url, original, head, language"
ARTICLE_COLUMNS = f"{SOURCE_COLUMNS}, text, raw, mentions"


def prefixed(alias: str) -> str:
    """Return the columns of a source, each of the table of that alias."""
    return ", ".join(f"{alias}.{name.strip()}" for name in SOURCE_COLUMNS.split(","))


def article_of(row: Sequence[Any]) -> Article:
    """Return the article of a row of `ARTICLE_COLUMNS`."""
    *source, text, raw, mentions = row
    return Article(Source(*source), text=text, raw=raw, mentions=tuple(Mention(*one) for one in json.loads(mentions)))


def article_row(
    article: Article, *, stated: Mapping[str, object], made_by: str, sketch: bytes | None
) -> tuple[object, ...]:
    """Return an article as a row of the article tables; `stated` is what it can be made from again, with its raw."""
    source = article.source
    days = day_range(source.published) or (None, None)
    mentions = [[one.start, one.end, one.day_from, one.day_to] for one in article.mentions]
    return (
        source.article_id, source.title, source.publisher, source.author, source.published, source.updated,
        source.url, source.original, source.group or source.article_id, source.language, article.text, article.raw,
        json.dumps(stated), json.dumps(mentions), made_by, sketch, *days,
    )  # fmt: skip


def passing(filters: Filters) -> tuple[str, list[str | int]]:
    """Return the filters as SQL on `a`, an article: any of the outlets, any of the authors, overlapping the period."""
    clauses: list[str] = []
    values: list[str | int] = []
    for named, names in (("casefold(a.publisher) = ?", filters.outlets), ("holds(a.author, ?)", filters.authors)):
        if names:
            clauses.append("(" + " OR ".join(named for _ in names) + ")")
            values += [name.strip().casefold() for name in names]
    for bound, column in ((filters.since, "day_to >="), (filters.until, "day_from <=")):
        days = day_range(bound)
        if days is not None:
            clauses.append(f"a.{column} ?")
            values.append(days[0] if column.startswith("day_to") else days[1])
    return "".join(f" AND {clause}" for clause in clauses), values


def holds(byline: str | None, name: str) -> bool:
    """Say whether a byline holds a name, in any case, as whole words: "Ann Lee" is not in "Joann Leeds"."""
    return bool(byline and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", byline.casefold()))
