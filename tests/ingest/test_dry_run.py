"""A dry run says what the run would do, and leaves no trace of itself."""

from __future__ import annotations

from pathlib import Path

from ingest.pipeline import Report, correct, ingest
from tests.fakes import WordEmbedder, make_text, outcome, write_articles
from tests.ingest.kept import dump, id_of, record, titles, write_files, write_lines


def said(report: Report) -> tuple[object, ...]:
    """Return what a dry run must say as the run after it does."""
    return outcome(report), report.rejected, report.removed, report.given


def test_it_says_what_the_run_then_does_and_changes_no_row(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_files(inbox / "files", "a", "b", "c", "d")
    lines = write_lines(inbox / "some.jsonl", "one", record("two", url="https://paper.example/2"), "three")
    ingest([inbox], index, embedder=embedder)
    correct(id_of(index, "a"), {"outlet": "Post"}, index, embedder=embedder)
    (inbox / "files" / "a.txt").write_text(make_text("a edited"), encoding="utf-8")  # inherits the correction
    (inbox / "files" / "b.txt").rename(inbox / "files" / "renamed.txt")
    (inbox / "files" / "c.txt").unlink()
    (inbox / "files" / "d.txt").write_bytes(b"")
    (inbox / "files" / "e.txt").write_text(make_text("e"), encoding="utf-8")
    write_lines(lines, "one", record("two edited", url="http://paper.example/2/?utm_source=x"), {"body": "Short."})
    (inbox / "corrections.csv").write_text("article,author\nfiles/renamed.txt,Bo\nnobody.txt,Bo\n", encoding="utf-8")
    before, embedded = dump(index), embedder.embedded

    dry = [ingest([inbox], index, embedder=embedder, prune=True, dry_run=True) for _ in range(2)]
    after, meanwhile = dump(index), embedder.embedded
    wet = ingest([inbox], index, embedder=embedder, prune=True)

    assert (after, meanwhile) == (before, embedded)
    assert outcome(wet) == (1, 3, 1, 2)
    assert len(wet.removed) == 1
    assert [said(report) for report in dry] == [said(wet)] * 2
    assert [(one.dry_run, one.embedded, one.generation, one.articles) for one in dry] == [(True, 0, 2, 7)] * 2
    assert (dry[0].notices, wet.dry_run, wet.generation) == (wet.notices, False, 3)
    assert sorted(path.name for path in (index / "generations").iterdir()) == ["gen-000002", "gen-000003"]


def test_without_a_collection_it_makes_no_folder(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_articles(inbox, ["a", "b"])
    (inbox / "c.txt").write_bytes(b"")

    dry = ingest([inbox], index, embedder=embedder, dry_run=True)
    folder = index.exists()
    wet = ingest([inbox], index, embedder=embedder)

    assert (folder, embedder.embedded) == (False, wet.embedded)
    assert (said(dry), outcome(dry)) == (said(wet), (2, 0, 0, 1))


def test_it_leaves_what_a_killed_run_staged_to_the_next_one(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    from tests.ingest.test_resume import Failing

    write_articles(inbox, ["a", "b"])
    Failing.ingest(inbox, index, after=0)
    before = dump(index)

    report = ingest([inbox], index, embedder=embedder, dry_run=True)

    assert (outcome(report), dump(index)) == ((2, 0, 0, 0), before)
    assert len(before["staged_articles"]) == 2


def test_it_can_be_run_where_nothing_would_change(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_files(inbox, "a", "b")
    ingest([inbox], index, embedder=embedder)
    before = dump(index)

    report = ingest([inbox], index, embedder=embedder, prune=True, dry_run=True)

    assert (outcome(report), report.removed, dump(index), titles(index)) == ((0, 0, 2, 0), (), before, ["a", "b"])
