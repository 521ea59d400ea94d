"""A question that compares, answered side by side: for each side the sentences that tell of it; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rag import extract
from rag.candidates import MOST_EMBEDDED, Candidate, Sentences, Span, make_candidates, promising
from rag.corroborate import says_the_same
from rag.dates import show_bounds
from rag.domain import Statement, Understood
from rag.parts import Part
from rag.period import Period, fit, whole_of
from rag.question import Asked
from rag.terms import names, stem
from rag.words import say, say_either

PASSAGES = 12
"""Passages that the sides are looked for in."""

LEAST_EMBEDDED = 40
"""Sentences a side that are embedded at least."""

A_SIDE, AS_GOOD = 2, 1.5
"""Sentences that are quoted for a side at most, and log-odds below the best one within which another is."""

ITS_OUTLET, ANOTHER_OUTLET, ITS_DAY = 2.5, -3.0, 2.0
"""Log-odds for a sentence of the outlet that a side names, of another one, and for one of its time: what a fit
on half of the multi-hop questions gave them; its other weights gained nothing over those of any question."""

NEAR, COVERED = 0.4, 0.3
"""Cosine to a side, or share of its words, from which a sentence of the outlet that it names is told before others."""

Weights = Callable[[Asked], dict[str, float]]
"""Returns how much each term of a question counts."""


def promising_sides(asked: Asked, spans: Sequence[Span], weights: Weights) -> list[int]:
    """Return the places of the sentences that are worth embedding, for one side or another."""
    most = max(LEAST_EMBEDDED, MOST_EMBEDDED // len(asked.parts))
    found: set[int] = set()
    for side in asked.parts:
        own = question_of(asked, side)
        found.update(promising(own, spans, weights(own), most=most))
    return sorted(found)


def tell_sides(
    asked: Asked, sentences: Sentences, *, questions: NDArray[np.float32], weights: Weights, group: extract.Group
) -> tuple[list[Statement], tuple[str, ...]]:
    """Return the statements, side by side, and a notice for each side of which nothing was found.

    Args:
        questions: the embeddings of `asked.texts`: the whole, then the sides.
        weights: returns how much each term of a question counts.
    """
    told: list[list[Candidate]] = []
    notices = []
    for number, side in enumerate(asked.parts, start=1):
        own = question_of(asked, side)
        candidates = make_candidates(own, sentences, question_vector=questions[number], weights=weights(own))
        used = {(one.passage.source.article_id, one.start) for some in told for one in some}
        found = _best(side, candidates, used)
        told.append(found)
        if not side.outlets and not found:
            notices.append(say("Nothing of {time} was found on “{text}”.", time=_time_of(side), text=side.text))
        elif not any(_is_of(side, one) for one in found):
            outlets = say_either(sorted(side.outlets))
            notices.append(say("Nothing by {outlets} was found on “{text}”.", outlets=outlets, text=side.text))
    in_time = not any(side.outlets for side in asked.parts)
    labels = [
        _time_of(side) if in_time or not some else some[0].passage.source.outlet
        for side, some in zip(asked.parts, told, strict=True)
    ]
    statements = [
        replace(extract.statement([one], group), label="" if number else label)
        for label, some in zip(labels, told, strict=True)
        for number, one in enumerate(some)
    ]
    return statements, tuple(dict.fromkeys(notices))


def question_of(asked: Asked, side: Part) -> Asked:
    """Return a side as a question of its own; one that names nobody is about whom the whole names."""
    return replace(
        asked,
        text=side.text,
        surface=side.surface,
        terms=tuple(dict.fromkeys(stem(word) for word in side.surface)),
        names=tuple(dict.fromkeys(names(side.text))) or asked.names,
        understood=Understood(),
        parts=(side,),
        periods=side.days,
    )


def _best(side: Part, candidates: Sequence[Candidate], used: set[tuple[str, int]]) -> list[Candidate]:
    """Return the best sentences for a side, in the order of their articles; none that another side has."""
    free = [one for one in candidates if (one.passage.source.article_id, one.start) not in used]
    if side.outlets:
        free = [one for one in free if _is_by(side, one) and _is_on(one)] or free
    else:
        free = [one for one in free if one.feature("period") > 0]
    if not free:
        return []
    scores = extract.weigh(free) + np.array([_bonus(side, one) for one in free])
    found: list[Candidate] = []
    for place in (int(place) for place in np.argsort(-scores, kind="stable")):
        if len(found) == A_SIDE or scores[place] < scores.max() - AS_GOOD:
            break
        if not any(_repeats(free[place], said) for said in found):
            found.append(free[place])
    return found


def _time_of(side: Part) -> str:
    """Return the time that a side is of, as it is written."""
    return "–".join(show_bounds(*whole_of([Period(0, 0, first, last)])) for first, last in side.days)


def _is_by(side: Part, candidate: Candidate) -> bool:
    return candidate.passage.source.publisher in side.outlets


def _is_on(candidate: Candidate) -> bool:
    """Say whether a sentence is on the subject of a side, rather than only of its outlet."""
    return candidate.feature("similar") >= NEAR or candidate.feature("covered") >= COVERED


def _repeats(one: Candidate, said: Candidate) -> bool:
    return says_the_same(one, said) or float(one.vector @ said.vector) >= extract.SAID


def _bonus(side: Part, candidate: Candidate) -> float:
    source = candidate.passage.source
    outlet = 0.0
    if side.outlets and source.publisher is not None:
        outlet = ITS_OUTLET if source.publisher in side.outlets else ANOTHER_OUTLET
    return outlet + ITS_DAY * fit(source.published, None, side.days)


def _is_of(side: Part, candidate: Candidate) -> bool:
    publisher = candidate.passage.source.publisher
    return not side.outlets or publisher is None or publisher in side.outlets
