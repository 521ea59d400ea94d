"""Corrections among the articles, each tied to the article that it corrects; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from rag.dates import as_date, day_range, show_date
from rag.domain import Source
from rag.sentences import sentence_spans
from rag.terms import names, overlap, plain, terms
from rag.when import mentions
from rag.words import say

TITLE = re.compile(
    r"(?:corrections?|retractions?|clarifications?|errat(?:um|a)|apolog(?:y|ies))(?: (?:and|&) [a-z]+)?"
    r"\s*(?:[:–—|-]|$|(?:to|of|on|about|for) (?:our|an?|the|this) (?:[\w-]+ ){0,3}?(?:article|report|story|piece)\b)"
    r"|(?:corrected|retracted)\s*(?:[:–—|-]|$)|an? (?:correction|clarification|apology)\b",
    re.IGNORECASE,
)
"""How the title of a correction begins; "Apology demanded" begins another story."""

WAS_SAID = re.compile(
    r"\b(?:article|report|story|version|headline|caption|piece)\b.{0,200}\b(?:said|says|gave|stated|reported|described"
    r"|named|misstated|misidentified|claimed|put|wrongly|incorrectly|mistakenly)\b"
    r"|\bwe (?:\w+ ){0,2}(?:said|gave|stated|reported|described|named|misstated|misidentified|misnamed|put|wrote)\b",
    re.IGNORECASE,
)
"""A sentence of a correction that repeats what was wrong; what is right stands in it too, or in the next ones."""

NOTE = re.compile(
    r"^(?:correction|corrected|clarification|erratum|editor['’]s note)\b ?[:–—-]"
    r"|\b(?:earlier|previous|original|first) version of (?:this|the) (?:article|story|report|piece)",
    re.IGNORECASE,
)
"""A sentence with which an article corrects itself."""

_OF_ANOTHER = re.compile(
    r"\b(?:our|an?|the|this (?:news)?paper['’]s) (?:[\w-]+ ){0,2}(?:report|article|story|piece) (?:published )?"
    r"(?:of|on|from|dated) (?:\w+day,? )?",
    re.IGNORECASE,
)
"""What stands before the day of another article that a note takes something back of: "Our report of 6 October"."""

SAME_MATTER = 0.3
"""Share of the terms of such a note in an article of that day from which it is the one meant."""

_APOLOGY = re.compile(
    r"\b(?:apologi[sz]e[sd]?|regrets?|sorry|has been (?:updated|amended|corrected|changed))\b", re.IGNORECASE
)
_LONGEST = 480
"""Letters of a correction that are quoted in one piece."""

ABOUT = 0.3
"""Share of the terms of what is cited in a piece of a correction, the shorter of both taken whole, from which it is
about that."""

WITHIN = timedelta(days=90)
"""A correction is published at most so long after what it corrects."""

SHARED = 0.6
"""Share of the terms of an article's title in the correction from which it is taken for the article corrected, where
the title is not quoted in it."""

SHARED_WORDS = 2
"""Words besides those of the title that a note has in common with what is cited, where it is about that."""

Text = Callable[[str], str]
"""Returns the text of an article by its id."""


@dataclass(frozen=True, slots=True)
class DatedNote:
    """What an article says to correct another one of its outlet, which it names by its day (20231007) alone."""

    source: Source
    words: str
    day: int


def is_correction(source: Source) -> bool:
    """Say whether an article is called a correction."""
    return bool(TITLE.match(source.title or ""))


def corrected(correction: Source, sources: Sequence[Source], text_of: Text) -> Source | None:
    """Return which of the articles a correction is about: one of its outlet, that it quotes or repeats the title of."""
    text = f"{correction.title or ''}\n{text_of(correction.article_id)}"
    said, flat = terms(text), plain(text)
    best, most = None, 0.0
    for source in sources:
        if source.publisher != correction.publisher or is_correction(source) or not _follows(correction, source):
            continue
        title = source.title or ""
        shared = 1.0 if title and plain(title) in flat else overlap(terms(title), said)
        if shared >= SHARED and shared > most:
            best, most = source, shared
    return best


def told(
    sources: Sequence[Source],
    corrections: Sequence[Source],
    text_of: Text,
    quotes: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[str]:
    """Say what was corrected of what was found, and which corrections were found for nothing that is here.

    Args:
        sources: of the articles that were found.
        corrections: all of the collection.
        quotes: what is cited of each article, by its id; the words of a correction that are about that are said.
    """
    found = {source.article_id for source in sources}
    for correction, about in _each(sources, corrections, text_of):
        known = {"outlet": correction.outlet, "day": show_date(correction.published)}
        if about is not None:
            # Where the correction is cited itself, its words stand there.
            quoted = "" if correction.article_id in quotes else quotes.get(about.article_id, "")
            said = _about(quoted, text_of(correction.article_id), about.title or "") if quoted else ""
            words = said or correction.title
            yield say(
                "{outlet} corrected “{title}” on {day}: “{correction}”.", title=about.title, correction=words, **known
            )
        elif correction.article_id in found:
            yield say("{outlet} published a correction on {day}: “{correction}”.", correction=correction.title, **known)


def repeats_error(source: Source, text: str, start: int, end: int) -> bool:
    """Say whether `text[start:end]` repeats what a correction takes back, an article's own or of another one."""
    if not WAS_SAID.search(text, start, end):
        return False
    return is_correction(source) or bool(NOTE.search(text[start:end]))


