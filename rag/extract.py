"""An answer of verbatim sentences, with no language model.

Each sentence of the evidence is weighed by its features (`rag/candidates.py`); the weights, and those of the
refusal, were fitted on labelled questions by `python -m benchmarks.fit_extract`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.candidates import FEATURES, Candidate

WEIGHTS_FILE = Path(__file__).with_name("extract_weights.json")


def weigh(candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """Return how well each sentence answers, as log-odds."""
    weights = _weights()
    row = np.array([weights["sentence"][name] for name in FEATURES])
    return np.asarray(np.array([candidate.features for candidate in candidates]) @ row + weights["sentence_bias"])


def answer_features(candidates: Sequence[Candidate], scores: NDArray[np.float64]) -> list[float]:
    """Return what the refusal is decided by: the best sentence's score and features, and its lead over the fifth."""
    order = np.argsort(-scores, kind="stable")
    best = candidates[int(order[0])]
    lead = float(scores[order[0]] - scores[order[min(4, len(order) - 1)]])
    return [float(scores[order[0]]), *best.features, lead]


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return loaded
