"""What everybody sees and can reach: by axe-core, by contrast, by keyboard alone, on a narrow screen, with less motion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from rag.domain import Understood
from tests.page.conftest import DESK, PHONE, Stage, Watched
from tests.page.fakes import BOATS, WATCHMAN, ZEPPELIN, boats
from tests.page.test_chat import CONTRASTS, chip
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
    page.get_by_label("Outlets").click()
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


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_serious_in_either_theme_and_size(page: Page, stage: Stage, axe: str, state: str) -> None:
    STATES[state](page, stage)
    page.evaluate(axe)

    found = [f"{look}: {each}" for look in in_each_look(page) for each in grave(page)]

    assert found == []


def grave(page: Page) -> list[str]:
    """Return what axe-core finds serious or critical, with where."""
    report: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']} at {node['target']}"
        for each in report["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]
