"""A semaphore taken in the order it was asked for; `threading.Semaphore` lets a newcomer go before who waits."""

from __future__ import annotations

from collections import deque
from threading import Lock
from types import TracebackType


class FairSemaphore:
    """Lets so many threads into its block at a time; who waits longest is next."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._lock = Lock()
        self._waiting: deque[Lock] = deque()

    def __enter__(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        # Whoever leaves hands its place over, so that nobody can come between.
        try:
            turn.acquire()
        except BaseException:  # interrupted: the place, if it was handed over meanwhile, goes to the next
            with self._lock:
                given_up = turn in self._waiting
                if given_up:
                    self._waiting.remove(turn)
            if not given_up:
                self._leave()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
