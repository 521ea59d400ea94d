"""Who and what a conversation speaks of: names with what they probably name, and how near at hand each is; pure.

The cues are simple ones (first names, titles, what stands before and behind), and a name that shows none of them
stays open: it may be a person or a thing, but yields to one that is known to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from rag.name_cues import CALENDAR, HE_TITLES, MEN, OUTLET_ENDINGS, PLACES, SHE_TITLES, THING_WORDS, TITLES, WOMEN
from rag.sentences import sentence_spans
from rag.terms import QUESTION_WORDS, STOPWORDS, plain

Kind = Literal["person", "place", "thing", "open"]

_PEOPLES = re.compile(r"(?:[a-z](?:ian|ean|ish|ese|ican)|French|German|Dutch|Greek|Swiss|Czech|Danish)s?")
_OPENERS = (
    STOPWORDS
    | QUESTION_WORDS
    | frozenset(
        "yes okay besides aside although though however since despite according whereas imagine let nothing nobody"
        " never everything everybody everyone something somebody someone".split()
    )
)
_LINK = r"(?: (?:of|the|of the|de|la|van|von|al|bin|for|ten|del|with))?"
_WORD = r"(?:(?:[A-Z]\. ?){1,4}(?=[A-ZÀ-Þ]\w)|(?:[A-Z]\.){2,5}|[A-ZÀ-ÞĀ-Ž](?:\w|[-&]\w|[’'](?!s\b)\w)*|[a-z][A-Z]\w+)"
_NAME = re.compile(
    rf"(?<![\w’'.]){_WORD}(?:,? (?:Jr|Sr)\.|{_LINK} {_WORD}|(?<=\.) {_WORD}|(?<=\. ){_WORD}|(?<=Mr|Ms|Dr|St)\. {_WORD}"
    rf"|(?<=Mrs|Sen|Rep|Gov)\. {_WORD}| \d{{1,4}}(?![\w%]|[.,]\d)){{0,6}}"
)
_HE_OR_SHE = re.compile(r"\b(?:he|his|him|she|her)\b")
_OF = re.compile(r" (?:of|for|with) ")
_TITLE_IN_QUOTES = re.compile(r"[“\"]([A-ZÀ-Þ0-9][^”\"\n]{1,60})[”\"]")
_SPEAKS = re.compile(
    r"(?:’s|'s)? (?:said|says|told|wrote|writes|thinks|argued|argues|admitted|explained|claims)\b|, \d\d,|, who "
)
_ROLE = re.compile(
    r"\b(?:actor|actress|singer|star|coach|manager|striker|minister|president|founder|husband|wife|son|daughter|brother"
    r"|sister|mother|father|CEO|boss|author|director|artist|player|officer|judge|senator) $"
)
_LETTERS = 4
"""Shorter endings of outlets are words of their own: "AP", not "Snap"."""
_WRITTEN_AS_ONE = re.compile(r"\d|(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLa)(?<!\bLe)(?<=[a-z])[A-Z]")
"""TechCrunch and OpenAI, GPT-4: no person is written so."""
_OF_AN_ORGANISATION = re.compile(
    r"\b(?:coach|manager|captain|head|chief executive|chair(?:man|woman)|director|owner|boss|employees|workers|staff"
    r"|shares|shareholders|takeover|customers) (?:of|at|in) (?:the )?$",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\b(?:in|at|from|near|outside|across|to|into|around) (?:the )?$", re.IGNORECASE)
_OF_WHAT = re.compile(r"\bof (?:the )?$", re.IGNORECASE)

MOST_NAMES = 40
"""Names of one text that are read; a conversation has a dozen, a flood of them says nothing."""
QUESTION_WEIGHT, ANSWER_WEIGHT = 2.0, 0.8
FIRST_NAMED = 1.5
"""What a sentence names first is mostly what it is about."""
ASKED_FOR = 2.5
"""The first name in the answer to a question that asks who or which."""
OLDER = 0.6
"""One turn further back."""


@dataclass(slots=True)
class Entity:
    """One thing a conversation names.

    Attributes:
        name: the fullest form in which it was named.
        kind: what it probably is.
        gender: "he" or "she" where the first name or a title tells; otherwise empty.
        weight: how near at hand it is.
        turn: the last turn that names it; 0 is the newest.
        where: it was named as a place to be at or in.
        article: it was named with "the".
    """

    name: str
    kind: Kind
    gender: str
    weight: float
    turn: int
    where: bool = False
    article: bool = False

    @property
    def words(self) -> str:
        """The name as it stands in a sentence."""
        return f"the {self.name}" if self.article else self.name


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: `text[start:end]` is `words`."""

    words: str
    start: int
    end: int


