"""Who wrote an article, and which outlet or agency had it first, as the page credits them; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ingest import clean
from ingest.metadata.outlets import is_outlet
from ingest.pages import jsonld
from rag.name_cues import MEN, WOMEN
from rag.terms import plain

if TYPE_CHECKING:
    from ingest.pages.header import Header
    from ingest.pages.statements import Statements

_META = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "byl",
    "dcterms.creator", "citation_author", "cxenseparse:author", "og:article:author",
)  # fmt: skip
_BY = re.compile(
    r"(?:(?:written|reported|words|story|text|tekst|article|artikel) )?"
    r"(?:by|von|vom|par|por|di|door|af|av|fra|przez|autor(?:in|a)?|auteur|author|text|texte|tekst|автор)(?: ?: ?| )"
    r"(?P<names>\S.{1,200})",
    re.IGNORECASE,
)
_AND = re.compile(r" ?[;/|•·] ?| (?:and|und|et|og|och|y|e|en|i|ve|и) (?=[^\W\d_])| & ")
_COMMA = re.compile(r" ?[,、，] ?")
_IN_BRACKETS = re.compile(r" ?[(\[（][^()\[\]（）]{0,60}[)\]）]")
_ADDRESS = re.compile(r"https?:|www\.|@|/", re.IGNORECASE)
_NO_NAME = re.compile(r"https?:|www\.|[@{}<>=#?!…]|\d{2}|\.(?:html?|php)\b", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|journalist|columnist|producer|contributor|staff|redakteur(?:in)?"
    r"|korrespondent(?:in)?|reporterin|journaliste?|journalistin|rédac\w{0,6}|redactora?|periodista|giornalista|chef"
    r"|head|director|professor|about|follow|posted|published|updated|share|contact|minutes?|desk|bureau|ressort)\b",
    re.IGNORECASE,
)
_TITLE_BEHIND = re.compile(r" ?(?:기자|특파원|記者)$")
_TIMES = re.compile(r"güncel|updat|aktualis|stand|lesezeit|lesedauer|publi|ver[öo]ff|comment|kommentar", re.IGNORECASE)
_PARTICLES = frozenset(
    "de del della der den di da dos das do du la le van von vom zu zum ter ten al bin ibn el y e af av".split()
)
_SUFFIX = re.compile(r"\.[a-z]{2,6}(?:\.[a-z]{2})?$", re.IGNORECASE)
_PIECES = re.compile(r" ?[|•·⋅] ?|, in | - | (?=By [A-ZÀ-Þ][\w’'.-]* [A-ZÀ-Þ])")
_DATE = re.compile(
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.? [^\W\d_]{3,12}\.? \d{4}|[^\W\d_]{3,12}\.? \d{1,2},? \d{4})"
    r"(?:,? \d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?)?",
    re.IGNORECASE,
)
_MOST_WORDS, _LONGEST, _MOST, _MOST_IN_NAME, _LONGEST_BYLINE = 7, 70, 30, 5, 120
_MOST_MARKED = 3
"""Authors in microdata; more are those of other articles, of comments, of reviews."""


AGENCIES = frozenset(
    "".join(name.lower().split())
    for name in (
        "Associated Press", "The Associated Press", "AP", "Reuters", "Thomson Reuters", "Agence France-Presse", "AFP",
        "Deutsche Presse-Agentur", "dpa", "Bloomberg", "Bloomberg News", "Xinhua", "TASS", "Press Association",
        "PA Media", "PA", "United Press International", "UPI", "Anadolu Agency", "Anadolu Ajansı", "AA", "Kyodo News",
        "Kyodo", "Jiji Press", "Yonhap", "Press Trust of India", "PTI", "ANI", "IANS", "The Canadian Press",
        "Canadian Press", "Australian Associated Press", "AAP", "Keystone-SDA", "SDA", "Austria Presse Agentur", "APA",
        "ANSA", "EFE", "Agencia EFE", "Europa Press", "Belga", "ANP", "Ritzau", "NTB", "TT", "STT", "PAP", "ČTK", "MTI",
        "Interfax", "Interfax-Ukraine", "Ukrinform", "DHA", "İHA", "KNA", "epd", "sid", "Radio Free Asia",
        "Radio Free Europe/Radio Liberty", "CNN Newsource", "The Conversation", "Content Exchange",
    )
)  # fmt: skip


def author_of(page: Statements, header: Header, outlet: str | None) -> str | None:
    """Return the names that the page credits with the article, in its order; None where it credits nobody."""
    stated = (
        jsonld.names_of(page.node.get("author")) or jsonld.names_of(page.node.get("creator")),
        page.marked("author") if len(page.marked("author")) <= _MOST_MARKED else [],
        [value for name in _META for value in page.meta.get(name, ())],
    )
    house: list[str] = []
    for names in (*map(_names, stated), *_shown_names(header)):
        others = [name for name in names if not _is_house(name, outlet)]
        if others:
            return ", ".join(names if all(_letters(name) in AGENCIES for name in others) else others)
        house = house or names
    return ", ".join(house) or None


def agency_of(author: str | None, outlet: str | None) -> str | None:
    """Return the agency that an article is from: the outlet credits it, and nobody of its own."""
    names = [name for name in (author or "").split(", ") if name and not _is_house(name, outlet)]
    return names[0] if names and all(_letters(name) in AGENCIES for name in names) else None


def _shown_names(header: Header) -> Iterator[list[str]]:
    """Go through the names in the lines around the title: those said to be the author's, then those beside a date."""
    marked = header.bylines
    for text in (*marked, *(block.text for block in header.lines)):
        line = " ".join(clean.normalise(text).split())
        parts = [part for part in _PIECES.split(_DATE.sub(" | ", line)) if part]
        credited = [match["names"] for part in parts if (match := _BY.fullmatch(part))]
        yield [name for name in _names(credited) if _may_be_name(name, alone=True)]
        if text in marked or (_DATE.search(line) and len(line) <= _LONGEST_BYLINE):
            yield [name for name in _names(parts) if _may_be_name(name, alone=False)]


