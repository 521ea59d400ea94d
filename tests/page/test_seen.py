"""What everybody sees and can reach: by axe-core, by contrast, by keyboard alone, on a narrow screen, with less motion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from rag.domain import Understood
from tests.page.conftest import DESK, PHONE, Stage
from tests.page.fakes import BOATS, SLOW, WATCHMAN, ZEPPELIN, boats
from tests.page.test_chat import CONTRASTS, ask, chip
from tests.page.test_doing import answered, do

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

NARROW = {"width": 320, "height": 640}
LOOKS = [(name, size, scheme) for name, size in (("desk", DESK), ("phone", PHONE)) for scheme in ("light", "dark")]
GRAVE = ("serious", "critical")

Reach = Callable[["Page", Stage], None]


def empty(page: Page, stage: Stage) -> None:
    expect(page.get_by_role("heading", name="Ask the articles")).to_be_visible()


def filters(page: Page, stage: Stage) -> None:
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Outlets", exact=True).click()
    page.get_by_role("option", name="Ostrey Today").click()


def answer(page: Page, stage: Stage) -> None:
    stage.assistant.quiet, stage.assistant.next_questions = ("North Post",), (WATCHMAN, ZEPPELIN)
    understood = Understood(since="2025-03-01", until="2025-03-31", outlets=("Coast Wire",))
    notices = ("The articles tell of this in two years.",)
    whole = replace(boats(), events=("2025-03", "2026-03"), understood=understood, notices=notices)
    stage.assistant.answers = {**stage.assistant.answers, BOATS: whole}
    answered(page, BOATS)
    page.get_by_text("Save the conversation").click()
    page.locator("#chat").get_by_text("2 more statements").click()


def opened_card(page: Page, stage: Stage) -> None:
    answered(page, BOATS)
    chip(page, 1, 1).click()
    expect(page.locator("#evidence .card.on")).to_be_visible()


def refusal(page: Page, stage: Stage) -> None:
    answered(page, ZEPPELIN)


def several_turns(page: Page, stage: Stage) -> None:
    answered(page, BOATS)
    answered(page, WATCHMAN, 2)
    page.locator("#evidence .earlier summary").first.evaluate("each => each.parentElement.open = true")


def editing(page: Page, stage: Stage) -> None:
    answered(page, WATCHMAN)
    do(page, "Edit the question")
    expect(page.locator("#editing")).to_be_visible()


def judging(page: Page, stage: Stage) -> None:
    answered(page, WATCHMAN)
    do(page, "Not right?")
    expect(page.get_by_role("dialog")).to_be_visible()


def collection(page: Page, stage: Stage) -> None:
    go_to(page, "Collection")
    page.get_by_role("button", name="Add articles").click()
    page.locator("#shelf-list input[type=checkbox]").first.check()
    expect(page.locator("#shelf-list .tools")).to_be_visible()


def opened_article(page: Page, stage: Stage) -> None:
    go_to(page, "Collection")
    page.locator("#shelf-list .title").first.click()
    expect(page.locator("#shelf-head h2")).to_be_visible()
    page.get_by_role("button", name="Set right what is known of it").click()


def removing(page: Page, stage: Stage) -> None:
    go_to(page, "Collection")
    page.locator("#shelf-list input[type=checkbox]").first.check()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("alertdialog")).to_be_visible()


def history(page: Page, stage: Stage) -> None:
    answered(page, WATCHMAN)
    go_to(page, "History")
    expect(page.locator("#past-list li").first).to_be_visible()


def renaming(page: Page, stage: Stage) -> None:
    history(page, stage)
    page.get_by_role("button", name="Rename").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def deleting(page: Page, stage: Stage) -> None:
    history(page, stage)
    page.get_by_role("button", name="Delete").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def many_questions(page: Page, stage: Stage) -> None:
    go_to(page, "Many questions")
    page.locator("#batch-questions textarea").fill(f"{BOATS}\n{WATCHMAN}\n{ZEPPELIN}")
    page.get_by_role("button", name="Answer them").click()
    expect(page.get_by_role("button", name="Save as CSV")).to_be_visible()


def settings(page: Page, stage: Stage) -> None:
    go_to(page, "Settings")
    page.locator("#language input").click()
    expect(page.get_by_role("option").first).to_be_visible()


def go_to(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab).click()
    expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
    if tab == "Collection":
        expect(page.locator("#shelf-list li").first).to_be_visible()


STATES: dict[str, Reach] = {
    reach.__name__: reach
    for reach in (
        empty, filters, answer, opened_card, refusal, several_turns, editing, judging, collection, opened_article,
        removing, history, renaming, deleting, many_questions, settings,
    )
}  # fmt: skip
OFTEN = {"empty", "answer", "refusal", "collection", "judging", "settings"}
"""Looked at each time; the others with `-m long`, since a browser takes seconds for each."""

EACH = [pytest.param(state, marks=[] if state in OFTEN else pytest.mark.long) for state in STATES]


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def in_each_look(page: Page) -> Iterator[str]:
    """Show the page at desk and phone size, in light and dark; yield the name of each."""
    for name, size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(100)
        yield f"{name}, {scheme}"


@pytest.mark.parametrize("state", EACH)
def test_axe_finds_nothing_serious_in_either_theme_and_size(page: Page, stage: Stage, axe: str, state: str) -> None:
    STATES[state](page, stage)
    page.evaluate(axe)

    found = [f"{look}: {each}" for look in in_each_look(page) for each in grave(page, look)]

    assert found == []


def test_axe_would_find_something(page: Page, axe: str) -> None:
    page.evaluate(axe)

    page.evaluate("document.querySelector('#ask').insertAdjacentHTML('beforeend', '<button></button><img src=\"x\">')")

    assert {each.partition(" ")[0] for each in grave(page, "light")} == {"button-name", "image-alt"}


def grave(page: Page, look: str) -> list[str]:
    """Return what axe-core finds serious or critical, with where; in the dark it looks at the colours alone."""
    only = {"runOnly": {"type": "rule", "values": ["color-contrast"]}} if "dark" in look else {}
    report: dict[str, Any] = page.evaluate("how => axe.run(document, how)", {"resultTypes": ["violations"], **only})
    return [
        f"{each['id']} at {node['target']}"
        for each in report["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("state", EACH)
def test_each_text_can_be_read_and_nothing_reaches_over_the_edge(page: Page, stage: Stage, state: str) -> None:
    STATES[state](page, stage)

    weak = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        weak[scheme] = page.evaluate(CONTRASTS)
    wide = {}
    for size in (PHONE, NARROW):
        page.set_viewport_size(size)
        page.wait_for_timeout(100)
        wide[size["width"]] = page.evaluate("document.documentElement.scrollWidth")

    assert weak == {"light": [], "dark": []}
    assert wide == {390: 390, 320: 320}


REACHABLE = """() => [...document.querySelectorAll('a[href], button, input, textarea, select, summary, [tabindex]')].filter(
  each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({visibilityProperty: true})
    && !each.closest('[aria-hidden="true"], [inert]') && each.getBoundingClientRect().width > 0
    && !(each.type === 'radio' && !each.checked) && each.getAttribute('role') !== 'tab'
)"""

FOCUSED = """() => {
  const each = document.activeElement, steps = [];
  for (let at = each, far = 0; at && far < 4; at = at.parentElement, far++) steps.push(getComputedStyle(at));
  const seen = steps.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
    || style.boxShadow !== 'none');
  each.dataset.reached = 'yes';
  return {body: each === document.body, seen, name: each.id || each.className + ' ' + each.textContent.slice(0, 30)};
}"""


@pytest.mark.parametrize("state", ["empty", "filters", "answer", "collection", "opened_article", "history",
                                   "many_questions", "settings"])  # fmt: skip
def test_the_keyboard_reaches_each_control_and_the_focus_is_seen(page: Page, stage: Stage, state: str) -> None:
    STATES[state](page, stage)
    # Out of what has the focus first: Escape in the article would close it, and the list would take the focus later.
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()")
    page.keyboard.press("Escape")
    page.locator("#masthead").click(position={"x": 2, "y": 2})
    last = page.evaluate(f"({REACHABLE})().length")

    unseen = []
    for _ in range(last + 12):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        unseen += [] if focused["seen"] or focused["body"] else [focused["name"]]
        if focused["body"]:
            break
    missed = page.evaluate(f"({REACHABLE})().filter(each => !each.dataset.reached).map(each => each.outerHTML)")

    expect(page.locator("#shelf-head .opened")).to_have_count(1 if state == "opened_article" else 0)
    assert unseen == []
    assert [each[:160] for each in missed] == []


def test_who_opens_the_page_can_type_at_once(page: Page) -> None:
    expect(page.locator("#ask textarea")).to_be_focused()


@pytest.mark.parametrize(("state", "way", "back"), [
    ("judging", "#dialogs #flag", "Not right?"), ("renaming", "#dialogs #prompt", "Rename"),
    ("deleting", "#dialogs #confirm", "Delete"),
])  # fmt: skip
def test_escape_closes_a_dialog_and_the_focus_returns(
    page: Page, stage: Stage, state: str, way: str, back: str
) -> None:
    STATES[state](page, stage)
    expect(page.locator(way)).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator(way)).to_be_hidden()
    expect(focused(page)).to_have_text(back)


def test_escape_in_a_dialog_leaves_the_evidence_open(page: Page, stage: Stage) -> None:
    page.set_viewport_size(PHONE)
    answered(page, WATCHMAN)
    chip(page, 1, 1).click()
    page.evaluate("document.querySelector('#chat a[href^=\"#do-flag\"]').click()")
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Escape")
    expect(page.locator("#s-1-1")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#s-1-1")).to_be_hidden()
    expect(chip(page, 1, 1)).to_be_focused()


def test_every_control_has_a_name_for_those_who_listen(page: Page, stage: Stage) -> None:
    answer(page, stage)
    nameless = {tab: unnamed(page) for tab in ["Ask"]}
    for tab in ("Collection", "History", "Many questions", "Settings"):
        go_to(page, tab)
        nameless[tab] = unnamed(page)

    assert nameless == {"Ask": [], "Collection": [], "History": [], "Many questions": [], "Settings": []}


def unnamed(page: Page) -> list[str]:
    """Return the lines of what a screen reader is told that name no control."""
    lines = page.locator("body").aria_snapshot().splitlines()
    controls = re.compile(r"- (button|link|textbox|combobox|checkbox|radio|slider|spinbutton|tab)(:| \[|$)")
    return [line.strip() for line in lines if controls.match(line.strip())]


def test_nothing_moves_for_who_asked_for_less_motion(page: Page) -> None:
    moving = "document.getAnimations().filter(each => each.playState === 'running').length"
    ask(page, SLOW)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.wait_for_timeout(300)
    still = page.evaluate(moving)

    page.emulate_media(reduced_motion="no-preference")
    page.evaluate("document.querySelector('#said').animate([{opacity: 0}, {opacity: 1}], 9000)")

    assert still == 0
    assert page.evaluate(moving) > 0


def focused(page: Page) -> Locator:
    """Return what has the focus."""
    return page.locator("*:focus")
