"""Read a PDF: open or repair it, take its pages' characters, lay them out, compose blocks."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pypdfium2

from ingest.readers.pdf.compose import blocks
from ingest.readers.pdf.furniture import PageLines, furniture
from ingest.readers.pdf.headings import body_style, heading_levels, joined_headings
from ingest.readers.pdf.hyphens import Words
from ingest.readers.pdf.layout import page_regions, with_notes_last
from ingest.readers.pdf.lines import Segment
from ingest.readers.pdf.paragraphs import Element, Paragraph
from ingest.readers.pdf.properties import Properties, has_no_pages, properties, repaired
from ingest.readers.pdf.sheets import Sheet, ledger_page, status, take_sheets
from ingest.readers.pdf.sideways import SidewaysPage, sideways_furniture
from ingest.readers.pdf.typeface import DrawnFonts
from kb.errors import CorruptDocument, EmptyDocument
from kb.model import Block, PageStatus, Reading
from kb.pdfium import PDFIUM_LOCK, open_pdf

FORMAT = "pdf"
HEADER_ZONE = 1024  # bytes: where the standard wants %PDF- and %%EOF


def read_pdf(data: bytes, name: str) -> Reading:
    """Read a PDF's text layer, page by page, with where each printed line stands.

    A page without a text layer, or with one that means nothing, is listed as needing OCR and gives no blocks; so a
    reading of scans alone has pages and no blocks. Raises `EmptyDocument`, `EncryptedDocument`, `CorruptDocument` or
    `OversizedDocument`.
    """
    _check_start(data, name)
    document, bytes_read = _opened(data, name)
    try:
        sheets = take_sheets(document, name, DrawnFonts(bytes_read).bold)
    finally:
        with PDFIUM_LOCK:
            document.close()
    warnings = _damage(data, sheets, name)
    known = properties(bytes_read, name)
    furnishing = furniture([PageLines(sheet.size[1], sheet.upright) for sheet in sheets], known.metadata.title)
    sideways = sideways_furniture([SidewaysPage(sheet.size, sheet.sideways) for sheet in sheets])
    kept = [
        [segment for segment in sheet.segments if id(segment) not in gone | aside]
        for sheet, gone, aside in zip(sheets, furnishing, sideways, strict=True)
    ]
    statuses = [status(sheet, sum(len(s.text) for s in rest)) for sheet, rest in zip(sheets, kept, strict=True)]
    warnings += _without_text(statuses, name)
    composed = _compose(sheets, kept, known)
    pages = tuple(ledger_page(sheet, found, known.labels) for sheet, found in zip(sheets, statuses, strict=True))
    return Reading(FORMAT, composed, pages, known.metadata, tuple(warnings))


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


def _damage(data: bytes, sheets: Sequence[Sheet], name: str) -> list[str]:
    """Warnings about lost pages; a file that was cut short is read only if every page is whole."""
    lost = [sheet.number for sheet in sheets if sheet.frame is None]
    if _has_end(data):
        if len(lost) == len(sheets):
            raise CorruptDocument(f"none of the {len(sheets)} pages of {name} can be read; fetch the file again")
        return [f"{_pages(lost)} cannot be read: the file is damaged there"] if lost else []
    lost = [sheet.number for sheet in sheets if sheet.frame is None or not sheet.holds_anything]
    if lost:
        raise CorruptDocument(
            f"{name} is cut short: {_pages(lost)} of {len(sheets)} cannot be read; fetch the complete file again"
        )
    return [f"the end of the file is missing; all {len(sheets)} pages that it lists were read"]


def _has_end(data: bytes) -> bool:
    return b"%%EOF" in data.rstrip(b"\x00")[-HEADER_ZONE:]


def _without_text(statuses: Sequence[PageStatus], name: str) -> list[str]:
    """A warning that names the pages to be read by OCR; a file of blank pages is refused."""
    scans = [number for number, status in enumerate(statuses, 1) if status is PageStatus.NEEDS_OCR]
    if PageStatus.TEXT not in statuses and not scans:
        raise EmptyDocument(f"{name} has only blank pages; check that it is the right file")
    verb = "has" if len(scans) == 1 else "have"
    need = "needs" if len(scans) == 1 else "need"
    return [f"{_pages(scans)} {verb} no readable text and {need} OCR"] if scans else []


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


def _compose(sheets: Sequence[Sheet], kept: Sequence[Sequence[Segment]], known: Properties) -> tuple[Block, ...]:
    laid_out = [
        page_regions(rest, sheet.rules, sheet.number, sheet.size) if sheet.frame else []
        for sheet, rest in zip(sheets, kept, strict=True)
    ]
    body = body_style(_paragraphs(region for page in laid_out for region in page))
    pages = [with_notes_last(joined_headings(regions, body), body.size) for regions in laid_out]
    levels = heading_levels(_paragraphs(pages), known.outline, body)
    return blocks(pages, levels, Words([segment.text for rest in kept for segment in rest]))


def _paragraphs(runs: Iterable[Sequence[Element]]) -> list[Paragraph]:
    return [element for run in runs for element in run if isinstance(element, Paragraph)]
