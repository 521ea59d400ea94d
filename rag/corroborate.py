"""Who else says so: sentences of other articles that carry a statement, independent sources, numbers that differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from rag.candidates import Candidate
from rag.dates import day_range
from rag.domain import Source
from rag.question import Asked
from rag.terms import numbers, overlap, plain, stem, terms, words

SIMILAR, SHARED_TERMS = 0.70, 0.45
"""Cosine between two sentences, and share of the shorter one's terms that the longer one has, from which both say
the same. On sentences of the sample and of five real articles these took the pairs that do (0.71 to 0.80, 0.50 to
0.60) and left those that only share their people (0.73 and 0.35, 0.63 and 0.38); a source too few is better than one
too many."""

SAME_SUBJECT, NEARLY_AS_WELL = 0.58, 4.5
"""Cosine to the best sentence with a number, and log-odds below the best one, within which another number is of the
same thing. Measured on the sample: two reports of one toll had 0.60 and 1.9 or better; "home to 68 boats" beside it
had 0.54 and 5.7."""

SAME_EVENT_DAYS = 60
"""Reports further apart than this are taken for different events when numbers are compared."""

_ASKED_UNIT = re.compile(r"\bhow many ((?:\w+ )?\w+)", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_DATES = re.compile(
    rf"\b{_MONTH}\.? \d{{1,2}}\b|\b\d{{1,2}} {_MONTH}\b|\b(?:19|20)\d\d\b"
    r"|\b\d{1,2}[:.]\d\d (?:a|p)\.m|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
_LOOK_AHEAD = 3
"""Words between a number and the thing it counts: "nine wooden fishing boats"."""


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Say whether two sentences carry the same statement, as far as words and numbers can tell."""
    if plain(one.text) == plain(other.text):
        return True
    if not _say_alike(one, other):
        return False
    first, second = _figures(one.text), _figures(other.text)
    # One of them may say more than the other, but not something else: 85,000 is not 58,000, whoever's age they share.
    return not (first and second) or first <= second or second <= first


def _say_alike(one: Candidate, other: Candidate) -> bool:
    """Say whether two sentences speak of the same at about the same time, whatever the numbers."""
    if float(one.vector @ other.vector) < SIMILAR or _far_apart(one.passage.source, other.passage.source):
        return False
    shorter, longer = sorted((terms(one.text), terms(other.text)), key=len)
    return overlap(shorter, longer) >= SHARED_TERMS


def _figures(text: str) -> set[str]:
    """Return the numbers of a sentence that are no dates and no times of day."""
    return numbers(_DATES.sub(" ", text))


def carriers(lead: Candidate, others: Iterable[Candidate]) -> list[Candidate]:
    """Return the sentences of other articles that say the same, the nearest one of each article, nearest first."""
    near = sorted(others, key=lambda other: -float(lead.vector @ other.vector))
    found: dict[str, Candidate] = {}
    for other in near:
        article = other.passage.source.article_id
        if article != lead.passage.source.article_id and article not in found and says_the_same(lead, other):
            found[article] = other
    return list(found.values())


def independent(sources: Sequence[Source]) -> list[list[Source]]:
    """Return the sources in clusters that share text, an outlet or a named original; one cluster is one voice."""
    clusters: list[tuple[set[str], list[Source]]] = []
    for source in sources:
        tags = _tags(source)
        joined = [cluster for cluster in clusters if cluster[0] & tags]
        clusters = [cluster for cluster in clusters if not cluster[0] & tags]
        merged = [item for cluster in joined for item in cluster[1]]
        clusters.append((tags.union(*(cluster[0] for cluster in joined)), [*merged, source]))
    order = {source.article_id: place for place, source in enumerate(sources)}
    found = [sorted(members, key=lambda source: order[source.article_id]) for _, members in clusters]
    return sorted(found, key=lambda members: order[members[0].article_id])


