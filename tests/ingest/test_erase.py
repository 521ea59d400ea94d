"""Erasing: no byte of an article stays below the folder of the collection, in no table, no generation, no journal."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import correct, ingest, join, remove
from rag import switch
from rag.collection import Collection
from rag.errors import ArticleUnknown, CollectionError
from tests.fakes import WordEmbedder, contents_of, make_text, outcome, passage_ids, search_words, write_articles
from tests.ingest.kept import dump, id_of, titles, versions, write_files

WORDS = ("Quibberfleck", "Zandermoot", "Olloprax", "Vexhalm")
"""In the text, in its earlier version, in the title, in the name of a file that was rejected: words of nobody else."""


@pytest.fixture(autouse=True)
def _plain_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some builds of SQLite overwrite what they delete; the others do not, and are the ones to be tested with."""
    connect = sqlite3.connect

    def plain(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **kwargs)
        connection.execute("PRAGMA secure_delete = OFF")
        return connection

    monkeypatch.setattr(sqlite3, "connect", plain)


def secret(word: str) -> str:
    return (
        make_text(f"secret {word}", title="Olloprax found") + f"\nNobody but {word} knew the {word} of the harbour.\n"
    )


@pytest.fixture
def filled(inbox: Path, index: Path, embedder: WordEmbedder) -> Path:
    """Some articles, and one that was edited, corrected and joined, and whose file was once too short."""
    write_files(inbox, "a", "b", "c")
    file = inbox / "Vexhalm.txt"
    file.write_text("Too short.", encoding="utf-8")
    (inbox / "corrections.csv").write_text("article,outlet\nVexhalm of old,Post\n", encoding="utf-8")
    for word in ("", "Zandermoot", "Quibberfleck"):
        file.write_text(secret(word) if word else "Too short.", encoding="utf-8")
        ingest([inbox], index, embedder=embedder)
    name = id_of(index, "Olloprax found")
    correct(name, {"author": "Olloprax"}, index, embedder=embedder)
    join([name, id_of(index, "a")], index, embedder=embedder)
    return index


def traces(index: Path, words: dict[str, bytes]) -> dict[str, set[str]]:
    """Return which of some bytes stand in which files below a folder."""
    found: dict[str, set[str]] = {}
    for file in sorted(path for path in index.rglob("*") if path.is_file()):
        data = file.read_bytes()
        hit = {name for name, some in words.items() if some in data or some.lower() in data}
        if hit:
            found[file.name] = hit
    return found


def bytes_of(index: Path) -> dict[str, bytes]:
    """Return what may not stay: words, ids, vectors, as bytes."""
    name = id_of(index, "Olloprax found")
    rows = dump(index)
    ids = {name, *(row[0] for row in rows["versions"])}
    live = {row[7] for row in rows["passages"] if row[2] not in ids}
    vectors = {f"vector {key}": vector for key, _, vector in rows["vectors"] if key not in live}
    assert len(vectors) >= 3
    return {
        **{word: word.encode() for word in WORDS},
        **{str(one): str(one).encode() for one in ids},
        **{key: bytes(vector) for key, vector in vectors.items() if isinstance(vector, bytes)},
    }


def test_no_byte_of_an_erased_article_is_left(filled: Path, embedder: WordEmbedder) -> None:
    words, others = bytes_of(filled), [one for one in titles(filled) if not one.startswith("Olloprax")]
    before = set().union(*traces(filled, words).values())

    report = remove([id_of(filled, "Olloprax found")], filled, embedder=embedder, erase=True)

    assert before == set(words)
    assert traces(filled, words) == {}
    assert (titles(filled), report.articles, versions(filled)) == (others, 3, {})


def test_what_is_left_is_whole_after_an_erasure(filled: Path, inbox: Path, embedder: WordEmbedder) -> None:
    remove([id_of(filled, "Olloprax found")], filled, embedder=embedder, erase=True)
    (inbox / "Vexhalm.txt").unlink()

    contents = contents_of(filled, embedder)
    collection = Collection(filled, embedder)
    hits = {name.partition(":")[0] for name, _ in search_words(collection, "people harbour", 100)}
    collection.close()
    report = ingest([inbox], filled, embedder=embedder)

    assert contents.vectors == {passage.passage_id for passage in contents.passages}
    assert hits == {article.source.article_id for article in contents.articles}
    assert (outcome(report), report.embedded) == ((0, 0, 3, 0), 0)
    assert [path.name for path in (filled / "generations").iterdir()] == [f"gen-{report.generation:06d}"]


def test_removed_without_erasing_it_is_found_no_more(filled: Path, embedder: WordEmbedder) -> None:
    name = id_of(filled, "Olloprax found")
    words = bytes_of(filled)

    remove([name], filled, embedder=embedder)

    collection = Collection(filled, embedder)
    with collection.reading() as store:
        assert [one for one in passage_ids(store) if one.startswith(name)] == []
        with pytest.raises(ArticleUnknown):
            store.article(name)
    assert search_words(collection, "Quibberfleck Olloprax Zandermoot") == ()
    collection.close()
    assert "Quibberfleck" in set().union(*traces(filled, words).values())


def test_an_earlier_version_alone_can_be_erased(filled: Path, embedder: WordEmbedder) -> None:
    ((old, *_),) = dump(filled)["versions"]

    remove([str(old)], filled, embedder=embedder, erase=True)

    words = {word: word.encode() for word in ("Zandermoot", "Quibberfleck")}
    assert set().union(*traces(filled, words).values()) == {"Quibberfleck"}
    assert (versions(filled), "Olloprax found" in titles(filled)) == ({}, True)


def test_an_erasure_that_a_reader_delays_says_so_and_is_done_when_it_ends(
    filled: Path, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(switch, "PATIENCE", 100)
    words = bytes_of(filled)
    with Collection(filled, embedder).reading() as store:
        assert store.count("articles") == 4

        with pytest.raises(CollectionError, match="another program reads it") as error:
            remove([id_of(filled, "Olloprax found")], filled, embedder=embedder, erase=True)

        assert (bool(error.value.hint), store.count("articles")) == (True, 4)
    assert (len(titles(filled)), traces(filled, words)) == (3, {})


def test_what_two_articles_share_stays_for_the_other(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_articles(inbox, ["a"])
    (inbox / "copy.txt").write_text(make_text("a") + "\nShare this article\n", encoding="utf-8")
    ingest([inbox], index, embedder=embedder)
    one, other = sorted(article.source.article_id for article in contents_of(index, embedder).articles)

    remove([one], index, embedder=embedder, erase=True)

    left = contents_of(index, embedder)
    assert ([article.source.article_id for article in left.articles], bool(left.vectors)) == ([other], True)
