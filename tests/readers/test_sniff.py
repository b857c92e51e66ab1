import io
import zipfile
from pathlib import Path

import pytest

import kb
from ingest.readers import SUFFIXES, format_of, read
from ingest.readers.sniff import Format
from kb.errors import CorruptDocument, EmptyDocument, EncryptedDocument, UnsupportedFormat


def zipped(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in members:
            archive.writestr(member, "content")
    return buffer.getvalue()


def opendocument(kind: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "content")
    return buffer.getvalue()


def ole(*streams: str) -> bytes:
    """The magic number and the names of streams, as a directory has them."""
    names = b"".join(f"{name}\0".encode("utf-16-le") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100) + names


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"\n%PDF-1.7 ...", "report.txt", Format.PDF),
        (zipped("word/document.xml"), "letter.pdf", Format.DOCX),
        (zipped("word/document2.xml", "[Content_Types].xml"), "letter.zip", Format.DOCX),
        (zipped("ppt/presentation.xml"), "slides.docx", Format.PPTX),
        (zipped("xl/workbook.xml"), "sums.docx", Format.XLSX),
        (zipped("content.xml"), "letter.docx", Format.ODT),
        (b"{\\rtf1 text}", "letter.doc", Format.RTF),
        (b"Received: by x\r\nFrom: a@example.org\r\n\r\nText", "letter.txt", Format.EML),
        (b"From: a@example.org\nSubject: x\nDate: 1 May 2024\n\nText", "letter", Format.EML),
        (b"From a@example.org Mon May 1\nMessage-ID: <1@x>\nSubject: x\n\nText", "letter", Format.EML),
        (b"Subject: a note, and no message.\nMore: words.\n", "notes.txt", Format.TEXT),
        (b"name;town;sum\na;b;1\nc;d;2\ne;f;3\n", "export", Format.CSV),
        (b"name;sum\na;1\n", "export.csv", Format.CSV),
        (b"We met, and spoke, and left.\nThen, again, home.\nSo, well, fine.\nYes, no, so.\n", "a.txt", Format.TEXT),
        (b"<!DOCTYPE html><html><body><p>Text</p></body></html>", "page.txt", Format.HTML),
        (b"# Title\n\ntext\n\n## Part\n", "notes.txt", Format.MARKDOWN),
        (b"plain words", "notes.md", Format.MARKDOWN),
        (b"plain words # not a heading", "notes.txt", Format.TEXT),
        (b"plain words", "notes", Format.TEXT),
    ],
)
def test_content_decides(data: bytes, name: str, expected: Format) -> None:
    assert format_of(data, name) is expected


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf\n", b"\x00\x00\x00"])
def test_empty_file(data: bytes) -> None:
    with pytest.raises(EmptyDocument, match=r"nothing\.txt.*empty"):
        read(data, "nothing.txt")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (zipped("a.pdf", "b.pdf"), "act.pdf", r"a ZIP archive named \.pdf.*unpack"),
        (zipped("xl/workbook.bin"), "sums.xlsx", r"Excel workbook of the binary kind.*save it as XLSX"),
        (opendocument("spreadsheet"), "sums.ods", r"OpenDocument spreadsheet.*save it as XLSX"),
        (opendocument("presentation"), "talk.odp", r"OpenDocument presentation.*save it as PPTX"),
        (opendocument("graphics"), "plan.odg", r"holds no text.*save it as PDF"),
        (b"GIF89a0000", "scan.pdf", r"GIF picture named \.pdf"),
        (ole(), "old.doc", r"old binary kind"),
        (ole("WordDocument"), "old.docx", r"old binary kind \(\.doc\) named \.docx.*save it as DOCX"),
        (ole("Workbook"), "old.xls", r"old binary kind \(\.xls\).*save it as XLSX"),
        (ole("PowerPoint Document"), "old.ppt", r"old binary kind \(\.ppt\).*save it as PPTX"),
        (ole("__properties_version1.0"), "old.msg", r"an Outlook message \(\.msg\).*save it as EML"),
        (bytes(range(256)) * 50, "data.bin", r"binary content of an unknown kind"),
    ],
)
def test_foreign_content_is_named_with_a_way_out(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UnsupportedFormat, match=words):
        read(data, name)


def test_damaged_zip_and_encrypted_office_file() -> None:
    with pytest.raises(CorruptDocument, match="damaged"):
        read(zipped("word/document.xml")[:40], "cut.docx")
    with pytest.raises(EncryptedDocument, match="password"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "secret.docx")


def test_a_wrong_name_is_read_with_a_warning() -> None:
    reading = read(b"<html><body><p>Words on a page.</p></body></html>", "page.pdf")
    assert [block.text for block in reading.blocks] == ["Words on a page."]
    assert reading.warnings == ("named .pdf but holds html",)


def test_the_upload_form_offers_every_suffix() -> None:
    form = (Path(kb.__file__).parent / "web/templates/documents.html").read_text("utf-8")
    offered = ",".join(sorted(SUFFIXES))
    assert f'accept="{offered}"' in form


def test_suffixes_walked() -> None:
    assert sorted(SUFFIXES) == sorted(
        [".csv", ".docm", ".docx", ".eml", ".htm", ".html", ".markdown", ".md", ".odt", ".pdf", ".ppsx", ".pptm"]
        + [".pptx", ".rtf", ".tsv", ".txt", ".xlsm", ".xlsx"]
        + [".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"]
    )
