"""The trained network as the file that Dateline ships: what training changed, in float16."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from benchmarks.fit_reader.network import FROZEN, Network


def export(network: Network, path: Path) -> None:
    """Write what `rag/reader.py` reads."""
    kept = {
        name.removeprefix("encoder.") if name.startswith("encoder.e") else name: value
        for name, value in network.state_dict().items()
        if name.removeprefix("encoder.") != FROZEN and "position_ids" not in name
    }
    save_file({name: value.cpu().numpy().astype(np.float16) for name, value in sorted(kept.items())}, path)
