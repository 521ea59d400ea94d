"""Title, outlet, author, agency and dates, where the text of an article shows them; unknown stays unknown. Pure."""

from __future__ import annotations

from ingest.metadata.dates import parse_date
from ingest.metadata.header import Header, read_header
from ingest.metadata.title import stated_title

__all__ = ["Header", "parse_date", "read_header", "stated_title"]
