"""What happened, in order: the sentences that tell most of a subject, under the days that they speak of; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rag import extract, overview
from rag.candidates import Candidate
from rag.corroborate import carriers
from rag.dates import show_date
from rag.domain import Statement
from rag.question import Asked
from rag.when import day_spoken_of, mentions

MOST = 8
"""Statements of a timeline."""

PASSAGES = 20
"""Passages that a timeline is made of: more days are told of in them than in the ten that answer a question."""

SAME_DAY, ALIKE = 0.25, 0.35
"""What is taken from a sentence of a day that is told of already, and times its cosine to what is told of others: a
case goes on in the same words, and what is told again a day later is no news."""

SAID_LATER = 0.85
"""Cosine to what is told of another day from which a sentence adds nothing; within a day `overview.SAID` does."""

WORTH = 0.3
"""Share of the best sentence's weight from which another one is told."""


_COUNTS_FROM = re.compile(
    r"(?:\w+ ){1,2}(?:days?|weeks?|months?|years?) (?:after (?:that|this)|later|earlier|before(?: that)?)\b"
    r"|the (?:next|following|previous) (?:day|week|month|year)\b",
    re.IGNORECASE,
)
"""How a sentence begins whose day counts from another one's: which day that is stands elsewhere, if at all."""


_HAPPENED = re.compile(
    r"in |(?!(?:who|which|that|where|when|\w+ed)\b)(?!.*\b(?:said|says|told)\b)(?:[^,]*\b)?"
    r"(?:was|were|had|did|took|came|began|became|won|lost|fell|rose|left|died|\w+ed)\b[^,]* in ",
    re.IGNORECASE,
)
"""What stands before a year in which the whole of a sentence happened: "was tried in"; not ", founded in"."""

_GOES_ON = re.compile(r" (?:was|were|is|are|has|have|had|will|would|can|could|may|might)\b")
"""What stands behind the year of a part of a sentence only: "a plan agreed in 2021 was dropped"."""


def tell(asked: Asked, candidates: Sequence[Candidate], group: extract.Group) -> list[Statement]:
    """Return the statements of a timeline, as many days among them as are told of."""
    pool = [one for one in overview.standing_alone(asked, candidates) if asked.names and one.feature("names_near") > 0]
    # Of somebody or something with a name each passage that speaks of it may tell a part; else the words must do.
    leads = _chosen(pool or overview.of_subject(asked, candidates))
    return in_order([extract.statement([lead, *carriers(lead, candidates)], group) for lead in leads])


def _chosen(pool: Sequence[Candidate]) -> list[Candidate]:
    """Return those that say most of the subject, least of the same, and of most days."""
    days = np.array([_day(one.text, one.passage.source.published) for one in pool])
    vectors = np.array([one.vector for one in pool])
    alike = np.maximum(vectors @ vectors.T, 0.0)
    same = days[:, None] == days[None, :]
    # What each takes from the others when it is told; of one day it is as in an overview.
    taken = np.where(same, SAME_DAY + overview.ALIKE * alike, ALIKE * alike)
    taken[alike >= np.where(same, overview.SAID, SAID_LATER)] = np.inf
    weights = overview.subject_weights(pool)
    worth = WORTH * float(weights.max())
    left, places = weights.copy(), list[int]()
    while len(places) < MOST and float(left.max()) > 0:
        best = int(np.argmax(left))
        if weights[best] < worth:
            break
        places.append(best)
        left = weights - taken[places].max(axis=0)
    return [pool[place] for place in places]


def in_order(statements: Sequence[Statement]) -> list[Statement]:
    """Return statements by the day that each speaks of, else that its article was published on; unknown days last.

    Each day stands before the first of its statements.
    """
    dated = [(_day(one.citations[0].quote, one.citations[0].published), one) for one in statements]
    dated.sort(key=lambda pair: (not pair[0], pair[0]))
    before = [None, *(day for day, _ in dated)]
    return [
        replace(one, label="" if day == earlier else show_date(day or None))
        for (day, one), earlier in zip(dated, before, strict=False)
    ]


def _day(text: str, published: str | None) -> str:
    """Return the day that a text speaks of; what was still to come is told under the day that it was reported on."""
    spoken_of, reported = day_spoken_of(text, published), (published or "")[:10]
    if not spoken_of and _COUNTS_FROM.match(text):
        return ""
    if not spoken_of and (year := _year(text, published)):
        return year
    return reported if not spoken_of or (reported and spoken_of > reported) else spoken_of


def _year(text: str, published: str | None) -> str | None:
    """Return the year before the report's in which what a sentence tells happened; None where it names none."""
    for mention in mentions(text, published):
        year = text[mention.start : mention.end]
        clause = text[text.rfind(",", 0, mention.start) + 1 : mention.start].lstrip()
        past = re.fullmatch(r"(?:1[89]|20)\d\d", year) and year < (published or "")[:4]
        if past and _HAPPENED.fullmatch(clause) and not _GOES_ON.match(text, mention.end):
            return year
    return None
