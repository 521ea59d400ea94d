"""Who a text says wrote it, published it, published it first: bylines, datelines, notices, copyright lines; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.metadata.days import days_in
from ingest.metadata.outlets import (
    OFFICE,
    agency_in_place,
    agency_named,
    can_be_outlet,
    has_media_word,
    is_office,
    is_outlet,
    is_outlet_in_place,
    without_edition,
)
from rag.name_cues import MEN, PLACES, THING_WORDS, WOMEN
from rag.terms import STOPWORDS, plain

_WORD = r"(?:[A-ZÀ-Þ0-9][\w’'&-]*(?:\.[a-z]{2,4}\b)?|[a-z][\w-]{1,30}\.(?:com|org|net|de|fr|it|es|news|tv))"
_NAMED = (
    rf"(?P<outlet>(?:[Tt]he |[Ll]e |[Ll]a |[Ee]l |[Dd]er |[Dd]ie |[Dd]as )?{_WORD}"
    rf"(?:(?: (?:of|the|and|de|du|des|&))?(?: the)? {_WORD}){{0,4}})"
)
_FIRST_PUBLISHED = tuple(
    re.compile(rule)
    for rule in (
        rf"(?i:originally|first|previously|initially) (?i:published|appeared|ran|posted|aired|written) (?i:by|in|on"
        rf"|at|for)(?i: our partners?)? {_NAMED}",
        rf"(?i:re-?printed|re-?published|re-?posted|syndicated|reproduced"
        rf"|excerpted) (?i:with (?:the )?(?:kind )?permission )?"
        rf"(?i:from|of|by|courtesy of) (?i:an article (?:by|in|from) )?{_NAMED}",
        rf"(?i:read the (?:original|full) \w{{3,10}} (?:on|at|in)) {_NAMED}",
        rf"(?i:(?:zuerst|ursprünglich|erstmals|zunächst)(?: erschienen)? (?:bei|in|auf|im)) {_NAMED}",
        rf"(?i:(?:initialement|d'abord|originellement) (?:publié|paru) (?:par|dans|sur)) {_NAMED}",
        rf"(?i:publicado originalmente (?:en|por)|se publicó originalmente en) {_NAMED}",
        rf"(?i:(?:via|source|quelle|fuente|fonte|źródło|bron) ?:? )(?!.*{OFFICE}){_NAMED}$",
    )
)
_PUBLISHED_BY = re.compile(rf"(?i:\bwas published by) {_NAMED} on (?P<day>\d{{4}}-\d{{2}}-\d{{2}})")
_COPYRIGHT = re.compile(
    rf"(?:©|\([cC]\)|(?i:copyright)(?: ?(?:©|\([cC]\)))?) ?(?i:copyright )?(?P<year>\d{{4}}(?: ?[-–] ?\d{{4}})?)?,? "
    rf"?(?i:by )?{_NAMED}"
)
_CORPORATE = re.compile(
    r",? (?:Inc|Ltd|LLC|Limited|GmbH|AG|plc|PLC|Co|Corp|All Rights|All|Terms|Hosted|Distributed)\b.*"
)
_FOLLOWED = re.compile(r"follow (?P<outlet>[\w.]{3,30}) on google news", re.IGNORECASE)
_PLATFORMS = frozenset(
    "telegram whatsapp youtube signal our the us new official news daily free brand verified".split()
)
_CHANNEL = re.compile(
    r"(?i:join|follow|subscribe to) (?i:our |the |us on )?(?i:(?:brand|new|official|verified|own|free) ){0,4}"
    r"(?P<outlet>[A-Z]{2,6}|[A-Z][\w.&-]{1,20}(?: [A-Z][\w.&-]{1,20}){1,3}?)(?:['’]s?)? "
    r"(?i:(?:official |verified )?(?:telegram|whatsapp|youtube|signal) (?:channel|group))"
)
_DASH = r" ?(?:--|–|—|-)(?: |$)"
_DATELINE = re.compile(
    rf"(?:(?P<place>[A-ZÀ-Þ][\w .,’'/-]{{1,60}}?) ?)?\((?P<agency>[\w][\w .&/-]{{1,40}})\)(?P<dash>{_DASH})? ?"
)
_DATELINE_DAY = re.compile(rf"(?:[A-ZÀ-Þ][\w.’'/-]+ ?){{1,4}}, (?P<day>[\w ,.]{{8,30}}?)(?: ?\([^)]{{2,40}}\))?{_DASH}")
_CREDIT = re.compile(r"\((?!(?i:ends?|ende|fine?|more|continued)\))(?P<agency>[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3})\)")
_BYLINE = re.compile(
    r"(?i:(?:(?:an? )?(?:feature|interview|analysis|report|comment|commentary|column|essay|review|story|words|text"
    r"|posted|written|reported) )?by|interview ?:|von|par|por|door|di|(?P<label>author|autor) ?:|byline ?:"
    r"|(?:text|words|reporter|reporting|writer|texte|texto|testo) ?:) ?:? ?(?P<names>[^\d|·•()]{3,90})"
)
_ROLE = re.compile(
    r"\b(?:staff|writer|reporter|correspondent|editor|columnist|journalist|contributor|contributing|bureau|chief"
    r"|producer"
    r"|senior|special|opinion|analyst|redakteur\w*|korrespondent\w*|producer|team|desk|services?|reports?)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[A-ZÀ-ÞĀ-Ž][\w.’'-]{0,24}(?:(?: (?:de|da|dos|del|van|von|der|den|la|le|el|al|bin|di|du|y"
    r"|e))? [A-ZÀ-ÞĀ-Ž][\w.’'-]{0,24}){1,3}"
)
_LATE_BYLINE = re.compile(r".{5,120}[,.:] [Bb]y (?P<names>[^\d|·•():]{3,60})")
_EDITORS = re.compile(
    r"(?i:(?:from |by )?(?:the|our) (?:[\w’']+ ){0,2}(?:editors?|desk|newsroom|staff|team)(?: reporters?)?), "
    r"(?P<outlet>.+)"
)
_PART_OF = re.compile(r"[\w ]{3,30} of (?:the )?(?P<outlet>[A-ZÀ-Þ].+)")
"""An outlet's supplement: "Weekend magazine of the Carrowen Courier"."""

