"""The table of difficult files counts every file once, under what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from makepdf import PdfMaker

from bench.difficult import main, report
from kb.config import Settings

TEXT = "The town keeps spare pipes beside every pumping station, and a list of who has the key. " * 3


def test_every_file_is_counted_under_what_became_of_it(settings: Settings, tmp_path: Path) -> None:
    text, scan, mixed = PdfMaker(), PdfMaker(), PdfMaker()
    text.page().paragraph(72, 700, TEXT, 400)
    scan.page().picture()
    mixed.page().paragraph(72, 700, TEXT, 400)
    mixed.page().picture()
    (tmp_path / "files").mkdir()
    for name, data in {
        "text": text.save(),
        "scan": scan.save(),
        "mixed": mixed.save(),
        "cut": text.save()[:300],
        "cut-too": text.save()[:310],
    }.items():
        (tmp_path / "files" / f"{name}.pdf").write_bytes(data)
    table = report(tmp_path / "files", settings.model_copy(update={"readers": 1}))
    assert "| indexed | 1 |" in table
    assert "| indexed, some pages need OCR | 1 |" in table
    assert "| needs OCR | 1 |" in table
    assert "| failed: CorruptDocument: FILE is cut short: its end is missing | 2 |" in table
    assert "| **all** | **5** |" in table
    assert "3 pages of indexed files" in table


def test_without_folders_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KB_DIFFICULT_FILES", str(tmp_path / "none"))
    assert main([]) == 2
    assert "KB_DIFFICULT_FILES" in capsys.readouterr().err
