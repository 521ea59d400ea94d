"""Where articles came from: what an edit replaced and what vanished is found in time that grows as what was given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rag.database import connect
from rag.origins import Origins
from rag.store import Store

FILE = "/inbox/daily.jsonl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection that knows nothing yet."""
    return tmp_path


def remembered(folder: Path, count: int, *, shared: bool) -> Iterator[tuple[str, int, str, int]]:
    for number in range(1, count + 1):
        yield FILE, number, f"old {number}", 0
        yield address(number, shared=shared), 0, f"old {number}", 0


def address(number: int, *, shared: bool) -> str:
    return "https://paper.example" if shared else f"https://paper.example/{number}"


def work(folder: Path, count: int, *, shared: bool) -> tuple[int, int, int]:
    """Return what was found replaced and vanished where each line has another article, and what that took SQLite."""
    steps = 0

    def count_steps() -> None:
        nonlocal steps
        steps += 1

    with closing(connect(folder, create=True)) as connection:
        connection.execute("DELETE FROM origins")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO origins VALUES (?, ?, ?, ?)", remembered(folder, count, shared=shared))
        connection.execute("COMMIT")
        origins = Origins(Store(connection))
        for number in range(1, count + 1):
            origins.see(FILE, number, f"new {number}")
            origins.see(address(number, shared=shared), 0, f"new {number}")
        connection.set_progress_handler(count_steps, 1_000)
        found = len(origins.replaced()), len(origins.vanished(["/inbox"]))
    return *found, steps


@pytest.mark.parametrize("shared", [False, True], ids=["own addresses", "one address"])
def test_four_times_as_many_articles_are_some_four_times_the_work(shared: bool, folder: Path) -> None:
    replaced, vanished, few = work(folder, 1_000, shared=shared)
    many = work(folder, 4_000, shared=shared)

    assert (replaced, vanished) == (1_000, 0)
    assert many[:2] == (4_000, 0)
    assert many[2] < 6 * few


def test_an_article_that_was_given_a_place_again_is_not_replaced(folder: Path) -> None:
    with closing(connect(folder, create=True)) as connection:
        connection.executemany("INSERT INTO origins VALUES (?, ?, ?, 0)", [(FILE, 1, "a"), (FILE, 2, "b")])
        origins = Origins(Store(connection))
        for line, name in ((1, "new"), (2, "a")):
            origins.see(FILE, line, name)

        assert (origins.replaced(), origins.vanished(["/inbox", "/elsewhere"])) == ({}, ["b"])


@pytest.mark.parametrize(
    ("origin", "places", "gone"),
    [
        ("/inbox/a.txt", ["/inbox"], True),
        ("/inbox/a.txt", ["/inbox/"], True),
        ("/inbox/a.txt", ["/"], True),
        ("/inbox/sub/a.txt", ["/inbox"], True),
        ("/inbox/some.zip!/sub/a.txt", ["/inbox/some.zip"], True),
        ("/inbox/wow!/a.txt", ["/inbox/wow!"], True),
        ("C:\\inbox\\a.txt", ["C:\\inbox"], True),
        ("/inbox2/a.txt", ["/inbox"], False),
        ("/inbox/a.txt.gz", ["/inbox/a.txt"], False),
        ("/inbox", ["/inbox/a.txt"], False),
    ],
)
def test_what_lies_below_a_place_is_told_by_whole_names(
    origin: str, places: list[str], gone: bool, folder: Path
) -> None:
    with closing(connect(folder, create=True)) as connection:
        connection.execute("INSERT INTO origins VALUES (?, 1, 'a', 0)", (origin,))
        origins = Origins(Store(connection))
        for place in places:
            origins.see(f"{place}/b.txt", 1, "b")

        assert origins.vanished(places) == (["a"] if gone else [])
