"""Draft → article: its text taken out of its format, cleaned, dated, attributed; pure."""

from __future__ import annotations

import hashlib
import json
from itertools import islice

from ingest import clean
from ingest.language import language_of
from ingest.metadata import read_header, stated_title
from ingest.metadata.attribution import as_name
from ingest.metadata.outlets import is_outlet
from ingest.read.draft import Draft
from rag.domain import Article, Source
from rag.errors import ArticleRejected

SHORTEST = 40
"""Letters; less text than a short sentence is the stub of a page, not an article."""


def article_id(draft: Draft) -> str:
    """Return the id of a draft's article: the same words and metadata have the same one everywhere."""
    stated = [draft.title, draft.publisher, draft.author, draft.published, draft.updated, draft.url]
    return hashlib.sha256(json.dumps([draft.raw, *stated], ensure_ascii=True).encode()).hexdigest()[:16]


def make_article(draft: Draft) -> Article:
    """Clean a draft and read off its text what its format does not state.

    Raises:
        ArticleRejected: nothing that could be cited is left, or it is no article: a consent wall, an error page.
    """
    if draft.kind == "html":
        return _from_page(draft)
    cleaned = clean.clean(draft.raw)
    reason = clean.rejection(draft.raw.split("\n"))
    if reason is not None:
        raise ArticleRejected(f"it is {reason}, not an article", hint="open the article itself and save it again")
    title, publisher, author = (_one_line(stated) for stated in (draft.title, draft.publisher, draft.author))
    title, publisher = stated_title(title, publisher) if title else (title, publisher)
    header = read_header(cleaned.lines, cleaned.removed, publisher=publisher, title=title)
    text = header.body
    name = article_id(draft)
    source = Source(
        article_id=name,
        title=title or header.title,
        publisher=header.publisher,
        author=_as_name(author or header.author),
        published=draft.published or header.published,
        updated=draft.updated or header.updated,
        url=draft.url,
        original=header.original,
        group=name,
        language=draft.language or language_of(text),
    )
    return _checked(Article(source, text=text, raw=draft.raw))


def _from_page(draft: Draft) -> Article:
    """Make the article of a web page; what the draft states wins over what the page says."""
    from ingest.page import read_page  # lxml and trafilatura: loaded for those who have pages

    page = read_page(draft.raw, url=draft.url)
    name = article_id(draft)
    source = Source(
        article_id=name,
        title=_one_line(draft.title) or page.title,
        publisher=_one_line(draft.publisher) or page.publisher,
        author=_as_name(_one_line(draft.author) or page.author),
        published=draft.published or page.published,
        updated=draft.updated or page.updated,
        url=draft.url or page.url,
        original=page.original,
        group=name,
        language=draft.language or page.language or language_of(page.text),
    )
    return _checked(Article(source, text=page.text, raw=draft.raw))


def _checked(article: Article) -> Article:
    letters = (letter for letter in article.text if letter.isalnum())
    if len(list(islice(letters, SHORTEST))) < SHORTEST:
        raise ArticleRejected(
            "no article text is left after cleaning", hint="it is empty, or the page around an article without it"
        )
    return article


def _as_name(author: str | None) -> str | None:
    """Return authors that stand in capitals ("ROSS TANNER") as names are written; "AFP" and "BBC NEWS" stay."""
    if author is None or not author.isupper() or is_outlet(author):
        return author
    return ", ".join(as_name(name) for name in author.split(", "))


def _one_line(stated: str | None) -> str | None:
    return " ".join(clean.normalise(stated).split()) or None if stated else None
