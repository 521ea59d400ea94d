"""The words of the interface: every sentence is in every language, reads as one of it, and none is left over."""

from __future__ import annotations

import ast
import calendar
import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest

from rag.compose import refuse
from rag.dates import show_date
from rag.domain import Answer
from rag.generate import CANNOT_ANSWER
from rag.languages import _NAMES
from rag.page.chat import as_markdown
from rag.words import LANGUAGES, say, say_counted, say_either, say_listed, say_number, say_quoted, say_series, speaking

ROOT = Path(__file__).parent.parent
ROOMS = sorted([*ROOT.glob("rag/**/*.py"), ROOT / "ui.py"])
TABLES = {
    language: json.loads((ROOT / f"rag/words/{language}.json").read_text(encoding="utf-8"))
    for language in LANGUAGES
    if language != "en"
}
SAYING = {"say": (0,), "say_counted": (1, 2)}
"""Functions that say something, and the places of their keys."""

SAME = {
    "de": {"{first}, {last}", "CSV", "Markdown", "Name", "{month} {year}", "April", "August", "September", "November"},
    "fr": {"{first}, {last}", "CSV", "Markdown", "Collection", "Source", "Date", "Question", "Questions",
           "{month} {year}", "{day} {month} {year}", "{number} passage", "{number} passages", "{number} question",
           "{number} questions", "{number} article", "{number} articles"},
    "es": {"{first}, {last}", "CSV", "Markdown"},
    "zh": {"“{words}”", "CSV", "Markdown"},
}  # fmt: skip
"""Keys that may be said as in English."""


# --- the keys ---------------------------------------------------------------------------------------------------------


def keys_of(path: Path) -> Iterator[str]:
    """Yield what a room says, and the English texts that it puts on components."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
            places = [node.args[place] for place in SAYING[node.func.id] if place < len(node.args)]
            yield from (text for place in places for text in literals(place))
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and "labelled" in ast.unparse(
            node.targets[0] if isinstance(node, ast.Assign) else node.target
        ):
            yield from labels(node)


def literals(node: ast.expr) -> list[str]:
    """Return the texts that an expression may be: a literal, or one of two."""
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def labels(node: ast.AST) -> Iterator[str]:
    """Yield the texts of a list of components with their texts by property."""
    for each in ast.walk(node):
        if isinstance(each, ast.Dict):
            yield from (text for value in each.values for text in literals(value))


def found_keys() -> set[str]:
    return {key for path in ROOMS for key in keys_of(path)}
