"""A page of a PDF or of a picture file as a picture, with passages marked."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from kb.errors import CorruptDocument, NotFound
from kb.pdfium import PDFIUM_LOCK, open_pdf
from kb.pictures import FORMATS, open_picture, show_page, size_in_points

Box = tuple[float, float, float, float]

DRAWN = frozenset({"pdf", *FORMATS.values()})
"""The formats whose pages can be drawn."""
PAPER = (255, 255, 255)
MARKER = (255, 236, 150)  # multiplied with the page: print stays as dark as it was
UNDERLINE = (214, 137, 16)
PADDING = 0.1  # of a box's height, on its left and right
MAX_HEIGHT = 8_000  # pixels: a page longer than this is drawn narrower


def render_page(data: bytes, page: int, boxes: Sequence[Box], width: int = 1100, kind: str = "pdf") -> bytes:
    """Draw a page (1-based) as PNG, `width` pixels wide, with `boxes` highlighted as `kb.pdfium` defines them.

    `kind` is the format of `data`, one of `DRAWN`. Raises `NotFound` for a page that the document does not have, and
    `EncryptedDocument`, `CorruptDocument` or `OversizedDocument`.
    """
    picture, scale = _drawn(data, page, width) if kind == "pdf" else _shown(data, page, width)
    marked = _marked(picture, [_pixels(box, scale, picture.height) for box in boxes])
    target = io.BytesIO()
    marked.save(target, "PNG", compress_level=4)
    return target.getvalue()


def _drawn(data: bytes, number: int, width: int) -> tuple[Image.Image, float]:
    """The page as seen, and how many pixels a point is."""
    with PDFIUM_LOCK:
        document = open_pdf(data, "the document")
        try:
            if not 1 <= number <= len(document):
                raise NotFound(f"there is no page {number}; the document has pages 1 to {len(document)}")
            return _rendered(document[number - 1], number, width)
        except pypdfium2.PdfiumError as error:
            raise CorruptDocument(f"page {number} is damaged and cannot be drawn") from error
        finally:
            document.close()


def _rendered(page: pypdfium2.PdfPage, number: int, width: int) -> tuple[Image.Image, float]:
    points_wide, points_high = page.get_size()
    if points_wide <= 0 or points_high <= 0:
        raise CorruptDocument(f"page {number} has no size and cannot be drawn")
    scale = min(width / points_wide, MAX_HEIGHT / points_high)
    bitmap = page.render(scale=scale * (1 - 1e-9))  # PDFium rounds up
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    return picture, scale


def _shown(data: bytes, number: int, width: int) -> tuple[Image.Image, float]:
    """The page of a picture file as seen, and how many pixels a point is."""
    with open_picture(data, "the document") as opened:
        picture = show_page(opened, number, "the document").convert("RGB")
        points_wide, points_high = size_in_points(opened, number)
    scale = min(width / points_wide, MAX_HEIGHT / points_high)
    size = (max(1, round(points_wide * scale)), max(1, round(points_high * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS), scale


def _pixels(box: Box, scale: float, height: int) -> Box:
    """A box in pixels from the upper left corner: left, top, right, bottom."""
    left, bottom, right, top = box
    more = PADDING * (top - bottom)
    return (left - more) * scale, height - top * scale, (right + more) * scale, height - bottom * scale


def _marked(picture: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    if not boxes:
        return picture
    layer = Image.new("RGB", picture.size, PAPER)
    draw = ImageDraw.Draw(layer)
    for left, top, right, bottom in boxes:
        draw.rounded_rectangle((left, top, right, bottom), radius=min(4.0, (bottom - top) / 4), fill=MARKER)
    for left, _, right, bottom in boxes:
        draw.line((left, bottom, right, bottom), fill=UNDERLINE, width=max(1, round(picture.width / 900)))
    return ImageChops.multiply(picture, layer)
