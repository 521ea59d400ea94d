"""Fragments of a question ("And in 2023?", "What about Apple?") put in the place of their parallel; pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence

from rag.entities import Name, entities, is_outlet, names_in
from rag.terms import NUMBER_WORDS, plain, words

_MONTH = "|".join(calendar.month_name[1:])
_YEAR = r"(?:1[89]|20)\d{2}"
_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}}) )?(?P<month>{_MONTH})(?: (?P<day2>\d{{1,2}})(?!\d))?(?:,? (?P<year>{_YEAR}))?\b(?![-–])"
    rf"|(?<![\w.,$€£–-])(?P<only>{_YEAR})(?![\w–-]|[.,]\d)"
)
_SHIFT = re.compile(
    r"(?:in )?(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?P<unit>year|month)s? "
    r"(?P<way>later|after|afterwards|on|earlier|before|previously|ago)(?: (?:that|this))?"
    r"|(?:in )?the (?P<way2>next|following|previous|preceding) (?P<unit2>year|month)"
    r"|(?:in )?the (?P<unit3>year|month) (?P<way3>after|before)(?: (?:that|this))?",
    re.IGNORECASE,
)
_BACK = frozenset("earlier before previously ago previous preceding".split())
BEGINS_WITH_PREPOSITION = re.compile(
    r"(according to|in|on|at|from|for|with|by|under|after|before|during|since|until|near|outside|against|to|about|of) ",
    re.IGNORECASE,
)
_PLACED = frozenset("in at from near outside".split())
_SPEAKS = re.compile(r" (?:say|think|believe|argue|claim|expect|predict|explain|describe|warn|tell|write)\b")
_SAID = re.compile(rf"(?P<head>what (?:did|does|do|has|have) )(?P<who>.+?)(?P<rest>{_SPEAKS.pattern}.*)", re.IGNORECASE)
_SPEAKERS = re.compile(
    r"(?:the |his |her |its |their )(?:[\w’'-]+ ){0,3}(?:leader|minister|president|mayor|governor"
    r"|spokes(?:man|woman|person)|unions?|company|firm|club|bank|party|police|opposition|government|council|court"
    r"|ministry|regulator|inspectorate"
    r"|organi[sz]ers|councillors|coach|manager|captain|chief|head|executive|director|chair(?:man|woman)?|owner|founder"
    r"|secretary|maker|developer|workers|staff|players|fans|residents|neighbours|families|victims|lawyers?|prosecutors?"
    r"|prosecution|defen[cs]e|judge|doctors?|scientists|researchers|critics|experts|campaigners|inspectors?)",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(r"(?:what|who) (?:is|are|was|were) (?P<thing>[^?]{1,60}?)\W*", re.IGNORECASE)


_ORDINAL = r"(first|second|third|fourth|fifth|sixth|last|previous|earlier|latest)"
_NTH = re.compile(rf"(?:(?:in|for|of|during|with) )?(?:the )?{_ORDINAL}(?: ones?)?", re.IGNORECASE)
_NTH_IN = re.compile(rf"\b{_ORDINAL}\b", re.IGNORECASE)


def _is_a_name(fragment: str) -> bool:
    """Tell whether a fragment is names alone; "Apple's revenue" asks for something of Apple's."""
    rest = f"of {fragment}"
    for name in reversed(list(names_in(rest))):
        rest = rest[: name.start] + rest[name.end :]
    return set(words(rest)) <= {"of", "the", "and", "or"}


def complete(fragment: str, turns: Sequence[tuple[str, str]]) -> str | None:
    """Return the question before with `fragment` in the place of what it stands beside; None where nothing does."""
    fragment = fragment.strip(" ?!.,")
    if BEGINS_WITH_PREPOSITION.match(fragment):
        fragment = fragment[0].lower() + fragment[1:]
    question = turns[-1][0].rstrip(" ?!.")
    if not fragment or not question or "(about: " in question:
        return None
    whole = _counted_otherwise(fragment, question) or _at_another_date(fragment, question, turns)
    whole = whole or _in_another_place(fragment, question) or _by_another(fragment, question)
    if whole is None and not BEGINS_WITH_PREPOSITION.match(fragment):
        whole = _of_another(fragment, question, turns)
    return f"{whole}?" if whole and whole != question else None


def date_spoken_of(turns: Sequence[tuple[str, str]]) -> str | None:
    """Return the date that the last turn names, with its preposition; the question's before the answer's."""
    for text in (turns[-1][0], turns[-1][1]):
        dates = list(_DATE.finditer(text))
        if dates:
            date = dates[-1]
            return f"{'on' if date['day'] or date['day2'] else 'in'} {date.group()}"
    return None


def shifted(fragment: str, turns: Sequence[tuple[str, str]]) -> str | None:
    """Return "in 2023" for "a year later" where the last turn that names a single date speaks of 2022; else None."""
    shift = _SHIFT.fullmatch(fragment.strip())
    if shift is None:
        return None
    count = shift["count"]
    number = 1 if count is None or count.lower() in {"a", "an"} else int(NUMBER_WORDS.get(count.lower(), count))
    back = {(shift["way"] or shift["way2"] or shift["way3"] or "").lower()} & _BACK
    unit = (shift["unit"] or shift["unit2"] or shift["unit3"]).lower()
    for text in (part for turn in reversed(turns) for part in turn):
        dates = [date for date in _DATE.finditer(text) if date["only"] or date["year"]]
        if dates:
            return _moved(dates[-1], -number if back else number, unit)
    return None


