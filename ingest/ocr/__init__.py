"""Reads the pages that no reader could read: renders them, recognises their text, puts it into the reading."""

from __future__ import annotations

from ingest.ocr.engine import Tesseract, find_tesseract
from ingest.ocr.step import waiting, with_ocr
from kb.config import Settings

PACKAGES = "apt-get install tesseract-ocr tesseract-ocr-ukr tesseract-ocr-eng tesseract-ocr-jpn tesseract-ocr-jpn-vert"

__all__ = ["engine_of", "why_not", "waiting", "with_ocr"]


def engine_of(settings: Settings) -> Tesseract | None:
    """The engine that reads pages; None where it is not installed or `KB_OCR=off` says that it is not wanted."""
    return find_tesseract() if settings.ocr == "auto" else None


def why_not(settings: Settings) -> str | None:
    """What a person has to do before pages can be read by OCR; None where they can."""
    if settings.ocr == "off":
        return "OCR is switched off; set KB_OCR=auto and run `kb ocr`"
    if find_tesseract() is None:
        return f"Tesseract is not installed; install it ({PACKAGES}) and run `kb ocr`"
    return None
