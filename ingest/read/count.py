"""About how many articles there are to read, for the bar that says how long it takes; nothing is parsed."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import IO

LINES = (".jsonl", ".ndjson", ".csv", ".tsv")
_BLOCK = 1 << 20
_MOST_BLOCKS = 4_096
"""Read of one file: what is longer is counted as far as that."""


def count_articles(path: Path) -> int:
    """Return an estimate; what cannot be opened counts as one, since it will be one rejection, as an archive does."""
    if path.is_dir():
        files = (Path(folder) / name for folder, _, names in os.walk(path) for name in names)
        return sum(_count_file(file) for file in files if not file.name.startswith("."))
    return _count_file(path)


def _count_file(file: Path) -> int:
    name = file.name.lower()
    try:
        if file.is_file() and name.endswith(LINES):
            with file.open("rb") as stream:
                return _count_lines(stream)
        if file.is_file() and name.endswith(tuple(f"{ending}.gz" for ending in LINES)):
            with gzip.open(file) as stream:
                return _count_lines(stream)
    except (OSError, EOFError):
        return 1
    return 1


def _count_lines(stream: IO[bytes] | gzip.GzipFile) -> int:
    lines = 0
    for _ in range(_MOST_BLOCKS):
        block = stream.read(_BLOCK)
        if not block:
            break
        lines += block.count(b"\n")
    return max(lines, 1)
