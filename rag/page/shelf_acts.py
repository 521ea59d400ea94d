"""What a reader does on the shelf: what came from the browser checked, then done with a `Library`; no page in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from rag.domain import Source
from rag.errors import PageError
from rag.page.library import Added, Library
from rag.page.shelf_html import as_done, as_question
from rag.words import say, say_counted, say_number

Doing = Literal["open", "close", "page", "join", "separate", "restore", "remove", "confirm", "erase", "keep"]

LONGEST, MOST_IDS, LONGEST_ID = 1_000_000, 10_000, 64
"""Of an act: letters, articles, letters of an id."""

LONGEST_NAME = 60
"""Letters of the name of a collection."""

FIELDS: Mapping[str, str] = {"title": "title", "outlet": "publisher", "author": "author", "published": "published"}
"""What can be set right on the page: the name that `Library.correct` takes, and the one that `Source` has for it."""


@dataclass(frozen=True, slots=True)
class Act:
    """What was done, to which articles.

    Attributes:
        field: the correction that is taken back.
        page: of the list, from 0.
    """

    do: Doing
    ids: tuple[str, ...] = ()
    field: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader has before them.

    Attributes:
        collection: the name of the one whose list it is; None before the first.
        page: of the list, from 0.
        opened: the id of the article beside the list; empty where none is.
        leaving: the articles that the page has asked about, which a confirmation takes out.
        sought: the words and the outlet that the list was last limited to.
    """

    collection: str | None = None
    page: int = 0
    opened: str = ""
    leaving: tuple[Source, ...] = ()
    sought: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act.

    Attributes:
        said: HTML for the place above the list.
        changed: whether the collection is another one now.
    """

    said: str
    shown: Shown
    changed: bool = False


def read_act(text: str) -> Act:
    """Return the act that a text of the page's script says.

    Raises:
        PageError: it says none.
    """
    try:
        found = json.loads(text) if len(text) <= LONGEST else {}
        act = Act(found["do"], tuple(found.get("ids", ())), found.get("field", ""), found.get("page", 0))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        act = None
    if act is None or not _is_sound(act):
        raise PageError("the page sent something that it cannot mean", hint="load the page again")
    return replace(act, ids=tuple(dict.fromkeys(act.ids)))


def _is_sound(act: Act) -> bool:
    return (
        isinstance(act.do, str)
        and act.do in get_args(Doing)
        and len(act.ids) <= MOST_IDS
        and all(isinstance(name, str) and 0 < len(name) <= LONGEST_ID for name in act.ids)
        and isinstance(act.field, str)
        and len(act.field) <= LONGEST_ID
        and isinstance(act.page, int)
    )


def busy_words(do: str) -> str:
    """Return what is said while an act that takes a while is done; empty for the quick ones."""
    return {
        "join": say("Merging…"),
        "separate": say("Splitting it from its group…"),
        "restore": say("Taking it back…"),
        "confirm": say("Removing…"),
        "erase": say("Removing and erasing…"),
    }.get(do, "")


def perform(act: Act, shown: Shown, library: Library) -> Outcome:  # noqa: PLR0911  # one a case
    """Do what was chosen in the list or in an article.

    Raises:
        DatelineError: it cannot be done: an unknown article, another ingest.
    """
    match act.do:
        case "open":
            return Outcome("", replace(shown, opened=library.article(_one(act)).source.article_id))
        case "close":
            return Outcome("", replace(shown, opened=""))
        case "page":
            return Outcome("", replace(shown, page=max(act.page, 0)))
        case "remove":
            leaving = tuple(library.article(name).source for name in act.ids or (_one(act),))
            return Outcome(as_question(leaving), replace(shown, leaving=leaving))
        case "keep":
            return Outcome("", replace(shown, leaving=()))
        case "confirm" | "erase":
            return _remove(shown, library, erase=act.do == "erase")
        case "join":
            library.join(act.ids)
            told = say("{number} articles are one source now.", number=say_number(len(act.ids)))
            return Outcome(as_done(told, unmark=True), shown, changed=True)
        case "separate":
            library.separate(_one(act))
            return Outcome(as_done(say("It is a source of its own now.")), shown, changed=True)
        case "restore":
            library.correct(shown.opened, {act.field: None})
            return Outcome(as_done(say("What the article says itself is shown again.")), shown, changed=True)


def _one(act: Act) -> str:
    if not act.ids:
        raise PageError("no article is chosen", hint="choose one in the list")
    return act.ids[0]


def _remove(shown: Shown, library: Library, *, erase: bool) -> Outcome:
    """Take out what the page has asked about: not what the browser says now."""
    names = [source.article_id for source in shown.leaving]
    if not names:
        raise PageError("no article is chosen", hint="mark those to be removed in the list")
    library.remove(names, erase=erase)
    told = say_counted(len(names), "{number} article was removed.", "{number} articles were removed.")
    opened = "" if shown.opened in names else shown.opened
    return Outcome(as_done(told, unmark=True), replace(shown, leaving=(), opened=opened), changed=True)


def set_right(values: Sequence[str], shown: Shown, library: Library) -> Outcome:
    """Set right what differs from what is known of the open article; an empty value makes it unknown.

    Args:
        values: one a field, in the order of `FIELDS`.

    Raises:
        CorrectionInvalid: a date that is none; nothing is changed then.
    """
    source = library.article(shown.opened).source
    wanted = {field: " ".join((value or "").split()) for field, value in zip(FIELDS, values, strict=True)}
    new = {field: value for field, value in wanted.items() if value != (getattr(source, FIELDS[field]) or "")}
    if not new:
        return Outcome(as_done(say("Nothing is different from before.")), shown)
    library.correct(shown.opened, new)
    return Outcome(as_done(say("Saved. It stays so when the article is added again.")), shown, changed=True)


# --- what is to be added ----------------------------------------------------------------------------------------------


def addresses_in(text: str | None) -> list[str]:
    """Return the addresses that were typed, each once; one without its scheme ("example.org/news") gets it."""
    return [f"https://{each}" if _is_bare(each) else each for each in dict.fromkeys((text or "").split())]


def _is_bare(typed: str) -> bool:
    host = typed.partition("/")[0]
    return "." in host[1:-1] and ":" not in host and not host.startswith(".")


def checked_name(text: str | None) -> str:
    """Return the name of a collection, empty for none; it will name a folder.

    Raises:
        PageError: it cannot name one.
    """
    name = " ".join((text or "").split())
    if name and (len(name) > LONGEST_NAME or not name[0].isalnum() or not all(c.isalnum() or c in " -_" for c in name)):
        raise PageError(
            f"a collection cannot be called “{name[:LONGEST_NAME]}”",
            hint=f"use at most {LONGEST_NAME} letters, digits, blanks, hyphens and underscores",
        )
    return name


def with_names(added: Added, files: Sequence[Path]) -> Added:
    """Return the report with the names of uploaded files, not the places where they lie for now."""

    def named(text: str) -> str:
        for file in files:
            text = text.replace(str(file.resolve()), file.name).replace(str(file), file.name)
        return text

    rejected = tuple(replace(each, what=named(each.what), reason=named(each.reason)) for each in added.rejected)
    return replace(added, rejected=rejected, notices=tuple(map(named, added.notices)))


def as_values(source: Source | None) -> list[Any]:
    """Return what is known of an article, one value a field; unknown is empty."""
    return [(getattr(source, attribute) or "") if source else "" for attribute in FIELDS.values()]
