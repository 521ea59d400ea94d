"""What a caller gives besides a question, checked: filters, and the turns before; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.dates import check_day, day_range
from rag.domain import Filters, Turn
from rag.errors import FilterInvalid


def filters_of(limits: Mapping[str, object]) -> Filters:
    """Return the filters among the arguments of a question; one outlet or author may be given as it is.

    Raises:
        FilterInvalid: one is not of the form it takes, or the period ends before it begins.
    """
    since, until = _day(limits.get("since"), "since"), _day(limits.get("until"), "until")
    first, last = day_range(since), day_range(until)
    if first and last and last[1] < first[0]:
        raise FilterInvalid(f"the period ends before it begins: since {since}, until {until}", hint="exchange the two")
    return Filters(_names(limits.get("outlets"), "outlets"), _names(limits.get("authors"), "authors"), since, until)


def turns_of(history: object) -> list[Turn]:
    """Return earlier exchanges, each from a pair of texts.

    Raises:
        FilterInvalid: they are not that.
    """
    wrong = FilterInvalid("history is not a list of exchanges", hint='give pairs of texts: [("question", "answer")]')
    if isinstance(history, str) or not isinstance(history, Sequence):
        raise wrong
    turns = []
    for pair in history:
        if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:  # noqa: PLR2004
            raise wrong
        if not all(isinstance(text, str) for text in pair):
            raise wrong
        turns.append(Turn(*pair))
    return turns


def _day(value: object, name: str) -> str | None:
    if not value:
        return None
    if not isinstance(value, str):
        raise FilterInvalid(f"{name} is not a date: {value!r}", hint="write 2022-03-31, 2022-03 or 2022")
    return check_day(value, name=name)


def _names(value: object, name: str) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value or ()
    if isinstance(given, (Sequence, set, frozenset)) and all(isinstance(one, str) for one in given):
        return tuple(given)
    raise FilterInvalid(f"{name} is not a list of names: {value!r}", hint='write ["Coast Wire"]')
