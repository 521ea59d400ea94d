"""A collection that is open: what happens while it is being opened."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest import ingest
from rag import collection
from rag.collection import Collection
from rag.index import Generation
from tests.fakes import WordEmbedder, index_of


def test_a_reading_that_was_left_half_way_may_end_while_a_generation_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of(tmp_path, {"a": "Bridge opens\n\nThe bridge over the Tessel opened on Monday, the mayor said."})
    opened = Collection(index, WordEmbedder())
    left = opened.snapshot()
    left.__enter__()
    (tmp_path / "b.txt").write_text(
        "Bridge closes\n\nThe bridge over the Tessel closed again on Friday, and the mayor said nothing.",
        encoding="utf-8",
    )
    ingest([tmp_path / "b.txt"], index, embedder=WordEmbedder())

    def opening(folder: Path) -> Generation:
        left.__exit__(None, None, None)  # as the collector does, whenever it comes
        return Generation(folder)

    def look() -> int:
        with opened.snapshot() as snapshot:
            return snapshot.vectors.manifest.passages

    monkeypatch.setattr(collection, "Generation", opening)
    with ThreadPoolExecutor(1) as other:
        assert other.submit(look).result(timeout=30) == 2
    opened.close()
