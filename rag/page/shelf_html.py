"""The shelf as HTML, pure: the list of articles, what is asked before something is taken out, how an adding went.

None of it is sanitised by Gradio, so every text goes through `escape_html`.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.dates import show_date
from rag.domain import Source
from rag.page.library import Added, Listed
from rag.render import escape_html, one_line, sentence
from rag.words import say, say_counted, say_number

PAGE = 50
"""Articles on a page of the list."""

SHOWN_TITLES, SHOWN_REFUSALS = 6, 200
"""Titles named before something is taken out; refusals listed of one adding."""

UNKNOWN_OUTLET = " unknown"
"""The choice of articles without an outlet; no outlet begins with a blank."""


def outlet_of(source: Source) -> str:
    """Return the outlet in words, an unknown one too."""
    return one_line(source.publisher) if source.publisher else say("outlet unknown")


def date_of(source: Source) -> str:
    """Return the date of publication in words, an unknown one too."""
    return _date(source.published)


def _date(published: str | None) -> str:
    return show_date(published) if published else say("date unknown")


def title_of(source: Source) -> str:
    """Return the title on one line, or what stands for it."""
    return one_line(source.title or "") or say("untitled")


def find(listed: Sequence[Listed], words: str = "", outlet: str = "") -> list[Listed]:
    """Return the articles whose title, outlet, author or date have all the words, as they are listed.

    Args:
        outlet: of this outlet only; `UNKNOWN_OUTLET` for those that have none.
    """
    wanted = words.casefold().split()
    kept = [each for each in listed if not outlet or (each.source.publisher or UNKNOWN_OUTLET) == outlet]
    return _with_words(kept, wanted) if wanted else kept


def _with_words(listed: Sequence[Listed], wanted: Sequence[str]) -> list[Listed]:
    # Ten thousand articles have some hundred dates: each is put into words once.
    dates = {
        published: f"{published or ''} {_date(published)}" for published in {one.source.published for one in listed}
    }
    unknown = say("outlet unknown")
    kept = []
    for each in listed:
        source = each.source
        said = (source.title or "", source.publisher or unknown, source.author or "", dates[source.published])
        text = " ".join(said).casefold()
        if all(word in text for word in wanted):
            kept.append(each)
    return kept


def as_list(found: Sequence[Listed], *, of: int, page: int = 0, opened: str = "", collection: str = "") -> str:
    """Return one page of the list, with what can be done to the marked ones.

    Args:
        of: how many articles the collection has.
        page: from 0; one that there is not is the last.
        opened: the id of the article that is open beside the list.
        collection: its name; marks are forgotten when it is another one.
    """
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    frame = f'<section class="stock" data-collection="{escape_html(collection)}" data-page="{page}">'
    if not of:
        advice = escape_html(say("Add files or web addresses, and they are listed here."))
        return f'{frame}<h2 tabindex="-1">{escape_html(say("No articles yet"))}</h2><p>{advice}</p></section>'
    rows = "".join(_row(each, opened) for each in found[page * PAGE : (page + 1) * PAGE])
    nothing = "" if found else f'<p class="none">{escape_html(say("No article fits the search."))}</p>'
    return (
        f"{frame}{_head(len(found), of)}{_tools()}{nothing}<ol>{rows}</ol>{_pager(page, pages, len(found))}</section>"
    )


def _head(found: int, of: int) -> str:
    whole = say_counted(of, "{number} article", "{number} articles")
    text = whole if found == of else say("{found} of {whole}", found=say_number(found), whole=whole)
    return f'<h2 tabindex="-1">{escape_html(text)}</h2>'


def _tools() -> str:
    """Return what can be done to the marked articles; the script counts them into it."""
    one, many = escape_html(say("1 marked")), escape_html(say("{number} marked"))
    return (
        f'<div class="tools" role="group" aria-label="{escape_html(say("Marked articles"))}" hidden>'
        f'<span class="marked" data-one="{one}" data-many="{many}"></span>'
        f'<button type="button" data-do="join">{escape_html(say("Merge into one group"))}</button>'
        f'<button type="button" data-do="remove">{escape_html(say("Remove"))}</button>'
        f'<button type="button" data-do="unmark">{escape_html(say("Unmark all"))}</button></div>'
    )


def _row(each: Listed, opened: str) -> str:
    source, name = each.source, escape_html(each.source.article_id)
    title = escape_html(title_of(source))
    current = ' aria-current="true"' if source.article_id == opened else ""
    label = escape_html(say("Mark {title}", title=title_of(source)))
    outlet = f'<b class="{"" if source.publisher else "unknown"}">{escape_html(outlet_of(source))}</b>'
    date = f'<span class="{"" if source.published else "unknown"}">{escape_html(date_of(source))}</span>'
    author = f" · {escape_html(one_line(source.author))}" if source.author else ""
    group = ""
    if each.copies > 1:
        copies = say("one of {number} copies", number=say_number(each.copies))
        group = f' · <span class="group">{escape_html(copies)}</span>'
    passages = escape_html(say_counted(each.passages, "{number} passage", "{number} passages"))
    return (
        f'<li><input type="checkbox" data-id="{name}" aria-label="{label}">'
        f'<div><button type="button" class="title" data-open="{name}"{current}>{title}</button>'
        f'<p class="meta">{outlet} · {date}{author} · <span class="size">{passages}</span>{group}</p></div></li>'
    )


def _pager(page: int, pages: int, found: int) -> str:
    if pages == 1:
        return ""
    first, last = page * PAGE + 1, min((page + 1) * PAGE, found)
    place = say("{first} to {last} of {found}", first=say_number(first), last=say_number(last), found=say_number(found))
    back, on = ("" if possible else " disabled" for possible in (page > 0, page < pages - 1))
    return (
        f'<nav aria-label="{escape_html(say("Pages of the list"))}">'
        f'<button type="button" data-page="{page - 1}"{back}>{escape_html(say("Previous"))}</button>'
        f"<span>{escape_html(place)}</span>"
        f'<button type="button" data-page="{page + 1}"{on}>{escape_html(say("Next"))}</button></nav>'
    )


# --- what is said above the list --------------------------------------------------------------------------------------


def as_question(leaving: Sequence[Source]) -> str:
    """Return what is asked before articles are taken out: what goes, and in which way."""
    titles = [f"<li>{escape_html(title_of(source))}</li>" for source in leaving[:SHOWN_TITLES]]
    if len(leaving) > SHOWN_TITLES:
        more = say("and {number} more", number=say_number(len(leaving) - SHOWN_TITLES))
        titles.append(f"<li>{escape_html(more)}</li>")
    asked = say_counted(len(leaving), "Remove this article?", "Remove these {number} articles?")
    told = say(
        "Removed articles are no longer searched or cited. Erasing also overwrites their words on the disk, in the "
        "copies that Dateline keeps too, and takes longer. Your own files are left alone."
    )
    return (
        '<div class="asked" role="alertdialog" aria-labelledby="shelf-asked" aria-describedby="shelf-told">'
        f'<h3 id="shelf-asked" tabindex="-1">{escape_html(asked)}</h3><ul>{"".join(titles)}</ul>'
        f'<p id="shelf-told">{escape_html(told)}</p><p class="choices">'
        f'<button type="button" data-do="confirm" class="bad">{escape_html(say("Remove"))}</button>'
        f'<button type="button" data-do="erase" class="bad">{escape_html(say("Remove and erase"))}</button>'
        f'<button type="button" data-do="keep">{escape_html(say("Keep"))}</button></p></div>'
    )


def as_done(text: str, *, unmark: bool = False) -> str:
    """Return one line that says what was done; with `unmark` the articles it was done to are marked no more."""
    return f'<p class="done"{" data-unmark" if unmark else ""}>{escape_html(text)}</p>'


def as_busy(text: str) -> str:
    """Return one line that says what is being done."""
    return f'<p class="busy">{escape_html(text)}</p>'


def as_error(message: str, hint: str = "") -> str:
    """Return what went wrong, and what to do about it."""
    return f'<p class="trouble">{escape_html(f"{sentence(message)} {_advice(hint)}".strip())}</p>'


def as_progress(stage: str, done: int, total: int) -> str:
    """Return the bar of an adding; one without a known end says its stage alone."""
    named = {
        "reading": say("Reading the articles"),
        "embedding": say("Reading their meaning"),
        "grouping": say("Looking for reprints"),
        "building": say("Building the index"),
        "switching": say("Switching to it"),
        "switched": say("Switching to it"),
    }.get(stage, say("Starting"))
    total = max(done, total)
    known = f' aria-valuenow="{done}" aria-valuemax="{total}"' if total else ""
    share = f' style="width:{100 * done // total}%"' if total else ""
    counted = escape_html(say("{done} of {total}", done=say_number(done), total=say_number(total)))
    number = f' <span class="number">{counted}</span>'
    return (
        f'<div class="progress"><p>{number if total else ""}<span class="stage">{escape_html(named)}</span></p>'
        f'<div role="progressbar" aria-label="{escape_html(named)}" aria-valuemin="0"{known}>'
        f'<span class="{"known" if total else "open"}"{share}></span></div></div>'
    )


def as_report(added: Added) -> str:
    """Return how an adding went: the figures, each thing refused with its reason and what to do, the notices."""
    figures = [
        say("{number} added", number=say_number(added.added)),
        say("{number} updated", number=say_number(added.updated)),
        say("{number} unchanged", number=say_number(added.unchanged)),
        say("{number} rejected", number=say_number(len(added.rejected))),
    ]
    refused = "".join(
        f'<li><b>{escape_html(one_line(each.what))}</b><span class="reason">{escape_html(sentence(each.reason))}</span>'
        f'<span class="hint">{escape_html(_advice(each.hint))}</span></li>'
        for each in added.rejected[:SHOWN_REFUSALS]
    )
    if len(added.rejected) > SHOWN_REFUSALS:
        more = say("and {number} more", number=say_number(len(added.rejected) - SHOWN_REFUSALS))
        refused += f"<li>{escape_html(more)}</li>"
    notices = "".join(f'<p class="notice">{escape_html(sentence(notice))}</p>' for notice in added.notices)
    return (
        f'<div class="report"><p class="figures">{escape_html(" · ".join(figures))}</p>'
        f"{f'<ul>{refused}</ul>' if refused else ''}{notices}</div>"
    )


def _advice(hint: str) -> str:
    return sentence(hint) if hint else ""
