"""Whether anybody was hurt, killed or arrested: what "Nobody was hurt" and "31 people were hurt" say to that; pure.

The words of such a question stand in no sentence that answers it, so that neither search nor the reader finds those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.candidates import Candidate, Span
from rag.question import Asked
from rag.settled import Settled
from rag.terms import NUMBER_WORDS, terms

SPEAKS_OF_IT = 2.0
"""Log-odds for a sentence that says whether anybody was; set by eye on four questions, not fitted."""

MOST = 8
"""Sentences that are looked at besides those that are worth it by their words."""

_ALIKE = (
    ("hurt", "injured", "harmed", "wounded", "injuries", "casualties"),
    ("killed", "die", "died", "dead", "deaths", "fatalities", "casualties"),
    ("arrested", "detained", "arrests"),
)
"""Words that ask for the same; the nouns behind "no" and "any" among them."""

_ASKS = re.compile(
    r"(?:(?:was|were|has|have|had|is|are) (?:any(?:one|body)?|some(?:one|body))(?: [a-z]+s| people)?(?: ever)?"
    r"(?: been)?|did any(?:one|body)(?: get)?|(?:was|were) there any) "
    rf"(?P<what>[a-z]{{2,}}ed|shot|lost|found|taken|{'|'.join(word for some in _ALIKE for word in some)})\b",
    re.IGNORECASE,
)
_NOUNS = frozenset("injuries casualties deaths fatalities arrests".split())
_SOME = "several|some|many|dozens of|scores of|hundreds of|an?|another"
_NUMBER = rf"(?<!no )(?<!no-)(?:\d[\d,.]*|{'|'.join(NUMBER_WORDS)}|{_SOME})"
_WAS = r"(?:was|were|is|are|has been|have been|had been|has|have|had|got)"


def said_of_anybody(question: str, sentence: str) -> Settled | None:
    """Say what a sentence answers to a question for anybody: "no" for nobody, "yes" for some; None for neither."""
    rules = _rules(question)
    if rules is None:
        return None
    no, yes = rules
    return "no" if no.search(sentence) else "yes" if yes.search(sentence) else None


def speaks_of_it(asked: Asked, one: Candidate) -> bool:
    """Say whether a candidate tells that anybody was, or nobody, beside each name of the question.

    It settles nothing: "Nobody was hurt" is told of one fire in an article that names another one too.
    """
    if said_of_anybody(asked.text, one.text) is None:
        return False
    passage = one.passage
    first = one.start if one.before is None else one.before
    beside = passage.text[first - passage.start : one.start - passage.start + len(one.text)]
    return set(terms(" ".join(asked.names))) <= set(terms(f"{passage.source.title or ''} {beside}"))


def places(question: str, spans: Sequence[Span]) -> list[int]:
    """Return the places of the first sentences that say whether anybody was."""
    if _rules(question) is None:
        return []
    found = [n for n, (item, a, b) in enumerate(spans) if said_of_anybody(question, item.passage.text[a:b])]
    return found[:MOST]


@lru_cache(maxsize=64)
def _rules(question: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """Return what says that nobody was, and what says that somebody was; None where that is not asked."""
    match = _ASKS.match(question.strip())
    if match is None:
        return None
    asked = match["what"].lower()
    alike = {asked}.union(*(some for some in _ALIKE if asked in some))
    nouns, verbs = "|".join(sorted(alike & _NOUNS)) or "(?!)", "|".join(sorted(alike - _NOUNS)) or "(?!)"
    # "None of the passengers" and "no one else" say nothing of others; "seriously hurt" nothing of who was hurt a bit.
    no = rf"\b(?:nobody|no[ -]?one|none)(?: (?:{_WAS}|yet|so far))+ (?:{verbs})\b|\bno (?:{nouns})\b"
    yes = rf"\b{_NUMBER} (?:[\w’'-]+ ){{0,5}}?(?:{_WAS} )?(?:\w+ly )?(?:{verbs})\b"
    return re.compile(no, re.IGNORECASE), re.compile(yes, re.IGNORECASE)
