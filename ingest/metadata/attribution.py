"""Who a text says wrote it, published it, published it first: bylines, datelines, notices, copyright lines; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.name_cues import MEN, PLACES, THING_WORDS, WOMEN
from rag.terms import STOPWORDS, plain

_AGENCIES = {
    name.lower(): names.split("|")[0]
    for names in (
        "Associated Press|AP|AP News",
        "Reuters|Thomson Reuters|Thomson Reuters Foundation",
        "AFP|Agence France-Presse|Agence France Presse",
        "dpa|Deutsche Presse-Agentur",
        "Xinhua|Xinhua News Agency",
        "PA Media|Press Association",
        "Kyodo|Kyodo News",
        "ČTK|CTK",
        "Anadolu|Anadolu Agency",
        "The Canadian Press|Canadian Press",
        "Bloomberg|Bloomberg News",
        *"TASS UPI Interfax ANSA EFE Yonhap ANI PTI IANS AAP APA SDA Keystone-SDA Belga ANP Ritzau NTB PAP MTI".split(),
        *"Sputnik Bernama KNA epd SID Lusa Tanjug Ukrinform Adnkronos AGI APD ATS".split(),
        "Europa Press",
        "RIA Novosti",
    )
    for name in names.split("|")
}
"""News agencies under the names that texts give them, and the one they have here."""

_MEDIA = re.compile(
    r"\b(times|post|news|today|ledger|courier|beacon|observer|wire|herald|tribune|journal|gazette|daily|guardian|mail"
    r"|press|star|sun|globe|chronicle|standard|telegraph|express|independent|mirror|review|weekly|agency|radio|tv"
    r"|dispatch|examiner|monitor|inquirer|bulletin|register|sentinel|argus|echo|record|report|magazine|online"
    r"|broadcasting|newsroom|newswire|newspaper|zeitung|rundschau|tagblatt|anzeiger|nachrichten|presse"
    r"|bbc|cnn|nbc|cbs|abc|npr|fox|diario|giornale|jornal|gazeta|[\w-]{2,30}\.(?:com|org|net|co|de|fr|it|es|gr|ru|cn|in|tv|news|uk|au|ca|eu|info|io))\b",
    re.IGNORECASE,
)
_LAST_IN_PLACE = frozenset(
    "mercury advertiser citizen enterprise recorder reporter gleaner intelligencer republican democrat patriot packet"
    " pioneer clarion bugle banner messenger visitor transcript outlook spectator statesman tidings week digest index"
    " crier evening".split()
)
"""Words that names of outlets end in, and of much else: they tell only where outlets stand."""

_OUTLETS = frozenset(
    (
        "le monde|le figaro|le parisien|le temps|libération|mediapart|les échos|der spiegel|spiegel|die zeit|"
        "die welt|der standard|die presse|süddeutsche zeitung|taz|faz|bild|focus|stern|kurier|profil|el país|"
        "el mundo|la vanguardia|la nación|clarín|corriere della sera|la repubblica|la stampa|il foglio|"
        "folha de s.paulo|o globo|público|expresso|de volkskrant|nrc|de standaard|het parool|politiken|"
        "aftenposten|dagens nyheter|svenska dagbladet|helsingin sanomat|the economist|the atlantic|the hill|"
        "the intercept|the conversation|the verge|the new yorker|the spectator|the age|the scotsman|"
        "the hindu|politico|axios|vox|wired|forbes|fortune|newsweek|propublica|semafor|slate|salon|quartz|"
        "techcrunch|haaretz|al jazeera|al-monitor|meduza|the insider|novaya gazeta|kyiv independent|"
        "ukrainska pravda|gazeta wyborcza|rzeczpospolita"
    ).split("|")
)
"""Well-known outlets whose names tell of none, in lower case."""

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
        rf"(?i:(?:via|source|quelle|fuente|fonte|źródło|bron) ?:? ){_NAMED}$",
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
_CREDIT = re.compile(r"\((?P<agency>[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3})\)")
_BYLINE = re.compile(
    r"(?i:by|written by|reported by|story by|von|par|por|door|author ?:|autor ?:"
    r"|(?:text|words|reporter|reporting|writer|texte|texto|testo) ?:) ?:? ?(?P<names>[^\d|·•()]{3,90})"
)
_ROLE = re.compile(
    r"\b(?:staff|writer|reporter|correspondent|editor|columnist|journalist|contributor|contributing|bureau|chief"
    r"|producer"
    r"|senior|special|opinion|analyst|redakteur\w*|korrespondent\w*|producer|team|desk|services?|reports?)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 4
_LETTERS_OF_INITIALS, _SMALL = 4, frozenset("THE OF AND NEWS POST TIME STAR MAIL ECHO SUN DAY".split())
"""What is longer is no row of initials, and short words that are none."""

_NAME = re.compile(
    r"[A-ZÀ-ÞĀ-Ž][\w.’'-]{0,24}(?:(?: (?:de|da|dos|del|van|von|der|den|la|le|el|al|bin|di|du|y"
    r"|e))? [A-ZÀ-ÞĀ-Ž][\w.’'-]{0,24}){1,3}"
)
_PLACED = re.compile(r" in (?:the )?[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?$")
"""Where a correspondent writes from: "Hugh Petrie in Lindmere"."""

_FOR_WHOM = re.compile(r" for (?:the |The )?[A-ZÀ-Þ][\w&’' -]+$")
_AGENCY = re.compile(
    r"((?:[A-ZÀ-Þ][\w’'-]+ ){1,3}(?:Press Agency|News Agency|Press Association|News Service|Newswire))"
    r"(?: \([A-Z]{2,6}\))?"
)
_JOIN = re.compile(r",? (?:and|und|et|y|e|en|&) |, ")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote an article, for whom, and the agency that it comes from."""

    author: str | None
    outlet: str | None = None
    agency: str | None = None


