"""An answer of verbatim sentences, with no language model.

Each sentence of the evidence is weighed by its features (`rag/candidates.py`); the weights, and those of the
refusal, were fitted on labelled questions by `python -m benchmarks.fit_extract`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag import events
from rag.candidates import FEATURES, Candidate
from rag.corroborate import carriers, count_sources
from rag.dates import show_date
from rag.differ import Differing, differing
from rag.domain import Citation, Conflict, ConflictRow, Source, Statement
from rag.fitted import fitted
from rag.question import Asked
from rag.terms import terms

WEIGHTS_FILE = Path(__file__).with_name("extract_weights.json")

LIKELY = 0.45
"""Probability from which the best sentence is taken for an answer. Of 414 questions of seven users, 112 of them
without an answer, 159 of 167 whose best sentence is right are above it, and 62 of the 112."""

SURE = 0.79
"""Probability from which the best sentence is shown as an answer; below it, as the nearest that was found. Of those
questions 109 rightly answered ones are above it, 39 wrongly answered and 18 of those without an answer."""

LIKELY_CLUES, LIKELY_COMPARED = 0.305, 0.24
"""The same for a question of several clues, and for one that compares: no one sentence answers those. Of every fourth
question of the multi-hop benchmark's, they refuse 6 of 94 that ask for a name and 37 of 42 that cannot be answered."""

SAID = 0.78
"""Cosine from which a sentence that carries a statement adds nothing to it."""

FRAGMENT = 2.0
"""Log-odds taken from a subheading or a list entry; not fitted, the labelled passages have none."""

WORTH_SAYING, WORTH_HEARING = 2.5, 6.0
"""Log-odds below the best at which a further statement is left out, and the words of one who was asked about."""

SUPPORT, AS_WELL, LOOKED_AT = 1.0, 1.5, 5
"""Log-odds for each e-fold of independent sources, among so many sentences that are so near to the best one: that three
outlets say it counts for a sentence. Of 60 questions of news it put one more right, at 1 to 2, and none wrong."""

MOST_CITED = 4
"""Citations a statement; more voices are counted, not listed."""

LONGEST, LONGEST_SPEECH = 320, 480
"""Letters up to which a sentence that points back, or speech of nobody, is quoted together with the one before it."""

Group = Callable[[str], Sequence[Source]]
"""Returns all articles of a group of near-copies by the id of its head."""


