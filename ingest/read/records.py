"""JSON lines: one article a line, under the field names that exports use."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from ingest.metadata import parse_date
from ingest.read.draft import Draft, Problem, name_of
from ingest.read.text import decode, is_wide
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
    """Yield an article for each line that is one, and a problem for each that is not.

    Raises:
        ArticleRejected: the file as a whole cannot be decoded.
    """
    origin, name = name_of(file.resolve()), name_of(file)
    with file.open("rb") as stream:
        for number, line in enumerate(_lines(stream, most_bytes), start=1):
            if line.strip():
                yield _read_line(line, number, origin=origin, label=f"{name} line {number}")


def _lines(stream: BinaryIO, most_bytes: int) -> BinaryIO:
    """Return the lines to iterate over, one at a time; a file in UTF-16 must be decoded before it has any."""
    head = stream.read(4)
    stream.seek(0)
    return io.BytesIO(decode(stream.read(most_bytes + 1)).encode()) if is_wide(head) else stream


def _read_line(line: bytes, number: int, *, origin: str, label: str) -> Draft | Problem:
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
    address = fields["url"]
    return Draft(origin=address or origin, line=0 if address else number, label=label, raw=raw, **fields)


def _value(record: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """Return the first of the named fields that says something."""
    for name in names:
        value = record.get(name)
        words = [_words(item) for item in (value if isinstance(value, list) else [value])]
        if any(words):
            return ", ".join(word for word in words if word)
    return None


def _words(value: object) -> str:
    """Return what one value says: an object its name; null, true and NaN, which exports write for "none", nothing."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    if isinstance(value, float) and math.isfinite(value):
        value = int(value) if value.is_integer() else str(value)  # a table's "2022.0" is a year
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    # A lone surrogate is JSON, but no text that can be stored.
    return str(value).encode("utf-8", "replace").decode("utf-8").strip()
