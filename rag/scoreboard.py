"""Figures of an evaluation as a table, beside those of the last run over the same questions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = "evaluations.json"
"""In the folder of a collection: the last figures for each file of questions, by the hash of what is in it."""

LEAST_CHANGE = 0.0005
"""A change that is shown; figures have three digits."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1; those of no question are left out."""

    questions: int
    shares: dict[str, float] = field(default_factory=dict)


def remember(index: Path, questions: Path, table: Mapping[str, Figures]) -> dict[str, Any] | None:
    """Keep the figures of a run; return those of the one before, with its day, or None."""
    kept: dict[str, Any] = {}
    path = index / FILE
    with suppress(OSError, ValueError):
        kept = json.loads(path.read_text(encoding="utf-8"))
    name = hashlib.sha256(questions.read_bytes()).hexdigest()[:16]
    before = kept.get(name)
    shares = {kind: figures.shares for kind, figures in table.items()}
    kept[name] = {"day": datetime.now(tz=UTC).date().isoformat(), "figures": shares}
    with suppress(OSError):  # a collection that may only be read is measured all the same
        path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return before if isinstance(before, dict) else None


def as_table(table: Mapping[str, Figures], before: Mapping[str, Any] | None) -> str:
    """Return a line for each kind of question, and under it what has changed since the run before."""
    names = list(dict.fromkeys(name for figures in table.values() for name in figures.shares))
    wide = max(len(kind) for kind in table) + 2
    lines = [" " * wide + "questions  " + "  ".join(names)]
    for kind, figures in table.items():
        cells = [_cell(figures.shares.get(name), name) for name in names]
        lines.append(f"{kind:{wide}}{figures.questions:>9}  " + "  ".join(cells))
        changes = _changes(figures.shares, (before or {}).get("figures", {}).get(kind, {}), names)
        if changes:
            lines.append(" " * (wide + 11) + "  ".join(changes))
    if before:
        lines.append(f"(second lines: the change since {before.get('day')})")
    return "\n".join(line.rstrip() for line in lines)


def _cell(value: float | None, name: str) -> str:
    return f"{'' if value is None else f'{value:.3f}':>{len(name)}}"


def _changes(now: Mapping[str, float], before: Mapping[str, float], names: list[str]) -> list[str]:
    changes = [now[name] - before[name] if name in now and name in before else 0.0 for name in names]
    if all(abs(change) < LEAST_CHANGE for change in changes):
        return []
    shown = [f"{change:+.3f}" if abs(change) >= LEAST_CHANGE else "" for change in changes]
    return [f"{text:>{len(name)}}" for text, name in zip(shown, names, strict=True)]
