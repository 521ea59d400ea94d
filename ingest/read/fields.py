"""A record of an export → a draft: which of its fields is what, by the names that exports use; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice

from ingest.read import values
from ingest.read.draft import Draft, Place, Problem
from rag.errors import SettingInvalid

OWN = {
    "body": "raw",
    "title": "title",
    "outlet": "publisher",
    "author": "author",
    "published": "published",
    "updated": "updated",
    "url": "url",
    "language": "language",
}
"""The names by which a user gives a field, and what they are of a draft."""

# As they are compared, in small letters and without what is no letter or digit; a dot goes into an object. The first
# that says something counts.
NAMES = {
    "raw": (
        "body text content article maintext articletext fulltext articlebody bodytext plaintext story contenttext"
        " contentelements paragraphs contentrendered td"
    ).split(),
    "markup": "contenthtml bodyhtml contentencoded bodyxhtml html rawhtml".split(),
    "summary": "description summary abstract excerpt snippet leadparagraph lead lp".split(),
    "title": "title headline head hd webtitle hl articletitle titlerendered".split(),
    "publisher": (
        "source publisher outlet sitename sourcename newspaper publication publishername medianame pubtitle"
        " sourcehostname thread.sitefull threadsitefull thread.site sourcetitle site origin provider sn domain hostname"
        " sourcedomain cleanurl"
    ).split(),
    "author": "author authors byline creator writer by dccreator authorname authorsbyline".split(),
    "published": (
        "publishedat published datetimepub date pubdate datepublished publishdate publicationdate publishingdate"
        " publisheddate datepublish publicationdatetime webpublicationdate datetime firstcreated versioncreated"
        " publishedutc dcdate pd posted postedat timestamp"
    ).split(),
    "updated": (
        "updatedat updated datemodified modified modifieddate datemodify lastmod lastmodified modificationdatetime"
        " updateddate"
    ).split(),
    "url": (
        "url link permalink canonical canonicalurl weburl articleurl pageurl documenturl sourceurl links alternate"
    ).split(),
    "language": "language lang inlanguage languagecode humanlanguage languages la".split(),
}
LONG_SUMMARY = 500
"""Letters; a shorter summary is what a feed says of an article, not the article."""

_FIELD_HINT = "name it one of body, text, content, article, or say which it is: --field body=NAME"
_MOST_KEY, _MOST_FIELDS = 100, 200
"""Letters of a name, and fields of a record, that are looked at."""


def check_names(fields: Mapping[str, str] | None) -> dict[str, str]:
    """Return the fields that a user named, by what they are of a draft.

    Raises:
        SettingInvalid: one is none of ours, or the name for it is empty.
    """
    for own, name in (fields or {}).items():
        if own not in OWN:
            raise SettingInvalid(
                f"there is no field {own!r} that could be named", hint=f"it is one of {', '.join(OWN)}"
            )
        if not isinstance(name, str) or not name.strip():
            raise SettingInvalid(f"the name for the field {own!r} is empty", hint=f"write it like {own}=NAME")
    return {OWN[own]: name.strip() for own, name in (fields or {}).items()}


def has_text(columns: Iterable[str], place: Place) -> bool:
    """Say whether one of the columns of a table may hold the text of articles."""
    wanted = {*NAMES["raw"], *NAMES["markup"], *NAMES["summary"], _plain(place.names.get("raw", "body"))}
    return any(_plain(column) in wanted for column in columns)


def count_known(columns: Iterable[str], place: Place) -> int:
    """Return how many columns of a table have a name that says what they are."""
    known = {name for names in NAMES.values() for name in names} | {_plain(name) for name in place.names.values()}
    return sum(_plain(column) in known for column in columns)


def is_record(value: object, place: Place) -> bool:
    """Say whether a value is an object that holds the text of an article."""
    return isinstance(value, dict) and _opened(value, place).has_text()


def is_titled(value: object, place: Place) -> bool:
    """Say whether an object has a title or an address, which a paragraph of an article has not."""
    return isinstance(value, dict) and any(_opened(value, place).words(field) for field in ("title", "url"))


def is_text_name(key: str) -> bool:
    """Say whether a field of that name holds the text of an article."""
    return _plain(key) in NAMES["raw"]


def draft_of(found: Mapping[str, object], place: Place, number: int, label: str) -> Draft | Problem:
    """Return the article of a record, or why there is none."""
    record = _opened(found, place)
    raw, is_summary = record.text()
    if raw is None:
        return Problem(label, "no field holds the text", _FIELD_HINT)
    if is_summary and len(raw) < LONG_SUMMARY:
        return Problem(label, "it holds a summary, not the text", "export the full text, or say which field it is in")
    if values.is_cut_off(raw):
        return Problem(label, "it holds only the beginning of the text", "export the full text")
    raw, has_markup = values.markup(raw)
    return Draft(
        origin=place.origin,
        line=number,
        label=label,
        raw=raw,
        kind="html" if has_markup else "text",
        title=values.line(record.words("title")),
        publisher=values.outlet(record.words("publisher")),
        author=values.people(record.words("author")),
        published=values.day(record.words("published")),
        updated=values.day(record.words("updated")),
        url=values.address(record.words("url")),
        language=values.language(record.words("language")),
    )


class _Record:
    """A record by the plain names of its fields."""

    def __init__(self, found: Mapping[str, object], place: Place) -> None:
        self._found = found
        self._named = place.names
        self._fields: dict[str, object] = {}
        for key, value in found.items():
            if value is not None and value != "":
                self._fields.setdefault(_plain(key), value)

    def words(self, field: str) -> list[str]:
        """Return what the first field of a kind says that says something; the one that the user named before all."""
        if field in self._named and (words := values.words(self._given(self._named[field]))):
            return words
        for name in NAMES[field]:
            value = self._value(name)
            if value is not None and (words := values.words(value)):
                return words
        return []

    def text(self) -> tuple[str | None, bool]:
        """Return the text of the article, and whether it is a summary only."""
        if "raw" in self._named and (given := values.text(self._given(self._named["raw"]))):
            return given, False
        texts = {name: text for name in NAMES["raw"] if (text := self._text(name))}
        if texts:
            # A "text" may be the teaser of a "fulltext".
            longest = max(map(len, texts.values()))
            name, text = next((name, text) for name, text in texts.items() if len(text) * 2 >= longest)
            lead = self._text("lp") if name == "td" else ""  # Factiva splits an article in two
            return (f"{lead}\n\n{text}" if lead else text), False
        for name in NAMES["markup"]:
            if text := self._text(name):
                return text, False
        return max((self._text(name) for name in NAMES["summary"]), key=len) or None, True

    def has_text(self) -> bool:
        """Say whether it holds the text of an article."""
        text, is_summary = self.text()
        return text is not None and not is_summary

    def _text(self, name: str) -> str:
        value = self._fields.get(name)
        return "" if value is None else values.text(value)

    def _given(self, name: str) -> object:
        if name in self._found:
            return self._found[name]
        value = self._fields.get(_plain(name))
        return self._value(name) if value is None else value

    def _value(self, name: str) -> object:
        """Return a field, or with a dot in its name one of an object in it."""
        if "." not in name:
            return self._fields.get(name)
        outer, _, inner = name.partition(".")
        value = self._fields.get(_plain(outer))
        if not isinstance(value, dict):
            return None
        return next((value[key] for key in value if _plain(key) == _plain(inner)), None)


def _opened(found: Mapping[str, object], place: Place) -> _Record:
    """Return a record; where an object in it holds the text ("fields", "_source"), together with that object."""
    record = _Record(found, place)
    if record.has_text():
        return record
    for name, inner in islice(found.items(), _MOST_FIELDS):
        if isinstance(inner, dict) and _Record(inner, place).has_text():
            outer = {key: value for key, value in found.items() if key != name and key not in inner}
            return _Record({**inner, **outer}, place)
    return record


@lru_cache(maxsize=10_000)
def _plain(key: str) -> str:
    return "".join(letter for letter in key[:_MOST_KEY].casefold() if letter.isalnum())
