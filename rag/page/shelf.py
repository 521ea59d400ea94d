"""The tab of the collection: what it holds, one article of it, and what a reader adds, sets right or takes out.

The list and the article are HTML of ours; what is chosen in them the page's script writes into a hidden field as JSON,
which `rag/page/shelf_acts.py` checks and does. Each event draws what the library says then, so that two readers who
change one collection see each other's work at their next step.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.domain import Source
from rag.door import say_failed
from rag.errors import ArticleUnknown, DatelineError, PageError
from rag.page.adding import Adding
from rag.page.library import Library, Listed
from rag.page.queues import QUIET
from rag.page.shelf_acts import (
    FIELDS,
    Outcome,
    Shown,
    addresses_in,
    as_values,
    busy_words,
    checked_name,
    perform,
    read_act,
    set_right,
    with_names,
)
from rag.page.shelf_article import as_head, as_text, no_article
from rag.page.shelf_html import UNKNOWN_OUTLET, as_busy, as_error, as_list, as_progress, as_report, find
from rag.words import say, speaking

if TYPE_CHECKING:
    import gradio as gr
    from gradio.components import Component

    from rag.page.ports import Desk

BETWEEN = 0.2
"""Seconds between two pictures of the progress bar."""

Drawn = dict[Any, Any]
"""New values, by component."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every event is told: the collection, the language, the search, and what is shown."""

    collection: str
    language: str
    words: str
    outlet: str
    shown: Shown

    @classmethod
    def of(cls, *values: Any) -> _Asked:
        collection, language, words, outlet, shown = values
        return cls(collection or "", language or "", words or "", outlet or "", shown or Shown())


