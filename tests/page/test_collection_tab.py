"""The tab of the collection, used as a person would: over a real collection, in a real browser, on a page of its own."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import rag.page
from benchmarks.served import free_port
from ingest.library import CollectionLibrary
from ingest.pipeline import ingest
from rag.lock import take_lock
from rag.page.guard import Guard
from rag.page.library import Added, Progress, quiet
from rag.page.ports import PageAssistant
from rag.page.shelf import CollectionTab
from rag.render import one_line
from tests.fakes import WordEmbedder, make_text
from tests.ingest.kept import sources
from tests.page.conftest import DESK, PHONE, Canary, Watched, watch
from tests.page.payloads import PAYLOADS, RUN

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

WIRE = (
    "Fire destroys eleven boats | Coast Wire\nBy Nils Ardent\n2025-03-04\n\nAdvertisement\n\n"
    "A night fire tore through the fishing harbour early on Tuesday, destroying eleven boats and the old ice house.\n\n"
    "The alarm was raised at 2:10 a.m. by a baker on his way to work, and forty-six firefighters fought the blaze.\n\n"
    "Share this article\n"
)


@dataclass
class Waiting(CollectionLibrary):
    """The real one, whose adding waits half-way until the test has looked."""

    folder: Path
    gate: threading.Event

    def __post_init__(self) -> None:
        super().__init__(self.folder, WordEmbedder)

    def add(self, sources: Sequence[str | Path], progress: Progress = quiet) -> Added:
        """Add them, once the gate is open."""
        if not self.gate.is_set():
            progress("reading", 1, 4)
            self.gate.wait(20)
        return super().add(sources, progress)


@dataclass
class FolderDesk:
    """A desk over the folders that a test has made; the first collection is called "paper"."""

    home: Path = Path()
    gate: threading.Event = field(default_factory=threading.Event)

    def names(self) -> list[str]:
        """Return "paper", then what was made besides."""
        return ["paper", *sorted(each.name for each in self.home.iterdir() if each.name != "paper")]

    def open(self, name: str = "", *, settings: Mapping[str, Any] | None = None) -> PageAssistant:
        """Answer nothing: there is no chat on this page."""
        raise NotImplementedError

    def library(self, name: str = "") -> Waiting:
        """Return what changes a collection."""
        return Waiting(self.home / (name or "paper"), self.gate)


@dataclass
class Shelf:
    """A served page with the tab alone, and the desk behind it."""

    url: str
    desk: FolderDesk
    tab: CollectionTab


@pytest.fixture(scope="session")
def served_shelf() -> Iterator[Shelf]:
    """One server for all tests here."""
    import gradio as gr
    from starlette.middleware import Middleware

    desk, port = FolderDesk(), free_port()
    tab = CollectionTab(desk)
    here = Path(str(rag.page.__file__)).parent
    style = "".join((here / name).read_text("utf-8") for name in ("page.css", "shelf.css"))
    script = (here / "shelf.js").read_text("utf-8")
    with gr.Blocks(title="Shelf", analytics_enabled=False, fill_width=True) as page:
        language = gr.State("en")
        with gr.Tabs():
            with gr.Tab("Ask"):
                collection = gr.Dropdown([("paper", "")], value="", label="Collection", elem_id="which")
                seen = gr.Textbox(label="Changes seen", elem_id="seen")
            with gr.Tab("Collection") as opened:
                tab.build(collection, language)
        tab.wire(opened)
        tab.changed.change(lambda: "yes", None, seen)
    page.launch(
        server_name="127.0.0.1", server_port=port, quiet=True, prevent_thread_lock=True, show_error=False,
        max_file_size="1mb", ssr_mode=False, footer_links=[], head=f"<style>{style}</style><script>{script}</script>",
        app_kwargs={"middleware": [Middleware(Guard)]},
    )  # fmt: skip
    yield Shelf(f"http://127.0.0.1:{port}", desk, tab)
    page.close(verbose=False)


@pytest.fixture
def shelf(served_shelf: Shelf, tmp_path: Path) -> Shelf:
    """The page before a new, empty place for collections."""
    served_shelf.desk.home = tmp_path / "collections"
    served_shelf.desk.home.mkdir()
    served_shelf.desk.gate.set()
    return served_shelf


@pytest.fixture
def watched(browser: Browser, shelf: Shelf) -> Iterator[Watched]:
    """A page in a fresh profile, not opened yet."""
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    watched = watch(page, shelf.url)
    yield watched
    assert watched.errors == []
    context.close()


@pytest.fixture
def paper(shelf: Shelf, tmp_path: Path) -> Path:
    """A collection of five: two that are copies, one without a date and an outlet."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "wire.txt").write_text(WIRE, "utf-8")
    (inbox / "copy.txt").write_text(WIRE.replace("Coast Wire", "Kelderby Ledger").replace("Fire", "Blaze"), "utf-8")
    for seed in ("ferry", "herring"):
        (inbox / f"{seed}.txt").write_text(make_text(seed, title=f"The {seed} report"), "utf-8")
    body = make_text("lamp").split("\n\n", 1)[1]
    (inbox / "records.json").write_text(json.dumps([{"title": "A new lamp", "body": body}]), "utf-8")
    index = shelf.desk.home / "paper"
    ingest([inbox], index, embedder=WordEmbedder())
    return index


