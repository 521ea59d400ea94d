"""A line around a text taken apart at its bars, dots and commas: who wrote, for whom, and what says nothing; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.metadata.attribution import Byline, as_name, is_name, is_role, names_alone, read_byline
from ingest.metadata.outlets import agency_in_place, can_be_outlet, is_outlet, is_outlet_in_place

_BARS = re.compile(r" ?[|•·»›] ?| [-–—/>] |; ")
_COMMA = re.compile(r", ")
_BRACKETED = re.compile(r"[(\[](?P<inside>[^()\[\]]+)[)\]]")
_AROUND = " ,.:;–—-*_"
_DESK = re.compile(r"(?:,| in) [A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?$")
"""Where an outlet's correspondent is: "BBC News, Berlin"."""

_FROM = re.compile(r"^(?:from|via|with|by|aus|in) (?:the )?|^clipping: ?", re.IGNORECASE)
_OF_ITS_STAFF = re.compile(
    r"(?:(?i:special) (?i:to|for)|(?i:of|for)) (?:[Tt]he )?(?P<whose>[A-ZÀ-Þ].+?)(?: [Ss]taff)?"
    r"|(?P<own>[A-ZÀ-Þ].+?) (?:staff(?: (?:reporter|writer))?s?|columnist|contributor)"
)
"""For whom somebody wrote: "Special to the Ledger", "Fairlee Sun-Record staff"."""

_WRITER_FOR = re.compile(r"(?P<name>.+?) (?:reports for|for|in) (?:the )?(?P<outlet>[A-ZÀ-Þ].+)")
_EMPTY = (
    r"(?:no|vol|nr|volume|issue|ausgabe|jahrgang)\.?(?: of)?(?: ?#?[\d.,/]+)?|pages? \w+|pp?\.? ?[A-Z]?\d+"
    r"|s(?:eite)?\.? ?\d+|\d+ comments?|leave a comment|\d+(?:[- ]min(?:ute)?s?)?[ -]read|\d+ min(?:utes)?"
    r"|(?:print|save|share)(?: this)?(?: \w+)?|this page|view in browser|unsubscribe|listen|(?:by )?admin|\S+@\S+"
    r"|(?:final|early|late) edition|(?:updated )?\d+ \w+ ago|\d{1,2}/\d{4}"
    r"|[£$€](?: ?\d+(?:[.,]\d+)?)?|\d+ ?(?:cents?|pence|p|c|euros?)"
    r"|(?:(?:local |world )?news|sports?|opinion|business|politics|economy|culture|world|home|features?|weather"
    r"|health|science)(?: in brief)?|(?:with )?agencies|translated (?:from|by) .{3,40}"
)
_PAGE = re.compile(
    r"\b(?:pages? (?:\d|[A-Z])|pp?\. ?[A-Z]?\d|S\. ?\d|Seite \w?\d|no\. ?\d|Nr\. ?\d|n° ?\d)|(?:^| )\. ?[A-Z]{0,4}\d+$",
    re.IGNORECASE,
)
_PAPER = re.compile(r"(?:[Aa]us:? |[Ss]ource: )?(?P<outlet>[A-ZÀ-Þ][\w’'&.-]*(?: [\w’'&.-]+){1,4}?)(?: ?[(,].*|$)")
"""Who is quoted with a page or a number: "Allgäuer Bergbote vom 28.10.2017, S. 23"."""

_NOTHING = re.compile(rf"(?:{_EMPTY})(?:[ ,—–-]+(?:{_EMPTY}))*", re.IGNORECASE)
"""What stands in such a line beside names and days: a page, a price, a section of the paper, buttons."""


def said(words: str, *, dated: bool) -> Byline | None:
    """Return whom the parts of a line name; None where one of them is something else.

    Args:
        dated: whether the line has a day, which was taken out of it.
    """
    paper = _PAPER.match(words) if dated and _PAGE.search(words) else None
    if paper and not (names_alone(paper["outlet"]) or _NOTHING.match(paper["outlet"])):
        return Byline(None, paper["outlet"])
    found = Byline(None)
    if bracketed := _BRACKETED.fullmatch(words):
        words = bracketed["inside"]
    parts = [part for piece in _BARS.split(words) if (part := piece.strip(_AROUND)) and not _NOTHING.fullmatch(part)]
    several = len(parts) + dated > 1
    for part in parts:
        named = _named(part, alone=not several, dated=dated) or (_in_turn(part) if dated or ", " in part else None)
        if named is not None:
            found = _joined(found, named)
        elif not dated or len(part.split()) > 2 or not part[0].isupper():  # noqa: PLR2004
            return None
    return found if dated or found != Byline(None) else None


def _named(part: str, *, alone: bool, dated: bool) -> Byline | None:
    """Return whom one part of a line names; None where that is nobody. "The Salt Year" may be a title without a day."""
    if byline := read_byline(part):
        return byline
    if agency := agency_in_place(_FROM.sub("", part)):
        return Byline(None, agency=agency)
    outlet = _DESK.sub("", part)
    staff = _OF_ITS_STAFF.fullmatch(part)
    for words in (outlet, _FROM.sub("", outlet), *((staff["whose"] or staff["own"],) if staff else ())):
        if is_outlet(words) or (dated and not alone and is_outlet_in_place(words)):
            return Byline(None, words)
    if (writer := _WRITER_FOR.fullmatch(part)) and is_name(writer["name"]) and can_be_outlet(writer["outlet"]):
        return Byline(as_name(writer["name"]), writer["outlet"])
    return Byline(as_name(part)) if not alone and is_name(part) else None


def _in_turn(part: str) -> Byline | None:
    """Return whom the parts between commas name, one of them an outlet: "Jana Petrak, Vellin Observer, Vellin"."""
    pieces = [_FROM.sub("", words) for words in _COMMA.split(part) if words and not _NOTHING.fullmatch(words)]
    found = Byline(None)
    for words in (words for words in pieces if not is_role(words)):
        if can_be_outlet(words) and found.outlet is None:
            found = replace(found, outlet=words)
        elif is_name(words) and found.outlet is None:
            found = _joined(found, Byline(as_name(words)))
        elif found.outlet is None or len(words.split()) > 2:  # noqa: PLR2004
            return None
    return found if found.outlet or not pieces else None


def _joined(one: Byline, other: Byline) -> Byline:
    return Byline(one.author or other.author, one.outlet or other.outlet, one.agency or other.agency)
