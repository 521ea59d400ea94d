"""One writer at a time: the second is told who the first is, and a killed one leaves nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from rag.collection import Collection
from rag.errors import IndexBusy
from rag.writer import Writer
from tests.fakes import WordEmbedder, read_contents, write_articles

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from rag.writer import Writer
with Writer(Path(sys.argv[1]), model="words", fingerprint="words-1"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(inbox: Path, index: Path, embedder: WordEmbedder) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the collection open for writing."""
    write_articles(inbox, ["a", "b"])
    ingest([inbox], index, embedder=embedder)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_writer_is_refused_naming_the_first(
    holder: subprocess.Popen[str], inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    with pytest.raises(IndexBusy) as error:
        ingest([inbox], index, embedder=embedder)

    assert error.value.exit_code == 75
    assert error.value.message == f"another ingest (process {holder.pid}) is writing to {index}"


def test_readers_go_on_while_another_process_writes(
    holder: subprocess.Popen[str], index: Path, embedder: WordEmbedder
) -> None:
    collection = Collection(index, embedder)

    contents = read_contents(collection)

    collection.close()
    assert (len(contents.articles), holder.poll()) == (2, None)


def test_a_killed_writer_leaves_no_lock_behind(
    holder: subprocess.Popen[str], inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()

    report = ingest([inbox], index, embedder=embedder)

    assert report.unchanged == 2


def test_a_second_writer_in_the_same_process_is_refused_too(index: Path, embedder: WordEmbedder, inbox: Path) -> None:
    with Writer(index, model="words", fingerprint="words-1", create=True), pytest.raises(IndexBusy):
        ingest([inbox], index, embedder=embedder)


def test_a_refused_model_lets_go_of_the_lock(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_articles(inbox, ["a"])
    ingest([inbox], index, embedder=embedder)
    with pytest.raises(Exception, match="'words', not 'other'"):
        ingest([inbox], index, embedder=WordEmbedder(name="other", fingerprint="other-1"))

    report = ingest([inbox], index, embedder=embedder)

    assert report.unchanged == 1