def go(watched: Watched, shelf: Shelf) -> Page:
    """Open the page and the tab."""
    page = watched.page
    page.goto(shelf.url)
    page.get_by_role("tab", name="Collection").click()
    page.wait_for_selector("#shelf-list .stock")
    return page


def titled(page: Page, title: str) -> Locator:
    """Return the row of an article."""
    return page.locator("#shelf-list li").filter(has=page.get_by_role("button", name=title, exact=True))


def open_article(page: Page, title: str) -> Locator:
    """Open an article from the list; return what is shown of it."""
    titled(page, title).get_by_role("button").click()
    expect(page.locator("#shelf-head h2")).to_have_text(title)
    return page.locator("#shelf-reading")


def titles(page: Page) -> list[str]:
    return list(page.locator("#shelf-list .title").all_inner_texts())


def say_act(page: Page, text: str) -> None:
    """Write into the hidden field what no button of the page says."""
    page.evaluate(
        "text => { const field = document.querySelector('#shelf-act :is(textarea, input)'); field.value = text;"
        " field.dispatchEvent(new Event('input', {bubbles: true})); }",
        text,
    )


# --- looking ----------------------------------------------------------------------------------------------------------


def test_articles_are_listed_newest_first_with_what_is_known_and_unknown(
    watched: Watched, shelf: Shelf, paper: Path
) -> None:
    page = go(watched, shelf)

    expect(page.locator(".stock h2")).to_have_text("5 articles")
    expect(titled(page, "Fire destroys eleven boats").locator(".meta")).to_have_text(
        "Coast Wire · 4 March 2025 · Nils Ardent · 1 passage · one of 2 copies"
    )
    expect(titled(page, "A new lamp").locator(".meta")).to_have_text("outlet unknown · date unknown · 2 passages")
    assert titles(page)[-1] == "A new lamp"


def test_the_list_is_searched_by_title_outlet_author_and_date(watched: Watched, shelf: Shelf, paper: Path) -> None:
    page = go(watched, shelf)
    wanted = {
        "ferry": ["The ferry report"],
        "COAST wire": ["Fire destroys eleven boats"],
        "ardent blaze": ["Blaze destroys eleven boats"],
        "date unknown": ["A new lamp"],
        "2025-03 herring": ["The herring report"],
    }

    found = {}
    for words in wanted:
        page.get_by_label("Search the list").fill("zeppelin")
        expect(page.get_by_text("No article fits the search.")).to_be_visible()
        page.get_by_label("Search the list").fill(words)
        expect(page.locator(".stock h2")).to_have_text("1 of 5 articles")
        found[words] = titles(page)

    assert found == wanted


def test_the_list_is_limited_to_one_outlet_or_to_those_without(watched: Watched, shelf: Shelf, paper: Path) -> None:
    page = go(watched, shelf)

    page.get_by_role("listbox", name="Outlet").or_(page.locator("#shelf-outlet input")).first.click()
    page.get_by_role("option", name="Kelderby Ledger").click()
    expect(page.locator(".stock h2")).to_have_text("1 of 5 articles")
    one = titles(page)
    page.locator("#shelf-outlet input").click()
    page.get_by_role("option", name="outlet unknown").click()

    expect(titled(page, "A new lamp")).to_be_visible()
    assert (one, titles(page)) == (["Blaze destroys eleven boats"], ["A new lamp"])


