"""What a reader takes along: a conversation or a table as a file that the page's script saves; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.export import as_csv, as_file, as_footnotes
from rag.kept import Kept
from rag.page.acts import handed_out

LONGEST_NAME = 60
"""Characters of a file's name."""


def as_download(kind: str, title: str, exchanges: Sequence[Kept]) -> str:
    """Return a conversation as Markdown with footnotes ("md"), as a table ("csv"), or as a file that opens again."""
    name = file_name(title)
    if kind == "csv":
        return saved(f"{name}.csv", "text/csv", as_csv(exchanges))
    if kind == "md":
        return saved(f"{name}.md", "text/markdown", as_footnotes(exchanges))
    return saved(f"{name}.dateline.json", "application/json", as_file(title, exchanges))


def saved(name: str, kind: str, text: str) -> str:
    """Return what lets the page's script save a text under a name."""
    return handed_out(save={"name": name, "type": kind, "text": text})


def file_name(title: str) -> str:
    """Return a title as the name of a file: letters and digits, with dashes between."""
    return "-".join(re.findall(r"\w+", title.casefold()))[:LONGEST_NAME].strip("-") or "dateline"
