"""What the shelf says and believes, without a browser: lines cleaned away, acts of a script, addresses, names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag.domain import Article, Mention, Source
from rag.errors import PageError
from rag.page.adding import Adding
from rag.page.library import Added, Listed, Refusal
from rag.page.shelf_acts import Act, addresses_in, checked_name, read_act, with_names
from rag.page.shelf_article import as_text, cleaned_away
from rag.page.shelf_html import UNKNOWN_OUTLET, as_list, as_progress, as_question, as_report, find


def article(raw: str, text: str, *mentions: Mention) -> Article:
    return Article(Source("a"), text=text, raw=raw, mentions=mentions)


def gone(raw: str, text: str) -> list[str]:
    return [line for is_gone, line in cleaned_away(article(raw, text)) if is_gone]


def test_lines_that_are_not_in_the_text_were_cleaned_away() -> None:
    raw = "Share this\n\nThe bridge was closed on Monday night.\n\nRead more: ten bridges you must see before you die\n"

    assert gone(raw, "The bridge was closed on Monday night.") == [
        "Share this", "Read more: ten bridges you must see before you die",
    ]  # fmt: skip


def test_a_line_that_cleaning_mended_is_not_called_lost() -> None:
    raw = 'The mayor said: "We will   build it again before the winter comes," and left the hall without a word.'

    assert gone(raw, raw.replace('"', "”").replace("   ", " ").replace("hall", "room")) == []


def test_of_a_web_page_the_lines_that_a_reader_sees_are_compared_and_no_code() -> None:
    raw = (
        "<!doctype html><html><head><title>T</title><script>var tracked = 1;</script><style>p {}</style></head><body>"
        "<nav><a href='/'>Home</a></nav><p>The <b>bridge</b> was closed\non Monday night.</p><div>Subscribe</div></body>"
    )

    assert gone(raw, "The bridge was closed on Monday night.") == ["Home", "Subscribe"]


def test_where_nothing_was_cleaned_away_the_page_says_so() -> None:
    told = as_text(article("All of it.", "All of it."))

    assert "Nothing was cleaned away" in told
    assert "<del>" not in told


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2025-03-04", "2025-03-04", "4 March 2025"),
        ("2025-03-01", "2025-03-31", "March 2025"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("2025-03-01", "2025-03-30", "1 March 2025 to 30 March 2025"),
        (None, None, "which day is not known"),
    ],
)
def test_a_date_is_told_by_the_days_it_means(first: str | None, last: str | None, told: str) -> None:
    html = as_text(article("Then it fell.", "Then it fell.", Mention(0, 4, first, last)))

    assert f"<q>Then</q> <span>{told}</span>" in html


def test_a_script_says_what_was_done_to_which_articles() -> None:
    assert read_act('{"do": "join", "ids": ["a", "b", "a"], "number": 7}') == Act("join", ("a", "b"))
    assert read_act('{"do": "restore", "field": "outlet"}') == Act("restore", (), "outlet")


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"do": "drop"}', '{"do": []}', '{"do": "open", "ids": 7}', '{"do": "open", "ids": [7]}',
     '{"do": "page", "page": "2"}', '{"do": "open", "ids": [""]}', '{"do": "restore", "field": ["outlet"]}',
     '{"do": "open", "ids": ["' + "a" * 65 + '"]}', '{"do": "join", "ids": [' + '"a",' * 10_000 + '"b"]}', "[" * 9_999],
)  # fmt: skip
def test_what_no_script_of_ours_says_is_refused(text: str) -> None:
    with pytest.raises(PageError, match="cannot mean"):
        read_act(text)


def test_addresses_are_taken_one_by_one_and_get_their_scheme() -> None:
    typed = " https://a.example/x\nexample.org/news  https://a.example/x\t/etc/passwd ../x ./y a file:///z "

    assert addresses_in(typed) == [
        "https://a.example/x", "https://example.org/news", "/etc/passwd", "../x", "./y", "a", "file:///z",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["../up", "a/b", "a\\b", ".hidden", "-rf", "a\x00b", "x" * 61, "a:b", "…"])
def test_a_name_that_could_name_another_folder_is_refused(name: str) -> None:
    with pytest.raises(PageError, match="cannot be called"):
        checked_name(name)


def test_a_plain_name_is_taken_without_the_blanks_around_it() -> None:
    assert [checked_name(name) for name in ("  Häfen  2025 ", "a_b-c", "", None)] == ["Häfen 2025", "a_b-c", "", ""]


def test_a_report_names_uploaded_files_and_not_where_they_lie() -> None:
    file = Path("/tmp/uploads/4f2a/notes.jsonl")
    added = Added(rejected=(Refusal(f"{file} line 3", f"{file} is odd"),), notices=(f"{file}: read in part",))

    named = with_names(added, [file])

    assert named.rejected == (Refusal("notes.jsonl line 3", "notes.jsonl is odd"),)
    assert named.notices == ("notes.jsonl: read in part",)


def test_a_report_tells_each_refusal_with_its_reason_and_advice_as_text() -> None:
    html = as_report(Added(1200, 0, 3, (Refusal("<b>x</b>", "it is empty", "fill it"),), ("mind this",), 1203))

    assert "1,200 added · 0 updated · 3 unchanged · 1 rejected" in html
    assert "It is empty." in html
    assert "Fill it." in html
    assert "Mind this." in html
    assert "<b>x</b>" not in html


def test_the_bar_knows_its_place_where_the_end_is_known() -> None:
    known, unknown = as_progress("reading", 3, 12), as_progress("building", 0, 0)

    assert 'aria-valuenow="3" aria-valuemax="12"' in known
    assert "width:25%" in known
    assert "aria-valuenow" not in unknown
    assert "Building the index" in unknown


def listed(number: int) -> list[Listed]:
    return [Listed(Source(f"a{at}", title=f"Title {at}", group=f"a{at}"), 1, 1) for at in range(number)]


def test_of_ten_thousand_articles_fifty_are_drawn_and_a_page_beyond_the_last_is_the_last() -> None:
    many = listed(10_000)

    first, beyond = as_list(many, of=10_000), as_list(many, of=10_000, page=10**9)

    assert (first.count("<li>"), beyond.count("<li>")) == (50, 50)
    assert "10,000 articles" in first
    assert "9,951 to 10,000 of 10,000" in beyond


def test_all_words_must_be_found_and_an_unknown_outlet_can_be_asked_for() -> None:
    one, two = listed(2)
    two = replace(two, source=replace(two.source, publisher="Coast Wire", published="2025-03"))

    assert find([one, two], "TITLE march 2025 wire") == [two]
    assert find([one, two], "title unknown") == [one]
    assert find([one, two], "", UNKNOWN_OUTLET) == [one]
    assert find([one, two], "march 2024") == []


def test_before_many_are_removed_some_are_named_and_the_others_counted() -> None:
    html = as_question([each.source for each in listed(9)])

    assert "Remove these 9 articles?" in html
    assert html.count("<li>") == 7
    assert "and 3 more" in html


class Broken:
    """A library that fails in a way that nobody foresaw."""

    def add(self, sources: object, progress: object = None) -> Added:
        """Fail."""
        raise RuntimeError("secret detail")


def test_what_nobody_foresaw_is_one_sentence_and_goes_to_the_log() -> None:
    adding = Adding(Broken(), [])  # type: ignore[arg-type]  # it only adds

    with pytest.raises(PageError, match="Dateline failed at this; the details are in ") as caught:
        adding.result()

    assert "secret" not in caught.value.message
