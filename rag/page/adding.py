"""Articles added in a thread of their own, so that a page can show how far it is; it goes on where nobody looks."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from rag.door import say_failed, write_log
from rag.errors import DatelineError, PageError
from rag.page.library import Added, Library


class Adding:
    """Starts at once; `at` is (stage, done, total) as the library told it last."""

    def __init__(self, library: Library, sources: Sequence[str | Path]) -> None:
        self.at: tuple[str, int, int] = ("", 0, 0)
        self._library, self._sources = library, sources
        self._added: Added | None = None
        self._error: DatelineError | None = None
        self._log: Path | None = None
        self._thread = threading.Thread(target=self._add, name="adding", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait for the end at most so long; return whether it has come."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def result(self) -> Added:
        """Return the report, once it has ended.

        Raises:
            DatelineError: it failed: another ingest runs, no room on the disk.
        """
        self._thread.join()
        if self._added is None:
            # In the language of who asks, which the thread does not know.
            raise self._error or PageError(say_failed(self._log))
        return self._added

    def _add(self) -> None:
        try:
            self._added = self._library.add(self._sources, self._tell)
        except DatelineError as error:
            self._error = error
        except Exception:  # noqa: BLE001  # a thread: whatever it is, the reader gets a sentence and the log the rest
            self._log = write_log()

    def _tell(self, stage: str, done: int, total: int) -> None:
        self.at = stage, done, total
