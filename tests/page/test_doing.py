"""What can be done with an answer: asked again, edited, narrowed, copied, linked, judged, taken along."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rag.domain import Understood
from tests.page.conftest import Stage
from tests.page.fakes import BOATS, COURIER, WATCHMAN, ZEPPELIN, boats, watchman
from tests.page.test_chat import ask, chip

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


def do(page: Page, name: str, turn: int = 1) -> None:
    """Choose what stands under an answer."""
    page.locator("#chat .bot").nth(turn - 1).get_by_role("button", name=name, exact=True).click()


def upload(page: Page, name: str, file: Path) -> None:
    """Choose a file as a person would."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=name).click()
    chooser.value.set_files(file)


def answered(page: Page, question: str, times: int = 1) -> None:
    ask(page, question)
    expect(page.locator("#chat .bot .searched")).to_have_count(times)
    expect(page.get_by_role("button", name="New conversation")).to_be_visible()


def test_an_answer_is_read_from_its_question_on_and_scrolling_is_left_to_the_reader(page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 520})
    for turn, question in enumerate((BOATS, WATCHMAN, BOATS), start=1):
        answered(page, question, turn)

    tops = page.locator("#chat .user-row, #chat").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert -2 <= tops[-1] - tops[0] <= 30
    expect(page.locator("#chat .lead").last).to_be_in_viewport()

    page.mouse.move(300, 300)
    page.mouse.wheel(0, -5_000)
    page.wait_for_timeout(300)
    page.get_by_label("Ask about the articles").fill("a")
    expect(page.locator("#chat .user").first).to_be_in_viewport()


def test_a_chosen_card_shows_the_whole_article_scrolled_to_its_words(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 420})
    answered(page, WATCHMAN)
    card = page.locator("#s-1-1")
    expect(card.locator("blockquote")).not_to_contain_text("The alarm was raised", use_inner_text=True)

    chip(page, 1, 1).click()

    expect(card.locator("blockquote")).to_contain_text("The alarm was raised", use_inner_text=True)
    expect(card.locator("mark")).to_be_in_viewport()


def test_a_period_that_was_read_off_is_taken_off_with_one_click(page: Page, stage: Stage) -> None:
    answer = replace(watchman(), understood=Understood(since="2025-03-01", until="2025-03-31"))
    stage.assistant.answers = {WATCHMAN: answer}
    answered(page, WATCHMAN)
    expect(page.locator("#chat .chip")).to_contain_text("1 March 2025 to 31 March 2025")

    stage.assistant.answers = {WATCHMAN: watchman()}
    page.get_by_role("button", name="search without this period").click()

    expect(page.locator("#chat .chip")).to_have_count(0)
    expect(page.locator("#chat .user")).to_have_count(1)
    assert [limits["ignoring"] for _, _, limits in stage.assistant.asked] == [[], ["period"]]


def test_one_of_two_events_that_look_alike_is_asked_about(page: Page, stage: Stage) -> None:
    stage.assistant.answers = {BOATS: replace(boats(), events=("2025-03", "2026-03"))}
    answered(page, BOATS)

    page.get_by_role("button", name="only March 2026").click()

    expect(page.locator("#chat .user")).to_have_count(2)
    assert stage.assistant.asked[1][2]["since"] == stage.assistant.asked[1][2]["until"] == "2026-03"


def test_a_next_question_is_one_click(page: Page, stage: Stage) -> None:
    stage.assistant.next_questions = (WATCHMAN,)
    answered(page, BOATS)

    page.get_by_role("button", name=WATCHMAN).click()

    expect(page.locator("#chat .lead").last).to_contain_text("pilot boat Linnet")
    assert [question for question, _, _ in stage.assistant.asked] == [BOATS, WATCHMAN]


def test_asking_again_takes_the_place_of_the_answer(page: Page, stage: Stage) -> None:
    answered(page, BOATS)

    stage.assistant.answers = {BOATS: watchman()}
    do(page, "Ask again")

    expect(page.locator("#chat .lead")).to_contain_text("pilot boat Linnet")
    expect(page.locator("#chat .user")).to_have_count(1)
    assert [(question, history) for question, history, _ in stage.assistant.asked] == [(BOATS, ()), (BOATS, ())]


