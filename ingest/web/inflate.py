"""Compressed bytes unpacked up to a limit, so that a small bomb stays small; pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from rag.errors import ArticleRejected

_SAVE = "save it and give the file"
_AUTOMATIC, _RAW = 47, -15
"""What zlib calls a window: gzip or zlib by its header, and deflate without any."""


class TooLarge(Exception):
    """More came out than the limit; `begun` is what came until then."""

    def __init__(self, begun: bytes) -> None:
        super().__init__("too large")
        self.begun = begun


def gather(chunks: Iterable[bytes], coding: str, most_bytes: int) -> bytes:
    """Return chunks as one, unpacked if `coding` is a packing.

    Raises:
        TooLarge: packed or unpacked they are more than `most_bytes`.
        ArticleRejected: they are damaged, or packed in a way that was not asked for.
    """
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        unpacked = chunks
    elif coding in ("gzip", "x-gzip", "deflate"):
        unpacked = _Unpacker(most_bytes).unpack(chunks)
    else:
        raise ArticleRejected(
            f"the server packed it as {coding[:20]}, which is not read", hint="save it, give the file"
        )
    gathered = bytearray()
    try:
        for piece in unpacked:
            gathered += piece
            if len(gathered) > most_bytes:
                raise TooLarge(bytes(gathered[:most_bytes]))
    except zlib.error as error:
        raise ArticleRejected(
            "it is damaged: it cannot be unpacked", hint="try again, or save it, give the file"
        ) from error
    return bytes(gathered)


def is_packed(data: bytes) -> bool:
    """Say whether bytes begin as a gzip file."""
    return data.startswith(b"\x1f\x8b\x08")


class _Unpacker:
    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._inflate = zlib.decompressobj(_AUTOMATIC)
        self._begun = False

    def unpack(self, chunks: Iterable[bytes]) -> Iterable[bytes]:
        taken = 0
        for chunk in chunks:
            taken += len(chunk)
            if taken > self._most:  # empty members, one after another, unpack to nothing for ever
                raise TooLarge(b"")
            yield from self._feed(chunk)

    def _feed(self, data: bytes) -> Iterable[bytes]:
        while data:
            if self._inflate.eof:
                if not is_packed(data):  # what some servers send after the end
                    return
                self._inflate = zlib.decompressobj(_AUTOMATIC)
            yield self._inflated(data)
            data = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail

    def _inflated(self, data: bytes) -> bytes:
        try:
            piece = self._inflate.decompress(data, self._most + 1)
        except zlib.error:
            if self._begun:
                raise
            # Some servers leave out the header that "deflate" should have.
            self._inflate = zlib.decompressobj(_RAW)
            piece = self._inflate.decompress(data, self._most + 1)
        self._begun = True
        return piece
