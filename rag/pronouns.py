"""Pronouns of a question put back into names: he, she, they, it, there, and their possessives; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.entities import Entity, Name, entities, names_in, same
from rag.name_cues import MEN, PERSON_WORDS, TITLES, WOMEN
from rag.terms import STOPWORDS, plain

_GROUPS = {
    "he": ("he", "him", "his", "himself"),
    "she": ("she", "her", "hers", "herself"),
    "they": ("they", "them", "their", "theirs", "themselves"),
    "it": ("it", "its", "itself"),
}
_GROUP_OF = {word: group for group, forms in _GROUPS.items() for word in forms}
_PRONOUN = re.compile(rf"\b({'|'.join(_GROUP_OF)})\b(?![-])", re.IGNORECASE)
_POSSESSIVE = frozenset({"his", "its", "their"})
_OWN = frozenset({"himself", "herself", "themselves", "itself"})
_OBJECTS = frozenset({"him", "them"})
_EXPLETIVE = re.compile(
    r"\bit (?:is |was |be |been )?(?:true|possible|likely|clear|known|legal|safe|necessary|the case|important|said)"
    r" (?:that|to|for)\b|\b(?:does|do) it (?:say|mention|tell|matter|mean|make sense)|\bit (?:take|cost)s? to\b"
    r"|\bis it (?:true|possible|legal|safe|necessary|likely|known|clear|important)\b"
    r"|\b(?:make|makes|made|find|found) it \w+ (?:to|for|that)\b",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\b(?:announce[ds]?|explain(?:ed|s)?|say|said|think|thought|feel|felt|react(?:ed)?|respond(?:ed)?|know|knew"
    r"|deny|denied|confirm(?:ed)?|report(?:ed)?|comment(?:ed)?|happen(?:ed)?|do|did|done|learn(?:ed)?|hear|heard)"
    r"(?: about| of| on| to| over)? it(?=\W*$| (?:happen|all|so|in|at|on|with)\b)"
    r"|\b(?:about|of|on|over|after|before|despite|besides) it(?=\W*$)",
    re.IGNORECASE,
)
"""Here "it" is what was said, not a thing that was named."""
_CLAUSE = re.compile(
    r",|;|\b(?:and|but|or|that|which|who|whom|when|while|after|before|because|since|if|although|though|until|as"
    r"|where|how"
    r"|why|what|whether|in which|for which)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"(?:besides|other than|apart from|aside from|in addition to|before|after|when|despite)\b", re.IGNORECASE
)
"""How a question begins that may name somebody after the pronoun."""
_NOUN = re.compile(
    r"\b(?:the|an?|this|these|those|its|which|what|how many) "
    r"(?!(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could)\b)(?:[\w’'-]+ ){0,2}?([\w-]+)\b",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bhas )(?<!\bhave )(?<!\bwill )(?<!\bbe )(?<!\bcould )(?<!\bcan )"
    r"(?<!\bwould )(?<!\bmay )(?<!\bmight )(?<!^)\b(?:(from|near|to|around|in|over|up|down|out) )?there\b"
    r"(?! (?:is|are|was|were|be|been|has|have|had|will|would|could|can|may|might|any|no)\b)",
    re.IGNORECASE,
)
_ORGANISED = frozenset(
    "company firm club team band group startup platform app bank university charity network retailer carmaker airline "
    "newspaper organisation organization agency studio label party".split()
)
_OF_THINGS = re.compile(
    r"\b(?:are|were|be|being|been) they (?:used|made|sold|available|produced|built|worth|approved|published|released"
    r"|called)\b|\b(?:do|did|will) they (?:cost|contain|consist|expire)\b"
    r"|\bthey (?:be|been) (?:used|made|sold|approved|published|released|built)\b",
    re.IGNORECASE,
)
"""Here "they" are no persons."""
_COMMON = re.compile(
    r"\b(?:the|an?|its|his|her|their) (?=[a-z])(?!\w+ [A-Z])(?:\w+ ){0,1}(?:[a-z]*[^s\W]|\w+(?:ss|us))(?=\W|$)"
)
"""A thing without a name in the question before, which "it" may be as well."""
_TOGETHER = re.compile(r"(?:,? (?:and|or|&) (?:the )?|, (?:the )?)")

_DESCRIBED = re.compile(
    rf"\bthe ({'|'.join(sorted(_ORGANISED | TITLES))})(?:(['’]s)(?= \w)|\b(?!['’-]))"
    r"(?! (?:of|that|which|who|whose|in|behind|with)\b)",
    re.IGNORECASE,
)

NEAR = 2.0
"""The weight of what the last question names."""
AS_NEAR = 0.85
"""A second candidate with this share of the first one's weight makes it a guess."""
_FITNESS: dict[str, dict[str, float]] = {
    "he": {"person": 1.0, "open": 0.5},
    "she": {"person": 1.0, "open": 0.5},
    "they": {"thing": 1.0, "open": 0.9, "place": 0.3},
    "it": {"thing": 1.0, "open": 0.8, "place": 0.6},
}
"""How well a kind of name fits a pronoun."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text with names for pronouns; `open` where a word points back and nobody can say to whom."""

    text: str
    open: bool


