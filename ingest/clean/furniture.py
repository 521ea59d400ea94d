"""Which lines belong to the page rather than to the article, each judged by itself; pure.

A line of furniture is known by its whole wording, never by what it says about the world: a sentence of the article is
worth more than a line of furniture that stays.
"""

from __future__ import annotations

import re

from ingest.clean.captions import is_caption
from ingest.clean.notices import is_notice
from ingest.clean.phrases import ALONE, CLOSING, SHARE

LONGEST = 160
"""Characters; a longer line is a paragraph, unless it says itself that it is a caption, a form or a notice."""

_BULLETS = " *•·|»›→▶►▸>…:.!-–—_~"
_MARKS = f"{_BULLETS}[]()+"
_SPACED = re.compile(r" (?=[.,;:!?%)\]’'”])")
_LETTER = re.compile(r"[^\W_]")
_NET = (
    r"(?:facebook|fb|twitter|x|instagram|telegram|google|google news|whatsapp|linkedin|youtube|tiktok|threads|bluesky"
    r"|mastodon|pinterest|snapchat|flipboard|viber|vk|truth social|social media|apple news|spotify|rss|reddit)"
)
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_BUTTON = "|".join(sorted((re.escape(word) for word in SHARE if len(word) > 1), key=len, reverse=True))
_BAR = (
    rf"(?:{_BUTTON})(?:[ ,|/•·]{{0,3}}(?:{_BUTTON}|x)){{1,14}}"
    r"|(?:share|tweet|pin|like)s? ?\d{1,4}(?:[.,]\d)?[km]?"
)

