"""The page as a process of its own, for the benchmarks that ask it as many readers do."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Served:
    """A page that runs."""

    url: str
    process: subprocess.Popen[bytes]

    def megabytes(self) -> float:
        """Return how much memory its process has now (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(index: Path) -> Iterator[Served]:
    """Run `ui.py` over a collection until the block ends."""
    port = free_port()
    command = [sys.executable, "ui.py", "--index", str(index.resolve()), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603  # a command of ours
    page = Served(f"http://127.0.0.1:{port}", process)
    try:
        _wait(page)
        yield page
    finally:
        page.process.kill()
        page.process.wait()


def _wait(page: Served) -> None:
    while page.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{page.url}/config", timeout=60):  # noqa: S310  # an address of ours
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise SystemExit("the page did not start")
