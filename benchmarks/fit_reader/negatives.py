"""Questions with passages that do not answer them, made so that words alone do not give them away.

Four kinds: a passage about the same, found by the question's words; a passage of a news article, found likewise; the
question's own passage without the sentences that answer; that passage, asked about another name or number.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.fit_reader.questions import Question
from rag.sentences import sentence_spans

FOUND = 40
"""How many of the passages found by words are looked through."""

SKIPPED = 1
"""How many of the first passages that lack the answer are left out: they may answer in other words."""

NEWS_WORDS = 160
NEWS_PASSAGES = 15_000

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<=[\w,] )(?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*|\d[\d,.]*\d|\d)")
"""A name or a number of a question: capitalized, and not its first word."""

_COMMON = frozenset(
    "a an and any are as at be been by can could did do does for from had has have he her his how i if in is it its "
    "many much my not of on or she some that the their them there they this to was we were what when where which who "
    "whom whose why will with would you your".split()
)


class Passages:
    """Passages by their words (BM25 of SQLite's FTS5, in memory)."""

    def __init__(self, passages: Sequence[str]) -> None:
        self._words = sqlite3.connect(":memory:", check_same_thread=False)
        self._words.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='porter unicode61')")
        self._words.executemany("INSERT INTO passages(text) VALUES (?)", ((text,) for text in passages))

    def without_answer(self, question: Question, rng: random.Random) -> Question | None:
        """Return the question with a passage that shares its words and holds none of its answers; None: no such one."""
        words = {word for word in _WORD.findall(question.text.lower()) if word not in _COMMON}
        if not words:
            return None
        rows = self._words.execute(
            "SELECT text FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(f'"{word}"' for word in sorted(words)), FOUND),
        )
        answers = [tight(answer) for answer in question.answers]
        lacking = [text for (text,) in rows if text != question.passage and not _holds(text, answers)]
        chosen = lacking[SKIPPED : SKIPPED + 6]
        return replace(question, passage=rng.choice(chosen), spans=()) if chosen else None


def _holds(text: str, answers: Sequence[str]) -> bool:
    known = tight(text)
    return any(answer in known for answer in answers)


def tight(text: str) -> str:
    """Return the words of a text in lower case, a space between them and around."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def without_its_sentences(question: Question) -> Question | None:
    """Return the question with its passage less each sentence that holds an answer; None where too little is left."""
    answers = [tight(answer) for answer in question.answers]
    kept = [
        question.passage[start:end]
        for start, end in sentence_spans(question.passage)
        if not any(start < last and first < end for first, last in question.spans)
        and not _holds(question.passage[start:end], answers)
    ]
    return replace(question, passage=" ".join(kept), spans=()) if len(kept) > 1 else None


def about_another(question: Question, names: Sequence[str], rng: random.Random) -> Question | None:
    """Return the question with a name or number exchanged for one that its passage lacks; None where it has none."""
    found = list(_NAME.finditer(question.text))
    if not found:
        return None
    old = rng.choice(found)
    number = old[0][0].isdigit()
    known = tight(question.passage)
    for _ in range(20):
        new = rng.choice(names)
        if new[0].isdigit() == number and tight(new) not in known and new.lower() != old[0].lower():
            text = question.text[: old.start()] + new + question.text[old.end() :]
            return replace(question, text=text, spans=())
    return None


def names_of(questions: Sequence[Question]) -> list[str]:
    """Return the names and numbers that questions ask about, as often as they do."""
    return [found[0] for question in questions for found in _NAME.finditer(question.text)]


def news_passages(path: Path, many: int = NEWS_PASSAGES) -> Iterator[str]:
    """Yield passages of some `NEWS_WORDS` words of the articles of a file, in its order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            words = json.loads(line)["body"].split()
            for first in range(0, min(len(words), 4 * NEWS_WORDS), NEWS_WORDS):
                yield " ".join(words[first : first + NEWS_WORDS])
                many -= 1
                if not many:
                    return
