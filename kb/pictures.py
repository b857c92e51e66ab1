"""What every user of picture files shares: one way to open them, one size in points, one limit.

A picture's page is measured in points like a PDF's: by its own resolution where that is one of scanners and cameras
for paper, else as if its longer side were that of an A4 sheet. Its origin is the lower left corner of the picture as
it is seen, turned upright by its EXIF orientation.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from kb.errors import CorruptDocument, NotFound, OversizedDocument

FORMATS = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg", "TIFF": "tiff", "WEBP": "webp", "BMP": "bmp"}
"""Pillow's names of the formats that are opened, and the names that readings have."""
_OPENED = ("PNG", "JPEG", "TIFF", "WEBP", "BMP")  # MPO is what a JPEG turns out to be that holds several pictures
MOST_PIXELS = 100_000_000  # a sheet of A2 at 400 dpi has 62 million
MOST_PAGES = 2_000
POINTS_PER_INCH = 72
A4_HEIGHT = 842.0
_PAPER_DPI = (100, 1200)
_WIDE_GREY = ("I", "I;16", "I;16L", "I;16B", "I;16N", "F")
# What Pillow's decoders raise for bytes that are not what they seem.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError, TypeError, struct.error)

# Pillow warns of a picture above its limit and refuses one of twice its size; here both are refused.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@contextmanager
def open_picture(data: bytes, name: str) -> Iterator[Image.Image]:
    """Open a picture without decoding it; raises `CorruptDocument` for whatever goes wrong with it until it is closed.

    Raises `OversizedDocument` for a picture of more than `MOST_PIXELS` or a file of more than `MOST_PAGES`.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_OPENED) as picture:
            yield picture
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        most = MOST_PIXELS // 1_000_000
        raise OversizedDocument(
            f"{name}: a picture of more than {most} million pixels is not opened; save it smaller"
        ) from error
    except _DAMAGE as error:
        raise CorruptDocument(f"{name}: the picture is damaged ({error}); fetch it again or scan it anew") from error


def page_count(picture: Image.Image, name: str) -> int:
    """The pages of a TIFF; moving pictures of other formats count as one page, their first frame."""
    if picture.format != "TIFF":
        return 1
    count = int(getattr(picture, "n_frames", 1))
    if count > MOST_PAGES:
        raise OversizedDocument(f"{name} has {count} pages; split it into files of at most {MOST_PAGES}")
    return count


def show_page(picture: Image.Image, number: int, name: str) -> Image.Image:
    """Page `number` (1-based) as seen: upright, on white, grey or RGB; raises `NotFound`."""
    count = page_count(picture, name)
    if not 1 <= number <= count:
        raise NotFound(f"there is no page {number}; the document has pages 1 to {count}")
    picture.seek(number - 1)
    seen = ImageOps.exif_transpose(picture)
    if seen.mode in _WIDE_GREY:
        return _narrowed(seen)
    if seen.has_transparency_data:
        paper = Image.new("RGBA", seen.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, seen.convert("RGBA")).convert("RGB")
    return seen.convert("L" if seen.mode in ("1", "L") else "RGB")


def _narrowed(picture: Image.Image) -> Image.Image:
    """A picture of 16 or more bits a pixel in 8 of them, its darkest black and its lightest white."""
    wide = picture.convert("F")
    darkest, lightest = wide.getextrema()
    assert isinstance(darkest, float) and isinstance(lightest, float)
    scale = 255 / (lightest - darkest) if lightest > darkest else 0.0
    return wide.point(lambda value: value * scale + (255 - lightest * scale)).convert("L")


def size_in_points(picture: Image.Image, number: int) -> tuple[float, float]:
    """Width and height of page `number` as seen; no pixel is decoded."""
    picture.seek(number - 1)
    width, height = picture.size
    dpi = picture.info.get("dpi", (0, 0))
    across, down = (float(dpi[0]), float(dpi[1])) if len(dpi) == 2 else (0.0, 0.0)  # noqa: PLR2004
    if not all(_PAPER_DPI[0] <= value <= _PAPER_DPI[1] for value in (across, down)):
        across = down = max(width, height) / A4_HEIGHT * POINTS_PER_INCH
    size = (width / across * POINTS_PER_INCH, height / down * POINTS_PER_INCH)
    return size if picture.getexif().get(0x0112, 1) < 5 else (size[1], size[0])  # noqa: PLR2004  (5 to 8 lie on a side)
