"""Reprints are grouped under the right head and never lost; two outlets' own reports are no group."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.pipeline import ingest
from rag.domain import Source
from tests.fakes import WordEmbedder, contents_of

WIRE = """KELDERBY (North Wire) -- A landslide closed the only road to the village of Harrow on Friday, the police said.

About forty families were cut off, and two of them were brought out by helicopter because a child needed a doctor.

Engineers will need at least nine days to clear the road, said Olga Brandt, who leads the road office.

Geologists had warned in spring that the slope above the village was moving by four millimetres a week.
"""

REPRINT = "This article was originally published by North Wire and is reprinted with permission.\n\n" + WIRE

SHORTENED = """A landslide closed the only road to the village of Harrow on Friday, the police said.

About forty families were cut off, and two of them were brought out by helicopter because a child needed a doctor.

(North Wire)
"""

OWN_REPORT = """It was the noise that woke Piet Maas: a long groan, then the crack of pines.

When he looked out, the lane to Harrow had gone. “I thought of the school bus,” he said. It had passed an hour before.

Rescue teams flew a sick girl and her parents to hospital. Olga Brandt of the road office spoke of “nine days at least”.

In the shop of the village the bread was rationed on Saturday, one loaf for each household.
"""

LOOK_ALIKE = """A landslide closed the coast road near the village of Perrin on Sunday morning, the police said.

Nobody was cut off, because the old bridge stayed open, but buses had to take the long way through the hills.

Engineers hope to clear it within two days, said Jan Sorel, who speaks for the district.
"""


def ingest_records(folder: Path, records: Sequence[Mapping[str, str]], embedder: WordEmbedder) -> dict[str, Source]:
    """Ingest records; return their sources by title."""
    file = folder / "records.jsonl"
    file.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    ingest([file], folder / "index", embedder=embedder)
    articles = contents_of(folder / "index", embedder).articles
    return {article.source.title or "": article.source for article in articles}


RECORDS = [
    {"title": "Wire", "publisher": "North Wire", "body": WIRE},
    {"title": "Reprint", "publisher": "Hill Post", "body": REPRINT},
    {"title": "Shortened", "publisher": "Valley Post", "body": SHORTENED},
    {"title": "Own", "publisher": "Kelderby Ledger", "body": OWN_REPORT},
    {"title": "Other", "publisher": "Coast Ledger", "body": LOOK_ALIKE},
]


def test_copies_are_grouped_under_the_agency_that_they_name(tmp_path: Path, embedder: WordEmbedder) -> None:
    sources = ingest_records(tmp_path, RECORDS, embedder)

    wire = sources["Wire"].article_id
    assert {title: source.group for title, source in sources.items()} == {
        "Wire": wire, "Reprint": wire, "Shortened": wire,
        "Own": sources["Own"].article_id, "Other": sources["Other"].article_id,
    }  # fmt: skip


def test_a_copy_names_its_original(tmp_path: Path, embedder: WordEmbedder) -> None:
    sources = ingest_records(tmp_path, RECORDS, embedder)

    assert {title: source.original for title, source in sources.items()} == {
        "Wire": None, "Reprint": "North Wire", "Shortened": "North Wire", "Own": None, "Other": None,
    }  # fmt: skip


def test_without_the_original_the_fullest_copy_heads_the_group(tmp_path: Path, embedder: WordEmbedder) -> None:
    sources = ingest_records(tmp_path, RECORDS[1:3], embedder)

    assert {source.group for source in sources.values()} == {sources["Reprint"].article_id}


def test_an_original_that_comes_later_takes_the_head(tmp_path: Path, embedder: WordEmbedder) -> None:
    ingest_records(tmp_path, RECORDS[1:3], embedder)

    sources = ingest_records(tmp_path, RECORDS, embedder)

    assert sources["Reprint"].group == sources["Wire"].article_id


def test_groups_do_not_depend_on_the_order(tmp_path: Path, embedder: WordEmbedder) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    shuffled = random.Random(3).sample(RECORDS, len(RECORDS))

    one = ingest_records(tmp_path / "one", RECORDS, embedder)
    two = ingest_records(tmp_path / "two", shuffled, embedder)

    assert two == one


def test_of_very_short_texts_only_exact_copies_are_grouped(tmp_path: Path, embedder: WordEmbedder) -> None:
    body = "The road to the village of Harrow is closed until further notice."
    bodies = {"A": body, "B": body.upper(), "C": body.replace("further notice", "Sunday, they say")}

    sources = ingest_records(
        tmp_path, [{"title": name, "publisher": name, "body": body} for name, body in bodies.items()], embedder
    )

    assert sources["A"].group == sources["B"].group
    assert sources["C"].group == sources["C"].article_id
