"""The chat page: `build_page(assistant)` makes it, `serve` launches it safely, `main` is `python ui.py`.

The conversation is kept on the server, so that nobody can hand in a history that was never said. What the page shows
of articles, models and users comes from `rag/render.py` and `rag/page/panel.py`, which escape it.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from rag.page.conversation import Answering, Conversation, converse, stop
from rag.domain import INFERRED
from rag.door import run, write_log
from rag.errors import DatelineError, PageError
from rag.page.guard import LOOPBACK_NAMES, Guard, check_address, clear_environment, port_number
from rag.page.panel import NO_EVIDENCE, fold, greeting, masthead, no_articles
from rag.render import escape_markdown

if TYPE_CHECKING:
    import gradio as gr

    from rag.assistant import Assistant
    from rag.settings import Settings

EXAMPLES = 4
"""Example questions on the empty page."""

WAITING_AT_MOST, AT_ONCE = 64, 16
"""Questions in the queue, and answered at a time: a burst of fifty is served in seconds, more are told to wait."""

INFERRED_SHOWN = {"period": "period", "outlets": "papers", "speakers": "speakers"}
"""What is read off a question, in words that no other filter has."""

SESSIONS = 1_000
"""Conversations kept in memory; the oldest goes first."""

FILES_KEPT = 3_600
"""Seconds; also how often Gradio looks for older ones."""


class PageAssistant(Answering, Protocol):
    """What the page needs of an assistant."""

    @property
    def chat_model(self) -> str | None:
        """The name of the chat model, if there is one."""

    def outlets(self) -> list[str]:
        """Return the outlets to choose from."""

    def size(self) -> tuple[int, int]:
        """Return how many articles and outlets there are."""

    def examples(self) -> list[str]:
        """Return questions that this collection answers."""


def build_page(assistant: PageAssistant) -> gr.Blocks:
    """Return the page; nothing is served and no model is loaded."""
    return _Page(lambda: assistant).build()


class _Page:
    """The components of the page and what happens to them.

    The assistant is opened anew for each event, so that a page can start before the first ingest.
    """

    def __init__(self, open_assistant: Callable[[], PageAssistant]) -> None:
        self._open = open_assistant

    def build(self) -> gr.Blocks:
        """Return the page, with what happens on it."""
        import gradio as gr

        page = gr.Blocks(
            title="Dateline", analytics_enabled=False, fill_width=True, delete_cache=(FILES_KEPT, FILES_KEPT)
        )
        with page:
            self.told = gr.State(())
            with gr.Row(elem_id="masthead"):
                self.masthead = gr.HTML(masthead())
                self.renew = gr.Button("New conversation", elem_id="renew", size="sm", visible=False)
            with gr.Row(elem_id="desk"):
                with gr.Column(elem_id="talk"):
                    self._build_talk()
                with gr.Column(elem_id="evidence"):
                    gr.HTML('<h2>Evidence</h2><button id="close-evidence" type="button">Close</button>')
                    self.panel = gr.HTML(NO_EVIDENCE, elem_id="cards")
            self._wire(page)
        page.queue(max_size=WAITING_AT_MOST, default_concurrency_limit=AT_ONCE)
        return page

    def _build_talk(self) -> None:
        import gradio as gr

        with gr.Column(elem_id="welcome") as self.welcome:
            self.greeting = gr.HTML(greeting())
            self.lead_in = gr.HTML("<h2>For example</h2>", visible=False)
            self.examples = [gr.Button("", visible=False, elem_classes="example") for _ in range(EXAMPLES)]
        self.chat = gr.Chatbot(
            elem_id="chat", show_label=False, container=False, visible="hidden", layout="panel", height="auto",
            group_consecutive_messages=False, buttons=[], allow_tags=False, latex_delimiters=[], sanitize_html=True,
            feedback_options=None,
        )  # fmt: skip
        with gr.Column(elem_id="asking"):
            self.ask = gr.Textbox(
                elem_id="ask", label="Ask about the articles", show_label=False, placeholder="Ask about the articles",
                submit_btn="Ask", container=False, max_lines=6, autofocus=True,
            )  # fmt: skip
            with gr.Accordion("Filters", open=False, elem_id="filters") as self.filters, gr.Row():
                self.outlets = gr.Dropdown([], multiselect=True, label="Outlets", elem_id="outlets")
                self.authors = gr.Textbox(
                    label="Authors", placeholder="A. Brown; C. Day", elem_id="authors", max_lines=1
                )
                self.since = gr.Textbox(label="Since", placeholder="2025-03-04", elem_id="since", max_lines=1)
                self.until = gr.Textbox(label="Until", placeholder="2025-03-04", elem_id="until", max_lines=1)
                self.inferred = gr.CheckboxGroup(
                    [(INFERRED_SHOWN[name], name) for name in INFERRED], value=list(INFERRED),
                    label="Read off the question", elem_id="inferred",
                )  # fmt: skip

    def _wire(self, page: gr.Blocks) -> None:
        import gradio as gr

        limits = [self.outlets, self.authors, self.since, self.until, self.inferred]
        greeted = [self.masthead, self.greeting, self.lead_in, *self.examples, self.outlets]
        shown = [self.ask, self.told, self.chat, self.panel, self.welcome, self.renew]
        own: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        page.load(self.greet, None, greeted, **own)
        # What is sent while an answer is being written is asked when that one is done.
        asked: list[dict[str, Any]] = [
            self.ask.submit(self.respond, [self.ask, self.told, *limits], shown, trigger_mode="always_last", **own)
        ]
        asked += [each.click(self.respond, [each, self.told, *limits], shown, **own) for each in self.examples]
        stopped = self.ask.stop(None, cancels=asked, queue=False, **own)
        stopped.then(self.stop, self.told, shown, queue=False, **own)
        self.renew.click(self._show, gr.State(()), shown, queue=False, **own).then(self.greet, None, greeted, **own)
        changed = [each.change for each in (self.outlets, self.authors, self.since, self.until, self.inferred)]
        gr.on(changed, _name_filters, limits, self.filters, queue=False, **own)

    def greet(self) -> list[Any]:
        """Fill in what depends on the collection, at each load of the page."""
        import gradio as gr

        facts = masthead()
        outlets: list[str] = []
        examples: list[str] = []
        try:
            assistant = self._open()
            facts, outlets = masthead(assistant.size(), model=assistant.chat_model), assistant.outlets()
            examples = assistant.examples()[:EXAMPLES]
            said = greeting()
        except DatelineError as error:
            said = no_articles(error)
        except Exception:  # noqa: BLE001  # a door: whatever it is, the page comes up and says so
            said = no_articles(PageError(f"Dateline failed at this; the details are in {write_log()}"))
        buttons = [gr.Button(text, visible=True) for text in examples]
        buttons += [gr.Button(visible=False)] * (EXAMPLES - len(buttons))
        return [facts, said, gr.HTML(visible=bool(examples)), *buttons, gr.Dropdown(outlets)]

    async def respond(self, question: str, told: Conversation, *chosen: Any) -> AsyncIterator[list[Any]]:
        """Show the question at once, then the answer as it grows; `chosen` are the values of the filters."""
        from anyio import to_thread

        limits = _limits(*chosen)
        growing = converse(told, question, self._open, **limits) if question.strip() else iter(())
        # Step by step in a thread that a stop can leave behind: a model may be silent for half a minute.
        while (latest := await to_thread.run_sync(next, growing, None, abandon_on_cancel=True)) is not None:
            told = latest
            yield self._show(told, busy=True)
        yield self._show(told)

    def stop(self, told: Conversation) -> list[Any]:
        """Keep what was written so far."""
        return self._show(stop(told))

    def _show(self, told: Conversation, *, busy: bool = False) -> list[Any]:
        """Return the values of: question, conversation, chat, panel, welcome, new conversation."""
        import gradio as gr

        messages: list[Any] = []
        for exchange in told:
            messages.append({"role": "user", "content": escape_markdown(exchange.question)})
            messages.append({"role": "assistant", "content": exchange.shown})
        # Emptied when a question was taken; what is typed during the answer stays.
        taken: dict[str, Any] = {"value": ""} if not told or told[-1].waits else {}
        return [
            gr.Textbox(submit_btn=False if busy else "Ask", stop_btn="Stop" if busy else False, **taken),
            told,
            gr.Chatbot(messages, visible=True if told else "hidden"),
            fold([(exchange.question, exchange.panel) for exchange in told]),
            gr.Column(visible=not told),
            gr.Button(visible=bool(told) and not busy),
        ]


def _limits(
    outlets: list[str] | None, authors: str | None, since: str | None, until: str | None, inferred: list[str] | None
) -> dict[str, Any]:
    """Return what is set in the filters as arguments of `Assistant.stream`."""
    return {
        "outlets": outlets or [], "authors": _names(authors), "since": _given(since), "until": _given(until),
        "ignoring": [name for name in INFERRED if name not in (inferred or ())],
    }  # fmt: skip


def _name_filters(*chosen: Any) -> gr.Accordion:
    """Say on the folded filters what is set, so that none is forgotten."""
    import gradio as gr

    limits = _limits(*chosen)
    days = [f"{word} {limits[word]}" for word in ("since", "until") if limits[word]]
    ignored = [f"{INFERRED_SHOWN[name]} not read" for name in limits["ignoring"]]
    return gr.Accordion(label=" · ".join(["Filters", *limits["outlets"], *limits["authors"], *days, *ignored]))


def _names(text: str | None) -> list[str]:
    return [name.strip() for name in (text or "").split(";") if name.strip()]


def _given(text: str | None) -> str | None:
    return (text or "").strip() or None


class _Desk:
    """The assistant over a folder, opened when somebody asks: the page may start before the first ingest."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._assistant: Assistant | None = None

    def open(self) -> Assistant:
        """Return the assistant, the same one once there is a collection."""
        from rag.assistant import Assistant

        with self._lock:
            if self._assistant is None:
                self._assistant = Assistant.open(settings=self._settings)
            return self._assistant

    def warm(self) -> None:
        """Load the models; what is wrong is said when somebody asks."""
        try:
            self.open().warm()
        except DatelineError:
            return
        except Exception:  # noqa: BLE001  # nobody waits for this thread: the log is all it can tell
            write_log()


