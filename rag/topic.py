"""What a conversation was about last, in a few words that can stand behind a question; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.entities import entities, names_in
from rag.terms import STOPWORDS, plain, words

ABOUT = "about: "
MOST_WORDS = 12

_AUXILIARY = r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should|may|might)"
_OPENING = re.compile(
    r"(?:(?:and|but|so) )?(?:(?:in|on|at|to|for|with|from|under|by|of|since|about|against) )?"
    rf"(?:(?:who|whom|whose|what|which|when|where|why|how(?: (?:many|much|\w+(?= {_AUXILIARY}\b)))?)\b ?)?"
    rf"(?:{_AUXILIARY}(?:n['’]t)?\b ?)?(?:there (?:any )?)?",
    re.IGNORECASE,
)
_SECOND_AUXILIARY = re.compile(
    rf"^((?:\S+ ){{1,2}}){_AUXILIARY} (?=\w)|^((?:\S+ ){{1,6}}?)(?:did|does|do) (?=\w)", re.IGNORECASE
)
_BEHIND = re.compile(rf"\({ABOUT}(.+?)\)?$")
_ASKS_FOR_A_THING = re.compile(r"\W*(?:\w+ )?(?:who|whom|whose|what|which)\b", re.IGNORECASE)


def topic(turns: Sequence[tuple[str, str]], *, beside: str = "") -> str:
    """Return the words of the last question, and the name its answer gave where it asked for somebody or something.

    `beside` is the text that it will stand behind: what that names is not said again, and where it says all of it
    already, nothing is returned.
    """
    question, answer = turns[-1]
    behind = _BEHIND.search(question)
    asked = gist(question[: behind.start()] if behind else question)
    known = plain(f"{asked} {beside}")
    parts = [asked]
    if _ASKS_FOR_A_THING.match(question):
        parts += [name.words for name in list(names_in(answer))[:1] if plain(name.words) not in known]
    if not any(names_in(f"of {asked}")):
        parts.append(_nearest(turns, known))
    spoken_of = _shortened("; ".join(dict.fromkeys(part for part in parts if part)))
    told = set(words(beside)) | STOPWORDS
    return spoken_of if any(word not in told for word in words(spoken_of)) else ""


def gist(question: str) -> str:
    """Return a question without the words that only ask: "jobs the tech industry lose in 2023"."""
    asked = question.strip(" ?!.")
    opening = _OPENING.match(asked)
    rest = asked[opening.end() :] if opening else asked
    return _SECOND_AUXILIARY.sub(lambda found: found[1] or found[2], rest, count=1).strip(" ,;?!.")


def _nearest(turns: Sequence[tuple[str, str]], known: str) -> str:
    return next((one.words for one in entities(turns) if plain(one.name) not in known), "")


def _shortened(text: str) -> str:
    return " ".join(text.split(" ")[:MOST_WORDS]).strip(" ,;")
