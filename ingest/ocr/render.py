"""Pages as grey images for OCR, from PDFs and from pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image

from kb.model import Page
from kb.pageimage import PICTURES
from kb.pdfium import PDFIUM_LOCK, open_pdf
from kb.pictures import open_picture, page_of

DPI = 200
MOST_PIXELS = 24_000_000  # A1 at 200 dpi is drawn coarser, so that memory stays bounded
