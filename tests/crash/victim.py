"""A process that ingests and kills itself at a named point, with SIGKILL: nothing of it can tidy up.

Run as `python -m tests.crash.victim`: it loads the libraries once, then reads one JSON job a line and forks
a process for each, which does the ingest; it prints the process id at once, and the exit status at the end.
The points are reached from outside: by the progress callback, by SQLite's trace, by wrapping what the
standard library does with files. The source knows nothing of it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process with threads cannot be forked safely

import chromadb  # noqa: F401  # loaded before the forks, for speed; no client is made here

from ingest.language import language_of
from ingest.pipeline import ingest
from tests.fakes import WordEmbedder, make_text


def die() -> None:
    """End as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


class Fuse:
    """Counts what happens and kills the process at the n-th time of one kind: "commit:3"."""

    def __init__(self, point: str) -> None:
        self._name, _, number = point.partition(":")
        self._left = int(number or 1)
        self.switching = False

    def reach(self, name: str) -> None:
        """Note that something of this name is about to happen."""
        if name == self._name:
            self._left -= 1
            if self._left == 0:
                die()

    def progress(self, stage: str, _done: int, _total: int) -> None:
        """Be told of the stages of an ingest."""
        self.switching = stage == "switching" or (self.switching and stage != "switched")
        self.reach(stage)

    def statement(self, sql: str) -> None:
        """Be told of each SQL statement before it runs."""
        if sql.startswith("COMMIT"):
            self.reach("switch-commit" if self.switching else "commit")
        elif self.switching:
            self.reach("switch-statement")
        elif sql.startswith("INSERT INTO runs"):
            self.reach("journal")


def wire(fuse: Fuse) -> None:
    """Put the fuse into what the standard library does, in this process only."""
    connect, rename, fsync, rmtree = sqlite3.connect, Path.rename, os.fsync, shutil.rmtree

    def traced(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **kwargs)
        connection.set_trace_callback(fuse.statement)
        return connection

    def renamed(path: Path, target: Path) -> Path:
        fuse.reach("before-rename")
        result = rename(path, target)
        fuse.reach("after-rename")
        return result

    def synced(descriptor: int) -> None:
        fuse.reach("sync")
        fsync(descriptor)

    def removed(path: Path, **kwargs: Any) -> None:
        if Path(path).is_dir():
            fuse.reach("forget")
        rmtree(path, **kwargs)

    replace: Callable[..., None] = setattr
    replace(sqlite3, "connect", traced)
    replace(Path, "rename", renamed)
    replace(os, "fsync", synced)
    replace(shutil, "rmtree", removed)


def run(job: dict[str, str]) -> None:
    """Ingest a folder; die on the way if the job names a point that is reached."""
    fuse = Fuse(job["point"])
    wire(fuse)
    ingest([job["inbox"]], job["index"], embedder=WordEmbedder(), progress=fuse.progress)


def main() -> None:
    """Fork a process for each job."""
    language_of(make_text("some"))  # reads its model, which no victim should have to
    _say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                run(json.loads(line))
            finally:
                os._exit(0 if sys.exc_info()[0] is None else 1)
        _say(child)
        _, status = os.waitpid(child, 0)
        _say(os.waitstatus_to_exitcode(status))


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
