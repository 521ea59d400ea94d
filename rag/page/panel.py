"""The page's own HTML, pure: the evidence of an `Answer` for the panel beside the chat, the masthead, the greeting.

None of it is sanitised by Gradio, so every text goes through `escape_html`, and no address but a plain web one
becomes a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from rag.dates import show_date
from rag.domain import Answer, Article, Citation, Evidence, Source, Status
from rag.errors import DatelineError, IndexMissing
from rag.export import as_quotation, at_words, is_web_address
from rag.page.buttons import sending
from rag.page.picture import as_picture
from rag.render import capitalised, escape_html, first_words, one_line, sentence, stories
from rag.words import say, say_counted

CONTEXT = 260
"""Characters shown on either side of a quotation, about three lines of the panel."""

LINE = "\n"
"""What ends a paragraph."""

FAR = 20_000
"""Characters of the article shown on either side when its card is opened; a book has more."""


def masthead(size: tuple[int, int] | None = None, *, model: str | None = None) -> str:
    """Return the head of the page: the name, and what the answers are made from where that is known.

    Args:
        size: how many articles and outlets there are.
    """
    facts: list[str] = []
    if size is not None:
        articles, outlets = size
        facts = [
            say_counted(articles, "{number} article", "{number} articles"),
            say_counted(outlets, "{number} outlet", "{number} outlets"),
            one_line(model) if model else say("no language model"),
        ]
    return f'<header><h1>Dateline</h1><span class="facts">{escape_html(" · ".join(facts))}</span></header>'


def greeting() -> str:
    """Return what the page says before the first question."""
    advice = say(
        "Each sentence of an answer is tied to the words of an article. Choose a number in the answer to see them."
    )
    return f"<h2>{escape_html(say('Ask the articles'))}</h2><p>{escape_html(advice)}</p>"


def evidence_head() -> str:
    """Return what stands over the evidence where it is a sheet of its own."""
    close = f'<button id="close-evidence" type="button">{escape_html(say("Close"))}</button>'
    return f"<h2>{escape_html(say('Evidence'))}</h2>{close}"


def editing_note(turn: int) -> str:
    """Return what says that a question is being edited, with a way out."""
    note = escape_html(say("Your question is edited; what was said after it goes."))
    return f"<p>{note} {sending('act', ['cancel', str(turn)], say('Cancel'))}</p>"


def no_articles(error: DatelineError) -> str:
    """Return what the page says where no question can be answered, and what to do about it."""
    missing = isinstance(error, IndexMissing)
    title = say("No articles yet") if missing else say("The collection cannot be used")
    parts = [f"<h2>{escape_html(title)}</h2>"]
    parts.append(f"<p>{escape_html(sentence(error.message))}</p>")
    advice, colon, command = error.hint.rpartition(": ")
    if colon:
        parts.append(f"<p>{escape_html(capitalised(advice))}:</p><pre><code>{escape_html(command)}</code></pre>")
    elif error.hint:
        parts.append(f"<p>{escape_html(sentence(error.hint))}</p>")
    if missing:
        then = say("Or add them under Collection. Then ask here; the page need not be started again.")
        parts.append(f"<p>{escape_html(then)}</p>")
    return "".join(parts)


def as_panel(
    answer: Answer, turn: int, articles: Mapping[str, Article] | None = None, silent: Sequence[str] = ()
) -> str:
    """Return the evidence of one answer; nothing where there is none.

    Args:
        turn: makes the addresses of the cards unique in the conversation.
        articles: the cited ones by id, for the words around each quotation and for telling reprints; without
            them the quotations stand alone.
        silent: the outlets of that time of which nothing was found.
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
    parts = [as_picture(answer, turn)]
    if cards:
        parts.append(f"<h3>{escape_html(say('Cited'))}</h3>{''.join(cards)}{_coverage(answer, silent)}")
    if also:
        title = say("Nearest") if answer.refused else say("Also found")
        parts.append(f"<h3>{escape_html(title)}</h3>{''.join(also)}")
    return "".join(parts)


def fold(exchanges: Sequence[tuple[str, str]]) -> str:
    """Return the panels of a conversation: the newest open, the earlier ones folded under their questions.

    Args:
        exchanges: (question, panel) pairs, oldest first; the panels are HTML, the questions are not.
    """
    if not any(panel for _, panel in exchanges):
        return f'<p class="quiet">{escape_html(say("The passages behind an answer appear here."))}</p>'
    *earlier, (_, newest) = exchanges
    folded = [
        f'<details class="earlier"><summary>{escape_html(one_line(question))}</summary>{panel}</details>'
        for question, panel in reversed(earlier)
        if panel
    ]
    return newest + (f"<h3>{escape_html(say('Earlier questions'))}</h3>" + "".join(folded) if folded else "")


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
    words = _words(citation, article.text if article else "")
    return (
        f'<article class="card" id="s-{turn}-{citation.number}" tabindex="-1">'
        f'<p class="meta"><span class="status {status}">{escape_html(status_words(status))}</span>'
        f'<span class="number">{citation.number}</span> {_meta(citation)}</p>'
        f"{_title(citation.title)}<blockquote>{words}</blockquote>"
        f"{_reprints(citation.publisher, same, named)}"
        f'<div class="actions">{_copy(citation)}{original(citation.url, citation.quote)}</div></article>'
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
        f"{_reprints(first.source.publisher, copies, ())}{original(first.source.url)}</article>"
    )


