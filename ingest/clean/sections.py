"""Furniture that shows only in the lines around it: sections, widgets, bars of buttons, menus; pure.

Every function takes the lines of a text that are not empty, in order, with those known to be furniture, and returns the
positions of more. What heads a block is furniture itself, so that a text that was cleaned has no block left to find.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.clean.furniture import LONGEST, heading
from ingest.clean.phrases import AUTHORS, CLOSING, COMMENTS, RELATED, SHARE

_TAIL_SHARE = 0.5
"""What opens a closing section ("Similar Posts", "About the Author") does so in the second half of a page."""

_ROUNDS = 4
"""What one rule takes may leave two buttons side by side, or a menu; more rounds than this nothing needs."""

_MOST_LINKS = 8
_SUBHEAD_WORDS = 5
_UNSPACED = 20
_PROMO_WORDS = 8
_MENU_LINES = 5
_MENU_WORDS = 3
_BOX_LINES = 8
_BY = re.compile(r"(?:by|von|par|por|di|door) ", re.IGNORECASE)
_LONGEST_BIO = 700

_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"”’»)\]]{0,3}$|[,.!?…][\"”’»]{1,2}$|[”\"»]$")
_TIMECODE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_COMMENT_COUNT = re.compile(r"(?:comments? ?\(?\d{1,6}\)?|\d{1,6} (?:comments?|replies))")
_COMMENT_MARK = re.compile(
    r"(?:reply|report|like|\d{1,3} \w{3,7} ago|.{2,40} says:?|[\w.]{3,25}: .{1,300}|@\w{2,30}.{0,200})"
)
_BIO = re.compile(
    r"[•*–—\- ]{0,3}[A-ZÀ-Þ][\w.’'-]{0,20} (?:[\w.’'-]{1,20} ){0,3}?"
    r"(?:is (?:an? |the )?.{0,120}\b(?:reporter|correspondent|columnist|editor|writer|journalist|fellow|contributor"
    r"|bureau chief|producer|author|host|professor)\b"
    r"|(?:covers|writes (?:about|on|for)|reports (?:on|from)|can be reached|is based in)\b).{0,400}"
)
_NAME_WORD = re.compile(r"[\w’'-]{3,}")
_CONTACT = re.compile(r"@|\b[Ff]ollow\b|\b[Tt]witter\b|\b[Ee]-?mail\b|\breached at\b")
_ATTRIBUTED = re.compile(
    r".{25,140}(?:, (?:\w+ ){0,2}(?:says?|finds?|warns?|shows?|reveals?)"
    r"|: (?:analysts?|analysis|experts?|reports?|study|sources?|poll|survey|officials?|media|minister|police|lawyer"
    r"|UN))"
)
_SCARE_QUOTES = re.compile(r"(?:^|[ (])[‘'][\w’-]{2,}(?: [\w’-]+){0,4}['’](?=[ ,.:;)]|$)")


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a text that are not empty.

    Attributes:
        heads: the lines as headings compare.
        prose: which of them are sentences.
        gaps: those that follow an empty line.
        gone: those that are known to be furniture.
    """

    lines: Sequence[str]
    heads: Sequence[str]
    prose: Sequence[bool]
    gaps: frozenset[int]
    gone: frozenset[int]

    def kept(self, start: int = 0) -> Iterator[int]:
        """Yield the positions from one on, without what is furniture."""
        return (number for number in range(start, len(self.lines)) if number not in self.gone)

    def sentences(self) -> list[int]:
        """Return the positions of what is left of the text that is prose."""
        return [number for number in self.kept() if self.prose[number]]


def is_sentence(line: str) -> bool:
    """Say whether a line is prose: it ends as a sentence does, or is too long for anything else."""
    if len(line) > LONGEST + 60:
        return True
    # Scripts that put no spaces between words are told by their letters.
    long_enough = line.count(" ") >= _SUBHEAD_WORDS or (len(line) > _UNSPACED and not line.isascii())
    return long_enough and bool(_SENTENCE_END.search(line[-5:]))


