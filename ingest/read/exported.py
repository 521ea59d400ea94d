"""What news databases hand out: many articles in one text, each between lines of its own; pure.

Three layouts: that of LexisNexis as it was ("3 of 10 DOCUMENTS" above each article, fields in capitals), that of Nexis
Uni and Lexis+ (title, outlet, date, "Length: 355 words", "Body", "End of Document"), and Factiva's (headline,
"355 words", date, outlet, …, "Document IRIND00020171114edbe0002k"), with or without the names of its fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from ingest.read.lines import blocks_of, unwrap


@dataclass(frozen=True, slots=True)
class Exported:
    """An article of an export, with what is stated of it."""

    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None


_MONTH = r"[^\W\d_]{3,12}"
_DAY = re.compile(rf"{_MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}}\.? (?:de )?{_MONTH}(?: de)? \d{{4}}|\d{{4}}-\d\d-\d\d")
"""January 11, 2010; 14 November 2017; 11. Januar 2010; 3 de mayo de 2019."""

_NUMBERED = re.compile(r"\s*(?:\d+ of \d+ DOCUMENTS?|Dokument \d+ von \d+|Document \d+ (?:de|sur) \d+)\s*")
_END = re.compile(r"\s*End of Document\s*")
_LENGTH = re.compile(r"\s*(?:Length|Länge|Longueur|Longitud)\s*: *[\d.,]+ \w+\s*", re.IGNORECASE)
_FIELD = re.compile(r"[^\W\d_][\w-]*(?: [\w-]+)?: ?(?=\S|$)")
_BYLINE = re.compile(r"(?:Byline|Autor|Auteur|Author)\s*: *(.+)", re.IGNORECASE)
_COPYRIGHT = re.compile(r"\s*(?:Copyright|\(c\)|©|All Rights Reserved)", re.IGNORECASE)
_BEFORE_TEXT = re.compile(
    r"(?:DATELINE|HIGHLIGHT|SERIES|URL|CORRECTION-DATE|BYLINE|SECTION|HEADLINE|LENGTH|SOURCE|COLUMN|ABSTRACT|TEASER|"
    r"GRAPHIC|RUBRIK|AUTOR|QUELLE|DACHZEILE|UNTERTITEL|ORT|AUTEUR|RUBRIQUE|TITRE|SECCIÓN|TITULAR|BODY|TEXT) ?: .*"
)
_AFTER_TEXT = re.compile(
    r"UPDATE\s*:\s*(?:\d|[^\W\d_]+\.? \d)|(?:(?:LOAD-DATE|LANGUAGE|SPRACHE|LANGUE|"
    r"GRAPHIC|GRAFIK|GRAPHIQUE|PUBLICATION-TYPE|JOURNAL-CODE|"
    r"DOCUMENT-TYPE|SUBJECT|Load-Date)\s*:|(?:Classification|Graphic|Notes)\s*$)"
)
_LINK = re.compile(r"Link (?:to|zum) (?:PDF|Image|PDF-Dokument).*|Bibliography|\W*")

_FACTIVA_END = re.compile(
    r"\s*(?:AN[\s|]{1,9})?(?:Document|Dokument|Documento|Документ) [A-Z]{2,10}[A-Z0-9]{0,20}\d{8}\w{4,20}[\s|]*"
)
_WORDS = re.compile(r"\s*[\d.,]+ (?:words|Wörter|mots|palabras|parole|palavras)\s*")
_CODE = re.compile(r"[A-Z0-9]{2,10}")
_TAGS = frozenset("SE HD BY CR WC PD ET SN SC ED PG LA CY LP TD CT RF CO IN NS RE IPC IPD PUB AN VOL ART CLM".split())
_TAG = re.compile(r"([A-Z]{2,3})(?:\s+|$)(.*)")
_BY = re.compile(r"(?:By|Von|Par|Por|Di)\s+(?=\S)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…:][\"”’»)]{0,2}$")
_NAME_WORDS = 5
"""Words of a byline at most, where nothing says that it is one."""

_HEADER = 12
"""Lines between the count of words and the text, at most."""


def split_export(text: str) -> list[Exported] | None:
    """Return the articles of an export; None where the text is none."""
    lines = text.replace("\xa0", " ").splitlines()
    layouts: tuple[tuple[re.Pattern[str], bool, Callable[[Sequence[str]], Exported | None]], ...] = (
        (_NUMBERED, True, _numbered),
        (_END, False, _ended),
        (_FACTIVA_END, False, _factiva),
    )
    for mark, begins, article_of in layouts:
        pieces = list(_pieces(lines, mark, begins=begins))
        found = [article_of(piece) for piece in pieces]
        # A text that only speaks of such a line is no export; one article of many may lack its fields.
        if found and sum(one is not None for one in found) * 2 > len(found):
            return [one or Exported("\n".join(piece)) for one, piece in zip(found, pieces, strict=True)]
    return None


def _pieces(lines: Sequence[str], mark: re.Pattern[str], *, begins: bool) -> Iterator[list[str]]:
    """Yield the lines between marks: after each where it begins an article, before each where it ends one."""
    places = [number for number, line in enumerate(lines) if mark.fullmatch(line)]
    if not places:
        return
    bounds = [*places, len(lines)] if begins else [-1, *places]
    for first, last in pairwise(bounds):
        yield list(lines[first + 1 : last])


def _numbered(lines: Sequence[str]) -> Exported | None:
    """Read an article of LexisNexis as it was: outlet and date in the middle of their lines, then title and fields."""
    length = _place(lines, _LENGTH)
    day = _place(lines, _DAY, search=True, before=length)
    if length is None or day is None:
        return None
    above = [line for line in lines[:day] if line.strip() and not _COPYRIGHT.match(line)]
    header = [block for block in blocks_of(lines[day:length]) if not _FIELD.match(block[0])]
    titles = [block for block in header[1:] if not _is_centred(block)]
    body = lines[length + 1 :]
    while body and (not body[0].strip() or _BEFORE_TEXT.fullmatch(body[0])):
        body = body[1:]
    return Exported(
        text="\n\n".join(unwrap("\n".join(_until_fields(body)))),
        title=_joined(titles[0]) if titles else None,
        publisher=above[0].strip() if above else None,
        author=_author(lines[:length]),
        published=_day(lines[day]),
    )


def _ended(lines: Sequence[str]) -> Exported | None:
    """Read an article of Nexis Uni; above the first one stands a list of all, which is left out."""
    length = _place(lines, _LENGTH)
    day = _place(lines, _DAY, search=True, before=length, last=True)
    if length is None or day is None:
        return None
    above = [line.strip() for line in lines[:day] if line.strip() and not _LINK.fullmatch(line.strip())]
    body = next((n for n in range(length, len(lines)) if lines[n].strip() == "Body"), None)
    if body is None:
        body = length
        while body + 1 < len(lines) and (not lines[body + 1].strip() or _is_field(lines[body + 1])):
            body += 1
    text = [line for line in _until_fields(lines[body + 1 :]) if not _LINK.fullmatch(line.strip())]
    return Exported(
        text="\n\n".join(line.strip() for line in text if line.strip()),
        title=above[-2] if len(above) > 1 else None,
        publisher=above[-1] if above else None,
        author=_author(lines[day:body]),
        published=_day(lines[day]),
    )


def _factiva(lines: Sequence[str]) -> Exported | None:
    """Read an article of Factiva."""
    lines = [line.strip(" |\t") for line in lines]
    tagged = _tagged(lines)
    if {"HD", "PD", "SN"} <= tagged.keys() and tagged.keys() & {"LP", "TD"}:
        return Exported(
            text="\n\n".join([*tagged.get("LP", []), *tagged.get("TD", [])]),
            title=_joined(tagged["HD"]),
            publisher=_joined(tagged["SN"]),
            author=_without_by(_joined(tagged["BY"])) if "BY" in tagged else None,
            published=_day(_joined(tagged["PD"])),
        )
    lines = [line for line in lines if line]
    count = _place(lines, _WORDS)
    if count is None or count + 2 >= len(lines) or not (day := _day(lines[count + 1])):
        return None
    title, author = _headline(lines[:count])
    after = lines[count + 2 :]
    if re.fullmatch(r"\d\d:\d\d(?: \w{2,4})?", after[0]):  # the time of day
        after = after[1:]
    return Exported("\n\n".join(_after_header(after[1:])), title, after[0] if after else None, author, day)


def _after_header(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs below the header: below the copyright, else below the outlet's code, edition and page."""
    head = lines[:_HEADER]
    copyright_at = next((n for n, line in enumerate(head) if _COPYRIGHT.match(line)), None)
    if copyright_at is not None:
        return list(lines[copyright_at + 1 :])
    first = next((n + 1 for n, line in enumerate(head) if _CODE.fullmatch(line)), 0)
    while first < len(head) and not _SENTENCE.search(head[first]):
        first += 1
    return list(lines[first:])


