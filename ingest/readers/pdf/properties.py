"""What a PDF says about itself: title, language, page labels, outline, by pypdf."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import Destination

from ingest.readers.pdf.headings import OutlineEntry
from ingest.readers.pdf.lines import is_cjk
from kb.model import Metadata

# What pypdf lets through on files that break the standard in ways it did not foresee.
PYPDF_FAULTS = (
    PyPdfError,
    DependencyError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    OSError,
)
MAX_OUTLINE = 5_000
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|qxd|pptx?|xlsx?|rtf|odt|txt|html?|p65|pub|wpd|fm)\b", re.IGNORECASE)
_NOT_A_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|(?:no|без) (?:title|назви)|document\s*\d*|документ\s*\d*|"
    r"powerpoint presentation|презент[ао]ц[іи]я.*|slide \d+|слайд \d+|layout \d+|print|title|文書\s*\d*|無題.*)$",
    re.IGNORECASE,
)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # faults are reported in our own words


@dataclass(frozen=True, slots=True)
class Properties:
    """Metadata, outline and printed page labels (empty where the file has none)."""

    metadata: Metadata
    outline: tuple[OutlineEntry, ...] = ()
    labels: tuple[str, ...] = ()


def properties(data: bytes, name: str) -> Properties:
    """Read what pypdf can; a part that it cannot read is left out, since none of it is needed to read the text.

    `Metadata.date` stays None: the creation date of a PDF is that of the file, seldom that of the document.
    """
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Properties(Metadata())
    except PYPDF_FAULTS:
        return Properties(Metadata())
    metadata = Metadata(title=_title(reader, name), language=_language(reader))
    return Properties(metadata, _outline(reader), _labels(reader))


def repaired(data: bytes) -> bytes | None:
    """The same PDF written anew by pypdf, or None if it cannot make sense of it."""
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data), strict=False))
        target = io.BytesIO()
        writer.write(target)
    except PYPDF_FAULTS:
        return None
    return target.getvalue()


def has_no_pages(data: bytes) -> bool:
    """Whether pypdf finds the file whole, with a page tree that says it is empty; PDFium does not open such a file."""
    try:
        return len(PdfReader(io.BytesIO(data), strict=True).pages) == 0
    except PYPDF_FAULTS:
        return False


def sensible_title(title: str, name: str) -> str | None:
    """The title if a person may have written it, None for file names and what programs put there."""
    text = re.sub(r"\s+", " ", title.replace("\x00", "")).strip()
    stem = PurePath(name).stem.casefold()
    letters = sum(character.isalpha() for character in text)
    if letters < 3 or letters < len(text) / 3 or len(text) > 300 or "\ufffd" in text:
        return None
    if _NOT_A_TITLE.match(text) or _FILE_NAME.search(text) or text.casefold() == stem:
        return None
    code_like = " " not in text and re.search(r"[_\\/\d]", text) is not None
    return None if code_like and not any(is_cjk(character) for character in text) else text


def _title(reader: PdfReader, name: str) -> str | None:
    try:
        title = reader.metadata.title if reader.metadata else None
    except PYPDF_FAULTS:
        return None
    return sensible_title(str(title), name) if title else None


def _language(reader: PdfReader) -> str | None:
    """The two- or three-letter code of the catalogue's /Lang, or of the XMP packet's only language."""
    try:
        declared = str(reader.root_object.get("/Lang") or "")
        if not declared and reader.xmp_metadata is not None:
            languages = reader.xmp_metadata.dc_language or []
            declared = str(languages[0]) if len(languages) == 1 else ""
    except PYPDF_FAULTS:
        return None
    match = re.match(r"^\s*([A-Za-z]{2,3})(?:[-_]|\s*$)", declared)
    return match[1].lower() if match else None


def _outline(reader: PdfReader) -> tuple[OutlineEntry, ...]:
    found: list[OutlineEntry] = []
    try:
        for entry, depth in _walk(reader.outline, 0):
            page = reader.get_destination_page_number(entry)
            if entry.title and page is not None and page >= 0:
                found.append(OutlineEntry(str(entry.title), depth, page + 1))
            if len(found) >= MAX_OUTLINE:
                break
    except PYPDF_FAULTS:
        return tuple(found)
    return tuple(found)


def _walk(outline: Sequence[Any], depth: int) -> Iterator[tuple[Destination, int]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _walk(entry, depth + 1)
        else:
            yield entry, depth


def _labels(reader: PdfReader) -> tuple[str, ...]:
    try:
        if "/PageLabels" not in reader.root_object:
            return ()
        return tuple(str(label) for label in reader.page_labels)
    except PYPDF_FAULTS:
        return ()
