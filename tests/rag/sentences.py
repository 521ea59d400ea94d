"""Sentences as candidates, each of an article and an outlet of its own."""

from __future__ import annotations

from dataclasses import replace

from rag.candidates import FEATURES, Candidate
from rag.domain import Evidence
from tests.fakes import WordEmbedder, make_passage

Given = tuple[str, str, str | None]
"""A sentence, the words in it that answer, and the day it was published."""


def candidates(*given: Given) -> list[Candidate]:
    """Return one candidate a sentence, each of an article and an outlet of its own."""
    vectors = WordEmbedder().embed([text for text, _, _ in given])
    made = []
    for place, (text, answer, published) in enumerate(given):
        passage = make_passage(text, article_id=f"a{place}")
        source = replace(passage.source, publisher=f"Outlet {place}", published=published)
        start = text.find(answer) if answer else -1
        made.append(
            Candidate(
                text,
                0,
                Evidence(replace(passage, source=source), 1.0),
                vectors[place],
                (0.0,) * len(FEATURES),
                answer=(start, start + len(answer)) if start >= 0 else None,
            )
        )
    return made
