"""What is being asked: the kind of answer, terms and names, clauses, period, outlets, speakers; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rag.domain import Turn, Understood
from rag.errors import QuestionInvalid
from rag.followup import make_whole
from rag.landmark import Landmark, landmarks
from rag.outlets import Named, named_outlets
from rag.parts import Part, search_words, take_apart
from rag.period import Period, named_periods, whole_of
from rag.sides import sides_of
from rag.synonyms import alike
from rag.terms import names, stem, words
from rag.topic import ABOUT

MOST_LETTERS = 2_000
"""A question with context fits; a flood does not."""

Kind = Literal["who", "when", "where", "how_many", "how_much", "why", "how", "quote", "yes_no", "what", "overview",
               "compare", "timeline", "outlets"]  # fmt: skip

_WHO_REPORTED = (
    r"^(which|what|how many) (of the |other )?(news )?(outlets|newspapers|papers|media|publications|sources"
    r"|news ?rooms|broadcasters|agencies|sites|websites)"
    r" (also |first |have |has |had |did |do |does |are |is )*(report|cover|writ|wrote|carr(?:y|ied)|mention|publish"
    r"|r[au]n\b|br[eo]ke?|say|said|speak|spoke|talk|tell|told|quot|describ)[a-z]*\b"
    r"|^who (else )?(has |have |had )?(reported|covered)\b(?! that)"
    r"|^(which|what) (news )?(outlet|newspaper|paper|publication|source|broadcaster|agency|site) (first |else |has )*"
    r"(reported|covered|said|wrote|carried|published|broke|told)( about| of| on)? (that|this|it|so|the story)"
    r"(?=\W*$|\W*\()"
    r"|^who (else )?(first )?(reported|said|wrote|says) (that|this|it|so)(?=\W*$|\W*\()"
)
"""How it is asked which of the outlets here reported something; the rest of the question is what.

