"""The list of conversations as HTML; pure. Every text of others is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from rag.dates import show_date
from rag.kept import KeptConversation
from rag.page.buttons import sending
from rag.render import escape_html, one_line
from rag.words import say, say_counted


def as_list(conversations: Sequence[KeptConversation], *, sought: bool = False, trouble: str = "") -> str:
    """Return the conversations, each with what can be done with it, or why there is none."""
    if trouble:
        return f'<p class="trouble">{escape_html(trouble)}</p>'
    if not conversations:
        nothing = say("No conversation has these words.") if sought else say("What is asked is kept here.")
        return f'<p class="quiet">{escape_html(nothing)}</p>'
    return f'<ul class="rows">{"".join(_row(one) for one in conversations)}</ul>'


def _row(one: KeptConversation) -> str:
    questions = say_counted(one.exchanges, "{number} question", "{number} questions")
    asked = f"{show_date(one.last_asked[:10])}, {one.last_asked[11:16]} UTC"
    facts = " · ".join(part for part in (asked, questions, one.collection) if part)
    title = one_line(one.title)
    opened = _act("open", one, title, style="title")
    rename = _act("rename", one, say("Rename"), ask=say("A name for this conversation"), value=title)
    delete = _act("delete", one, say("Delete"), confirm=say("Delete “{title}” for good?", title=title))
    formats = (("md", say("Markdown")), ("csv", say("CSV")), ("file", say("file")))
    saves = "".join(
        sending("past-act", ["export", one.conversation_id, kind], text, title=say("Save “{title}”", title=title))
        for kind, text in formats
    )
    return (
        f'<li>{opened}<span class="facts">{escape_html(facts)}</span>'
        f'<span class="acts">{rename}{delete}<span class="save">{escape_html(say("Save as"))}</span>{saves}</span></li>'
    )


def _act(what: str, one: KeptConversation, text: str, **more: str) -> str:
    return sending("past-act", [what, one.conversation_id], text, **more)
