"""What a file is, told from its bytes; its name only chooses between kinds of text."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from kb.errors import CorruptDocument, EmptyDocument, EncryptedDocument, UnsupportedFormat


class Format(StrEnum):
    """The formats that have a reader."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    IMAGE = "image"


_PDF_WINDOW = 1024
_HEAD = 65536
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})  # the lengths that a bitmap's second header may have
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# (first bytes, what it is, what a person can do)
_FOREIGN = (
    (b"GIF8", "a GIF picture", "save it as PNG"),
    (b"{\\rtf", "an RTF document", "save it as DOCX or PDF"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and add the documents inside"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it and add the documents inside"),
    (b"Rar!", "a RAR archive", "unpack it and add the documents inside"),
    (b"%!PS", "a PostScript file", "convert it to PDF"),
    (b"SQLite format 3", "an SQLite database", "export its texts"),
    (b"\x7fELF", "a program", "choose a document instead"),
    (b"MZ\x90", "a program", "choose a document instead"),
)
# (a member that only this kind of ZIP has, what it is, what a person can do)
_ZIP_KINDS = (
    ("xl/workbook.xml", "an Excel workbook", "save it as PDF"),
    ("ppt/presentation.xml", "a PowerPoint presentation", "save it as PDF"),
    ("content.xml", "an OpenDocument file", "save it as DOCX or PDF"),
    ("META-INF/container.xml", "an EPUB book", "convert it to PDF or HTML"),
)
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>].*<(?:title|meta)|<body[\s>]|(?:<(?:p|div|h[1-6]|ul|table)[\s>].*){3}",
    re.I | re.S,
)
_MARKDOWN_HEADING = re.compile(r"^#{1,6} ?\S", re.MULTILINE)
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})


def _refuse(name: str, what: str, remedy: str) -> UnsupportedFormat:
    suffix = PurePath(name).suffix
    named = f" named {suffix}" if suffix else " without a suffix in its name"
    return UnsupportedFormat(f"{name}: this is {what}{named}, which cannot be read; {remedy}")


def _sniff_zip(data: bytes, name: str) -> Format:
    try:
        members = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise CorruptDocument(
            f"{name}: begins like a DOCX or ZIP file but is damaged ({error}); fetch it again"
        ) from error
    if "word/document.xml" in members:
        return Format.DOCX
    for member, what, remedy in _ZIP_KINDS:
        if member in members:
            raise _refuse(name, what, remedy)
    raise _refuse(name, "a ZIP archive", "unpack it and add the documents inside")


def _sniff_ole(data: bytes, name: str) -> Format:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedDocument(f"{name}: asks for a password; save a copy without one and add that")
    raise _refuse(name, "a Microsoft Office file of the old binary kind", "save it as DOCX or PDF")


def _is_image(data: bytes) -> bool:
    if data.startswith(b"BM"):
        return int.from_bytes(data[14:18], "little") in _BMP_HEADERS
    return data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")


def sniff(data: bytes, name: str) -> Format:
    """The format of a file by its content.

    Raises `EmptyDocument`, `EncryptedDocument`, `CorruptDocument` or `UnsupportedFormat`, each with a way out. What
    is left may be text: `sniff_text` tells its kind, and its reader decides whether it is text at all.
    """
    if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf"):
        raise EmptyDocument(f"{name}: the file is empty; check where it came from")
    if b"%PDF-" in data[:_PDF_WINDOW]:
        return Format.PDF
    if _is_image(data):
        return Format.IMAGE
    if data.startswith(_ZIP):
        return _sniff_zip(data, name)
    if data.startswith(_OLE):
        return _sniff_ole(data, name)
    for magic, what, remedy in _FOREIGN:
        if data.startswith(magic):
            raise _refuse(name, what, remedy)
    return Format.TEXT


def sniff_text(text: str, name: str) -> Format:
    """Which kind of text it is: HTML by its markup, Markdown by the name or by its headings."""
    head = text[:_HEAD]
    is_markdown = PurePath(name).suffix.lower() in _MARKDOWN_SUFFIXES
    if not is_markdown and _HTML.search(head.encode("utf-8", "ignore")):
        return Format.HTML
    if is_markdown or len(_MARKDOWN_HEADING.findall(head)) > 1:
        return Format.MARKDOWN
    return Format.TEXT
