"""Sentences of the evidence as candidates for an answer, each with the features that it is weighed by."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.corrections import WAS_SAID, repeats_error, runs_on, set_right
from rag.domain import Evidence, Passage
from rag.kinds import holds_kind, is_asked_about
from rag.period import FIRST, LAST, fit
from rag.question import Asked, Kind
from rag.reading import Reading
from rag.sentences import sentence_spans
from rag.standing import dangles, is_bare_speech, is_sentence, whole_quotations
from rag.term_weights import covered, nowhere
from rag.terms import terms

FEATURES = (
    "similar", "similar_rank", "similar_near", "similar_passage", "covered", "covered_near", "names", "names_near",
    "kind", "evidence", "period", "missing", "names_missing", "span", "read",
)  # fmt: skip
"""What a sentence is weighed by, each between -1 and 1:

similar: cosine between question and sentence; similar_rank: 1 for the most similar candidate, 1/2, 1/3, …;
similar_near: the better of the sentences beside it; similar_passage: the mean of the passage's sentences;
covered: share of the question's terms in the sentence, rare terms counting more; covered_near: the same with the
sentences beside it and the title; names, names_near: the question's proper names, likewise (near: the passage);
kind: whether the sentence holds the kind of thing asked for; evidence: the passage's score; period: whether it is of
the time asked for;
missing, names_missing: share of the question's terms, and of its names, that are nowhere in the collection;
span: how likely the reader finds the answer in this sentence of the passage, if the passage answers; read: the same
times how likely it does. Both are 0 where no reader read the passage."""

SHORTEST_WORDS = 4
"""Words; shorter ones are subheadings and fragments."""

FACTS: frozenset[Kind] = frozenset({"who", "when", "where", "how_many", "how_much", "what"})
"""Kinds of question that a few words answer."""

Span = tuple[Evidence, int, int]
"""A sentence: `evidence.passage.text[start:end]`."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of the evidence, in order.

    Attributes:
        places: of those that are embedded, the candidates; the others only stand beside them.
        vectors: one row a sentence; zeros where it is not embedded.
    """

    spans: Sequence[Span]
    places: Sequence[int]
    vectors: NDArray[np.float32]


MOST_EMBEDDED = 24
WORDS, SPAN, READ = 2.0, 0.8, 5.0
"""Sentences that are embedded, and what they are chosen by: about the weights that were fitted to these features."""

SURE, SHOWN, LONGEST_ANSWER = 0.5, 0.25, 80
"""Probability that a passage answers from which the reader's answer is compared with others, and from which it is shown
in bold; and its letters at most. In 63 answers to questions of news, 70 % of the sentences that answer show theirs at
0.25, 35 % at 0.5, all of them the right one; from 0.2 on some are wrong."""

_TAKES_BACK = re.compile(
    r"\s*(that|this|it|which) (is|was|were)"
    r" (wrong|incorrect|inaccurate|false|untrue|an error|a mistake|not (true|the case|correct))",
    re.IGNORECASE,
)
_IN_FACT = re.compile(r"\s*(?:in (?:fact|reality|truth)|actually)\b", re.IGNORECASE)
"""How the sentence goes on that takes back what "we reported"."""

_BULLET = re.compile(r"[•*–-] ?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage; `start` counts in the article's text.

    Attributes:
        before: where the sentence before it begins in the article, if that is in the passage too.
        after: where the sentence after it ends, where that one takes it back ("That is wrong.").
        answer: the words in it that the reader takes for the answer, as offsets in the article's text.
        shown: the same where it is less sure of them.
        features: in the order of FEATURES.
    """

    text: str
    start: int
    evidence: Evidence
    vector: NDArray[np.float32]
    features: tuple[float, ...]
    before: int | None = None
    after: int | None = None
    answer: tuple[int, int] | None = None
    shown: tuple[int, int] | None = None

    @property
    def passage(self) -> Passage:
        """The passage it stands in."""
        return self.evidence.passage

    def feature(self, name: str) -> float:
        """Return one of its features."""
        return self.features[FEATURES.index(name)]

    @property
    def answer_at(self) -> tuple[int, int] | None:
        """Where in its text the answer stands."""
        return (self.answer[0] - self.start, self.answer[1] - self.start) if self.answer else None

    @property
    def answer_text(self) -> str:
        """The words that the reader takes for the answer; none where it found none."""
        first, last = self.answer_at or (0, 0)
        return self.text[first:last]

    @property
    def is_fragment(self) -> bool:
        """Whether it is a subheading or a list entry: it does not end as a sentence does."""
        return not is_sentence(self.text)

    @property
    def dangling(self) -> bool:
        """Whether it needs the sentence before it: it begins with a word that points back, or is speech of nobody."""
        return dangles(self.text)

    @property
    def is_bare_speech(self) -> bool:
        """Whether it is somebody's words and nothing that says whose."""
        return is_bare_speech(self.text)


