"""Read a PDF: open or repair it, take its pages' characters, lay them out, compose blocks."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2

from ingest.readers.pdf.compose import Words, blocks
from ingest.readers.pdf.furniture import PageLines, furniture
from ingest.readers.pdf.glyphs import Glyphs, PageContent, page_content
from ingest.readers.pdf.headings import body_style, heading_levels, joined_headings
from ingest.readers.pdf.layout import page_regions, with_notes_last
from ingest.readers.pdf.lines import Segment, segments
from ingest.readers.pdf.paragraphs import Element, Paragraph
from ingest.readers.pdf.properties import Properties, has_no_pages, properties, repaired
from kb.errors import CorruptDocument, EmptyDocument, NeedsOCR
from kb.model import Block, Page, PageStatus, Reading
from kb.pdfium import PDFIUM_LOCK, open_pdf

FORMAT = "pdf"
HEADER_ZONE = 1024  # bytes: where the standard wants %PDF- and %%EOF
FEW_CHARACTERS = 16
BROKEN_SHARE = 0.3
PICTURE_SHARE = 0.3
MANY_PATHS = 40


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page after taking its characters; `content` is None where PDFium could not read it."""

    number: int
    content: PageContent | None
    segments: tuple[Segment, ...]
    characters: int
    broken: bool

    @property
    def size(self) -> tuple[float, float]:
        return (self.content.frame.width, self.content.frame.height) if self.content else (0.0, 0.0)


def read_pdf(data: bytes, name: str) -> Reading:
    """Read a PDF's text layer, page by page, with where each printed line stands.

    Raises `EmptyDocument`, `EncryptedDocument`, `CorruptDocument`, or `NeedsOCR` when no page has text.
    """
    _check_start(data, name)
    document, bytes_read = _opened(data, name)
    try:
        sheets = _sheets(document)
    finally:
        with PDFIUM_LOCK:
            document.close()
    warnings = _damage(data, sheets, name)
    known = properties(bytes_read, name)
    furnishing = furniture([PageLines(sheet.size[1], _upright(sheet)) for sheet in sheets], known.metadata.title)
    kept = [
        [segment for segment in sheet.segments if id(segment) not in gone]
        for sheet, gone in zip(sheets, furnishing, strict=True)
    ]
    statuses = [_status(sheet, sum(len(s.text) for s in rest)) for sheet, rest in zip(sheets, kept, strict=True)]
    warnings += _without_text(statuses, name)
    found = _compose(sheets, kept, known)
    pages = tuple(_page(sheet, status, known.labels) for sheet, status in zip(sheets, statuses, strict=True))
    return Reading(FORMAT, found, pages, known.metadata, tuple(warnings))


def _check_start(data: bytes, name: str) -> None:
    """Refuse at once what is no PDF."""
    if not data.strip(b"\x00 \r\n\t"):
        raise EmptyDocument(f"{name} is empty; fetch it again from where it came")
    if b"%PDF-" in data[:HEADER_ZONE]:
        return
    if data.startswith(b"PK\x03\x04"):
        raise CorruptDocument(f"{name} is a ZIP archive (perhaps DOCX), not a PDF; give it its true ending")
    raise CorruptDocument(f"{name} is not a PDF: it does not begin with %PDF; check what kind of file it is")


def _opened(data: bytes, name: str) -> tuple[pypdfium2.PdfDocument, bytes]:
    """The open document and the bytes it was read from: the given ones, or pypdf's repair of them."""
    with PDFIUM_LOCK:
        try:
            document = open_pdf(data, name)
        except CorruptDocument:
            if has_no_pages(data):
                raise EmptyDocument(f"{name} has no pages; save it anew from the program that made it") from None
            better = repaired(data)
            if better is None and not _has_end(data):
                raise CorruptDocument(
                    f"{name} is cut short: its end is missing; fetch the complete file again"
                ) from None
            if better is None:
                raise
            document, data = open_pdf(better, name), better
    return document, data


def _sheets(document: pypdfium2.PdfDocument) -> list[_Sheet]:
    with PDFIUM_LOCK:
        count = len(document)
    return [_sheet(document, number) for number in range(1, count + 1)]


def _sheet(document: pypdfium2.PdfDocument, number: int) -> _Sheet:
    try:
        with PDFIUM_LOCK:
            page = document[number - 1]
            try:
                content = page_content(page)
            finally:
                page.close()
    except pypdfium2.PdfiumError:
        return _Sheet(number, None, (), 0, broken=False)
    broken = _is_broken(content.glyphs)
    found = () if broken else tuple(segments(content.glyphs))
    return _Sheet(number, content, found, int(content.glyphs.printed.sum()), broken)


