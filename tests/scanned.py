"""Scanned pages of known text; where Tesseract or a browser is missing, tests are skipped unless they must run."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.ocr import CHROMIUM, PRINTS, Scan, browser, scans_of
from ingest.ocr import Tesseract, find_tesseract

MODELS = {"ukr", "eng", "jpn", "jpn_vert", "rus", "osd"}


@pytest.fixture(scope="session")
def tesseract() -> Tesseract:
    """A real Tesseract with the data of all languages; REQUIRE_OCR=1 says that it must be there."""
    engine = find_tesseract()
    if engine and engine.models >= MODELS:
        return engine
    if os.environ.get("REQUIRE_OCR") == "1":
        pytest.fail("REQUIRE_OCR=1, but Tesseract or its language data is not installed")
    pytest.skip("no Tesseract with ukr, eng, jpn, jpn_vert and rus; install Debian's tesseract-ocr-* to run OCR tests")


@pytest.fixture(scope="session")
def scans(tesseract: Tesseract) -> dict[str, Scan]:
    """One clean page at 200 dpi of each kind, in the first of its fonts."""
    if not any(map(shutil.which, CHROMIUM)) and os.environ.get("REQUIRE_OCR") != "1":
        pytest.skip("no Chromium to typeset pages with; install Debian's `chromium`")
    with ThreadPoolExecutor(1) as thread:  # Playwright has one loop a thread, and the browser tests keep theirs open
        return thread.submit(_typeset).result()


def _typeset() -> dict[str, Scan]:
    with browser() as chromium:
        return {kind.name: next(scans_of(chromium, kind, kind.fonts[:1])) for kind in PRINTS}
