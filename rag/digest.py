"""What is new: questions that ask for the news of a time and nothing else, answered by the newest articles; pure.

Such a question has no subject to search for. Each article speaks through its first whole sentence, reprints once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from rag.candidates import SHORTEST_WORDS
from rag.corroborate import count_sources
from rag.dates import day_range
from rag.domain import Article, Citation, Filters, Passage, Source, Statement
from rag.question import Asked
from rag.sentences import sentence_spans
from rag.standing import is_sentence, stands_alone
from rag.terms import plain, stem, terms
from rag.when import mentions
from rag.words import say

MOST = 5
"""Articles that a digest tells of."""

LOOKED_AT = 200
"""Passages in which it is looked for what they tell of a time."""

COPIES = 4
"""Times as many articles are looked at, since some are copies of one."""

_ASKS_FOR_NEWS = re.compile(
    r"^(what(['’]s| is| has been| was| were)?( the)? (new|happened|happening|reported|latest|news|headlines)\b"
    r"|what (has|have)? ?(happened|changed)\b"
    r"|what did the (papers|outlets|press|media) report\b"
    r"|(is|are) there any(thing)? (news|new)\b"
    r"|any(thing)? (news|new)\b"
    r"|(the )?(latest|recent|newest) (news|articles|reports)\b"
    r"|what (did|has|have|do|does) .{1,80}? (report|publish|write|written|cover)(ed|s)?\b"
    r"|news\b)",
    re.IGNORECASE,
)
_OF_TIME = frozenset(
    stem(word)
    for word in (
        "new news latest recent newest headline happen happened happening change changed reported paper outlet press "
        "media since week weekend month year day today yesterday last this past january february march april may june "
        "july august september october november december monday tuesday wednesday thursday friday saturday sunday "
        "spring summer autumn fall winter far anything morning evening night"
    ).split()
)


def asks_for_news(asked: Asked) -> bool:
    """Say whether a question asks what is new, and about nothing in particular."""
    outlets = " ".join(asked.understood.outlets)
    subject = [term for term in asked.terms if term not in {*_OF_TIME, *terms(outlets)} and not term[0].isdigit()]
    names = [name for name in asked.names if plain(name).removeprefix("the ") not in plain(outlets)]
    return not subject and not names and bool(_ASKS_FOR_NEWS.match(asked.text.strip()))


def of_its_time(asked: Asked, filters: Filters) -> Filters:
    """Return the filters with the period and the outlets that the question names, where the caller set none."""
    understood = asked.understood
    return Filters(
        outlets=filters.outlets or understood.outlets,
        authors=filters.authors,
        since=filters.since or understood.since,
        until=filters.until or understood.until,
    )


def digest(
    newest: Iterable[Source], article: Callable[[str], Article], group: Callable[[str], Sequence[Source]]
) -> list[Statement]:
    """Return a statement of each of the newest articles, copies of one once; the newest first."""
    found: list[Statement] = []
    told: set[str] = set()
    for source in newest:
        if len(found) == MOST:
            break
        head = source.group or source.article_id
        if head in told:
            continue
        told.add(head)
        citation = _first_sentence(article(source.article_id))
        if citation is not None:
            count, outlets, reprints = count_sources([source], group)
            found.append(Statement(citation.quote, (citation,), "verbatim", count, outlets, reprints))
    return found


def told_of(
    periods: Sequence[tuple[int, int]], passages: Iterable[Passage], group: Callable[[str], Sequence[Source]]
) -> list[Statement]:
    """Return the sentences that speak of days within the periods asked for, in order, copies of one once.

    For a day without articles of its own: what later ones tell of it.
    """
    found: dict[tuple[str, int], tuple[int, Statement]] = {}
    told: set[tuple[str, str]] = set()
    for passage in passages:
        source = passage.source
        for start, end in sentence_spans(passage.text):
            text = passage.text[start:end]
            day = _day_within(periods, text, source.published)
            head = source.group or source.article_id
            if day is None or not stands_alone(text) or (head, text) in told:
                continue
            told.add((head, text))
            citation = Citation.of(source, text, passage.start + start)
            count, outlets, reprints = count_sources([source], group)
            found[head, day] = day, Statement(citation.quote, (citation,), "verbatim", count, outlets, reprints)
    return [one for _, one in sorted(found.values(), key=lambda each: each[0])][:MOST]


def _day_within(periods: Sequence[tuple[int, int]], text: str, published: str | None) -> int | None:
    """Return the first day that a sentence speaks of where all of what it speaks of there is within a period."""
    for mention in mentions(text, published):
        first, last = day_range(mention.day_from), day_range(mention.day_to)
        if first and last and any(since <= first[0] and last[1] <= until for since, until in periods):
            return first[0]
    return None


def not_told(shown: int, known: int) -> tuple[str, ...]:
    """Say how many articles there are where a digest is full."""
    if shown < MOST or known <= shown:
        return ()
    return (say("The newest {shown} of {number} articles of that time.", shown=shown, number=known),)


def _first_sentence(article: Article) -> Citation | None:
    for start, end in sentence_spans(article.text):
        text = article.text[start:end]
        if text.count(" ") >= SHORTEST_WORDS and is_sentence(text):
            return Citation.of(article.source, text, start)
    return None
