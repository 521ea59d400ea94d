"""Weights that a command fitted, read once from the file that it wrote."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def fitted(file: Path) -> Any:
    """Return what the file holds; nobody may change it."""
    return json.loads(file.read_text(encoding="utf-8"))
