"""Questions to try a collection with: those it brought along, else about who is quoted in it most; and to ask next."""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable

from rag.domain import Answer
from rag.entities import is_outlet, named, names_in
from rag.errors import ArticleUnknown
from rag.store import Store
from rag.terms import names, stem

LOOKED_AT = 300
"""Passages; enough to see who is quoted, few enough to be read at once."""

_SAID = re.compile(
    r"[”\"»],? (?:[\w’'-]+ ){0,6}?(?:said|told|says|added|wrote|called)\b.{0,60}|\b(?:said|told|says) .{0,60}"
)
_SPEAKS = re.compile(r"\b(?:said|says|added|wrote) $")
"""What stands right before the name of a speaker."""

_WORDS = range(2, 5)
"""Of a name in full."""


def example_questions(store: Store, most: int) -> list[str]:
    """Return up to `most` questions; none where nobody is quoted."""
    brought = json.loads(store.meta().get("examples", "[]"))
    if brought:
        return [str(question) for question in brought[:most]]
    return _of_speakers(store.some_texts(LOOKED_AT), most)


def follow_up_questions(answer: Answer, store: Store, most: int) -> list[str]:
    """Return up to `most` questions that may be asked after an answer: what those say who are quoted in its articles.

    Who is named in the question, or speaks in the answer already, is left out. What may have been meant comes first.
    """
    meant = [answer.suggestion] if answer.suggestion else []
    texts = []
    for article_id in dict.fromkeys(citation.article_id for citation in answer.citations):
        with contextlib.suppress(ArticleUnknown):
            texts.append(store.article(article_id).text)
    known = f"{answer.question} {' '.join(said.text for said in answer.statements)}"
    heard = {stem(word) for name in names(known) for word in name.split()}
    return [*meant, *_of_speakers(texts, most - len(meant), heard)]


def _of_speakers(texts: Iterable[str], most: int, heard: Collection[str] = ()) -> list[str]:
    quoted: Counter[str] = Counter()
    for text in texts:
        for match in _SAID.finditer(text):
            quoted.update(_people(match.group()))
    new = [name for name, _ in quoted.most_common() if not {stem(word) for word in name.split()} & set(heard)]
    return [f"What did {name} say?" for name in new[:most]]


def _people(text: str) -> set[str]:
    """Return the people whom a text names in full; a name that may be anything counts right behind "said"."""
    found = set()
    for name, known in zip(names_in(text), named(text), strict=True):
        speaks = known.kind == "open" and _SPEAKS.search(text[: name.start])
        if (known.kind == "person" or speaks) and len(name.words.split()) in _WORDS and not is_outlet(name.words):
            found.add(name.words)
    return found
