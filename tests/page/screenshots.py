"""The pictures of the page: `python -m tests.page.screenshots DIR` asks the sample and writes what one sees.

It serves the page over an index made from `sample/` in a temporary folder, with the real assistant.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import ui
from benchmarks.served import free_port
from tests.page.conftest import CHROMIUM, DESK, OPTIONS, PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

SAMPLE = Path(__file__).parents[2] / "sample"
FACT = "Who wrote the music of The Salt Year?"
DIFFERS = "How many boats were lost when Orrenmouth's harbour burned?"
UNKNOWN = "When did the zeppelin land?"
COLOURS = 256

LONGEST = 120_000
"""Milliseconds that the first answer may take: a model is loaded for it."""

Reach = Callable[["Page"], None]


def ask(page: Page, question: str) -> None:
    """Ask, and wait until the answer is whole."""
    page.get_by_label("Ask about the articles").fill(question)
    page.keyboard.press("Enter")
    page.locator("#chat .tools").first.wait_for()
    page.get_by_role("button", name="New conversation").wait_for()


def answer(page: Page) -> None:
    """Ask for one fact."""
    ask(page, FACT)


def panel(page: Page) -> None:
    """Open the card of the first source, the whole article in it."""
    ask(page, FACT)
    page.locator('#chat .lead a[href^="#s-1-"]').first.click()
    page.mouse.move(1, 1)


def conflict(page: Page) -> None:
    """Ask for what the articles differ about."""
    ask(page, DIFFERS)


def phone(page: Page) -> None:
    """Ask the same, and go back to the beginning of the answer."""
    conflict(page)
    page.wait_for_timeout(600)
    page.locator("#chat .panel-wrap").evaluate("chat => chat.scrollTo(0, 0)")


def refusal(page: Page) -> None:
    """Ask for what is not in the articles."""
    ask(page, UNKNOWN)


def collection(page: Page) -> None:
    """Open an article of the collection."""
    page.get_by_role("tab", name="Collection").click()
    page.get_by_label("Search the list").fill("fire")
    page.locator(".stock h2", has_text=" of 24 articles").wait_for()
    page.get_by_role("button", name="Fire destroys eleven boats in Orrenmouth fishing harbour").click()
    page.locator("#shelf-text .words").wait_for()
    page.mouse.move(1, 1)


PICTURES: dict[str, tuple[Reach, ViewportSize, str]] = {
    "empty": (lambda _: None, DESK, "light"),
    "answer": (answer, DESK, "light"),
    "panel": (panel, DESK, "light"),
    "conflict": (conflict, DESK, "light"),
    "refusal": (refusal, DESK, "light"),
    "collection": (collection, DESK, "light"),
    "phone": (phone, PHONE, "light"),
    "dark": (conflict, DESK, "dark"),
}
"""What is reached for each picture, on which screen, in which light."""


def take(browser: Browser, url: str, name: str, folder: Path) -> Path:
    """Write one picture; return its file."""
    from PIL import Image  # gradio brings it

    reach, size, scheme = PICTURES[name]
    context = browser.new_context(
        viewport=size, color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    page.set_default_timeout(LONGEST)
    page.goto(url)
    page.locator(".example >> visible=true").first.wait_for()
    reach(page)
    page.wait_for_timeout(600)
    file = folder / f"{name}.png"
    page.screenshot(path=file)
    context.close()
    with Image.open(file) as picture:
        # Few colours make a small file, and this way of choosing them keeps the rare ones.
        picture.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
            file, optimize=True
        )
    return file


def main(arguments: list[str] | None = None) -> int:
    """Write the pictures into a folder and say how large each is."""
    parser = argparse.ArgumentParser(prog="python -m tests.page.screenshots", description="Write pictures of the page.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--only", nargs="+", choices=list(PICTURES), default=list(PICTURES), help="some of them")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    from ingest.pipeline import ingest
    from rag.settings import load_settings

    with tempfile.TemporaryDirectory() as home, sync_playwright() as started:
        settings = load_settings(index=Path(home) / "sample")
        ingest([SAMPLE], settings.index)
        desk, port = ui.Shelves(settings), free_port()
        page = ui.serve(desk, host="127.0.0.1", port=port, index=settings.index)
        desk.warm()
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=OPTIONS)
        for name in given.only:
            file = take(browser, f"http://127.0.0.1:{port}", name, given.folder)
            print(f"{file}: {file.stat().st_size // 1000} kB", flush=True)
        browser.close()
        page.close(verbose=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
