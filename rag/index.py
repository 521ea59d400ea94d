"""Chroma, embedded: the one place that knows it, and its generations.

An embedded Chroma that is killed while it saves its vectors is lost, and some damage crashes the process
that opens it. So a generation is built in a folder of its own, checked, synced and renamed; it is never
written to once it is served, and before Chroma opens it the hashes of its vector files are compared with
the manifest.
"""

from __future__ import annotations

import math
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.errors import CollectionError, IndexDamaged
from rag.manifest import Manifest, blank_slack, check_files, damaged, hash_files, read_manifest, write_manifest
from rag.offline import keep_offline

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection as ChromaCollection

COLLECTION = "passages"
SPACE = "cosine"
BATCH = 5_000
"""Records an upsert, after each of which Chroma saves all its vector files; it refuses more than 5,461."""

SEARCH_EF, EF_GROWTH = 800, 5.0
"""Candidates that HNSW keeps at least, and times the root of the passages."""

NEIGHBOURS, BUILD_EF = 32, 200
"""Links of a vector in HNSW, and candidates that they are chosen from. Of the ten nearest of 100,029 passages, most of
them copies turned at random, 16 and 100 (Chroma's own) find 0.960 at 800 candidates, these 0.998, a millisecond later;
building takes 53 s instead of 25."""

SAVE_EVERY = 2
"""Records after which Chroma saves its vector files, its least: what is written is then in those files, and they
do not change once a generation is complete."""

MOST_MISSED = 0.25
"""Share of the vectors looked for after a build that HNSW may miss: it is approximate, and about one build in 50
misses one vector of 600."""

MOST_TOMBSTONES = 0.2
"""Share of deleted vectors above which a generation is built afresh: HNSW never gives their room back."""

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Row:
    """One passage as Chroma holds it."""

    passage_id: str
    vector: NDArray[np.float32]
    text: str
    metadata: dict[str, str | int | None]


def folder_of(root: Path, generation: int) -> Path:
    """Return where a generation lives."""
    return root / "generations" / f"gen-{generation:06d}"


class Generation:
    """One complete generation, open for reading."""

    def __init__(self, folder: Path) -> None:
        self.manifest = read_manifest(folder)
        check_files(folder, self.manifest)
        self._client, self._collection = _open(folder)
        found = self._collection.count()
        if found != self.manifest.passages:
            self.close()  # Chroma keeps what is open by its path, and would hand it to the next who opens it
            raise damaged(folder, f"{found} passages where {self.manifest.passages} were written")

    def search(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """Return up to `k` passage ids with their cosine similarity, best first."""
        return self.search_many(vector[None], k)[0]

    def search_many(self, vectors: NDArray[np.float32], k: int) -> list[list[tuple[str, float]]]:
        """Return for each row of `vectors` up to `k` passage ids with their cosine similarity, best first."""
        wanted = min(k, self.manifest.passages)
        if not wanted:
            return [[] for _ in vectors]
        with _Translated(self.manifest.generation):
            found = self._collection.query(query_embeddings=vectors, n_results=wanted, include=["distances"])
        return [
            [(name, 1.0 - distance) for name, distance in zip(names, distances, strict=True)]
            for names, distances in zip(found["ids"], found["distances"] or [], strict=True)
        ]

    def ids(self) -> set[str]:
        """Return the ids of all its passages."""
        return set(self._collection.get(include=[])["ids"])

    def close(self) -> None:
        """Let go of the files."""
        _close(self._client)


def build(
    root: Path,
    manifest: Manifest,
    *,
    everything: Iterable[Row],
    changed: Iterable[Row] = (),
    gone: Sequence[str] = (),
    previous: int | None = None,
) -> Manifest:
    """Build the next generation beside the one that is served, and rename it into place.

    With `previous` it starts from a copy and takes `changed` and `gone` only, where that copy is sound
    and does not carry too many deleted vectors; otherwise it is built from `everything`.
    """
    final = folder_of(root, manifest.generation)
    building = final.with_suffix(".building")
    final.parent.mkdir(parents=True, exist_ok=True)
    for stale in (building, final):  # left by a run that was killed before its switch
        shutil.rmtree(stale, ignore_errors=True)
    keep = previous is not None and manifest.passages > 0
    deleted = _copy(root, building, previous, len(gone)) if keep and previous is not None else None
    try:
        rows, leaving = (everything, ()) if deleted is None else (changed, gone)
        _write(building, rows, gone=leaving, passages=manifest.passages)
        blank_slack(building)
        done = replace(manifest, deleted=deleted or 0, files=hash_files(building))
        write_manifest(building, done)
        _check_complete(building, done)
        sync_tree(building)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)  # a disk that is full is not kept so
        raise
    building.rename(final)
    sync_folder(final.parent)
    return done


def _copy(root: Path, building: Path, previous: int, gone: int) -> int | None:
    """Copy the previous generation; return its deleted count with `gone` added, or None where it is no use."""
    source = folder_of(root, previous)
    try:
        manifest = read_manifest(source)
        check_files(source, manifest)
        if manifest.deleted + gone > MOST_TOMBSTONES * max(manifest.passages, 1):
            return None
        shutil.copytree(source, building)
    except (IndexDamaged, OSError):
        shutil.rmtree(building, ignore_errors=True)
        return None
    return manifest.deleted + gone


