"""A page that is fetched again is the article that is known, whatever else is on it; another text is an edit."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from ingest.pipeline import correct, ingest
from ingest.read.draft import Draft
from ingest.report import Report
from ingest.run import Run
from rag.database import connect
from rag.writer import Writer
from tests.fakes import WordEmbedder, contents_of, make_sentences, outcome
from tests.ingest.kept import dump, id_of, record, sources, titles, versions, write_lines

ADDRESS = "https://paper.example/1"


def page(seed: str = "words", *, around: str = "", address: str = ADDRESS) -> Draft:
    """Return what is found at an address: a text, and what stands around it this time."""
    text = "\n\n".join(make_sentences(seed, 9))
    return Draft(
        origin=address,
        label=address,
        raw=f"{text}\n\n{around}",
        line=0,
        title="The page",
        publisher="Paper",
        url=address,
    )


def fetch(index: Path, *pages: Draft) -> Report:
    embedder = WordEmbedder()
    with (
        Writer(index, model=embedder.name, fingerprint=embedder.fingerprint, create=True) as writer,
        Run(writer, embedder) as run,
    ):
        for draft in pages:
            run.take(draft)
        return run.finish()


@pytest.fixture
def fetched(index: Path) -> Path:
    """A collection of one page."""
    fetch(index, page())
    return index


@pytest.mark.parametrize("address", [ADDRESS, "http://paper.example/1/?utm_source=feed"])
def test_other_furniture_around_the_same_text_changes_nothing(address: str, fetched: Path) -> None:
    before = contents_of(fetched, WordEmbedder())

    again = fetch(fetched, page(around="Share this article", address=address))

    assert (outcome(again), again.embedded, again.generation) == ((0, 0, 1, 0), 0, 1)
    assert contents_of(fetched, WordEmbedder()) == before


def test_another_text_replaces_it_and_keeps_the_version(fetched: Path) -> None:
    report = fetch(fetched, page("other words", around="Share this article"))

    assert (outcome(report), titles(fetched), versions(fetched)) == (
        (0, 1, 0, 0), ["The page"], {"The page": "The page"}
    )  # fmt: skip


def test_the_same_text_twice_in_one_run_is_one_article(index: Path) -> None:
    report = fetch(index, page(), page(around="Share this article"))

    assert (outcome(report), len(titles(index))) == ((1, 0, 1, 0), 1)


def test_the_same_text_at_another_address_is_another_article(fetched: Path) -> None:
    report = fetch(fetched, page(address="https://paper.example/2"))

    assert (outcome(report), len(contents_of(fetched, WordEmbedder()).articles)) == ((1, 0, 0, 0), 2)


def test_what_was_set_right_stays_and_makes_no_version(fetched: Path) -> None:
    correct(id_of(fetched, "The page"), {"title": "Its right title", "author": "Bo"}, fetched, embedder=WordEmbedder())

    report = fetch(fetched, page(around="Share this article"))

    source = sources(fetched)["Its right title"]
    assert (outcome(report), versions(fetched), source.author) == ((0, 0, 1, 0), {}, "Bo")


def test_one_that_older_rules_made_is_made_again_once(fetched: Path) -> None:
    with closing(connect(fetched)) as connection:
        connection.execute("UPDATE articles SET made_by = 'older rules', author = 'wrong'")

    reports = [fetch(fetched, page(around="Share this article")) for _ in range(2)]

    assert [outcome(report) for report in reports] == [(0, 1, 0, 0), (0, 0, 1, 0)]
    assert (sources(fetched)["The page"].author, dump(fetched)["staged_articles"]) == (None, [])


def test_a_record_of_the_same_address_is_an_edit_by_its_file(fetched: Path, inbox: Path) -> None:
    file = write_lines(inbox / "some.jsonl", record("a", url=ADDRESS))

    report = ingest([file], fetched, embedder=WordEmbedder())

    assert (outcome(report), versions(fetched)) == ((0, 1, 0, 0), {"The page": "a"})
