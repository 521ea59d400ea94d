"""How often what a page says of its article is read off it: title, date, outlet, authors.

    python -m benchmarks.metadata [FOLDER] [--errors] [--half 0|1]

FOLDER holds a folder a country: OUTLET.json with the truth for each version of the outlet's layout (V1, …), and beside
it OUTLET_2024_05_02.html.gz, the page of each version on the day it was saved. What counts as right:

title    the same letters and digits, whatever the case, the quotes, the dashes and the white space
date     the same calendar day, in the zone the page gives or in UTC; no date is missing, another day is wrong
outlet   one name holds the other once both are reduced to letters, or is its initials: "NZZ"; a name in another script
         than the truth's where the page's address says the outlet's
authors  the same set of names, whatever their case, accents and titles ("Dr."); nobody where the truth is nobody
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.page import Page, read_page
from rag.errors import ArticleRejected

FOLDER = Path(__file__).parents[2] / "shared" / "benchmarks" / "metadata"
FIELDS = ("title", "date", "outlet", "authors")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|el|il|de|het) ", re.IGNORECASE)
_AND = re.compile(r",|;| (?:and|und|et|og|y|e|i) | & ")


@dataclass(frozen=True, slots=True)
class Case:
    """A page with what is true of it; `half` is the same for all pages of an outlet."""

    name: str
    outlet: str
    html: str
    truth: Mapping[str, Any]
    half: int

    @property
    def body(self) -> str:
        """The true text: the summary, then each section with its headline."""
        body = self.truth["body"]
        sections = [line for part in body["sections"] for line in (*part["headline"], *part["paragraphs"])]
        return "\n".join((*body["summary"], *sections))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--errors", action="store_true", help="print each miss")
    parser.add_argument("--half", type=int, choices=(0, 1), help="the outlets of one half only")
    options = parser.parse_args()
    found = [case for case in cases(options.folder) if options.half in (None, case.half)]
    if not found:
        print(
            missing(options.folder, "OUTLET.json files with the pages beside them", module="metadata"), file=sys.stderr
        )
        return 2
    began = time.process_time()
    pages = [read(case) for case in found]
    spent = time.process_time() - began
    verdicts = [judge(case, page) for case, page in zip(found, pages, strict=True)]
    for half in (0, 1):
        some = [verdict for case, verdict in zip(found, verdicts, strict=True) if case.half == half]
        if some:
            print(f"half {half}, {len(some)} pages: {figures(some)}")
    print(f"all, {len(found)} pages: {figures(verdicts)}; {1000 * spent / len(found):.0f} ms a page")
    if options.errors:
        for case, page, verdict in zip(found, pages, verdicts, strict=True):
            print_errors(case, page, verdict)
    return 0


def cases(folder: Path) -> Iterator[Case]:
    """Go through the pages; a version belongs to the page of the same place in time."""
    for file in sorted(folder.glob("*/*.json")):
        versions = list(json.loads(file.read_text(encoding="utf-8")).values())
        name = re.compile(rf"{re.escape(file.stem)}_\d{{4}}_\d{{2}}_\d{{2}}\.html\.gz")
        pages = [page for page in sorted(file.parent.iterdir()) if name.fullmatch(page.name)]
        if len(pages) != len(versions):
            print(f"{file}: {len(versions)} versions and {len(pages)} pages, left out", file=sys.stderr)
            continue
        half = int(hashlib.sha256(file.stem.encode()).hexdigest(), 16) % 2
        for page, truth in zip(pages, versions, strict=True):
            html = gzip.decompress(page.read_bytes()).decode("utf-8", "replace")
            yield Case(page.name.removesuffix(".html.gz"), file.stem, html, truth, half)


def missing(folder: Path, holds: str, *, module: str) -> str:
    """Say what to do where the pages are not there."""
    return (
        f"error: no pages in {folder}\nhint: name the folder that holds {holds}: python -m benchmarks.{module} FOLDER"
    )


def read(case: Case) -> Page | str:
    """Return the page as it is read, or why it is rejected."""
    try:
        return read_page(case.html, url=None)
    except ArticleRejected as error:
        return error.message


def judge(case: Case, page: Page | str) -> dict[str, str]:
    """Return for each field: right, wrong or missing."""
    if isinstance(page, str):
        return dict.fromkeys(FIELDS, "rejected")
    truth = case.truth
    people, found = names_in(truth.get("authors") or []), names_in([page.author] if page.author else [])
    return {
        "title": _verdict(page.title, right=letters(page.title or "") == letters(truth["title"])),
        "date": _verdict(page.published, right=bool(days(page.published) & days(truth["publishing_date"]))),
        "outlet": _verdict(page.publisher, right=same_outlet(case.outlet, page.publisher or "", page.url)),
        "authors": "right" if people == found else _verdict(page.author, right=False),
    }


def _verdict(value: str | None, *, right: bool) -> str:
    return "right" if right else "wrong" if value else "missing"


def letters(text: str, *, german: bool = False) -> str:
    """Return the letters and digits of a text without case and accents; ö is o, or oe as Germans write it."""
    text = text.casefold().replace("ı", "i")
    plain = unicodedata.normalize("NFKD", text.translate(_GERMAN) if german else text)
    return "".join(letter for letter in plain if letter.isalnum())


def days(text: str | None) -> set[date]:
    """Return the days a date may be called: in its own zone, and in UTC."""
    if not text:
        return set()
    moment = datetime.fromisoformat(text)
    return {moment.date(), moment.astimezone(UTC).date()} if moment.tzinfo else {moment.date()}


def same_outlet(truth: str, found: str, address: str | None) -> bool:
    """Say whether two names are the same outlet's; the true one is written "SalzburgerNachrichten"."""
    if not re.search("[a-z]", letters(found)):
        host = urlsplit(address or "").hostname or ""
        return bool(found) and any(len(label) > 2 and label in truth.lower() for label in host.split("."))
    words = re.findall(r"\w+", found)
    initials = letters("".join(word[0] for word in words))
    capitals = letters("".join(re.findall(r"[A-Z]", truth)))
    pieces = re.findall(r"[A-Z][a-z]*", truth)
    forms = [letters(_ARTICLE.sub("", found), german=german) for german in (True, False)]
    ones = [letters(truth), letters(re.sub(r"(?<=[a-z])[A-Z]{2}$", "", truth))]  # VogueDE is the German one
    return (
        ones[0] in (initials, capitals)
        or capitals in (*forms, *(map(letters, words) if len(capitals) > 1 else ()))
        or any(one in form or (len(form) > 2 and form in one) for one in ones for form in forms)
        or (len(pieces) == len(words) and all(map(str.startswith, words, pieces)))
    )


