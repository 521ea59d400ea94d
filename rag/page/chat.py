"""A conversation in the chat, as Markdown: each answer with its chips, and what can be done with it; pure.

Whatever an article, a model or a user wrote is escaped first; our own markup is added after it. Markers are built
from the citations of each statement, never read out of a text: a bracketed number in an article stays a number.

What a reader can do is a link to `#do-WHAT-TURN…`, which `rag/page/page.js` hands to the server: no text of others can
become one, since escaping leaves no links.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.dates import show_date
from rag.domain import Answer, Statement
from rag.page.conversation import Exchange
from rag.render import (
    changed_question,
    describe_period,
    describe_sources,
    describe_state,
    doubt_of,
    doubtful,
    escape_markdown,
    heading,
    in_sentences,
    joined,
    nearest,
    told_as_lines,
    where,
)
from rag.words import say, say_counted, say_listed, say_number


def as_messages(told: Sequence[Exchange], *, busy: bool = False) -> list[dict[str, str]]:
    """Return a conversation as the messages of a chat; what can be done is offered when nothing is being written."""
    messages = []
    for turn, exchange in enumerate(told, start=1):
        messages.append({"role": "user", "content": escape_markdown(exchange.question)})
        latest = turn == len(told)
        blocks = [as_shown(exchange, turn, latest=latest and not busy)]
        if not (latest and busy):
            blocks += [_next_questions(exchange, turn) if latest else "", _tools(exchange, turn, latest=latest)]
        messages.append({"role": "assistant", "content": "\n\n".join(block for block in blocks if block)})
    return messages


def as_shown(exchange: Exchange, turn: int, *, latest: bool = True) -> str:
    """Return what the chat shows for one question."""
    if exchange.waits:
        return f'<p class="pending">{say("Reading the articles…")}</p>'
    blocks = [as_markdown(exchange.answer, turn, asked=exchange.question, latest=latest)] if exchange.answer else []
    if exchange.trouble:
        blocks.append(as_trouble(exchange.trouble, exchange.hint))
    if exchange.stopped:
        blocks.append(_paragraph("notice", say("Stopped.")))
    return "\n\n".join(blocks)


def as_markdown(answer: Answer, turn: int, *, asked: str | None = None, latest: bool = True) -> str:
    """Return the answer for the chat.

    Args:
        turn: makes the addresses of its chips unique in the conversation.
        latest: whether what was read off the question can be taken off.
    """
    changed = changed_question(answer, asked)
    blocks = [_paragraph("understood", say("Understood as: {question}", question=changed))] if changed else []
    blocks.append(_read_off(answer, turn, latest=latest))
    if answer.refused:
        blocks += [f'<div class="refusal">\n\n{escape_markdown(answer.text)}\n\n</div>', _nearest(answer, turn)]
    elif answer.statements:
        blocks.append(_paragraph("unsure", doubtful(answer)))
        blocks += _labelled(answer, turn) if told_as_lines(answer.statements) else _led(answer, turn)
    blocks += [_table(answer, number, turn) for number in range(len(answer.conflicts))]
    blocks += [_paragraph("notice", notice) for notice in answer.notices]
    blocks.append(_choices(answer, turn) if latest else "")
    blocks.append(_paragraph("searched", joined([_effort(answer), *describe_state(answer)])))
    return "\n\n".join(block for block in blocks if block)


def as_trouble(message: str, hint: str = "") -> str:
    """Return what went wrong and what to do about it, for the chat."""
    return _paragraph("trouble", in_sentences(message, hint))


def _read_off(answer: Answer, turn: int, *, latest: bool) -> str:
    """Return the period, outlets and speakers that were read off the question as chips that can be taken off."""
    understood = answer.understood
    chips = [
        ("period", describe_period(understood), say("search without this period")),
        ("outlets", say_listed(understood.outlets), say("search without preferring this outlet")),
        ("speakers", say_listed(understood.speakers), say("search without preferring this speaker")),
    ]
    shown = [
        f'<span class="chip">{escape_markdown(text)}'
        + (f'[×](#do-without-{turn}-{name} "{escape_markdown(remove)}")' if latest else "")
        + "</span>"
        for name, text, remove in chips
        if text
    ]
    return f'<div class="read-off">\n\n{" ".join(shown)}\n\n</div>' if shown else ""


def _choices(answer: Answer, turn: int) -> str:
    """Return links that ask about one of the events that look alike."""
    links = [
        f"[{escape_markdown(say('only {month}', month=show_date(month)))}](#do-event-{turn}-{number})"
        for number, month in enumerate(answer.events, start=1)
    ]
    return f'<div class="next">\n\n{" ".join(links)}\n\n</div>' if links else ""


def _effort(answer: Answer) -> str:
    if answer.searched is None or not answer.seconds:
        return ""
    articles = say_counted(answer.searched, "{number} article", "{number} articles")
    return say("{articles} searched in {seconds} s", articles=articles, seconds=say_number(answer.seconds, decimals=1))


def _next_questions(exchange: Exchange, turn: int) -> str:
    links = [
        f"[{escape_markdown(question)}](#do-next-{turn}-{number})"
        for number, question in enumerate(exchange.next_questions, start=1)
    ]
    return f'<div class="next">\n\n{" ".join(links)}\n\n</div>' if links else ""


def _tools(exchange: Exchange, turn: int, *, latest: bool) -> str:
    """Return what can be done with an answer, on one quiet line."""
    links = [f"[{say('Ask again')}](#do-again-{turn})"] if latest else []
    links.append(f"[{say('Edit the question')}](#do-edit-{turn})")
    if exchange.answer:
        links.append(f"[{say('Copy with footnotes')}](#do-copy-{turn})")
        links += [f"[{say('Copy link')}](#do-link-{exchange.exchange_id})"] if exchange.exchange_id else []
        links.append(f"[{say('Not right?')}](#do-flag-{turn})")
    tools = f'<div class="tools">\n\n{" ".join(links)}\n\n</div>'
    return f"{tools}\n\n{_saves(turn)}" if latest and exchange.answer else tools


def _saves(turn: int) -> str:
    """Return the forms in which the conversation can be taken along, folded."""
    formats = (("md", say("Markdown with footnotes")), ("csv", say("table (CSV)")), ("file", say("file to open again")))
    links = " ".join(f"[{escape_markdown(name)}](#do-export-{turn}-{kind})" for kind, name in formats)
    summary = f"<summary>{say('Save the conversation')}</summary>"
    return f'<details class="saves">{summary}\n\n<div class="tools">\n\n{links}\n\n</div></details>'


def _led(answer: Answer, turn: int) -> list[str]:
    """Return the first statement with its sources, the others folded."""
    first, *others = answer.statements
    sources = f'<p class="sources">{_sources(first)}</p>' if first.citations else ""
    return [
        f'<div class="lead">\n\n{_label(first)}{_with_chips(first, turn)}\n\n</div>',
        sources,
        _folded(others, turn),
    ]


def _labelled(answer: Answer, turn: int) -> list[str]:
    """Return a line a statement, under its outlet or its day."""
    lines = [
        f'- {_label(each)}{_with_chips(each, turn)} <span class="sources">{_sources(each)}</span>'
        for each in answer.statements
    ]
    return ['<div class="lines">\n', "\n".join(lines), "</div>"]


def _label(statement: Statement) -> str:
    head = heading(statement)
    return f'<strong class="label">{escape_markdown(head)}</strong> ' if head else ""


def _paragraph(kind: str, text: str) -> str:
    return f'<p class="{kind}">{escape_markdown(text)}</p>' if text else ""


def _with_chips(statement: Statement, turn: int) -> str:
    doubt = doubt_of(statement.status)
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
    summary = f"<summary>{say_counted(len(items), '{number} more statement', '{number} more statements')}</summary>"
    return "\n\n".join([f'<details class="more">{summary}', "\n".join(items), "</details>"])


def _table(answer: Answer, place: int, turn: int) -> str:
    conflict = answer.conflicts[place]
    rows = [
        f"| {escape_markdown(row.value)} | {escape_markdown(row.publisher or say('outlet unknown'))} "
        f"| {escape_markdown(joined([show_date(row.published), row.note]))} "
        f"| [{row.citation}](#s-{turn}-{row.citation}) |"
        for row in conflict.rows
    ]
    heading = f'<p class="conflict">{escape_markdown(conflict.what)}</p>'
    columns = " | ".join((say("Said"), say("Outlet"), say("Date"), say("Source")))
    return "\n".join([heading, "", f"| {columns} |", "|---|---|---|---|", *rows])


def _nearest(answer: Answer, turn: int) -> str:
    if not answer.also_found:
        return ""
    items = [
        f"- [{escape_markdown(where(source))}](#f-{turn}-{number}) {escape_markdown(words)}"
        for source, words, number in nearest(answer)
    ]
    return "\n\n".join([f'<p class="nearest">{say("Nearest in the articles")}</p>', "\n".join(items)])