def find_blocks(lines: Sequence[str], gone: set[int], gaps: frozenset[int] = frozenset()) -> set[int]:
    """Return which lines are furniture with those that are known to be; `gaps` are those that follow an empty line."""
    heads = [heading(line) if len(line) <= LONGEST else "" for line in lines]
    prose = [is_sentence(line) for line in lines]
    gone = gone | _sections(Page(lines, heads, prose, gaps, frozenset(gone)))
    for _ in range(_ROUNDS):
        known = len(gone)
        for rule in (_widgets, _bars, _menus, _bios, _promos):
            gone = gone | rule(Page(lines, heads, prose, gaps, frozenset(gone)))
        if len(gone) == known:
            break
    return gone


def _sections(page: Page) -> set[int]:
    """Return what stands under the headings of closing sections, of links to other articles, of author boxes."""
    found: set[int] = set()
    sentences = page.sentences()
    discussed = False
    links = [number for number in page.kept() if not page.prose[number] or page.lines[number].endswith("?")]
    for position in sorted(page.gone):
        head = page.heads[position]
        late = position >= len(page.lines) * _TAIL_SHARE
        closes = late and (not sentences or sentences[-1] < position or _only_asks(page, sentences, position))
        below = bool(sentences) and sentences[0] < position  # above the first sentence stands the title
        if head in AUTHORS and below and (late or len(page.lines) - position <= _BOX_LINES):
            found.update(_author_box(page, position))
        elif (head in CLOSING or _COMMENT_COUNT.fullmatch(head)) and closes:
            found.update(page.kept(position))  # nothing of the article follows
            break
        elif late and not discussed and (head in COMMENTS or _COMMENT_COUNT.fullmatch(head)):
            discussed = True
            found.update(page.kept(position) if _are_comments(page, position) else ())
        elif head in RELATED and below:
            found.update(_links(page, position, links))
    return found


def _only_asks(page: Page, sentences: Sequence[int], position: int) -> bool:
    """Say whether the sentences behind a position are headlines that ask: "What is a herring worth?"."""
    first = bisect_right(sentences, position)
    return len(sentences) - first <= _MOST_LINKS and all(
        page.lines[number].endswith("?") and len(page.lines[number]) <= LONGEST for number in sentences[first:]
    )


def _links(page: Page, position: int, links: Sequence[int]) -> list[int]:
    """Return the lines right below a heading that link to other articles: up to a gap, a sentence, a subheading."""
    group: list[int] = []
    first = bisect_right(links, position)
    for number in links[first : first + _MOST_LINKS]:
        between = range(group[-1] + 1 if group else position + 1, number)
        apart = len(between) > _MOST_LINKS or any(other not in page.gone for other in between)
        if apart or (group and number in page.gaps):
            break
        group.append(number)
    while group and page.lines[group[-1]].count(" ") < _SUBHEAD_WORDS - 1:
        group.pop()
    return group


def _are_comments(page: Page, position: int) -> bool:
    """Say whether all that follows the heading of the comments looks like comments and like nothing else."""
    rest = list(page.kept(position + 1))
    prose = [number for number in rest if page.prose[number]]
    marks = sum(bool(_COMMENT_MARK.fullmatch(page.lines[number].lower())) for number in rest)
    return marks > len(prose) // 2 and all(len(page.lines[number]) <= 2 * LONGEST for number in prose)


def _author_box(page: Page, position: int) -> list[int]:
    """Return the name and the lines about them below the heading of an author's box."""
    box: list[int] = []
    names: list[str] = []
    for number in range(position + 1, min(position + 1 + _BOX_LINES, len(page.lines))):
        if number in page.gone:
            continue
        line = page.lines[number]
        told = len(line) <= _LONGEST_BIO and (not box or any(name in line for name in names))
        if page.prose[number] and not told:
            break
        names = names or [word for word in _NAME_WORD.findall(line) if word[0].isupper()]
        box.append(number)
    return box


