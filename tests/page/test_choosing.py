"""Settings, and many questions at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.page.conftest import Stage
from tests.page.fakes import BOATS, WATCHMAN, ZEPPELIN
from tests.page.test_doing import upload

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


def test_questions_of_a_table_are_answered_into_a_table_that_is_saved(page: Page, stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "questions.csv"
    file.write_text(f"question,outlet,since\n{BOATS},Coast Wire,2025-03\n{ZEPPELIN},,\nx,,not a day\n")
    page.get_by_role("tab", name="Many questions").click()
    upload(page, "Read them from a file", file)
    expect(page.get_by_label("Questions, one a line")).to_have_value(file.read_text())

    page.get_by_role("button", name="Answer them").click()

    body = page.locator("#batch-table tbody tr")
    expect(body).to_have_count(3)
    expect(body.nth(0)).to_contain_text("destroying eleven boats")
    expect(body.nth(0)).to_contain_text("2 independent sources")
    expect(body.nth(1)).to_contain_text("The articles do not say.")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as CSV").click()
    assert saved.value.path().read_bytes().decode().startswith('\ufeff"question","answer"')
    assert stage.assistant.asked[0][2]["outlets"] == ("Coast Wire",)


def test_a_table_without_questions_is_refused_in_one_sentence(page: Page) -> None:
    page.get_by_role("tab", name="Many questions").click()

    page.get_by_role("button", name="Answer them").click()

    expect(page.locator("#batch-table .trouble")).to_contain_text("no question")


def test_many_questions_can_be_stopped_and_what_is_answered_is_saved(page: Page, stage: Stage) -> None:
    stage.assistant.pause = 1.0
    page.get_by_role("tab", name="Many questions").click()
    page.get_by_label("Questions, one a line").fill("\n".join([BOATS, WATCHMAN] * 20))
    page.get_by_role("button", name="Answer them").click()
    expect(page.locator("#batch-table tbody tr")).not_to_have_count(0)

    page.locator("#batch").get_by_role("button", name="Stop").click()

    expect(page.get_by_role("button", name="Save as CSV")).to_be_visible()
    assert len(stage.assistant.asked) < 20


def test_what_was_chosen_is_used_and_remembered(page: Page, stage: Stage) -> None:
    page.get_by_role("tab", name="Settings").click()
    page.get_by_label("Chat model").fill("openai:some-model")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#said")).to_have_text("Saved.")

    page.reload()
    page.wait_for_selector(".example >> visible=true")

    assert stage.chosen[-1] == {"chat_model": "openai:some-model"}
    page.get_by_role("tab", name="Settings").click()
    expect(page.get_by_label("Chat model")).to_have_value("openai:some-model")
    page.get_by_label("Chat model").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#said")).to_have_text("Saved.")


def test_a_chat_model_that_is_none_is_refused(page: Page) -> None:
    page.get_by_role("tab", name="Settings").click()
    page.get_by_label("Chat model").fill("gpt")

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#said")).to_contain_text("provider:model")
