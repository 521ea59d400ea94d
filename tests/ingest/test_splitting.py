"""Sentences and passages: slices of the text that together hold all of it, none too long."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.split import MOST, CountTokens, split
from rag.domain import Passage
from rag.sentences import sentence_spans
from tests.fakes import WordEmbedder, make_article, make_sentences, make_source

count_words = WordEmbedder().count_tokens


def count_letters(texts: Sequence[str]) -> list[int]:
    """Count as a model does that knows no words: half a token a letter."""
    return [len(text) // 2 + 2 for text in texts]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["The fire began at 2:10 a.m. on Tuesday.", "Nobody was hurt."],
        ["Mr. Pask met Dr. M. Okafor of the U.N. mission.", "They talked."],
        ["He moved to the U.S.", "The ministry knew."],
        ["“Nobody steps on that quay,” she said.", "“Nobody!”", "He left."],
        ["Is it over?", "No!", "It is not…", "Or so they say."],
        ["It cost 4.2 million euros, i.e. more than No. 3 and No. 4.", "That was much."],
        ["The party (approx. 40 people) left.", "It rained."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_a_line_break_ends_a_sentence_without_a_full_stop() -> None:
    assert sentences("A headline without a stop\n\nThe text begins.\n• first\n• second") == [
        "A headline without a stop", "The text begins.", "• first", "• second",
    ]  # fmt: skip


def test_a_stop_without_a_space_ends_a_sentence_where_one_clearly_begins() -> None:
    assert sentences("They spoke of the negotiation.The ministers left.") == [
        "They spoke of the negotiation.", "The ministers left.",
    ]  # fmt: skip


@given(st.text())
def test_sentences_are_in_order_and_hold_every_letter(text: str) -> None:
    spans = sentence_spans(text)

    flat = [offset for span in spans for offset in span]
    assert flat == sorted(flat)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_a_short_article_is_one_passage() -> None:
    article = make_article("It rained.\n\nThe boats stayed in.", article_id="a7")

    passages = split(article, count_words)

    assert passages == [Passage("a7:0-32", make_source("a7"), article.text, 0, 32)]


def test_an_empty_article_has_no_passages() -> None:
    assert split(make_article(" \n "), count_words) == []


def test_a_long_article_is_cut_between_sentences() -> None:
    written = make_sentences("long", 40)

    passages = split(make_article(" ".join(written)), count_words)

    assert [sentence for passage in passages for sentence in sentences(passage.text)] == written
    assert len(passages) > 4


def test_a_sentence_longer_than_a_passage_is_cut_at_spaces() -> None:
    words = [f"word{number}" for number in range(1_000)]
    article = make_article(" ".join(words))

    passages = split(article, count_words)

    assert [word for passage in passages for word in passage.text.split(" ")] == words
    assert max(count_words([passage.text for passage in passages])) <= MOST


def test_text_without_spaces_is_cut_too() -> None:
    article = make_article("字" * 3_000)

    passages = split(article, count_letters)

    assert "".join(passage.text for passage in passages) == article.text
    assert max(count_letters([passage.text for passage in passages])) <= MOST


PROSE = st.lists(
    st.one_of(
        st.sampled_from(make_sentences("prose", 20)), st.text(max_size=80), st.text("ab .", min_size=300, max_size=900)
    ),
    max_size=20,
).map(" ".join)


@pytest.mark.parametrize("count", [count_words, count_letters])
@given(text=PROSE)
def test_passages_are_slices_that_hold_every_letter_within_the_limit(count: CountTokens, text: str) -> None:
    passages = split(make_article(text), count)

    assert [passage.text for passage in passages] == [text[passage.start : passage.end] for passage in passages]
    assert "".join("".join(passage.text.split()) for passage in passages) == "".join(text.split())
    assert all(size <= MOST for size in count([passage.text for passage in passages]))
