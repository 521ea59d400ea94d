"""Who else says so: sentences of other articles that carry a statement, and how many sources are independent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from rag.amounts import apart_from_durations, figures
from rag.candidates import Candidate
from rag.contrary import is_contrary
from rag.dates import as_date, day_range
from rag.domain import Source
from rag.outlets import voice
from rag.terms import overlap, plain, terms
from rag.when import day_spoken_of

SIMILAR, SHARED_TERMS = 0.70, 0.45
"""Cosine between two sentences, and share of the shorter one's terms that the longer one has, from which both say
the same. On sentences of the sample and of five real articles these took the pairs that do (0.71 to 0.80, 0.50 to
0.60) and left those that only share their people (0.73 and 0.35, 0.63 and 0.38); a source too few is better than one
too many."""

NEWS_DAYS, SIMILAR_LATER = 10, 0.85
"""Days between two reports from which they must be alike so much: weeks later the same people do other things, and
"has beaten the mayor" is not "will be the mayor"."""

SAME_EVENT_DAYS = 60
"""Reports further apart than this are taken for different events when numbers are compared."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
_DATES = re.compile(
    rf"\b{_MONTH}\.? \d{{1,2}}\b(?:,? (?:19|20)\d\d\b)?|\b\d{{1,2}} {_MONTH}(?:\.?,? (?:19|20)\d\d\b)?"
    rf"|\b(?:in|since|of|until|by|from|during|{_MONTH}) (?:19|20)\d\d\b"
    r"|\b\d{1,2}[:.]\d\d (?:a|p)\.m|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Say whether two sentences carry the same statement, as far as words and numbers can tell."""
    if plain(one.text) == plain(other.text):
        return True
    if not _say_alike(one, other):
        return False
    first, second = _figures(one.text), _figures(other.text)
    # One of them may say more than the other, but not something else: 85,000 is not 58,000, whoever's age they share.
    if first and second and not (first <= second or second <= first):
        return False
    if is_contrary(one.text, other.text):
        return False
    # "Raised to 5.6 million, from 4.2" is not said by who says 4.2.
    answers = _figures(one.answer_text), _figures(other.answer_text)
    return not (answers[0] and answers[1]) or bool(answers[0] & answers[1])


def _say_alike(one: Candidate, other: Candidate) -> bool:
    """Say whether two sentences speak of the same at about the same time, whatever the numbers."""
    likeness = float(one.vector @ other.vector)
    if likeness < SIMILAR or far_apart(one.passage.source, other.passage.source):
        return False
    if likeness < SIMILAR_LATER and _days_between(one.passage.source, other.passage.source) > NEWS_DAYS:
        return False
    shorter, longer = sorted((terms(one.text), terms(other.text)), key=len)
    return overlap(shorter, longer) >= SHARED_TERMS


def _days_between(one: Source, other: Source) -> int:
    """Return how many days lie between two reports; 0 where one has no date."""
    first, second = day_range(one.published), day_range(other.published)
    return abs((as_date(first[1]) - as_date(second[1])).days) if first and second else 0


def _figures(text: str) -> set[str]:
    """Return the figures of a sentence that are no dates and no times of day."""
    rest, durations = apart_from_durations(_DATES.sub(" ", text))
    return figures(rest) | durations


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
            tags.add(f"outlet {voice(name)}")
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


def far_apart(one: Source, other: Source) -> bool:
    """Say whether two articles are known to be of different times."""
    first, second = day_range(one.published), day_range(other.published)
    return first is not None and second is not None and apart(first[0], second[0])


_COUNTS_ON = re.compile(
    r"\b(?:so far|to date|(?:is|are) now (?:known|thought|said|confirmed)|now (?:stands?|totals?)|stands? at"
    r"|(?:has|have) (?:now )?(?:risen|grown|climbed|reached|passed)|(?:rose|climbed|grew) (?:again )?(?:to|from)"
    r"|bringing|brings|(?:death |final )?toll)\b",
    re.IGNORECASE,
)
"""A sentence that gives the state of a count which goes on: "Eleven have so far been found", "23 are now known"."""


def event_day(candidate: Candidate) -> int | None:
    """Return the first day that a sentence speaks of, else that its article was published on; None of a whole year."""
    published = candidate.passage.source.published
    found = day_range(day_spoken_of(candidate.text, published) or published)
    # Of "2025" no day is known.
    return found[0] if found and found[0] // 100 == found[1] // 100 else None


def of_other_times(one: Candidate, other: Candidate) -> bool:
    """Say whether two sentences are known to speak of different times; what is counted on is one event for months."""
    if _COUNTS_ON.search(one.text) and _COUNTS_ON.search(other.text):
        return False
    first, second = event_day(one), event_day(other)
    return first is not None and second is not None and apart(first, second)


def apart(one: int, other: int) -> bool:
    """Say whether two days, written as 20250304, are too far from each other for one event."""
    return abs((as_date(one) - as_date(other)).days) > SAME_EVENT_DAYS
