"""What is the name of an outlet or of a news agency, by its words; pure."""

from __future__ import annotations

import re

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
    r"|press|star|sun|globe|chronicle|standard|telegraph|express|independent|mirror|review|weekly|monthly|quarterly|agency|radio|tv"
    r"|dispatch|examiner|monitor|inquirer|bulletin|register|sentinel|argus|echo|record|report|magazine|online"
    r"|courant|broadcasting|newsroom|newsdesk|newswire|newspaper|\w*(?:blatt|blad|zeitung)|rundschau|anzeiger|nachrichten|presse"
    r"|bbc|cnn|nbc|cbs|abc|npr|fox|diario|giornale|jornal|gazeta|[\w-]{2,30}\.(?:com|org|net|co|de|fr|it|es|gr|ru|cn|in|tv|news|uk|au|ca|eu|info|io))\b",
    re.IGNORECASE,
)
_LAST_IN_PLACE = frozenset(
    "mercury advertiser citizen enterprise recorder gleaner intelligencer republican democrat patriot packet"
    " pioneer clarion bugle banner messenger visitor transcript outlook spectator statesman tidings week digest index"
    " crier evening".split()
)
"""Words that names of outlets end in, and of much else: they tell only where outlets stand."""

_SAID_SMALL = frozenset("on magazine newspaper online".split())
"""Words of such a name that may begin small: "The Terrace magazine"."""

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

OFFICE = (
    r"\b(?i:office|ministry|department|bureau|institute|statistics|university|council|government|commission|bank|survey"
    r"|census|court|authority|organi[sz]ation|committee|data|research)\b"
)
"""Those whose figures an article has: "Source: Office for National Statistics"."""

_OF_PLACE = re.compile(r" of (?:the )?[A-ZÀ-Þ][\w’'-]+$")
"""Where a newspaper says in its name that it is at home: "The Weekly Observer of Brindle"."""

_JOINING = frozenset("and of the & de del di du la le der die".split())
_SECTION = re.compile(
    r"(?:breaking|latest|local|top|special|print|more|related|live|trending|featured|recent|chief|senior|press review"
    r"|press release)\b",
    re.IGNORECASE,
)
"""What begins so is a part of a page, a kind of text or a role: "Breaking News", "Special Report", "Chief Reporter"."""

_EDITION = re.compile(r" \([\w ]{3,20} edition\)", re.IGNORECASE)

_MOST_WORDS = 4
_LETTERS_OF_INITIALS, _SMALL = 4, frozenset("THE OF AND NEWS POST TIME STAR MAIL ECHO SUN DAY".split())
"""What is longer is no row of initials, and short words that are none."""

_AGENCY = re.compile(
    r"((?:[A-ZÀ-Þ][\w’'-]+ ){1,3}(?:Press Agency|News Agency|Press Association|News Service|Newswire))"
    r"(?: \([A-Z]{2,6}\))?"
)


def agency_named(name: str) -> str | None:
    """Return the one name under which a news agency is known here, None for what is no agency."""
    return _AGENCIES.get(name.strip(" .").lower().removeprefix("the "))


def agency_in_place(words: str) -> str | None:
    """Return the name of an agency that is known, or that is called one: "Ridings Press Agency (RPA)"."""
    match = _AGENCY.fullmatch(words.strip())
    return agency_named(words) or (match[1] if match else None)


def is_outlet(words: str) -> bool:
    """Say whether a few words are written as the name of an outlet is."""
    if words.lower() in _OUTLETS and words[:1].isupper():
        return True
    parts = _OF_PLACE.sub("", words).split()
    if _SECTION.match(words) or "/" in words:
        return False
    few = len(parts) <= _MOST_WORDS and (len(parts) > 1 or "." in words) and "," not in words
    named = all(
        part[0].isupper() or "." in part or (number and (part.isdigit() or part in _JOINING))
        for number, part in enumerate(parts)
    )
    return few and named and bool(_MEDIA.search(words))


def is_outlet_in_place(words: str) -> bool:
    """Say whether a few words that stand where outlets do can be nothing else: "The Meridian", "Osmere on Sunday".

    The Hague is a place.
    """
    parts = _OF_PLACE.sub("", words).split()
    if not parts or _SECTION.match(words):
        return False
    named = all(part[0].isupper() or part == "&" or part in _SAID_SMALL for part in parts)
    article = parts[0] in {"The", "THE"} and parts[1:2] != ["Hague"]
    weekly = parts[-2:-1] == ["on"] and parts[-1] in {"Saturday", "Sunday"}
    weekly = weekly or parts[0] in {"Saturday", "Sunday", "Weekend", "Evening", "Morning", "Daily", "Weekly"}
    told = article or "&" in parts[1:-1] or parts[-1].lower() in _LAST_IN_PLACE or weekly or parts[-1] in _SAID_SMALL
    return 1 < len(parts) <= _MOST_WORDS and named and told


def can_be_outlet(words: str) -> bool:
    """Say whether a few words are an outlet's name, or can be nothing else where they stand."""
    return is_outlet(words) or is_outlet_in_place(words)


def without_edition(words: str) -> str:
    """Return words without what says which edition of an outlet it is: "Morgenblatt (English edition)"."""
    return _EDITION.sub("", words)


def is_office(words: str) -> bool:
    """Say whether words name somebody who has figures rather than a newspaper: "Office for National Statistics"."""
    return bool(re.search(OFFICE, words)) and not is_outlet(words)


def has_media_word(words: str) -> bool:
    """Say whether words hold one that outlets are named with."""
    return bool(_MEDIA.search(words))


def as_written_small(name: str) -> str:
    """Return the name of an outlet that stands in capitals as others write it: THE MORNING SENTINEL, but BBC NEWS."""
    if not name.isupper() or " " not in name:
        return name
    said = [word.title() if len(word) > _LETTERS_OF_INITIALS or word in _SMALL else word for word in name.split()]
    # "The Sun" begins as only names in words do.
    said = [word.title() for word in said] if said[0] == "The" else said
    return " ".join(word.lower() if number and word in {"Of", "And"} else word for number, word in enumerate(said))
