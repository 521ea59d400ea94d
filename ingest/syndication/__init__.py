"""Reprints and near-copies grouped, never discarded; what a user has said of them stands above what is found."""

from __future__ import annotations

from ingest.syndication.groups import Copy, group
from ingest.syndication.sketch import VERSION, sketch

__all__ = ["VERSION", "Copy", "group", "sketch"]