def names_in(text: str) -> Iterator[Name]:
    """Yield the proper names of a text, without the word that only begins its sentence, without dates."""
    begins = {start for start, _ in sentence_spans(text)}
    titles = islice(_TITLE_IN_QUOTES.finditer(text), MOST_NAMES)
    quoted = [(match.start(1), match.end(1)) for match in titles if _is_title(match[1])]
    yield from (Name(text[start:end], start, end) for start, end in quoted)
    for match in islice(_NAME.finditer(text), MOST_NAMES):
        start, end = match.span()
        if any(left <= start < right for left, right in quoted):
            continue
        before = text[:start].rstrip(" “\"‘'([•-")
        # A label ("4 March 2025: The driver …") and a quotation mark may stand before a sentence.
        opens = start in begins or not before or before[-1] in ":\n" or bool(begins & set(range(len(before), start)))
        start = _without_opener(text, start, end, opens=opens)
        for left, right in _apart(text, start, end):
            words = text[left:right].strip()
            opening = opens and left == match.start()
            if words and not _is_no_name(text, words, right, opens=opening):
                yield Name(words, left, left + len(words))


def _is_title(quoted: str) -> bool:
    """Tell the title of a work, whose words are capitals mostly, from what somebody said."""
    telling = [word for word in re.findall(r"[\w’'-]+", quoted) if plain(word) not in STOPWORDS]
    return 2 * sum(not word[0].islower() for word in telling) > len(telling)


def _without_opener(text: str, start: int, end: int, *, opens: bool) -> int:
    """Return where a name begins once the words that open a sentence or state a title have been left out."""
    while start < end:
        first = text[start:end].split(" ", 1)[0]
        dropped = plain(first).strip(".") in (_OPENERS | TITLES if opens else TITLES)
        shouted = first.isupper() and len(first) > 1 and plain(first) not in TITLES
        if not (dropped and (opens or " " in text[start:end])) or shouted:
            return start
        start = min(end, start + len(first) + 1)
    return end


