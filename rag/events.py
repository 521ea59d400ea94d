"""Events that look alike: the same told of two times, when a question does not say which; pure."""

from __future__ import annotations

from collections.abc import Sequence

from rag.candidates import FACTS, Candidate
from rag.corroborate import event_day, of_other_times, says_the_same
from rag.dates import show_date
from rag.question import Asked, Kind
from rag.terms import names, overlap, terms
from rag.words import say, say_listed

ALIKE = 0.58
"""Cosine from which two sentences are taken to speak of things that are alike."""

SAME = 0.8
"""Share of the terms of the shorter of two sentences in the other, from which both say the same."""

WITHIN = 2.5
"""Log-odds below the best sentence within which one of another time is worth naming."""

_ONCE: frozenset[Kind] = FACTS | {"why", "how"}
"""Kinds of question that are about one event; people say things, and things happen, again and again."""


def other_times(asked: Asked, candidates: Sequence[Candidate], scores: Sequence[float]) -> list[Candidate]:
    """Return the best sentence about each other event that looks like the best one's; none where a time was asked for.

    Args:
        candidates: the best first, with the log-odds of each.
    """
    if asked.periods or asked.kind not in _ONCE:
        return []
    kept = [candidates[0]]
    for candidate, score in zip(candidates, scores, strict=True):
        if score < scores[0] - WITHIN:
            break
        if all(_another(known, candidate) for known in kept) and _alike(kept[0], candidate, asked.kind):
            kept.append(candidate)
    return kept[1:]


def month_of(candidate: Candidate) -> str:
    """Return the month (ISO) of what a dated sentence tells of."""
    month = (event_day(candidate) or 0) // 100
    return f"{month // 100}-{month % 100:02}"


def told(months: Sequence[str]) -> str:
    """Return what a reader must know where events of these months (ISO) look alike."""
    return say(
        "The articles tell of this in {months}, and the question does not say which is meant; name a time to choose.",
        months=say_listed([show_date(month) for month in months]),
    )


def _alike(lead: Candidate, other: Candidate, kind: Kind) -> bool:
    if float(lead.vector @ other.vector) < ALIKE:
        return False
    # What is still so a year later is no second event.
    if lead.answer is not None and other.answer is not None:
        return not set(terms(lead.answer_text)) & set(terms(other.answer_text))
    shorter, longer = sorted((terms(lead.text), terms(other.text)), key=len)
    named = set(terms(" ".join((*names(lead.text), *names(other.text)))))
    if not (set(shorter) & set(longer)) - named:
        return False  # of the same people, but nothing that happens in both
    return kind not in FACTS and overlap(shorter, longer) < SAME


def _another(one: Candidate, other: Candidate) -> bool:
    return of_other_times(one, other) and not says_the_same(one, other)
