"""Texts that are no article but what stood in its place: a consent wall, the stub of a paywall, an error page; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST = 6_000
"""Characters; whatever is longer has an article in it."""

_LONGEST_ERROR = 1_200
_TEASER = 320
"""Characters of prose beside the wall; more is worth citing."""

_SHORT = 200
"""Characters; an error and an offer to subscribe are told in fewer."""

_BUTTON = 60
_ASKED = 2

_ERROR = re.compile(
    r"^40[34]\b|\b(?:error )?(?:40[0134]|410|429|50[0234])\b.{0,40}\b(?:error|not found|forbidden|unauthori[sz]ed"
    r"|bad gateway|gone"
    r"|unavailable|too many requests|timeout|time-out)|page (?:not found|cannot be found|can't be found|doesn't exist"
    r"|you (?:are|were) looking for|you requested)|(?:seite|page|página|pagina) (?:wurde )?(?:nicht gefunden"
    r"|introuvable"
    r"|no encontrada|não encontrada|non trovata|niet gevonden)|access (?:to this page has been )?denied"
    r"|request blocked"
    r"|(?:enable|activate|turn on) (?:javascript|cookies)|checking (?:if the site connection|your browser)"
    r"|just a moment"
    r"|verify (?:that )?you are (?:a )?human|are you a (?:robot|human)|i'm not a robot|unusual (?:traffic|activity)"
    r"|complete the captcha|captcha|pardon our interruption|attention required|ray id|you have been blocked"
    r"|not available in your (?:region|country|location)|unavailable for legal reasons"
    r"|service (?:temporarily )?unavailable"
    r"|internal server error|bad gateway|something went wrong|oops|this site can't be reached|temporarily down",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\bcookies?\b|\bconsent\b|privacy|personal(?:i[sz]ed)? (?:data|ads|advertising|content)|our partners"
    r"|legitimate interest"
    r"|accept all|reject all|manage (?:options|preferences|choices|settings)|\bvendors?\b|\bgdpr\b|\bccpa\b"
    r"|datenschutz"
    r"|einwilligung|zustimm|tracking|données personnelles|consentement|nos partenaires|privacidad|consentimiento"
    r"|nuestros socios|nostri partner|consenso|toestemming",
    re.IGNORECASE,
)
_ASKS_CONSENT = re.compile(
    r"we (?:value|care about|respect) your privacy|accept (?:all|cookies|and continue)|i (?:accept|agree)"
    r"|before you continue"
    r"|(?:we|and) (?:and )?our \d{0,4} ?partners|manage (?:options|preferences|choices|cookies)"
    r"|continue without accepting"
    r"|your (?:privacy|consent|choices)|agree and (?:close|continue)|alle akzeptieren|zustimmen|tout accepter"
    r"|accepter et|aceptar|accetta|akkoord|continuer sans accepter|this (?:site|website) uses cookies|we use cookies",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"(?:subscribe|register|sign (?:in|up)|log in|join) (?:now |today |here )?(?:to|and) (?:continue|keep|read"
    r"|unlock|access"
    r"|view|get|finish)|to (?:continue|keep) reading|already (?:a )?(?:subscriber|subscribed|member|registered)"
    r"|subscriber[ -]only"
    r"|(?:for|to) (?:our |paying )?subscribers(?: only)?|(?:reserved|exclusive|available|only) (?:only )?(?:to"
    r"|for) (?:our )?"
    r"(?:subscribers|members)|reached your (?:limit|free|article)|(?:free )?articles? (?:left|remaining) this month"
    r"|start your "
    r"(?:free )?(?:trial|subscription)|unlimited (?:digital )?access|cancel any ?time|per (?:month|week) for"
    r"|this is a premium"
    r"|premium (?:article|content)|unlock (?:this|the) (?:article|story)|create a free account|weiterlesen mit"
    r"|jetzt (?:abonnieren"
    r"|weiterlesen)|(?:nur )?für abonnenten|réservé aux abonnés|il vous reste|pour lire la suite"
    r"|abonnez-vous(?! (?:gratuitement )?(?:à|aux) (?:notre |nos |la |les |l')?(?:newsletter|lettre|infolettre|chaîne))"
    r"|solo para suscriptores"
    r"|exclusivo para (?:suscriptores|assinantes)|contenuto riservato|per (?:gli )?abbonati|assine para",
    re.IGNORECASE,
)


def rejection(lines: Sequence[str]) -> str | None:
    """Return what a text is that is no article, given its lines; None for all that may hold something to cite.

    A long article that mentions cookies, an error or a subscription is an article.
    """
    lines = [line for line in lines if line.strip()]
    size = sum(map(len, lines))
    if not lines or size > _LONGEST:
        return None
    plain = [line.replace("’", "'") for line in lines]
    if size <= _LONGEST_ERROR and _ERROR.search(" ".join(plain[:3])[:_SHORT]) and _beside(plain, _ERROR) <= _TEASER:
        return "an error page"
    if _asked(plain) >= _ASKED and _beside(plain, _CONSENT, _ASKS_CONSENT, longest=_LONGEST) <= size // 4:
        return "a consent wall"
    if any(map(_PAYWALL.search, plain)) and _beside(plain, _PAYWALL) <= _TEASER:
        return "the stub of a paywall"
    return None


def _asked(lines: Sequence[str]) -> int:
    """Return how often a text asks for consent: in words, and by its buttons."""
    asking = [line.lower() for line in lines if _ASKS_CONSENT.search(line)]
    return sum(len(set(_ASKS_CONSENT.findall(line))) + (len(line) <= _BUTTON) for line in asking)


def _beside(lines: Sequence[str], *rules: re.Pattern[str], longest: int = _SHORT) -> int:
    """Return how many characters stand in lines that the rules find nothing in, or that are too long for them."""
    return sum(len(line) for line in lines if len(line) > longest or not any(rule.search(line) for rule in rules))
