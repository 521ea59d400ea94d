"""Every knob: its default, its range and one line; read at the doors only, passed on as plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import SettingInvalid

PREFIX = "DATELINE_"

Precision = Literal["auto", "float32", "bfloat16", "int8"]


class Settings(BaseSettings):
    """Read from the environment as DATELINE_NAME; an option of a command wins over it."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    index: Path = Field(default=Path("dateline-index"), description="folder of the collection")
    embedding_model: str = Field(
        default="all-MiniLM-L6-v2",
        min_length=1,
        description="embedding model: the bundled one, `multilingual`, a folder, or a sentence-transformers id",
    )
    embedding_precision: Precision = Field(
        default="auto",
        description="numbers that ingest embeds passages in: `auto` (the fastest here), `float32`, `bfloat16`, `int8`",
    )
    allow_downloads: bool = Field(default=False, description="let a named model be fetched from the hub")
    reranker: str = Field(
        default="reader",
        min_length=1,
        description="what rereads the best passages: `reader` (our own; questions of one clause), a CrossEncoder's "
        "folder or id, or `off`",
    )
    reranker_depth: int = Field(default=16, ge=2, le=64, description="passages that the reranker reads")
    reader: Precision | Literal["off"] = Field(
        default="auto",
        description="numbers that the reader runs in: `auto` (the fastest), `float32`, `bfloat16`, `int8`; or `off`",
    )
    chat_model: str | None = Field(
        default=None, pattern=r"^[\w-]+:.+$", description="chat model as `provider:model`; without it, verbatim answers"
    )
    chat_base_url: str | None = Field(
        default=None, pattern=r"^https?://", description="address of a chat server that speaks the provider's protocol"
    )
    chat_timeout: float = Field(default=30.0, gt=0, le=600, description="seconds a chat model may stay silent")
    passages: int = Field(default=10, ge=1, le=50, description="passages that an answer is made from")
    statements: int = Field(default=3, ge=1, le=10, description="most statements in an answer without a chat model")
    max_file_mb: float = Field(default=20.0, gt=0, le=1_000, description="largest file that is ingested, in megabytes")
    proxy: str | None = Field(
        default=None, pattern=r"^https?://", description="address of an HTTP proxy that ingest fetches pages through"
    )


def load_settings(**given: object) -> Settings:
    """Read the settings; what is given (and not None) wins over the environment.

    Raises:
        SettingInvalid: naming the variable and what is wrong with it.
    """
    values = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**values)  # type: ignore[arg-type]  # pydantic checks them, and says which is wrong
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingInvalid(
            f"{name} cannot be used: {first['msg']}", hint="the README's table of settings says what each one takes"
        ) from error
