"""Sentences of the evidence as candidates for an answer, each with the features that it is weighed by."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.domain import Evidence, Passage
from rag.period import fit
from rag.question import Asked, Kind
from rag.sentences import sentence_spans
from rag.terms import names, stem, terms, words

FEATURES = (
    "similar", "similar_rank", "similar_near", "similar_passage", "covered", "covered_near", "names", "names_near",
    "kind", "evidence", "period", "missing", "names_missing",
)  # fmt: skip
"""What a sentence is weighed by, each between -1 and 1:

similar: cosine between question and sentence; similar_rank: 1 for the most similar candidate, 1/2, 1/3, …;
similar_near: the better of the sentences beside it; similar_passage: the mean of the passage's sentences;
covered: share of the question's terms in the sentence, rare terms counting more; covered_near: the same with the
sentences beside it and the title; names, names_near: the question's proper names, likewise (near: the passage);
kind: whether the sentence holds the kind of thing asked for; evidence: the passage's score; period: whether it is of
the time asked for;
missing, names_missing: share of the question's terms, and of its names, that are nowhere in the collection."""

SHORTEST_WORDS = 4
"""Words; shorter ones are subheadings and fragments."""

_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_KIND_RULES: dict[Kind, re.Pattern[str]] = {
    "when": re.compile(
        rf"\b(\d{{4}}|{_MONTH} \d|\d{{1,2}} {_MONTH}|\d{{1,2}}[:.]\d{{2}}|[a-z]+day|yesterday|today|tomorrow"
        rf"|(last|next|this) (week|month|year|spring|summer|autumn|winter)|a\.m|p\.m|in {_MONTH})\b",
        re.IGNORECASE,
    ),
    "where": re.compile(
        r"\b(in|at|near|off|from|to|outside|across|inside|between|over|on|around|into) (the |a |an )?[A-Z]"
        r"|\b(hosted|held|located|based) (in|at|by)\b"
    ),
    "how_many": re.compile(
        r"\b(\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
        r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|half|none"
        r"|percent|per cent)\b|%",
        re.IGNORECASE,
    ),
    "how_much": re.compile(
        r"[$€£¥]|\b\d[\d,.]*|\b(two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|half|a third"
        r"|a quarter|doubled)\b",
        re.IGNORECASE,
    ),
    "why": re.compile(
        r"\b(because|due to|after|since|blam\w+|caus\w+|reason\w*|so that|in order to|owing to|over|thanks to|led to"
        r"|result\w*|sparked|triggered|prompt\w+|as|for fear|to avoid|began with|started)\b",
        re.IGNORECASE,
    ),
    "quote": re.compile(
        r"[“\"«‘].*[”\"»’]"
        r"|\b(said|says|told|called|described|warned|argued|added|wrote|according to|insisted|announced)\b"
    ),
}
COUNTED = re.compile(r"\bhow many (\w+)", re.IGNORECASE)
"""What a question counts."""

