"""One article of the shelf as HTML, pure: its source, its text, the days it speaks of, what cleaning took out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser

from rag.dates import day_range, show_date
from rag.domain import Article, Mention, Source
from rag.page.panel import original
from rag.page.shelf_html import date_of, outlet_of, title_of
from rag.render import escape_html, one_line
from rag.words import say, say_counted, say_number

MOST_LETTERS, MOST_LINES, MOST_DAYS, MOST_COPIES = 200_000, 400, 60, 30
"""Shown of one article: letters of its text, lines cleaned away, days it speaks of, other copies."""

SHINGLE, SAME = 3, 0.6
"""Words in a row that two texts are compared by, and the share of them that makes a line one of the text."""

_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|article|section|p|meta|table)\b", re.IGNORECASE)
_SILENT = {"script", "style", "noscript", "template", "svg", "title"}
_INLINE = set("a abbr b bdi cite code em i mark q s small span strong sub sup time u".split())


# --- what cleaning took out -------------------------------------------------------------------------------------------


class _Lines(HTMLParser):
    """The lines of a web page as a reader sees them; what is code is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # its own
        """Begin a line, but inside one."""
        self._silent += tag in _SILENT
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line, but inside one."""
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Take what is read."""
        if not self._silent:
            self.parts.append(" ".join(data.split("\n")))


def lines_of(raw: str) -> list[str]:
    """Return the lines of what came in that say something; of a web page, those that a reader sees."""
    if _MARKUP.search(raw[:5_000]):
        parser = _Lines()
        parser.feed(raw)
        raw = "".join(parser.parts)
    return [line for line in (one_line(line) for line in raw.splitlines()) if line]


