"""Builders of the files that are no text: a PDF from its lines, a Word document from its XML, a mail from its parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from xml.sax.saxutils import escape

Placed = tuple[float, float, float, str]
"""Where a line begins (from the left, from the foot), its height, its words."""


def make_pdf(pages: Sequence[Sequence[Placed]], *, info: str = "", password: str | None = None) -> bytes:
    """Return a PDF with these lines on its pages; `info` goes into its information as it is."""
    streams = [
        "BT "
        + " ".join(f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(words)}) Tj" for x, y, size, words in page)
        + " ET"
        for page in pages
    ]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in enumerate(streams):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< {info} >>")
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R"
    end += f" /Info {len(objects)} 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    data += end.encode("ascii")
    return data if password is None else _encrypted(data, password)


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _encrypted(data: bytes, password: str) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def set_lines(text: str, *, top: float = 700, left: float = 50, size: float = 10, leading: float = 12) -> list[Placed]:
    """Return lines below each other; an empty one leaves room, one that begins with spaces is indented."""
    lines = text.split("\n")
    return [
        (left + 15 * line.startswith("  "), top - leading * number, size, line.strip())
        for number, line in enumerate(lines)
        if line.strip()
    ]


def make_mail(text: str | None = None, page: str | None = None, **headers: str) -> bytes:
    """Return a mail with these parts and headers (From as `sender`)."""
    mail = EmailMessage()
    for name, value in headers.items():
        mail["From" if name == "sender" else name.replace("_", "-")] = value
    if text is not None:
        mail.set_content(text)
    if page is not None and text is not None:
        mail.add_alternative(page, subtype="html")
    elif page is not None:
        mail.set_content(page, subtype="html")
    return mail.as_bytes()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def make_docx(paragraphs: Sequence[str], *, title: str = "", author: str = "") -> bytes:
    """Return a Word document; a paragraph that begins with "<" goes in as the XML it is."""
    body = "".join(
        each if each.startswith("<") else f'<w:p><w:r><w:t xml:space="preserve">{escape(each)}</w:t></w:r></w:p>'
        for each in paragraphs
    )
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    stated = f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_W}" xmlns:mc="{_MC}"><w:body>{body}</w:body></w:document>',
        )
        file.writestr(
            "docProps/core.xml",
            f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">{stated}'
            "</cp:coreProperties>",
        )
    return made.getvalue()
