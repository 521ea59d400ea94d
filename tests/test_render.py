"""An answer in the terminal and in the chat, word for word; and the escape that keeps every text a text."""

from __future__ import annotations

import html
from dataclasses import replace
from string import punctuation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.domain import Answer, Article, Citation, Statement, Understood
from rag.page.chat import as_markdown, as_trouble
from rag.render import (
    describe_sources,
    escape_html,
    escape_markdown,
    one_line,
    visible,
)
from rag.terminal import as_text
from tests.page.fakes import BOATS, WIRE, boats, cite, make_article, watchman, zeppelin


def answer_of(statement: Statement, **more: object) -> Answer:
    return replace(Answer("Q?", statements=(statement,), citations=statement.citations), **more)  # type: ignore[arg-type]


def cited(article: Article, number: int = 1) -> Citation:
    return cite(article, article.text, number)


def test_what_may_not_answer_begins_with_a_doubt_everywhere() -> None:
    doubt, answer = "It is not certain that this answers the question:", replace(watchman(), unsure=True)

    assert as_text(answer, width=100).splitlines()[:3] == [doubt, "", as_text(watchman(), width=100).splitlines()[0]]
    shown = html.unescape(as_markdown(answer, 1))
    assert 0 <= shown.index(f'<p class="unsure">{doubt}') < shown.index('<div class="lead">')
    assert "unsure" not in as_markdown(watchman(), 1)


def test_one_fact_in_the_terminal_is_a_sentence_a_line_of_sources_and_where_it_stands() -> None:
    assert as_text(watchman(), width=100, asked="Who was pulled from the water?") == (
        "The night watchman was pulled from the water by the crew of the pilot boat Linnet. [1]\n"
        "Coast Wire, 4 March 2025 · reprinted by Kelderby Ledger\n"
        "\n"
        "Sources:\n"
        "[1] Coast Wire, 4 March 2025: Fire destroys eleven boats in Orrenmouth fishing harbour\n"
        "    https://coastwire.example/2025/03/04/harbour-fire\n"
        "\n"
        "As of 9 March 2026"
    )


def test_more_statements_a_conflict_and_a_quotation_in_other_words_in_the_terminal() -> None:
    assert as_text(replace(boats(), notices=("One article without a date was left out.",)), width=80) == (
        "A night fire tore through the fishing harbour early on Tuesday, destroying\n"
        "eleven boats and the old ice house before crews brought it under control shortly\n"
        "before dawn. [1] [2]\n"
        "Coast Wire, 4 March 2025 · 2 independent sources · reprinted by Kelderby Ledger\n"
        "\n"
        "More in the articles:\n"
        "- Thirteen boats, not eleven, were lost in Tuesday’s fire, the port said on\n"
        "  Thursday after divers had searched the basin. [3]\n"
        "- Ostrey Today counted nine boats from the harbour wall. [4]\n"
        "\n"
        "Sources:\n"
        "[1] Coast Wire, 4 March 2025: Fire destroys eleven boats in Orrenmouth fishing\n"
        "    harbour\n"
        "    https://coastwire.example/2025/03/04/harbour-fire\n"
        "[2] Orrenmouth Courier, 4 March 2025: “We stood and watched it go”\n"
        "    “Eleven hulls were gone, the harbour office confirmed, and a twelfth lay on\n"
        "    its side in the mud.”\n"
        "[3] Coast Wire, 6 March 2025: Harbour fire: thirteen boats lost, cable blamed\n"
        "[4] Ostrey Today, 4 March 2025: Nine boats lost at the North Quay\n"
        "    “Nine boats burned at the North Quay overnight, by Ostrey Today’s own count\n"
        "    from the harbour wall.”\n"
        "\n"
        "The number of boats differs:\n"
        "  11 boats: Coast Wire, 4 March 2025 [1]\n"
        "  9 boats: Ostrey Today, 4 March 2025 [4]\n"
        "  13 boats: Coast Wire, 6 March 2025 [3]\n"
        "\n"
        "Note: One article without a date was left out.\n"
        "\n"
        "As of 9 March 2026"
    )


