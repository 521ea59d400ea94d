"""The reader: a small model of our own that reads a question with a passage.

It gives the span that answers, whether there is one, and how relevant the passage is, in one forward pass over
all-MiniLM-L6-v2's encoder. Only what training changed is shipped; the word embeddings are those of the bundled
embedding model. `python -m benchmarks.fit_reader` made it; rag/READER.md is its card.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from pathlib import Path
from threading import Lock, local
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from rag.domain import Evidence
from rag.embed import SentenceTransformerEmbedder
from rag.errors import ReaderError
from rag.int8 import Int8States
from rag.many import has_matrix_units, load_tokenizer, one_thread_each
from rag.precision import cores, fastest
from rag.reader_input import Pair, Tokens, batches, join, padded, tokens_of
from rag.reading import Reading, read

if TYPE_CHECKING:
    from rag.settings import Precision

WEIGHTS_FILE = Path(__file__).with_name("reader.safetensors")

LANGUAGES = frozenset({None, "en"})
"""Languages of the articles that it reads; unknown is tried."""

WORDS = "embeddings.word_embeddings.weight"
"""What the bundled embedding model brings."""

HEADS = frozenset(f"{head}.{part}" for head in ("span", "pool", "judge") for part in ("weight", "bias"))
"""What of the weights is not the encoder's."""

BATCH_TOKENS = 384
"""Tokens of a batch. Each core has one of its own, small enough for its cache: half as fast again as with 1,024."""

REMEMBERED = 512
"""Readings that are kept: reranking and answering read the same passages."""

_Key = tuple[str, str, int]
"""A question, a text, and how much of that is its title."""

TRIAL = [Pair(tuple(range(1_000, 1_220)), 15, Tokens((), ()))] * 4
"""What the precisions are tried on: a batch of passages of the usual length."""

_Given = TypeVar("_Given")
_Got = TypeVar("_Got")

States = Callable[[Sequence[Pair]], NDArray[np.float32]]
"""Returns the states of the last layer; shape (pairs, tokens of the longest, width)."""


class PassageReader(Protocol):
    """What reads passages with a question."""

    def read(self, question: str, texts: Sequence[str], titles: Sequence[str] | None = None) -> list[Reading]:
        """Return what is read in each text, under its title, for a question."""


