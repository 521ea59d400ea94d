"""Title, outlet, author and dates off the lines around the beginning of an article's text; pure.

What the text does not show stays None: a wrong title or date is worse than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.clean.furniture import heading
from ingest.clean.notices import is_notice
from ingest.clean.phrases import AUTHORS
from ingest.clean.sections import is_sentence
from ingest.metadata.attribution import (
    Byline,
    copyright_holder,
    dateline_day,
    first_publisher,
    followed,
    is_name,
    labelled_outlet,
    late_byline,
    names_alone,
    published_by,
    read_credit,
    read_dateline,
    reprinted,
    sender,
)
from ingest.metadata.days import YEARLESS, Dated, read_days
from ingest.metadata.outlets import (
    agency_named,
    as_written_small,
    can_be_outlet,
    has_media_word,
    is_outlet,
    is_outlet_in_place,
    without_edition,
)
from ingest.metadata.pieces import said
from ingest.metadata.title import (
    KICKER_WORDS,
    SUFFIX,
    TITLE_LETTERS,
    split_title,
    stated_line,
    title_line,
    without_article,
)

HEADER_LINES = 14
"""Lines above the first paragraph in which a title, a byline and a date are looked for."""

_BELOW = 6
"""Lines below the first paragraph in which a byline and a date may stand, under a standfirst."""

_EDGE = 60
"""Lines of furniture at either end in which notices are looked for: a page of nothing but notices is no article."""

_APART = 3
"""Lines between two sentences of a text; one that is farther from the next is a teaser in a menu."""

_SIGNED, _SIGNED_LETTERS = 2, 80
"""Lines at the end of a text that may say who wrote it and when, and the letters of one."""

_DATED_LETTERS = 120
_NAMEPLATE = re.compile(r"(.{3,40}?) ?[|•·—–] ?(.{2,60})")
_CRUMBS = re.compile(r" ?[»›>] ?")
"""Between the steps to a page: "The Valley News » Local"."""

_EDITION = tuple(
    "with |the editor|the readers|readers' |readers’ |the magazine|the newspaper|the weekly|english edition"
    "|weekend edition|sunday edition".split("|")
)
_STAFF = re.compile(
    r"by (?:an?|our|the) [\w ]{0,30}\b(?:reporter|correspondent|desk|staff|team|newsroom|writer|editor)s?"
    r"(?: and .{3,40})?",
    re.IGNORECASE,
)
_SOURCES = ("source", "via ", "quelle", "fuente", "fonte", "źródło", "bron:")
_TIMED = re.compile(r"\d[:.h]\d\d|\d ?[ap]\.?m\b|[Uu]hr\b|^[Bb]y ")
_OF_THE_SUBJECT = re.compile(
    r"(?:(?:date of )?(?:birth|death)|born|died|founded|established|opened|opens|released?(?: date)?|deadline|when"
    r"|starts?|ends?|geboren|gestorben|gegründet|née?|décès|nacimiento|fallecimiento)\b[^:]{0,12}:",
    re.IGNORECASE,
)
"""The day in "Born: 4 March 1950" is of whom the article is about."""

_LABELLED = re.compile(r"(?:first |last )?(?:published|updated|posted|modified)\b", re.IGNORECASE)
_BESIDE_DATE = re.compile(r"([A-ZÀ-Þ][\w&’' -]{2,40}?) ?[,|·•–—-] ")
_ENDS_AS_TITLE = re.compile(r"[?!]$|\w[\"”’»]$")
_OTHER_ARTICLE = re.compile(
    r"(?:this|the) (?:article|story|post|piece|report|column)|originally|first published", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Header:
    """What an article's text shows of itself; `body` is the text that is left without it."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    original: str | None = None
    body: str = ""


def read_header(
    lines: Sequence[str], removed: Sequence[str], *, publisher: str | None = None, title: str | None = None
) -> Header:
    """Read the header off cleaned lines; `removed` furniture may name the outlet, where none is stated.

    With a stated `title` none is looked for: the line that repeats it is taken out, and what stands above it.
    """
    begin, end = _region(lines)
    known = stated_line(lines, end, title) if title else None
    # The menu of a page has "Live TV" and "Morning News", and a body without a header may begin with a table.
    strict = end - begin > HEADER_LINES or (title is not None and known is None)
    header, used, near = Header(), set[int](), False
    for number in range(begin, min(len(lines), end + 2 * _BELOW)):
        if lines[number]:
            found = _field(lines[number], header, strict=strict or number >= end, alone=number >= end and not near)
            near = found is not None
            header, used = found or header, used | ({number} if found else set())
    header, used = _with_outlet_line(header, lines, range(begin, end), used)
    header, used = _with_author_line(header, lines, range(begin, end), used)
    if not title:
        header, used = _with_nameplate(header, lines, range(begin, end), used)
    line = known if title else title_line(lines, range(begin, end), used, removed)
    if line is not None:
        header = _with_title(header, lines[line])
        # What stands above a title and is no sentence is a kicker or the page's name.
        used |= {number for number in range(line + 1) if number == line or not is_sentence(lines[number])}
    header = replace(header, body=_without(lines, used), title=title or header.title)
    edges = removed if len(removed) <= 2 * _EDGE else (*removed[:_EDGE], *removed[-_EDGE:])
    return _with_outlet(_with_notices(header, edges), lines, edges, publisher)


