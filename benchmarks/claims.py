"""Measure the verifier on claims with evidence, labelled supported, partially supported, not supported.

    python -m benchmarks.claims [--claims FILE]

Balanced accuracy (the mean of the shares of each label that are called so) beside the share of a claim's words that
stand in the evidence, with the two thresholds that are best on the other claims. What is fitted by
`benchmarks.fit_verify` is fitted five times for it, each time without the fifth of the claims that it is measured on.

And claims with one name, number or date exchanged for that of another claim: how many are no longer called supported by
the rule that names, numbers and days must stand in the words cited.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import StratifiedKFold

from benchmarks.multihop import FOLDER
from rag.domain import Status
from rag.terms import names, overlap, plain, terms
from rag.verify import STATUSES, features, missing

FILE = FOLDER.parent / "claims/wice_dev.jsonl"
LABELS: dict[str, Status] = {
    "not_supported": "unsupported",
    "partially_supported": "partial",
    "supported": "supported",
}
STRENGTH = 0.3
"""Inverse of the penalty on squared weights."""

_MONTH = (
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
)
_KINDS = {"number": re.compile(r"\b\d[\d,.]*\d\b|\b\d\b"), "day": re.compile(rf"\b(?:{_MONTH})\b")}


@dataclass(frozen=True)
class Labelled:
    """A claim, its evidence, and how far that carries it."""

    text: str
    evidence: str
    label: int


def read_claims(path: Path = FILE) -> list[Labelled]:
    """Return the labelled claims of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Labelled(row["claim"], "\n".join(row["evidence"]), STATUSES.index(LABELS[row["label"]])) for row in rows]


def fit(rows: NDArray[np.float64], labels: NDArray[np.int64]) -> LogisticRegression:
    """Fit the multinomial logit, the labels weighing the same."""
    return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=5_000).fit(rows, labels)


def judged(claims: Sequence[Labelled]) -> dict[str, NDArray[np.int64]]:
    """Return what the verifier and the share of words call each claim, as places in STATUSES; see above."""
    labels = np.array([claim.label for claim in claims])
    rows = np.array([features(claim.text, claim.evidence) for claim in claims])
    held = np.array([bool(missing(claim.text, claim.evidence)) for claim in claims])
    shares = np.array([overlap(terms(claim.text), terms(claim.evidence)) for claim in claims])
    called, baseline = np.zeros(len(claims), dtype=int), np.zeros(len(claims), dtype=int)
    for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(rows, labels):
        likely = fit(rows[train], labels[train]).decision_function(rows[test])
        likely[held[test], STATUSES.index("supported")] = -np.inf
        called[test] = likely.argmax(axis=1)
        baseline[test] = _cut(shares[test], *_thresholds(shares[train], labels[train]))
    return {"verifier": called, "share of words": baseline}


def exchanged(claims: Sequence[Labelled]) -> dict[str, list[bool]]:
    """Return for each kind of thing whether the rule catches the claims with one of them exchanged."""
    rng = random.Random(0)
    found: dict[str, Callable[[str], list[str]]] = {
        "name": names,
        "number": _KINDS["number"].findall,
        "day": _KINDS["day"].findall,
    }
    caught = {}
    for kind, of in found.items():
        pool = sorted({thing for claim in claims for thing in of(claim.text)})
        changed = [text for claim in claims if (text := _exchange(claim, of(claim.text), pool, rng)) is not None]
        caught[kind] = [bool(missing(text, claim.evidence)) for text, claim in changed]
    return caught


def figures(claims: Sequence[Labelled]) -> dict[str, float]:
    """Return the verifier's balanced accuracy and the shares that the rule catches, for the quality gate."""
    labels = [claim.label for claim in claims]
    caught = {f"exchanged {kind} caught": float(np.mean(some)) for kind, some in exchanged(claims).items()}
    return {"balanced accuracy": float(balanced_accuracy_score(labels, judged(claims)["verifier"])), **caught}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.claims", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--claims", type=Path, default=FILE)
    claims = read_claims(parser.parse_args().claims)
    labels = np.array([claim.label for claim in claims])
    print(f"{len(claims)} claims: balanced accuracy, then the share of each label that is called so")
    for name, given in judged(claims).items():
        each = ", ".join(f"{status} {np.mean(given[labels == n] == n):.2f}" for n, status in enumerate(STATUSES))
        print(f"  {name:15} {balanced_accuracy_score(labels, given):.3f}   {each}")
    print("one exchanged: claims, share that the rule catches")
    for kind, caught in exchanged(claims).items():
        print(f"  {kind:8}{len(caught):5}  {np.mean(caught):.3f}")


def _thresholds(shares: NDArray[np.float64], labels: NDArray[np.int64]) -> tuple[float, float]:
    steps = np.linspace(0, 1, 41)
    pairs = [(low, high) for low in steps for high in steps if low <= high]
    return max(pairs, key=lambda pair: float(balanced_accuracy_score(labels, _cut(shares, *pair))))


def _cut(shares: NDArray[np.float64], low: float, high: float) -> NDArray[np.int64]:
    return np.asarray((shares >= low).astype(int) + (shares >= high).astype(int))


def _exchange(
    claim: Labelled, there: Sequence[str], pool: Sequence[str], rng: random.Random
) -> tuple[str, Labelled] | None:
    """Return the claim with one thing exchanged for one that neither it nor its evidence has; only if it was clean."""
    if not there or missing(claim.text, claim.evidence):
        return None
    old, known = rng.choice(list(there)), plain(f"{claim.text} {claim.evidence}")
    strange = [thing for thing in pool if plain(thing) not in known]
    return (claim.text.replace(old, rng.choice(strange), 1), claim) if strange else None


if __name__ == "__main__":
    main()
