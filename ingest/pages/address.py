"""Where an article lives and in which language it is written, as its page says; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ingest.addresses import untracked

if TYPE_CHECKING:
    from ingest.pages.statements import Statements

_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_ ].{0,30})?", re.IGNORECASE)
_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi"}
"""Written norms and withdrawn codes, as the language they are of."""


def address_of(page: Statements, url: str | None) -> str | None:
    """Return the article's own address: canonical, whole, without what tracks its readers; None where none is known."""
    for text in (page.address, page.said("og:url"), page.field("url"), url):
        address = _whole(text, url)
        if address and not _is_front_page(address, url):
            return untracked(address)
    return untracked(url) if url and _whole(url, None) else None


def language_of(page: Statements) -> str | None:
    """Return the language that the page says it is in, as two letters (ISO 639-1)."""
    stated = (
        page.language,
        page.said("content-language"),
        page.field("inLanguage"),
        page.said("og:locale", "language"),
    )
    for text in stated:
        if text and (match := _LANGUAGE.fullmatch(text.strip())):
            return _SAME.get(match[1].lower(), match[1].lower())
    return None


def _whole(text: str | None, url: str | None) -> str | None:
    """Return an address with scheme and host, made whole by the one it was fetched from."""
    try:
        address = urljoin(url or "", (text or "").strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    whole = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in address
    return address if whole else None


def _is_front_page(address: str, url: str | None) -> bool:
    """Say whether an address is a site's front page, which careless sites call canonical for all their articles."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query and bool(url) and urlsplit(url or "").path not in ("", "/")