def test_a_refusal_in_the_terminal_says_why_and_what_was_nearest() -> None:
    assert as_text(zeppelin(), width=100) == (
        "The articles do not say. Nothing in the collection mentions “zeppelin”.\n"
        "\n"
        "Nearest:\n"
        "- Garnwick Beacon, date unknown: For the families of the North Quay the boats were more than a\n"
        "  living, the harbour more …\n"
        "- Coast Wire, 4 March 2025: The alarm was raised at 2:10 a.m. by a baker on his way to work.\n"
        "\n"
        "As of 9 March 2026"
    )


def test_a_refusal_tells_the_nearest_sentences_where_they_are_known() -> None:
    alarm = cite(WIRE, "The alarm was raised at 2:10 a.m. by a baker on his way to work.", 1)
    refusal = replace(zeppelin(), nearest=(alarm,))

    assert "Nearest:\n- Coast Wire, 4 March 2025: “The alarm was raised at 2:10 a.m." in as_text(refusal, width=100)
    assert "- [Coast Wire&#44; 4 March 2025](#f-2-2) “The alarm was raised" in as_markdown(refusal, 2, asked="When?")
    assert "Garnwick" not in as_text(refusal, width=100)


def test_a_question_understood_otherwise_is_shown_and_the_same_one_is_not() -> None:
    understood = Understood(since="2025-03", until="2025-03", outlets=("Coast Wire",), speakers=("Edda Brandvold",))
    answer = Answer("Who said so in March 2025?", "Nobody.", understood=understood, model="openai:some")

    assert as_text(answer, width=200, asked="Who said so?") == (
        "Understood as: Who said so in March 2025?\n\nNobody.\n\n"
        "Period: March 2025 · Outlet: Coast Wire · Speaker: Edda Brandvold · Written by openai:some"
    )
    assert as_text(answer, width=200, asked=" who said so in  MARCH 2025? ").startswith("Nobody.")


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2025-03-04", None, "Period: since 4 March 2025"),
        (None, "2025", "Period: until 2025"),
        ("2025-03-04", "2025-04", "Period: 4 March 2025 to April 2025"),
    ],
)
def test_a_period_is_said_in_words(since: str | None, until: str | None, said: str) -> None:
    assert as_text(Answer("Q", "A", understood=Understood(since, until)), width=80) == f"A\n\n{said}"


def test_a_bracketed_number_of_an_article_is_never_a_marker() -> None:
    article = make_article("a", "Prices rose by 4 percent [2], the bank said [17].", publisher="Bank News")
    answer = answer_of(Statement(article.text, (cited(article),), "verbatim"))

    assert as_text(answer, width=100).splitlines()[0] == "Prices rose by 4 percent (2), the bank said (17). [1]"
    assert as_markdown(answer, 7).count("](#s-7-") == 1
    assert "[2]" not in as_markdown(answer, 7)


def test_what_no_article_carries_is_said_to_be_so() -> None:
    answer = answer_of(Statement("It was arson.", (), "unsupported", 0))

    assert as_text(answer, width=100).splitlines()[0] == "It was arson. (not found in the articles)"
    assert as_markdown(answer, 1) == (
        '<div class="lead">\n\nIt was arson&#46; <span class="doubt">not found in the articles</span>\n\n</div>'
    )


def test_one_fact_in_the_chat_is_a_sentence_its_chip_and_a_line_of_sources() -> None:
    assert as_markdown(watchman(), 3, asked="Who was pulled from the water?") == (
        '<div class="lead">\n\n'
        "The night watchman was pulled from the water by the crew of the pilot boat Linnet&#46;[1](#s-3-1)"
        "\n\n</div>\n\n"
        '<p class="sources">Coast Wire&#44; 4 March 2025 · reprinted by Kelderby Ledger</p>\n\n'
        '<p class="searched">As of 9 March 2026</p>'
    )


