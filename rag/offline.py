"""Keep the libraries from calling anybody: no hub, no analytics, no telemetry."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def keep_offline(*, allow_downloads: bool = False) -> None:
    """Set what the libraries read when they are imported; call it before the first of them is."""
    if os.name != "nt":
        os.environ.setdefault("HOME", str(home()))  # Chroma asks for it while it is imported
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_SHARE"] = "False"
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    # A fork after the tokenizer ran makes it print a warning at the user.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ[name] = "0" if allow_downloads else "1"


def home() -> Path:
    """Return the user's folder; where there is none, as for a user id of a container, that of temporary files."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(tempfile.gettempdir())
