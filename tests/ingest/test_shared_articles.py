"""The five real articles, where they are at hand: what is furniture in them, line by line, and that all else stays.

Their lines belong to their publishers: they are named here by their number and the beginning of their SHA-256.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.clean import Cleaned, clean, normalise
from ingest.metadata import Header, read_header

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"

# Line: what it is. Taken out of the text as furniture …
FURNITURE = {
    "000": {1: "05af9f92", 5: "db7bb0ca", 8: "d4b84d52"},  # join our channel, caption, notice of a reprint
    "001": {37: "0eb516f0", 38: "03e0f081"},  # follow us, on two lines
    # caption, link to the source, hashtags, box about the author
    "002": {3: "b4f07533", 19: "fdf375c7", 21: "2953db36", 23: "2513f415", 25: "92baa9db", 26: "5bc57a86"},
    "003": {57: "7ac87ee2", 59: "dee38418"},  # media at the original, heading of links
    "004": {
        1: "e175f9d8", 2: "e175f9d8", 4: "a1de54d2", 5: "3714e93a", 6: "1445799c",  # advertisement, a box to sign up in
        7: "a17e8e37",  # caption
        50: "2e13a79d", 68: "c90e95bd", 82: "8e3e9511",  # headlines of other articles
        90: "8eb9fbeb", 92: "289d2eb5", 94: "289d2eb5",  # a video, its title twice
        110: "14063697",  # counter of comments
    },
}  # fmt: skip
# … and as the header: title, date, the section's name above the title.
HEADERS = {
    "000": {3: "d0598d0f", 6: "35b788c4"}, "001": {}, "002": {1: "1df24d46"}, "003": {1: "3832c6af"},
    "004": {3: "b0b0f66f", 9: "12087e6e"},
}  # fmt: skip

pytestmark = pytest.mark.skipif(not ARTICLES.is_dir(), reason="the real articles are not on this machine")


def article(name: str) -> tuple[list[str], Cleaned, Header]:
    """Return the lines of a real article, what cleaning makes of it, and its header."""
    raw = next(ARTICLES.glob(f"{name}_*.txt")).read_text(encoding="utf-8")
    cleaned = clean(raw)
    return normalise(raw).split("\n"), cleaned, read_header(cleaned.lines, cleaned.removed)


def fingerprint(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:8]


@pytest.mark.parametrize("name", FURNITURE)
def test_exactly_the_furniture_is_taken_out(name: str) -> None:
    lines, cleaned, _ = article(name)

    listed = [fingerprint(lines[number - 1]) for number in FURNITURE[name]]
    assert listed == list(FURNITURE[name].values())
    assert [fingerprint(line) for line in cleaned.removed] == listed


@pytest.mark.parametrize("name", FURNITURE)
def test_every_line_of_the_article_is_in_its_text_in_order_and_nothing_else(name: str) -> None:
    lines, _, header = article(name)

    taken = FURNITURE[name] | HEADERS[name]
    text = [line for number, line in enumerate(lines, start=1) if line and number not in taken]
    assert [line for line in header.body.split("\n") if line] == text
    assert [fingerprint(lines[number - 1]) for number in HEADERS[name]] == list(HEADERS[name].values())


@pytest.mark.parametrize(
    ("name", "publisher", "original", "published"),
    [
        ("000", "AMN", "Radio Free Asia", "2022-04-03"), ("001", "Skai.gr", None, None),
        ("002", "National Review", None, None), ("003", "CNSNews.com", None, None), ("004", None, None, None),
    ],
)  # fmt: skip
def test_outlet_first_publisher_and_date_are_those_that_the_text_shows(
    name: str, publisher: str | None, original: str | None, published: str | None
) -> None:
    _, _, header = article(name)

    assert (header.publisher, header.original, header.published) == (publisher, original, published)
    assert (header.author, header.updated) == (None, None)


@pytest.mark.parametrize("name", FURNITURE)
def test_the_title_is_the_line_of_the_title(name: str) -> None:
    lines, _, header = article(name)

    title = lines[max(HEADERS[name], key=lambda number: len(lines[number - 1])) - 1] if HEADERS[name] else None
    assert header.title == (title.split(" | ")[0] if title else None)


@pytest.mark.parametrize("name", FURNITURE)
def test_a_stated_title_takes_the_same_lines_out(name: str) -> None:
    _, cleaned, header = article(name)

    again = read_header(cleaned.lines, cleaned.removed, title=header.title)
    assert (again.body, again.title) == (header.body, header.title)