def sentences_of(evidence: Sequence[Evidence], *, telling: Callable[[str], bool] = lambda _: False) -> list[Span]:
    """Return the sentences of the passages, as offsets in each passage, those too short to say anything left out.

    Args:
        telling: says whether a short one is told all the same.
    """
    found = []
    for item in evidence:
        text = item.passage.text
        for start, end in whole_quotations(text, sentence_spans(text)):
            bullet = _BULLET.match(text, start)
            begin = bullet.end() if bullet else start
            if text.count(" ", begin, end) >= SHORTEST_WORDS - 1 or telling(text[begin:end]):
                found.append((item, begin, end))
    return found


def promising(
    asked: Asked,
    spans: Sequence[Span],
    weights: Mapping[str, float],
    readings: Mapping[str, Reading] = MappingProxyType({}),
    *,
    most: int = MOST_EMBEDDED,
) -> list[int]:
    """Return the places of the sentences that are worth embedding, in order: by their words and what the reader says.

    Embedding all takes longer than everything else but the reader. Of 400 questions put to their own passages the
    right sentence came first in 0.696, as it does when all are embedded.
    """
    likely = []
    for item, start, end in spans:
        share, read = _read(readings.get(item.passage.passage_id), start, end)
        words = covered(asked, terms(item.passage.text[start:end]), weights)
        likely.append(WORDS * words + SPAN * share + READ * read + item.score)
    order = sorted(range(len(spans)), key=lambda place: (-likely[place], place))
    return sorted(order[:most])


def embedded(
    spans: Sequence[Span], places: Sequence[int], embed: Callable[[Sequence[str]], NDArray[np.float32]]
) -> Sentences:
    """Return sentences of which those at the places are embedded."""
    some = embed([item.passage.text[start:end] for item, start, end in (spans[place] for place in places)])
    vectors = np.zeros((len(spans), some.shape[1]), dtype=np.float32)
    vectors[list(places)] = some
    return Sentences(spans, places, vectors)


def make_candidates(
    asked: Asked,
    sentences: Sentences,
    *,
    question_vector: NDArray[np.float32],
    weights: Mapping[str, float],
    readings: Mapping[str, Reading] = MappingProxyType({}),
) -> list[Candidate]:
    """Return the candidates among the sentences of the evidence, in order.

    Args:
        weights: how much each term of the question counts; 0 frequency counts most.
        readings: what the reader made of the passages, by id.
    """
    spans, vectors = sentences.spans, sentences.vectors
    similar = vectors @ question_vector if len(spans) else np.zeros(0)
    ranks = {int(place): rank for rank, place in enumerate(np.argsort(-similar), start=1)}
    whole = _passage_similarity(spans, vectors, question_vector)
    wanted_names = set(terms(" ".join(asked.names)))
    missing, names_missing = nowhere(asked.terms, wanted_names, weights)
    made = []
    for place in sentences.places:
        item, start, end = spans[place]
        passage = item.passage
        text = passage.text[start:end]
        reading = _for_sentence(asked, text, start, readings.get(passage.passage_id))
        first, last, near = _around(spans, place)
        features = (
            float(similar[place]),
            1 / ranks[place],
            _near(similar, spans, place),
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
            *_read(reading, start, end),
        )
        before = passage.start + first if first is not None else None
        after = _taken_back(passage, start, end, last)
        answer, shown = _answer(asked, passage, start, end, reading)
        made.append(
            Candidate(text, passage.start + start, item, vectors[place], features, before, after, answer, shown)
        )
    return made


