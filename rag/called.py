"""What a user calls a command: by Python, or by the script that began it."""

from __future__ import annotations

import os

SCRIPT = "DATELINE_SCRIPT"
"""The environment variable in which the script says what it was called as."""

_COMMANDS = {
    "rag": "ask",
    "rag.doctor": "doctor",
    "rag.evaluate": "evaluate",
    "ingest": "ingest",
    "ingest.collection": "collection",
    "ui": "chat",
}


def called(module: str) -> str:
    """Return how the user of this run begins a module: "./dateline ingest", or "python -m ingest"."""
    script = os.environ.get(SCRIPT)
    if script and module in _COMMANDS:
        return f"{script} {_COMMANDS[module]}"
    return "python ui.py" if module == "ui" else f"python -m {module}"
