"""The evidence beside an answer: whose words, how far they carry it, who reprinted it, what else was found."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rag.domain import Answer, Evidence, Statement, Status
from rag.errors import IndexDamaged, IndexMissing
from rag.page.panel import as_panel, fold, masthead, no_articles
from rag.render import escape_html
from tests.page.fakes import ARTICLES, BEACON, LEDGER, WIRE, boats, cite, find, make_article, watchman, zeppelin


def test_a_cited_card_is_outlet_date_author_title_and_the_words_in_their_paragraph() -> None:
    cards, _ = as_panel(watchman(), 4, ARTICLES).split("<h3>Also found</h3>")

    far = WIRE.text.partition("Nobody")[0]
    assert cards == (
        "<h3>Cited</h3>"
        '<article class="card" id="s-4-1" tabindex="-1">'
        '<p class="meta"><span class="status verbatim">verbatim</span><span class="number">1</span> '
        "<b>Coast Wire</b> · 4 March 2025 · Nils Ardent</p>"
        "<h4>Fire destroys eleven boats in Orrenmouth fishing harbour</h4>"
        f'<blockquote><span class="far">{escape_html(far)}</span>Nobody was killed. <mark>The night watchman was pulled '
        "from the water by the crew of the pilot boat Linnet.</mark></blockquote>"
        + '<details class="reprints"><summary>1 reprint: Kelderby Ledger</summary>'
        "<ul><li><b>Kelderby Ledger</b></li></ul></details>"
        '<div class="actions"><button type="button" class="copy" data-copy="“The night watchman was pulled from the '
        "water by the crew of the pilot boat Linnet.” (Coast Wire, 4 March 2025, "
        'https://coastwire.example/2025/03/04/harbour-fire)">copy the quotation</button>'
        '<p class="original"><a href="https://coastwire.example/2025/03/04/harbour-fire#:~:text='
        'The%20night%20watchman%20was%20pulled%20from%20the%20water%20by%20the%20crew%20of%20the%20pilot%20boat%20Linnet." '
        'target="_blank" rel="noopener noreferrer nofollow">open the original</a> <span>coastwire.example</span></p>'
        "</div></article>"
    )


def test_what_else_was_found_is_folded_to_its_first_words() -> None:
    _, found = as_panel(boats(), 1, ARTICLES).split("<h3>Also found</h3>")

    assert found == (
        '<article class="card found" id="f-1-1" tabindex="-1">'
        '<p class="meta"><b>Garnwick Beacon</b> · date unknown · author unknown</p>'
        "<h4>What the fleet meant to the town</h4>"
        '<details class="passage"><summary>For the families of the North Quay the boats were more than a living, the '
        "harbour more …</summary><blockquote>For the families of the North Quay the boats were more than a living, the "
        "harbour more than a place.</blockquote></details></article>"
    )


def test_a_reprint_that_was_found_is_folded_under_its_original() -> None:
    panel = as_panel(boats(), 1, ARTICLES)

    assert "<li><b>Kelderby Ledger</b> · 4 March 2025 · Night blaze guts fishing fleet</li>" in panel
    assert panel.count('class="card found"') == 1
    assert panel.count("1 reprint: Kelderby Ledger") == 1


def test_passages_of_one_story_that_was_found_are_one_card() -> None:
    words = ["The alarm was raised at 2:10 a.m.", "Forty-six firefighters fought the blaze.", "Nobody was killed."]
    found = (find(WIRE, words[0]), find(WIRE, words[1]), find(LEDGER, words[2]))

    panel = as_panel(replace(zeppelin(), also_found=found), 1)

    assert re.findall(r"<blockquote>(.*?)</blockquote>", panel) == words[:2]
    assert "1 reprint: Kelderby Ledger" in panel
    assert panel.startswith("<h3>Nearest</h3>")


@pytest.mark.parametrize(
    ("status", "word"),
    [("verbatim", "verbatim"), ("supported", "supported"), ("partial", "partly"), ("unsupported", "not found")],
)
def test_how_far_the_words_carry_it_is_a_word_and_never_a_percentage(status: Status, word: str) -> None:
    only = cite(BEACON, "the harbour more than a place", 1)
    answer = Answer("Q", statements=(Statement("S.", (only,), status),), citations=(only,),
                    also_found=(Evidence(find(WIRE, "Nobody was killed.").passage, 0.87),))  # fmt: skip

    panel = as_panel(answer, 1, ARTICLES)

    assert f'<span class="status {status}">{word}</span>' in panel
    assert not re.search(r"%|percent|0\.87|\b87\b", panel)


def test_long_surroundings_are_cut_at_a_blank_and_a_moved_quotation_stands_alone() -> None:
    article = make_article("long", "before " * 100 + "HERE" + " after" * 100)
    only = cite(article, "HERE", 1)
    answer = Answer("Q", statements=(Statement("S.", (only,), "verbatim"),), citations=(only,))

    shown = re.search(r"<blockquote>(.*)</blockquote>", as_panel(answer, 1, {"long": article}))
    moved = re.search(r"<blockquote>(.*)</blockquote>", as_panel(answer, 1, {"long": make_article("long", "new")}))

    assert shown is not None
    assert moved is not None
    assert shown[1] == (
        f'<span class="far">{"before " * 63}</span><span class="dots">… </span>{"before " * 37}<mark>HERE</mark>'
        f'{" after" * 43}<span class="dots"> …</span><span class="far">{" after" * 57}</span>'
    )
    assert moved[1] == "<mark>HERE</mark>"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://a.example/x?y=1&z='2'", "a.example"),
        ("HTTP://A.example:8080/", "a.example"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.example/", None),
        ("https://", None),
        ("https://known.example@evil.example/", None),
        ("https://a.example/\u202egpj.exe", None),
        ("https://a .example/", None),
        ("http://[::1", None),
        (None, None),
    ],
)
def test_only_a_plain_web_address_becomes_a_link(url: str | None, host: str | None) -> None:
    article = make_article("a", "Words.", url=url)
    only = cite(article, "Words.", 1)

    panel = as_panel(Answer("Q", statements=(Statement("S.", (only,), "verbatim"),), citations=(only,)), 1)

    assert re.findall(r"<span>(.*?)</span></p></div></article>", panel) == ([host] if host else [])
    assert panel.count("<a ") == (1 if host else 0)


def test_the_newest_evidence_is_open_and_the_earlier_is_folded_under_its_question() -> None:
    assert fold([("First <q>?", "<p>1</p>"), ("No evidence?", ""), ("Third?", "<p>3</p>"), ("Now?", "<p>4</p>")]) == (
        "<p>4</p><h3>Earlier questions</h3>"
        '<details class="earlier"><summary>Third?</summary><p>3</p></details>'
        '<details class="earlier"><summary>First &lt;q&gt;?</summary><p>1</p></details>'
    )
    assert fold([]) == fold([("Q", "")]) == '<p class="quiet">The passages behind an answer appear here.</p>'


def test_the_masthead_counts() -> None:
    assert masthead((1, 2), model="a<b") == (
        '<header><h1>Dateline</h1><span class="facts">1 article · 2 outlets · a&lt;b</span></header>'
    )
    assert masthead() == '<header><h1>Dateline</h1><span class="facts"></span></header>'


def test_a_page_without_articles_says_which_command_adds_them() -> None:
    error = IndexMissing("the collection at <x> is empty", hint="add articles first: python -m ingest PATH")

    assert no_articles(error) == (
        "<h2>No articles yet</h2><p>The collection at &lt;x&gt; is empty.</p>"
        "<p>Add articles first:</p><pre><code>python -m ingest PATH</code></pre>"
        "<p>Or add them under Collection. Then ask here; the page need not be started again.</p>"
    )
    assert no_articles(IndexDamaged("a file is gone", hint="rebuild it")) == (
        "<h2>The collection cannot be used</h2><p>A file is gone.</p><p>Rebuild it.</p>"
    )


def test_who_was_found_to_report_it_and_who_was_not_is_folded() -> None:
    panel = as_panel(boats(), 1, ARTICLES, ["North <Post>", "Bay Mirror"])

    assert "2 other outlets have articles of those days, none of them found for this" in panel
    assert "<li><b>Coast Wire</b> · 4 March 2025</li><li><b>Orrenmouth Courier</b> · 4 March 2025</li>" in panel
    assert "Not found: North &lt;Post&gt;, Bay Mirror" in panel
    assert "coverage" not in as_panel(boats(), 1, ARTICLES)


def test_reports_of_several_days_are_a_line_of_time_whose_dots_lead_to_their_words() -> None:
    panel = as_panel(boats(), 3, ARTICLES)

    assert panel.startswith('<figure class="picture"><svg viewBox="0 0 420 ')
    assert 'aria-label="Reports from 4 March 2025 to 6 March 2025"' in panel
    assert re.findall(r'<a href="#(.*?)" aria-label="(.*?)">', panel) == [
        ("s-3-1", "Source 1: Coast Wire, 4 March 2025"),
        ("s-3-2", "Source 2: Orrenmouth Courier, 4 March 2025"),
        ("s-3-4", "Source 4: Ostrey Today, 4 March 2025"),
        ("s-3-3", "Source 3: Coast Wire, 6 March 2025"),
    ]
    first, second = (float(x) for x in re.findall(r'<circle cx="(\d+)"', panel))
    assert first < second


def test_reports_of_one_day_or_of_none_are_no_picture() -> None:
    undated = replace(boats(), citations=tuple(replace(one, published=None) for one in boats().citations))

    assert "<svg" not in as_panel(watchman(), 1, ARTICLES)
    assert "<svg" not in as_panel(undated, 1)


def test_labels_of_a_picture_never_overlap() -> None:
    days = ["2025-03-04", "2025-03-05", "2025-03-06", "2025-04-01", "2026-01-01"]
    cited = tuple(
        replace(cite(BEACON, BEACON.text, number), published=day, publisher=f"A very long name of an outlet {number}")
        for number, day in enumerate(days, start=1)
    )

    panel = as_panel(Answer("Q", citations=cited), 1)

    spans = []
    for x, y, text in re.findall(r'<text[^>]*x="([\d.]+)"[^>]*y="([\d.]+)">(.*?)</text>', panel):
        half = len(text) * 6.6 / 2
        assert float(x) - half >= -1
        assert float(x) + half <= 561
        spans.append((float(y), float(x) - half, float(x) + half))
    assert len(spans) == 2 * len(days)
    crossing = [
        (one, other) for place, one in enumerate(spans) for other in spans[:place]
        if abs(one[0] - other[0]) < 12 and one[1] < other[2] and other[1] < one[2]
    ]  # fmt: skip
    assert crossing == []
