"""What a user has set right about an article: kept beside it, put over what its text says at each ingest."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.addresses import same_address
from ingest.metadata import parse_date
from ingest.read.draft import name_of
from ingest.read.fields import OWN
from ingest.read.text import decode
from rag.domain import Source
from rag.errors import ArticleRejected, CorrectionInvalid

FIELDS = {name: attribute for name, attribute in OWN.items() if name != "body"} | {"agency": "original"}
"""The name that a user gives a field, and the one that `Source` has for it."""

_DATES = {"published", "updated"}


def checked(field: str, value: str) -> str:
    """Return the value of a correction as it is stored.

    Raises:
        CorrectionInvalid: there is no such field, or it cannot have that value.
    """
    if field not in FIELDS:
        raise CorrectionInvalid(f"there is no field {field!r}", hint=f"the fields are {', '.join(FIELDS)}")
    value = " ".join(value.split())
    if field in _DATES and value:
        day = parse_date(value)
        if day is None:
            raise CorrectionInvalid(f"{value!r} is no date", hint="write it as 2022-03-30, 2022-03 or 2022")
        return day
    if field == "url" and value and not value.lower().startswith(("http://", "https://")):
        raise CorrectionInvalid(f"{value!r} is no address of a page", hint="write it as https://host/page")
    if field == "language" and value and not (len(value) == 2 and value.isalpha()):  # noqa: PLR2004
        raise CorrectionInvalid(f"{value!r} is no language", hint="two letters, as in en, de, fr")
    return value.lower() if field == "language" else value


def corrected(source: Source, corrections: Mapping[str, str]) -> Source:
    """Return a source with what a user set right; an empty value makes a field unknown."""
    changed: dict[str, Any] = {FIELDS[field]: value or None for field, value in corrections.items()}
    return replace(source, **changed)


def mark(corrections: Mapping[str, str]) -> str:
    """Return what tells these corrections from others, empty for none."""
    if not corrections:
        return ""
    return " " + hashlib.sha256(json.dumps(sorted(corrections.items())).encode()).hexdigest()[:8]


@dataclass(slots=True)
class Row:
    """A line of a side file: what it corrects, and to what."""

    label: str
    name: str
    values: dict[str, str]
    used: bool = False


class SideFile:
    """Corrections that lie beside the articles; `unused` are those that name none of them."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._by_name: dict[str, list[Row]] = {}
        self.problems: list[str] = []

    @classmethod
    def of(cls, files: Iterable[Path]) -> SideFile:
        """Read side files; a line that cannot be used is a problem, and the others go on."""
        side = cls()
        for file in files:
            try:
                side._read(file)
            except OSError as error:
                side.problems.append(f"{name_of(file)} cannot be read: {error.strerror or type(error).__name__}")
            except (ArticleRejected, csv.Error) as error:
                side.problems.append(f"{name_of(file)} cannot be read: {error}")
        return side

    def of_article(self, *names: str | None) -> dict[str, str]:
        """Return what is corrected about the article that has any of these names: its file, address, id.

        Where several say something of one field, the name that comes last does.
        """
        found: dict[str, str] = {}
        for name in names if self._rows else ():
            for row in self._by_name.get(_key(name), ()) if name else ():
                row.used = True
                found |= row.values
        return found

    def unused(self) -> list[str]:
        """Return a line for each correction that named no article."""
        return [f"{row.label}: no article of this ingest is {row.name!r}" for row in self._rows if not row.used]

    def _read(self, file: Path) -> None:
        reader = csv.DictReader(decode(file.read_bytes()).splitlines(), restkey="", restval="")
        if "article" not in (reader.fieldnames or ()):
            self.problems.append(f"{name_of(file)} has no column `article`; {_columns()}")
            return
        for cells in reader:
            self._take(cells, folder=file.parent, label=f"{name_of(file)} line {reader.line_num}")

    def _take(self, cells: Mapping[str, str | None], *, folder: Path, label: str) -> None:
        name = (cells.get("article") or "").strip()
        try:
            values = {
                field: checked(field, value)
                for field, value in cells.items()
                if field and field != "article" and isinstance(value, str) and value.strip()
            }
        except CorrectionInvalid as error:
            self.problems.append(f"{label}: {error.message} ({error.hint})")
            return
        if not name or not values:
            return
        # A file is named as it lies below the folder of the side file.
        path = name if "://" in name else name_of((folder / name).resolve())
        row = Row(label, name, values)
        self._rows.append(row)
        for key in {_key(name), _key(path)}:
            self._by_name.setdefault(key, []).append(row)


def _key(name: str) -> str:
    return same_address(name) if "://" in name else name


def _columns() -> str:
    return f"its columns are article and any of {', '.join(FIELDS)}"
