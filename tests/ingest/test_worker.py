"""A parser that takes too long, takes too much or dies costs one article; the next one is read as if nothing was."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.worker import MEMORY, Worker
from rag.errors import ArticleRejected
from tests.fakes import WordEmbedder, outcome
from tests.ingest import slow
from tests.ingest.kept import write_files

PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """A worker with little patience; a test that kills its process leaves the next one a fresh one."""
    with Worker(seconds=5) as started:
        yield started


def test_a_call_returns_what_the_function_does_in_one_other_process(worker: Worker) -> None:
    processes = {worker.call(slow.process, b"") for _ in range(3)}

    assert (worker.call(slow.length, b"x" * 5_000_000), len(processes), os.getpid() in processes) == (
        5_000_000,
        1,
        False,
    )


def test_its_libraries_start_no_thread_a_core(worker: Worker) -> None:
    # Each would take 40 MB of the address space that it may have: on 44 cores no page could be read.
    assert worker.call(os.getenv, "OPENBLAS_NUM_THREADS") == "1"


def test_one_that_was_closed_starts_no_other_process() -> None:
    with Worker() as started:
        assert started.call(slow.length, b"x") == 1
    with pytest.raises(ArticleRejected):
        started.call(slow.length, b"x")


@pytest.mark.parametrize(
    ("function", "data", "message"),
    [
        (slow.grow, str(2 * MEMORY).encode(), r"it could not be read \(MemoryError\)"),
        (slow.nest, b"", r"it could not be read \(RecursionError\)"),
        (slow.end, b"", "it could not be read"),
        (slow.leave, b"", "it could not be read"),
        (slow.unspeakable, b"", "it could not be read"),
        (slow.refuse, b"", "it is a consent wall"),
    ],
    ids=["memory", "depth", "killed", "left", "no answer", "refused"],
)
def test_what_goes_wrong_is_one_rejection_and_the_next_call_works(
    function: Callable[[bytes], object], data: bytes, message: str, worker: Worker
) -> None:
    with pytest.raises(ArticleRejected, match=f"^{message}$") as error:
        worker.call(function, data)

    assert (bool(error.value.hint), worker.call(slow.length, b"next")) == (True, 4)


def test_what_takes_too_long_is_given_up_and_the_next_call_works() -> None:
    with Worker(seconds=3) as worker:
        started = time.monotonic()
        with pytest.raises(ArticleRejected, match=r"^it could not be read within 3 seconds$"):
            worker.call(slow.sleep, b"")
        waited = time.monotonic() - started

        assert worker.call(slow.length, b"next") == 4
    assert 2.9 < waited < 30


def test_a_process_that_ended_between_two_calls_is_started_again(worker: Worker) -> None:
    process = worker.call(slow.process, b"")
    os.kill(process, signal.SIGKILL)
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)

    assert worker.call(slow.process, b"") != process


def test_what_a_library_prints_is_no_answer(worker: Worker, capfd: pytest.CaptureFixture[str]) -> None:
    assert (worker.call(slow.chatter, b"four"), worker.call(slow.length, b"five.")) == (4, 5)
    assert capfd.readouterr() == ("", "")


def test_the_process_ends_with_the_worker() -> None:
    with Worker() as worker:
        process = worker.call(slow.process, b"")

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_page_that_breaks_the_parser_costs_itself_only(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    words = " ".join(f"The harbour master counted {number} boats before the storm came in." for number in range(20))
    (inbox / "a.html").write_text("<div>" * 200_000 + "deep" * 50, encoding="utf-8")
    (inbox / "b.html").write_text(PAGE.format("The boats are counted", words), encoding="utf-8")
    write_files(inbox / "files", "c")

    report = ingest([inbox], index, embedder=embedder)

    assert (outcome(report), [Path(one.what).name for one in report.rejected]) == ((2, 0, 0, 1), ["a.html"])