def test_sixty_articles_are_turned_over_page_by_page_and_marks_stay(
    watched: Watched, shelf: Shelf, tmp_path: Path
) -> None:
    lines = [{"title": f"Note {n:02}", "body": make_text(f"n{n}", sentences=4).split("\n\n", 1)[1]} for n in range(60)]
    (tmp_path / "notes.json").write_text(json.dumps(lines), "utf-8")
    ingest([tmp_path / "notes.json"], shelf.desk.home / "paper", embedder=WordEmbedder())
    page = go(watched, shelf)

    first = titles(page)
    page.locator("#shelf-list input[type=checkbox]").first.check()
    page.get_by_role("button", name="Next").click()
    expect(page.locator("nav", has_text="51 to 60 of 60")).to_be_visible()
    second = titles(page)
    page.locator("#shelf-list input[type=checkbox]").first.check()
    told = page.locator(".tools .marked").inner_text()
    page.get_by_role("button", name="Previous").click()
    expect(page.locator("nav", has_text="1 to 50 of 60")).to_be_visible()

    assert (len(first), len(second), len({*first, *second}), told) == (50, 10, 60, "2 marked")
    expect(page.locator("#shelf-list input[type=checkbox]").first).to_be_checked()


def test_the_keyboard_goes_past_the_outlets_and_leaves_the_list_as_it_is_or_chooses_one(
    watched: Watched, shelf: Shelf, tmp_path: Path
) -> None:
    lines = [{"title": f"Note {n:02}", "body": make_text(f"n{n}", sentences=4).split("\n\n", 1)[1],
              "outlet": "Coast Wire" if n else "Kelderby Ledger"} for n in range(60)]  # fmt: skip
    (tmp_path / "notes.json").write_text(json.dumps(lines), "utf-8")
    ingest([tmp_path / "notes.json"], shelf.desk.home / "paper", embedder=WordEmbedder())
    page = go(watched, shelf)
    page.get_by_role("button", name="Next").click()
    expect(page.locator("nav", has_text="51 to 60 of 60")).to_be_visible()

    page.locator("#shelf-words :is(textarea, input)").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#shelf-outlet input")).to_be_focused()
    page.keyboard.press("Tab")
    page.wait_for_timeout(1500)  # for what must not happen

    expect(page.locator("#shelf-list input[type=checkbox]").first).to_be_focused()
    expect(page.locator("nav", has_text="51 to 60 of 60")).to_be_visible()
    page.locator("#shelf-outlet input").focus()
    page.keyboard.type("Keld")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".stock h2")).to_have_text("1 of 60 articles")


def test_an_open_article_shows_its_text_its_days_and_what_was_cleaned_away(
    watched: Watched, shelf: Shelf, paper: Path
) -> None:
    page = go(watched, shelf)

    article = open_article(page, "Fire destroys eleven boats")

    expect(article.locator(".words")).to_contain_text("destroying eleven boats and the old ice house")
    expect(article.locator(".words")).not_to_contain_text("Advertisement")
    article.locator("details.days summary").click()
    expect(article.locator("details.days li")).to_have_text("Tuesday 4 March 2025")
    article.locator("details.away summary").click()
    expect(article.locator("details.away del")).to_have_text(
        ["Fire destroys eleven boats | Coast Wire", "By Nils Ardent", "2025-03-04", "Advertisement",
         "Share this article"]
    )  # fmt: skip
    expect(article.locator("details.away")).to_contain_text("2 lines of the text")


def test_the_original_is_linked_to_where_it_is_a_plain_web_address(
    watched: Watched, shelf: Shelf, tmp_path: Path
) -> None:
    body = make_text("x").split("\n\n", 1)[1]
    lines = [{"title": "Plain", "body": body, "url": "https://news.example/1"},
             {"title": "Forged", "body": body[::-1], "url": "javascript:window.ranByOthers.push(1)"}]  # fmt: skip
    (tmp_path / "two.json").write_text(json.dumps(lines), "utf-8")
    ingest([tmp_path / "two.json"], shelf.desk.home / "paper", embedder=WordEmbedder())
    page = go(watched, shelf)

    link = open_article(page, "Plain").locator(".original a")

    expect(link).to_have_attribute("href", "https://news.example/1")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(open_article(page, "Forged").locator("a")).to_have_count(0)


