"""What a user gives, files and addresses alike → drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.read import Draft, Problem, read
from ingest.read.draft import Apart, directly, name_of
from ingest.read.text import decode
from ingest.web.address import addresses_in
from ingest.web.settings import FetchSettings
from rag.errors import ArticleRejected, SourceMissing

SCHEMES = ("http://", "https://")
DOCUMENTS = (".xml", ".xml.gz", ".rss", ".atom")
"""Feeds and sitemaps saved as files."""

LISTS = (".txt", ".urls")
LONGEST_LIST = 2_000_000
"""Bytes of a text file that may be a list of addresses; a longer one is an article."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources are read.

    Attributes:
        most_mb: of one article, in megabytes.
        fields: what records and tables call our own fields.
        fetch: how pages are fetched from the network.
        apart: runs the parsers that may take too long.
    """

    most_mb: float = 20.0
    fields: Mapping[str, str] = field(default_factory=dict)
    fetch: FetchSettings = field(default_factory=FetchSettings)
    apart: Apart = directly


def read_sources(given: Sequence[str | Path], reading: Reading) -> Iterator[Draft | Problem]:
    """Return a draft for each article in files, folders and addresses, in a fixed order, and problems for what is none.

    Raises:
        SourceMissing: a path that was given is empty or does not exist; nothing is read then.
        SettingInvalid: a field is none of ours.
    """
    for source in given:
        _check(source)
    files: list[Path] = []
    documents: list[Path] = []
    addresses = [str(source) for source in given if is_address(source)]
    in_lists: list[str] = []
    for file in (Path(source) for source in given if not is_address(source)):
        listed = _listed(file)
        if listed is not None:
            in_lists += listed
        else:
            (documents if _is_document(file) else files).append(file)
    from_files = read(files, most_bytes=int(reading.most_mb * 1e6), fields=reading.fields, apart=reading.apart)
    return _all(from_files, documents, [*addresses, *in_lists], reading)


def is_address(source: str | Path) -> bool:
    """Say whether something given is an address and no path."""
    return isinstance(source, str) and source.lower().startswith(SCHEMES)


def _check(source: str | Path) -> None:
    """Refuse what is no path and no address that can be fetched: an empty one would be the current folder.

    Raises:
        SourceMissing: it is that.
    """
    if isinstance(source, str) and not source.strip():
        raise SourceMissing("a path to ingest is empty", hint="name a file, a folder or an address; . is this folder")
    scheme = re.match(r"([a-z][a-z0-9+.-]+)://", str(source), re.IGNORECASE)
    if isinstance(source, str) and scheme and not is_address(source):
        raise SourceMissing(
            f"{source} cannot be fetched: only http and https are spoken", hint="save it as a file first"
        )


def folders_of(given: Sequence[str | Path]) -> list[str]:
    """Return the files and folders among what was given as origins name them."""
    return [name_of(Path(source).resolve()) for source in given if not is_address(source)]


def _all(
    from_files: Iterator[Draft | Problem], documents: Sequence[Path], addresses: Sequence[str], reading: Reading
) -> Iterator[Draft | Problem]:
    yield from from_files
    for file in documents:
        yield from _document(file, reading)
    if addresses:
        from ingest.web import read_web  # httpcore and its TLS: for those who fetch

        yield from read_web(list(dict.fromkeys(addresses)), settings=reading.fetch, apart=reading.apart)


def _is_document(file: Path) -> bool:
    return file.name.lower().endswith(DOCUMENTS) and file.is_file()


def _listed(file: Path) -> list[str] | None:
    """Return the addresses that a text file lists; None where it is anything else."""
    if file.suffix.lower() not in LISTS or not file.is_file() or file.stat().st_size > LONGEST_LIST:
        return None
    try:
        return addresses_in(decode(file.read_bytes()), surely=file.suffix.lower() == ".urls")
    except (ArticleRejected, OSError):
        return None


def _document(file: Path, reading: Reading) -> Iterator[Draft | Problem]:
    from ingest.web import read_document

    try:
        if file.stat().st_size > reading.most_mb * 1e6:
            yield Problem(name_of(file), f"it is larger than {reading.most_mb:g} MB", "raise DATELINE_MAX_FILE_MB")
            return
        data = file.read_bytes()
        yield from read_document(data, label=name_of(file), settings=reading.fetch, apart=reading.apart)
    except OSError as error:
        yield Problem(name_of(file), error.strerror or type(error).__name__, "check it and its permissions")
