"""The collections of one folder on one page: each by its name, one model for all, and no way out of the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

import ui
from rag.errors import DatelineError, IndexMissing, SourceMissing
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of
from tests.page.fakes import FakeAssistant

TEXT = "Fire destroys {} boats | Coast Wire\n4 March 2025\n\nA fire destroyed eleven boats in the harbour of {} on Tuesday, said the {}."


@pytest.fixture
def shelves(tmp_path: Path) -> ui.Shelves:
    """Two collections beside each other, and something that is none."""
    for name in ("first", "second"):
        (tmp_path / "made" / name).mkdir(parents=True)
        made = index_of(tmp_path / "made" / name, {"a": TEXT.format(name, name.title(), "harbour master of the town")})
        made.rename(tmp_path / name)
    (tmp_path / "other").mkdir()
    shelves = ui.Shelves(Settings(index=tmp_path / "first", chat_model=None))
    shelves._model = WordEmbedder()  # what both were made with
    return shelves


def test_the_first_is_the_one_that_the_page_was_started_with(shelves: ui.Shelves) -> None:
    assert shelves.names() == ["first", "second"]
    assert [one.source.title for one in shelves.library().listed()] == ["Fire destroys first boats"]


def test_each_is_asked_by_its_name_with_one_model_and_one_reader(shelves: ui.Shelves) -> None:
    first, second = shelves.open(), shelves.open("second")

    assert (first.outlets(), second.article(shelves.library("second").listed()[0].source.article_id).source.title) == (
        ["Coast Wire"], "Fire destroys second boats",
    )  # fmt: skip
    assert first.collection.embedder is second.collection.embedder
    assert shelves.open("second") is second


def test_what_a_visitor_chose_makes_another_assistant_over_the_same_collection(shelves: ui.Shelves) -> None:
    chosen = shelves.open(settings={"chat_model": "openai:some-model", "statements": 1})

    assert chosen.chat_model == "openai:some-model"
    assert shelves.open().chat_model is None
    assert chosen.collection is shelves.open().collection


@pytest.mark.parametrize("name", ["..", "../first", "/etc", "a/b", ".hidden", "second/.."])
def test_no_name_leads_out_of_the_folder(shelves: ui.Shelves, name: str) -> None:
    with pytest.raises(SourceMissing):
        shelves.library(name)
    with pytest.raises(DatelineError):
        shelves.open(name)


def test_a_name_that_nothing_was_ingested_under_is_said_to_be_so(shelves: ui.Shelves) -> None:
    with pytest.raises(IndexMissing):
        shelves.open("third")
    assert shelves.library("third").listed() == []


def test_a_page_can_be_made_of_any_assistant_that_keeps_the_promises() -> None:
    assert ui.build_page(FakeAssistant()).is_running is False
