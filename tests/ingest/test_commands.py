"""The commands at their door: what they print, what they return, and what they say when they refuse.

The collections are made by the fake embedding model under the name and hash of the bundled one, so that looking
after them loads no model; one test ingests with the real one.
"""

from __future__ import annotations

import io
import json
import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest import cli, collection
from ingest.pipeline import ingest
from rag.database import connect
from rag.door import run
from rag.embed import BUNDLED, BUNDLED_SHA256
from tests.fakes import WordEmbedder, contents_of, make_text, write_articles

TITLES = {"a": "The ferry is back", "b": "The bridge is shut", "c": "The market has moved"}


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the settings of this machine out, and the signal handler of the door in."""
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def filled(inbox: Path, index: Path) -> Path:
    """A collection of three articles that passes for one of the bundled model."""
    for seed, title in TITLES.items():
        (inbox / f"{seed}.txt").write_text(make_text(seed, title=title), encoding="utf-8")
    ingest([inbox], index, embedder=WordEmbedder(name=BUNDLED, fingerprint=BUNDLED_SHA256))
    return index


def add(*arguments: object) -> int:
    return run(lambda: cli.main([str(argument) for argument in arguments]))


def look_after(*arguments: object) -> int:
    return run(lambda: collection.main([str(argument) for argument in arguments]))


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def listed(index: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Return id by title, as `list` gives them."""
    look_after("list", "--index", index, "--json")
    return {source["title"]: source["article_id"] for source in printed(capsys)}


