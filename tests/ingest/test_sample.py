"""The collections at hand: the sample that the project ships, and the five real articles where they are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ingest.clean import is_furniture
from ingest.pipeline import ingest
from rag.collection import Collection
from tests.fakes import Contents, WordEmbedder, contents_of, passage_ids

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample"
ARTICLES = ROOT.parent / "shared" / "articles"

# tests/quality/SAMPLE.md as values: outlet, date, update, author.
SAMPLE_TABLE: dict[str, tuple[str | None, str | None, str | None, str | None]] = {
    "harbour-fire-coast-wire.txt": ("Coast Wire", "2025-03-04", None, "Nils Ardent"),
    "harbour-fire-courier.txt": ("Orrenmouth Courier", "2025-03-04", None, "Maren Holloway"),
    "night-blaze-ledger.txt": ("Kelderby Ledger", "2025-03-04", None, "Coast Wire"),
    "harbour-fire-brief-beacon.txt": ("Garnwick Beacon", None, None, None),
    "port-fire-translated.txt": (None, "2025-03-04", None, None),
    "nine-boats-ostrey-today.txt": ("Ostrey Today", "2025-03-04", None, None),
    "harbour-fire-update-coast-wire.txt": ("Coast Wire", "2025-03-06", "2025-03-06", "Nils Ardent"),
    "south-basin-fire-courier.txt": ("Orrenmouth Courier", "2026-03-08", "2026-03-08", "Ivo Santering"),
    "wire-and-web.jsonl#5": ("Coast Wire", "2026-03-09T14:05:00+00:00", None, "Nils Ardent"),
    "two-fires-ostrey-today.txt": ("Ostrey Today", "2026-03-14", None, "Jonah Brisker"),
    "wire-and-web.jsonl#1": ("Coast Wire", "2025-06-12T18:22:00Z", None, None),
    "herring-deal-ledger.txt": ("Kelderby Ledger", "2025-06-28", None, "Petra Vancik"),
    "herring-deal-ostrey-today.txt": ("Ostrey Today", "2025-06-28", None, None),
    "herring-analysis-observer.txt": ("Skarrow Observer", None, None, "Callum Roake"),
    "mussel-warning-beacon.txt": ("Garnwick Beacon", "2025-08-19", None, "Tilda Fennimore"),
    "wire-and-web.jsonl#3": ("Skarrow Observer", None, None, "Elin Marchbank"),
    "dredging-trial-ostrey-today.txt": ("Ostrey Today", "2025-10-14", None, "Saskia Dorn"),
    "correction-ostrey-today.txt": ("Ostrey Today", "2025-10-16", None, None),
    "wire-and-web.jsonl#2": ("Coast Wire", "2025-11-21", None, "Judit Kallan"),
    "rowing-race-sound.txt": (None, None, None, "Rosa Tillerman"),
    "wire-and-web.jsonl#4": ("Kelderby Ledger", "2026-01-19", None, "Fabian Oster"),
    "ferry-fares-budget-ledger.txt": ("Kelderby Ledger", "2025-11-26", None, "Petra Vancik"),
    "night-ferry-returns.txt": (None, None, None, None),
    "wire-and-web.jsonl#6": ("Skarrow Observer", "2026-04-02", None, None),
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample collection, ingested."""
    index = tmp_path_factory.mktemp("sample")
    ingest([SAMPLE], index, embedder=WordEmbedder())
    return index


def origins(index: Path) -> dict[str, str]:
    """Return the file (for a record: the file and its line) that each article came from, by article id."""
    lines = (SAMPLE / "wire-and-web.jsonl").read_text(encoding="utf-8").splitlines()
    records = {
        json.loads(line).get("url"): f"wire-and-web.jsonl#{number}" for number, line in enumerate(lines, start=1)
    }
    with Collection(index, WordEmbedder()).reading() as store:
        rows = store.connection.execute("SELECT article_id, origin FROM origins").fetchall()
    return {name: records.get(origin, Path(origin).name) for name, origin in rows}


def furniture_in(contents: Contents) -> list[str]:
    lines = (line for passage in contents.passages for line in passage.text.split("\n"))
    return [line for line in lines if is_furniture(line)]


def test_the_sample_has_the_outlets_dates_and_authors_that_its_table_says(sample: Path) -> None:
    names = origins(sample)
    sources = [article.source for article in contents_of(sample, WordEmbedder()).articles]

    found = {
        names[source.article_id]: (source.publisher, source.published, source.updated, source.author)
        for source in sources
    }

    assert found == SAMPLE_TABLE


def test_the_sample_groups_the_reprints_of_the_agency_report_and_nothing_else(sample: Path) -> None:
    names = origins(sample)
    sources = [article.source for article in contents_of(sample, WordEmbedder()).articles]

    grouped = {names[source.article_id]: names[source.group] for source in sources if source.group != source.article_id}

    wire = "harbour-fire-coast-wire.txt"
    assert grouped == {"night-blaze-ledger.txt": wire, "harbour-fire-brief-beacon.txt": wire}


def test_no_furniture_is_left_in_the_sample(sample: Path) -> None:
    assert furniture_in(contents_of(sample, WordEmbedder())) == []


def test_every_passage_of_the_sample_is_a_slice_of_its_article(sample: Path) -> None:
    with Collection(sample, WordEmbedder()).reading() as store:
        passages = store.passages(passage_ids(store)).values()
        slices = [store.article(p.source.article_id).text[p.start : p.end] for p in passages]

    assert [passage.text for passage in passages] == slices
    assert len(slices) > 40


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the real articles are not on this machine")
def test_the_real_articles_show_their_titles_outlets_and_dates(index: Path, embedder: WordEmbedder) -> None:
    ingest([ARTICLES], index, embedder=embedder)

    contents = contents_of(index, embedder)
    names = origins(index)
    found = {
        names[article.source.article_id][:3]: (
            article.source.title, article.source.publisher, article.source.published, article.source.original
        )
        for article in contents.articles
    }  # fmt: skip
    assert found == {
        "000": (
            "China, Russia slam ‘illegal’ international sanctions targeting Putin over Ukraine", "AMN", "2022-04-03",
            "Radio Free Asia",
        ),
        "001": (None, "Skai.gr", None, None),
        "002": ("China and Russia Continue to Coordinate on Ukraine, Deepen Ties", "National Review", None, None),
        "003": (
            "Putin Discusses ‘New Levels of Cooperation’ With China’s Top Foreign Affairs Official", "CNSNews.com",
            None, None,
        ),
        "004": (
            "China and Russia won’t be swayed by others, Beijing’s top diplomat tells Putin", None, None, None,
        ),
    }  # fmt: skip
    assert furniture_in(contents) == []
    assert re.findall(r"Telegram channel|Advertisement|myNEWS|Similar Posts", str(contents.passages)) == []
