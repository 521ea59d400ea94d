"""How long the page takes from its command to the first page served, beside a bare Gradio in the same run.

    python -m benchmarks.page_start [--index DIR] [--rounds 7]

Both are processes of their own, one after the other in turn; what is timed ends with the first 200 of `/` on loopback.
The models load behind the page. Asked: at most 1.3 times the bare one, by the medians.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from benchmarks.served import ROOT, free_port

MOST = 1.3
"""Times a bare Gradio."""

PATIENCE = 120.0
"""Seconds to wait for a page."""

BARE = "import gradio as gr\nwith gr.Blocks() as page: pass\npage.launch(server_port={port}, quiet=True)"


def seconds_until_served(command: Sequence[str], port: int) -> tuple[float, float]:
    """Start a command, wait until it serves a page, end it; return how long that took, and its processor time."""
    environment = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False"}
    took = 0.0
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  # commands of ours
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not took and time.perf_counter() - started < PATIENCE and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as response:
                    response.read()
                    took = time.perf_counter() - started
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.01)
    finally:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process.kill()
        process.wait()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not took:
        raise SystemExit(f"nothing was served by: {' '.join(command)}")
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--index", type=Path, help="folder of a collection (default: there is none yet)")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        index = given.index or Path(folder) / "none"
        for number in range(given.rounds + 1):
            port = free_port()
            other = seconds_until_served([sys.executable, "-c", BARE.format(port=port)], port)
            port = free_port()
            page = [sys.executable, "ui.py", "--index", str(index.resolve()), "--port", str(port)]
            own = seconds_until_served(page, port)
            if number:  # the first of each fills the caches of the disk
                bare.append(other)
                ours.append(own)
    for name, times in (("bare Gradio", bare), ("ui.py", ours)):
        took, busy = (sorted(each) for each in zip(*times, strict=True))
        spread = f"({took[0]:.2f} to {took[-1]:.2f}, {len(took)} times)"
        print(f"{name:12}{statistics.median(took):7.2f} s  {spread:28}  processor {statistics.median(busy):6.2f} s")
    ratio, busy_ratio = (
        statistics.median(each[column] for each in ours) / statistics.median(each[column] for each in bare)
        for column in (0, 1)
    )
    paired = statistics.median(own[0] / other[0] for own, other in zip(ours, bare, strict=True))
    print(f"{'ratio':12}{ratio:7.2f}    (in pairs {paired:.2f}; of processor time {busy_ratio:.2f}; asked: {MOST})")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
