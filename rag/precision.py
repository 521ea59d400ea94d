"""Which numbers a model runs fastest with on this machine: measured once, remembered in the user's cache folder."""

from __future__ import annotations

import json
import math
import os
import platform
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from rag.offline import home

Run = Callable[[], object]

TIMES = 2
"""Runs that are timed; the faster one counts, since the other may have waited for somebody else."""


def fastest(task: str, candidates: Mapping[str, Callable[[], Run]]) -> str:
    """Return the name of the candidate that runs a task fastest here; the first time by trying each.

    Args:
        candidates: by name, what loads one and returns a run of the task.
    """
    file = cache_folder() / "fastest.json"
    known = _read(file)
    key = f"{task} on {_processor()}, {cores()} cores, torch {version('torch')}, {version('onnxruntime')}"
    if known.get(key) not in candidates:
        known[key] = min(candidates, key=lambda name: _seconds(candidates[name]()))
        _write(file, known)
    return known[key]


def cores() -> int:
    """Return how many processors this process may use, which in a container may be fewer than there are."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        most, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="utf-8").split()[:2]
        limit = math.ceil(int(most) / int(period))
    except (OSError, ValueError):  # no such limit: "max"
        return allowed
    return max(1, min(allowed, limit))


def cache_folder() -> Path:
    """Return where what can be measured or fetched again is kept."""
    stated = os.environ.get("XDG_CACHE_HOME")
    return (Path(stated) if stated else home() / ".cache") / "dateline"


def _seconds(run: Run) -> float:
    run()
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return min(taken)


def _read(file: Path) -> dict[str, str]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _write(file: Path, known: Mapping[str, str]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps(known, indent=1), encoding="utf-8")
        new.replace(file)
    except OSError:
        pass  # it is measured again at the next start


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    stated = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(stated, platform.machine())
