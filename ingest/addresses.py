"""When two addresses are of the same article; courlan is known here only."""

from __future__ import annotations

from urllib.parse import urlsplit


def untracked(url: str) -> str:
    """Return an address without what only tells where its reader came from."""
    from courlan import clean_url

    return str(clean_url(url) or url)


def same_address(url: str) -> str:
    """Return an address without what does not change the article: tracking, fragment, scheme, a closing slash."""
    from courlan import normalize_url

    try:
        plain = str(normalize_url(url, strict=False, trailing_slash=False))
        parts = urlsplit(plain)
    except ValueError:  # "http://[" is what some exports have
        return url
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"