_MAILED = re.compile(
    r"(?:from|von|de|da) ?: ?[\"“]?(?P<sender>[^<>@:\"”]{3,60}?)[\"”]? ?<\S+@\S+>"
    r"|(?:from|to|cc|reply-to) ?: ?.{0,80}@.{0,80}",
    re.IGNORECASE,
)
"""The lines above the text of a mail that somebody copied."""
_REPRINT = re.compile(
    r"(?:(?P<agency>.{3,50}), )?(?i:(?:as )?(?:re-?(?:printed|published)|carried|run) (?:in|by)) (?:the )?"
    r"(?P<outlet>[A-ZÀ-Þ][^:]{1,50})"
)
_OUTLET_LABEL = re.compile(
    r"(?:outlet|newspaper|(?:publication|newspaper|source) title|publication|publisher|source|medium|zeitung|quelle"
    r"|média|journal|medio|fuente|periódico) ?: ?"
    r"([A-ZÀ-Þ][^:]{1,50})",
    re.IGNORECASE,
)
_PLACED = re.compile(r" in (?:the )?[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?$")
"""Where a correspondent writes from: "Hugh Petrie in Lindmere"."""

_FOR_WHOM = re.compile(r" for (?:the |The )?[A-ZÀ-Þ][\w&’' -]+$")
_BEHIND = re.compile(r" \((?![^()]*\d)[^()]{2,40}\)$")
"""Where somebody is, behind the name: "Par Jeanne Roux (Lyon, envoyée spéciale)"."""

