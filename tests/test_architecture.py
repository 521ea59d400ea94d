"""The walls: who imports whom, which library is known where, what an import may load."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = sorted([*ROOT.glob("rag/**/*.py"), *ROOT.glob("ingest/**/*.py"), ROOT / "ui.py"])


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


LONGEST_FILE, LONGEST_FUNCTION = 340, 50
"""300 and 40 are aimed at; a little more is no reason to tear a function apart."""

LIBRARIES = {
    "sentence_transformers": {"rag/embed.py", "rag/many.py", "rag/rerank.py"},
    "huggingface_hub": {"rag/embed.py"},
    "tokenizers": {"rag/many.py"},
    "onnx": {"rag/int8.py"},
    "onnxruntime": {"rag/int8.py"},
    "torch": {"rag/many.py", "rag/reader.py"},
    "transformers": {"rag/embed.py", "rag/reader.py"},
    "chromadb": {"rag/index.py"},
    "filelock": {"rag/lock.py"},
    "langchain": {"rag/generate.py"},
    "langchain_core": {"rag/chain.py", "rag/generate.py", "rag/assistant.py"},
    "gradio": {"ui.py"} | {name_of(path) for path in ROOMS if path.parent.name == "page"},
    "snowballstemmer": {"rag/terms.py"},
    "dateparser": {"ingest/metadata/dates.py"},
    "rich": {"ingest/cli.py"},
    "trafilatura": {"ingest/pages/body.py"},
    "lxml": {"ingest/pages/tree.py", "ingest/read/word.py", "ingest/web/xml.py"},
    "courlan": {"ingest/addresses.py"},
    "feedparser": {"ingest/web/feed.py"},
    "httpcore": {"ingest/web/network.py"},
    "protego": {"ingest/web/robots.py"},
    "pypdf": {"ingest/read/pdf.py"},
    "striprtf": {"ingest/read/word.py"},
    "py3langid": {"ingest/language.py"},
    "pydantic_settings": {"rag/settings.py"},
    "sqlite3": {
        "rag/database.py",
        "rag/store.py",
        "rag/switch.py",
        "rag/doctor.py",
        "rag/history.py",
        "rag/history_file.py",
    },
}
HEAVY = (
    "torch",
    "chromadb",
    "gradio",
    "langchain",
    "langchain_core",
    "sentence_transformers",
    "pydantic",
    "dateparser",
    "trafilatura",
    "lxml",
    "feedparser",
    "httpcore",
    "pypdf",
    "striprtf",
    "onnxruntime",
)
DOORS = {
    "rag/cli.py",
    "rag/doctor.py",
    "rag/evaluate.py",
    "rag/assistant.py",
    "ingest/cli.py",
    "ingest/collection.py",
    "ui.py",
}


WINGS = {
    "ingest/read",
    "ingest/web",
    "ingest/pages",
    "ingest/clean",
    "ingest/metadata",
    "ingest/syndication",
    "rag/when",
    "rag/page",
    "rag/words",
}
"""Folders whose rooms ARCHITECTURE.md names together."""


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_the_arrows_are_a_tree(path: Path) -> None:
    ours = {module.split(".")[0] for module in imports(path)} & {"rag", "ingest", "ui", "tests", "benchmarks"}

    allowed = {"rag": {"rag"}, "ingest": {"rag", "ingest"}, "ui.py": {"rag", "ingest"}}[name_of(path).split("/")[0]]
    assert ours <= allowed


@pytest.mark.parametrize("library", LIBRARIES)
def test_each_library_is_known_in_its_room_only(library: str) -> None:
    users = {name_of(path) for path in ROOMS if any(m.split(".")[0] == library for m in imports(path))}

    assert users <= LIBRARIES[library]


def test_the_environment_is_read_at_the_doors_only() -> None:
    touching = {
        name_of(path) for path in ROOMS if re.search(r"os\.environ|os\.getenv", path.read_text(encoding="utf-8"))
    }
    loading = {name_of(path) for path in ROOMS if "load_settings(" in path.read_text(encoding="utf-8")}

    known = {
        "rag/called.py",
        "rag/offline.py",
        "rag/page/guard.py",
        "rag/precision.py",
        "rag/cli.py",
        "ingest/worker.py",
    }
    assert touching <= known
    assert loading <= DOORS | {"rag/settings.py"}


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_rooms_and_functions_stay_small_enough_to_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }

    assert len(text.splitlines()) <= LONGEST_FILE
    assert long == {}


def test_no_room_is_named_for_nothing() -> None:
    empty_names = {"utils.py", "helpers.py", "common.py", "base.py", "manager.py", "misc.py"}

    assert {path.name for path in ROOMS} & empty_names == set()


def test_architecture_names_every_room() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

    missing = [
        name_of(path) for path in ROOMS if path.name not in {"__init__.py", "__main__.py"} and name_of(path) not in text
    ]
    assert [name for name in missing if Path(name).parent.as_posix() not in WINGS] == []


def loaded_by(code: str) -> tuple[set[str], float]:
    """Run code in a fresh interpreter; return the heavy modules it loaded, and its processor seconds."""
    script = (
        f"import sys, time\n{code}\nprint('LOADED', *[m for m in {HEAVY!r} if m in sys.modules], time.process_time())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    words = done.stdout.split("LOADED")[1].split()
    return set(words[:-1]), float(words[-1])


@pytest.mark.parametrize(
    "module", ["rag", "ingest", "rag.domain", "rag.cli", "ingest.cli", "ingest.collection", "rag.doctor", "ui"]
)
def test_importing_loads_nothing_heavy(module: str) -> None:
    loaded, _ = loaded_by(f"import {module}")

    assert loaded == set()


@pytest.mark.parametrize("module", ["rag.cli", "ingest.cli", "ingest.collection", "rag.doctor", "rag.evaluate", "ui"])
def test_help_loads_nothing_heavy_and_is_quick(module: str) -> None:
    code = f"from {module} import main\ntry:\n    main(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0"

    loaded, seconds = loaded_by(code)

    assert loaded == set()
    assert seconds < 0.5


def test_the_front_door_is_what_it_says() -> None:
    import rag

    assert sorted(rag.__all__) == sorted(set(rag.__all__))
    assert [name for name in rag.__all__ if not hasattr(rag, name)] == []


def test_nothing_under_test_is_mocked() -> None:
    tests = [path for path in (ROOT / "tests").rglob("*.py") if path.name != Path(__file__).name]

    assert [name_of(path) for path in tests if "unittest.mock" in path.read_text(encoding="utf-8")] == []
