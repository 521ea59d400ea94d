"""Passages embedded by the thousand: the fast forms give the vectors of the plain one, nearly."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rag.embed import SentenceTransformerEmbedder
from rag.int8 import can_quantize
from rag.many import languages_of
from tests.fakes import make_sentences, make_text

TEXTS = [make_text(f"story {number}", sentences=count) for number, count in enumerate((1, 3, 6, 2, 9, 14, 4, 30))]
LEAST_COSINE = 0.99


@pytest.fixture(scope="module")
def plain() -> np.ndarray:
    return SentenceTransformerEmbedder().embed(TEXTS)


@pytest.mark.parametrize("precision", ["int8", "bfloat16", "float32", "auto"])
def test_each_form_gives_nearly_the_plain_vectors_in_the_order_of_the_texts(precision: str, plain: np.ndarray) -> None:
    vectors = SentenceTransformerEmbedder(precision=precision).embed_many(TEXTS)  # type: ignore[arg-type]  # one of the four

    assert ((vectors * plain).sum(axis=1) > LEAST_COSINE).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_a_vector_in_integers_does_not_depend_on_the_texts_beside_it() -> None:
    embedder = SentenceTransformerEmbedder(precision="int8")
    together = embedder.embed_many(TEXTS)

    alone = np.vstack([embedder.embed_many([text])[0] for text in TEXTS])

    assert np.abs((together * alone).sum(axis=1) - 1).max() < 1e-5


def test_no_texts_are_no_vectors() -> None:
    assert len(SentenceTransformerEmbedder(precision="int8").embed_many([])) == 0


def test_what_was_released_is_loaded_again() -> None:
    embedder = SentenceTransformerEmbedder(precision="int8")
    before = embedder.embed_many(make_sentences("a", 2))
    embedder.release()

    assert np.allclose(embedder.embed_many(make_sentences("a", 2)), before)


def test_the_bundled_model_can_be_quantized_and_knows_english() -> None:
    embedder = SentenceTransformerEmbedder()

    assert can_quantize(embedder.folder)
    assert embedder.languages == {"en"}


@pytest.mark.parametrize(
    ("card", "languages"),
    [
        ("---\nlanguage: en\nlicense: mit\n---\n# A model", {"en"}),
        ("---\nlanguage: [en, de]\n---", {"en", "de"}),
        ("---\nlicense: mit\nlanguage:\n- en\n- fr\n- multilingual\ntags:\n- news\n---", {"en", "fr"}),
        ("---\nlicense: mit\n---\nlanguage: en", set()),
        ("# A model in English", set()),
    ],
)
def test_the_languages_of_a_model_are_those_its_card_names(card: str, languages: set[str], tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(card, encoding="utf-8")

    assert languages_of(tmp_path) == languages


def test_a_model_of_another_make_is_not_quantized(tmp_path: Path) -> None:
    assert not can_quantize(tmp_path)

    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_cls_token": True}), encoding="utf-8")
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "mpnet"}), encoding="utf-8")

    assert not can_quantize(tmp_path)
