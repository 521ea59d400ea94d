"""Train the reader that Dateline ships, and write rag/reader.safetensors.

    python -m benchmarks.fit_reader --work DIR [--questions FILE] [--volume FILE]

A run that was stopped goes on from its last checkpoint in DIR.
"""

from __future__ import annotations

import argparse
import functools
import time
from pathlib import Path

import torch

from benchmarks.fit_reader import questions
from benchmarks.fit_reader.calibrate import calibrate
from benchmarks.fit_reader.examples import Stream
from benchmarks.fit_reader.export import export
from benchmarks.fit_reader.negatives import news_passages
from benchmarks.fit_reader.network import Network
from benchmarks.fit_reader.train import Recipe, train
from rag.embed import SentenceTransformerEmbedder
from rag.many import load_tokenizer
from rag.reader import WEIGHTS_FILE, Reader
from rag.reader_input import tokens_of
from rag.reading import SCALE_FILE

CALIBRATION_NEWS = 3_000
"""Passages of news among which those are looked for that do not answer."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_reader", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--questions", type=Path, default=questions.FILE)
    parser.add_argument("--volume", type=Path, default=questions.VOLUME)
    parser.add_argument("--work", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument(
        "--examples", type=int, nargs=2, metavar=("SHORT", "WHOLE"), help="fewer or more than the recipe"
    )
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    recipe = Recipe(*given.examples) if given.examples else Recipe()
    base = SentenceTransformerEmbedder().folder
    torch.manual_seed(0)
    network = Network(base).to("cuda" if torch.cuda.is_available() else "cpu")
    known = questions.split(questions.read_questions(given.questions))
    news = list(news_passages(given.volume))
    stream = Stream(known["train"], news, functools.partial(tokens_of, load_tokenizer(base)))
    began = time.monotonic()
    train(
        network,
        stream,
        recipe,
        given.work,
        lambda line: print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True),
    )
    export(network, WEIGHTS_FILE)
    calibrate(Reader("float32"), known["calibration"], news[:CALIBRATION_NEWS], SCALE_FILE)


if __name__ == "__main__":
    main()