def _headline(above: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the headline and the byline, which stand above the count of words in this order."""
    if not above:
        return None, None
    last = above[-1]
    if _BY.match(last) and len(above) > 1:
        return above[-2], _without_by(last)
    names = last.split()
    is_name = 1 < len(names) <= _NAME_WORDS and all(name[0].isupper() and name.isalpha() for name in names)
    if is_name and len(above) > 1 and len(above[-2].split()) >= _NAME_WORDS:
        return above[-2], last
    return last, None


def _tagged(lines: Sequence[str]) -> Mapping[str, list[str]]:
    """Return the lines under each of Factiva's names of fields."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        match = _TAG.fullmatch(line.replace("|", " "))
        if match and match[1] in _TAGS:
            name = match[1]
            line = match[2]  # noqa: PLW2901  # what stands on the same line is the first of its text
            fields.setdefault(name, [])
        if name and line.strip(" |"):
            fields[name].append(line.strip(" |"))
    return {name: words for name, words in fields.items() if words}


def _until_fields(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text, without the fields and the copyright below it."""
    kept = list(takewhile(lambda line: not _AFTER_TEXT.match(line.strip()), lines))
    while kept and (not kept[-1].strip() or (_is_centred([kept[-1]]) and _COPYRIGHT.match(kept[-1]))):
        kept.pop()
    return kept


def _place(
    lines: Sequence[str],
    pattern: re.Pattern[str],
    *,
    search: bool = False,
    before: int | None = None,
    last: bool = False,
) -> int | None:
    """Return the first or the last line that a pattern fits, or that it is found in."""
    fits = pattern.search if search else pattern.fullmatch
    places = [number for number, line in enumerate(lines[:before]) if fits(line)]
    return None if not places else places[-1] if last else places[0]


def _is_centred(block: Sequence[str]) -> bool:
    return all(line.startswith("   ") for line in block)


def _is_field(line: str) -> bool:
    return bool(_FIELD.match(line.strip()) or _COPYRIGHT.match(line))


def _joined(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).split())


def _author(lines: Sequence[str]) -> str | None:
    """Return who is stated in the field of the byline, which may go on on the next line."""
    for block in blocks_of(lines):
        for number, line in enumerate(block):
            if match := _BYLINE.fullmatch(line.strip()):
                more = takewhile(lambda next_one: not _is_field(next_one), block[number + 1 :])
                return _without_by(_joined([match[1], *more]))
    return None


def _without_by(author: str) -> str:
    return _BY.sub("", author.strip(), count=1).strip()


def _day(line: str) -> str | None:
    match = _DAY.search(line)
    return match[0] if match else None
