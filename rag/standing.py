"""Whether a sentence can be read without those beside it; pure."""

from __future__ import annotations

import re

from rag.terms import names

_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]{0,3}$")
QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
"""Words between quotation marks."""

_POINTS_BACK = re.compile(
    r"[“\"‘']?(he|she|it|they|his|her|its|their|this|that|these|those|but|and|however|also|meanwhile|instead|there)\b",
    re.IGNORECASE,
)
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


def is_speech_of_him(text: str) -> bool:
    """Say whether a sentence is somebody's words and names nobody: "…," she said."""
    return is_bare_speech(text) or bool(_HE_SAYS.search(text))


def dangles(text: str) -> bool:
    """Say whether a sentence needs the one before it: it begins with a word that points back, or tells not who speaks.

    "“I can wait,” she said." does; "Peake denied that a report was lost, he said" has its name in it.
    """
    if _POINTS_BACK.match(text) or is_bare_speech(text):
        return True
    told = QUOTED.sub(" ", text)
    return bool(_HE_SAYS.search(told)) and not names(told)


def stands_alone(text: str) -> bool:
    """Say whether a text is a sentence that can be read without those beside it."""
    return is_sentence(text) and not dangles(text) and not is_half_of_speech(text)
