"""Picture files become pages that need OCR; bombs and damage are refused with a reason."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from ingest.readers import read
from kb import pictures
from kb.errors import DocumentError, NotFound, OversizedDocument, PermanentError
from kb.model import PageStatus
from kb.pageimage import render_page


def saved(kind: str, pages: int = 1, **options: object) -> bytes:
    target = io.BytesIO()
    images = [Image.new("RGB", (1000, 1400), (250, 250, 240 - number)) for number in range(pages)]
    more = {"save_all": True, "append_images": images[1:]} if pages > 1 else {}
    images[0].save(target, kind, **more, **options)  # type: ignore[arg-type]
    return target.getvalue()


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "png"), ("JPEG", "jpeg"), ("TIFF", "tiff"), ("WEBP", "webp"), ("BMP", "bmp")]
)
def test_a_picture_is_a_page_that_needs_ocr(kind: str, name: str) -> None:
    reading = read(saved(kind), f"scan.{name}")
    assert (reading.format, reading.blocks, reading.warnings) == (name, (), ())
    (page,) = reading.pages
    assert (page.status, page.number, page.label) == (PageStatus.NEEDS_OCR, 1, "1")
    assert (round(page.width), round(page.height)) == (601, 842)


def test_the_content_decides_and_a_wrong_name_is_noted() -> None:
    assert read(saved("PNG"), "letter.pdf").warnings == ("named .pdf but holds png",)


def test_a_tiff_has_all_its_pages_in_their_own_size() -> None:
    reading = read(saved("TIFF", pages=3, dpi=(200, 200), compression="tiff_lzw"), "fax.tiff")
    assert [page.number for page in reading.pages] == [1, 2, 3]
    assert [(page.width, page.height) for page in reading.pages] == [(360.0, 504.0)] * 3


def test_a_photograph_is_seen_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    data = saved("JPEG", exif=exif)
    (page,) = read(data, "photo.jpg").pages
    assert page.width > page.height
    drawn = Image.open(io.BytesIO(render_page(data, 1, [], kind="jpeg")))
    assert drawn.width > drawn.height


def test_a_page_image_shows_the_right_page_and_the_mark() -> None:
    data = saved("TIFF", pages=2, dpi=(200, 200), compression="tiff_lzw")
    plain, marked = (
        Image.open(io.BytesIO(render_page(data, 2, boxes, kind="tiff")))
        for boxes in ([], [(50.0, 400.0, 200.0, 420.0)])
    )
    assert plain.size == marked.size == (1100, 1540)
    at = (300, 1540 - 1253)  # 410 points from below
    assert plain.getpixel(at) == (250, 250, 239)
    assert marked.getpixel(at) != plain.getpixel(at)
    with pytest.raises(NotFound, match="pages 1 to 2"):
        render_page(data, 3, [], kind="tiff")


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says that it is enormous."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00" * 64)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [10_100, 60_000])
def test_a_picture_of_too_many_pixels_is_refused(side: int) -> None:
    with pytest.raises(OversizedDocument, match=r"bomb\.png.*million pixels"):
        read(bomb(side, side), "bomb.png")


def test_a_tiff_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PAGES", 2)
    with pytest.raises(OversizedDocument, match="3 pages"):
        read(saved("TIFF", pages=3, compression="tiff_lzw"), "fax.tiff")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP"])
def test_a_damaged_picture_is_refused_or_drawn_but_never_crashes(kind: str) -> None:
    data = saved(kind)
    for cut in range(4, 60, 5):
        part = data[:26] + data[26 + cut : len(data) // 3]
        try:
            read(part, "cut.bin")
            render_page(part, 1, [], kind=kind.lower())
        except DocumentError as error:
            assert isinstance(error, PermanentError)


def test_grey_of_sixteen_bits_keeps_its_shades() -> None:
    target = io.BytesIO()
    wide = Image.new("I;16", (200, 300), 60_000)
    wide.putpixel((10, 10), 1_000)
    wide.save(target, "PNG")
    with pictures.open_picture(target.getvalue(), "wide.png") as opened:
        seen = pictures.show_page(opened, 1, "wide.png")
    assert (seen.mode, seen.getpixel((10, 10)), seen.getpixel((50, 50))) == ("L", 0, 255)
