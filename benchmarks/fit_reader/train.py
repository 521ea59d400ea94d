"""The training of the reader, in steps that can be taken up again where they were left."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch

from benchmarks.fit_reader.examples import Example, Stream
from benchmarks.fit_reader.network import Network
from rag.reader_input import batches

RATE, DECAY, BETAS = 1.5e-4, 0.01, (0.9, 0.98)
WARM = 0.05
"""The share of the examples over which the learning rate rises; it then falls to 0."""

BATCH_TOKENS = 1_024
"""Tokens of a batch, which one processor computes."""

STEP = 2
"""Batches of a step."""

POOL = 1_024
"""Examples sorted by length together, so that batches need little padding."""

SHORT = (40, 96)
WHOLE = 215
"""Tokens of a passage that are read: stretches first, since a processor then sees twice as many questions in its time,
then as many as the passages of a collection have."""

SAVED_EVERY = 600
"""Seconds between checkpoints."""


@dataclass(frozen=True)
class Recipe:
    """How many examples are learnt from, in stretches and in whole passages."""

    short: int = 60_000
    whole: int = 20_000

    @property
    def examples(self) -> int:
        """All of them."""
        return self.short + self.whole

    def window(self, done: int, rng: random.Random) -> int:
        """Draw how many tokens of a passage are read, `done` examples into the training."""
        return rng.randint(*SHORT) if done < self.short else WHOLE

    def rate(self, done: int) -> float:
        """Return the learning rate `done` examples into the training."""
        share = done / self.examples
        return RATE * min(share / WARM, (1 - share) / (1 - WARM), 1.0)


def pools(stream: Stream, recipe: Recipe) -> Iterator[list[list[Example]]]:
    """Yield the batches of the training, a pool of examples at a time; always the same ones."""
    done, seed, pool = 0, 0, list[Example]()

    def window(rng: random.Random) -> int:
        return recipe.window(done, rng)

    while done < recipe.examples:
        for example in stream.examples(seed, window):
            pool.append(example)
            done += 1
            if len(pool) == POOL or done == recipe.examples:
                together = batches([len(one.pair.ids) for one in pool], BATCH_TOKENS)
                found = [[pool[place] for place in some] for some in together]
                random.Random(done).shuffle(found)
                yield found
                pool = []
            if done == recipe.examples:
                return
        seed += 1


def train(network: Network, stream: Stream, recipe: Recipe, work: Path, said: Callable[[str], None]) -> None:
    """Train the network; a checkpoint in `work` is taken up where it was left.

    Raises:
        OSError: the checkpoint cannot be written.
    """
    workers = 1 if torch.cuda.is_available() else os.cpu_count() or 1
    torch.set_num_threads(1)  # a batch a core is a quarter faster than a batch on all of them
    optimizer = torch.optim.AdamW(
        [one for one in network.parameters() if one.requires_grad], lr=RATE, weight_decay=DECAY, betas=BETAS, fused=True
    )
    checkpoint = work / "checkpoint.pt"
    skipped = _load(checkpoint, network, optimizer)
    done, tokens, lost = 0, 0, 0.0
    began = saved = time.monotonic()
    with ThreadPoolExecutor(max_workers=workers) as cores:
        for pool in pools(stream, recipe):
            size = sum(len(batch) for batch in pool)
            if done < skipped:
                done += size
                continue
            for first in range(0, len(pool), STEP):
                step = pool[first : first + STEP]
                lost = 0.98 * lost + 0.02 * _step(network, optimizer, step, recipe.rate(done), cores)
                done += sum(len(batch) for batch in step)
                tokens += sum(len(batch) * len(batch[-1].pair.ids) for batch in step)
            seconds = time.monotonic() - began
            said(f"{done:,} of {recipe.examples:,} examples, loss {lost:.3f}, {tokens / seconds:,.0f} tokens a second")
            if time.monotonic() - saved > SAVED_EVERY or done >= recipe.examples:
                _save(checkpoint, network, optimizer, done)
                saved = time.monotonic()


def _step(
    network: Network,
    optimizer: torch.optim.Optimizer,
    step: list[list[Example]],
    rate: float,
    cores: ThreadPoolExecutor,
) -> float:
    many = sum(len(batch) for batch in step)

    def backward(batch: list[Example]) -> float:
        with torch.autocast("cuda", torch.bfloat16, enabled=torch.cuda.is_available()):
            lost = network.loss(batch) / many
        lost.backward()
        return float(lost.detach())

    for group in optimizer.param_groups:
        group["lr"] = rate
    lost = sum(cores.map(backward, step))
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return lost


def _save(path: Path, network: Network, optimizer: torch.optim.Optimizer, done: int) -> None:
    state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "done": done}
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def _load(path: Path, network: Network, optimizer: torch.optim.Optimizer) -> int:
    """Take up a checkpoint where there is one; return how many examples it has seen."""
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True, map_location=network.span.weight.device)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["done"])
