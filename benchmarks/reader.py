"""Measure the reader on questions of articles that it was not trained on.

    python -m benchmarks.reader [--questions FILE] [--volume FILE] [--precision float32|bfloat16|int8]

Answers: F1 of the words of the span against the nearest labelled one (Rajpurkar et al., SQuAD, 2016), where there is
an answer; beside it the best sentence by embedding and by words.
Whether there is one: the area under the curve, half of the questions without an answer asked by people, half with a
passage that search finds and that does not hold the answer.
Both of our own questions about news too, which a language model wrote in other words than the articles'.
Speed: passages of 200 tokens a second in each precision, and float32 products alone, one after another in one run.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.fit_reader import questions as labelled
from benchmarks.fit_reader.annotated import read_about_news
from benchmarks.fit_reader.calibrate import read_all, retrieved
from benchmarks.fit_reader.negatives import news_passages
from benchmarks.fit_reader.questions import NEWS, WIKIPEDIA, Question
from rag.embed import SentenceTransformerEmbedder
from rag.reader import BATCH_TOKENS, Reader
from rag.reading import Reading
from rag.sentences import sentence_spans
from rag.settings import Precision
from rag.terms import terms

_ARTICLES, _PUNCTUATION = re.compile(r"\b(a|an|the)\b"), re.compile(r"[^\w\s]")
SPEED_TOKENS, SPEED_PASSAGES = 200, 64


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reader", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--questions", type=Path, default=labelled.FILE)
    parser.add_argument("--volume", type=Path, default=labelled.VOLUME)
    parser.add_argument("--precision", default="float32", choices=("float32", "bfloat16", "int8"))
    parser.add_argument("--no-speed", action="store_true", help="answers alone")
    given = parser.parse_args()
    reader = Reader(given.precision)
    test = labelled.split(labelled.read_questions(given.questions))["test"]
    own = own_news(given.volume)
    answered = [question for question in (*test, *own) if question.spans]
    readings = read_all(reader, answered)
    report_answers(answered, readings)
    report_whether(reader, test, list(news_passages(given.volume, 3_000)))
    print(f"  of {len(own)} of our own about news, asked without: {whether(reader, own):.3f}")
    if not given.no_speed:
        report_speed()


def own_news(volume: Path) -> list[Question]:
    """Return those of our own questions about news that the reader is measured on."""
    return labelled.split(read_about_news(volume))["test"]


def whether(reader: Reader, questions: Sequence[Question]) -> float:
    """Return how well the reader tells questions that their passage answers: the area under the curve."""
    read = read_all(reader, questions)
    return float(roc_auc_score([bool(one.spans) for one in questions], [one.answers for one in read]))


def figures(questions: Path = labelled.FILE, volume: Path = labelled.VOLUME, most: int = 300) -> dict[str, float]:
    """Return the reader's figures on some of the questions, for the quality gate."""
    reader = Reader("float32")
    test = labelled.split(labelled.read_questions(questions))["test"]
    wiki = random.Random(0).sample([one for one in test if one.source in WIKIPEDIA and one.spans], most)
    own = random.Random(0).sample(own_news(volume), most)
    about_news = [one for one in own if one.spans]
    readings = read_all(reader, wiki)
    without = [one for one in test if not one.spans]
    found = retrieved(wiki, [*sorted({one.passage for one in test}), *news_passages(volume, 3_000)])
    none = random.Random(0).sample([*without, *found[: len(without)]], min(most, 2 * len(without)))
    unread = read_all(reader, none)
    labels = [1] * len(wiki) + [0] * len(none)
    return {
        "Wikipedia F1": mean_f1(wiki, readings),
        "answerable or not": float(roc_auc_score(labels, [read.answers for read in (*readings, *unread)])),
        "news F1": mean_f1(about_news, read_all(reader, about_news)),
        "news, answerable or not": whether(reader, own),
    }


def mean_f1(questions: Sequence[Question], readings: Sequence[Reading]) -> float:
    """Return the mean F1 of the spans that were read, from 0 to 1."""
    spans = [one.passage[read.start : read.end] for one, read in zip(questions, readings, strict=True)]
    return float(np.mean([f1(span, one.answers) for span, one in zip(spans, questions, strict=True)]))


def report_answers(answered: Sequence[Question], readings: Sequence[Reading]) -> None:
    spans = [question.passage[read.start : read.end] for question, read in zip(answered, readings, strict=True)]
    by_meaning, by_words = best_sentences(answered)
    print(f"{'set':16}{'questions':>10}{'F1':>7}{'exact':>7}   right sentence: reader, meaning, words; their F1")
    for name, sets in (*((one, (one,)) for one in sorted({q.source for q in answered})),
                       ("Wikipedia", WIKIPEDIA), ("all", tuple({q.source for q in answered} - {NEWS}))):  # fmt: skip
        rows = [place for place, question in enumerate(answered) if question.source in sets]

        def mean(of: Callable[[int], float], rows: Sequence[int] = rows) -> float:
            return float(np.mean([of(place) for place in rows]))

        print(
            f"{name:16}{len(rows):10}"
            f"{100 * mean(lambda n: f1(spans[n], answered[n].answers)):7.1f}"
            f"{100 * mean(lambda n: any(tight(spans[n]) == tight(answer) for answer in answered[n].answers)):7.1f}"
            f"{100 * mean(lambda n: holds(answered[n], sentence_at(answered[n], readings[n].start))):10.1f}"
            f"{100 * mean(lambda n: holds(answered[n], by_meaning[n])):7.1f}"
            f"{100 * mean(lambda n: holds(answered[n], by_words[n])):7.1f}"
            f"{100 * mean(lambda n: f1(cut(answered[n], by_meaning[n]), answered[n].answers)):10.1f}"
            f"{100 * mean(lambda n: f1(cut(answered[n], by_words[n]), answered[n].answers)):7.1f}"
        )


