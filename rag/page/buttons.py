"""Buttons of our own HTML: what they send is written on them, and the page's script hands it to the server; pure."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rag.render import escape_html


def sending(bus: str, parts: Sequence[str], text: str, *, style: str = "", title: str = "", **data: str) -> str:
    """Return a button that sends `parts` to the hidden field `bus`.

    Args:
        style: its class.
        title: what it is about, for who hears the text alone.
        data: `confirm`, a question before it is sent; or `ask`, for a text that is sent with it, and the `value` that
            this begins with.
    """
    more = "".join(f' data-{name}="{escape_html(value)}"' for name, value in data.items())
    more += f' aria-label="{escape_html(f"{text}: {title}")}"' if title else ""
    kind = f' class="{style}"' if style else ""
    what = escape_html(json.dumps(list(parts)))
    return f'<button type="button"{kind} data-send="{bus}" data-what="{what}"{more}>{escape_html(text)}</button>'
