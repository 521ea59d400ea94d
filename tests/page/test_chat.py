"""The page as a reader uses it: asks, sees the words, comes back, is told what went wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rag.domain import Turn
from rag.errors import IndexMissing
from tests.page.conftest import PHONE, Stage, Watched
from tests.page.fakes import BOATS, BROKEN, COURIER, EMPTY, SLOW, WATCHMAN, WIRE, ZEPPELIN, boats, watchman

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page


BOLD = 600
"""Weight of letters from which they stand out."""


def ask(page: Page, question: str) -> None:
    page.get_by_label("Ask about the articles").fill(question)
    page.keyboard.press("Enter")


def chip(page: Page, turn: int, number: int) -> Locator:
    return page.locator(f'#chat a[href="#s-{turn}-{number}"]').first


def test_a_question_typed_and_sent_with_enter_is_answered_beside_its_passages(page: Page) -> None:
    ask(page, WATCHMAN)

    lead = page.locator("#chat .lead")
    expect(lead).to_have_text("The night watchman was pulled from the water by the crew of the pilot boat Linnet.1")
    expect(page.locator("#chat .sources")).to_have_text("Coast Wire, 4 March 2025 · reprinted by Kelderby Ledger")
    card = page.locator("#s-1-1")
    expect(card.locator("mark")).to_have_text(
        "The night watchman was pulled from the water by the crew of the pilot boat Linnet."
    )
    expect(card.locator("blockquote")).to_have_text(WIRE.text.rpartition("\n")[2], use_inner_text=True)
    expect(card.locator(".meta")).to_have_text("verbatim1 Coast Wire · 4 March 2025 · Nils Ardent")


def test_the_words_that_answer_stand_out(page: Page, stage: Stage) -> None:
    whole = watchman()
    start = WIRE.text.index("the crew of the pilot boat")
    lead = replace(whole.citations[0], answer_start=start, answer_end=start + len("the crew of the pilot boat Linnet"))
    said = replace(whole.statements[0], citations=(lead,))
    stage.assistant.answers = {WATCHMAN: replace(whole, statements=(said,), citations=(lead,))}

    ask(page, WATCHMAN)

    bold = page.locator("#chat .lead strong")
    expect(bold).to_have_text("the crew of the pilot boat Linnet")
    assert int(bold.evaluate("each => getComputedStyle(each).fontWeight")) >= BOLD


def test_a_click_on_the_second_chip_highlights_those_words(page: Page) -> None:
    ask(page, BOATS)

    chip(page, 1, 2).click()

    expect(page.locator("#evidence .card.on")).to_have_count(1)
    expect(page.locator("#evidence .card.on mark")).to_have_text(COURIER.text.partition(". ")[2])
    expect(page.locator("#evidence .card.on")).to_be_in_viewport()
    expect(page.locator("#s-1-2")).to_be_focused()


def test_words_stay_highlighted_while_the_answer_grows(page: Page, stage: Stage) -> None:
    stage.assistant.pause = 1.0
    ask(page, BOATS)

    chip(page, 1, 2).click()
    expect(page.locator("#chat table")).to_be_visible()

    expect(page.locator("#evidence .card.on mark")).to_have_text(COURIER.text.partition(". ")[2])
    expect(chip(page, 1, 2)).to_have_attribute("aria-current", "true")


def test_the_keyboard_alone_reaches_the_words_and_comes_back(page: Page) -> None:
    ask(page, BOATS)
    expect(chip(page, 1, 3)).to_be_attached()
    chip(page, 1, 2).focus()

    page.keyboard.press("Enter")
    expect(page.locator("#s-1-2")).to_be_focused()
    page.keyboard.press("Escape")

    expect(chip(page, 1, 2)).to_be_focused()


def test_a_chip_shows_its_words_on_hover_and_on_focus(page: Page) -> None:
    ask(page, BOATS)
    expect(page.locator("#chat table")).to_be_visible()
    peek = page.get_by_role("tooltip")

    chip(page, 1, 1).hover()
    expect(peek.locator("mark")).to_have_text(WIRE.text.partition("\n")[0])
    page.mouse.move(1, 1)
    expect(peek).to_be_hidden()

    page.locator("#chat details.more summary").focus()
    page.keyboard.press("Shift+Tab")
    expect(peek.locator("mark")).to_have_text(COURIER.text.partition(". ")[2])
    expect(chip(page, 1, 2)).to_have_attribute("aria-describedby", "peek")


def test_the_other_statements_are_folded_and_the_conflict_is_a_small_table(page: Page) -> None:
    ask(page, BOATS)

    expect(page.locator("#chat .sources").first).to_have_text(
        "Coast Wire, 4 March 2025 · 2 independent sources · reprinted by Kelderby Ledger"
    )
    expect(page.get_by_text("Thirteen boats, not eleven").first).to_be_hidden()
    page.locator("#chat").get_by_text("2 more statements").click()
    expect(page.locator("#chat li").first).to_be_visible()
    expect(page.locator("#chat tbody tr")).to_have_text(
        [
            "11 boats Coast Wire 4 March 2025 1",
            "9 boats Ostrey Today 4 March 2025 4",
            "13 boats Coast Wire 6 March 2025 3",
        ]
    )


def test_chips_of_earlier_turns_still_lead_to_their_words(page: Page, stage: Stage) -> None:
    ask(page, BOATS)
    expect(chip(page, 1, 3)).to_be_attached()
    ask(page, WATCHMAN)
    expect(page.locator("#s-2-1")).to_be_visible()
    expect(page.locator("#s-1-2")).to_be_hidden()

    chip(page, 1, 2).click()

    expect(page.locator("#s-1-2")).to_be_visible()
    expect(page.locator("#evidence .card.on mark")).to_have_text(COURIER.text.partition(". ")[2])
    assert stage.assistant.asked[1][1] == (Turn(BOATS, boats().text),)


def test_the_empty_page_says_what_to_do_and_an_example_is_one_click(page: Page) -> None:
    expect(page.get_by_role("heading", name="Ask the articles")).to_be_visible()
    expect(page.locator(".facts")).to_have_text("24 articles · 5 outlets · no language model")

    page.get_by_role("button", name=WATCHMAN).click()

    expect(page.locator("#chat .lead")).to_contain_text("pilot boat Linnet")
    expect(page.get_by_role("heading", name="Ask the articles")).to_have_count(0)


def test_a_page_without_articles_names_the_command_and_picks_them_up(watched: Watched, stage: Stage) -> None:
    page = watched.page
    stage.assistant.missing = IndexMissing("nothing is there", hint="add articles first: python -m ingest P")
    page.goto(stage.url)

    expect(page.get_by_role("heading", name="No articles yet")).to_be_visible()
    expect(page.locator("#welcome code")).to_have_text("python -m ingest P")
    stage.assistant.missing = None
    ask(page, WATCHMAN)
    expect(page.locator("#chat .lead")).to_contain_text("pilot boat Linnet")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".facts")).to_have_text("24 articles · 5 outlets · no language model")


def test_a_refusal_says_why_and_what_was_nearest(page: Page) -> None:
    ask(page, ZEPPELIN)

    expect(page.locator("#chat .refusal")).to_have_text(
        "The articles do not say. Nothing in the collection mentions “zeppelin”."
    )
    expect(page.locator("#evidence h3")).to_have_text("Nearest")
    page.locator("#chat").get_by_role("link", name="Coast Wire, 4 March 2025").click()
    expect(page.locator("#evidence .card.on blockquote")).to_have_text(
        "The alarm was raised at 2:10 a.m. by a baker on his way to work."
    )


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (EMPTY, "There is no collection at dateline-index. Add articles first: python -m ingest PATH"),
        ("x" * 2_001, "The question has 2,001 characters; 2,000 are the most."),
        (BROKEN, re.compile(r"^Dateline failed at this; the details are in \S+\.log\.$")),
    ],
)
def test_an_error_is_one_plain_sentence(page: Page, question: str, said: str | re.Pattern[str]) -> None:
    ask(page, question)

    expect(page.locator("#chat .trouble")).to_have_text(said)
    expect(page.locator("body")).not_to_contain_text("Traceback")
    expect(page.locator("body")).not_to_contain_text("secret detail")
    expect(page.get_by_role("button", name="Ask ↵")).to_be_visible()


def test_an_answer_can_be_stopped_and_what_was_written_stays(page: Page) -> None:
    ask(page, SLOW)
    expect(page.locator("#chat .lead")).to_contain_text("destroying eleven boats")

    page.get_by_role("button", name="Stop").click()

    expect(page.locator("#chat .notice")).to_have_text("Stopped.")
    expect(page.locator("#chat .lead")).to_contain_text("destroying eleven boats")
    ask(page, WATCHMAN)
    expect(page.locator("#s-2-1")).to_be_visible()


def test_a_question_sent_while_an_answer_is_written_is_asked_next(page: Page, stage: Stage) -> None:
    stage.assistant.pause = 1.0
    ask(page, BOATS)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()

    ask(page, WATCHMAN)

    expect(page.locator("#s-2-1")).to_be_visible()
    assert [question for question, _, _ in stage.assistant.asked] == [BOATS, WATCHMAN]
    expect(page.get_by_label("Ask about the articles")).to_have_value("")


def test_filters_are_folded_passed_on_and_named(page: Page, stage: Stage) -> None:
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Outlets", exact=True).click()
    page.get_by_role("option", name="Ostrey Today").click()
    page.keyboard.press("Escape")
    page.get_by_label("Since").fill(" 2025-03 ")
    page.get_by_label("Since").press("Tab")
    page.get_by_label("Authors").fill("A. Roe; B. Lund")
    page.get_by_label("Authors").press("Tab")
    page.get_by_label("period").uncheck()
    expect(page.locator("#filters > button")).to_contain_text(
        "Filters · Ostrey Today · A. Roe · B. Lund · since 2025-03 · period not read"
    )

    ask(page, WATCHMAN)

    expect(page.locator("#chat .lead")).to_be_visible()
    assert stage.assistant.asked[0][2] == {
        "outlets": ["Ostrey Today"],
        "authors": ["A. Roe", "B. Lund"],
        "since": "2025-03",
        "until": None,
        "ignoring": ["period"],
    }


def test_a_question_asked_before_the_page_knows_its_collection_is_kept(watched: Watched, stage: Stage) -> None:
    stage.assistant.slow_start = 2.0
    page = watched.page
    page.goto(stage.url)
    page.wait_for_selector("#ask textarea")

    ask(page, WATCHMAN)

    expect(page.locator("#chat .lead")).to_contain_text("pilot boat Linnet")
    expect(page.locator(".facts")).to_have_text("24 articles · 5 outlets · no language model")
    page.wait_for_timeout(500)
    expect(page.locator("#chat .lead")).to_contain_text("pilot boat Linnet")
    expect(page.get_by_role("heading", name="Ask the articles")).to_have_count(0)


def test_two_readers_at_once_keep_their_own_conversations(browser: Browser, stage: Stage) -> None:
    stage.assistant.pause = 0.5
    readers = [browser.new_context().new_page() for _ in range(2)]
    for reader in readers:
        reader.goto(stage.url)

    for reader, question in zip(readers, (BOATS, WATCHMAN), strict=True):
        ask(reader, question)

    for reader, own in zip(readers, ("destroying eleven boats", "pilot boat Linnet"), strict=True):
        expect(reader.get_by_role("button", name="New conversation")).to_be_visible()
        expect(reader.locator("#chat .lead")).to_have_count(1)
        expect(reader.locator("#chat .lead")).to_contain_text(own)
        reader.context.close()


def test_blank_input_asks_nothing(page: Page, stage: Stage) -> None:
    ask(page, "  ")

    page.wait_for_timeout(500)
    expect(page.get_by_role("heading", name="Ask the articles")).to_be_visible()
    assert stage.assistant.asked == []


def test_on_a_phone_a_chip_draws_up_the_evidence_and_close_puts_it_away(page: Page) -> None:
    page.set_viewport_size(PHONE)
    ask(page, BOATS)
    expect(page.locator("#chat table")).to_be_visible()
    expect(page.locator("#s-1-2")).to_be_hidden()

    chip(page, 1, 2).click()
    expect(page.locator("#s-1-2")).to_be_in_viewport()
    page.get_by_role("button", name="Close").click()

    expect(page.locator("#s-1-2")).to_be_hidden()
    expect(chip(page, 1, 2)).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_who_listens_hears_names_instead_of_markup(page: Page) -> None:
    ask(page, BOATS)

    expect(page.get_by_role("link", name="Source 2: Orrenmouth Courier").first).to_be_visible()
    expect(page.get_by_role("log", name="Answers")).to_have_attribute("aria-live", "polite")
    expect(page.locator('#chat [aria-label*="<"]')).to_have_count(0)


def test_a_whole_visit_asks_no_other_host_and_breaks_no_rule(watched: Watched, page: Page) -> None:
    for number, question in enumerate((BOATS, ZEPPELIN, WATCHMAN), start=1):
        ask(page, question)
        expect(page.locator("#chat .bot .searched")).to_have_count(number)

    assert (watched.foreign, watched.refused(), watched.errors) == ([], [], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_text_can_be_read_in_either_light(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    ask(page, BOATS)
    expect(page.locator("#chat table")).to_be_visible()

    assert page.evaluate(CONTRASTS) == []


CONTRASTS = """() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const linear = value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([red, green, blue]) =>
    0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
  const ground = element => {
    for (; element; element = element.parentElement) {
      const colour = parse(getComputedStyle(element).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const seen = element.checkVisibility({visibilityProperty: true}) && !element.closest(".sr-only");
    if (!node.textContent.trim() || !seen) continue;
    const pair = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
    // What WCAG 2 AA asks of text of this size.
    if (contrast < 4.5) weak.push([contrast.toFixed(2), element.className, node.textContent.slice(0, 40)].join(" "));
  }
  return weak;
}"""
