"""Each statement against the words it cites; markers resolved, what fails marked. Pure.

One path for the sentences of a chat model and for our own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from rag.amounts import figures
from rag.contrary import is_contrary
from rag.domain import Citation, Evidence, Statement, Status
from rag.fitted import fitted
from rag.name_cues import TITLES
from rag.render import heading
from rag.sentences import sentence_spans
from rag.settled import HEDGES
from rag.terms import names, overlap, plain, terms, words

_MARKERS = re.compile(r"\s*\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]")
_RANGE = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_CALENDAR = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|March|Mar|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_QUOTED = re.compile(r"[“„«]([^“”„«»]{2,})[”“»]|\"([^\"\n]{2,}?)\"|(?<!\w)[‘']([^\W\d][^‘’'\n]{2,})[’'](?!\w)")
"""What stands in quotation marks; an apostrophe is none."""

_ORDINAL = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|half|quarter|dozen|\d+(?:st|nd|rd|th))\b"
)

WEIGHTS_FILE = Path(__file__).with_name("verify_weights.json")

FEATURES = ("anywhere", "near", "length")
"""What a statement is judged by, once it is no quotation: the share of its terms that stand in the words cited, and in
three sentences of them side by side; the logarithm of how many terms it has."""

STATUSES: tuple[Status, ...] = ("unsupported", "partial", "supported")

NEAR = 3
"""Sentences side by side that carry a statement together."""

MOST_OF_IT = 0.75
"""Share of a sentence that a statement must repeat to be called verbatim."""

SUMMARY_WORDS = "article articles report reports reported source sources said says according outlet outlets".split()


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a text with the numbers of the passages that it points to."""

    text: str
    passages: tuple[int, ...]


def read_claims(text: str, known: int) -> list[Claim]:
    """Return the sentences of a model's text with their markers; markers outside 1..known vanish."""
    plain_text, markers = "", []
    last = 0
    for match in _MARKERS.finditer(text):
        plain_text += text[last : match.start()]
        for first, end in _RANGE.findall(match.group()):
            markers += [(len(plain_text), number) for number in range(int(first), int(end or first) + 1)]
        last = match.end()
    plain_text += text[last:]
    spans = sentence_spans(plain_text)
    claims = []
    for place, (start, end) in enumerate(spans):
        until = spans[place + 1][0] if place + 1 < len(spans) else len(plain_text) + 1
        pointed = [number for offset, number in markers if start < offset <= until and 1 <= number <= known]
        claims.append(Claim(plain_text[start:end].strip("*_#- "), tuple(dict.fromkeys(pointed))))
    return [claim for claim in claims if any(letter.isalnum() for letter in claim.text)]


def support(claim: Claim, evidence: Sequence[Evidence]) -> Statement:
    """Tie a claim to the words that carry it best, in the passages it points to, else in any that was sent."""
    pointed = [evidence[number - 1] for number in claim.passages]
    cited = [citation for item in pointed if (citation := best_words(claim.text, item)) is not None]
    cited += _with_its_figures(claim.text, cited, pointed)
    if not cited:
        # Without a marker: the passage that carries it, if one does.
        loose = [citation for item in evidence if (citation := best_words(claim.text, item)) is not None]
        loose.sort(key=lambda citation: -overlap(terms(claim.text), terms(citation.quote)))
        cited = [citation for citation in loose[:1] if check(claim.text, [citation.quote]) in ("verbatim", "supported")]
    # The whole passage is read beside the quotation: "he" in one sentence is a name in the one before.
    context = [item.passage.text for item in pointed] + [str(item.passage.source.title or "") for item in pointed]
    status = check(claim.text, [citation.quote for citation in cited], context) if cited else "unsupported"
    return Statement(claim.text, tuple(cited), status)


def best_words(statement: str, item: Evidence) -> Citation | None:
    """Return the sentence of a passage that carries most of a statement, or None where none shares a word."""
    passage = item.passage
    wanted = terms(statement)
    best, most = None, 0.0
    for start, end in sentence_spans(passage.text):
        share = overlap(wanted, terms(passage.text[start:end]))
        if share > most:
            best, most = (start, end), share
    if best is None:
        return None
    return Citation.of(passage.source, passage.text[best[0] : best[1]], passage.start + best[0])


def _with_its_figures(statement: str, cited: Sequence[Citation], pointed: Sequence[Evidence]) -> list[Citation]:
    """Return the sentences that hold a figure or a quotation of a statement which those cited lack, and a word more."""
    quotes = "\n".join(citation.quote for citation in cited)
    lacking = _figures(statement) - _figures(quotes, ones=True)
    unquoted = [one for one in map(_flat, quotations(statement)) if not _stands(one, _flat(quotes))]
    others = [term for term in terms(statement) if not term[0].isdigit()]
    found: list[Citation] = []
    for item in pointed if lacking or unquoted else ():
        for start, end in sentence_spans(item.passage.text):
            sentence = item.passage.text[start:end]
            holds = lacking & _figures(sentence) or any(_stands(one, _flat(sentence)) for one in unquoted)
            if holds and overlap(others, terms(sentence)):
                found.append(Citation.of(item.passage.source, sentence, item.passage.start + start))
                lacking -= _figures(sentence, ones=True)
                unquoted = [one for one in unquoted if not _stands(one, _flat(sentence))]
    return found