def test_more_in_the_chat_is_folded_and_a_conflict_is_a_table() -> None:
    lead, end, sources, more, *table = as_markdown(boats(), 1).split("\n\n<")

    assert lead.endswith("before dawn&#46;[1](#s-1-1)[2](#s-1-2)")
    assert end == "/div>"
    assert sources == (
        'p class="sources">Coast Wire&#44; 4 March 2025 · <span class="independent">2 independent sources</span> · '
        "reprinted by Kelderby Ledger</p>"
    )
    assert more == (
        'details class="more"><summary>2 more statements</summary>\n\n'
        "- Thirteen boats&#44; not eleven&#44; were lost in Tuesday’s fire&#44; the port said on Thursday after divers had "
        'searched the basin&#46;[3](#s-1-3) <span class="sources">Coast Wire&#44; 6 March 2025</span>\n'
        "- Ostrey Today counted nine boats from the harbour wall&#46;[4](#s-1-4) "
        '<span class="sources">Ostrey Today&#44; 4 March 2025</span>'
    )
    assert table == [
        "/details>",
        'p class="conflict">The number of boats differs</p>\n\n'
        "| Said | Outlet | Date | Source |\n|---|---|---|---|\n"
        "| 11 boats | Coast Wire | 4 March 2025 | [1](#s-1-1) |\n"
        "| 9 boats | Ostrey Today | 4 March 2025 | [4](#s-1-4) |\n"
        "| 13 boats | Coast Wire | 6 March 2025 | [3](#s-1-3) |",
        'p class="searched">As of 9 March 2026</p>',
    ]


def test_a_refusal_in_the_chat_leads_to_what_was_nearest() -> None:
    assert as_markdown(zeppelin(), 2, asked="When?") == (
        '<p class="understood">Understood as&#58; When did the zeppelin land&#63;</p>\n\n'
        '<div class="refusal">\n\n'
        "The articles do not say&#46; Nothing in the collection mentions “zeppelin”&#46;"
        "\n\n</div>\n\n"
        '<p class="nearest">Nearest in the articles</p>\n\n'
        "- [Garnwick Beacon&#44; date unknown](#f-2-1) For the families of the North Quay the boats were more than a "
        "living&#44; the harbour more …\n"
        "- [Coast Wire&#44; 4 March 2025](#f-2-2) The alarm was raised at 2&#58;10 a&#46;m&#46; by a baker on his way to "
        "work&#46;\n\n"
        '<p class="searched">As of 9 March 2026</p>'
    )


def test_nothing_is_shown_of_an_answer_that_has_not_begun() -> None:
    assert as_markdown(Answer("Q"), 1, asked="Q") == ""


def test_an_error_is_two_plain_sentences() -> None:
    assert as_trouble("port <7860> is taken", "choose another one: --port") == (
        '<p class="trouble">Port &#60;7860&#62; is taken&#46; Choose another one&#58; &#45;&#45;port</p>'
    )


@pytest.mark.parametrize(
    ("outlet", "sources", "reprints", "said"),
    [
        ("Coast Wire", ("Coast Wire",), (), ["Coast Wire, date unknown", "", ""]),
        ("Ledger", ("Coast Wire (in Ledger)",), (), ["Coast Wire (in Ledger), date unknown", "", ""]),
        (
            "Ledger",
            ("Coast Wire",),
            ("Ledger", "Beacon"),
            ["Coast Wire (in Ledger), date unknown", "", "reprinted by Beacon"],
        ),
        (
            "Wire",
            ("Wire", "Post"),
            ("A", "B", "C"),
            ["Wire, date unknown", "2 independent sources", "reprinted by A, B and C"],
        ),
        (
            "Ledger",
            ("AFP (in Beacon)",),
            ("Ledger",),
            ["AFP (in Beacon), date unknown", "", ""],
        ),
        (None, (), (), ["outlet unknown, date unknown", "", ""]),
    ],
)
def test_the_line_of_sources_names_the_voice_and_never_counts_a_reprint(
    outlet: str | None, sources: tuple[str, ...], reprints: tuple[str, ...], said: list[str]
) -> None:
    lead = cited(make_article("a", "Words.", publisher=outlet))
    statement = Statement("Words.", (lead,), "verbatim", max(1, len(sources)), sources, reprints)

    assert describe_sources(statement) == said


def test_what_cannot_be_seen_is_taken_out() -> None:
    text = "a\x00b\x1b[31mc\u202ed\u2066e\u200bf\ufeffg\U000e0041h\ud800i\xadj\x9bk\x7fl\u2028m\r\nn\to"

    assert visible(text) == "ab[31mcdefghijkl\nm\nn\to"
    assert one_line(text) == "ab[31mcdefghijkl m n o"


@given(st.text())
def test_escaped_markdown_has_no_sign_left_and_says_the_same(text: str) -> None:
    escaped = escape_markdown(text)

    assert not set(html.unescape(escaped.replace("&#", "").replace(";", ""))) & set(punctuation)
    assert html.unescape(escaped) == one_line(text)
    assert "\n" not in escaped


