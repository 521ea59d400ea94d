"""Word documents and RTF are read as their text; an export of a news database is as many articles as it holds."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pipeline import ingest
from ingest.read import Draft, Problem, read
from ingest.read.exported import split_export
from ingest.read.word import text_of_docx, text_of_rtf
from rag.collection import Collection
from rag.errors import ArticleRejected
from tests.fakes import WordEmbedder
from tests.ingest.documents import make_docx

FERRY = "The night ferry to Skarrow is coming back in May, the council said after a winter without it."
DUES = "Harbour dues rise by six percent. The council had promised in spring that they would not."
OLD = f"""


Download Request: Selected Items: 1-2
Time Of Request: Friday, March 14, 2025


                               1 of 2 DOCUMENTS



                             The Kelderby Ledger

                            March 4, 2025 Tuesday
                                  Edition 1;
                                   National

Night ferry to Skarrow returns after a
winter without it

BYLINE: By Ansgar Holm and
Mette Brandt

SECTION: NEWS; Pg. 6

LENGTH: 355 words

DATELINE: KELDERBY

The night ferry to Skarrow is coming back in May, the council said on Monday
after a winter in which nobody could cross the sound in the dark. The company
that runs it asked for two million euros.

“It is high time,” said the harbour master, who had counted the lorries that
went round by the bridge.

LOAD-DATE: March 5, 2025

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                       Copyright 2025 Ledger Newspapers
                              All Rights Reserved

                               2 of 2 DOCUMENTS



                                 Ostrey Today

                                 12 March 2025

Harbour dues rise

LENGTH: 90 words

{DUES}

LOAD-DATE: March 12, 2025
"""
UNI = ["User Name: Somebody", "Date and Time: Wednesday, March 19, 2025", "Documents (2)", "1. Night ferry returns",
       "Client/Matter: -None-", "Search Terms: ferry", "Night ferry returns", "The Kelderby Ledger",
       "March 4, 2025 Tuesday, FINAL EDITION", "Copyright 2025 Ledger Newspapers", "Section:\xa0NEWS; Pg. 6",
       "Length:\xa0355 words", "Byline:\xa0By Ansgar Holm", "Dateline:\xa0KELDERBY", "Body", FERRY,
       "Asked about money, the council said: none.", "Graphic", "A photograph of the ferry", "Classification",
       "Language: ENGLISH", "Load-Date: March 5, 2025", "End of Document",
       "Harbour dues rise", "Ostrey Today", "12 March 2025", "Length:\xa090 words", "Body", DUES, "Load-Date: x",
       "End of Document"]  # fmt: skip
FACTIVA = f"""News
Night ferry to Skarrow returns after the winter
By Ansgar Holm
355 words
4 March 2025
03:15 GMT
The Kelderby Ledger
KELEDG
National
6
English
(c) 2025 Ledger Newspapers
{FERRY}
“It is high time,” the harbour master said.
Document KELEDG0020250304el340002k

Hafengebühren steigen um sechs Prozent
1.090 Wörter
12. März 2025
Ostrey Today
OSTREY
Deutsch
{DUES}
Dokument OSTREY0020250312el3c00001

