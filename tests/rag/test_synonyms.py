"""Other words for the same thing: which are, which are not, and what they change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest import ingest
from rag import bm25, synonyms
from rag.assistant import Assistant
from rag.compose import lacking
from rag.question import understand
from rag.term_weights import ALIKE, covered, term_frequencies, term_weights
from rag.terms import STOPWORDS, stem, terms


def says(question: str, said: str, *, names: tuple[str, ...] = ()) -> bool:
    """Say whether a word of an article counts for a word of the question."""
    return any(stem(said) in others for others in synonyms.alike(question, names).values())


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who was sacked?", "dismissed"),
        ("Who got fired up and sacked?", "fired"),
        ("How many people lost their lives?", "killed"),
        ("Did the mayor step down?", "resigned"),
        ("Who took over from Ashgrove?", "successor"),
        ("Who bought the shipyard?", "acquired"),
        ("Who won?", "winner"),
        ("What did she buy?", "bought"),
        ("When did they meet?", "met"),
        ("Who was arrested?", "detained"),
        ("Why was the match called off?", "cancelled"),
    ],
)
def test_another_word_for_it_counts(question: str, said: str) -> None:
    assert says(question, said)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Where did the fire break out?", "dismissed"),
        ("Who was sacked?", "blaze"),
        ("Who stood beside the bridge?", "resigned"),
        ("How many people live there?", "killed"),
        ("Who was sacked?", "promoted"),
    ],
)
def test_a_word_that_only_sounds_like_it_does_not(question: str, said: str) -> None:
    assert not says(question, said)


def test_a_name_has_no_other_word() -> None:
    assert says("Did the boss of the works resign?", "factory")
    assert not says("Did the boss of Bridge Works resign?", "factory", names=("Bridge Works",))


def test_every_word_that_may_be_asked_for_is_searched_for() -> None:
    families = synonyms._families()

    written = {word for line in synonyms._lines() for word in line.replace(">", " ").split()}
    assert not written & STOPWORDS
    assert [word for word in written if not re.fullmatch(r"[a-z]+", word)] == []
    assert all(others for others in families.values())
    assert all(term not in others for term, others in families.items())


def test_every_phrase_stands_for_a_word_of_a_family() -> None:
    families = synonyms._families()

    assert [meant for _, meant in synonyms._phrases() if stem(meant) not in families] == []


def test_a_term_counts_less_by_another_word_than_by_itself_and_is_not_missing() -> None:
    asked = understand("Who was sacked at the brewery?")
    frequencies = term_frequencies(asked, lambda word: {"breweri": 3, "dismiss": 2}.get(stem(word), 0))
    weights = term_weights(asked, frequencies, 100)

    own = covered(asked, terms("The brewery sacked its manager"), weights)
    other = covered(asked, terms("The brewery dismissed its manager"), weights)
    neither = covered(asked, terms("The brewery praised its manager"), weights)

    assert own == pytest.approx(1.0)
    assert neither < other < own
    assert other == pytest.approx(neither + ALIKE * (own - neither))
    assert min(weights.values()) > 0


def test_words_that_say_the_same_are_counted_as_the_term_that_stands_nowhere() -> None:
    text = bm25.Text("", "The brewery dismissed its manager.", bm25.Terms({"sack"}, {stem("dismissed"): "sack"}))

    assert text.whole[0] == {"sack": 1}


def test_a_question_in_other_words_than_the_article_is_answered(tmp_path: Path) -> None:
    said = "The brewery dismissed its manager, Ann Example, on Monday after the audit."
    for number, text in enumerate((said, "The harbour froze over, and ferries stayed in port for a week.")):
        lines = (
            f"Report {number} from the valley\nBy Wayne Sample, Calder News\n4 March 2025\n\n{text} "
            + "It was cold. " * 9
        )
        (tmp_path / f"{number}.txt").write_text(lines, encoding="utf-8")
    index = tmp_path / "index"
    ingest([tmp_path / "0.txt", tmp_path / "1.txt"], index)

    with Assistant.open(index) as assistant:
        answer = assistant.ask("Who was sacked by the brewery?")

    assert not answer.refused
    assert answer.statements[0].text == said
    asked = understand("Who was sacked by the brewery?")
    assert lacking(asked, {stem("sacked"): 1, stem("brewery"): 1}) == ([], [])