# --- setting right ----------------------------------------------------------------------------------------------------


def test_an_outlet_and_an_unknown_date_are_set_right_and_taken_back(
    watched: Watched, shelf: Shelf, paper: Path
) -> None:
    page = go(watched, shelf)
    article = open_article(page, "The ferry report")

    page.get_by_role("button", name="Set right what is known of it").click()
    page.locator("#shelf-facts").get_by_label("Outlet").fill("Ostrey Today")
    page.locator("#shelf-facts").get_by_label("Published").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#shelf-said")).to_contain_text("Saved.")
    set_right = titled(page, "The ferry report").locator(".meta").inner_text()
    stored = sources(paper)["The ferry report"]
    article.get_by_text("Outlet: Ostrey Today").get_by_role("button", name="Take back").click()
    expect(page.locator("#shelf-said")).to_contain_text("What the article says itself is shown again.")

    assert set_right.startswith("Ostrey Today · date unknown · Ann Example")
    assert (stored.publisher, stored.published) == ("Ostrey Today", None)
    expect(titled(page, "The ferry report").locator(".meta")).to_contain_text("Test Courier · date unknown")
    expect(page.locator("#seen textarea, #seen input")).to_have_value("yes")


def test_a_date_that_is_none_is_refused_in_words_and_nothing_changes(
    watched: Watched, shelf: Shelf, paper: Path
) -> None:
    page = go(watched, shelf)
    open_article(page, "The ferry report")

    page.get_by_role("button", name="Set right what is known of it").click()
    page.locator("#shelf-facts").get_by_label("Published").fill("the day before")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("#shelf-said .trouble")).to_contain_text("is no date. Write it as 2022-03-30")
    assert sources(paper)["The ferry report"].published == "2025-03-04"


def test_an_article_is_split_from_its_group_and_marked_ones_are_merged(
    watched: Watched, shelf: Shelf, paper: Path
) -> None:
    page = go(watched, shelf)

    article = open_article(page, "Blaze destroys eleven boats")
    expect(article.locator(".copies")).to_contain_text("Fire destroys eleven boats")
    article.get_by_role("button", name="split it from the group").click()
    expect(page.locator("#shelf-said")).to_contain_text("It is a source of its own now.")
    expect(page.locator("#shelf-list .group")).to_have_count(0)
    page.get_by_label("Mark The ferry report").check()
    expect(page.get_by_role("button", name="Merge into one group")).to_be_disabled()
    page.get_by_label("Mark The herring report").check()
    page.get_by_role("button", name="Merge into one group").click()

    expect(page.locator("#shelf-said")).to_contain_text("2 articles are one source now.")
    expect(titled(page, "The ferry report").locator(".group")).to_have_text("one of 2 copies")
    expect(page.get_by_label("Mark The ferry report")).not_to_be_checked()
    assert sources(paper)["The ferry report"].group == sources(paper)["The herring report"].group


# --- taking out -------------------------------------------------------------------------------------------------------


def test_marked_articles_are_removed_after_a_question_and_not_before(
    watched: Watched, shelf: Shelf, paper: Path
) -> None:
    page = go(watched, shelf)

    page.get_by_label("Mark The ferry report").check()
    page.get_by_label("Mark A new lamp").check()
    page.locator(".tools").get_by_role("button", name="Remove").click()
    asked = page.get_by_role("alertdialog", name="Remove these 2 articles?")
    expect(asked).to_contain_text("A new lamp")
    still = len(sources(paper))
    asked.get_by_role("button", name="Keep").click()
    expect(asked).to_have_count(0)
    page.locator(".tools").get_by_role("button", name="Remove").click()
    asked.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("#shelf-said")).to_contain_text("2 articles were removed.")

    assert still == 5
    assert set(sources(paper)) == {
        "Fire destroys eleven boats", "Blaze destroys eleven boats", "The herring report",
    }  # fmt: skip
    expect(page.locator(".stock h2")).to_have_text("3 articles")
    expect(page.locator(".tools")).to_be_hidden()


