"""What the reader's numbers are taken to say, on numbers made up for it: no model is loaded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.reader_input import LONGEST, QUESTION_TOKENS, Pair, Tokens, join, padded
from rag.reading import SPAN_TOKENS, read

TEXT = "The mayor said the bridge will open on 4 May."
WORDS = [*TEXT[:-1].split(), "."]


def tokens(text: str, words: Sequence[str]) -> Tokens:
    """Return one token a word."""
    places, start = [], 0
    for word in words:
        start = text.index(word, start)
        places.append((start, start + len(word)))
        start += len(word)
    return Tokens(tuple(range(1_000, 1_000 + len(words))), tuple(places))


def logits(pair: Pair, first: int, last: int, *, height: float = 6.0, none: float = 0.0) -> NDArray[np.float64]:
    """Return logits that peak at passage tokens `first` and `last`."""
    spans = np.zeros((len(pair.ids), 2))
    spans[0] = none
    spans[pair.first + first, 0] = spans[pair.first + last, 1] = height
    return spans


@pytest.fixture
def pair() -> Pair:
    """A question of two tokens with the text."""
    return join(Tokens((7, 8), ((0, 3), (4, 8))), tokens(TEXT, WORDS))


def whether(value: float = 0.0) -> NDArray[np.float64]:
    """Return both judgements in log-odds."""
    return np.array([value, value])


def test_the_span_is_the_words_between_the_likeliest_tokens(pair: Pair) -> None:
    reading = read(pair, logits(pair, 8, 9), whether())
    assert TEXT[reading.start : reading.end] == "4 May"


def test_a_last_token_before_the_first_is_no_span(pair: Pair) -> None:
    spans = logits(pair, 8, 9)
    spans[pair.first + 2, 1] = 9.0
    reading = read(pair, spans, whether())
    assert reading.start < reading.end
    assert reading.start <= TEXT.index("4 May")


def test_more_for_none_is_less_for_an_answer(pair: Pair) -> None:
    sure, unsure = (read(pair, logits(pair, 8, 9, none=none), whether()) for none in (0.0, 8.0))
    assert sure.features[1] > 0 > unsure.features[1]
    assert sure.answers > unsure.answers


def test_a_better_judgement_is_a_higher_probability(pair: Pair) -> None:
    low, high = (read(pair, logits(pair, 8, 9), whether(value)) for value in (-3.0, 3.0))
    assert high.answers > low.answers
    assert high.relevance > low.relevance


def test_the_share_of_all_sentences_is_one(pair: Pair) -> None:
    reading = read(pair, logits(pair, 8, 9), whether())
    middle = TEXT.index("will")
    assert reading.share(0, middle) + reading.share(middle, len(TEXT)) == pytest.approx(1.0)
    assert reading.share(middle, len(TEXT)) > 0.9


def test_nothing_is_found_in_the_title(pair: Pair) -> None:
    skipped = TEXT.index("the bridge")
    reading = read(pair, logits(pair, 1, 1), whether(), skipped=skipped)
    assert reading.start >= 0
    assert TEXT[skipped:][reading.start : reading.end] in TEXT[skipped:]
    assert min(reading.places) == 0


def test_a_text_without_a_token_answers_nothing() -> None:
    empty = join(Tokens((7,), ((0, 3),)), Tokens((), ()))
    reading = read(empty, np.zeros((len(empty.ids), 2)), whether())
    assert (reading.start, reading.end, reading.answers, reading.relevance) == (0, 0, 0.0, 0.0)
    assert reading.share(0, 10) == 0.0


def test_an_answer_is_no_longer_than_answers_are() -> None:
    words = [f"word{number}" for number in range(3 * SPAN_TOKENS)]
    text = " ".join(words)
    long = join(Tokens((7,), ((0, 3),)), tokens(text, words))
    reading = read(long, logits(long, 0, len(words) - 1), whether())
    assert len(text[reading.start : reading.end].split()) <= SPAN_TOKENS


def test_what_is_too_long_to_be_read_is_left_out_at_the_end() -> None:
    asked = Tokens(tuple(range(1_000, 1_300)), tuple((n, n + 1) for n in range(300)))
    long = Tokens(tuple(range(1_000, 1_700)), tuple((n, n + 1) for n in range(700)))
    pair = join(asked, long)
    assert len(pair.ids) == LONGEST
    assert pair.first == QUESTION_TOKENS + 2
    assert pair.passage.ids == long.ids[: len(pair.passage)]


def test_a_span_of_letters_is_the_tokens_that_it_touches() -> None:
    known = tokens(TEXT, WORDS)
    start = TEXT.index("4 May")
    assert known.span(start, start + 5) == (8, 9)
    assert known.span(start, start + 1) == (8, 8)
    assert known.span(len(TEXT), len(TEXT)) is None
    assert known.span(TEXT.index("ayor"), TEXT.index("ayor") + 2) == (1, 1)


def test_pairs_are_filled_up_to_one_length(pair: Pair) -> None:
    short = join(Tokens((7,), ((0, 1),)), Tokens((9,), ((0, 1),)))
    rows, lengths = padded([pair, short])
    assert lengths == [len(pair.ids), len(short.ids)]
    assert {len(row) for row in rows} == {len(pair.ids)}
    assert rows[1][lengths[1] :] == [0] * (len(pair.ids) - len(short.ids))
