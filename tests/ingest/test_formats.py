"""Formats: a page, a table, an export, a mail or a PDF is an article with what it states of itself, or one rejection."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.read import READERS, Draft, Problem, read, stream
from rag.errors import SettingInvalid
from tests.ingest.documents import make_mail, make_pdf, set_lines

BODY = "The ferry to the northern island runs again, after a winter in which nobody could cross the sound."
LONG = " ".join([BODY] * 8)


def found(path: Path, *, most_bytes: int = 1_000_000, **fields: str) -> list[Draft | Problem]:
    return list(read([path], most_bytes=most_bytes, fields=fields))


def drafts(path: Path, *, most_bytes: int = 1_000_000, **fields: str) -> list[Draft]:
    return [draft for draft in found(path, most_bytes=most_bytes, **fields) if isinstance(draft, Draft)]


def reasons(path: Path, *, most_bytes: int = 1_000_000, **fields: str) -> list[str]:
    everything = found(path, most_bytes=most_bytes, **fields)
    return [problem.reason for problem in everything if isinstance(problem, Problem)]


def one(inbox: Path, name: str, data: str | bytes, fields: dict[str, str] | None = None) -> Draft:
    """Return the one draft that a file with this content is."""
    (inbox / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    (draft,) = read([inbox / name], most_bytes=1_000_000, fields=fields)
    assert isinstance(draft, Draft), draft
    return draft


def record(inbox: Path, fields: dict[str, object], **named: str) -> Draft:
    """Return the draft of a record in a file of its own."""
    return one(inbox, "a.json", json.dumps(fields), named)


# Pages


PAGE = "<html><head>{head}</head><body><p>Die Fähre fährt über den Öresund – für 5 €.</p></body></html>"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "cp1252"),
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252"),  # which browsers read as Windows-1252 too
        ('<META http-equiv=Content-Type content="text/html; charset=windows-1254">', "cp1254"),
        ('<meta charset="iso-8859-1">', "utf-8"),  # saved anew as UTF-8
        ('<meta charset="no-such-encoding">', "utf-8"),
        ('<meta charset="rot13">', "utf-8"),
        ('<meta charset="utf-16">', "utf-8"),
    ],
)
def test_a_page_is_decoded_as_what_it_is(head: str, encoding: str, inbox: Path) -> None:
    page = PAGE.format(head=head)

    draft = one(inbox, "a.html", page.encode(encoding))

    assert (draft.kind, draft.raw) == ("html", page)


@pytest.mark.parametrize(
    ("text", "declared", "encoding"),
    [
        ("東京で新しい橋が開通した。", "Shift_JIS", "cp932"),
        ("東京で新しい橋が開通した。", "ISO-2022-JP", "iso2022_jp"),
        ("北京新建的大桥通车了。", "gb2312", "gb18030"),
        ("Новый мост открыт.", "windows-1251", "cp1251"),
        ("Новый мост открыт.", "koi8-r", "koi8-r"),
    ],
)
def test_a_page_in_the_encoding_of_its_country_is_read(text: str, declared: str, encoding: str, inbox: Path) -> None:
    page = f'<?xml version="1.0" encoding="{declared}"?><html><body><p>{text}</p></body></html>'

    assert one(inbox, "a.xhtml", page.encode(encoding)).raw == page


def test_a_letter_that_is_broken_does_not_cost_the_page(inbox: Path) -> None:
    page = f'<html><meta charset="utf-8"><p>caf\xe9 {LONG} Ærø</p>'.encode().replace(b"\xc3\xa9", b"\xe9")

    assert "Ærø" in one(inbox, "a.htm", page).raw


def test_bytes_that_are_no_page_are_one_rejection(inbox: Path) -> None:
    (inbox / "a.html").write_bytes(bytes(range(256)) * 20)
    (inbox / "b.html").write_bytes(b"  \n")

    assert reasons(inbox) == ["it is not text", "the file is empty"]


@pytest.mark.parametrize(
    "note",
    [
        "<!-- saved from url=(0031)https://news.example/a?b=1 -->",
        "<!--\n Page saved with SingleFile \n url: https://news.example/a?b=1 \n saved date: Mon Jan 01 2024\n-->",
    ],
)
def test_the_address_that_a_browser_noted_is_that_of_the_page(note: str, inbox: Path) -> None:
    assert one(inbox, "a.html", f"<!DOCTYPE html>\n{note}\n<html><p>{BODY}</p>").url == "https://news.example/a?b=1"


@pytest.mark.parametrize("page", ["Page.html", "Page.htm", "Page.html.gz"])
def test_the_folder_that_a_browser_saves_beside_a_page_is_passed_over(page: str, inbox: Path) -> None:
    html = f"<p>{BODY}</p>".encode()
    (inbox / page).write_bytes(gzip.compress(html) if page.endswith(".gz") else html)
    for folder in ("Page_files", "Other_files"):
        (inbox / folder / "deep").mkdir(parents=True)
        (inbox / folder / "deep" / "ad.html").write_bytes(html)

    labels = [draft.label for draft in drafts(inbox)]

    assert labels == [str(inbox / "Other_files/deep/ad.html"), str(inbox / page)]


# Compressed files


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)])
def test_a_compressed_file_is_read_as_what_it_holds(ending: str, pack: Callable[[bytes], bytes], inbox: Path) -> None:
    plain = {
        "a.txt": BODY, "b.md": BODY, "c.html": f"<p>{BODY}</p>", "d.json": json.dumps([{"body": BODY}]),
        "e.jsonl": json.dumps({"body": BODY}), "f.csv": f'title,body\nOne,"{BODY}"\n', "g.tsv": f"title\tbody\nOne\t{BODY}\n",
    }  # fmt: skip
    for name, text in plain.items():
        (inbox / name).write_text(text, encoding="utf-8")
    read_plain = [(draft.kind, draft.title, draft.raw, draft.line) for draft in drafts(inbox)]
    for name, text in plain.items():
        (inbox / name).unlink()
        (inbox / f"{name}{ending}").write_bytes(pack(text.encode()))

    read_packed = [(draft.kind, draft.title, draft.raw, draft.line) for draft in drafts(inbox)]

    assert (len(read_packed), read_packed) == (len(plain), read_plain)


def test_records_before_a_cut_go_in_and_the_rest_is_one_rejection(inbox: Path) -> None:
    lines = "".join(json.dumps({"body": f"{number} {BODY}"}) + "\n" for number in range(500))
    whole = json.dumps([json.loads(line) for line in lines.splitlines()])
    table = "body\n" + "".join(f'"{number} {BODY}"\n' for number in range(500))
    for name, text in (("a.jsonl.gz", lines), ("b.json.gz", whole), ("c.csv.gz", table)):
        packed = gzip.compress(text.encode())
        (inbox / name).write_bytes(packed[: len(packed) * 3 // 4])

        everything = found(inbox / name)

        raws = [item.raw for item in everything[:-1] if isinstance(item, Draft)]
        assert 100 < len(raws) < 500
        assert raws == [f"{number} {BODY}" for number in range(len(raws))]
        hint = "fetch it again; what could be read has gone in"
        origin = str((inbox / name).resolve())
        assert everything[-1] == Problem(str(inbox / name), "it is damaged or cut off", hint, origin)


def test_an_article_that_is_cut_off_does_not_go_in(inbox: Path) -> None:
    packed = gzip.compress((LONG * 50 + "".join(map(str, range(5_000)))).encode())
    (inbox / "a.txt.gz").write_bytes(packed[: len(packed) // 2])
    (inbox / "b.html.gz").write_bytes(b"no gzip at all")

    assert [type(item) for item in found(inbox)] == [Problem, Problem]
    assert reasons(inbox) == ["it is damaged or cut off"] * 2


def zeros(gigabytes: float) -> bytes:
    """Return the gzip file of so many zeros, made of a hundred that stand one after another."""
    return gzip.compress(bytes(int(gigabytes * 1e7)), compresslevel=6) * 100


def test_a_small_file_that_unpacks_to_gigabytes_stops_at_the_limit(inbox: Path) -> None:
    for name in ("a.txt.gz", "b.html.gz", "c.pdf.gz", "d.eml.gz"):
        (inbox / name).write_bytes(zeros(2))

    assert reasons(inbox) == ["it is larger than the limit of 1.0 MB"] * 4


def test_a_file_of_records_that_unpacks_to_too_much_is_stopped(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_UNPACKED", 30_000_000)  # a gigabyte takes seconds
    (inbox / "a.jsonl.gz").write_bytes(zeros(0.1))

    assert reasons(inbox) == ["it unpacks to more than 200 times its size"]


# Records


def test_an_export_is_read_under_the_names_that_it_has(inbox: Path) -> None:
    exports: list[dict[str, object]] = [
        {"Headline": "T", "Full Text": BODY, "Publication": "P", "Byline": "By A B", "Published date": "2024-01-02", "Link": "http://x/1"},
        {"HD": "T", "LP": "", "TD": BODY, "SN": "P", "BY": "A B", "PD": "2 January 2024", "url": "http://x/1", "LA": "en"},
        {"webTitle": "T", "webUrl": "http://x/1", "webPublicationDate": "2024-01-02", "fields": {"bodyText": BODY, "byline": "A B", "publication": "P"}},
        {"title": "T", "body": BODY, "dateTime": "2024-01-03", "dateTimePub": "2024-01-02", "lang": "eng", "url": "http://x/1", "source": {"uri": "x", "dataType": "news", "title": "P"}, "authors": [{"uri": "a", "name": "A B"}]},
        {"_index": "n", "_source": {"headline": "T", "article-body": "", "articleBody": BODY, "publisher": {"name": "P"}, "author": {"name": "A B"}, "datePublished": "2024-01-02", "url": "http://x/1"}},
        {"title": {"rendered": "T"}, "content": {"rendered": BODY}, "date": "2024-01-02", "link": "http://x/1", "site_name": "P", "author": "A B"},
        {"headline": {"main": "T"}, "text": BODY, "pub_date": "", "pubDate": "2024-01-02", "byline": {"original": "By A B"}, "web_url": "http://x/1", "source": "P"},
        {"title": ["T"], "maintext": [BODY], "source_domain": ["P"], "authors": ["A B"], "date_publish": ["2024-01-02"], "url": ["http://x/1"]},
        {"thread": {"site_full": "P", "title": "no"}, "title": "T", "text": BODY, "author": "A B", "published": "2024-01-02", "url": "http://x/1", "language": "english"},
        {"title": "T", "content": BODY, "publishedAt": 1704153600000, "source": {"id": None, "name": "P"}, "author": "A B", "url": "http://x/1"},
        {"title": "T", "text": BODY, "timestamp": 1704153600, "media_name": "P", "author": "['A B']", "permalink": "http://x/1"},
        {"title": "T", "plaintext": BODY, "date": {"$date": {"$numberLong": "1704153600000"}}, "outlet": "P", "author": "A B", "canonical": "http://x/1"},
    ]  # fmt: skip
    (inbox / "a.json").write_text(json.dumps(exports), encoding="utf-8")

    read_as = [
        (draft.raw, draft.title, draft.publisher, draft.author, (draft.published or "")[:10], draft.url)
        for draft in drafts(inbox)
    ]

    assert read_as == [(BODY, "T", "P", "A B", "2024-01-02", "http://x/1")] * len(exports)


@pytest.mark.parametrize(
    ("shape", "count"),
    [
        ('[{"body": "%s"}, {"body": "%s"}]', 2),
        ('{"articles": [{"title": "One", "body": "%s"}, {"title": "Two", "body": "%s"}], "total": 2}', 2),
        ('{"status": "ok", "response": {"docs": [{"text": "%s"}, {"text": "%s"}], "facets": [{"name": "x"}]}}', 2),
        ('{"hits": {"total": {"value": 2}, "hits": [{"_source": {"text": "%s"}}, {"_source": {"text": "%s"}}]}}', 2),
        ('{"content": [{"title": "One", "text": "%s"}, {"title": "Two", "text": "%s"}]}', 2),
        ('{"title": "One", "content": [{"type": "text", "text": "%s"}, {"type": "text", "text": "%s"}]}', 1),
        ('{"title": "One", "body": "%s", "related": [{"title": "Other", "body": "%s"}]}', 1),
        ('{"body": "%s"}\n{"body": "%s"}\n', 2),
        ('{"body":\n "%s"}\n\n{"body":\n "%s"}', 2),
    ],
)
def test_the_articles_of_a_json_file_are_found_wherever_they_are_in_it(shape: str, count: int, inbox: Path) -> None:
    (inbox / "a.json").write_text(shape % (BODY, f"{BODY} Twice."), encoding="utf-8")

    assert [(draft.line, draft.raw[: len(BODY)]) for draft in drafts(inbox)] == [(n + 1, BODY) for n in range(count)]
    assert reasons(inbox) == []


def test_a_json_file_may_be_larger_than_an_article_may_be(inbox: Path) -> None:
    records = [{"body": f"{number} {BODY} é"} for number in range(2_000)]
    for name, text in (("a.json", json.dumps(records)), ("b.json", "\n".join(map(json.dumps, records)))):
        (inbox / name).write_text(text, encoding="utf-8")

    raws = [draft.raw for draft in drafts(inbox, most_bytes=5_000)]

    assert raws == [record["body"] for record in records] * 2


def test_a_record_that_is_too_large_is_one_rejection(inbox: Path) -> None:
    lines = [json.dumps({"body": text}) for text in (BODY, BODY * 200, LONG)]
    (inbox / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (inbox / "b.csv").write_text("\n".join(["body", f'"{BODY}"', f'"{BODY * 200}"', f'"{LONG}"']), encoding="utf-8")

    everything = found(inbox, most_bytes=2_000)

    assert [item.raw if isinstance(item, Draft) else item.label.split("/")[-1] for item in everything] == [
        BODY, "a.jsonl line 2", LONG, BODY, "b.csv line 3", LONG,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 100_000, "it is not JSON, or not to its end"),
        ('{"a":' * 100_000, "it is not JSON, or not to its end"),
        ('"a string"', "it is a JSON str, not an object"),
        ("[1]", "it is a JSON int, not an object"),
        ('{"title": "no text"}', "no field holds the text"),
        ("not json", "it is not JSON, or not to its end"),
        ("", "the file is empty"),
        (json.dumps({"description": BODY}), "it holds a summary, not the text"),
        (json.dumps({"content": f"{BODY}… [+1234 chars]"}), "it holds only the beginning of the text"),
    ],
)
def test_json_that_is_no_article_is_one_rejection(text: str, reason: str, inbox: Path) -> None:
    (inbox / "a.json").write_text(text, encoding="utf-8")

    assert reasons(inbox) == [reason]


def test_what_stands_before_a_fault_goes_in(inbox: Path) -> None:
    (inbox / "a.json").write_text(f'[{{"body": "{BODY}"}}, {{"body": "{BODY}"}}, {{"bo', encoding="utf-8")

    assert (len(drafts(inbox)), reasons(inbox)) == (2, ["it is not JSON, or not to its end"])


def test_a_summary_is_taken_where_it_is_as_long_as_an_article_and_there_is_none(inbox: Path) -> None:
    assert record(inbox, {"description": LONG}).raw == LONG
    assert record(inbox, {"description": LONG, "body": BODY}).raw == BODY


def test_the_full_text_is_taken_before_its_teaser(inbox: Path) -> None:
    assert record(inbox, {"text": BODY, "full_text": LONG}).raw == LONG
    assert record(inbox, {"text": LONG, "story": LONG + " Read more"}).raw == LONG


@pytest.mark.parametrize(
    ("text", "kind", "raw"),
    [
        (f"<p>{BODY}</p>", "html", f"<p>{BODY}</p>"),
        (f"{BODY}<br/>{BODY}", "html", f"{BODY}<br/>{BODY}"),
        (f"&lt;p&gt;{BODY}&lt;/p&gt;", "html", f"<p>{BODY}</p>"),
        (f"Smith &amp; Sons &#8217; {BODY}", "text", f"Smith & Sons ’ {BODY}"),
        (f"It was <3 and 4 > 2, R&D, AT&T; {BODY}", "text", f"It was <3 and 4 > 2, R&D, AT&T; {BODY}"),
    ],
)
def test_a_text_with_markup_is_html(text: str, kind: str, raw: str, inbox: Path) -> None:
    draft = record(inbox, {"body": text})

    assert (draft.kind, draft.raw) == (kind, raw)


def test_values_that_say_nothing_are_unknown(inbox: Path) -> None:
    nothing = {
        "title": "nan",
        "publisher": "None",
        "author": "null",
        "date": "N/A",
        "url": "/news/1",
        "lang": "English",
    }

    draft = record(inbox, {"body": BODY, **nothing})

    assert (draft.title, draft.publisher, draft.author, draft.published, draft.url, draft.language) == (None,) * 6


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (1704153600, "2024-01-02"), (1704153600000, "2024-01-02"), ("1704153600", "2024-01-02"), (1704153600.5, "2024-01-02"),
        (1704153600123456, "2024-01-02"), ("20240102", "2024-01-02"), ("20240102T120000Z", "2024-01-02"), ("20240102120000", "2024-01-02"),
        (2024, "2024"), ("2024-01", "2024-01"), ("2024-01-02", "2024-01-02"), (0, None), (-5, None), (10**18 * 7, None), ("soon", None),
    ],
)  # fmt: skip
def test_a_date_is_read_in_each_form_that_exports_have(value: object, day: str | None, inbox: Path) -> None:
    published = record(inbox, {"body": BODY, "published_at": value}).published

    assert (published[:10] if published else None) == day


@pytest.mark.parametrize(
    ("stated", "outlet"),
    [("https://www.paper.example/a/b", "paper.example"), ("www.paper.example", "paper.example"), ("Smith &amp; Son", "Smith & Son")],
)  # fmt: skip
def test_an_outlet_is_a_name_or_a_host(stated: str, outlet: str, inbox: Path) -> None:
    assert record(inbox, {"body": BODY, "source": stated}).publisher == outlet


def test_a_field_that_is_named_wins(inbox: Path) -> None:
    fields: dict[str, object] = {
        "Inhalt": LONG,
        "body": BODY,
        "Überschrift": "Eins",
        "title": "One",
        "meta": {"Am": "2024-01-02"},
    }

    draft = record(inbox, fields, body="Inhalt", title="überschrift", published="meta.am")

    assert (draft.raw, draft.title, draft.published) == (LONG, "Eins", "2024-01-02")


@pytest.mark.parametrize("fields", [{"text": "Inhalt"}, {"": "x"}, {"body": " "}])
def test_a_field_that_is_none_of_ours_stops_the_run_before_anything_is_read(
    fields: dict[str, str], inbox: Path
) -> None:
    with pytest.raises(SettingInvalid):
        read([inbox], most_bytes=1_000, fields=fields)


# Tables


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_with_each_delimiter_and_encoding(delimiter: str, encoding: str, inbox: Path) -> None:
    rows = [
        ["Title", "Body", "Date"],
        ["Über, das; was|ist\tso", f"{BODY}\n\n“Zwei” {BODY}", "2024-01-02"],
        ["Two", BODY, ""],
    ]
    with (inbox / "a.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)

    read_as = [(draft.title, draft.raw, draft.published or "", draft.line) for draft in drafts(inbox)]

    assert read_as == [(*row, number) for number, row in enumerate(rows[1:], start=1)]
    assert reasons(inbox) == []


def test_a_cell_may_be_as_large_as_an_article_may_be(inbox: Path) -> None:
    text = BODY * 5_000
    (inbox / "a.csv").write_text(f'id,body\n1,"{text}"\n', encoding="utf-8")

    assert [draft.raw for draft in drafts(inbox)] == [text]


def test_a_table_without_a_text_is_one_rejection_that_names_its_columns(inbox: Path) -> None:
    (inbox / "a.csv").write_text("Überschrift;Inhalt\nEins;Zwei\nDrei;Vier\n", encoding="utf-8")

    assert found(inbox) == [
        Problem(
            str(inbox / "a.csv"),
            "no column has the name of a text",
            "its columns are Überschrift, Inhalt; say which holds the text: --field body=COLUMN",
            str((inbox / "a.csv").resolve()),
        )
    ]
    assert [draft.raw for draft in drafts(inbox, body="Inhalt", title="Überschrift")] == ["Zwei", "Vier"]


def test_each_bad_row_is_one_rejection_with_its_line(inbox: Path) -> None:
    rows: list[str | bytes] = [
        "title,body",
        f"A,{BODY!r}",
        "B,one,two",
        "C",
        f'D,"{BODY}\nand more"',
        "",
        "E,",
        b"F,\x81\x8d",
        f'G,"{BODY}"',
        'H,"not closed\n',
    ]
    (inbox / "a.csv").write_bytes(b"\r\n".join(row if isinstance(row, bytes) else row.encode() for row in rows))

    everything = found(inbox)

    assert [(item.title, item.line) for item in everything if isinstance(item, Draft)] == [("D", 4), ("G", 7)]
    assert [(item.label.split()[-1], item.reason) for item in everything if isinstance(item, Problem)] == [
        ("2", "it has 3 cells where the first row has 2"),
        ("3", "it has 3 cells where the first row has 2"),
        ("4", "it has 1 cells where the first row has 2"),
        ("8", "no field holds the text"),
        ("9", "its encoding cannot be read"),
        ("11", "it is cut off, or all that follows is in one cell"),
    ]


def test_old_line_ends_and_the_first_line_of_excel_are_understood(inbox: Path) -> None:
    (inbox / "a.csv").write_bytes(f"title;body\rOne;{BODY}\rTwo;{BODY}\r".encode())
    (inbox / "b.csv").write_bytes(f"sep=|\r\ntitle|body\r\nOne|{BODY}, {BODY}\r\n".encode())

    assert [draft.title for draft in drafts(inbox)] == ["One", "Two", "One"]


def test_corrections_at_the_top_of_a_folder_are_no_table_of_articles(inbox: Path) -> None:
    (inbox / "deep").mkdir()
    for folder in (inbox, inbox / "deep"):
        (folder / "corrections.csv").write_text(f'title,body\nOne,"{BODY}"\n', encoding="utf-8")

    assert [Path(draft.label).parent.name for draft in drafts(inbox)] == ["deep"]


# Mails


NEWSLETTER = f"<html><head><style>p {{ color: red }}</style></head><body><h1>The title</h1><p>{LONG}</p></body></html>"


def test_a_newsletter_is_its_page_with_what_its_headers_say(inbox: Path) -> None:
    mail = make_mail(
        f"View in browser: https://x.example/{'a' * 60}\n\n{BODY}",
        NEWSLETTER,
        sender='"Ann Example at The Paper" <news@paper.example>',
        subject="Re: Fähre fährt wieder",
        date="Tue, 02 Jan 2024 23:30:00 -0500",
    )

    draft = one(inbox, "a.eml", mail)

    assert (draft.kind, draft.raw.strip()) == ("html", NEWSLETTER)
    assert (draft.title, draft.author, draft.publisher, draft.published) == (
        "Fähre fährt wieder", "Ann Example", "The Paper", "2024-01-02",
    )  # fmt: skip


def test_the_plain_text_of_a_mail_is_taken_where_its_page_says_less(inbox: Path) -> None:
    wrapped = "The ferry to the northern island runs again, after a winter in which nobody\ncould cross the sound."
    text = f"{wrapped}\n\nA second paragraph.\n\n-- \nAnn Example, The Paper"

    draft = one(inbox, "a.eml", make_mail(text, "<p>Your program cannot show this mail.</p>", subject="One"))

    assert (draft.kind, draft.raw) == ("text", f"{BODY}\n\nA second paragraph.")


@pytest.mark.parametrize(
    ("sender", "author", "publisher"),
    [
        ("The Paper <news@paper.example>", None, "The Paper"),
        ("Jane Doe <jane.doe@paper.example>", "Jane Doe", None),
        ("Jane Doe <newsletter@paper.example>", None, "Jane Doe"),
        ("Casey Example from Platformer <p@substack.example>", "Casey Example", "Platformer"),
        ("Breaking News | The Paper <a@b.example>", None, "The Paper"),
        ("news@paper.example", None, None),
        ("", None, None),
        ("=?utf-8?q?Die_Fr=C3=BChausgabe?= <a@b.example>", None, "Die Frühausgabe"),
    ],
)
def test_a_sender_is_an_outlet_or_its_author(
    sender: str, author: str | None, publisher: str | None, inbox: Path
) -> None:
    draft = one(inbox, "a.eml", f"From: {sender}\nSubject: One\n\n{BODY}\n")

    assert (draft.author, draft.publisher) == (author, publisher)


def test_of_a_mail_that_was_passed_on_sender_and_date_are_not_the_articles(inbox: Path) -> None:
    mail = make_mail(
        BODY, subject="Fwd: Re: One", sender="Jane Doe <jane.doe@x.example>", date="Tue, 02 Jan 2024 10:00:00 +0000"
    )

    draft = one(inbox, "a.eml", mail)

    assert (draft.title, draft.author, draft.publisher, draft.published) == ("One", None, None, None)


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        (b"Subject: One\n\n", "there is no text in it"),
        (b"just words", "it is not a mail"),
        (b"", "it is not a mail"),
        (
            b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: image/png\n\nxyz\n",
            "there is no text in it",
        ),
        (b"Content-Type: multipart/mixed; boundary=a\n" * 200 + b"\n", "it is made of too many parts"),
    ],
)
def test_a_mail_without_an_article_is_one_rejection(mail: bytes, reason: str, inbox: Path) -> None:
    (inbox / "a.eml").write_bytes(mail)

    assert reasons(inbox) == [reason]


def test_a_page_saved_as_one_file_has_the_address_that_it_was_saved_from(inbox: Path) -> None:
    saved = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/a\r\nSubject: =?utf-8?Q?One?=\r\n"
        "Date: Tue, 2 Jan 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        "Content-Location: https://news.example/other\r\n\r\n<p>F=C3=A4hre</p>\r\n--b\r\n"
        "Content-Type: text/css\r\n\r\np { color: red }\r\n--b--\r\n"
    )

    draft = one(inbox, "a.mhtml", saved)

    assert (draft.kind, draft.raw.strip(), draft.url) == ("html", "<p>Fähre</p>", "https://news.example/a")
    assert (draft.title, draft.publisher, draft.published) == (None, None, None)


# PDF


COLUMN = """The ferry to the northern island runs again,
after a winter in which nobody could cross the
sound. The council had asked for an ice-
breaker in vain, and the harbour-
master wrote four letters about it.
  A second paragraph begins with a line that is
