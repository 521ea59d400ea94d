"""Passages embedded by the thousand, in the numbers that this processor is fastest with.

bfloat16 where there are matrix units for it (AMX: three times float32), 8-bit integers elsewhere, float32 for the
models that neither is made for. Questions are always embedded in float32.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.int8 import Int8Encoder, can_quantize
from rag.precision import cores

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from rag.settings import Precision

ManyTexts = Callable[[Sequence[str]], NDArray[np.float32]]

TOKENS = 512
"""A batch of texts of one length, since they are sorted. Each core has one of its own, small enough for its cache:
7,200 tokens a second on two cores, where batches of 4,096 on both together gave 5,000."""

BFLOAT16_BATCH = 32
"""Texts a batch; of 8, 16, 32 and 64 the fastest with AMX."""

_CODE = re.compile(r"^\s{0,4}-?\s{0,4}([a-z]{2})\s{0,4}$")


class Plain(Protocol):
    """The same model in float32."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a row."""

    def load(self, **how: object) -> SentenceTransformer:
        """Load the model, with what else its weights are to be loaded with."""


def encode(model: SentenceTransformer, texts: Sequence[str], *, batch: int) -> NDArray[np.float32]:
    """Return one unit vector a row, in the order of `texts`, as a loaded model computes them."""
    # Sorted by length, so that a batch is not padded to one long text; encode() does that itself.
    vectors = model.encode(list(texts), batch_size=batch, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def many_texts(folder: Path, precision: Precision, *, plain: Plain) -> ManyTexts:
    """Return what embeds many texts with the model in `folder`; `plain` does where nothing faster can."""
    if precision == "auto":
        precision = "bfloat16" if has_matrix_units() else "int8"
    if precision == "int8" and can_quantize(folder):
        return _Int8Texts(folder)
    if precision == "bfloat16":
        return _bfloat16(plain)
    return plain.embed


def one_thread_each() -> None:
    """Let PyTorch use one thread for each computation, in the whole process.

    For a server: the reader takes a core a batch by itself, and threads that questions share are fought for. Of two
    questions at a time on two cores 2.5 a second were answered so, 0.8 otherwise.
    """
    import torch

    torch.set_num_threads(1)


def load_tokenizer(folder: Path) -> Any:
    """Return the `tokenizers.Tokenizer` of a model's folder, which neither cuts nor pads."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class _Int8Texts:
    """Tokens by the model's own tokenizer, batches of one length, vectors by the quantized encoder."""

    def __init__(self, folder: Path) -> None:
        self._encoder = Int8Encoder(folder)
        self._tokenizer = load_tokenizer(folder)
        self._tokenizer.enable_truncation(_longest(folder))

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        tokens = [encoded.ids for encoded in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(tokens)), key=lambda number: len(tokens[number]), reverse=True)
        batches = list(_batches([tokens[number] for number in order]))
        with ThreadPoolExecutor(max_workers=cores()) as pool:
            vectors = list(pool.map(self._encoder.encode, batches))
        if not vectors:
            return np.zeros((0, 0), dtype=np.float32)
        ordered = np.empty((len(order), vectors[0].shape[1]), dtype=np.float32)
        ordered[order] = np.concatenate(vectors)
        return ordered


def _batches(texts: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    """Cut texts, the longest first, into batches of some `TOKENS`."""
    first = 0
    while first < len(texts):
        many = max(1, TOKENS // max(1, len(texts[first])))
        yield list(texts[first : first + many])
        first += many


def _bfloat16(plain: Plain) -> ManyTexts:
    import torch

    model = plain.load(dtype=torch.bfloat16)

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = encode(model, texts, batch=BFLOAT16_BATCH)
        # A unit vector in bfloat16 is one to two digits only.
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    return embed


def _longest(folder: Path) -> int:
    try:
        stated = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
        return int(stated["max_seq_length"])
    except (OSError, ValueError, KeyError, TypeError):
        return 512


def has_matrix_units() -> bool:
    """Say whether the processor multiplies bfloat16 matrices (AMX)."""
    try:
        return "amx_bf16" in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def languages_of(folder: Path) -> frozenset[str]:
    """Return the ISO 639-1 codes under `language` in the head of a model's card; none where there is no such line."""
    try:
        card = (folder / "README.md").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return frozenset()
    lines = iter(card.split("---")[1].splitlines() if card.startswith("---") else ())
    found: set[str] = set()
    for line in lines:
        name, colon, rest = line.partition(":")
        if name == "language" and colon:
            found |= {code for code in rest.strip(" []").replace(",", " ").split() if len(code) == 2}  # noqa: PLR2004
            for item in lines:
                code = _CODE.match(item)
                if code is None:
                    break
                found.add(code[1])
    return frozenset(found)