_LAST_FIRST = re.compile(r"(?P<last>[A-ZÀ-Þ][\w’'-]+), (?P<first>[A-ZÀ-Þ][\w’'.-]+(?: [A-Z]\.?)?)")
_ONLY_NAMES = re.compile(r"[a-z]-[A-Z][a-z]+$| (?:de|van|von|der|del|di|du|la|le) |\b[A-Z]\. ")
_REACHED = re.compile(r" ?(?:\| ?)?(?:@\w+|\S+@\S+)")
_FOR = re.compile(r" for ", re.IGNORECASE)
_JOIN = re.compile(r",? (?:and|AND|und|et|y|e|en|with|&) |, ")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote an article, for whom, and the agency that it comes from."""

    author: str | None
    outlet: str | None = None
    agency: str | None = None


def is_name(words: str) -> bool:
    """Say whether words are written as the name of a person is."""
    # "The Salt Year" is a title, and no person.
    begins = words.partition(" ")[0].lower() in STOPWORDS
    return bool(_NAME.fullmatch(words)) and not (begins or has_media_word(words) or _ROLE.search(words))


def is_role(words: str) -> bool:
    """Say whether words name what somebody is at a newspaper: "Health Editor"."""
    return bool(_ROLE.search(words)) and not is_outlet(words)


def read_byline(line: str) -> Byline | None:
    """Return who a line says the article is by, with a "by" or signed "Jana Petrak, Vellin Observer"; else None."""
    line = _BEHIND.sub("", without_edition(line)).partition("; ")[0]
    if (editors := _EDITORS.fullmatch(line)) and is_outlet(editors["outlet"]):
        return Byline(None, editors["outlet"])
    match = _BYLINE.fullmatch(line)
    names = match["names"].strip(" ,.-–—") if match else line
    if match and match["label"] and (turned := _LAST_FIRST.fullmatch(names)):
        return Byline(f"{turned['first']} {turned['last']}")
    return _signature(names) or (_byline(names) if match else None)


def sender(line: str) -> Byline | None:
    """Return whom a line of the head of a mail names as its sender; of one that names nobody, a byline of nobody."""
    if (mailed := _MAILED.fullmatch(line)) is None:
        return None
    name = mailed["sender"] or ""
    return Byline(name if is_name(name) else None, name if is_outlet(name) else None)


def reprinted(line: str) -> Byline | None:
    """Return the outlet that reprints, and the agency it is from where that is said too; None for any other line.

    "Northern Press Agency, reprinted in the Gazette", "Reprinted in the Gazette".
    """
    match = _REPRINT.fullmatch(line)
    if match is None:
        return None
    agency = match["agency"]
    if agency and not (agency_in_place(agency) or is_outlet(agency)):
        return None
    return Byline(None, match["outlet"].strip(), agency and (agency_in_place(agency) or agency))


def labelled_outlet(line: str) -> str | None:
    """Return the outlet that a line names under a label: "Source: Coast Wire"; whose figures they are is none."""
    match = _OUTLET_LABEL.fullmatch(line)
    return None if match is None or is_office(match[1]) else re.split("[,;]", match[1])[0].strip()


def late_byline(line: str) -> str | None:
    """Return who wrote an article by the end of a line that says more: "A day on the picket line, by Jana Petrak"."""
    match = _LATE_BYLINE.fullmatch(line)
    names = _JOIN.split(match["names"]) if match else []
    return ", ".join(names) if names and all(map(is_name, names)) else None


def names_alone(line: str) -> str | None:
    """Return the authors that a line names and nothing else, as below a title; None where it may be anything.

    A role tells ("Rosa Calloway, Health Editor"), for whom they write, or that they are several; else a given name that
    is well known, or what only names have ("Dev Patel-Rowe"): "Kirk Road" is a street.
    """
    line, for_whom = _FOR_WHOM.subn("", _PLACED.sub("", _REACHED.sub("", line).strip()))
    found = [part for part in _JOIN.split(line) if part]
    people = [part for part in found if _NAME.fullmatch(part) and is_name(part)]
    roles = [part for part in found if part not in people and _ROLE.search(part)]
    places = THING_WORDS | PLACES
    people = [part for part in people if plain(part).rpartition(" ")[2] not in places]
    given = any(plain(part).partition(" ")[0] in MEN | WOMEN for part in people)
    told = bool(roles or for_whom or _ONLY_NAMES.search(line)) or given or len(people) > 1
    sure = told and bool(people) and found[0] == people[0] and len(people) + len(roles) == len(found)
    return ", ".join(map(as_name, people)) if sure else None


def as_name(name: str) -> str:
    """Return the name of a person that stands in capitals as others write it: ROSS TANNER; one word may be initials."""
    return name.title() if name.isupper() and " " in name else name


def _signature(words: str) -> Byline | None:
    name, _, paper = words.rpartition(", ")
    supplement = _PART_OF.fullmatch(paper)
    paper = supplement["outlet"] if supplement and is_outlet(supplement["outlet"]) else paper
    if not all(map(is_name, _JOIN.split(name))):
        return None
    if agency := agency_named(paper):
        return Byline(name, agency=agency)
    # An agency that is called one and is not known puts its own reports out.
    outlet = agency_in_place(paper) or (paper if can_be_outlet(paper) else None)
    return Byline(name, outlet) if outlet else None


def _byline(names: str) -> Byline | None:
    written, *for_whom = _FOR.split(names, maxsplit=1)
    paper = "".join(for_whom).strip()
    agency = agency_named(paper)
    outlet = None if agency else paper or None
    authors: list[str] = []
    parts = [_PLACED.sub("", part) for part in _JOIN.split(written)]
    if behind := _outlet_behind(parts[-1]):
        parts[-1:] = behind
    if len(parts) == 1 and (agency_named(written) or is_outlet(written)):
        return Byline(written, outlet, agency_in_place(written) or agency)
    for number, part in enumerate(parts):
        if wire := agency_in_place(part):
            agency = agency or wire
        elif is_outlet(part) or (number and is_outlet_in_place(part)):
            outlet = outlet or part
        elif _NAME.fullmatch(part) and not _ROLE.search(part):
            authors.append(as_name(part))
        elif number == 0:
            # "By Monday the fire was out", "By the numbers".
            return (
                Byline(part, outlet, agency)
                if part[:1].isupper() and len(part.split()) == 1 and len(names.split()) == 1
                else None
            )
    return Byline(", ".join(authors) or None, outlet, agency)


def _outlet_behind(words: str) -> tuple[str, str] | None:
    """Return a person and the outlet that stands behind with nothing between: "Ann Example BBC News"; else None."""
    parts = words.split()
    for begin in range(2, len(parts) - 1):
        name, paper = " ".join(parts[:begin]), " ".join(parts[begin:])
        # "New York Daily News" is no person.
        told = plain(parts[0]) in MEN | WOMEN or parts[begin].isupper()
        if told and is_name(name) and (agency_named(paper) or is_outlet(paper)):
            return name, paper
    return None


def read_dateline(line: str) -> str | None:
    """Return the agency or outlet in the dateline that a paragraph begins with: "LONDON (Reuters) - "."""
    match = _DATELINE.match(line)
    if match is None:
        return None
    name = match["agency"].strip()
    if known := agency_named(name):
        return known
    # Of a name that is not known, only the form tells: no "Angela Merkel (CDU) – ".
    place = match["place"] or ""
    city = place.split(",")[0]
    # "KYIV (Ukraine) —", "(New York) –": where it happened.
    where = plain(name).rpartition(" ")[2] in PLACES or not (
        place or name.isupper() or is_outlet(name) or has_media_word(name)
    )
    alone = not where and (bool(match["dash"]) or (not place and name.isupper()))
    return name if alone and name[:1].isupper() and (not city or city.isupper()) and "/" not in name else None


def dateline_day(line: str) -> str | None:
    """Return the day in the dateline that a paragraph begins with: "SARROW, 21 March 2023 (NPA) – ", else None."""
    match = _DATELINE_DAY.match(line)
    days = days_in(match["day"]) if match else []
    return days[0][0] if days else None


def read_credit(line: str) -> str | None:
    """Return the agency or outlet that stands alone in brackets, as it does below an agency's report."""
    match = _CREDIT.fullmatch(line)
    return (agency_named(match["agency"]) or match["agency"]) if match else None


