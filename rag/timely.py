"""Which of the sentences that answer is of the time that a question asks for: a period, or the present; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.candidates import Candidate
from rag.dates import day_range
from rag.period import fit
from rag.question import Asked
from rag.when import mentions

AS_WELL = 1.5
"""Log-odds below the best sentence within which a newer one answers about as well."""

_NOW = re.compile(
    r"\b(now|still|nowadays|currently|current|at present|presently|at the moment|today|these days|so far|to date"
    r"|any ?more|latest|newest|most recent|final|finally|in the end|eventually|ultimately)\b(?!['’])",
    re.IGNORECASE,
)

_YEAR = re.compile(r"\b(?:1[5-9]|20|21)\d\d\b")


def of_time(asked: Asked, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates from articles of the time that a question names, where there are some; else all."""
    timely = [one for one in candidates if fit(one.passage.source.published, None, asked.periods) == 1]
    return timely or candidates


def newest_as_good(asked: Asked, ranked: Sequence[Candidate], scores: Sequence[float]) -> Candidate | None:
    """Return the newest of the sentences that answer about as well, where the question asks how it is now, or ended.

    Args:
        ranked: the best first, with the log-odds of each.

    Returns:
        None where that is not asked, or the best one is the newest.
    """
    if asked.periods or not _NOW.search(asked.text):
        return None
    near = [one for one, score in zip(ranked, scores, strict=True) if score >= scores[0] - AS_WELL and not one.after]
    dated = [(days[1], one) for one in near if (days := day_range(one.passage.source.published))]
    if not dated or not day_range(ranked[0].passage.source.published):
        return None
    newest = max(day for day, _ in dated)
    first = next(one for day, one in dated if day == newest)
    return None if first is ranked[0] else first


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