# A rule is tried on the lines that begin with one of its words; "#" stands for a line that begins with no letter.
_RULES: tuple[tuple[str, str], ...] = (
    ("please follow like find join add subscribe", rf"(?:please )?\w{{3,9}} (?:to )?.{{1,60}} on {_NET}\b.{{0,90}}"),
    (
        "follow",
        rf"follow (?:us|him|her|them|me|@\w{{1,30}}|the author)(?: (?:on|at|here|via|@|for)\b.{{0,90}}"
        rf"| ?{_NET}.{{0,40}})?",
    ),
    ("this", rf"this (?:article|story|post) is (?:more than |over |about )?\d{{1,2}} {_UNIT} old"),
    (
        "join",
        r"join (?:our|us|the|my)\b.{0,80}\b(?:channels?|groups?|newsletter|community|telegram|whatsapp"
        r"|discord)\b.{0,80}"
        r"|join .{1,40} channel\b.{0,90}",
    ),
    (
        "sign subscribe register",
        r"\w{4,9}\b.{0,80}\b(?:newsletters?|alerts|updates|podcast|channel|briefing|e-?mails?)\b.{0,80}",
    ),
    (
        "subscribe register sign log create",
        r"(?:subscribe|register|sign in|log in|create an account)(?: or (?:subscribe|register|sign in|log in))?"
        r" (?:to|now|today|for|here|with)\b.{0,60}\b(?:unlock|read|continue|access|unlimited|free|articles?"
        r"|subscri\w{1,8})"
        r"\b.{0,60}",
    ),
    (
        "get",
        r"get (?:the|our|all|more|your|breaking|daily|unlimited)\b.{0,90}\b(?:inbox|newsletters?|alerts"
        r"|delivered)\b.{0,60}"
        r"|get more with \S{1,40}",
    ),
    (
        "get download try install",
        r"\w{3,8} (?:the|our) .{0,30}\bapp(?: (?:now|today|here|for|on|from)\b.{0,60})?[.!]?",
    ),
    ("a and", r"a personalised news feed of stories.{0,60}|and be the first to (?:know|learn|hear) .{0,80}"),
    (
        "click tap",
        r"\w{3,5} (?:here|below|on the)\b.{0,130}"
        r"|click to (?:subscribe|sign up|read|view|enlarge|expand|share|see|copy|play)\b.{0,80}",
    ),
    (
        "want need looking like love enjoy enjoying enjoyed have got interested not already ready",
        r"\w{3,10}\b.{1,90}\? ?(?:sign (?:up|in)|log in|subscribe|click|join|follow|download|get|add|e-?mail|send"
        r"|contact"
        r"|tell)\b.{0,90}",
    ),
    (
        "read see more also watch listen related recommended trending up don't must editor's lesen lest mehr",
        r"(?:read|see|more|also|lesen sie|lest|mehr)(?: more| also| next| read| auch| mehr| dazu| hier| on this"
        r"| related"
        r"| zum thema| darüber){0,2} ?[:|»›].{1,140}"
        r"|(?:related|watch|listen|don't miss|must read|recommended|trending|up next|editor's pick)(?: articles?"
        r"| stor(?:y|ies)| videos?| live| now| posts?| coverage| content)? ?[:|»›].{1,140}"
        r"|related (?:articles?|stor(?:y|ies)|videos?|posts?) .{5,140}"
        r"|more (?:from|in|at) [^.!?:]{1,60}:?|more (?:on|about) [^.!?:]{1,60}:",
    ),
    ("for", r"for more\b.{1,60}:? ?(?:https?://|www\.|visit |click |go to |follow ).{1,120}"),
    ("lire voir à a", r"(?:[àa] )?(?:lire|voir) (?:aussi|également|plus)\b.{0,140}"),
    ("lea lee leer vea ver mira te", r"(?:\w{3,4}|te puede interesar) ?(?:también|además|más)? ?[:|].{1,140}"),
    ("lesen lest leggi vedi guarda", r"(?:lesen sie|lest) (?:auch|mehr|dazu)\b.{0,140}|\w{4,6} anche\b.{0,140}"),
    ("leia veja ouça lees bekijk", r"\w{4,6} (?:também|mais|ainda|ook)\b.{0,140}"),
    ("czytaj zobacz przeczytaj", r"\w{6,10} (?:też|także|również|więcej)\b.{0,140}"),
    (
        "tag tags tagged topic topics filed category categories keywords labels posted schlagwörter schlagworte themen"
        " mots mots-clés etiquetas temas trefwoorden tagi this archivado",
        r"(?:tags?|tagged|topics?|filed under|categor(?:y|ies)|keywords|labels|posted in|schlagwörter|schlagworte"
        r"|themen"
        r"|mots[- ]clés|etiquetas|temas|trefwoorden|tagi|this article is related to) ?[:|].{1,200}"
        r"|(?:filed under|posted in|tagged (?:with|in|as)|archivado en|tags) [^.!?]{1,120}",
    ),
    ("duration length runtime current video", rf"[a-z ]{{6,15}} ?:? ?{_CLOCK}|video player (?:is )?load.{{0,40}}"),
    (
        "listen watch play",
        rf"\w{{4,6}}(?: to this article)? ?[·•|–-]? ?\(?{_CLOCK}\)?(?: ?min(?:utes)?)?(?: learn more)?",
    ),
    ("image", r"image (?:source|caption|credit) ?[,:].{0,90}"),
    ("audio", r"audio (?:produced|read|narrated) by .{2,60}"),
    (
        "reach contact email e-mail write",
        r"(?:reach|contact|e-?mail|write to) (?:\w+ ){1,4}(?:at|on|via):? ?\S{1,60}@\S.{0,90}",
    ),
    (
        "newsletter",
        r"newsletter ?:.{3,120}\b(?:anmelden|abonnieren|sign up|subscribe|s'inscrire|suscr\w{1,10})\b.{0,20}",
    ),
    ("folgen folge", r"folgen? (?:sie uns|uns|du uns|unserem?)\b.{0,90}"),
    ("abonnez-vous inscrivez-vous suivez-nous", r"(?:abonnez-vous|inscrivez-vous|suivez-nous)\b.{0,90}"),
    ("síguenos siguenos suscríbete suscribete suscríbase", r"\w{8,10} (?:a|en|al)\b.{0,90}"),
    ("you", r"you (?:are |'re )?(?:receiving|received) this (?:e-?mail|newsletter|message)\b.{0,120}"),
    ("tous todos alle", r"(?:tous droits réservés|todos los derechos reservados|alle rechte vorbehalten)\b.{0,80}"),
    (
        "estimated reading read listening lesezeit temps lecture",
        r"(?:(?:estimated )?(?:reading|read|listening) time|lesezeit|temps de lecture|lecture) ?:? ?\d{1,3}.{0,20}",
    ),
    ("comments comment kommentare commentaires comentarios reacties", r"\w{7,12} ?\(?\d{1,6}\)?"),
    (
        "image photo picture slide page bild foto show see view",
        r"\w{4,7} \d{1,3} (?:of|von|de|/) \d{1,3}|(?:show|see|view) (?:all )?\d{1,3} (?:images|photos|pictures)"
        r"|(?:show|see|view) all .{2,40}|(?:show|see|view|read) (?:all )?(?:\d{1,6} )?comments ?(?:\(\d{1,6}\))?",
    ),
    (
        "updated published posted modified first last about an a one vor hace il há",
        rf"(?:(?:first |last )?(?:updated|published|posted|modified) ?:? )?(?:about )?(?:\d{{1,2}}|an?"
        rf"|one) ?{_UNIT} ago"
        r"|(?:last )?updated at \d{1,2}[.:]\d{2}(?: ?[a-z]{2,4})?"
        r"|(?:vor|hace|il y a|há) (?:\d{1,2}|einer|einem|una|un|une|uma|um) \w{3,9}",
    ),
    ("copyright", r"copyright ?(?:©|\(c\)|\d{4}).{0,150}"),
    ("all", r"all rights reserved\b.{0,100}"),
    (
        "unlimited enjoy access share support exclusive",
        r"unlimited (?:online|digital) access to .{3,100}|(?:enjoy|access) (?:additional )?articles .{3,80}"
        r"|share your thoughts .{3,60}|support (?:local|our|independent) journalism.{0,80}|exclusive articles (?:by"
        r"|from) .{3,130}",
    ),
    ("some", r"some media, including videos, may only be available to view at the original\.?"),
    (
        "this our we",
        r"(?:this|our) (?:website|site|page) (?:uses|is using|may use) cookies\b.{0,120}"
        r"|we (?:and our partners )?use cookies\b.{0,140}|this advertisement has not loaded yet.{0,80}"
        r"|this is a (?:developing|breaking)(?: news)? story\b.{0,120}"
        r"|this video (?:file )?(?:can ?not|could not|isn't|is not)\b.{0,30}\b(?:play|load|available"
        r"|supported).{0,60}",
    ),
    (
        "advertisement advertisements advertise",
        r"advertise?ments? \d{1,2}|advertisement[ .:–-]{1,3}(?:continue|story|article|scroll|skip)\b.{0,60}",
    ),
    ("a", r"a video player (?:is )?load.{0,40}"),
    (
        "volume to media press skip continue restart back",
        r"volume \d{1,3} ?%|to (?:view this video|revisit this article)\b.{0,120}"
        r"|media playback is unsupported.{0,120}"
        r"|press shift question mark.{0,100}|\w{4,8} in \d{1,2} ?s(?:econds)?",
    ),
    (
        "photo photos photograph photography pictures images image video illustration illustrations graphics graphic",
        r"\w{5,13} by [^.!?]{2,80}",
    ),
    (
        "order today's subscribe",
        r"(?:order reprints|today's paper|subscribe) ?\| ?(?:order|today's"
        "|subscribe).{0,120}",
    ),
    (
        "#",
        rf"(?:#\w{{1,60}}[ ,;|]{{0,3}}){{1,30}}|{_CLOCK}(?: ?[/|–-] ?{_CLOCK})?"
        r"|\d{1,3}[ -]min(?:ute)?s?\.? (?:read|listen|watch|de lecture|lesezeit|de lectura|di lettura|de leitura)"
        r"|(?!(?:19|20)\d\d$)\d{1,6}|\d{1,3} ?(?:/|of) ?\d{1,3}(?: photos| images| slides)?"
        r"|\d{1,3}(?:[.,]\d{1,3})?k?\+? (?:comments?|shares?|likes?|views?|replies|votes?|reactions?|kommentare?"
        r"|commentaires?|comentarios?|commenti|reacties)"
        rf"|\d{{1,2}} ?{_UNIT} ago|(?:©|\(c\)).{{0,150}}|@\w{{2,30}}"
        r"|\[(?!editor|note|update|correction)[^\[\].]{20,140}\]",
    ),
)