"Which newspaper reported that …" asks for one that an article names as its source: a question like others."""

_KINDS: tuple[tuple[Kind, str], ...] = (
    ("outlets", _WHO_REPORTED),
    ("who", r"^who\b"),
    (
        "timeline",
        r"\b(timeline|chronolog\w+|(sequence|course|order) of events|in what order)\b"
        r"|\bhow (did|has|have) .{1,80}\b(unfold(ed)?|develop(ed)?|evolve[d]?|play(ed)? out|come about)\b",
    ),
    (
        "overview",
        r"^((please |can you |could you )?(tell (me|us) (more |something |everything )?about|summari[sz]e|brief me on"
        r"|give .{0,20}(overview|summary|background|briefing))|(an? )?(overview|summary|background)\b"
        r"|what happened (in|at|on|during|with)\b|what (is|was) (new|known|going on)\b|what(['’]s| is) the latest\b"
        r"|what do (we|you) know\b|what do the articles (say|report|tell))",
    ),
    (
        "quote",
        r"\bwhat (did|does|do|has|have|had|was|is)\b.{1,80}\b(say|said|tell|told|announce|argue|claim|state|think"
        r"|believe|expect|predict|write|promise|warn)\b",
    ),
    ("quote", r"\bhow did\b.{1,80}\b(describe|comment|react|respond|put it)\b"),
    # "Was anybody hurt when the train derailed?", but "Do you know when it derailed?" and "Did he say why?"
    (
        "yes_no",
        r"^(?!.*\b(know|known|say|said|tell|told|see|seen|clear|remember|explain(ed)?|reveal(ed)?|disclosed?|found)\b"
        r"(?: \S+){0,2}? (who|whom|whose|when|where|why|how|what|which)\b)"
        r"(is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)(?: \S+){1,16}$",
    ),
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
    (
        "who",
        r"\bwho(m|se)?\b|\b(which|what) (person|man|woman|individual|minister|official|envoy|leader|spokesman"
        r"|spokeswoman|player|coach|manager|founder|executive|ceo|president|senator|politician|candidate|judge|lawyer"
        r"|actor|actress|singer|artist|musician|author|writer|celebrity|entrepreneur|scientist)\b",
    ),
    (
        "why",
        r"\bwhy\b|\bwhat (caused|causes|led to|triggered|was the (cause|reason)|is the (cause|reason))\b|\bhow come\b",
    ),
    ("how", r"\bhow\b"),
    ("yes_no", r"^(is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)\b"),
)
_SAYS_BEFORE = re.compile(
    r"\b(?:according to|(?:said|told|made|given) by"
    r"|(?:statements?|remarks?|words|comments?|quotes?|quotations?|claims?) (?:by|of|from))(?: the)?\s$",
    re.IGNORECASE,
)
_SAYS_AFTER = re.compile(
    r"\s(?:say|said|says|tell|told|announced?|argued?|claim(?:ed)?|stated?|describe[sd]?|comment(?:ed)?|react(?:ed)?"
    r"|respond(?:ed)?|warn(?:ed)?|explain(?:ed)?|promised?|think|believe|expect|predict|write)\b"
    r"|['’]s (?:statements?|remarks?|words|comments?|speech|reaction|response|view)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched for.

    Attributes:
        text: the question, made whole where it is a follow-up.
        terms: stems of the words it is about, each once, in order; a period and an outlet are not among them.
        surface: the same words as written, which is what the word index is asked for.
        names: the proper names in it, those of outlets left out.
        parts: its clauses; the whole where it has only one.
        periods: the periods it names, as first and last day (20231007).
        landmarks: the events that it counts from, with the day that each was taken to be of.
        borrowed: the terms that only what was spoken of before lends it: that one is nowhere is no lack.
    """

    text: str
    kind: Kind
    terms: tuple[str, ...]
    surface: tuple[str, ...]
    names: tuple[str, ...]
    understood: Understood
    parts: tuple[Part, ...] = ()
    periods: tuple[tuple[int, int], ...] = ()
    landmarks: tuple[tuple[str, int], ...] = ()
    borrowed: frozenset[str] = frozenset()

    @property
    def alike(self) -> Mapping[str, frozenset[str]]:
        """Of its terms, the stems that say the same; none where it compares, since that names subjects as written."""
        return {} if self.kind == "compare" else alike(self.text, self.names)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is embedded to search for it: the whole, and its clauses where it has several."""
        return (self.text, *(part.text for part in self.parts)) if len(self.parts) > 1 else (self.text,)


def understand(  # noqa: PLR0913  # what is asked, and what is known beside it
    question: str,
    history: Sequence[Turn] = (),
    *,
    outlets: Sequence[str] = (),
    today: date | None = None,
    newest: date | None = None,
    ignoring: Sequence[str] = (),
    day_of: Callable[[Landmark], int | None] = lambda _: None,
) -> Asked:
    """Read a question; `history` is oldest first.

    Args:
        outlets: the known ones, which the question may name.
        today: what "last spring" counts from.
        newest: the day of the newest article.
        ignoring: what of `rag.domain.INFERRED` is not to be read off the wording.
        day_of: returns when an event was (20231007), as far as that is known.

    Raises:
        QuestionInvalid: it is empty, too long, or says nothing that could be searched for.
    """
    text = _checked(question)
    whole = make_whole(text, [Turn(*turn) for turn in history])
    surface = _surface(whole)
    times = named_periods(whole, today, newest)
    dated, periods, events = ((), (), ()) if "period" in ignoring else _periods(whole, times, day_of)
    known = outlets if "outlets" not in ignoring else ()
    spans = [(one.start, one.end, (one.first, one.last)) for one in periods]
    sides = sides_of(whole, outlets=known, periods=spans)
    parts = sides or take_apart(whole, outlets=known, periods=spans)
    named = tuple(dict.fromkeys(outlet for part in parts for outlet in sorted(part.outlets)))
    aside = _beside_subject(whole, dated, named_outlets(whole, known))
    return Asked(
        text=whole,
        kind="compare" if sides else _kind_of(text, whole),
        terms=tuple(dict.fromkeys(stem(word) for word in surface if word not in aside)),
        surface=surface,
        names=tuple(dict.fromkeys(name for name in names(whole) if not set(words(name)) <= aside)),
        understood=Understood(
            *whole_of(periods),
            outlets=named,
            speakers=_speakers(whole, named) if "speakers" not in ignoring else (),
            parts=tuple(part.text for part in parts) if len(parts) > 1 else (),
        ),
        parts=parts,
        periods=tuple((one.first, one.last) for one in periods),
        landmarks=events,
        borrowed=_borrowed(whole),
    )


def _surface(whole: str) -> tuple[str, ...]:
    """Return the words that a question is searched for.

    Raises:
        QuestionInvalid: there are none.
    """
    surface = search_words(re.sub(_WHO_REPORTED, "", whole, flags=re.IGNORECASE)) or search_words(whole)
    if not surface:
        raise QuestionInvalid("the question has no word to search for", hint="name what or whom it is about")
    return surface


def _kind_of(text: str, whole: str) -> Kind:
    """Return the kind of a question, of the whole where its own words tell none."""
    kind = _kind(text)
    return kind if kind != "what" else _kind(whole)


def _borrowed(whole: str) -> frozenset[str]:
    own, _, lent = whole.partition(f"({ABOUT}")
    return frozenset(map(stem, words(lent))) - set(map(stem, words(own)))


def _periods(
    text: str, dated: tuple[Period, ...], day_of: Callable[[Landmark], int | None]
) -> tuple[tuple[Period, ...], tuple[Period, ...], tuple[tuple[str, int], ...]]:
    """Return the periods with a date of their own, those that count, and the event that bounds them with its day.

    Where a question names another period beside the event, that one says more.
    """
    for landmark in landmarks(text):
        others = [one for one in dated if not landmark.start <= one.start < landmark.end]
        day = None if others else day_of(landmark)
        if day is not None:
            return dated, (landmark.period(day),), ((landmark.event, day),)
    return dated, dated, ()


def _beside_subject(text: str, periods: Sequence[Period], outlets: Sequence[Named]) -> set[str]:
    """Return the words of periods and outlets: an outlet's name stands in none of its articles, a period rarely."""
    spans = [*((one.start, one.end) for one in periods), *((one.start, one.end) for one in outlets)]
    return {word for start, end in spans for word in words(text[start:end])}


def _checked(question: object) -> str:
    if not isinstance(question, str):
        raise QuestionInvalid(f"the question is not a text: {question!r:.80}", hint="ask something about the articles")
    text = " ".join(question.split())
    if not text:
        raise QuestionInvalid("the question is empty", hint="ask something about the articles")
    if len(text) > MOST_LETTERS:
        raise QuestionInvalid(
            f"the question has {len(text):,} characters, more than the limit of {MOST_LETTERS:,}",
            hint="ask one thing at a time, in a sentence or two",
        )
    return text


def _speakers(text: str, outlets: Sequence[str]) -> tuple[str, ...]:
    """Return the names of those whose words are asked for; an outlet is not one of them."""
    found = []
    for name in dict.fromkeys(names(text)):
        at = text.find(name)
        before, after = text[max(0, at - 30) : at], text[at + len(name) : at + len(name) + 20]
        says = _SAYS_AFTER.match(after) or _SAYS_BEFORE.search(before)
        if says and not any(name.casefold() in outlet.casefold() for outlet in outlets):
            found.append(name)
    return tuple(found)


def _kind(text: str) -> Kind:
    lowered = text.lower()
    return next((kind for kind, rule in _KINDS if re.search(rule, lowered)), "what")