_TIME = re.compile(r"\b(at )?what time\b", re.IGNORECASE)
_MONEY_UNIT = (
    r"[$€£¥]\s?\d|\d[\d,.]*\s?(million|billion|m|bn|k)?\s?(euros?|dollars?|pounds?|yen|yuan|rubles?|francs?|cents?)\b"
)
_MEASURES = (
    (_TIME, re.compile(r"\b\d{1,2}([:.]\d{2})?\s?([ap]\.?m|o.clock)|\b\d{1,2}:\d{2}\b|\b(midnight|noon|dawn)\b")),
    (
        re.compile(
            r"\b(cost|price|pay|paid|worth|damage|money|donat\w+|fine|fined|salary|budget|raised|spent|spend)\b", re.I
        ),
        re.compile(_MONEY_UNIT, re.I),
    ),
    (
        re.compile(r"\b(share|percent\w*|proportion|rate|by how much)\b", re.I),
        re.compile(r"%|\bper ?cent|\bthird|\bhalf|\bfifth|\bquarter", re.I),
    ),
    (
        re.compile(r"\bhow (long|old)\b|\bmargin\b|\bage\b", re.I),
        re.compile(r"\b[\w.]+[ -](year|month|week|day|hour|minute|second|kilomet|met(er|re)|mile|length)", re.I),
    ),
    (
        re.compile(r"\bhow (far|high|deep|wide|tall)\b", re.I),
        re.compile(r"\d[\d,.]*[ -]?(k?m|kilomet\w+|met(er|re)s?|miles?|feet|foot)\b", re.I),
    ),
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]{0,3}$")
_ONLY_SPEECH = re.compile(r"[“\"][^“”\"]*[”\"]")
_TAKES_BACK = re.compile(
    r"\s*(that|this|it|which) (is|was|were)"
    r" (wrong|incorrect|inaccurate|false|untrue|an error|a mistake|not (true|the case|correct))",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[•*–-] ?")
_DANGLING = re.compile(
    r"[“\"‘']?(he|she|it|they|his|her|its|their|this|that|these|those|but|and|however|also|meanwhile|instead|there)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage; `start` counts in the article's text.

    Attributes:
        before: where the sentence before it begins in the article, if that is in the passage too.
        after: where the sentence after it ends, where that one takes it back ("That is wrong.").
        features: in the order of FEATURES.
    """

    text: str
    start: int
    evidence: Evidence
    vector: NDArray[np.float32]
    features: tuple[float, ...]
    before: int | None = None
    after: int | None = None

    @property
    def passage(self) -> Passage:
        """The passage it stands in."""
        return self.evidence.passage

    @property
    def is_fragment(self) -> bool:
        """Whether it is a subheading or a list entry: it does not end as a sentence does."""
        return not _SENTENCE_END.search(self.text)

    @property
    def dangling(self) -> bool:
        """Whether it needs the sentence before it: it begins with a word that points back, or is speech of nobody."""
        return bool(_DANGLING.match(self.text) or _ONLY_SPEECH.fullmatch(self.text))


def sentences_of(evidence: Sequence[Evidence]) -> list[tuple[Evidence, int, int]]:
    """Return the sentences of the passages, as offsets in each passage, those too short to say anything left out."""
    found = []
    for item in evidence:
        text = item.passage.text
        for start, end in sentence_spans(text):
            bullet = _BULLET.match(text, start)
            begin = bullet.end() if bullet else start
            if text.count(" ", begin, end) >= SHORTEST_WORDS - 1:
                found.append((item, begin, end))
    return found


def make_candidates(
    asked: Asked,
    evidence: Sequence[Evidence],
    *,
    question_vector: NDArray[np.float32],
    vectors: NDArray[np.float32],
    weights: Mapping[str, float],
) -> list[Candidate]:
    """Return the candidates of the evidence, in the order of `sentences_of`.

    Args:
        vectors: one row a sentence of `sentences_of(evidence)`.
        weights: how much each term of the question counts; 0 frequency counts most.
    """
    spans = sentences_of(evidence)
    similar = vectors @ question_vector if len(spans) else np.zeros(0)
    ranks = {int(place): rank for rank, place in enumerate(np.argsort(-similar), start=1)}
    whole = _passage_similarity(spans, vectors, question_vector)
    wanted_names = set(terms(" ".join(asked.names)))
    missing = _weight([term for term in asked.terms if weights.get(term, 0.0) < 0], weights) / (
        _weight(asked.terms, weights) or 1.0
    )
    absent = {term for term in wanted_names if weights.get(term, 0.0) < 0}
    names_missing = len(absent) / len(wanted_names) if wanted_names else 0.0
    made = []
    for place, (item, start, end) in enumerate(spans):
        passage = item.passage
        text = passage.text[start:end]
        first = spans[place - 1][1] if _beside(spans, place, place - 1) else None
        last = spans[place + 1][2] if _beside(spans, place, place + 1) else end
        near = f"{passage.source.title or ''} {passage.text[start if first is None else first : last]}"
        features = (
            float(similar[place]),
            1 / ranks[place],
            max((float(similar[near]) for near in (place - 1, place + 1) if _beside(spans, place, near)), default=0.0),
            whole[item.passage.passage_id],
            covered(asked, terms(text), weights),
            covered(asked, terms(near), weights),
            _share(wanted_names, terms(text)),
            _share(wanted_names, terms(f"{passage.source.title or ''} {passage.text}")),
            holds_kind(asked, text),
            item.score,
            _period(asked, passage, text),
            missing,
            names_missing,
        )
        before = passage.start + first if first is not None else None
        after = passage.start + last if _TAKES_BACK.match(passage.text, end) else None
        made.append(Candidate(text, passage.start + start, item, vectors[place], features, before, after))
    return made


def _beside(spans: Sequence[tuple[Evidence, int, int]], place: int, near: int) -> bool:
    return 0 <= near < len(spans) and spans[near][0] is spans[place][0]


def _passage_similarity(
    spans: Sequence[tuple[Evidence, int, int]], vectors: NDArray[np.float32], question: NDArray[np.float32]
) -> dict[str, float]:
    """Return the cosine between the question and the mean of each passage's sentences, by passage id."""
    rows: dict[str, list[int]] = {}
    for place, (item, _, _) in enumerate(spans):
        rows.setdefault(item.passage.passage_id, []).append(place)
    means = {name: vectors[places].sum(axis=0) for name, places in rows.items()}
    return {name: float(mean @ question / (np.linalg.norm(mean) or 1.0)) for name, mean in means.items()}


def term_frequencies(asked: Asked, frequency: Callable[[str], int]) -> dict[str, int]:
    """Return in how many passages each term of the question stands, by stem."""
    return {stem(word): frequency(word) for word in asked.surface if stem(word) in asked.terms}


def term_weights(asked: Asked, frequencies: Mapping[str, int], passages: int) -> dict[str, float]:
    """Return how much each term counts: the rarer the more; negative where it is nowhere in the collection."""
    weights = {}
    for term in asked.terms:
        seen = frequencies.get(term, 0)
        weight = math.log(1 + passages / (1 + seen))
        weights[term] = weight if seen else -weight
    return weights


def covered(asked: Asked, found: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return the weighted share of the question's terms that are found."""
    have = set(found)
    total = _weight(asked.terms, weights)
    return _weight([term for term in asked.terms if term in have], weights) / total if total else 0.0


def holds_kind(asked: Asked, text: str) -> float:
    """Say whether a sentence holds the kind of thing asked for: 1 yes, -1 no, 0 where any sentence could."""
    if asked.kind == "who":
        return _holds_person(asked, text)
    rule = _KIND_RULES.get(asked.kind)
    if rule is None:
        return 0.0
    if not rule.search(text):
        return -1.0
    if asked.kind in ("how_many", "how_much") or _TIME.search(asked.text):
        return 1.0 if _holds_measure(asked, text) else 0.2
    return 1.0


def _holds_person(asked: Asked, text: str) -> float:
    """Say whether a name of several words stands there that the question does not have; one word is less sure."""
    known = {word for name in asked.names for word in name.split()}
    new = [name for name in names(text) if not set(name.split()) & known]
    if any(" " in name for name in new):
        return 1.0
    if not new:
        return 0.0 if asked.names else -1.0  # "Who is X?" is answered by what X does
    return 0.3


def _holds_measure(asked: Asked, text: str) -> bool:
    """Say whether a number stands there with the unit that the question calls for, where it calls for one."""
    for wanted, unit in _MEASURES:
        if wanted.search(asked.text):
            return bool(unit.search(text))
    match = COUNTED.search(asked.text)
    if match is None:
        return True
    found, unit_stem = words(text), stem(words(match.group(1))[-1])
    stems = [stem(word) for word in found]
    return any(word[0].isdigit() and unit_stem in stems[place : place + 4] for place, word in enumerate(found))


def _period(asked: Asked, passage: Passage, text: str) -> float:
    if not asked.periods:
        return 0.0
    if any(year in text for year in {str(day // 10_000) for period in asked.periods for day in period}):
        return 1.0
    return fit(passage.source.published, None, asked.periods)


def _share(wanted: set[str], found: Sequence[str]) -> float:
    return len(wanted & set(found)) / len(wanted) if wanted else 0.5


def _weight(some: Sequence[str], weights: Mapping[str, float]) -> float:
    return sum(abs(weights.get(term, 0.0)) for term in some)
