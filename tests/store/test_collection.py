"""A collection that is open: what happens while it is being opened."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest import ingest
from rag import collection
from rag.collection import Collection
from rag.errors import CollectionError, IndexDamaged
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


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other permissions there")
def test_a_folder_that_cannot_be_written_to_is_said_to_be_so_and_not_to_be_damaged(tmp_path: Path) -> None:
    index = index_of(tmp_path, {"a": "Bridge opens\n\nThe bridge over the Tessel opened on Monday, the mayor said."})
    nobody, myself = 65534, os.geteuid()
    with tempfile.TemporaryDirectory() as folder:  # others may not look into the one of this test
        copy = Path(folder) / "index"
        shutil.copytree(index, copy)
        Path(folder).chmod(0o755)
        copy.chmod(0o555)
        try:
            if not myself:
                os.seteuid(nobody)
            with pytest.raises(CollectionError, match="nothing can be written to") as refused:
                Collection(copy, WordEmbedder())
        finally:
            os.seteuid(myself)
            copy.chmod(0o755)
    assert not isinstance(refused.value, IndexDamaged)
    assert "copy that folder" in refused.value.hint
