"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag.called import SCRIPT
from tests.fakes import WordEmbedder

# `./dateline test` says so to its children: the tests are of commands as Python calls them, but where they say otherwise.
os.environ.pop(SCRIPT, None)


@pytest.fixture
def embedder() -> WordEmbedder:
    """An embedding model that needs no model."""
    return WordEmbedder()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A folder for a collection; nothing is in it yet."""
    return tmp_path / "index"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder for files to ingest."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


from tests.real import sample_index  # noqa: E402, F401  # a fixture for the tests that act as a user does
