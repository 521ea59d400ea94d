"""Questions to try a collection with: those it brought along, else about who is quoted in it most."""

from __future__ import annotations

import json
import re
from collections import Counter

from rag.store import Store
from rag.terms import names

LOOKED_AT = 300
"""Passages; enough to see who is quoted, few enough to be read at once."""

_SAID = re.compile(
    r"[”\"»],? (?:[\w’'-]+ ){0,6}?(?:said|told|says|added|wrote|called)\b.{0,60}|\b(?:said|told|says) .{0,60}"
)


def example_questions(store: Store, most: int) -> list[str]:
    """Return up to `most` questions; none where nobody is quoted."""
    brought = json.loads(store.meta().get("examples", "[]"))
    if brought:
        return [str(question) for question in brought[:most]]
    quoted: Counter[str] = Counter()
    for text in store.some_texts(LOOKED_AT):
        for match in _SAID.finditer(text):
            quoted.update({name for name in names(match.group()) if " " in name})
    return [f"What did {name} say?" for name, _ in quoted.most_common(most)]
