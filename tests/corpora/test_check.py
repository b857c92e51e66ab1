"""The check finds what it is there for: a changed figure, a missing source, a stale file, a lost language."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from check import check
from document import SourceError

CORPORA = Path(__file__).parents[2] / "corpora"
NAME = "jica-emergency-grant-phase-4-ja"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corpora") / "corpora"
    shutil.copytree(CORPORA, root, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return root


@pytest.fixture
def source(copy: Path) -> Iterator[Path]:
    """A source document that is put back after the test."""
    path = copy / "_sources" / "press-releases" / f"{NAME}.md"
    kept = path.read_bytes()
    yield path
    path.write_bytes(kept)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_corpora_are_in_order() -> None:
    assert list(check(CORPORA)) == []


def test_a_changed_figure_is_found(copy: Path, source: Path) -> None:
    replace(source, "実施予定期間は24か月", "実施予定期間は27か月")
    faults = list(check(copy))
    assert any(NAME in fault and "figure 27" in fault for fault in faults)
    assert any(NAME in fault and "older than the text" in fault for fault in faults)


def test_a_document_without_a_source_is_refused(copy: Path, source: Path) -> None:
    head, _, rest = source.read_text("utf-8").partition("[[sources]]")
    source.write_text(head + "+++\n" + rest.split("\n+++\n", 1)[1], "utf-8")
    with pytest.raises(SourceError, match=r"no \[\[sources\]\]"):
        list(check(copy))


def test_a_file_nobody_built_is_found(copy: Path) -> None:
    stray = copy / "agreements" / "stray.pdf"
    stray.write_bytes(b"%PDF-1.7")
    assert any("stray.pdf is made from no source" in fault for fault in check(copy))
    stray.unlink()


def test_a_changed_binary_is_found(copy: Path) -> None:
    built = next((copy / "agreements").glob("*.docx"))
    kept = built.read_bytes()
    built.write_bytes(kept + b"\0")
    assert any(built.name in fault and "not the file that was built" in fault for fault in check(copy))
    built.write_bytes(kept)


def test_a_missing_language_is_found(copy: Path) -> None:
    kept = {path: path.read_bytes() for path in (copy / "_sources" / "agreements").glob("*-en.md")}
    for path in kept:
        path.unlink()
    assert any("documents are in en, too few" in fault for fault in check(copy))
    for path, content in kept.items():
        path.write_bytes(content)
