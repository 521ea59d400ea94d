"""What the tests of keeping give to the ingest, and how they look at what it kept."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from rag.collection import Collection
from rag.database import connect
from rag.domain import Filters, Source
from rag.index import folder_of
from rag.store import Store
from tests.fakes import WordEmbedder, make_text

Dump = dict[str, list[tuple[object, ...]]]
Record = dict[str, str]


def record(seed: str, **stated: str) -> Record:
    """Return an article as a record, titled after its seed."""
    return {"title": seed, "publisher": "Test Courier", "body": make_text(seed), **stated}


def write_lines(file: Path, *records: Record | str) -> Path:
    """Write one record a line; a seed stands for its record."""
    lines = [json.dumps(record(one) if isinstance(one, str) else one) for one in records]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def write_files(folder: Path, *seeds: str) -> Path:
    """Make a folder hold one file a seed, and no other."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for seed in seeds:
        (folder / f"{seed}.txt").write_text(text_of(seed), encoding="utf-8")
    return folder


def write_members(file: Path, *seeds: str) -> Path:
    """Write an archive with one member a seed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for seed in seeds:
            archive.writestr(f"{seed}.txt", text_of(seed))
    file.write_bytes(data.getvalue())
    return file


def text_of(seed: str) -> str:
    """Return the text of a file whose article is titled after its seed."""
    return make_text(seed, title=f"{seed} of the long report")


def titles(index: Path) -> list[str]:
    """Return the titles of the live articles."""
    return sorted(sources(index))


def sources(index: Path) -> dict[str, Source]:
    """Return the live articles' sources by title."""
    with closing(connect(index)) as connection:
        return {str(one.title).removesuffix(" of the long report"): one for one in Store(connection).sources()}


def id_of(index: Path, title: str) -> str:
    """Return the id of a live article."""
    return sources(index)[title].article_id


def versions(index: Path) -> dict[str, str]:
    """Return what replaced each earlier version, by title."""
    with closing(connect(index)) as connection:
        store = Store(connection)
        pairs = connection.execute("SELECT id, replaced_by FROM versions").fetchall()
        return {str(store.article(old).source.title): str(store.article(new).source.title) for old, new in pairs}


def dump(index: Path, *, without: Sequence[str] = ()) -> Dump:
    """Return every row of every table."""
    with closing(connect(index)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names if name not in without}


def found(index: Path, embedder: WordEmbedder, **filters: object) -> set[str]:
    """Return the titles of the articles that pass filters, for words and for vectors alike."""
    limits = Filters(**filters)  # type: ignore[arg-type]  # a test names the fields
    with Collection(index, embedder).reading() as store:
        words = [name for name, _ in store.search_words('"people"', 1_000, limits)]
        vectors = [name for names, _ in store.allowed_vectors(embedder.fingerprint, limits) for name in names]
        assert set(words) == set(vectors)
        return {str(one.source.title).removesuffix(" of the long report") for one in store.passages(words).values()}


def metadata(index: Path, article_id: str) -> list[dict[str, object]]:
    """Return what Chroma says of each passage of an article; each is different once."""
    from rag import index as chroma

    with closing(connect(index)) as connection:
        number = int(Store(connection).meta()["generation"])
    client, collection = chroma._open(folder_of(index, number))
    try:
        rows = collection.get(where={"article": article_id}, include=["metadatas"])["metadatas"] or []
        return [dict(row) for number, row in enumerate(rows) if row not in rows[:number]]
    finally:
        client.close()
