"""Who speaks in a sentence, as far as its words and those before it tell; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches

from rag.candidates import Candidate
from rag.domain import Evidence
from rag.extract import LONGEST_SPEECH
from rag.kinds import is_speech
from rag.name_cues import PERSON_WORDS, PLACES, THING_WORDS, TITLES
from rag.question import Asked
from rag.sentences import sentence_spans
from rag.standing import QUOTED, is_speech_of_him
from rag.terms import STOPWORDS, overlap, plain, stem, terms, words

_WORD = re.compile(r"\w+")
_ROLE = re.compile(
    r"\b(?:did|does|do|has|have|had) the (?:[\w-]+ ){0,2}?([\w-]+) (?:of [\w’' -]{1,40}? )?"
    r"(?:say|tell|told|said|announce|argue|claim|state|think|believe|expect|predict|write|promise|warn)\b",
    re.IGNORECASE,
)

_ASIDE = re.compile(r",(?! ?“”)(?: (?!said|says|told|added|wrote)[^,.;“”]{1,90}),")
"""What stands between two commas: "…, who represented her, …"."""

_NAMED = r"([A-ZÀ-Þ][\w’'-]+(?: (?:[a-z]{1,3} )?[A-ZÀ-Þ][\w’'-]+){0,3})"
_SAYS_IT = "said|says|added|wrote|argued|warned|announced|insisted|claimed|stated|repeated|declared"
_SAYS = rf"(?:{_SAYS_IT}|told|tells|called|calls)"
_OF_WHAT = r"(?: (?:of|at|from|for) (?:[a-z]+ ){0,4}[A-ZÀ-Þ][\w’'&-]+(?: (?:and |of )?[A-ZÀ-Þ][\w’'&-]+){0,3})?"
"""What a speaker belongs to: "Joanna Pryke of brokers Hale Wexford said"."""
_NOT_OF_HIM = (
    r"(?!(?:of|to|on|in|at|by|from|for|about|with|that|he|she|they|it|his|her|their|as|after|before|during|last|this"
    r"|next)\b)"
)
"""What makes the name behind it another's: "she said of Macron", "he said in London"."""

_SAYER = re.compile(
    rf"{_NAMED}{_OF_WHAT},? (?:also |then |had |has |later )?{_SAYS}\b"
    rf"|\b(?:{_SAYS_IT}) (?:{_NOT_OF_HIM}[a-z]+ ){{0,4}}(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b){_NAMED}"
)

LOOKED_BACK, MOST_BEFORE = 700, 3
"""Letters and sentences before speech of nobody in which its speaker is looked for."""

ALIKE = 0.7
"""How alike a word is written to a speaker's name (Ratcliff & Obershelp) from which it is that name misspelt."""

OWN = 1.5
"""Log-odds added to a sentence in which those speak whose words are asked for; not fitted."""


def people_asked(asked: Asked) -> tuple[str, ...]:
    """Return the people whose words a question asks for; none where one is no person: Russia speaks as "Moscow" too."""
    speakers = asked.understood.speakers if asked.kind == "quote" else ()
    return speakers if all(_may_be_person(name) for name in speakers) else ()


def _may_be_person(name: str) -> bool:
    parts = words(name)
    return bool(parts) and parts[-1] not in PLACES and not THING_WORDS & set(parts) and not name.isupper()


def can_answer(asked: Asked, candidates: Sequence[Candidate]) -> bool:
    """Say whether somebody whose words are asked for speaks of the subject; of a role, whether it is mentioned at all.

    "The harbour master" is called by her name where she speaks, so that a role needs no speech beside it.
    """
    if asked.kind != "quote":
        return True
    if people_asked(asked):
        return bool(answering(asked, candidates))
    role = _ROLE.search(asked.text)
    if role is None or role[1].lower() not in PERSON_WORDS:
        return True
    return any(role[1].lower() in words(one.passage.text) for one in candidates)


def begun(item: Evidence, text_of: Callable[[str], str]) -> Evidence:
    """Return a passage that begins within somebody's speech with the sentences before it that say whose it is.

    Args:
        text_of: returns the text of an article by its id.
    """
    passage = item.passage
    first = next(iter(sentence_spans(passage.text)), (0, 0))
    if passage.start == 0 or not is_speech_of_him(passage.text[first[0] : first[1]]):
        return item
    text = text_of(passage.source.article_id)
    start = _speaker_from(text, passage.start)
    return replace(item, passage=replace(passage, start=start, text=text[start : passage.end]))


