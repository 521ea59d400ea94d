"""`python -m rag.doctor`: what is installed, what is configured, and what is wrong, a line each."""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import sqlite3
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rag.called import called
from rag.errors import DatelineError

if TYPE_CHECKING:
    from rag.settings import Settings

LIBRARIES = ("torch", "sentence-transformers", "chromadb", "langchain", "langchain-core", "gradio")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every check; return 0 where all passed, else 2."""
    parser = argparse.ArgumentParser(prog=called("rag.doctor"), description="Say what is installed and what is wrong.")
    parser.add_argument("--index", metavar="DIR", help="folder of the collection (default: DATELINE_INDEX)")
    given = parser.parse_args(arguments)
    from rag.settings import load_settings

    settings = load_settings(index=given.index)
    checks: list[tuple[str, Callable[[], str]]] = [
        ("python", lambda: f"{platform.python_version()} on {platform.system()}, SQLite {sqlite3.sqlite_version}"),
        *((name, lambda name=name: _version(name)) for name in LIBRARIES),
        ("embedding model", lambda: _embedding(settings)),
        ("chat model", lambda: _chat(settings)),
        ("collection", lambda: _collection(settings)),
    ]
    passed = [_passes(name, check) for name, check in checks]
    return 0 if all(passed) else 2


def _passes(name: str, check: Callable[[], str]) -> bool:
    try:
        print(f"ok     {name}: {check()}")
    except DatelineError as error:
        print(f"wrong  {name}: {error.message}" + (f"\n       {error.hint}" if error.hint else ""))
        return False
    return True


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError as error:
        raise DatelineError("not installed", hint="pip install -e . in the project's folder") from error


def _embedding(settings: Settings) -> str:
    from rag.embed import SentenceTransformerEmbedder

    embedder = SentenceTransformerEmbedder.from_settings(settings)
    return f"{embedder.name}, weights {embedder.fingerprint[:12]}…"


def _chat(settings: Settings) -> str:
    # Never the address's user part or a key: only what names the model.
    return settings.chat_model or "none; answers are the articles' own sentences"


def _collection(settings: Settings) -> str:
    from rag.assistant import Assistant

    with Assistant.open(settings=settings) as assistant, assistant.collection.snapshot() as snapshot:
        number = snapshot.vectors.manifest.generation
        articles, outlets = assistant.size()
    return f"{settings.index}: {articles} articles of {outlets} outlets, generation {number}"


if __name__ == "__main__":
    from rag.door import run

    sys.exit(run(main))
