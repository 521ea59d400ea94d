"""The page in the language of its reader: what is ours changes, the words of the articles stay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ui
from benchmarks.served import free_port
from tests.page.conftest import DESK, PHONE, FakeDesk, Stage
from tests.page.fakes import BOATS, COURIER, WIRE, ZEPPELIN

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHINESE = json.loads((Path(__file__).parents[2] / "rag/words/zh.json").read_text(encoding="utf-8"))
KEYS = {key for key, text in CHINESE.items() if key != text and "{" not in key}
"""What would be seen of the page where it was not translated."""

TABS = {
    "de": ["Fragen", "Sammlung", "Verlauf", "Viele Fragen", "Einstellungen"],
    "fr": ["Demander", "Collection", "Historique", "Questions en série", "Réglages"],
    "es": ["Preguntar", "Colección", "Historial", "Varias preguntas", "Ajustes"],
    "zh": ["提问", "文库", "历史", "批量提问", "设置"],
}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Stage]:
    """A page with preferences of its own, so that no other test is told in the language chosen here."""
    port = free_port()
    stage = Stage(f"http://127.0.0.1:{port}", port)
    served = ui.serve(FakeDesk(stage), host="127.0.0.1", port=port, index=tmp_path)
    yield stage
    served.close(verbose=False)


def opened(browser: Browser, stage: Stage, locale: str = "en-US", viewport: dict[str, int] = DESK) -> Page:
    page = browser.new_context(viewport=viewport, reduced_motion="reduce", locale=locale).new_page()
    page.set_default_timeout(30_000)
    page.goto(stage.url)
    page.wait_for_selector(".example >> visible=true")
    return page


def asked(page: Page, question: str) -> None:
    page.locator("#ask textarea").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#chat .tools >> visible=true")


def choose(page: Page, language: str) -> None:
    page.get_by_role("tab").last.click()
    page.locator("#language input").click()
    page.get_by_role("option", name=language).click()
    page.locator("#save-preferences").click()


def test_what_was_chosen_in_the_settings_changes_the_page_at_once(browser: Browser, own: Stage) -> None:
    page = opened(browser, own)

    choose(page, "Deutsch")

    expect(page.locator("#said")).to_have_text("Gespeichert.")
    expect(page.get_by_role("tab", name="Einstellungen")).to_be_visible()
    expect(page.get_by_role("tab")).to_have_text(TABS["de"])
    expect(page.locator("#save-preferences")).to_have_text("Speichern")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_role("tab", name="Fragen", exact=True).click()
    expect(page.get_by_placeholder("Fragen zu den Artikeln")).to_be_visible()
    expect(page.locator("#asking").get_by_role("button", name=re.compile("^Fragen"))).to_be_visible()
    expect(page.get_by_role("heading", name="Fragen Sie die Artikel")).to_be_visible()
    expect(page.locator("#evidence")).to_contain_text("Hier erscheinen die Textstellen")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_label("Medien", exact=True).first).to_be_visible()
    page.context.close()


def test_after_a_reload_the_next_answer_is_told_in_it_and_its_articles_stay(browser: Browser, own: Stage) -> None:
    page = opened(browser, own)
    choose(page, "Deutsch")
    expect(page.locator("#said")).to_have_text("Gespeichert.")
    page.reload()
    page.wait_for_selector(".example >> visible=true")

    asked(page, BOATS)

    expect(page.get_by_role("tab")).to_have_text(TABS["de"])
    assert page.locator("html").get_attribute("lang") == "de"
    chat, panel = page.locator("#chat"), page.locator("#evidence")
    expect(chat.locator(".sources").first).to_have_text(
        "Coast Wire, 4. März 2025 · 2 unabhängige Quellen · nachgedruckt von Kelderby Ledger"
    )
    expect(chat.locator("th")).to_have_text(["Angabe", "Medium", "Datum", "Quelle"])
    expect(chat.locator("tbody tr").last).to_contain_text("6. März 2025")
    expect(chat.locator(".tools").first).to_contain_text("Erneut fragen")
    expect(chat.locator(".searched")).to_have_text("Stand: 9. März 2026")
    expect(chat.locator(".more summary")).to_have_text("2 weitere Aussagen")
    expect(chat.locator(".lead")).to_contain_text(WIRE.text.partition("\n")[0])
    expect(panel.get_by_role("heading", name="Zitiert")).to_be_visible()
    expect(panel.locator("#s-1-2 .meta")).to_have_text("wörtlich2 Orrenmouth Courier · 4. März 2025 · Maren Holloway")
    expect(panel.locator("#s-1-2 mark")).to_have_text(COURIER.text.partition(". ")[2])
    expect(chat.get_by_role("link", name="Quelle 2: Orrenmouth Courier").first).to_be_visible()
    page.context.close()


def test_a_conversation_is_shown_anew_in_the_language_that_is_chosen(browser: Browser, own: Stage) -> None:
    page = opened(browser, own)
    asked(page, BOATS)
    expect(page.locator("#chat .tools").first).to_contain_text("Ask again")

    choose(page, "Español")
    page.get_by_role("tab", name="Preguntar", exact=True).click()

    expect(page.locator("#chat .tools").first).to_contain_text("Volver a preguntar")
    expect(page.locator("#chat .sources").first).to_contain_text("4 de marzo de 2025")
    expect(page.locator("#chat .user")).to_contain_text(BOATS)
    page.context.close()


def test_who_goes_back_to_english_has_all_of_it_in_english(browser: Browser, own: Stage) -> None:
    page = opened(browser, own, "fr-FR")
    expect(page.get_by_role("tab")).to_have_text(TABS["fr"])

    choose(page, "English")

    expect(page.locator("#said")).to_have_text("Saved.")
    expect(page.get_by_role("tab", name="Settings")).to_be_visible()
    expect(page.get_by_role("tab")).to_have_text(["Ask", "Collection", "History", "Many questions", "Settings"])
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.context.close()


@pytest.mark.parametrize(("locale", "language"), [("de-AT", "de"), ("fr-CA", "fr"), ("es-MX", "es"), ("zh-CN", "zh")])
def test_a_browser_is_greeted_in_its_own_language(browser: Browser, own: Stage, locale: str, language: str) -> None:
    page = opened(browser, own, locale)

    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("tab")).to_have_text(TABS[language])
    page.context.close()


def test_a_chinese_reader_has_everything_but_the_articles_in_chinese(browser: Browser, own: Stage) -> None:
    page = opened(browser, own, "zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh")

    asked(page, BOATS)

    expect(page.get_by_placeholder("就文章提问")).to_be_visible()
    expect(page.locator("#chat .sources").first).to_have_text(
        "Coast Wire, 2025年3月4日 · 2个独立来源 · Kelderby Ledger转载"
    )
    expect(page.locator("#chat th")).to_have_text(["说法", "媒体", "日期", "来源"])
    expect(page.locator("#evidence mark").first).to_have_text(WIRE.text.partition("\n")[0])
    for name in TABS["zh"]:
        page.get_by_role("tab", name=name, exact=True).click()
        shown = page.locator("[role=tabpanel] :is(button, label > span, summary, h2, h3, p.quiet, th):visible")
        expect(shown.first).to_be_visible()
        said = {text.strip(" ▸▾→↵\n") for text in shown.all_inner_texts()}
        assert said & KEYS == set()
    page.context.close()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", TABS)
def test_longer_words_fit_the_page(browser: Browser, own: Stage, language: str, viewport: dict[str, int]) -> None:
    page = opened(browser, own, language, viewport)
    expect(page.locator("html")).to_have_attribute("lang", language)
    asked(page, BOATS)
    asked(page, ZEPPELIN)

    for name in TABS[language]:
        tab = page.get_by_role("tab", name=name, exact=True)
        if not tab.is_visible():  # a phone has the last ones in a menu
            page.locator("#tabs .overflow-menu > button").click()
            tab = page.locator("#tabs .overflow-dropdown").get_by_text(name, exact=True)
        tab.click()
        expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.evaluate(CUT) == []
    page.context.close()


CUT = """[...document.querySelectorAll("button, label > span, summary")]
    .filter((each) => each.checkVisibility() && each.clientWidth > 2 && each.scrollWidth > each.clientWidth + 1
        && getComputedStyle(each).overflowX === "hidden")
    .map((each) => each.innerText)"""
"""The words that are cut off; what only a screen reader is told is one pixel wide."""
