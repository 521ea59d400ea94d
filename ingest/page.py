"""The HTML of a page → its article's text, and what the page says of it; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest import clean
from ingest.metadata import read_header
from ingest.pages import address, body, byline, dates, title, tree, trim, verdict
from ingest.pages.blocks import Block, blocks_of
from ingest.pages.embedded import article_in
from ingest.pages.header import Header, header_of
from ingest.pages.hidden import remove_hidden
from ingest.pages.statements import Statements, statements_of

if TYPE_CHECKING:
    from ingest.pages.tree import Element

_BARE = 100
"""Letters; a page that shows fewer leaves its article to its scripts, or has none."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its page has it; what the page does not say is None.

    Attributes:
        text: its paragraphs, cleaned, one a line.
        original: the outlet or agency that had it first, where the page credits another than its own outlet.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None
    original: str | None = None


def read_page(html: str, *, url: str | None) -> Page:
    """Take the article out of a page, or out of a fragment of one; `url` is where it was fetched from.

    Raises:
        ArticleRejected: it shows no article: a consent wall, the teaser of a paid one, an error; or it is too large.
    """
    root = tree.parse(html)
    said = statements_of(root, url)
    remove_hidden(root)
    blocks = blocks_of(root)
    header = header_of(blocks, said.titles)
    lines, extracted = _article(root, blocks, header, said, whole=tree.is_fragment(html))
    notices = sorted(set(extracted).difference(lines))
    where = url or said.address
    outlet = title.outlet_of(said, where)
    author = byline.author_of(said, header, outlet)
    published, updated = dates.dates_of(said, header, where)
    return Page(
        text="\n".join(lines),
        title=title.title_of(said, outlet, where),
        publisher=outlet,
        author=author,
        published=published,
        updated=updated,
        url=address.address_of(said, url),
        language=address.language_of(said),
        original=byline.agency_of(author, outlet) or read_header(lines, notices, publisher=outlet).original,
    )


def _article(
    root: Element, blocks: Sequence[Block], header: Header, said: Statements, *, whole: bool
) -> tuple[list[str], list[str]]:
    """Return the lines of the article, and those it had before cleaning.

    Raises:
        ArticleRejected: there is none.
    """
    chosen = body.article_blocks(root, blocks, header, whole=whole)
    if not whole:
        chosen = trim.trimmed(blocks, chosen, header, titles=said.titles, leads=said.leads)
    extracted = [blocks[number].text for number in chosen]
    shown = [block.text for block in blocks]
    lines = _cleaned(extracted)
    free = said.node.get("isAccessibleForFree")
    if verdict.weight(lines) < _BARE and not whole and not verdict.is_sold(shown, free):
        lines = _scripted(said) or lines
    verdict.check_article(lines, extracted=extracted, shown=shown, titles=said.names, free=free)
    return lines, extracted


def _scripted(said: Statements) -> list[str]:
    """Return the lines of an article that the page's scripts would have shown, where it shows none by itself."""
    stated = said.node.get("articleBody")
    html = article_in(said.scripts, stated if isinstance(stated, str) else None)
    if not html:
        return []
    root = tree.parse(html)
    remove_hidden(root)
    blocks = blocks_of(root)
    return _cleaned([blocks[number].text for number in body.article_blocks(root, blocks, Header(), whole=True)])


def _cleaned(texts: Sequence[str]) -> list[str]:
    return [line for line in clean.clean("\n".join(verdict.without_notices(texts))).lines if line]