def test_an_edited_question_takes_the_place_of_itself_and_what_came_after(page: Page, stage: Stage) -> None:
    answered(page, BOATS)
    answered(page, ZEPPELIN, 2)
    do(page, "Edit the question")
    field = page.get_by_label("Ask about the articles")
    expect(field).to_have_value(BOATS)
    expect(page.locator("#editing")).to_contain_text("what was said after it goes")

    answered(page, WATCHMAN)

    expect(page.locator("#chat .user")).to_have_count(1)
    expect(page.locator("#chat .lead")).to_contain_text("pilot boat Linnet")
    expect(page.locator("#editing")).to_have_count(0)
    assert stage.assistant.asked[-1][:2] == (WATCHMAN, ())


def test_nothing_typed_over_an_edited_question_drops_nothing(page: Page, stage: Stage) -> None:
    answered(page, BOATS)
    answered(page, ZEPPELIN, 2)
    do(page, "Edit the question")
    expect(page.get_by_label("Ask about the articles")).to_have_value(BOATS)
    page.get_by_label("Ask about the articles").fill("  ")

    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    expect(page.locator("#chat .user")).to_have_count(2)
    expect(page.locator("#editing")).to_be_visible()
    assert len(stage.assistant.asked) == 2


def test_editing_can_be_given_up(page: Page) -> None:
    answered(page, BOATS)
    do(page, "Edit the question")

    page.get_by_role("button", name="Cancel").click()

    expect(page.locator("#editing")).to_have_count(0)
    expect(page.get_by_label("Ask about the articles")).to_have_value("")
    expect(page.locator("#chat .user")).to_have_count(1)
    do(page, "Edit the question")
    expect(page.get_by_label("Ask about the articles")).to_have_value(BOATS)
    page.get_by_label("Ask about the articles").press("Escape")
    expect(page.locator("#editing")).to_have_count(0)
    expect(page.get_by_label("Ask about the articles")).to_have_value("")


def test_what_was_typed_for_a_new_conversation_stays_and_a_question_being_edited_goes(page: Page) -> None:
    field, anew = page.get_by_label("Ask about the articles"), page.get_by_role("button", name="New conversation")
    answered(page, BOATS)
    field.fill(WATCHMAN)

    anew.click()
    expect(anew).to_be_hidden()
    expect(field).to_have_value(WATCHMAN)
    field.press("Enter")

    expect(page.locator("#chat .lead")).to_contain_text("pilot boat Linnet")
    expect(page.locator("#chat .user")).to_have_count(1)
    do(page, "Edit the question")
    expect(field).to_have_value(WATCHMAN)
    anew.click()
    expect(anew).to_be_hidden()
    expect(field).to_have_value("")
    expect(page.locator("#editing")).to_have_count(0)