def names_in(credits_: list[str]) -> set[str]:
    """Return the names of some credits as they compare."""
    parts = [part for credit in credits_ for part in _AND.split(credit)]
    return {letters(re.sub(r"\b(?:Dr|Prof)\. ", "", part)) for part in parts} - {""}


def figures(verdicts: list[dict[str, str]]) -> str:
    """Return the shares of what was right, and of the dates that were wrong."""
    told = []
    for field in FIELDS:
        counts = Counter(verdict[field] for verdict in verdicts)
        told.append(f"{field} {counts['right'] / len(verdicts):.1%} (wrong {counts['wrong'] / len(verdicts):.1%})")
    return ", ".join(told)


def print_errors(case: Case, page: Page | str, verdict: Mapping[str, str]) -> None:
    if isinstance(page, str):
        print(f"rejected  {case.name}: {page}")
        return
    truth = {"title": case.truth["title"], "date": case.truth["publishing_date"], "outlet": case.outlet}
    truth["authors"] = case.truth.get("authors")
    found = {"title": page.title, "date": page.published, "outlet": page.publisher, "authors": page.author}
    for field in FIELDS:
        if verdict[field] != "right":
            print(f"{verdict[field]:8}  {field:8}  {case.name}: {found[field]!r}, is {truth[field]!r}")


if __name__ == "__main__":
    sys.exit(main())