def _moved(date: re.Match[str], number: int, unit: str) -> str | None:
    year = int(date["only"] or date["year"])
    if date["month"] is None:
        return f"in {year + number}" if unit == "year" else None
    months = year * 12 + list(calendar.month_name).index(date["month"]) - 1
    months += number * (12 if unit == "year" else 1)
    return f"in {calendar.month_name[months % 12 + 1]} {months // 12}"


def _at_another_date(fragment: str, question: str, turns: Sequence[tuple[str, str]]) -> str | None:
    date = shifted(fragment, turns)
    if date is None:
        bare = re.fullmatch(rf"(?P<preposition>in|on|since|by|before|after|during) (?P<date>{_DATE.pattern})", fragment)
        if bare is None and _DATE.fullmatch(fragment) is None:
            return None
        date = fragment if bare else f"in {fragment}"
    found = list(_DATE.finditer(question))
    if not found:
        return f"{question} {date}"
    start, end = found[-1].span()
    if question[:start].endswith((" the ", " his ", " her ", " its ", " their ")) and re.match(r" \w", question[end:]):
        return f"{question[:start]}{question[end + 1 :]} {date}"  # "the April results": those of June are not asked for
    before = re.search(r"\b(?:in|on|since|by|before|after|during) $", question[:start])
    return (
        question[: before.start() if before else start] + (date if before else date.split(" ", 1)[1]) + question[end:]
    )


def _in_another_place(fragment: str, question: str) -> str | None:
    """Put "in Berlin" where the question before says "in Paris", or behind it where it names no place."""
    preposition = BEGINS_WITH_PREPOSITION.match(fragment)
    if preposition is None:
        return None
    kind = preposition[1].lower()
    alike = _PLACED if kind in _PLACED else {kind}
    rest = rf"\b({'|'.join(sorted(alike))}) (?:the |his |her |its |their )?"
    names = {name.start: name for name in names_in(question)}
    for match in reversed(list(re.finditer(rest, question, re.IGNORECASE))):
        if match.end() in names:
            return question[: match.start()] + fragment + question[names[match.end()].end :]
    if kind == "according to":
        return re.sub(r" according to .*$", "", question, flags=re.IGNORECASE) + f" {fragment}"
    return f"{question} {fragment}"


def _counted_otherwise(fragment: str, question: str) -> str | None:
    """Return the question of the first for "the first" where the one before asked of the second."""
    wanted = _NTH.fullmatch(fragment)
    asked = list(_NTH_IN.finditer(question))
    if wanted is None or len(asked) != 1 or asked[0][0].lower() == wanted[1].lower():
        return None
    return question[: asked[0].start()] + wanted[1] + question[asked[0].end() :]


def _by_another(fragment: str, question: str) -> str | None:
    """Put "the opposition leader" in the place of who was asked about, where the question before asks what one said."""
    said = _SAID.fullmatch(question)
    if said is None or _SPEAKERS.fullmatch(fragment) is None:
        return None
    return f"{said['head']}{fragment[0].lower()}{fragment[1:]}{said['rest']}"


def _of_another(fragment: str, question: str, turns: Sequence[tuple[str, str]]) -> str | None:
    """Put a name where the question before has the name most like it, or a word where it asks what a word means."""
    named = list(names_in(question))
    fresh = list(names_in(f"of {fragment}"))
    spoken_of = _SPOKEN_OF.fullmatch(question)
    thing = spoken_of["thing"].removeprefix("the ") if spoken_of else ""
    by_itself = thing in {name.words for name in named} or (not named and thing.count(" ") < 2)  # noqa: PLR2004 (two words)
    if spoken_of and by_itself and (_is_a_name(fragment) or " " not in fragment):
        return question[: spoken_of.start("thing")] + fragment + question[spoken_of.end("thing") :]
    if not fresh or not named or plain(fragment) in plain(question) or not _is_a_name(fragment):
        return None
    kinds = {one.name: one.kind for one in entities([*turns, (f"What of {fragment}", "")])}
    wanted = fresh[-1].words

    def likeness(name: Name) -> tuple[bool, bool, bool, bool, bool, int, int]:
        outlets = is_outlet(name.words) + is_outlet(wanted) != 1
        kinds_of_both = {kinds.get(name.words, "open"), kinds.get(wanted, "open")}
        same, open_ = len(kinds_of_both) == 1, "open" in kinds_of_both
        speaks = (same or open_) and bool(_SPEAKS.match(question, name.end))
        length = -abs(name.words.count(" ") - wanted.count(" "))
        return outlets, same and not open_, speaks, same, open_, length, name.start

    other = max(named, key=likeness)
    start = other.start - (4 if fragment.startswith("the ") and question[: other.start].endswith(" the ") else 0)
    return question[:start] + fragment + question[other.end :]
