"""What the page offers to programs: `answer`, `retrieve` and `ingest`, typed, for `gradio_client` and as MCP tools.

Whatever arrives is checked here: Gradio hands on any JSON. No program that reaches the page can have a file of this
machine read.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any, get_type_hints

from rag.domain import Turn, as_found
from rag.door import say_failed
from rag.errors import DatelineError, FilterInvalid, PageError, QuestionInvalid, SourceMissing
from rag.export import is_web_address
from rag.followup import MOST_TURNS
from rag.page.ports import Desk, PageAssistant
from rag.question import MOST_LETTERS
from rag.render import first_words, sentence

ANSWERING, ADDING = "answering", "adding"
"""Names of the queues: programs wait in the same one as readers, and one adds at a time."""

LONGEST_ANSWER = 20_000
"""Characters of an answer in a history."""

MOST_FOUND, ADDRESSES, NAMES = 50, 50, 50
"""Most passages, addresses to add, and names in a filter."""

LONGEST_NAME, LONGEST_ADDRESS = 200, 2_000
"""Characters."""


def offer(desk: Desk, *, at_once: int) -> None:
    """Offer the three to programs; called while the page is being built.

    Args:
        at_once: questions answered at a time, those of readers among them.
    """
    import gradio as gr

    programs = _Programs(desk)
    for asking in (programs.answer, programs.retrieve):
        gr.api(_guarded(asking), concurrency_id=ANSWERING, concurrency_limit=at_once)
    gr.api(_guarded(programs.ingest), concurrency_id=ADDING, concurrency_limit=1)


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose errors are one sentence, with its types as types: Gradio reads them off it."""
    import gradio as gr

    @wraps(function)
    def guarded(*given: Any) -> Any:
        try:
            return function(*given)
        except DatelineError as error:
            said = " ".join(sentence(part) for part in (error.message, error.hint) if part)
        except Exception:  # noqa: BLE001  # a door: whatever it is, a program gets a sentence and the log the rest
            said = sentence(say_failed())
        raise gr.Error(said, print_exception=False)

    guarded.__annotations__ = get_type_hints(function)
    guarded.__signature__ = inspect.signature(function, eval_str=True)  # type: ignore[attr-defined]
    return guarded


