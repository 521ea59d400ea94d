"""A question that compares, taken apart into what it sets side by side; pure.

"Does the Ledger report more boats lost than the Courier does?" has two sides, each with its outlet; so has "Between the
Ledger's report of 4 March and that of 9 March, did the number change?", each with its day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rag.outlets import Named, named_outlets
from rag.parts import Part, search_words

COMPARES = re.compile(
    r"^(?:between|compar\w+)\b|\b(?:differ\w*|compared?|comparison|consisten\w+|inconsisten\w+|contradict\w*"
    r"|(?:dis)?agree\w*|align\w*|same|similar\w*|discrepanc\w+|chang\w+|unlike|versus|vs|whereas|while|both|than|also"
    r"|before|after)\b",
    re.IGNORECASE,
)
"""Words of a question that sets things side by side."""

_ASKS = re.compile(r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b", re.IGNORECASE)
_ASKS_ALL = re.compile(r"(?:and )?(?:is|are|was|were|do|does|did|has|have|had|what|how|which)\b", re.IGNORECASE)
_OF_BOTH = re.compile(r"(?:and |or )?(?:are|were|do|did|have) (?:they|these|those|both|the two)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]\s+")
_NAMES_ONE = re.compile(r"^(?:who|whose|whom|where|when|why|how|what|which)\b", re.IGNORECASE)
_PAPER = re.compile(r"^(?:which|what) (?:outlets?|news\w*|papers?|articles?|reports?|sources?)\b", re.IGNORECASE)
_REPORT = re.compile(r"\b(?:articles?|reports?|stor(?:y|ies)|pieces?|coverage|the one)\b", re.IGNORECASE)
_NEAR = 24
"""Letters between an outlet and the "article" or "report" that is its."""

_TURNS = re.compile(
    r",?\s(?=(?:while|whereas|but|than|unlike|compared (?:to|with)|(?:differ|distinct|different)\w* from|in contrast"
    r"|as opposed to|(?:dis)?agrees? with|aligns? with|similar to|contradicts?|(?:identical|same)(?:ly)? (?:to|as)"
    r"|and (?:do|does|did|is|are|was|were|the|that|its|another|a later|subsequent)|or (?:do|does|did)|before|after)\b)",
    re.IGNORECASE,
)
"""Where a question turns to its other side."""

_EMPTY_QUOTES = re.compile(r"['‘\"“]\s*['’\"”](?!\w)")
_TOLD_BY = re.compile(
    r"(?:^(?:does|do|did|is|are|was|were|has|have|had|between|after|before|and|while|whereas|but|than)\b\s*)?"
    r"(?:['’]s\s)?(?:\b(?:the|an?|its|his|her|their|both|another|other|second|same|earlier|later|subsequent|recent)\b\s*)*"
    r"(?:\b(?:articles?|reports?|pieces?|stor(?:y|ies)|coverage)\b)"
    r"(?:\s+(?:from|by|in|on|about|regarding|discussing|detailing|published|that|which|also|both|suggests?|claims?"
    r"|impl(?:y|ies)|indicates?|mentions?|states?|focus(?:es)? on))*\b",
    re.IGNORECASE,
)
_ASKS_HOW = re.compile(
    r"^(?:how|what|where) (?:do|does|did) (?:both )?(?:the )?"
    r"(?=.{3,90}\b(?:differ|disagree|compare|contradict|say|report|write|tell|describe)\b)",
    re.IGNORECASE,
)
"""How two papers differ on something, or what both say of it."""

_DIFFERENCE = re.compile(r"^what (?:is|are|was|were) the differences? between (?:what )?(?:the )?", re.IGNORECASE)

_ORDER = re.compile(
    r"^(?:please )?compar(?:e|ing)\b(?: (?:how|what|the (?:coverage|reports?|articles?)))?(?: (?:of|by|in|from))?\s*"
    r"|^(?:how|what|where) (?:do|does|did)(?: both)?(?: the)?\s*"
    r"|^what (?:is|are|was|were) the differences? between\b\s*"
    r"|^(?:and )?(?:the )?(?:differ|disagree|compare|contradict each other|say|report|write|tell|describe)\b\s*"
    r"|^(?:on|about|over|of) ",
    re.IGNORECASE,
)
"""What such a question is asked with, before its outlets and behind them."""

_JOINS = re.compile(r"^(?:and|or)\s+(?:the\s+)?", re.IGNORECASE)
_PAUSE = re.compile(r"(?<=[,;:])\s|\s(?=and\b)", re.IGNORECASE)
_DETERMINER = re.compile(
    r"(?:\b(?:the|an?|another|its|his|her|their|that)\s)?['‘\"“]?(?:[\w-]+\s){0,2}$", re.IGNORECASE
)
_COMPARES_TIMES = re.compile(
    r"\b(?:compar\w+|differ(?:s|ed|ence|ences|ent)?|versus|vs|than|contrast\w*|unlike|whereas|worse|better|larger|smaller"
    r"|bigger|higher|lower|more or (?:less|fewer))\b",
    re.IGNORECASE,
)
_COMPARING = re.compile(
    r"^(?:please )?(?:how|what|which) (?:do|does|did|is|was|were|are)\b(?: the)?(?: differences?(?: in)?)?|^compare\b"
    r"|^(?:is|are|was|were|do|does|did|has|have|had)\b"
    r"|\b(?:compar(?:e|es|ed|ison)|differ(?:s|ed|ences?|ent)?|versus|vs|than|the one|the ones)\b",
    re.IGNORECASE,
)
_OTHER = "\0"
_JOINING = r"(?:and|or|than|with|to|from|versus|vs\.?)"
_OTHER_TIME = re.compile(
    rf",?\s*({_JOINING}\s+)?(?:(?:that of|those of|in|on|the|of)\s+)*{_OTHER}(?:\s+ones?\b)?"
    rf"(?(1)|(?:\s*{_JOINING}\b)?)",
    re.IGNORECASE,
)
"""A time that is of another side, with the words that join it."""

TIMES = range(2, 5)
"""Times that are set side by side."""

LEAST = 2
"""Words with meaning that a side has beside its outlet and its day; one that has fewer is about what the others are."""


def sides_of(
    text: str, *, outlets: Sequence[str] = (), periods: Sequence[tuple[int, int, tuple[int, int]]] = ()
) -> tuple[Part, ...]:
    """Return the sides of a question that compares, in order; none where it does not.

    Args:
        outlets: the known ones.
        periods: where the question names one, and its first and last day.
    """
    named = named_outlets(text, outlets)
    if not named and (times := _times_of(text, periods)):
        return times
    if not _sets_side_by_side(text, named):
        return ()
    body, shared = _without_trailing(text, named)
    ordered = _ASKS_HOW.match(text) or _ORDER.match(text) or _DIFFERENCE.match(text)
    heads = [head for head in _heads(text, named) if head[1] <= len(body)]
    if len(heads) < 2:  # noqa: PLR2004
        return ()
    cuts = [0, *(_cut(body, one[1], other[0]) for one, other in pairwise(heads)), len(body)]
    found = []
    for first, last in pairwise(cuts):
        mine = [place for place in named if first <= place.start < last]
        own = _without_outlets(text, first, last, mine)
        while ordered and (left := _ORDER.sub("", own)) != own:
            own = left
        days = tuple(period for start, end, period in periods if first <= start and end <= last)
        if mine or days:
            outlets_named = frozenset(outlet for one in mine for outlet in one.outlets)
            found.append(Part(own, search_words(own), outlets_named, days))
        elif found:
            words = f"{found[-1].text} {own}"
            found[-1] = replace(found[-1], text=words, surface=search_words(words))
    found = _complete(found, shared)
    return tuple(found) if len(found) > 1 else ()


def _times_of(text: str, periods: Sequence[tuple[int, int, tuple[int, int]]]) -> tuple[Part, ...]:
    """Return a side for each time that a question without outlets compares: "the fires of 2025 and 2026"."""
    days = [days for _, _, days in periods]
    apart = all(one[1] < other[0] for one, other in pairwise(sorted(days)))
    if len(days) not in TIMES or not apart or not _COMPARES_TIMES.search(text):
        return ()
    found = []
    for _, _, own in periods:
        side, at = "", 0
        for start, end, other in periods:
            side += text[at:start] + (text[start:end] if other == own else _OTHER)
            at = end
        side = _COMPARING.sub(" ", _OTHER_TIME.sub(" ", side + text[at:]))
        side = " ".join(side.split()).strip(" ,;:?")
        found.append(Part(side, search_words(side), frozenset(), (own,)))
    return tuple(found)


def _sets_side_by_side(text: str, named: Sequence[Named]) -> bool:
    """Say whether a question compares: it asks whether, or how, or what two outlets that it begins with say."""
    how = _ASKS_HOW.match(text) or _DIFFERENCE.match(text)
    if how and len({one.outlets for one in named}) > 1 and named[0].start <= how.end():
        return True
    if _NAMES_ONE.match(text) and not _PAPER.match(text):
        return False
    return bool(_ASKS.match(text) or COMPARES.search(text))


def _heads(text: str, named: Sequence[Named]) -> list[tuple[int, int]]:
    """Return where a question speaks of one report: an outlet, an "article", or both side by side."""
    spans = [(one.start, one.end) for one in named]
    for match in _REPORT.finditer(text):
        near = [span for span in spans if max(match.start() - span[1], span[0] - match.end()) < _NEAR]
        if not near and not match[0].endswith("s"):
            spans.append(match.span())
    return sorted(spans)


def _without_trailing(text: str, named: Sequence[Named]) -> tuple[str, str]:
    """Return a question up to the clause that asks about all sides ("Between …, did it change?"), and that clause."""
    asks = _OF_BOTH if _ASKS.match(text) else _ASKS_ALL
    for match in _CLAUSE.finditer(text):
        before = [one for one in named if one.end <= match.start()]
        if asks.match(text, match.end()) and len(_heads(text[: match.start()], before)) > 1:
            return text[: match.start()], text[match.end() :]
    return text, ""


def _cut(text: str, after: int, before: int) -> int:
    """Return where one side ends and the other begins, between two reports."""
    between = text[after:before]
    turns = [match.end() for match in _TURNS.finditer(text, after, before)]
    if turns:
        return turns[-1]
    pauses = [after + match.end() for match in _PAUSE.finditer(between)]
    if pauses:
        return pauses[-1]
    determiner = _DETERMINER.search(between)
    return after + determiner.start() if determiner else before


def _without_outlets(text: str, first: int, last: int, named: Sequence[Named]) -> str:
    pieces, at = [], first
    for one in named:
        pieces.append(text[at : one.start])
        at = one.end
    left = _TOLD_BY.sub(" ", _EMPTY_QUOTES.sub(" ", "".join(pieces) + text[at:last]))
    return _JOINS.sub("", " ".join(left.split()).strip(" ,;:?"))


def _complete(found: Sequence[Part], shared: str) -> list[Part]:
    """Return the sides, none twice; one that says too little is of what is asked of all, or what the others say."""
    told = [part for part in found if len(part.surface) >= LEAST]
    outlets = {part.outlets for part in found if part.outlets}
    if not told and len(outlets) > 1:  # "Compare how the Echo and the Sentinel reported the strike"
        told = [part for part in found if part.surface]
    rest = shared or (told[0].text if told else "")
    kept: list[Part] = []
    for part in found:
        own = replace(part, outlets=next(iter(outlets))) if not part.outlets and len(outlets) == 1 else part
        if len(own.surface) < LEAST and own.text != rest:
            if not rest or any(own.outlets == other.outlets and own.days == other.days for other in kept):
                continue
            words = f"{own.text} {rest}" if own.surface else rest
            own = replace(own, text=words, surface=search_words(words))
        kept.append(own)
    return kept
