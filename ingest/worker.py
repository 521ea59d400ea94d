"""Parsers run in a process of their own: what takes too long or too much is given up, and only that.

`python -m ingest.worker` reads calls and writes what they returned. Both ends are ours, so they speak pickle, as
Python's own multiprocessing does, which would run the caller's main module once more.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Timer
from types import TracebackType
from typing import Any, TypeVar

from rag.errors import ArticleRejected

_Argument = TypeVar("_Argument")
_Parsed = TypeVar("_Parsed")

SECONDS = 30.0
"""The longest that one page may take; real ones take a tenth of a second."""

MEMORY = 2_000_000_000
"""Bytes of address space, where the system can limit it."""

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_ROOT = Path(__file__).resolve().parents[1]


class Worker:
    """Runs functions of modules in another process, started at the first call; a context manager."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._alone = Lock()  # feeds are read on several threads
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True  # a feed that is still being read starts no other one
        self._stop()

    def call(self, function: Callable[[_Argument], _Parsed], argument: _Argument) -> _Parsed:
        """Return what the function does.

        Raises:
            ArticleRejected: by the function, or because it failed or took too long.
        """
        with self._alone:
            return self._call(function, argument)

    def _call(self, function: Callable[[_Argument], _Parsed], argument: _Argument) -> _Parsed:
        process = self._running()
        late = Event()
        limit = Timer(self._seconds, _give_up, (process, late))
        limit.start()
        try:
            answer = _ask(process, (function, argument))
        finally:
            limit.cancel()
            limit.join()
        if answer is None or late.is_set():
            self._stop()
        if answer is None:
            raise ArticleRejected(
                "it could not be read" + (f" within {self._seconds:.0f} seconds" if late.is_set() else ""),
                hint="it is too large or too deeply nested; save its text instead",
            )
        returned, rejected = answer
        if rejected is not None:
            raise ArticleRejected(rejected[0], hint=rejected[1])
        value: _Parsed = returned
        return value

    def apart(self, parse: Callable[[bytes], _Parsed], data: bytes) -> _Parsed:
        """As `call`, for the readers of files."""
        return self.call(parse, data)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:  # ended by somebody between two calls
            self._stop()
        return self._process or self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise ArticleRejected("it was not read: the ingest had ended", hint="ingest it again")
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            # A thread a core would take 40 MB of address space for each; parsers compute nothing.
            env={**os.environ, **dict.fromkeys(_THREADS, "1"), "PYTHONPATH": os.pathsep.join(paths)},
        )  # fmt: skip
        return self._process

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _give_up(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()


Answer = tuple[Any, tuple[str, str] | None]


def _ask(process: subprocess.Popen[bytes], call: tuple[Callable[[Any], Any], Any]) -> Answer | None:
    """Return what the process answers, or None where it ended instead."""
    assert process.stdin is not None  # noqa: S101  # both are pipes
    assert process.stdout is not None  # noqa: S101
    try:
        pickle.dump(call, process.stdin)
        process.stdin.flush()
        answer: Answer = pickle.load(process.stdout)  # noqa: S301  # of our own process
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    return answer


def main() -> None:
    """Answer one call after another until there are no more."""
    _limit_memory()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    while True:
        try:
            function, argument = pickle.load(sys.stdin.buffer)  # noqa: S301  # of our own process
        except EOFError:
            return
        _alarm(int(SECONDS) + 10)  # where its owner was killed, nobody else ends an endless parser
        answer = _answer(function, argument)
        _alarm(0)
        pickle.dump(answer, answers)
        answers.flush()


def _answer(function: Callable[[Any], Any], argument: object) -> Answer:
    try:
        return function(argument), None
    except ArticleRejected as error:
        return None, (error.message, error.hint)
    except Exception as error:  # noqa: BLE001  # parsers fail in many ways on what is no page, and the next one waits
        return None, (f"it could not be read ({type(error).__name__})", "save its text instead")


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):  # not on Windows
        signal.alarm(seconds)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))


if __name__ == "__main__":
    main()
