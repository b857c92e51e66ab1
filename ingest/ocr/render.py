"""Pages as grey images for OCR, from PDFs and from picture files, in `DPI` pixels an inch."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pypdfium2
from PIL import Image

from ingest.readers.pdf.properties import repaired
from kb.errors import CorruptDocument
from kb.model import Page
from kb.pdfium import PDFIUM_LOCK, open_pdf
from kb.pictures import open_picture, show_page

DPI = 200
MOST_PIXELS = 24_000_000  # A2 at 200 dpi has 15 million; a larger sheet is drawn coarser, so that memory is bounded
Draw = Callable[[Page], tuple[Image.Image, float]]


@contextmanager
def pages_of(data: bytes, kind: str, name: str) -> Iterator[Draw]:
    """A function that draws a page: a grey image and how many pixels a point is.

    `kind` is the format of the reading. Raises `CorruptDocument`, and what opening the file raises.
    """
    if kind != "pdf":
        with open_picture(data, name) as picture:
            yield lambda page: _scaled(show_page(picture, page.number, name).convert("L"), page)
        return
    document = _opened(data, name)
    try:
        yield lambda page: _drawn(document, page)
    finally:
        with PDFIUM_LOCK:
            document.close()


def _opened(data: bytes, name: str) -> pypdfium2.PdfDocument:
    """As the reader opens it: repaired where it is damaged."""
    with PDFIUM_LOCK:
        try:
            return open_pdf(data, name)
        except CorruptDocument:
            better = repaired(data)
            if better is None:
                raise
            return open_pdf(better, name)


def _scale(page: Page) -> float:
    """Pixels a point."""
    if page.width <= 0 or page.height <= 0:
        raise CorruptDocument(f"page {page.number} has no size and cannot be drawn")
    return min(DPI / 72, math.sqrt(MOST_PIXELS / (page.width * page.height)))


def _scaled(image: Image.Image, page: Page) -> tuple[Image.Image, float]:
    scale = _scale(page)
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS), scale


def _drawn(document: pypdfium2.PdfDocument, page: Page) -> tuple[Image.Image, float]:
    scale = _scale(page)
    try:
        with PDFIUM_LOCK:
            opened = document[page.number - 1]
            try:
                image: Image.Image = opened.render(scale=scale, grayscale=True).to_pil().convert("L")
            finally:
                opened.close()
    except pypdfium2.PdfiumError as error:
        raise CorruptDocument(f"page {page.number} is damaged and cannot be drawn") from error
    return image, scale
