"""Bytes of any known format to blocks; a new format is one new file and one line here."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath

from ingest.readers.decode import decode
from ingest.readers.sniff import Format, sniff, sniff_text
from kb.model import Reading
from kb.ports import Reader

# Imported when first needed: a run over text files does not pay for PDFium.
_READERS = {
    Format.PDF: "ingest.readers.pdf:read_pdf",
    Format.DOCX: "ingest.readers.docx:read_docx",
    Format.ODT: "ingest.readers.odt:read_odt",
    Format.RTF: "ingest.readers.rtf:read_rtf",
    Format.PPTX: "ingest.readers.pptx:read_pptx",
    Format.XLSX: "ingest.readers.xlsx:read_xlsx",
    Format.CSV: "ingest.readers.csv:read_csv",
    Format.EML: "ingest.readers.eml:read_eml",
    Format.HTML: "ingest.readers.html:read_html",
    Format.MARKDOWN: "ingest.readers.markdown:read_markdown",
    Format.TEXT: "ingest.readers.text:read_text",
    Format.IMAGE: "ingest.readers.image:read_image",
}
_NAMED = {
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
    ".odt": Format.ODT,
    ".rtf": Format.RTF,
    ".pptx": Format.PPTX,
    ".pptm": Format.PPTX,
    ".ppsx": Format.PPTX,
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".eml": Format.EML,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".png": Format.IMAGE,
    ".jpg": Format.IMAGE,
    ".jpeg": Format.IMAGE,
    ".tif": Format.IMAGE,
    ".tiff": Format.IMAGE,
    ".webp": Format.IMAGE,
    ".bmp": Format.IMAGE,
}
SUFFIXES = frozenset(_NAMED)
"""Names that are taken up when a folder is walked; a file named one by one may have any name."""

__all__ = ["SUFFIXES", "Format", "format_of", "read"]


def format_of(data: bytes, name: str) -> Format:
    """The format of the content, whatever the name says; raises a `DocumentError` if no reader knows it."""
    found = sniff(data, name)
    return sniff_text(decode(data, name)[0], name) if found is Format.TEXT else found


def _reader(kind: Format) -> Reader:
    module, function = _READERS[kind].split(":")
    reader: Reader = getattr(import_module(module), function)
    return reader


def read(data: bytes, name: str) -> Reading:
    """Read a file by its content; every failure is a `kb.errors.DocumentError` that names the fault and the way out."""
    kind = format_of(data, name)
    reading = _reader(kind)(data, name)
    named = _NAMED.get(PurePath(name).suffix.lower(), kind)
    if {named, kind} <= {Format.TEXT, Format.MARKDOWN} or named is kind:
        return reading
    warning = f"named {PurePath(name).suffix} but holds {reading.format}"
    return Reading(reading.format, reading.blocks, reading.pages, reading.metadata, (*reading.warnings, warning))