def _write(folder: Path, rows: Iterable[Row], *, gone: Sequence[str], passages: int) -> None:
    from chromadb.errors import ChromaError

    width = search_ef(passages)
    client, collection = _open(folder, create=width)
    try:
        for first in range(0, len(gone), BATCH):
            collection.delete(ids=list(gone[first : first + BATCH]))
        for batch in _batches(rows):
            collection.upsert(
                ids=[row.passage_id for row in batch],
                embeddings=np.vstack([row.vector for row in batch]),
                documents=[row.text for row in batch],
                metadatas=[row.metadata for row in batch],
            )
        _settle(collection)
        if collection.configuration_json["hnsw"]["ef_search"] != width:  # it grew
            # Who opens it next searches so; this client goes on as it was opened.
            collection.modify(configuration={"hnsw": {"ef_search": width}})
    except ChromaError as error:
        raise CollectionError(
            f"the vector index could not be written to {folder}: {error}",
            hint="is the disk full? Nothing that was served is changed; free some room and run this again",
        ) from error
    finally:
        _close(client)


def search_ef(passages: int) -> int:
    """Return how many candidates HNSW keeps in a collection of some passages."""
    return max(SEARCH_EF, int(EF_GROWTH * math.sqrt(passages)))


def _settle(collection: ChromaCollection) -> None:
    """Write one record again until the last of the others are saved, which a remainder would not be."""
    some = collection.get(limit=1, include=["embeddings", "documents", "metadatas"])
    for _ in range(SAVE_EVERY if some["ids"] else 0):
        collection.upsert(
            ids=some["ids"],
            embeddings=some["embeddings"],
            documents=some["documents"],
            metadatas=some["metadatas"],
        )


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _check_complete(folder: Path, manifest: Manifest) -> None:
    client, collection = _open(folder)
    try:
        some = collection.get(limit=20, include=["embeddings"])
        if collection.count() != manifest.passages:
            raise damaged(folder, f"{collection.count()} passages were saved of {manifest.passages}")
        vectors = np.asarray([] if some["embeddings"] is None else some["embeddings"], dtype=np.float32)
        if sum(not _is_found(collection, vector) for vector in vectors) > MOST_MISSED * len(vectors):
            raise damaged(folder, "vectors that were saved are not found")
    finally:
        _close(client)


def _is_found(collection: ChromaCollection, vector: NDArray[np.float32]) -> bool:
    found = collection.query(query_embeddings=[vector.tolist()], n_results=1, include=["distances"])
    # The nearest of a saved vector is itself, or another one at the same place.
    return bool((found["distances"] or [[9.0]])[0][0] < 1e-3)  # noqa: PLR2004


def _open(folder: Path, *, create: int = 0) -> tuple[ClientAPI, ChromaCollection]:
    """Open what is in a folder, or create it there, to be searched with so many candidates."""
    keep_offline()
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    # Given in full: chromadb would otherwise read a .env in the current folder, which can point it elsewhere.
    settings = Settings(
        _env_file=None,
        chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
        is_persistent=True,
        anonymized_telemetry=False,
        allow_reset=False,
    )
    with ExitStack() as opened:
        try:
            with _lock:  # clients of one process share a registry that is not safe to fill from two threads
                client = chromadb.PersistentClient(path=str(folder / "chroma"), settings=settings)
            opened.callback(_close, client)
            if create:
                graph = {"space": SPACE, "max_neighbors": NEIGHBOURS, "ef_construction": BUILD_EF, "ef_search": create}
                saving = {"sync_threshold": SAVE_EVERY, "batch_size": SAVE_EVERY}
                collection = client.get_or_create_collection(
                    COLLECTION, embedding_function=None, configuration={"hnsw": {**graph, **saving}}
                )
            else:
                collection = client.get_collection(COLLECTION, embedding_function=None)
                _refuse_code(folder, collection)
        except (ChromaError, ValueError, OSError) as error:
            raise damaged(folder, str(error)) from error
        opened.pop_all()
    return client, collection


def _refuse_code(folder: Path, collection: ChromaCollection) -> None:
    # A stored embedding function names code that Chroma would load (CVE-2026-45829); ours never has one.
    stored = collection.configuration_json.get("embedding_function")
    if stored and stored.get("type") not in (None, "legacy"):
        raise damaged(folder, "its collection names an embedding function, which Dateline never stores")


def _close(client: ClientAPI) -> None:
    client.close()


class _Translated:
    """Turns Chroma's errors into ours."""

    def __init__(self, generation: int) -> None:
        self._generation = generation

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        from chromadb.errors import ChromaError

        if isinstance(error, ChromaError):
            raise damaged(Path(f"gen-{self._generation:06d}"), str(error)) from error


def sync_tree(folder: Path) -> None:
    """Force every file and folder below `folder` to the disk."""
    for path in [folder, *folder.rglob("*")]:
        sync_folder(path)


def sync_folder(path: Path) -> None:
    """Force one file, or the entries of one folder, to the disk."""
    if os.name == "nt" and path.is_dir():  # Windows opens no folders
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