def report_whether(reader: Reader, test: Sequence[Question], news: Sequence[str]) -> None:
    answered = [question for question in test if question.source in WIKIPEDIA and question.spans]
    asked = [question for question in test if not question.spans]
    found = retrieved(answered, [*sorted({question.passage for question in test}), *news])
    found = random.Random(0).sample(found, min(len(asked), len(found)))
    likely = {
        name: [read.answers for read in read_all(reader, some)]
        for name, some in (("answered", answered), ("asked", asked), ("found", found))
    }
    print(f"\nanswerable or not: {len(answered)} with an answer, {len(asked)} asked without, {len(found)} found")
    for name, without in (("both", ("asked", "found")), ("asked", ("asked",)), ("found", ("found",))):
        none = [value for one in without for value in likely[one]]
        labels = [1] * len(answered) + [0] * len(none)
        print(f"  {name:6} area under the curve {roc_auc_score(labels, [*likely['answered'], *none]):.3f}")
    for floor in (0.3, 0.4, 0.5, 0.6, 0.7):
        shares = {name: np.mean([value >= floor for value in some]) for name, some in likely.items()}
        print(
            f"  taken for answered from {floor}: " + ", ".join(f"{name} {share:.2f}" for name, share in shares.items())
        )


def report_speed() -> None:
    rng = random.Random(0)
    words = ["market", "minister", "said", "the", "of", "in", "a", "flood", "vote", "price", "Monday", "to", "and"]
    # All different: what has been read is remembered.
    texts = [" ".join(rng.choice(words) for _ in range(SPEED_TOKENS - 18)) for _ in range(SPEED_PASSAGES)]
    question = "What did the minister say of the price on Monday?"
    precisions: tuple[Precision, ...] = ("float32", "bfloat16", "int8")
    readers = {precision: Reader(precision) for precision in precisions}
    taken: dict[str, list[float]] = {precision: [] for precision in readers}
    for reader in readers.values():
        reader.read(question, texts[:8])
    for turn in range(3):
        for name, reader in readers.items():
            began = time.perf_counter()
            reader.read(f"{question} {turn}", texts)
            taken[name].append(time.perf_counter() - began)
    print(f"\npassages of {SPEED_TOKENS} tokens a second, {os.cpu_count()} cores")
    for precision, seconds in taken.items():
        print(f"  {precision:9}{SPEED_PASSAGES / min(seconds):7.1f}")
    print(f"  float32 products alone {products_limit():7.1f}")


def products_limit() -> float:
    """Return how many passages a second the matrix products of the encoder alone allow in float32, on all cores."""
    import torch

    width, wide, layers = 384, 1_536, 6
    states, out = torch.randn(BATCH_TOKENS, width), torch.randn(width, wide)
    torch.set_num_threads(os.cpu_count() or 1)
    many = 40
    states @ out
    began = time.perf_counter()
    for _ in range(many):
        states @ out
    per_token = (time.perf_counter() - began) / many / BATCH_TOKENS / (width * wide)
    return 1 / (per_token * layers * (4 * width * width + 2 * width * wide) * SPEED_TOKENS)


def best_sentences(answered: Sequence[Question]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the sentence of each passage that is nearest to its question, by embedding and by shared words."""
    embedder = SentenceTransformerEmbedder()
    asked = embedder.embed_many([question.text for question in answered])
    spans = [sentence_spans(question.passage) for question in answered]
    texts = list({question.passage[a:b] for question, some in zip(answered, spans, strict=True) for a, b in some})
    known = dict(zip(texts, embedder.embed_many(texts), strict=True))
    meaning, words = [], []
    for question, some, vector in zip(answered, spans, asked, strict=True):
        sentences = [question.passage[a:b] for a, b in some]
        meaning.append(some[int(np.argmax([known[text] @ vector for text in sentences]))])
        wanted = set(terms(question.text))
        words.append(some[int(np.argmax([len(wanted & set(terms(text))) for text in sentences]))])
    return meaning, words


def sentence_at(question: Question, place: int) -> tuple[int, int]:
    """Return the sentence of the passage in which a place is."""
    spans = sentence_spans(question.passage)
    return next(((start, end) for start, end in spans if start <= place < end), (place, place))


def holds(question: Question, sentence: tuple[int, int]) -> bool:
    """Say whether an answer begins in a sentence."""
    return any(sentence[0] <= start < sentence[1] for start, _ in question.spans)


def cut(question: Question, span: tuple[int, int]) -> str:
    """Return the words of a span of the passage."""
    return question.passage[span[0] : span[1]]


def tight(text: str) -> list[str]:
    """Return the words that answers are compared by: in lower case, without punctuation and articles."""
    return _ARTICLES.sub(" ", _PUNCTUATION.sub("", text.lower())).split()


def f1(found: str, answers: Sequence[str]) -> float:
    """Return the F1 of the words of a span against the nearest of the answers."""
    return max(_f1(tight(found), tight(answer)) for answer in answers)


def _f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    shared = sum((Counter(found) & Counter(wanted)).values())
    return 2 * shared / (len(found) + len(wanted)) if shared else float(not found and not wanted)


if __name__ == "__main__":
    main()
