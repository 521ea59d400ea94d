"""An `Answer` as plain text for the terminal: pure."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from rag.dates import show_date
from rag.domain import Answer, Citation, Statement
from rag.render import (
    changed_question,
    describe_search,
    describe_sources,
    doubt_of,
    doubtful,
    heading,
    joined,
    nearest,
    one_line,
    told_as_lines,
    where,
)


def as_text(answer: Answer, *, width: int, asked: str | None = None, bold: bool = False) -> str:
    """Return the answer for a terminal.

    Args:
        asked: what the user typed, shown where it was understood otherwise.
        bold: whether the terminal shows the words that answer in bold (ECMA-48).
    """
    changed = changed_question(answer, asked)
    blocks = [_wrap(f"Understood as: {changed}", width)] if changed else []
    if answer.unsure and answer.statements:
        blocks.append(_wrap(doubtful(answer), width))
    if answer.refused:
        blocks += [_wrap(answer.text, width), *_nearest_lines(answer, width)]
    elif answer.statements:
        blocks += _told(answer.statements, width, bold=bold)
        blocks.append("\n".join(["Sources:", *(_source_lines(item, answer, width) for item in answer.citations)]))
    else:
        blocks.append(_wrap(answer.text, width))
    for conflict in answer.conflicts:
        rows = [
            f"  {one_line(row.value)}: {one_line(row.publisher or 'outlet unknown')}, {show_date(row.published)}"
            f"{row.note and f', {row.note}'} [{row.citation}]"
            for row in conflict.rows
        ]
        blocks.append("\n".join([f"{one_line(conflict.what)}:", *rows]))
    blocks += [_wrap(f"Note: {notice}", width) for notice in answer.notices]
    blocks.append(_wrap(describe_search(answer), width))
    return "\n\n".join(block for block in blocks if block)


def _told(statements: Sequence[Statement], width: int, *, bold: bool) -> list[str]:
    """Return a line a statement where each has its label, else the first with its sources and the others below."""
    lines = [_said(each, width, "- ", bold=bold) for each in statements]
    if told_as_lines(statements):
        return ["\n".join(lines)]
    sources = _wrap(joined(describe_sources(statements[0])), width)
    lead = f"{_said(statements[0], width, bold=bold)}\n{sources}".rstrip()
    return [lead, "\n".join(["More in the articles:", *lines[1:]])] if lines[1:] else [lead]


def _wrap(text: str, width: int, first: str = "", rest: str = "") -> str:
    # An address stays whole: broken, it cannot be clicked.
    return textwrap.fill(
        one_line(text), width, initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _said(statement: Statement, width: int, bullet: str = "", *, bold: bool = False) -> str:
    # In a terminal a marker is only a number in brackets, so a number of the article's own takes round ones.
    text = re.sub(r"\[(\d{1,3})\]", r"(\1)", statement.text)
    doubt = doubt_of(statement.status)
    doubt = doubt and f" ({doubt})"
    markers = "".join(f" [{citation.number}]" for citation in statement.citations)
    head = heading(statement)
    wrapped = _wrap((f"{head}: " if head else "") + text + doubt + markers, width, bullet, " " * len(bullet))
    return _embolden(wrapped, statement) if bold else wrapped


def _embolden(wrapped: str, statement: Statement) -> str:
    if statement.answer is None:
        return wrapped
    start, end = statement.answer
    # Found by what comes before it: the same words may stand there twice.
    before, words = one_line(statement.text[:start]), one_line(statement.text[start:end])
    pattern = r"\s*".join(re.escape(sign) for sign in "".join(words.split()))
    skipped = len("".join(before.split()))
    for match in re.finditer(pattern, wrapped):
        if len("".join(wrapped[: match.start()].lstrip("- ").split())) == skipped:
            return f"{wrapped[: match.start()]}\x1b[1m{match[0]}\x1b[0m{wrapped[match.end() :]}"
    return wrapped


def _source_lines(citation: Citation, answer: Answer, width: int) -> str:
    head = f"[{citation.number}] "
    indent = " " * len(head)
    lines = [_wrap(f"{where(citation)}: {citation.title or 'untitled'}", width, head, indent)]
    repeated = any(citation in said.citations and one_line(citation.quote) in one_line(said.text)
                   for said in answer.statements)  # fmt: skip
    if not repeated:
        lines.append(_wrap(f"“{citation.quote}”", width, indent, indent))
    if citation.url:
        lines.append(indent + one_line(citation.url))
    return "\n".join(lines)


def _nearest_lines(answer: Answer, width: int) -> list[str]:
    lines = [_wrap(f"{where(source)}: {words}", width, "- ", "  ") for source, words, _ in nearest(answer)]
    return ["\n".join(["Nearest:", *lines])] if lines else []
