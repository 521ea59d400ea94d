"""The page's own HTML, pure: the evidence of an `Answer` for the panel beside the chat, the masthead, the greeting.

None of it is sanitised by Gradio, so every text goes through `escape_html`, and no address but a plain web one
becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from rag.dates import show_date
from rag.domain import Answer, Article, Citation, Evidence, Source, Status
from rag.errors import DatelineError, IndexMissing
from rag.render import capitalised, counted, escape_html, first_words, one_line, sentence, stories, visible

STATUS_WORDS: Mapping[Status, str] = {
    "verbatim": "verbatim",
    "supported": "supported",
    "partial": "partly",
    "unsupported": "not found",
}
"""Words, not percentages: readers take a score for the truth."""

CONTEXT = 260
"""Characters shown on either side of a quotation, about three lines of the panel."""

NO_EVIDENCE = '<p class="quiet">The passages behind an answer appear here.</p>'


def masthead(size: tuple[int, int] | None = None, *, model: str | None = None) -> str:
    """Return the head of the page: the name, and what the answers are made from where that is known.

    Args:
        size: how many articles and outlets there are.
    """
    facts: list[str] = []
    if size is not None:
        articles, outlets = size
        facts = [counted(articles, "article"), counted(outlets, "outlet"), one_line(model or "no language model")]
    return f'<header><b>Dateline</b><span class="facts">{escape_html(" · ".join(facts))}</span></header>'


def greeting() -> str:
    """Return what the page says before the first question."""
    return (
        "<h1>Ask the articles</h1><p>Each sentence of an answer is tied to the words of an article. "
        "Choose a number in the answer to see them.</p>"
    )


def no_articles(error: DatelineError) -> str:
    """Return what the page says where no question can be answered, and what to do about it."""
    missing = isinstance(error, IndexMissing)
    parts = [f"<h1>{'No articles yet' if missing else 'The collection cannot be used'}</h1>"]
    parts.append(f"<p>{escape_html(sentence(error.message))}</p>")
    advice, colon, command = error.hint.rpartition(": ")
    if colon:
        parts.append(f"<p>{escape_html(capitalised(advice))}:</p><pre><code>{escape_html(command)}</code></pre>")
    elif error.hint:
        parts.append(f"<p>{escape_html(sentence(error.hint))}</p>")
    if missing:
        parts.append("<p>Then ask here; the page need not be started again.</p>")
    return "".join(parts)


def as_panel(answer: Answer, turn: int, articles: Mapping[str, Article] | None = None) -> str:
    """Return the evidence of one answer; nothing where there is none.

    Args:
        turn: makes the addresses of the cards unique in the conversation.
        articles: the cited ones by id, for the words around each quotation and for telling reprints; without
            them the quotations stand alone.
    """
    known = articles or {}
    groups = {citation.article_id: _group(citation, known) for citation in answer.citations}
    beside: list[Evidence] = []
    copies: list[Evidence] = []
    for item in answer.also_found:
        source = item.passage.source
        is_copy = source.article_id not in groups and source.group in groups.values()
        (copies if is_copy else beside).append(item)
    cards = [_cited_card(citation, answer, turn, copies, known) for citation in answer.citations]
    also = [_found_card(story, turn, number) for number, story in enumerate(stories(beside), start=1)]
    parts = []
    if cards:
        parts.append(f"<h3>Cited</h3>{''.join(cards)}")
    if also:
        parts.append(f"<h3>{'Nearest' if answer.refused else 'Also found'}</h3>{''.join(also)}")
    return "".join(parts)


def fold(exchanges: Sequence[tuple[str, str]]) -> str:
    """Return the panels of a conversation: the newest open, the earlier ones folded under their questions.

    Args:
        exchanges: (question, panel) pairs, oldest first; the panels are HTML, the questions are not.
    """
    if not any(panel for _, panel in exchanges):
        return NO_EVIDENCE
    *earlier, (_, newest) = exchanges
    folded = [
        f'<details class="earlier"><summary>{escape_html(one_line(question))}</summary>{panel}</details>'
        for question, panel in reversed(earlier)
        if panel
    ]
    return newest + ("<h3>Earlier questions</h3>" + "".join(folded) if folded else "")


def _group(citation: Citation, articles: Mapping[str, Article]) -> str:
    article = articles.get(citation.article_id)
    return (article.source.group if article else "") or citation.article_id


def _cited_card(
    citation: Citation, answer: Answer, turn: int, copies: Iterable[Evidence], articles: Mapping[str, Article]
) -> str:
    carried = [statement for statement in answer.statements if citation in statement.citations]
    # What is cited by a table alone is quoted as it stands.
    status: Status = carried[0].status if carried else "verbatim"
    group = _group(citation, articles)
    same = [item.passage.source for item in copies if item.passage.source.group == group]
    named = [name for statement in carried if statement.citations[0] == citation for name in statement.reprints]
    article = articles.get(citation.article_id)
    before, after = _around(citation, article.text if article else "")
    words = f"{escape_html(before)}<mark>{escape_html(citation.quote)}</mark>{escape_html(after)}"
    return (
        f'<article class="card" id="s-{turn}-{citation.number}" tabindex="-1">'
        f'<p class="meta"><span class="status {status}">{STATUS_WORDS[status]}</span>'
        f'<span class="number">{citation.number}</span> {_meta(citation)}</p>'
        f"{_title(citation.title)}<blockquote>{words}</blockquote>"
        f"{_reprints(citation.publisher, same, named)}{_original(citation.url)}</article>"
    )


def _found_card(story: Sequence[Evidence], turn: int, number: int) -> str:
    first = story[0].passage
    own = [item.passage.text for item in story if item.passage.source.article_id == first.source.article_id]
    copies = [item.passage.source for item in story if item.passage.source.article_id != first.source.article_id]
    passages = "".join(f"<blockquote>{escape_html(text.strip())}</blockquote>" for text in own)
    return (
        f'<article class="card found" id="f-{turn}-{number}" tabindex="-1"><p class="meta">{_meta(first.source)}</p>'
        f"{_title(first.source.title)}"
        f'<details class="passage"><summary>{escape_html(first_words(first.text))}</summary>{passages}</details>'
        f"{_reprints(first.source.publisher, copies, ())}{_original(first.source.url)}</article>"
    )


def _meta(item: Citation | Source) -> str:
    outlet, author = item.publisher or "outlet unknown", item.author or "author unknown"
    return f"<b>{escape_html(one_line(outlet))}</b> · {show_date(item.published)} · {escape_html(one_line(author))}"


def _title(title: str | None) -> str:
    return f"<h4>{escape_html(one_line(title or 'untitled'))}</h4>"


def _reprints(outlet: str | None, found: Iterable[Source], named: Iterable[str]) -> str:
    """Return the reprints folded under their original: those found, and those known by their outlet alone."""
    lines: dict[str, str] = {}
    for source in found:
        title = escape_html(one_line(source.title or "untitled"))
        lines[source.outlet] = (
            f"<b>{escape_html(one_line(source.outlet))}</b> · {show_date(source.published)} · {title}"
        )
    for name in named:
        if name != outlet:
            lines.setdefault(name, f"<b>{escape_html(one_line(name))}</b>")
    if not lines:
        return ""
    summary = f"{counted(len(lines), 'reprint')}: {escape_html(one_line(', '.join(lines)))}"
    items = "".join(f"<li>{line}</li>" for line in lines.values())
    return f'<details class="reprints"><summary>{summary}</summary><ul>{items}</ul></details>'


def _original(url: str | None) -> str:
    """Return the link to the original; only a plain web address becomes one."""
    if url is None or visible(url) != url or re.search(r"\s", url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    # A name before the host ("https://known.example@evil.example") only ever serves to mislead.
    if parts.scheme.casefold() not in {"http", "https"} or not host or "@" in parts.netloc:
        return ""
    link = f'<a href="{escape_html(url)}" target="_blank" rel="noopener noreferrer nofollow">open the original</a>'
    return f'<p class="original">{link} <span>{escape_html(host)}</span></p>'


def _around(citation: Citation, text: str) -> tuple[str, str]:
    """Return the words before and after a quotation in its paragraph, shortened at a blank."""
    if text[citation.start : citation.end] != citation.quote:
        return "", ""
    before = text[: citation.start].rpartition("\n")[2]
    after = text[citation.end :].partition("\n")[0]
    if len(before) > CONTEXT:
        before = "… " + before[-CONTEXT:].partition(" ")[2]
    if len(after) > CONTEXT:
        after = after[:CONTEXT].rpartition(" ")[0] + " …"
    return before, after
