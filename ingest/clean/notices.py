"""Lines that tell who published, wrote or helped with an article, and nothing of what it reports; pure."""

from __future__ import annotations

import re

_LONGEST = 320

_PIECE = r"(?:article|story|report|post|piece|commentary|column|essay|interview|op-?ed|video|content|analysis)"
_NO_YEAR = r"(?! in (?:the )?\d{4})"
"""A book was first published in 1843; an article was so by somebody."""

_GOES_ON = re.compile(
    r"^(?!(?:editor'?s? note ?[:.–-] ?|note ?: ?)?this\b).*"
    r"(?:, .{0,80}\b(?:has|have|had|sold|found)\b|\band (?:says|shows|found|finds|has|had|led|made|caused)\b)"
    r"|\bwith (?:the wrong|an? (?:incorrect|wrong|error))\b",
    re.IGNORECASE,
)
"""A sentence that says more than who published something."""

_NOTICE = re.compile(
    r"(?:editor'?s? note ?[:.–-] ?|note ?: ?)?(?:"
    + "|".join(
        (
            rf"this (?:\w{{1,12}} ){{0,2}}{_PIECE}\b.{{0,90}}\b(?:originally|first|previously) (?:published|appeared"
            r"|ran|posted|aired|written|produced)\b.{0,200}",
            # "The report, which was first published by …, says that …" is a sentence.
            r"(?:the|an?) (?:original )?(?:article|story|post|piece|column|essay) (?:(?:was|is|has been) )?"
            rf"(?:originally|first|previously) (?:published|appeared|ran|posted)\b{_NO_YEAR}.{{0,200}}",
            # "The report was published by …" is a sentence too.
            rf"the {_PIECE} (?:(?:is|was|has been) )?(?:re-?published|reprinted|reproduced|re-?posted|syndicated)"
            r" (?:here |in full )?(?:with (?:the )?(?:kind )?permission|courtesy|under)\b.{1,200}",
            rf"this {_PIECE}(?:, authored by .{{2,60}},)? (?:(?:is|was|has been|is being) )?(?:re-?published"
            r"|reprinted|reproduced|re-?posted|syndicated|provided|published|produced|translated|adapted"
            r"|excerpted) (?:by"
            r"|from|with|in|on|here|under|courtesy)\b.{1,200}",
            rf"(?:originally|first) (?:published|appeared|posted){_NO_YEAR} (?:by|in|on|at|here|:).{{1,160}}",
            r"re-?(?:printed|published|posted) (?:from|with|by|here|courtesy)\b.{1,160}",
            rf"read the (?:original|full) {_PIECE}\b.{{0,160}}|read (?:it|more) (?:at|on) (?:the )?\S{{2,40}}",
            r"an? (?:earlier )?version of this (?:article|story|column)\b.{0,60}\b(?:appear(?:s|ed)|was published"
            r"|ran)\b"
            r".{0,200}",
            r"this (?:article|story) is (?:based in part|based|compiled|from)\b.{0,30}\b(?:wire|agency|agencies"
            r"|reports)"
            r"\b.{0,80}",
            r"diese[rs]? (?:artikel|text|beitrag|interview) (?:erschien|ist|wurde) (?:zuerst|ursprünglich|erstmals"
            r"|zunächst)\b.{1,200}",
            r"(?:cet )?article (?:a été |est )?(?:initialement|d'abord|originellement) (?:publié|paru)\b.{1,200}",
            r"este artículo (?:fue publicado|se publicó|apareció)\b.{1,200}",
            r"questo articolo è (?:stato pubblicato|apparso)\b.{1,200}",
            r".{3,200}\bcontributed (?:reporting |research |material )?to this (?:report|story|article|piece|post)\.?",
        )
    )
    + ")"
)
_BEGINNINGS = (
    "editor", "note", "this ", "the ", "a ", "an ", "originally", "first ", "re", "diese", "cet ", "article ", "este ",
    "questo ",
)  # fmt: skip
_CREDITS = re.compile(
    r"(?:(?:additional |with |with additional )?(?:reporting|files|assistance|inputs?|contributions?|writing|editing)"
    r"|edited|compiled|produced|translated) (?:by|from)\b(?P<names>.{2,220})",
    re.IGNORECASE,
)
_CREDITED = ("additional", "with ", "reporting", "writing", "editing", "edited", "compiled", "produced", "translated")
_SMALL_WORDS = frozenset(
    "and by in from for the of with additional reporting writing editing compiled edited produced translated "
    "contributed de van von der und et y e".split()
)


def is_notice(line: str) -> bool:
    """Say whether a line is a notice: of a reprint, of a first publication, of who reported and edited."""
    if len(line) > _LONGEST:
        return False
    bare = line.strip("()[]*_—– ")
    low = bare.lower().replace("’", "'")
    if (low.startswith(_BEGINNINGS) or "contributed " in low) and _NOTICE.fullmatch(low) and not _GOES_ON.search(low):
        return True
    # "Reporting by the Courier showed that …" is a sentence: a credit has nothing but names.
    credited = _CREDITS.fullmatch(bare) if low.startswith(_CREDITED) else None
    return credited is not None and all(map(_is_name, credited["names"].split()))


def _is_name(word: str) -> bool:
    word = word.strip("().,;:&/—–-")
    return not word or word[0].isupper() or word in _SMALL_WORDS
