"""The sample collection under the real embedding model, made once a run, for the tests that act as a user does."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index that `./dateline chat` makes at its first start."""
    from ingest import ingest

    index = tmp_path_factory.mktemp("sample") / "index"
    ingest([ROOT / "sample"], index)
    return index
