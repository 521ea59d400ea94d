"""The forms of English verbs: past, participle, third person; pure."""

from __future__ import annotations

import re
from functools import lru_cache

_IRREGULAR = """
be was been; become became become; begin began begun; break broke broken; bring brought brought; build built built;
burn burnt burnt; buy bought bought; catch caught caught; choose chose chosen; come came come; cut cut cut; deal
dealt dealt; do did done; draw drew drawn; drive drove driven; eat ate eaten; fall fell fallen; feel felt felt;
fight fought fought; find found found; flee fled fled; fly flew flown; forbid forbade forbidden; forget forgot
forgotten; get got got; give gave given; go went gone; grow grew grown; hang hung hung; have had had; hear heard
heard; hide hid hidden; hit hit hit; hold held held; hurt hurt hurt; keep kept kept; know knew known; lay laid laid;
lead led led; leave left left; lend lent lent; let let let; lose lost lost; make made made; mean meant meant; meet
met met; pay paid paid; put put put; quit quit quit; read read read; ride rode ridden; rise rose risen; run ran run;
see saw seen; seek sought sought; sell sold sold; send sent sent; set set set; shake shook shaken; shoot shot shot;
show showed shown; shut shut shut; sing sang sung; sink sank sunk; sit sat sat; speak spoke spoken; spend spent
spent; spread spread spread; stand stood stood; steal stole stolen; strike struck struck; swear swore sworn; sweep
swept swept; swim swam swum; take took taken; teach taught taught; tear tore torn; throw threw thrown; understand
understood understood; wear wore worn; win won won; withdraw withdrew withdrawn; write wrote written
"""
"""The verbs of news that are not regular: base, past, participle."""


@lru_cache(maxsize=256)
def verb_forms(verb: str) -> tuple[frozenset[str], frozenset[str], str]:
    """Return the past forms, the participles and the third person of a verb."""
    third = (
        f"{verb[:-1]}ies"
        if re.search(r"[^aeiou]y$", verb)
        else f"{verb}es"
        if re.search(r"(s|x|z|ch|sh|o)$", verb)
        else f"{verb}s"
    )
    if verb in _irregular():
        past, participle = _irregular()[verb]
        return frozenset({past}), frozenset({participle}), "has" if verb == "have" else third
    if verb.endswith("e"):
        made = {f"{verb}d"}
    elif re.search(r"[^aeiou]y$", verb):
        made = {f"{verb[:-1]}ied"}
    else:
        made = {f"{verb}ed", f"{verb}{verb[-1]}ed"}
    return frozenset(made), frozenset(made), third


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, str]]:
    forms = [entry.split() for entry in _IRREGULAR.split(";")]
    return {base: (past, participle) for base, past, participle in forms}
