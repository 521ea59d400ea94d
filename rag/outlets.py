"""Outlets that a question names: "as reported by both The Verge and TechCrunch"; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.entities import is_outlet
from rag.name_cues import CALENDAR, MEN, WOMEN
from rag.terms import plain

_SECTION = re.compile(r" (?:[-–—|•·:]|::|») |: ")
_SITE = re.compile(r"\.(?:com|org|net|info|news|co|co\.uk|[a-z]{2})$", re.IGNORECASE)
_ARTICLE = re.compile(r"^the ", re.IGNORECASE)
_KIND = re.compile(r"(?: \([^()]*\)| (?:Online|Web)?(?: ?News)?)$")
"""What is left off where people speak of an outlet: "the BBC", "CNN (Web News)"."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ATTRIBUTED_BEFORE = re.compile(r"\b(?:by|from|in|to|both|and|than|the|an?|or)\W{1,3}$", re.IGNORECASE)
_SOURCE_BEFORE = re.compile(r"\b(?:according to|by|both)\W{1,3}$", re.IGNORECASE)
_ATTRIBUTED_AFTER = re.compile(
    r"(?:['’]s)?\W{1,3}(?:articles?|reports?|stor(?:y|ies)|pieces?|coverage|said|says|reported|wrote|writes|published)\b",
    re.IGNORECASE,
)
_NAME = r"(?:The )?[A-Z][\w&.]*(?: (?:of |the )?[A-Z][\w&.]*){0,3}"
_CITED = re.compile(
    r"\b(?:articles?|pieces?|stor(?:y|ies)|coverage|(?P<report>reports?)) (?:by|from|in) (?:the )?['‘\"“]?"
    rf"(?P<name>{_NAME})"
    rf"|(?:according to|reported (?:by|in)|by|from|and|the|an?) (?:the )?['‘\"“]?(?P<source>{_NAME})"
    r"(?=['’\"”]?(?:['’]s)? (?:articles?|pieces?|stor(?:y|ies)|coverage|reports?)\b|[,?.]"
    r"| (?:report|article|and|on|about))"
)
_PAPERS = frozenset(
    "argus beacon chronicle courier dispatch echo examiner express gazette globe guardian herald independent "
    "inquirer journal ledger mail mercury mirror observer post record register review sentinel standard star sun "
    "telegraph times tribune".split()
)
"""Last words of papers' names that stand for the whole."""

SHORTEST = 3
"""Letters of an outlet's name that is looked for; "AP" is one, and so is too much else."""

MOST = 5_000
"""Outlets of a collection whose names are looked for, those with most articles first."""


class Named(NamedTuple):
    """A place where a question names an outlet: `text[start:end]`, and the publishers it may mean."""

    start: int
    end: int
    outlets: tuple[str, ...]


def named_outlets(text: str, known: Sequence[str]) -> list[Named]:
    """Return where a text names one of the known outlets, in order.

    An outlet goes by its whole name, by the part before its section ("FOX News - Health"), without the ending of
    an address, and, where it is said to report something, without its article ("a Guardian story").
    """
    pattern, means = _names(tuple(known[:MOST]))
    if pattern is None:
        return []
    found = []
    for match in pattern.finditer(text):
        name = _folded(match[1])
        outlets = [outlet for outlet, needs in means[name] if _is_meant(text, match, outlet, attributed=needs)]
        if outlets:
            found.append(Named(match.start(1), match.end(1), tuple(outlets)))
    return found


def unknown_outlets(text: str, known: Sequence[str]) -> list[str]:
    """Return the outlets that a question cites and that none of the known ones is: "a Bloomberg article"."""
    spans = [(place.start, place.end) for place in named_outlets(text, known)]
    found = []
    for match in _CITED.finditer(text):
        group = "name" if match["name"] else "source"
        name, (start, end) = match[group], match.span(group)
        sure = group == "name" and not match["report"]
        no_outlet = plain(name).split()[0] in MEN | WOMEN | CALENDAR
        if (sure or is_outlet(name)) and not no_outlet and not any(a < end and start < b for a, b in spans):
            found.append(_ARTICLE.sub("", name) if name.startswith("the ") else name)
    return list(dict.fromkeys(found))


