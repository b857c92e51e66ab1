"""Pages that wait get text, and nothing else changes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from makepdf import PdfMaker
from PIL import Image

from bench.ocr import Scan, scanned_pdf
from ingest.ocr import Tesseract, find_tesseract, waiting, with_ocr
from ingest.readers import read
from kb.model import PageStatus, Reading

TEXT = "The six weeks without water taught the town to keep pipes in store near every station. " * 3


def page_with_a_stamp() -> bytes:
    """A page of text, and one that is a picture with a few characters of text over it."""
    maker = PdfMaker()
    maker.page().paragraph(72, 700, TEXT, 400)
    page = maker.page()
    page.picture()
    page.text(72, 60, "No. 7", 10)
    return maker.save()


def stand_in(folder: Path, script: str) -> Tesseract:
    """A Tesseract that behaves badly, for faults that the real one cannot be made to have."""
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    return Tesseract(str(program), frozenset({"eng"}))


def test_pages_with_text_are_left_as_they_are(tesseract: Tesseract) -> None:
    data = page_with_a_stamp()
    before = read(data, "a.pdf")
    after = with_ocr(before, data, "a.pdf", tesseract, seconds=60)
    assert waiting(before) == 1 and waiting(after) == 0
    assert after.pages[0] == before.pages[0]
    assert [b for b in after.blocks if b.page == 1] == [b for b in before.blocks if b.page == 1]
    texts = [block.text for block in after.blocks if block.page == 2]
    assert sum("7" in text for text in texts) <= 1  # its text layer is not kept beside what OCR reads
    assert after.warnings == ()


def test_a_page_without_words_is_named(tesseract: Tesseract) -> None:
    data = scanned_pdf([Image.new("L", (1654, 2339), 190)])
    reading = with_ocr(read(data, "a.pdf"), data, "a.pdf", tesseract, seconds=60)
    (page,) = reading.pages
    assert (page.status, page.characters, page.confidence, reading.blocks) == (PageStatus.OCR, 0, None, ())
    assert "no words" in page.warnings[0]


def test_a_page_of_an_unknown_script_gets_no_text(tesseract: Tesseract, scans: dict[str, Scan]) -> None:
    """Without data for Ukrainian the page waits and says what to install; it never becomes nonsense in the index."""
    poor = Tesseract(tesseract.program, frozenset({"eng", "osd"}))
    data = scanned_pdf([scans["uk"].image])
    reading = with_ocr(read(data, "a.pdf"), data, "a.pdf", poor, seconds=60)
    assert (waiting(reading), reading.blocks) == (1, ())
    assert "tesseract-ocr-ukr" in reading.pages[0].warnings[0]
    assert reading.warnings == ("1 page still needs OCR",)


def test_a_page_that_takes_too_long_waits_and_says_so(tmp_path: Path) -> None:
    assert _failed(stand_in(tmp_path, "exec sleep 60"), 0.5).startswith("OCR failed: Tesseract took longer")


@pytest.mark.parametrize(
    ("script", "words"),
    [("echo 'cannot read data' >&2; exit 3", "cannot read data"), ("kill -9 $$", "ended with an error")],
)
def test_a_tesseract_that_fails_is_quoted(tmp_path: Path, script: str, words: str) -> None:
    assert words in _failed(stand_in(tmp_path, script), 20)


def _failed(engine: Tesseract, seconds: float) -> str:
    data = scanned_pdf([Image.new("L", (800, 1100), 190)])
    reading = with_ocr(read(data, "a.pdf"), data, "a.pdf", engine, seconds=seconds)
    assert waiting(reading) == 1
    return reading.pages[0].warnings[0]


def test_a_reading_without_pages_is_not_touched(tmp_path: Path) -> None:
    reading = Reading("md", ())
    assert with_ocr(reading, b"", "a.md", stand_in(tmp_path, "exit 1"), seconds=1) is reading


def test_without_tesseract_on_the_path_there_is_no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    assert find_tesseract() is None
