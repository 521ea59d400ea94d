"""Whether a sentence can be read without those beside it; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.terms import names

_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]{0,3}$")
QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
"""Words between quotation marks."""

LONGEST_QUOTED = 320
"""Letters of sentences that are taken for one because a quotation runs through them."""

_POINTS_BACK = re.compile(
    r"[“\"‘']?(he|she|it|they|his|her|its|their|this|that|these|those|but|and|however|also|meanwhile|instead"
    r"|there(?! (?:is|are|was|were|has|have|had|will|would|could|may|might)\b))\b",
    re.IGNORECASE,
)
"""What a sentence begins with that points back; "There were boos" points nowhere."""
_OF_NOBODY = re.compile(
    r"(?:nobody|no[ -]one|none|there (?:was|were) (?:no|nobody))\b(?: [\w’'-]+){0,4}[.!]?\W*", re.IGNORECASE
)
"""A short sentence that says that nobody was hurt; by what stands before it."""

_HE_SAYS = re.compile(
    r"\b(?:he|she|they) (?:also |then )?(?:said|says|added|told|wrote|asked|argued|continued)\b"
    r"|\b(?:said|says|added|asked) (?:he|she|they)\b",
    re.IGNORECASE,
)


def is_sentence(text: str) -> bool:
    """Say whether a text ends as a sentence does; a heading or a list entry does not."""
    return bool(_SENTENCE_END.search(text))


def is_bare_speech(text: str) -> bool:
    """Say whether a text is somebody's words and nothing that says whose."""
    return bool(QUOTED.fullmatch(text))


def is_half_of_speech(text: str) -> bool:
    """Say whether somebody's words begin or end in another sentence."""
    return text.count("“") != text.count("”") or text.count('"') % 2 == 1


def whole_quotations(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return sentences as offsets, those that one quotation runs through as one: “It was long. It is over,” he said.

    One that is longer than a few sentences stays as it was.
    """
    found: list[tuple[int, int]] = []
    open_from = None
    for start, end in spans:
        if open_from is None:
            open_from = len(found) if is_half_of_speech(text[start:end]) else None
            found.append((start, end))
            continue
        found.append((start, end))
        first = found[open_from][0]
        closes = is_half_of_speech(text[start:end])
        if closes and end - first <= LONGEST_QUOTED and "\n" not in text[first:end]:
            found[open_from:] = [(first, end)]
        if closes or end - first > LONGEST_QUOTED:
            open_from = None
    return found


def is_speech_of_him(text: str) -> bool:
    """Say whether a sentence is somebody's words and names nobody: "…," she said."""
    return is_bare_speech(text) or bool(_HE_SAYS.search(text))


def dangles(text: str) -> bool:
    """Say whether a sentence needs the one before it: it begins with a word that points back, or tells not who speaks.

    "“I can wait,” she said." does; "Peake denied that a report was lost, he said" has its name in it.
    """
    if _POINTS_BACK.match(text) or _OF_NOBODY.fullmatch(text) or is_bare_speech(text):
        return True
    told = QUOTED.sub(" ", text)
    return bool(_HE_SAYS.search(told)) and not names(told)


def stands_alone(text: str) -> bool:
    """Say whether a text is a sentence that can be read without those beside it."""
    return is_sentence(text) and not dangles(text) and not is_half_of_speech(text)