Search Summary
Text ferry
"""
TAGGED = f"""HD
Night ferry to Skarrow returns
BY
By Ansgar Holm
WC
355 words
PD
4 March 2025
SN
The Kelderby Ledger
SC
KELEDG
LA
English
CY
(c) 2025 Ledger Newspapers
LP
{FERRY}
TD
“It is high time,” the harbour master said.
NS
gcat : Political/General News
AN
Document KELEDG0020250304el340002k
HD |Harbour dues rise|
PD |12 March 2025|
SN |Ostrey Today|
TD |{DUES}|
AN |Document OSTREY0020250312el3c00001|
"""


def drafts(path: Path) -> list[Draft]:
    found = list(read([path], most_bytes=1_000_000, fields={}))
    assert all(isinstance(each, Draft) for each in found), found
    return [each for each in found if isinstance(each, Draft)]


def stated(draft: Draft) -> tuple[str | None, ...]:
    return draft.title, draft.publisher, draft.author, draft.published


def test_an_export_of_lexisnexis_is_an_article_for_each_document(tmp_path: Path) -> None:
    (tmp_path / "nexis.txt").write_text(OLD, "utf-8")

    first, second = drafts(tmp_path / "nexis.txt")

    title = "Night ferry to Skarrow returns after a winter without it"
    assert stated(first) == (title, "The Kelderby Ledger", "Ansgar Holm and Mette Brandt", "2025-03-04")
    assert first.raw == (
        "The night ferry to Skarrow is coming back in May, the council said on Monday after a winter in which nobody"
        " could cross the sound in the dark. The company that runs it asked for two million euros.\n\n“It is high"
        " time,” said the harbour master, who had counted the lorries that went round by the bridge."
    )
    assert stated(second) == ("Harbour dues rise", "Ostrey Today", None, "2025-03-12")
    assert second.raw == DUES
    assert [(each.line, each.label.rpartition("nexis.txt")[2]) for each in (first, second)] == [
        (1, " article 1"), (2, " article 2")
    ]  # fmt: skip


def test_an_export_of_nexis_uni_as_word_document(tmp_path: Path) -> None:
    (tmp_path / "files.docx").write_bytes(make_docx(UNI))

    first, second = drafts(tmp_path / "files.docx")

    assert stated(first) == ("Night ferry returns", "The Kelderby Ledger", "Ansgar Holm", "2025-03-04")
    assert first.raw == f"{FERRY}\n\nAsked about money, the council said: none."
    assert stated(second) == ("Harbour dues rise", "Ostrey Today", None, "2025-03-12")
    assert second.raw == DUES


@pytest.mark.parametrize("text", [FACTIVA, TAGGED, FACTIVA.replace("\n", "\n\n")])
def test_an_export_of_factiva(tmp_path: Path, text: str) -> None:
    (tmp_path / "factiva.txt").write_text(text, "utf-8")

    first, second = drafts(tmp_path / "factiva.txt")

    assert first.title is not None
    assert first.title.startswith("Night ferry to Skarrow returns")
    assert stated(first)[1:] == ("The Kelderby Ledger", "Ansgar Holm", "2025-03-04")
    assert first.raw == f"{FERRY}\n\n“It is high time,” the harbour master said."
    assert stated(second)[1:] == ("Ostrey Today", None, "2025-03-12")
    assert second.raw == DUES


def test_an_export_of_factiva_as_rtf(tmp_path: Path) -> None:
    lines = FACTIVA.replace("“", "\\'93").replace("”", "\\'94").replace("ü", "\\u252?").replace("ö", "\\'f6")
    lines = lines.replace("ä", "\\'e4").replace("\n", "\\par\n")
    (tmp_path / "factiva.rtf").write_text(f"{{\\rtf1\\ansi\\ansicpg1252 {lines}}}", "ascii")

    first, second = drafts(tmp_path / "factiva.rtf")

    assert stated(first)[1:] == ("The Kelderby Ledger", "Ansgar Holm", "2025-03-04")
    assert first.raw.endswith("“It is high time,” the harbour master said.")
    assert (second.title, second.published) == ("Hafengebühren steigen um sechs Prozent", "2025-03-12")


@pytest.mark.parametrize("text", [
    FERRY,
    f"{FERRY}\nEnd of Document\n{DUES}",
    f"1 of 3 DOCUMENTS\n{FERRY}",
    f"The file was headed:\nDocument KELEDG0020250304el340002k\n{FERRY}",
    "", "\n", "End of Document", "Document AB20250304abcd",
])  # fmt: skip
def test_a_text_that_only_has_such_a_line_is_one_article(text: str) -> None:
    assert split_export(text) is None


@settings(deadline=None)
@given(st.lists(st.sampled_from([*OLD.splitlines(), *UNI, *FACTIVA.splitlines(), *TAGGED.splitlines()]), max_size=60))
def test_whatever_the_order_of_its_lines_an_export_ends_in_no_error(lines: list[str]) -> None:
    found = split_export("\n".join(lines))

    assert found is None or all(one.text is not None for one in found)


def test_an_article_of_an_export_that_states_nothing_comes_in_as_its_text() -> None:
    strange = "An article without a header, of which there is one in each export."

    found = split_export("\n".join([*UNI, strange, "End of Document"]))

    assert found is not None
    assert [one.publisher for one in found] == ["The Kelderby Ledger", "Ostrey Today", None]
    assert found[2].text == strange


def test_a_word_document_says_what_a_reader_sees() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    found = text_of_docx(make_docx([
        "Night ferry returns",
        f"<w:p>{run('The ferry ')}<w:ins>{run('to Skarrow ')}</w:ins><w:del><w:r><w:delText>to Ostrey </w:delText></w:r>"
        f"<w:moveFrom>{run('gone')}</w:moveFrom></w:del><w:hyperlink>{run('returns')}</w:hyperlink>{run('.')}</w:p>",
        f"<w:tbl><w:tr><w:tc><w:p>{run('Dues')}</w:p></w:tc><w:tc><w:p>{run('6 %')}</w:p></w:tc></w:tr></w:tbl>",
        f"<w:p>{run('Above')}<w:r><w:br/></w:r>{run('below')}<w:r><w:pict><w:txbxContent><w:p>{run('In a box')}</w:p>"
        f"<w:p>{run('of two')}</w:p></w:txbxContent></w:pict></w:r></w:p>",
        "<w:p/>",
    ], title="The night ferry to Skarrow is coming back", author="Ansgar Holm"))  # fmt: skip

    assert found.text.split("\n\n") == [
        "Night ferry returns", "The ferry to Skarrow returns.", "Dues", "6 %", "Above\nbelow", "In a box", "of two"
    ]  # fmt: skip
    assert (found.title, found.author) == ("The night ferry to Skarrow is coming back", "Ansgar Holm")


@pytest.mark.parametrize(("data", "reason"), [
    (b"PK\x03\x04 no document", "it cannot be read as Word document"),
    (b"", "it cannot be read as Word document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "it is encrypted, or in Word's old format"),
    (make_docx(["", "…"]), "there is no text in it"),
    (make_docx(["<w:p>" * 300 + "deep" + "</w:p>" * 300]), "it cannot be read as Word document"),
    (make_docx(["<w:p><w:r><w:t>open"]), "it cannot be read as Word document"),
])  # fmt: skip
def test_what_is_no_word_document_is_rejected_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ArticleRejected) as caught:
        text_of_docx(data)

    assert caught.value.message == reason


def test_a_word_document_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"<" + b" " * 100_000_000)

    found = list(read([tmp_path / "bomb.docx"], most_bytes=1_000_000, fields={}))

    assert [each.reason for each in found if isinstance(each, Problem)] == ["it is too large"]


@pytest.mark.parametrize("data", [b"", b"plain text", b"{\\rtf1\\ansi }", b"{\\rtf1" + b"{" * 50_000])
def test_what_is_no_rtf_is_rejected_with_the_reason(data: bytes) -> None:
    with pytest.raises(ArticleRejected) as caught:
        text_of_rtf(data)

    assert caught.value.message in ("it cannot be read as RTF", "there is no text in it")
    assert caught.value.hint


def test_an_export_is_ingested_once_and_an_edited_article_of_it_replaces_itself(tmp_path: Path) -> None:
    files, embedder = tmp_path / "in", WordEmbedder()
    files.mkdir()
    (files / "uni.docx").write_bytes(make_docx(UNI))

    first = ingest([files], tmp_path / "index", embedder=embedder)
    again = ingest([files], tmp_path / "index", embedder=embedder)
    edited = [line.replace("six percent", "seven percent") for line in UNI]
    (files / "uni.docx").write_bytes(make_docx(edited))
    third = ingest([files], tmp_path / "index", embedder=embedder)

    assert (first.added, again.added, again.unchanged) == (2, 0, 2)
    assert (third.added, third.updated, third.unchanged) == (0, 1, 1)
    with Collection(tmp_path / "index", embedder).snapshot() as snapshot:
        outlets = sorted(source.publisher or "" for source in snapshot.store.sources())
    assert outlets == ["Ostrey Today", "The Kelderby Ledger"]
