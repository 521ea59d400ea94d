"""Who or what several clues point to: the name that most of the passages found for a question share; pure.

"Who is the minister that Beacon readers wrote to and that later resigned, as the Ledger reports?" has its clues in
several articles, and no sentence of one of them answers it. What the passages found for the clauses have in common,
and the question does not say, is the answer more often than what any one sentence names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rag.candidates import Candidate, Span
from rag.domain import Evidence
from rag.entities import Entity, Kind, is_outlet, named, same
from rag.question import Asked
from rag.terms import plain

FITS: dict[bool, dict[Kind, float]] = {
    True: {"person": 1.5, "open": 1.0, "thing": 0.0, "place": 0.0},
    False: {"person": 0.6, "open": 1.0, "thing": 1.0, "place": 0.8},
}
"""How much a name of each kind counts where a person is asked for, and where something else is."""

MOST_NAMING = 8
"""Sentences that give the name, among which the one that leads is looked for."""

_WHICH = re.compile(r"^(?:which|what)\b(?! (?:did|do|does|was|were|is|are|has|have|had|will|would|can|could|should)\b)",
                    re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pointed:
    """A name that clues point to, with the share of the passages' weight that it stands in, and the next one's."""

    name: str
    votes: float
    next: float


def asks_for_name(asked: Asked) -> bool:
    """Say whether a question asks for somebody or something by several clues."""
    return len(asked.parts) > 1 and (asked.kind == "who" or (asked.kind == "what" and bool(_WHICH.match(asked.text))))


def pointed_at(asked: Asked, evidence: Sequence[Evidence]) -> Pointed | None:
    """Return the name that most of the passages share and the question does not say; None where they share none."""
    found: list[Entity] = []
    for item in evidence:
        seen: list[Entity] = []
        for mention in named(item.passage.text):
            known = next((one for one in found if same(one, mention)), None)
            if known is None:
                known = replace(mention, weight=0.0)
                found.append(known)
            elif len(mention.name) > len(known.name):
                known.name = mention.name
            known.kind = _kind(known.kind, mention.kind)
            if not any(known is one for one in seen):
                seen.append(known)
                known.weight += item.score**0.5
    total = sum(item.score**0.5 for item in evidence)
    said = plain(asked.text)
    outlets = {plain(item.passage.source.publisher or "") for item in evidence}
    votes = sorted(
        (-one.weight * FITS[asked.kind == "who"][one.kind] / total, one.name)
        for one in found
        if plain(one.name) not in said and plain(one.name) not in outlets and not is_outlet(one.name)
    )
    if not votes or not votes[0][0]:
        return None
    return Pointed(votes[0][1], -votes[0][0], -votes[1][0] if len(votes) > 1 else 0.0)


def naming(pointed: Pointed, spans: Sequence[Span]) -> list[int]:
    """Return the places of the first sentences that give the name in full."""
    found = [place for place, (item, start, end) in enumerate(spans) if pointed.name in item.passage.text[start:end]]
    return found[:MOST_NAMING]


def who_is(
    pointed: Pointed, candidates: Sequence[Candidate], scores: NDArray[np.float64]
) -> tuple[list[Candidate], Candidate | None]:
    """Return the candidates, the best one that gives the name in full marked with it, and that one."""
    made = list(candidates)
    for place in np.argsort(-scores, kind="stable"):
        candidate = made[place]
        at = candidate.text.find(pointed.name)
        if at >= 0 and not candidate.is_fragment:
            start = candidate.start + at
            made[place] = replace(candidate, answer=(start, start + len(pointed.name)))
            return made, made[place]
    return made, None


def _kind(one: Kind, other: Kind) -> Kind:
    if "person" in (one, other):
        return "person"
    return other if one == "open" else one