def _apart(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Part "Torri Metz of the University of Utah": a person, and where that person belongs."""
    link = _OF.search(text, start, end)
    left = plain(text[start : link.start()]).split() if link else []
    if link is None or len(left) < 2 or any(part in THING_WORDS for part in left[1:]):  # noqa: PLR2004 (two words)
        return [(start, end)]
    right = link.end() + len("the ") * text[link.end() :].startswith("the ")
    return [(start, link.start()), (right, end)]


def _is_no_name(text: str, words: str, end: int, *, opens: bool) -> bool:
    if plain(words) in _OPENERS and not words.isupper() and plain(words) not in MEN | WOMEN:
        return True  # "Nothing" opens a quotation
    if all(plain(word) in CALENDAR or word.isdigit() for word in re.split(r"[ ,]+", words) if word):
        return True
    if _PEOPLES.fullmatch(words, max(0, len(words) - 8)) and plain(words) not in MEN | WOMEN:
        return True
    return opens and _only_begins(text, words, end)


def _only_begins(text: str, words: str, end: int) -> bool:
    """Tell whether a single capital word is one because a sentence begins with it."""
    if " " in words or not words.isalpha() or words.isupper() or any(letter.isupper() for letter in words[1:]):
        return False
    if plain(words) in PLACES | WOMEN | MEN or re.search(rf"[\w,] {re.escape(words)}\b", text):
        return False
    following = re.match(r"(?:’s|'s)|,? ([a-z]+)", text[end : end + 30])
    acts = following is not None and (
        following[1] is None
        or following[1] in {"is", "was", "has", "will", "had", "rose", "fell", "won", "lost", "took", "said", "says"}
        or following[1].endswith("ed")
    )
    return not acts or (words.endswith("s") and not words.endswith("ss"))


def entities(turns: Sequence[tuple[str, str]]) -> list[Entity]:
    """Return what the turns name, nearest at hand first; `turns` is oldest first, answers without markers."""
    found: list[Entity] = []
    for turn, (question, answer) in enumerate(reversed(turns)):
        asks = re.match(r"\W*who(?:m|se)?\b", question, re.IGNORECASE) is not None
        asks_which = asks or question[:5].lower() == "which"
        for position, name in enumerate(names_in(question)):
            weight = QUESTION_WEIGHT * (FIRST_NAMED if position == 0 else 1.0)
            new = _entity(question, name, weight * OLDER**turn, turn)
            # "Who is the mayor of Skarvik?" asks for somebody of a place or a company, or of somebody else.
            new.where = new.where or (
                asks and " " not in new.name and _OF_WHAT.search(question[: name.start]) is not None
            )
            _count(found, new)
        for position, name in enumerate(names_in(answer)):
            first = ASKED_FOR if asks_which else FIRST_NAMED
            weight = ANSWER_WEIGHT * (first if position == 0 else 1.0) / (1 + position / 4)
            new = _entity(answer, name, weight * OLDER**turn, turn)
            if asks and position == 0 and new.kind == "open" and " " in new.name:
                new.kind = "person"
            _count(found, new)
        _note_gender(found, f"{question} {answer}", turn)
    return sorted(found, key=lambda one: -one.weight)


def _note_gender(found: list[Entity], text: str, turn: int) -> None:
    """Where a turn says "he" or "she" and names nobody who is known to be a person, take its first name for one."""
    spoken = {"he" if word in ("he", "his", "him") else "she" for word in _HE_OR_SHE.findall(text.lower())}
    named = [one for one in found if one.turn == turn and one.kind in ("person", "open")]
    if spoken and named and not any(one.kind == "person" for one in named):
        named[0].kind = "person"
        named[0].gender = named[0].gender or (spoken.pop() if len(spoken) == 1 else "")


def _count(found: list[Entity], new: Entity) -> None:
    """Add a mention; a surname or a first name counts for the full name that is known, and the other way round."""
    for known in found:
        if same(known, new):
            if len(new.name) > len(known.name):
                known.name, known.article = new.name, new.article
                known.kind = new.kind if known.kind == "open" else known.kind
            known.kind = "person" if "person" in (known.kind, new.kind) else known.kind
            known.gender = known.gender or new.gender
            known.weight += new.weight
            known.where = known.where or new.where
            known.article = known.article or new.article
            return
    found.append(new)


def same(one: Entity, other: Entity) -> bool:
    """Tell whether two mentions are of one: equal, or the surname or first name of somebody."""
    shorter, longer = sorted((one, other), key=lambda entity: len(entity.name))
    short, long = plain(shorter.name).split(), plain(longer.name).split()
    if short == long:
        return True
    return len(short) == 1 and short[0] in (long[0], long[-1]) and longer.kind in ("person", "open")


def named(text: str) -> list[Entity]:
    """Return what a text names, in order, each mention for itself."""
    return [_entity(text, name, 1.0, 0) for name in names_in(text)]


def _entity(text: str, name: Name, weight: float, turn: int) -> Entity:
    before, behind = text[max(0, name.start - 30) : name.start], text[name.end : name.end + 14]
    earlier = plain(before).split()
    title = earlier[-1].strip(".") if earlier else ""
    first = plain(name.words.split(" ")[0].split("-")[0])
    # "the Houston Astros" and "the EU", but not "the Dublin startup": there the article is not the name's.
    last = plain(name.words).split()[-1]
    article = title == "the" and (name.words.endswith("s") or name.words.isupper() or last in THING_WORDS)
    kind = "thing" if article and last not in PLACES else _kind(name.words, before, behind, title)
    gender = "she" if title in SHE_TITLES or first in WOMEN else "he" if title in HE_TITLES or first in MEN else ""
    return Entity(
        name.words,
        kind,
        gender if kind in ("person", "open") else "",
        weight,
        turn,
        where=_WHERE.search(before) is not None,
        article=article,
    )


def is_outlet(words: str) -> bool:
    """Tell whether a name is called as outlets are."""
    last = plain(words).split()[-1]
    return last in OUTLET_ENDINGS or last.endswith(tuple(ending for ending in OUTLET_ENDINGS if len(ending) > _LETTERS))


def _kind(words: str, before: str, behind: str, title: str) -> Kind:
    parts = plain(words).split()
    if len(parts) > 1 and (any(part in THING_WORDS for part in parts[1:]) or {"of", "for", "with"} & set(parts)):
        return "thing"
    if parts[-1] in PLACES:
        return "place"
    if words.isupper() or is_outlet(words) or _WRITTEN_AS_ONE.search(words):
        return "thing"
    if _OF_AN_ORGANISATION.search(before):
        return "thing"
    if title in TITLES or _ROLE.search(before) or (len(parts) > 1 and _SPEAKS.match(behind)):
        return "person"
    known = parts[0].split("-")[0] in WOMEN | MEN
    return "person" if known and len(parts) > 1 else "open"
