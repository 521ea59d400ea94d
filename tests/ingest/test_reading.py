"""Reading: what is given is an article or one rejection with a reason, whatever stands beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.read import Draft, Problem, read
from ingest.sources import Reading, read_sources
from rag.errors import SourceMissing
from tests.fakes import WordEmbedder, contents_of, make_text, outcome

BODY = make_text("body")


def drafts(path: Path, *, most_bytes: int = 1_000_000) -> list[Draft | Problem]:
    return list(read([path], most_bytes=most_bytes))


def reasons(path: Path, *, most_bytes: int = 1_000_000) -> list[str]:
    return [draft.reason for draft in drafts(path, most_bytes=most_bytes) if not isinstance(draft, Draft)]


def test_a_text_file_is_one_article(inbox: Path) -> None:
    file = inbox / "a.txt"
    file.write_text(BODY, encoding="utf-8")

    assert drafts(file) == [Draft(origin=str(file.resolve()), label=str(file), raw=BODY)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Der Bürgermeister fährt nach Århus.", "utf-8"), ("Der Bürgermeister fährt nach Århus.", "utf-8-sig"),
        ("Der Bürgermeister fährt nach Århus.", "utf-16"), ("“It’s café time – 5 €”", "cp1252"),
        ("Министр уехал в Москву.", "utf-16"),
    ],
)  # fmt: skip
def test_each_encoding_is_read(text: str, encoding: str, inbox: Path) -> None:
    file = inbox / "a.txt"
    file.write_bytes(text.encode(encoding))

    assert [draft.raw for draft in drafts(file) if isinstance(draft, Draft)] == [text]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("blank.txt", b" \n\n ", "the file is empty"),
        ("binary.txt", bytes(range(256)) * 20, "it is not text"),
        ("bytes.txt", b"caf\xe9 \x81 text", "its encoding cannot be read"),
        ("nul.txt", b"text\x00text", "it is not text"),
        ("controls.txt", b"\x01\x02\x03 text", "it is not text"),
        ("half.txt", b"\xff\xfea", "its encoding cannot be read"),
        ("report.odt", b"PK", "the format .odt is not read"),
        ("README", b"text", "the format without an ending is not read"),
        ("large.txt", b"x" * 1_000_001, "1.0 MB is larger than the limit of 1.0 MB"),
    ],
)
def test_a_file_that_is_no_article_is_one_rejection(name: str, data: bytes, reason: str, inbox: Path) -> None:
    (inbox / name).write_bytes(data)

    assert reasons(inbox) == [reason]


def test_a_pipe_is_rejected_and_never_opened(inbox: Path) -> None:
    os.mkfifo(inbox / "pipe.txt")

    assert reasons(inbox) == ["not a regular file"]


def test_a_link_in_a_folder_is_never_followed(inbox: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Nobody may read this sentence.", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.txt").write_text("Nor this one.", encoding="utf-8")
    (inbox / "link.txt").symlink_to(secret)
    (inbox / "folder").symlink_to(tmp_path / "elsewhere")

    (inbox / ".hidden").symlink_to(secret)

    assert drafts(inbox) == [
        Problem(
            str(inbox / name),
            "it is a symbolic link",
            "a link may lead anywhere; name its target",
            str(inbox.resolve() / name),
        )
        for name in ("folder", "link.txt")
    ]


def test_a_file_whose_name_is_no_utf8_stops_nothing(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    (inbox / "ok.txt").write_text(make_text("ok"), encoding="utf-8")
    for name, text in ((b"caf\xe9.txt", make_text("cafe")), (b"\xff.jsonl", "no record")):
        (inbox / os.fsdecode(name)).write_text(text, encoding="utf-8")

    report = ingest([inbox], index, embedder=embedder)

    assert (outcome(report), [one.what for one in report.rejected]) == (
        (2, 0, 0, 1),
        [f"{inbox}/\\xff.jsonl line 1"],
    )


def test_a_folder_is_read_whole_in_a_fixed_order(inbox: Path) -> None:
    (inbox / "deep").mkdir()
    for name in ("b.txt", "deep/c.md", "a.txt", ".hidden.txt"):
        (inbox / name).write_text(BODY, encoding="utf-8")

    assert [draft.label for draft in drafts(inbox)] == [str(inbox / name) for name in ("a.txt", "b.txt", "deep/c.md")]


def test_a_missing_path_stops_the_run_before_anything_is_read(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    (inbox / "a.txt").write_text(BODY, encoding="utf-8")

    with pytest.raises(SourceMissing, match=r"there is nothing at .*nowhere"):
        ingest([inbox, inbox / "nowhere"], index, embedder=embedder)

    assert index.exists() is False


def test_a_record_states_its_metadata_under_any_of_its_names(inbox: Path) -> None:
    file = inbox / "a.jsonl"
    record = {
        "headline": "A title",
        "content": "The text.",
        "site_name": "The Paper",
        "byline": "Ann",
        "url": "http://x/1",
    }
    file.write_text(json.dumps({**record, "pubDate": "19 January 2026"}), encoding="utf-8")

    assert drafts(file) == [
        Draft(
            origin=str(file.resolve()), line=1, label=f"{file} line 1", raw="The text.", title="A title",
            publisher="The Paper", author="Ann", published="2026-01-19", url="http://x/1",
        )
    ]  # fmt: skip


BAD_LINES = {
    b"not json": "it is not JSON",
    b'["an", "array"]': "it is a JSON list, not an object",
    b'"a string"': "it is a JSON str, not an object",
    b"null": "it is a JSON NoneType, not an object",
    b'{"title": "no text"}': "no field holds the text",
    b'{"body": "   "}': "no field holds the text",
    b'{"body": null}': "no field holds the text",
    b'{"body": NaN}': "no field holds the text",
    b'{"body": true}': "no field holds the text",
    b'{"body": "too short"}': "no article text is left after cleaning",
    b"[" * 100_000: "it is not JSON",
    b'{"body": ' * 100_000: "it is not JSON",
    b'{"body": ' + b"9" * 5_000 + b"}": "it is not JSON",
    b'{"body": "\\ud800"}': "no article text is left after cleaning",
    b'{"body": "cut off': "it is not JSON",
    b"\x00\x01\x02": "it is not text",
    b"\x81\x8d": "its encoding cannot be read",
}


def test_each_bad_line_is_one_rejection_and_the_good_ones_go_in(
    inbox: Path, index: Path, embedder: WordEmbedder
) -> None:
    file = inbox / "a.jsonl"
    good = [json.dumps({"title": f"Story {number}", "body": make_text(f"g{number}")}).encode() for number in range(3)]
    file.write_bytes(b"\n".join([good[0], *BAD_LINES, b"", good[1], b"   ", good[2]]))

    report = ingest([file], index, embedder=embedder)

    assert outcome(report) == (3, 0, 0, len(BAD_LINES))
    assert [(rejection.what, rejection.reason) for rejection in report.rejected] == [
        (f"{file} line {number}", reason) for number, reason in enumerate(BAD_LINES.values(), start=2)
    ]
    assert all(rejection.hint for rejection in report.rejected)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_records_are_read_in_each_encoding_that_says_what_it_is(encoding: str, inbox: Path) -> None:
    # U+010A and U+0A0A hold the byte of a line end; they are none.
    texts = ["Ċaffè in Århus", "ਊ or 0A0A", "third"]
    lines = "\r\n".join(json.dumps({"body": text}, ensure_ascii=False) for text in texts)
    (inbox / "a.jsonl").write_bytes(lines.encode(encoding))

    found = [(draft.line, draft.raw) for draft in drafts(inbox) if isinstance(draft, Draft)]

    assert found == list(enumerate(texts, start=1))


def test_records_in_half_an_encoding_are_one_rejection(inbox: Path) -> None:
    lines = '{"body": "one"}\n' * 50
    (inbox / "a.jsonl").write_bytes(lines.encode("utf-16")[:-1])

    assert reasons(inbox) == ["its encoding cannot be read"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("NaN", None), ("Infinity", None), ("true", None), ("null", None), ("{}", None), ("[]", None),
        ('[null, ""]', None), ('{"name": {"a": 1}}', None), ('" Ann "', "Ann"), ("1984", "1984"), ("2022.0", "2022"),
        ('["Ann", "Bo"]', "Ann, Bo"), ('{"name": "Ann"}', "Ann"), ('[{"name": "Ann"}, {"name": "Bo"}]', "Ann, Bo"),
        ('[{"id": 3}, NaN, "Bo"]', "Bo"),
    ],
)  # fmt: skip
def test_a_value_that_is_no_words_is_unknown(value: str, words: str | None, inbox: Path) -> None:
    (inbox / "a.jsonl").write_text(f'{{"body": "The text.", "title": {value}, "authors": {value}}}', encoding="utf-8")

    found = [(draft.title, draft.author) for draft in drafts(inbox) if isinstance(draft, Draft)]

    assert found == [(words, words)]


def test_a_lone_surrogate_is_replaced_and_the_article_goes_in(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    record = '{"title": "A \\ud800 title", "body": ' + json.dumps(BODY) + "}"
    (inbox / "a.jsonl").write_text(record, encoding="utf-8")

    report = ingest([inbox], index, embedder=embedder)

    assert outcome(report) == (1, 0, 0, 0)
    assert [article.source.title for article in contents_of(index, embedder).articles] == ["A ? title"]


def test_one_bad_file_costs_one_rejection(inbox: Path, index: Path, embedder: WordEmbedder) -> None:
    (inbox / "a.txt").write_text(make_text("a"), encoding="utf-8")
    (inbox / "b.txt").write_bytes(b"\x00" * 100)
    (inbox / "c.txt").write_text("Advertisement\n\nShare this article\n\n242\n", encoding="utf-8")
    (inbox / "d.txt").write_text(make_text("d"), encoding="utf-8")

    report = ingest([inbox], index, embedder=embedder)

    assert (outcome(report), report.articles) == ((2, 0, 0, 2), 2)
    assert [Path(rejection.what).name for rejection in report.rejected] == ["b.txt", "c.txt"]


@pytest.mark.parametrize("given", ["", "  ", "ftp://news.example/a", "file:///etc/passwd"])
def test_what_is_no_path_and_cannot_be_fetched_is_refused(given: str) -> None:
    with pytest.raises(SourceMissing):
        read_sources([given], Reading())
