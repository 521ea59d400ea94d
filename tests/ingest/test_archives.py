"""Archives: their members are read as the files they are, one after another, and nothing is written to the disk."""

from __future__ import annotations

import gzip
import io
import json
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.read import Draft, Problem, archive, read, stream

BODY = "The ferry to the northern island runs again, after a winter in which nobody could cross the sound."
Members = Mapping[str, str | bytes]


def found(path: Path, *, most_bytes: int = 1_000_000) -> list[Draft | Problem]:
    return list(read([path], most_bytes=most_bytes))


def names(path: Path) -> list[str]:
    """Return which members are articles, in the order in which they come."""
    return [item.label.partition("!/")[2] for item in found(path) if isinstance(item, Draft)]


def problems(path: Path, *, most_bytes: int = 1_000_000) -> list[tuple[str, str]]:
    everything = [item for item in found(path, most_bytes=most_bytes) if isinstance(item, Problem)]
    return [(item.label.removeprefix(str(path)).removeprefix("!/"), item.reason) for item in everything]


def in_bytes(members: Members) -> dict[str, bytes]:
    return {name: data.encode() if isinstance(data, str) else data for name, data in members.items()}


def make_zip(members: Members, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in in_bytes(members).items():
            packed.writestr(name, data)
    return out.getvalue()


def make_tar(members: Members, *, mode: str = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as packed:  # type: ignore[call-overload]  # the mode is one
        for name, data in in_bytes(members).items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return out.getvalue()


MAKERS: dict[str, Callable[[Members], bytes]] = {
    "a.zip": make_zip,
    "b.tar": make_tar,
    "c.tar.gz": lambda members: make_tar(members, mode="w:gz"),
    "d.tgz": lambda members: make_tar(members, mode="w:gz"),
    "e.tar.bz2": lambda members: make_tar(members, mode="w:bz2"),
    "f.tar.xz": lambda members: make_tar(members, mode="w:xz"),
    "g.TAR": lambda members: make_tar(members, form=tarfile.GNU_FORMAT),
    "h.tar": lambda members: make_tar(members, form=tarfile.USTAR_FORMAT),
}
MEMBERS: Members = {
    "one.txt": BODY,
    "deep/three.html": f"<p>{BODY}</p>",
    "deep/four.jsonl": f"{json.dumps({'body': BODY})}\n\n{json.dumps({'body': BODY, 'title': 'Second'})}\n",
    "five.csv.gz": gzip.compress(f'title,body\nOne,"{BODY}"\n'.encode()),
}


@pytest.mark.parametrize("name", MAKERS)
def test_the_members_of_an_archive_are_read_as_the_files_they_are(name: str, inbox: Path) -> None:
    file = inbox / name
    file.write_bytes(MAKERS[name](MEMBERS))

    drafts = [item for item in found(file) if isinstance(item, Draft)]

    assert sorted((draft.origin, draft.label, draft.line, draft.kind, draft.title) for draft in drafts) == [
        (f"{file}!/deep/four.jsonl", f"{file}!/deep/four.jsonl line 1", 1, "text", None),
        (f"{file}!/deep/four.jsonl", f"{file}!/deep/four.jsonl line 3", 3, "text", "Second"),
        (f"{file}!/deep/three.html", f"{file}!/deep/three.html", 1, "html", None),
        (f"{file}!/five.csv.gz", f"{file}!/five.csv.gz line 2", 1, "text", "One"),
        (f"{file}!/one.txt", f"{file}!/one.txt", 1, "text", None),
    ]
    assert problems(file) == []


def test_the_members_come_in_a_fixed_order(inbox: Path) -> None:
    members = dict.fromkeys(["b.txt", "a/z.txt", "c.txt", "a.txt"], BODY)
    (inbox / "a.zip").write_bytes(make_zip(members))
    (inbox / "b.tar.gz").write_bytes(make_tar(members, mode="w:gz"))

    assert names(inbox / "a.zip") == sorted(members)
    assert names(inbox / "b.tar.gz") == list(members)  # as they lie in it: a stream runs one way


@pytest.mark.parametrize("name", MAKERS)
def test_hidden_members_and_the_parts_of_saved_pages_are_passed_over(name: str, inbox: Path) -> None:
    members = {
        "__MACOSX/._one.txt": BODY, ".hidden.txt": BODY, "deep/.git/a.txt": BODY, "one.txt": BODY,
        "Page_files/ad.html": BODY, "Page_files/deep/ad.js": BODY, "Page.htm": BODY, "Other_files/a.txt": BODY, "./two.txt": BODY,
    }  # fmt: skip
    (inbox / name).write_bytes(MAKERS[name](members))

    assert sorted(names(inbox / name)) == ["Other_files/a.txt", "Page.htm", "one.txt", "two.txt"]
    assert problems(inbox / name) == []


@pytest.mark.parametrize("name", ["a.zip", "b.tar", "c.tar.gz"])
def test_a_name_that_leads_out_of_the_archive_leads_nowhere(name: str, inbox: Path, tmp_path: Path) -> None:
    members = {"../../escape.txt": BODY, "/etc/escape.txt": BODY, "..\\escape.txt": BODY, "a\x1b[2Jb\n.txt": BODY}
    (inbox / name).write_bytes(MAKERS[name](members))
    before = sorted(tmp_path.rglob("*"))

    read_as = sorted(names(inbox / name))

    assert read_as[:3] == ["../../escape.txt", "../escape.txt", "/etc/escape.txt"]
    assert read_as[3:] == ["a\\x1b[2Jb\\x0a.txt"]
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["a.zip", "b.tar", "c.tar.gz"])
def test_a_member_that_is_no_article_is_one_rejection(name: str, inbox: Path) -> None:
    members: Members = {
        "a.zip": make_zip({"one.txt": BODY}), "b.tar.gz": b"", "c.jpg": b"\xff\xd8", "d.txt": b"\x00" * 100, "e.txt": "",
        "f.txt": "x" * 2_000, "README": BODY, "z.txt": BODY,
    }  # fmt: skip
    (inbox / name).write_bytes(MAKERS[name](members))

    assert sorted(problems(inbox / name, most_bytes=1_500)) == [
        ("README", "the format without an ending is not read"),
        ("a.zip", "an archive within an archive is not read"),
        ("b.tar.gz", "an archive within an archive is not read"),
        ("c.jpg", "the format .jpg is not read"),
        ("d.txt", "it is not text"),
        ("e.txt", "the file is empty"),
        ("f.txt", "it is larger than the limit of 0.0 MB"),
    ]
    assert names(inbox / name)[-1] == "z.txt"


def test_of_two_members_of_one_name_the_last_counts(inbox: Path) -> None:
    first, second = ({"one.txt": BODY}, {"one.txt": f"{BODY} Later."})
    with zipfile.ZipFile(inbox / "a.zip", "w") as packed:
        packed.writestr("one.txt", BODY)
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("one.txt", f"{BODY} Later.")
    (inbox / "b.tar").write_bytes(make_tar(first)[:1024] + make_tar(second))

    assert [item.raw for item in found(inbox) if isinstance(item, Draft)] == [f"{BODY} Later."] * 2


def test_what_is_no_regular_member_is_one_rejection(inbox: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as packed:
        for number, kind in enumerate(
            (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE)
        ):
            info = tarfile.TarInfo(f"{number}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            packed.addfile(info)
    (inbox / "a.tar").write_bytes(out.getvalue())
    with zipfile.ZipFile(inbox / "b.zip", "w") as zipped:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        zipped.writestr(link, "/etc/passwd")

    assert problems(inbox / "a.tar") == [
        ("0.txt", "it is a link"), ("1.txt", "it is a link"), ("2.txt", "not a regular file"), ("3.txt", "not a regular file"),
    ]  # fmt: skip
    assert problems(inbox / "b.zip") == [("link.txt", "it is a link")]


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_long_name_is_read_whole(form: int, inbox: Path) -> None:
    long = "/".join(["ein-sehr-langer-ordner-ü"] * 20) + "/one.txt"
    (inbox / "a.tar").write_bytes(make_tar({long: BODY, "two.txt": BODY}, form=form))

    assert names(inbox / "a.tar") == [long, "two.txt"]


def test_encrypted_and_oddly_packed_members_are_one_rejection_each(inbox: Path) -> None:
    data = bytearray(make_zip({"a.txt": BODY, "b.txt": BODY}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1  # the flag that says so
    (inbox / "a.zip").write_bytes(data)
    (inbox / "b.zip").write_bytes(make_zip({"c.txt": BODY}, method=zipfile.ZIP_BZIP2))

    assert problems(inbox / "a.zip") == [("a.txt", "it is encrypted")]
    assert names(inbox / "a.zip") == ["b.txt"]
    assert problems(inbox / "b.zip") == [("c.txt", "it is packed in a way that is not read")]


def test_a_damaged_member_of_a_zip_costs_itself_only(inbox: Path) -> None:
    data = bytearray(
        make_zip({name: f"{name} {BODY}" for name in ("a.txt", "b.txt", "c.txt")}, method=zipfile.ZIP_STORED)
    )
    data[data.index(b"b.txt The ferry") + 10] ^= 1
    (inbox / "a.zip").write_bytes(data)

    assert (names(inbox / "a.zip"), problems(inbox / "a.zip")) == (
        ["a.txt", "c.txt"],
        [("b.txt", "it is damaged or cut off")],
    )


@pytest.mark.parametrize("name", ["b.tar", "c.tar.gz", "f.tar.xz"])
def test_what_can_be_read_of_a_cut_archive_goes_in_and_the_rest_is_one_rejection(name: str, inbox: Path) -> None:
    file = inbox / name
    lines = "".join(json.dumps({"body": f"{number * 7919} {BODY}"}) + "\n" for number in range(3_000))
    whole = MAKERS[name]({"a.txt": BODY, "b.jsonl": lines, "c.txt": BODY, "d.txt": BODY})
    file.write_bytes(whole[: len(whole) * 2 // 3])

    everything = found(file)

    assert [item.label for item in everything[:2]] == [f"{file}!/a.txt", f"{file}!/b.jsonl line 1"]
    assert [type(item) for item in everything[:-1]] == [Draft] * (len(everything) - 1)
    assert (len(everything) > 500, everything[-1]) == (
        True,
        Problem(
            f"{file}!/b.jsonl", "it is damaged or cut off", "fetch it again; what could be read has gone in", str(file)
        ),
    )


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.zip", b"", "it is no zip archive, or is cut off"),
        ("a.zip", b"PK\x03\x04 and so on", "it is no zip archive, or is cut off"),
        ("a.zip", make_zip({"a.txt": BODY})[:-30], "it is no zip archive, or is cut off"),
        ("a.tar", b"no tar at all", "it is no tar archive"),
        ("a.tar", bytes(range(256)) * 10, "it is no tar archive"),
        ("a.tar.gz", b"no gzip", "it is damaged or cut off"),
        ("a.tar.gz", gzip.compress(b"no tar", mtime=0), "it is no tar archive"),
    ],
)
def test_bytes_that_are_no_archive_are_one_rejection(name: str, data: bytes, reason: str, inbox: Path) -> None:
    (inbox / name).write_bytes(data)

    assert problems(inbox / name) == [("", reason)]


def test_an_archive_that_unpacks_to_too_much_is_stopped(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_UNPACKED", 30_000_000)  # a gigabyte takes seconds
    megabytes = bytes(512 * 2_000)
    (inbox / "a.zip").write_bytes(make_zip({f"{number:02}.txt": megabytes for number in range(40)} | {"z.txt": BODY}))
    # The same as often, by the member that gzip lets stand one after another.
    one = gzip.compress(make_tar({"a.jsonl": megabytes})[: 512 + len(megabytes)])
    (inbox / "b.tar.gz").write_bytes(one * 40)

    for name in ("a.zip", "b.tar.gz"):
        everything = found(inbox / name, most_bytes=40_000_000)
        assert [type(item) for item in everything] == [Problem] * len(everything)
        assert everything[-1] == Problem(
            everything[-1].label,
            "it unpacks to more than 200 times its size",
            "unpack it yourself if you trust it",
            str(inbox / name),
        )


def test_an_archive_with_too_many_members_is_rejected_before_they_are_listed(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = b"PK\x01\x02" + bytes(24) + b"\x01\x00" + bytes(16) + b"a"
    count = 1_000_001
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entry) * count, 0, 0)
    (inbox / "a.zip").write_bytes(entry * count + end)
    monkeypatch.setattr(archive, "MOST_MEMBERS", 100)
    (inbox / "b.tar").write_bytes(make_tar({f"{number}.txt": "" for number in range(101)}))

    assert problems(inbox / "a.zip") == [("", "it has more than 100 members")]
    assert problems(inbox / "b.tar") == [("", "it has more than 100 members")]


WHOLE = {name: make(MEMBERS) for name, make in MAKERS.items()}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(WHOLE)),
    damage=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    length=st.floats(0, 1),
)
def test_a_damaged_archive_is_drafts_and_problems_and_nothing_else(
    name: str, damage: list[tuple[float, int]], length: float, inbox: Path
) -> None:
    data = bytearray(WHOLE[name])
    for place, byte in damage:
        data[int(place * len(data))] = byte
    file = inbox / name
    file.write_bytes(data[: int(length * len(data))] if length < 0.5 else data)
    try:
        everything = found(file)
    finally:
        file.unlink()

    assert all(isinstance(item, Draft) or item.reason for item in everything)
    assert bytes(data) != WHOLE[name] or length < 0.5 or len(everything) == 5
