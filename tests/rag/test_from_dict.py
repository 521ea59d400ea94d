"""An answer as plain data, and back: nothing that the data tells is lost, and data that is no answer is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.domain import (
    Answer,
    Citation,
    Conflict,
    ConflictRow,
    Evidence,
    Passage,
    Source,
    Statement,
    Understood,
)
from rag.errors import AnswerInvalid
from tests.page.fakes import boats, watchman, zeppelin

texts = st.text(max_size=20)
some_text = st.none() | texts
places = st.integers(0, 10**6)
finite = st.floats(allow_nan=False, allow_infinity=False)
lists = st.lists(texts, max_size=3).map(tuple)

citations = st.builds(
    Citation, places, texts, some_text, some_text, some_text, some_text, some_text, texts, places, places,
    st.none() | places, st.none() | places,
)  # fmt: skip
statements = st.builds(
    Statement, texts, st.lists(citations, max_size=2).map(tuple),
    st.sampled_from(["verbatim", "supported", "partial", "unsupported"]), places, lists, lists, texts,
)  # fmt: skip
conflicts = st.builds(
    Conflict, texts,
    st.lists(st.builds(ConflictRow, texts, some_text, some_text, places, texts), max_size=2).map(tuple),
)  # fmt: skip
sources = st.builds(Source, texts, some_text, some_text, some_text, some_text, some_text, some_text)
evidence = st.builds(Evidence, st.builds(Passage, texts, sources, texts, places, places), finite)
answers = st.builds(
    Answer, texts, texts, st.booleans(), some_text, st.lists(statements, max_size=2).map(tuple),
    st.lists(citations, max_size=2).map(tuple), st.lists(conflicts, max_size=2).map(tuple), lists,
    st.lists(evidence, max_size=2).map(tuple),
    st.builds(Understood, some_text, some_text, lists, lists, lists),
    as_of=some_text, model=some_text, seconds=finite,
)  # fmt: skip


def plain(answer: Answer) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(answer.to_dict()))
    return data


@settings(deadline=None)
@given(answers)
def test_what_an_answer_tells_comes_back_whole(answer: Answer) -> None:
    back = Answer.from_dict(plain(answer))

    assert back.to_dict() == answer.to_dict()


@pytest.mark.parametrize("answer", [boats(), watchman(), zeppelin()], ids=["boats", "watchman", "zeppelin"])
def test_statements_citations_and_conflicts_come_back_as_the_same_nouns(answer: Answer) -> None:
    back = Answer.from_dict(plain(answer))

    assert replace(back, also_found=()) == replace(answer, also_found=())


def test_passages_come_back_under_an_id_made_of_their_place() -> None:
    found = Answer.from_dict(plain(boats())).also_found[0].passage

    assert found.passage_id == f"ledger:{found.start}"
    assert found.end - found.start == len(found.text)
    assert found.source.outlet == "Kelderby Ledger"


def test_keys_of_a_later_version_are_ignored_and_keys_of_an_earlier_one_not_missed() -> None:
    data = plain(watchman())
    data["mood"] = "calm"
    data["citations"][0]["colour"] = "red"
    for name in ("understood", "seconds", "notices", "schema", "also_found"):
        del data[name]
    del data["citations"][0]["answer_start"]

    assert Answer.from_dict(data) == replace(watchman(), also_found=())


def changed(**values: object) -> dict[str, Any]:
    return plain(boats()) | values


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "it is not an object"),
        ([], "it is not an object"),
        ({}, "it has no 'question'"),
        (changed(schema=2), "it was made by another version of Dateline"),
        (changed(question=7), "it.question is not a text"),
        (changed(refused=1), "it.refused is not true or false"),
        (changed(seconds="soon"), "it.seconds is not a number"),
        (changed(seconds=float("nan")), "it.seconds is not a number"),
        (changed(seconds=10**400), "it.seconds is not a number"),
        (changed(seconds=True), "it.seconds is not a number"),
        (changed(notices="one"), "it.notices is not a list"),
        (changed(notices=["one", None]), "it.notices[1] is not a text"),
        (changed(statements=[3]), "it.statements[0] is not an object"),
        (changed(citations=[{}]), "it.citations[0] has no 'number'"),
        (changed(citations=[{"number": True}]), "it.citations[0].number is not a whole number"),
        (changed(also_found=[{"article_id": "a", "quote": "b", "start": 1.5, "score": 1}]),
         "it.also_found[0].start is not a whole number"),
        (changed(statements=[{"text": "a", "citations": [], "status": "true"}]),
         "it.statements[0].status is not one of verbatim, supported, partial, unsupported"),
        (changed(statements=[{"text": "a", "citations": [], "status": ["verbatim"]}]),
         "it.statements[0].status is not one of verbatim, supported, partial, unsupported"),
    ],
)  # fmt: skip
def test_data_that_is_no_answer_is_refused_and_the_place_named(data: object, said: str) -> None:
    with pytest.raises(AnswerInvalid) as caught:
        Answer.from_dict(data)

    assert caught.value.message == said


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(plain(boats()))), junk)
def test_whatever_stands_in_a_field_gives_an_answer_or_the_one_error(name: str, value: object) -> None:
    try:
        answer = Answer.from_dict(changed(**{name: value}))
    except AnswerInvalid:
        return

    assert json.dumps(answer.to_dict())