def agency_named(name: str) -> str | None:
    """Return the one name under which a news agency is known here, None for what is no agency."""
    return _AGENCIES.get(name.strip(" .").lower().removeprefix("the "))


def agency_in_place(words: str) -> str | None:
    """Return the name of an agency that is known, or that is called one: "Ridings Press Agency (RPA)"."""
    match = _AGENCY.fullmatch(words.strip())
    return agency_named(words) or (match[1] if match else None)


def is_outlet(words: str) -> bool:
    """Say whether a few words are written as the name of an outlet is."""
    parts = words.split()
    if words.lower() in _OUTLETS and words[:1].isupper():
        return True
    few = len(parts) <= _MOST_WORDS and (" " in words or "." in words)
    named = all(part[0].isupper() or "." in part or (number and part.isdigit()) for number, part in enumerate(parts))
    return few and named and bool(_MEDIA.search(words))


def is_outlet_in_place(words: str) -> bool:
    """Say whether a few words that stand where outlets do can be nothing else: "The Meridian", "Harbour & Trade".

    The Hague is a place.
    """
    parts = words.split()
    named = all(part[0].isupper() or part == "&" for part in parts)
    article = parts[0] == "The" and parts[1:2] != ["Hague"]
    told = article or "&" in parts[1:-1] or parts[-1].lower() in _LAST_IN_PLACE
    return 1 < len(parts) <= _MOST_WORDS and named and told


def has_media_word(words: str) -> bool:
    """Say whether words hold one that outlets are named with."""
    return bool(_MEDIA.search(words))


def is_name(words: str) -> bool:
    """Say whether words are written as the name of a person is."""
    # "The Salt Year" is a title, and no person.
    begins = words.partition(" ")[0].lower() in STOPWORDS
    return bool(_NAME.fullmatch(words)) and not (begins or _MEDIA.search(words) or _ROLE.search(words))


def read_byline(line: str) -> Byline | None:
    """Return who a line says the article is by, with a "by" or signed "Jana Petrak, Vellin Observer"; else None."""
    match = _BYLINE.fullmatch(line)
    names = match["names"].strip(" ,.-–—") if match else line
    return _signature(names) or (_byline(names) if match else None)


def names_alone(line: str) -> str | None:
    """Return the authors that a line names and nothing else, as below a title; None where it may be anything.

    A role tells ("Rosa Calloway, Health Editor"), for whom they write, or that they are several; else a given name that
    is well known: "Kirk Road" is a street.
    """
    line, for_whom = _FOR_WHOM.subn("", _PLACED.sub("", line.strip()))
    found = [part for part in _JOIN.split(line) if part]
    people = [part for part in found if _NAME.fullmatch(part) and is_name(part)]
    roles = [part for part in found if part not in people and _ROLE.search(part)]
    places = THING_WORDS | PLACES
    people = [part for part in people if plain(part).rpartition(" ")[2] not in places]
    given = any(plain(part).partition(" ")[0] in MEN | WOMEN for part in people)
    told = bool(roles or for_whom) or given or len(people) > 1
    sure = told and bool(people) and found[0] == people[0] and len(people) + len(roles) == len(found)
    return ", ".join(map(as_name, people)) if sure else None


def as_name(name: str) -> str:
    """Return the name of a person that stands in capitals as others write it: ROSS TANNER; one word may be initials."""
    return name.title() if name.isupper() and " " in name else name


def as_written_small(name: str) -> str:
    """Return the name of an outlet that stands in capitals as others write it: THE MORNING SENTINEL, but BBC NEWS."""
    if not name.isupper() or " " not in name:
        return name
    said = [word.title() if len(word) > _LETTERS_OF_INITIALS or word in _SMALL else word for word in name.split()]
    # "The Sun" begins as only names in words do.
    said = [word.title() for word in said] if said[0] == "The" else said
    return " ".join(word.lower() if number and word in {"Of", "And"} else word for number, word in enumerate(said))


def _signature(words: str) -> Byline | None:
    name, _, paper = words.rpartition(", ")
    if not all(map(is_name, _JOIN.split(name))):
        return None
    if agency := agency_named(paper):
        return Byline(name, agency=agency)
    # An agency that is called one and is not known puts its own reports out.
    outlet = agency_in_place(paper) or (paper if is_outlet(paper) or is_outlet_in_place(paper) else None)
    return Byline(name, outlet) if outlet else None


def _byline(names: str) -> Byline | None:
    written, _, paper = names.partition(" For ") if " For " in names else names.partition(" for ")
    agency = agency_named(paper)
    outlet = None if agency else paper.strip() or None
    authors: list[str] = []
    parts = _JOIN.split(written)
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
    alone = bool(match["dash"]) or (not place and name.isupper())
    city = place.split(",")[0]
    return name if alone and name[:1].isupper() and (not city or city.isupper()) and "/" not in name else None


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
    return known or (name if match["year"] and _MEDIA.search(name) and "/" not in line else None)


def followed(line: str) -> str | None:
    """Return the outlet that a line asks to follow on Google News, or whose channel it asks to join."""
    match = _FOLLOWED.search(line) or _CHANNEL.match(line)
    nameless = match and _PLATFORMS.issuperset(match["outlet"].casefold().split())
    return match["outlet"] if match and not nameless else None