def resolve(text: str, turns: Sequence[tuple[str, str]]) -> Resolved:
    """Put the names that the conversation offers in the place of the pronouns that point back to it."""
    known = entities(turns)
    named = list(names_in(text))
    here = _named_here(named, known)
    both = {"he", "she"} <= {_GROUP_OF[word.lower()] for word in _PRONOUN.findall(text)}
    # Of two people he is the one who is known to be a man.
    people = [one for one in known if one.gender or one.kind not in ("person", "open")] if both else known
    done: dict[str, str | None] = {}
    pieces: list[str] = []
    end = 0
    unresolved = False
    for match in _PRONOUN.finditer(text):
        word, group = match[1].lower(), _GROUP_OF[match[1].lower()]
        if word in _OWN or (match[1][0].isupper() and match.start()) or _is_settled(text, match, named, known):
            continue
        if group in done:  # "What did Altman say when he left?"; but in "Why did he fire him?" they are two
            unresolved = unresolved or (word in _OBJECTS and not _CLAUSE.search(text[end : match.start()]))
            continue
        points_to_what_was_said = word == "it" and (
            _covers(_STATEMENT, text, match.start()) or _COMMON.search(turns[-1][0]) is not None
        )
        chosen = (
            None
            if points_to_what_was_said
            else _antecedent(group, people, turns, here, of_things=_OF_THINGS.search(text) is not None)
        )
        # "Did they accept it?": the two are not one.
        chosen = None if chosen in [other for other in done.values() if other] else chosen
        done[group] = chosen
        if chosen is None:
            unresolved = True
            continue
        pieces.append(text[end : match.start()] + (_possessive(chosen) if _owns(text, match) else chosen))
        end = match.end()
    whole = "".join(pieces) + text[end:]
    if whole == text and not named and not unresolved:
        whole = _described(text, known, turns)
    placed = _placed(whole, known)
    return Resolved(placed or whole, unresolved or (placed is None and _THERE.search(whole) is not None))


def _covers(rule: re.Pattern[str], text: str, position: int) -> bool:
    return any(found.start() <= position < found.end() for found in rule.finditer(text))


def _is_settled(text: str, match: re.Match[str], named: Sequence[Name], known: Sequence[Entity]) -> bool:
    """Tell whether the question itself says whom its pronoun means, or the word means nothing ("it is true that")."""
    word, group = match[1].lower(), _GROUP_OF[match[1].lower()]
    if group == "it" and _covers(_EXPLETIVE, text, match.start()):
        return True
    before = text[: match.start()]
    ends = [name.end for name in named if name.end <= match.start() and _may_be(name, group, known)]
    ends += [noun.end() for noun in _NOUN.finditer(before) if _noun_may_be(noun[1].lower(), group)]
    if ends and (word in _POSSESSIVE or _owns(text, match) or _CLAUSE.search(before[min(ends) :])):
        return True
    if any(text[end : end + 2] in ("'s", "’s", "s'", "s’") for end in ends):
        return True  # "How did Safin's injuries affect him?"
    later = [name for name in named if name.start > match.end() and _may_be(name, group, known)]
    return bool(later) and _AHEAD.match(text) is not None and "," in text[match.end() : later[-1].start]


def _may_be(name: Name, group: str, known: Sequence[Entity]) -> bool:
    first = plain(name.words.split(" ")[0])
    kind = next((one.kind for one in known if plain(one.name) == plain(name.words)), None)
    if group in ("he", "she"):
        return kind in (None, "person", "open") and first not in (WOMEN if group == "he" else MEN)
    return group == "they" or (kind != "person" and not (" " in name.words and first in WOMEN | MEN))


def _noun_may_be(noun: str, group: str) -> bool:
    many = noun.endswith("s") and not noun.endswith(("ss", "us", "is"))
    if group == "they":
        return many or noun in {"people", "women", "men", "children", "police"}
    return not many and (noun in PERSON_WORDS) == (group != "it")


def _named_here(named: Sequence[Name], known: Sequence[Entity]) -> list[Entity]:
    """Return who cannot be meant, for the question names them ("What did Petersen accuse him of?")."""
    inside = [Entity(name.words, "open", "", 0.0, 0) for name in named]
    return [one for one in known if any(same(one, other) for other in inside)]


