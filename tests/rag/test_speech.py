"""What somebody said: told in sentences in which that one speaks, refused where nobody heard him on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.domain import Evidence
from rag.question import understand
from rag.sentences import sentence_spans
from rag.settings import Settings
from rag.speech import begun, people_asked, sayers
from rag.standing import dangles, whole_quotations
from tests.fakes import WordEmbedder, index_of, make_passage

ARTICLES = {
    "talks": "Herring talks | Coast Wire\n12 June 2025\n\nThe herring talks broke off on Thursday. “We have moved,” said Helga Tarnow, the chief "
    "negotiator of Ostrey, of the herring talks. The herring talks will go on, nobody knows when.",
    "fire": "Fire | Orrenmouth Courier\n4 March 2025\n\nHarbour master Edda Brandvold was at the harbour after the fire. “The fire took "
    "thirty years of work from families here in three hours.” Then she left the fire and went home without a word.",
    "machine": "In the port | Coast Wire\n4 March 2025\n\n“We lost the ice house and the ice,” told of the ice house the master of port Edda Brandwolf.",
    "human": "Ice house gone | Kelderby Ledger\n5 March 2025\n\n“We lost what cannot be paid off,” said Edda Brandvold of the ice house on Wednesday, in the rain.",
    "wang": "A visit | Garnwick Beacon\n1 May 2025\n\nZha Jianguo lives in Kelderby. Zha said the visit of the minister was a sign of trust.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = index_of(tmp_path_factory.mktemp("speech"), ARTICLES)
    return Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder())


def test_who_speaks_leads_before_who_only_tells_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("What did Helga Tarnow say about the herring talks?")

    assert answer.statements[0].text.startswith("“We have moved,” said Helga Tarnow")


def test_the_family_s_name_may_stand_first(assistant: Assistant) -> None:
    answer = assistant.ask("What does Zha Jianguo think about the visit of the minister?")

    assert answer.statements[0].text == "Zha said the visit of the minister was a sign of trust."


def test_speech_of_nobody_is_quoted_with_the_sentence_that_says_whose_it_is(assistant: Assistant) -> None:
    answer = assistant.ask("What did Edda Brandvold say about the fire and the families?")

    assert answer.statements[0].text.startswith(
        "Harbour master Edda Brandvold was at the harbour after the fire. “The fire took"
    )


@pytest.mark.parametrize(
    "question",
    ["What did Helga Tarnow say about the fire?", "What did Zha Jianguo say about the herring talks?"],
)
def test_what_somebody_said_of_something_else_is_no_answer(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert answer.refused
    assert (answer.reason or "").startswith("no passage that was found tells what ")


@pytest.mark.parametrize(
    ("question", "people"),
    [
        ("What did Helga Tarnow say about the talks?", ("Helga Tarnow",)),
        ("What did Tarnow say about the talks?", ("Tarnow",)),
        ("What did Russia say about the talks?", ()),  # so does "Moscow", and "the Russian minister"
        ("What did the White House say about the talks?", ()),
        ("What did NATO say about the talks?", ()),
        ("When did Helga Tarnow speak?", ()),
    ],
)
def test_only_people_must_be_heard_themselves(question: str, people: tuple[str, ...]) -> None:
    assert people_asked(understand(question)) == people


def test_a_title_is_no_speaker(assistant: Assistant) -> None:
    assert assistant.ask("What did Minister Pask say about the visit of the minister?").refused


def test_a_role_that_nobody_has_here_said_nothing(assistant: Assistant) -> None:
    assert assistant.ask("What did the mayor of Orrenmouth say about the fire?").refused
    assert not assistant.ask("What did the chief negotiator say about the herring talks?").refused


SAID = (
    "Ann Quill said that the quay was lost. “The plan is late,” she said. “I am not an optimist about the new quay.” "
    "Nobody else spoke."
)


def passage_from(words: str) -> Evidence:
    whole = make_passage(SAID)
    start = SAID.index(words)
    return Evidence(replace(whole, start=start, text=SAID[start:]), 1.0)


@pytest.mark.parametrize("words", ["“I am not", "“The plan"])
def test_a_passage_that_begins_within_speech_is_read_from_where_the_speaker_is_named(words: str) -> None:
    wider = begun(passage_from(words), lambda name: SAID).passage

    assert (wider.start, wider.text, wider.end) == (0, SAID, len(SAID))


def test_another_passage_is_read_as_it_is() -> None:
    item = passage_from("Nobody else")

    assert begun(item, lambda name: SAID) is item


def test_who_is_named_right_leads_before_a_translation_that_misspells_the_name(assistant: Assistant) -> None:
    answer = assistant.ask("How did Edda Brandvold describe the loss of the ice house and the ice?")

    assert "Edda Brandvold" in answer.statements[0].text


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Desmond Quill, who represented Nadia Abara, said that he was relieved.", ["Desmond Quill"]),
        ("Victor Loxley's campaign manager, Bram Costello, said that it was unfair.", ["Bram Costello"]),
        ("“We have moved,” said Helga Tarnow, the chief negotiator of Ostrey.", ["Helga Tarnow"]),
        ("“We lost it,” harbour master Edda Brandvold told reporters on the quay.", ["Edda Brandvold"]),
        ("Joanna Pryke of brokers Hale Wexford called the price “full, going on generous”.", ["Joanna Pryke"]),
        ("She repeated that the sale would stop.", []),
    ],
)
def test_who_says_a_sentence_is_read_off_it(sentence: str, names: list[str]) -> None:
    assert sayers(sentence) == names


def test_all_that_somebody_said_is_told_and_nobody_else_s_words(tmp_path: Path) -> None:
    articles = {
        "count": "A close vote | Coast Wire\n8 November 2024\n\nNadia Abara won the vote. Abara said that she was confident of the result.",
        "court": "In court | Orrenmouth Courier\n3 December 2024\n\nDesmond Quill, who represented Nadia Abara, said that he was "
        "relieved by the result of the vote. Abara said that she would go to court.",
        "sworn": "Sworn in | Garnwick Beacon\n17 December 2024\n\nNadia Abara was sworn in. In a statement she said that water was no "
        "thing to be sold.",
    }
    index = index_of(tmp_path, articles)
    with Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder()) as assistant:
        answer = assistant.ask("What did Nadia Abara say?")
        later = assistant.ask("What did Nadia Abara say in May 2023?")

    assert {one.citations[0].published for one in answer.statements} == {"2024-11-08", "2024-12-03", "2024-12-17"}
    assert not any("Quill" in one.text for one in answer.statements)
    assert later.refused


def test_a_quotation_that_runs_through_sentences_is_one_and_a_long_one_is_not() -> None:
    def told(text: str) -> list[str]:
        return [text[start:end] for start, end in whole_quotations(text, sentence_spans(text))]

    short = "Haye was glad. “We were told it could not be done. It took sixteen days,” he said. The strike is over."
    assert told(short) == [
        "Haye was glad.",
        "“We were told it could not be done. It took sixteen days,” he said.",
        "The strike is over.",
    ]
    long = f"“It began. {'We waited for days and heard nothing. ' * 10}It ended,” he said. The strike is over."
    assert told(long) == [long[start:end] for start, end in sentence_spans(long)]
    assert told('It was 5" long. He said no.') == ['It was 5" long.', "He said no."]


def test_what_is_said_amid_an_article_on_the_subject_is_of_it(tmp_path: Path) -> None:
    articles = {
        "end": "Strikers go back | Calder Daily\n4 November 2025\n\nStaff voted for a settlement on Monday. Dermot Haye of the union was glad "
        "of it. “We were told it could not be done. It took sixteen days,” he said.",
        "start": "A strike | Calder Daily\n20 October 2025\n\nDermot Haye said that the boss was rich. The strike goes on.",
    }
    index = index_of(tmp_path, articles)
    with Assistant.open(index, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder()) as assistant:
        answer = assistant.ask("What did Dermot Haye say about the settlement?")
        elsewhere = assistant.ask("What did Dermot Haye say about the harbour?")

    assert "It took sixteen days" in answer.statements[0].text
    assert elsewhere.refused


@pytest.mark.parametrize(
    ("sentence", "back"),
    [
        ("There were boos at half time.", False),
        ("There is no painless way.", False),
        ("There he stayed until noon.", True),
        ("They stayed until noon.", True),
        ("The players stayed until noon.", False),
    ],
)
def test_a_sentence_points_back_by_its_first_word(sentence: str, back: bool) -> None:
    assert dangles(sentence) is back


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“He is a fool,” she said of Macron.", []),
        ("“The treaty is dead,” she told Macron.", []),
        ("“The treaty is dead,” he said on Monday.", []),
        ("“The treaty is dead,” he said Monday.", []),
        ("“The treaty is dead,” said the harbour master Karel Downes.", ["Karel Downes"]),
    ],
)
def test_whom_one_speaks_to_or_of_does_not_speak(text: str, speakers: list[str]) -> None:
    assert sayers(text) == speakers
