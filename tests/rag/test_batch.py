"""Questions from a table into a table: as people write such tables, and with what goes wrong in a row of its own."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.batch import COLUMNS, BatchQuestion, BatchRow, answer_batch, as_batch_csv, read_batch
from rag.domain import Answer, Statement
from rag.errors import BatchInvalid
from tests.page.fakes import BOATS, BROKEN, EMPTY, WATCHMAN, ZEPPELIN, FakeAssistant, boats, watchman

FULL = BatchQuestion("Who, when?", "Coast Wire", "Nils Ardent", "2025-03", "2025-04-01")


@pytest.mark.parametrize(
    "text",
    [
        'question,outlet,author,since,until\n"Who, when?",Coast Wire,Nils Ardent,2025-03,2025-04-01\n',
        'question;outlet;author;since;until\r\n"Who, when?";Coast Wire;Nils Ardent;2025-03;2025-04-01\r\n',
        "question\toutlet\tauthor\tsince\tuntil\nWho, when?\tCoast Wire\tNils Ardent\t2025-03\t2025-04-01",
        "outlet|until|question|no such|author|since\nCoast Wire|2025-04-01|Who, when?|x|Nils Ardent|2025-03",
        '\ufeff QUESTION ; Outlet;author;SINCE;until\n\n;;;;\n"Who,\nwhen?";Coast Wire;Nils Ardent;2025-03;2025-04-01;more',
        'Frage;outlet;author;since;until\n"Who, when?";Coast Wire;Nils Ardent;2025-03;2025-04-01\n',
    ],
    ids=[
        "commas",
        "semicolons",
        "tabs",
        "bars and another order",
        "a mark, blank lines, lines in cells",
        "first column",
    ],
)
def test_a_table_is_read_however_its_columns_are_kept_apart(text: str) -> None:
    assert read_batch(text) == [FULL]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who, when, where?\n\nWhy; and how?\n", ["Who, when, where?", "Why; and how?"]),
        ("question\nWho?\nWhy?", ["Who?", "Why?"]),
        ('"Who, when?",Coast Wire\n"Why?",x\n', ["Who, when?", "Why?"]),
        ('"Who; when?";Coast Wire\n"Why?";x\n', ["Who; when?", "Why?"]),
        ('"Who, when?"\n"Why?"\n', ["Who, when?", "Why?"]),
        ("Who?\tCoast Wire\nWhy?\tx", ["Who?", "Why?"]),
        ("\ufeffWho?", ["Who?"]),
        ("question,since\nWho?\nWhy?,2025", ["Who?", "Why?"]),
    ],
)
def test_plain_lines_and_tables_without_names_are_questions_too(text: str, expected: list[str]) -> None:
    assert [each.question for each in read_batch(text)] == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no question in the file"),
        (" \n\n;;\n", "there is no question in the file"),
        ("question,outlet\n,Coast Wire\n", "there is no question in the file"),
        ("\n".join(["Why?"] * 201), "there are 201 questions in the file; 200 are the most"),
        ("x" * 2_000_001, "the file of questions is too large"),
        ('question,outlet\n"Who?,Coast Wire\n', "the file of questions cannot be read as a table: "
         "unexpected end of data"),
        ("question,outlet\n" + "x" * 200_000, "the file of questions cannot be read as a table: field larger than field "
         "limit (131072)"),
    ],
)  # fmt: skip
def test_what_holds_no_questions_is_one_clear_error(text: str, said: str) -> None:
    csv.field_size_limit(131_072)  # as Python has it; an ingest of tables raises it for the whole process
    with pytest.raises(BatchInvalid) as caught:
        read_batch(text)

    assert caught.value.message == said
    assert caught.value.hint


@settings(deadline=None)
@given(st.text(st.sampled_from('aq,;\t|"\n\r \x00\ufeff\u2028?') | st.characters(), max_size=60), st.booleans())
def test_any_text_is_questions_or_the_one_error(text: str, named: bool) -> None:
    try:
        questions = read_batch(f"question,outlet\n{text}" if named else text)
    except BatchInvalid:
        return

    assert all(each.question.strip() for each in questions)


def test_each_question_is_asked_with_its_limits_only() -> None:
    assistant = FakeAssistant()
    list(answer_batch(assistant, [FULL, BatchQuestion(BOATS)]))

    assert assistant.asked == [
        ("Who, when?", (), {"outlets": ("Coast Wire",), "authors": ("Nils Ardent",), "since": "2025-03",
                            "until": "2025-04-01"}),
        (BOATS, (), {}),
    ]  # fmt: skip


def test_a_question_that_fails_has_a_row_that_says_why_and_the_others_go_on() -> None:
    asked = [BatchQuestion(question) for question in (BOATS, EMPTY, BROKEN, "x" * 2_001, WATCHMAN)]
    rows = list(answer_batch(FakeAssistant(), asked))

    assert [row.question for row in rows] == asked
    assert [row.answer for row in rows] == [boats(), None, None, None, watchman()]
    assert rows[1].trouble.startswith("There is no collection at dateline-index. Add articles first")
    assert rows[2].trouble.startswith("Dateline failed at this; the details are in ")
    assert "secret detail" not in rows[2].trouble
    assert rows[3].trouble == "The question has 2,001 characters; 2,000 are the most."


def test_answers_are_yielded_one_by_one() -> None:
    assistant = FakeAssistant()
    rows = answer_batch(assistant, [BatchQuestion(BOATS), BatchQuestion(WATCHMAN)])

    assert next(rows).answer == boats()
    assert len(assistant.asked) == 1


def rows_of(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_answers_are_a_table_that_reads_back() -> None:
    asked = [BatchQuestion(question) for question in (BOATS, ZEPPELIN, EMPTY)]
    boat, zeppelin, empty = rows_of(as_batch_csv(answer_batch(FakeAssistant(), asked)))

    first = boats().citations[0]
    assert list(boat) == list(COLUMNS)
    assert boat == {
        "question": BOATS, "answer": " ".join(each.text for each in boats().statements), "refused": "no",
        "independent sources": "2", "first outlet": "Coast Wire", "first date": "2025-03-04", "quote": first.quote,
        "url": first.url, "notices": "",
    }  # fmt: skip
    assert (zeppelin["refused"], zeppelin["answer"][:27]) == ("yes", "The articles do not say. No")
    assert (empty["answer"], empty["refused"], empty["notices"][:19]) == ("", "", "There is no collect")


def test_no_cell_of_the_answers_runs_in_a_spreadsheet() -> None:
    bad = "=HYPERLINK(1)"
    answer = Answer(bad, bad, statements=(Statement(bad, (), "unsupported"),), notices=(bad,))
    rows = rows_of(as_batch_csv([BatchRow(BatchQuestion(bad), answer), BatchRow(BatchQuestion(bad), None, bad)]))

    assert {cell for row in rows for cell in row.values()} == {f"'{bad}", "no", "1", ""}
