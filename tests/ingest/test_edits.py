"""Edits: what replaces what, by the file, the line or the address that an article came from; nothing given is lost."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from ingest.pipeline import correct, ingest, remove
from rag.collection import Collection
from rag.errors import ArticleUnknown
from tests.fakes import WordEmbedder, contents_of, make_text, outcome

PAGE = "https://paper.example/1"


def write_lines(file: Path, *seeds: str, address: str | None = None) -> Path:
    """Write one record a seed, titled after it, all of one address or of none."""
    stated = {} if address is None else {"url": address}
    lines = [json.dumps({"title": seed, "body": make_text(seed), **stated}) for seed in seeds]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def write_text(file: Path, seed: str) -> Path:
    file.write_text(make_text(seed, title=f"{seed} of the long report"), encoding="utf-8")
    return file


def titles(index: Path) -> list[str]:
    return sorted(
        str(article.source.title).removesuffix(" of the long report")
        for article in contents_of(index, WordEmbedder()).articles
    )


def versions(index: Path) -> dict[str, str]:
    """Return what replaced each earlier version, by title."""
    with Collection(index, WordEmbedder()).reading() as store:
        pairs = store.connection.execute("SELECT id, replaced_by FROM versions").fetchall()
        return {str(store.article(old).source.title): str(store.article(new).source.title) for old, new in pairs}


def id_of(index: Path, title: str) -> str:
    with Collection(index, WordEmbedder()).reading() as store:
        rows = store.connection.execute(
            "SELECT id FROM articles WHERE title = ?1 UNION SELECT id FROM versions WHERE title = ?1", (title,)
        ).fetchall()
    ((name,),) = rows
    return str(name)


@pytest.mark.parametrize(
    ("before", "after", "live", "replaced"),
    [
        ("a b c", "x a b c", "a b c x", {}),
        ("a b c", "a x c", "a c x", {"b": "x"}),
        ("a b c", "a b c x", "a b c x", {}),
        ("a b c", "c b a", "a b c", {}),
        ("a b c", "b c", "a b c", {}),  # what was deleted has vanished, not been edited
        ("a b c", "b c x", "a b c x", {}),
        ("a b c", "a", "a b c", {}),
        ("a b c", "x y c", "c x y", {"a": "x", "b": "y"}),
        ("a b c", "a a c", "a b c", {}),
        ("a", "a a", "a", {}),
    ],
)
def test_the_line_of_a_file_tells_an_edit_from_a_move(
    before: str, after: str, live: str, replaced: dict[str, str], inbox: Path, index: Path
) -> None:
    ingest([write_lines(inbox / "a.jsonl", *before.split())], index, embedder=WordEmbedder())

    report = ingest([write_lines(inbox / "a.jsonl", *after.split())], index, embedder=WordEmbedder())

    assert (titles(index), versions(index), report.updated) == (live.split(), replaced, len(replaced))


def test_an_edit_replaces_also_after_a_line_was_deleted(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    for seeds in (("a", "b", "c"), ("b", "c"), ("b", "c edited")):
        ingest([write_lines(inbox / "a.jsonl", *seeds)], index, embedder=embedder)

    assert (titles(index), versions(index)) == (["a", "b", "c edited"], {"c": "c edited"})


def test_an_article_that_moved_to_another_file_is_not_replaced(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    ingest([write_lines(inbox / "a.jsonl", "a")], index, embedder=embedder)
    write_lines(inbox / "a.jsonl", "b")
    write_lines(inbox / "b.jsonl", "a")

    report = ingest([inbox], index, embedder=embedder)

    assert (titles(index), outcome(report)) == (["a", "b"], (1, 0, 1, 0))


def test_a_file_that_takes_the_words_of_another_one_gives_up_its_own(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    for name in ("a", "b"):
        write_text(inbox / f"{name}.txt", name)
    ingest([inbox], index, embedder=embedder)

    ingest([write_text(inbox / "a.txt", "b")], index, embedder=embedder)

    assert titles(index) == ["b"]


def test_another_text_at_an_address_replaces_the_one_before_whatever_the_file(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    ingest([write_lines(inbox / "monday.jsonl", "a", address=PAGE)], index, embedder=embedder)

    report = ingest([write_lines(inbox / "tuesday.jsonl", "b", address=PAGE)], index, embedder=embedder)

    assert (titles(index), versions(index), outcome(report)) == (["b"], {"a": "b"}, (0, 1, 0, 0))


@pytest.mark.parametrize(
    "address",
    [
        "http://paper.example/1",
        "https://paper.example/1/",
        "https://Paper.example/1?utm_source=feed&utm_medium=rss#comments",
        "https://paper.example:443/1?fbclid=abc",
    ],
)
def test_an_address_is_the_same_with_tracking_another_scheme_or_a_slash(
    address: str, inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    ingest([write_lines(inbox / "monday.jsonl", "a", address=PAGE)], index, embedder=embedder)

    ingest([write_lines(inbox / "tuesday.jsonl", "b", address=address)], index, embedder=embedder)

    assert (titles(index), versions(index)) == (["b"], {"a": "b"})


@pytest.mark.parametrize("address", ["https://paper.example/2", f"{PAGE}?page=2", "https://other.example/1"])
def test_another_address_is_another_article(address: str, inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    ingest([write_lines(inbox / "some.jsonl", "a", address=PAGE)], index, embedder=embedder)

    report = ingest([write_lines(inbox / "some.jsonl", "b", address=address)], index, embedder=embedder)

    assert (titles(index), versions(index), outcome(report)) == (["a", "b"], {}, (1, 0, 0, 0))


def test_a_daily_file_with_other_addresses_each_day_replaces_nothing(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    for day in ("mon", "tue", "wed"):
        lines = [
            json.dumps(
                {"title": f"{day} {n}", "body": make_text(f"{day} {n}"), "url": f"https://paper.example/{day}/{n}"}
            )
            for n in range(2)
        ]
        (inbox / "daily.jsonl").write_text("\n".join(lines), encoding="utf-8")
        report = ingest([inbox], index, embedder=embedder)
        assert outcome(report) == (2, 0, 0, 0)

    assert (len(titles(index)), versions(index)) == (6, {})


def test_two_records_with_one_address_both_stay(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    ingest([write_lines(inbox / "a.jsonl", "one", address=PAGE)], index, embedder=embedder)
    write_lines(inbox / "a.jsonl", "one", "two", address=PAGE)

    second = ingest([inbox], index, embedder=embedder)
    third = ingest([inbox], index, embedder=embedder)

    assert (outcome(second), outcome(third)) == ((1, 0, 1, 0), (0, 0, 2, 0))
    assert (titles(index), third.generation) == (["one", "two"], second.generation)


def test_an_edit_of_one_of_two_records_with_one_address_replaces_that_one(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    ingest([write_lines(inbox / "a.jsonl", "one", "two", address=PAGE)], index, embedder=embedder)

    ingest([write_lines(inbox / "a.jsonl", "one edited", "two", address=PAGE)], index, embedder=embedder)

    assert versions(index) == {"one": "one edited"}


def test_an_address_that_a_whole_feed_shares_replaces_nothing(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    for number, seeds in enumerate((("a", "b", "c"), ("d",), ("e",), ("f", "g"))):
        ingest([write_lines(inbox / f"{number}.jsonl", *seeds, address=PAGE)], index, embedder=embedder)

    assert (titles(index), versions(index)) == (list("abcdefg"), {})


def test_a_number_sign_in_a_file_name_is_part_of_the_name(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    for name in ("story #2.txt", "b.txt"):
        write_text(inbox / name, "same")
    ingest([inbox], index, embedder=embedder)

    ingest([write_text(inbox / "b.txt", "edited")], index, embedder=embedder)

    assert titles(index) == ["edited", "same"]


def test_a_file_whose_name_is_no_utf8_keeps_its_article_too(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    for name in (b"caf\xe9.txt", b"b.txt"):
        write_text(inbox / name.decode("utf-8", "surrogateescape"), "same")
    ingest([inbox], index, embedder=embedder)

    ingest([write_text(inbox / "b.txt", "edited")], index, embedder=embedder)

    assert titles(index) == ["edited", "same"]


def test_a_file_that_cannot_be_read_for_a_while_is_still_edited_afterwards(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    ingest([write_text(inbox / "a.txt", "a")], index, embedder=embedder)
    (inbox / "a.txt").write_bytes(b"")
    ingest([inbox], index, embedder=embedder)

    report = ingest([write_text(inbox / "a.txt", "b")], index, embedder=embedder)

    assert (titles(index), report.updated) == (["b"], 1)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_to_a_file_its_articles_are_in_afterwards(
    seed: int, inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    pick = random.Random(seed)
    for _ in range(6):
        files = {name: pick.choices("abcdefgh", k=pick.randrange(1, 5)) for name in ("one", "two", "three")}
        for name, seeds in files.items():
            write_lines(inbox / f"{name}.jsonl", *seeds, address=PAGE if name == "three" else None)

        ingest([inbox], index, embedder=embedder)

        given = {seed for seeds in files.values() for seed in seeds}
        assert given <= set(titles(index))


def test_removing_an_article_removes_its_earlier_versions(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    for seed in ("a", "b", "c"):
        ingest([write_lines(inbox / "a.jsonl", seed, "other")], index, embedder=embedder)
    names = [id_of(index, title) for title in ("a", "b", "c")]

    remove([names[-1]], index, embedder=embedder)

    assert titles(index) == ["other"]
    with Collection(index, embedder).reading() as store:
        for name in names:
            with pytest.raises(ArticleUnknown):
                store.article(name)


def test_removing_an_earlier_version_leaves_the_article(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    for seed in ("a", "b", "c"):
        ingest([write_lines(inbox / "a.jsonl", seed)], index, embedder=embedder)

    report = remove([id_of(index, "b")], index, embedder=embedder)

    assert (titles(index), versions(index), report.generation) == (["c"], {}, 3)


def test_an_unknown_id_removes_nothing(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    ingest([write_lines(inbox / "a.jsonl", "a")], index, embedder=embedder)

    with pytest.raises(ArticleUnknown, match="no article has the id 'nobody'"):
        remove([id_of(index, "a"), "nobody"], index, embedder=embedder)

    assert titles(index) == ["a"]


def test_an_edit_of_an_article_whose_title_was_set_right_keeps_it_and_is_embedded(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    file = write_text(inbox / "a.txt", "a")
    ingest([inbox], index, embedder=embedder)
    correct(id_of(index, "a of the long report"), {"title": "Zeppelins"}, index, embedder=embedder)
    file.write_text(f"{file.read_text(encoding='utf-8')}\n\nThe mayor said nothing of it.\n", encoding="utf-8")
    write_text(inbox / "b.txt", "b")

    report = ingest([inbox], index, embedder=embedder)

    assert outcome(report) == (1, 1, 0, 0)
    assert titles(index) == ["Zeppelins", "b"]
    contents = contents_of(index, embedder)
    assert contents.vectors == {passage.passage_id for passage in contents.passages}
