"""The days that an article's text speaks of: `mentions(text, published)`."""

from __future__ import annotations

import re

from rag.when.scan import mentions

VERSION = "when-2"
"""Changes with any rule: the dates that another version read are read again at the next ingest."""

__all__ = ["VERSION", "day_spoken_of", "mentions"]


_SINCE = re.compile(r"\bsince (?:early |late )?$", re.IGNORECASE)


def day_spoken_of(text: str, published: str | None) -> str | None:
    """Return the first day or month that a text speaks of, as YYYY-MM-DD or YYYY-MM; None where it speaks of none."""
    for mention in mentions(text, published):
        if _SINCE.search(text, 0, mention.start):
            continue  # what has been so since then is told of the day it was reported on
        if mention.day_from and mention.day_to and mention.day_from[:7] == mention.day_to[:7]:
            return mention.day_from if mention.day_from == mention.day_to else mention.day_from[:7]
    return None
