"""Whether two sentences say the contrary of each other, as far as single words tell; pure.

Compared clause by clause: "nine boats burned, but nobody was hurt" denies nothing of "nine boats burned".
"""

from __future__ import annotations

import re

from rag.terms import overlap, stem, terms, words

NEGATIONS = frozenset(
    "not never no nobody none neither nor nothing cannot deny denied denies denying refuse refused refuses "
    "refusing fail failed fails failing false untrue".split()
)
"""Words with which a clause says that it is not so."""

_NOT = re.compile(r"n[’']t\b", re.IGNORECASE)
_BESIDE = re.compile(r"\bwith(?:out| no)(?: \w+){1,2}", re.IGNORECASE)
"""What was lacking beside what is told: the talks broke off "without a deal"."""

_CLAUSES = re.compile(r"[,;:()–—]|\b(?:but|and|while|although|though|whereas|because|after|before)\b")

_PAIRS = """
rise rose risen increase climb grow grew grown soar gain / fall fell fallen drop decline decrease shrink plunge
acquit acquitted cleared / convict convicted
innocent / guilty
approve adopt endorse accept / reject oppose veto
win won victory / lose lost
open reopen / close shut closure
allow permit legalise legalize / ban forbid prohibit outlaw
arrive / leave left depart
begin start launch / end stop halt cancel
hire appoint / dismiss sack fire
agree / disagree
more / fewer less
north / south
east / west
"""
"""Words that exclude each other where two clauses are of the same."""

_OPPOSITE: dict[str, set[str]] = {}
for _one, _, _other in (line.partition("/") for line in _PAIRS.strip().splitlines()):
    for _mine, _theirs in ((_one, _other), (_other, _one)):
        for _word in _mine.split():
            _OPPOSITE.setdefault(stem(_word), set()).update(map(stem, _theirs.split()))

SAME_MATTER = 0.5
"""Share of the shorter clause's terms that the other must have, for the two to be of the same."""


def is_contrary(one: str, other: str) -> bool:
    """Say whether a clause of one sentence denies what the nearest clause of the other says, or says its opposite."""
    theirs = [(clause, terms(clause)) for clause in _clauses(other)]
    for mine in _clauses(one):
        wanted = terms(mine)
        nearest, found = max(theirs, key=lambda each: _shared(wanted, each[1]), default=("", ()))
        if _shared(wanted, found) >= SAME_MATTER and _turns(mine, nearest):
            return True
    return False


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSES.split(_BESIDE.sub(" ", _NOT.sub(" not", text))) if terms(clause)]


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    shorter, longer = sorted((one, other), key=len)
    return overlap(shorter, longer)


def _turns(one: str, other: str) -> bool:
    first, second = words(one), words(other)
    if bool(NEGATIONS & set(first)) != bool(NEGATIONS & set(second)):
        return True
    mine, theirs = {stem(word) for word in first}, {stem(word) for word in second}
    # What stands in both is no difference: "rose after it fell".
    return any(_OPPOSITE.get(word, set()) & (theirs - mine) for word in mine - theirs)
