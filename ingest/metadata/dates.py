"""A date as somebody wrote it → ISO; dateparser is known here only. Pure."""

from __future__ import annotations

import re
from datetime import datetime

from ingest.metadata.days import read_days
from rag.dates import day_range

_ISO = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3}")
_LONGEST = 60


def parse_date(text: str) -> str | None:
    """Return a date as ISO, such as filters read it; what is that already comes back as it is.

    A month without a day stays one ("2022-03"), and of "03/04/2022", which may be of March or of April, the year is
    left; what is no date, or none of the calendar, is None.
    """
    text = text.strip()
    if _ISO.fullmatch(text):
        return text if day_range(text) else None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _parse_words(text[:_LONGEST])
    # Python's reading of ISO is wider than that of the filters: "20250304", "2025-W10-2".
    return text if day_range(text) else found.date().isoformat()


def _parse_words(text: str) -> str | None:
    dated = read_days(text)
    if dated is not None and not dated.rest:
        return dated.published or dated.updated
    return _parse_language(text) if _YEAR.search(text) and _WORD.search(text) else None


def _parse_language(text: str) -> str | None:
    """Return a date in the words of some other language; slow, so that it is asked last."""
    from dateparser import parse

    for parts, length in ((["day", "month", "year"], 10), (["month", "year"], 7)):
        settings = {"REQUIRE_PARTS": parts, "DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]}
        found: datetime | None = parse(text, settings=settings)
        if found:
            return found.date().isoformat()[:length]
    return None
