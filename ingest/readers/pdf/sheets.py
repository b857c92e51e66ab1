"""One page after taking its characters: its lines, what else is printed on it, and whether it can be read."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.limits import MAX_CHARACTERS, MAX_PAGES
from ingest.readers.legible import UNMAPPED, script_of, why_page_illegible
from ingest.readers.pdf.glyphs import Box, page_content
from ingest.readers.pdf.lines import Segment, segments
from ingest.readers.pdf.typeface import BoldOf
from kb.errors import OversizedDocument
from kb.model import Page, PageStatus
from kb.pdfium import PDFIUM_LOCK, Frame

FEW_CHARACTERS = 16
PICTURE_SHARE = 0.3
SMALL_PICTURE = 0.02  # of a page where nothing else is printed
MANY_PATHS = 40
TYPED = {pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET}
UNMAPPED_SHARE = 0.4  # of the characters; a space may be one of them


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page; `frame` is None where PDFium could not read it, `illegible` says why its letters mean nothing.

    `pictured` is the share of the page that its largest picture covers, `paths` the number of drawn shapes.
    """

    number: int
    frame: Frame | None = None
    segments: tuple[Segment, ...] = ()
    rules: tuple[Box, ...] = ()
    pictured: float = 0.0
    paths: int = 0
    characters: int = 0
    illegible: str = ""
    script: str = ""

    @property
    def size(self) -> tuple[float, float]:
        return (self.frame.width, self.frame.height) if self.frame else (0.0, 0.0)

    @property
    def upright(self) -> list[Segment]:
        return [segment for segment in self.segments if segment.turn == 0]

    @property
    def sideways(self) -> list[Segment]:
        return [segment for segment in self.segments if segment.turn > 0]

    @property
    def holds_anything(self) -> bool:
        return self.frame is not None and bool(self.characters or self.pictured or self.paths)


def take_sheets(document: pypdfium2.PdfDocument, name: str, drawn_bold: BoldOf) -> list[Sheet]:
    """Every page of an open document; raises `OversizedDocument` for more than a reader is made for.

    `drawn_bold` is asked for the pages with fonts that PDFium knows nothing of.
    """
    with PDFIUM_LOCK:
        count = len(document)
    if count > MAX_PAGES:
        raise OversizedDocument(f"{name} has {count:,} pages, and {MAX_PAGES:,} are the most; split it into parts")
    sheets: list[Sheet] = []
    characters = 0
    for number in range(1, count + 1):
        sheets.append(_sheet(document, number, drawn_bold))
        characters += sheets[-1].characters
        if characters > MAX_CHARACTERS:
            raise OversizedDocument(
                f"{name} holds more than {MAX_CHARACTERS:,} characters up to page {number}; split it into parts"
            )
    return sheets


def _sheet(document: pypdfium2.PdfDocument, number: int, drawn_bold: BoldOf) -> Sheet:
    try:
        with PDFIUM_LOCK:
            page = _with_fields(document, number - 1)
            try:
                content = page_content(page, partial(drawn_bold, number - 1))
            finally:
                page.close()
    except pypdfium2.PdfiumError:
        return Sheet(number)
    characters = int(content.glyphs.printed.sum())
    found = segments(content.glyphs, content.rules)
    lines = [segment.text for segment in found]
    unmapped = content.glyphs.unmapped > UNMAPPED_SHARE * (characters + content.glyphs.unmapped)
    illegible = UNMAPPED if unmapped else why_page_illegible(lines)
    return Sheet(
        number,
        content.frame,
        () if illegible else tuple(found),
        content.rules,
        content.pictured,
        content.paths,
        characters,
        illegible,
        "" if illegible else script_of(" ".join(lines)),
    )


def _with_fields(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    """The page with what was typed into its form fields and text boxes as part of its text."""
    page = document[index]
    kinds = {_annotation_kind(page, number) for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw))}
    if kinds & TYPED and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page


def _annotation_kind(page: pypdfium2.PdfPage, number: int) -> int:
    annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
    try:
        return int(pdfium.FPDFAnnot_GetSubtype(annotation))
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def status(sheet: Sheet, characters: int) -> PageStatus:
    """How a page was read, from the `characters` that are printed on it besides running heads."""
    if sheet.frame is None:
        return PageStatus.BLANK
    if sheet.illegible:
        return PageStatus.NEEDS_OCR
    pictured = sheet.pictured > PICTURE_SHARE or sheet.paths > MANY_PATHS
    if (characters < FEW_CHARACTERS and pictured) or (not sheet.characters and sheet.pictured > SMALL_PICTURE):
        return PageStatus.NEEDS_OCR
    return PageStatus.TEXT if sheet.characters else PageStatus.BLANK


def ledger_page(sheet: Sheet, found: PageStatus, labels: Sequence[str]) -> Page:
    """The page as the ledger of pages lists it, with what a person should know of it."""
    label = labels[sheet.number - 1] if sheet.number <= len(labels) else str(sheet.number)
    return Page(
        sheet.number,
        label,
        *sheet.size,
        sheet.characters,
        found,
        script=sheet.script,
        warnings=tuple(_warnings(sheet, found)),
    )


def _warnings(sheet: Sheet, found: PageStatus) -> list[str]:
    if sheet.frame is None:
        return ["the page cannot be read: the file is damaged there"]
    if sheet.illegible:
        return [f"the text layer is left out: {sheet.illegible}; the page needs OCR"]
    return ["the page is a picture without a text layer and needs OCR"] if found is PageStatus.NEEDS_OCR else []
