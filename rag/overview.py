"""What is known of a subject: the sentences that most sources carry, no two saying the same; pure.

Chosen as by maximal marginal relevance (Carbonell and Goldstein, 1998), with relevance made of nearness to the question
and of how many other sources have a sentence like it (after Erkan and Radev, LexRank, 2004, counted over sources).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rag import extract
from rag.candidates import Candidate
from rag.corroborate import carriers
from rag.dates import show_date
from rag.domain import Statement
from rag.question import Asked
from rag.standing import stands_alone
from rag.timely import of_time

MOST = 5
"""Statements of an overview."""

CENTRAL, BEGINS, COVERED, ALIKE = 0.25, 0.15, 0.4, 0.7
"""What counts beside the cosine to the question: each other source with a sentence like it, that it stands at the
beginning of its article, the question's words in and around it; and against it, its cosine to what is said already."""

RELATED, ENOUGH = 0.45, 3
"""Cosine from which another source's sentence is like it, and how many such sources count."""

BEGINNING = 500
"""Letters of an article in which news says what it is about."""

MOST_WORDS, OF_SUBJECT = 0.9, 0.3
"""Share of the most of the question's words that stand around any sentence, or cosine to the sentence that weighs most,
from which one is of the subject."""

SAID = 0.72
"""Cosine to a statement from which a sentence adds nothing to an overview."""

WORTH = 0.45
"""Share of the best sentence's weight from which another one is told."""

NEAR, MENTIONED = 0.42, 0.6
"""Cosine to the question of the nearest sentence, or share of its words around one, from which the subject is here."""

_LATEST = re.compile(r"\b(latest|new|newest|recent|recently|now)\b", re.IGNORECASE)


def is_here(candidates: Sequence[Candidate]) -> bool:
    """Say whether the collection speaks of the subject at all: an overview needs no sentence that answers."""
    best = {name: max(one.feature(name) for one in candidates) for name in ("similar", "covered_near")}
    if candidates[0].feature("names_missing") > 0:
        return False
    return best["similar"] >= NEAR or best["covered_near"] >= MENTIONED


def tell(asked: Asked, candidates: Sequence[Candidate], group: extract.Group, most: int = MOST) -> list[Statement]:
    """Return the statements of an overview; those of several days, and the latest, stand under their dates."""
    leads = _chosen(of_subject(asked, candidates), most)
    told = [extract.statement([lead, *carriers(lead, candidates)], group) for lead in leads]
    days = [one.passage.source.published for one in leads]
    latest, known = bool(_LATEST.search(asked.text)), {day[:10] for day in days if day}
    if latest or (len(known) > 1 and 2 * days.count(None) <= len(days)):
        return _dated(told, latest=latest)
    return told


def _stands_alone(one: Candidate) -> bool:
    """Say whether a sentence can be read without those beside it; half of somebody's speech, or his own, cannot."""
    return not one.after and stands_alone(one.text)


def standing_alone(asked: Asked, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates of the time asked for that can be read without those beside them; all where none can."""
    return [one for one in of_time(asked, candidates) if _stands_alone(one)] or candidates


def of_subject(asked: Asked, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates of the time asked for that stand alone and have words of the question around them.

    Most of its words, or they are near the one that leads. One word of several is common to many subjects: "night" to
    a ferry and to a watchman.
    """
    pool = standing_alone(asked, candidates)
    lead = pool[int(np.argmax(subject_weights(pool)))]
    most = MOST_WORDS * max(one.feature("covered_near") for one in pool)
    near = [one for one in pool if one.feature("covered_near") > 0]
    return [one for one in near if one.feature("covered_near") >= most or _cosine(one, lead) >= OF_SUBJECT] or [lead]


def _chosen(pool: Sequence[Candidate], most: int) -> list[Candidate]:
    """Return those that say most of the subject and least of the same."""
    weights = subject_weights(pool)
    vectors = np.array([one.vector for one in pool])
    places: list[int] = []
    while len(places) < most:
        near = (vectors @ vectors[places].T).max(axis=1) if places else np.full(len(pool), -1.0)
        left = np.where(near >= SAID, -np.inf, weights - ALIKE * np.maximum(near, 0.0))
        best = int(np.argmax(left))
        if left[best] == -np.inf or (places and weights[best] < WORTH * weights[places[0]]):
            break
        places.append(best)
    return [pool[place] for place in places]


def _dated(told: Sequence[Statement], *, latest: bool) -> list[Statement]:
    """Return statements under the days that their articles were published on: the latest first, or in order.

    Each day stands before the first of its statements.
    """
    days = [(one.citations[0].published or "", one) for one in told]
    known = sorted((each for each in days if each[0]), key=lambda each: each[0], reverse=latest)
    undated = [each for each in days if not each[0]]
    told_before: str | None = None
    labelled = []
    for day, one in [*known, *undated]:
        labelled.append(replace(one, label="" if day[:10] == told_before else show_date(day[:10] or None)))
        told_before = day[:10]
    return labelled


def subject_weights(pool: Sequence[Candidate]) -> NDArray[np.float64]:
    """Return how much each candidate says of the subject, as the constants above weigh it."""
    weights = []
    for one in pool:
        own = one.passage.source.group or one.passage.source.article_id
        like: dict[str, float] = {}
        for other in pool:
            source = other.passage.source
            name = source.publisher or source.group or source.article_id
            if (source.group or source.article_id) != own and name != one.passage.source.publisher:
                like[name] = max(like.get(name, 0.0), _cosine(one, other))
        support = min(ENOUGH, sum(cosine >= RELATED for cosine in like.values()))
        begins = BEGINS if one.start < BEGINNING else 0.0
        weights.append(one.feature("similar") + COVERED * one.feature("covered_near") + CENTRAL * support + begins)
    return np.array(weights)


def _cosine(one: Candidate, other: Candidate) -> float:
    return float(one.vector @ other.vector)
