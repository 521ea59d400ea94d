"""What happened, in order: statements under the days that they speak of; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.dates import show_date
from rag.domain import Statement
from rag.when import day_spoken_of

MOST = 6
"""Statements of a timeline."""


def in_order(statements: Sequence[Statement]) -> list[Statement]:
    """Return statements by the day that each speaks of, else that its article was published on; unknown days last."""
    dated = sorted(((_day(one), one) for one in statements), key=lambda pair: (not pair[0], pair[0]))
    return [replace(one, label=show_date(day or None)) for day, one in dated]


def _day(statement: Statement) -> str:
    lead = statement.citations[0]
    return day_spoken_of(lead.quote, lead.published) or (lead.published or "")[:10]