@given(st.text())
def test_escaped_html_has_no_markup_left_and_says_the_same(text: str) -> None:
    escaped = escape_html(text)

    assert not set(escaped) & set("<>\"'{}$`")
    assert html.unescape(escaped) == visible(text)


@given(st.text(), st.integers(1, 99))
def test_a_statement_never_brings_a_chip_of_its_own(text: str, turn: int) -> None:
    only = cited(WIRE)
    shown = as_markdown(answer_of(Statement(text, (only,), "verbatim")), turn)

    assert shown.count("](") == 1
    assert f"[1](#s-{turn}-1)" in shown


@given(st.text(), st.integers(20, 120))
def test_the_terminal_gets_no_commands(text: str, width: int) -> None:
    said = as_text(Answer(BOATS, text, refused=True, notices=(text,)), width=width)

    assert visible(said) == said


def answering(text: str, words: str) -> Answer:
    """Return an answer of one quotation in which `words` answer the question; they stand last where there are two."""
    start = text.rindex(words)
    citation = replace(cite(WIRE, WIRE.text, 1), quote=text, answer_start=start, answer_end=start + len(words))
    citation = replace(citation, start=0, end=len(text))
    return answer_of(Statement(text, (citation,), "verbatim"))


def test_the_words_that_answer_are_bold_in_the_chat() -> None:
    shown = as_markdown(answering("Linnet saved him; the Linnet was 40 years old.", "Linnet"), 1)
    assert "Linnet saved him&#59; the <strong>Linnet</strong> was 40 years old&#46;" in shown


def test_the_words_that_answer_are_bold_in_a_terminal_that_shows_it() -> None:
    answer = answering("Linnet saved him; the Linnet was 40 years old.", "the Linnet was")
    assert "him; \x1b[1mthe Linnet was\x1b[0m 40" in as_text(answer, width=100, bold=True)
    assert "him; \x1b[1mthe Linnet\nwas\x1b[0m 40" in as_text(answer, width=30, bold=True)
    assert "\x1b" not in as_text(answer, width=100)


def test_nothing_is_bold_in_a_statement_that_is_no_quotation() -> None:
    answer = answering("The Linnet saved him.", "Linnet")
    statement = replace(answer.statements[0], text="A boat, the Linnet, saved him.")
    assert "<strong>" not in as_markdown(answer_of(statement), 1)


@given(st.text(min_size=1), st.integers(0, 40), st.integers(1, 40))
def test_bold_words_change_no_other_word(text: str, start: int, length: int) -> None:
    citation = replace(
        cite(WIRE, WIRE.text, 1), quote=text, start=0, end=len(text), answer_start=start, answer_end=start + length
    )
    answer = answer_of(Statement(text, (citation,), "verbatim"))
    bold = as_text(answer, width=60, bold=True)
    assert bold.replace("\x1b[1m", "").replace("\x1b[0m", "") == as_text(answer, width=60)
    shown = as_markdown(answer, 1).split("</div>")[0]
    plain = as_markdown(answer_of(Statement(text, (replace(citation, answer_start=None),), "verbatim")), 1)
    # Blanks at the edges of the bold words may come and go: the reader takes whole words.
    tight = "".join(shown.replace("<strong>", "").replace("</strong>", "").split())
    assert tight == "".join(plain.split("</div>")[0].split())


def test_a_line_a_side_stands_under_its_label_and_is_not_folded() -> None:
    sides = [
        Statement(text, (replace(cited(article), quote=text),), "verbatim", label=label)
        for text, label, article in (
            ("Eleven boats burned.", "Coast *Wire*", WIRE),
            ("Nine boats burned.", "4 March 2025", WIRE),
        )
    ]
    answer = Answer("Q", "A", statements=tuple(sides), citations=tuple(one.citations[0] for one in sides))

    assert as_text(answer, width=100).startswith("- Coast *Wire*: Eleven boats burned. [1]\n- 4 March 2025: Nine boats")
    shown = as_markdown(answer, 1)
    assert "<details" not in shown
    assert '<strong class="label">Coast &#42;Wire&#42;</strong>' in shown
    assert shown.count('class="label"') == 2
