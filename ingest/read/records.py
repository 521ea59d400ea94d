"""JSON lines, one article a line; and JSON, an array of articles, an object that holds one, or one article."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from ingest.read.draft import Draft, Place, Problem
from ingest.read.fields import draft_of, is_record, is_text_name, is_titled
from ingest.read.stream import problem, read_lines, too_large, wide_encoding
from ingest.read.text import decode
from rag.errors import ArticleRejected

_BETWEEN = re.compile(r"[\s,\x1e\ufeff]*")
_CHUNK = 1 << 20
_DEEPEST = 4
"""Objects within objects in which an array of articles is looked for."""

_A_FEW = 5
"""Items of an array that are looked at to see whether it is one of articles."""


def read_json_lines(stream: io.BufferedReader, place: Place) -> Iterator[Draft | Problem]:
    """Yield an article for each line that is one, and a problem for each that is not.

    Raises:
        ArticleRejected: the file as a whole cannot be decoded, or not to its end.
    """
    for number, line in enumerate(read_lines(stream, place.most_bytes), start=1):
        label = f"{place.label} line {number}"
        if line is None:
            yield problem(label, too_large(place.most_bytes)).at(place.origin, number)
        elif line.strip():
            found = _read_line(line, place, number, label)
            yield found.at(place.origin, number) if isinstance(found, Problem) else found


def _read_line(line: bytes, place: Place, number: int, label: str) -> Draft | Problem:
    try:
        record = json.loads(decode(line))
    except ArticleRejected as error:
        return problem(label, error)
    # A nest of 100,000 brackets ends in a RecursionError, a number of 5,000 digits in a ValueError.
    except (ValueError, RecursionError):
        return Problem(label, "it is not JSON", "each line is one JSON object")
    if not isinstance(record, dict):
        return Problem(label, f"it is a JSON {type(record).__name__}, not an object", "each line is one JSON object")
    return draft_of(record, place, number, label)


def read_json(stream: io.BufferedReader, place: Place) -> Iterator[Draft | Problem]:
    """Yield the articles of a JSON file, and a problem for each of its records that is none.

    Raises:
        ArticleRejected: it is not JSON, or not to its end; what stands before goes in.
    """
    number = 0
    for value in _values(_chunks(stream, place.most_bytes), place.most_bytes):
        for record in _records(value, place):
            number += 1
            label = f"{place.label} record {number}"
            if isinstance(record, dict):
                found = draft_of(record, place, number, label)
            else:
                reason = f"it is a JSON {type(record).__name__}, not an object"
                found = Problem(label, reason, "each record is one JSON object")
            yield found.at(place.origin, number) if isinstance(found, Problem) else found


def _records(value: object, place: Place) -> list[object]:
    """Return the records that a value of a file holds: those in it, or itself."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return [value]
    for key, inner in value.items():
        if is_text_name(key) and _holds_records(inner, place, named_text=True):
            return list(inner)
    if is_record(value, place):
        return [value]
    level: list[dict[str, object]] = [value]
    for _ in range(_DEEPEST):
        inside = [inner for outer in level for inner in outer.values()]
        for inner in inside:
            if isinstance(inner, list) and _holds_records(inner, place):
                return inner
        level = [inner for inner in inside if isinstance(inner, dict)]
    return [value]


def _holds_records(value: object, place: Place, *, named_text: bool = False) -> bool:
    """Say whether a value is an array of articles; one called "content" may be of the paragraphs of one."""
    some = value[:_A_FEW] if isinstance(value, list) else []
    if named_text:
        return bool(some) and all(is_record(item, place) and is_titled(item, place) for item in some)
    return any(is_record(item, place) for item in some)


def _chunks(stream: io.BufferedReader, most_bytes: int) -> Iterator[str]:
    """Yield the text of a file; at once where it is no larger than one article may be.

    Raises:
        ArticleRejected: it cannot be decoded, or not to its end, after what can.
    """
    data = bytearray()
    try:
        while len(data) <= most_bytes and (part := stream.read1(_CHUNK)):
            data += part
    except ArticleRejected:
        if data:
            yield from _decoded([bytes(data)])
        raise
    if len(data) <= most_bytes:
        yield decode(bytes(data))
    else:
        yield from _decoded(chain([bytes(data)], iter(lambda: stream.read1(_CHUNK), b""), [b""]))


def _decoded(parts: Iterable[bytes]) -> Iterator[str]:
    """Yield parts of a file as text; an empty one is its end."""
    decoder: codecs.IncrementalDecoder | None = None
    try:
        for part in parts:
            decoder = decoder or codecs.getincrementaldecoder(wide_encoding(part) or "utf-8-sig")()
            yield decoder.decode(part, final=not part)
    except UnicodeError as error:
        raise ArticleRejected("its encoding cannot be read", hint="save it as UTF-8") from error


def _values(chunks: Iterator[str], most_bytes: int) -> Iterator[object]:
    """Yield the items of an array, or values one after another: JSON lines are often called .json."""
    decoder = json.JSONDecoder()
    text, at, is_array = "", 0, None
    while True:
        at = _after_spaces(text, at)
        if at < len(text) and is_array is None:
            is_array = text[at] == "["
            at += is_array
            continue
        if is_array and text.startswith("]", at):
            return
        try:
            value, end = decoder.raw_decode(text, at)
        except RecursionError as error:
            raise _no_json() from error
        except ValueError as error:  # an end too early: the rest of it may be in the next chunk
            more = next(chunks, None)
            if more is None:
                if at == len(text) and not is_array:
                    return
                raise _no_json() from error
            text, at = text[at:] + more, 0
            if len(text) > 2 * most_bytes + _CHUNK:
                raise too_large(most_bytes) from error
            continue
        yield value
        at = end


def _after_spaces(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def _no_json() -> ArticleRejected:
    return ArticleRejected("it is not JSON, or not to its end", hint="what stands before the fault has gone in")
