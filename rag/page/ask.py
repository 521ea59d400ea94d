"""The tab that is asked: the chat, its evidence beside it, and what can be done with an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from rag.errors import DatelineError
from rag.export import as_footnotes
from rag.feedback import KINDS
from rag.page.acts import Act, asked_again, handed_out, read_act
from rag.page.chat import as_messages
from rag.page.conversation import Conversation, Exchange, converse, stop
from rag.page.filters import FilterRow, limits_of
from rag.page.handing import as_download
from rag.page.keeping import Keeper, user_of
from rag.page.panel import as_panel, editing_note, evidence_head, fold
from rag.page.ports import Desk, PageAssistant
from rag.page.queues import ASKING, QUIET
from rag.page.talk import Preferences, Talk
from rag.render import in_sentences
from rag.words import say, speaking

EXAMPLES = 4
"""Example questions on the empty page."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """Who asks, in which conversation, of which collection, what they prefer, and which exchange is asked again."""

    talk: Talk
    preferences: Preferences
    collection: str
    user: str
    again: str = ""


class AskTab:
    """The components of the tab, and what happens to them.

    The assistant is opened anew for each event, so that a page can start before the first ingest.
    """

    def __init__(self, desk: Desk, keeper: Keeper) -> None:
        self._desk = desk
        self._keeper = keeper
        self.labelled: list[tuple[Any, Mapping[str, str]]] = []

    def build(self, renew: gr.Button, preferences: gr.State, collection: gr.Dropdown) -> None:
        """Put the components on the page."""
        self._renew, self._preferences, self._collection = renew, preferences, collection
        self.talk = gr.State(Talk())
        self._act = gr.Textbox(visible="hidden", elem_id="act")
        self.handout = gr.Textbox(visible="hidden", elem_id="handout")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                self._build_talk()
            with gr.Column(elem_id="evidence"):
                self.evidence_head = gr.HTML(evidence_head())
                self.panel = gr.HTML(fold(()), elem_id="cards")

    def _build_talk(self) -> None:
        with gr.Column(elem_id="welcome") as self.welcome:
            self.greeting = gr.HTML()
            self.lead_in = gr.HTML(visible=False)
            self.examples = [gr.Button("", visible=False, elem_classes="example") for _ in range(EXAMPLES)]
        self._chat = gr.Chatbot(
            elem_id="chat", show_label=False, container=False, layout="panel", height="auto",
            group_consecutive_messages=False, buttons=[], allow_tags=False, latex_delimiters=[], sanitize_html=True,
            autoscroll=False,
            feedback_options=None,
        )  # fmt: skip
        with gr.Column(elem_id="asking"):
            self._editing = gr.HTML(visible=False, elem_id="editing")
            self._ask = gr.Textbox(
                elem_id="ask", label="Ask about the articles", show_label=False, placeholder="Ask about the articles",
                submit_btn="Ask", container=False, max_lines=6, autofocus=True,
            )  # fmt: skip
            self.filters = FilterRow()
        asks = {"label": "Ask about the articles", "placeholder": "Ask about the articles"}
        self.labelled = [(self._ask, asks), *self.filters.labelled]

    @property
    def shown(self) -> list[Any]:
        """The components that a conversation shows in, in the order of `show`."""
        return [self._ask, self.talk, self._chat, self.panel, self.welcome, self._renew, self._editing]

    def wire(self, greet: Callable[..., Any], greeted: list[Any]) -> None:
        """Say what happens; `greet` fills in `greeted` anew with a new conversation."""
        common = [self.talk, self._preferences, self._collection, *self.filters.values]
        # What is sent while an answer is being written is asked when that one is done.
        asked: list[Any] = [
            self._ask.submit(self.respond, [self._ask, *common], self.shown, trigger_mode="always_last", **ASKING)
        ]
        asked += [each.click(self.respond, [each, *common], self.shown, **ASKING) for each in self.examples]
        acted = [*self.shown, self.handout]
        asked.append(self._act.change(self.act, [self._act, *common], acted, trigger_mode="always_last", **ASKING))
        stopped = self._ask.stop(None, cancels=asked, queue=False, **QUIET)
        stopped.then(self.stop, [self.talk, self._preferences, self._collection], self.shown, queue=False, **QUIET)
        self._renew.click(self.begin, [self.talk, self._preferences], self.shown, queue=False, **QUIET).then(
            greet, [self._preferences, self._collection], greeted, **QUIET
        )
        self.handout.change(None, self.handout, None, js="text => window.dateline.handOut(text)", **QUIET)
        self.filters.wire(self._preferences)

    async def respond(
        self, question: str, talk: Talk, preferences: Preferences, collection: str, request: gr.Request, *chosen: Any
    ) -> AsyncIterator[list[Any]]:
        """Show the question at once, then the answer as it grows; `chosen` are the values of the filters."""
        if talk.editing and question.strip():
            talk = talk.up_to(talk.exchanges[: talk.editing - 1])
        asking = _Asking(talk.begun(), preferences, collection, user_of(request))
        async for shown in self._answer(question.strip(), asking, limits_of(*chosen)):
            yield shown

    async def act(
        self, written: str, talk: Talk, preferences: Preferences, collection: str, request: gr.Request, *chosen: Any
    ) -> AsyncIterator[list[Any]]:
        """Do what a reader chose in the chat."""
        act = read_act(written)
        if act is None or not 1 <= act.turn <= len(talk.exchanges):
            yield [gr.skip()] * (len(self.shown) + 1)
            return
        asking = _Asking(talk, preferences, collection, user_of(request))
        asked = asked_again(act, talk.exchanges, limits_of(*chosen))
        if asked is None:
            with speaking(preferences.language):
                done = self._done(act, asking)
            yield done
            return
        told, question, limits = asked
        again = talk.exchanges[len(told)].exchange_id if len(told) < len(talk.exchanges) else ""
        asking = replace(asking, talk=talk.up_to(told), again=again)
        async for shown in self._answer(question, asking, limits, typed=False):
            yield [*shown, gr.skip()]

    async def _answer(
        self, question: str, asking: _Asking, limits: Mapping[str, Any], *, typed: bool = True
    ) -> AsyncIterator[list[Any]]:
        from anyio import to_thread

        talk, language = asking.talk, asking.preferences.language
        growing = self._growing(question, asking, limits) if question else iter(())
        panels = _Panels()

        def step() -> tuple[bool, list[Any]]:
            nonlocal talk
            with speaking(language):
                if (told := next(growing, None)) is None:
                    # All of it once more: of two values that come in one moment the browser may drop the first.
                    return True, self.show(talk, typed=typed, panel=panels.of(talk.exchanges))
                talk = replace(talk, exchanges=told)
                panel = panels.of(told) if panels.differ(told) else gr.skip()
                return False, self.show(talk, busy=True, typed=typed, panel=panel)

        done = False
        # Step by step in a thread that a stop can leave behind: a model may be silent for half a minute.
        while not done:
            done, shown = await to_thread.run_sync(step, abandon_on_cancel=True)
            yield shown

    def _growing(self, question: str, asking: _Asking, limits: Mapping[str, Any]) -> Iterator[Conversation]:
        def opened() -> PageAssistant:
            return self._desk.open(asking.collection, settings=asking.preferences.settings())

        talk = asking.talk
        for told in converse(talk.exchanges, question, opened, again=asking.again, **limits):
            talk = replace(talk, exchanges=told)
            yield told
        self._keeper.keep(asking.user, asking.collection, talk)

    def _done(self, act: Act, asking: _Asking) -> list[Any]:
        """Return what an act changes that asks nothing."""
        talk = asking.talk
        exchange = talk.exchanges[act.turn - 1]
        if act.what == "edit":
            talk = replace(talk, editing=act.turn)
            return [*self.show(talk, typed=False, question=exchange.question), gr.skip()]
        if act.what == "cancel":
            return [*self.show(replace(talk, editing=0), typed=False, question=""), gr.skip()]
        handout: Any = gr.skip()
        if act.what == "export" and act.more:
            told = [one.kept() for one in talk.exchanges]
            handout = as_download(act.more[0], told[0].question, told)
        elif act.what == "copy" and exchange.answer:
            handout = handed_out(copy=as_footnotes([exchange.kept()]))
        elif act.what == "flag":
            handout = self._flagged(act, exchange, asking.user)
        return [*[gr.skip()] * len(self.shown), handout]

    def _flagged(self, act: Act, exchange: Exchange, user: str) -> str:
        """Keep what a reader says of an answer, and say so."""
        kind = next((kind for kind in KINDS if act.more[:1] == (kind,)), None)
        if kind is None:
            return handed_out()
        try:
            self._keeper.flag(user, exchange, kind, " ".join(act.more[1:]))
        except DatelineError as error:
            return handed_out(said=in_sentences(error.message, error.hint))
        return handed_out(said=say("Thank you. It is kept for the next evaluation."))

    def stop(self, talk: Talk, preferences: Preferences, collection: str, request: gr.Request) -> list[Any]:
        """Keep what was written so far."""
        talk = replace(talk, exchanges=stop(talk.exchanges))
        self._keeper.keep(user_of(request), collection, talk)
        with speaking(preferences.language):
            return self.show(talk)

    def begin(self, talk: Talk, preferences: Preferences) -> list[Any]:
        """Begin a new conversation; what was typed for it stays, a question that was being edited goes."""
        with speaking(preferences.language):
            return self.show(Talk(), typed=bool(talk.editing))

    def show(
        self,
        talk: Talk,
        *,
        busy: bool = False,
        typed: bool = True,
        question: str | None = None,
        panel: Any = None,
    ) -> list[Any]:
        """Return the values of `shown`.

        Args:
            busy: whether an answer is being written.
            typed: whether the question came from the field, which is emptied when it was taken.
            question: what the field is filled with.
            panel: what stands beside the conversation, where that was made already.
        """
        told = talk.exchanges
        # Emptied when a question was taken; what is typed during the answer stays.
        taken: dict[str, Any] = {"value": ""} if typed and (not told or told[-1].waits) else {}
        if question is not None:
            taken = {"value": question}
        return [
            gr.Textbox(submit_btn=False if busy else say("Ask"), stop_btn=say("Stop") if busy else False, **taken),
            talk,
            as_messages(told, busy=busy),
            _Panels().of(told) if panel is None else panel,
            gr.Column(visible=not told),
            gr.Button(visible=bool(told) and not busy),
            gr.HTML(editing_note(talk.editing), visible=bool(talk.editing)),
        ]


class _Panels:
    """The evidence beside a conversation while its last answer grows; with whole articles in it, none is made twice."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Exchange, str]] = {}
        self._evidence: object = None

    def differ(self, told: Conversation) -> bool:
        """Say whether the evidence is another one than last time; the text of a statement grows without it."""
        answer, silent = told[-1].answer, told[-1].silent
        seen = () if answer is None else (answer.refused, answer.citations, answer.also_found)
        carried = [] if answer is None else [(one.status, one.citations, one.reprints) for one in answer.statements]
        before, self._evidence = self._evidence, (silent, seen, carried)
        return self._evidence != before

    def of(self, told: Conversation) -> str:
        """Return the panel."""
        for turn, one in enumerate(told, start=1):
            if turn not in self._made or self._made[turn][0] is not one:
                panel = as_panel(one.answer, turn, one.articles, one.silent) if one.answer else ""
                self._made[turn] = one, panel
        return fold([(one.question, self._made[turn][1]) for turn, one in enumerate(told, start=1)])
