"""The filters under the question: outlets, authors, a period, and what is read off the wording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from rag.domain import INFERRED
from rag.page.talk import Preferences
from rag.words import say, speaking


class FilterRow:
    """The components of the filters, folded until they are wanted."""

    def __init__(self) -> None:
        with gr.Accordion("Filters", open=False, elem_id="filters") as self.fold, gr.Row():
            self.outlets = gr.Dropdown([], multiselect=True, label="Outlets", elem_id="outlets")
            self.authors = gr.Textbox(label="Authors", placeholder="A. Brown; C. Day", elem_id="authors", max_lines=1)
            self.since = gr.Textbox(label="Since", placeholder="2025-03-04", elem_id="since", max_lines=1)
            self.until = gr.Textbox(label="Until", placeholder="2025-03-04", elem_id="until", max_lines=1)
            self.inferred = gr.CheckboxGroup(
                inferred_choices(), value=list(INFERRED), label="Read off the question", elem_id="inferred"
            )
        self.values = [self.outlets, self.authors, self.since, self.until, self.inferred]
        self.labelled: list[tuple[Any, Mapping[str, Any]]] = [
            (self.outlets, {"label": "Outlets"}),
            (self.authors, {"label": "Authors"}),
            (self.since, {"label": "Since"}),
            (self.until, {"label": "Until"}),
            (self.inferred, {"label": "Read off the question", "choices": inferred_choices}),
        ]

    def wire(self, preferences: gr.State) -> None:
        """Name what is set on the folded filters, so that none is forgotten; anew in another language."""
        changed = [preferences.change, *(each.change for each in self.values)]
        gr.on(changed, _named, [preferences, *self.values], self.fold, queue=False, show_progress="hidden",
              api_visibility="private")  # fmt: skip


def inferred_choices() -> list[tuple[str, str]]:
    """Return what is read off a question, in words that no other filter has, with the names that it goes by."""
    shown = {"period": say("period"), "outlets": say("outlets it names"), "speakers": say("speakers")}
    return [(shown[name], name) for name in INFERRED]


def limits_of(
    outlets: list[str] | None, authors: str | None, since: str | None, until: str | None, inferred: list[str] | None
) -> dict[str, Any]:
    """Return what is set in the filters as arguments of `Assistant.stream`."""
    return {
        "outlets": outlets or [], "authors": _names(authors), "since": _given(since), "until": _given(until),
        "ignoring": [name for name in INFERRED if name not in (inferred or ())],
    }  # fmt: skip


def _named(preferences: Preferences, *chosen: Any) -> gr.Accordion:
    limits = limits_of(*chosen)
    with speaking(preferences.language):
        days = [say("since {since}", since=limits["since"])] if limits["since"] else []
        days += [say("until {until}", until=limits["until"])] if limits["until"] else []
        shown = {name: text for text, name in inferred_choices()}
        ignored = [say("{what} not read", what=shown[name]) for name in limits["ignoring"]]
        return gr.Accordion(label=" · ".join([say("Filters"), *limits["outlets"], *limits["authors"], *days, *ignored]))


def _names(text: str | None) -> list[str]:
    return [name.strip() for name in (text or "").split(";") if name.strip()]


def _given(text: str | None) -> str | None:
    return (text or "").strip() or None
