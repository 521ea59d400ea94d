"""The article that a page's scripts would have shown: its HTML as a text in their data; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

_TEXT = re.compile(r'"((?:[^"\\]|\\(?:.|\Z))*+)(?:"|\Z)', re.DOTALL)
_SHORTEST = 400
_PARAGRAPH = re.compile(r"<p[\s>]|<br[\s/>]", re.IGNORECASE)
_ESCAPED = ("<p", "<br", "\\u003c", "\\u003C")
_DEEPEST = 3
"""Data within data: frameworks write JSON into a string of JSON into a script."""

_MOST = 200


def article_in(scripts: Sequence[str], stated: str | None) -> str | None:
    """Return the longest text of paragraphs in some scripts, or what the page states as its article's body."""
    found = [text for script in scripts for text in _texts(script, _DEEPEST)]
    best = max(found, key=len, default=None)
    return best if best and len(best) > len(stated or "") else stated


def _texts(data: str, deepest: int) -> list[str]:
    if deepest <= 0 or not any(sign in data for sign in _ESCAPED):
        return []
    found: list[str] = []
    for match in _TEXT.finditer(data):
        if len(match[1]) < _SHORTEST or len(found) >= _MOST:
            continue
        try:
            text = json.loads(f'"{match[1]}"', strict=False)
        except ValueError:
            continue
        inner = _texts(text, deepest - 1) if '"' in text else []
        if inner:
            found.extend(inner)
        elif len(_PARAGRAPH.findall(text)) > 1:
            found.append(text)
    return found
