"""Fit what `rag/verify.py` judges statements with, on labelled claims.

    python -m benchmarks.fit_verify [--claims FILE]

Writes rag/verify_weights.json; `python -m benchmarks.claims` measures on claims that it was not fitted on.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks.claims import FILE, fit, read_claims
from rag.verify import STATUSES, WEIGHTS_FILE, features


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_verify", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--claims", type=Path, default=FILE)
    claims = read_claims(parser.parse_args().claims)
    model = fit(np.array([features(one.text, one.evidence) for one in claims]), np.array([one.label for one in claims]))
    weights = {
        status: [round(float(value), 4) for value in (*model.coef_[place], model.intercept_[place])]
        for place, status in enumerate(STATUSES)
    }
    WEIGHTS_FILE.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(WEIGHTS_FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
