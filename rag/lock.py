"""One writer at a time, by a lock that names its holder."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import CollectionError, IndexBusy


def take_lock(folder: Path) -> FileLock:
    """Lock a collection for writing, at once or not at all.

    Raises:
        IndexBusy: another process writes to it; the message names that process.
        CollectionError: the folder cannot be written to.
    """
    # The operating system frees it with the process: a killed writer leaves no stale lock.
    lock = FileLock(folder / "writer.lock", timeout=0)
    holder = folder / "writer.pid"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        holder.write_text(str(os.getpid()), encoding="ascii")
    except Timeout as error:
        name = holder.read_text(encoding="ascii", errors="replace").strip() if holder.is_file() else "unknown"
        raise IndexBusy(
            f"another ingest (process {name}) is writing to {folder}", hint="wait for it to end, then run this again"
        ) from error
    except OSError as error:
        lock.release()
        raise CollectionError(
            f"cannot write to {folder}: {error.strerror}", hint="choose another folder with --index"
        ) from error
    return lock
