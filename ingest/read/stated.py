"""What a document states of itself, where that is its title or its author and not the name of a file or an account."""

from __future__ import annotations

import re

_HEAD = 1_500
"""Letters in which a text shows its title."""

_FILE_NAME = re.compile(
    r"microsoft word|\.(?:docx?|pdf|indd|qxd|qxp|rtf|odt|html?|tmp)\b|^(?:untitled|document|title)\b", re.I
)


def stated_title(stated: str, text: str) -> str | None:
    """Return the title that a document states, where it is one and the text does not begin with it."""
    title = " ".join(stated.split())
    if len(title.split()) < 3 or _FILE_NAME.search(title):  # noqa: PLR2004  # one word is the name of a file
        return None
    return None if _letters(title) in _letters(text[:_HEAD]) else title


def stated_author(stated: str) -> str | None:
    """Return the author that a document states, where it is the name of a person and not of an account."""
    author = " ".join(stated.split())
    return author if " " in author and not any(letter.isdigit() for letter in author) else None


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())
