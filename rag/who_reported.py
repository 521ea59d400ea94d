"""Which outlets report on a subject: a line an outlet, by the sentence of its own that says most of it; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rag import extract, overview
from rag.candidates import Candidate
from rag.corroborate import count_sources
from rag.domain import Statement
from rag.question import Asked
from rag.terms import numbers
from rag.words import say, say_counted, say_listed

_YEAR = re.compile(r"(?:19|20)\d\d")

MOST = 12
"""Outlets that are told of."""

PASSAGES = 24
"""Passages in which outlets are looked for: several are of one."""

AS_MUCH = 0.75
"""Share of the weight of what an outlet says most of the subject in, from which an earlier report stands for it."""


def tell(asked: Asked, candidates: Sequence[Candidate], group: extract.Group) -> list[Statement]:
    """Return a statement of each outlet that speaks of the subject, the first to report it first.

    A reprint is named with its original, and has no line of its own.
    """
    pool = _with_figures(asked, overview.of_subject(asked, candidates))
    weights = overview.subject_weights(pool)
    of_outlet: dict[str, list[tuple[float, Candidate]]] = {}
    for place in np.argsort(-weights, kind="stable"):
        source = pool[int(place)].passage.source
        # Of an unknown outlet each article may be of another one.
        name = source.publisher or source.group or source.article_id
        if name in of_outlet or len(of_outlet) < MOST:
            of_outlet.setdefault(name, []).append((float(weights[place]), pool[int(place)]))
    told = [_line(_first_report_first(found), group) for found in of_outlet.values()]
    return sorted(told, key=lambda one: (not one.citations[0].published, one.citations[0].published or ""))


def _with_figures(asked: Asked, pool: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return those that have each figure of the question: "31 injured" is not reported where 37 are. Years are none."""
    figures = {one for one in numbers(asked.text) if not _YEAR.fullmatch(one)}
    days = {str(day % 100) for period in asked.periods for day in period}
    return [one for one in pool if figures - days <= numbers(one.text)] or pool


def _first_report_first(found: Sequence[tuple[float, Candidate]]) -> list[Candidate]:
    """Return what an outlet says, the earliest first of what says about as much as the most."""
    least = AS_MUCH * found[0][0]
    lead = min(
        (one for weight, one in found if weight >= least),
        key=lambda one: (not one.passage.source.published, one.passage.source.published or ""),
    )
    return [lead, *(one for _, one in found if one is not lead)]


def _line(found: Sequence[Candidate], group: extract.Group) -> Statement:
    """Return what an outlet says best, with who reprints any of its articles that were found."""
    lead = extract.statement(found[:1], group)
    reprints = [name for one in found for name in count_sources([one.passage.source], group)[2]]
    outlet = found[0].passage.source.publisher or say("outlet unknown")
    reprints = [name for name in dict.fromkeys(reprints) if name != outlet]
    named = (
        say("{outlet} (reprinted by {outlets})", outlet=outlet, outlets=say_listed(reprints)) if reprints else outlet
    )
    return replace(lead, label=named, reprints=tuple(reprints))


def told(statements: Sequence[Statement]) -> str:
    """Say how many outlets were found, and that others may have reported it all the same."""
    return say_counted(
        len(statements),
        "{number} outlet was found to report on it; others may have done so in other words.",
        "{number} outlets were found to report on it; others may have done so in other words.",
    )