_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,300}|[\w.+-]{1,60}@[\w-]{1,60}\.[\w.]{2,20}")
_ENDS_IN_LINK = re.compile(
    r".{10,150}[^.!?… ] (?:read more|read full story|continue reading|leer más|lire la suite)|.{5,140},? click here\.?"
)
_LAST_WORDS = ("more", "reading", "story", "más", "suite", "here", "here.")
# What gives a line away wherever it stands in it.
_GIVEAWAY = re.compile(
    r"(?:delivered|sent|straight|directly|right|newsletters?|mail|briefing|news|stories) (?:straight |directly "
    r"|right )?"
    r"(?:to|in|into) your (?:inbox|e-?mail)\b|in your inbox every|meet your inbox|unsubscribe at any ?time"
    r"|(?:signing up|subscribing|clicking|submitting|registering|continuing)\b.{0,60}\byou (?:agree|consent) to"
    r"|protected by recaptcha|replay more videos|#verifyerrors|material may not be published, broadcast"
    r"|(?:earn|receive|get) an? (?:small )?(?:affiliate )?commission\b.{0,80}\b(?:links?|purchases?|buy)\b"
    r"|\b(?:links?|buy|purchases?)\b.{0,80}\b(?:earn|receive|get) an? (?:small )?(?:affiliate )?commission"
    r"|your browser does not support|enable javascript|your e-?mail address will not be published"
    r"|view image in fullscreen|add .{2,40} as an interest|\bsign(?:ing)? up (?:for|to) our\b.{0,40}\bnewsletters?\b"
    r"|(?:content|article|story) is (?:reserved for|exclusive to|only available (?:to|for)|available only (?:to|for)) "
    r"(?:\w{3,12} )?subscribers"
)
_GIVEAWAY_WORDS = tuple(
    "your inbox|your e|unsubscribe|you agree|you consent|recaptcha|more videos|#verify|broadcast|commission"
    "|your browser|javascript|fullscreen|as an interest|up for our|up to our|subscribers".split("|")
)


