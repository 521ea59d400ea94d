"""The page's own dialogs, which its script opens, and the words that the script needs; pure."""

from __future__ import annotations

from rag.feedback import KINDS, Kind
from rag.render import escape_html
from rag.words import say, spoken


def as_dialogs() -> str:
    """Return the dialogs: one that confirms, one that asks for a text, one that asks what is wrong with an answer."""
    buttons = (
        f'<p class="buttons"><button type="button" value="cancel">{_(say("Cancel"))}</button>'
        f'<button type="submit" value="ok" class="first">{{}}</button></p>'
    )
    kinds = "".join(
        f'<label><input type="radio" name="kind" value="{kind}"{" checked" * (kind == "wrong_citation")}> '
        f"{_(kind_words(kind))}</label>"
        for kind in KINDS
    )
    return (
        f'<dialog id="confirm" aria-labelledby="confirm-text"><form method="dialog"><p id="confirm-text"></p>'
        f"{buttons.format(_(say('Yes')))}</form></dialog>"
        f'<dialog id="prompt"><form method="dialog"><label><span></span><input type="text" maxlength="200"></label>'
        f"{buttons.format(_(say('Save')))}</form></dialog>"
        f'<dialog id="flag" aria-labelledby="flag-title"><form method="dialog"><h2 id="flag-title">'
        f"{_(say('What is to be said of this answer?'))}</h2><fieldset>{kinds}</fieldset>"
        f'<label>{_(say("What would be right? (optional)"))}<textarea maxlength="2000" rows="3"></textarea></label>'
        f"{buttons.format(_(say('Send')))}</form></dialog>"
        f'<div id="words" hidden data-lang="{spoken()}" data-source="{_(say("Source {number}"))}"'
        f' data-answers="{_(say("Answers"))}"'
        f' data-copied="{_(say("Copied."))}" data-busy="{_(say("Busy: too many questions at once. Ask again soon."))}"'
        f' data-lost="{_(say("The page has lost its server. Is it still running?"))}"></div>'
    )


def as_told() -> str:
    """Return the place where the script tells what was done; apart, since another language draws the dialogs anew."""
    return '<div id="said" role="status" aria-live="polite"></div>'


def kind_words(kind: Kind) -> str:
    """Return what a reader chooses to say of an answer."""
    return {
        "good": say("It is right"),
        "wrong_citation": say("A citation does not carry its sentence"),
        "out_of_date": say("It is out of date"),
        "missed_something": say("It misses something that the articles say"),
        "other": say("Something else"),
    }[kind]


def _(text: str) -> str:
    return escape_html(text)
