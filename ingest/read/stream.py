"""Bytes from files, archives and compressed files: never more of them in memory than one article may have."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, AnyStr, Protocol

from ingest.read.draft import Problem
from rag.errors import ArticleRejected

PACKED = (".gz", ".bz2", ".xz")
"""Endings of compressed files."""

MOST_RATIO, MOST_UNPACKED = 200, 1_000_000_000
"""A file that unpacks to more than so many times its size, and to more than so many bytes, is made to do harm."""

_CHUNK = 1 << 16
_MOST_XZ_MEMORY = 256_000_000
"""What unpacking may hold; xz at its highest level needs 65 MB."""

_WIDE = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class _Readable(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class Meter:
    """Counts what comes out of one compressed file or archive."""

    def __init__(self, packed: int) -> None:
        self._packed = packed
        self._unpacked = 0

    @property
    def spent(self) -> bool:
        """Whether more came out than an honest file holds."""
        return self._unpacked > max(MOST_UNPACKED, MOST_RATIO * self._packed)

    def count(self, size: int) -> None:
        """Count bytes that came out.

        Raises:
            ArticleRejected: they are too many.
        """
        self._unpacked += size
        if self.spent:
            raise ArticleRejected(
                f"it unpacks to more than {MOST_RATIO} times its size", hint="unpack it yourself if you trust it"
            )


class _Metered(io.RawIOBase):
    """What comes out of a compressed file; its damage is one of our errors."""

    def __init__(self, packed: _Readable, meter: Meter) -> None:
        self._packed = packed
        self._meter = meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer is always one of our reader's
        try:
            data = self._packed.read1(len(buffer))
        except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
            raise damaged() from error
        except OSError as error:
            if error.errno is not None:  # the disk's error, not the format's
                raise
            raise damaged() from error
        self._meter.count(len(data))
        buffer[: len(data)] = data
        return len(data)


class _Xz:
    """Like lzma.LZMAFile, with a bound on the memory that a file can ask for."""

    def __init__(self, packed: io.BufferedIOBase) -> None:
        self._packed = packed
        self._decoder = lzma.LZMADecompressor(memlimit=_MOST_XZ_MEMORY)

    def read1(self, size: int, /) -> bytes:
        while True:
            if self._decoder.eof:
                rest = self._decoder.unused_data.lstrip(b"\x00") or self._packed.read(_CHUNK).lstrip(b"\x00")
                if not rest:
                    return b""
                self._decoder = lzma.LZMADecompressor(memlimit=_MOST_XZ_MEMORY)
            elif self._decoder.needs_input:
                rest = self._packed.read(_CHUNK)
                if not rest:
                    raise EOFError
            else:
                rest = b""
            data = self._decoder.decompress(rest, size)
            if data:
                return data


def metered(packed: _Readable, meter: Meter) -> io.BufferedReader:
    """Return a stream of what comes out of a compressed one, counted."""
    return io.BufferedReader(_Metered(packed, meter), _CHUNK)


def unpack(packed: io.BufferedIOBase, ending: str, meter: Meter) -> io.BufferedReader:
    """Return a stream of what a compressed file holds; reading it raises ArticleRejected where it is damaged."""
    if ending == ".xz":
        return metered(_Xz(packed), meter)
    opened = gzip.GzipFile(fileobj=packed) if ending == ".gz" else bz2.BZ2File(packed)
    return metered(opened, meter)


def damaged() -> ArticleRejected:
    """Return the error for what cannot be unpacked to its end."""
    return ArticleRejected("it is damaged or cut off", hint="fetch it again; what could be read has gone in")


def too_large(most_bytes: int) -> ArticleRejected:
    """Return the error for an article that is larger than may be read."""
    return ArticleRejected(
        f"it is larger than the limit of {most_bytes / 1e6:.1f} MB", hint="split it, or raise DATELINE_MAX_FILE_MB"
    )


def problem(label: str, error: ArticleRejected, *, origin: str | None = None) -> Problem:
    """Return an error as what a reader yields; `origin` where a whole file or member could not be read to its end."""
    return Problem(label, error.message, error.hint, origin)


def read_whole(stream: io.BufferedReader, most_bytes: int) -> bytes:
    """Return all bytes of one article.

    Raises:
        ArticleRejected: they are more than `most_bytes`, or damaged.
    """
    data = bytearray()
    while part := stream.read(min(_CHUNK, most_bytes + 1 - len(data))):
        data += part
        if len(data) > most_bytes:
            raise too_large(most_bytes)
    return bytes(data)


def wide_encoding(data: bytes) -> str | None:
    """Return the encoding of bytes that begin as UTF-16 or UTF-32, in which the end of a line is more than one byte."""
    return next((encoding for mark, encoding in _WIDE if data.startswith(mark)), None)


def read_lines(stream: io.BufferedReader, most_bytes: int) -> Iterator[bytes | None]:
    """Yield line after line with its end, and None for one longer than `most_bytes`; wide encodings as UTF-8.

    Raises:
        ArticleRejected: the file is damaged, or not in the encoding it says.
    """
    encoding = wide_encoding(stream.peek(4)[:4])
    if encoding is None:
        yield from _lines(stream, b"\n", most_bytes)
        return
    text = io.TextIOWrapper(stream, encoding, newline="\n")
    try:
        for line in _lines(text, "\n", most_bytes):
            yield None if line is None else line.encode("utf-8", "replace")
    except UnicodeError as error:
        raise ArticleRejected("its encoding cannot be read", hint="save it as UTF-8") from error
    finally:
        text.detach()


def _lines(stream: IO[AnyStr], end: AnyStr, most: int) -> Iterator[AnyStr | None]:
    while line := stream.readline(most + 1):
        if len(line) <= most:
            yield line
            continue
        while line and not line.endswith(end):
            line = stream.readline(_CHUNK)
        yield None
