"""Files → drafts: what was found, before cleaning; one module a format."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ingest.read.archive import read_archive
from ingest.read.draft import Apart, Draft, Place, Problem, directly, name_of
from ingest.read.fields import check_names
from ingest.read.formats import ARCHIVES, READERS, ending_of, is_part_of_page, is_streamed, page_of, read_stream
from ingest.read.stream import Meter, problem
from ingest.read.text import decode
from rag.errors import ArticleRejected, SourceMissing

QUESTIONS, MOST_QUESTIONS, MOST_QUESTION = ".questions", 8, 200
"""The file, how many of its lines are kept, and how many letters of each."""

CORRECTIONS = "corrections.csv"
"""At the top of a folder that is given, what is to be changed in its articles; no article is in it."""

__all__ = ["ARCHIVES", "CORRECTIONS", "READERS", "Draft", "Problem", "brought_questions", "read"]


def read(
    paths: Sequence[str | Path],
    *,
    most_bytes: int,
    fields: Mapping[str, str] | None = None,
    apart: Apart = directly,
) -> Iterator[Draft | Problem]:
    """Return a draft for each article in files, folders and archives, in a fixed order, and a problem for what is none.

    Args:
        most_bytes: of one article; a file of many, or an archive, may be of any size.
        fields: what records and tables call our own fields: {"body": "Inhalt"}; it wins over the names that are known.
        apart: runs the parsers of PDF and mail, so that one can be given up that takes too long.

    Raises:
        SourceMissing: a path that was given does not exist; nothing is read then.
        SettingInvalid: a field is none of ours.
    """
    given = [Path(path) for path in paths]
    for path in given:
        if not path.exists():
            raise SourceMissing(f"there is nothing at {name_of(path)}", hint="check the path")
    place = Place(origin="", label="", most_bytes=most_bytes, names=check_names(fields), apart=apart)
    return _read(given, place)


def _read(given: Sequence[Path], place: Place) -> Iterator[Draft | Problem]:
    for path in given:
        yield from _read_folder(path, place) if path.is_dir() else _read_file(path, place)


def _read_folder(top: Path, place: Place) -> Iterator[Draft | Problem]:
    """Read a folder by name: its hidden files are passed over, its links rejected."""
    waiting = [top]
    while waiting:
        path = waiting.pop()
        if path != top and path.is_symlink():
            hint = "a link may lead anywhere; name its target"
            yield Problem(name_of(path), "it is a symbolic link", hint, _origin(path))
        elif path.is_dir():
            try:
                waiting += reversed(_entries(path, is_top=path == top))
            except OSError as error:
                yield _unreadable(path, error)
        else:
            yield from _read_file(path, place)


def _entries(folder: Path, *, is_top: bool) -> list[Path]:
    """Return what is in a folder, by name, without what is hidden, and without the parts of saved web pages."""
    names = sorted(entry.name for entry in folder.iterdir())
    pages = {page for name in names if (page := page_of(name))}
    passed_over = {CORRECTIONS} if is_top else set()
    return [
        folder / name
        for name in names
        if not name.startswith(".") and name not in passed_over and not is_part_of_page(f"{name}/", pages)
    ]


def _read_file(path: Path, place: Place) -> Iterator[Draft | Problem]:
    label = name_of(path)
    try:
        if not path.is_file():
            raise ArticleRejected("not a regular file", hint="a pipe or device cannot be read")  # noqa: TRY301
        ending = ending_of(path.name)
        size = path.stat().st_size
        if size > place.most_bytes and not is_streamed(ending):
            raise ArticleRejected(  # noqa: TRY301  # one place makes problems of errors
                f"{size / 1e6:.1f} MB is larger than the limit of {place.most_bytes / 1e6:.1f} MB",
                hint="split the file, or raise DATELINE_MAX_FILE_MB",
            )
        here = Place(name_of(path.resolve()), label, place.most_bytes, place.names, place.apart)
        with path.open("rb") as stream:
            yield from _read_stream(stream, ending, here, size)
    except ArticleRejected as error:
        yield problem(label, error, origin=_origin(path))
    except OSError as error:
        yield _unreadable(path, error)


def _read_stream(stream: io.BufferedReader, ending: str, place: Place, size: int) -> Iterator[Draft | Problem]:
    if ending in ARCHIVES:
        return read_archive(stream, ending, place, size)
    return read_stream(stream, ending, place, Meter(size))


def _unreadable(path: Path, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(name_of(path), reason, "check it and its permissions", _origin(path))


def _origin(path: Path) -> str:
    """Return what drafts from a path say of where they came from; of a link, where it lies."""
    return name_of(path.parent.resolve() / path.name if path.is_symlink() else path.resolve())


def brought_questions(paths: Sequence[str | Path]) -> list[str]:
    """Return the example questions that folders bring along, a line each, in a file named .questions."""
    files = [Path(path) / QUESTIONS for path in paths]
    lines = [line for file in files if file.is_file() for line in decode(file.read_bytes()).splitlines()]
    return [line.strip()[:MOST_QUESTION] for line in lines if line.strip()][:MOST_QUESTIONS]
