"""Which text is bold in fonts that the file draws itself (Type 3), of which PDFium tells neither name nor weight.

Browsers write Japanese and other fonts so; their descriptors still say how heavy they are, and pypdf finds them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject

from ingest.readers.pdf.glyphs import is_bold
from ingest.readers.pdf.properties import PYPDF_FAULTS

MAX_CONTENT = 2_000_000  # bytes of drawing on a page: beyond it the weight is not worth the time
SHOWING = {b"Tj", b"TJ", b"'", b'"'}

BoldOf = Callable[[int], Sequence[bool]]
"""For a page, by its index: whether each piece of text that it shows is bold; empty where that cannot be known."""


class DrawnFonts:
    """The fonts that a PDF draws itself; the file is opened by pypdf only when a page is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._reader: PdfReader | None = None

    def bold(self, index: int) -> Sequence[bool]:
        """A `BoldOf`."""
        try:
            return self._bold(self._page(index))
        except PYPDF_FAULTS:
            return ()

    def _page(self, index: int) -> PageObject:
        if self._reader is None:
            self._reader = PdfReader(io.BytesIO(self._data), strict=False)
            if self._reader.is_encrypted:
                self._reader.decrypt("")
        return self._reader.pages[index]

    def _bold(self, page: PageObject) -> Sequence[bool]:
        fonts = {name: _is_bold_drawn(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}  # type: ignore[index]
        content = page.get_contents() if any(fonts.values()) else None
        if content is None or len(content.get_data()) > MAX_CONTENT:
            return ()
        return list(_shown(content, fonts))


def _is_bold_drawn(font: DictionaryObject) -> bool:
    if font.get("/Subtype") != "/Type3" or "/FontDescriptor" not in font:
        return False
    descriptor: Any = font["/FontDescriptor"]
    return is_bold(float(descriptor.get("/FontWeight", 0)), str(descriptor.get("/FontName", "")))


def _shown(content: ContentStream, fonts: dict[str, bool]) -> Iterator[bool]:
    """For each operation that shows text, whether the font it is shown in is bold."""
    font = ""
    kept: list[str] = []
    for operands, operator in content.operations:
        if operator == b"Tf":
            font = str(operands[0])
        elif operator == b"q":
            kept.append(font)
        elif operator == b"Q" and kept:
            font = kept.pop()
        elif operator in SHOWING:
            yield fonts.get(font, False)
