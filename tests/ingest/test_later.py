"""Scans are taken in without Tesseract and read later; nothing that belongs to them is lost on the way."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bench.ocr import Scan, scanned_pdf
from ingest.later import ocr_queue
from ingest.ocr import Tesseract, why_not
from ingest.pipeline import Event, ingest
from kb.base import KnowledgeBase
from kb.errors import HomeLocked, OCRUnavailable
from kb.model import DocumentType, PageStatus
from kb.quality import Concern

ROOT = Path(__file__).parents[2]
CATALOGUE = {
    "file": "minutes.pdf",
    "title": "Протокол наради",
    "issued": "2025-11-26",
    "type": "report",
    "language": "uk",
    "url": "https://example.org/minutes",
}


@pytest.fixture
def folder(tmp_path: Path, scans: dict[str, Scan]) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "minutes.pdf").write_bytes(scanned_pdf([scans["uk"].image]))
    scans["ja"].image.save(folder / "letter.png", dpi=(200, 200))
    (folder / "note.md").write_text("# Note\n\nPumps came to the town in January.\n", "utf-8")
    (folder / "index.jsonl").write_text(json.dumps(CATALOGUE), "utf-8")
    return folder


@pytest.fixture
def without_tesseract(library: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KnowledgeBase:
    """A machine where Tesseract is not installed: it is not on the PATH."""
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    return library


def test_with_tesseract_scans_are_read_at_once(library: KnowledgeBase, folder: Path) -> None:
    report = ingest(library, [folder])
    assert (report.added, report.failed, report.needs_ocr) == (3, [], 0)
    hit = library.search("переробка відходів від руйнувань", 1).hits[0]
    assert (hit.title, hit.citation.page) == ("Протокол наради", 1)
    png = library.page_image(hit.document_id, 1, hit.passage_id)
    assert png != library.page_image(hit.document_id, 1)
    letter = next(line for line in library.documents() if line.source_name == "letter.png")
    assert (letter.format, letter.language) == ("png", "ja")
    passage = library.passages(letter.id)[0]
    assert library.page_image(letter.id, 1, passage.id) != library.page_image(letter.id, 1)


def test_without_tesseract_scans_are_kept_and_wait(without_tesseract: KnowledgeBase, folder: Path) -> None:
    library = without_tesseract
    report = ingest(library, [folder])
    assert (report.added, report.failed, report.needs_ocr) == (3, [], 2)
    minutes = next(line for line in library.documents() if line.source_name == "minutes.pdf")
    assert (minutes.title, minutes.passages, minutes.pages) == ("Протокол наради", 0, 1)
    assert library.document(minutes.id).reading.pages[0].status is PageStatus.NEEDS_OCR
    assert library.page_image(minutes.id, 1).startswith(b"\x89PNG")
    assert library.search("pumps", 5).hits[0].title == "Note"
    assert ingest(library, [folder]).needs_ocr == 2
    assert "apt-get install tesseract-ocr" in (why_not(library.settings) or "")
    with pytest.raises(OCRUnavailable, match=r"2 pages wait .* Tesseract is not installed"):
        ocr_queue(library)


def test_ocr_can_be_switched_off(library: KnowledgeBase, tesseract: Tesseract) -> None:
    off = library.settings.model_copy(update={"ocr": "off"})
    assert "KB_OCR=auto" in (why_not(off) or "")
    assert why_not(library.settings) is None


def test_the_queue_is_read_later_and_what_was_given_survives(
    library: KnowledgeBase, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patched:
        patched.setenv("PATH", os.fspath(tmp_path))
        ingest(library, [folder])
        (folder / "copy.pdf").write_bytes((folder / "minutes.pdf").read_bytes())
        ingest(library, [folder / "copy.pdf"])
    minutes = next(line for line in library.documents() if line.source_name == "minutes.pdf")
    before = _kept(library, minutes.id)
    assert len(before["locations"]) == 2
    (folder / "index.jsonl").unlink()
    (folder / "minutes.pdf").unlink()  # the original in the data folder is enough
    events: list[Event] = []
    report = ocr_queue(library, events.append)
    assert (report.documents, report.pages, report.needs_ocr, report.failed) == (2, 2, 0, [])
    assert (events[-1].done, events[-1].total) == (2, 2)
    assert _kept(library, minutes.id) == before
    document = library.document(minutes.id)
    assert (document.title, str(document.date), document.language) == ("Протокол наради", "2025-11-26", "uk")
    assert (document.type, document.source_url) == (DocumentType.REPORT, "https://example.org/minutes")
    assert (document.source_name, document.collection) == ("minutes.pdf", "archive")
    assert document.reading.warnings == ()
    assert library.search("переробка відходів від руйнувань", 1).hits[0].document_id == minutes.id
    assert library.quality.section(Concern.NEEDS_OCR, 10).total == 0
    again = ocr_queue(library)
    assert (again.documents, again.failed) == (0, [])


def _kept(library: KnowledgeBase, document_id: str) -> dict[str, list[tuple[object, ...]]]:
    """What the store says of a document's places, versions and of what was given."""
    with closing(sqlite3.connect(library.settings.home / "store.sqlite3")) as connection:
        return {
            table: connection.execute(
                f"SELECT * FROM {table} WHERE document_id = ? ORDER BY 1", (document_id,)
            ).fetchall()
            for table in ("locations", "versions", "given")
        }


def test_another_writer_is_respected(library: KnowledgeBase) -> None:
    with library.writing(), pytest.raises(HomeLocked):
        ocr_queue(library)


def test_a_kill_in_the_middle_of_the_queue_loses_nothing(
    library: KnowledgeBase, tmp_path: Path, scans: dict[str, Scan]
) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(4):
        image = scans["en"].image.copy()
        image.putpixel((number, 0), 0)  # other bytes, another document
        (folder / f"{number}.pdf").write_bytes(scanned_pdf([image]))
    home = tmp_path / "killed"
    ours = library.settings
    environment = {**os.environ, "KB_HOME": str(home), "KB_CACHE": str(ours.cache), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kb.cli"]
    subprocess.run([*command, "ingest", str(folder), "--json"], env=environment | {"KB_OCR": "off"}, check=True)
    process = subprocess.Popen([*command, "ocr", "--json"], env=environment | {"KB_READERS": "1"})
    _wait_until_read(home, 1, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    survivor = KnowledgeBase.open(ours.model_copy(update={"home": home}))
    left = survivor.quality.waiting_pages()
    assert 1 <= left <= 3
    assert len(survivor.documents()) == 4
    report = ocr_queue(survivor)
    assert (report.documents, report.needs_ocr, report.failed) == (left, 0, [])
    hits = survivor.search("demining machines", 50).hits
    assert len({it.document_id for hit in hits for it in (hit, *hit.twins)}) == 4  # four copies share a hit
    survivor.close()


def _wait_until_read(home: Path, least: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        assert process.poll() is None, "kb ocr ended before it could be killed"
        with closing(sqlite3.connect(f"file:{home}/store.sqlite3?mode=ro", uri=True, timeout=5)) as connection:
            (count,) = connection.execute("SELECT count(*) FROM pages WHERE status = 'ocr'").fetchone()
        if count >= least:
            return
        time.sleep(0.05)
    raise AssertionError("no page was read in time")
