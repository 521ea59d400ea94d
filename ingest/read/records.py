"""JSON lines: one article a line, under the field names that exports use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.metadata import parse_date
from ingest.read.draft import Draft, Problem
from ingest.read.text import decode
from rag.errors import ArticleRejected

FIELDS = {
    "raw": ("body", "text", "content", "article", "maintext"),
    "title": ("title", "headline"),
    "publisher": ("source", "publisher", "outlet", "site_name"),
    "author": ("author", "authors", "byline"),
    "published": ("published_at", "published", "date", "pubDate", "date_published"),
    "updated": ("updated_at", "updated", "date_modified"),
    "url": ("url", "link"),
}


def read_records(file: Path, most_bytes: int) -> Iterator[Draft | Problem]:
    """Yield an article for each line that is one, and a problem for each that is not."""
    del most_bytes  # checked before; lines are read one at a time
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _read_line(file, number, line)


def _read_line(file: Path, number: int, line: bytes) -> Draft | Problem:
    label = f"{file} line {number}"
    try:
        record = json.loads(decode(line))
    except ArticleRejected as error:
        return Problem(label, error.message, error.hint)
    # A nest of 100,000 brackets ends in a RecursionError, a number of 5,000 digits in a ValueError.
    except (ValueError, RecursionError):
        return Problem(label, "it is not JSON", "each line is one JSON object")
    if not isinstance(record, dict):
        return Problem(label, f"it is a JSON {type(record).__name__}, not an object", "each line is one JSON object")
    fields = {field: _value(record, names) for field, names in FIELDS.items()}
    raw = fields.pop("raw")
    if raw is None:
        return Problem(label, "no field holds the text", f"name it one of {', '.join(FIELDS['raw'])}")
    for field in ("published", "updated"):
        fields[field] = parse_date(fields[field] or "")
    return Draft(origin=fields["url"] or f"{file.resolve()}#{number}", label=label, raw=raw, **fields)


def _value(record: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """Return the first of the named fields that says something."""
    for name in names:
        value = record.get(name)
        if isinstance(value, list):
            value = ", ".join(str(item) for item in value if item)
        if isinstance(value, dict):
            value = value.get("name") or value.get("title")
        if value is not None and str(value).strip():
            # A lone surrogate is JSON, but no text that can be stored.
            return str(value).encode("utf-8", "replace").decode("utf-8").strip()
    return None