def notes(text: str) -> Iterator[str]:
    """Yield what an article says to correct itself, each note whole."""
    for start, end in sentence_spans(text):
        if NOTE.search(text[start:end]):
            yield " ".join(text[start : runs_on(text, start, end)].split())


def dated_note(source: Source, note: str) -> DatedNote | None:
    """Return a note with the day of the article that it corrects; None where that is its own."""
    named = _OF_ANOTHER.search(note)
    own = day_range(source.published)
    if named is None:
        return None
    for mention in mentions(note, source.published):
        days = day_range(mention.day_from)
        is_day = days is not None and mention.day_from == mention.day_to and days[0] == days[1]
        if days and is_day and abs(mention.start - named.end()) <= len("Wednesday, ") and days != own:
            return DatedNote(source, note, days[0])
    return None


def told_by_date(
    sources: Sequence[Source], dated: Sequence[DatedNote], text_of: Text, quotes: Mapping[str, str]
) -> Iterator[str]:
    """Say what of these articles another one of their outlet takes back in a note that names them by their day."""
    for source, note in _dated(sources, dated, text_of):
        title, day = source.title or source.outlet, show_date(note.source.published)
        known = {"outlet": note.source.outlet, "title": title, "day": day}
        if _concerns(note.words, quotes.get(source.article_id, ""), title):
            words = note.words.removesuffix(".")
            yield say("{outlet} corrected “{title}” on {day}: “{correction}”.", correction=words, **known)
        else:
            yield say("{outlet} corrected something else in “{title}” on {day}.", **known)


def _concerns(note: str, quoted: str, title: str) -> bool:
    """Say whether a note is about what is cited: they share words besides those of the article's title."""
    common = set(terms(title))
    shared = (set(terms(note)) & set(terms(quoted))) - common
    return len(shared) >= SHARED_WORDS


def _dated(sources: Sequence[Source], dated: Sequence[DatedNote], text_of: Text) -> Iterator[tuple[Source, DatedNote]]:
    for note in dated:
        for source in sources:
            theirs = source.publisher == note.source.publisher and source.article_id != note.source.article_id
            of_day = theirs and day_range(source.published) == (note.day, note.day)
            if of_day and overlap(terms(note.words), terms(text_of(source.article_id))) >= SAME_MATTER:
                yield source, note


