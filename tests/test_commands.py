"""The commands as a user calls them: what they print, their exit codes, one clear error for bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.cli import main as ingest_main
from rag.cli import main as rag_main
from rag.door import run
from rag.settings import Settings

ROOT = Path(__file__).parent.parent


def call(command: Callable[[list[str]], int], *arguments: str) -> int:
    """Run a command at its door."""
    return run(lambda: command(list(arguments)))


def test_a_question_is_answered_in_the_terminal(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = call(rag_main, "How much did the sprinklers on the North Quay cost?", "--index", str(sample_index))

    printed = capsys.readouterr().out
    assert code == 0
    assert "640,000 euros" in printed.splitlines()[0] + printed.splitlines()[1]
    assert "Ostrey Today, 14 March 2026" in printed


def test_json_is_the_whole_answer(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = call(rag_main, "Who wrote the music of The Salt Year?", "--index", str(sample_index), "--json")

    data = json.loads(capsys.readouterr().out)
    assert (code, data["schema"], data["refused"]) == (0, 1, False)


def test_a_refusal_has_its_own_exit_code(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = call(rag_main, "What did Angela Merkel say about wheat?", "--index", str(sample_index))

    assert code == 1
    assert "nothing in the collection mentions “Angela Merkel”" in capsys.readouterr().out.replace(
        "\n", " "
    ).casefold().replace("angela merkel", "Angela Merkel")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "the question is empty"),
        ("x" * 10_000, "the question has 10,000 characters"),
        ("?!", "no word to search for"),
    ],
    ids=["empty", "10,000 characters", "no words"],
)
def test_a_bad_question_is_one_error(
    sample_index: Path, capsys: pytest.CaptureFixture[str], question: str, said: str
) -> None:
    code = call(rag_main, question, "--index", str(sample_index))

    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert said in printed.err
    assert len(printed.err.splitlines()) == 2


def test_a_bad_date_is_one_error(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = call(rag_main, "Who won?", "--index", str(sample_index), "--since", "last week")

    assert code == 2
    assert capsys.readouterr().err.startswith("error: since is not a date: 'last week'")


def test_no_index_yet_names_the_command_that_makes_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = call(rag_main, "Who won?", "--index", str(tmp_path / "none"))

    printed = capsys.readouterr().err
    assert code == 2
    assert "there is no collection at" in printed
    assert "python -m ingest PATH" in printed


def test_a_missing_path_is_one_error_and_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = call(ingest_main, str(tmp_path / "nowhere"), "--index", str(tmp_path / "index"))

    assert code == 2
    assert capsys.readouterr().err.startswith("error: there is nothing at")
    assert not (tmp_path / "index").exists()


def test_bad_files_cost_a_line_each_and_the_rest_goes_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "good.txt").write_text(
        (ROOT / "sample/night-ferry-returns.txt").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "latin.txt").write_bytes(
        "Le maire a dit que le pont était fermé depuis mardi à cause de la crue.".encode("cp1252")
    )

    code = call(ingest_main, str(folder), "--index", str(tmp_path / "index"))

    printed = capsys.readouterr()
    assert code == 1
    assert printed.out.splitlines()[0].startswith("2 added, 0 updated, 0 unchanged, 2 rejected of 4 given")
    assert "empty.txt: the file is empty" in printed.out
    assert "binary.txt: it is not text" in printed.out
    assert "Traceback" not in printed.out + printed.err


def test_an_index_of_another_model_is_refused_naming_both_and_the_mend(
    sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setenv("DATELINE_EMBEDDING_MODEL", str(model))

    code = call(rag_main, "Who won?", "--index", str(sample_index))

    printed = capsys.readouterr().err
    assert code == 2
    assert "'all-MiniLM-L6-v2'" in printed
    assert str(model) in printed
    assert "rebuild" in printed


@pytest.mark.parametrize(
    ("variable", "value"),
    [("DATELINE_PASSAGES", "many"), ("DATELINE_CHAT_MODEL", "no-provider"), ("DATELINE_MAX_FILE_MB", "-1")],
)
def test_a_setting_out_of_range_is_named(
    variable: str, value: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)

    code = call(rag_main, "Who won?")

    assert code == 2
    assert capsys.readouterr().err.startswith(f"error: {variable} cannot be used")


def test_an_empty_setting_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHAT_MODEL", "INDEX", "PASSAGES"):
        monkeypatch.setenv(f"DATELINE_{name}", "")

    assert Settings() == Settings.model_construct(
        **{name: field.default for name, field in Settings.model_fields.items()}
    )


def test_help_adds_no_samples(tmp_path: Path) -> None:
    for command in ("ask", "chat"):
        done = subprocess.run(
            [ROOT / "dateline", command, "--help"], capture_output=True, text=True, check=False, cwd=tmp_path,
            env={**os.environ, "DATELINE_INDEX": "", "DATELINE_VENV": str(Path(sys.prefix))},
        )  # fmt: skip
        assert (done.returncode, done.stdout.splitlines()[0][:6], (ROOT / "dateline-index").exists()) == (
            0,
            "usage:",
            False,
        )


def test_an_error_of_ours_is_one_line_and_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> int:
        raise ZeroDivisionError

    code = run(broken)

    printed = capsys.readouterr().err
    assert code == 70
    assert len(printed.splitlines()) == 1
    log = Path(printed.split("details are in ")[1].strip())
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_an_interrupted_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    assert run(interrupted) == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals of Unix")
def test_a_terminated_ingest_ends_with_its_code(tmp_path: Path) -> None:
    script = """
import sys, time
from rag.door import run
from rag.settings import Settings
def wait():
    print("up", flush=True)
    time.sleep(30)
sys.exit(run(wait))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    process.stdout.readline()

    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)

    assert process.returncode == 143
    assert said.startswith("terminated")


def test_the_script_knows_no_unknown_command() -> None:
    done = subprocess.run([ROOT / "dateline", "nonsense"], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr.startswith("error: no command nonsense")


def test_messages_name_a_command_as_it_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_SCRIPT", "./dateline")

    assert call(rag_main, "What burned?", "--index", str(tmp_path / "none")) == 2
    assert capsys.readouterr().err.endswith("add articles first: ./dateline ingest PATH\n")


def test_a_log_that_cannot_be_written_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))

    def fail() -> int:
        raise ZeroDivisionError

    assert run(fail) == 70
    assert "Dateline failed (ZeroDivisionError)" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="a shell closes no streams there")
@pytest.mark.parametrize("closed", ["2>&-", "0<&-", ">&-", "0<&- >&- 2>&-"])
def test_streams_that_are_closed_stop_nothing(closed: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Bridge opens\n\nThe bridge over the Tessel opened on Monday, the mayor said.", "utf-8"
    )
    ingest = f"{sys.executable} -m ingest a.txt --dry-run {closed}"
    assert (
        subprocess.run(
            ["sh", "-c", ingest], check=False, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}
        ).returncode
        == 0
    )


def test_letters_that_a_terminal_lacks_stop_nothing() -> None:
    show = "from rag.door import run; run(lambda: print('“Zürich” — Łódź'))"
    done = subprocess.run(
        [sys.executable, "-c", show],
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout.decode("latin-1").strip()) == (0, "?Zürich? ? ?ód?")
