"""Forms of an answer: a timeline of many days, a line an outlet, what is of the time that is asked for."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.domain import Answer
from rag.question import understand
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of

CLOSED = "The Halden Bridge was closed on Tuesday after engineers found cracks in its hangers. The closure of the Halden Bridge cost shops."
ARTICLES = {
    "closed": f"Bridge shut | Tarnbury Gazette\n12 March 2024\n\n{CLOSED} The Halden Bridge will be shut until the end of May 2024.",
    "copy": f"Cracks shut bridge | Lowmoor Echo\n13 March 2024\n\n{CLOSED} The Halden Bridge will be shut until the end of May 2024.\n\n"
    "This article first appeared in the Tarnbury Gazette and is republished with permission.",
    "ferry": "A ferry for the Tarn | Radio Vale\n13 March 2024\n\nA ferry may sail on the Tarn while the Halden Bridge is closed. “We have "
    "two boats,” said Elspeth Varga of the ferry and the bridge. The Halden Bridge has a mayor of its own, Gordon Peake.",
    "opened": "Back over the Tarn | Northern Post\n29 June 2024\n\nThe Halden Bridge reopened on Wednesday 26 June, fifteen weeks after it "
    "was closed. The mayor of the Halden Bridge is Hannah Sorby.",
    "varga": "The ferry that never was | Radio Vale\n4 April 2024\n\nElspeth Varga sold her boats. “Nobody asked me to sail under the "
    "bridge,” she said.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = index_of(tmp_path_factory.mktemp("forms"), ARTICLES)
    return Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder())


def lines(answer: Answer) -> dict[str, list[str]]:
    """Return the statements of an answer by their labels."""
    told: dict[str, list[str]] = {}
    label = ""
    for one in answer.statements:
        label = one.label or label
        told.setdefault(label, []).append(one.text)
    return told


def test_a_timeline_tells_of_each_day_and_of_what_was_to_come_on_the_day_it_was_said(assistant: Assistant) -> None:
    told = lines(assistant.ask("Give me a timeline of the Halden Bridge closure"))

    assert list(told) == ["12 March 2024", "13 March 2024", "26 June 2024", "29 June 2024"]
    assert not any("she said" in text for texts in told.values() for text in texts)


@pytest.mark.parametrize(
    "question",
    [
        "Which outlets reported on the closure of the Halden Bridge?",
        "What newspapers have covered the closure of the Halden Bridge?",
        "Who reported the closure of the Halden Bridge?",
        "How many papers wrote about the closure of the Halden Bridge?",
    ],
)
def test_who_reported_it_is_a_line_an_outlet_and_reprints_have_none(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert understand(question).kind == "outlets"
    told = {one.label: one for one in answer.statements}
    gazette = "Tarnbury Gazette (reprinted by Lowmoor Echo)"
    assert set(told) == {gazette, "Radio Vale", "Northern Post"}
    assert told[gazette].reprints == ("Lowmoor Echo",)
    assert [one.label for one in answer.statements][-1] == "Northern Post"
    assert any(notice.startswith("3 outlets were found to report on it") for notice in answer.notices)


def test_a_figure_that_was_reported_stands_in_each_line(assistant: Assistant) -> None:
    answer = assistant.ask("Which outlets reported on the fifteen weeks of closure of the Halden Bridge?")

    assert [one.label for one in answer.statements] == ["Northern Post"]


def test_who_reported_what_is_nowhere_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Which outlets reported on the war in Ukraine?")

    assert answer.refused
    assert answer.reason == "nothing in the collection mentions “Ukraine”"


def test_a_question_of_outlets_that_are_its_subject_is_none_for_who_reported() -> None:
    assert understand("Which newspaper reported that the bridge was sold?").kind != "outlets"
    for question in (
        "Which outlets does the company own?",
        "Which newspaper is for sale?",
        "Who reported that it sank?",
    ):
        assert understand(question).kind != "outlets", question


def test_how_it_is_now_is_told_by_the_newest_that_answers_as_well(assistant: Assistant) -> None:
    assert "Hannah Sorby" in assistant.ask("Who is the mayor of the Halden Bridge now?").statements[0].text


def test_words_of_a_period_are_told_before_those_of_another_and_she_is_named(assistant: Assistant) -> None:
    lead = assistant.ask("What did Elspeth Varga say about the bridge in April 2024?").statements[0]

    assert lead.text == "Elspeth Varga sold her boats. “Nobody asked me to sail under the bridge,” she said."


def test_a_question_in_another_language_does_not_fail_for_its_function_words() -> None:
    assert understand("Wie lange muss Ilse Brandvold in Haft?").surface == ("ilse", "brandvold", "haft")
    assert understand("¿Cuántos barcos se quemaron en el puerto?").surface == ("barcos", "quemaron", "puerto")
    assert understand("Pourquoi le pont est-il fermé depuis mardi ?").surface == ("pont", "ferme", "mardi")
    assert understand("Who was in the war?").surface == ("war",)


@pytest.mark.parametrize("time", ["in 2019", "before 2020", "in May 2030"])
def test_a_report_of_another_time_is_no_answer(assistant: Assistant, time: str) -> None:
    answer = assistant.ask(f"Why was the Halden Bridge closed {time}?")

    assert answer.reason == "what was found is of other times, and speaks of none that was asked for"
    assert answer.also_found
    assert not assistant.ask(f"Why was the Halden Bridge closed {time}?", ignoring=["period"]).refused


def test_a_later_report_that_speaks_of_the_time_is_one(assistant: Assistant) -> None:
    assert not assistant.ask("When did the Halden Bridge reopen in June 2024?").refused
    assert not assistant.ask("Why was the Halden Bridge closed in March 2024?").refused
