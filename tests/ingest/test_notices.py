"""What the user should know is said: a language that the embedding model does not read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.pipeline import correct, ingest
from tests.fakes import WordEmbedder
from tests.ingest.kept import id_of, sources, write_files

GERMAN = """Der Hafen bleibt geschlossen | Küstenbote
Von Anna Beispiel
2025-03-04

Der Hafenmeister hat am Dienstag entschieden, dass der alte Hafen bis zum Ende des Winters geschlossen bleibt.

Die Fischer der Insel wollen gegen die Entscheidung klagen, weil sie nicht gefragt worden sind.
"""


@dataclass
class Polyglot(WordEmbedder):
    """Reads German too."""

    @property
    def languages(self) -> frozenset[str]:
        return frozenset({"de", "en"})


@dataclass
class Silent(WordEmbedder):
    """Does not say what it reads."""

    @property
    def languages(self) -> frozenset[str]:
        return frozenset()


def test_a_language_that_the_model_does_not_read_is_named(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_files(inbox, "a", "b")
    english = ingest([inbox], index, embedder=embedder)
    (inbox / "german.txt").write_text(GERMAN, encoding="utf-8")

    report = ingest([inbox], index, embedder=embedder)

    assert {title: source.language for title, source in sources(index).items()} == {
        "a": "en", "b": "en", "Der Hafen bleibt geschlossen": "de",
    }  # fmt: skip
    assert english.notices == ()
    (notice,) = report.notices
    assert ("1 article is in German" in notice, "DATELINE_EMBEDDING_MODEL=multilingual" in notice) == (True, True)


def test_a_model_that_reads_it_or_does_not_say_is_not_complained_of(inbox: Path, tmp_path: Path) -> None:
    (inbox / "german.txt").write_text(GERMAN, encoding="utf-8")

    reports = [ingest([inbox], tmp_path / kind.__name__, embedder=kind()) for kind in (Polyglot, Silent)]

    assert [report.notices for report in reports] == [(), ()]


def test_a_language_that_was_set_right_is_not_complained_of(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    write_files(inbox, "a")
    ingest([inbox], index, embedder=embedder)

    wrong = correct(id_of(index, "a"), {"language": "nl"}, index, embedder=embedder)
    right = correct(id_of(index, "a"), {"language": None}, index, embedder=embedder)

    assert ("Dutch" in wrong.notices[0], right.notices) == (True, ())
