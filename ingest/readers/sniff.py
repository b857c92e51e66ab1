"""What a file is, told from its bytes; its name only chooses between kinds of text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePath

from ingest.readers.csv import looks_tabular
from kb.errors import CorruptDocument, EmptyDocument, EncryptedDocument, UnsupportedFormat


class Format(StrEnum):
    """The formats that have a reader."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    PPTX = "pptx"
    XLSX = "xlsx"
    CSV = "csv"
    EML = "eml"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    IMAGE = "image"


_PDF_WINDOW = 1024
_HEAD = 65536
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})  # the lengths that a bitmap's second header may have
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_LONGEST_MIMETYPE = 256
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# (first bytes, what it is, what a person can do)
_FOREIGN = (
    (b"GIF8", "a GIF picture", "save it as PNG"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and add the documents inside"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it and add the documents inside"),
    (b"Rar!", "a RAR archive", "unpack it and add the documents inside"),
    (b"%!PS", "a PostScript file", "convert it to PDF"),
    (b"SQLite format 3", "an SQLite database", "export its texts"),
    (b"\x7fELF", "a program", "choose a document instead"),
    (b"MZ\x90", "a program", "choose a document instead"),
)
_ZIP_READ = (
    ("word/document", Format.DOCX),
    ("ppt/presentation", Format.PPTX),
    ("xl/workbook", Format.XLSX),
)
# (a member that only this kind of ZIP has, what it is, what a person can do)
_ZIP_KINDS = (
    ("xl/workbook.bin", "an Excel workbook of the binary kind (.xlsb)", "save it as XLSX"),
    ("META-INF/container.xml", "an EPUB book", "convert it to PDF or HTML"),
)
_OPEN_DOCUMENTS = (
    ("spreadsheet", "an OpenDocument spreadsheet", "save it as XLSX"),
    ("presentation", "an OpenDocument presentation", "save it as PPTX or PDF"),
    ("", "an OpenDocument file that holds no text", "save it as PDF"),
)
# (a stream that only this kind of OLE file has, what it is, what a person can do)
_OLE_KINDS = (
    (
        "WordDocument",
        "a Word document of the old binary kind (.doc)",
        "open it in Word or LibreOffice and save it as DOCX",
    ),
    (
        "Workbook",
        "an Excel workbook of the old binary kind (.xls)",
        "open it in Excel or LibreOffice and save it as XLSX",
    ),
    ("Book", "an Excel workbook of the old binary kind (.xls)", "open it in Excel or LibreOffice and save it as XLSX"),
    (
        "PowerPoint Document",
        "a presentation of the old binary kind (.ppt)",
        "open it in PowerPoint or LibreOffice and save it as PPTX",
    ),
    ("__properties_version1.0", "an Outlook message (.msg)", "open it in a mail program and save it as EML"),
)
_MAIL_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]*)[ \t]*:")
_MAIL_PROOF = frozenset({b"message-id", b"received", b"return-path", b"mime-version", b"delivered-to"})
_MAIL_USUAL = frozenset({b"from", b"to", b"subject", b"date", b"cc", b"reply-to", b"sender", b"content-type"})
_MAIL_HEAD = 16384
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>].*<(?:title|meta)|<body[\s>]|(?:<(?:p|div|h[1-6]|ul|table)[\s>].*){3}",
    re.I | re.S,
)
_MARKDOWN_HEADING = re.compile(r"^#{1,6} ?\S", re.MULTILINE)
_TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".tab"})
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})


def _refuse(name: str, what: str, remedy: str) -> UnsupportedFormat:
    suffix = PurePath(name).suffix
    named = f" named {suffix}" if suffix else " without a suffix in its name"
    return UnsupportedFormat(f"{name}: this is {what}{named}, which cannot be read; {remedy}")


