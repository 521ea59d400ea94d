"""Plain data as nouns again: what `asdict` made of a frozen dataclass, checked field by field; pure.

The fields themselves say what each may hold, so a noun that gains one needs nothing here.
"""

from __future__ import annotations

import functools
import math
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from rag.errors import AnswerInvalid

Noun = TypeVar("Noun")

_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", type(None): "null"}


def from_plain(kind: type[Noun], data: object, place: str = "it") -> Noun:
    """Return plain data as the frozen dataclass `kind`; keys that it does not know are ignored.

    Args:
        place: what an error calls the data.

    Raises:
        AnswerInvalid: a field that has no default is missing, or a value is not of the type of its field.
    """
    if not isinstance(data, Mapping):
        raise _refusal(place, "an object")
    values = {}
    for name, (wanted, needed) in _fields(kind).items():  # type: ignore[arg-type]  # a class can be hashed
        if name in data:
            values[name] = _read(wanted, data[name], f"{place}.{name}")
        elif needed:
            raise AnswerInvalid(f"{place} has no {name!r}", hint="the data was changed, or is of something else")
    return kind(**values)


@functools.cache
def _fields(kind: type[Any]) -> Mapping[str, tuple[Any, bool]]:
    """Return the type of each field of a dataclass, and whether it must be given."""
    hints = get_type_hints(kind)
    return {
        field.name: (hints[field.name], field.default is MISSING and field.default_factory is MISSING)
        for field in fields(kind)
    }


def _read(wanted: Any, value: object, place: str) -> Any:
    """Return a value as the type that is wanted of it."""
    if is_dataclass(wanted):
        return from_plain(wanted, value, place)  # type: ignore[arg-type]  # a class, not one of its values
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise _refusal(place, "a list")
        return tuple(_read(inner[0], each, f"{place}[{number}]") for number, each in enumerate(value))
    if origin is Literal:
        if not isinstance(value, str) or value not in inner:
            raise _refusal(place, f"one of {', '.join(map(str, inner))}")
        return value
    if origin in (Union, types.UnionType):
        if value is None and type(None) in inner:
            return None
        return _read(next(each for each in inner if each is not type(None)), value, place)
    return _read_simple(wanted, value, place)


def _read_simple(wanted: Any, value: object, place: str) -> Any:
    """Return a text, a number or a truth; a whole number serves as a number, a truth does not."""
    if wanted is float and isinstance(value, int | float) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
    elif isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool)):
        return value
    raise _refusal(place, _NAMES[wanted])


def _refusal(place: str, wanted: str) -> AnswerInvalid:
    return AnswerInvalid(f"{place} is not {wanted}", hint="the data was changed, or is of something else")
