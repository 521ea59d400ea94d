"""Yes and no: said only where a sentence settles the question, and of both where two contradict each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.page.chat import as_markdown
from rag.settings import Settings
from rag.settled import settles
from rag.terminal import as_text
from rag.verbs import verb_forms
from tests.fakes import WordEmbedder, index_of

MEETING = "Did Arden meet Pask in Rill?"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (MEETING, "Foreign Minister Lena Arden met her Skarrow counterpart Joren Pask in Rill on Thursday."),
        (MEETING, "On Thursday, Arden, the foreign minister, met Pask in Rill."),
        ("Did the council approve the budget?", "The council finally approved the budget by 12 votes to 9."),
        ("Was the harbour master arrested in May?", "The harbour master, who is 52, was arrested in May."),
        ("Has Downes resigned?", "Karel Downes, the harbour master, resigned on Friday."),
        ("Has Downes resigned?", "Downes has resigned."),
        ("Did the fire destroy eleven boats?", "The fire destroyed 11 boats."),
        ("Is Downes the harbour master of Rill?", "Downes is the harbour master of Rill."),
        ("Does the ferry carry lorries?", "The ferry carries lorries."),
        ("Did the talks stop in March?", "The talks stopped in March."),
    ],
)
def test_a_sentence_that_says_the_same_settles_it_with_yes(question: str, sentence: str) -> None:
    assert settles(question, sentence) == "yes"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (MEETING, "Arden did not meet Pask in Rill."),
        (MEETING, "Arden didn’t meet Pask in Rill; she was at sea."),
        ("Has Skarrow condemned the attack?", "Skarrow has not condemned the attack."),
        ("Was Downes a suspect in the bribery case?", "Karel Downes was not a suspect in the bribery case."),
    ],
)
def test_a_sentence_that_says_it_is_not_so_settles_it_with_no(question: str, sentence: str) -> None:
    assert settles(question, sentence) == "no"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (MEETING, "Pask met Arden’s deputy in Rill."),
        (MEETING, "Arden said her deputy met Pask in Rill."),
        (MEETING, "Arden may have met Pask in Rill."),
        (MEETING, "Arden was expected to meet Pask in Rill."),
        (MEETING, "The brother of Arden met Pask in Rill."),
        (MEETING, "Arden’s brother met Pask in Rill."),
        (MEETING, "Arden met Pask’s deputy in Rill."),
        (MEETING, "Arden met Pask near Rill."),
        (MEETING, "Arden met nobody; Pask was in Rill."),
        (MEETING, "“Arden met Pask in Rill,” a reader wrote."),
        (MEETING, "Arden has not yet met Pask in Rill."),
        (MEETING, "If Arden met Pask in Rill, nobody saw it."),
        ("Did Arden meet Pask?", "Arden did not meet Pask in Rill."),
        ("Did Arden meet Pask?", "Arden did not only meet Pask."),
        ("Did Pask vote for the budget?", "Pask voted against the budget."),
        ("Did the fire destroy eleven boats?", "The fire destroyed nearly eleven boats."),
        ("Did the fire destroy eleven boats?", "The fire destroyed more than eleven boats."),
        ("Did the fire destroy eleven boats?", "The fire destroyed twelve boats."),
        ("Was the minister arrested in May?", "The former minister was arrested in May."),
        ("Did the council approve the budget?", "The council approved the school budget."),
        ("Did the council approve the budget?", "The council approves the budget."),
        ("Was anybody hurt in the fire?", "The watchman was hurt in the fire."),
        ("Did Arden or Pask resign?", "Arden resigned."),
        ("Did he resign?", "He resigned."),
        ("Why did Arden resign?", "Arden resigned."),
        ("Arden resigned?", "Arden resigned."),
    ],
)
def test_what_is_hedged_another_s_or_only_alike_settles_nothing(question: str, sentence: str) -> None:
    assert settles(question, sentence) is None


@pytest.mark.parametrize(
    ("verb", "past", "participle", "third"),
    [
        ("meet", "met", "met", "meets"), ("write", "wrote", "written", "writes"), ("carry", "carried", "carried", "carries"),
        ("close", "closed", "closed", "closes"), ("stop", "stopped", "stopped", "stops"), ("reach", "reached", "reached", "reaches"),
        ("have", "had", "had", "has"),
    ],
)  # fmt: skip
def test_verbs_have_their_forms(verb: str, past: str, participle: str, third: str) -> None:
    forms = verb_forms(verb)

    assert (past in forms[0], participle in forms[1], forms[2]) == (True, True, third)


def assistant_of(folder: Path, **articles: str) -> Assistant:
    return Assistant.open(index_of(folder, articles), settings=Settings(chat_model=None), embedder=WordEmbedder())


APPROVED = "Budget passes | Coast Wire\n4 March 2025\n\nThe harbour council of Rill approved the new budget on Tuesday."
DENIED = "No budget | Garnwick Beacon\n5 March 2025\n\nThe harbour council of Rill did not approve the new budget."
CORRECTED = (
    "Correction: Budget passes | Coast Wire\n6 March 2025\n\nOur article “Budget passes” was of last year’s vote."
)
BUDGET = "Did the harbour council of Rill approve the new budget?"


def test_the_answer_begins_with_yes_everywhere_and_the_quotation_stays_verbatim(tmp_path: Path) -> None:
    with assistant_of(tmp_path, wire=APPROVED) as assistant:
        answer = assistant.ask(BUDGET)

    first = answer.statements[0]
    assert (first.verdict, first.text) == ("yes", first.citations[0].quote)
    assert answer.text.startswith("Yes: The harbour council of Rill approved the new budget")
    assert as_text(answer, width=100).startswith("Yes: The harbour council")
    assert '<strong class="label">Yes</strong> The harbour council' in as_markdown(answer, 1)


def test_who_says_the_contrary_is_heard_beside_it(tmp_path: Path) -> None:
    with assistant_of(tmp_path, wire=APPROVED, beacon=DENIED) as assistant:
        answer = assistant.ask(BUDGET)

    assert {one.verdict for one in answer.statements[:2]} == {"yes", "no"}
    lines = as_text(answer, width=200).splitlines()
    assert sorted(line[:5] for line in lines[:2]) == ["- No:", "- Yes"]


def test_an_article_that_was_corrected_settles_nothing(tmp_path: Path) -> None:
    with assistant_of(tmp_path, wire=APPROVED, mend=CORRECTED) as assistant:
        answer = assistant.ask(BUDGET)

    assert [one.verdict for one in answer.statements] == [""] * len(answer.statements)
    assert any("corrected “Budget passes”" in notice for notice in answer.notices)


def test_a_question_for_a_fact_has_no_verdict(tmp_path: Path) -> None:
    with assistant_of(tmp_path, wire=APPROVED) as assistant:
        answer = assistant.ask("When did the harbour council of Rill approve the new budget?")

    assert {one.verdict for one in answer.statements} <= {""}


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Was Trump convicted?", "The Trump Organization was convicted of tax fraud on Tuesday."),
        ("Did Trump visit Sudan?", "Trump visited South Sudan."),
        ("Was Harris elected president?", "Harris was elected Vice President."),
        ("Did Musk buy Twitter?", "Musk bought Twitter shares in January."),
        ("Did the strike end?", "The strike ended a decade of peace."),
        ("Did Russia destroy the dam?", "Kyiv: Russia destroyed the dam."),
        ("Did Russia destroy the dam?", "Russia destroyed the dam, Kyiv contends."),
        ("Did Russia destroy the dam?", "‘Russia destroyed the dam,’ the mayor of Kherson thinks."),
        ("Did Russia destroy the dam?", "Russia destroyed the dam?"),
    ],
)
def test_another_one_a_part_of_it_or_anothers_word_settles_nothing(question: str, sentence: str) -> None:
    assert settles(question, sentence) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Did Russia destroy the dam?", "Russia destroyed the dam on Tuesday."),
        ("Did Musk buy Twitter?", "Musk bought Twitter in October for $44 billion."),
        ("Did the strike end?", "The strike ended Friday."),
    ],
)
def test_what_follows_of_time_and_price_leaves_it_settled(question: str, sentence: str) -> None:
    assert settles(question, sentence) == "yes"
