"""Conversations that are kept: in real files, by several threads and processes, through kills and damage."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rag.history
from rag.domain import Answer, Statement
from rag.errors import HistoryError
from rag.evaluate import Labelled, read_questions
from rag.feedback import KINDS, Feedback, Kind, as_labelled
from rag.history import History, new_id
from rag.kept import Kept
from tests.page.fakes import BOATS, WATCHMAN, WIRE, boats, cite, watchman, zeppelin
from tests.page.payloads import PAYLOADS

ROOT = Path(__file__).parent.parent.parent
ANN, BEN = "ann", "ben"


def ask(number: int = 1, question: str = BOATS, answer: Answer | None = None) -> Kept:
    return Kept(f"x{number}", question, answer or boats(), asked_at=f"2026-03-09T10:{number:02}:00+00:00")


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "kept" / "history.sqlite")


def titles(history: History, query: str = "", user: str = ANN) -> list[str]:
    return [each.title for each in history.conversations(user, query)]


def questions(history: History, conversation_id: str, user: str = ANN) -> list[str]:
    found = history.conversation(user, conversation_id)
    return [each.question for each in found[1]] if found else []


def bytes_of(history: History) -> bytes:
    return b"".join(file.read_bytes() for file in history.path.parent.iterdir())


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_what_was_asked_is_there_again_with_its_citations_after_a_restart(history: History) -> None:
    asked = replace(ask(), limits={"outlets": ("Coast Wire",), "since": "2025", "until": None})
    history.save(ANN, "news", "c", asked)
    history.save(ANN, "news", "c", Kept("x2", "And?", None, "The chat model failed.", {}, "2026-03-09T10:02:00+00:00"))

    found = History(history.path).conversation(ANN, "c")
    assert found is not None
    summary, exchanges = found
    assert (summary.title, summary.exchanges, summary.collection) == (BOATS, 2, "news")
    assert (summary.first_asked[11:16], summary.last_asked[11:16]) == ("10:01", "10:02")
    assert [each.to_dict() for each in exchanges] == [
        json.loads(json.dumps(asked.to_dict())) | {"answer": boats().to_dict(), "limits": dict(asked.limits)},
        {"id": "x2", "question": "And?", "answer": None, "trouble": "The chat model failed.", "limits": {},
         "asked_at": "2026-03-09T10:02:00+00:00"},
    ]  # fmt: skip
    assert exchanges[0].answer is not None
    assert exchanges[0].answer.citations == boats().citations


def test_reading_makes_no_file_and_the_file_is_its_owners_only(history: History) -> None:
    assert history.conversations(ANN) == []
    assert history.conversation(ANN, "c") is None
    assert history.preferences(ANN) == {}
    assert not history.path.exists()

    history.save(ANN, "news", "c", ask())
    assert history.path.stat().st_mode & 0o077 == 0


def test_an_exchange_that_is_saved_again_is_replaced_where_it_stands(history: History) -> None:
    for number in (1, 2, 3):
        history.save(ANN, "news", "c", ask(number, f"Question {number}"))
    history.save(ANN, "news", "c", ask(2, "Question two"))

    assert questions(history, "c") == ["Question 1", "Question two", "Question 3"]
    assert titles(history, "two") == ["Question 1"]


def test_an_exchange_stays_in_the_conversation_that_it_is_in(history: History) -> None:
    history.save(ANN, "news", "c", ask())

    with pytest.raises(HistoryError, match="in another conversation"):
        history.save(ANN, "news", "d", ask())
    assert questions(history, "c") == [BOATS]
    assert history.conversation(ANN, "d") is None


def test_conversations_are_listed_the_one_last_added_to_first(history: History) -> None:
    for name in "abc":
        history.save(ANN, "news", name, Kept(name, f"Question {name}"))
    history.save(ANN, "news", "a", ask())

    assert titles(history) == ["Question a", "Question c", "Question b"]
    assert [each.conversation_id for each in history.conversations(ANN, most=2)] == ["a", "c"]


def test_a_title_is_the_first_question_on_one_line_and_short(history: History) -> None:
    history.save(ANN, "news", "a", Kept("a", "What\nhappened  here?"))
    history.save(ANN, "news", "b", Kept("b", "港" * 300))

    assert titles(history) == ["港" * 79 + "…", "What happened here?"]


def test_a_conversation_is_renamed_and_named_by_its_question_again(history: History) -> None:
    history.save(ANN, "news", "c", ask())

    assert history.rename(ANN, "c", "The\nfire")
    assert titles(history) == titles(history, "FIR") == ["The fire"]
    assert history.rename(ANN, "c", " ")
    assert titles(history) == [BOATS]
    assert not history.rename(ANN, "nothing", "x")


def test_an_edited_question_takes_the_place_of_all_that_followed(history: History) -> None:
    for number in (1, 2, 3):
        history.save(ANN, "news", "c", ask(number, f"Question {number}"))

    assert history.replace_from(ANN, "c", "x2")
    assert not history.replace_from(ANN, "c", "x3")
    history.save(ANN, "news", "c", ask(4, "Edited"))
    assert questions(history, "c") == ["Question 1", "Edited"]

    assert history.replace_from(ANN, "c", "x1")
    assert titles(history) == []
    history.save(ANN, "news", "c", ask(5, "From the start"))
    assert titles(history) == ["From the start"]


def test_a_conversation_from_a_file_comes_in_beside_the_one_it_was_made_of(history: History) -> None:
    history.save(ANN, "news", "c", ask())
    found = history.conversation(ANN, "c")
    assert found is not None

    brought = history.bring(ANN, "news", "A copy", found[1])
    assert titles(history) == ["A copy", BOATS]
    assert questions(history, brought) == questions(history, "c") == [BOATS]


def test_the_exchange_of_a_link_is_found(history: History) -> None:
    history.save(ANN, "news", "c", ask())

    assert history.of_exchange(ANN, "x1") == "c"
    assert history.of_exchange(ANN, "x2") is None


def test_ids_are_random_and_fit_an_address() -> None:
    made = {new_id() for _ in range(1_000)}

    assert len(made) == 1_000
    assert all(len(each) == 12 and each.replace("-", "").replace("_", "").isalnum() for each in made)


def test_the_oldest_conversations_go_when_there_are_too_many(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rag.history, "MOST_CONVERSATIONS", 3)
    history.save(BEN, "news", "b", Kept("b", "Of Ben"))
    for name in "abcde":
        history.save(ANN, "news", name, Kept(name, f"Question {name}"))
        history.save(ANN, "news", "a", Kept(f"a-{name}", "Again"))

    assert titles(history) == ["Question a", "Question e", "Question d"]
    assert titles(history, user=BEN) == ["Of Ben"]
    assert titles(history, "question b") == []


def test_an_exchange_of_more_than_two_megabytes_is_refused_and_nothing_is_kept_of_it(history: History) -> None:
    large = Answer("Q?", "word " * 500_000)

    with pytest.raises(HistoryError, match="too large"):
        history.save(ANN, "news", "c", ask(answer=large))
    assert history.conversations(ANN) == []
    history.save(ANN, "news", "c", ask(answer=Answer("Q?", "word " * 300_000)))
    assert titles(history) == [BOATS]


@pytest.mark.parametrize(
    "odd",
    [
        Kept("<b>", BOATS), Kept("", BOATS), Kept("x", BOATS, asked_at="soon"), Kept("x", BOATS, limits={"k": {}}),
        Kept("x", BOATS, replace(boats(), seconds=float("nan"))),
    ],
    ids=["id", "no id", "time", "limits", "answer"],
)  # fmt: skip
def test_what_could_not_be_read_again_is_not_kept(history: History, odd: Kept) -> None:
    with pytest.raises(HistoryError, match="cannot be kept"):
        history.save(ANN, "news", "c", odd)
    assert history.conversations(ANN) == []


def test_lone_surrogates_and_nulls_are_kept_or_refused_with_our_error(history: History) -> None:
    history.save(ANN, "news", "c", ask(question="A \ud800 b \x00 c"))

    assert questions(history, "c") == ["A \ud800 b \x00 c"]
    assert titles(history, "\ud800 a \x00") == ["A b c"]
    with pytest.raises(HistoryError, match="cannot be stored"):
        history.conversation(ANN, "\ud800")


# --- searching --------------------------------------------------------------------------------------------------------


def test_a_search_finds_the_beginnings_of_words_in_titles_questions_and_answers(history: History) -> None:
    history.save(ANN, "news", "boats", ask(1, "How many boats?", boats()))
    history.save(ANN, "news", "boats", ask(2, "And who was it?", watchman()))
    history.save(ANN, "news", "zeppelin", ask(3, "When did the zeppelin land?", zeppelin()))
    history.rename(ANN, "zeppelin", "Müller’s Café")

    assert titles(history, "watchm linnet") == ["How many boats?"]
    assert titles(history, "BOATS divers") == ["How many boats?"]
    assert titles(history, "muller cafe") == ["Müller’s Café"]
    assert titles(history, "zeppelin watchman") == []
    assert titles(history, "atchman") == []
    assert titles(history, "How many — *** 🎉 boats?") == ["How many boats?"]


def test_words_of_scripts_without_blanks_are_found_within_a_sentence(history: History) -> None:
    history.save(ANN, "news", "c", ask(1, "港口火灾中有多少艘船被毁？", zeppelin()))

    assert len(titles(history, "火灾")) == 1
    assert titles(history, "灾火") == []


OPERATORS = [
    '"', '""', '"boats', "*", "boats*", "*boats", "NEAR(boats fire)", "boats AND", "OR", "NOT boats", "said:boats",
    "boats -fire", "^boats", "(boats", "boats)", "{said}:x", "+", "boats + fire", "';--", "%", "\\", "''", "boats\x00",
]  # fmt: skip


@pytest.mark.parametrize("query", [*OPERATORS, *PAYLOADS])
def test_nothing_that_is_typed_is_an_operator_or_an_error(history: History, query: str) -> None:
    history.save(ANN, "news", "c", ask(1, query, zeppelin()))
    history.save(ANN, "news", "d", ask(2, "Something else", zeppelin()))

    searchable = any(sign.isalnum() for sign in query)
    assert [each.conversation_id for each in history.conversations(ANN, query)] == (["c"] if searchable else [])


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40))
def test_any_text_can_be_searched_for(tmp_path_factory: pytest.TempPathFactory, query: str) -> None:
    history = History(tmp_path_factory.mktemp("kept") / "history.sqlite")
    history.prefer(ANN, made=True)

    assert history.conversations(ANN, query) == []


# --- whose it is ------------------------------------------------------------------------------------------------------

SEEING: dict[str, Callable[[History, str], object]] = {
    "conversations": lambda history, user: history.conversations(user),
    "search": lambda history, user: history.conversations(user, "boats"),
    "conversation": lambda history, user: history.conversation(user, "c"),
    "of_exchange": lambda history, user: history.of_exchange(user, "x1"),
    "feedbacks": lambda history, user: history.feedbacks(user),
    "preferences": lambda history, user: history.preferences(user),
    "rename": lambda history, user: history.rename(user, "c", "Mine"),
    "replace_from": lambda history, user: history.replace_from(user, "c", "x1"),
    "feedback": lambda history, user: history.feedback(user, "x1", "other", "mine"),
    "delete": lambda history, user: history.delete(user, "c"),
}


@pytest.mark.parametrize("method", SEEING)
@pytest.mark.parametrize("other", [BEN, "", "ANN", "ann ", "%", "' OR 1=1 --"])
def test_another_user_finds_and_changes_nothing_even_with_the_right_ids(
    history: History, method: str, other: str
) -> None:
    history.save(ANN, "news", "c", ask())
    history.feedback(ANN, "x1", "good")
    history.prefer(ANN, language="de")
    before = (history.conversation(ANN, "c"), history.feedbacks(ANN), history.preferences(ANN))

    assert not SEEING[method](history, other)
    assert (history.conversation(ANN, "c"), history.feedbacks(ANN), history.preferences(ANN)) == before
    assert SEEING[method](history, ANN)


def test_another_user_who_saves_under_the_same_ids_has_a_conversation_of_their_own(history: History) -> None:
    history.save(ANN, "news", "c", ask(1, "Of Ann"))
    history.save(BEN, "news", "c", ask(1, "Of Ben"))

    assert (questions(history, "c"), questions(history, "c", BEN)) == (["Of Ann"], ["Of Ben"])
    history.delete(BEN, "c")
    assert questions(history, "c") == ["Of Ann"]


# --- deleting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read_meanwhile", [False, True], ids=["alone", "while another reads"])
def test_a_deleted_conversation_leaves_no_trace_in_its_files(history: History, read_meanwhile: bool) -> None:
    said = replace(watchman(), statements=(Statement("Xylophone quagmire.", (), "unsupported"),))
    history.save(ANN, "news", "keep", ask(1))
    history.save(ANN, "news", "c", ask(2, "Where is the zygote?", said))
    history.save(ANN, "news", "c", ask(3, "Is jabberwocky edited away?", said))
    history.feedback(ANN, "x2", "other", "kumquat")
    history.rename(ANN, "c", "Platypus")
    history.rename(ANN, "c", "Vuvuzela")
    history.replace_from(ANN, "c", "x3")
    secrets = (b"ylophone", b"uagmire", b"ygote", b"abberwocky", b"umquat", b"latypus", b"uvuzela")
    assert all(word in bytes_of(history) for word in secrets[:3])
    # A connection that stays open keeps the log of SQLite from being taken away.
    other = sqlite3.connect(history.path) if read_meanwhile else None
    assert other is None or other.execute("SELECT count(*) FROM exchanges").fetchone() == (2,)

    assert history.delete(ANN, "c")
    assert not history.delete(ANN, "c")
    left = bytes_of(history)
    assert [word for word in secrets if word in left] == []
    assert titles(history, "boats") == [BOATS]
    if other:
        other.close()


# --- what is said of answers ------------------------------------------------------------------------------------------


def test_what_is_said_of_an_answer_is_kept_with_it_and_can_be_changed(history: History) -> None:
    history.save(ANN, "news", "c", ask())

    assert history.feedback(ANN, "x1", "good")
    assert history.feedback(ANN, "x1", "wrong_citation", "not there")
    assert history.feedback(ANN, "x1", "out_of_date")
    assert history.feedback(ANN, "x1", "wrong_citation", "the second")
    assert not history.feedback(ANN, "x9", "good")
    assert {(each.kind, each.comment) for each in history.feedbacks(ANN)} == {
        ("wrong_citation", "the second"), ("out_of_date", ""),
    }  # fmt: skip
    assert history.feedbacks()[0].exchange.answer == history.feedbacks(ANN)[0].exchange.answer

    history.feedback(ANN, "x1", "good")
    assert [each.kind for each in history.feedbacks()] == ["good"]
    with pytest.raises(ValueError, match="splendid"):
        history.feedback(ANN, "x1", "splendid")  # type: ignore[arg-type]


def said_of(answer: Answer | None, kind: Kind, comment: str = "", question: str = "And?") -> Feedback:
    return Feedback(ANN, kind, comment, "2026-03-09", Kept("x", question, answer))


def labelled(tmp_path: Path, *feedbacks: Feedback) -> list[Labelled]:
    path = tmp_path / "labelled.jsonl"
    path.write_text(as_labelled(feedbacks), encoding="utf-8")
    return read_questions(path)


def test_feedback_becomes_labelled_questions_that_the_evaluation_reads(tmp_path: Path) -> None:
    read = labelled(
        tmp_path,
        said_of(boats(), "good"),
        said_of(zeppelin(), "good"),
        said_of(boats(), "missed_something", "thirteen boats."),
        said_of(None, "missed_something", "It was “the shore cable” and not the boiler, as I read it", "Which cause?"),
        said_of(boats(), "missed_something", "it leaves out what the port said about it two days later"),
        said_of(boats(), "out_of_date", "old"),
    )

    first = boats().statements[0].text
    assert read == [
        Labelled(BOATS, "good", ((first,),), evidence=(first,)),
        Labelled("When did the zeppelin land?", "good", answerable=False),
        Labelled(BOATS, "missed_something", (("thirteen boats",),)),
        Labelled("Which cause?", "missed_something", (("the shore cable",),)),
        Labelled(BOATS, "missed_something"),
        Labelled(BOATS, "out_of_date"),
    ]


def test_the_words_that_the_reader_found_are_the_answer_and_a_rewording_is_evidence_only(tmp_path: Path) -> None:
    quote = "It was under control at 5:40 a.m."
    start = WIRE.text.index("5:40")
    lead = replace(cite(WIRE, quote, 1), answer_start=start, answer_end=start + 4)
    found = Answer("When?", statements=(Statement(quote, (lead,), "verbatim"),))
    reworded = Answer("When?", statements=(Statement("Before six.", (lead,), "supported"),))

    assert labelled(tmp_path, said_of(found, "good"), said_of(reworded, "good")) == [
        Labelled("When?", "good", (("5:40",),), evidence=(quote,)),
        Labelled("When?", "good", evidence=(quote,)),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("payload", ["\n\n{}\n", "“”", '""', "\ud800", "\u2028x\u2028", *PAYLOADS[:4]])
def test_no_comment_breaks_the_lines_and_no_user_is_named(tmp_path: Path, kind: Kind, payload: str) -> None:
    given = [said_of(None, kind, payload, payload), said_of(boats(), kind, payload)]

    assert len(labelled(tmp_path, *given)) == 2
    assert ANN not in as_labelled(given).replace("WANN", "")


def test_preferences_are_kept_for_each_user_and_taken_back(history: History) -> None:
    history.prefer(ANN, language="de", sources=5)
    history.prefer(BEN, language="fr")
    history.prefer(ANN, sources=None, dark=True)

    assert history.preferences(ANN) == {"language": "de", "dark": True}
    assert history.preferences(BEN) == {"language": "fr"}


# --- several at once, kills, damage -----------------------------------------------------------------------------------


def saving(history: History, user: str, *most: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.rag.saver", str(history.path), user, *most]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_two_processes_and_four_threads_write_at_once_and_nothing_is_lost(history: History) -> None:
    processes = [saving(history, f"process{number}", "30") for number in range(2)]

    def write(number: int) -> None:
        for at in range(15):
            history.save(f"thread{number}", "news", str(at // 5), Kept(str(at), f"Question {at}", boats()))
            history.conversations(f"thread{number}", "question")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait(60) for process in processes] == [0, 0]

    for user, most in (("process0", 30), ("process1", 30), *((f"thread{number}", 15) for number in range(4))):
        assert sum(each.exchanges for each in history.conversations(user, "question")) == most


def test_a_process_that_is_killed_while_it_saves_leaves_all_that_was_saved(history: History) -> None:
    process = saving(history, ANN)
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 12:
            process.kill()
            break
    saved = [int(line) for line in process.stdout.read().split()]
    process.wait(60)

    kept = sum(each.exchanges for each in history.conversations(ANN, "question"))
    least = max([12, *saved]) + 1
    assert kept in (least, least + 1)
    with closing(sqlite3.connect(history.path, isolation_level=None)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    history.save(ANN, "news", "after", ask())
    assert titles(history)[0] == BOATS


def text_file(path: Path) -> None:
    path.write_text("These are not the conversations you are looking for. " * 100, encoding="utf-8")


def other_database(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("CREATE TABLE conversations (row INTEGER)")


def later_version(path: Path) -> None:
    History(path).prefer(ANN, language="de")
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA user_version = 99")


def cut_short(path: Path) -> None:
    History(path).save(ANN, "news", "c", ask())
    path.write_bytes(path.read_bytes()[:5_000])


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("spoil", [text_file, other_database, later_version, cut_short, folder])
def test_a_file_that_is_not_ours_is_one_clear_error_and_is_left_as_it_is(
    history: History, spoil: Callable[[Path], None]
) -> None:
    history.path.parent.mkdir()
    spoil(history.path)
    before = history.path.read_bytes() if history.path.is_file() else b""

    for act in (lambda: history.conversations(ANN), lambda: history.save(ANN, "news", "d", ask(2))):
        with pytest.raises(HistoryError) as caught:
            act()
        assert str(history.path) in caught.value.message
        assert caught.value.hint
    assert (history.path.read_bytes() if history.path.is_file() else b"") == before


def test_an_empty_file_is_a_new_one(history: History) -> None:
    history.path.parent.mkdir()
    history.path.touch()

    assert history.conversations(ANN) == []
    history.save(ANN, "news", "c", ask())
    assert titles(history) == [BOATS]


@pytest.mark.parametrize("seed", range(40))
def test_damage_anywhere_in_the_file_gives_what_was_kept_or_our_error(history: History, seed: int) -> None:
    for number in range(8):
        history.save(ANN, "news", str(number), ask(number))
    chance = random.Random(seed)
    content = bytearray(history.path.read_bytes())
    for _ in range(3):
        at = chance.randrange(len(content))
        content[at : at + 200] = chance.randbytes(min(200, len(content) - at))
    history.path.write_bytes(content)

    acts: list[Callable[[], object]] = [
        lambda: history.conversations(ANN),
        lambda: history.conversations(ANN, "boats"),
        lambda: [history.conversation(ANN, str(number)) for number in range(8)],
        lambda: history.feedback(ANN, "x3", "good"),
        history.feedbacks,
        lambda: history.save(ANN, "news", "9", ask(9, WATCHMAN)),
        lambda: history.delete(ANN, "2"),
    ]
    met = []
    for act in acts:
        try:
            act()
        except HistoryError as error:
            met.append(error.message)
    assert all(str(history.path) in message for message in met)


@pytest.mark.parametrize("body", ["", "[]", "{", "7", '{"id": "x1"}', '{"id": "x1", "answer": []}', "[" * 100_000])
def test_a_row_that_is_damaged_is_our_error_and_its_conversation_can_be_deleted(history: History, body: str) -> None:
    history.save(ANN, "news", "c", ask())
    with closing(sqlite3.connect(history.path, isolation_level=None)) as file:
        file.execute("UPDATE exchanges SET body = ?", (body,))

    if body != '{"id": "x1"}':
        with pytest.raises(HistoryError, match="damaged"):
            history.conversation(ANN, "c")
    assert titles(history) == [BOATS]
    assert history.delete(ANN, "c")


def test_another_process_that_holds_the_file_too_long_is_our_error(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.history_file.PATIENCE", 0.1)
    history.save(ANN, "news", "c", ask())
    other = sqlite3.connect(history.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(HistoryError, match="busy"):
        history.save(ANN, "news", "c", ask(2))
    assert titles(history) == [BOATS]  # reading goes on
    other.close()