def test_an_answer_is_copied_with_its_footnotes_and_a_quotation_with_its_own(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answered(page, BOATS)

    do(page, "Copy with footnotes")
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    page.locator("#s-1-2").get_by_role("button", name="copy the quotation").click()
    page.wait_for_timeout(300)
    quotation = page.evaluate("navigator.clipboard.readText()")

    assert "[^1]" in copied
    assert "Coast Wire, Nils Ardent, 4 March 2025" in copied
    words = COURIER.text.partition(". ")[2]
    assert quotation == f"“{words}” (Orrenmouth Courier, 4 March 2025)"


def test_a_link_leads_to_one_answer_with_its_citations_in_another_window(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answered(page, BOATS)
    answered(page, WATCHMAN, 2)
    do(page, "Copy link", 2)
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")

    other = page.context.new_page()
    other.goto(link)

    expect(other.locator("#chat .user")).to_have_count(2)
    chip(other, 2, 1).click()
    expect(other.locator("#s-2-1 mark")).to_contain_text("pulled from the water by the crew")


def test_a_link_leads_to_what_was_asked_again(page: Page, stage: Stage) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answered(page, BOATS)
    do(page, "Copy link")
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    stage.assistant.answers = {BOATS: watchman()}
    do(page, "Ask again")
    expect(page.locator("#chat .lead")).to_contain_text("pilot boat Linnet")

    other = page.context.new_page()
    other.goto(link)

    expect(other.locator("#chat .lead")).to_contain_text("pilot boat Linnet")


def test_a_page_that_is_loaded_again_brings_its_conversation_back(page: Page) -> None:
    answered(page, BOATS)
    answered(page, WATCHMAN, 2)

    page.reload()

    expect(page.locator("#chat .user")).to_have_count(2)
    answered(page, ZEPPELIN, 3)

    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("heading", name="Ask the articles")).to_be_visible()
    expect(page).to_have_url(re.compile(r"^[^?]*$"))
    page.reload()

    expect(page.get_by_role("heading", name="Ask the articles")).to_be_visible()
    expect(page.locator("#chat .user")).to_have_count(0)


def test_a_link_that_leads_nowhere_says_so(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/?answer=nobody-knows-it")

    expect(page.get_by_role("status").filter(has_text="That answer is not kept here.")).to_be_visible()
    expect(page.get_by_role("heading", name="Ask the articles")).to_be_visible()


def test_a_wrong_citation_is_said_with_what_would_be_right(page: Page) -> None:
    answered(page, BOATS)
    do(page, "Not right?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_label("It misses something that the articles say").check()
    dialog.get_by_label("What would be right").fill("thirteen boats")

    dialog.get_by_role("button", name="Send").click()

    expect(page.get_by_role("status").filter(has_text="It is kept")).to_be_visible()
    page.get_by_role("tab", name="Settings").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my feedback as a file").click()
    kept = [json.loads(line) for line in saved.value.path().read_text().splitlines()]
    assert [(one["question"], one["answers"]) for one in kept if one.get("answers")][-1] == (BOATS, ["thirteen boats"])


@pytest.mark.parametrize(
    ("name", "ending", "begins"),
    [
        ("Markdown with footnotes", ".md", f"## {BOATS}"),
        ("table (CSV)", ".csv", '\ufeff"question",'),
        ("file to open again", ".dateline.json", '{\n "dateline": 1'),
    ],
)
def test_a_conversation_is_taken_along(page: Page, name: str, ending: str, begins: str) -> None:
    answered(page, BOATS)
    page.get_by_text("Save the conversation").click()

    with page.expect_download() as saved:
        page.get_by_role("button", name=name).click()

    assert saved.value.suggested_filename == f"how-many-boats-were-lost-in-the-harbour-fire{ending}"
    text = saved.value.path().read_bytes().decode()
    assert text.startswith(begins)
    assert "Thirteen boats, not eleven" in re.sub(r"\\u2019", "’", text)


def test_the_keyboard_does_what_the_mouse_does(page: Page, stage: Stage) -> None:
    answered(page, BOATS)
    again = page.get_by_role("button", name="Ask again")
    again.focus()

    stage.assistant.answers = {BOATS: watchman()}
    page.keyboard.press("Space")

    expect(page.locator("#chat .lead")).to_contain_text("pilot boat Linnet")
    assert len(stage.assistant.asked) == 2


def test_who_reported_it_and_who_did_not_is_folded_beside_the_answer(page: Page, stage: Stage) -> None:
    stage.assistant.quiet = ("North Post",)
    answered(page, BOATS)

    page.get_by_text("1 other outlet has articles of those days, none of them found for this").click()

    expect(page.locator("#evidence .coverage")).to_contain_text("Not found: North Post")


def test_a_dot_of_the_picture_leads_to_its_words(page: Page) -> None:
    answered(page, BOATS)

    page.get_by_role("link", name="Source 3: Coast Wire, 6 March 2025").first.click()

    expect(page.locator("#evidence .card.on mark")).to_contain_text("Thirteen boats, not eleven")
