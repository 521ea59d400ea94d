"""A generation of Chroma finds what an exact search finds, and listens to nobody but us."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.pipeline import ingest
from rag import index
from rag.collection import Collection
from rag.errors import IndexDamaged
from rag.index import NEIGHBOURS, SPACE, Generation, Row, build, folder_of, search_ef
from rag.manifest import Manifest
from tests.fakes import WordEmbedder, contents_of, search_exactly, search_vectors, write_articles


def clustered(count: int, *, seed: int = 1) -> NDArray[np.float32]:
    """Return unit vectors in fifty clusters, as texts have them."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(50, 64))
    vectors = centres[random.integers(50, size=count)] + 0.6 * random.normal(size=(count, 64))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def rows_of(vectors: NDArray[np.float32], *, first: int = 0) -> list[Row]:
    return [
        Row(f"p{number:05d}", vector, f"text {number}", {"article": "a"})
        for number, vector in enumerate(vectors, start=first)
    ]


def manifest_of(passages: int, *, generation: int = 1) -> Manifest:
    return Manifest(
        generation=generation, model="m", fingerprint="f", dimension=64, space=SPACE, passages=passages, deleted=0,
        files={},
    )  # fmt: skip


def test_chroma_finds_ten_nearest_as_well_as_an_exact_search(tmp_path: Path) -> None:
    vectors, questions = clustered(2_000), clustered(100, seed=2)
    exact = [{f"p{number:05d}" for number in np.argsort(-(vectors @ question))[:10]} for question in questions]

    build(tmp_path, manifest_of(2_000), everything=rows_of(vectors))
    generation = Generation(folder_of(tmp_path, 1))
    found = [{name for name, _ in generation.search(question, 10)} for question in questions]
    generation.close()

    assert sum(len(one & other) for one, other in zip(found, exact, strict=True)) / 1_000 >= 0.98


@pytest.mark.filterwarnings("ignore:legacy embedding")
def test_the_larger_a_generation_the_wider_it_is_searched_also_when_it_grew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def width(generation: int) -> int:
        opened = Generation(folder_of(tmp_path, generation))
        found = opened._collection.configuration_json["hnsw"]["ef_search"]
        opened.close()
        return int(found)

    monkeypatch.setattr(index, "SEARCH_EF", 60)
    vectors = clustered(400)
    build(tmp_path, manifest_of(100), everything=rows_of(vectors[:100]))
    new = rows_of(vectors[100:], first=100)
    build(tmp_path, manifest_of(400, generation=2), everything=[], changed=new, previous=1)

    assert [width(1), width(2)] == [60, 100]
    assert [search_ef(passages) for passages in (0, 100, 400)] == [60, 60, 100]


def test_a_search_returns_cosine_similarity_best_first(tmp_path: Path) -> None:
    vectors = np.eye(64, dtype=np.float32)[:3]
    question = np.zeros(64, dtype=np.float32)
    question[:3] = (0.48, 0.8, 0.36)

    build(tmp_path, manifest_of(3), everything=rows_of(vectors))
    generation = Generation(folder_of(tmp_path, 1))
    found = [(name, round(score, 4)) for name, score in generation.search(question, 10)]
    generation.close()

    assert found == [("p00001", 0.8), ("p00000", 0.48), ("p00002", 0.36)]


@pytest.mark.parametrize("count", [1, 2, 3, 999, 1_000, 1_001, 2_001])
def test_a_generation_of_any_size_opens_again_and_again(count: int, tmp_path: Path) -> None:
    vectors = clustered(count)
    build(tmp_path, manifest_of(count), everything=rows_of(vectors))

    sizes = []
    for _ in range(3):
        generation = Generation(folder_of(tmp_path, 1))
        sizes.append((len(generation.ids()), len(generation.search(vectors[0], 5))))
        generation.close()

    assert sizes == [(count, min(count, 5))] * 3


@pytest.mark.parametrize("added", [1, 2, 50])
def test_a_generation_made_from_the_one_before_has_what_was_added_and_not_what_went(added: int, tmp_path: Path) -> None:
    vectors = clustered(300)
    build(tmp_path, manifest_of(200), everything=rows_of(vectors[:200]))
    new = rows_of(vectors[200 : 200 + added], first=200)

    build(
        tmp_path, manifest_of(190 + added, generation=2), everything=[], changed=new,
        gone=[f"p{number:05d}" for number in range(10)], previous=1,
    )  # fmt: skip
    found = []
    for _ in range(2):
        generation = Generation(folder_of(tmp_path, 2))
        found.append((generation.ids(), generation.search(vectors[200], 1)[0][0], generation.manifest.deleted))
        generation.close()

    assert found == [({f"p{number:05d}" for number in range(10, 200 + added)}, "p00200", 10)] * 2


@pytest.mark.parametrize("count", [1, 5, 150])
def test_where_a_vector_file_has_room_left_it_has_nothing_of_this_process(count: int, tmp_path: Path) -> None:
    words = [f"of an erased article {number}" * 50 for number in range(5_000)]
    del words

    build(tmp_path, manifest_of(count), everything=rows_of(clustered(count)))

    (header,) = folder_of(tmp_path, 1).rglob("header.bin")
    _, _, room, found, size = struct.unpack_from("<i4Q", header.read_bytes())
    assert (found, size) == (count, 64 * 4 + 2 * NEIGHBOURS * 4 + 12)
    for name, each in (("data_level0.bin", size), ("length.bin", 4)):
        data = header.with_name(name).read_bytes()
        assert len(data) in (count * each, room * each)
        assert data[count * each :].strip(b"\x00") == b""


def test_a_generation_with_fewer_passages_than_its_manifest_says_is_never_served(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="3 passages were saved of 4"):
        build(tmp_path, manifest_of(4), everything=rows_of(clustered(3)))

    assert folder_of(tmp_path, 1).exists() is False


def test_opening_and_searching_changes_none_of_the_vector_files(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    write_articles(inbox, ["a", "b", "c"])
    ingest([inbox], index, embedder=embedder)
    files = sorted(folder_of(index, 1).rglob("*.bin"))
    before = [file.read_bytes() for file in files]

    for _ in range(3):
        collection = Collection(index, embedder)
        search_vectors(collection, "the frozen canal")
        collection.close()

    assert ([file.read_bytes() for file in files], len(files)) == (before, 4)


def test_chroma_is_not_misled_by_a_file_in_the_current_folder_or_by_the_environment(
    inbox: Path, index: Path, embedder: WordEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    misleading = {"chroma_api_impl": "chromadb.api.fastapi.FastAPI", "chroma_server_host": "192.0.2.1"}
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in misleading.items()), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, value in misleading.items():
        monkeypatch.setitem(os.environ, name.upper(), value)
    write_articles(inbox, ["a", "b"])

    ingest([inbox], index, embedder=embedder)

    collection = Collection(index, embedder)
    assert search_vectors(collection, "the frozen canal") == search_exactly(collection, ["the frozen canal"])[0]
    assert contents_of(index, embedder).vectors
    collection.close()
