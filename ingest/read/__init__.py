"""Files → drafts: what was found, before cleaning; one module a format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.read.draft import Draft, Problem, name_of
from ingest.read.records import read_records
from ingest.read.text import decode, read_text
from rag.errors import ArticleRejected, SourceMissing

READERS = {
    ".txt": read_text,
    ".md": read_text,
    ".jsonl": read_records,
    ".ndjson": read_records,
}

QUESTIONS, MOST_QUESTIONS, MOST_QUESTION = ".questions", 8, 200
"""The file, how many of its lines are kept, and how many letters of each."""

__all__ = ["READERS", "Draft", "Problem", "brought_questions", "read"]


def read(paths: Sequence[str | Path], *, most_bytes: int) -> Iterator[Draft | Problem]:
    """Return a draft for each article in files and folders, in a fixed order, and a problem for what is none.

    Raises:
        SourceMissing: a path that was given does not exist; nothing is read then.
    """
    given = [Path(path) for path in paths]
    for path in given:
        if not path.exists():
            raise SourceMissing(f"there is nothing at {name_of(path)}", hint="check the path; URLs are not read yet")
    return _read(given, most_bytes)


def _read(given: Sequence[Path], most_bytes: int) -> Iterator[Draft | Problem]:
    for path in given:
        yield from _read_path(path, most_bytes)


def _read_path(path: Path, most_bytes: int) -> Iterator[Draft | Problem]:
    """Read a file, or a folder by name: its hidden files are passed over, its links rejected."""
    try:
        if path.is_dir():
            for entry in sorted(path.iterdir()):
                if entry.is_symlink() and not entry.name.startswith("."):
                    yield Problem(name_of(entry), "it is a symbolic link", "a link may lead anywhere; name its target")
                elif not entry.name.startswith("."):
                    yield from _read_path(entry, most_bytes)
        else:
            _check(path, most_bytes)
            yield from READERS[path.suffix.lower()](path, most_bytes)
    except ArticleRejected as error:
        yield Problem(name_of(path), error.message, error.hint)
    except OSError as error:
        yield Problem(name_of(path), error.strerror or type(error).__name__, "check it and its permissions")


def _check(file: Path, most_bytes: int) -> None:
    if not file.is_file():
        raise ArticleRejected("not a regular file", hint="a pipe or device cannot be read")
    if file.suffix.lower() not in READERS:
        raise ArticleRejected(
            f"the format {file.suffix or 'without an ending'} is not read", hint=f"give one of {' '.join(READERS)}"
        )
    size = file.stat().st_size
    if size > most_bytes:
        raise ArticleRejected(
            f"{size / 1e6:.1f} MB is larger than the limit of {most_bytes / 1e6:.1f} MB",
            hint="split the file, or raise DATELINE_MAX_FILE_MB",
        )


def brought_questions(paths: Sequence[str | Path]) -> list[str]:
    """Return the example questions that folders bring along, a line each, in a file named .questions."""
    files = [Path(path) / QUESTIONS for path in paths]
    lines = [line for file in files if file.is_file() for line in decode(file.read_bytes()).splitlines()]
    return [line.strip()[:MOST_QUESTION] for line in lines if line.strip()][:MOST_QUESTIONS]
