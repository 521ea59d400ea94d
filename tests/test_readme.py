"""The README against the code: its settings table, its commands, its Python."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import ui
from benchmarks.served import free_port
from rag.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGE = "http://127.0.0.1:7860"
SCRIPT = (ROOT / "dateline").read_text(encoding="utf-8")


def settings_table() -> str:
    """Return the table as the code has it."""
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = (
            "–"
            if field.default is None
            else f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"
        )
        limits = [
            f"{label} {getattr(rule, key):g}" for rule in field.metadata for key, label in LIMITS if hasattr(rule, key)
        ]
        about = field.description or ""
        rows.append(
            f"| `{PREFIX}{name.upper()}` | {default} | {about}{' (' + ', '.join(limits) + ')' if limits else ''} |"
        )
    return "\n".join(rows)


LIMITS = (("ge", "from"), ("gt", "above"), ("le", "to"))


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def commands() -> list[str]:
    """Return what the README types at a prompt."""
    return [
        line[2:].split("  #")[0].strip()
        for block in blocks("console")
        for line in block.splitlines()
        if line.startswith("$ ")
    ]


def test_the_settings_table_is_what_the_code_takes() -> None:
    assert settings_table() in README


def test_the_two_commands_come_first() -> None:
    assert commands()[:2] == ["./dateline chat", "./dateline test"]


@pytest.mark.parametrize("command", [line for line in commands() if "./dateline" in line])
def test_every_command_of_the_script_exists(command: str) -> None:
    name = command.split("./dateline ")[1].split(maxsplit=1)[0]

    assert re.search(rf"^{name}\)", SCRIPT, flags=re.MULTILINE)


@pytest.mark.parametrize("module", sorted(set(re.findall(r"python -m ([\w.]+)", README)) - {"venv", "pip"}))
def test_every_module_that_is_run_has_help(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"], capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert done.returncode in ((0,) if module != "tests.check" else (2,))


def test_the_python_of_the_readme_runs(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dateline-index").symlink_to(sample_index, target_is_directory=True)
    monkeypatch.chdir(tmp_path)

    for number, block in enumerate(blocks("python")):
        if PAGE not in block:
            exec(compile(block, f"README block {number}", "exec"), {})

    assert "[1]" in capsys.readouterr().out


def test_the_programs_of_the_readme_can_ask_the_page(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    page = ui.serve(
        ui.Shelves(Settings(index=sample_index, chat_model=None)), host="127.0.0.1", port=port, index=sample_index
    )
    try:
        for block in [block for block in blocks("python") if PAGE in block]:
            exec(compile(block.replace(PAGE, f"http://127.0.0.1:{port}"), "README", "exec"), {})
    finally:
        page.close(verbose=False)

    assert "[1]" in capsys.readouterr().out


def test_the_answer_that_is_shown_is_the_answer(
    sample_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rag.cli import main

    monkeypatch.setenv("COLUMNS", "100")

    shown = re.search(r'\$ \./dateline ask "([^"]+)"\n(.*?)```', README, flags=re.DOTALL)
    assert shown is not None

    main([shown.group(1), "--index", str(sample_index)])

    assert capsys.readouterr().out.strip() == shown.group(2).strip()
