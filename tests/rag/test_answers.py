"""Answers without a language model, on small collections: the promises of every answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rag.assistant import Assistant
from rag.domain import Answer
from rag.errors import ArticleUnknown, FilterInvalid, IndexMissing
from rag.extract import choose
from rag.question import understand
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of
from tests.rag.sentences import candidates

HEAD = "A fire tore through the fishing harbour of Orrenmouth early on Tuesday and destroyed eleven boats."
REST = (
    "The alarm was raised at 2:10 a.m. by a baker on his way to work. Forty-six firefighters fought the blaze until dawn. "
    "The night watchman, Joren Pask, was pulled from the water by the crew of a pilot boat. He was taken to hospital."
)
ARTICLES = {
    "wire": f"Fire destroys boats | Coast Wire\nBy Nils Ardent\n4 March 2025\n\n{HEAD} {REST}",
    "reprint": f"Flames at night | Kelderby Ledger\n5 March 2025\n\n{HEAD} {REST}\n\n"
    "This article was originally published by Coast Wire and is reprinted with permission.",
    "own": "A morning after | Orrenmouth Courier\n4 March 2025\n\nOrrenmouth woke to smoke: a fire destroyed eleven boats in "
    "the fishing harbour early on Tuesday. “My grandfather’s name was on that boat,” said Oskar Tindall, who skippered the Petrel.",
    "later": "A second fire | Orrenmouth Courier\n8 March 2026\n\nA fire destroyed four boats in the South Basin of Orrenmouth on "
    "Saturday. Nobody was hurt, the new harbour master, Silas Wrenn, told the paper.",
    "undated": "Ferry fares go up | Garnwick Beacon\n\nThe ferry to Skarrow will cost six percent more from January, the council "
    "decided after a debate of nine hours. See row [2] of the table of fares.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index_of(tmp_path_factory.mktemp("answers"), ARTICLES)


@pytest.fixture(scope="module")
def assistant(index: Path) -> Assistant:
    return Assistant.open(index, settings=Settings(chat_model=None), embedder=WordEmbedder())


@pytest.fixture(scope="module")
def ask(assistant: Assistant) -> Callable[..., Answer]:
    return assistant.ask


QUESTIONS = (
    "Who was pulled from the water?",
    "How many boats did the fire in the fishing harbour of Orrenmouth destroy?",
    "What did Oskar Tindall say about the boat?",
    "What will the ferry to Skarrow cost?",
    "What happened in Orrenmouth?",
    "Who conducted the orchestra in Vienna?",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quotation_is_verbatim_at_its_offsets(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    found = [assistant.article(cited.article_id).text[cited.start : cited.end] for cited in answer.citations]
    assert found == [cited.quote for cited in answer.citations]


@pytest.mark.parametrize("question", QUESTIONS)
def test_markers_and_citations_are_the_same_numbers_from_one(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(f"[{number}]" in answer.text for number in numbers)
    assert sorted(numbers, key=lambda number: answer.text.index(f"[{number}]")) == numbers


def test_what_may_not_answer_is_said_to_be_only_the_nearest(ask: Callable[..., Answer]) -> None:
    near, sure = ask("Was the ferry to Skarrow late?"), ask("Who was pulled from the water?")

    assert (near.unsure, near.refused) == (True, False)
    assert near.text.startswith("It is not certain that this answers the question:\n\nThe ferry to Skarrow")
    assert (sure.unsure, sure.text.startswith("The night watchman")) == (False, True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_says_something_or_says_why_not(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert answer.refused == (not answer.statements) == bool(answer.reason)
    assert answer.text


def test_one_fact_asked_is_one_sentence_that_carries_it(ask: Callable[..., Answer]) -> None:
    answer = ask("Who was pulled from the water?")

    lead = "The night watchman, Joren Pask, was pulled from the water by the crew of a pilot boat."
    assert answer.statements[0].text == lead
    assert answer.statements[0].status == "verbatim"


def test_a_reprint_is_named_and_never_counted(ask: Callable[..., Answer]) -> None:
    lead = ask("Who was pulled from the water?").statements[0]

    assert (lead.independent_sources, lead.sources, lead.reprints) == (1, ("Coast Wire",), ("Kelderby Ledger",))


def test_two_outlets_in_their_own_words_are_two_sources(ask: Callable[..., Answer]) -> None:
    lead = ask("How many boats did the fire in the fishing harbour of Orrenmouth destroy?").statements[0]

    assert (lead.independent_sources, set(lead.sources)) == (2, {"Coast Wire", "Orrenmouth Courier"})
    assert {citation.publisher for citation in lead.citations} <= {"Coast Wire", "Orrenmouth Courier"}


def test_a_name_that_is_nowhere_is_the_reason_of_a_refusal(ask: Callable[..., Answer]) -> None:
    answer = ask("What did Angela Merkel say about the fire?")

    assert answer.refused
    assert answer.reason == "nothing in the collection mentions “Angela Merkel”"
    assert answer.also_found


def test_a_refusal_tells_the_nearest_sentences_in_the_articles_own_words(
    ask: Callable[..., Answer], assistant: Assistant
) -> None:
    answer = ask("Who conducted the orchestra in Vienna?")

    assert [one.number for one in answer.nearest] == [1, 2, 3]
    for one in answer.nearest:
        assert assistant.article(one.article_id).text[one.start : one.end] == one.quote
    first = answer.also_found[0].passage
    assert (first.source.article_id, first.start <= answer.nearest[0].start < first.end) == (
        answer.nearest[0].article_id,
        True,
    )
    assert Answer.from_dict(answer.to_dict()).nearest == answer.nearest


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        (
            "Who conducted the zither concerto?",
            "No answer was found. Nothing in the collection mentions “conducted”, “zither”",
        ),
        ("Who is Angela Merkel?", "The articles do not say. Nothing in the collection mentions “Angela Merkel”."),
    ],
)
def test_only_what_lacks_a_name_is_said_to_be_in_no_article(
    ask: Callable[..., Answer], question: str, begins: str
) -> None:
    answer = ask(question)

    assert answer.text.startswith(begins)
    assert ("in other words" in answer.text) == begins.startswith("No answer")


def test_an_answer_has_no_nearest_sentences_beside_it(ask: Callable[..., Answer]) -> None:
    assert ask(QUESTIONS[0]).nearest == ()


def test_an_outlet_filter_keeps_to_that_outlet(ask: Callable[..., Answer]) -> None:
    answer = ask("What happened in Orrenmouth?", outlets=["orrenmouth courier"])

    assert {citation.publisher for citation in answer.citations} == {"Orrenmouth Courier"}


def test_a_period_leaves_undated_articles_out_and_says_so(ask: Callable[..., Answer]) -> None:
    answer = ask("What will the ferry to Skarrow cost?", since="2026")

    assert "Garnwick Beacon" not in {citation.publisher for citation in answer.citations}
    assert answer.notices == ("1 article without a date was left out, because a period was set.",)


def test_as_of_is_the_newest_date_that_was_searched(ask: Callable[..., Answer]) -> None:
    assert ask(QUESTIONS[0]).as_of == "2026-03-08"
    assert ask(QUESTIONS[0], until="2025").as_of == "2025-03-05"


def test_the_period_of_a_question_prefers_the_event_of_that_time(ask: Callable[..., Answer]) -> None:
    first, second = (
        ask("How many boats did the fire of 2025 destroy?"),
        ask("How many boats did the fire of 2026 destroy?"),
    )

    assert "eleven boats" in first.statements[0].text
    assert "four boats" in second.statements[0].text


def test_an_author_filter_finds_the_author(assistant: Assistant) -> None:
    found = assistant.retrieve("fire in the harbour", authors=["Ardent"])

    assert {item.passage.source.author for item in found} == {"Nils Ardent"}


def test_retrieve_gives_the_best_first_and_no_more_than_asked(assistant: Assistant) -> None:
    found = assistant.retrieve("fire in the harbour of Orrenmouth", k=2)

    assert len(found) == 2
    assert found[0].score >= found[1].score


@pytest.mark.parametrize("day", ["yesterday", "2025-13", "2025-02-30", "03/04/2025"])
def test_a_date_that_is_none_is_refused(ask: Callable[..., Answer], day: str) -> None:
    with pytest.raises(FilterInvalid):
        ask(QUESTIONS[0], since=day)


def test_an_unknown_article_is_said_to_be_unknown(assistant: Assistant) -> None:
    with pytest.raises(ArticleUnknown):
        assistant.article("0" * 16)


def test_a_collection_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as refused:
        Assistant.open(tmp_path / "nothing", settings=Settings(), embedder=WordEmbedder())

    assert "python -m ingest" in refused.value.hint
    assert not (tmp_path / "nothing").exists()


def test_json_has_the_keys_of_the_contract(ask: Callable[..., Answer]) -> None:
    data = ask(QUESTIONS[0]).to_dict()

    assert set(data) == {
        "schema", "question", "text", "refused", "reason", "statements", "citations", "conflicts", "notices",
        "also_found", "understood", "events", "as_of", "searched", "model", "seconds", "unsure", "suggestion",
        "nearest",
    }  # fmt: skip
    assert data["schema"] == 1
    assert set(data["statements"][0]) == {
        "text", "citations", "status", "independent_sources", "sources", "reprints", "label", "verdict",
    }  # fmt: skip
    assert set(data["citations"][0]) == {
        "number", "article_id", "title", "publisher", "author", "published", "url", "quote", "start", "end",
        "answer_start", "answer_end",
    }  # fmt: skip


def test_the_retriever_is_one_of_langchain(assistant: Assistant) -> None:
    from langchain_core.retrievers import BaseRetriever

    retriever = assistant.as_retriever(k=3)
    documents = retriever.invoke("fire in the harbour")

    assert isinstance(retriever, BaseRetriever)
    assert len(documents) == 3
    for document in documents:
        text = assistant.article(document.metadata["article_id"]).text
        assert text[document.metadata["start"] : document.metadata["end"]] == document.page_content


def test_the_whole_is_a_runnable_that_invokes_and_streams(assistant: Assistant) -> None:
    from langchain_core.runnables import RunnableLambda

    chain = assistant.as_runnable() | RunnableLambda(lambda answer: answer.statements[0].text)
    grown = list(assistant.as_runnable().stream({"question": QUESTIONS[0], "outlets": ["Coast Wire"]}))

    assert "Joren Pask" in chain.invoke(QUESTIONS[0])
    assert grown[-1].statements
    assert {citation.publisher for citation in grown[-1].citations} == {"Coast Wire"}


def test_what_the_next_sentence_takes_back_is_never_quoted_alone(tmp_path: Path) -> None:
    wrong = "Port trial opens | Ostrey Today\n14 October 2025\n\nThe deputy manager, Karel Downes, is under investigation, the court heard."
    right = (
        "Correction: port trial opens | Ostrey Today\n16 October 2025\n\nThe article said that Karel Downes, the deputy manager, was under "
        "investigation. That is wrong. He is a witness."
    )
    index = index_of(tmp_path, {"wrong": wrong, "right": right})

    with Assistant.open(index, settings=Settings(chat_model=None), embedder=WordEmbedder()) as assistant:
        answer = assistant.ask("Is Karel Downes under investigation?")

    quoted = [citation.quote for citation in answer.citations if "The article said" in citation.quote]
    assert all("That is wrong." in quote for quote in quoted)
    assert answer.notices == (
        "Ostrey Today corrected “Port trial opens” on 16 October 2025: “Correction: port trial opens”.",
    )


def test_what_we_reported_is_quoted_with_what_is_so_in_fact(tmp_path: Path) -> None:
    text = (
        "Festival overstated its visitors | Ostrey Today\n1 July 2025\n\nThe festival has had to correct its figures.\n\n"
        "On 20 June we reported that the film The Salt Ledger had been shot in Solvane. In fact it was made at Brine "
        "Cross, on the coast. The council took the news calmly, and nobody left."
    )
    with Assistant.open(
        index_of(tmp_path, {"a": text}), settings=Settings(chat_model=None), embedder=WordEmbedder()
    ) as assistant:
        answer = assistant.ask("Where was the film The Salt Ledger shot?")
    assert answer.citations[0].quote.endswith("In fact it was made at Brine Cross, on the coast.")


def test_an_outlet_that_is_not_there_is_said_to_be_unknown(ask: Callable[..., Answer]) -> None:
    answer = ask(QUESTIONS[0], outlets=["The Gazette"])

    assert answer.refused
    assert answer.reason == "no article passes the filters"
    assert answer.notices[0] == "No article is by the outlet “The Gazette”."


def test_numbers_of_other_things_make_no_second_source(tmp_path: Path) -> None:
    first = "Trial opens | Ostrey Today\n14 October 2025\n\nGerrit Malloway, 57, is accused of taking 85,000 euros from a dredging firm."
    second = "Verdict | Coast Wire\n21 November 2025\n\nGerrit Malloway, 57, is guilty of taking 58,000 euros from a dredging firm."
    index = index_of(tmp_path, {"first": first, "second": second})

    with Assistant.open(index, settings=Settings(chat_model=None), embedder=WordEmbedder()) as assistant:
        answer = assistant.ask("How much is Gerrit Malloway accused of taking?")

    assert [statement.independent_sources for statement in answer.statements] == [1] * len(answer.statements)


def test_of_sentences_that_answer_about_as_well_the_one_that_more_sources_carry_leads() -> None:
    said = "Lavric and Wangel met in the town of Tunbridge on Wednesday."
    some = candidates(("They met in the east, where both dream of another age.", "", None), *[(said, "", None)] * 3)

    def lead(scores: list[float]) -> tuple[str, int]:
        asked = understand("Where did Lavric and Wangel meet?")
        first = choose(asked, some, np.array(scores), lambda group: [], most=3)[0]
        return first.text, first.independent_sources

    assert lead([10.0, 9.5, 9.4, 9.3]) == (said, 3)
    assert lead([10.0, 8.4, 8.3, 8.2]) == (some[0].text, 1)


@pytest.mark.parametrize("k", [0, -1, True, "5", 2.5])
def test_a_number_of_passages_that_is_none_is_said(assistant: Assistant, k: object) -> None:
    with pytest.raises(FilterInvalid, match="k is no number of passages"):
        assistant.retrieve("Who was pulled from the water?", k=k)  # type: ignore[arg-type]