def _by_first_word() -> dict[str, re.Pattern[str]]:
    rules: dict[str, list[str]] = {}
    for words, rule in _RULES:
        for word in words.split():
            rules.setdefault(word, []).append(f"(?:{rule})")
    return {word: re.compile("|".join(parts)) for word, parts in rules.items()}


_OPENING = _by_first_word()
_BUTTONS = re.compile(_BAR)
_BEGINS_AS_BUTTON = tuple(word for word in SHARE if len(word) > 1)


def plain(line: str) -> str:
    """Return a line as the rules compare it: in lower case, straight apostrophes, no spaces before punctuation."""
    low = line.lower().replace("’", "'").replace("‘", "'")
    return _SPACED.sub("", low)


def heading(line: str) -> str:
    """Return a line as headings and buttons compare: plain, without the marks around it."""
    return plain(line).strip(_MARKS)


def is_furniture(line: str) -> bool:
    """Say whether a whole line belongs to the page rather than to the article."""
    if len(line) > 2 * LONGEST:
        return is_caption(line)
    low = plain(line)
    if len(line) <= LONGEST:
        bare = low.strip(_MARKS)
        if bare in ALONE or bare in CLOSING or (low and not _LETTER.search(bare)) or _opens_like_furniture(low):
            return True
    given_away = any(word in low for word in _GIVEAWAY_WORDS) and bool(_GIVEAWAY.search(low))
    return given_away or is_notice(line) or is_caption(line)


def _opens_like_furniture(low: str) -> bool:
    low = low.lstrip(_BULLETS)
    first = low.split(" ", 1)[0]
    rule = _OPENING.get(first.rstrip(":|,") if first[:1].isalpha() else "#")
    if rule and rule.fullmatch(low):
        return True
    if low.startswith(_BEGINS_AS_BUTTON) and _BUTTONS.fullmatch(low):
        return True
    if " " not in low:
        return bool(_ADDRESS.fullmatch(low))
    return low.endswith(_LAST_WORDS) and bool(_ENDS_IN_LINK.fullmatch(low))