class Reader:
    """Reads passages with a question; loaded at the first one, safe to share between threads."""

    def __init__(self, precision: Precision = "auto", weights: Path = WEIGHTS_FILE) -> None:
        self._precision = precision
        self._file = weights
        self._lock, self._loading = Lock(), Lock()
        self._loaded: States | None = None
        self._read: dict[_Key, Reading] = {}

    def read(self, question: str, texts: Sequence[str], titles: Sequence[str] | None = None) -> list[Reading]:
        """Return what is read in each text for a question.

        Args:
            titles: what stands above each text; it is read, and no answer is looked for in it.
        """
        return self.read_each([question] * len(texts), texts, titles)

    def read_each(
        self, questions: Sequence[str], texts: Sequence[str], titles: Sequence[str] | None = None
    ) -> list[Reading]:
        """Return what is read in each text for the question beside it; `titles` as above."""
        heads = [f"{title}\n" if title else "" for title in titles or [""] * len(texts)]
        whole = [head + text for head, text in zip(heads, texts, strict=True)]
        keys = list(zip(questions, whole, map(len, heads), strict=True))
        with self._lock:
            known = {key: self._read[key] for key in keys if key in self._read}
        new = list(dict.fromkeys(key for key in keys if key not in known))
        known |= zip(new, self._read_new(new), strict=True)
        with self._lock:
            for key in new:
                self._read[key] = known[key]
            while len(self._read) > REMEMBERED:
                del self._read[next(iter(self._read))]
        return [known[key] for key in keys]

    def _read_new(self, keys: Sequence[_Key]) -> list[Reading]:
        if not keys:
            return []
        asked = {question: tokens_of(self._tokenizer, question) for question in {key[0] for key in keys}}
        pairs = [join(asked[question], tokens_of(self._tokenizer, text)) for question, text, _ in keys]
        together = batches([len(pair.ids) for pair in pairs], BATCH_TOKENS)
        # Loaded here, not by who is first on the cores: the trial of the precisions needs them itself.
        states = self._states
        logits = _on_all_cores(lambda batch: self._logits(states([pairs[place] for place in batch])), together)
        found = {
            place: read(pairs[place], spans[row], judged[row], skipped=keys[place][2])
            for batch, (spans, judged) in zip(together, logits, strict=True)
            for row, place in enumerate(batch)
        }
        return [found[place] for place in range(len(pairs))]

    def _logits(self, states: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        heads = self._heads
        pooled = np.tanh(states[:, 0] @ heads["pool.weight"].T + heads["pool.bias"])
        spans = states @ heads["span.weight"].T + heads["span.bias"]
        return spans.astype(np.float64), (pooled @ heads["judge.weight"].T + heads["judge.bias"]).astype(np.float64)

    @cached_property
    def _heads(self) -> Mapping[str, NDArray[np.float32]]:
        return {name: value for name, value in self._weights.items() if name in HEADS}

    @cached_property
    def _weights(self) -> Mapping[str, NDArray[np.float32]]:
        from safetensors.numpy import load_file

        try:
            return {name: value.astype(np.float32) for name, value in load_file(self._file).items()}
        except (OSError, ValueError) as error:
            raise ReaderError(
                f"the reader's weights cannot be read: {self._file.name}", hint="reinstall dateline"
            ) from error

    @cached_property
    def _base(self) -> Path:
        bundled = SentenceTransformerEmbedder()
        _ = bundled.fingerprint  # checked before anything of the file is loaded
        return bundled.folder

    @cached_property
    def _tokenizer(self) -> Any:
        return load_tokenizer(self._base)

    @property
    def _states(self) -> States:
        with self._loading:  # the first questions on a page come at once, and one of them loads it
            if self._loaded is None:
                self._loaded = load_states(self._base, self._weights, self._chosen())
            return self._loaded

    def _chosen(self) -> Precision:
        if self._precision != "auto":
            return self._precision
        floats: Precision = "bfloat16" if has_matrix_units() else "float32"
        trials: dict[str, Callable[[], Callable[[], object]]] = {}
        names: tuple[Precision, ...] = ("int8", floats)
        for name in names:
            trials[name] = self._trial(name)
        return cast("Precision", fastest("the reader", trials))

    def _trial(self, precision: Precision) -> Callable[[], Callable[[], object]]:
        def load() -> Callable[[], object]:
            states = load_states(self._base, self._weights, precision)
            return lambda: _on_all_cores(lambda _: states(TRIAL), range(cores()))

        return load


def read_passages(reader: PassageReader, question: str, evidence: Sequence[Evidence]) -> dict[str, Reading]:
    """Return what the reader makes of the passages, by id; those in a language it does not know are left out."""
    passages = [item.passage for item in evidence if item.passage.source.language in LANGUAGES]
    texts = [passage.text for passage in passages]
    readings = reader.read(question, texts, [passage.source.title or "" for passage in passages])
    return {passage.passage_id: reading for passage, reading in zip(passages, readings, strict=True)}


@cache
def _cores() -> ThreadPoolExecutor:
    """Return a thread a core, for all readers: batches of two questions wait for a core, not for each other's."""
    return ThreadPoolExecutor(max_workers=cores(), thread_name_prefix="reading")


def _on_all_cores(run: Callable[[_Given], _Got], given: Iterable[_Given]) -> list[_Got]:
    return list(_cores().map(run, given))


def load_states(base: Path, weights: Mapping[str, NDArray[np.float32]], precision: Precision) -> States:
    """Return the encoder with the reader's weights over those of the base model, in a precision."""
    config = json.loads((base / "config.json").read_text(encoding="utf-8"))
    if precision == "int8":
        encoder = Int8States({**_words(base), **weights}, config, pairs=True)
        return lambda pairs: encoder.states([pair.ids for pair in pairs], [pair.first for pair in pairs])
    return _torch_states(base, weights, precision)


def _words(base: Path) -> dict[str, NDArray[np.float32]]:
    """Return the word embeddings, which training left as they are."""
    from safetensors import safe_open

    with safe_open(next(base.glob("*.safetensors")), framework="numpy") as file:
        return {WORDS: file.get_tensor(WORDS)}


def _torch_states(base: Path, weights: Mapping[str, NDArray[np.float32]], precision: Precision) -> States:
    import torch
    from transformers import BertConfig, BertModel

    model: Any = BertModel(BertConfig.from_json_file(base / "config.json"), add_pooling_layer=False)
    model.load_state_dict(
        {name: torch.from_numpy(value) for name, value in {**_words(base), **weights}.items() if name not in HEADS}
    )
    model = model.eval().to(torch.bfloat16 if precision == "bfloat16" else torch.float32)

    alone = local()

    def states(pairs: Sequence[Pair]) -> NDArray[np.float32]:
        if not hasattr(alone, "set"):  # a batch a core: a team of threads for each would be cores times cores of them
            one_thread_each()
            alone.set = True
        rows, lengths = (torch.tensor(given) for given in padded(pairs))
        place = torch.arange(rows.shape[1])[None, :]
        types = (place >= torch.tensor([pair.first for pair in pairs])[:, None]).long()
        with torch.inference_mode():
            found = model(input_ids=rows, token_type_ids=types, attention_mask=(place < lengths[:, None]).long())
        return np.asarray(found.last_hidden_state.float().numpy())

    return states