def _is_broken(glyphs: Glyphs) -> bool:
    """Whether the text layer is mostly characters that mean nothing: fonts that do not say what their shapes are."""
    code = glyphs.code[glyphs.printed]
    meaningless = (code == 0) | (code == 0xFFFD) | ((code >= 0xE000) & (code <= 0xF8FF)) | (code >= 0xF0000)
    return bool(code.size) and float(np.mean(meaningless)) > BROKEN_SHARE


def _upright(sheet: _Sheet) -> list[Segment]:
    return [segment for segment in sheet.segments if segment.turn == 0]


def _status(sheet: _Sheet, characters: int) -> PageStatus:
    """How a page was read, from what is printed on it besides running heads."""
    if sheet.content is None:
        return PageStatus.BLANK
    if sheet.broken:
        return PageStatus.NEEDS_OCR
    pictured = sheet.content.pictured > PICTURE_SHARE or sheet.content.paths > MANY_PATHS
    if characters < FEW_CHARACTERS and pictured:
        return PageStatus.NEEDS_OCR
    return PageStatus.TEXT if sheet.characters else PageStatus.BLANK


def _damage(data: bytes, sheets: Sequence[_Sheet], name: str) -> list[str]:
    """Warnings about lost pages; a file that was cut short is read only if every page is whole."""
    lost = [sheet.number for sheet in sheets if sheet.content is None]
    if _has_end(data):
        if len(lost) == len(sheets):
            raise CorruptDocument(f"none of the {len(sheets)} pages of {name} can be read; fetch the file again")
        return [f"{_pages(lost)} cannot be read: the file is damaged there"] if lost else []
    lost = [sheet.number for sheet in sheets if sheet.content is None or not _has_anything(sheet)]
    if lost:
        raise CorruptDocument(
            f"{name} is cut short: {_pages(lost)} of {len(sheets)} cannot be read; fetch the complete file again"
        )
    return [f"the end of the file is missing; all {len(sheets)} pages that it lists were read"]


def _has_end(data: bytes) -> bool:
    return b"%%EOF" in data.rstrip(b"\x00")[-HEADER_ZONE:]


def _has_anything(sheet: _Sheet) -> bool:
    content = sheet.content
    return content is not None and bool(sheet.characters or content.pictured or content.paths)


def _without_text(statuses: Sequence[PageStatus], name: str) -> list[str]:
    scans = [number for number, status in enumerate(statuses, 1) if status is PageStatus.NEEDS_OCR]
    if PageStatus.TEXT not in statuses:
        if scans:
            raise NeedsOCR(f"{name} has no text layer ({_pages(scans)}); run OCR on it and add the result")
        raise EmptyDocument(f"{name} has only blank pages; check that it is the right file")
    verb = "has" if len(scans) == 1 else "have"
    need = "needs" if len(scans) == 1 else "need"
    return [f"{_pages(scans)} {verb} no text layer and {need} OCR"] if scans else []


def _pages(numbers: Iterable[int]) -> str:
    """ "page 7", "pages 3-5, 9": numbers in order, runs put together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    text = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    single = len(runs) == 1 and runs[0][0] == runs[0][1]
    return f"page {text}" if single else f"pages {text}"


def _compose(sheets: Sequence[_Sheet], kept: Sequence[Sequence[Segment]], known: Properties) -> tuple[Block, ...]:
    laid_out = [
        page_regions(rest, sheet.content.rules, sheet.number, sheet.size) if sheet.content else []
        for sheet, rest in zip(sheets, kept, strict=True)
    ]
    body = body_style(_paragraphs(region for page in laid_out for region in page))
    pages = [with_notes_last(joined_headings(regions, body), body.size) for regions in laid_out]
    levels = heading_levels(_paragraphs(pages), known.outline, body)
    return blocks(pages, levels, Words([segment.text for rest in kept for segment in rest]))


def _paragraphs(runs: Iterable[Sequence[Element]]) -> list[Paragraph]:
    return [element for run in runs for element in run if isinstance(element, Paragraph)]


def _page(sheet: _Sheet, status: PageStatus, labels: Sequence[str]) -> Page:
    label = labels[sheet.number - 1] if sheet.number <= len(labels) else str(sheet.number)
    return Page(sheet.number, label, *sheet.size, sheet.characters, status)