def _with_outlet_line(header: Header, lines: Sequence[str], region: range, used: set[int]) -> tuple[Header, set[int]]:
    """Read the line between the title or a byline and a byline or a day for the outlet, where none is known."""
    shown = [number for number in region if lines[number]]
    for above, number, below in zip(shown, shown[1:], shown[2:], strict=False):
        beside = above in used or below in used or YEARLESS.fullmatch(lines[below])
        between = (lines[above].count(" ") > 1 or above in used) and number not in used and beside
        # "Perron, the magazine for travellers", "Coastline Daily, with material from Northern Wire".
        name, _, more = without_edition(lines[number]).partition(", ")
        named = is_outlet_in_place(name) or (bool(more) and (is_outlet(name) or more.lower().startswith(_EDITION)))
        if header.publisher is None and between and named:
            return replace(header, publisher=name), used | {number}
    return header, used


def _with_author_line(header: Header, lines: Sequence[str], region: range, used: set[int]) -> tuple[Header, set[int]]:
    """Read the line above a day or an outlet for those who wrote it, where it names people and nothing else."""
    shown = [number for number in region if lines[number]]
    for number, below in pairwise([*shown[1:], region.stop]):
        if header.author is None and number not in used and below in {*used, region.stop}:
            if author := names_alone(lines[number]):
                return replace(header, author=author), used | {number}
            # What else such a line says stays.
            header = replace(header, author=late_byline(lines[number]))
    return header, used


def _with_nameplate(header: Header, lines: Sequence[str], region: range, used: set[int]) -> tuple[Header, set[int]]:
    """Read the first line for the outlet, where a motto or a section stands behind it and the title below."""
    shown = [number for number in region if lines[number] and number not in used]
    below = (lines[number] for number in shown[1:])
    if not any(line.count(" ") >= KICKER_WORDS - 2 and not _opens_body(line) for line in below):
        return header, used
    first = lines[shown[0]]
    plate, name = _NAMEPLATE.fullmatch(first), _CRUMBS.split(first)[0]
    named = plate[1] if plate and is_outlet(plate[1]) else name if can_be_outlet(name) else None
    if named is None and name == first:
        return header, used
    return replace(header, publisher=header.publisher or named), used | {shown[0]}


def _without(lines: Sequence[str], used: set[int]) -> str:
    """Return the text without some of its lines, and without a second empty one where two come to stand together."""
    left: list[str] = []
    for number, line in enumerate(lines):
        if number not in used and (line or (left and left[-1])):
            left.append(line)
    return "\n".join(left).strip("\n")


def _region(lines: Sequence[str]) -> tuple[int, int]:
    """Return where a header may begin, and where the first paragraph stands below it."""
    shown = [number for number, line in enumerate(lines) if line]
    prose = [place for place, number in enumerate(shown) if _opens_body(lines[number])]
    if not prose:
        return 0, min(len(lines), HEADER_LINES)
    near = (place for place, after in pairwise(prose) if after - place <= _APART)
    first = next(near, prose[0])
    return shown[max(0, first - HEADER_LINES)], shown[first]


def _opens_body(line: str) -> bool:
    if read_dateline(line):
        return True
    suffix = SUFFIX.fullmatch(line) if len(line) <= TITLE_LETTERS else None
    titled = suffix is not None and has_media_word(suffix["outlet"])
    return is_sentence(line) and not titled and not _ends_as_title(line)


def _ends_as_title(line: str) -> bool:
    """Say whether a line ends as only titles do, where a paragraph goes on: asking, or with bare quoted words."""
    return bool(_ENDS_AS_TITLE.search(line)) and len(line) <= _DATED_LETTERS


def _field(line: str, header: Header, *, strict: bool, alone: bool) -> Header | None:
    """Return the header with what a line of its own says, or None where it says nothing of the kind.

    Where all stands in doubt (`strict`), the name of an outlet or a kicker says nothing, and `alone`, away from other
    lines of a header, a day does so only with a time or as what was published: it may head a part of a chronicle.
    """
    line = line.strip("*_[]# ")
    if len(line) > _DATED_LETTERS or _OF_THE_SUBJECT.match(line):
        return None
    dated = read_days(line)
    if stated := _labelled(dated.rest.strip(" ,") if dated else line, header):
        return _on_days(stated, dated)
    if dated and alone and not (_LABELLED.match(line) or _TIMED.search(line)):
        return None
    names = said(dated.rest if dated else line, dated=dated is not None)
    beside = _BESIDE_DATE.match(line) if dated else None
    if beside and is_outlet_in_place(beside[1]):
        names = replace(names or Byline(None), outlet=beside[1])
    if names is None:
        kicker = not strict and line.isupper() and line.count(" ") < KICKER_WORDS // 2  # "ANALYSIS"
        return header if kicker else None
    outlet = names.agency is None and header.publisher not in (None, names.outlet)
    if dated is None and names.author is None and (strict or outlet):
        return None
    known = replace(
        header,
        author=header.author or names.author,
        publisher=header.publisher or names.outlet,
        original=header.original or names.agency,
    )
    return _on_days(known, dated)


