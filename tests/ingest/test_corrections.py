"""Corrections: what a user set right stays right, whatever is ingested, edited or made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import correct, ingest, rebuild
from rag.errors import ArticleUnknown, CorrectionInvalid
from tests.fakes import WordEmbedder, contents_of, make_text, outcome
from tests.ingest.kept import dump, found, id_of, metadata, record, sources, titles, write_files, write_lines

ADDRESS = "https://paper.example/a"


@pytest.fixture
def filled(inbox: Path, index: Path, embedder: WordEmbedder) -> Path:
    """Three articles of the Test Courier of 2025-03-04."""
    write_files(inbox, "a", "b", "c")
    ingest([inbox], index, embedder=embedder)
    return index


def write_side(folder: Path, *lines: str) -> Path:
    file = folder / "corrections.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def edit(inbox: Path, seed: str, *, into: str) -> None:
    text = make_text(into, title=f"{seed} of the long report")
    (inbox / f"{seed}.txt").write_text(text, encoding="utf-8")


def test_a_correction_shows_at_once_and_embeds_nothing(filled: Path, embedder: WordEmbedder) -> None:
    report = correct(id_of(filled, "a"), {"outlet": "The  Hill Post", "author": "Bo"}, filled, embedder=embedder)

    source = sources(filled)["a"]
    assert (source.publisher, source.author, source.published) == ("The Hill Post", "Bo", "2025-03-04")
    assert (report.embedded, report.articles) == (0, 3)


def test_it_survives_the_next_ingest_an_edit_and_a_rebuild(filled: Path, inbox: Path, embedder: WordEmbedder) -> None:
    old = id_of(filled, "a")
    correct(old, {"outlet": "The Hill Post", "published": "2019-01-02"}, filled, embedder=embedder)

    again = ingest([inbox], filled, embedder=embedder)
    edit(inbox, "a", into="other words")
    edited = ingest([inbox], filled, embedder=embedder)
    after_edit = sources(filled)["a"]
    third = ingest([inbox], filled, embedder=embedder)
    rebuild(filled, embedder=embedder)

    assert [outcome(report) for report in (again, edited, third)] == [(0, 0, 3, 0), (0, 1, 2, 0), (0, 0, 3, 0)]
    assert (after_edit.publisher, after_edit.published) == ("The Hill Post", "2019-01-02")
    assert after_edit.article_id != old
    assert sources(filled)["a"] == after_edit


def test_an_edit_that_is_taken_back_keeps_the_latest_correction(
    filled: Path, inbox: Path, embedder: WordEmbedder
) -> None:
    correct(id_of(filled, "a"), {"outlet": "First", "author": "Bo"}, filled, embedder=embedder)
    edit(inbox, "a", into="other words")
    ingest([inbox], filled, embedder=embedder)
    correct(id_of(filled, "a"), {"outlet": "Second"}, filled, embedder=embedder)
    write_files(inbox, "a", "b", "c")

    ingest([inbox], filled, embedder=embedder)

    assert (sources(filled)["a"].publisher, sources(filled)["a"].author) == ("Second", "Bo")


def test_it_can_be_taken_back_and_a_field_made_unknown(filled: Path, embedder: WordEmbedder) -> None:
    name = id_of(filled, "a")
    correct(name, {"outlet": "The Hill Post", "author": "", "published": ""}, filled, embedder=embedder)
    unknown = sources(filled)["a"]

    correct(name, {"outlet": None, "author": None}, filled, embedder=embedder)

    known = sources(filled)["a"]
    assert (unknown.publisher, unknown.author, unknown.published) == ("The Hill Post", None, None)
    assert (known.publisher, known.author, known.published) == ("Test Courier", "Ann Example", None)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"outlet": "Post", "colour": "red"}, "there is no field 'colour'"),
        ({"outlet": "Post", "published": "next week or so"}, "'next week or so' is no date"),
        ({"language": "German"}, "'German' is no language"),
    ],
)
def test_what_cannot_be_is_one_error_and_nothing_is_changed(
    values: dict[str, str], message: str, filled: Path, embedder: WordEmbedder
) -> None:
    before = dump(filled)

    with pytest.raises(CorrectionInvalid, match=message) as error:
        correct(id_of(filled, "a"), values, filled, embedder=embedder)

    assert (bool(error.value.hint), dump(filled)) == (True, before)


def test_neither_an_unknown_article_nor_an_earlier_version_can_be_corrected(
    filled: Path, inbox: Path, embedder: WordEmbedder
) -> None:
    old = id_of(filled, "a")
    edit(inbox, "a", into="other words")
    ingest([inbox], filled, embedder=embedder)
    before = dump(filled)

    with pytest.raises(ArticleUnknown, match="no article has the id 'nobody'"):
        correct("nobody", {"outlet": "X"}, filled, embedder=embedder)
    with pytest.raises(ArticleUnknown, match=f"{old} is an earlier version of {id_of(filled, 'a')}"):
        correct(old, {"outlet": "X"}, filled, embedder=embedder)

    assert dump(filled) == before


def test_a_corrected_date_and_outlet_are_what_filters_and_chroma_know(filled: Path, embedder: WordEmbedder) -> None:
    name = id_of(filled, "a")
    before = metadata(filled, name)

    correct(name, {"published": "2019-05", "outlet": "The Hill Post"}, filled, embedder=embedder)

    assert found(filled, embedder, until="2019-05-31") == {"a"}
    assert found(filled, embedder, since="2025-01-01") == {"b", "c"}
    assert found(filled, embedder, outlets=("the hill post",)) == {"a"}
    (after,) = metadata(filled, name)
    assert (before[0]["publisher"], after["publisher"]) == ("Test Courier", "The Hill Post")
    assert (after["day_from"], after["day_to"]) != (before[0]["day_from"], before[0]["day_to"])


def test_chroma_forgets_what_was_made_unknown(filled: Path, embedder: WordEmbedder) -> None:
    name = id_of(filled, "a")

    correct(name, {"published": "", "outlet": ""}, filled, embedder=embedder)

    assert [set(one) & {"publisher", "day_from", "day_to"} for one in metadata(filled, name)] == [set()]
    assert found(filled, embedder, since="1900") == {"b", "c"}


@pytest.mark.parametrize("name", ["a.jsonl", f"{ADDRESS}/?utm_source=feed", "ID"])
def test_a_side_file_names_articles_by_file_address_or_id(
    name: str, inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    write_lines(inbox / "a.jsonl", record("a", url=ADDRESS))
    write_lines(inbox / "b.jsonl", record("b", url="https://paper.example/b"))
    ingest([inbox], index, embedder=embedder)
    name = id_of(index, "a") if name == "ID" else name
    write_side(inbox, "article,outlet,published", f"{name},The Hill Post,2019-05-06")

    report = ingest([inbox], index, embedder=embedder)
    again = ingest([inbox], index, embedder=embedder)

    assert (outcome(report), report.notices, outcome(again)) == ((0, 1, 1, 0), (), (0, 0, 2, 0))
    assert (sources(index)["a"].publisher, sources(index)["a"].published) == ("The Hill Post", "2019-05-06")
    assert sources(index)["b"].publisher == "Test Courier"


def test_a_side_file_is_no_article_and_may_lie_elsewhere(
    inbox: Path, index: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    write_files(inbox, "a")
    here = write_side(inbox, "article,outlet", "a.txt,Here", "a.txt,")
    (tmp_path / "side").mkdir()
    there = write_side(tmp_path / "side", "article,author", f"{inbox / 'a.txt'},There")

    report = ingest([inbox], index, embedder=embedder, corrections=[there, here])

    assert (outcome(report), sources(index)["a"].publisher, sources(index)["a"].author) == (
        (1, 0, 0, 0),
        "Here",
        "There",
    )


def test_what_is_said_of_one_article_wins_over_what_is_said_of_its_file(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    write_lines(inbox / "some.jsonl", record("a", url=ADDRESS), record("b"))
    write_side(inbox, "article,outlet,author", f"{ADDRESS},Post,", "some.jsonl,Courier,Ann", "some.jsonl,,Bo")

    ingest([inbox], index, embedder=embedder)

    found = {title: (source.publisher, source.author) for title, source in sources(index).items()}
    assert found == {"a": ("Post", "Bo"), "b": ("Courier", "Bo")}


def test_a_side_file_goes_over_an_edit_and_wins_over_what_was_said_before(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    write_files(inbox, "a", "b")
    write_side(inbox, "article,outlet,author", "a.txt,First,Ann")
    ingest([inbox], index, embedder=embedder)
    edit(inbox, "a", into="other words")
    write_side(inbox, "article,outlet", "a.txt,Second")

    report = ingest([inbox], index, embedder=embedder)

    assert (report.updated, sources(index)["a"].publisher, sources(index)["a"].author) == (1, "Second", "Ann")


def test_lines_that_cannot_be_used_are_notices_and_the_others_are(
    inbox: Path, index: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    write_files(inbox, "a")
    side = write_side(inbox, "article,outlet,published", "a.txt,Post,", "nobody.txt,Post,", "a.txt,,maybe tomorrow")
    other, broken = tmp_path / "other.csv", tmp_path / "broken.csv"
    other.write_text("name,outlet\na.txt,Post\n", encoding="utf-8")
    broken.write_bytes(b"PK\x03\x04\x00\x00" * 100)  # a spreadsheet under the wrong name

    report = ingest([inbox], index, embedder=embedder, corrections=[other, broken, tmp_path / "nowhere.csv"])

    assert (outcome(report), sources(index)["a"].publisher) == ((1, 0, 0, 0), "Post")
    notices = dict(zip(("other", "broken", "nowhere", "date", "nobody"), report.notices, strict=True))
    assert notices["other"].startswith(f"{other} has no column `article`; its columns are article and any of title, ")
    assert notices["broken"].startswith(f"{broken} cannot be read: ")
    assert notices["nowhere"] == f"{tmp_path / 'nowhere.csv'} cannot be read: No such file or directory"
    assert notices["date"].startswith(f"{side} line 4: 'maybe tomorrow' is no date (write it as ")
    assert notices["nobody"] == f"{side} line 3: no article of this ingest is 'nobody.txt'"


def test_a_corrected_title_stands_before_each_passage(filled: Path, embedder: WordEmbedder) -> None:
    report = correct(id_of(filled, "a"), {"title": "Zeppelins"}, filled, embedder=embedder)

    contents = contents_of(filled, embedder)
    passages = [one for one in contents.passages if one.source.title == "Zeppelins"]
    assert (titles(filled)[0], report.embedded, len(passages)) == ("Zeppelins", len(passages), len(passages))
    assert contents.vectors == {passage.passage_id for passage in contents.passages}


def test_an_address_that_is_set_right_is_one_of_a_page(filled: Path, embedder: WordEmbedder) -> None:
    with pytest.raises(CorrectionInvalid, match="is no address of a page"):
        correct(id_of(filled, "a"), {"url": "javascript:alert(1)"}, filled, embedder=embedder)

    correct(id_of(filled, "a"), {"url": "https://paper.example/a"}, filled, embedder=embedder)
    assert sources(filled)["a"].url == "https://paper.example/a"
