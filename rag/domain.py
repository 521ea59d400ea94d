"""The nouns of Dateline, frozen: a value that cannot change can be shared, compared and cached.

Dates are ISO 8601 strings or None; partial ones ("2022-03") are allowed and unknown stays unknown.
Offsets count Unicode code points in `Article.text`, which is what every part of Dateline speaks of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, NamedTuple

from rag.errors import AnswerInvalid
from rag.plain import from_plain

Status = Literal["verbatim", "supported", "partial", "unsupported"]
Verdict = Literal["", "yes", "no"]

SCHEMA = 1
"""Version of `Answer.to_dict()`; keys are added under the same number, never renamed."""


INFERRED = ("period", "outlets", "speakers")
"""What is read off the wording of a question as a preference, and can be taken off."""


class Turn(NamedTuple):
    """One earlier exchange of a conversation; any (question, answer text) pair will do."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article comes from; what its text did not show is None.

    Attributes:
        article_id: derived from the content, so the same article has the same id everywhere.
        publisher: the outlet that published this copy.
        original: the outlet or agency that the text itself names as the first publisher.
        group: the article_id of the head of its group of near-copies; its own where it has none.
        language: the two-letter code (ISO 639-1) of the language it is written in.
    """

    article_id: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    original: str | None = None
    group: str = ""
    language: str | None = None

    @property
    def outlet(self) -> str:
        """The publisher as shown to a reader."""
        return self.publisher or "outlet unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """A date that an article speaks of: `text[start:end]`, and the days it means.

    Days are inclusive, and None where the words are relative ("on Wednesday") to a date that is not known.
    """

    start: int
    end: int
    day_from: str | None
    day_to: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """An article: `raw` is what came in, `text` what cleaning left of it."""

    source: Source
    text: str
    raw: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of an article: `text == article.text[start:end]`."""

    passage_id: str
    source: Source
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage retrieved for a question; a higher score is a better match (not a probability)."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of an article that carry a statement: `quote == article.text[start:end]`.

    Attributes:
        answer_start, answer_end: the words of the quotation that answer the question, where the reader found such;
            offsets in the article's text too.
    """

    number: int
    article_id: str
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    quote: str
    start: int
    end: int
    answer_start: int | None = None
    answer_end: int | None = None

    @classmethod
    def of(
        cls, source: Source, quote: str, start: int, *, number: int = 0, answer: tuple[int, int] | None = None
    ) -> Citation:
        """Cite `quote`, which begins at `start` of the article's text."""
        return cls(
            number, source.article_id, source.title, source.publisher, source.author,
            source.published, source.url, quote, start, start + len(quote), *(answer or (None, None)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with what carries it.

    Attributes:
        text: the sentence, without markers.
        independent_sources: how many of the sources share no text with another one. Independence
            cannot be proved; only shared text can be found.
        sources: the outlets that carry it, reprints left out.
        reprints: the outlets whose copy shares its text with one of the sources.
        label: what it is told under where an answer has a line a side or a day: an outlet, a date.
        verdict: "yes" or "no" where the words settle a question that asks for it.
    """

    text: str
    citations: tuple[Citation, ...]
    status: Status
    independent_sources: int = 1
    sources: tuple[str, ...] = ()
    reprints: tuple[str, ...] = ()
    label: str = ""
    verdict: Verdict = ""

    @property
    def answer(self) -> tuple[int, int] | None:
        """The words of a quotation that answer the question, as offsets in `text`, where such were found."""
        lead = self.citations[0] if self.citations else None
        if lead is None or lead.answer_start is None or lead.answer_end is None or lead.quote != self.text:
            return None
        return lead.answer_start - lead.start, lead.answer_end - lead.start


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One value that the articles give for something they differ on.

    Attributes:
        note: what is to be said of it: "later report".
    """

    value: str
    publisher: str | None
    published: str | None
    citation: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something the articles give different values for."""

    what: str
    rows: tuple[ConflictRow, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the caller limits a question to; empty means no limit. Days are inclusive ISO dates."""

    outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return bool(self.outlets or self.authors or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Understood:
    """What was inferred from the wording: preferences, never silent filters; each can be taken off.

    Attributes:
        parts: the clauses that were searched for besides the whole question; empty where it has only one.
    """

    since: str | None = None
    until: str | None = None
    outlets: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or a refusal with its reason.

    Attributes:
        question: as understood: a follow-up made whole.
        text: the statements with [1] [2] markers; for a refusal, the sentence that says so.
        also_found: what was nearest and is not cited, best first.
        notices: what the reader must know: a model failed, articles were left out, …
        unsure: whether the sentences are only the nearest that were found, and may not answer.
        events: the months (ISO) of the events that look alike, where the question does not say which is meant.
        as_of: the newest date among the articles that were searched for this question.
        searched: how many articles that were.
        model: the chat model that wrote it, or None where the sentences are the articles' own.
        nearest: for a refusal, the sentences that come nearest to an answer, best first.
        suggestion: the question as it may have been meant, where a word of it stands nowhere and another is like it.
    """

    question: str
    text: str = ""
    refused: bool = False
    reason: str | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notices: tuple[str, ...] = ()
    also_found: tuple[Evidence, ...] = ()
    understood: Understood = field(default_factory=Understood)
    events: tuple[str, ...] = ()
    as_of: str | None = None
    searched: int | None = None
    model: str | None = None
    seconds: float = 0.0
    unsure: bool = False
    suggestion: str | None = None
    nearest: tuple[Citation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data, which is what `--json` prints."""
        data: dict[str, Any] = {"schema": SCHEMA, **asdict(self)}
        data["also_found"] = [as_found(item) for item in self.also_found]
        return data

    @classmethod
    def from_dict(cls, data: object) -> Answer:
        """Return the answer that `to_dict` gave this data of; keys that are not known are ignored.

        Raises:
            AnswerInvalid: it is not such data, or of a later version.
        """
        if not isinstance(data, Mapping):
            raise AnswerInvalid("it is not an object", hint="give what `Answer.to_dict` returned")
        if data.get("schema", SCHEMA) != SCHEMA:
            raise AnswerInvalid("it was made by another version of Dateline", hint="open it with that version")
        found = from_plain(_AlsoFound, {"also_found": data.get("also_found", ())}).also_found
        answer = from_plain(cls, {**data, "also_found": ()})
        return replace(answer, also_found=tuple(item.evidence for item in found))


def as_found(evidence: Evidence) -> Mapping[str, Any]:
    """A passage that was found, as plain data."""
    passage = evidence.passage
    found = asdict(Citation.of(passage.source, passage.text, passage.start))
    for name in ("number", "answer_start", "answer_end"):
        del found[name]
    return {**found, "score": round(evidence.score, 4)}


@dataclass(frozen=True, slots=True)
class _Found:
    """A passage as `as_found` tells it; of its source it tells no more than a citation does."""

    article_id: str
    quote: str
    start: int
    score: float
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None

    @property
    def evidence(self) -> Evidence:
        """The passage again, under an id made of its place."""
        source = Source(self.article_id, self.title, self.publisher, self.author, self.published, url=self.url)
        end = self.start + len(self.quote)
        return Evidence(Passage(f"{self.article_id}:{self.start}", source, self.quote, self.start, end), self.score)


@dataclass(frozen=True, slots=True)
class _AlsoFound:
    also_found: tuple[_Found, ...]
