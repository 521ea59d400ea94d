"""How fast and in how much memory articles go in, beside the plain way, in one run.

    python -m benchmarks.ingest [--articles FILE] [--limit 500] [--plain SCRIPT] [--again] [--shape]

Each way runs in a process of its own, its model and its libraries loaded before the clock starts. --again ingests
the same articles a second time. --shape puts random vectors in the place of the model's, to see how memory grows over
many articles without waiting for the model. Prints a line of JSON for each way, and the ratio.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHARED = Path(__file__).resolve().parents[2] / "shared"
ARTICLES = SHARED / "volume" / "articles.jsonl.gz"
PLAIN = SHARED / "bench" / "plain.py"


class _RandomVectors:
    """Vectors without a model, of the size that the bundled one gives; its tokenizer counts."""

    def __init__(self) -> None:
        from rag.embed import SentenceTransformerEmbedder

        self._real = SentenceTransformerEmbedder()
        self._random = np.random.default_rng(1)
        self.name, self.fingerprint = "random", "random"
        self.languages: frozenset[str] = frozenset()
        self.count_tokens = self._real.count_tokens

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = self._random.standard_normal((len(texts), 384), dtype=np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    embed_many = embed

    def release(self) -> None:
        pass


def ours(articles: Path, *, again: bool, shape: bool) -> dict[str, Any]:
    import chromadb  # noqa: F401  # as the plain way has by then

    from ingest import ingest
    from rag.embed import SentenceTransformerEmbedder

    embedder = _RandomVectors() if shape else SentenceTransformerEmbedder()
    embedder.embed_many(["warm up"])
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        report = ingest([articles], Path(folder) / "index", embedder=embedder)
        seconds = time.perf_counter() - started
        result = {
            "way": "dateline" + (", random vectors" if shape else ""),
            "articles": report.articles,
            "passages": report.passages,
            "seconds": round(seconds, 2),
            "articles_per_second": round(report.articles / seconds, 2),
            "peak_mb": _peak_mb(),
        }
        if again:
            started = time.perf_counter()
            second = ingest([articles], Path(folder) / "index", embedder=embedder)
            result["again_seconds"] = round(time.perf_counter() - started, 2)
            result["again_unchanged"] = second.unchanged
    return result


def _peak_mb() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=Path, default=ARTICLES, help="records, .jsonl or .jsonl.gz")
    parser.add_argument("--limit", type=int, default=500)
    parser.add_argument("--plain", type=Path, default=PLAIN, help="the script of the plain way")
    parser.add_argument("--again", action="store_true", help="ingest them a second time")
    parser.add_argument(
        "--shape", action="store_true", help="random vectors, and no plain way: memory over many articles"
    )
    parser.add_argument("--ours", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ours:
        print(json.dumps(ours(given.ours, again=given.again, shape=given.shape)))
        return 0
    if not given.articles.is_file():
        print(f"there are no articles at {given.articles}; name a file of records with --articles", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        some = Path(folder) / "articles.jsonl"
        _take(given.articles, some, given.limit)
        options = [option for option in ("again", "shape") if getattr(given, option)]
        here = [sys.executable, "-m", "benchmarks.ingest", "--ours", str(some), *(f"--{option}" for option in options)]
        results = [_run(here)]
        if given.plain.is_file() and not given.shape:
            results.append(_plain(given.plain, some, Path(folder) / "plain", given.limit))
    if not all("articles_per_second" in result for result in results):
        return 1
    if len(results) == 2:
        ratio = results[0]["articles_per_second"] / results[1]["articles_per_second"]
        print(f"dateline / plain: {ratio:.2f} times the articles a second")
    return 0


def _take(source: Path, target: Path, limit: int) -> None:
    with (
        gzip.open(source, "rt", encoding="utf-8") if source.suffix == ".gz" else source.open(encoding="utf-8")
    ) as lines:
        target.write_text("".join(itertools.islice(lines, limit)), encoding="utf-8")


def _plain(script: Path, articles: Path, index: Path, limit: int) -> dict[str, Any]:
    print("(the plain way needs: pip install -e '.[bench]')", file=sys.stderr)
    return {"way": "plain"} | _run([sys.executable, str(script), str(articles), str(index), "--limit", str(limit)])


def _run(command: Sequence[str]) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603  # our own commands
        command, capture_output=True, text=True, env={**os.environ, "HF_HUB_OFFLINE": "1"}, check=False
    )
    if done.returncode:
        print("\n".join(done.stderr.strip().splitlines()[-1:]), file=sys.stderr)
        return {}
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    print(json.dumps(result), flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
