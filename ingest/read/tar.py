"""Tar archives as a stream: header, content, header; nothing is kept of what has passed."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.read.stream import damaged
from rag.errors import ArticleRejected

_BLOCK = 512
_CHUNK = 1 << 16
_MOST_HEADER = 1 << 20
"""Bytes of a header that goes on behind its block, with a long name."""


@dataclass(frozen=True, slots=True)
class TarMember:
    """One member; `stream` can be read until the next one is asked for."""

    name: str
    is_folder: bool
    is_link: bool
    is_file: bool
    stream: io.BufferedReader


def read_tar(stream: io.BufferedReader) -> Iterator[TarMember]:
    """Yield the members of an archive in the order in which they are in it.

    Not with tarfile itself, which keeps every header in memory, and takes minutes for a hostile one.

    Raises:
        ArticleRejected: it is no tar archive, or damaged from here on.
    """
    first = True
    stated: dict[str, str] = {}
    while block := stream.read(_BLOCK):
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]  # the block of zeros at the end
            return
        except (tarfile.HeaderError, ValueError) as error:
            if first:
                raise ArticleRejected("it is no tar archive", hint="give it the ending of what it is") from error
            raise damaged() from error
        first = False
        size = _size(header, stated)
        content = _Slice(stream, size)
        if header.type in (tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME):
            stated |= _stated(header, content)
        elif header.type not in (tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK, tarfile.SOLARIS_XHDTYPE):
            is_sparse = header.type == tarfile.GNUTYPE_SPARSE or any(key.startswith("GNU.sparse") for key in stated)
            yield TarMember(
                name=stated.get("path", header.name),
                is_folder=header.isdir(),
                is_link=header.issym() or header.islnk(),
                is_file=header.isreg() and not is_sparse,
                stream=io.BufferedReader(content),
            )
            stated = {}
        content.skip()
        _skip(stream, -size % _BLOCK)


def _size(header: tarfile.TarInfo, stated: dict[str, str]) -> int:
    """Return how many bytes follow a header."""
    has_content = header.isreg() or header.type not in tarfile.SUPPORTED_TYPES or header.type in _LONG
    size = header.size
    if "size" in stated and header.type not in _LONG:
        size = int(stated["size"]) if stated["size"].isdecimal() and len(stated["size"]) < 20 else -1  # noqa: PLR2004
    if size < 0:
        raise damaged()
    return size if has_content else 0


_LONG = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
"""Headers that say more of the next member."""


def _stated(header: tarfile.TarInfo, content: _Slice) -> dict[str, str]:
    """Return what an extended header says: a name too long for the block, a size."""
    data = content.read_header()
    if header.type == tarfile.GNUTYPE_LONGNAME:
        return {"path": data.rstrip(b"\x00").decode("utf-8", "surrogateescape")}
    stated, at = {}, 0
    while at < len(data):
        length, space, _ = data[at : at + 10].partition(b" ")
        if not space or not length.isdigit() or int(length) <= len(length):
            break
        key, _, value = data[at + len(length) + 1 : at + int(length) - 1].partition(b"=")
        stated[key.decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        at += int(length)
    return stated


class _Slice(io.RawIOBase):
    """The content of one member."""

    def __init__(self, stream: io.BufferedReader, size: int) -> None:
        self._stream = stream
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer is always one of a reader's
        data = self._stream.read1(min(len(buffer), self._left)) if self._left else b""
        if self._left and not data:
            raise damaged()
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)

    def read_header(self) -> bytes:
        """Return all of it, where it is a header."""
        if self._left > _MOST_HEADER:
            raise damaged()
        data = self._stream.read(self._left)
        self._left -= len(data)
        return data

    def skip(self) -> None:
        """Go to its end."""
        _skip(self._stream, self._left)
        self._left = 0


def _skip(stream: io.BufferedReader, size: int) -> None:
    if size and stream.seekable():
        stream.seek(size, io.SEEK_CUR)
        return
    while size:
        data = stream.read1(min(size, _CHUNK))
        if not data:
            raise damaged()
        size -= len(data)