def test_an_erased_article_leaves_no_trace_on_the_disk(watched: Watched, shelf: Shelf, paper: Path) -> None:
    words = make_text("ferry").split("\n\n")[1][:40].encode()
    page = go(watched, shelf)

    before = any(words in file.read_bytes() for file in paper.rglob("*") if file.is_file())
    open_article(page, "The ferry report").get_by_role("button", name="Remove this article").click()
    page.get_by_role("button", name="Remove and erase").click()
    expect(page.locator("#shelf-said")).to_contain_text("1 article was removed.")

    assert before
    assert not any(words in file.read_bytes() for file in paper.rglob("*") if file.is_file())
    expect(page.locator("#shelf-head .opened")).to_have_count(0)


# --- adding -----------------------------------------------------------------------------------------------------------


def choose_files(page: Page, *files: Path) -> None:
    if page.locator("#shelf-files").is_hidden():
        page.get_by_role("button", name="Add articles").click()
    page.locator("#shelf-files input[type=file]").set_input_files([str(file) for file in files])
    expect(page.locator("#shelf-files .file-preview tr")).to_have_count(len(files))


def test_good_files_go_in_and_bad_ones_are_reported_with_reason_and_advice(
    watched: Watched, shelf: Shelf, paper: Path, tmp_path: Path
) -> None:
    good, bad = tmp_path / "market.txt", tmp_path / "scan.pdf"
    good.write_text(make_text("market", title="The market report"), "utf-8")
    bad.write_bytes(b"no pdf at all")
    page = go(watched, shelf)

    choose_files(page, good, bad, tmp_path / "inbox" / "ferry.txt")
    page.get_by_role("button", name="Add", exact=True).click()

    report = page.locator("#shelf-said .report")
    expect(report.locator(".figures")).to_have_text("1 added · 0 updated · 1 unchanged · 1 rejected")
    expect(report.locator("li b")).to_have_text("scan.pdf")
    assert report.locator("li .reason").inner_text().endswith(".")
    assert report.locator("li .hint").inner_text()
    expect(titled(page, "The market report")).to_be_visible()
    assert "The market report" in sources(paper)


def test_a_double_click_adds_once_and_its_report_stays(
    watched: Watched, shelf: Shelf, paper: Path, tmp_path: Path
) -> None:
    (tmp_path / "market.txt").write_text(make_text("market", title="The market report"), "utf-8")
    page = go(watched, shelf)

    choose_files(page, tmp_path / "market.txt")
    page.get_by_role("button", name="Add", exact=True).dblclick()

    expect(page.locator("#shelf-said .figures")).to_contain_text("1 added")
    page.wait_for_timeout(2_000)  # for what must not happen
    expect(page.locator("#shelf-said .figures")).to_contain_text("1 added")


def test_a_bar_tells_how_far_it_is_while_articles_are_added(
    watched: Watched, shelf: Shelf, paper: Path, tmp_path: Path
) -> None:
    (tmp_path / "market.txt").write_text(make_text("market", title="The market report"), "utf-8")
    shelf.desk.gate.clear()
    page = go(watched, shelf)

    choose_files(page, tmp_path / "market.txt")
    page.get_by_role("button", name="Add", exact=True).click()
    bar = page.get_by_role("progressbar", name="Reading the articles")
    expect(bar).to_have_attribute("aria-valuenow", "1")
    ended, text = bar.get_attribute("aria-valuemax"), page.locator("#shelf-said").inner_text()
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_disabled()
    shelf.desk.gate.set()

    expect(page.locator("#shelf-said .figures")).to_contain_text("1 added")
    assert (ended, "1 of 4" in text) == ("4", True)
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_enabled()
    expect(page.locator("#shelf-live")).to_contain_text("1 added")


def test_addresses_of_this_machine_and_paths_are_refused_and_nobody_is_asked(
    watched: Watched, shelf: Shelf, paper: Path, canary: Canary
) -> None:
    page = go(watched, shelf)
    calls = len(canary.calls)

    page.get_by_role("button", name="Add articles").click()
    page.get_by_label("Web addresses").fill(f"{canary.url}/news\n/etc/passwd")
    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.locator("#shelf-said .figures")).to_contain_text("2 rejected")
    expect(page.locator("#shelf-said .report li").nth(0)).to_contain_text("Its address is private (127.0.0.1).")
    expect(page.locator("#shelf-said .report li").nth(1)).to_contain_text("It is not a web address.")
    assert len(canary.calls) == calls


