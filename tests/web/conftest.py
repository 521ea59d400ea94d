"""What the tests of the web share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.server import Web, web


@pytest.fixture
def world() -> Iterator[Web]:
    """A web of its own for each test."""
    with web() as served:
        yield served
