"""Which of the sentences that answer is of the time that a question asks for: a period, or the present; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from rag.candidates import Candidate
from rag.dates import as_date, day_range, show_date
from rag.domain import Evidence, Statement
from rag.period import fit
from rag.question import Asked, Kind
from rag.terms import overlap, terms
from rag.when import mentions
from rag.words import say

AS_WELL = 1.5
"""Log-odds below the best sentence within which a newer one answers about as well."""

GOES_ON = timedelta(days=60)
"""Time after what is cited within which a later article may tell how the same went on; after more it is of another
event as often."""

ON_IT, SEARCHED = 0.5, 0.1
"""Share of the question's terms in a passage of a later article, and its score, from which a reader is told of it."""

_FACTS: frozenset[Kind] = frozenset({"who", "when", "where", "how_many", "how_much", "what", "yes_no", "why", "how"})
"""Kinds of question whose answer a later report may change."""

_FIRST = re.compile(r"\b(first|initial\w*|original\w*|at first|before|founded|born)\b", re.IGNORECASE)

_NOW = re.compile(
    r"\b(now|still|nowadays|currently|current|at present|presently|at the moment|today|these days|so far|to date"
    r"|any ?more|latest|newest|most recent|final|finally|in the end|eventually|ultimately)\b(?!['’])",
    re.IGNORECASE,
)

TURNED, LED = 4.5, 45
"""Log-odds below the best sentence within which one that tells of a turn leads, and days after it."""

_TURNS = re.compile(
    r"\b(?:after all|over(?:turn|rul)\w*|revers\w+|annul\w*|quash\w*|rescind\w*|recount\w*|re-?run|void\w*|acquitted"
    r"|stripped of|called off|(?:was|were|been) (?:revised|withdrawn|cancelled|canceled))\b",
    re.IGNORECASE,
)
"""What a later report says where it undoes what was reported: "Prynne is mayor after all"."""

_OF_A_YEAR = re.compile(r"^In ((?:19|20)\d\d)\b|[;,] in ((?:19|20)\d\d)\b|\bin ((?:19|20)\d\d)[.;]?$")
"""What says in a sentence that all of it is of a year."""

ELSEWHEN = 2.5
"""Log-odds taken from a sentence that says of itself that it is of another time than what is asked for; not fitted, the
labelled questions seldom name one."""

_SETTLED = re.compile(r"\b(?:revised|updated|corrected|final|latest|definitive|most recent)\b", re.IGNORECASE)
_PRELIMINARY = re.compile(
    r"\b(?:preliminar\w+|provisional\w*|(?:first|early|initial) (?:estimates?|figures?|counts?))\b", re.IGNORECASE
)

_YEAR = re.compile(r"\b(?:1[5-9]|20|21)\d\d\b")


