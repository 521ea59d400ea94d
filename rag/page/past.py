"""The tab of the history: conversations found again, opened with their citations, renamed, deleted, taken along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from rag.door import say_failed
from rag.errors import DatelineError
from rag.export import from_file
from rag.page.acts import handed_out, read_parts
from rag.page.handing import as_download
from rag.page.keeping import Keeper, user_of
from rag.page.past_html import as_list
from rag.page.queues import QUIET
from rag.page.talk import Preferences
from rag.render import in_sentences
from rag.words import say, speaking


class HistoryTab:
    """The components of the tab, and what happens to them."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self.labelled: list[tuple[Any, Mapping[str, Any]]] = []

    def build(self, preferences: gr.State, collection: gr.Dropdown) -> None:
        """Put the components on the page."""
        self._preferences, self._collection = preferences, collection
        self._act = gr.Textbox(visible="hidden", elem_id="past-act")
        with gr.Column(elem_id="past", elem_classes="sheet"):
            with gr.Row(elem_classes="tools-row"):
                self._search = gr.Textbox(
                    label="Search the history", placeholder="Search the history", show_label=False, container=False,
                    max_lines=1, elem_id="past-search",
                )  # fmt: skip
                self._file = gr.UploadButton(
                    "Open a saved file", file_types=[".json"], elem_id="past-file", size="sm", file_count="single"
                )
            self._list = gr.HTML(elem_id="past-list")
        self.labelled = [
            (self._search, {"label": "Search the history", "placeholder": "Search the history"}),
            (self._file, {"label": "Open a saved file"}),
        ]

    def wire(self, opened: gr.Tab, show: Callable[..., list[Any]], shown: list[Any], handout: gr.Textbox) -> None:
        """Say what happens; `show` returns the values of the chat, which `shown` begins with."""
        self._show, self._chat = show, len(shown) - 2
        listing = [self._search, self._preferences]
        opened.select(self.refill, listing, self._list, queue=False, **QUIET)
        self._search.change(self.refill, listing, self._list, queue=False, trigger_mode="always_last", **QUIET)
        self._preferences.change(self.refill, listing, self._list, queue=False, **QUIET)
        outcome = [*shown, self._list, handout]
        self._act.change(self.act, [self._act, *listing], outcome, **QUIET)
        self._file.upload(self.bring, [self._file, self._collection, *listing], outcome, **QUIET)

    def refill(self, query: str | None, preferences: Preferences, request: gr.Request) -> str:
        """Return the list of a visitor's conversations; a search field that nobody has seen yet has no text."""
        with speaking(preferences.language):
            return self._listed(query or "", user_of(request))

    def act(self, written: str, query: str, preferences: Preferences, request: gr.Request) -> list[Any]:
        """Do what a reader chose in the list."""
        what, conversation_id, *more = [*(read_parts(written) or ()), "", ""][:3]
        user = user_of(request)
        with speaking(preferences.language):
            try:
                if what == "open":
                    return self._open(user, conversation_id, query)
                return self._changed(user, what, conversation_id, more[0], query)
            except DatelineError as error:
                return self._nothing(handed_out(said=in_sentences(error.message, error.hint)))

    def bring(
        self, file: str | None, collection: str, query: str, preferences: Preferences, request: gr.Request
    ) -> list[Any]:
        """Open a file that a conversation was saved in; it is kept from now on."""
        user = user_of(request)
        with speaking(preferences.language):
            try:
                title, exchanges = from_file(Path(file or "").read_text(encoding="utf-8", errors="replace"))
                return self._open(user, self._keeper.bring(user, collection, title, tuple(exchanges)), query)
            except DatelineError as error:
                return self._nothing(handed_out(said=in_sentences(error.message, error.hint)))
            except OSError:
                return self._nothing(handed_out(said=say_failed()))

    def _open(self, user: str, conversation_id: str, query: str) -> list[Any]:
        found = self._keeper.opened(user, conversation_id)
        if found is None:
            return self._nothing(handed_out(said=say("That conversation is not kept any more.")), query, user)
        talk, collection = found
        shown = self._show(talk, typed=False)
        return [*shown, collection, gr.Tabs(selected="ask"), self._listed(query, user), handed_out(turn=1)]

    def _changed(self, user: str, what: str, conversation_id: str, more: str, query: str) -> list[Any]:
        if what == "rename":
            self._keeper.rename(user, conversation_id, more)
            return self._nothing(gr.skip(), query, user)
        if what == "delete":
            self._keeper.delete(user, conversation_id)
            return self._nothing(handed_out(said=say("Deleted.")), query, user)
        kept = self._keeper.kept(user, conversation_id) if what == "export" else None
        if kept is None:
            return self._nothing(gr.skip(), query, user)
        summary, exchanges = kept
        return self._nothing(as_download(more, summary.title, exchanges))

    def _nothing(self, handout: Any, query: str | None = None, user: str = "") -> list[Any]:
        """Leave the chat as it is; with a query, show the list anew."""
        listed = gr.skip() if query is None else self._listed(query, user)
        return [*[gr.skip()] * self._chat, gr.skip(), gr.skip(), listed, handout]

    def _listed(self, query: str, user: str) -> str:
        try:
            return as_list(self._keeper.listed(user, query), sought=bool(query.strip()))
        except DatelineError as error:
            return as_list((), trouble=in_sentences(error.message, error.hint))
