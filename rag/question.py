"""What is being asked: the kind of answer, its terms and names, the period, a follow-up made whole; pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.domain import Turn, Understood
from rag.errors import QuestionInvalid
from rag.terms import QUESTION_WORDS, STOPWORDS, names, stem, words

MOST_LETTERS = 2_000
"""A question with context fits; a flood does not."""

MOST_TURNS = 6
"""Earlier turns that are read; a follow-up rarely points further back."""

Kind = Literal["who", "when", "where", "how_many", "how_much", "why", "how", "quote", "yes_no", "what", "overview"]

_KINDS: tuple[tuple[Kind, str], ...] = (
    ("quote", r"\bwhat (did|does|do|has|have|had|was|is)\b.{1,80}\b(say|said|tell|told|announce|argue|claim|state)\b"),
    ("quote", r"\bhow did\b.{1,80}\b(describe|comment|react|respond|put it)\b"),
    ("overview", r"^(what happened|what is (new|known)|tell me about|summar|give .{0,20}(overview|summary)|overview)"),
    ("how_many", r"\bhow many\b|\bwhat (number|share|percentage|proportion)\b"),
    (
        "how_much",
        r"\bhow (much|long|far|old|big|large|high|deep|fast|tall|wide|heavy|often)\b"
        r"|\b(what|which) (is |was |were |are )?(the |a )?(\w+ ){0,2}(price|cost|value|size|amount|sum|target|length"
        r"|age|toll|damage|rate|margin|population|estimate|total|budget|fine|salary)s?\b",
    ),
    ("when", r"\bwhen\b|\b(what|which|at what|on what|on which|in what|in which) (year|date|day|month|time|season)\b"),
    (
        "where",
        r"\bwhere\b|\b(which|what) (city|town|country|countries|place|province|state|village|harbour|port|region)\b",
    ),
    ("who", r"\bwho(m|se)?\b|\b(which|what) (person|man|woman|minister|official|envoy|leader|spokesman|spokeswoman)\b"),
    (
        "why",
        r"\bwhy\b|\bwhat (caused|causes|led to|triggered|was the (cause|reason)|is the (cause|reason))\b|\bhow come\b",
    ),
    ("how", r"\bhow\b"),
    ("yes_no", r"^(is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)\b"),
)
_FOLLOW_UP = re.compile(
    r"^(and|but|so|how about|what about)\b|\b(he|she|they|him|her|them|it|its|his|their)\b|\b(there|that|this|then)\W*$"
    r"|^\W*(why|when|where|who|how|how many|how much)\W*$",
    re.IGNORECASE,
)
_MONTHS = "|".join(calendar.month_name[1:])
_PERIODS = (
    re.compile(r"\b(?P<year>[12]\d{3})-(?P<number>\d{2})(?:-(?P<day>\d{2}))?\b"),
    re.compile(rf"\b(?:(?P<day>\d{{1,2}}) )?(?P<month>{_MONTHS})(?: (?P<day2>\d{{1,2}}))?,? (?P<year>[12]\d{{3}})\b"),
    re.compile(r"(?<![\d.,$€£-])(?P<year>(?:19|20)\d{2})(?![\d.,-]*\d| ?(?:tonnes|euros|dollars|people))"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched for.

    Attributes:
        text: the question, made whole where it is a follow-up.
        terms: stems of the words it is about, each once, in order; a period is not among them.
        surface: the same words as written, which is what the word index is asked for.
        names: the proper names in it.
    """

    text: str
    kind: Kind
    terms: tuple[str, ...]
    surface: tuple[str, ...]
    names: tuple[str, ...]
    understood: Understood


def understand(question: str, history: Sequence[Turn] = ()) -> Asked:
    """Read a question; `history` is oldest first.

    Raises:
        QuestionInvalid: it is empty, too long, or says nothing that could be searched for.
    """
    text = " ".join(question.split())
    if not text:
        raise QuestionInvalid("the question is empty", hint="ask something about the articles")
    if len(text) > MOST_LETTERS:
        raise QuestionInvalid(
            f"the question has {len(text):,} characters, more than the limit of {MOST_LETTERS:,}",
            hint="ask one thing at a time, in a sentence or two",
        )
    whole = _make_whole(text, [turn[0] for turn in history[-MOST_TURNS:]])
    surface = _surface(whole)
    if not surface:
        raise QuestionInvalid("the question has no word to search for", hint="name what or whom it is about")
    period = _period(whole)
    return Asked(
        text=whole,
        kind=_kind(text),
        terms=tuple(dict.fromkeys(stem(word) for word in surface if word not in _period_words(whole))),
        surface=surface,
        names=tuple(dict.fromkeys(names(whole))),
        understood=Understood(since=period[0], until=period[1]),
    )


def _kind(text: str) -> Kind:
    lowered = text.lower()
    return next((kind for kind, rule in _KINDS if re.search(rule, lowered)), "what")


def _surface(text: str) -> tuple[str, ...]:
    found = [word for word in words(text) if word not in STOPWORDS]
    telling = [word for word in found if word not in QUESTION_WORDS]
    return tuple(dict.fromkeys(telling or found))


def _make_whole(text: str, earlier: Sequence[str]) -> str:
    """Put the question before after one that points back to it; that one was made whole in its turn."""
    if not earlier or names(text) or not _FOLLOW_UP.search(text):
        return text
    return f"{text} ({' '.join(earlier[-1].split())[:300]})"


def _period(text: str) -> tuple[str | None, str | None]:
    """Return the first and last day, as ISO dates, of the period a question names."""
    for rule in _PERIODS:
        found = [_iso(match) for match in rule.finditer(text)]
        if found:
            return min(found), max(found)
    return None, None


def _period_words(text: str) -> set[str]:
    return {word for rule in _PERIODS for match in rule.finditer(text) for word in words(match.group())}


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    month = parts.get("number") or ""
    if parts.get("month"):
        month = f"{list(calendar.month_name).index(parts['month']):02d}"
    day = parts.get("day") or parts.get("day2")
    return "-".join([parts["year"], *([month] if month else []), *([f"{int(day):02d}"] if day else [])])
