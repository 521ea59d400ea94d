"""The promises of ingest: twice is once, in any order; an edit replaces, a removal leaves nothing; all is counted."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

from ingest.pipeline import ingest, remove
from rag.collection import Collection
from rag.domain import Source
from tests.fakes import (
    Contents,
    WordEmbedder,
    contents_of,
    make_text,
    outcome,
    search_vectors,
    search_words,
    write_articles,
)  # fmt: skip


def ids(contents: Contents) -> set[str]:
    return {article.source.article_id for article in contents.articles}


def write_records(file: Path, seeds: Sequence[str]) -> Path:
    lines = [json.dumps({"title": f"Record {seed}", "body": make_text(seed)}) for seed in seeds]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_what_was_given_is_added_updated_unchanged_or_rejected(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    write_articles(inbox, ["a", "b", "c"])
    ingest([inbox], index, embedder=embedder)
    (inbox / "b.txt").write_text(make_text("b edited"), encoding="utf-8")
    (inbox / "d.txt").write_text(make_text("d"), encoding="utf-8")
    (inbox / "e.txt").write_text("", encoding="utf-8")

    report = ingest([inbox], index, embedder=embedder)

    assert (outcome(report), report.given, report.articles) == ((1, 1, 2, 1), 5, 4)


def test_ingesting_twice_changes_nothing_and_embeds_nothing(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_articles(inbox, ["a", "b", "c"])
    first = ingest([inbox], index, embedder=embedder)
    contents, embedded = contents_of(index, embedder), embedder.embedded

    second = ingest([inbox], index, embedder=embedder)

    assert (outcome(second), second.embedded, second.generation) == ((0, 0, 3, 0), 0, first.generation)
    assert (contents_of(index, embedder), embedder.embedded) == (contents, embedded)


def test_the_order_of_the_articles_makes_no_difference(tmp_path: Path, embedder: WordEmbedder) -> None:
    seeds = [f"s{number}" for number in range(12)]
    shuffled = random.Random(7).sample(seeds, len(seeds))

    ingest([write_records(tmp_path / "a.jsonl", seeds)], tmp_path / "one", embedder=embedder)
    for number, some in enumerate((shuffled[:5], shuffled[5:])):
        ingest([write_records(tmp_path / f"{number}.jsonl", some)], tmp_path / "two", embedder=embedder)

    assert contents_of(tmp_path / "two", embedder) == contents_of(tmp_path / "one", embedder)


def test_an_edited_file_replaces_all_its_passages(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_articles(inbox, ["a", "b"])
    ingest([inbox], index, embedder=embedder)
    before = contents_of(index, embedder)
    (inbox / "a.txt").write_text(make_text("a edited"), encoding="utf-8")

    report = ingest([inbox], index, embedder=embedder)

    after = contents_of(index, embedder)
    (gone,) = ids(before) - ids(after)
    assert (outcome(report), len(after.articles)) == ((0, 1, 1, 0), 2)
    assert [passage for passage in after.passages if passage.source.article_id == gone] == []
    assert after.vectors == {passage.passage_id for passage in after.passages}


def test_the_version_before_an_edit_stays_readable_by_its_id(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_articles(inbox, ["a"])
    ingest([inbox], index, embedder=embedder)
    (old,) = contents_of(index, embedder).articles
    (inbox / "a.txt").write_text(make_text("a edited"), encoding="utf-8")
    ingest([inbox], index, embedder=embedder)

    with Collection(index, embedder).reading() as store:
        found = store.article(old.source.article_id)

    assert found == old


def test_an_edit_that_is_taken_back_brings_the_first_version_back(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    write_articles(inbox, ["a", "b"])
    ingest([inbox], index, embedder=embedder)
    first = contents_of(index, embedder)
    (inbox / "a.txt").write_text(make_text("a edited"), encoding="utf-8")
    ingest([inbox], index, embedder=embedder)
    write_articles(inbox, ["a"])

    report = ingest([inbox], index, embedder=embedder)

    assert (outcome(report), report.embedded) == ((0, 1, 1, 0), 0)
    assert contents_of(index, embedder) == first


def test_a_removed_article_leaves_no_passage_in_words_or_vectors(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    write_articles(inbox, ["a", "b"])
    (inbox / "c.txt").write_text(make_text("c", title="Zeppelins over the harbour"), encoding="utf-8")
    ingest([inbox], index, embedder=embedder)
    before = contents_of(index, embedder)
    (gone,) = [a.source.article_id for a in before.articles if a.source.title == "Zeppelins over the harbour"]

    remove([gone], index, embedder=embedder)

    after = contents_of(index, embedder)
    collection = Collection(index, embedder)
    near = [name for name, _ in search_vectors(collection, "Zeppelins over the harbour", 100)]
    assert ids(after) == ids(before) - {gone}
    assert after.vectors == {passage.passage_id for passage in after.passages}
    assert [name for name in near if name.startswith(gone)] == []
    assert search_words(collection, "zeppelins") == ()
    collection.close()


def test_a_collection_may_become_empty_and_be_filled_again(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_articles(inbox, ["a", "b"])
    ingest([inbox], index, embedder=embedder)
    full = contents_of(index, embedder)

    remove(sorted(ids(full)), index, embedder=embedder)
    empty = contents_of(index, embedder)
    report = ingest([inbox], index, embedder=embedder)

    assert empty == Contents(articles=(), passages=(), vectors=frozenset(), words=(0, 0))
    assert (contents_of(index, embedder), outcome(report), report.embedded) == (full, (2, 0, 0, 0), 0)


def test_the_same_article_from_two_files_is_one(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    for name in ("a.txt", "b.txt"):
        (inbox / name).write_text(make_text("same"), encoding="utf-8")

    report = ingest([inbox], index, embedder=embedder)

    assert (outcome(report), report.articles) == ((1, 0, 1, 0), 1)


def test_an_article_stays_as_long_as_one_of_its_files_has_it(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    for name in ("a.txt", "b.txt"):
        (inbox / name).write_text(make_text("same"), encoding="utf-8")
    ingest([inbox], index, embedder=embedder)
    same = ids(contents_of(index, embedder))

    (inbox / "a.txt").write_text(make_text("a edited"), encoding="utf-8")
    ingest([inbox], index, embedder=embedder)
    one_edited = ids(contents_of(index, embedder))
    (inbox / "b.txt").write_text(make_text("b edited"), encoding="utf-8")
    ingest([inbox], index, embedder=embedder)

    assert (same < one_edited, len(one_edited)) == (True, 2)
    assert ids(contents_of(index, embedder)) & same == set()


def test_a_renamed_file_is_the_same_article(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_articles(inbox, ["a"])
    ingest([inbox], index, embedder=embedder)
    (inbox / "a.txt").rename(inbox / "renamed.txt")

    report = ingest([inbox], index, embedder=embedder)

    assert (outcome(report), report.articles, report.generation) == ((0, 0, 1, 0), 1, 1)


def test_a_line_inserted_at_the_top_changes_nothing_else(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    file = write_records(inbox / "a.jsonl", ["one", "two", "three"])
    ingest([file], index, embedder=embedder)
    before = contents_of(index, embedder)
    write_records(file, ["zero", "one", "two", "three"])

    report = ingest([file], index, embedder=embedder)

    after = contents_of(index, embedder)
    assert (outcome(report), len(after.articles)) == ((1, 0, 3, 0), 4)
    assert set(before.articles) < set(after.articles)
    assert set(before.passages) < set(after.passages)


def test_what_goes_in_comes_out_equal_dates_and_unknowns_too(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    body = "The council met on Monday and voted for the bridge, the mayor said."
    stated = {"title": "Full “title”", "source": "Ü-Zeitung", "author": "Ann O’Hara", "url": "https://x.example/1"}
    records = [
        {"body": body + " One.", **stated, "date": "2025-06-12T18:22:00Z", "updated": "2025-06-13"},
        {"body": body + " Two.", "title": "Partial", "date": "2022-03"},
        {"body": body + " Three.", "title": "Unknown"},
    ]
    (inbox / "a.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")

    ingest([inbox], index, embedder=embedder)

    articles = {article.source.title: article for article in contents_of(index, embedder).articles}
    full, partial, unknown = (articles[title] for title in ("Full “title”", "Partial", "Unknown"))
    assert full.source == Source(
        full.source.article_id, "Full “title”", "Ü-Zeitung", "Ann O’Hara", "2025-06-12T18:22:00Z", "2025-06-13",
        "https://x.example/1", None, full.source.article_id, "en",
    )  # fmt: skip
    assert partial.source == Source(
        partial.source.article_id, "Partial", published="2022-03", group=partial.source.article_id, language="en"
    )
    assert unknown.source == Source(
        unknown.source.article_id, "Unknown", group=unknown.source.article_id, language="en"
    )
    assert (full.text, full.raw) == (records[0]["body"], records[0]["body"])


def test_the_raw_text_is_kept_beside_the_cleaned_one(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    raw = "Advertisement\n\n" + make_text("a") + "\nShare this article\n"
    (inbox / "a.txt").write_text(raw, encoding="utf-8")

    ingest([inbox], index, embedder=embedder)

    (article,) = contents_of(index, embedder).articles
    assert (article.raw, "Advertisement" in article.text, "Share this" in article.text) == (raw, False, False)
