"""Page furniture out of plain text, by rules that look at one article alone; pure."""

from __future__ import annotations

from ingest.clean.furniture import is_furniture
from ingest.clean.lines import VERSION, Cleaned, clean, normalise
from ingest.clean.rejection import rejection

__all__ = ["VERSION", "Cleaned", "clean", "is_furniture", "normalise", "rejection"]
