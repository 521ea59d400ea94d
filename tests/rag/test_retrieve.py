"""Which evidence a question gets: preferences that drop nothing, clauses that each get their share, filters, rereading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.assistant import Assistant
from rag.domain import Filters, Passage, Source
from rag.errors import RerankerError
from rag.reader import Reader
from rag.rerank import CrossEncoderReranker, ReaderReranker, rerank
from rag.retrieve import Search, word_query
from rag.settings import Settings
from tests.fakes import WordEmbedder, index_of, make_passage

ARTICLES = {
    "wire": "Harbour fire | Coast Wire\n4 March 2025\n\nEleven boats burned at the North Quay of Orrenmouth on Tuesday.",
    "courier": "A second fire | Orrenmouth Courier\n8 March 2026\n\nFour boats burned at the South Basin of Orrenmouth on Saturday.",
    "nameless": "Fire again\n\nSeven boats burned at the West Pier of Orrenmouth, a reader of this paper writes.",
    "ferry": "Fares go up | Garnwick Beacon\n2 May 2025\n\nThe ferry to Skarrow will cost six percent more from June.",
    "opera": "The Salt Year | Kelderby Ledger\n3 May 2025\n\nThe opera The Salt Year by Ilse Brandt opened in Kelderby.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index_of(tmp_path_factory.mktemp("retrieve"), ARTICLES)


@pytest.fixture(scope="module")
def assistant(index: Path) -> Assistant:
    return Assistant.open(index, settings=Settings(chat_model=None), embedder=WordEmbedder())


def titles(assistant: Assistant, question: str, **limits: object) -> list[str | None]:
    found = assistant.retrieve(question, k=5, **limits)  # type: ignore[arg-type]
    return [item.passage.source.title for item in found]


def test_an_outlet_that_is_named_comes_first_and_drops_nobody(assistant: Assistant) -> None:
    found = titles(assistant, "How many boats burned, according to the Orrenmouth Courier?")

    assert found[0] == "A second fire"
    assert {"Harbour fire", "Fire again"} <= set(found)


def test_a_period_prefers_its_articles_and_keeps_those_without_a_date(assistant: Assistant) -> None:
    found = titles(assistant, "How many boats burned in Orrenmouth in March 2025?")

    assert found[0] == "Harbour fire"
    assert {"Fire again", "A second fire"} <= set(found)


def test_an_outlet_that_is_named_is_not_looked_for_in_the_words(assistant: Assistant) -> None:
    answer = assistant.ask(
        "How many boats burned at the South Basin of Orrenmouth, according to the Orrenmouth Courier?"
    )

    assert not answer.refused
    assert answer.statements[0].text.startswith("Four boats burned")


def test_a_preference_that_is_taken_off_prefers_nobody(assistant: Assistant) -> None:
    question = "How many boats burned, according to the Orrenmouth Courier?"

    answer = assistant.ask(question, ignoring=["outlets"])

    assert assistant.ask(question).understood.outlets == ("Orrenmouth Courier",)
    assert answer.understood.outlets == ()


def test_each_clause_of_a_question_gets_its_passage(assistant: Assistant) -> None:
    question = "Did the fare of the ferry to Skarrow rise, while the opera The Salt Year opened in Kelderby?"

    found = titles(assistant, question)

    assert set(found[:2]) == {"Fares go up", "The Salt Year"}


def test_scores_fall_from_one(assistant: Assistant) -> None:
    found = assistant.retrieve("boats that burned in Orrenmouth, and the ferry to Skarrow that costs more", k=5)

    scores = [item.score for item in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0
    assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize(
    ("limits", "notice"),
    [
        ({"outlets": ["Coast Wire"]}, "1 article without a known outlet was left out, because outlets were chosen."),
        ({"since": "2025-05"}, "1 article without a date was left out, because a period was set."),
        ({"authors": ["A. Roe"]}, "5 articles without a known author were left out, because authors were chosen."),
    ],
)
def test_what_a_filter_cannot_judge_is_said_to_be_left_out(
    assistant: Assistant, limits: dict[str, object], notice: str
) -> None:
    assert notice in assistant.ask("How many boats burned in Orrenmouth?", **limits).notices  # type: ignore[arg-type]


def test_word_search_reads_the_rarest_words_up_to_its_bound() -> None:
    seen = {"the": 900, "boats": 300, "orrenmouth": 40, "pier": 7, "skarrow": 0}

    assert word_query(list(seen), seen.__getitem__, 100) == '"skarrow" OR "pier" OR "orrenmouth"'
    assert word_query(list(seen), seen.__getitem__, 400).count("OR") == 3


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (["the"], '"the"'),
        (["the", "boats"], '("boats" AND "the")'),
        (["pier", "the", "boats"], '"pier" OR ("boats" AND "the")'),
        (["pier", "orrenmouth", "the", "boats"], '"pier" OR "orrenmouth"'),
        ([], ""),
    ],
)
def test_of_words_too_common_to_read_two_must_stand_together(words: list[str], query: str) -> None:
    seen = {"the": 900, "boats": 300, "orrenmouth": 40, "pier": 7}

    assert word_query(words, seen.__getitem__, 50) == query


def test_words_too_common_to_read_are_found_side_by_side(assistant: Assistant) -> None:
    with assistant.collection.snapshot() as snapshot:
        words = ["orrenmouth", "basin"]
        assert [snapshot.frequency(word) for word in words] == [3, 1]
        both = word_query(words, snapshot.frequency, 0)
        found = snapshot.store.passages([name for name, _ in snapshot.store.search_words(both, 60, Filters())])

    assert [passage.source.title for passage in found.values()] == ["A second fire"]


def test_a_word_stands_in_as_many_passages_as_searching_for_it_finds(assistant: Assistant) -> None:
    words = "boats burned burning opening opera ferries skarrow kelderby generically ponies zebra".split()

    with assistant.collection.snapshot() as snapshot:
        found = {word: len(snapshot.store.search_words(f'"{word}"', 100, Filters())) for word in words}
        counted = {word: snapshot.frequency(word) for word in words}

    assert counted == found


def test_who_asks_again_with_a_filter_gets_the_same_and_another_filter_its_own(assistant: Assistant) -> None:
    def found(outlet: str) -> list[str | None]:
        return titles(assistant, "boats that burned", outlets=[outlet])

    assert found("Coast Wire") == found("Coast Wire") == ["Harbour fire"]
    assert found("Orrenmouth Courier") == ["A second fire"]
    assert found("Coast Wire") == ["Harbour fire"]
    with assistant.collection.snapshot() as snapshot:
        assert [name for names, _ in snapshot.allowed_vectors(Filters()) for name in names] == [
            name for names, _ in snapshot.allowed_vectors(Filters()) for name in names
        ]


def test_what_is_ingested_later_passes_the_same_filter(tmp_path: Path) -> None:
    folder = index_of(tmp_path, {"wire": ARTICLES["wire"]})
    with Assistant.open(folder, settings=Settings(chat_model=None), embedder=WordEmbedder()) as assistant:
        before = titles(assistant, "boats that burned", outlets=["Coast Wire"])
        index_of(tmp_path, {"again": ARTICLES["wire"].replace("Harbour fire", "Pier fire").replace("Eleven", "Six")})
        after = titles(assistant, "boats that burned", outlets=["Coast Wire"])

    assert before == ["Harbour fire"]
    assert set(after) == {"Harbour fire", "Pier fire"}


class Backwards:
    """A reader of passages that likes what was last best."""

    gives_odds = False

    def __init__(self) -> None:
        self.read: list[Passage] = []
        self.asked: list[str] = []

    def relevance(self, questions: Sequence[str], passages: Sequence[Passage]) -> NDArray[np.float64]:
        self.asked, self.read = list(questions), list(passages)
        return np.arange(len(passages), dtype=np.float64) * 100


def test_a_reranker_orders_what_it_read_and_leaves_the_rest_behind(index: Path) -> None:
    reader = Backwards()
    plain = Assistant.open(index, settings=Settings(chat_model=None), embedder=WordEmbedder())
    reading = Assistant(plain.collection, search=Search(reader, 2))

    before = titles(plain, "boats that burned in Orrenmouth")
    after = titles(reading, "boats that burned in Orrenmouth")

    assert len(reader.read) == 2
    assert reader.asked == ["boats that burned in Orrenmouth"] * 2
    assert reader.read[0].source.title == before[0]
    assert sorted(map(str, after[:2])) == sorted(map(str, before[:2]))
    assert after[2:] == before[2:]


def test_each_passage_is_reread_with_the_clause_that_it_fits_best(assistant: Assistant) -> None:
    reader = Backwards()
    question = (
        "How many boats burned at the South Basin of Orrenmouth, and who wrote the opera The Salt Year in Kelderby?"
    )

    Assistant(assistant.collection, search=Search(reader, 8)).retrieve(question)
    asked = {item.source.title: clause for item, clause in zip(reader.read, reader.asked, strict=True)}
    reader.read = []
    Assistant(assistant.collection, search=Search(reader, 8, clauses=False)).retrieve(question)

    assert "boats" in asked["A second fire"]
    assert "opera" not in asked["A second fire"]
    assert "opera" in asked["The Salt Year"]
    assert reader.read == []


class Strong:
    """A reader of passages that likes the second one, and did not read the last where it gives odds."""

    def __init__(self, *, odds: bool) -> None:
        self.gives_odds = odds

    def relevance(self, questions: Sequence[str], passages: Sequence[Passage]) -> NDArray[np.float64]:
        return np.array([0.0, 5.0, -4.0, np.nan if self.gives_odds else 0.0], dtype=np.float64)


@pytest.mark.parametrize("odds", [True, False])
def test_a_reranker_and_the_search_are_weighed_alike(odds: bool) -> None:
    passages = [Passage(str(number), Source(str(number)), "text", 0, 4) for number in range(4)]

    scores = rerank(Strong(odds=odds), ["q"] * 4, passages, np.array([1.0, 0.9, 0.3, 0.2]), 4)

    assert list(np.argsort(-scores)) == [1, 0, 3, 2]
    assert sorted(scores) == [0.2, 0.3, 0.9, 1.0]


def test_our_own_reader_rereads_what_it_reads_anyhow(index: Path) -> None:
    reader = Reader("float32")
    question = "How many boats burned in Orrenmouth?"
    assistant = Assistant.open(index, settings=Settings(chat_model=None, reader="float32"), embedder=WordEmbedder())
    off = Assistant.open(index, settings=Settings(chat_model=None, reranker="off"), embedder=WordEmbedder())
    passages = [item.passage for item in off.retrieve(question)]
    french = [replace(one, source=replace(one.source, language="fr")) for one in passages[:1]]

    read = ReaderReranker(reader).relevance([question] * len(passages), passages)

    assert "boats" in passages[int(np.argmax(read))].text.lower()
    assert np.isnan(ReaderReranker(reader).relevance([question], french)).all()
    assert set(titles(assistant, question)) == set(titles(off, question))


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real CrossEncoder: the bundled encoder under an untrained head of one output."""
    from sentence_transformers import CrossEncoder

    from rag.embed import SentenceTransformerEmbedder

    folder = tmp_path_factory.mktemp("encoder")
    CrossEncoder(str(SentenceTransformerEmbedder().folder), num_labels=1, device="cpu").save(str(folder))
    return folder


def test_any_cross_encoder_can_be_named(index: Path, encoder: Path) -> None:
    settings = Settings(chat_model=None, reranker=str(encoder), reranker_depth=4)

    with Assistant.open(index, settings=settings, embedder=WordEmbedder()) as assistant:
        found = titles(assistant, "How many boats burned in Orrenmouth?")

    assert {"Harbour fire", "A second fire", "Fire again"} <= set(found)
    relevance = CrossEncoderReranker(str(encoder)).relevance(
        ["Which boats?"] * 2, [make_passage("Boats burned."), make_passage("An opera.")]
    )
    assert relevance.shape == (2,)
    assert np.isfinite(relevance).all()


def test_a_reranker_that_is_none_is_one_error_with_a_way_out(index: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")

    for name in (str(tmp_path), "nobody/nothing"):
        settings = Settings(chat_model=None, reranker=name)
        with (
            Assistant.open(index, settings=settings, embedder=WordEmbedder()) as assistant,
            pytest.raises(RerankerError) as refused,
        ):
            assistant.retrieve("boats that burned")
        assert refused.value.hint