set in, and says that the icebreaker is old."""


def test_the_lines_of_a_pdf_are_put_together_to_paragraphs(inbox: Path) -> None:
    title = [(50.0, 760.0, 22.0, "A title above"), (50.0, 735.0, 22.0, "the text")]

    draft = one(inbox, "a.pdf", make_pdf([[*title, *set_lines(COLUMN)]]))

    assert draft.raw.split("\n\n") == [
        "A title above the text",
        "The ferry to the northern island runs again, after a winter in which nobody could cross the sound. The"
        " council had asked for an icebreaker in vain, and the harbourmaster wrote four letters about it.",
        "A second paragraph begins with a line that is set in, and says that the icebreaker is old.",
    ]


def test_what_pages_repeat_is_dropped_and_a_paragraph_goes_on_over_the_page(inbox: Path) -> None:
    first, second = COLUMN.split("had asked")
    pages = [
        [(50.0, 780.0, 8.0, "The Paper, 2 January"), *set_lines(first.rstrip()), (300.0, 20.0, 8.0, "https://news.example/a 1/2")],
        [(50.0, 780.0, 8.0, "The Paper, 2 January"), *set_lines("had asked" + second), (300.0, 20.0, 8.0, "https://news.example/a 2/2")],
    ]  # fmt: skip

    draft = one(inbox, "a.pdf", make_pdf(pages))

    assert draft.url == "https://news.example/a"
    assert "The council had asked for an icebreaker" in draft.raw
    assert "The Paper" not in draft.raw
    assert "news.example" not in draft.raw


@pytest.mark.parametrize(
    ("info", "title", "author"),
    [
        (
            "/Title (What the winter cost the island) /Author (Ann Example)",
            "What the winter cost the island",
            "Ann Example",
        ),
        ("/Title (Microsoft Word - draft 3 final.doc) /Author (aexample)", None, None),
        ("/Title (The ferry to the northern island) /Author (user 2)", None, None),
        ("/Title (untitled) /CreationDate (D:20240102120000)", None, None),
    ],
)
def test_a_pdf_states_a_title_and_an_author_only_where_they_are_some(
    info: str, title: str | None, author: str | None, inbox: Path
) -> None:
    draft = one(inbox, "a.pdf", make_pdf([set_lines(COLUMN)], info=info))

    assert (draft.title, draft.author, draft.published) == (title, author, None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_pdf([[]]), "there is no text in it"),
        (make_pdf([set_lines(COLUMN)], password="secret"), "it is encrypted"),
        (b"%PDF-1.7", "it cannot be read as PDF"),
        (make_pdf([set_lines(COLUMN)])[:300], "it cannot be read as PDF"),
        (b"", "it cannot be read as PDF"),
    ],
)
def test_a_pdf_without_text_is_one_rejection(
    data: bytes, reason: str, inbox: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (inbox / "a.pdf").write_bytes(data)

    assert reasons(inbox) == [reason]
    assert capfd.readouterr() == ("", "")


def test_a_pdf_that_opens_without_a_password_is_read(inbox: Path) -> None:
    assert "ferry" in one(inbox, "a.pdf", make_pdf([set_lines(COLUMN)], password="")).raw


def test_a_parser_can_be_run_apart(inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(make_pdf([set_lines(COLUMN)]))
    (inbox / "b.eml").write_bytes(make_mail(BODY, subject="One"))
    parsed: list[int] = []

    def apart(parse: Callable[[bytes], object], data: bytes) -> object:
        parsed.append(len(data))
        return parse(data)

    everything = list(read([inbox], most_bytes=1_000_000, apart=apart))  # type: ignore[arg-type]  # one type for both

    assert [type(item) for item in everything] == [Draft, Draft]
    assert parsed == [(inbox / name).stat().st_size for name in ("a.pdf", "b.eml")]


# Whatever comes


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="<&\x00", exclude_categories=["Cc", "Cs"]), min_size=1)
TEXTS = WORDS.map(lambda text: f"x{text}x")
FOLDER = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FOLDER
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8), delimiter=st.sampled_from(",;\t|"))
def test_a_table_that_was_written_is_read_as_it_was(rows: list[tuple[str, str]], delimiter: str, inbox: Path) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([("title", "body"), *rows])
    (inbox / "a.csv").write_bytes(out.getvalue().encode())

    assert [(draft.title, draft.raw) for draft in drafts(inbox)] == rows


@FOLDER
@given(bodies=st.lists(TEXTS, min_size=1, max_size=8), ascii_only=st.booleans())
def test_records_that_were_written_are_read_as_they_were(bodies: list[str], ascii_only: bool, inbox: Path) -> None:
    records = [{"title": body, "body": body} for body in bodies]
    lines = [json.dumps(record, ensure_ascii=ascii_only) for record in records]
    (inbox / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (inbox / "b.json").write_text(json.dumps(records, ensure_ascii=ascii_only), encoding="utf-8")

    assert [(draft.title, draft.raw) for draft in drafts(inbox)] == [(body, body) for body in bodies] * 2


STARTS = [b"", b"%PDF-1.4\n1 0 obj\n", b"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n", b"body,title\n", b'{"body": ', b"[", b"\xff\xfe", b"<html><meta charset=", b"\x1f\x8b\x08"]  # fmt: skip


@FOLDER
@given(
    ending=st.sampled_from(sorted([*READERS, ".txt.gz", ".csv.bz2", ".json.xz"])),
    start=st.sampled_from(STARTS),
    rest=st.binary(max_size=400),
)
def test_hostile_bytes_are_drafts_and_problems_and_nothing_else(
    ending: str, start: bytes, rest: bytes, inbox: Path
) -> None:
    file = inbox / f"a{ending}"
    file.write_bytes(start + rest)
    try:
        everything = found(file, most_bytes=300)
    finally:
        file.unlink()

    assert all(isinstance(item, Draft) or item.reason for item in everything)
    assert everything or not rest.strip() or ending in {".jsonl", ".ndjson", ".csv", ".tsv", ".json"}


@pytest.mark.parametrize("begins", ["<!DOCTYPE html>\n<html>", "<html lang='en'>", "\ufeff  <!doctype HTML><html>"])
def test_a_page_that_was_saved_as_a_text_is_read_as_a_page(inbox: Path, begins: str) -> None:
    page = f"{begins}<head><title>Ferry</title></head><body><p>{LONG}</p></body></html>"

    assert one(inbox, "page.txt", page).kind == "html"
    assert one(inbox, "packed.txt.gz", gzip.compress(page.encode())).kind == "html"
    assert one(inbox, "text.txt", f"A text about <html> and other tags. {LONG}").kind != "html"
