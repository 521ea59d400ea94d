"""An `Answer` as Markdown for the chat (`rag/terminal.py` is its plain text, `rag/page/panel.py` the HTML beside it): pure.

Whatever an article, a model or a user wrote is escaped first; our own markup is added after it. Markers are built
from the citations of each statement, never read out of a text: a bracketed number in an article stays a number.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Mapping
from string import punctuation

from rag.dates import show_date
from rag.domain import Answer, Citation, Evidence, Source, Statement, Status

DOUBTS: Mapping[Status, str] = {
    "partial": "only partly in the articles",
    "unsupported": "not found in the articles",
}
"""Said beside a statement itself; the others need no remark."""

PENDING = '<p class="pending">Reading the articles…</p>'
STOPPED = '<p class="notice">Stopped.</p>'
"""What the chat shows before an answer, and after one that was cut short."""

MOST_NEAREST = 3
"""Passages listed under a refusal; the panel has the rest."""

# C0 and C1 but tab and newline, soft hyphen, zero-width, bidirectional, invisible operators, BOM, interlinear, lone
# surrogates (no encoding takes them), tags and the selectors that hide text: none can be seen, each can mislead.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e01ef]"
)
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# A character reference is never taken for Markdown or for a template, so every ASCII sign becomes one.
_REFERENCES = {ord(sign): f"&#{ord(sign)};" for sign in punctuation}
_TEMPLATE_SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in "{}$`"}


def visible(text: str) -> str:
    """Return text without the characters that cannot be seen: they hide, reorder or command a terminal."""
    return _INVISIBLE.sub("", _BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """Return visible text with each run of space as one blank."""
    return " ".join(visible(text).split())


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is, on one line: no markup, image, link, autolink, fence or formula.

    Emphasis, headings, lists and bare addresses show as they were written too.
    """
    return one_line(text).translate(_REFERENCES)


def escape_html(text: str) -> str:
    """Return text for HTML, inside an attribute too; `{`, `$` and the backtick are signs to Gradio's templates."""
    return html.escape(visible(text), quote=True).translate(_TEMPLATE_SIGNS)


# --- what is said, in plain words -------------------------------------------------------------------------------------


def describe_sources(statement: Statement) -> list[str]:
    """Return the parts of the one line of sources: who said it and when, how many say so, who reprinted it."""
    if not statement.citations:
        return []
    lead = statement.citations[0]
    outlet = lead.publisher or "outlet unknown"
    name = outlet
    if statement.sources and (outlet in statement.reprints or statement.sources[0].endswith(f"(in {outlet})")):
        voice = statement.sources[0]
        name = voice if voice.endswith(")") else f"{voice} (in {outlet})"
    number = statement.independent_sources
    reprints = [reprint for reprint in statement.reprints if reprint != outlet]
    return [
        f"{name}, {show_date(lead.published)}",
        f"{number} independent sources" if number > 1 else "",
        f"reprinted by {_listed(reprints)}" if reprints else "",
    ]


def describe_search(answer: Answer) -> str:
    """Return the quiet last line: what the question was taken to mean, and how fresh the articles are."""
    understood = answer.understood
    since, until = (show_date(day) if day else "" for day in (understood.since, understood.until))
    if since and until:
        period = since if since == until else f"{since} to {until}"
    else:
        period = f"since {since}" if since else f"until {until}" if until else ""
    return joined([
        f"Period: {period}" if period else "",
        f"Outlet: {_listed(understood.outlets)}" if understood.outlets else "",
        f"Speaker: {_listed(understood.speakers)}" if understood.speakers else "",
        f"Written by {answer.model}" if answer.model else "",
        f"As of {show_date(answer.as_of)}" if answer.as_of else "",
    ])  # fmt: skip


def joined(parts: Iterable[str]) -> str:
    """Return the parts that there are, with dots between them."""
    return " · ".join(part for part in parts if part)


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def sentence(text: str) -> str:
    """Return a message of an error as a sentence."""
    return f"{capitalised(text).rstrip('.')}."


def capitalised(text: str) -> str:
    """Return text with a capital first letter and the others as they are."""
    return text[:1].upper() + text[1:]