def check(statement: str, quotes: Sequence[str], context: Sequence[str] = ()) -> Status:
    """Return how far the words cited carry a statement.

    For it to be supported, its names, numbers, days and quotations must all stand there; what share of its other
    words decides is fitted on labelled claims by `python -m benchmarks.fit_verify`.
    """
    if any(_is_most_of(_flat(statement), _flat(quote)) for quote in quotes):
        return "verbatim"
    cited = "\n".join([*quotes, *context])
    if not quotes or not overlap(terms(statement), terms(cited)):
        return "unsupported"
    likely = likelihoods(features(statement, cited))
    if missing(statement, "\n".join(quotes), context) or all(is_contrary(statement, quote) for quote in quotes):
        likely = likely[:-1]
    return STATUSES[likely.index(max(likely))]


def missing(statement: str, quotes: str, context: Sequence[str] = ()) -> list[str]:
    """Return the names, numbers, days, months and quotations of a statement that do not stand in the words cited.

    Names and days may stand in what is around them; a number there may be of something else.
    """
    around = "\n".join([quotes, *context])
    known_words = set(words(around))
    found = [name for name in names(statement) if not _is_named(name, known_words)]
    found += sorted(_figures(statement) - _figures(quotes, ones=True))
    known = {word[:3] for word in _CALENDAR.findall(around)}
    found += [word for word in _CALENDAR.findall(statement) if word[:3] not in known]
    return found + [quoted for quoted in quotations(statement) if not _stands(_flat(quoted), _flat(quotes))]


def quotations(text: str) -> list[str]:
    """Return what stands in quotation marks in a text."""
    return ["".join(groups) for groups in _QUOTED.findall(text)]


def _figures(text: str, *, ones: bool = False) -> set[str]:
    """Return the figures of a text, and its ordinals; `ones` as in `rag.amounts.figures`."""
    return figures(text, ones=ones) | set(_ORDINAL.findall(plain(text)))


def _is_named(name: str, known: Set[str]) -> bool:
    """Say whether each word of a name stands in the words cited; a title need not."""
    return all(word in known or word in TITLES for word in words(name))


def features(statement: str, cited: str) -> tuple[float, ...]:
    """Return what a statement is judged by, in the order of FEATURES."""
    wanted = [term for term in terms(statement) if term not in SUMMARY_WORDS]
    sentences = [terms(cited[start:end]) for start, end in sentence_spans(cited)]
    near = [{term for one in sentences[at : at + NEAR] for term in one} for at in range(len(sentences))]
    return (
        overlap(wanted, terms(cited)),
        max((overlap(wanted, some) for some in near), default=0.0),
        math.log(1 + len(set(wanted))),
    )


def likelihoods(found: Sequence[float]) -> list[float]:
    """Return the log-odds of each of STATUSES (a multinomial logit)."""
    weights = fitted(WEIGHTS_FILE)
    return [sum(a * b for a, b in zip(weights[name], (*found, 1.0), strict=True)) for name in STATUSES]


def _is_most_of(statement: str, quote: str) -> bool:
    """Say whether a statement repeats a sentence but for little, and nothing in that turns its meaning round."""
    found = _place(statement, quote)
    if found is None or len(statement) < MOST_OF_IT * len(quote):
        return False
    # "… denied that eleven boats burned".
    return not HEDGES.intersection(words(f"{quote[: found.start()]} {quote[found.end() :]}"))


def _stands(piece: str, text: str) -> bool:
    return _place(piece, text) is not None


def _place(piece: str, text: str) -> re.Match[str] | None:
    """Return where the words of a piece stand in a text; "9 people" is not in "19 people", nor "1" in "1,200"."""
    return re.search(rf"(?<![\w-])(?<!\d[.,]){re.escape(piece)}(?!\w|[.,-]\d)", text) if piece else None


def number_citations(statements: Sequence[Statement]) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Number the citations from 1 in order of appearance, the same words once."""
    numbered: dict[tuple[str, int, int], Citation] = {}
    done = []
    for statement in statements:
        own = []
        for citation in statement.citations:
            place = (citation.article_id, citation.start, citation.end)
            numbered.setdefault(place, replace(citation, number=len(numbered) + 1))
            own.append(numbered[place])
        done.append(replace(statement, citations=tuple(dict.fromkeys(own))))
    return tuple(done), tuple(numbered.values())


def marked(statement: Statement) -> str:
    """Return a statement with its markers; a bracketed number of its own is put in round brackets."""
    head = heading(statement)
    between = " " if head.endswith(("?", "？")) else ": "
    text = re.sub(r"\[(\d{1,3})\]", r"(\1)", f"{head}{between}{statement.text}" if head else statement.text)
    return text + "".join(f" [{citation.number}]" for citation in statement.citations)


def _flat(text: str) -> str:
    """Return text without case, space or the shape of quotation marks, for comparing wordings."""
    return re.sub(r"[\s“”\"«»‘’']+", " ", plain(text)).strip(" .,")
