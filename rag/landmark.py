"""Periods that a question names by an event: "before the election of Maren Holt".

When the event was is read off the articles: the day that stands beside its name in their sentences. Where they give
none, or several with about as many outlets each, the question is left as it is: a wrong day misleads more than none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.dates import day_range
from rag.domain import Passage
from rag.period import FIRST, LAST, Period, shifted
from rag.sentences import sentence_spans
from rag.terms import STOPWORDS, overlap, stem, terms
from rag.when import mentions

_EVENTS = frozenset(
    stem(word)
    for word in "accident arrest assassination attack auction blast blaze bombing ceremony closure collapse concert "
    "conference congress convention conviction coronation coup crash cup deal death debate derby derailment disaster "
    "earthquake election eruption evacuation exhibition explosion final fire flood funeral game hearing hurricane "
    "inauguration invasion launch match massacre meeting merger opening parade poll premiere primary protest raid "
    "rally referendum resignation retirement riot robbery sentencing shooting signing storm strike summit takeover "
    "tournament tragedy trial truce tsunami typhoon uprising verdict visit vote war wedding wildfire".split()
)
"""What happens on a day, or begins on one."""

_BEFORE = ("before", "prior to", "ahead of", "in the run-up to", "until", "up to")
_AFTER = ("after", "since", "following")
_NAMED = re.compile(rf"\b(?i:{'|'.join((*_BEFORE, *_AFTER))}) (?=the |last |[A-Z])")
_WORD = re.compile(r"[\w’'-]+")
_DEFINED = re.compile(
    r" (?:of|in|at|on|over|against|between|with|to) (?:the )?[\w’'-]+(?: (?:(?:of|and) (?:the )?)?[A-Z\d][\w’'-]*){0,4}"
)
"""What tells one election from another: "of Maren Holt", "in March 2025"."""

_YEAR = re.compile(r"\b[12]\d{3}\b")
_OTHER_DAY = re.compile(
    r"\b(?:after|before|since|until|following|later|earlier|ago|ahead|days?|weeks?|months?|years?)\b"
)
"""What stands between an event and a day that is another one."""

BESIDE, LONGEST = 45, 6
"""Letters between the event and its day, and words before its kernel, at most."""

TIMES = 3.0
"""Times as many outlets as give other days that the day must have: another fire is another event."""

MOST_LOOKED_AT = 40
"""Passages looked at for the day of an event."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """Where a question names an event that a period begins or ends with: `text[start:end]`.

    Attributes:
        event: the event as named, without the preposition.
        kernel: the stem of what it is: "election".
        before: whether the period ends with it.
    """

    start: int
    end: int
    event: str
    kernel: str
    before: bool

    def period(self, day: int) -> Period:
        """Return the period, where the event was on a day (20231007)."""
        first, last = (FIRST, shifted(day, -1)) if self.before else (day, LAST)
        return Period(self.start, self.end, first, last)


def landmarks(text: str) -> list[Landmark]:
    """Return the events that a question names as the beginning or the end of a period, in order."""
    found = []
    for match in _NAMED.finditer(text):
        named = _event_at(text, match.end())
        if named is not None:
            end, kernel = named
            before = match[0].strip().lower() in _BEFORE
            found.append(Landmark(match.start(), end, text[match.end() : end], kernel, before))
    return found


def _event_at(text: str, start: int) -> tuple[int, str] | None:
    """Return where the event that is named from a place on ends, and the stem of what it is; None where none is."""
    end, kernel = start, None
    for number, word in enumerate(_WORD.finditer(text, start)):
        known = stem(word[0].lower())
        # The last of "the World Cup final" is what is meant; "the article about the fire" is none.
        if text[end : word.start()].strip() or (kernel and known not in _EVENTS):
            break
        if number == LONGEST or (number and word[0] in STOPWORDS):
            break
        end = word.end()
        kernel = known if known in _EVENTS else None
    if kernel is None:
        return None
    defined = _DEFINED.match(text, end)
    return (defined.end() if defined else end), kernel


def day_of(landmark: Landmark, passages: Iterable[Passage]) -> int | None:
    """Return the day that the passages give for an event (20231007); None where they give none, or do not agree.

    Sentences that name the event in full are heard before those that do so with their title, and these before those
    that only stand in a passage which does.
    """
    told: dict[int, dict[int, set[str]]] = {}
    for passage in passages:
        for depth, day in _days_beside(landmark, passage):
            source = passage.source
            # A reprint is no second outlet.
            said = told.setdefault(depth, defaultdict(set))[day]
            said.add(source.original or source.publisher or source.group)
    if not told:
        return None
    votes = {day: len(outlets) for day, outlets in told[min(told)].items()}
    day = max(votes, key=lambda one: (votes[one], one))
    return day if votes[day] >= TIMES * (sum(votes.values()) - votes[day]) else None


def _days_beside(landmark: Landmark, passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield the days that stand beside the event in sentences, and how far one must look there for all of its name."""
    years = set(_YEAR.findall(landmark.event))
    wanted = [term for term in terms(_YEAR.sub("", landmark.event)) if not term.isdigit()]
    text, title = passage.text, passage.source.title or ""
    if overlap(wanted, terms(f"{title} {text}")) < 1:
        return
    named = [(word.start(), word.end()) for word in _WORD.finditer(text) if stem(word[0].lower()) == landmark.kernel]
    dated = [
        (one.start, one.end, days[0])
        for one in mentions(text, passage.source.published)
        if one.day_from and one.day_from == one.day_to and (days := day_range(one.day_from))
    ]
    for begins, ends in sentence_spans(text):
        inside = [(first, last) for first, last in named if begins <= first < ends]
        shown = (text[begins:ends], f"{title} {text[begins:ends]}", f"{title} {text}")
        for start, end, day in dated:
            if not begins <= start < ends or (years and str(day // 10_000) not in years):
                continue
            gaps = [text[min(end, last) : max(start, first)] for first, last in inside]
            if any(len(gap) <= BESIDE and not _OTHER_DAY.search(gap) for gap in gaps):
                yield next(depth for depth, told in enumerate(shown) if overlap(wanted, terms(told)) == 1), day
