"""A follow-up question made whole from the conversation, by rules: pronouns, fragments, bare question words; pure.

A question that stands alone comes back as it is, and where a rule is in doubt about whom a word means, what was spoken
of is put behind the question ("(about: …)") rather than a guess into it: a wrong name finds the wrong articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Turn
from rag.ellipsis import BEGINS_WITH_PREPOSITION, complete, date_spoken_of, shifted
from rag.entities import entities, names_in
from rag.pronouns import resolve
from rag.terms import QUESTION_WORDS, STOPWORDS, stem, words
from rag.topic import ABOUT, topic

_OTHER_STORY = re.compile(
    r"(?:and |but |now |so )*(?P<whole>in the (?!same|other|first|second|last|whole|latter|former|end)[\w’'-]+"
    r"(?: [\w’'-]+){0,3}? (?:story|case|affair|scandal),? .*)",
    re.IGNORECASE,
)
"""How a question turns to something else: "And in the hospital story, who resigned?"."""

MOST_TURNS = 6
"""Earlier turns that are read; a follow-up rarely points further back."""
LONGEST, MOST_WORDS = 300, 22
"""A question of more letters or words says what it is about."""
LONGEST_ANSWER = 1_200

_MARKERS = re.compile(r" ?\[\d{1,3}\]")
_REFUSED = re.compile(
    r"\W*(?:the articles (?:do|did) not|none of the articles|no articles?\b|nothing in the articles"
    r"|i (?:do not|don['’]t) know|i (?:cannot|can['’]t|could not|couldn['’]t)|there (?:is|are) no articles?"
    r"|the collection (?:does not|holds no))",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(r"(?:and|but|so|or|also|then|well|ok|okay|now),? (?:also )?(?=\S)", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"(?:(?:and|but|so) )?(?:what|how) about ", re.IGNORECASE)
_ASKS = re.compile(
    r"(?:(?:in|on|at|to|for|with|from|under|by|of|since|until|about|against|after|before|during) )?"
    r"(?:who|whom|whose|what|which|when|where|why|how)\b"
    r"|(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should|may|might|isn['’]t|didn['’]t|doesn['’]t"
    r"|tell|give|name|list|describe|explain|summari[sz]e|show|find|compare)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:why|when|where|how|who|whom|what|which(?: ones?)?|how (?:come|so|exactly|many|much|long|often|old|far|big)"
    r"|why not|since when|until when|where exactly|when exactly|by whom|with whom|to whom|for whom|from whom|what for"
    r"|who else|what else|where else|when else|like what|such as|such as what|for example|really|is that so"
    r"|(?:which|what) (?:news )?(?:outlets?|newspapers?|papers?|sources?|broadcasters?|agency|agencies|sites?)"
    r" (?:first |else |has |have |had )*(?:reported|covered|said|wrote|carried|published|broke|told)(?: about| of| on)?"
    r" (?:that|this|it|so|the story)|who else (?:says|said|reported|reports|wrote)(?: so| that| this| it)?"
    r"|are you sure|says who|who (?:says|said|says so|said so|reported it|reported that)|and then|then what|so what"
    r"|what then|what now|what (?:happened|happens)(?: then| next)?|how (?:many|much) \w+|tell me more|more|go on"
    r"|any more|anything else)\W*",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"(?:^|\b(?:did|does|do|is|was|were|are|has|had|have|will|would|could|can|should|of|for|by|after|before|with|in"
    r"|at|on|about|from|to|during|since|like|than|why|when|how|call|called|over|against|besides|despite)) (?:all )?"
    r"(?:that|those|so|(?:this|these)(?! (?:year|month|week|day|season|summer|winter|spring|autumn|century|decade"
    r"|article|text|page)s?\b))\b(?! (?:many|much|far|long|old|of)\b)"
    r"|\b(?:say|says|said|mean|means|think|thinks) (?:that|so|this)(?=\W*$)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:the )?(other|first|second|latter|former|last)(?: ones?| two| of (?:the two|them))\b"
    r"|\bthe (other|latter|former)(?=\W*$)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:else|other|others|another|one|ones|both|either|neither|afterwards|next|instead|again|anyone|anybody|someone"
    r"|somebody|anything)\b",
    re.IGNORECASE,
)
_AT_THAT_TIME = re.compile(
    r"\b(?:back then|at (?:that|the|this) time|(?:in )?that (?:year|month)|on that day|then(?=\W*$))", re.IGNORECASE
)
_NO_QUESTION = re.compile(
    r"(?:ok(?:ay)?|thanks?(?: you)?(?: very much)?|hi|hello|hey|bye|goodbye|great|yes|no|good)\W*", re.IGNORECASE
)
_FEW = 2
"""Telling words of a question that says too little to stand alone once it speaks of "the" something."""


def make_whole(question: str, history: Sequence[Turn]) -> str:
    """Return the question as it should be searched for and shown; one that stands alone comes back as it is.

    `history` is oldest first, its questions made whole in their turn.
    """
    text = " ".join(question.split())
    turns = [_told(turn[0], turn[1]) for turn in history[-MOST_TURNS:]]
    turns = [turn for turn in turns if turn[0]]
    long = len(text) > LONGEST or text.count(" ") >= MOST_WORDS
    if not text or not turns or long or ABOUT in text or _NO_QUESTION.fullmatch(text):
        return question
    if elsewhere := _OTHER_STORY.fullmatch(text):
        return elsewhere["whole"][0].upper() + elsewhere["whole"][1:]
    whole = _fragment(text, turns)
    if whole is None:
        opening = _CONNECTIVE.match(text)
        clause = text[opening.end() :] if opening else text
        whole = _clause(clause, turns)
        if whole == clause:
            return question
    return whole[0].upper() + whole[1:] if text[0].isupper() else whole


def _told(question: str, answer: str) -> tuple[str, str]:
    """Return a turn without markers, and without the answer where it is a refusal."""
    said = " ".join(_MARKERS.sub("", answer[:LONGEST_ANSWER]).split())
    return " ".join(question[: 2 * LONGEST].split()), "" if _REFUSED.match(said) else said


def _fragment(text: str, turns: Sequence[tuple[str, str]]) -> str | None:
    """Return the whole question of one that is only a fragment; None where the text is a clause of its own."""
    what_about = _WHAT_ABOUT.match(text)
    opening = what_about or _CONNECTIVE.match(text)
    rest = text[opening.end() :] if opening else text
    if what_about is None and (_ASKS.match(rest) or _BARE.fullmatch(text)):
        return None
    short = len(rest.split()) <= 8  # noqa: PLR2004 (longer ones are statements or searches by key words)
    dated = shifted(rest.strip(" ?!.,"), turns) is not None
    if not (
        short and (opening or dated or (text.endswith("?") and re.match(r"(?:in|on|at|from|for|by) ", text, re.I)))
    ):
        return None
    said = text[: len(text) - len(rest)]
    resolved = resolve(rest, turns).text
    if resolved != rest and not BEGINS_WITH_PREPOSITION.match(rest):
        return f"{said}{resolved}"  # "What about his salary?" asks for something of him, not for a parallel
    rest = _other(resolved, turns)
    return complete(rest, turns) or _with_topic(f"{said}{rest}", turns)


def _clause(text: str, turns: Sequence[tuple[str, str]]) -> str:
    """Return a question that has a verb, made whole where it points back."""
    if _BARE.fullmatch(text):
        return _turned_round(text, turns) or _with_topic(text, turns)
    chosen = _other(text, turns)
    dated = _dated(chosen, turns)
    resolved = resolve(dated, turns)
    whole = resolved.text
    if resolved.open or _POINTS.search(whole):
        return _with_topic(whole, turns)
    if resolved.text != dated or chosen != text or any(names_in(whole)):
        return whole
    return _with_topic(whole, turns) if dated != text or _says_too_little(whole, turns) else whole


def _other(text: str, turns: Sequence[tuple[str, str]]) -> str:
    """Put a name for "the other one", "the first one", where two have been spoken of."""
    pointing = _OTHER.search(text)
    if pointing is None:
        return text
    which = (pointing[1] or pointing[2]).lower()
    order: list[str] = []
    for question, answer in turns[-2:]:
        known = {one.name for one in entities([(question, answer)]) if one.kind != "place"}
        order += [
            name for said in (question, answer) for name in _whole_names(said) if known & {name, *name.split("'s ")}
        ]
    order = list(dict.fromkeys(order))
    if len(order) < 2:  # noqa: PLR2004 (two to choose from)
        return text
    asked = [name for name in _whole_names(turns[-1][0]) if name in order]
    if which == "other":
        left = [name for name in order if name not in asked]
        name = left[0] if left and len(asked) == 1 else None
    else:
        name = order[0] if which in {"first", "former"} else order[1] if which in {"second", "latter"} else None
    return text if name is None else text[: pointing.start()] + name + text[pointing.end() :]


def _whole_names(text: str) -> list[str]:
    """Return the names of a text, "Beyoncé's Renaissance" as one."""
    found: list[str] = []
    end = -1
    for name in names_in(text):
        if found and text[end : name.start] in ("'s ", "’s "):
            found[-1] += f"'s {name.words}"
        else:
            found.append(name.words)
        end = name.end
    return found


def _dated(text: str, turns: Sequence[tuple[str, str]]) -> str:
    """Put a date for "then" and "at that time"; and for "a year later" at the end of a question."""
    later = re.search(
        r"\b(?:an?|one|two|three|\d) (?:year|month)s? (?:later|earlier|before|after)(?: that)?(?=\W*$)", text
    )
    if later:
        return text[: later.start()] + (shifted(later.group(), turns) or later.group()) + text[later.end() :]
    pointing = _AT_THAT_TIME.search(text)
    date = date_spoken_of(turns) if pointing else None
    return text[: pointing.start()] + date + text[pointing.end() :] if pointing and date else text


def _turned_round(text: str, turns: Sequence[tuple[str, str]]) -> str | None:
    """Return the question before with another question word, where both ask for a circumstance."""
    asked = re.fullmatch(r"(why|when|where|how|why not|since when|until when)\W*", text, re.IGNORECASE)
    before = re.match(
        r"(?:(?:why|when|where|how) )?((?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should) .+)",
        turns[-1][0],
        re.IGNORECASE,
    )
    if not asked or not before or ABOUT in turns[-1][0] or turns[-1][0].lower().startswith(asked[1].lower()):
        return None
    rest = before[1].rstrip(" ?!.")
    return f"{asked[1]} {rest[0].lower()}{rest[1:]}?"


def _says_too_little(text: str, turns: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a question without a name needs the one before to be understood."""
    telling = [word for word in words(text) if word not in STOPWORDS and word not in QUESTION_WORDS]
    if any(word.isdigit() for word in telling):
        return False
    if re.fullmatch(r"(?:what|who) (?:is|are|was|were) (?:an? )?[\w-]+( [\w-]+)?\W*", text, re.IGNORECASE) and telling:
        return re.search(r"\bthe\b", text) is not None
    if len(telling) <= _FEW and re.search(
        r"\bthe\b|^how (?:many|much)\b|^(?:is|are|was|were) there\b|^which (?:came|was|were|is|are|of)\b", text, re.I
    ):
        return True
    spoken = {stem(word) for turn in turns[-2:] for part in turn for word in words(part) if word not in STOPWORDS}
    heads = [word for pair in re.findall(r"\bthe (\w+)(?: (\w+))?", text, re.IGNORECASE) for word in pair]
    if len(telling) <= 2 * _FEW and any(stem(word) in spoken for head in heads for word in words(head)):
        return True
    return len(telling) <= 1 or (len(telling) <= 2 * _FEW and _MORE.search(text) is not None)


def _with_topic(text: str, turns: Sequence[tuple[str, str]]) -> str:
    """Return the text with what was spoken of behind it."""
    spoken_of = topic(turns, beside=text)
    return f"{text} ({ABOUT}{spoken_of})" if spoken_of else text
