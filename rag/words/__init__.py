"""The words of the interface in the language that a reader chose: English ones are the keys, as gettext has it.

`say("{number} articles", number=3)` returns the sentence in the language that `speaking` set, else in English. The
tables (`de.json` …) map the English sentence to the other one; what a table lacks stays English. The words of articles
are never translated.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "zh": "中文"}
"""The languages of the interface by their two-letter codes, each under its own name."""

_speaking: ContextVar[str] = ContextVar("speaking", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in a language while this lasts; an unknown one is English."""
    before = _speaking.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _speaking.reset(before)


def spoken() -> str:
    """Return the code of the language that is spoken now."""
    return _speaking.get()


def say(text: str, **values: object) -> str:
    """Return a sentence of the interface in the language that is spoken now.

    Args:
        text: the English sentence; `{name}` stands for a value.
    """
    found = _table(_speaking.get()).get(text, text)
    return found.format(**values) if values else found


def say_counted(number: int, one: str, many: str) -> str:
    """Return `one` for 1 and `many` for any other number; `{number}` stands for it, with its thousands apart."""
    return say(one if number == 1 else many, number=f"{number:,}")


@functools.cache
def _table(language: str) -> Mapping[str, str]:
    if language == "en":
        return {}
    text = (Path(__file__).parent / f"{language}.json").read_text(encoding="utf-8")
    table: dict[str, str] = json.loads(text)
    return table