def of_time(asked: Asked, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates from articles of the time that a question names, where there are some; else all."""
    timely = [one for one in candidates if fit(one.passage.source.published, None, asked.periods) == 1]
    return timely or candidates


def is_elsewhen(asked: Asked, candidate: Candidate) -> bool:
    """Say whether a sentence says of itself that it is not of the time asked for.

    "In 2022 it had 39,200 visitors", of 2023; "preliminarily put at 4 million", of the revised estimate.
    """
    if _SETTLED.search(asked.text) and not _PRELIMINARY.search(asked.text) and _PRELIMINARY.search(candidate.text):
        return not _SETTLED.search(candidate.text)
    told = [int("".join(found)) for found in _OF_A_YEAR.findall(candidate.text)]
    years = [(first // 10_000, last // 10_000) for first, last in asked.periods]
    return bool(told and years) and not any(first <= year <= last for year in told for first, last in years)


def newest_as_good(asked: Asked, ranked: Sequence[Candidate], scores: Sequence[float]) -> Candidate | None:
    """Return the newest of the sentences that answer about as well, where the question asks how it is now, or ended.

    Args:
        ranked: the best first, with the log-odds of each.

    Returns:
        None where that is not asked, or the best one is the newest.
    """
    if asked.periods:
        return None
    if not _NOW.search(asked.text):
        return _turned(asked, ranked, scores)
    near = [one for one, score in zip(ranked, scores, strict=True) if score >= scores[0] - AS_WELL and not one.after]
    dated = [(days[1], one) for one in near if (days := day_range(one.passage.source.published))]
    if not dated or not day_range(ranked[0].passage.source.published):
        return None
    newest = max(day for day, _ in dated)
    first = next(one for day, one in dated if day == newest)
    return None if first is ranked[0] else first


def _turned(asked: Asked, ranked: Sequence[Candidate], scores: Sequence[float]) -> Candidate | None:
    """Return a later sentence that undoes what the best one says, where the reader finds an answer of its own in it."""
    lead = ranked[0]
    first = day_range(lead.passage.source.published)
    if asked.kind not in _FACTS or _FIRST.search(asked.text) or first is None or _TURNS.search(lead.text):
        return None
    for one, score in zip(ranked, scores, strict=True):
        days = day_range(one.passage.source.published)
        later = days is not None and 0 < (as_date(days[0]) - as_date(first[1])).days <= LED
        if score >= scores[0] - TURNED and later and _TURNS.search(one.text) and one.shown and not one.after:
            return one
    return None


def day_meant(asked: Asked, statements: Sequence[Statement]) -> str | None:
    """Say which day an answer to "when" means, where its words count from the day of the article: "on Tuesday"."""
    if asked.kind != "when" or not statements or not statements[0].citations:
        return None
    lead = statements[0].citations[0]
    found = [
        one
        for one in mentions(lead.quote, lead.published)
        if one.day_from and one.day_from == one.day_to and not _YEAR.search(lead.quote, one.start, one.end)
    ]
    if lead.answer_start is not None and lead.answer_end is not None:
        first, last = lead.answer_start - lead.start, lead.answer_end - lead.start
        found = [one for one in found if one.start < last and one.end > first] or found
    if len(found) != 1:
        return None
    words, date = lead.quote[found[0].start : found[0].end], show_date(found[0].day_from)
    return say("“{words}” means {date}, counted from the day of the article.", words=words, date=date)


def later_report(asked: Asked, statements: Sequence[Statement], evidence: Sequence[Evidence]) -> str | None:
    """Say which later article that was found tells more of what is asked; None where there is none, or it is cited."""
    cited = [day_range(one.published) for told in statements for one in told.citations]
    last = max((days[1] for days in cited if days), default=0)
    if asked.kind not in _FACTS or asked.periods or _FIRST.search(asked.text) or not last:
        return None
    later = [
        (days[0], item)
        for item in evidence
        if (days := day_range(item.passage.source.published))
        and last < days[0]
        and as_date(days[0]) - as_date(last) <= GOES_ON
        and _is_on_it(asked, item)
    ]
    if not later:
        return None
    source = max(later, key=lambda each: (each[0], each[1].score))[1].passage.source
    return say(
        "A later article that may tell more: “{title}” ({outlet}, {day}).",
        title=source.title or source.outlet, outlet=source.outlet, day=show_date(source.published),
    )  # fmt: skip


def _is_on_it(asked: Asked, item: Evidence) -> bool:
    """Say whether a passage names whom the question names, and has half of its words."""
    found = terms(f"{item.passage.source.title or ''} {item.passage.text}")
    named = not asked.names or overlap(terms(" ".join(asked.names)), found) == 1
    return item.score >= SEARCHED and named and overlap(asked.terms, found) >= ON_IT


def is_of_another_time(asked: Asked, ranked: Sequence[Candidate]) -> bool:
    """Say whether all that was found is of other times than the question names, as far as dates are known.

    A report of 2025 is no answer to "How many boats burned in 2024?" unless it speaks of 2024. Without a year the
    question may count from the articles ("the game on Sunday").
    """
    if (
        not asked.periods
        or not _YEAR.search(asked.text)
        or ranked[0].feature("period") >= 0
        or any(one.feature("period") > 0 for one in ranked)
    ):
        return False
    return not any(_speaks_of(asked, one) for one in ranked)


def _speaks_of(asked: Asked, one: Candidate) -> bool:
    for mention in mentions(one.passage.text, one.passage.source.published):
        first, last = day_range(mention.day_from), day_range(mention.day_to)
        if first and last and any(since <= last[1] and first[0] <= until for since, until in asked.periods):
            return True
    return False
