"""What every user of PDFium shares: one lock, one way to open, one convention for boxes.

PDFium keeps global state and is not thread-safe, so every call happens under `PDFIUM_LOCK`.

Boxes are (left, bottom, right, top) in PDF points of the page *as it is seen*: cropped to its visible box,
turned by its /Rotate entry, origin in the lower left corner. Readers write `kb.model.Line.box` this way and
`kb.pageimage` draws it this way.
"""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from kb.errors import CorruptDocument, EncryptedDocument, PermanentError

PDFIUM_LOCK = threading.RLock()
# A process forked while another thread is inside PDFium would inherit a lock that nobody ever releases.
os.register_at_fork(before=PDFIUM_LOCK.acquire, after_in_parent=PDFIUM_LOCK.release, after_in_child=PDFIUM_LOCK.release)

Number = TypeVar("Number", float, NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's visible box in its own coordinates and its clockwise turn in degrees (0, 90, 180 or 270)."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        """Points from left to right as seen."""
        return self.top - self.bottom if self.turn % 180 else self.right - self.left

    @property
    def height(self) -> float:
        """Points from bottom to top as seen."""
        return self.right - self.left if self.turn % 180 else self.top - self.bottom

    def seen(self, x: Number, y: Number) -> tuple[Number, Number]:
        """Where a point of the page's own coordinates is seen."""
        if self.turn == 90:
            return y - self.bottom, self.right - x
        if self.turn == 180:
            return self.right - x, self.top - y
        if self.turn == 270:
            return self.top - y, x - self.left
        return x - self.left, y - self.bottom


def page_frame(page: pypdfium2.PdfPage) -> Frame:
    """The frame of an open page."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation())


def open_pdf(data: bytes, name: str) -> pypdfium2.PdfDocument:
    """Open a PDF; raises `EncryptedDocument` or `CorruptDocument`, and is to be called under the lock."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _opening_fault(data, name) from error


def _fault_code(data: bytes) -> int | None:
    """What PDFium says is wrong; asked anew after a plain fault, for it may go on naming that of the file before."""
    code = None
    for attempt in (b"no PDF", data):
        try:
            pypdfium2.PdfDocument(attempt).close()
        except pypdfium2.PdfiumError as error:
            code = getattr(error, "err_code", None)
    return code


def _opening_fault(data: bytes, name: str) -> PermanentError:
    # Only a file with an /Encrypt entry can ask for a password.
    code = _fault_code(data) if b"/Encrypt" in data else None
    if code == pypdfium2.raw.FPDF_ERR_PASSWORD:
        return EncryptedDocument(f"{name} asks for a password; save a copy without a password and add that")
    if code == pypdfium2.raw.FPDF_ERR_SECURITY:
        return EncryptedDocument(f"{name} is protected in a way that cannot be opened; save an unprotected copy")
    return CorruptDocument(f"{name} is not a readable PDF; fetch it again from where it came, or save it anew as PDF")
