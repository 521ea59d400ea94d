"""Groups of copies: what a user says of them stands above what is found, and stays; no group is without its head."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.pipeline import correct, ingest, join, rebuild, remove, separate
from rag.errors import ArticleUnknown
from tests.fakes import WordEmbedder, make_sentences, make_text, outcome
from tests.ingest.kept import Record, id_of, record, sources, titles, write_lines

STORY = make_sentences("the story", 12)
"""Two outlets print it, one of them in part; the longest heads the group."""


def copy_of(title: str, sentences: int) -> Record:
    return {"title": title, "publisher": f"{title} Post", "body": "\n\n".join(STORY[:sentences])}


COPIES = (copy_of("full", 12), copy_of("shorter", 11), copy_of("shortest", 10))
OTHERS = (record("x"), record("y"))


@pytest.fixture
def file(inbox: Path) -> Path:
    return inbox / "some.jsonl"


@pytest.fixture
def filled(file: Path, index: Path, embedder: WordEmbedder) -> Path:
    """Three copies of one story, and two articles of their own."""
    ingest([write_lines(file, *COPIES, *OTHERS)], index, embedder=embedder)
    return index


def groups(index: Path) -> dict[str, str]:
    """Return the title of each article's head by its title."""
    found = sources(index)
    names = {source.article_id: title for title, source in found.items()}
    return {title: names[source.group] for title, source in found.items()}


FOUND = {"full": "full", "shorter": "full", "shortest": "full", "x": "x", "y": "y"}


def again(file: Path, index: Path) -> None:
    ingest([file], index, embedder=WordEmbedder())


def one_more(file: Path, index: Path) -> None:
    """Group everything anew, because something came in."""
    ingest([write_lines(file.with_name("more.jsonl"), "more")], index, embedder=WordEmbedder())


def anew(file: Path, index: Path) -> None:
    rebuild(index, embedder=WordEmbedder())


def corrected(file: Path, index: Path) -> None:
    for name in ("x", "full"):
        correct(id_of(index, name), {"author": "Bo"}, index, embedder=WordEmbedder())


def edited(file: Path, index: Path) -> None:
    """Edit both articles that the user spoke of, all else as it was."""
    lines = [
        {**one, "body": one["body"] + "\nOne more."} if one["title"] in ("x", "full") else one
        for one in COPIES + OTHERS
    ]
    assert ingest([write_lines(file, *lines)], index, embedder=WordEmbedder()).updated == 2


LATER = [again, one_more, anew, corrected, edited]


def test_copies_are_one_group_under_the_fullest(filled: Path) -> None:
    assert groups(filled) == FOUND


@pytest.mark.parametrize("later", LATER)
def test_what_was_joined_and_separated_stays_so(
    later: Callable[[Path, Path], None], file: Path, filled: Path, embedder: WordEmbedder
) -> None:
    x, y, full = (id_of(filled, title) for title in ("x", "y", "full"))
    joined = join([x, y], filled, embedder=embedder)
    separated = separate(full, filled, embedder=embedder)
    before = groups(filled)

    later(file, filled)

    after = {title: head for title, head in groups(filled).items() if title != "more"}
    assert (joined.embedded, separated.embedded, separated.articles) == (0, 0, 5)
    assert before["x"] == before["y"]
    assert (before["full"], before["shorter"], before["shortest"]) == ("full", "shorter", "shorter")
    assert after["x"] == after["y"]
    assert (after["full"], after["shorter"], after["shortest"]) == ("full", "shorter", "shorter")


def test_what_is_said_last_holds(filled: Path, embedder: WordEmbedder) -> None:
    names = {title: id_of(filled, title) for title in FOUND}

    separate(names["shorter"], filled, embedder=embedder)
    apart = groups(filled)
    join([names["shorter"], names["full"]], filled, embedder=embedder)
    together = groups(filled)
    join([names["x"], names["y"]], filled, embedder=embedder)
    separate(names["y"], filled, embedder=embedder)

    assert (apart["shorter"], apart["shortest"], together) == ("shorter", "full", FOUND)
    assert groups(filled) == FOUND


def test_joining_one_of_a_group_joins_all_of_it(filled: Path, embedder: WordEmbedder) -> None:
    join([id_of(filled, "shortest"), id_of(filled, "x")], filled, embedder=embedder)

    found = groups(filled)
    assert (len({found[title] for title in ("full", "shorter", "shortest", "x")}), found["y"]) == (1, "y")


def test_neither_an_unknown_article_nor_an_earlier_version_can_be_joined(
    file: Path, filled: Path, embedder: WordEmbedder
) -> None:
    old = id_of(filled, "x")
    edited(file, filled)

    for name in ("nobody", old):
        with pytest.raises(ArticleUnknown):
            join([id_of(filled, "y"), name], filled, embedder=embedder)
        with pytest.raises(ArticleUnknown):
            separate(name, filled, embedder=embedder)


def test_removing_a_head_gives_the_group_another(filled: Path, embedder: WordEmbedder) -> None:
    remove([id_of(filled, "full")], filled, embedder=embedder)
    two = groups(filled)

    remove([id_of(filled, "shorter")], filled, embedder=embedder)

    assert two == {"shorter": "shorter", "shortest": "shorter", "x": "x", "y": "y"}
    assert groups(filled) == {"shortest": "shortest", "x": "x", "y": "y"}


def test_pruning_a_head_gives_the_group_another(file: Path, filled: Path, embedder: WordEmbedder) -> None:
    ingest([write_lines(file, *COPIES[1:], *OTHERS)], filled, embedder=embedder, prune=True)

    assert groups(filled) == {"shorter": "shorter", "shortest": "shorter", "x": "x", "y": "y"}


def test_a_fuller_copy_that_comes_later_heads_the_group(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    ingest([write_lines(inbox / "a.jsonl", *COPIES[1:])], index, embedder=embedder)
    before = groups(index)

    report = ingest([write_lines(inbox / "b.jsonl", COPIES[0])], index, embedder=embedder)

    assert (before, outcome(report)) == ({"shorter": "shorter", "shortest": "shorter"}, (1, 0, 0, 0))
    assert (groups(index), titles(index)) == (
        {"full": "full", "shorter": "full", "shortest": "full"}, ["full", "shorter", "shortest"]
    )  # fmt: skip


def test_an_article_that_is_edited_out_of_its_group_heads_itself(
    file: Path, filled: Path, embedder: WordEmbedder
) -> None:
    own = {**COPIES[1], "body": make_text("a story of its own")}

    ingest([write_lines(file, COPIES[0], own, COPIES[2], *OTHERS)], filled, embedder=embedder)

    assert groups(filled) == {**FOUND, "shorter": "shorter"}