def _sniff_zip(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            if "mimetype" in members and archive.getinfo("mimetype").file_size < _LONGEST_MIMETYPE:
                mimetype = archive.read("mimetype").decode("ascii", "replace")
            else:
                mimetype = ""
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise CorruptDocument(
            f"{name}: begins like a DOCX or ZIP file but is damaged ({error}); fetch it again"
        ) from error
    if "opendocument." in mimetype:
        return _sniff_open_document(mimetype, name)
    for start, kind in _ZIP_READ:
        if any(member.startswith(start) and member.endswith(".xml") for member in members):
            return kind
    for member, what, remedy in _ZIP_KINDS:
        if member in members:
            raise _refuse(name, what, remedy)
    if "content.xml" in members:
        return Format.ODT
    raise _refuse(name, "a ZIP archive", "unpack it and add the documents inside")


def _sniff_open_document(mimetype: str, name: str) -> Format:
    kind = mimetype.partition("opendocument.")[2]
    if kind.startswith("text"):
        return Format.ODT
    what, remedy = next((what, remedy) for start, what, remedy in _OPEN_DOCUMENTS if kind.startswith(start))
    raise _refuse(name, what, remedy)


def _sniff_ole(data: bytes, name: str) -> Format:
    """Old Office files are recognised by the names of their streams ([MS-CFB] 2.6.1) and refused."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedDocument(f"{name}: asks for a password; save a copy without one and add that")
    for stream, what, remedy in _OLE_KINDS:
        if f"{stream}\0".encode("utf-16-le") in data:
            raise _refuse(name, what, remedy)
    raise _refuse(name, "a Microsoft Office file of the old binary kind", "save it as DOCX, XLSX, PPTX or PDF")


def _is_mail(data: bytes) -> bool:
    """Whether the file begins with the header of a message (RFC 5322): usual fields, one of which no letter has."""
    head = data[:_MAIL_HEAD].lstrip(b"\xef\xbb\xbf\r\n")
    lines = re.split(rb"\r?\n", re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0])
    if lines[0].startswith(b"From "):  # the line that mailboxes put before each message
        del lines[0]
    fields = set()
    for line in lines:
        match = _MAIL_FIELD.match(line)
        if match:
            fields.add(match.group(1).lower())
        elif not fields or line[:1] not in (b" ", b"\t"):
            return False
    return bool(fields & _MAIL_PROOF and fields & _MAIL_USUAL) or fields >= {b"from", b"subject", b"date"}


def _is_image(data: bytes) -> bool:
    if data.startswith(b"BM"):
        return int.from_bytes(data[14:18], "little") in _BMP_HEADERS
    return data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:_PDF_WINDOW]


def _is_rtf(data: bytes) -> bool:
    return data.startswith(_RTF)


_KINDS = ((Format.PDF, _is_pdf), (Format.IMAGE, _is_image), (Format.RTF, _is_rtf), (Format.EML, _is_mail))


def sniff(data: bytes, name: str) -> Format:
    """The format of a file by its content.

    Raises `EmptyDocument`, `EncryptedDocument`, `CorruptDocument` or `UnsupportedFormat`, each with a way out. What
    is left may be text: `sniff_text` tells its kind, and its reader decides whether it is text at all.
    """
    if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf"):
        raise EmptyDocument(f"{name}: the file is empty; check where it came from")
    if data.startswith(_ZIP):
        return _sniff_zip(data, name)
    if data.startswith(_OLE):
        return _sniff_ole(data, name)
    for kind, is_kind in _KINDS:
        if is_kind(data):
            return kind
    for magic, what, remedy in _FOREIGN:
        if data.startswith(magic):
            raise _refuse(name, what, remedy)
    return Format.TEXT


def sniff_text(text: str, name: str) -> Format:
    """Which kind of text it is: HTML by its markup, CSV by its columns, Markdown by the name or by its headings."""
    head = text[:_HEAD]
    is_markdown = PurePath(name).suffix.lower() in _MARKDOWN_SUFFIXES
    if not is_markdown and _HTML.search(head.encode("utf-8", "ignore")):
        return Format.HTML
    if not is_markdown and looks_tabular(head, named=PurePath(name).suffix.lower() in _TABLE_SUFFIXES):
        return Format.CSV
    if is_markdown or len(_MARKDOWN_HEADING.findall(head)) > 1:
        return Format.MARKDOWN
    return Format.TEXT