def _antecedent(
    group: str,
    known: Sequence[Entity],
    turns: Sequence[tuple[str, str]],
    excluded: Sequence[Entity],
    *,
    of_things: bool = False,
) -> str | None:
    """Return the words that a pronoun stands for; None where nobody fits, or two fit as well."""
    if group == "they":
        together = _named_together(turns[-1], known)
        if together and of_things and any(one.kind == "person" and one.name in together for one in known):
            return None
        if together:
            return together
    weighed = sorted(
        ((_fitness(one, group) * one.weight, one) for one in known if one not in excluded), key=lambda pair: -pair[0]
    )
    weighed = [pair for pair in weighed if pair[0] > 0 and not _yields(pair[1], group, known)]
    people = [one.words for one in known if one.kind == "person" and one.turn < 2]  # noqa: PLR2004 (turns)
    if group == "they" and not of_things and len(people) == 2 and known[0].kind == "person":  # noqa: PLR2004
        return " and ".join(reversed(people))
    if group == "they" and known and known[0].kind == "person" and weighed and weighed[0][0] < known[0].weight:
        return None  # a person and whoever is with them, who need not have a name
    if not weighed or (len(weighed) > 1 and weighed[1][0] > AS_NEAR * weighed[0][0]):
        return None
    return weighed[0][1].words


def _yields(one: Entity, group: str, known: Sequence[Entity]) -> bool:
    """Tell whether a single name that may be a place gives way to somebody of the last turn who is known to be meant.

    "Who recalled the ambassador to Zambia?" is answered with a Daniel Foote: "he" is not Zambia.
    """
    unsure = one.kind == "open" and not one.gender and " " not in one.name
    return unsure and any(other.kind == "person" and other.gender == group and other.turn == 0 for other in known)


def _fitness(one: Entity, group: str) -> float:
    fit = _FITNESS[group].get(one.kind, 0.0)
    if group in ("he", "she"):
        if one.where and one.kind == "open":
            return 0.0  # "at Ytre Skarvik" is nobody
        whole = " " in one.name or one.gender or one.kind == "person"
        return 0.0 if one.gender not in ("", group) else fit if whole else 0.7 * fit
    if one.kind == "open" and (one.gender or " " in one.name):
        return fit * 0.5
    return fit * (0.0 if one.where and one.kind == "place" else 0.7 if one.where and one.kind == "open" else 1.0)


def _named_together(turn: tuple[str, str], known: Sequence[Entity]) -> str | None:
    """Return "Moungi Bawendi, Louis Brus and Alexei Ekimov" where a turn names several in a row; no row of places."""
    places = {one.name for one in known if one.kind == "place" or one.where}
    for text in turn:
        row: list[Name] = []
        for name in [*names_in(text), None]:
            if name and row and _TOGETHER.fullmatch(text[row[-1].end : name.start]):
                row.append(name)
                continue
            if (
                len(row) > 1
                and not places & {one.words for one in row}
                and re.search(r" (?:and|or|&) ", text[row[-2].end : row[-1].start])
            ):
                return text[row[0].start : row[-1].end]
            row = [name] if name else []
    return None


def _owns(text: str, match: re.Match[str]) -> bool:
    """Tell whether a pronoun says whose something is."""
    word = match[1].lower()
    if word in _POSSESSIVE or word in ("hers", "theirs"):
        return True
    following = re.match(r" ([\w-]+)", text[match.end() :])
    return word == "her" and following is not None and following[1].lower() not in STOPWORDS


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _described(text: str, known: Sequence[Entity], turns: Sequence[tuple[str, str]]) -> str:
    """Put the name for "the senator" where a senator was named so, and for "the company" where one thing is at hand."""
    for match in _DESCRIBED.finditer(text):
        noun = match[1].lower()
        if noun in TITLES:
            told = " ".join(f"{question} {answer}" for question, answer in reversed(turns))
            titled = re.search(rf"\b{noun} (?=[A-Z])", told, re.IGNORECASE)
            name = next((one for one in names_in(told) if titled and one.start == titled.end()), None)
            chosen = next(
                (one.words for one in known if name and same(one, Entity(name.words, "open", "", 0.0, 0))), None
            )
        else:
            chosen = _antecedent("it", [one for one in known if one.kind == "thing" or one.weight >= NEAR], turns, ())
        if chosen:
            return f"{text[: match.start()]}{_possessive(chosen) if match[2] else chosen}{text[match.end() :]}"
    return text


def _placed(text: str, known: Sequence[Entity]) -> str | None:
    """Return the text with the place that "there" points to; None where it has no such word or there is no place."""
    match = _THERE.search(text)
    places = sorted(
        (one for one in known if one.where or one.kind == "place"), key=lambda one: (one.turn, not one.where)
    )
    if match is None or not places:
        return None
    preposition = match[1] if match[1] and match[1].lower() in ("from", "near", "to", "around") else "in"
    return f"{text[: match.start()]}{preposition} {places[0].words}{text[match.end() :]}"