def cleaned_away(article: Article) -> list[tuple[bool, str]]:
    """Return the lines of what came in, each with whether cleaning took it out; the others are in the text.

    A line is of the text where most of its words stand there in the same order: cleaning mends quotation marks and
    broken lines too, and a line mended is not a line lost.
    """
    text = _words(article.text)
    runs = {tuple(text[at : at + SHINGLE]) for at in range(len(text))}
    whole = f" {' '.join(text)} "
    return [(not _stands_in(_words(line), whole, runs), line) for line in lines_of(article.raw)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _stands_in(line: Sequence[str], whole: str, runs: set[tuple[str, ...]]) -> bool:
    if len(line) <= SHINGLE:
        return not line or f" {' '.join(line)} " in whole
    own = [tuple(line[at : at + SHINGLE]) for at in range(len(line) - SHINGLE + 1)]
    return sum(run in runs for run in own) / len(own) >= SAME


# --- the article ------------------------------------------------------------------------------------------------------


def as_head(article: Article, copies: Sequence[Source], corrections: Mapping[str, str]) -> str:
    """Return the head of an article: its title, what is known of it, its group, and what can be done with it."""
    source = article.source
    name = escape_html(source.article_id)
    return (
        f'<article class="opened" data-id="{name}"><p class="back"><button type="button" data-do="close">'
        f"{escape_html(say('Back to the list'))}</button>"
        f'<button type="button" data-do="remove" data-id="{name}">{escape_html(say("Remove this article"))}</button>'
        f'</p><h2 tabindex="-1">{escape_html(title_of(source))}</h2><dl>{_facts(source)}</dl>{original(source.url)}'
        f"{_set_right(corrections)}{_group(source, copies)}</article>"
    )


def no_article() -> str:
    """Return what stands where an article will."""
    return f'<p class="quiet">{escape_html(say("An article that you choose in the list is shown here."))}</p>'


def as_text(article: Article) -> str:
    """Return the text of an article, the days that it speaks of, and what cleaning took out."""
    shown = article.text[:MOST_LETTERS]
    paragraphs = "".join(f"<p>{escape_html(line.strip())}</p>" for line in shown.splitlines() if line.strip())
    rest = ""
    if len(article.text) > MOST_LETTERS:
        told = say("The first {number} letters of it are shown.", number=say_number(MOST_LETTERS))
        rest = f'<p class="notice">{escape_html(told)}</p>'
    language = f' lang="{escape_html(article.source.language)}"' if article.source.language else ""
    return f'<div class="words"{language}>{paragraphs}</div>{rest}{_days(article)}{_away(article)}'


def _facts(source: Source) -> str:
    known = [
        (say("Outlet"), outlet_of(source), bool(source.publisher)),
        (say("Published"), date_of(source), bool(source.published)),
        (say("Author"), one_line(source.author or "") or say("author unknown"), bool(source.author)),
    ]
    if source.updated:
        known.append((say("Updated"), show_date(source.updated), True))
    if source.original:
        known.append((say("First published by"), one_line(source.original), True))
    return "".join(
        f'<dt>{escape_html(label)}</dt><dd class="{"" if sure else "unknown"}">{escape_html(value)}</dd>'
        for label, value, sure in known
    )


def _set_right(corrections: Mapping[str, str]) -> str:
    """Return what a user set right, each with a way to take it back."""
    words = {
        "title": say("Title"), "outlet": say("Outlet"), "author": say("Author"), "published": say("Published"),
        "updated": say("Updated"), "url": say("Address"), "language": say("Language"),
        "agency": say("First published by"),
    }  # fmt: skip
    lines = "".join(
        f"<li>{escape_html(words.get(field, field))}: {escape_html(one_line(value) or say('unknown'))} "
        f'<button type="button" data-do="restore" data-field="{escape_html(field)}">'
        f"{escape_html(say('Take back'))}</button></li>"
        for field, value in corrections.items()
    )
    if not lines:
        return ""
    return f'<div class="corrected"><h3>{escape_html(say("Set right by hand"))}</h3><ul>{lines}</ul></div>'


def _group(source: Source, copies: Sequence[Source]) -> str:
    others = [each for each in copies if each.article_id != source.article_id]
    if not others:
        return ""
    lines = "".join(
        f'<li><button type="button" class="link" data-open="{escape_html(each.article_id)}">'
        f"{escape_html(title_of(each))}</button> "
        f'<span class="meta">{escape_html(outlet_of(each))} · {escape_html(date_of(each))}</span></li>'
        for each in others[:MOST_COPIES]
    )
    told = say_counted(
        len(others),
        "Counted as one source with {number} copy of the same text:",
        "Counted as one source with {number} copies of the same text:",
    )
    return (
        f'<div class="copies"><p>{escape_html(told)}</p><ul>{lines}</ul><p class="choices">'
        f'<button type="button" data-do="separate" data-id="{escape_html(source.article_id)}">'
        f"{escape_html(say('It is no copy: split it from the group'))}</button></p></div>"
    )


def _days(article: Article) -> str:
    told: dict[tuple[str, str], None] = {}
    for mention in article.mentions:
        told.setdefault((one_line(article.text[mention.start : mention.end]), _meant(mention)))
    if not told:
        return ""
    lines = "".join(
        f"<li><q>{escape_html(words)}</q> <span>{escape_html(days)}</span></li>"
        for words, days in list(told)[:MOST_DAYS]
    )
    summary = say_counted(len(told), "{number} date it speaks of", "{number} dates it speaks of")
    return f'<details class="days"><summary>{escape_html(summary)}</summary><ul>{lines}</ul></details>'


def _meant(mention: Mention) -> str:
    """Return the days that a date means, whole months and years by their names."""
    if mention.day_from is None or mention.day_to is None:
        return say("which day is not known")
    days = day_range(mention.day_from), day_range(mention.day_to)
    for whole in (mention.day_from[:4], mention.day_from[:7]):
        span = day_range(whole)
        if span and days == ((span[0], span[0]), (span[1], span[1])):
            return show_date(whole)
    first, last = show_date(mention.day_from), show_date(mention.day_to)
    return first if first == last else say("{first} to {last}", first=first, last=last)


def _away(article: Article) -> str:
    lines = cleaned_away(article)
    gone = sum(is_gone for is_gone, _ in lines)
    if not gone:
        nothing = escape_html(say("Nothing was cleaned away from what came in."))
        return f'<p class="away none">{nothing}</p>'
    summary = say_counted(gone, "{number} line was cleaned away", "{number} lines were cleaned away")
    told = say("Struck out: what is not searched. A title, an author and a date are kept as facts above.")
    body = "".join(_told(lines))
    return (
        f'<details class="away"><summary>{escape_html(summary)}</summary><p class="told">{escape_html(told)}</p>'
        f"{body}</details>"
    )


def _told(lines: Sequence[tuple[bool, str]]) -> Iterator[str]:
    """Yield the lines taken out as they stood, and how many of the text stood between them."""
    kept = shown = 0
    for is_gone, line in [*lines, (True, "")]:
        if not is_gone:
            kept += 1
            continue
        if kept:
            stayed = say_counted(kept, "{number} line of the text", "{number} lines of the text")
            yield f'<p class="stayed">{escape_html(stayed)}</p>'
            kept = 0
        if line and shown < MOST_LINES:
            yield f"<p><del>{escape_html(line)}</del></p>"
            shown += 1
