"""What a generation should hold, and whether its files still are what was written."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.called import called
from rag.errors import IndexDamaged

FILE = "manifest.json"

_HEADER = struct.Struct("<i4Q")
"""How the header of an HNSW index begins: version, offset, vectors it has room for, vectors it has, bytes of each."""

_LENGTH = 4
"""Bytes a vector in length.bin."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation should hold, written when it was complete.

    Attributes:
        deleted: vectors deleted since the generation was last built afresh.
        files: size and sha256 of each vector file, by its path inside the generation.
    """

    generation: int
    model: str
    fingerprint: str
    dimension: int
    space: str
    passages: int
    deleted: int
    files: dict[str, tuple[int, str]]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into its generation."""
    (folder / FILE).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def damaged(folder: Path, what: str) -> IndexDamaged:
    """Return the error that says so, and how to mend it."""
    return IndexDamaged(
        f"the vector index {folder.name} is damaged: {what}",
        hint=f"the articles are safe; restore it with: {called('ingest.collection')} rebuild",
    )


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation.

    Raises:
        IndexDamaged: there is none, or it cannot be read.
    """
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Manifest(**{**data, "files": {name: (size, sha) for name, (size, sha) in data["files"].items()}})
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise damaged(folder, f"no usable manifest ({type(error).__name__})") from error


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare the vector files with the manifest, before Chroma, which damage can crash, opens them.

    Raises:
        IndexDamaged: a file is missing, or not what was written.
    """
    if not (folder / "chroma" / "chroma.sqlite3").is_file():
        raise damaged(folder, "chroma.sqlite3 is missing")
    found = hash_files(folder)
    for name, expected in manifest.files.items():
        if found.get(name) != expected:
            raise damaged(folder, f"{name} is {'changed' if name in found else 'missing'}")


def blank_slack(folder: Path) -> None:
    """Write zeros over the room that the vector files of a generation have left.

    What Chroma saves there is what this process had in its memory: words of articles, also of erased ones.
    """
    for header in (folder / "chroma").rglob("header.bin"):
        data = header.read_bytes()
        if len(data) < _HEADER.size:
            continue
        version, _, room, count, size = _HEADER.unpack_from(data)
        for name, each in (("data_level0.bin", size), ("length.bin", _LENGTH)):
            file = header.with_name(name)
            if version == 1 and count < room and file.is_file() and file.stat().st_size == room * each:
                os.truncate(file, count * each)
                os.truncate(file, room * each)


def hash_files(folder: Path) -> dict[str, tuple[int, str]]:
    """Return size and sha256 of each vector file of a generation."""
    # chroma.sqlite3 is left out: opening a generation rewrites parts of it.
    hashes = {}
    for path in sorted((folder / "chroma").rglob("*")):
        if path.is_file() and not path.name.startswith("chroma.sqlite3"):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            hashes[str(path.relative_to(folder))] = (path.stat().st_size, digest)
    return hashes
