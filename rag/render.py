"""What an answer shows everywhere: the escape that keeps every text a text, and its facts in plain words; pure.

`rag/terminal.py` makes plain text of an `Answer`, `rag/page/chat.py` Markdown, `rag/page/panel.py` the HTML beside it.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Sequence
from string import punctuation

from rag.dates import show_date
from rag.domain import Answer, Citation, Evidence, Source, Statement, Status, Understood
from rag.words import say, say_listed


def doubt_of(status: Status) -> str:
    """Return what is said beside a statement itself; most need no remark."""
    if status == "partial":
        return say("only partly in the articles")
    return say("not found in the articles") if status == "unsupported" else ""


MOST_NEAREST, LONGEST_NEAREST = 3, 320
"""Passages listed under a refusal, the panel has the rest; and the letters of a sentence there."""

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
    outlet = lead.publisher or say("outlet unknown")
    name = outlet
    if statement.sources and (outlet in statement.reprints or statement.sources[0].endswith(f"(in {outlet})")):
        voice = statement.sources[0].removesuffix(f" (in {outlet})")
        # One that stands in another outlet than its first citation says so itself.
        name = voice if voice.endswith(")") else say("{voice} (in {outlet})", voice=voice, outlet=outlet)
    number = statement.independent_sources
    reprints = [reprint for reprint in statement.reprints if reprint != outlet]
    return [
        f"{name}, {show_date(lead.published)}",
        say("{number} independent sources", number=number) if number > 1 else "",
        say("reprinted by {outlets}", outlets=say_listed(reprints)) if reprints else "",
    ]


def heading(statement: Statement) -> str:
    """Return what a statement is told under: its outlet or date, and "Yes" or "No" where it settles the question."""
    verdict = {"yes": say("Yes"), "no": say("No"), "": ""}[statement.verdict]
    return ", ".join(part for part in (statement.label, verdict) if part)


def doubtful(answer: Answer) -> str:
    """Return what is said before sentences that may not answer; nothing where they are likely to."""
    return say("It is not certain that this answers the question:") if answer.unsure else ""


def told_as_lines(statements: Sequence[Statement]) -> bool:
    """Say whether an answer has a line a side or a day, or "yes" and "no" beside each other, and none that leads."""
    return bool(statements[0].label) or {"yes", "no"} <= {statement.verdict for statement in statements}


def describe_search(answer: Answer) -> str:
    """Return the quiet last line: what the question was taken to mean, and how fresh the articles are."""
    understood = answer.understood
    period = describe_period(understood)
    return joined([
        say("Period: {period}", period=period) if period else "",
        say("Outlet: {outlets}", outlets=say_listed(understood.outlets)) if understood.outlets else "",
        say("Speaker: {speakers}", speakers=say_listed(understood.speakers)) if understood.speakers else "",
        *describe_state(answer),
    ])  # fmt: skip


def describe_period(understood: Understood) -> str:
    """Return the period that was read off a question in words, empty where there is none."""
    since, until = (show_date(day) if day else "" for day in (understood.since, understood.until))
    if since and until:
        return since if since == until else say("{since} to {until}", since=since, until=until)
    if since:
        return say("since {since}", since=since)
    return say("until {until}", until=until) if until else ""


def describe_state(answer: Answer) -> list[str]:
    """Return who wrote an answer where a model did, and how fresh the articles are."""
    return [
        say("Written by {model}", model=answer.model) if answer.model else "",
        say("As of {date}", date=show_date(answer.as_of)) if answer.as_of else "",
    ]


def joined(parts: Iterable[str]) -> str:
    """Return the parts that there are, with dots between them."""
    return " · ".join(part for part in parts if part)


def sentence(text: str) -> str:
    """Return a message of an error as a sentence."""
    return f"{capitalised(text).rstrip('.')}."


def in_sentences(message: str, hint: str = "") -> str:
    """Return what went wrong and what to do about it; a hint may end with a command, so it gets no full stop."""
    return f"{sentence(message)} {capitalised(hint)}".strip()


def capitalised(text: str) -> str:
    """Return text with a capital first letter and the others as they are."""
    return text[:1].upper() + text[1:]


def where(item: Citation | Source) -> str:
    """Return "Coast Wire, 4 March 2025"; what is unknown is said to be."""
    return f"{item.publisher or say('outlet unknown')}, {show_date(item.published)}"


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


def nearest(answer: Answer) -> list[tuple[Source | Citation, str, int]]:
    """Return what is listed under a refusal: whose it is, its words, and its number among the stories beside it.

    Sentences where there are such, else how the passages begin.
    """
    found = stories(answer.also_found)
    if not answer.nearest:
        firsts = [story[0].passage for story in found[:MOST_NEAREST]]
        return [(one.source, first_words(one.text), number) for number, one in enumerate(firsts, start=1)]
    numbers = {item.passage.source.article_id: number for number, story in enumerate(found, start=1) for item in story}
    return [
        (one, f"“{first_words(one.quote, LONGEST_NEAREST)}”", numbers.get(one.article_id, 0)) for one in answer.nearest
    ]


def changed_question(answer: Answer, asked: str | None) -> str:
    """Return the question as it was understood, where that is not what was asked."""
    same = asked is None or one_line(asked).casefold() == one_line(answer.question).casefold()
    return "" if same else one_line(answer.question)