def test_while_another_ingest_runs_the_reader_is_told_to_wait(
    watched: Watched, shelf: Shelf, paper: Path, tmp_path: Path
) -> None:
    (tmp_path / "market.txt").write_text(make_text("market"), "utf-8")
    page = go(watched, shelf)
    choose_files(page, tmp_path / "market.txt")
    other = take_lock(paper)

    try:
        page.get_by_role("button", name="Add", exact=True).click()

        expect(page.locator("#shelf-said .trouble")).to_contain_text("Another ingest (process")
        expect(page.locator("#shelf-said .trouble")).to_contain_text("Wait for it to end")
        expect(page.locator("#shelf-files .file-preview tr")).to_have_count(1)
    finally:
        other.release()


def test_the_first_articles_make_a_collection_of_the_name_that_was_typed(
    watched: Watched, shelf: Shelf, paper: Path, tmp_path: Path
) -> None:
    (tmp_path / "market.txt").write_text(make_text("market", title="The market report"), "utf-8")
    page = go(watched, shelf)

    choose_files(page, tmp_path / "market.txt")
    page.get_by_label("Into a new collection").fill("../elsewhere")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#shelf-said .trouble")).to_contain_text("A collection cannot be called “../elsewhere”.")
    page.get_by_label("Into a new collection").fill("Harbour fires")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#shelf-said .figures")).to_contain_text("1 added")

    expect(page.locator(".stock h2")).to_have_text("1 article")
    assert set(sources(shelf.desk.home / "Harbour fires")) == {"The market report"}
    assert shelf.desk.names() == ["paper", "Harbour fires"]
    page.get_by_role("tab", name="Ask").click()
    expect(page.locator("#which input")).to_have_value("Harbour fires")


def test_before_the_first_article_the_page_says_what_to_do(watched: Watched, shelf: Shelf) -> None:
    page = go(watched, shelf)

    expect(page.get_by_role("heading", name="No articles yet")).to_be_visible()
    expect(page.get_by_label("Web addresses")).to_be_visible()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#shelf-said .trouble")).to_have_text(
        "There is nothing to add yet. Choose files, or write a web address."
    )


# --- what is not to be believed ---------------------------------------------------------------------------------------


def test_hostile_articles_are_shown_as_text_in_the_list_and_when_open(
    watched: Watched, shelf: Shelf, canary: Canary, tmp_path: Path
) -> None:
    payloads = [text.replace("CANARY", canary.url).replace("RUN", RUN) for text in PAYLOADS]
    lines = [
        {"title": text, "publisher": text, "author": text, "url": text, "published": text,
         "body": f"{text}\n\n{make_text(f'p{at}').split(chr(10) * 2, 1)[1]}"}
        for at, text in enumerate(payloads)
    ]  # fmt: skip
    (tmp_path / "hostile.json").write_text(json.dumps(lines), "utf-8")
    ingest([tmp_path / "hostile.json"], shelf.desk.home / "paper", embedder=WordEmbedder())
    stored = {source.title or "untitled" for source in sources(shelf.desk.home / "paper").values()}
    calls, page = len(canary.calls), go(watched, shelf)

    shown = {" ".join(each.split()) for each in titles(page)}
    for button in page.locator("#shelf-list .title").all()[:12]:
        button.click()
        page.wait_for_timeout(150)
    page.locator("#shelf-list input[type=checkbox]").first.check()
    page.locator(".tools").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()

    assert shown == {one_line(title) or "untitled" for title in stored}
    inside = page.locator("#shelf-list, #shelf-head, #shelf-text, #shelf-said")
    assert inside.locator("img, iframe, svg, script, style, form, video, object, math, base, [onerror]").count() == 0
    assert (watched.ran(), watched.foreign, watched.refused(), len(canary.calls)) == ([], [], [], calls)


def test_hostile_names_of_files_and_of_what_is_in_an_archive_are_shown_as_text(
    watched: Watched, shelf: Shelf, paper: Path, tmp_path: Path
) -> None:
    inside = "<img src=x onerror=window.ranByOthers.push(1)> ${window.ranByOthers.push(2)}.pdf"
    with zipfile.ZipFile(tmp_path / "<b>archive.zip", "w") as archive:
        archive.writestr(inside, "no pdf")
    (tmp_path / "<img src=x onerror=window.ranByOthers.push(3)>.pdf").write_bytes(b"no pdf")
    page = go(watched, shelf)

    choose_files(page, *tmp_path.glob("<*"))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#shelf-said .figures")).to_contain_text("2 rejected")

    shown = page.locator("#shelf-said .report li b").all_inner_texts()
    assert any(inside in name for name in shown)
    assert page.locator("#shelf-said :is(img, svg)").count() == 0
    assert (watched.ran(), watched.foreign) == ([], [])


