"""The store and its snapshots: offsets equal text, one state at a time, one model, few generations."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import ingest, rebuild, remove
from rag.collection import Collection
from rag.database import FILE, connect
from rag.domain import Filters
from rag.errors import ArticleUnknown, IndexMismatch, IndexMissing
from tests.fakes import (
    WordEmbedder,
    contents_of,
    make_text,
    passage_ids,
    read_contents,
    search_exactly,
    search_vectors,
    search_words,
    write_articles,
)  # fmt: skip


@pytest.fixture
def filled(inbox: Path, index: Path, embedder: WordEmbedder) -> Path:
    """A collection of six articles."""
    write_articles(inbox, [f"s{number}" for number in range(6)])
    ingest([inbox], index, embedder=embedder)
    return index


def test_every_passage_is_the_slice_of_its_article_at_its_offsets(filled: Path, embedder: WordEmbedder) -> None:
    contents = contents_of(filled, embedder)
    texts = {article.source.article_id: article.text for article in contents.articles}

    slices = [texts[passage.source.article_id][passage.start : passage.end] for passage in contents.passages]

    assert [passage.text for passage in contents.passages] == slices
    assert {passage.source.article_id for passage in contents.passages} == set(texts)


def test_store_words_and_chroma_hold_the_same_passages(filled: Path, embedder: WordEmbedder) -> None:
    contents = contents_of(filled, embedder)

    assert contents.vectors == {passage.passage_id for passage in contents.passages}
    assert contents.words[0] == len(contents.passages)


def test_an_unknown_passage_is_left_out_and_an_unknown_article_is_an_error(
    filled: Path, embedder: WordEmbedder
) -> None:
    with Collection(filled, embedder).reading() as store:
        known = passage_ids(store)[0]

        assert list(store.passages(["nobody:0-1", known])) == [known]
        with pytest.raises(ArticleUnknown, match="no article has the id 'nobody'"):
            store.article("nobody")


def test_more_ids_than_sqlite_takes_variables_are_found(filled: Path, embedder: WordEmbedder) -> None:
    with Collection(filled, embedder).reading() as store:
        known = passage_ids(store)

        found = store.passages([*(f"nobody:{number}" for number in range(40_000)), *known])

    assert sorted(found) == known


def test_a_snapshot_keeps_its_state_while_a_new_one_is_switched_in(
    filled: Path, inbox: Path, embedder: WordEmbedder
) -> None:
    collection = Collection(filled, embedder)
    question = embedder.embed(["the frozen canal"])[0]
    with collection.snapshot() as old:
        before = (old.store.count(), old.vectors.ids(), old.vectors.search(question, 5))
        write_articles(inbox, ["new one", "new two"])
        (inbox / "s0.txt").write_text(make_text("s0 edited"), encoding="utf-8")

        ingest([inbox], filled, embedder=embedder)

        assert (old.store.count(), old.vectors.ids(), old.vectors.search(question, 5)) == before
        with collection.snapshot() as new:
            assert (new.store.count(), new.vectors.manifest.generation) == (8, 2)
            assert new.vectors.ids() == set(passage_ids(new.store))
    collection.close()


def test_a_snapshot_keeps_its_vectors_through_a_switch_and_its_rows_through_any(
    filled: Path, inbox: Path, embedder: WordEmbedder
) -> None:
    collection = Collection(filled, embedder)
    question = embedder.embed(["the frozen canal"])[0]
    with collection.snapshot() as old:
        before = (old.store.count(), old.store.passage_ids())
        found = old.vectors.search(question, 5)
        for name in ("one", "two", "three"):
            write_articles(inbox, [name])
            ingest([inbox], filled, embedder=embedder)
            if name == "one":  # two generations are kept; Chroma may want the files of an older one again
                assert old.vectors.search(question, 5) == found

        assert (old.store.count(), old.store.passage_ids()) == before
    collection.close()


def test_a_collection_that_is_open_sees_what_was_ingested_since(
    filled: Path, inbox: Path, embedder: WordEmbedder
) -> None:
    collection = Collection(filled, embedder)
    counts = [len(read_contents(collection).articles)]
    for name in ("one", "two", "three"):
        write_articles(inbox, [name])
        ingest([inbox], filled, embedder=embedder)
        counts.append(len(read_contents(collection).articles))
    collection.close()

    assert counts == [6, 7, 8, 9]


def test_two_generations_are_kept_at_most(filled: Path, inbox: Path, embedder: WordEmbedder) -> None:
    for name in ("one", "two", "three"):
        write_articles(inbox, [name])
        ingest([inbox], filled, embedder=embedder)

    assert sorted(path.name for path in (filled / "generations").iterdir()) == ["gen-000003", "gen-000004"]


def test_nothing_ingested_is_index_missing(index: Path, embedder: WordEmbedder) -> None:
    with pytest.raises(IndexMissing, match="there is no collection at") as error:
        Collection(index, embedder)

    assert ("python -m ingest" in error.value.hint, index.exists()) == (True, False)


def test_rebuild_and_remove_create_no_collection(index: Path, embedder: WordEmbedder) -> None:
    with pytest.raises(IndexMissing, match="there is no collection at"):
        rebuild(index, embedder=embedder)
    with pytest.raises(IndexMissing, match="there is no collection at"):
        remove(["x"], index, embedder=embedder)

    assert index.exists() is False


def test_another_model_is_refused_naming_both_and_rebuild(filled: Path, inbox: Path) -> None:
    other = WordEmbedder(name="other", fingerprint="other-1")

    with pytest.raises(IndexMismatch, match="'words', not 'other'") as reading:
        Collection(filled, other)
    with pytest.raises(IndexMismatch, match="'words', not 'other'") as writing:
        ingest([inbox], filled, embedder=other)

    assert ("rebuild" in reading.value.hint, "rebuild" in writing.value.hint) == (True, True)


def test_the_same_name_with_other_weights_is_another_model(filled: Path) -> None:
    with pytest.raises(IndexMismatch):
        Collection(filled, WordEmbedder(fingerprint="words-2"))


def test_rebuild_takes_another_model_of_another_dimension(filled: Path, embedder: WordEmbedder) -> None:
    before = contents_of(filled, embedder)
    other = WordEmbedder(name="other", fingerprint="other-1", dimension=48)

    report = rebuild(filled, embedder=other)

    after = contents_of(filled, other)
    collection = Collection(filled, other)
    assert (report.embedded, after) == (len(before.passages), before)
    assert search_vectors(collection, "the frozen canal") == search_exactly(collection, ["the frozen canal"])[0]
    collection.close()


def test_going_back_to_the_first_model_embeds_nothing(filled: Path, embedder: WordEmbedder) -> None:
    before = contents_of(filled, embedder)
    rebuild(filled, embedder=WordEmbedder(name="other", fingerprint="other-1"))

    report = rebuild(filled, embedder=embedder)

    assert (report.embedded, contents_of(filled, embedder)) == (0, before)


def test_a_store_of_another_format_is_refused(filled: Path, embedder: WordEmbedder) -> None:
    connection = connect(filled)
    connection.execute("UPDATE meta SET value = '99' WHERE key = 'format'")
    connection.close()

    with pytest.raises(IndexMismatch, match=f"{FILE} has format 99"):
        Collection(filled, embedder)


def test_words_are_found_in_any_inflection_and_without_accents(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    (inbox / "a.txt").write_text(
        "The mayors of Čáslav negotiated with two dredging companies on Friday.", encoding="utf-8"
    )
    ingest([inbox], index, embedder=embedder)
    collection = Collection(index, embedder)

    found = [len(search_words(collection, word)) for word in ("mayor", "negotiating", "caslav", "company", "zebra")]

    assert found == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        (Filters(), {"May", "March", "Year", "Undated"}),
        (Filters(outlets=("THE PAPER",)), {"May", "Year"}),
        (Filters(outlets=("Paper",)), set()),
        (Filters(outlets=("The Paper", "Post_1")), {"May", "March", "Year"}),
        (Filters(outlets=("Post%",)), set()),
        (Filters(authors=("hara",)), {"March"}),
        (Filters(since="2022-03-15"), {"May", "March", "Year"}),
        (Filters(since="2022-04"), {"May", "Year"}),
        (Filters(until="2022-02-28"), {"Year"}),
        (Filters(since="2022-03-01", until="2022-03-31"), {"March", "Year"}),
        (Filters(since="2023"), set()),
    ],
)
def test_filters_hold_for_words_and_for_vectors(
    filters: Filters, titles: set[str], inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    body = "The bridge over the river was opened by the mayor."
    (inbox / "a.jsonl").write_text(
        f"""{{"title": "May", "source": "The Paper", "author": "Ann Example", "date": "2022-05-04", "body": "{body}"}}
        {{"title": "March", "source": "Post_1", "author": "Bo O’Hara", "date": "2022-03", "body": "{body}"}}
        {{"title": "Year", "source": "The Paper", "date": "2022", "body": "{body}"}}
        {{"title": "Undated", "body": "{body}"}}""",
        encoding="utf-8",
    )
    ingest([inbox], index, embedder=embedder)

    with Collection(index, embedder).reading() as store:
        by_word = [name for name, _ in store.search_words('"bridge"', 10, filters)]
        by_vector = [name for names, _ in store.allowed_vectors(embedder.fingerprint, filters) for name in names]
        found = {passage.source.title for passage in store.passages(by_word).values()}

    assert (found, sorted(by_vector)) == (titles, sorted(by_word))
