"""What a kill test needs: a collection before and after an undisturbed ingest, and victims to kill between."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.pipeline import Report, ingest
from rag.collection import Collection
from tests.fakes import (
    Contents,
    Hits,
    WordEmbedder,
    make_sentences,
    make_text,
    read_contents,
    recall,
    search_exactly,
    search_vectors,
    search_words,
    write_articles,
)  # fmt: skip

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = 125
"""An article: long ones, because a commit an article is most of the time that an ingest takes."""

OLD = [f"story-{number}" for number in range(24)]
NEW = [f"story-{number}" for number in range(24, 36)]
EDITED = OLD[:4]
PROBES = [" ".join(make_sentences(f"probe {number}", 1)[0].rstrip(".").split()[:9]) for number in range(20)]


@dataclass(frozen=True)
class State:
    """All that a collection serves, and what it answers to the probes.

    `near` is not compared: Chroma builds a slightly different graph each time, also without a kill, and misses
    one hit in some thousand. It is held against `exact` by its recall instead.
    """

    contents: Contents
    words: tuple[Hits, ...]
    exact: tuple[Hits, ...]
    near: tuple[Hits, ...] = field(compare=False)

    @property
    def recall(self) -> float:
        """The share of the exact hits that Chroma finds."""
        return recall(self.near, self.exact)


def read_state(index: Path) -> State:
    """Open a collection and ask everything."""
    collection = Collection(index, WordEmbedder())
    try:
        return State(
            contents=read_contents(collection),
            words=tuple(search_words(collection, probe) for probe in PROBES),
            exact=search_exactly(collection, PROBES),
            near=tuple(search_vectors(collection, probe) for probe in PROBES),
        )
    finally:
        collection.close()


@dataclass(frozen=True)
class Scene:
    """A collection with the first articles in it, an inbox that has more, both states, and the time between."""

    base: Path
    inbox: Path
    before: State
    after: State
    seconds: float

    def copy(self, folder: Path) -> Path:
        """Return a fresh copy of the collection, to kill an ingest in."""
        return Path(shutil.copytree(self.base, folder))

    def resume(self, index: Path) -> Report:
        """Run the ingest that was killed again."""
        return ingest([self.inbox], index, embedder=WordEmbedder())


def make_scene(folder: Path, *, edited: int = len(EDITED)) -> Scene:
    """Ingest the first articles, then in a copy the added and edited ones, undisturbed."""
    inbox, base, whole = folder / "inbox", folder / "base", folder / "whole"
    write_articles(inbox, OLD, sentences=SENTENCES)
    ingest([inbox], base, embedder=WordEmbedder())
    shutil.copytree(base, whole)
    write_articles(inbox, NEW, sentences=SENTENCES)
    for name in OLD[:edited]:
        (inbox / f"{name}.txt").write_text(make_text(f"{name} edited", sentences=SENTENCES), encoding="utf-8")
    report = ingest([inbox], whole, embedder=WordEmbedder())
    return Scene(base, inbox, before=read_state(base), after=read_state(whole), seconds=report.seconds)


class Killer:
    """Starts victims and ends them; a context manager that ends what is left of them."""

    def __enter__(self) -> Killer:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.victim"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        self._answer()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def run(self, scene: Scene, index: Path, *, point: str = "", kill: Callable[[int], None] = lambda _: None) -> int:
        """Ingest in a process of its own; `kill` is given its id; return its exit status (-9 where killed)."""
        job = {"inbox": str(scene.inbox), "index": str(index), "point": point}
        assert self._process.stdin is not None
        print(json.dumps(job), file=self._process.stdin, flush=True)
        kill(int(self._answer()))
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def kill_after(seconds: float) -> Callable[[int], None]:
    """Return a way to kill a process so long after its start."""

    def kill(process: int) -> None:
        time.sleep(seconds)  # the point of a kill at random is its moment, nothing is waited for
        _end(process)

    return kill


def kill_in_save(index: Path, *, delay: float) -> Callable[[int], None]:
    """Return a way to kill a process so long after Chroma wrote the first vector file of a new generation."""

    def kill(process: int) -> None:
        generations = index / "generations"
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not _is_saving(generations):
            if not _is_running(process):
                return
        end = time.monotonic() + delay
        while time.monotonic() < end:
            pass
        _end(process)

    return kill


def _is_saving(generations: Path) -> bool:
    for building in generations.glob("*.building"):
        for file in building.glob("chroma/*/*.bin"):
            if file.stat().st_size:
                return True
    return False


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _end(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return  # it was quicker
