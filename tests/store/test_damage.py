"""Damage: each is found before an answer is given from it, none ends the process, and rebuild heals it for nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import ingest, rebuild
from rag.collection import Collection
from rag.errors import IndexDamaged
from tests.fakes import WordEmbedder, read_contents, write_articles
from tests.store.probe import main as probe

ROOT = Path(__file__).resolve().parents[2]
VECTOR_FILES = ["header.bin", "data_level0.bin", "length.bin", "link_lists.bin", "index_metadata.pickle"]


def delete(file: Path) -> None:
    file.unlink()


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def zero(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0x10
    file.write_bytes(data)


def garble(file: Path) -> None:
    file.write_bytes(b"garbled " * (file.stat().st_size // 8 + 1))


def grow(file: Path) -> None:
    os.truncate(file, file.stat().st_size + 4096)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound collection, of enough passages for HNSW to have links."""
    folder = tmp_path_factory.mktemp("whole")
    write_articles(folder / "inbox", [f"s{number}" for number in range(28)], sentences=36)
    ingest([folder / "inbox"], folder / "index", embedder=WordEmbedder())
    return folder / "index"


@pytest.fixture(scope="module")
def sound(whole: Path) -> dict[str, Any]:
    """What a probe finds in it."""
    found: dict[str, Any] = json.loads(probe(whole))
    return found


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to damage."""
    return Path(shutil.copytree(whole, tmp_path / "index"))


def generation(index: Path) -> Path:
    return index / "generations" / "gen-000001"


def vector_file(index: Path, name: str) -> Path:
    (found,) = generation(index).rglob(name)
    return found


def probe_apart(index: Path) -> dict[str, Any]:
    """Probe in another process, which must end by itself."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.probe", str(index)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def is_damaged(found: dict[str, Any]) -> bool:
    return (found.get("error"), "ingest.collection rebuild" in found.get("hint", "")) == ("IndexDamaged", True)


def test_the_sound_collection_is_large_enough_to_be_damaged(whole: Path, sound: dict[str, Any]) -> None:
    sizes = {name: vector_file(whole, name).stat().st_size > 0 for name in VECTOR_FILES}

    assert (sizes, len(sound["ids"]) > 100) == (dict.fromkeys(VECTOR_FILES, True), True)


@pytest.mark.parametrize("name", VECTOR_FILES)
@pytest.mark.parametrize("damage", [delete, truncate, empty, zero, flip, garble, grow])
def test_a_damaged_vector_file_is_found_before_chroma_opens_it(
    name: str, damage: Callable[[Path], None], copy: Path
) -> None:
    damage(vector_file(copy, name))

    found = json.loads(probe(copy))

    assert is_damaged(found), found
    assert name in found["message"]


# Damage to what carries no hash is met by Chroma or by JSON: in a process of its own.
@pytest.mark.parametrize("damage", [delete, empty, garble, zero])
def test_a_damaged_chroma_database_is_an_error_and_no_crash(damage: Callable[[Path], None], copy: Path) -> None:
    damage(generation(copy) / "chroma" / "chroma.sqlite3")

    found = probe_apart(copy)

    assert is_damaged(found), found


@pytest.mark.parametrize("damage", [truncate, flip])
def test_a_chroma_database_with_some_damage_answers_right_or_says_so(
    damage: Callable[[Path], None], copy: Path, sound: dict[str, Any]
) -> None:
    damage(generation(copy) / "chroma" / "chroma.sqlite3")

    found = probe_apart(copy)

    assert found == sound or is_damaged(found), found


@pytest.mark.parametrize("damage", [delete, truncate, empty, zero, garble])
def test_a_damaged_manifest_is_an_error(damage: Callable[[Path], None], copy: Path) -> None:
    damage(generation(copy) / "manifest.json")

    assert is_damaged(json.loads(probe(copy)))


@pytest.mark.parametrize("text", ["[]", "null", "{}", '{"files": 3}', '{"files": {"a": 1}}', '{"generation": 1}'])
def test_a_manifest_of_another_shape_is_an_error(text: str, copy: Path) -> None:
    (generation(copy) / "manifest.json").write_text(text, encoding="utf-8")

    assert is_damaged(json.loads(probe(copy)))


def test_a_generation_that_is_gone_is_an_error(copy: Path) -> None:
    shutil.rmtree(copy / "generations")

    assert is_damaged(json.loads(probe(copy)))


@pytest.mark.parametrize(
    "damage",
    [
        lambda index: shutil.rmtree(index / "generations"),
        lambda index: zero(vector_file(index, "data_level0.bin")),
        lambda index: delete(vector_file(index, "index_metadata.pickle")),
        lambda index: delete(generation(index) / "chroma" / "chroma.sqlite3"),
        lambda index: garble(generation(index) / "manifest.json"),
    ],
    ids=["all gone", "zeroed vectors", "no pickle", "no database", "garbled manifest"],
)
def test_rebuild_restores_the_answers_without_embedding(
    damage: Callable[[Path], None], copy: Path, sound: dict[str, Any]
) -> None:
    damage(copy)

    report = rebuild(copy, embedder=WordEmbedder())

    assert (report.embedded, json.loads(probe(copy))) == (0, sound)


def test_an_ingest_builds_from_the_store_where_the_generation_is_damaged(
    copy: Path, inbox: Path, sound: dict[str, Any]
) -> None:
    zero(vector_file(copy, "data_level0.bin"))
    write_articles(inbox, ["new"])

    report = ingest([inbox], copy, embedder=WordEmbedder())

    found = json.loads(probe(copy))
    assert (report.added, set(sound["ids"]) < set(found["ids"])) == (1, True)


@pytest.mark.parametrize("damage", [garble, zero])
def test_a_garbled_store_is_one_error_for_readers_and_writers(
    damage: Callable[[Path], None], copy: Path, inbox: Path
) -> None:
    damage(copy / "store.sqlite")
    embedder = WordEmbedder()

    for _ in range(2):
        with pytest.raises(IndexDamaged, match=r"store\.sqlite is not a readable store"):
            Collection(copy, embedder)
        with pytest.raises(IndexDamaged, match=r"store\.sqlite is not a readable store"):
            ingest([inbox], copy, embedder=embedder)


@pytest.mark.parametrize("page", [2, 4, 16, 64])
def test_a_store_garbled_from_one_of_its_pages_on_is_one_error(page: int, copy: Path, inbox: Path) -> None:
    data = (copy / "store.sqlite").read_bytes()
    (copy / "store.sqlite").write_bytes(data[: page * 4096] + b"\x55" * (len(data) - page * 4096))
    write_articles(inbox, ["new"])
    embedder = WordEmbedder()

    for use in (
        lambda: read_contents(Collection(copy, embedder)),
        lambda: ingest([inbox], copy, embedder=embedder),
        lambda: rebuild(copy, embedder=embedder),
    ):
        with pytest.raises(IndexDamaged, match=r"store\.sqlite is not a readable store"):
            use()


def test_an_empty_store_is_an_error_for_readers(copy: Path) -> None:
    for name in ("store.sqlite", "store.sqlite-wal", "store.sqlite-shm"):
        (copy / name).unlink(missing_ok=True)
    (copy / "store.sqlite").touch()

    with pytest.raises(IndexDamaged, match="is not a readable store"):
        Collection(copy, WordEmbedder())
