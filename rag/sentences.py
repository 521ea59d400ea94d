"""Where the sentences of a news text begin and end; pure.

A line break always ends a sentence: in articles as people have them a headline or a list entry
has no full stop. What follows a full stop decides the rest, with the abbreviations below kept whole.
"""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st sr jr gen col lt sgt capt cmdr adm maj rev hon gov sen rep pres no nos vol fig art sec dept "
    "inc ltd co corp plc approx est ca cf vs etc al jan feb mar apr jun jul aug sep sept oct nov dec mt ft u.s u.k u.n "
    "e.u e.g i.e a.m p.m d.c u.s.a".split()
)
# These end a sentence when a capital follows ("… in the U.S. The ministry …"), the others do not.
_MAY_END = frozenset("etc inc ltd co corp plc a.m p.m u.s u.k u.n e.u d.c u.s.a jr sr".split())
# What a sentence starts with after those: a name would stay ("U.S. Senator"), these words do not follow one.
_OPENERS = frozenset("the a an he she it they we i in on at but and this that these those there his her its".split())

_END = re.compile(r"([.!?…]{1,4})([\"'”’»)\]]{0,3})(?=\s|[“\"«(\[]?[A-ZÀ-ÞЀ-Я]|$)")
_LOOK = 40
"""Characters looked at on either side of a stop; bounded, so that one endless line costs no more than many."""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences of `text` as (start, end), in order, without the space between them."""
    spans = []
    start = 0
    for line in text.splitlines(keepends=True):
        spans += [(start + first, start + last) for first, last in _line_spans(line)]
        start += len(line)
    return spans


def _line_spans(line: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(line):
        if _ends_sentence(line, start, match):
            spans.append((start, match.end()))
            start = match.end()
    spans.append((start, len(line)))
    return [stripped for first, last in spans if (stripped := _strip(line, first, last)) is not None]


def _strip(line: str, start: int, end: int) -> tuple[int, int] | None:
    piece = line[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _ends_sentence(line: str, start: int, match: re.Match[str]) -> bool:
    stop, closing = match.group(1), match.group(2)
    after = line[match.end() : match.end() + _LOOK]
    before = line[max(start, match.start() - _LOOK) : match.start()]
    following = after.lstrip()
    if not following:
        return True
    if following[0].islower() or following[0] in ",;:–—":
        return False
    if after[0].isspace() or closing:
        return stop != "." or bool(closing) or not _is_abbreviation(before, following)
    # No space after the stop: only where a new sentence clearly begins ("negotiation.The ministers"), not in "U.S.A".
    return stop == "." and _word_before(before).islower() and _starts_word(following)


def _starts_word(following: str) -> bool:
    head = following.lstrip('“"«([')
    return len(head) > 1 and head[0].isupper() and (head[1].islower() or head[1] == " ")


def _word_before(text: str) -> str:
    match = re.search(r"[\w.]{1,12}$", text)
    return match.group() if match else ""


def _is_abbreviation(before: str, following: str) -> bool:
    word = _word_before(before).lower().strip(".")
    next_word = re.match(r"\W{0,3}(\w{0,20})", following)
    opener = next_word is not None and next_word.group(1).lower() in _OPENERS
    if word in _MAY_END:
        return not opener
    if word in _ABBREVIATIONS:
        return True
    return len(word) == 1 and word.isalpha() and word != "i"  # an initial: "M. Okafor"
