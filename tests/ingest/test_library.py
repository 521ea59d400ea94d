"""A collection as the page looks after it: what is listed, what changes it, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.library import CollectionLibrary
from rag.errors import ArticleUnknown, CorrectionInvalid, IndexBusy
from rag.lock import take_lock
from rag.page.library import Listed
from tests.fakes import WordEmbedder, make_text, write_articles
from tests.ingest.kept import id_of, sources


def library_at(folder: Path) -> CollectionLibrary:
    return CollectionLibrary(folder, WordEmbedder)


@pytest.fixture
def library(inbox: Path, index: Path) -> CollectionLibrary:
    """Three articles and a reprint of the first."""
    library = library_at(index)
    files = write_articles(inbox, ["a", "b", "c"])
    reprint = inbox / "reprint.txt"
    reprint.write_text(make_text("a").replace("Test Courier", "Hill Post").replace("Report a", "Again"), "utf-8")
    library.add([*files, reprint])
    return library


def by_title(library: CollectionLibrary) -> dict[str, Listed]:
    return {str(each.source.title).partition(" from")[0]: each for each in library.listed()}


def test_each_article_is_listed_with_its_passages_and_the_size_of_its_group(library: CollectionLibrary) -> None:
    listed = by_title(library)

    assert {title: each.copies for title, each in listed.items()} == {
        "Report a": 2, "Again": 2, "Report b": 1, "Report c": 1,
    }  # fmt: skip
    assert all(each.passages >= 1 for each in listed.values())
    copies = library.copies(listed["Again"].source.article_id)
    assert sorted(str(each.title).partition(" from")[0] for each in copies) == ["Again", "Report a"]


def test_where_there_is_no_collection_yet_nothing_is_listed_and_nothing_is_made(tmp_path: Path) -> None:
    library = library_at(tmp_path / "none")

    assert library.listed() == []
    assert not (tmp_path / "none").exists()


def test_the_first_articles_make_the_collection_and_each_stage_is_told(inbox: Path, index: Path) -> None:
    told: list[tuple[str, int, int]] = []
    library = library_at(index)

    added = library.add(write_articles(inbox, ["a", "b"]), lambda *step: told.append(step))

    assert (added.added, added.updated, added.unchanged, added.rejected, added.articles) == (2, 0, 0, (), 2)
    assert ("reading", 2, 2) in told
    assert {"reading", "grouping", "building", "switched"} <= {stage for stage, _, _ in told}


def test_what_cannot_go_in_is_reported_and_the_rest_goes_in(inbox: Path, index: Path) -> None:
    good = write_articles(inbox, ["a"])
    bad = inbox / "bad.pdf"
    bad.write_bytes(b"no pdf")

    added = library_at(index).add([*good, bad])

    assert (added.added, len(added.rejected)) == (1, 1)
    assert added.rejected[0].what.endswith("bad.pdf")
    assert added.rejected[0].reason
    assert bad.exists()


@pytest.mark.parametrize("typed", ["/etc/passwd", "file:///etc/passwd", "articles", "javascript:alert(1)", "../x.txt"])
def test_a_text_is_an_address_or_nothing_and_never_names_a_file(index: Path, typed: str) -> None:
    added = library_at(index).add([typed])

    assert [(each.what, each.reason) for each in added.rejected] == [(typed, "it is not a web address")]
    assert added.articles == 0
    assert not index.exists()


def test_an_address_of_this_machine_is_refused_in_words_for_who_has_no_command_line(index: Path) -> None:
    added = library_at(index).add(["http://127.0.0.1:9/news"])

    assert [(each.reason, each.hint) for each in added.rejected] == [
        ("its address is private (127.0.0.1)",
         "only the command does that: python -m ingest --allow-private if you mean it"),
    ]  # fmt: skip


def test_what_is_set_right_is_kept_and_can_be_taken_back(library: CollectionLibrary, index: Path) -> None:
    name = id_of(index, "Report b from the coast")

    library.correct(name, {"outlet": "The Hill Post", "published": ""})
    changed, kept = library.article(name).source, library.corrections(name)
    library.correct(name, {"outlet": None, "published": None})

    assert (changed.publisher, changed.published) == ("The Hill Post", None)
    assert kept == {"outlet": "The Hill Post", "published": ""}
    after = library.article(name).source
    assert (after.publisher, after.published, library.corrections(name)) == ("Test Courier", "2025-03-04", {})


def test_a_date_that_is_none_changes_nothing(library: CollectionLibrary, index: Path) -> None:
    name = id_of(index, "Report b from the coast")

    with pytest.raises(CorrectionInvalid, match="is no date"):
        library.correct(name, {"outlet": "X", "published": "next week or so"})

    assert library.corrections(name) == {}


def test_groups_are_split_and_merged(library: CollectionLibrary) -> None:
    names = {title: each.source.article_id for title, each in by_title(library).items()}

    library.separate(names["Again"])
    split = {title: each.copies for title, each in by_title(library).items()}
    library.join([names["Report b"], names["Report c"]])

    assert split == {"Report a": 1, "Again": 1, "Report b": 1, "Report c": 1}
    assert {title: each.copies for title, each in by_title(library).items()} == {**split, "Report b": 2, "Report c": 2}


def test_removed_articles_are_gone_and_erased_ones_leave_no_trace(library: CollectionLibrary, index: Path) -> None:
    words = library.article(id_of(index, "Report b from the coast")).text.splitlines()[0][:40].encode()
    before = any(words in path.read_bytes() for path in index.rglob("*") if path.is_file())

    library.remove([id_of(index, "Report b from the coast")], erase=True)
    library.remove([id_of(index, "Report c from the coast")])

    assert before
    assert set(sources(index)) == {"Report a from the coast", "Again from the coast"}
    assert not any(words in path.read_bytes() for path in index.rglob("*") if path.is_file())


def test_while_another_ingest_runs_each_change_says_so(library: CollectionLibrary, inbox: Path, index: Path) -> None:
    name = id_of(index, "Report b from the coast")
    other = take_lock(index)

    try:
        for change in (
            lambda: library.add([inbox / "a.txt"]),
            lambda: library.remove([name]),
            lambda: library.correct(name, {"outlet": "X"}),
        ):
            with pytest.raises(IndexBusy, match="another ingest"):
                change()
        assert len(library.listed()) == 4
    finally:
        other.release()


def test_an_unknown_article_is_said_to_be_unknown(library: CollectionLibrary) -> None:
    for look in (library.article, library.copies, library.separate):
        with pytest.raises(ArticleUnknown):
            look("0123456789abcdef")


def test_the_embedding_model_is_the_one_that_is_handed_in_and_asked_for_at_a_change_only(
    inbox: Path, index: Path
) -> None:
    model, asked = WordEmbedder(), []

    def embedder() -> WordEmbedder:
        asked.append(model)
        return model

    library = CollectionLibrary(index, embedder)
    looked = (library.listed(), len(asked))
    library.add(write_articles(inbox, ["a"]))

    assert looked == ([], 0)
    assert len(asked) == 1
    assert model.embedded > 0
