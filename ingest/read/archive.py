"""Archives, zip and tar: their members read one after another; nothing is written to the disk."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import cast

from ingest.read.draft import Draft, Place, Problem
from ingest.read.formats import ARCHIVES, PACKED_TARS, ending_of, is_part_of_page, page_of, read_stream
from ingest.read.stream import Meter, damaged, metered, problem, unpack
from ingest.read.tar import read_tar
from rag.errors import ArticleRejected

MOST_MEMBERS = 1_000_000
_ENTRY = 46
"""Bytes that a member has at least in the directory of a zip."""

_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, LookupError, EOFError, struct.error)
"""What zipfile ends in where an archive or a member is damaged, or made in a way it does not know."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A member by its shown name; `fault` says why it is not read, `open` opens it."""

    name: str
    open: Callable[[], io.BufferedReader]
    fault: ArticleRejected | None = None


def read_archive(stream: io.BufferedReader, ending: str, place: Place, size: int) -> Iterator[Draft | Problem]:
    """Yield the articles in the members of an archive of `size` bytes: of a zip by name, of a tar as they lie in it.

    Raises:
        ArticleRejected: it cannot be read, or not to its end; it unpacks to too much, or has too many members.
    """
    meter = Meter(size)
    members = _zip_members(stream, meter) if ending == ".zip" else _tar_members(stream, ending, size, meter)
    last: Problem | None = None
    try:
        for member in members:
            for found in _read_member(member, place, meter):
                last = found if isinstance(found, Problem) else None
                # What cuts off the member of a tar, or unpacks to too much, costs those behind it too.
                ends = last and (meter.spent or (ending != ".zip" and last.reason == damaged().message))
                yield replace(found, origin=place.origin) if ends else found
            if meter.spent:
                return
    except ArticleRejected as error:
        if last is None or last.reason != error.message:
            raise


def _read_member(member: _Member, place: Place, meter: Meter) -> Iterator[Draft | Problem]:
    here = replace(place, origin=f"{place.origin}!/{member.name}", label=f"{place.label}!/{member.name}")
    try:
        if member.fault:
            raise member.fault
        ending = ending_of(PurePosixPath(member.name).name)
        if ending in ARCHIVES:
            raise ArticleRejected("an archive within an archive is not read", hint="unpack it first")  # noqa: TRY301
        yield from read_stream(member.open(), ending, here, meter)
    except ArticleRejected as error:
        yield problem(here.label, error, origin=here.origin)


def _zip_members(stream: io.BufferedReader, meter: Meter) -> Iterator[_Member]:
    _check_directory(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except _NO_ZIP as error:
        raise ArticleRejected("it is no zip archive, or is cut off", hint="fetch it again, or pack it anew") from error
    found = {_shown(entry.filename): entry for entry in archive.infolist() if not entry.is_dir()}
    pages = {page for name in found if (page := page_of(name))}
    for name in sorted(found):
        if not _is_passed_over(name, pages):
            entry = found[name]
            yield _Member(name, _opener(archive, entry, meter), _fault_of(entry))


def _opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, meter: Meter) -> Callable[[], io.BufferedReader]:
    def open_member() -> io.BufferedReader:
        try:
            return metered(cast(zipfile.ZipExtFile, archive.open(entry)), meter)
        except _NO_ZIP as error:
            raise damaged() from error

    return open_member


def _fault_of(entry: zipfile.ZipInfo) -> ArticleRejected | None:
    if entry.flag_bits & 1:
        return ArticleRejected("it is encrypted", hint="unpack it first, or pack it without a password")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _link()
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return ArticleRejected("it is packed in a way that is not read", hint="pack it anew as plain zip")
    return None


def _link() -> ArticleRejected:
    return ArticleRejected("it is a link", hint="a link may lead anywhere; put its target into the archive")


def _check_directory(stream: io.BufferedReader) -> None:
    """Count the members of a zip before zipfile makes an object of each.

    Raises:
        ArticleRejected: they are too many.
    """
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - 66_000))
    tail = stream.read()
    at = len(tail) - 22 if tail[-22:-18] == b"PK\x05\x06" else tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:  # noqa: PLR2004  # zipfile will say so
        return
    (size,) = struct.unpack_from("<L", tail, at + 12)
    large = tail.rfind(b"PK\x06\x06", 0, at)
    if large >= 0 and at - large >= 56:  # noqa: PLR2004
        size = max(size if size < 0xFFFFFFFF else 0, *struct.unpack_from("<Q", tail, large + 40))  # noqa: PLR2004
        at = large
    if size <= _ENTRY * MOST_MEMBERS:
        return
    stream.seek(max(0, end - len(tail) + at - size))
    if size > end or stream.read(size).count(b"PK\x01\x02") > MOST_MEMBERS:
        raise _too_many()


def _too_many() -> ArticleRejected:
    return ArticleRejected(f"it has more than {MOST_MEMBERS:,} members", hint="split it")


def _tar_members(stream: io.BufferedReader, ending: str, size: int, meter: Meter) -> Iterator[_Member]:
    """Yield the members of a tar; it is gone through twice, since what a name means depends on the others."""
    packed = PACKED_TARS.get(ending)

    def content(some: Meter) -> io.BufferedReader:
        stream.seek(0)
        return unpack(stream, packed, some) if packed else stream

    last, pages = _survey(content(Meter(size)))
    for number, found in enumerate(read_tar(content(meter))):
        name = _shown(found.name)
        if found.is_folder or _is_passed_over(name, pages) or last.get(name, number) != number:
            continue
        fault = _link() if found.is_link else None if found.is_file else ArticleRejected("not a regular file")
        member_stream = found.stream
        yield _Member(name, lambda member_stream=member_stream: member_stream, fault)  # type: ignore[misc]


def _survey(stream: io.BufferedReader) -> tuple[dict[str, int], set[str]]:
    """Return where each name is for the last time, which is the one that counts, and the web pages without ending.

    Raises:
        ArticleRejected: it is no tar archive, has too many members, or unpacks to too much.
    """
    last: dict[str, int] = {}
    try:
        for number, found in enumerate(read_tar(stream)):
            if number >= MOST_MEMBERS:
                raise _too_many()
            if not found.is_folder:
                last[_shown(found.name)] = number
    except ArticleRejected as error:
        if not last or error.message != damaged().message:
            raise  # what is cut off is met again, after what can be read
    return last, {page for name in last if (page := page_of(name))}


def _is_passed_over(name: str, pages: set[str]) -> bool:
    """Say whether a member is hidden, or a part of a web page that was saved with its pictures."""
    parts = [part for part in name.split("/") if part not in (".", "..")]
    return any(part.startswith(".") or part == "__MACOSX" for part in parts) or is_part_of_page(name, pages)


def _shown(name: str) -> str:
    """Return the name of a member as text that can be stored and printed, with one kind of slash."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\\", "/")
    shown = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
    return shown.removeprefix("./")