def weigh(candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """Return how well each sentence answers: log-odds against the others of the same evidence."""
    weights = _weights(candidates)
    row = np.array([weights["sentence"][name] for name in FEATURES])
    fitted = np.array([candidate.features for candidate in candidates]) @ row
    return np.asarray(fitted - FRAGMENT * np.array([candidate.is_fragment for candidate in candidates]))


def answer_features(candidates: Sequence[Candidate], scores: NDArray[np.float64]) -> list[float]:
    """Return what the refusal is decided by.

    The best sentence's score, what of the question is nowhere, and how likely the reader finds the answer in that
    sentence and in any. The score's lead over the next ones told more on the questions it was fitted on, but not on
    news, where five outlets say the same.
    """
    best = int(np.argmax(scores))
    told = [candidates[best].feature(name) for name in ("missing", "names_missing", "read")]
    return [float(scores[best]), *told, max(candidate.feature("read") for candidate in candidates)]


def likely_answered(candidates: Sequence[Candidate], scores: NDArray[np.float64]) -> float:
    """Return how likely it is that the best sentence answers the question."""
    weights = _weights(candidates)
    odds = float(np.dot(answer_features(candidates, scores), weights["answer"]) + weights["answer_bias"])
    return 1 / (1 + math.exp(-odds))


def choose(  # noqa: PLR0913  # what is chosen, of what, and how much
    asked: Asked,
    candidates: Sequence[Candidate],
    scores: NDArray[np.float64],
    group: Group,
    *,
    most: int,
    first: Candidate | None = None,
    worth: float = WORTH_SAYING,
) -> list[Statement]:
    """Return the statements, the best first, each with the articles that carry it; none says what another does.

    Args:
        first: the sentence that is to lead, where that is not the best one.
        worth: log-odds below the best at which a further statement is left out.
    """
    order = _best_first(scores)
    floor = scores[order[0]] - worth
    ahead = first or _best_supported(candidates, scores, order, group)
    order.sort(key=lambda place: candidates[place] is not ahead)
    statements: list[Statement] = []
    said: set[int] = set()
    for place in order:
        if len(statements) == most or (scores[place] < floor and candidates[place] is not ahead):
            break
        if place in said:
            continue
        others = [candidates[number] for number in order if number not in said]
        # Nobody supports what is taken back in the same breath.
        same = [] if candidates[place].after is not None else carriers(candidates[place], others)
        lead = candidates[place] if candidates[place] is first else _leading(candidates[place], same, asked)
        voices = [lead, *(other for other in [candidates[place], *same] if other is not lead)]
        said_now = statement(voices, group)
        if any(_overlap(said_now.citations[0], told.citations[0]) for told in statements):
            continue  # it is quoted together with what was said
        statements.append(said_now)
        # What is quoted now is said, whichever copy or longer quotation it stands in.
        said |= {number for number, other in enumerate(candidates) if _is_said(other, voices, said_now)}
        said |= {place}
    return statements


def _best_supported(
    candidates: Sequence[Candidate], scores: NDArray[np.float64], order: Sequence[int], group: Group
) -> Candidate | None:
    """Return the sentence that is to lead where one that answers about as well is said by more sources; else None."""
    near = [place for place in order[:LOOKED_AT] if scores[place] >= scores[order[0]] - AS_WELL]
    weighed = {}
    for place in near:
        voices = [candidates[place], *carriers(candidates[place], candidates)]
        count, _, _ = count_sources([voice.passage.source for voice in voices], group)
        weighed[place] = float(scores[place]) + SUPPORT * math.log(count)
    best = max(near, key=lambda place: weighed[place])
    return None if best == order[0] else candidates[best]


def with_other_events(
    asked: Asked,
    candidates: Sequence[Candidate],
    scores: NDArray[np.float64],
    group: Group,
    chosen: Sequence[Statement],
) -> tuple[list[Statement], tuple[str, ...]]:
    """Where the question may mean several events, tell each under its month; return the months (ISO) too."""
    order, odds = ranked(candidates, scores)
    others = events.other_times(asked, order, odds)
    if not others:
        return list(chosen), ()
    apart = [statement([other], group) for other in others]
    # The likelier first. What leads may be a later report than the best sentence, but is of its event.
    told = zip((chosen[0], *apart), (order[0], *others), strict=True)
    labelled = [replace(said, label=show_date(events.month_of(one))) for said, one in told]
    return labelled, tuple(sorted({events.month_of(one) for one in (order[0], *others)}))


def conflicts(
    asked: Asked, candidates: Sequence[Candidate], scores: NDArray[np.float64], frequency: Callable[[str], int]
) -> list[Differing]:
    """Return what the articles differ on, with the sentences that give each value; best sentences first.

    Args:
        frequency: in how many passages of the collection a word stands.
    """
    return differing(asked, *ranked(candidates, scores), frequency)


def show_conflict(found: Differing, numbers: Sequence[int]) -> Conflict:
    """Return a conflict with the number of each value's citation, oldest report first."""
    shown = [
        ConflictRow(
            value.shown,
            value.candidate.passage.source.publisher,
            value.candidate.passage.source.published,
            number,
            value.note,
        )
        for value, number in zip(found.values, numbers, strict=True)
    ]
    shown.sort(key=lambda row: (row.published is None, row.published or "", row.citation))
    return Conflict(found.what, tuple(shown))


def best_first(candidates: Sequence[Candidate], scores: NDArray[np.float64]) -> list[Candidate]:
    """Return the candidates, the best first."""
    return ranked(candidates, scores)[0]


def ranked(candidates: Sequence[Candidate], scores: NDArray[np.float64]) -> tuple[list[Candidate], list[float]]:
    """Return the candidates, the best first, and the score of each."""
    order = _best_first(scores)
    return [candidates[place] for place in order], [float(scores[place]) for place in order]


def _best_first(scores: NDArray[np.float64]) -> list[int]:
    return [int(place) for place in np.argsort(-scores, kind="stable")]


def cite(candidate: Candidate) -> Citation:
    """Cite a sentence, with the one before it where it points back, with the one after where that takes it back."""
    source, start, text = candidate.passage.source, candidate.start, candidate.text
    if candidate.after is not None:
        # A sentence that the next one takes back is never quoted alone.
        text = candidate.passage.text[start - candidate.passage.start : candidate.after - candidate.passage.start]
    if candidate.dangling and candidate.before is not None:
        end = start + len(text)
        if end - candidate.before <= (LONGEST_SPEECH if candidate.is_bare_speech else LONGEST):
            start = candidate.before
            text = candidate.passage.text[start - candidate.passage.start : end - candidate.passage.start]
    # What is taken back is no answer: it is not marked as one.
    shown = None if candidate.after is not None else candidate.shown or candidate.answer
    return Citation.of(source, text, start, answer=shown)


def statement(voices: Sequence[Candidate], group: Group) -> Statement:
    """Return a statement that the first sentence leads and the others carry."""
    lead = cite(voices[0])
    count, outlets, reprints = count_sources([voice.passage.source for voice in voices], group)
    citations = [lead]
    heads = {voices[0].passage.source.group}
    for voice in voices[1:]:
        source = voice.passage.source
        # A reprint is named, not cited beside its original.
        if source.group not in heads and len(citations) < MOST_CITED:
            heads.add(source.group)
            citations.append(cite(voice))
    return Statement(
        lead.quote, tuple(citations), "verbatim", independent_sources=count, sources=outlets, reprints=reprints
    )


def _leading(best: Candidate, same: Sequence[Candidate], asked: Asked) -> Candidate:
    """Return the wording that leads: an original before its reprint, a known outlet before an unknown one, the shorter.

    A quotation that was asked for stays in the wording that fits best.
    """
    if asked.kind == "quote":
        return best
    whole = set(terms(best.text)) & set(asked.terms)
    good = [best, *(other for other in same if not other.dangling and whole <= set(terms(other.text)))]
    return min(good, key=lambda one: (bool(one.passage.source.original), one.dangling, _length(one), one.start))


def _length(candidate: Candidate) -> int:
    # A copy of an unknown outlet may be anybody's, a machine's translation too.
    return len(candidate.text) * (1 if candidate.passage.source.publisher else 2)


def _overlap(one: Citation, other: Citation) -> bool:
    return one.article_id == other.article_id and one.start < other.end and other.start < one.end


def _is_said(candidate: Candidate, voices: Sequence[Candidate], statement: Statement) -> bool:
    # A looser match may carry the statement and say something of its own too: it can still be said for itself.
    lead = voices[0]
    near = any(candidate is voice for voice in voices) and float(candidate.vector @ lead.vector) >= SAID
    if near or candidate.text == lead.text:
        return True
    end = candidate.start + len(candidate.text)
    return any(
        citation.article_id == candidate.passage.source.article_id
        and citation.start < end
        and candidate.start < citation.end
        for citation in statement.citations
    )


def _weights(candidates: Sequence[Candidate]) -> dict[str, Any]:
    """Return the weights for candidates that the reader has read, or for those that it has not."""
    read = any(candidate.feature("read") > 0 for candidate in candidates)
    return dict(fitted(WEIGHTS_FILE)["read" if read else "unread"])