def _taken_back(passage: Passage, start: int, end: int, last: int) -> int | None:
    """Return where in the article ends what takes a sentence back: "That is wrong.", or a correction's right figure.

    Args:
        last: where the sentence after it ends.
    """
    reported = WAS_SAID.search(passage.text, start, end) and _IN_FACT.match(passage.text, end)
    if reported or _TAKES_BACK.match(passage.text, end):
        return passage.start + set_right(passage.text, start, end, last)
    if not repeats_error(passage.source, passage.text, start, end):
        return None
    until = runs_on(passage.text, start, end)
    return passage.start + until if until > end else None


def _around(spans: Sequence[Span], place: int) -> tuple[int | None, int, str]:
    """Return where the sentence before one begins, where the one after it ends, and the title with all three."""
    item, start, end = spans[place]
    first = spans[place - 1][1] if _beside(spans, place, place - 1) else None
    last = spans[place + 1][2] if _beside(spans, place, place + 1) else end
    passage = item.passage
    return first, last, f"{passage.source.title or ''} {passage.text[start if first is None else first : last]}"


def _near(similar: NDArray[Any], spans: Sequence[Span], place: int) -> float:
    """Return the better of the similarities of the sentences beside one."""
    return max((float(similar[near]) for near in (place - 1, place + 1) if _beside(spans, place, near)), default=0.0)


def _read(reading: Reading | None, start: int, end: int) -> tuple[float, float]:
    """Return the reader's two features of a sentence; see FEATURES."""
    if reading is None:
        return 0.0, 0.0
    share = reading.share(start, end)
    return share, share * reading.answers


def _for_sentence(asked: Asked, text: str, start: int, reading: Reading | None) -> Reading | None:
    """Return the reading of a sentence's passage, unless what it found there is whom the question is about."""
    place = reading.start - start if reading else -1
    # "Who succeeded Wrenn?" is not answered by "Silas Wrenn".
    return None if 0 <= place < len(text) and is_asked_about(asked, text, place) else reading


Words = tuple[int, int] | None
"""Where words stand in the article."""


def _answer(asked: Asked, passage: Passage, start: int, end: int, reading: Reading | None) -> tuple[Words, Words]:
    """Return the reader's answer where it stands in `passage.text[start:end]`: to compare, and to show."""
    if reading is None or asked.kind not in FACTS or reading.answers < SHOWN:
        return None, None
    if not start <= reading.start < reading.end <= end or reading.end - reading.start > LONGEST_ANSWER:
        return None, None
    shown = passage.start + reading.start, passage.start + reading.end
    return shown if reading.answers >= SURE else None, shown


def _beside(spans: Sequence[Span], place: int, near: int) -> bool:
    return 0 <= near < len(spans) and spans[near][0] is spans[place][0]


def _passage_similarity(
    spans: Sequence[Span], vectors: NDArray[np.float32], question: NDArray[np.float32]
) -> dict[str, float]:
    """Return the cosine between the question and the mean of each passage's sentences, by passage id."""
    rows: dict[str, list[int]] = {}
    for place, (item, _, _) in enumerate(spans):
        rows.setdefault(item.passage.passage_id, []).append(place)
    means = {name: vectors[places].sum(axis=0) for name, places in rows.items()}
    return {name: float(mean @ question / (np.linalg.norm(mean) or 1.0)) for name, mean in means.items()}


def _period(asked: Asked, passage: Passage, text: str) -> float:
    if not asked.periods:
        return 0.0
    # "Before 2020" begins in no year.
    named = {str(day // 10_000) for period in asked.periods for day in period if day not in (FIRST, LAST)}
    if any(year in text for year in named):
        return 1.0
    return fit(passage.source.published, None, asked.periods)


def _share(wanted: set[str], found: Sequence[str]) -> float:
    return len(wanted & set(found)) / len(wanted) if wanted else 0.5
