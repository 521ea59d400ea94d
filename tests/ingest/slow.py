"""What a parser may do to the one who calls it, for the tests of the worker, which imports it in its own process."""

from __future__ import annotations

import os
import signal
import sys
import time

from rag.errors import ArticleRejected


def length(data: bytes) -> int:
    return len(data)


def process(data: bytes) -> int:
    return os.getpid()


def sleep(data: bytes) -> None:
    time.sleep(60)  # longer than any limit: what is tested is that nobody waits for it


def grow(data: bytes) -> int:
    return len(bytearray(int(data)))


def nest(data: bytes) -> None:
    nest(data)


def end(data: bytes) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(data: bytes) -> None:
    sys.exit(3)


def refuse(data: bytes) -> None:
    raise ArticleRejected("it is a consent wall", hint="save the article itself")


def chatter(data: bytes) -> int:
    print("a library says something on standard output")
    sys.stdout.flush()
    os.write(1, b"and past Python too\n")
    return len(data)


def unspeakable(data: bytes) -> object:
    return lambda: data