def test_a_forged_act_is_one_line_and_changes_nothing(watched: Watched, shelf: Shelf, paper: Path) -> None:
    page = go(watched, shelf)
    forged = [
        "no json", "[]", '{"do": "drop"}', '{"do": ["open"]}', '{"do": "open", "ids": [1]}', "[" * 5_000,
        '{"do": "confirm", "ids": ["x"]}', '{"do": "open"}', '{"do": "restore", "field": "outlet"}',
        '{"do": "join", "ids": ["0123456789abcdef", "x"]}',
    ]  # fmt: skip

    for act in forged:
        say_act(page, '{"do": "close"}')
        expect(page.locator("#shelf-said .trouble")).to_have_count(0)
        say_act(page, act)
        expect(page.locator("#shelf-said .trouble")).to_have_count(1)
        assert "Dateline failed" not in page.locator("#shelf-said").inner_text(), act

    assert len(sources(paper)) == 5


def test_an_article_that_somebody_else_has_removed_is_said_to_be_gone(
    watched: Watched, shelf: Shelf, paper: Path
) -> None:
    page = go(watched, shelf)

    shelf.desk.library().remove([sources(paper)["A new lamp"].article_id])
    titled(page, "A new lamp").get_by_role("button").click()

    expect(page.locator("#shelf-said .trouble")).to_have_text("That article is no longer in the collection.")


# --- for everyone -----------------------------------------------------------------------------------------------------


def test_all_of_it_can_be_done_with_the_keyboard(watched: Watched, shelf: Shelf, paper: Path) -> None:
    page = go(watched, shelf)
    held = "document.activeElement.textContent.trim()"

    page.get_by_role("tab", name="Collection").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#shelf-list input')"):
            break
    page.keyboard.press("Tab")
    title = page.evaluate(held)
    page.keyboard.press("Enter")
    expect(page.locator("#shelf-head h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#shelf-head .opened")).to_have_count(0)
    page.wait_for_function(f"{held} === {json.dumps(title)}")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(page.locator(".tools .marked")).to_have_text("1 marked")
    page.locator(".tools").get_by_role("button", name="Remove").press("Enter")
    expect(page.locator(".asked h3")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#shelf-said .done")).to_be_focused()

    assert title not in sources(paper)
    expect(page.locator("#shelf-live")).to_have_text("1 article was removed.")


def test_on_a_phone_the_article_takes_the_place_of_the_list_and_nothing_scrolls_sideways(
    watched: Watched, shelf: Shelf, paper: Path
) -> None:
    watched.page.set_viewport_size(PHONE)
    page = go(watched, shelf)
    widths = [page.evaluate("document.documentElement.scrollWidth")]

    open_article(page, "Fire destroys eleven boats")
    expect(page.locator("#shelf-list")).to_be_hidden()
    page.get_by_role("button", name="Set right what is known of it").click()
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    page.get_by_role("button", name="Back to the list").click()
    expect(page.locator("#shelf-list")).to_be_visible()
    page.get_by_role("button", name="Add articles").click()
    expect(page.get_by_label("Web addresses")).to_be_visible()
    widths.append(page.evaluate("document.documentElement.scrollWidth"))

    assert widths == [PHONE["width"]] * 3


def test_every_control_has_a_name_and_words_that_can_be_translated(watched: Watched, shelf: Shelf, paper: Path) -> None:
    page = go(watched, shelf)
    page.get_by_role("button", name="Add articles").click()
    open_article(page, "The ferry report")
    page.get_by_role("button", name="Set right what is known of it").click()

    nameless = page.evaluate(
        "[...document.querySelectorAll('#shelf :is(button, input, textarea)')].filter(each => each.checkVisibility()"
        " && !(each.ariaLabel || each.textContent.trim() || each.labels?.length)).map(each => each.outerHTML)"
    )
    words = {text for _, said in shelf.tab.labelled for text in said.values()}
    assert nameless == []
    assert {"Add articles", "Web addresses", "Add", "Search the list", "Outlet", "Save", "Published"} <= words
