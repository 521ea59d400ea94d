"""A chat model over real HTTP: what it writes is tied to words, and when it fails the articles answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.domain import Answer
from rag.settings import Settings
from tests.chat.server import Script, chat_server
from tests.fakes import WordEmbedder

pytest.importorskip("langchain_openai", reason="the [openai] extra is not installed")

ARTICLES = {
    "fire": "Harbour fire | Coast Wire\nBy Nils Ardent\n4 March 2025\n\nEleven boats burned at the North Quay on Tuesday. "
    "The harbour master put the damage at 4.2 million euros. He pointed to row [2] of a list. Nobody was killed.",
    "race": "Rowers win | Sound Echo\n9 June 2025\n\nThe women of Orrenmouth won the race by four seconds. Eighteen crews took "
    "part in it, and the weather was calm.",
}


@pytest.fixture
def index(tmp_path: Path) -> Path:
    from ingest import ingest

    for name, text in ARTICLES.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path / f"{name}.txt" for name in ARTICLES], tmp_path / "index", embedder=WordEmbedder())
    return tmp_path / "index"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")


def ask(index: Path, script: Script, question: str = "How many boats burned at the North Quay?") -> list[Answer]:
    """Return the answers as they grew."""
    with chat_server(script) as address:
        settings = Settings(chat_model="openai:test", chat_base_url=address, chat_timeout=2)
        with Assistant.open(index, settings=settings, embedder=WordEmbedder()) as assistant:
            return list(assistant.stream(question))


def place(script: Script, words: str) -> int:
    """Return the number under which a passage was sent."""
    before = script.prompt().split(words)[0]
    return int(before.rsplit("\n[", 1)[1].split("]")[0])


def test_each_sentence_is_tied_to_the_words_that_carry_it(index: Path) -> None:
    probe = Script(pieces=["x"])
    ask(index, probe)
    number = place(probe, "Eleven boats burned")
    script = Script(
        pieces=["Eleven boats ", "burned at the North Quay", f" [{number}]. ", f"Nobody was killed.[{number}]"]
    )

    last = ask(index, script)[-1]

    assert last.text == "Eleven boats burned at the North Quay. [1]\n\nNobody was killed. [2]"
    assert [citation.quote for citation in last.citations] == [
        "Eleven boats burned at the North Quay on Tuesday.",
        "Nobody was killed.",
    ]
    assert [statement.status for statement in last.statements] == ["verbatim", "verbatim"]
    assert (last.model, last.refused, last.notices) == ("openai:test", False, ())


def test_an_answer_grows_sentence_by_sentence(index: Path) -> None:
    script = Script(pieces=["Eleven boats burned [1]. ", "Nobody was ", "killed [1]. ", "The end [1]."])

    grown = ask(index, script)

    assert [len(answer.statements) for answer in grown] == [1, 2, 3]


def test_markers_for_nothing_vanish(index: Path) -> None:
    script = Script(pieces=["Eleven boats burned at the North Quay [99][0]. ", "Nobody was killed [1, 77]."])

    last = ask(index, script)[-1]

    assert "99" not in last.text
    assert "77" not in last.text
    assert {citation.number for citation in last.citations} == set(range(1, len(last.citations) + 1))


def test_a_sentence_that_no_passage_carries_is_marked_and_the_reader_is_told(index: Path) -> None:
    script = Script(pieces=["Eleven boats burned at the North Quay [1]. ", "Martians landed near Paris yesterday [1]."])

    last = ask(index, script)[-1]

    assert last.statements[1].status == "unsupported"
    assert last.notices == ("One sentence stands in none of the passages and is marked so.",)


def test_a_changed_number_is_not_called_supported(index: Path) -> None:
    script = Script(pieces=["The harbour master put the damage at 9.9 million euros [1]."])

    last = ask(index, script)[-1]

    assert last.statements[0].status == "partial"


def test_the_refusal_of_the_model_is_a_refusal(index: Path) -> None:
    last = ask(index, Script(pieces=["The articles do not say."]))[-1]

    assert last.refused
    assert last.reason == "the chat model found no answer in the passages"
    assert last.citations == ()
    assert last.also_found


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (Script(status=401), "HTTP 401"),
        (Script(status=404), "HTTP 404"),
        (Script(status=500), "HTTP 500"),
        (Script(status=429), "HTTP 429"),
        (Script(pieces=["Eleven boats ", "burned"], cut_after=1), "failed"),
        (Script(silent=True), "failed"),
        (Script(pieces=[]), "wrote nothing"),
    ],
    ids=["key refused", "no such model", "server error", "too many requests", "cut stream", "silence", "empty"],
)
def test_when_the_model_fails_the_articles_answer_and_the_reader_is_told(
    index: Path, script: Script, said: str
) -> None:
    last = ask(index, script)[-1]

    assert last.statements[0].text == "Eleven boats burned at the North Quay on Tuesday."
    assert last.model is None
    assert len(last.notices) == 1
    assert said in last.notices[0]
    assert "sk-secret" not in str(last.to_dict())


def test_a_server_that_is_not_there_costs_a_notice_not_the_answer(index: Path) -> None:
    settings = Settings(chat_model="openai:test", chat_base_url="http://127.0.0.1:9/v1", chat_timeout=2)
    with Assistant.open(index, settings=settings, embedder=WordEmbedder()) as assistant:
        last = assistant.ask("How many boats burned at the North Quay?")

    assert last.statements[0].text == "Eleven boats burned at the North Quay on Tuesday."
    assert last.notices[0].startswith("The chat model openai:test failed (")


def test_an_unknown_provider_is_said_without_a_traceback(index: Path) -> None:
    settings = Settings(chat_model="nobody:nothing")
    with Assistant.open(index, settings=settings, embedder=WordEmbedder()) as assistant:
        last = assistant.ask("How many boats burned at the North Quay?")

    assert last.statements
    assert last.notices[0].startswith("The chat model nobody:nothing failed")


def test_a_bracketed_number_of_an_article_is_sent_as_no_marker(index: Path) -> None:
    script = Script(pieces=["Nobody was killed [1]."])

    ask(index, script)

    assert "row (2) of a list" in script.prompt()
    assert "row [2]" not in script.prompt()


def test_the_boundary_around_passages_is_another_one_for_each_question(index: Path) -> None:
    first, second = Script(pieces=["Nobody was killed [1]."]), Script(pieces=["Nobody was killed [1]."])

    ask(index, first)
    ask(index, second)

    assert boundary(first) != boundary(second)
    assert first.prompt().count(boundary(first)) == 3


def boundary(script: Script) -> str:
    return script.prompt().split("between lines of ")[1].split(":")[0]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


HISTORY = [("What did the harbour master say of the damage?", "The harbour master put it at 4.2 million euros. [1]")]


def follow(index: Path, script: Script, question: str = "Was he hurt?") -> Answer:
    with chat_server(script) as address:
        settings = Settings(chat_model="openai:test", chat_base_url=address, chat_timeout=2)
        with Assistant.open(index, settings=settings, embedder=WordEmbedder()) as assistant:
            return assistant.ask(question, HISTORY)


def test_a_follow_up_is_made_whole_by_the_model_and_shown(index: Path) -> None:
    whole = "Was the harbour master hurt?"
    script = Script(first=[[whole[:9], whole[9:]]], pieces=["Nobody was killed [1]."])

    answer = follow(index, script)

    assert answer.question == whole
    assert "4.2 million" in script.requests[0]["messages"][-1]["content"]
    assert whole in script.prompt()


def test_a_name_that_the_model_adds_to_a_follow_up_is_not_believed(index: Path) -> None:
    script = Script(first=[["Was Angela Merkel hurt?"]], pieces=["Nobody was killed [1]."])

    answer = follow(index, script)

    assert "Merkel" not in answer.question
    assert "harbour master" in answer.question


def test_a_model_that_fails_leaves_the_follow_up_to_the_rules(index: Path) -> None:
    answer = follow(index, Script(status=500))

    assert "harbour master" in answer.question
    assert answer.notices[0].startswith("The chat model")


def test_a_question_that_stands_alone_costs_no_rewriting(index: Path) -> None:
    script = Script(pieces=["Eighteen crews took part [1]."])

    answer = follow(index, script, "How many crews took part in the race in Orrenmouth?")

    assert answer.question == "How many crews took part in the race in Orrenmouth?"
    assert len(script.requests) == 1
