"""Follow-up questions made whole from the conversation; questions that stand alone left as they are."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.domain import Turn
from rag.followup import make_whole
from rag.question import understand
from rag.term_weights import term_weights

GENSLER = [Turn("Who is Gary Gensler?", "Gary Gensler chairs the Securities and Exchange Commission [1].")]
FIRE = [Turn("How many people died in the fire in Berlin in 2022?", "Twelve people died in the fire [1].")]
FACTORY = [Turn("When did Tesla open its factory in Berlin?", "The factory opened in March 2022 [1].")]
FLEXPORT = [Turn("Who forced Dave Clark out of Flexport?", "Founder Ryan Petersen ousted him after a year [1].")]
LEADERS = [
    Turn("Who is Angela Merkel?", "Angela Merkel was chancellor of Germany [1]."),
    Turn("Who is Emmanuel Macron?", "Emmanuel Macron is the president of France [1]."),
]
PRIZE = [
    Turn("Who won the prize in chemistry?", "Moungi Bawendi, Louis Brus and Alexei Ekimov won it for quantum dots [1].")
]
PAPER = [Turn("What did TechCrunch say about the OpenAI board?", "TechCrunch says it lost faith in Sam Altman [1].")]
SPEECH = [Turn("What does Lund say about Brandt?", "“She is wrong,” Lund said [1].")]
SPHERE = [Turn("What is Sphere?", "The articles do not say what Sphere is.")]
ENVOY = [
    Turn(
        "Who recalled the envoy to Zambia?", "The foreign office did after Ambassador Daniel Foote spoke of graft [1]."
    )
]
SWIM = [Turn("Where was TwitchCon 2023 held?", "It took place in Las Vegas [1].")]


@pytest.mark.parametrize(
    ("history", "followup", "whole"),
    [
        (GENSLER, "Why is he not optimistic?", "Why is Gary Gensler not optimistic?"),
        (GENSLER, "and what did he say?", "what did Gary Gensler say?"),
        (GENSLER, "What about his salary?", "What about Gary Gensler's salary?"),
        (LEADERS, "Where was she born?", "Where was Angela Merkel born?"),
        (LEADERS, "Where was he born?", "Where was Emmanuel Macron born?"),
        (LEADERS, "When did they meet?", "When did Angela Merkel and Emmanuel Macron meet?"),
        (PRIZE, "Where do they work?", "Where do Moungi Bawendi, Louis Brus and Alexei Ekimov work?"),
        (FLEXPORT, "What did Petersen accuse him of?", "What did Petersen accuse Dave Clark of?"),
        (ENVOY, "What is his name?", "What is Daniel Foote's name?"),
        (PAPER, "Did he come back?", "Did Sam Altman come back?"),
        (SPHERE, "Who built it?", "Who built Sphere?"),
        (SPHERE, "How large are its screens?", "How large are Sphere's screens?"),
        (SWIM, "Why did people not like it there?", "Why did people not like TwitchCon 2023 in Las Vegas?"),
        (FACTORY, "How many cars does the company make?", "How many cars does Tesla make?"),
        (FACTORY, "How many people work there?", "How many people work in Berlin?"),
    ],
)
def test_a_pronoun_becomes_the_name_it_stands_for(history: list[Turn], followup: str, whole: str) -> None:
    assert make_whole(followup, history) == whole


@pytest.mark.parametrize(
    ("history", "followup", "whole"),
    [
        (FIRE, "And in 2023?", "How many people died in the fire in Berlin in 2023?"),
        (FIRE, "And a year later?", "How many people died in the fire in Berlin in 2023?"),
        (FIRE, "What about the year before?", "How many people died in the fire in Berlin in 2021?"),
        (FIRE, "two years later?", "How many people died in the fire in Berlin in 2024?"),
        (FIRE, "And in May 2022?", "How many people died in the fire in Berlin in May 2022?"),
        (FACTORY, "And a month later?", "When did Tesla open its factory in Berlin in April 2022?"),
    ],
)
def test_a_date_takes_the_place_of_a_date(history: list[Turn], followup: str, whole: str) -> None:
    assert make_whole(followup, history) == whole


COYLE = [Turn("What did Bridie Coyle say about the April results?", "“Plain words,” said Bridie Coyle [1].")]
BENCH = [
    Turn("What happened at Skelder in November 2024?", "14 November 2024: The driver, Owen Tassell, was hurt [1]."),
    Turn("Who looks into it?", "A panel does, “Nothing the driver did was wrong,” it says [1]."),
]
COACH = [Turn("Why did Castleby lose its coach?", "Falk left as coach of Ambridge Town, a friend says [1].")]


@pytest.mark.parametrize(
    ("history", "followup", "whole"),
    [
        (COYLE, "And in June?", "What did Bridie Coyle say about the results in June?"),
        (COYLE, "And the opposition leader?", "What did the opposition leader say about the April results?"),
        (COYLE, "What about the police?", "What did the police say about the April results?"),
        (BENCH[:1], "What about the year before?", "What happened at Skelder in November 2023?"),
        (BENCH, "the previous year?", "Who looks into it in November 2023?"),
    ],
)
def test_who_speaks_and_when_is_put_for_who_spoke_and_when(history: list[Turn], followup: str, whole: str) -> None:
    assert make_whole(followup, history) == whole


def test_the_thing_that_is_spoken_of_is_nobody_who_speaks() -> None:
    assert make_whole("And the weather?", COYLE) != "What did the weather say about the April results?"


@pytest.mark.parametrize("followup", ["And why?", "Who says that he was wrong?"])
def test_the_first_word_of_a_sentence_behind_a_label_or_in_quotation_marks_is_no_name(followup: str) -> None:
    whole = make_whole(followup, BENCH)

    assert not {"The", "Nothing", "A"} & set(whole.replace(")", " ").replace(";", " ").split())


def test_she_is_no_club() -> None:
    assert "Ambridge" not in make_whole("What did she say after the match?", COACH)


@pytest.mark.parametrize(
    ("history", "followup", "whole"),
    [
        (FIRE, "And in Munich?", "How many people died in the fire in Munich in 2022?"),
        (FACTORY, "And Volkswagen?", "When did Volkswagen open its factory in Berlin?"),
        (GENSLER, "What about Brian Armstrong?", "Who is Brian Armstrong?"),
        (PAPER, "And The Verge?", "What did The Verge say about the OpenAI board?"),
        (PAPER, "And Reuters?", "What did Reuters say about the OpenAI board?"),
        (LEADERS, "What about the former?", "Who is Angela Merkel?"),
        (SPHERE, "And U2?", "What is U2?"),
        (SPEECH, "And Sahra Okoro?", "What does Sahra Okoro say about Brandt?"),
        (SPEECH, "And Norway?", "What does Lund say about Norway?"),
    ],
)
def test_a_fragment_takes_the_place_of_its_parallel(history: list[Turn], followup: str, whole: str) -> None:
    assert make_whole(followup, history) == whole


@pytest.mark.parametrize("followup", ["Why?", "Who says so?", "How many were injured?", "Who started it?", "And then?"])
def test_what_was_spoken_of_stands_behind_a_question_that_names_nothing(followup: str) -> None:
    whole = make_whole(followup, FIRE)

    assert whole.endswith("(about: people died in the fire in Berlin in 2022)")


def test_a_circumstance_is_asked_of_the_question_before() -> None:
    history = [Turn("When did Pebble shut down?", "In November 2023 [1].")]

    assert make_whole("Why?", history) == "Why did Pebble shut down?"


def test_a_thing_without_a_name_is_not_taken_for_the_name_beside_it() -> None:
    whole = make_whole("How much did it cost?", FACTORY)

    assert whole == "How much did it cost? (about: Tesla open its factory in Berlin)"


def test_where_two_fit_as_well_neither_is_guessed() -> None:
    history = [Turn("What did Judge Arthur Engoron rule about Donald Trump?", "Donald Trump lost [1].")]

    assert "about: " in make_whole("How old is he?", history)


def test_a_refusal_names_nobody() -> None:
    history = [Turn("Who is Gary Gensler?", "The articles do not say; the nearest is about Brian Armstrong.")]

    assert make_whole("Where does he live?", history) == "Where does Gary Gensler live?"


def test_the_nearest_turn_counts_most() -> None:
    history = [Turn(f"Who is {name}?", f"{name} leads a club [1].") for name in ("Erik ten Hag", "Sean Dyche")]

    assert make_whole("How old is he?", history) == "How old is Sean Dyche?"


def test_markers_are_no_part_of_a_name() -> None:
    history = [Turn("Who leads the club?", "Sean Dyche [1] leads it [2][3].")]

    assert make_whole("How old is he?", history) == "How old is Sean Dyche?"


@pytest.mark.parametrize("history", [GENSLER, FIRE, FACTORY, FLEXPORT, LEADERS, PRIZE, PAPER, SPHERE, SWIM])
@pytest.mark.parametrize(
    "question",
    [
        "What is inflation?",
        "Who is Alyssa Healy?",
        "How did Sean Dyche react to the penalty?",
        "What did Sam Bankman-Fried say when he took the stand?",
        "Did Jim Harbaugh miss the game in which his team beat Penn State?",
        "Why did Emily Hand spend her birthday in Gaza?",
        "How did Twitch explain that it changed its revenue split?",
        "Is it true that Nike missed its targets?",
        "Is there a treaty between Japan and China?",
        "Did Elon Musk say that X would verify its users?",
        "And who won the 1998 World Cup?",
        "How have mortgage rates and house prices changed since the 1980s?",
        "Which  vaccines protect   children against polio?",
        "Thanks!",
    ],
)
def test_a_question_that_stands_alone_is_left_word_for_word(history: list[Turn], question: str) -> None:
    assert make_whole(question, history) == question


@pytest.mark.parametrize("question", ["Why?", "Why is he not optimistic?", "And in 2023?", "", "   "])
def test_without_a_conversation_nothing_changes(question: str) -> None:
    assert make_whole(question, []) == question
    assert make_whole(question, [Turn("", "")]) == question


def conversations() -> list[tuple[list[Turn], str]]:
    path = Path(__file__).parents[2] / "benchmarks" / "followups.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [([Turn(*turn) for turn in row["history"]], row["followup"]) for row in rows]


def test_making_whole_twice_changes_nothing() -> None:
    for history, followup in conversations():
        whole = make_whole(followup, history)
        assert make_whole(whole, history) == whole


@given(st.text(max_size=300), st.lists(st.tuples(st.text(max_size=200), st.text(max_size=200)), max_size=3))
def test_any_text_is_taken(question: str, turns: list[tuple[str, str]]) -> None:
    whole = make_whole(question, [Turn(*turn) for turn in turns])

    assert isinstance(whole, str)
    assert bool(whole.strip()) == bool(question.strip())


@pytest.mark.parametrize(
    "hostile",
    [
        "it " * 660,
        "And " * 500,
        "A" * 2_000,
        "A " * 1_000,
        "A. " * 660,
        "Aa of " * 330,
        "the " * 500,
        "his " * 70,
        "“A" * 1_000,
        "in 2022 " * 250,
        "," * 2_000,
        "İ\u0300ß\u202e\U0001f600" * 100,
        "\x00he\x00?",
        "[1]" * 600,
        "about: (" * 200,
    ],
)
def test_hostile_texts_take_milliseconds(hostile: str) -> None:
    begin = time.process_time()
    for followup in (
        hostile,
        hostile[:290],
        "Why is he not optimistic?",
        "And a year later?",
        "What about the other one?",
    ):
        make_whole(followup, [Turn(hostile, hostile)] * 8)

    assert time.process_time() - begin < 1.0


def test_the_first_is_asked_about_as_the_second_was() -> None:
    turns = [Turn("How much did the second strike cost Severn Quays?", "It cost 3 million pounds.")]

    assert make_whole("And the first?", turns) == "How much did the first strike cost Severn Quays?"


def test_two_pronouns_are_not_one_name() -> None:
    turns = [Turn("What was offered to the families?", "Pharmadale offered 42,000 pounds a family.")]

    assert "Pharmadale accept Pharmadale" not in make_whole("Did they accept it?", turns)


def test_a_word_of_an_earlier_question_that_is_nowhere_is_no_lack() -> None:
    asked = understand("Where did it go? (about: passengers on board)")

    assert asked.borrowed == {"passeng", "on", "board"}
    assert term_weights(asked, {"go": 2, "passeng": 1, "board": 0}, 10)["board"] == 0


def test_a_question_that_turns_to_another_story_stands_alone() -> None:
    turns = [Turn("Who won the election in Lindmere?", "Ingrid Sallow was declared mayor.")]

    assert make_whole("And in the hospital story, who resigned?", turns) == "In the hospital story, who resigned?"
    assert make_whole("And in the same story, who resigned?", turns) != "In the same story, who resigned?"
