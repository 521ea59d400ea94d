"""Our own questions: about news, about Wikipedia's passages, and about passages that we wrote ourselves.

Three files in `annotations/`, written by a language model for this project and checked by a program, not by a person:

    news.txt            ### ID START END, a stretch of an article of the volume as `joined` writes it
    wikipedia.txt       ### KEY, a passage of the labelled questions by the start of its SHA-256
    encyclopedia.txt    ### SUBJECT, and the passage on the next line

then a line for each question, a tab, and where its answer begins and ends in the passage, or "-": it has none. So no
text of others is kept here; where the volume or the labelled questions lack a passage, its questions are left out.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.fit_reader.questions import NEWS, WIKIPEDIA, Question

FOLDER = Path(__file__).parent / "annotations"

OWN_WIKIPEDIA, OWN_ENCYCLOPEDIA = "own_wikipedia", "own_encyclopedia"

_SPACED = (
    (re.compile(r" ([.,;:!?)\]”…%])"), r"\1"),
    (re.compile(r"([(\[“$£€#]) "), r"\1"),
    (re.compile(r" ?([’']) ?(s|t|re|ve|ll|d|m|S|T)\b"), r"\1\2"),
    (re.compile(r"(\w) n([’']t)\b"), r"\1n\2"),
    (re.compile(r"‘ "), "‘"),
    (re.compile(r" ’"), "’"),
    (re.compile(r"`` ?"), '"'),
    (re.compile(r" ?''"), '"'),
    (re.compile(r"[ \t]+"), " "),
)


def joined(text: str) -> str:
    """Return a text that was taken apart into words, with its punctuation where it was; START and END count in it."""
    for pattern, put in _SPACED:
        text = pattern.sub(put, text)
    return text


def key(passage: str) -> str:
    """Return what a passage of the labelled questions is called in `wikipedia.txt`."""
    return hashlib.sha256(passage.encode()).hexdigest()[:16]


def read_about_news(volume: Path) -> list[Question]:
    """Return our questions about the articles of the volume; each passage stands under its article's title."""
    asked_of = {heading.split()[0]: (heading, asked) for heading, asked in _asked(FOLDER / "news.txt")}
    found = []
    for article in read_articles(volume):
        if (known := asked_of.get(article["id"])) is None:
            continue
        heading, asked = known
        _, start, end = heading.split()
        head = f"{article['title']}\n"
        passage = head + joined(article["body"])[int(start) : int(end)]
        for text, spans in asked:
            moved = tuple((first + len(head), last + len(head)) for first, last in spans)
            found.append(Question(NEWS, article["id"], text, passage, moved))
    return found


def read_about_encyclopedias(labelled: Sequence[Question]) -> list[Question]:
    """Return our questions about the Wikipedia passages of labelled questions, and about the passages that we wrote."""
    known = {key(one.passage): one for one in labelled if one.source in WIKIPEDIA}
    found = [
        Question(OWN_WIKIPEDIA, known[name].article, text, known[name].passage, spans)
        for name, asked in _asked(FOLDER / "wikipedia.txt")
        if name in known
        for text, spans in asked
    ]
    for heading, asked in _asked(FOLDER / "encyclopedia.txt"):
        subject, _, passage = heading.partition("\n")
        found += [Question(OWN_ENCYCLOPEDIA, subject, text, passage, spans) for text, spans in asked]
    return found


def read_articles(volume: Path) -> Iterator[Mapping[str, str]]:
    """Yield the articles of the volume; none where it is missing."""
    if not volume.is_file():
        return
    with gzip.open(volume, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _asked(path: Path) -> Iterator[tuple[str, list[tuple[str, tuple[tuple[int, int], ...]]]]]:
    """Yield each heading of a file, with a passage that stands under it, and its questions with their answers."""
    for block in path.read_text(encoding="utf-8").removeprefix("### ").split("\n### "):
        heading, *rest = block.strip().split("\n")
        lines = [line.split("\t") for line in rest]
        above = "\n".join([heading, *(parts[0] for parts in lines if len(parts) == 1)])
        yield above, [(parts[0], _spans(parts[1])) for parts in lines if len(parts) > 1]


def _spans(written: str) -> tuple[tuple[int, int], ...]:
    if written == "-":
        return ()
    start, end = written.split()
    return ((int(start), int(end)),)
