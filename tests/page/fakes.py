"""A fake at the page's own port, which keeps the promises of `Assistant`, and a small invented collection for it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rag.domain import Answer, Article, Citation, Conflict, ConflictRow, Evidence, Passage, Source, Statement, Turn
from rag.errors import ArticleUnknown, DatelineError, IndexBusy, IndexMissing, QuestionInvalid
from rag.page.library import Added, Listed, Progress, Refusal, quiet

LONGEST = 2_000


def make_article(article_id: str, text: str, **known: Any) -> Article:
    """Return an article that needed no cleaning; `known` is what is known of its source."""
    return Article(Source(article_id, **{"group": article_id, **known}), text=text, raw=text)


def cite(article: Article, quote: str, number: int) -> Citation:
    """Cite words of an article where they stand."""
    return Citation.of(article.source, quote, article.text.index(quote), number=number)


def find(article: Article, words: str, score: float = 1.0) -> Evidence:
    """Return the passage of an article that is these words."""
    start = article.text.index(words)
    passage = Passage(f"{article.source.article_id}:{start}", article.source, words, start, start + len(words))
    return Evidence(passage, score)


WIRE = make_article(
    "wire",
    "A night fire tore through the fishing harbour early on Tuesday, destroying eleven boats and the old ice house "
    "before crews brought it under control shortly before dawn.\n\nThe alarm was raised at 2:10 a.m. by a baker on his "
    "way to work. Forty-six firefighters fought the blaze. It was under control at 5:40 a.m.\n\nNobody was killed. The "
    "night watchman was pulled from the water by the crew of the pilot boat Linnet.",
    title="Fire destroys eleven boats in Orrenmouth fishing harbour",
    publisher="Coast Wire",
    author="Nils Ardent",
    published="2025-03-04",
    url="https://coastwire.example/2025/03/04/harbour-fire",
)
LEDGER = make_article(
    "ledger", WIRE.text, title="Night blaze guts fishing fleet", publisher="Kelderby Ledger", author="Coast Wire",
    published="2025-03-04", group="wire",
)  # fmt: skip
COURIER = make_article(
    "courier",
    "By seven the quay was full of people. Eleven hulls were gone, the harbour office confirmed, and a twelfth lay on "
    "its side in the mud.",
    title="“We stood and watched it go”", publisher="Orrenmouth Courier", author="Maren Holloway",
    published="2025-03-04",
)  # fmt: skip
TODAY = make_article(
    "today", "Nine boats burned at the North Quay overnight, by Ostrey Today’s own count from the harbour wall.",
    title="Nine boats lost at the North Quay", publisher="Ostrey Today", published="2025-03-04",
)  # fmt: skip
UPDATE = make_article(
    "update", "Thirteen boats, not eleven, were lost in Tuesday’s fire, the port said on Thursday after divers had "
    "searched the basin.", title="Harbour fire: thirteen boats lost, cable blamed", publisher="Coast Wire",
    author="Nils Ardent", published="2025-03-06",
)  # fmt: skip
BEACON = make_article(
    "beacon", "For the families of the North Quay the boats were more than a living, the harbour more than a place.",
    title="What the fleet meant to the town", publisher="Garnwick Beacon",
)  # fmt: skip
ARTICLES = {article.source.article_id: article for article in (WIRE, LEDGER, COURIER, TODAY, UPDATE, BEACON)}

BOATS = "How many boats were lost in the harbour fire?"
WATCHMAN = "Who was pulled from the water?"
ZEPPELIN = "When did the zeppelin land?"
EMPTY = "Is the index there?"
BROKEN = "Does it fail?"
SLOW = "Does it take its time?"


def boats() -> Answer:
    """Return an answer with everything in it: several sources, a reprint, more statements, a conflict, a notice."""
    first = cite(WIRE, WIRE.text.partition("\n")[0], 1)
    second = cite(COURIER, COURIER.text.partition(". ")[2], 2)
    third = cite(UPDATE, UPDATE.text, 3)
    fourth = cite(TODAY, TODAY.text, 4)
    return Answer(
        question=BOATS,
        text="…",
        statements=(
            Statement(first.quote, (first, second), "verbatim", 2, ("Coast Wire", "Orrenmouth Courier"),
                      ("Kelderby Ledger",)),
            Statement(third.quote, (third,), "verbatim", 1, ("Coast Wire",)),
            Statement("Ostrey Today counted nine boats from the harbour wall.", (fourth,), "supported", 1,
                      ("Ostrey Today",)),
        ),
        citations=(first, second, third, fourth),
        conflicts=(
            Conflict("The number of boats differs", (
                ConflictRow("11 boats", "Coast Wire", "2025-03-04", 1),
                ConflictRow("9 boats", "Ostrey Today", "2025-03-04", 4),
                ConflictRow("13 boats", "Coast Wire", "2025-03-06", 3),
            )),
        ),
        also_found=(find(LEDGER, "The alarm was raised at 2:10 a.m. by a baker on his way to work."),
                    find(BEACON, BEACON.text, 0.4)),
        as_of="2026-03-09",
        seconds=0.31,
    )  # fmt: skip


def watchman() -> Answer:
    """Return one fact from one source."""
    only = cite(WIRE, "The night watchman was pulled from the water by the crew of the pilot boat Linnet.", 1)
    said = Statement(only.quote, (only,), "verbatim", 1, ("Coast Wire",), ("Kelderby Ledger",))
    return Answer(WATCHMAN, "…", statements=(said,), citations=(only,), as_of="2026-03-09",
                  also_found=(find(COURIER, "By seven the quay was full of people."),))  # fmt: skip


def zeppelin() -> Answer:
    """Return a refusal with what was nearest."""
    reason = "nothing in the collection mentions “zeppelin”"
    found = (find(BEACON, BEACON.text), find(WIRE, "The alarm was raised at 2:10 a.m. by a baker on his way to work."))
    return Answer(ZEPPELIN, "The articles do not say. Nothing in the collection mentions “zeppelin”.", refused=True,
                  reason=reason, also_found=found, as_of="2026-03-09")  # fmt: skip


def scripted() -> dict[str, Answer | Exception]:
    """Return what the fake answers to which question."""
    missing = IndexMissing("there is no collection at dateline-index", hint="add articles first: python -m ingest PATH")
    return {
        BOATS: boats(), WATCHMAN: watchman(), ZEPPELIN: zeppelin(), SLOW: boats(), EMPTY: missing,
        BROKEN: RuntimeError("secret detail"),
    }  # fmt: skip


@dataclass
class FakeAssistant:
    """Answers from a script, growing as the real one does; `asked` is what it was asked.

    A question that is not in the script is answered with a refusal.
    """

    answers: Mapping[str, Answer | Exception] = field(default_factory=scripted)
    articles: Mapping[str, Article] = field(default_factory=lambda: ARTICLES)
    chat_model: str | None = None
    questions: Sequence[str] = (BOATS, WATCHMAN, ZEPPELIN)
    names: Sequence[str] = ("Coast Wire", "Ostrey Today", "Orrenmouth Courier", "Kelderby Ledger", "Garnwick Beacon")
    missing: DatelineError | None = None
    pause: float = 0.0
    slow_start: float = 0.0
    quiet: Sequence[str] = ()
    next_questions: Sequence[str] = ()
    asked: list[tuple[str, tuple[Turn, ...], dict[str, Any]]] = field(default_factory=list)

    def stream(self, question: str, history: Sequence[Turn] = (), **limits: Any) -> Iterator[Answer]:
        """Yield the first statement, then the whole."""
        self.asked.append((question, tuple(history), limits))
        if len(question) > LONGEST:
            raise QuestionInvalid(f"the question has {len(question):,} characters; 2,000 are the most")
        answer = self.answers.get(question, replace(zeppelin(), question=question))
        if isinstance(answer, Exception):
            raise answer
        yield replace(answer, statements=answer.statements[:1], conflicts=(), seconds=0.0)
        time.sleep(30 if question == SLOW else self.pause)
        yield answer

    def article(self, article_id: str) -> Article:
        """Return an article of the collection."""
        if article_id not in self.articles:
            raise ArticleUnknown(f"there is no article {article_id}")
        return self.articles[article_id]

    def outlets(self) -> list[str]:
        """Return the outlets, most articles first."""
        return list(self.names)

    def size(self) -> tuple[int, int]:
        """Return articles and outlets, or say that there are none."""
        time.sleep(self.slow_start)
        if self.missing:
            raise self.missing
        return 24, 5

    def examples(self) -> list[str]:
        """Return questions that this collection answers."""
        return list(self.questions)

    def retrieve(self, question: str, k: int = 10, **limits: Any) -> list[Evidence]:
        """Return what was nearest, whatever is asked."""
        self.asked.append((question, (), limits))
        return [find(WIRE, WIRE.text, 1.0), find(BEACON, BEACON.text, 0.4)][:k]

    def silent(self, answer: Answer) -> list[str]:
        """Return the outlets of which nothing was found: none of a refusal."""
        return [] if answer.refused else list(self.quiet)

    def follow_ups(self, answer: Answer) -> list[str]:
        """Return what may be asked next: the questions of the script that were not asked."""
        return [question for question in self.next_questions if question != answer.question]


@dataclass
class FakeLibrary:
    """What a collection holds; nothing can be changed in it."""

    articles: Mapping[str, Article]

    def listed(self) -> list[Listed]:
        """Return every article."""
        return [Listed(article.source, 1, 1) for article in self.articles.values()]

    def article(self, article_id: str) -> Article:
        """Return an article of the collection."""
        return self.articles[article_id]

    def copies(self, article_id: str) -> list[Source]:
        """Return the articles of its group."""
        return [one.source for one in self.articles.values() if one.source.group == article_id]

    def corrections(self, article_id: str) -> dict[str, str]:
        """Return no correction."""
        return {}

    def correct(self, article_id: str, values: Mapping[str, str | None]) -> None:
        """Refuse."""
        raise IndexBusy("this collection is not to be changed")

    def join(self, article_ids: Sequence[str]) -> None:
        """Refuse."""
        raise IndexBusy("this collection is not to be changed")

    def separate(self, article_id: str) -> None:
        """Refuse."""
        raise IndexBusy("this collection is not to be changed")

    def remove(self, article_ids: Sequence[str], *, erase: bool = False) -> None:
        """Refuse."""
        raise IndexBusy("this collection is not to be changed")

    def add(self, sources: Sequence[str | Path], progress: Progress = quiet) -> Added:
        """Refuse each of them."""
        return Added(rejected=tuple(Refusal(str(one), "it is not taken here") for one in sources))
