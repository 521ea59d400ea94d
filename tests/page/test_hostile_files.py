"""Fifty hostile articles under fifty hostile names, really added, through every tab: they are shown as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ui
from benchmarks.served import free_port
from ingest.pipeline import ingest
from rag.assistant import Assistant
from rag.page.handing import file_name
from rag.render import one_line
from rag.settings import load_settings
from tests.fakes import WordEmbedder, make_text
from tests.page.conftest import Canary, Watched, watch
from tests.page.payloads import PAYLOADS, RUN
from tests.page.test_hostile import FORBIDDEN, ask

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page

OF_OURS = (
    ":is(#shelf-list, #shelf-head, #shelf-text, #shelf-said, #past-list, #batch-table, #cards) .prose,"
    "#chat .message-content"
)
OURS = (
    "#shelf-list li > input[type=checkbox][data-id]:not([style]), #shelf-text .away p > del:not(:has(*)),"
    "#chat :is(.lead, li) strong:not(:has(*)), #cards .picture > svg, #shelf-said [role=progressbar] > span"
)
"""What would be forbidden in a text, where our own markup has it."""

LONGEST = 60
"""Letters of a name before its ending: a file system takes 255 bytes."""


def named(text: str, at: int) -> str:
    """Return a text as a name that a file can have."""
    allowed = re.sub(r"[/\0\n]", "_", text)
    return f"{allowed[:LONGEST]} {at}.txt"


@pytest.fixture
def payloads(canary: Canary) -> list[str]:
    canary.calls.clear()
    return [text.replace("CANARY", canary.url).replace("RUN", RUN) for text in (PAYLOADS * 2)[:50]]


@pytest.fixture
def hostile(browser: Browser, canary: Canary, payloads: list[str], tmp_path: Path) -> Iterator[Watched]:
    """The page over the real collection of fifty such files."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for at, text in enumerate(payloads):
        body = make_text(f"seed {at}", sentences=6).split("\n\n", 1)[1]
        raw = f"{one_line(text)} | {one_line(text)}\nBy {one_line(text)}\n2025-03-04\n\nAdvertisement {text}\n\n{body}\n\n{text}\n\n{body}"
        (inbox / named(text, at)).write_text(raw.replace("\0", ""), encoding="utf-8")
    index = tmp_path / "index"
    settings = load_settings(index=index, reader="off")
    ingest([inbox], index, embedder=WordEmbedder())
    assistant = Assistant.open(index, settings=settings, embedder=WordEmbedder())
    port = free_port()
    served = ui.serve(ui.Shelves(settings, assistant), host="127.0.0.1", port=port, index=index)
    url = f"http://127.0.0.1:{port}"
    context = browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    watched = watch(context.new_page(), url)
    page = watched.page
    page.set_default_timeout(15_000)
    page.goto(url)
    page.wait_for_selector("#welcome h2")
    yield watched
    context.close()
    served.close(verbose=False)


def test_fifty_hostile_files_are_only_text_in_every_tab(hostile: Watched, canary: Canary, payloads: list[str]) -> None:
    page = hostile.page

    ask(page, "Who opened a wooden bridge before dawn?")
    expect(page.get_by_role("button", name="New conversation")).to_be_visible(timeout=30_000)
    page.locator("#chat a[href^='#s-'], #chat a[href^='#f-']").first.click()
    check(hostile, canary)
    through_the_collection(hostile, canary, payloads)
    through_the_history(hostile, canary, payloads)
    through_many_questions(hostile, canary, payloads)

    assert (hostile.ran(), hostile.foreign, hostile.refused(), canary.calls) == ([], [], [], [])


