"""The words of the interface in the language that a reader chose: English ones are the keys, as gettext has it.

`say("{number} articles", number=3)` returns the sentence in the language that `speaking` set, else in English. The
tables (`de.json` …) map the English sentence to the other one; what a table lacks stays English. Keys are literals
where `say` is called, so that `tests/test_words.py` finds them. The words of articles are never translated.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "zh": "中文"}
"""The languages of the interface by their two-letter codes, each under its own name."""

_SIGNS: Mapping[str, tuple[str, str]] = {"de": (".", ","), "fr": ("\u202f", ","), "es": (".", ",")}
"""What stands between the thousands of a number, and before its decimals; a comma and a point elsewhere."""

_SINGULAR: Mapping[str, tuple[int, ...]] = {"fr": (0, 1)}
"""Numbers that take the singular, where it is not 1 alone."""

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


def say(text: str, /, **values: object) -> str:
    """Return a sentence of the interface in the language that is spoken now.

    Args:
        text: the English sentence; `{name}` stands for a value.
    """
    found = _table(_speaking.get()).get(text, text)
    return found.format(**values) if values else found


def say_counted(number: int, one: str, many: str, **values: object) -> str:
    """Return `one` for 1 and `many` for any other number; `{number}` stands for it, with its thousands apart."""
    alone = number in _SINGULAR.get(_speaking.get(), (1,))
    return say(one if alone else many, number=say_number(number), **values)


def say_number(number: float, *, decimals: int = 0) -> str:
    """Return a number with its thousands apart and so many decimals, as the language writes it: "1,234.5"."""
    thousands, point = _SIGNS.get(_speaking.get(), (",", "."))
    return f"{number:,.{decimals}f}".translate({ord(","): thousands, ord("."): point})


def say_listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: "A, B and C"."""
    *first, last = names or ("",)
    return say("{first} and {last}", first=say_series(first), last=last) if first else last


def say_either(names: Sequence[str]) -> str:
    """Return names of which one is meant: "A or B or C"."""
    return functools.reduce(lambda first, last: say("{first} or {last}", first=first, last=last), names or ("",))


def say_series(names: Sequence[str]) -> str:
    """Return names one after the other: "A, B, C"."""
    return functools.reduce(lambda first, last: say("{first}, {last}", first=first, last=last), names or ("",))


def say_quoted(words: str) -> str:
    """Return words of others between the quotation marks of the language."""
    return say("“{words}”", words=words)


@functools.cache
def _table(language: str) -> Mapping[str, str]:
    if language == "en":
        return {}
    text = (Path(__file__).parent / f"{language}.json").read_text(encoding="utf-8")
    table: dict[str, str] = json.loads(text)
    return table
