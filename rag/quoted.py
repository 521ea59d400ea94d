"""An answer of the articles' own sentences: weighed, chosen, told in the form that the question asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rag import extract
from rag.candidates import make_candidates, sentences_of, term_frequencies, term_weights
from rag.clues import asks_for_name, pointed_at, who_is
from rag.collection import Snapshot
from rag.compare import tell_sides
from rag.compose import finish, refuse, why_not
from rag.differ import Differing, newest
from rag.domain import Answer, Evidence
from rag.embed import Embedder
from rag.question import Asked
from rag.reader import PassageReader, read_passages


@dataclass(frozen=True, slots=True)
class Quoting:
    """What sentences are chosen with: the model that embeds them, the reader where there is one, how many are told."""

    embedder: Embedder
    reader: PassageReader | None
    statements: int


def quote(  # the question, what was found for it, and where
    asked: Asked,
    vectors: NDArray[np.float32],
    evidence: list[Evidence],
    frame: Answer,
    snapshot: Snapshot,
    using: Quoting,
) -> Iterator[Answer]:
    """Yield the answer as it grows; the last is whole.

    Args:
        vectors: the embeddings of `asked.texts`.
    """
    spans = sentences_of(evidence)
    if not spans:
        why = "what was found holds no whole sentence" if evidence else "no article passes the filters"
        yield refuse(frame, why, evidence)
        return

    def weights(one: Asked) -> dict[str, float]:
        return term_weights(one, term_frequencies(one, snapshot.frequency), snapshot.vectors.manifest.passages)

    sentences = using.embedder.embed_many([item.passage.text[start:end] for item, start, end in spans])
    candidates = make_candidates(
        asked,
        evidence,
        question_vector=vectors[0],
        vectors=sentences,
        weights=weights(asked),
        readings=read_passages(using.reader, asked.text, evidence) if using.reader else {},
    )
    scores = extract.weigh(candidates)
    group = snapshot.store.group
    if extract.likely_answered(candidates, scores) < extract.LIKELY:
        yield refuse(frame, why_not(asked, term_frequencies(asked, snapshot.frequency)), evidence)
        return
    differing: list[Differing] = []
    if asked.kind == "compare":
        statements, notices = tell_sides(
            asked, evidence, questions=vectors, vectors=sentences, weights=weights, group=group
        )
    else:
        differing = extract.conflicts(asked, candidates, scores, snapshot.frequency)
        first = newest(asked, differing)
        if first is None and asks_for_name(asked) and (pointed := pointed_at(asked, evidence)):
            candidates, first = who_is(pointed, candidates, scores)
        statements = extract.choose(asked, candidates, scores, group, most=using.statements, first=first)
        statements, notices = extract.with_other_events(
            asked, candidates, scores, group, statements, most=using.statements
        )
    frame = replace(frame, notices=(*frame.notices, *notices))
    yield finish(frame, statements[:1], evidence)
    yield finish(frame, statements, evidence, differing=differing)
