"""What every command does at its door: an error becomes one line and an exit code, never a traceback."""

from __future__ import annotations

import io
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from rag.errors import DatelineError
from rag.words import say

MOST_LOGGED = 5_000_000
"""Bytes of the log of errors from which it begins anew."""

INTERNAL, INTERRUPTED, TERMINATED = 70, 130, 143


def run(command: Callable[[], int], *, after: str = "") -> int:
    """Run a command and return its exit code: 2 or 75 for what a user can mend, 70 for an error of ours.

    Args:
        after: what to know when it was interrupted.
    """
    signal.signal(signal.SIGTERM, _terminate)
    _open_streams()
    try:
        return command()
    except DatelineError as error:
        say_error(error)
        return error.exit_code
    except KeyboardInterrupt:
        print(f"interrupted{after}", file=sys.stderr)
        return INTERRUPTED
    except _Terminated:
        print(f"terminated{after}", file=sys.stderr)
        return TERMINATED
    except BrokenPipeError:
        # The reader of our output went away (`… | head`); nothing is left to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERNAL
    except Exception as error:  # noqa: BLE001  # the door: whatever it is, no traceback reaches a user
        log = write_log()
        print(f"error: Dateline failed ({type(error).__name__}). The details are in {log}", file=sys.stderr)
        return INTERNAL


def _open_streams() -> None:
    """Put something in the place of closed streams (`2>&-`), and print what the terminal's letters lack as "?"."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = getattr(sys, name)
        if stream is None:
            # The lowest free number is taken, so that no file is opened under the number of a stream.
            nothing = os.open(os.devnull, os.O_RDONLY if number == 0 else os.O_WRONLY)
            stream = os.fdopen(nothing, "r" if number == 0 else "w", encoding="utf-8")
            setattr(sys, name, stream)
        if number and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say_error(error: DatelineError) -> None:
    """Print an error and what to do about it."""
    print(f"error: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)


def write_log() -> Path:
    """Append the exception being handled to the log; return its path, that of no file where it cannot be written."""
    try:
        path = Path(tempfile.gettempdir()) / f"dateline-errors-{os.getuid() if hasattr(os, 'getuid') else 'user'}.log"
        full = path.exists() and path.stat().st_size > MOST_LOGGED
        with path.open("w" if full else "a", encoding="utf-8") as file:
            traceback.print_exc(file=file)
    except OSError:  # a full disk, a file of somebody else's
        return Path(os.devnull)
    return path


def say_failed(log: Path | None = None) -> str:
    """Return what a reader is told where Dateline itself failed.

    Args:
        log: where the details are; without it the exception being handled is written down first.
    """
    return say("Dateline failed at this; the details are in {log}", log=log or write_log())


class _Terminated(BaseException):
    """SIGTERM arrived; not an Exception, so that no handler of errors takes it."""


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise _Terminated
