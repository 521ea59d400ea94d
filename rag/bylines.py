"""Questions about what somebody has written: "What did Mara Quist write about the ferry?" is asked of her articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rag.collection import Snapshot
from rag.domain import Filters
from rag.words import say

_NAME = r"(?P<name>[^\W\d_][\w.’'-]*(?: (?:[^\W\d_]|d['’]|d[aei] |v[ao]n )[\w.’'-]*){0,4}?)"
_PIECES = r"(?:articles?|stor(?:y|ies)|pieces?|reports?|reporting|columns?|texts?|coverage|news)"
_SUBJECT = r"(?:,? (?:about|on|of|regarding|concerning|covering) (?P<about>.+?))?"
_WROTE = re.compile(
    rf"(?:and )?(?:what|which {_PIECES}|what {_PIECES}) (?:did|has|have|does) {_NAME}"
    r" (?:(?:also|ever) )?(?:write|written|report|reported|publish|published|cover|covered)"
    rf"(?: (?:anything|something))?{_SUBJECT}\W*",
    re.IGNORECASE,
)
_ASKS_FOR = (
    r"(?:(?:please )?(?:show|list|find|give|summari[sz]e|tell)(?: me| us)?(?: about)?"
    r"|what (?:do|does|did|is|are)|which|are there|is there|what['’]s)?"
    r"\s*(?:any |all |the |some |new |newest |latest )*"
)
_BY = re.compile(
    rf"{_ASKS_FOR}{_PIECES} (?:written )?by {_NAME}(?: (?:say|report|tell|is|are)s?)?{_SUBJECT}\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Byline:
    """A question of the articles that somebody wrote.

    Attributes:
        asked: the question as it was asked.
        author: as the question has it.
        question: what is asked of them.
        filters: those of the caller, and the author.
    """

    asked: str
    author: str
    question: str
    filters: Filters

    @property
    def notices(self) -> tuple[str, ...]:
        """Say whose articles were searched."""
        return (say("Only articles by {author} were searched.", author=self.author),)


def byline_of(question: object, filters: Filters, snapshot: Snapshot) -> Byline | None:
    """Return whose articles are asked for, and what of them; None where no author of the collection is named."""
    text = " ".join(question.split()) if isinstance(question, str) else ""
    match = _WROTE.fullmatch(text) or _BY.fullmatch(text)
    if match is None or filters.authors:
        return None
    author = match["name"]
    theirs = replace(filters, authors=(author,))
    if not snapshot.store.count_allowed(theirs):
        return None
    about = match["about"]
    return Byline(text, author, f"What do the articles say about {about}?" if about else "What is new?", theirs)