def serve(open_assistant: Callable[[], PageAssistant], *, host: str, port: int, index: Path) -> gr.Blocks:
    """Serve the page to this machine alone and return it; `close()` ends it.

    Raises:
        PageError: it cannot or must not be served there.
    """
    check_address(host, port)
    clear_environment()
    import gradio as gr
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    named = f"[{host}]" if ":" in host else host
    trusted = Middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK_NAMES, named], www_redirect=False)
    here = Path(sys.modules[fold.__module__].__file__ or "").parent
    style, script = ((here / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    page = _Page(open_assistant).build()
    page.launch(
        server_name=named, server_port=port, share=False, quiet=True,
        prevent_thread_lock=True, show_error=False, footer_links=[], run_history=False, enable_monitoring=False,
        blocked_paths=[str(index.resolve())], max_file_size="1mb", strict_cors=True, mcp_server=False, ssr_mode=False,
        pwa=False, state_session_capacity=SESSIONS, theme=gr.themes.Base(font=["system-ui"], font_mono=["monospace"]),
        head=f"<style>{style}</style><script>{script}</script>",
        app_kwargs={"middleware": [Middleware(Guard), trusted], "openapi_url": None},
    )  # fmt: skip
    return page


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; misuse ends with exit code 2."""
    parser = argparse.ArgumentParser(prog="python ui.py", description="Serve the chat page to this machine.")
    parser.add_argument("--index", metavar="DIR", help="folder of the collection (default: DATELINE_INDEX)")
    parser.add_argument("--host", metavar="H", default="127.0.0.1", help="of this machine (default: %(default)s)")
    parser.add_argument("--port", metavar="P", type=port_number, default=7860, help="default: %(default)s")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted."""
    given = parse(arguments)
    from rag.settings import load_settings  # after parsing: --help need not wait for it

    settings = load_settings(index=given.index)
    desk = _Desk(settings)
    page = serve(desk.open, host=given.host, port=given.port, index=settings.index)
    print(f"Dateline is at {page.local_url} (Ctrl-C ends it)", flush=True)
    threading.Thread(target=desk.warm, daemon=True).start()
    try:
        threading.Event().wait()
    finally:
        page.close(verbose=False)
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
