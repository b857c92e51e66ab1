"""What lay at a path before stays known and can be had, until the document is forgotten."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from kb.base import KnowledgeBase
from kb.errors import NotFound


def version(library: KnowledgeBase, folder: Path, text: str) -> str:
    folder.mkdir(exist_ok=True)
    path = folder / "plan.md"
    path.write_text(text, "utf-8")
    assert ingest(library, [path]).failed == []
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_the_history_of_a_path(library: KnowledgeBase, tmp_path: Path) -> None:
    first = version(library, tmp_path / "plans", "# Plan\n\nHouses for 40 families.\n")
    second = version(library, tmp_path / "plans", "# Plan, second\n\nHouses for 45 families.\n")
    for asked in (first, second):
        history = library.history(asked)
        assert [(it.document_id, it.title, it.current) for it in history] == [
            (second, "Plan, second", True),
            (first, "Plan", False),
        ]
    assert b"40 families" in library.original(first)
    with pytest.raises(NotFound):
        library.document(first)


def test_forgetting_a_document_forgets_its_history(library: KnowledgeBase, tmp_path: Path) -> None:
    first = version(library, tmp_path / "plans", "# Plan\n\nHouses for 40 families.\n")
    second = version(library, tmp_path / "plans", "# Plan\n\nHouses for 45 families.\n")
    library.delete(second)
    for gone in (first, second):
        assert library.history(gone) == []
        with pytest.raises(NotFound):
            library.original(gone)
    assert not [path for path in (library.settings.home / "files").rglob("*") if path.is_file()]


def test_an_original_that_another_path_still_needs_stays(library: KnowledgeBase, tmp_path: Path) -> None:
    first = version(library, tmp_path / "plans", "# Plan\n\nHouses for 40 families.\n")
    (tmp_path / "copy.md").write_text("# Plan\n\nHouses for 40 families.\n", "utf-8")
    ingest(library, [tmp_path / "copy.md"])
    second = version(library, tmp_path / "plans", "# Plan\n\nHouses for 45 families.\n")
    library.delete(second)
    assert b"40 families" in library.original(first)