def _meta(item: Citation | Source) -> str:
    outlet, author = item.publisher or say("outlet unknown"), item.author or say("author unknown")
    return f"<b>{escape_html(one_line(outlet))}</b> · {show_date(item.published)} · {escape_html(one_line(author))}"


def _title(title: str | None) -> str:
    return f"<h4>{escape_html(one_line(title or say('untitled')))}</h4>"


def _reprints(outlet: str | None, found: Iterable[Source], named: Iterable[str]) -> str:
    """Return the reprints folded under their original: those found, and those known by their outlet alone."""
    lines: dict[str, str] = {}
    for source in found:
        title = escape_html(one_line(source.title or say("untitled")))
        lines[source.outlet] = (
            f"<b>{escape_html(one_line(source.outlet))}</b> · {show_date(source.published)} · {title}"
        )
    for name in named:
        if name != outlet:
            lines.setdefault(name, f"<b>{escape_html(one_line(name))}</b>")
    if not lines:
        return ""
    number = say_counted(len(lines), "{number} reprint", "{number} reprints")
    summary = f"{number}: {escape_html(one_line(', '.join(lines)))}"
    items = "".join(f"<li>{line}</li>" for line in lines.values())
    return f'<details class="reprints"><summary>{summary}</summary><ul>{items}</ul></details>'


def original(url: str | None, words: str = "") -> str:
    """Return the link to the original, at the words where a browser can go there; only a plain address becomes one."""
    if url is None or not is_web_address(url):
        return ""
    target = at_words(url, words) if words else url
    link = (
        f'<a href="{escape_html(target)}" target="_blank" rel="noopener noreferrer nofollow">'
        f"{escape_html(say('open the original'))}</a>"
    )
    return f'<p class="original">{link} <span>{escape_html(urlsplit(url).hostname or "")}</span></p>'


def status_words(status: Status) -> str:
    """Return how a statement stands to its words; no percentage, which readers take for the truth."""
    return {
        "verbatim": say("verbatim"),
        "supported": say("supported"),
        "partial": say("partly"),
        "unsupported": say("not found"),
    }[status]


def _copy(citation: Citation) -> str:
    words = escape_html(as_quotation(citation))
    return f'<button type="button" class="copy" data-copy="{words}">{escape_html(say("copy the quotation"))}</button>'


def _coverage(answer: Answer, silent: Sequence[str]) -> str:
    """Return who reported it, and of whom nothing was found."""
    heard: dict[str, str] = {}
    for citation in answer.citations:
        heard.setdefault(citation.publisher or say("outlet unknown"), show_date(citation.published))
    if len(heard) + len(silent) < 2 or not silent:  # noqa: PLR2004  # one outlet is in the line of sources
        return ""
    found = "".join(f"<li><b>{escape_html(one_line(name))}</b> · {day}</li>" for name, day in heard.items())
    summary = say_counted(
        len(silent),
        "{number} other outlet has articles of those days, none of them found for this",
        "{number} other outlets have articles of those days, none of them found for this",
    )
    names = escape_html(", ".join(one_line(name) for name in silent))
    return (
        f'<details class="coverage"><summary>{escape_html(summary)}</summary>'
        f"<p>{escape_html(say('Found'))}:</p><ul>{found}</ul><p>{escape_html(say('Not found'))}: {names}</p></details>"
    )


def _words(citation: Citation, text: str) -> str:
    """Return the article with the quotation highlighted; what is far from it shows when its card is opened."""
    mark = f"<mark>{escape_html(citation.quote)}</mark>"
    if text[citation.start : citation.end] != citation.quote:
        return mark
    before, after = text[: citation.start], text[citation.end :]
    near_before, near_after = _near(before, after)
    far_before = before[: len(before) - len(near_before)][-FAR:]
    far_after = after[len(near_after) :][:FAR]
    return (
        f"{_far(far_before, cut=not far_before.endswith(LINE), first=True)}{escape_html(near_before)}{mark}"
        f"{escape_html(near_after)}{_far(far_after, cut=not far_after.startswith(LINE), first=False)}"
    )


def _near(before: str, after: str) -> tuple[str, str]:
    """Return the words before and after a quotation in its paragraph, shortened at a blank."""
    before, after = before.rpartition(LINE)[2], after.partition(LINE)[0]
    if len(before) > CONTEXT:
        before = before[-CONTEXT:].partition(" ")[2]
    if len(after) > CONTEXT:
        after = after[:CONTEXT].rpartition(" ")[0]
    return before, after


def _far(text: str, *, cut: bool, first: bool) -> str:
    """Return what is folded away of an article; where a paragraph is cut, dots stand for it."""
    if not text:
        return ""
    dots = '<span class="dots">… </span>' if first else '<span class="dots"> …</span>'
    far = f'<span class="far">{escape_html(text)}</span>'
    return far + dots * cut if first else dots * cut + far
