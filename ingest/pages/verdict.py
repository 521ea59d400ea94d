"""Whether a page shows an article at all, or what stands before one: a consent wall, a paywall, an error; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rag.errors import ArticleRejected

# All of these are for lower-case text, which is searched several times faster than either case is.
_CONSENT = re.compile(
    r"cookie|consent|our partners|vendors?\b|legitimate interest|personal data|privacy|your (?:choices|device|data)"
    r"|accept all|reject all|manage (?:options|preferences|choices)|opt[- ]out|unique identifiers|targeted ad"
    r"|tracking"
    r"|einwillig|zustimm|unsere partner|personenbezogen|datenschutz|widerruf|endgerät|werbefrei"
    r"|consentement|nos partenaires|données personnelles|tout accepter|tout refuser|confidentialité"
    r"|consentimiento|nuestros socios|datos personales|aceptar todo|privacidad|consenso|nostri (?:partner|fornitori)"
    r"|dati personali|accetta|toestemming|onze partners|persoonsgegevens|consentimento|nossos parceiros"
    r"|dados pessoais"
    r"|zgod[aęy]|partnerzy|danych osobowych|pliki cookie|samtyk|samtyck|våre partnere|vores partnere|våra partner"
    r"|personopplysninger|informasjonskapsler|personuppgifter|souhlas|osobních údajů|çerez|согласи|файл(?:ы"
    r"|ов) cookie",
)
_WE_ASK = re.compile(
    r"\b(?:we|our|us|you|your|wir|unser\w{0,2}|sie|ihre?[nr]?|du|nous|nos|vous|votre|vos|nosotros|nuestr\w{1,3}|su"
    r"|tu|usted"
    r"|noi|nostr\w|tuo|tuoi|vi|våre|vores|våra|din|ditt|dine|wij|we|onze|je|jouw|nós|noss\w{1,2}|seus?|my|nasi"
    r"|nasze|twoj\w{1,3}"
    r"|мы|ваш\w{0,3})\b",
)
_USES_COOKIES = re.compile(
    r"(?:we|site|website|page|wir|nous|utiliz\w{2,4}|usa|używa|gebruik\w{0,3}|bruke?r|använder|verwende\w{0,2}"
    r"|nutz\w{1,3}|utilis\w{1,4})"
    r".{0,60}\bcookies?\b",
)
_PAID = re.compile(
    r"subscribe (?:now |today )?(?:to|for) (?:continue|read|keep|unlock|get|full|unlimited)|to (?:continue"
    r"|keep) reading"
    r"|(?:continue|keep) reading (?:with|by|this)|already an? (?:subscriber|member)|(?:subscribers?"
    r"|members?)[- ]only\b"
    r"|(?:article|story|content) is (?:only |exclusively )?(?:for|available to|exclusive to"
    r"|reserved for) .{0,30}(?:subscribers|members)"
    r"|unlock (?:this|the) (?:article|story)|(?:sign|log) in to (?:read|continue)|register to (?:continue|read)"
    r"|free articles? (?:left|remaining|this month)|reached your .{0,30}limit"
    r"|weiterlesen mit|um weiterzulesen|jetzt weiterlesen|(?:nur|exklusiv) für abonnent|bereits (?:abonnent"
    r"|ein abo)|artikel erwerben"
    r"|(?:zugang|zugriff) (?:zu|auf) alle[nr]? (?:inhalte|artikel)|réservée? aux abonnés|pour lire la suite"
    r"|déjà abonnée?"
    r"|abonnez-vous pour|il vous reste .{0,30}de cet article|suscríbete para|para seguir leyendo|(?:solo"
    r"|exclusivo) para suscriptores"
    r"|ya eres suscriptor|abbonati per|riservato agli abbonati|sei già abbonato|(?:alleen|exclusief) voor abonnees"
    r"|al abonnee\?"
    r"|exclusivo para assinantes|já é assinante|assine para|pozostało .{0,30}artykułu|dla subskrybentów|wykup dostęp"
    r"|(?:kun )?for abonnenter|allerede abonnent|les videre med|läs vidare med|redan prenumerant|pro předplatitele"
    r"|会員限定(?:です|記事)|有料会員(?:に|限定)|続きを読むには|会員登録(?:する|が必要)|구독자 전용"
    r"|только для подписчиков",
)
_ERROR_TITLE = re.compile(
    r"^\W{0,3}(?:http )?(?:error )?(?:40[0134]|410|429|50[0-4])(?: error\b|\W{0,3}$| ?[-–—:|]| forbidden)"
    r"|not found|access (?:is )?denied|forbidden|just a moment"
    r"|attention required|are you (?:a robot|human)|verify(?:ing)? (?:that )?you|security check|captcha"
    r"|service unavailable"
    r"|bad gateway|gateway time-?out|too many requests|unusual traffic|pardon our interruption"
    r"|request (?:was )?blocked|checking your browser|page (?:unavailable|no longer|does not exist)|nicht gefunden"
    r"|zugriff verweigert|introuvable|non trouvée|accès refusé|no encontrada|non trovata|niet gevonden"
    r"|nie znaleziono|не найдена|見つかりません|^\W{0,3}error\W{0,3}$",
)
_ERROR_TEXT = re.compile(
    r"enable (?:js|javascript|cookies)|javascript (?:is|must be) (?:disabled|enabled|required)"
    r"|checking your browser|cloudflare ray id"
    r"|verify (?:that )?you are (?:a )?human|(?:are|you're) not a robot|access to this page has been denied"
    r"|you don't have permission"
    r"|(?:page|article) .{0,60}(?:can(?:not|'t|’t)|could not|couldn['’]t) be found|(?:can['’]?t|cannot"
    r"|couldn['’]t) find (?:the|that|this) page"
    r"|page you .{0,40}(?:does not|doesn['’]t|no longer) exist|unusual traffic|disable (?:any|your) ad ?blocker"
    r"|seite .{0,60}nicht gefunden|page .{0,60}introuvable|javascript (?:aktivieren|einschalten)|activer javascript",
)
_SIGNS_OF_CONSENT = 3
_LOOKED_AT = 1_500
"""Characters of a paragraph; no notice begins further in."""

_SHORTEST_NOTICE = 30
_LONGEST_NOTICE = 300

_WORDS_OF_REPORT = 10
_TO_READERS = re.compile(
    r"\b(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|[Ss]ie|[Ii]hre?|[Vv]ous|[Vv]otre|[Tt]u|[Uu]sted|[Jj]ouw?|[Uu]w)\b"
    r"|\b(?:[Tt]his|[Tt]he full|[Tt]he rest of (?:this|the)) (?:article|story|content|page|piece|video|report)\b"
)
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDE_LETTER = 2.5
"""What a Chinese, Japanese or Korean letter says, in letters of an alphabet."""

_ARTICLE = 250
"""Letters; with fewer a page that bears the signs of something else is that."""

_ERROR, _TEASER = 500, 350
_PAID_TEASER = 600
"""Letters; a page that says in so many words that its article is paid for may show more of a teaser."""


def without_notices(lines: Sequence[str]) -> list[str]:
    """Leave out the lines that ask for consent or for a subscription."""
    return [line for line in lines if not ((_is_offer(line) and not _reports(line)) or asks_consent(line))]


def _reports(line: str) -> bool:
    """Say whether a line is a sentence about somebody's offer, such as a members-only club, rather than one."""
    return len(line.split()) >= _WORDS_OF_REPORT and line.rstrip('”"')[-1:] in ".!?" and not _TO_READERS.search(line)


