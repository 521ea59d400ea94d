"""Questions and passages as tokens with what is to be learnt of them, in an order that a seed fixes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.fit_reader.negatives import Passages, about_another, names_of, without_its_sentences
from benchmarks.fit_reader.questions import Question
from rag.reader_input import Pair, Tokens, join

UNKNOWN = -1

OWN_LESS_SENTENCES, FOUND, NEWS, ANOTHER_NAME = 0.13, 0.12, 0.05, 0.12
"""How often a question that is answered comes again with a passage that does not answer it, by kind."""


@dataclass(frozen=True)
class Example:
    """One row of a batch."""

    pair: Pair
    spans: tuple[tuple[int, int], ...]
    """The first and the last token of each answer, in the pair; none: no answer."""
    relevant: int
    """Whether the passage is what should be found for the question: 1, 0, or UNKNOWN."""


def crop(
    question: Question, passage: Tokens, window: int, rng: random.Random
) -> tuple[Tokens, tuple[tuple[int, int], ...]]:
    """Return a stretch of at most `window` tokens of a passage around one of the answers, and the answers in it."""
    spans = [span for one in question.spans if (span := passage.span(*one)) is not None]
    if len(passage) <= window:
        return passage, tuple(spans)
    if not spans:
        first = rng.randrange(len(passage) - window + 1)
        return passage.cut(first, first + window), ()
    start, end = rng.choice(spans)
    end = min(end, start + window - 1)
    first = rng.randint(max(0, end - window + 1), min(start, len(passage) - window))
    kept = [(a - first, b - first) for a, b in spans if first <= a and b < first + window]
    return passage.cut(first, first + window), tuple(kept or [(start - first, end - first)])


class Stream:
    """Examples without end: pass after pass over the questions, each in an order of its own."""

    def __init__(
        self,
        questions: Sequence[Question],
        news: Sequence[str],
        tokenize: Callable[[str], Tokens],
        *,
        unanswered: int = 1,
    ) -> None:
        self._times = unanswered
        self._answered = [question for question in questions if question.spans]
        self._unanswered = [question for question in questions if not question.spans]
        self._names = names_of(questions)
        self._same = Passages(sorted({question.passage for question in questions}))
        self._news = Passages(news)
        self._tokens = lru_cache(maxsize=20_000)(tokenize)

    def questions(self, seed: int) -> Iterator[tuple[Question, int]]:
        """Yield the questions of one pass, and whether the passage is relevant to them."""
        rng = random.Random(seed)
        order = [*self._answered, *self._unanswered * self._times]
        rng.shuffle(order)
        for question in order:
            yield question, 1 if question.spans else UNKNOWN
            if question.spans:
                yield from self._negatives(question, rng)

    def _negatives(self, question: Question, rng: random.Random) -> Iterator[tuple[Question, int]]:
        kinds: list[tuple[float, Callable[[], Question | None], int]] = [
            (OWN_LESS_SENTENCES, lambda: without_its_sentences(question), UNKNOWN),
            (FOUND, lambda: self._same.without_answer(question, rng), 0),
            (NEWS, lambda: self._news.without_answer(question, rng), 0),
            (ANOTHER_NAME, lambda: about_another(question, self._names, rng), UNKNOWN),
        ]
        for share, make, relevant in kinds:
            if rng.random() < share and (made := make()) is not None:
                yield made, relevant

    def examples(self, seed: int, window: Callable[[random.Random], int]) -> Iterator[Example]:
        """Yield the examples of one pass; `window` draws how many tokens of the passage are read."""
        rng = random.Random(seed + 7_919)
        for question, relevant in self.questions(seed):
            text = self._tokens(question.text)
            passage, spans = crop(question, self._tokens(question.passage), window(rng), rng)
            if question.spans and not spans:
                continue
            pair = join(text, passage)
            yield Example(pair, tuple((a + pair.first, b + pair.first) for a, b in spans), relevant)
