"""Which numbers a model runs fastest with: measured once, remembered."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.precision import cache_folder, fastest


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def candidates(loaded: list[str]) -> dict[str, Callable[[], Callable[[], object]]]:
    """Return two candidates, of which one sleeps; `loaded` lists the loaded ones."""

    def load(name: str, seconds: float) -> Callable[[], object]:
        loaded.append(name)
        return lambda: time.sleep(seconds)

    return {"slow": lambda: load("slow", 0.05), "quick": lambda: load("quick", 0.0)}


def test_the_fastest_is_chosen_and_remembered() -> None:
    loaded: list[str] = []
    assert fastest("a task", candidates(loaded)) == "quick"
    assert fastest("a task", candidates(loaded)) == "quick"
    assert loaded == ["slow", "quick"], "the second time nothing is tried"


def test_another_task_is_tried_for_itself() -> None:
    loaded: list[str] = []
    fastest("a task", candidates(loaded))
    fastest("another task", candidates(loaded))
    assert len(loaded) == 4


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a task": 3}'])
def test_a_damaged_cache_is_made_anew(content: str) -> None:
    cache_folder().mkdir(parents=True)
    (cache_folder() / "fastest.json").write_text(content, encoding="utf-8")
    assert fastest("a task", candidates([])) == "quick"


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert fastest("a task", candidates([])) == "quick"


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system does not limit a process to some cores")
def test_only_the_cores_that_this_process_may_use_are_counted() -> None:
    one = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); from rag.precision import cores; print(cores())"
    done = subprocess.run([sys.executable, "-c", one], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_without_a_home_what_is_remembered_lies_among_the_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder().is_relative_to(tempfile.gettempdir())
