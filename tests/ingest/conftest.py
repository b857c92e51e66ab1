"""Scans for the tests of OCR."""

from scanned import scans, tesseract

__all__ = ["scans", "tesseract"]
