"""`kb ocr` and `kb quality`, run as people and scripts run them."""

from __future__ import annotations

import json
import os
from pathlib import Path

from PIL import Image
from test_cli import kb

from kb.base import KnowledgeBase
from kb.quality import Concern


def test_without_tesseract_scans_wait_and_every_command_says_what_to_do(library: KnowledgeBase, tmp_path: Path) -> None:
    home, bare, scan = tmp_path / "fresh", os.fspath(tmp_path), tmp_path / "scan.png"
    Image.new("L", (400, 600), 220).save(scan)
    done = kb(library, "ingest", str(scan), "--collection", "scans", home=home, PATH=bare)
    assert done.returncode == 0, done.stderr
    assert "1 page waits for OCR: Tesseract is not installed" in done.stdout
    done = kb(library, "ocr", home=home, PATH=bare)
    assert done.returncode == 1
    assert "apt-get install tesseract-ocr" in " ".join(done.stderr.split())
    done = kb(library, "quality", "--json", home=home)
    found = {section["concern"]: section["total"] for section in json.loads(done.stdout)["sections"]}
    assert found == dict.fromkeys(map(str, Concern), 0) | {"needs_ocr": 1, "undated": 1}
    shown = kb(library, "quality", "--only", "needs_ocr", home=home).stdout
    assert "scan.png" in shown and "run `kb ocr`" in shown and "without a date" not in shown


def test_an_empty_queue_is_no_fault(library: KnowledgeBase, tmp_path: Path) -> None:
    done = kb(library, "ocr", "--json", PATH=os.fspath(tmp_path))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert list(report) == ["documents", "pages", "needs_ocr", "failed", "passages", "seconds"]
    assert (report["documents"], report["failed"]) == (0, [])
    assert "Nothing needs a look" in kb(library, "quality").stdout
    assert kb(library, "quality", "--only", "noise").returncode == 2


def test_a_file_that_could_not_be_taken_in_is_named_before_its_folder(library: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.4\n")
    assert kb(library, "ingest", str(tmp_path / "plan.pdf"), home=tmp_path / "fresh").returncode == 1
    shown = kb(library, "quality", "--only", "failed", home=tmp_path / "fresh").stdout.splitlines()
    assert shown[1].rstrip() == f"  plan.pdf  in {tmp_path}/"
    assert "cut short" in shown[2]