_A_DAY = re.compile(
    r"\d|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Satu?r?|Sun)(?:day)?\b|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov"
    r"|Dec)[a-z]*\.? \d"
)


def first_publisher(line: str) -> str | None:
    """Return whom a notice names as the first publisher."""
    if agency := agency_named(line.partition(":")[2]):
        return agency
    for rule in _FIRST_PUBLISHED:
        # "First published on Wed 2 Mar" names a day.
        if (match := rule.search(line)) and not _A_DAY.match(match["outlet"]):
            return agency_named(match["outlet"]) or match["outlet"].strip(" ,")
    return None


def published_by(line: str) -> tuple[str, str] | None:
    """Return the outlet and the day of a notice that says "was published by … on …"."""
    match = _PUBLISHED_BY.search(line)
    return (match["outlet"], match["day"]) if match else None


def copyright_holder(line: str) -> str | None:
    """Return the outlet that claims the copyright; that of a photographer is none."""
    match = _COPYRIGHT.match(line.strip())
    if match is None:
        return None
    name = _CORPORATE.sub("", match["outlet"]).strip()
    known = agency_named(name)
    return known or (name if match["year"] and has_media_word(name) and "/" not in line else None)


def followed(line: str) -> str | None:
    """Return the outlet that a line asks to follow on Google News, or whose channel it asks to join."""
    match = _FOLLOWED.search(line) or _CHANNEL.match(line)
    nameless = match and _PLATFORMS.issuperset(match["outlet"].casefold().split())
    return match["outlet"] if match and not nameless else None