def through_the_collection(hostile: Watched, canary: Canary, payloads: list[str]) -> None:
    """Look at the list, at each fifth article with what was cleaned away, and add files that are refused."""
    page = hostile.page
    page.get_by_role("tab", name="Collection").click()
    expect(page.locator("#shelf-list li").first).to_be_visible()
    check(hostile, canary)
    listed = page.locator("#shelf-list li").count()
    for at in range(0, listed, 5):
        title = page.locator("#shelf-list .title").nth(at)
        wanted = title.get_attribute("data-open")
        title.click()
        expect(page.locator(f"#shelf-head [data-id='{wanted}']").first).to_be_visible()
        page.evaluate("for (const fold of document.querySelectorAll('#shelf-text details')) fold.open = true")
        check(hostile, canary)
    page.locator("#shelf-list input[type=checkbox]").first.check()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    check(hostile, canary)
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Add articles").click()
    files: list[FilePayload] = [
        {"name": named(text, at), "mimeType": "text/plain", "buffer": b"x"} for at, text in enumerate(payloads[:20])
    ]
    page.locator("#shelf-files input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#shelf-said .report")).to_contain_text("20 rejected", timeout=30_000)
    check(hostile, canary)

    assert listed > 40
    assert page.locator("#shelf-said .report li").count() == 20


def through_the_history(hostile: Watched, canary: Canary, payloads: list[str]) -> None:
    """Ask what is hostile, find it as a title, in the dialogs, in what is said at the edge and as a file's name."""
    page = hostile.page
    page.get_by_role("tab", name="Ask").click()
    page.get_by_role("button", name="New conversation").click()
    # A question sent before would still be asked in the old one.
    expect(page.get_by_role("button", name="New conversation")).to_be_hidden()
    title = one_line(" ".join(payloads[30:34]))
    ask(page, title)
    expect(page.get_by_role("button", name="New conversation")).to_be_visible(timeout=30_000)
    page.get_by_role("tab", name="History").click()
    row = page.locator("#past-list li").first
    expect(row.locator(".title")).to_contain_text(one_line(payloads[30])[:20])
    shown = row.locator(".title").inner_text()
    row.get_by_role("button", name="Delete").click()
    expect(page.locator("#confirm-text")).to_contain_text(shown[:30])
    check(hostile, canary)
    page.keyboard.press("Escape")
    row.get_by_role("button", name="Rename").click()
    expect(page.locator("#prompt input")).to_have_value(shown)
    page.locator("#prompt input").fill(payloads[28][:70])
    page.keyboard.press("Enter")
    expect(row.locator(".title")).to_have_text(one_line(payloads[28][:70]))
    with page.expect_download() as saved:
        row.get_by_role("button", name=re.compile("^Markdown")).click()
    page.evaluate("text => window.dateline.tell(text)", payloads[29])
    check(hostile, canary)

    assert saved.value.suggested_filename == f"{file_name(payloads[28][:70])}.md"
    assert re.fullmatch(r"[\w-]+\.md", saved.value.suggested_filename)
    assert page.locator("#said").text_content() == payloads[29]


def through_many_questions(hostile: Watched, canary: Canary, payloads: list[str]) -> None:
    """Ask fifty of them at once."""
    page = hostile.page
    page.get_by_role("tab", name="Many questions").click()
    asked = [one_line(text).replace(",", " ").replace('"', "'") for text in payloads]
    page.locator("#batch-questions textarea").fill("\n".join(asked))
    page.get_by_role("button", name="Answer them").click()
    expect(page.get_by_role("button", name="Save as CSV")).to_be_visible(timeout=60_000)
    check(hostile, canary)

    assert page.locator("#batch-table tbody tr").count() >= 48


def check(hostile: Watched, canary: Canary) -> None:
    """Nothing ran, nothing was fetched, nothing of others was drawn."""
    page: Page = hostile.page
    drawn = page.evaluate(
        "([within, forbidden, ours]) => [...document.querySelectorAll(within)].flatMap("
        "each => [...each.querySelectorAll(forbidden)]).filter(each => !each.matches(ours)).map(each => each.outerHTML)",
        [OF_OURS, FORBIDDEN, OURS],
    )
    assert (drawn, hostile.ran(), hostile.foreign, hostile.refused(), canary.calls, hostile.errors) == (
        [], [], [], [], [], [],
    )  # fmt: skip