def test_a_path_that_is_not_there_is_misuse_and_makes_no_collection(
    inbox: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = add(inbox, inbox / "nowhere", "--index", index)

    assert (code, index.exists()) == (2, False)
    assert capsys.readouterr().err == (f"error: there is nothing at {inbox}/nowhere\n  check the path\n")


def test_all_rejected_is_2_and_each_is_named_with_its_reason(
    inbox: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inbox / "a.txt").write_text("", encoding="utf-8")
    (inbox / "b.odt").write_bytes(b"PK")

    code = add(inbox, "--index", index)

    lines = capsys.readouterr().out.splitlines()
    assert code == 2
    assert lines[0].startswith("0 added, 0 updated, 0 unchanged, 2 rejected of 2 given, in ")
    assert lines[1:] == [
        f"  rejected {inbox}/a.txt: the file is empty (nothing to do; remove it if it should not be there)",
        lines[2],
        f"{index}: 0 articles, 0 passages",
    ]
    assert lines[2].startswith(f"  rejected {inbox}/b.odt: the format .odt is not read (")


def test_an_empty_folder_is_nothing_to_do(inbox: Path, index: Path) -> None:
    assert add(inbox, "--index", index) == 0


def test_with_the_bundled_model_some_rejected_is_1_and_the_report_is_json(
    inbox: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_articles(inbox, ["a"], sentences=3)
    (inbox / "b.txt").write_text("", encoding="utf-8")

    code = add(inbox, "--index", index, "--json")

    report = printed(capsys)
    assert (code, report.pop("seconds") > 0) == (1, True)
    assert report == {
        "schema": 1, "given": 2, "added": 1, "updated": 0, "unchanged": 0, "articles": 1, "passages": 1, "embedded": 1,
        "generation": 1, "removed": [], "notices": [], "dry_run": False,
        "rejected": [
            {
                "what": f"{inbox}/b.txt", "reason": "the file is empty",
                "hint": "nothing to do; remove it if it should not be there",
            },
        ],
    }  # fmt: skip
    assert (look_after("ready", "--index", index), look_after("check", "--index", index)) == (0, 0)


def test_a_name_that_is_no_utf8_can_be_reported(
    inbox: Path, index: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (inbox / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"")

    code = add(inbox, "--index", index)

    assert (code, rb"caf\xe9.txt: the file is empty" in capsysbinary.readouterr().out) == (2, True)


@pytest.mark.parametrize("command", [["list"], ["show", "x"], ["remove", "x"], ["check"], ["rebuild"], ["ready"]])
def test_each_command_refuses_where_there_is_no_collection(
    command: Sequence[str], index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = look_after(*command, "--index", index)

    assert (code, index.exists()) == (2, False)
    assert capsys.readouterr().err == (
        f"error: there is no collection at {index}\n  add articles first: python -m ingest PATH\n"
    )


@pytest.mark.parametrize("command", [["list"], ["show", "x"], ["remove", "x"], ["check"], ["ready"]])
def test_a_collection_of_another_model_is_refused_naming_both_and_rebuild(
    command: Sequence[str], inbox: Path, index: Path, embedder: WordEmbedder, capsys: pytest.CaptureFixture[str]
) -> None:
    write_articles(inbox, ["a"])
    ingest([inbox], index, embedder=embedder)

    code = look_after(*command, "--index", index)

    assert (code, capsys.readouterr().err) == (
        2,
        f"error: the collection at {index} was made with the embedding model 'words', not '{BUNDLED}'\n"
        "  set DATELINE_EMBEDDING_MODEL=words, or make it anew for the other model: "
        f"DATELINE_EMBEDDING_MODEL={BUNDLED} python -m ingest.collection rebuild --index {index}\n",
    )


def test_list_shows_a_line_an_article(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = listed(filled, capsys)

    code = look_after("list", "--index", filled)

    assert (code, sorted(capsys.readouterr().out.splitlines())) == (
        0,
        sorted(f"{name}  2025-03-04    Test Courier            {title}" for title, name in names.items()),
    )


def test_the_folder_may_be_named_before_the_command(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, behind = look_after("list", "--index", filled), capsys.readouterr().out

    assert (look_after("--index", filled, "list"), capsys.readouterr().out) == (code, behind)


def test_on_a_terminal_a_long_title_is_cut_to_the_row(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("COLUMNS", "62")

    look_after("list", "--index", filled)

    rows = terminal.getvalue().splitlines()
    assert ({len(row) for row in rows}, sorted(row[-6:] for row in rows)) == ({62}, ["The br", "The fe", "The ma"])


def test_show_prints_the_source_and_the_text(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = listed(filled, capsys)[TITLES["a"]]

    codes = [look_after("show", name, "--index", filled, *option) for option in ((), ("--raw",))]

    out = capsys.readouterr().out
    assert codes == [0, 0]
    assert out.startswith(f"article_id   {name}\ntitle        {TITLES['a']}\npublisher    Test Courier\n")
    assert out.endswith(make_text("a", title=TITLES["a"]) + "\n")
    assert "url          unknown\n" in out


@pytest.mark.parametrize("command", ["show", "remove"])
def test_an_unknown_id_is_misuse_with_a_way_to_find_the_right_one(
    command: str, filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = look_after(command, "nobody", "--index", filled)

    assert (code, capsys.readouterr().err) == (
        2, "error: no article has the id 'nobody'\n  `python -m ingest.collection list` shows the ids\n"
    )  # fmt: skip


def test_remove_takes_out_what_it_names(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = listed(filled, capsys)

    code = look_after("remove", names[TITLES["a"]], names[TITLES["b"]], "--index", filled)

    assert (code, capsys.readouterr().out) == (0, f"2 removed; {filled}: 1 articles, 2 passages\n")
    assert listed(filled, capsys) == {TITLES["c"]: names[TITLES["c"]]}


def test_check_says_what_is_there_and_that_it_is_sound(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = look_after("check", "--index", filled, "--json")

    passages = len(contents_of(filled, WordEmbedder(name=BUNDLED, fingerprint=BUNDLED_SHA256)).passages)
    assert (code, printed(capsys)) == (
        0, {"generation": 1, "articles": 3, "passages": passages, "missing": 0, "surplus": 0}
    )  # fmt: skip


def test_check_finds_a_passage_that_the_vectors_lack(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connection = connect(filled)
    connection.execute(
        """INSERT INTO passages SELECT NULL, id || 'x', article_id, start, stop, title, text, vector_key, about_from,
           about_to FROM passages LIMIT 1"""
    )
    connection.close()

    code = look_after("check", "--index", filled)

    out = capsys.readouterr().out
    assert (code, "missing 1, surplus 0: not sound; mend it with: " in out) == (2, True)


@pytest.mark.parametrize("command", [[], ["list", "extra"], ["show"], ["nothing"]])
def test_misuse_of_a_command_ends_with_2(command: Sequence[str]) -> None:
    with pytest.raises(SystemExit) as end:
        collection.main(command)

    assert end.value.code == 2
