import io
import zipfile

import pytest

from ingest.readers import SUFFIXES, format_of, read
from ingest.readers.sniff import Format
from kb.errors import CorruptDocument, EmptyDocument, EncryptedDocument, UnsupportedFormat


def zipped(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in members:
            archive.writestr(member, "content")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"\n%PDF-1.7 ...", "report.txt", Format.PDF),
        (zipped("word/document.xml"), "letter.pdf", Format.DOCX),
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
        (zipped("xl/workbook.xml"), "sums.docx", r"Excel workbook.*save it as PDF"),
        (b"GIF89a0000", "scan.pdf", r"GIF picture named \.pdf"),
        (b"{\\rtf1 text}", "letter.docx", r"RTF document.*DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old.doc", r"old binary kind"),
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


def test_suffixes_walked() -> None:
    assert {".docx", ".htm", ".html", ".markdown", ".md", ".pdf", ".txt"} <= SUFFIXES
    assert {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"} <= SUFFIXES
