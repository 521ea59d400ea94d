"""The tab of what a visitor chooses: language, chat model, how much is told. Nothing secret is ever shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

import gradio as gr
from gradio.events import Dependency

from rag.errors import DatelineError
from rag.feedback import as_labelled
from rag.page.acts import handed_out
from rag.page.handing import saved
from rag.page.keeping import Keeper, user_of
from rag.page.queues import QUIET
from rag.page.talk import Preferences
from rag.render import escape_html, in_sentences
from rag.words import LANGUAGES, say, speaking

MOST_PASSAGES, MOST_STATEMENTS = 50, 10


class PreferencesTab:
    """The components of the tab, and what happens to them."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self.labelled: list[tuple[Any, Mapping[str, Any]]] = []

    def build(self, preferences: gr.State) -> None:
        """Put the components on the page."""
        self._preferences = preferences
        with gr.Column(elem_id="preferences", elem_classes="sheet"):
            choices = [(name, code) for code, name in LANGUAGES.items()]
            self._language = gr.Dropdown(choices, value="en", label="Language", elem_id="language", filterable=False)
            self._model = gr.Textbox(
                label="Chat model", placeholder="openai:gpt-4o-mini", elem_id="chat-model", max_lines=1
            )
            self._about_model = gr.HTML(about_model())
            self._passages = gr.Slider(
                0, MOST_PASSAGES, value=0, step=1, label="Passages an answer is made from", elem_id="passages"
            )
            self._statements = gr.Slider(
                0, MOST_STATEMENTS, value=0, step=1, label="Most statements", elem_id="statements"
            )
            self._about_numbers = gr.HTML(about_numbers())
            with gr.Row(elem_classes="tools-row"):
                self._save = gr.Button("Save", size="sm", variant="primary", elem_id="save-preferences")
                self._feedback = gr.Button("Save my feedback as a file", size="sm", elem_id="save-feedback")
        self._fields = [self._language, self._model, self._passages, self._statements]
        self.labelled = [
            (self._language, {"label": "Language"}),
            (self._model, {"label": "Chat model"}),
            (self._about_model, {"value": about_model}),
            (self._passages, {"label": "Passages an answer is made from"}),
            (self._statements, {"label": "Most statements"}),
            (self._about_numbers, {"value": about_numbers}),
            (self._save, {"value": "Save"}),
            (self._feedback, {"value": "Save my feedback as a file"}),
        ]

    def wire(
        self, adopt: Callable[..., list[Any]], adopted: list[Any], collection: gr.Dropdown, handout: gr.Textbox
    ) -> Dependency:
        """Say what happens; `adopt` returns the values of `adopted` for new preferences. Return the saving of them."""
        self._adopt, self._adopted = adopt, len(adopted)
        saving: Dependency = self._save.click(self.save, [*self._fields, collection], [*adopted, handout], **QUIET)
        self._preferences.change(_as_fields, self._preferences, self._fields, queue=False, **QUIET)
        self._feedback.click(self.feedback, self._preferences, handout, **QUIET)
        return saving

    def save(  # a handler takes the values of the components
        self,
        language: str,
        model: str,
        passages: int,
        statements: int,
        collection: str,
        request: gr.Request,
    ) -> list[Any]:
        """Keep what was chosen, and show the page as it says."""
        chosen = Preferences(language, (model or "").strip(), int(passages or 0), int(statements or 0))
        with speaking(chosen.language):
            trouble = _wrong(chosen)
            if trouble:
                return [*[gr.skip()] * self._adopted, handed_out(said=trouble)]
            try:
                self._keeper.prefer(user_of(request), chosen)
                shown = self._adopt(chosen, collection)
            except DatelineError as error:
                return [*[gr.skip()] * self._adopted, handed_out(said=in_sentences(error.message, error.hint))]
            return [*shown, handed_out(said=say("Saved."))]

    def feedback(self, preferences: Preferences, request: gr.Request) -> str:
        """Return what the visitor said of answers as questions for an evaluation."""
        with speaking(preferences.language):
            try:
                said = self._keeper.feedbacks(user_of(request))
            except DatelineError as error:
                return handed_out(said=in_sentences(error.message, error.hint))
            if not said:
                return handed_out(said=say("Nothing was said of an answer yet."))
            return saved("feedback.jsonl", "application/jsonl", as_labelled(said))


def about_model() -> str:
    """Return what there is to know of chat models; keys stay where they are."""
    text = say(
        "provider:model, any that LangChain can load; empty for the articles’ own sentences. Its key is read from the"
        " environment of the server and never shown here."
    )
    return f'<p class="quiet">{escape_html(text)}</p>'


def about_numbers() -> str:
    """Return what 0 means."""
    return f'<p class="quiet">{escape_html(say("0 leaves it to the server."))}</p>'


def _wrong(chosen: Preferences) -> str:
    if chosen.language not in LANGUAGES:
        return say("That language is not known.")
    if chosen.chat_model and not re.fullmatch(r"[\w-]+:\S.{0,200}", chosen.chat_model):
        return say("A chat model is written provider:model, as in openai:gpt-4o-mini.")
    numbers = ((chosen.passages, MOST_PASSAGES), (chosen.statements, MOST_STATEMENTS))
    return "" if all(0 <= number <= most for number, most in numbers) else say("That number is out of range.")


def _as_fields(preferences: Preferences) -> list[Any]:
    return [getattr(preferences, field.name) for field in fields(preferences)]
