"""Texts that try to be more than text: nothing runs, nothing is fetched, nothing is drawn; they are shown as they are.

One page load for each place where a text of an article, a model or a user is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from rag.domain import Answer, Article, Citation, Conflict, ConflictRow, Evidence, Passage, Statement, Understood
from rag.errors import IndexMissing
from rag.render import one_line
from tests.page.conftest import Canary, Stage, Watched
from tests.page.fakes import FakeAssistant, make_article
from tests.page.payloads import PAYLOADS, RUN

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

FORBIDDEN = (
    "img, picture, source, video, audio, iframe, object, embed, form, input, textarea, select, svg, math, script, "
    "style, link, meta, base, template, noscript, h5, [style], [src], [srcset], [background], [poster], [action], "
    "[onerror], [onload], [contenteditable], [autofocus], .katex, .mermaid, code, pre, em, strong, del"
)
OUR_LINKS = re.compile(r"#[sf]-\d+-\d+|#do-(again|edit|copy|link|flag|export|without|next)-[\w-]+")
TOOLS = 8
"""What can be done with an answer: asked again, edited, copied, linked, judged, and saved in three ways."""


Answered = Callable[[Sequence[str]], tuple[Answer, list[Article]]]


def cite(article: Article, number: int) -> Citation:
    return Citation.of(article.source, article.text, 0, number=number)


def in_source(field: str) -> Answered:
    def build(payloads: Sequence[str]) -> tuple[Answer, list[Article]]:
        articles = [make_article(f"a{at}", f"Words {at}.", **{field: text}) for at, text in enumerate(payloads)]
        citations = tuple(cite(article, at) for at, article in enumerate(articles, start=1))
        said = tuple(Statement(f"Statement {each.number}.", (each,), "verbatim") for each in citations)
        found = tuple(Evidence(Passage(f"f{at}", article.source, "Words.", 0, 6), 1.0)
                      for at, article in enumerate(make_copies(articles)))  # fmt: skip
        return Answer("Q", statements=said, citations=citations, also_found=found), articles

    return build


def make_copies(articles: Sequence[Article]) -> list[Article]:
    """Return articles with the same texts under other ids: every second a reprint, the others on their own."""
    return [
        make_article(f"copy-{article.source.article_id}", article.text, title=article.source.title,
                     publisher=article.source.publisher, author=article.source.author, url=article.source.url,
                     **({"group": article.source.article_id} if at % 2 else {}))
        for at, article in enumerate(articles)
    ]  # fmt: skip


def in_statement(payloads: Sequence[str]) -> tuple[Answer, list[Article]]:
    article = make_article("a", "Words.")
    only = cite(article, 1)
    return Answer("Q", statements=tuple(Statement(text, (only,), "partial") for text in payloads), citations=(only,)), [
        article
    ]


def in_quote(payloads: Sequence[str]) -> tuple[Answer, list[Article]]:
    articles = [make_article(f"a{at}", text) for at, text in enumerate(payloads)]
    citations = tuple(cite(article, at) for at, article in enumerate(articles, start=1))
    said = tuple(Statement("Said.", (each,), "supported") for each in citations)
    return Answer("Q", statements=said, citations=citations), articles


def in_words_around(payloads: Sequence[str]) -> tuple[Answer, list[Article]]:
    articles = [make_article(f"a{at}", f"{one_line(text)} HERE {one_line(text)}") for at, text in enumerate(payloads)]
    citations = tuple(Citation.of(article.source, "HERE", article.text.index("HERE"), number=at)
                      for at, article in enumerate(articles, start=1))  # fmt: skip
    return Answer("Q", statements=(Statement("Said.", citations[:1], "verbatim"),), citations=citations), articles


def in_passage(payloads: Sequence[str]) -> tuple[Answer, list[Article]]:
    found = tuple(Evidence(Passage(f"p{at}", make_article(f"a{at}", text).source, text, 0, len(text)), 1.0)
                  for at, text in enumerate(payloads))  # fmt: skip
    return Answer("Q", text=" ".join(payloads), refused=True, reason="r", also_found=found), []


def in_sources(payloads: Sequence[str]) -> tuple[Answer, list[Article]]:
    article = make_article("a", "Words.")
    only = cite(article, 1)
    said = [Statement("Said.", (only,), "verbatim", 2, (f"{text} (in outlet unknown)",), (text,)) for text in payloads]
    return Answer("Q", statements=tuple(said), citations=(only,)), [article]


def in_notice(payloads: Sequence[str]) -> tuple[Answer, list[Article]]:
    return Answer("Q", notices=tuple(payloads)), []


def in_conflict(payloads: Sequence[str]) -> tuple[Answer, list[Article]]:
    conflicts = tuple(Conflict(text, (ConflictRow(text, text, None, 1), ConflictRow("2", None, text, 1)))
                      for text in payloads)  # fmt: skip
    return Answer("Q", conflicts=conflicts), []


def in_understood(payloads: Sequence[str]) -> tuple[Answer, list[Article]]:
    understood = Understood(outlets=tuple(payloads), speakers=tuple(payloads))
    return Answer(" ".join(payloads), understood=understood, model=" ".join(payloads)), []


def in_article(payloads: Sequence[str]) -> tuple[Answer, list[Article]]:
    article = make_article("a", "\n\n".join([*payloads, "HERE"]))
    only = Citation.of(article.source, "HERE", article.text.rindex("HERE"), number=1)
    return Answer("Q", statements=(Statement("Said.", (only,), "verbatim"),), citations=(only,)), [article]


SINKS: dict[str, Answered] = {
    "statement": in_statement, "quote": in_quote, "words-around": in_words_around, "passage": in_passage,
    "sources": in_sources, "notice": in_notice, "conflict": in_conflict, "understood": in_understood,
    "article": in_article, "title": in_source("title"), "publisher": in_source("publisher"), "author": in_source("author"),
}  # fmt: skip


@pytest.fixture
def payloads(canary: Canary) -> list[str]:
    canary.calls.clear()
    return [text.replace("CANARY", canary.url).replace("RUN", RUN) for text in PAYLOADS]


@pytest.mark.parametrize("sink", SINKS)
def test_hostile_text_is_only_text(
    watched: Watched, stage: Stage, canary: Canary, payloads: list[str], sink: str
) -> None:
    answer, articles = SINKS[sink](payloads)
    page = show(watched, stage, answer, articles)

    check_harmless(watched, canary)
    shown = text_of(page)
    assert [text for text in payloads if one_line(text) not in shown] == []
    assert page.locator("#chat .message-content a:not([href^='#do-'])").count() == markers(answer)
    assert page.locator("#chat .message-content a[href^='#do-']").count() == TOOLS + (
        2 if answer.understood.outlets else 0
    )


def test_hostile_addresses_become_links_only_where_they_are_plain_web_ones(
    watched: Watched, stage: Stage, canary: Canary, payloads: list[str]
) -> None:
    plain = [f"{canary.url}/article?a=1&b='`${{y}}", "https://coastwire.example/2025/03/04/fire#top"]
    # The second has a place of its own already; a browser goes to the words all the same.
    at_the_words = [f"{plain[0]}#:~:text=Words%200.", f"{plain[1]}:~:text=Words%201."]
    tricks = [
        f"{canary.url}/\"onmouseover=RUN", f"{canary.url}/<img src=x onerror=RUN>",
        "javascript:RUN", "JaVaScRiPt:RUN", "java\nscript:RUN", " javascript:RUN", "\x01javascript:RUN", "vbscript:RUN",
        "data:text/html,<script>RUN</script>", "file:///etc/passwd", "//canary.example/x", "https:canary", "https://",
        "http://known.example@canary.example/", "https://canary\u202e.example/", "https://canary .example",
        "http://[broken", "blob:https://canary/x", "ftp://canary.example/x", "#s-1-2",
    ]  # fmt: skip
    answer, articles = in_source("url")([*plain, *tricks, *payloads])

    page = show(watched, stage, answer, articles)

    check_harmless(watched, canary)
    links = page.locator("#cards a")
    assert [links.nth(at).get_attribute("href") for at in range(2)] == at_the_words
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer nofollow"}
    assert all(re.match(r"https?://[^@\s]+$", str(link.get_attribute("href"))) for link in links.all())
    assert links.count() == 3  # two under the citations, one under what was also found; the reprint is only named


def test_hostile_surroundings_of_an_answer_are_only_text(
    watched: Watched, stage: Stage, canary: Canary, payloads: list[str]
) -> None:
    articles = [make_article(f"a{at}", "Words.", publisher=text, published=f"2025-03-{at + 1:02}")
                for at, text in enumerate(payloads[:14])]  # fmt: skip
    citations = tuple(cite(article, at) for at, article in enumerate(articles, start=1))
    answer = Answer("Q", statements=(Statement("Said.", citations, "verbatim"),), citations=citations)

    page = show(watched, stage, answer, articles, quiet=payloads, next_questions=[one_line(text) for text in payloads])

    check_harmless(watched, canary, within="#chat .message-content, #cards .card, #cards .coverage, .picture text")
    names = page.locator("#cards .picture a").evaluate_all("all => all.map(each => each.getAttribute('aria-label'))")
    assert [at for at, text in enumerate(payloads[:14]) if one_line(text) not in " ".join(names)] == []
    assert page.locator("#cards .picture a").count() == 14
    assert page.locator("#chat a[href^='#do-next']").count() == len(payloads)
    assert [text for text in payloads if one_line(text) not in text_of(page)] == []


def test_hostile_questions_are_only_text(watched: Watched, stage: Stage, canary: Canary, payloads: list[str]) -> None:
    page = open_page(watched, stage)
    groups = [" ".join(payloads[start : start + 8]) for start in range(0, len(payloads), 8)]

    for number, question in enumerate(groups, start=1):
        page.locator("#ask textarea").fill(question)
        page.locator("#ask textarea").press("Enter")
        expect(page.locator("#chat .bot .searched")).to_have_count(number)

    check_harmless(watched, canary)
    asked = [question for question, _, _ in stage.assistant.asked]
    shown = text_of(page)
    assert [question for question in asked if one_line(question) not in shown] == []
    assert len(asked) == len(groups)


def test_a_hostile_collection_does_no_harm_before_the_first_question(
    watched: Watched, stage: Stage, canary: Canary, payloads: list[str]
) -> None:
    stage.assistant.questions = [one_line(" ".join(payloads[start::4])) for start in range(4)]
    stage.assistant.names = [one_line(text) for text in payloads]
    stage.assistant.chat_model = " ".join(payloads)
    page = open_page(watched, stage)

    page.locator("#filters > button").click()
    page.get_by_label("Outlets", exact=True).click()
    page.get_by_role("option").nth(12).click()
    expect(page.locator("#filters > button")).to_contain_text(one_line(payloads[12]))

    check_harmless(
        watched,
        canary,
        within="#welcome .prose, #welcome button, #masthead .prose, #filters > button > span:first-child",
    )
    assert page.locator(".example").all_inner_texts() == stage.assistant.questions


def test_a_hostile_error_is_only_text(watched: Watched, stage: Stage, canary: Canary, payloads: list[str]) -> None:
    said = " ".join(payloads)
    stage.assistant.missing = IndexMissing(said, hint=said)
    stage.assistant.answers = {"Q": stage.assistant.missing}
    watched.page.goto(stage.url)
    expect(watched.page.get_by_role("heading", name="No articles yet")).to_be_visible()
    check_harmless(watched, canary, within="#welcome p")

    ask(watched.page, "Q")
    expect(watched.page.locator("#chat .trouble")).to_be_visible()

    check_harmless(watched, canary)


def test_the_watch_would_notice(watched: Watched, stage: Stage, canary: Canary) -> None:
    page = open_page(watched, stage)

    page.evaluate(f"document.body.insertAdjacentHTML('beforeend', '<img src={canary.url}/x onerror={RUN}>')")
    page.wait_for_function("window.ranByOthers.length > 0")

    assert watched.refused() == [f"{canary.url}/x"]
    assert page.locator("body").locator(FORBIDDEN).count() > 0


def open_page(watched: Watched, stage: Stage) -> Page:
    watched.page.goto(stage.url)
    watched.page.wait_for_selector(".example >> visible=true")
    return watched.page


def ask(page: Page, question: str) -> None:
    page.locator("#ask textarea").fill(question)
    page.locator("#ask textarea").press("Enter")


def show(watched: Watched, stage: Stage, answer: Answer, articles: Sequence[Article], **surroundings: Any) -> Page:
    """Let the page show an answer, with all that is folded unfolded."""
    stage.assistant = FakeAssistant(
        answers={"Q": answer}, articles={article.source.article_id: article for article in articles}, **surroundings
    )
    page = open_page(watched, stage)
    ask(page, "Q")
    # Offered when the answer is whole.
    expect(page.get_by_role("button", name="New conversation")).to_be_visible()
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for chip in page.locator('#chat a[href^="#"]').all()[:2]:
        chip.hover()
    page.wait_for_timeout(300)
    return page


def check_harmless(
    watched: Watched, canary: Canary, *, within: str = "#chat .message-content, #cards .prose, #peek"
) -> None:
    page = watched.page
    assert (watched.ran(), watched.foreign, watched.refused(), canary.calls, watched.errors) == ([], [], [], [], [])
    assert [element.evaluate("e => e.outerHTML") for element in page.locator(within).locator(FORBIDDEN).all()] == []
    links: list[Any] = [link.get_attribute("href") for link in page.locator("#chat .message-content a").all()]
    assert [href for href in links if not OUR_LINKS.fullmatch(href)] == []


def text_of(page: Page) -> str:
    """Return the words of the chat and of the cards, each run of space as one blank."""
    return " ".join(" ".join(page.locator("#chat .message-content, #cards").all_text_contents()).split())


def markers(answer: Answer) -> int:
    """Return how many links the chat may have: one a citation, one a row of a conflict, three to what was nearest."""
    said = sum(len(statement.citations) for statement in answer.statements)
    rows = sum(len(conflict.rows) for conflict in answer.conflicts)
    return said + rows + (min(3, len(answer.also_found)) if answer.refused else 0)
