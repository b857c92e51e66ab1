"""Read a picture file: its pages, for OCR to read their text."""

from __future__ import annotations

from kb.model import Page, PageStatus, Reading
from kb.pictures import FORMATS, open_picture, page_count, size_in_points

WAITS = "the page is a picture and needs OCR"


def read_image(data: bytes, name: str) -> Reading:
    """The pages of a PNG, JPEG, TIFF, WebP or BMP, each needing OCR; a TIFF may have several.

    Raises `CorruptDocument` or `OversizedDocument`.
    """
    with open_picture(data, name) as picture:
        count = page_count(picture, name)
        sizes = [size_in_points(picture, number) for number in range(1, count + 1)]
        kind = FORMATS[picture.format or ""]
    pages = tuple(
        Page(number, str(number), *size, 0, PageStatus.NEEDS_OCR, warnings=(WAITS,))
        for number, size in enumerate(sizes, 1)
    )
    return Reading(kind, (), pages)
