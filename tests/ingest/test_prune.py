"""Pruning: what vanished from where it came from goes, and only that; in doubt an article stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.pipeline import Reading, ingest
from ingest.read.draft import Draft
from ingest.run import Run
from rag.writer import Writer
from tests.fakes import WordEmbedder, contents_of, make_text, outcome
from tests.ingest.kept import id_of, record, text_of, titles, versions, write_files, write_lines, write_members

WAYS: dict[str, Callable[..., Path]] = {
    "files": lambda inbox, *seeds: write_files(inbox / "some", *seeds),
    "lines": lambda inbox, *seeds: write_lines(inbox / "some.jsonl", *seeds),
    "members": lambda inbox, *seeds: write_members(inbox / "some.zip", *seeds),
}
WALL = "We value your privacy\nWe and our 812 partners use cookies.\nAccept all\nReject all\n"


@pytest.mark.parametrize("way", WAYS)
def test_what_vanished_stays_without_prune_and_goes_with_a_later_one(
    way: str, inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    give = WAYS[way]
    give(inbox, "a", "b", "c")
    ingest([inbox], index, embedder=embedder)
    name = id_of(index, "b")
    give(inbox, "a", "c")

    without = ingest([inbox], index, embedder=embedder)
    before = titles(index)
    pruned = ingest([inbox], index, embedder=embedder, prune=True)

    assert (without.removed, outcome(without), before) == ((), (0, 0, 2, 0), ["a", "b", "c"])
    assert (pruned.removed, outcome(pruned), titles(index)) == ((name,), (0, 0, 2, 0), ["a", "c"])
    left = contents_of(index, embedder)
    assert left.vectors == {passage.passage_id for passage in left.passages}


def test_what_is_all_there_is_not_pruned(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    for way, give in WAYS.items():
        give(inbox, f"{way} one", f"{way} two")
    first = ingest([inbox], index, embedder=embedder, prune=True)

    second = ingest([inbox], index, embedder=embedder, prune=True)

    assert (second.removed, outcome(second), second.generation) == ((), (0, 0, 6, 0), first.generation)


def test_an_edit_is_no_vanishing_and_keeps_the_version(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    file = write_lines(inbox / "some.jsonl", "a", "b", "c")
    ingest([inbox], index, embedder=embedder)
    name = id_of(index, "c")

    report = ingest([write_lines(file, "a", "b edited")], index, embedder=embedder, prune=True)

    assert (report.removed, report.updated, versions(index)) == ((name,), 1, {"b": "b edited"})


def test_a_file_elsewhere_that_has_it_still_keeps_an_article(
    inbox: Path, index: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    elsewhere = write_lines(tmp_path / "elsewhere.jsonl", "a", "b")
    write_lines(inbox / "some.jsonl", "a", "b", "c")
    ingest([inbox, elsewhere], index, embedder=embedder)
    write_lines(inbox / "some.jsonl", "c")

    kept = ingest([inbox], index, embedder=embedder, prune=True)
    before = titles(index)
    write_lines(elsewhere, "b")
    ingest([elsewhere], index, embedder=embedder)
    pruned = ingest([inbox], index, embedder=embedder, prune=True)

    assert (kept.removed, before) == ((), ["a", "b", "c"])
    assert (len(pruned.removed), titles(index)) == (1, ["b", "c"])


def test_only_what_was_below_the_places_given_is_pruned(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    for name in ("one", "one more"):
        write_files(inbox / name, f"{name} a", f"{name} b")
    ingest([inbox], index, embedder=embedder)
    for name in ("one", "one more"):
        (inbox / name / f"{name} a.txt").unlink()

    ingest([inbox / "one"], index, embedder=embedder, prune=True)

    assert titles(index) == ["one b", "one more a", "one more b"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", WALL.encode(), b"x" * 2_000_000],
    ids=["empty", "no text", "no article", "too large"],
)
def test_what_is_there_and_cannot_be_read_has_not_vanished(
    content: bytes, inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    write_files(inbox, "a", "b", "c")
    ingest([inbox], index, embedder=embedder)
    (inbox / "b.txt").write_bytes(content)
    (inbox / "c.txt").unlink()

    report = ingest([inbox], index, embedder=embedder, reading=Reading(most_mb=1), prune=True)

    assert (outcome(report), len(report.removed), titles(index)) == ((0, 0, 1, 1), 1, ["a", "b"])


def test_a_damaged_archive_has_lost_nothing(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    archive = write_members(inbox / "some.zip", "a", "b")
    write_files(inbox / "files", "c")
    ingest([inbox], index, embedder=embedder)
    archive.write_bytes(archive.read_bytes()[:-60])

    report = ingest([inbox], index, embedder=embedder, prune=True)

    assert (outcome(report), report.removed, titles(index)) == ((0, 0, 1, 1), (), ["a", "b", "c"])


def test_a_record_that_is_no_article_any_more_has_not_vanished(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    file = write_lines(inbox / "some.jsonl", "a", "b", "c")
    ingest([inbox], index, embedder=embedder)

    report = ingest([write_lines(file, "a", {"title": "b", "body": "Gone."})], index, embedder=embedder, prune=True)

    assert (outcome(report), titles(index)) == ((0, 0, 1, 1), ["a", "b"])


def test_a_folder_where_nothing_is_found_is_not_pruned(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    one, other = write_files(inbox / "one", "a", "b"), write_files(inbox / "other", "c", "d")
    ingest([one, other], index, embedder=embedder)
    write_files(one)
    (other / "d.txt").unlink()

    report = ingest([one, other], index, embedder=embedder, prune=True)
    none = ingest([one], index, embedder=embedder, prune=True)

    assert (len(report.removed), none.removed, titles(index)) == (1, (), ["a", "b", "c"])


def test_an_article_of_an_address_is_never_pruned(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    address = "https://paper.example/1"
    draft = Draft(origin=address, label=address, raw=make_text("web"), line=0, title="web", url=address)
    write_files(inbox, "a", "b")
    with Writer(index, model=embedder.name, fingerprint=embedder.fingerprint, create=True) as writer:
        run = Run(writer, embedder)
        with run:
            run.take(draft)
            run.finish()
    ingest([inbox], index, embedder=embedder)
    (inbox / "b.txt").unlink()

    ingest([inbox], index, embedder=embedder, prune=True)

    assert titles(index) == ["a", "web"]


def test_a_renamed_file_keeps_its_article(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_files(inbox, "a", "b")
    first = ingest([inbox], index, embedder=embedder)
    (inbox / "a.txt").rename(inbox / "renamed.txt")

    report = ingest([inbox], index, embedder=embedder, prune=True)
    (inbox / "renamed.txt").unlink()
    gone = ingest([inbox], index, embedder=embedder, prune=True)

    assert (outcome(report), report.removed, report.generation) == ((0, 0, 2, 0), (), first.generation)
    assert (len(gone.removed), titles(index)) == (1, ["b"])


def test_what_was_pruned_comes_back_with_its_file_and_is_not_embedded_again(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    write_files(inbox, "a", "b")
    ingest([inbox], index, embedder=embedder)
    before = contents_of(index, embedder)
    write_files(inbox, "a")
    ingest([inbox], index, embedder=embedder, prune=True)
    (inbox / "elsewhere.txt").write_text(text_of("b"), encoding="utf-8")

    report = ingest([inbox], index, embedder=embedder, prune=True)

    assert (outcome(report), report.embedded, contents_of(index, embedder)) == ((1, 0, 1, 0), 0, before)


def test_pruning_takes_the_earlier_versions_too(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    file = write_lines(inbox / "some.jsonl", "a", "b")
    ingest([inbox], index, embedder=embedder)
    ingest([write_lines(file, "a", "b edited")], index, embedder=embedder)
    before = versions(index)

    ingest([write_lines(file, record("a"))], index, embedder=embedder, prune=True)

    assert (before, versions(index), titles(index)) == ({"b": "b edited"}, {}, ["a"])


def test_a_line_that_is_broken_for_a_while_prunes_nothing(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    lines = [json.dumps({"title": seed, "body": make_text(seed)}) for seed in "abc"]
    file = inbox / "a.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    ingest([inbox], index, embedder=embedder)
    file.write_text("\n".join([lines[0], lines[1][:40], lines[2]]), encoding="utf-8")

    report = ingest([inbox], index, embedder=embedder, prune=True)

    assert (report.removed, report.articles, len(report.rejected)) == ((), 3, 1)
