"""Mails with an article in them, such as newsletters; and pages saved as one file (MHTML), which are mails too."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Literal

from ingest.read.draft import Draft, Place
from ingest.read.html import page_of
from ingest.read.lines import unwrap
from ingest.read.stream import read_whole
from rag.errors import ArticleRejected

_BROKEN = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)
"""What the parser of mails ends in where they are damaged."""

_MOST_PARTS = 30
"""Each part within parts costs another look at every line."""

_MOST_HEADER = 2_000
_RICHER = 0.8
"""The page of a mail is taken where it has at least so much of the letters of the plain text beside it."""

_REPLY = re.compile(r"(?:re|fwd?|aw|wg|tr|rv|antw|vs|sv)(?:\[\d{1,3}\])? ?: ?", re.IGNORECASE)
_PASSED_ON = re.compile(r"(?:(?:re|aw) ?: ?)?(?:fwd?|wg|tr|rv|vs) ?:", re.IGNORECASE)
_OF = re.compile(r"(?P<person>.{2,60}?)(?: (?:from|at|of|via|@|[|–—-]) |, )(?P<outlet>.{2,60})")
_PERSON = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]{0,30} ){1,3}[A-ZÀ-Þ][\w’'-]{1,30}")
_NO_PERSON = re.compile(
    r"\b(?:the|news|newsletters?|briefing|daily|weekly|morning|evening|alerts?|team|editors?|updates?|today|digest|staff)\b",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^(?:-{2,} ?|begin )?(?:forwarded|original|weitergeleitete|transféré)[^\n]{0,30}(?:message|nachricht)\b"
    r"|^from: .+\n(?:.+\n){0,3}?(?:date|sent): ",
    re.IGNORECASE | re.MULTILINE,
)
"""Where a forwarded mail begins."""

_URL = re.compile(r"https?://\S{1,2000}")
_UNSEEN = ("style", "script", "head", "title")


@dataclass(frozen=True, slots=True)
class MailText:
    """What a mail says, and from whom."""

    text: str
    kind: Literal["text", "html"]
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None


def read_mail(stream: io.BufferedReader, place: Place) -> Iterator[Draft]:
    """Yield the article of a mail.

    Raises:
        ArticleRejected: it is no mail, too large, or has no text in it.
    """
    yield _draft(place.apart(text_of_mail, read_whole(stream, place.most_bytes)), place)


def read_saved_page(stream: io.BufferedReader, place: Place) -> Iterator[Draft]:
    """Yield the page that a browser saved as MHTML.

    Raises:
        ArticleRejected: it is none, too large, or has no page in it.
    """
    yield _draft(place.apart(text_of_saved_page, read_whole(stream, place.most_bytes)), place)


def _draft(found: MailText, place: Place) -> Draft:
    return Draft(
        origin=place.origin,
        label=place.label,
        raw=found.text,
        kind=found.kind,
        title=found.title,
        publisher=found.publisher,
        author=found.author,
        published=found.published,
        url=found.url,
    )


def text_of_mail(data: bytes) -> MailText:
    """Return what a mail says. Of one that was passed on, sender and date are not those of the article.

    Raises:
        ArticleRejected: it is no mail, or has no text in it.
    """
    try:
        mail = _parse(data)
        text, kind = _text(mail)
        subject = " ".join(_header(mail, "subject").split())
        if _PASSED_ON.match(subject):
            return MailText(text, kind, _title(subject))
        author, publisher = _sender(_header(mail, "from"))
        return MailText(text, kind, _title(subject), publisher, author, _day(_header(mail, "date")))
    except _BROKEN as error:
        raise _no_mail() from error


def text_of_saved_page(data: bytes) -> MailText:
    """Return the page of an MHTML file; its sender and date are those of the saving.

    Raises:
        ArticleRejected: there is no page in it.
    """
    try:
        mail = _parse(data)
        pages = _parts(mail, "text/html")
        page = _decoded(pages[0]) if pages else ""
        address = _header(mail, "snapshot-content-location") or (pages and _header(pages[0], "content-location"))
    except _BROKEN as error:
        raise _no_mail() from error
    if not page:
        raise ArticleRejected("there is no page in it", hint="save the page anew, as HTML")
    return MailText(page, "html", url=address if address and _URL.fullmatch(address) else None)


def _no_mail() -> ArticleRejected:
    return ArticleRejected("it cannot be read as mail", hint="save the article in it as a file of its own")


def _parse(data: bytes) -> Message:
    if data.lower().count(b"boundary=") > _MOST_PARTS:
        raise ArticleRejected("it is made of too many parts", hint="save the article in it as a file of its own")
    try:
        mail = message_from_bytes(data)
    except _BROKEN as error:
        raise ArticleRejected(
            "it cannot be read as mail", hint="save the article in it as a file of its own"
        ) from error
    if not mail.keys():
        raise ArticleRejected("it is not a mail", hint="a mail begins with its headers; save text as .txt")
    return mail


def _header(mail: Message, name: str) -> str:
    """Return a header as text, "" where there is none or it is broken."""
    try:
        return str(make_header(decode_header(str(mail.get(name, ""))[:_MOST_HEADER]))).strip()
    except (*_BROKEN, MessageError):
        return ""


def _parts(mail: Message, kind: str) -> list[Message]:
    """Return the parts of a kind that are shown, in their order."""
    try:
        parts = [part for part in mail.walk() if part.get_content_type() == kind and not part.is_multipart()]
        return [part for part in parts if part.get_content_disposition() != "attachment"]
    except _BROKEN as error:
        raise ArticleRejected(
            "it cannot be read as mail", hint="save the article in it as a file of its own"
        ) from error


def _text(mail: Message) -> tuple[str, Literal["text", "html"]]:
    """Return what a mail says: its page where that says as much as its plain text."""
    texts = [(part, _plain_text(part)) for part in _parts(mail, "text/plain")]
    # With a picture between them, the texts of one mail stand one after another.
    within = mail.get_payload() if mail.get_content_type() == "multipart/mixed" else []
    together = "\n\n".join(text for part, text in texts if isinstance(within, list) and part in within)
    plain = max((together, *(text for _, text in texts)), key=len)
    pages = [(_count_letters(page), page) for part in _parts(mail, "text/html") if (page := _decoded(part))]
    shown, page = max(pages, key=lambda pair: pair[0], default=(0, ""))
    letters = sum(letter.isalnum() for letter in _URL.sub("", plain))
    if not shown and not letters:
        raise ArticleRejected("there is no text in it", hint="save what is attached to it as a file of its own")
    if shown >= _RICHER * letters:
        return page, "html"
    return plain, "text"


def _decoded(part: Message) -> str:
    """Return the text of a part, "" where there is none."""
    try:
        return page_of(_payload(part), str(part.get_content_charset("")))
    except ArticleRejected:
        return ""


def _plain_text(part: Message) -> str:
    """Return the paragraphs of a part, without the signature under it."""
    text = _decoded(part)
    text, _, below = text.replace("\r\n", "\n").partition("\n-- \n")
    if (forwarded := _FORWARDED.search(below)) is not None:
        text = f"{text}\n\n{below[forwarded.start() :]}"
    if part.get_param("format") == "flowed":  # a space at the end of a line says that it goes on
        text = text.replace(" \n", " ")
    return "\n\n".join(unwrap(text))


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _count_letters(page: str) -> int:
    """Return how many letters of a page are shown, roughly; each piece is looked at once."""
    before, *pieces = page.split("<")
    count, unseen = sum(letter.isalnum() for letter in before), ""
    for piece in pieces:
        tag, _, shown = piece.partition(">")
        name = tag[:8].lower()
        if unseen and not name.startswith(f"/{unseen}"):
            continue
        unseen = next((element for element in _UNSEEN if name.startswith(element)), "")
        count += 0 if unseen else sum(letter.isalnum() for letter in shown)
    return count


def _title(subject: str) -> str | None:
    while match := _REPLY.match(subject):
        subject = subject[match.end() :]
    return subject.strip() or None


def _sender(sender: str) -> tuple[str | None, str | None]:
    """Return author and outlet: a newsletter is sent by "The Paper", "Ann Example at The Paper" or a person."""
    try:
        name, address = parseaddr(sender)
    except _BROKEN:
        return None, None
    name = " ".join(name.split()).strip("\"'")
    if not name or "@" in name:
        return None, None
    match = _OF.fullmatch(name)
    if match:
        return (match["person"] if _is_person(match["person"]) else None), match["outlet"].strip()
    account = address.partition("@")[0].lower()
    names_account = any(part.lower() in account for part in name.split() if len(part) > 2)  # noqa: PLR2004
    return (name, None) if _is_person(name) and names_account else (None, name)


def _is_person(name: str) -> bool:
    return bool(_PERSON.fullmatch(name)) and not _NO_PERSON.search(name)


def _day(date: str) -> str | None:
    try:
        return parsedate_to_datetime(date).date().isoformat()
    except (*_BROKEN, OverflowError):
        return None
