"""A conversation to take away: Markdown with footnotes, a table, a file that opens again, one quotation; pure.

Texts of articles, models and users are escaped in the Markdown as far as Markdown would take them for markup, and no
further, so that the file reads well without being drawn.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote, urlsplit

from rag.dates import show_date
from rag.domain import Answer, Citation, Conflict, Statement
from rag.errors import AnswerInvalid, ConversationInvalid
from rag.kept import Kept, as_title
from rag.render import (
    changed_question,
    describe_sources,
    doubt_of,
    doubtful,
    heading,
    joined,
    one_line,
    visible,
    where,
)
from rag.sheet import as_sheet
from rag.words import say

FORMAT = 1
"""What "dateline" is in the file of a conversation."""

MOST_BYTES = 20_000_000

COLUMNS = (
    "question", "statement number", "statement", "status", "independent sources", "reprints", "citation number",
    "outlet", "author", "published", "title", "url", "start", "end", "quote",
)  # fmt: skip

_LONG_QUOTE, _EDGE = 120, 5
"""A quotation of more characters is named by its first and last words in an address."""

# Signs that Markdown takes for markup wherever they stand, references, addresses that would become links; then what it
# takes for markup at the beginning of a line, and the closing signs of a heading.
_MARKUP = re.compile(
    r"[\\`*_\[\]<|~$]|&(?=#|\w+;)|:(?=//)|(?<=\bwww)\.|@(?=\w)|\A[#+\-=>:]|\A\d{1,9}(?=[.)])|#(?=#*\Z)", re.IGNORECASE
)


def as_footnotes(exchanges: Iterable[Kept]) -> str:
    """Return exchanges as Markdown: the statements with footnotes, what differs, what a reader must know."""
    notes = _Footnotes()
    blocks = [block for exchange in exchanges for block in _told(exchange, notes)]
    return "\n\n".join([*blocks, *notes.lines()]) + "\n"


def as_csv(exchanges: Iterable[Kept]) -> str:
    """Return exchanges as a table, a row for each statement and source; see `COLUMNS`.

    A refusal is a row with the status "refused", a question that failed one with "failed".
    """
    return as_sheet(COLUMNS, (row for exchange in exchanges for row in _rows(exchange)))


def as_file(title: str, exchanges: Iterable[Kept]) -> str:
    """Return a conversation as JSON that `from_file` opens again."""
    whole = {"dateline": FORMAT, "title": title, "exchanges": [exchange.to_dict() for exchange in exchanges]}
    return json.dumps(whole, indent=1)


def from_file(text: str) -> tuple[str, tuple[Kept, ...]]:
    """Return the title and the exchanges of a file that `as_file` made, the ids as they were.

    Raises:
        ConversationInvalid: it is no such file, or larger than 20 MB.
    """
    hint = "choose a file that was exported from a conversation here"
    if len(text) > MOST_BYTES:
        raise ConversationInvalid("the file is too large: 20 MB are the most", hint=hint)
    try:
        return _opened(json.loads(text.removeprefix("\ufeff")))
    except AnswerInvalid as error:
        raise ConversationInvalid(f"the file is not a conversation of Dateline: {error.message}", hint=hint) from error
    except (ValueError, RecursionError) as error:  # deep nesting is what ends in the latter
        raise ConversationInvalid("the file is not a conversation of Dateline: it is not JSON", hint=hint) from error


def _opened(data: object) -> tuple[str, tuple[Kept, ...]]:
    if not isinstance(data, dict) or data.get("dateline") != FORMAT:
        raise AnswerInvalid('"dateline" is not 1')
    title, exchanges = data.get("title"), data.get("exchanges")
    if not isinstance(title, str) or not isinstance(exchanges, list):
        raise AnswerInvalid("it has no title or no exchanges")
    return as_title(title), tuple(Kept.from_dict(each) for each in exchanges)


def as_quotation(citation: Citation) -> str:
    """Return the words with their footnote, as plain text: “…” (Coast Wire, 4 March 2025, https://…)."""
    parts = [one_line(citation.publisher or say("outlet unknown")), show_date(citation.published)]
    if citation.url and is_web_address(citation.url):
        parts.append(citation.url)
    return f"“{one_line(citation.quote)}” ({', '.join(parts)})"


def is_web_address(url: str) -> bool:
    """Say whether an address is one of the web and nothing else: no script, no name before the host, no blank."""
    if visible(url) != url or re.search(r"[\s<>\"]", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme.casefold() in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def at_words(url: str, words: str) -> str:
    """Return an address with a fragment that lets a browser scroll to the words and mark them."""
    line = one_line(words)
    parts = line.split()
    if len(line) > _LONG_QUOTE and len(parts) > 2 * _EDGE:
        sought = [" ".join(parts[:_EDGE]), " ".join(parts[-_EDGE:])]
    else:
        sought = [line]
    # A hyphen is a sign of the fragment's own, and the one that `quote` leaves.
    text = ",".join(quote(each, safe="").replace("-", "%2D") for each in sought)
    return f"{url}{'' if '#' in url else '#'}:~:text={text}"


def readable_markdown(text: str) -> str:
    """Return text on one line that Markdown shows as it is, with as few escapes as that takes."""
    return _MARKUP.sub(lambda found: _escaped(found[0]), one_line(text))


def _escaped(sign: str) -> str:
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


# --- Markdown ---------------------------------------------------------------------------------------------------------


class _Footnotes:
    """The footnotes of a document: the same words are one footnote, however often they are cited."""

    def __init__(self) -> None:
        self._cited: dict[tuple[str, int, int], Citation] = {}
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._reprints: dict[tuple[str, int, int], dict[str, bool]] = {}

    def mark(self, citation: Citation, statement: Statement | None = None) -> str:
        """Return the marker of a citation, and remember who reprinted what `statement` rests on."""
        place = (citation.article_id, citation.start, citation.end)
        self._cited.setdefault(place, citation)
        number = self._numbers.setdefault(place, len(self._numbers) + 1)
        for outlet in statement.reprints if statement else ():
            alone = statement is not None and len(statement.citations) == 1
            known = self._reprints.setdefault(place, {})
            known[outlet] = known.get(outlet, False) or alone
        return f"[^{number}]"

    def lines(self) -> Iterator[str]:
        """Return the footnotes."""
        for place, citation in self._cited.items():
            yield f"[^{self._numbers[place]}]: {self._line(citation, self._reprints.get(place, {}))}"

    def _line(self, citation: Citation, reprints: dict[str, bool]) -> str:
        known = [citation.publisher or say("outlet unknown"), citation.author, show_date(citation.published)]
        parts = [readable_markdown(", ".join(one_line(each) for each in known if each))]
        if citation.title:
            parts.append(readable_markdown(citation.title))
        if citation.url and is_web_address(citation.url):
            parts.append(f"<{at_words(citation.url, citation.quote)}>")
        elif citation.url:
            parts.append(readable_markdown(citation.url))
        parts.append(f"“{readable_markdown(citation.quote)}”")
        return " · ".join([*parts, *_copies(citation, reprints)])


def _copies(citation: Citation, reprints: dict[str, bool]) -> Iterator[str]:
    """Say whether a source has reprints, as far as that is known; `reprints` says of each whether it is of this source.

    Where a statement rests on several sources it is known that one of them was reprinted, and not which.
    """
    if citation.publisher in reprints:
        yield say("this is a reprint")
    own = [outlet for outlet, alone in reprints.items() if alone and outlet != citation.publisher]
    shared = [outlet for outlet, alone in reprints.items() if not alone and outlet != citation.publisher]
    if own:
        yield say("reprinted by {outlets}", outlets=readable_markdown(", ".join(own)))
    if shared:
        yield say("this or another source of the sentence was reprinted by {outlets}",
                  outlets=readable_markdown(", ".join(shared)))  # fmt: skip
    if not reprints:
        yield say("no reprint known")


def _told(exchange: Kept, notes: _Footnotes) -> Iterator[str]:
    """Return the blocks of one exchange."""
    yield f"## {readable_markdown(exchange.question)}"
    answer = exchange.answer
    if answer is None:
        yield readable_markdown(exchange.trouble or say("There is no answer."))
        return
    changed = changed_question(answer, exchange.question)
    if changed:
        yield f"*{say('Understood as: {question}', question=readable_markdown(changed))}*"
    if answer.refused:
        yield readable_markdown(answer.text or say("The articles do not say."))
        if answer.nearest:
            told = ((f"{where(one)}: “{one_line(one.quote)}”", notes.mark(one)) for one in answer.nearest)
            listed = [f"- {readable_markdown(words)}{mark}" for words, mark in told]
            yield "\n".join([f"*{say('Nearest in the articles')}*", "", *listed])
    if answer.unsure:
        yield f"*{readable_markdown(doubtful(answer))}*"
    for statement in answer.statements:
        yield _with_marks(statement, notes)
    for conflict in answer.conflicts:
        yield _table(conflict, answer, notes)
    for notice in answer.notices:
        yield f"> {readable_markdown(notice)}"
    if answer.as_of:
        yield say("As of {date}", date=show_date(answer.as_of))


def _with_marks(statement: Statement, notes: _Footnotes) -> str:
    """Return a statement with its markers, and under it who says so."""
    head = heading(statement)
    label = f"**{readable_markdown(head)}** " if one_line(head) else ""
    marks = "".join(notes.mark(citation, statement) for citation in statement.citations)
    doubt = doubt_of(statement.status)
    remark = f" *({readable_markdown(doubt)})*" if doubt else ""
    sources = readable_markdown(joined(describe_sources(statement)))
    return f"{label}{readable_markdown(statement.text)}{marks}{remark}" + (f"\\\n{sources}" if sources else "")


def _table(conflict: Conflict, answer: Answer, notes: _Footnotes) -> str:
    cited = {citation.number: citation for citation in answer.citations}
    lines = [f"**{readable_markdown(conflict.what)}**", ""]
    lines += [f"| {say('Said')} | {say('Outlet')} | {say('Date')} | {say('Source')} |", "|---|---|---|---|"]
    for row in conflict.rows:
        outlet, when = row.publisher or say("outlet unknown"), joined([show_date(row.published), row.note])
        mark = notes.mark(cited[row.citation]) if row.citation in cited else ""
        lines.append(
            f"| {readable_markdown(row.value)} | {readable_markdown(outlet)} | {readable_markdown(when)} | {mark} |"
        )
    return "\n".join(lines)


# --- the table --------------------------------------------------------------------------------------------------------


def _rows(exchange: Kept) -> Iterator[Sequence[object]]:
    """Return the rows of one exchange."""
    answer, nothing = exchange.answer, [None] * 9
    if answer is None:
        yield [exchange.question, None, exchange.trouble, "failed", None, None, *nothing]
    elif not answer.statements:
        yield [exchange.question, None, answer.text, "refused" if answer.refused else "", None, None, *nothing]
    else:
        for number, statement in enumerate(answer.statements, start=1):
            said = [exchange.question, number, statement.text, statement.status, statement.independent_sources]
            said.append("; ".join(statement.reprints))
            for citation in statement.citations:
                yield [*said, *_cells(citation)]
            if not statement.citations:
                yield [*said, *nothing]


def _cells(citation: Citation) -> Sequence[object]:
    return [
        citation.number, citation.publisher, citation.author, citation.published, citation.title, citation.url,
        citation.start, citation.end, citation.quote,
    ]  # fmt: skip
