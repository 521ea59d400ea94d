"""The days that an article's text speaks of: `mentions(text, published)`."""

from __future__ import annotations

import re

from rag.terms import NUMBER_WORDS
from rag.when.points import ENGLISH, WEEKDAYS
from rag.when.scan import mentions

VERSION = "when-3"
"""Changes with any rule: the dates that another version read are read again at the next ingest."""

__all__ = ["ENGLISH", "VERSION", "WEEKDAYS", "day_spoken_of", "mentions"]


_SINCE = re.compile(r"\bsince (?:early |late )?$", re.IGNORECASE)
_COMPARED = re.compile(
    rf"\b(?:from|than|against|compared (?:with|to)|(?:up|down) on) (?:about |some |around |just |only )?"
    rf"(?:[$£€]?\d[\w.,]*|{'|'.join(NUMBER_WORDS)})(?: (?:per cent|percent|million|billion|people|cases))?"
    r" (?:in |on )?$",
    re.IGNORECASE,
)
"""What stands before the day of an earlier figure: "has risen to 17, from eleven three weeks ago"."""


def day_spoken_of(text: str, published: str | None) -> str | None:
    """Return the first day or month that a text speaks of, as YYYY-MM-DD or YYYY-MM; None where it speaks of none."""
    for mention in mentions(text, published):
        # What has been so since then, or was otherwise then, is told of the day it was reported on.
        if _SINCE.search(text, 0, mention.start) or _COMPARED.search(text, 0, mention.start):
            continue
        if mention.day_from and mention.day_to and mention.day_from[:7] == mention.day_to[:7]:
            return mention.day_from if mention.day_from == mention.day_to else mention.day_from[:7]
    return None