def with_speaker(candidate: Candidate) -> Candidate:
    """Return speech of nobody with the sentences before it up to the one that says whose it is."""
    if not candidate.is_bare_speech:
        return candidate
    passage = candidate.passage
    before = passage.start + _speaker_from(passage.text, candidate.start - passage.start)
    end = candidate.start + len(candidate.text)
    # Too much to be quoted: then the sentence before it will have to do.
    return replace(candidate, before=before) if candidate.start > before >= end - LONGEST_SPEECH else candidate


def _speaker_from(text: str, place: int) -> int:
    """Return where those sentences before a place begin that say who speaks there; the place where there are none."""
    first = max(0, place - LOOKED_BACK)
    start = place
    for begins, ends in reversed(sentence_spans(text[first:place])[-MOST_BEFORE:]):
        start = first + begins
        if not is_speech_of_him(text[start : first + ends]):
            break
    return start


def answering(asked: Asked, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences in which those speak whose words are asked for, on what is asked; in the order given."""
    people = people_asked(asked)
    theirs = [one for one in candidates if speaks(one, people)]
    # Else those in an article that has every word of the subject: "He was more bullish" is of the deal told of above.
    found = [one for one in theirs if _is_on_subject(asked, one)]
    return found or [one for one in theirs if _is_amid(asked, one, candidates)]


def as_named(asked: Asked, own: Sequence[Candidate]) -> Candidate:
    """Return the first of the sentences in which somebody speaks, but no misspelt one before one that names him right.

    A machine's translation may have "Brandwolf" for Brandvold, and the words to match.
    """
    asked_for = {word for name in people_asked(asked) for word in words(name)}
    lead = own[0]
    others = set(words(lead.text)) - asked_for
    if not any(get_close_matches(name, others, 1, ALIKE) for name in asked_for):
        return lead
    return next((one for one in own if asked_for <= set(words(one.text))), lead)


def speaks(candidate: Candidate, speakers: Sequence[str]) -> bool:
    """Say whether a sentence is speech and names a speaker; where it points back, the one before may name him.

    Either end of a name will do, since the family's stands first in some countries and last in others. Who is named as
    the one who says it speaks, and nobody else: "Desmond Quill, who represented Nadia Abara, said" are not her words.
    """
    text = f"{_before(candidate)} {candidate.text}" if _points_back(candidate) else candidate.text
    named = set(_WORD.findall(text))
    if not is_speech(text) or not any(named & _ends(name) for name in speakers):
        return False
    saying = sayers(candidate.text)
    return not saying or any(set(_WORD.findall(one)) & _ends(name) for one in saying for name in speakers)


def _points_back(candidate: Candidate) -> bool:
    """Say whether who speaks in a sentence is named before it: “It was long. It was worth it,” he said."""
    return candidate.dangling or (is_speech_of_him(candidate.text) and not sayers(candidate.text))


def sayers(sentence: str) -> list[str]:
    """Return the names that stand where the speaker of a sentence does: right before a verb of saying, or behind it."""
    whole = QUOTED.sub(" “” ", sentence)
    # "Quill, who represented Abara, said"; but "the mayor's lawyer, Marte Ekeli, said".
    for told in (_ASIDE.sub(" ", whole), whole):
        found = [match[1] or match[2] for match in _SAYER.finditer(" ".join(told.split()))]
        if named := [name for name in found if name.lower() not in STOPWORDS]:
            return named
    return []


def _ends(name: str) -> set[str]:
    """Return the first and the last word of a name without its title."""
    parts = [word for word in name.split() if plain(word).strip(".") not in TITLES] or name.split()
    return {parts[0], parts[-1]}


def _is_on_subject(asked: Asked, candidate: Candidate) -> bool:
    """Say whether a sentence, the one before it or its article's title has a word of what the speech is to be about."""
    subject = _subject(asked)
    near = f"{candidate.passage.source.title or ''} {_before(candidate)} {candidate.text}"
    return not subject or overlap(subject, terms(near)) > 0


def _is_amid(asked: Asked, candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Say whether what was found of an article has every word of what the speech in it is to be about."""
    article = candidate.passage.source.article_id
    passages = {
        one.passage.passage_id: one.passage.text for one in candidates if one.passage.source.article_id == article
    }
    return overlap(_subject(asked), terms(" ".join(passages.values()))) == 1


def _subject(asked: Asked) -> list[str]:
    """Return the terms of a question without those of the speakers' names."""
    speakers = {stem(word) for speaker in asked.understood.speakers for word in words(speaker)}
    return [term for term in asked.terms if term not in speakers]


def _before(candidate: Candidate) -> str:
    """Return the sentence before a candidate, where that is in the passage too."""
    if candidate.before is None:
        return ""
    passage = candidate.passage
    return passage.text[candidate.before - passage.start : candidate.start - passage.start]