def _tags(source: Source) -> set[str]:
    tags = {f"group {source.group or source.article_id}"}
    for name in (source.publisher, source.original):
        if name:
            tags.add(f"outlet {name.casefold()}")
    return tags


def count_sources(
    cited: Sequence[Source], group: Callable[[str], Sequence[Source]]
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Return how many independent sources carry a statement, the outlets, and the outlets of reprints.

    Args:
        cited: the sources that carry it, the first one leading.
        group: returns all articles of a group of near-copies.
    """
    everyone = {source.article_id: source for source in cited}
    for source in cited:
        everyone |= {copy.article_id: copy for copy in group(source.group) if copy.article_id not in everyone}
    clusters = independent(list(everyone.values()))
    outlets: list[str] = []
    reprints: list[str] = []
    for members in clusters:
        head = next((source for source in members if not source.original), members[0])
        outlets.append(_voice(head))
        reprints += [source.outlet for source in members if source.publisher != head.publisher]
    return len(clusters), tuple(dict.fromkeys(outlets)), tuple(dict.fromkeys(reprints))


def _voice(source: Source) -> str:
    return f"{source.original} (in {source.outlet})" if source.original else source.outlet


def differing_numbers(
    asked: Asked, candidates: Sequence[Candidate], scores: Sequence[float]
) -> tuple[str, list[tuple[str, Candidate]]]:
    """Return what was counted, and each value with the first sentence of each article that gives it.

    Only for questions of the form "how many boats", only the number that stands before that word, and only in
    sentences that answer the question nearly as well, and speak of the same as the best one, at about the same
    time: anything looser finds conflicts that are none.

    Args:
        candidates: the best first, with the log-odds of each.
    """
    match = _ASKED_UNIT.search(asked.text)
    if asked.kind != "how_many" or match is None:
        return "", []
    unit = match.group(1).split()[-1] if stem(words(match.group(1))[-1]) in asked.terms else match.group(1).split()[0]
    found: dict[tuple[str, str], Candidate] = {}
    lead = next((one for one in candidates if _value_of(one.text, stem(plain(unit))) is not None), None)
    for candidate, score in zip(candidates, scores, strict=True):
        value = _value_of(candidate.text, stem(plain(unit)))
        if value is None or lead is None or score < scores[0] - NEARLY_AS_WELL:
            continue
        if float(lead.vector @ candidate.vector) >= SAME_SUBJECT and not _far_apart(
            lead.passage.source, candidate.passage.source
        ):
            found.setdefault((value, candidate.passage.source.article_id), candidate)
    rows = [(value, candidate) for (value, _), candidate in found.items()]
    return (unit, rows) if len({value for value, _ in rows}) > 1 else ("", [])


def _value_of(text: str, unit: str) -> str | None:
    """Return the number that stands before a word, as digits: "Nine fishing boats" → 9."""
    found = words(text)
    for place, word in enumerate(found):
        if not word[0].isdigit():
            continue
        ahead = found[place + 1 : place + 1 + _LOOK_AHEAD]
        for near in ahead:
            if near[0].isdigit():
                break
            if stem(near) == unit:
                return word
    return _risen_to(found, unit)


def _risen_to(found: Sequence[str], unit: str) -> str | None:
    """Return the number in "the number of boats lost rose to thirteen", or None."""
    for place, word in enumerate(found[:-2]):
        if word == "number" and unit in [stem(near) for near in found[place + 2 : place + 4]]:
            return next((near for near in found[place + 3 : place + 9] if near[0].isdigit()), None)
    return None


def _far_apart(one: Source, other: Source) -> bool:
    """Say whether two articles are known to be of different times."""
    first, second = day_range(one.published), day_range(other.published)
    if first is None or second is None:
        return False
    return abs((_as_date(first[0]) - _as_date(second[0])).days) > SAME_EVENT_DAYS


def _as_date(day: int) -> date:
    return date(day // 10_000, day // 100 % 100, day % 100)