def asks_consent(text: str) -> bool:
    """Say whether a paragraph asks its reader to agree to cookies or the like."""
    if len(text) < _SHORTEST_NOTICE:
        return False
    text = text[:_LOOKED_AT].lower()
    signs = set(_CONSENT.findall(text))
    if not signs or not _WE_ASK.search(text):
        return False
    return len(signs) >= _SIGNS_OF_CONSENT or bool(len(text) <= _LONGEST_NOTICE and _USES_COOKIES.search(text))


def check_article(
    lines: Sequence[str], *, shown: Sequence[str], titles: Sequence[str], free: Any, extracted: Sequence[str]
) -> None:
    """Refuse a page that shows no article.

    Args:
        lines: what is left of its text without notices.
        shown: all that a reader sees on the page.
        titles: what the page is called.
        free: whether the page says that its article costs nothing (`isAccessibleForFree`).
        extracted: its text with the notices.

    Raises:
        ArticleRejected: it is a consent wall, a teaser, an error page, or empty.
    """
    letters = weight(lines)
    if letters < _ERROR and (
        any(_ERROR_TITLE.search(title.lower()) for title in titles)
        or (letters < _ARTICLE and any(_ERROR_TEXT.search(text[:_LOOKED_AT].lower()) for text in shown[:200]))
    ):
        raise ArticleRejected(
            "the page is an error or a check for robots, not an article", hint="open it in a browser and save it there"
        )
    if letters < _ARTICLE and any(asks_consent(text) for text in (*extracted, *shown)):
        raise ArticleRejected(
            "the page asks for consent to cookies and shows no article", hint="answer it in a browser and save it there"
        )
    paid, offered = _is_paid(free), letters < _PAID_TEASER and any(map(_is_offer, shown))
    if letters < (_PAID_TEASER if paid and offered else _TEASER) and (paid or offered):
        raise ArticleRejected(
            "the page shows only the teaser of a paid article",
            hint="save it where you are subscribed, or give its text",
        )
    if not letters:
        raise ArticleRejected("no article was found on the page", hint="save it once it is loaded, or give its text")


def is_sold(shown: Sequence[str], free: Any) -> bool:
    """Say whether the page offers a subscription, or says that its article costs something."""
    return _is_paid(free) or any(_is_offer(text) for text in shown)


def weight(lines: Sequence[str]) -> float:
    """Return how much some lines say, in letters of an alphabet."""
    text = "".join(lines)
    return sum(map(str.isalnum, text)) + (_WIDE_LETTER - 1) * len(_WIDE.findall(text))


def _is_offer(text: str) -> bool:
    return len(text) <= _LONGEST_NOTICE and bool(_PAID.search(text.lower()))


def _is_paid(free: Any) -> bool:
    return str(free).lower().rpartition("/")[2] in ("false", "no", "0")