class _Programs:
    """The functions; what their docstrings say is what a program, or a language model, is told."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer(  # noqa: PLR0913, PLR0917  # a door: what a caller may choose
        self,
        question: str,
        history: list[list[str]] | None = None,
        outlets: list[str] | None = None,
        authors: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        collection: str = "",
    ) -> dict[str, Any]:
        """Answer a question from the news articles; every sentence comes with the exact words that carry it.

        Args:
            question: at most 2,000 characters.
            history: up to 6 earlier exchanges, oldest first, each a pair of question and answer.
            outlets: only articles of these newspapers and agencies.
            authors: only articles by these authors.
            since: only articles from this day on, as 2025-03-04, 2025-03 or 2025.
            until: only articles up to this day.
            collection: name of the collection; without one, the one that the page was started with.

        Returns:
            The answer, its statements, citations, differing values and what else was found; it is `refused` where the
            articles do not say.
        """
        limits = _limits(outlets, authors, since, until)
        turns = _turns(history)
        for reply in self._open(collection).stream(_question(question), turns, **limits):
            last = reply
        return last.to_dict()

    def retrieve(  # noqa: PLR0913, PLR0917  # a door: what a caller may choose
        self,
        question: str,
        k: int = 10,
        outlets: list[str] | None = None,
        authors: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        collection: str = "",
    ) -> list[dict[str, Any]]:
        """Find the passages of the news articles that fit a question, best first.

        Args:
            question: at most 2,000 characters.
            k: how many passages, 1 to 50.
            outlets: only articles of these newspapers and agencies.
            authors: only articles by these authors.
            since: only articles from this day on, as 2025-03-04, 2025-03 or 2025.
            until: only articles up to this day.
            collection: name of the collection; without one, the one that the page was started with.

        Returns:
            The passages, each with the article it stands in, where in it, and its score.
        """
        limits = _limits(outlets, authors, since, until)
        if not isinstance(k, int) or isinstance(k, bool) or not 1 <= k <= MOST_FOUND:
            raise QuestionInvalid("k is no number of passages", hint=f"1 to {MOST_FOUND}")
        found = self._open(collection).retrieve(_question(question), k, **limits)
        return [dict(as_found(item)) for item in found]

    def ingest(self, sources: list[str], collection: str = "") -> dict[str, Any]:
        """Add the articles at web addresses (articles, feeds, sitemaps) to the collection.

        Args:
            sources: at most 50 addresses, each with http:// or https://; no files.
            collection: name of the collection; without one, the one that the page was started with.

        Returns:
            How many were added, updated, unchanged, and which were rejected for what reason.
        """
        addresses = _addresses(sources)
        return asdict(self._desk.library(self._known(collection)).add(addresses))

    def _open(self, collection: object) -> PageAssistant:
        return self._desk.open(self._known(collection))

    def _known(self, collection: object) -> str:
        """Return the name of a collection that there is: a new name makes none from here."""
        if collection is None or collection == "":
            return ""
        names = self._desk.names()
        if not isinstance(collection, str) or collection not in names:
            named = f" {_quoted(collection)}" if isinstance(collection, str) else " of that name"
            raise PageError(f"there is no collection{named}", hint=f"there are: {', '.join(names)}")
        return collection


def _question(text: object) -> str:
    if not isinstance(text, str):
        raise QuestionInvalid("the question is no text", hint="give a string")
    if len(text) > MOST_LETTERS:
        raise QuestionInvalid(f"the question has {len(text):,} characters; {MOST_LETTERS:,} are the most")
    return text


def _turns(history: object) -> list[Turn]:
    if history is None:
        return []
    if not isinstance(history, list) or len(history) > MOST_TURNS:
        raise QuestionInvalid(f"the history is no list of at most {MOST_TURNS} exchanges", hint="give the latest ones")
    return [_turn(each) for each in history]


def _turn(given: object) -> Turn:
    match given:
        case [str() as question, str() as answer]:
            if len(question) > MOST_LETTERS or len(answer) > LONGEST_ANSWER:
                raise QuestionInvalid(
                    "an exchange of the history is too long",
                    hint=f"a question has at most {MOST_LETTERS:,} characters, an answer {LONGEST_ANSWER:,}",
                )
            return Turn(question, answer)
    raise QuestionInvalid("an exchange of the history is none", hint="each is a pair of texts: [question, answer]")


def _limits(outlets: object, authors: object, since: object, until: object) -> dict[str, Any]:
    """Return the filters as arguments of an assistant, which says itself what is no date."""
    for name, day in (("since", since), ("until", until)):
        if day is not None and (not isinstance(day, str) or len(day) > LONGEST_NAME):
            raise FilterInvalid(f"{name} is no day", hint="write 2025-03-04, 2025-03 or 2025")
    return {
        "outlets": _names(outlets, "outlets"), "authors": _names(authors, "authors"),
        "since": since or None, "until": until or None,
    }  # fmt: skip


def _names(given: object, what: str) -> list[str]:
    if given is None:
        return []
    every = given if isinstance(given, list) else [given]
    names = [name for name in every if isinstance(name, str) and len(name) <= LONGEST_NAME]
    if names != given or len(names) > NAMES:
        raise FilterInvalid(f"{what} is no list of names", hint=f"at most {NAMES}, of {LONGEST_NAME} characters each")
    return names


def _addresses(sources: object) -> list[str]:
    if not isinstance(sources, list) or not sources:
        raise SourceMissing("there is nothing to add", hint="give a list of web addresses")
    if len(sources) > ADDRESSES:
        raise SourceMissing(f"{len(sources):,} addresses are too many", hint=f"{ADDRESSES} at a time are the most")
    for source in sources:
        if not isinstance(source, str) or not _is_address(source):
            named = _quoted(source) if isinstance(source, str) else "one of the sources"
            raise SourceMissing(
                f"{named} is no web address, and a program may add nothing else",
                hint="addresses begin with http:// or https://; files are uploaded on the page",
            )
    return list(sources)


def _is_address(text: str) -> bool:
    return len(text) <= LONGEST_ADDRESS and text.isprintable() and is_web_address(text)


def _quoted(text: str) -> str:
    return f"“{first_words(text, 80)}”"
