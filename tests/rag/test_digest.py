"""What is new: the newest articles of the time that is asked for, and only where nothing else is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.digest import asks_for_news
from rag.question import understand
from rag.settings import Settings
from rag.terms import other_number
from tests.fakes import WordEmbedder, index_of

FIRE = "A fire in the harbour of Orrenmouth burned eleven boats early on Tuesday. Nobody was hurt, the port said later."
ARTICLES = {
    "fire": f"Fire burns boats | Coast Wire\n4 March 2025\n\n{FIRE}",
    "copy": f"Flames at night | Kelderby Ledger\n5 March 2025\n\n{FIRE}\n\nThis article was originally published by Coast Wire.",
    "vote": "Council votes | Ostrey Today\n9 March 2025\n\nBudget\n\nThe council of Ostrey voted for a new bridge after a "
    "debate of nine hours. It will cost four million.",
    "undated": "Ferries | Garnwick Beacon\n\nThe ferry to Skarrow will cost six percent more from January, it was said.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Four articles: a report, its reprint, a later report, and one without a date."""
    index = index_of(tmp_path_factory.mktemp("news"), ARTICLES)
    settings = Settings(chat_model=None, reader="off")
    return Assistant.open(index, settings=settings, embedder=WordEmbedder())


def dates(assistant: Assistant, question: str, **limits: str) -> list[str | None]:
    """Return when the articles of an answer were published."""
    answer = assistant.ask(question, **limits)  # type: ignore[arg-type]
    return [statement.citations[0].published for statement in answer.statements]


def test_the_newest_come_first_and_copies_once(assistant: Assistant) -> None:
    assert [day for day in dates(assistant, "What is new?") if day] == ["2025-03-09", "2025-03-05"]


def test_the_time_that_is_asked_for_limits_it(assistant: Assistant) -> None:
    assert dates(assistant, "What is new since 8 March 2025?") == ["2025-03-09"]
    assert dates(assistant, "What happened on 4 March 2025?") == ["2025-03-04"]
    assert dates(assistant, "What is new?", until="2025-03-04") == ["2025-03-04"]


def test_what_an_outlet_reported_in_a_period_is_its_articles_of_that_time(assistant: Assistant) -> None:
    assert dates(assistant, "What did Ostrey Today report in March 2025?") == ["2025-03-09"]
    assert dates(assistant, "What has Coast Wire reported?") == ["2025-03-04"]
    assert not asks_for_news(understand("What did Ostrey Today report about the bridge?", outlets=["Ostrey Today"]))


def test_a_word_of_an_outlet_s_name_or_another_number_of_a_noun_is_not_nowhere(assistant: Assistant) -> None:
    with assistant.collection.snapshot() as snapshot:
        assert snapshot.frequency("beacon") == 1
        assert snapshot.frequency("zeppelin") == 0
    assert [other_number(word) for word in ("women", "woman", "boats")] == ["woman", "women", None]


def test_an_article_speaks_through_its_first_whole_sentence(assistant: Assistant) -> None:
    answer = assistant.ask("What is new since 8 March 2025?")
    assert answer.text.startswith("The council of Ostrey voted for a new bridge after a debate of nine hours. [1]")
    citation = answer.citations[0]
    assert assistant.article(citation.article_id).text[citation.start : citation.end] == citation.quote


def test_a_reprint_is_no_second_source(assistant: Assistant) -> None:
    statement = assistant.ask("What happened on 4 March 2025?").statements[0]
    assert statement.independent_sources == 1
    assert statement.reprints


def test_a_full_digest_says_how_many_articles_there_are(tmp_path: Path) -> None:
    days = {
        f"day{day}": f"Report {day} | Coast Wire\n{day} May 2025\n\nOn day {day} of the trial witness number {day} was heard in court."
        for day in range(1, 8)
    }
    settings = Settings(chat_model=None, reader="off")
    with Assistant.open(index_of(tmp_path, days), settings=settings, embedder=WordEmbedder()) as assistant:
        full, short = assistant.ask("What is new?"), assistant.ask("What is new since 6 May 2025?")

    assert "The newest 5 of 7 articles of that time." in full.notices
    assert not any("newest" in notice for notice in short.notices)


def test_where_nothing_is_new_the_newest_date_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("What is new since 1 May 2025?")
    assert answer.refused
    assert answer.reason == "the newest article is of 9 March 2025"


@pytest.mark.parametrize(
    ("question", "is_news"),
    [
        ("What is new since Monday?", True),
        ("What's new?", True),
        ("What happened last week?", True),
        ("Any news from this week?", True),
        ("latest news", True),
        ("What did the papers report in March 2026?", True),
        ("What is new about the harbour fire since Monday?", False),
        ("What happened in Orrenmouth?", False),
        ("What happened to the night watchman?", False),
        ("Who is new in the council?", False),
        ("What is the New Hampshire primary?", False),
    ],
)
def test_a_question_with_a_subject_is_no_question_for_news(question: str, *, is_news: bool) -> None:
    assert asks_for_news(understand(question)) is is_news


def test_a_day_without_articles_is_told_by_later_ones(tmp_path: Path) -> None:
    later = (
        "Looking back | Ostrey Today\n20 April 2025\n\nThe lifeboat was launched on Monday 7 April with a bottle of cider. "
        "He said on 7 April that it was cold. Nobody came on 11 August 2019."
    )
    index = index_of(tmp_path, ARTICLES | {"later": later})
    with Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder()) as assistant:
        day, year = (assistant.ask(f"What happened {time}?") for time in ("on 7 April 2025", "in 2019"))

    assert [one.text for one in day.statements] == [
        "The lifeboat was launched on Monday 7 April with a bottle of cider."
    ]
    assert [one.text for one in year.statements] == ["Nobody came on 11 August 2019."]


def test_a_time_of_which_nothing_tells_is_refused_as_that(assistant: Assistant) -> None:
    answer = assistant.ask("What happened in May 2018?")

    assert (answer.refused, answer.reason) == (True, "no article is of that time, and none was found that speaks of it")
