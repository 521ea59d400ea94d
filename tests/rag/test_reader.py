"""The reader that Dateline ships: what it finds, in every precision, and what an answer makes of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.domain import Evidence
from rag.errors import ReaderError
from rag.reader import WEIGHTS_FILE, Reader, read_passages
from rag.settings import Settings
from tests.fakes import WordEmbedder, WordsReader, index_of, make_passage

LARGEST_FILE = 25_000_000

PASSAGES = (
    "The night watchman, Joren Pask, was pulled from the water by the crew of a pilot boat. He was taken to hospital.",
    "Ferry fares will rise by six percent in January, the council decided after a debate of nine hours.",
    "The museum of salt opened in 1912 and was closed for repairs in the spring of 1987.",
)
QUESTIONS = (
    ("Who was pulled from the water?", 0, "Joren Pask"),
    ("By how much will ferry fares rise?", 1, "six percent"),
    ("When did the museum of salt open?", 2, "1912"),
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader as it runs where nothing faster is known to be right."""
    return Reader("float32")


@pytest.mark.parametrize(("question", "place", "answer"), QUESTIONS)
def test_it_finds_the_passage_that_answers_and_the_words_in_it(
    reader: Reader, question: str, place: int, answer: str
) -> None:
    readings = reader.read(question, PASSAGES)
    best = max(range(len(PASSAGES)), key=lambda number: readings[number].answers)
    assert best == place
    assert answer in PASSAGES[place][readings[place].start : readings[place].end]
    assert readings[place].answers > 0.5 > max(one.answers for n, one in enumerate(readings) if n != place)
    assert max(range(len(PASSAGES)), key=lambda number: readings[number].relevance) == place


@pytest.mark.parametrize("precision", ["int8", "bfloat16"])
def test_every_precision_reads_the_same(reader: Reader, precision: str) -> None:
    other = Reader(precision)  # type: ignore[arg-type]
    for question, place, answer in QUESTIONS:
        plain, quick = reader.read(question, PASSAGES)[place], other.read(question, PASSAGES)[place]
        # "Joren Pask" or "the night watchman, Joren Pask": rounding may turn the one into the other.
        assert plain.end == quick.end
        assert answer in PASSAGES[place][quick.start : quick.end]
        assert quick.answers == pytest.approx(plain.answers, abs=0.15)


def test_the_first_question_on_a_machine_is_answered(tmp_path: Path) -> None:
    # Nothing is remembered of which numbers are fastest, and there are more batches than cores.
    read = "from rag.reader import Reader; print(len(Reader().read('Who sank?', [f'Boat {n} sank. ' * 40 for n in range(40)])))"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", read], env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("40", "")


def test_the_first_questions_of_a_page_load_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []

    def load(_base: Path, _weights: object, precision: str) -> object:
        time.sleep(0.05)
        loaded.append(precision)
        return object()

    monkeypatch.setattr("rag.reader.load_states", load)
    first = Reader("float32")
    with ThreadPoolExecutor(8) as page:
        states = set(page.map(lambda _: first._states, range(8)))
    assert (len(states), loaded) == (1, ["float32"])


def test_what_is_read_beside_a_passage_changes_nothing(reader: Reader) -> None:
    question = QUESTIONS[0][0]
    many = [*PASSAGES, " ".join(PASSAGES) * 3, "Short."]
    together, alone = reader.read(question, many), [reader.read(question, [text])[0] for text in many]
    for one, other in zip(together, alone, strict=True):
        assert (one.start, one.end) == (other.start, other.end)
        assert one.features == pytest.approx(other.features, abs=1e-3)


def test_no_answer_is_looked_for_in_the_title(reader: Reader) -> None:
    title = "Joren Pask saved from the harbour"
    reading = reader.read("Who was pulled from the water?", [PASSAGES[0]], [title])[0]
    assert PASSAGES[0][reading.start : reading.end] == "Joren Pask"


def test_an_empty_text_answers_nothing_and_no_text_is_no_reading(reader: Reader) -> None:
    assert reader.read("Who was it?", []) == []
    assert reader.read("Who was it?", [""])[0].answers == 0.0


def test_the_weights_are_no_pickle_and_small(tmp_path: Path) -> None:
    assert WEIGHTS_FILE.stat().st_size < LARGEST_FILE
    assert WEIGHTS_FILE.read_bytes()[8:9] == b"{", "a safetensors file begins with its header"
    with pytest.raises(ReaderError, match="reader"):
        Reader("float32", tmp_path / "nothing.safetensors").read("Who?", ["Nobody."])


def test_passages_in_a_language_that_it_does_not_know_are_not_read() -> None:
    english, german = make_passage("Eleven boats burned.", article_id="a1"), make_passage("Elf Boote.", article_id="a2")
    german = replace(german, source=replace(german.source, language="de"))
    read = read_passages(WordsReader("Eleven"), "How many?", [Evidence(german, 1.0), Evidence(english, 0.5)])
    assert list(read) == [english.passage_id]


def test_an_answer_says_which_of_its_words_answer(index_of_boats: Path) -> None:
    plain = Assistant.open(index_of_boats, settings=Settings(chat_model=None, reader="off"), embedder=WordEmbedder())
    with Assistant(plain.collection, reader=WordsReader("eleven boats")) as assistant:
        reply = assistant.ask("How many boats burned in the harbour of Orrenmouth?")
        lead = reply.statements[0]
        citation = lead.citations[0]
        assert lead.answer is not None
        assert lead.text[slice(*lead.answer)] == "eleven boats"
        text = assistant.article(citation.article_id).text
        assert text[citation.answer_start : citation.answer_end] == "eleven boats"
        why = assistant.ask("Why did the boats burn in the harbour of Orrenmouth?")
        assert all(statement.answer is None for statement in why.statements), "reasons are whole sentences"


def test_without_the_reader_an_answer_names_no_words(index_of_boats: Path) -> None:
    settings = Settings(chat_model=None, reader="off")
    with Assistant.open(index_of_boats, settings=settings, embedder=WordEmbedder()) as assistant:
        reply = assistant.ask("How many boats burned in the harbour of Orrenmouth?")
        assert reply.statements
        assert all(statement.answer is None for statement in reply.statements)


@pytest.fixture
def index_of_boats(tmp_path: Path) -> Path:
    """A collection in which one sentence says how many boats burned."""
    text = (
        "Fire destroys boats | Coast Wire\nBy Nils Ardent\n4 March 2025\n\nA fire in the harbour of Orrenmouth burned "
        "eleven boats early on Tuesday. Forty-six firefighters fought the blaze until dawn, because the wind was strong."
    )
    return index_of(tmp_path, {"fire": text})