_SET_RIGHT_WITHIN = 3
"""Sentences after one that takes something back in which it is said what is right."""

_RIGHT = re.compile(r"\b(?:right|correct|actual|actually|in fact|real|true|instead)\b", re.IGNORECASE)


def runs_on(text: str, start: int, end: int) -> int:
    """Return where what a correction says of one error ends; `text[start:end]` repeats the error."""
    last = end
    for first, stop in sentence_spans(text):
        if first < end:
            continue
        sentence = text[first:stop]
        if WAS_SAID.search(sentence) or _APOLOGY.search(sentence) or stop - start > _LONGEST:
            break
        last = stop
    return last


def set_right(text: str, start: int, end: int, last: int) -> int:
    """Return where ends what is right, of what `text[start:end]` says wrong and the sentence up to `last` takes back.

    "We named the watchman as Oster. That was wrong. Mr Oster was on holiday. The watchman was Emil Dacosta."
    """
    named = set(terms(" ".join(names(text[start:end], first_word=True))))
    wanted = set(terms(text[start:end])) - named
    until = last
    beyond = [span for span in sentence_spans(text) if span[0] >= last and "\n\n" not in text[last : span[0]]]
    for first, stop in beyond[:_SET_RIGHT_WITHIN]:
        if wanted & set(terms(text[first:stop])) or _RIGHT.search(text, first, stop):
            until = stop
    return until if until - start <= _LONGEST else last


def _about(quoted: str, correction: str, title: str) -> str:
    """Return the words of a correction that are about what is cited of the article of a title, "" where none are."""
    wanted, best, most = terms(quoted), "", ABOUT
    for start, end in sentence_spans(correction):
        if WAS_SAID.search(correction, start, end):
            piece = correction[start : runs_on(correction, start, end)]
            shorter, longer = sorted((wanted, terms(piece.replace(title, " "))), key=len)
            if (shared := overlap(shorter, longer)) >= most:
                best, most = " ".join(piece.split()), shared
    return best.removesuffix(".")


def told_by_themselves(
    sources: Sequence[Source], notes_of: Callable[[str], Iterable[str]], quotes: Mapping[str, str]
) -> Iterator[str]:
    """Say what the articles that are cited correct of themselves, unless it is cited.

    Args:
        notes_of: returns the notes of an article by its id.
    """
    for source in sources:
        for note in () if is_correction(source) else notes_of(source.article_id):
            if dated_note(source, note) is None and plain(note) not in plain(
                " ".join(quotes.get(source.article_id, "").split())
            ):
                known = {"title": source.title or source.outlet, "outlet": source.outlet}
                if _concerns(note, quotes.get(source.article_id, ""), known["title"]):
                    yield say("In “{title}” {outlet} says: “{words}”", words=note, **known)
                else:
                    yield say("In “{title}” {outlet} corrects something else.", **known)


def corrected_ones(
    sources: Sequence[Source], corrections: Sequence[Source], dated: Sequence[DatedNote], text_of: Text
) -> frozenset[str]:
    """Return the ids of those articles that a correction is about, or a note of another one."""
    by_title = (about for _, about in _each(sources, corrections, text_of) if about is not None)
    by_day = (source for source, _ in _dated(sources, dated, text_of))
    return frozenset(source.article_id for source in (*by_title, *by_day))


def _each(
    sources: Sequence[Source], corrections: Sequence[Source], text_of: Text
) -> Iterator[tuple[Source, Source | None]]:
    """Yield each correction by an outlet of these articles, with the one of them that it is about."""
    outlets = {source.publisher for source in sources}
    for correction in corrections:
        if correction.publisher in outlets:
            yield correction, corrected(correction, sources, text_of)


def _follows(correction: Source, source: Source) -> bool:
    first, second = day_range(source.published), day_range(correction.published)
    if first is None or second is None:
        return True
    return timedelta() <= as_date(second[1]) - as_date(first[0]) <= WITHIN
