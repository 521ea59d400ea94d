"""The chat page: `build_page(assistant)` makes it, `serve` launches it safely, `main` is `python ui.py`.

The page itself is in `rag/page/`; here it gets the collections that it asks (`rag`) and what changes them (`ingest`).
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.called import called
from rag.door import run, write_log
from rag.errors import DatelineError, SourceMissing
from rag.page.guard import (
    Entrance,
    Guard,
    check_address,
    clear_environment,
    from_header,
    port_number,
    sign_in,
    trusted_names,
)
from rag.page.mcp import check_available
from rag.render import escape_html
from rag.words import say

if TYPE_CHECKING:
    import gradio as gr

    from ingest.library import CollectionLibrary
    from rag.assistant import Assistant
    from rag.embed import Embedder
    from rag.page.ports import Desk, PageAssistant
    from rag.settings import Settings

SESSIONS = 1_000
"""Conversations kept in memory; the oldest goes first."""

HISTORY = "history.sqlite"
"""The file in the folder of the collection that conversations are kept in."""

UPLOAD = "20mb"
"""Largest file that is uploaded."""


class Shelves:
    """The collections of one folder, each opened when somebody asks: the page may start before the first ingest.

    They share the models. What a visitor chose for answers makes another assistant over the same collection.
    """

    def __init__(self, settings: Settings, assistant: PageAssistant | None = None) -> None:
        """Take the collections beside that of the settings.

        Args:
            assistant: over the first one, where it is open already.
        """
        self._settings = settings
        self._lock = threading.Lock()
        self._assistants: dict[str, Any] = {"": assistant} if assistant else {}
        collection = getattr(assistant, "collection", None)
        self._model: Embedder | None = collection.embedder if collection else None

    def names(self) -> list[str]:
        """Return the names of the collections, the one that the page was started with first."""
        from rag.collection import collections_in

        index = self._settings.index.resolve()
        others = [one.name for one in collections_in(index.parent) if one.articles and one.name != index.name]
        return [index.name, *others]

    def open(self, name: str = "", *, settings: Mapping[str, Any] | None = None) -> Assistant:
        """Return the assistant of a collection, with what a visitor chose.

        Raises:
            DatelineError: the collection cannot be opened, or there is none of that name.
        """
        with self._lock:
            assistant = self._assistants.get(name) or self._opened(name)
            self._assistants[name] = assistant
        chosen = dict(settings or {})
        model = chosen.pop("chat_model", "")
        if not (chosen or model):
            return assistant
        from rag.generate import ChatModel

        known = self._settings
        chat = ChatModel(model, base_url=known.chat_base_url, timeout=known.chat_timeout) if model else None
        return assistant.varied(chat=chat, **chosen)

    def library(self, name: str = "") -> CollectionLibrary:
        """Return what changes a collection; one that there is not yet is made by the first article added."""
        from ingest.library import CollectionLibrary
        from ingest.sources import Reading
        from ingest.web.settings import FetchSettings

        most_mb = self._settings.max_file_mb
        fetch = FetchSettings(proxy=self._settings.proxy, most_bytes=int(most_mb * 1e6))
        return CollectionLibrary(self._folder(name), self._embedder, Reading(most_mb=most_mb, fetch=fetch))

    def warm(self) -> None:
        """Load the models; what is wrong is said when somebody asks."""
        from rag.many import one_thread_each

        try:
            one_thread_each()
            self.open().warm()
        except DatelineError:
            return
        except Exception:  # noqa: BLE001  # nobody waits for this thread: the log is all it can tell
            write_log()

    def _opened(self, name: str) -> Assistant:
        from rag.assistant import Assistant
        from rag.collection import Collection

        embedder, first = self._embedder(), next(iter(self._assistants.values()), None)
        if first:
            another: Assistant = first.varied(collection=Collection(self._folder(name), embedder))
            return another
        return Assistant.open(self._folder(name), settings=self._settings, embedder=embedder)

    def _embedder(self) -> Embedder:
        from rag.embed import SentenceTransformerEmbedder

        if self._model is None:
            self._model = SentenceTransformerEmbedder.from_settings(self._settings)
        return self._model

    def _folder(self, name: str) -> Path:
        if not name:
            return self._settings.index
        # A name comes from a browser: it is one of a folder beside the first, and nothing else.
        if Path(name).name != name or name.startswith("."):
            raise SourceMissing(f"{name!r} is no name of a collection", hint="use letters, digits and dashes")
        return self._settings.index.resolve().parent / name


def build_page(assistant: PageAssistant) -> gr.Blocks:
    """Return the page over the collection of an assistant; nothing is served and no model is loaded."""
    from rag.settings import load_settings

    # One that only keeps the promises of `rag.page.ports.PageAssistant` has no folder of its own.
    collection = getattr(assistant, "collection", None)
    settings = load_settings(index=collection.folder if collection else None)
    return _page(Shelves(settings, assistant), settings.index)


def _page(desk: Desk, index: Path) -> gr.Blocks:
    from rag.history import History
    from rag.page.frame import Frame

    return Frame(desk, History(index / HISTORY)).build()


def serve(
    desk: Desk, *, host: str, port: int, index: Path, entrance: Entrance | None = None, root_path: str = ""
) -> gr.Blocks:
    """Serve the page and return it; `close()` ends it. Without an entrance this machine alone reaches it.

    Args:
        index: folder of the first collection; conversations are kept in it, and nothing of it is served.
        root_path: what a proxy puts before the page's own addresses.

    Raises:
        PageError: it cannot or must not be served there.
    """
    entrance = entrance or Entrance()
    check_address(host, port, entrance)
    if entrance.mcp:
        check_available()
    clear_environment()
    import gradio as gr
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    trusted = Middleware(TrustedHostMiddleware, allowed_hosts=trusted_names(host, entrance.names), www_redirect=False)
    page = _page(desk, index)
    page.launch(
        server_name=f"[{host}]" if ":" in host else host, server_port=port, share=False, quiet=True,
        prevent_thread_lock=True, show_error=False, footer_links=[], run_history=False, enable_monitoring=False,
        blocked_paths=[str(index.resolve())], max_file_size=UPLOAD, strict_cors=True, ssr_mode=False,
        pwa=False, state_session_capacity=SESSIONS, theme=gr.themes.Base(font=["system-ui"], font_mono=["monospace"]),
        head=_head(), mcp_server=entrance.mcp, root_path=root_path or None, **_login(entrance),
        app_kwargs={"middleware": [Middleware(Guard), trusted], "openapi_url": None},
    )  # fmt: skip
    return page


def _login(entrance: Entrance) -> dict[str, Any]:
    """Return what Gradio needs to let nobody in who has not signed in, here or at a proxy."""
    if entrance.header:
        return {"auth_dependency": from_header(entrance.header)}
    if not entrance.users:
        return {}
    from rag.users import Users

    users = Users(entrance.users)
    if warning := users.warning():
        print(warning, file=sys.stderr)
    told = say("Sign in to ask the articles. After five wrong passwords there is a wait.")
    # The login page has no head of ours; what is said on it may carry the style.
    return {"auth": sign_in(users), "auth_message": f"<style>{_files('css')}</style>{escape_html(told)}"}


def _head() -> str:
    """Return the style and the scripts of the page, in itself: nothing is fetched for them."""
    return f"<style>{_files('css')}</style><script>{_files('js')}</script>"


def _files(kind: str) -> str:
    """Return the page's own files of a kind, one after the other."""
    import rag.page

    here = Path(rag.page.__file__ or "").parent
    return "".join((here / f"{name}.{kind}").read_text(encoding="utf-8") for name in ("page", "shelf"))


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; misuse ends with exit code 2."""
    parser = argparse.ArgumentParser(prog=called("ui"), description="Serve the chat page.")
    parser.add_argument("--index", metavar="DIR", help="folder of the collection (default: DATELINE_INDEX)")
    parser.add_argument("--host", metavar="H", default="127.0.0.1", help="of this machine (default: %(default)s)")
    parser.add_argument("--port", metavar="P", type=port_number, default=7860, help="default: %(default)s")
    several = parser.add_argument_group("several people, other programs")
    several.add_argument(
        "--users", metavar="FILE", type=Path, help="who may sign in: python -m rag.users FILE add NAME"
    )
    several.add_argument("--user-header", metavar="NAME", help="header in which a proxy on this machine names the user")
    several.add_argument("--name", metavar="HOST", action="append", default=[], help="what others call this machine")
    several.add_argument("--root-path", metavar="PATH", default="", help="what a proxy puts before the addresses")
    several.add_argument("--mcp", action="store_true", help="offer tools to language models (needs the extra mcp)")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted."""
    given = parse(arguments)
    from rag.settings import load_settings  # after parsing: --help need not wait for it

    settings = load_settings(index=given.index)
    desk = Shelves(settings)
    entrance = Entrance(given.users, given.user_header, tuple(given.name), given.mcp)
    page = serve(
        desk, host=given.host, port=given.port, index=settings.index, entrance=entrance, root_path=given.root_path
    )
    try:  # from here on whoever interrupts it ends the server too, whose thread the process would wait for
        print(f"Dateline is at {page.local_url} (Ctrl-C ends it)", flush=True)
        threading.Thread(target=desk.warm, daemon=True).start()
        threading.Event().wait()
    finally:
        page.close(verbose=False)
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