def _widgets(page: Page) -> set[int]:
    """Return what a player or a picture says twice, and lines that repeat an earlier one, as page titles do."""
    found: set[int] = set()
    kept = list(page.kept())
    seen: set[str] = set()
    prose = False
    for place, number in enumerate(kept):
        line = page.lines[number]
        sentence = page.prose[number]
        if place and line == page.lines[kept[place - 1]]:
            found.add(number)
        elif len(line) <= LONGEST and line.count(" ") >= _SUBHEAD_WORDS - 1 and (not sentence or line.endswith("?")):
            below_clock = prose and number > 0 and bool(_TIMECODE.fullmatch(page.lines[number - 1]))
            # Rows of a table may be alike and yet say two things.
            again = line in seen and not any(letter.isdigit() for letter in line)
            if again or (below_clock and not sentence):
                found.add(number)
            seen.add(line)
        prose = prose or sentence
    return found


def _bars(page: Page) -> set[int]:
    """Return buttons to share with: they come in rows."""
    found: set[int] = set()
    row: list[int] = []
    for number, head in enumerate([*page.heads, ""]):
        if head in SHARE:
            row.append(number)
        elif number == len(page.heads) or number not in page.gone:
            found.update(row if len(row) > 1 else ())
            row = []
    return found


def _menus(page: Page) -> set[int]:
    """Return menus: rows of very short lines above the first sentence, or below furniture that follows the last."""
    prose = page.sentences()
    if not prose:
        return set()
    bottom = min((number for number in page.gone if number > prose[-1]), default=len(page.lines))
    found: set[int] = set()
    row: list[int] = []
    for number in [*page.kept(), -1]:
        if number >= 0 and (number < prose[0] or number > bottom) and _is_entry(page.lines[number]):
            row.append(number)
        else:
            found.update(row if len(row) >= _MENU_LINES else ())
            row = []
    return found


def _is_entry(line: str) -> bool:
    return (
        line.count(" ") < _MENU_WORDS
        and len(line) <= LONGEST // 4
        and not any(letter.isdigit() for letter in line)
        and not _BY.match(line)
    )


def _bios(page: Page) -> set[int]:
    """Return what the last lines tell of the author, whom a byline or a way to reach them shows to be the author."""
    kept = list(page.kept())
    found: set[int] = set()
    while kept and _BIO.fullmatch(page.lines[kept[-1]]):
        line = page.lines[kept[-1]]
        name = " ".join(line.lstrip("•*–—- ").split()[:2])
        top = [page.lines[number] for number in kept[: min(_BOX_LINES, len(kept) - 1)]]
        byline = any(name in other[:80] for other in top[1:] if len(other) <= LONGEST)
        byline = byline or (bool(top) and _BY.match(top[0]) is not None and name in top[0][:80])
        if not byline and not _CONTACT.search(line):
            break
        found.add(kept.pop())
    return found


def _promos(page: Page) -> set[int]:
    """Return headlines of other articles that stand between paragraphs, as links there do."""
    kept = list(page.kept())
    quoted = any(page.prose[number] and "“" in page.lines[number] for number in kept)
    return {
        number
        for place, number in enumerate(kept[1:-1], start=1)
        if not page.prose[number]
        and page.prose[kept[place - 1]]
        and page.prose[kept[place + 1]]
        and _is_headline(page.lines[number], quoted=quoted)
    }


def _is_headline(line: str, *, quoted: bool) -> bool:
    """Say whether a line that is no sentence is written as headlines are, and not as subheadings."""
    words = line.count(" ") + 1
    if words < _PROMO_WORDS or len(line) > LONGEST or not (line[0].isalpha() or line[0] in "‘'“"):
        return False
    if line.isupper():
        return True
    # An article that quotes with double marks has single ones in headlines only.
    return bool(_ATTRIBUTED.fullmatch(line)) or (quoted and bool(_SCARE_QUOTES.search(line)) and "“" not in line)
