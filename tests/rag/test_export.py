"""A conversation taken away: as Markdown that reads well and runs nowhere, as a table, as a file that opens again."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.domain import Answer, Citation, Conflict, ConflictRow, Statement
from rag.errors import ConversationInvalid
from rag.export import (
    COLUMNS,
    as_csv,
    as_file,
    as_footnotes,
    as_quotation,
    at_words,
    from_file,
    is_web_address,
    readable_markdown,
)
from rag.kept import Kept
from rag.render import one_line
from rag.sheet import defuse
from tests.page.fakes import BOATS, TODAY, WATCHMAN, WIRE, ZEPPELIN, boats, cite, make_article, watchman, zeppelin
from tests.page.payloads import PAYLOADS

WHEN = "2026-03-09T10:00:00+00:00"
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def kept(question: str, answer: Answer | None, trouble: str = "", *, number: int = 1) -> Kept:
    return Kept(f"x{number}", question, answer, trouble, {}, WHEN)


def drawn(markdown: str) -> str:
    """What a reader sees of Markdown, on one line."""
    return one_line(unescape(re.sub(r"<[^>]*>", "", MARKDOWN.render(markdown))))


def test_one_fact_as_markdown_is_a_sentence_its_sources_and_a_footnote_that_leads_to_the_words() -> None:
    assert as_footnotes([kept(WATCHMAN, watchman())]) == (
        "## Who was pulled from the water?\n"
        "\n"
        "The night watchman was pulled from the water by the crew of the pilot boat Linnet.[^1]\\\n"
        "Coast Wire, 4 March 2025 · reprinted by Kelderby Ledger\n"
        "\n"
        "As of 9 March 2026\n"
        "\n"
        "[^1]: Coast Wire, Nils Ardent, 4 March 2025 · Fire destroys eleven boats in Orrenmouth fishing harbour · "
        "<https://coastwire.example/2025/03/04/harbour-fire#:~:text=The%20night%20watchman%20was%20pulled%20from%20the"
        "%20water%20by%20the%20crew%20of%20the%20pilot%20boat%20Linnet.> · “The night watchman was pulled from the "
        "water by the crew of the pilot boat Linnet.” · reprinted by Kelderby Ledger\n"
    )


def test_what_differs_and_what_must_be_known_are_in_the_markdown() -> None:
    markdown = as_footnotes([kept(BOATS, replace(boats(), notices=("One article without a date was left out.",)))])

    assert "**The number of boats differs**\n\n| Said | Outlet | Date | Source |" in markdown
    assert "| 9 boats | Ostrey Today | 4 March 2025 | [^4] |" in markdown
    assert "> One article without a date was left out." in markdown


def test_a_refusal_says_that_the_articles_do_not_say_and_a_failure_says_why() -> None:
    markdown = as_footnotes([kept(ZEPPELIN, zeppelin()), kept("And?", None, "The chat model failed.")])

    assert "## When did the zeppelin land?\n\nThe articles do not say. Nothing" in markdown
    assert "## And?\n\nThe chat model failed." in markdown


def test_a_refusal_has_the_nearest_sentences_below_it() -> None:
    near = replace(zeppelin(), nearest=(boats().citations[0],))

    said = as_footnotes([kept(ZEPPELIN, near)]).split("*Nearest in the articles*\n\n- ")[1]
    assert said.startswith(f"{near.nearest[0].publisher}, 4 March 2025: “{near.nearest[0].quote[:20]}")


def test_a_follow_up_is_told_as_it_was_understood() -> None:
    assert f"*Understood as: {WATCHMAN}*" in as_footnotes([kept("And who was pulled out?", watchman())])


def test_the_same_words_are_one_footnote_in_the_whole_document() -> None:
    markdown = as_footnotes([kept(BOATS, boats()), kept(WATCHMAN, watchman()), kept(BOATS, boats(), number=3)])

    assert re.findall(r"^\[\^(\d+)\]:", markdown, re.MULTILINE) == ["1", "2", "3", "4", "5"]
    assert markdown.count("[^1][^2]\\\n") == 2


def test_of_one_source_its_reprints_are_known_of_several_only_that_there_are_some() -> None:
    first, second = cite(WIRE, "Nobody was killed.", 1), cite(TODAY, TODAY.text, 2)
    alone = Statement("A.", (first,), "supported", reprints=("Coast Wire", "Kelderby Ledger"))
    both = Statement("B.", (first, second), "supported", reprints=("Garnwick Beacon",))
    lines = as_footnotes([kept("Q?", Answer("Q?", statements=(alone, both)))]).split("\n")

    assert [line.partition("” · ")[2] for line in lines if line.startswith("[^")] == [
        "this is a reprint · reprinted by Kelderby Ledger · this or another source of the sentence was reprinted by "
        "Garnwick Beacon",
        "this or another source of the sentence was reprinted by Garnwick Beacon",
    ]


def test_a_doubtful_statement_is_marked_and_a_side_named() -> None:
    said = Statement("It sank.", (cite(TODAY, TODAY.text, 1),), "partial", label="Ostrey Today")

    markdown = as_footnotes([kept("Q?", Answer("Q?", statements=(said,)))])
    assert "**Ostrey Today** It sank.[^1] *(only partly in the articles)*" in markdown


PLACES: dict[str, Callable[[str], Kept]] = {
    "question": lambda text: kept(text, zeppelin()),
    "statement": lambda text: kept("Q?", with_statement(text)),
    "quotation": lambda text: kept("Q?", citing(quote=text)),
    "outlet": lambda text: kept("Q?", citing(publisher=text)),
    "title": lambda text: kept("Q?", citing(title=text, author=text)),
    "url": lambda text: kept("Q?", citing(url=text)),
    "label and reprint": lambda text: kept("Q?", with_statement("It sank.", label=text, reprints=(text,))),
    "conflict": lambda text: kept("Q?", with_conflict(text)),
    "notice": lambda text: kept("Q?", replace(zeppelin(), notices=(text,))),
    "refusal and trouble": lambda text: kept("Q?", replace(zeppelin(), text=text)),
    "trouble": lambda text: kept("Q?", None, text),
}


def with_statement(text: str, *, label: str = "", reprints: tuple[str, ...] = ()) -> Answer:
    said = Statement(text, (cite(TODAY, TODAY.text, 1),), "supported", label=label, reprints=reprints)
    return Answer("Q?", statements=(said,), citations=said.citations)


def citing(**known: str) -> Answer:
    citation = replace(cite(TODAY, TODAY.text, 1), **known)  # type: ignore[arg-type]
    return Answer("Q?", statements=(Statement("It sank.", (citation,), "supported"),), citations=(citation,))


def with_conflict(text: str) -> Answer:
    row = ConflictRow(text, text, "2025-03-04", 1, text)
    return replace(with_statement("It sank."), conflicts=(Conflict(text, (row,)),))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("payload", range(len(PAYLOADS)))
def test_a_text_that_would_be_more_is_text_in_the_markdown(payload: int, place: str) -> None:
    text = PAYLOADS[payload].replace("CANARY", "https://canary.example")
    markdown = as_footnotes([PLACES[place](text)])
    page = MARKDOWN.render(markdown)

    ours = {"h2", "p", "br", "table", "thead", "tbody", "tr", "th", "td", "strong", "em", "blockquote", "a"}
    assert {tag.casefold() for tag in re.findall(r"</?\s*([a-zA-Z][\w-]*)", page)} <= ours
    assert re.findall(r"<a [^>]*>", page) == []  # TODAY has no address
    assert page.count("<h2>") == 1


@pytest.mark.parametrize("payload", range(len(PAYLOADS)))
def test_hostile_words_at_a_good_address_are_one_link_to_that_address(payload: int) -> None:
    page = MARKDOWN.render(as_footnotes([kept("Q?", citing(quote=PAYLOADS[payload], url="https://a.example/b"))]))

    assert [link.partition("#")[0] for link in re.findall(r'<a href="([^"]*)">', page)] == ["https://a.example/b"]
    assert page.count("<a") == 1
    assert "<img" not in page


@settings(deadline=None)
@given(st.text(st.sampled_from("\\`*_[]()<>#+-=.!|~$&:;/@1aw \n\"'{}"), max_size=30))
def test_escaped_text_is_drawn_as_it_was_wherever_it_stands(text: str) -> None:
    line = one_line(text)

    assert drawn(f"## Q\n\n{readable_markdown(text)}[^1]") == one_line(f"Q {line}[^1]")
    assert drawn(f"> {readable_markdown(text)}") == line
    assert drawn(f"## {readable_markdown(text)}") == line


@pytest.mark.parametrize("text", [*PAYLOADS, "&lt;b&gt; &amp;amp; &#60; &copy; & &x", "1. a", "12) b", "C # ##"])
def test_hostile_text_is_drawn_as_it_was(text: str) -> None:
    assert drawn(readable_markdown(text)) == drawn(f"## {readable_markdown(text)}") == one_line(text)


def test_plain_prose_is_not_escaped_at_all() -> None:
    prose = "“Nine boats,” she said (on 4 March): 1,200 tonnes - gone! Mr. O'Neill & Sons; cost: 5% + tax. Why? #1"

    assert readable_markdown(prose) == prose


def test_an_address_of_the_web_leads_to_the_words_and_no_other_does() -> None:
    assert at_words("https://a.example/x", "re-built, 5 % & more") == (
        "https://a.example/x#:~:text=re%2Dbuilt%2C%205%20%25%20%26%20more"
    )
    assert at_words("https://a.example/x#top", "so") == "https://a.example/x#top:~:text=so"
    assert at_words("https://a.example/", "one two three four five " + "long " * 30 + "six seven eight nine ten") == (
        "https://a.example/#:~:text=one%20two%20three%20four%20five,six%20seven%20eight%20nine%20ten"
    )
    bad = ["javascript:alert(1)", "https://known.example@evil.example/", "https://a.example/ b", "//x", "https://[", ""]
    assert [url for url in bad if is_web_address(url)] == []
    assert is_web_address("https://a.example/x?y=1#z")


def test_a_quotation_comes_with_its_footnote() -> None:
    assert as_quotation(cite(WIRE, "Nobody was killed.", 1)) == (
        "“Nobody was killed.” (Coast Wire, 4 March 2025, https://coastwire.example/2025/03/04/harbour-fire)"
    )
    unknown = make_article("u", "It sank.", url="javascript:alert(1)")
    assert as_quotation(cite(unknown, "It sank.", 1)) == "“It sank.” (outlet unknown, date unknown)"


def rows_of(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_table_has_a_row_for_each_statement_and_source_and_reads_back() -> None:
    rows = rows_of(as_csv([kept(BOATS, boats())]))

    assert list(rows[0]) == list(COLUMNS)
    assert [(row["statement number"], row["citation number"], row["outlet"]) for row in rows] == [
        ("1", "1", "Coast Wire"), ("1", "2", "Orrenmouth Courier"), ("2", "3", "Coast Wire"), ("3", "4", "Ostrey Today"),
    ]  # fmt: skip
    assert (rows[0]["independent sources"], rows[0]["reprints"]) == ("2", "Kelderby Ledger")
    assert rows[0]["quote"] == WIRE.text[int(rows[0]["start"]) : int(rows[0]["end"])]


def test_refusals_failures_and_statements_without_a_source_have_a_row_too() -> None:
    bare = Answer("Q?", statements=(Statement("It sank.", (), "unsupported"),))
    rows = rows_of(as_csv([kept(ZEPPELIN, zeppelin()), kept("And?", None, "It failed."), kept("Q?", bare)]))

    assert [(row["question"], row["status"]) for row in rows] == [
        (ZEPPELIN, "refused"), ("And?", "failed"), ("Q?", "unsupported"),
    ]  # fmt: skip
    assert rows[0]["statement"].startswith("The articles do not say.")
    assert rows[1]["statement"] == "It failed."


FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u200b=1", "\x00=1", "＝1+1", "x;=1+1", "x\n@y",
    "-", "+49 30 1", "=cmd|' /C calc'!A0", "--5", "-5e3;=1",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_table_runs_in_a_spreadsheet_whatever_ends_its_cells(formula: str) -> None:
    text = as_csv([kept(formula, citing(quote=formula, publisher=formula, title=formula), formula)])

    for delimiter in ",;\t":
        cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for cell in row]
        lines = [line for cell in cells for line in cell.splitlines()]
        assert [line for line in lines if line.lstrip()[:1] in tuple("=+-@＝＋－＠")] == []


@pytest.mark.parametrize("number", ["-5", "-1,200.50", "0", "13", "2025-03-04", "", "text = text", "a-b"])
def test_plain_numbers_and_harmless_text_stay_as_they_are(number: str) -> None:
    assert defuse(number) == number


def exchanges() -> tuple[Kept, ...]:
    return (
        Kept("a_-1", BOATS, boats(), "", {"outlets": ("Coast Wire",), "since": "2025-03", "until": None}, WHEN),
        Kept("b", ZEPPELIN, zeppelin(), "", {}, WHEN),
        Kept("c", "Lone \ud800 and null \x00?", None, "It failed.", {}, ""),
    )


def test_a_file_opens_again_with_everything_that_an_exchange_tells() -> None:
    title, back = from_file(as_file("Harbour “fire”", exchanges()))

    assert title == "Harbour “fire”"
    assert [each.to_dict() for each in back] == [each.to_dict() for each in exchanges()]
    assert as_footnotes(back) == as_footnotes(exchanges())
    assert as_file("x", exchanges()).encode("ascii")


def edited(**values: object) -> str:
    data = json.loads(as_file("T", exchanges()))
    data["exchanges"][0] |= values
    return json.dumps(data)


@pytest.mark.parametrize(
    "text",
    [
        "", "nothing", "[]", "{}", "null", '{"dateline": 2, "title": "", "exchanges": []}',
        '{"dateline": 1, "title": "", "exchanges": {}}', '{"dateline": 1, "title": 3, "exchanges": []}',
        '{"dateline": 1, "title": "", "exchanges": [7]}', "[" * 200_000, '{"a":' * 200_000, "9" * 5_000,
        edited(id=""), edited(id="<img>"), edited(id=7), edited(question=None), edited(asked_at="yesterday"),
        edited(limits=[]), edited(limits={"since": {"deep": 1}}), edited(answer=[]), edited(answer={}),
        " " * 20_000_001,
    ],
    ids=range(22),
)  # fmt: skip
def test_what_is_no_file_of_a_conversation_is_one_clear_error(text: str) -> None:
    with pytest.raises(ConversationInvalid) as caught:
        from_file(text)

    assert caught.value.message.startswith(("the file is not a conversation of Dateline: ", "the file is too large"))
    assert caught.value.hint


def test_a_citation_of_a_conflict_that_is_not_there_leaves_its_cell_empty() -> None:
    answer = replace(boats(), citations=())

    assert "| 9 boats | Ostrey Today | 4 March 2025 |  |" in as_footnotes([kept(BOATS, answer)])


def test_a_citation_keeps_its_own_number_in_the_table() -> None:
    citation: Citation = replace(cite(TODAY, TODAY.text, 7))

    rows = rows_of(as_csv([kept("Q?", Answer("Q?", statements=(Statement("It sank.", (citation,), "supported"),)))]))
    assert rows[0]["citation number"] == "7"
