"""The days that an article's text speaks of: `mentions(text, published)`."""

from __future__ import annotations

from rag.when.scan import mentions

VERSION = "when-1"
"""Changes with any rule: the dates that another version read are read again at the next ingest."""

__all__ = ["VERSION", "mentions"]
