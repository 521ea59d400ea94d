"""Bytes of a page or feed → text, by its byte-order mark, its server, itself, and what the bytes can be; pure."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CODECS = {
    "utf8": "utf-8", "unicode11utf8": "utf-8",
    "usascii": "cp1252", "ascii": "cp1252", "latin1": "cp1252", "iso88591": "cp1252", "windows1252": "cp1252",
    "iso88599": "cp1254", "latin5": "cp1254", "windows1254": "cp1254", "tis620": "cp874", "iso885911": "cp874",
    "windows874": "cp874", "macintosh": "mac_roman", "koi8r": "koi8_r", "koi8u": "koi8_u",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5hkscs": "big5hkscs",
    "shiftjis": "cp932", "xsjis": "cp932", "sjis": "cp932", "windows31j": "cp932", "eucjp": "euc_jp",
    "iso2022jp": "iso2022_jp", "euckr": "cp949", "ksc56011987": "cp949", "windows949": "cp949",
    **{f"iso8859{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows{page}": f"cp{page}" for page in (1250, 1251, 1253, 1255, 1256, 1257, 1258)},
    **{f"cp{page}": f"cp{page}" for page in (1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258)},
}  # fmt: skip
"""The names that browsers know, squeezed; Latin-1 is read as Windows-1252, as they do. No others: some of Python's
take minutes for a megabyte, and none of them is a page's."""

_HEAD = 2_048
"""Bytes in which a page or feed names its own encoding."""

_SURELY, _RATHER = 0.95, 0.5
"""Shares of sound UTF-8 that outweigh another name, and none; one broken byte changes nothing."""

_OWN = re.compile(rb"(?:charset|encoding)[ \t]{0,4}=[ \t]{0,4}[\"']?([\w.:-]{1,40})", re.IGNORECASE)


def decode_page(data: bytes, declared: str | None = None) -> str:
    """Return bytes as text, whatever they are; what cannot be read becomes U+FFFD, and no NUL is left.

    Args:
        data: the page.
        declared: the encoding that its server names.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _text(data[len(mark) :], name)
    if data[:4].count(0) >= 2 and data.lstrip(b"\x00").startswith(b"<"):  # noqa: PLR2004
        return _text(data, "utf-16-be" if data.startswith(b"\x00") else "utf-16-le")
    own = _OWN.search(data[:_HEAD])
    names = [declared or "", own[1].decode("ascii", "ignore") if own else ""]
    known = [_CODECS[squeezed] for name in names if (squeezed := re.sub(r"[^a-z0-9]", "", name.lower())) in _CODECS]
    if data.isascii():
        return _text(data, known[0] if known else "utf-8")  # some encodings write Japanese in ASCII
    # What is UTF-8 is UTF-8, whatever a server says of it: its accents make that no accident.
    other = next((name for name in known if name != "utf-8"), None)
    if _share_of_utf8(data) > (_SURELY if other else _RATHER):
        return _text(data, "utf-8")
    return _text(data, other or "cp1252")


def _share_of_utf8(data: bytes) -> float:
    """Return which part of the bytes that are no ASCII is sound UTF-8."""
    sound = data.decode("utf-8", "ignore")
    plain = len(sound.encode("ascii", "ignore"))
    return (len(sound.encode()) - plain) / max(len(data) - plain, 1)


def _text(data: bytes, name: str) -> str:
    return data.decode(name, "replace").replace("\x00", "")
