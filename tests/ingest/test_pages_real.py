"""Real pages, where the folder beside the project has them: no less than is measured by `benchmarks`, on every third page."""

from __future__ import annotations

import statistics
from collections import Counter

import pytest

from benchmarks import extraction, metadata

EVERY = 3
TITLES, DATES, WRONG_DATES, OUTLETS, AUTHORS = 0.82, 0.93, 0.04, 0.9, 0.82
"""Floors of shares right, and the most dates wrong: a page or two of fifty below what `benchmarks.metadata` prints."""


@pytest.fixture(scope="module")
def articles() -> list[extraction.Case]:
    found = list(extraction.cases(extraction.FOLDER))[::EVERY]
    if not found:
        pytest.skip("needs ../shared/benchmarks/extraction")
    return found


@pytest.fixture(scope="module")
def verdicts() -> list[dict[str, str]]:
    found = list(metadata.cases(metadata.FOLDER))[::EVERY]
    if not found:
        pytest.skip("needs ../shared/benchmarks/metadata")
    return [metadata.judge(case, metadata.read(case)) for case in found]


def words_of(articles: list[extraction.Case], texts: list[str]) -> float:
    pages = [extraction.overlap(case.text, text, 1) for case, text in zip(articles, texts, strict=True)]
    return extraction.f_of(
        statistics.mean(page.precision for page in pages), statistics.mean(page.recall for page in pages)
    )


def test_articles_are_taken_out_better_than_by_trafilatura_alone(articles: list[extraction.Case]) -> None:
    ours = words_of(articles, [extraction.ours(case) for case in articles])
    best = max(
        words_of(articles, [extraction.theirs(settings, case) for case in articles])
        for settings in ({"include_comments": False}, {"include_comments": False, "fast": True})
    )

    assert ours >= max(best, 0.965)


def test_no_page_with_an_article_is_refused(articles: list[extraction.Case], verdicts: list[dict[str, str]]) -> None:
    assert [case.name for case in articles if not extraction.ours(case)] == []
    assert not any("rejected" in verdict.values() for verdict in verdicts)


@pytest.mark.parametrize(
    ("field", "floor"), [("title", TITLES), ("date", DATES), ("outlet", OUTLETS), ("authors", AUTHORS)]
)
def test_what_a_page_says_is_read(verdicts: list[dict[str, str]], field: str, floor: float) -> None:
    counts = Counter(verdict[field] for verdict in verdicts)

    assert counts["right"] >= floor * len(verdicts)


def test_a_date_is_missing_rather_than_wrong(verdicts: list[dict[str, str]]) -> None:
    assert sum(verdict["date"] == "wrong" for verdict in verdicts) <= WRONG_DATES * len(verdicts)


@pytest.mark.parametrize(
    ("truth", "found", "same"),
    [
        ("SalzburgerNachrichten", "Salzburger Nachrichten", True),
        ("NZZ", "Neue Zürcher Zeitung", True),
        ("BoersenZeitung", "Börsen-Zeitung", True),
        ("VogueDE", "Vogue Germany", True),
        ("LATimes", "Los Angeles Times", True),
        ("TheSun", "The Sun", True),
        ("DailyMail", "Daily Star", False),
        ("Merkur", "", False),
    ],
)
def test_outlets_are_compared_as_a_reader_would(truth: str, found: str, same: bool) -> None:
    assert metadata.same_outlet(truth, found, None) is same


@pytest.mark.parametrize("module", [extraction, metadata])
def test_a_missing_folder_is_said(
    module: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["benchmark", "/nowhere"])

    assert module.main() == 2  # type: ignore[attr-defined]
    assert "hint: name the folder" in capsys.readouterr().err