class CollectionTab:
    """The components of the tab and what happens to them.

    Attributes:
        changed: a hidden field whose value changes after each change of a collection.
        labelled: each component that carries words of ours, with these by property, in English.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.labelled: list[tuple[Component, dict[str, str]]] = []

    # --- the components -----------------------------------------------------------------------------------------------

    def build(self, collection: gr.Dropdown, language: Component) -> None:
        """Make the components, inside the tab.

        Args:
            collection: its value is the name of the collection, "" for the first.
            language: its value is the language of the interface, as `rag.words` names it.
        """
        import gradio as gr

        self.collection, self.language = collection, language
        with gr.Column(elem_id="shelf"):
            with gr.Column(elem_id="shelf-stock"):
                self._build_adding()
                self.said = gr.HTML(elem_id="shelf-said")
                with gr.Row(elem_id="shelf-find"):
                    self.words = gr.Textbox(max_lines=1, elem_id="shelf-words")
                    self.outlet = gr.Dropdown([("All outlets", "")], value="", elem_id="shelf-outlet")
                self.list = gr.HTML(elem_id="shelf-list")
            with gr.Column(elem_id="shelf-reading"):
                self.head = gr.HTML(elem_id="shelf-head")
                with gr.Accordion(open=False, visible=False, elem_id="shelf-facts") as self.facts:
                    self.fields = [gr.Textbox(max_lines=1, elem_id=f"shelf-set-{field}") for field in FIELDS]
                    self.save = gr.Button(size="sm", elem_id="shelf-save")
                self.text = gr.HTML(elem_id="shelf-text")
        self.shown = gr.State(Shown())
        self.act = gr.Textbox(visible="hidden", elem_id="shelf-act")
        self.changed = gr.Textbox(visible="hidden", elem_id="shelf-changed")
        self._name()

    def _build_adding(self) -> None:
        import gradio as gr

        with gr.Accordion(open=False, elem_id="shelf-add") as self.adding:
            self.files = gr.File(file_count="multiple", height=84, elem_id="shelf-files")
            self.addresses = gr.Textbox(lines=2, max_lines=8, elem_id="shelf-addresses")
            with gr.Row(elem_id="shelf-into"):
                self.named = gr.Textbox(max_lines=1, elem_id="shelf-named")
                self.go = gr.Button(size="sm", elem_id="shelf-go")

    def _name(self) -> None:
        """Put words on the components."""
        title, outlet, author, published = self.fields
        empty = "A date is written 2025-03-04, 2025-03 or 2025. What is left empty is unknown."
        self.labelled = [
            (self.adding, {"label": "Add articles"}),
            (self.files, {"label": "Files: text, Word, web pages, PDF, mail, tables, archives"}),
            (self.addresses, {"label": "Web addresses", "placeholder": "Pages, feeds or sitemaps, one a line"}),
            (self.named, {"label": "Into a new collection", "placeholder": "Its name; empty for the one shown"}),
            (self.go, {"value": "Add"}),
            (self.words, {"label": "Search the list", "placeholder": "Title, outlet, author or date"}),
            (self.outlet, {"label": "Outlet"}),
            (self.facts, {"label": "Set right what is known of it"}),
            (title, {"label": "Title"}),
            (outlet, {"label": "Outlet"}),
            (author, {"label": "Author"}),
            (published, {"label": "Published", "info": empty}),
            (self.save, {"value": "Save"}),
        ]
        for component, words in self.labelled:
            for name, text in words.items():
                setattr(component, name, text)

    def wire(self, opened: gr.Tab) -> None:
        """Say what happens: the list is filled when the tab is opened and when another collection is chosen."""
        import gradio as gr

        asked = [self.collection, self.language, self.words, self.outlet, self.shown]
        stock = [self.said, self.list, self.outlet, self.shown, self.adding]
        drawn = [*stock, self.head, self.text, self.facts, *self.fields, self.changed]
        gr.on([opened.select, self.collection.change, self.language.change], self.fill, asked, drawn, **QUIET)
        # What is typed while the list is drawn is searched for when that one is done.
        gr.on([self.words.change, self.outlet.input], self.search, asked, stock, trigger_mode="always_last", **QUIET)
        # Gradio's `input` waits for a key to be pressed; what a script writes or a reader pastes is a `change`.
        self.act.change(self.do, [self.act, *asked], drawn, **QUIET)
        saved = [self.save.click, *(field.submit for field in self.fields)]
        gr.on(saved, self.correct, [*self.fields, *asked], drawn, **QUIET)
        given = [self.files, self.addresses, self.named]
        self.go.click(
            self.add, [*given, *asked], [*drawn, *given, self.go, self.collection],
            concurrency_limit=1, concurrency_id="shelf-add", **QUIET,
        )  # fmt: skip

    # --- what happens -------------------------------------------------------------------------------------------------

    def fill(self, *asked: Any) -> Drawn:
        """Draw the list and the open article; those of another collection from their beginning."""
        now = _Asked.of(*asked)
        is_other = now.shown.collection not in (None, now.collection)
        with speaking(now.language):
            shown = Shown() if is_other else now.shown
            return self._drawn(now, Outcome("", shown)) | ({self.said: ""} if is_other else {})

    def search(self, *asked: Any) -> Drawn:
        """Draw the first page of what fits the search; whoever only passes the outlets keeps the list as it is."""
        now = _Asked.of(*asked)
        if (now.words, now.outlet) == now.shown.sought:
            return {self.shown: now.shown}
        with speaking(now.language):
            return self._stock(now, replace(now.shown, page=0))

    def do(self, act: str, *asked: Any) -> Iterator[Drawn]:
        """Do what was chosen in the list or in an article, saying so first where it takes a while."""
        now = _Asked.of(*asked)
        yield from self._change(now, lambda library: perform(read_act(act), now.shown, library), _doing(act))

    def correct(self, *given: Any) -> Iterator[Drawn]:
        """Set right what is known of the open article."""
        values, now = given[: len(FIELDS)], _Asked.of(*given[len(FIELDS) :])
        yield from self._change(now, lambda library: set_right(values, now.shown, library), "correct")

    def _change(self, now: _Asked, change: Callable[[Library], Outcome], doing: str) -> Iterator[Drawn]:
        # Each step speaks for itself: the next one may run in another thread.
        with speaking(now.language):
            busy = say("Saving…") if doing == "correct" else busy_words(doing)
        if busy:
            yield {self.said: as_busy(busy)}
        with speaking(now.language):
            try:
                outcome = change(self._desk.library(now.collection))
            except Exception as error:  # noqa: BLE001  # a door: whatever it is, the reader gets a sentence
                outcome = Outcome(_told(error), now.shown, changed=bool(busy))
            drawn: Drawn = {self.said: outcome.said, self.shown: outcome.shown}
            if doing in ("open", "close"):
                drawn |= self._article(now, outcome.shown)
            elif doing not in ("remove", "keep"):
                drawn = self._drawn(now, outcome) | {self.said: outcome.said}
        yield drawn

    def add(self, files: list[str] | None, addresses: str | None, named: str | None, *asked: Any) -> Iterator[Drawn]:
        """Add files and what is at addresses, with a bar while it lasts and a report at the end."""
        import gradio as gr

        now = _Asked.of(*asked)
        paths = [Path(file) for file in files or ()]
        try:
            name = self._value(checked_name(named)) if (named or "").strip() else now.collection
            adding = Adding(self._desk.library(name), _given(paths, addresses))
        except Exception as error:  # noqa: BLE001  # a door: whatever it is, the reader gets a sentence
            yield {self.said: _told(error)}
            return
        last: object = None
        while not adding.wait(BETWEEN):
            if adding.at != last:
                last = adding.at
                with speaking(now.language):
                    bar = as_progress(*adding.at)
                yield {self.said: bar, self.go: gr.Button(interactive=False)}
        with speaking(now.language):
            drawn = self._added(now, name, adding, paths)
        yield {self.go: gr.Button(interactive=True)} | drawn

    def _added(self, now: _Asked, name: str, adding: Adding, paths: list[Path]) -> Drawn:
        """Draw what an adding left: its report, and the fields empty for the next one."""
        import gradio as gr

        try:
            added = with_names(adding.result(), paths)
        except DatelineError as error:
            return {self.said: _told(error)}
        drawn: Drawn = {self.files: None, self.addresses: "", self.named: ""}
        if name != now.collection and added.articles:
            now = replace(now, collection=name, words="", outlet="", shown=Shown())
            names = self._desk.names()
            drawn[self.collection] = gr.Dropdown([(each, self._value(each)) for each in names], value=name)
        return drawn | self._drawn(now, Outcome("", now.shown, changed=True)) | {self.said: as_report(added)}

    def _value(self, name: str) -> str:
        """Return what the choice of a collection stands for: the first one is the empty text."""
        return "" if name == next(iter(self._desk.names()), "") else name

    # --- what is drawn ------------------------------------------------------------------------------------------------

    def _drawn(self, now: _Asked, outcome: Outcome) -> Drawn:
        """Draw the list and the open article, and tell the rest of the page of a change."""
        drawn = self._article(now, outcome.shown)
        drawn |= self._stock(now, drawn.get(self.shown, outcome.shown))
        return drawn | ({self.changed: str(time.monotonic_ns())} if outcome.changed else {})

    def _stock(self, now: _Asked, shown: Shown) -> Drawn:
        import gradio as gr

        try:
            listed = self._desk.library(now.collection).listed()
        except Exception as error:  # noqa: BLE001  # a door: whatever it is, the reader gets a sentence
            return {self.said: _told(error), self.list: "", self.shown: shown}
        outlets = _outlets(listed)
        outlet = now.outlet if any(value == now.outlet for _, value in outlets) else ""
        found = find(listed, now.words, outlet)
        return {
            self.list: as_list(found, of=len(listed), page=shown.page, opened=shown.opened, collection=now.collection),
            self.outlet: gr.Dropdown(outlets, value=outlet),
            self.shown: replace(shown, collection=now.collection, sought=(now.words, outlet)),
            **({} if listed else {self.adding: gr.Accordion(open=True)}),
        }

    def _article(self, now: _Asked, shown: Shown) -> Drawn:
        import gradio as gr

        head, text = no_article(), ""
        source: Source | None = None
        trouble: Drawn = {}
        if shown.opened:
            try:
                library = self._desk.library(now.collection)
                article = library.article(shown.opened)
                copies, corrections = library.copies(shown.opened), library.corrections(shown.opened)
                head, text = as_head(article, copies, corrections), as_text(article)
                source = article.source
            except ArticleUnknown:  # taken out by somebody else meanwhile
                trouble = {self.shown: replace(shown, opened="")}
            except Exception as error:  # noqa: BLE001  # a door: whatever it is, the reader gets a sentence
                trouble = {self.shown: replace(shown, opened=""), self.said: _told(error)}
        fields = zip(self.fields, as_values(source), strict=True)
        return {self.head: head, self.text: text, self.facts: gr.Accordion(visible=source is not None),
                **dict(fields), **trouble}  # fmt: skip


def _doing(act: str) -> str:
    try:
        return read_act(act).do
    except PageError:
        return ""


def _told(error: Exception) -> str:
    """Return an error as a reader is told it, inside the handler that caught it."""
    if isinstance(error, ArticleUnknown):
        return as_error(say("That article is no longer in the collection"))
    if isinstance(error, DatelineError):
        return as_error(error.message, error.hint)
    return as_error(say_failed())


def _given(paths: list[Path], addresses: str | None) -> list[str | Path]:
    given: list[str | Path] = [*paths, *addresses_in(addresses)]
    if not given:
        raise PageError("there is nothing to add yet", hint="choose files, or write a web address")
    return given


def _outlets(listed: Sequence[Listed]) -> list[tuple[str, str]]:
    """Return the outlets to choose from, each with its value."""
    names = sorted({each.source.publisher for each in listed if each.source.publisher}, key=str.casefold)
    unknown = [(say("outlet unknown"), UNKNOWN_OUTLET)] if any(not each.source.publisher for each in listed) else []
    return [(say("All outlets"), ""), *((name, name) for name in names), *unknown]
