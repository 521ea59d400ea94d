"""`rag.evaluate` as a user meets it: a table by kind of question, and what has changed since the last run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rag import evaluate
from rag.errors import SourceMissing
from rag.scoreboard import Figures, as_table, remember

TABLE = {"all": Figures(4, {"hits@10": 0.75, "mrr@10": 0.5}), "who": Figures(2, {"hits@10": 1.0})}


def test_each_kind_has_a_line_and_unmeasured_figures_stay_empty() -> None:
    lines = as_table(TABLE, None).splitlines()

    assert lines[0].split() == ["questions", "hits@10", "mrr@10"]
    assert lines[1].split() == ["all", "4", "0.750", "0.500"]
    assert lines[2].split() == ["who", "2", "1.000"]
    assert len(lines) == 3


def test_the_next_run_over_the_same_questions_says_what_has_changed(tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text("{}", encoding="utf-8")
    assert remember(tmp_path, questions, TABLE) is None

    better = {"all": Figures(4, {"hits@10": 1.0, "mrr@10": 0.5}), "who": Figures(2, {"hits@10": 1.0})}
    before = remember(tmp_path, questions, better)

    lines = as_table(better, before).splitlines()
    assert lines[2].split() == ["+0.250"]
    assert sum("+0.250" in line for line in lines) == 1
    questions.write_text("{} ", encoding="utf-8")
    assert remember(tmp_path, questions, better) is None


def test_a_damaged_record_of_earlier_runs_costs_the_comparison_only(tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text("{}", encoding="utf-8")
    (tmp_path / "evaluations.json").write_text("[1, 2", encoding="utf-8")

    assert remember(tmp_path, questions, TABLE) is None
    assert remember(tmp_path, questions, TABLE) is not None


def test_the_command_prints_retrieval_and_answers_by_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ingest import ingest
    from rag.assistant import Assistant
    from tests.fakes import WordEmbedder

    article = "Harbour fire | Coast Wire\n4 March 2025\n\nEleven boats burned at the North Quay on Tuesday. Nobody was killed."
    (tmp_path / "fire.txt").write_text(article, encoding="utf-8")
    ingest([tmp_path / "fire.txt"], tmp_path / "index", embedder=WordEmbedder())
    asked = [
        {"question": "How many boats burned at the North Quay?", "kind": "how_many", "answers": ["eleven boats"]},
        {"question": "Was anybody killed at the North Quay?", "kind": "yes_no", "evidence": ["Nobody was killed."]},
    ]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    opened: Any = Assistant.open
    monkeypatch.setattr(Assistant, "open", lambda **given: opened(**given, embedder=WordEmbedder()))

    assert evaluate.main([str(tmp_path / "q.jsonl"), "--index", str(tmp_path / "index")]) == 0

    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed[1:4]] == ["all", "how_many", "yes_no"]
    assert "hits@10" in printed[0]
    assert "right in first statement" in printed[0]


@pytest.mark.parametrize(
    "record",
    [
        {"question": "How many?", "answers": "eleven"},
        {"question": "How many?", "answers": [11]},
        {"question": "How many?", "answers": ["eleven"], "evidence": "eleven boats"},
        {"question": "How many?", "all_of": ["eleven"]},
        {"answers": ["eleven"]},
    ],
)
def test_a_text_where_answers_are_a_list_is_said(tmp_path: Path, record: dict[str, object]) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"question": "Who?", "answers": ["Joren Pask"]}) + "\n" + json.dumps(record))

    with pytest.raises(SourceMissing, match="line 2 is not a labelled question"):
        evaluate.read_questions(file)
