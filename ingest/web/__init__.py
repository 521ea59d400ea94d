"""Articles from the web: pages, and what feeds and sitemaps lead to; fetched politely, and from the open web only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.web.address import addresses_in
from ingest.web.settings import FetchSettings

if TYPE_CHECKING:
    from ingest.web.source import read_document, read_web

__all__ = ["FetchSettings", "addresses_in", "read_document", "read_web"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from ingest.web import source  # the network: for those who fetch

        return getattr(source, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
