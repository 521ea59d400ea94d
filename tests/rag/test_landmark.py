"""Periods named by an event: "before the election", once the articles say when that was."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from rag.assistant import Assistant
from rag.domain import Passage
from rag.landmark import day_of, landmarks
from rag.question import understand
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of, make_passage

ARTICLES = {
    "result": "Holt wins | Coast Wire\n12 May 2025\n\nMaren Holt won the election in Orrenmouth on 11 May 2025.",
    "early": "Ferry plans | Orrenmouth Courier\n2 April 2025\n\nThe ferry to Skarrow stays, the harbour council promised.",
    "late": "Ferry plans | Garnwick Beacon\n3 June 2025\n\nThe ferry to Skarrow stays, the harbour council promised again.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = index_of(tmp_path_factory.mktemp("landmark"), ARTICLES)
    return Assistant.open(index, settings=Settings(chat_model=None), embedder=WordEmbedder())


def said(text: str, outlet: str, published: str | None = "2025-05-12", original: str | None = None) -> Passage:
    passage = make_passage(text, article_id=f"{outlet}{len(text)}")
    return replace(passage, source=replace(passage.source, publisher=outlet, published=published, original=original))


@pytest.mark.parametrize(
    ("question", "event", "before"),
    [
        ("What did the council promise before the election of Maren Holt?", "the election of Maren Holt", True),
        ("What has changed in Orrenmouth since the North Quay fire?", "the North Quay fire", False),
        ("How did they play ahead of the World Cup final?", "the World Cup final", True),
        ("Before the North Quay fire, what did the harbour master ask for?", "the North Quay fire", True),
        ("What was said after the election in 2024?", "the election in 2024", False),
    ],
)
def test_an_event_that_a_period_ends_or_begins_with_is_found(question: str, event: str, before: bool) -> None:
    (found,) = landmarks(question)

    assert (found.event, found.before) == (event, before)
    assert question[found.start : found.end].endswith(event)


@pytest.mark.parametrize(
    "question",
    [
        "What did she do after she left office?",
        "Which report came before the article about the fire?",
        "How many boats burned in the fire?",
        "What did he say before, and who heard of the election?",
        "What happened before his visit?",
    ],
)
def test_what_is_no_event_of_its_own_is_no_landmark(question: str) -> None:
    assert landmarks(question) == []


def test_the_day_is_the_one_beside_the_event() -> None:
    (event,) = landmarks("What was promised before the election?")

    assert (
        day_of(event, [said("The election is on 11 May 2025, and votes are counted until 13 May 2025.", "A")])
        == 20250511
    )
    assert day_of(event, [said("Sunday's election was won by Holt.", "A")]) == 20250511
    assert day_of(event, [said("On 14 May 2025, three days after the election, Holt took office.", "A")]) is None
    assert day_of(event, [said("The election was won by Holt.", "A")]) is None


def test_where_outlets_speak_of_several_such_events_the_day_is_left_open() -> None:
    (event,) = landmarks("What was promised before the election?")
    one, other = said("The election was on 11 May 2025.", "A"), said("The election was on 3 May 2021.", "B")
    agreeing = [said(f"The election was held on 11 May 2025, says {name}.", name) for name in ("C", "D", "E")]
    reprints = [said(f"The election on 11 May 2025: {name}.", name, original="A") for name in ("F", "G", "H")]

    assert day_of(event, [one, other]) is None
    assert day_of(event, [one, other, *reprints]) is None
    assert day_of(event, [one, other, *agreeing]) == 20250511


def test_the_sentence_that_names_the_event_in_full_is_heard_first() -> None:
    (event,) = landmarks("What was said before the election of Holt?")
    other = said("The election of Brandt was on 3 May 2021. Holt was there.", "B")

    assert day_of(event, [said("The election of Holt was on 11 May 2025.", "A"), other]) == 20250511


def test_a_year_in_the_question_is_that_of_the_event() -> None:
    (event,) = landmarks("What was said after the election in 2021?")
    passages = [said("The election was on 11 May 2025.", "A"), said("The election was on 3 May 2021.", "B")]

    assert day_of(event, passages) == 20210503


def test_a_question_counts_from_an_event_whose_day_is_known() -> None:
    def ask(question: str, day: int | None) -> tuple[str | None, str | None]:
        asked = understand(question, day_of=lambda _: day)
        return asked.understood.since, asked.understood.until

    assert ask("What was promised before the election?", 20250511) == (None, "2025-05-10")
    assert ask("What was promised after the election?", 20250511) == ("2025-05-11", None)
    assert ask("What was promised before the election of 2025?", None) == ("2025", "2025")
    assert ask("What was promised in 2022 before the election?", 20250511) == ("2022", "2022")


def test_the_articles_of_the_time_come_first_and_the_reader_is_told_of_the_day(assistant: Assistant) -> None:
    question = "What did the harbour council promise about the ferry {} the election?"

    before = assistant.ask(question.format("before"))
    after = assistant.ask(question.format("after"))
    bare = assistant.ask(question.format("before"), ignoring=["period"])

    assert before.citations[0].publisher == "Orrenmouth Courier"
    assert after.citations[0].publisher == "Garnwick Beacon"
    assert before.understood.until == "2025-05-10"
    assert any("11 May 2025" in notice for notice in before.notices)
    assert bare.understood.until is None
    assert not any("11 May 2025" in notice for notice in bare.notices)


@pytest.mark.parametrize("piece", ["before the ", "since the election of the ", "after the A-", "Before The "])
def test_a_long_question_is_looked_through_at_once(piece: str) -> None:
    started = time.perf_counter()
    landmarks(piece * (1_900 // len(piece)))

    assert time.perf_counter() - started < 1


def test_nothing_is_looked_up_where_no_event_is_named() -> None:
    def never(_: object) -> int | None:
        raise AssertionError

    assert understand("How many boats burned in Orrenmouth in March 2025?", day_of=never).landmarks == ()
