"""The commands that change a collection, at their door: what they do, what they print, what they refuse.

The embedding model of the settings is the fake one here: what is said and done is looked at, not how it embeds.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest import cli, collection
from ingest.pipeline import ingest
from rag.door import run
from rag.embed import SentenceTransformerEmbedder
from tests.fakes import WordEmbedder
from tests.ingest.kept import dump, id_of, sources, text_of, titles, write_files


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Embed by words, keep the settings of this machine out, and the signal handler of the door in."""
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(SentenceTransformerEmbedder, "from_settings", lambda settings: WordEmbedder())
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def filled(inbox: Path, index: Path) -> Path:
    """Three articles."""
    write_files(inbox, "a", "b", "c")
    ingest([inbox], index, embedder=WordEmbedder())
    return index


def add(*arguments: object) -> int:
    return run(lambda: cli.main([str(argument) for argument in arguments]))


def look_after(*arguments: object) -> int:
    return run(lambda: collection.main([str(argument) for argument in arguments]))


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_set_changes_fields_makes_them_unknown_and_takes_back(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = id_of(filled, "a")

    first = look_after("set", name, "outlet=The Hill Post", "author=", "published=30 March 2022", "--index", filled)
    changed, out = sources(filled)["a"], capsys.readouterr().out
    second = look_after("set", name, "outlet=-", "author=-", "--index", filled)

    assert (first, second, out.startswith(f"{name} set right; {filled}: 3 articles, ")) == (0, 0, True)
    assert (changed.publisher, changed.author, changed.published) == ("The Hill Post", None, "2022-03-30")
    after = sources(filled)["a"]
    assert (after.publisher, after.author, after.published) == ("Test Courier", "Ann Example", "2022-03-30")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (
            "colour=red",
            "error: there is no field 'colour'\n  the fields are title, outlet, author, published, updated, ",
        ),
        ("published=soon", "error: 'soon' is no date\n  write it as 2022-03-30, 2022-03 or 2022\n"),
        ("language=German", "error: 'German' is no language\n  two letters, as in en, de, fr\n"),
    ],
)
def test_set_refuses_what_cannot_be_in_one_line_and_a_hint(
    value: str, said: str, filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = look_after("set", id_of(filled, "a"), value, "--index", filled)

    assert (code, capsys.readouterr().err.startswith(said)) == (2, True)


@pytest.mark.parametrize("command", [["set", "nobody", "outlet=X"], ["join", "nobody", "ID"], ["separate", "nobody"]])
def test_each_refuses_an_unknown_id(command: Sequence[str], filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = id_of(filled, "a")

    code = look_after(*(known if word == "ID" else word for word in command), "--index", filled)

    assert (code, capsys.readouterr().err.splitlines()[0]) == (2, "error: no article has the id 'nobody'")


def test_join_and_separate_say_what_is_one_source(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b = id_of(filled, "a"), id_of(filled, "b")

    joined = look_after("join", a, b, "--index", filled)
    group = {source.group for title, source in sources(filled).items() if title in "ab"}
    separated = look_after("separate", b, "--index", filled)

    lines = capsys.readouterr().out.splitlines()
    assert (joined, separated, len(group)) == (0, 0, 1)
    assert [line.partition(";")[0] for line in lines] == ["2 articles are one source", f"{b} is a source of its own"]
    assert {source.group for source in sources(filled).values()} == {one.article_id for one in sources(filled).values()}


def test_remove_with_erase_says_so_and_leaves_no_word(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = look_after("remove", id_of(filled, "a"), "--erase", "--index", filled)

    assert (code, capsys.readouterr().out.startswith(f"1 erased; {filled}: 2 articles, ")) == (0, True)
    files = [path for path in filled.rglob("*") if path.is_file()]
    assert [path for path in files if b"a of the long report" in path.read_bytes()] == []


def test_rebuild_uses_the_vectors_that_are_known(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = look_after("rebuild", "--index", filled, "--json")

    report = printed(capsys)
    assert (code, report["articles"], report["generation"], report["embedded"]) == (0, 3, 2, 0)


def test_prune_is_asked_for_and_counted(filled: Path, inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inbox / "a.txt").unlink()

    code = add(inbox, "--index", filled, "--prune")

    lines = capsys.readouterr().out.splitlines()
    assert (code, titles(filled)) == (0, ["b", "c"])
    assert lines[0].startswith("0 added, 0 updated, 2 unchanged, 1 removed, 0 rejected of 2 given, in ")


def test_a_dry_run_says_that_it_is_one_and_makes_no_folder(
    filled: Path, inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inbox / "new.txt").write_text(text_of("new"), encoding="utf-8")
    before = dump(filled)

    codes = [add(inbox, "--index", folder, "--dry-run") for folder in (filled, tmp_path / "nowhere")]

    lines = capsys.readouterr().out.splitlines()
    assert (codes, dump(filled), (tmp_path / "nowhere").exists()) == ([0, 0], before, False)
    assert [line.partition(", in ")[0] for line in lines] == [
        "would be (nothing was written): 1 added, 0 updated, 3 unchanged, 0 rejected of 4 given",
        "would be (nothing was written): 4 added, 0 updated, 0 unchanged, 0 rejected of 4 given",
    ]


def test_a_side_file_is_given_and_what_it_names_wrongly_noted(
    filled: Path, inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    side = tmp_path / "side.csv"
    side.write_text(f"article,outlet\n{inbox}/a.txt,Post\nnobody,Post\n", encoding="utf-8")

    code = add(inbox, "--index", filled, "--corrections", side)

    lines = capsys.readouterr().out.splitlines()
    assert (code, sources(filled)["a"].publisher) == (0, "Post")
    assert lines[1] == f"  note: {side} line 3: no article of this ingest is 'nobody'"


def test_the_names_of_fields_are_given(inbox: Path, index: Path) -> None:
    record = {"Inhalt": text_of("a"), "Kopf": "A head", "title": "no title"}
    (inbox / "some.jsonl").write_text(json.dumps(record), encoding="utf-8")

    code = add(inbox, "--index", index, "--field", "body=Inhalt", "--field", "title=Kopf")

    assert (code, titles(index)) == (0, ["A head"])


@pytest.mark.parametrize(
    ("door", "arguments"),
    [
        (cli, ["x", "--field", "body"]),
        (cli, []),
        (collection, ["set", "x"]),
        (collection, ["set", "x", "outlet"]),
        (collection, ["join"]),
        (collection, ["separate", "x", "y"]),
    ],
)
def test_misuse_ends_with_2(door: Any, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        door.main(arguments)

    assert end.value.code == 2


def test_all_lists_the_collections_beside_this_one(
    filled: Path, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ingest([inbox / "a.txt"], filled.parent / "second", embedder=WordEmbedder())

    code = look_after("all", "--index", filled, "--json")

    found = [(one["name"], one["articles"], one["newest"]) for one in printed(capsys)]
    assert (code, found) == (0, [("index", 3, "2025-03-04"), ("second", 1, "2025-03-04")])
