"""The only way in: any source of articles, cleaned, dated, grouped, split and embedded into a collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.pipeline import Report, ingest

__all__ = ["Report", "ingest"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from ingest import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