def counted(number: int, noun: str) -> str:
    """Return "1 reprint" or "2 reprints"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def where(item: Citation | Source) -> str:
    """Return "Coast Wire, 4 March 2025"; what is unknown is said to be."""
    return f"{item.publisher or 'outlet unknown'}, {show_date(item.published)}"


def first_words(text: str, limit: int = 90) -> str:
    """Return how a passage begins, on one line."""
    return textwrap.shorten(one_line(text), limit, placeholder=" …")


def stories(found: Iterable[Evidence]) -> list[list[Evidence]]:
    """Return what was found, the passages of one article and of its reprints together, best first."""
    by_group: dict[str, list[Evidence]] = {}
    for item in found:
        source = item.passage.source
        by_group.setdefault(source.group or source.article_id, []).append(item)
    return list(by_group.values())


def changed_question(answer: Answer, asked: str | None) -> str:
    """Return the question as it was understood, where that is not what was asked."""
    same = asked is None or one_line(asked).casefold() == one_line(answer.question).casefold()
    return "" if same else one_line(answer.question)


# --- the chat ---------------------------------------------------------------------------------------------------------


def as_markdown(answer: Answer, turn: int, *, asked: str | None = None) -> str:
    """Return the answer for the chat; `turn` makes the addresses of its chips unique in the conversation."""
    changed = changed_question(answer, asked)
    blocks = [_paragraph("understood", f"Understood as: {changed}")] if changed else []
    if answer.refused:
        blocks += [f'<div class="refusal">\n\n{escape_markdown(answer.text)}\n\n</div>', _nearest(answer, turn)]
    elif answer.statements:
        blocks += _labelled(answer, turn) if answer.statements[0].label else _led(answer, turn)
    blocks += [_table(answer, number, turn) for number in range(len(answer.conflicts))]
    blocks += [_paragraph("notice", notice) for notice in answer.notices]
    blocks.append(_paragraph("searched", describe_search(answer)))
    return "\n\n".join(block for block in blocks if block)


def _led(answer: Answer, turn: int) -> list[str]:
    """Return the first statement with its sources, the others folded."""
    first, *others = answer.statements
    sources = f'<p class="sources">{_sources(first)}</p>' if first.citations else ""
    return [f'<div class="lead">\n\n{_with_chips(first, turn)}\n\n</div>', sources, _folded(others, turn)]


def _labelled(answer: Answer, turn: int) -> list[str]:
    """Return a line a statement, under its outlet or its day."""
    lines = [
        f'- {_label(each)}{_with_chips(each, turn)} <span class="sources">{_sources(each)}</span>'
        for each in answer.statements
    ]
    return ['<div class="lines">\n', "\n".join(lines), "</div>"]


def _label(statement: Statement) -> str:
    return f'<strong class="label">{escape_markdown(statement.label)}</strong> ' if statement.label else ""


def as_trouble(message: str, hint: str = "") -> str:
    """Return what went wrong and what to do about it, for the chat."""
    return _paragraph("trouble", f"{sentence(message)} {capitalised(hint)}")


def _paragraph(kind: str, text: str) -> str:
    return f'<p class="{kind}">{escape_markdown(text)}</p>' if text else ""


def _with_chips(statement: Statement, turn: int) -> str:
    doubt = DOUBTS.get(statement.status)
    remark = f' <span class="doubt">{doubt}</span>' if doubt else ""
    chips = "".join(f"[{citation.number}](#s-{turn}-{citation.number})" for citation in statement.citations)
    return _with_answer(statement) + chips + remark


def _with_answer(statement: Statement) -> str:
    text = statement.text
    if statement.answer is None:
        return escape_markdown(text)
    start, end = statement.answer
    before, after = escape_markdown(text[:start]), escape_markdown(text[end:])
    # Escaping trims: the blanks beside the answer are put back.
    left, right = " " * text[start - 1 : start].isspace(), " " * text[end : end + 1].isspace()
    return f"{before}{left}<strong>{escape_markdown(text[start:end])}</strong>{right}{after}"


def _sources(statement: Statement) -> str:
    parts = [escape_markdown(part) for part in describe_sources(statement)]
    if len(parts) > 1 and parts[1]:
        parts[1] = f'<span class="independent">{parts[1]}</span>'
    return joined(parts)


def _folded(statements: Iterable[Statement], turn: int) -> str:
    items = [f'- {_with_chips(each, turn)} <span class="sources">{_sources(each)}</span>' for each in statements]
    if not items:
        return ""
    summary = f"<summary>{counted(len(items), 'more statement')}</summary>"
    return "\n\n".join([f'<details class="more">{summary}', "\n".join(items), "</details>"])


def _table(answer: Answer, place: int, turn: int) -> str:
    conflict = answer.conflicts[place]
    rows = [
        f"| {escape_markdown(row.value)} | {escape_markdown(row.publisher or 'outlet unknown')} "
        f"| {escape_markdown(joined([show_date(row.published), row.note]))} "
        f"| [{row.citation}](#s-{turn}-{row.citation}) |"
        for row in conflict.rows
    ]
    heading = f'<p class="conflict">{escape_markdown(conflict.what)}</p>'
    return "\n".join([heading, "", "| Said | Outlet | Date | Source |", "|---|---|---|---|", *rows])


def _nearest(answer: Answer, turn: int) -> str:
    if not answer.also_found:
        return ""
    found = [story[0].passage for story in stories(answer.also_found)[:MOST_NEAREST]]
    items = [
        f"- [{escape_markdown(where(each.source))}](#f-{turn}-{number}) {escape_markdown(first_words(each.text))}"
        for number, each in enumerate(found, start=1)
    ]
    return "\n\n".join(['<p class="nearest">Nearest in the articles</p>', "\n".join(items)])