def voice(outlet: str) -> str:
    """Return what one outlet is called however its name is written: "BBC News", "the BBC" and "bbc.com" are one."""
    return _folded(_ARTICLE.sub("", _KIND.sub("", _SITE.sub("", _without_section(outlet)))) or outlet)


def _is_meant(text: str, match: re.Match[str], outlet: str, *, attributed: bool) -> bool:
    """Say whether a name that may be a common word ("fortune") is the outlet's here."""
    bare = _ARTICLE.sub("", match[1])
    if " " not in bare and bare.islower() and not outlet.islower():
        # In lower case it is a word like any other, unless it is said to report something.
        if bare == match[1]:
            return False
        return bool(_SOURCE_BEFORE.search(text[: match.start(1)][-16:]) or _ATTRIBUTED_AFTER.match(text, match.end(1)))
    if not attributed:
        return True
    before, after = text[max(0, match.start(1) - 12) : match.start(1)], text[match.end(1) : match.end(1) + 20]
    return bool(_ATTRIBUTED_BEFORE.search(before) or _ATTRIBUTED_AFTER.match(after))


@lru_cache(maxsize=4)
def _names(known: tuple[str, ...]) -> tuple[re.Pattern[str] | None, dict[str, list[tuple[str, bool]]]]:
    """Return a pattern for any name of an outlet, and what each name means: outlets, and whether context is needed."""
    means: dict[str, list[tuple[str, bool]]] = {}
    for outlet in known:
        for name, attributed in _aliases(outlet).items():
            if len(name) >= SHORTEST:
                means.setdefault(_folded(name), []).append((outlet, attributed))
    if not means:
        return None, {}
    tails = _tails(known)
    for tail, outlet in tails.items():  # "the Echo", where one outlet alone is called so
        means.setdefault(_folded(tail), [(outlet, True)])
    wholes = {_folded(outlet) for outlet in known}
    for name in wholes & means.keys():  # a whole name is no section's
        means[name] = [(outlet, attributed) for outlet, attributed in means[name] if _folded(outlet) == name]
    every = {name for outlet in known for name in _aliases(outlet)} | {*tails}
    longest_first = sorted(every, key=lambda name: (-len(name), name))
    spaced = "|".join(_spaced(name) for name in longest_first if len(name) >= SHORTEST)
    return re.compile(rf"(?<![\w.])({spaced})(?!\w)", re.IGNORECASE), means


def _tails(known: Sequence[str]) -> dict[str, str]:
    """Return the last words that papers are known by ("the Echo" for Tarnbeck Echo), each of one outlet alone."""
    found: dict[str, list[str]] = {}
    for outlet in known:
        first, _, tail = _ARTICLE.sub("", outlet).rpartition(" ")
        if first and tail.lower() in _PAPERS:
            found.setdefault(tail, []).append(outlet)
    return {tail: outlets[0] for tail, outlets in found.items() if len(outlets) == 1}


def _aliases(outlet: str) -> dict[str, bool]:
    """Return the names that an outlet goes by, and whether each needs to be said to report something."""
    names = {outlet: False}
    head = _without_section(outlet)
    names.setdefault(head, False)
    names.setdefault(_SITE.sub("", head), False)
    short = _KIND.sub("", head)
    names.setdefault(short, not short.isupper())
    for name in list(names):
        bare = _ARTICLE.sub("", name)
        names.setdefault(bare, " " not in bare)
    return names


def _without_section(outlet: str) -> str:
    return _SECTION.split(outlet, maxsplit=1)[0].strip()


def _spaced(name: str) -> str:
    """Return a pattern for a name, in which "CBSSports" may be two words and white space is any."""
    words = [r"[ ]?".join(re.escape(part) for part in _HUMP.split(word)) for word in name.split()]
    return r"\s".join(words)


def _folded(name: str) -> str:
    return "".join(name.casefold().split())
