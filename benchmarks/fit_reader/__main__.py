"""Train the reader that Dateline ships, and write rag/reader.safetensors.

    python -m benchmarks.fit_reader --work DIR [--begin STAGE FILE] [--questions FILE] [--volume FILE]

In four stages: on the labelled questions, on those and our own (`annotated.py`), and twice mostly on our own. After
the second and the fourth a mean of the weights before and after is taken (Wortsman et al., Model soups, 2022). A run
that was stopped goes on from its last checkpoint in DIR.
"""

from __future__ import annotations

import argparse
import functools
import time
from dataclasses import replace
from pathlib import Path

import torch

from benchmarks.fit_reader import questions
from benchmarks.fit_reader.annotated import read_about_encyclopedias, read_about_news
from benchmarks.fit_reader.calibrate import calibrate
from benchmarks.fit_reader.examples import Stream
from benchmarks.fit_reader.export import export
from benchmarks.fit_reader.negatives import news_passages
from benchmarks.fit_reader.network import Network
from benchmarks.fit_reader.questions import Question, fewer_reviews
from benchmarks.fit_reader.train import STAGES, train
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
    parser.add_argument("--begin", nargs=2, metavar=("STAGE", "FILE"), help="weights to begin a later stage with")
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE, help="the file to write")
    parser.add_argument(
        "--examples", type=int, nargs=len(STAGES), help="fewer or more of each stage, instead of its own number"
    )
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    known = questions.split(questions.read_questions(given.questions))
    own_news = questions.split(read_about_news(given.volume))
    news = list(news_passages(given.volume))
    base = SentenceTransformerEmbedder().folder
    tokenize = functools.partial(tokens_of, load_tokenizer(base))
    torch.manual_seed(0)
    network = Network(base).to("cuda" if torch.cuda.is_available() else "cpu")
    began = time.monotonic()

    def learn(some: list[Question], stage: int) -> None:
        recipe = STAGES[stage]
        if given.examples:
            recipe = replace(recipe, short=given.examples[stage] * recipe.short // recipe.examples,
                             whole=given.examples[stage] * recipe.whole // recipe.examples)  # fmt: skip
        train(
            network,
            Stream(some, news, tokenize, unanswered=recipe.unanswered),
            recipe,
            given.work / f"{stage}.pt",
            lambda line: print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True),
        )

    begin, weights = given.begin or ("1", None)
    if weights:
        network.load(Path(weights))
    encyclopedias = read_about_encyclopedias(known["train"])
    own = [*own_news["train"], *encyclopedias]
    mostly_own = [*fewer_reviews(known["train"]), *own]
    for stage, some in enumerate((known["train"], [*known["train"], *own], mostly_own, mostly_own)):
        if stage + 1 >= int(begin):
            before = {name: value.detach().clone() for name, value in network.state_dict().items()}
            learn(some, stage)
            kept = STAGES[stage].kept
            network.load_state_dict({name: torch.lerp(value, before[name], kept) if value.is_floating_point() else value
                                     for name, value in network.state_dict().items()})  # fmt: skip
    export(network, given.out)
    if given.out == WEIGHTS_FILE:
        held = [*known["calibration"], *own_news["calibration"]]
        calibrate(Reader("float32"), held, news[:CALIBRATION_NEWS], SCALE_FILE)


if __name__ == "__main__":
    main()
