"""The training of the reader, in steps that can be taken up again where they were left."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from benchmarks.fit_reader.examples import Example, Stream
from benchmarks.fit_reader.network import Network
from rag.reader_input import batches

DECAY, BETAS = 0.01, (0.9, 0.98)

BATCH_TOKENS = 1_024
"""Tokens of a batch, which one processor computes."""

STEP = 2
"""Batches of a step."""

POOL = 1_024
"""Examples sorted by length together, so that batches need little padding."""

WHOLE = 215
"""Tokens of a passage that are read: as many as the passages of a collection have."""

SAVED_EVERY = 600
"""Seconds between checkpoints."""


@dataclass(frozen=True)
class Stage:
    """How a part of the training goes.

    Attributes:
        short, whole: examples of which a stretch is read, and the whole passage. A processor sees twice as many
            questions in its time by stretches.
        stretch: the fewest and most tokens of a stretch.
        mixed: whether those of whole passages come among the others, rather than after them.
        rate: the highest learning rate; it rises for a share `warm` of the examples and then falls to 0.
        dropout: of the states, not of the attention, where it costs a fifth of the speed and more.
        seed: of the order of the examples.
        unanswered: how often a question without an answer comes in a pass.
        kept: the share of the weights before it in those that go on.
    """

    short: int
    whole: int
    stretch: tuple[int, int]
    mixed: bool
    rate: float
    warm: float
    dropout: float
    seed: int
    unanswered: int = 2
    kept: float = 0.0

    @property
    def examples(self) -> int:
        """All of them."""
        return self.short + self.whole

    def window(self, done: int, rng: random.Random) -> int:
        """Draw how many tokens of a passage are read, `done` examples into the stage."""
        stretches = rng.random() * self.examples < self.short if self.mixed else done < self.short
        return rng.randint(*self.stretch) if stretches else WHOLE

    def rate_at(self, done: int) -> float:
        """Return the learning rate `done` examples into the stage."""
        share = done / self.examples
        return self.rate * min(share / self.warm, (1 - share) / (1 - self.warm), 1.0)


FIRST = Stage(
    short=60_000, whole=20_000, stretch=(40, 96), mixed=False, rate=1.5e-4, warm=0.05, dropout=0.0, seed=0
)  # fmt: skip
"""On the labelled questions."""

SECOND = Stage(
    short=30_000, whole=20_000, stretch=(40, 110), mixed=True, rate=1e-4, warm=0.04, dropout=0.1, seed=200, kept=0.5
)  # fmt: skip
"""On those and our own."""

THIRD = Stage(
    short=34_000, whole=20_000, stretch=(40, 110), mixed=True, rate=1e-4, warm=0.04, dropout=0.1, seed=300
)  # fmt: skip
"""Mostly on our own about news. A mean with the weights before reads news worse, and Wikipedia no better."""

FOURTH = replace(THIRD, short=41_000, whole=24_000, seed=400, unanswered=1, kept=0.3)
"""On twice as many of our own about news; those without an answer come once. What is kept keeps Wikipedia's F1."""

STAGES = (FIRST, SECOND, THIRD, FOURTH)


def pools(stream: Stream, stage: Stage) -> Iterator[list[list[Example]]]:
    """Yield the batches of a stage, a pool of examples at a time; always the same ones."""
    done, seed, pool = 0, stage.seed, list[Example]()

    def window(rng: random.Random) -> int:
        return stage.window(done, rng)

    while done < stage.examples:
        for example in stream.examples(seed, window):
            pool.append(example)
            done += 1
            if len(pool) == POOL or done == stage.examples:
                together = batches([len(one.pair.ids) for one in pool], BATCH_TOKENS)
                found = [[pool[place] for place in some] for some in together]
                random.Random(done).shuffle(found)
                yield found
                pool = []
            if done == stage.examples:
                return
        seed += 1


def train(network: Network, stream: Stream, stage: Stage, checkpoint: Path, said: Callable[[str], None]) -> None:
    """Train the network; a checkpoint is taken up where it was left.

    Raises:
        OSError: the checkpoint cannot be written.
    """
    workers = 1 if torch.cuda.is_available() else os.cpu_count() or 1
    torch.set_num_threads(1)  # a batch a core is a quarter faster than a batch on all of them
    trained = [one for one in network.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=stage.rate, weight_decay=DECAY, betas=BETAS, fused=True)
    network.train()
    network.drop(stage.dropout)
    skipped = _load(checkpoint, network, optimizer)
    done, tokens, lost = 0, 0, 0.0
    began = saved = time.monotonic()
    with ThreadPoolExecutor(max_workers=workers) as cores:
        for pool in pools(stream, stage):
            size = sum(len(batch) for batch in pool)
            if done < skipped:
                done += size
                continue
            for first in range(0, len(pool), STEP):
                step = pool[first : first + STEP]
                lost = 0.98 * lost + 0.02 * _step(network, optimizer, step, stage.rate_at(done), cores)
                done += sum(len(batch) for batch in step)
                tokens += sum(len(batch) * len(batch[-1].pair.ids) for batch in step)
            seconds = time.monotonic() - began
            said(f"{done:,} of {stage.examples:,} examples, loss {lost:.3f}, {tokens / seconds:,.0f} tokens a second")
            if time.monotonic() - saved > SAVED_EVERY or done >= stage.examples:
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
        # With plain attention: the fused one halves the speed of bfloat16 on a processor.
        with torch.autocast(network.span.weight.device.type, torch.bfloat16):
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
