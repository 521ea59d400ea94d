"""The page: a masthead, its tabs, and what they share: the visitor's preferences, the collection, the language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from rag.door import say_failed
from rag.errors import DatelineError, PageError
from rag.history import History
from rag.page.acts import handed_out
from rag.page.ask import EXAMPLES, AskTab
from rag.page.batch_tab import BatchTab
from rag.page.dialogs import as_dialogs, as_told
from rag.page.keeping import Keeper, user_of
from rag.page.panel import evidence_head, greeting, masthead, no_articles
from rag.page.past import HistoryTab
from rag.page.ports import Desk
from rag.page.preferences import PreferencesTab
from rag.page.programs import offer
from rag.page.queues import AT_ONCE, QUIET, WAITING_AT_MOST
from rag.page.shelf import CollectionTab
from rag.page.talk import Preferences, Talk
from rag.words import say, speaking

FILES_KEPT = 3_600
"""Seconds; also how often Gradio looks for older ones."""

Labelled = tuple[Any, Mapping[str, Any]]
"""A component with its English texts by property, or what makes them."""


class Frame:
    """The components of the page and what happens to them."""

    def __init__(self, desk: Desk, history: History) -> None:
        self._desk = desk
        self._keeper = Keeper(desk, history)
        self._ask = AskTab(desk, self._keeper)
        self._shelf = CollectionTab(desk)
        self._past = HistoryTab(self._keeper)
        self._batch = BatchTab(desk)
        self._chosen = PreferencesTab(self._keeper)

    def build(self) -> gr.Blocks:
        """Return the page, with what happens on it."""
        page = gr.Blocks(
            title="Dateline", analytics_enabled=False, fill_width=True, delete_cache=(FILES_KEPT, FILES_KEPT)
        )
        with page:
            self._preferences = gr.State(Preferences())
            self._language = gr.State("en")
            with gr.Row(elem_id="masthead"):
                self._masthead = gr.HTML(masthead())
                self._collection = gr.Dropdown(
                    [("", "")], value="", label="Collection", show_label=False, container=False, visible="hidden",
                    elem_id="collection", filterable=False,
                )  # fmt: skip
                self._renew = gr.Button("New conversation", elem_id="renew", size="sm", visible=False)
            self._build_tabs()
            self._dialogs = gr.HTML(as_dialogs(), elem_id="dialogs")
            gr.HTML(as_told(), elem_id="told")
            self._wire(page)
            offer(self._desk, at_once=AT_ONCE)
        page.queue(max_size=WAITING_AT_MOST, default_concurrency_limit=AT_ONCE)
        return page

    def _build_tabs(self) -> None:
        with gr.Tabs(selected="ask", elem_id="tabs") as self._tabs:
            with gr.Tab("Ask", id="ask") as ask:
                self._ask.build(self._renew, self._preferences, self._collection)
            with gr.Tab("Collection", id="collection") as collection:
                self._shelf.build(self._collection, self._language)
            with gr.Tab("History", id="history") as history:
                self._past.build(self._preferences, self._collection)
            with gr.Tab("Many questions", id="batch") as batch:
                self._batch.build(self._preferences, self._collection)
            with gr.Tab("Settings", id="settings") as settings:
                self._chosen.build(self._preferences)
        self._opened = {"collection": collection, "history": history}
        names = {
            "Ask": ask,
            "Collection": collection,
            "History": history,
            "Many questions": batch,
            "Settings": settings,
        }
        self._labelled: list[Labelled] = [(tab, {"label": name}) for name, tab in names.items()]

    def _wire(self, page: gr.Blocks) -> None:
        self._greeted = [
            self._masthead, self._ask.greeting, self._ask.lead_in, *self._ask.examples, self._ask.filters.outlets,
            self._collection,
        ]  # fmt: skip
        parts = (self._ask, self._shelf, self._past, self._batch, self._chosen)
        self._labelled += [
            (self._renew, {"value": "New conversation"}), (self._dialogs, {"value": as_dialogs}),
            (self._ask.evidence_head, {"value": evidence_head}),
            *(one for part in parts for one in part.labelled),
        ]  # fmt: skip
        relabelled = [component for component, _ in self._labelled]
        visited = [
            self._preferences,
            self._language,
            *self._greeted,
            *self._ask.shown,
            self._tabs,
            self._ask.handout,
        ]
        page.load(self.arrive, None, visited, **QUIET)
        # The page is built in English. Sixty labels are described to Gradio only for who reads another language.
        self._language.change(self.relabel, self._preferences, relabelled, queue=False, **QUIET)
        both = [self._preferences, self._collection]
        self._ask.wire(self.greet, self._greeted)
        self._collection.change(self.greet, both, self._greeted, **QUIET)
        self._shelf.wire(self._opened["collection"])
        self._shelf.changed.change(self.greet, both, self._greeted, **QUIET)
        shown = [*self._ask.shown, self._collection, self._tabs]
        self._past.wire(self._opened["history"], self._ask.show, shown, self._ask.handout)
        self._batch.wire(self._ask.handout)
        again = [self._preferences, self._language, *self._greeted]
        told = [self._ask.talk, self._preferences]
        saving = self._chosen.wire(self.adopt, again, self._collection, self._ask.handout)
        saving.then(self.retell, told, self._ask.shown, queue=False, **QUIET)

    def arrive(self, request: gr.Request) -> list[Any]:
        """Fill in what depends on the visitor and the collection, at each load of the page."""
        user = user_of(request)
        preferences = self._keeper.preferences(user, request.headers.get("accept-language", ""))
        talk, collection, turn = self._linked(user, request.query_params.get("answer", ""))
        with speaking(preferences.language):
            said = "" if turn or not request.query_params.get("answer") else say("That answer is not kept here.")
            handout = handed_out(turn=turn) if turn else handed_out(said=said) if said else gr.skip()
            return [
                preferences,
                preferences.language,
                *self.greet(preferences, collection),
                # Whoever asked before this was there keeps what he asked.
                *(self._ask.show(talk) if turn else [gr.skip()] * len(self._ask.shown)),
                gr.Tabs(selected="ask") if turn else gr.skip(),
                handout,
            ]

    def adopt(self, preferences: Preferences, collection: str) -> list[Any]:
        """Show the page in the language that was chosen, and what else was."""
        with speaking(preferences.language):
            return [preferences, preferences.language, *self.greet(preferences, collection)]

    def greet(self, preferences: Preferences, collection: str) -> list[Any]:
        """Fill in what depends on the collection."""
        with speaking(preferences.language):
            return self._greet(preferences, collection)

    def retell(self, talk: Talk, preferences: Preferences) -> list[Any]:
        """Show the conversation in the language that was chosen; what was told in it stays."""
        with speaking(preferences.language):
            asking, _, *shown = self._ask.show(talk, typed=False)
        return [asking, gr.skip(), *shown]

    def _greet(self, preferences: Preferences, collection: str) -> list[Any]:
        facts, outlets, examples = masthead(), list[str](), list[str]()
        try:
            assistant = self._desk.open(collection, settings=preferences.settings())
            facts, outlets = masthead(assistant.size(), model=assistant.chat_model), assistant.outlets()
            examples = assistant.examples()[:EXAMPLES]
            said = greeting()
        except DatelineError as error:
            said = no_articles(error)
        except Exception:  # noqa: BLE001  # a door: whatever it is, the page comes up and says so
            said = no_articles(PageError(say_failed()))
        buttons = [gr.Button(text, visible=True) for text in examples]
        buttons += [gr.Button(visible=False)] * (EXAMPLES - len(buttons))
        lead_in = gr.HTML(f"<h2>{say('For example')}</h2>", visible=bool(examples))
        return [facts, said, lead_in, *buttons, gr.Dropdown(outlets), self._collections(collection)]

    def _collections(self, chosen: str) -> gr.Dropdown:
        names = self._desk.names()
        choices = [(name, "" if place == 0 else name) for place, name in enumerate(names)]
        value = chosen if chosen in {value for _, value in choices} else ""
        visible = True if len(names) > 1 else "hidden"
        return gr.Dropdown(choices, value=value, label=say("Collection"), visible=visible)

    def relabel(self, preferences: Preferences) -> list[Any]:
        """Name the parts of the page in the language that was chosen."""
        with speaking(preferences.language):
            return [
                gr.update(**{name: say(text) if isinstance(text, str) else text() for name, text in texts.items()})
                for _, texts in self._labelled
            ]

    def _linked(self, user: str, exchange_id: str) -> tuple[Talk, str, int]:
        """Return the conversation that a link leads to, its collection, and the place of the answer in it."""
        try:
            found = self._keeper.opened_at(user, exchange_id) if exchange_id else None
        except DatelineError:
            found = None
        return found or (Talk(), "", 0)
