"""What a run had done when it was killed is not done again: the next one claims it, and drops what it is not given."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest import embedding, run
from ingest.article import make_article
from ingest.pipeline import ingest, rebuild
from ingest.read.draft import Draft
from rag.domain import Article
from tests.fakes import WordEmbedder, contents_of, make_text, outcome, write_articles
from tests.ingest.kept import dump, titles, write_files

ROOT = Path(__file__).resolve().parents[2]
KILLED = -9
SEEDS = ("a", "b", "c", "d", "e")
KILL = """
import os, signal, sys
from ingest import pipeline
from tests.fakes import WordEmbedder

class Last(WordEmbedder):
    def embed_many(self, texts):
        os.kill(os.getpid(), signal.SIGKILL)

pipeline.ingest([sys.argv[1]], sys.argv[2], embedder=Last())
"""


class Died(Exception):
    """The embedding model failed."""


@dataclass
class Failing(WordEmbedder):
    """Fails once it has embedded so many texts."""

    after: int = 0

    def embed_many(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.embedded + len(texts) > self.after:
            raise Died
        return super().embed_many(texts)

    @classmethod
    def ingest(cls, inbox: Path, index: Path, *, after: int) -> None:
        """Run an ingest that ends when so many passages are embedded."""
        with pytest.raises(Died):
            ingest([inbox], index, embedder=cls(after=after))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The labels of the drafts that an article was made of, in this process."""
    labels: list[str] = []
    make = make_article

    def noted(draft: Draft) -> Article:
        labels.append(draft.label)
        return make(draft)

    monkeypatch.setattr(run, "make_article", noted)
    return labels


def undisturbed(inbox: Path, folder: Path) -> tuple[object, int]:
    """Return what an ingest makes that nothing disturbs, and how many texts it embeds."""
    report = ingest([inbox], folder, embedder=WordEmbedder())
    return contents_of(folder, WordEmbedder()), report.embedded


def test_what_was_staged_is_claimed_and_only_what_has_no_vector_embedded(
    inbox: Path, index: Path, tmp_path: Path, embedder: WordEmbedder, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "AT_ONCE", 4)
    write_articles(inbox, SEEDS)
    whole, passages = undisturbed(inbox, tmp_path / "whole")
    made.clear()
    Failing.ingest(inbox, index, after=4)
    first = len(made)
    made.clear()

    report = ingest([inbox], index, embedder=embedder)

    assert (first >= 2, len(made), outcome(report)) == (True, len(SEEDS) - first, (5, 0, 0, 0))
    assert (passages > 8, report.embedded, embedder.embedded) == (True, passages - 4, passages - 4)
    assert contents_of(index, embedder) == whole


def test_nothing_is_served_of_what_a_killed_run_staged(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_articles(inbox, ["a"])
    ingest([inbox], index, embedder=embedder)
    before = contents_of(index, embedder)
    write_articles(inbox, ["b"])
    (inbox / "a.txt").write_text(make_text("a edited"), encoding="utf-8")

    Failing.ingest(inbox, index, after=0)

    assert (contents_of(index, embedder), len(dump(index)["staged_articles"])) == (before, 2)


def test_what_was_staged_and_is_not_given_again_is_dropped(
    inbox: Path, index: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    write_files(inbox, *SEEDS)
    Failing.ingest(inbox, index, after=0)
    write_files(inbox, "a", "c", "new")
    whole, _ = undisturbed(inbox, tmp_path / "whole")

    report = ingest([inbox], index, embedder=embedder)

    rows = dump(index)
    assert (outcome(report), titles(index)) == ((3, 0, 0, 0), ["a", "c", "new"])
    assert (rows["staged_articles"], rows["staged_passages"]) == ([], [])
    assert contents_of(index, embedder) == whole


def test_an_ingest_that_is_killed_with_a_signal_goes_on_where_it_was(
    inbox: Path, index: Path, tmp_path: Path, embedder: WordEmbedder, made: list[str]
) -> None:
    write_articles(inbox, SEEDS)
    whole, passages = undisturbed(inbox, tmp_path / "whole")
    made.clear()
    done = subprocess.run([sys.executable, "-c", KILL, str(inbox), str(index)], cwd=ROOT, check=False)

    report = ingest([inbox], index, embedder=embedder)

    assert (done.returncode, made, report.embedded, outcome(report)) == (KILLED, [], passages, (5, 0, 0, 0))
    assert contents_of(index, embedder) == whole


def test_a_rebuild_that_was_killed_changes_nothing(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_articles(inbox, ["a", "b"])
    ingest([inbox], index, embedder=embedder)
    before = contents_of(index, embedder)
    with pytest.raises(Died):
        rebuild(index, embedder=Failing(name="other", fingerprint="other-1"))

    report = ingest([inbox], index, embedder=embedder)

    assert (outcome(report), report.generation, contents_of(index, embedder)) == ((0, 0, 2, 0), 1, before)


def test_what_was_staged_for_another_model_is_made_again(
    inbox: Path, index: Path, embedder: WordEmbedder, made: list[str]
) -> None:
    write_articles(inbox, ["a", "b"])
    Failing.ingest(inbox, index, after=0)
    made.clear()
    other = WordEmbedder(name="other", fingerprint="other-1", dimension=48)

    report = ingest([inbox], index, embedder=other)

    assert (len(made), outcome(report), len(contents_of(index, other).articles)) == (2, (2, 0, 0, 0), 2)


def test_a_second_run_over_the_same_input_makes_embeds_and_writes_nothing(
    inbox: Path, index: Path, embedder: WordEmbedder, made: list[str]
) -> None:
    write_articles(inbox, SEEDS)
    first = ingest([inbox], index, embedder=embedder)
    before, embedded = dump(index, without=["runs"]), embedder.embedded
    made.clear()

    second = ingest([inbox], index, embedder=embedder)

    assert (made, embedder.embedded, second.embedded) == ([], embedded, 0)
    assert (second.unchanged, second.generation) == (len(SEEDS), first.generation)
    assert dump(index, without=["runs"]) == before


def test_what_was_embedded_is_kept_when_a_user_interrupts(tmp_path: Path) -> None:
    inbox, index = tmp_path / "inbox", tmp_path / "index"
    write_files(inbox, *(f"{number:03}" for number in range(100)))

    def interrupt(_what: str, done: int, _of: int) -> None:
        if done == 90:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([inbox], index, embedder=WordEmbedder(), progress=interrupt)
    later = WordEmbedder()
    ingest([inbox], index, embedder=later)
    whole = WordEmbedder()
    ingest([inbox], tmp_path / "other", embedder=whole)

    assert later.embedded <= whole.embedded - embedding.AT_LEAST
