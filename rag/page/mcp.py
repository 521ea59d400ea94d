"""The page as an MCP server, whose tools are what `rag/page/programs.py` offers: an extra, which may be missing."""

from __future__ import annotations

from importlib.util import find_spec

from rag.errors import PageError

ADDRESS = "/gradio_api/mcp"
"""Where language models find the tools (streamable HTTP)."""


def available() -> bool:
    """Say whether the extra is installed; nothing is loaded."""
    return find_spec("mcp") is not None


def check_available() -> None:
    """Refuse to serve tools without the extra: Gradio would start all the same, and answer 404.

    Raises:
        PageError: it is not installed.
    """
    if not available():
        raise PageError(
            "--mcp needs a package that is not installed", hint="install it: .venv/bin/pip install -e '.[mcp]'"
        )