def _names(texts: Iterable[str]) -> list[str]:
    """Return the names in some credits, without what stands around them, each once."""
    found: dict[str, str] = {}
    for text in texts:
        credit = _IN_BRACKETS.sub("", " ".join(clean.normalise(text).split()))
        if _ADDRESS.search(credit) and " " not in credit:
            continue
        match = _BY.fullmatch(credit)
        for part in _AND.split(match["names"] if match and match["names"][:1].isupper() else credit):
            for each in _parts(part.strip(" .:–—-|,")):
                name = _TITLE_BEHIND.sub("", each)
                if name and len(name) <= _LONGEST and len(name.split()) <= _MOST_WORDS and not _NO_NAME.search(name):
                    found.setdefault(_letters(name), name)
    found.pop("", None)
    return list(found.values())[:_MOST]


def _parts(credit: str) -> list[str]:
    """Take apart what commas hold: several names, or a name with a role, a place or an agency."""
    parts = [part.strip(" .") for part in _COMMA.split(credit) if part.strip(" .")]
    if len(parts) < 2:  # noqa: PLR2004
        return parts
    return [
        part
        for number, part in enumerate(parts)
        if number == 0
        or (not _ROLE.search(part) and not _is_paper(part) and (len(part.split()) > 1 or _letters(part) in AGENCIES))
    ]


def _is_paper(part: str) -> bool:
    """Say whether what stands behind an author's name is whom the author writes for: "Meridian Press"."""
    return _letters(part) not in AGENCIES and is_outlet(part) and plain(part).partition(" ")[0] not in MEN | WOMEN


def _may_be_name(text: str, *, alone: bool) -> bool:
    """Say whether words are written as a name is; a single one only where it is said to be the author's."""
    words = text.split()
    if (
        not words
        or any(map(str.isdigit, text))
        or _ROLE.search(text)
        or _TIMES.search(text)
        or len(words) > _MOST_IN_NAME
    ):
        return False
    named = all(not word[0].islower() or word in _PARTICLES for word in words) and not words[0][0].islower()
    return named and (len(words) > 1 or alone)


def _is_house(name: str, outlet: str | None) -> bool:
    """Say whether a credit names the outlet itself, or its newsroom."""
    house = _SUFFIX.sub("", outlet or "")
    one, other = _letters(name), _letters(house)
    short = {_initials(name), one} & {_initials(house), *map(_letters, house.split()[:1])}
    return bool(other) and (other in one or (one in other and len(one) > 2) or any(len(it) > 1 for it in short))  # noqa: PLR2004


def _initials(name: str) -> str:
    return _letters("".join(word[0] for word in name.split() if word[0].isupper()))


def _letters(name: str) -> str:
    """Return the letters of a name as they compare: without case, accents and signs."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
