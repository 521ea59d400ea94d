"""How events of the page wait: in which queue, how many at a time, and how quietly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rag.page.programs import ANSWERING

AT_ONCE = 16
"""Questions answered at a time. A chat model takes its time without the processor; who needs that waits for a core."""

WAITING_AT_MOST = 24
"""Questions in the queue, half a minute of them; more are told at once that the page is busy."""

QUIET: Mapping[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Of every event of the page: our own words say that something is going on, and programs have doors of their own."""

ASKING: Mapping[str, Any] = {**QUIET, "concurrency_id": ANSWERING, "concurrency_limit": AT_ONCE}
"""Of every event that asks something: readers and programs wait in one queue."""
