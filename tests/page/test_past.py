"""The history: found again after a restart with its citations, searched, renamed, deleted, taken along, brought back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

import ui
from benchmarks.served import free_port
from tests.page.conftest import PATIENCE, FakeDesk, Stage
from tests.page.fakes import BOATS, WATCHMAN, ZEPPELIN
from tests.page.test_chat import chip
from tests.page.test_doing import answered, upload

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page


@pytest.fixture
def own(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page with a history of its own, two conversations in it, served anew after they were had."""
    port = free_port()
    stage = Stage(f"http://127.0.0.1:{port}", port)
    context = browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    first = ui.serve(FakeDesk(stage), host="127.0.0.1", port=port, index=tmp_path)
    page = context.new_page()
    page.set_default_timeout(2 * PATIENCE)
    page.goto(stage.url)
    page.wait_for_selector(".example >> visible=true")
    answered(page, BOATS)
    answered(page, ZEPPELIN, 2)
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("heading", name="Ask the articles")).to_be_visible()
    answered(page, WATCHMAN)
    first.close(verbose=False)
    second = ui.serve(FakeDesk(stage), host="127.0.0.1", port=port, index=tmp_path)
    page.goto(stage.url)
    page.wait_for_selector(".example >> visible=true")
    page.get_by_role("tab", name="History").click()
    yield page
    context.close()
    second.close(verbose=False)


def rows(page: Page) -> Locator:
    return page.locator("#past-list li")


def test_after_a_restart_a_conversation_is_opened_with_its_citations(own: Page) -> None:
    expect(rows(own)).to_have_count(2)
    expect(rows(own).first).to_contain_text(WATCHMAN)
    expect(rows(own).last).to_contain_text("2 questions")

    own.get_by_role("button", name=BOATS, exact=True).click()

    expect(own.locator("#chat .user")).to_have_count(2)
    chip(own, 1, 2).click()
    expect(own.locator("#s-1-2 mark")).to_contain_text("Eleven hulls were gone")
    expect(own.locator("#chat .refusal")).to_contain_text("The articles do not say.")


def test_a_conversation_goes_on_where_it_was(own: Page) -> None:
    own.get_by_role("button", name=WATCHMAN, exact=True).click()
    expect(own.locator("#chat .user")).to_have_count(1)

    answered(own, ZEPPELIN, 2)

    own.get_by_role("tab", name="History").click()
    expect(rows(own).first).to_contain_text("2 questions")
    expect(rows(own)).to_have_count(2)


def test_the_history_is_searched_by_words_of_questions_and_answers(own: Page) -> None:
    own.get_by_label("Search the history").fill("linnet pilot")

    expect(rows(own)).to_have_count(1)
    expect(rows(own)).to_contain_text(WATCHMAN)
    own.get_by_label("Search the history").fill('"*( OR')
    expect(own.locator("#past-list")).to_contain_text("No conversation has these words.")


def test_a_conversation_is_renamed(own: Page) -> None:
    rows(own).last.get_by_role("button", name="Rename").click()
    own.get_by_role("dialog").get_by_role("textbox").fill("The <b>fire</b>")
    own.get_by_role("dialog").get_by_role("button", name="Save").click()

    expect(rows(own).last.locator(".title")).to_have_text("The <b>fire</b>")


def test_a_conversation_is_deleted_when_that_is_confirmed(own: Page) -> None:
    rows(own).first.get_by_role("button", name="Delete").click()
    own.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(rows(own)).to_have_count(2)

    rows(own).first.get_by_role("button", name="Delete").click()
    own.get_by_role("dialog").get_by_role("button", name="Yes").click()

    expect(rows(own)).to_have_count(1)
    expect(own.locator("#past-list")).not_to_contain_text(WATCHMAN)


def test_a_saved_file_opens_again_with_its_citations(own: Page, tmp_path: Path) -> None:
    with own.expect_download() as saved:
        rows(own).last.get_by_role("button", name="file: Save").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    rows(own).last.get_by_role("button", name="Delete").click()
    own.get_by_role("dialog").get_by_role("button", name="Yes").click()
    expect(rows(own)).to_have_count(1)

    upload(own, "Open a saved file", file)

    expect(own.locator("#chat .user")).to_have_count(2)
    chip(own, 1, 2).click()
    expect(own.locator("#s-1-2 mark")).to_contain_text("Eleven hulls were gone")


def test_a_file_that_is_none_of_ours_is_refused_in_one_sentence(own: Page, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"dateline": "<script>"}')

    upload(own, "Open a saved file", file)

    expect(own.locator("#said")).to_contain_text("not")
    expect(rows(own)).to_have_count(2)