def _on_days(header: Header, dated: Dated | None) -> Header:
    """Add when an article was published and updated, where that is not known."""
    if dated is None:
        return header
    return replace(header, published=header.published or dated.published, updated=header.updated or dated.updated)


def _labelled(line: str, header: Header) -> Header | None:
    """Return the header with what a line says under a label ("Source: Coast Wire", "From: …"), or None."""
    if (sent := sender(line)) is not None:
        return replace(header, publisher=header.publisher or sent.outlet, author=header.author or sent.author)
    if reprint := reprinted(line):
        # What stands above names the agency.
        return replace(header, original=reprint.agency or header.original or header.publisher, publisher=reprint.outlet)
    if (named := labelled_outlet(line)) is None:
        return header if _STAFF.fullmatch(line) else None
    agency = agency_named(named)
    return replace(header, original=agency) if agency else replace(header, publisher=header.publisher or named)


def _with_title(header: Header, line: str) -> Header:
    title, outlet = split_title(line)
    return replace(header, title=title, publisher=header.publisher or outlet)


def _with_notices(header: Header, removed: Sequence[str]) -> Header:
    """Add what notices, labelled dates and the author's box say, which were taken out of the text."""
    reposted = any(heading(line) in ("original source", "source link") for line in removed)
    for line, following in zip(removed, (*removed[1:], ""), strict=False):
        if is_notice(line):
            if said := published_by(line):
                header = replace(header, publisher=header.publisher or said[0], published=header.published or said[1])
            else:
                header = replace(header, original=header.original or first_publisher(line))
        if _LABELLED.match(line):
            header = _on_days(header, read_days(line))
        # On a page that points to its source, the box tells who reposted it.
        if heading(line) in AUTHORS and not reposted and is_name(following):
            header = replace(header, author=header.author or following)
    return header


def _with_outlet(header: Header, lines: Sequence[str], removed: Sequence[str], stated: str | None) -> Header:
    """Add the outlet and the agency that datelines, credits, copyright lines and furniture name."""
    shown = [line for line in lines if line]
    edges = [line for line in (*shown[:HEADER_LINES], *shown[-3:]) if _OTHER_ARTICLE.match(line.strip("([*_ "))]
    edges += [line for line in (*shown[:3], *shown[-3:]) if line.lower().startswith(_SOURCES) and len(line) <= 60]  # noqa: PLR2004
    original = header.original or next(filter(None, map(first_publisher, edges)), None)
    opening = header.body.split("\n", 5)[:5]
    named = [*map(read_dateline, opening), *map(read_credit, shown[-3:])]
    agencies = [name for name in named if name]
    days = filter(None, map(dateline_day, opening))
    header = replace(header, published=header.published or next(days, None))
    header = _signed(header, shown[-_SIGNED:])
    publisher = stated or header.publisher or next(filter(None, map(followed, removed)), None)
    for holder in filter(None, map(copyright_holder, [*removed, *shown[-2:]])):
        if agency_named(holder):
            original = original or holder
        else:
            publisher = publisher or holder
    if agencies and publisher is None and original is None and not agency_named(agencies[0]):
        publisher = agencies[0]
    original = original or (agencies[0] if agencies else None)
    names = (without_article(publisher).casefold(), _initials(publisher)) if publisher else ()
    same = original is not None and without_article(original).casefold() in names
    publisher = as_written_small(publisher) if publisher else None
    return replace(header, publisher=publisher, original=None if same else original)


def _signed(header: Header, last: Sequence[str]) -> Header:
    """Add who wrote it, for whom and when by the last lines, as in a book of clippings: "(The Bugle, 17 July 2023)"."""
    for line in last:
        bare = line.strip("()[]—–- ")
        dated = read_days(bare) if len(bare) <= _SIGNED_LETTERS else None
        names = said(dated.rest, dated=True) if dated else None
        if names is not None and (names.outlet or names.author):
            known = replace(header, publisher=header.publisher or names.outlet, author=header.author or names.author)
            header = _on_days(known, dated)
        elif is_outlet(bare):
            header = replace(header, publisher=header.publisher or bare)
        elif line.startswith(("—", "–")) and is_name(bare):
            header = replace(header, author=header.author or bare)
    return header


def _initials(name: str) -> str:
    """Return what an agency signs with: Northern Wire is NW in its datelines."""
    return "".join(word[0] for word in without_article(name).split()).casefold()
