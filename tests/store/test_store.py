"""One transaction a document; versions replace one another; nothing half is ever visible."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kb.embed.passages import Embedded
from kb.errors import HomeError, HomeLocked, NotFound
from kb.late import PassageTokens
from kb.model import (
    Block,
    BlockKind,
    Definition,
    Document,
    DocumentType,
    Fact,
    FactKind,
    Filter,
    Line,
    Page,
    PageStatus,
    Passage,
    Reading,
    Reference,
)
from kb.store.lock import writer_lock
from kb.store.store import Store

BLOCKS = (
    Block(BlockKind.HEADING, "Water", 1, 1, 1, (Line(0, 5, 1, (10.0, 20.0, 60.0, 32.5)),)),
    Block(BlockKind.TABLE_ROW, "Town: Otsuchi · Pumps: 3", 1, 1, cells=("Otsuchi", "3")),
)


PAGE = Page(1, "i", 595.0, 842.0, 30, PageStatus.OCR, "latin", 0.93, ("9 words are unsure",))


def make(path: str, data: bytes, language: str = "en", day: date | None = date(2024, 2, 19)) -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    reading = Reading("pdf", BLOCKS, (PAGE,), warnings=("page 2 needs OCR",))
    return Document(
        sha256[:16],
        sha256,
        path,
        Path(path).name,
        None,
        "reports",
        DocumentType.REPORT,
        language,
        "Water",
        day,
        reading,
        facts=(Fact(FactKind.PLACE, "otsuchi", 13, 20), Fact(FactKind.AMOUNT, "3 JPY", 30, 31, "pledged")),
        references=(Reference(0, 5, "7.2"),),
        definitions=(Definition("Pumps", 23, 28, None),),
    )


def passages_of(document: Document) -> list[Passage]:
    return [
        Passage(
            f"{document.id}:0", document.id, 0, 7, 31, document.text[7:31], document.language, 1, 1, "7.2",
            ("Water",), ((7, "7.2"), (20, "7.2.b")),
        )
    ]  # fmt: skip


def embedded(n: int = 1) -> Embedded:
    """Unit vectors along the axes, and for each passage two tokens of its own."""
    tokens = (PassageTokens(np.full((2, 4), row + 1, np.int8), np.array([-1, 5], np.int32)) for row in range(n))
    return Embedded(np.eye(n, 8, dtype=np.float32), tuple(tokens))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def commit(store: Store, path: str, data: bytes) -> bool:
    document = make(path, data)
    return store.commit(document, passages_of(document), embedded(), data)


def test_a_document_comes_back_as_it_was(store: Store) -> None:
    document = make("/a/water.pdf", b"one")
    assert store.commit(document, passages_of(document), embedded(), b"one") is False
    back = store.document(document.id)
    assert (back.reading.blocks, back.reading.pages, back.reading.warnings) == (
        document.reading.blocks, document.reading.pages, document.reading.warnings,
    )  # fmt: skip
    assert (back.text, back.date, back.type) == (document.text, document.date, document.type)
    assert (back.facts, back.references, back.definitions) == (
        document.facts, document.references, document.definitions,
    )  # fmt: skip
    assert store.passages(document.id) == passages_of(document)
    assert store.passage(f"{document.id}:0") == passages_of(document)[0]
    assert store.files.get(document.sha256) == b"one"


def test_a_changed_file_at_the_same_path_replaces_the_old_one(store: Store) -> None:
    assert commit(store, "/a/x.pdf", b"one") is False
    assert commit(store, "/a/x.pdf", b"two") is True
    assert [summary.id for summary in store.documents(Filter())] == [make("/a/x.pdf", b"two").id]
    assert len(store.keys(Filter())) == 1


def test_a_version_that_still_lies_elsewhere_goes_on_answering(store: Store) -> None:
    commit(store, "/a/x.pdf", b"one")
    store.locate("/b/copy.pdf", make("/a/x.pdf", b"one").id)
    assert commit(store, "/a/x.pdf", b"two") is True
    assert store.count("documents") == 2


def test_a_commit_that_fails_leaves_nothing(store: Store) -> None:
    document = make("/a/x.pdf", b"one")
    with pytest.raises(ValueError, match="shorter"):
        store.commit(document, passages_of(document), embedded(0), b"one")
    assert not store.has(document.id)
    assert (store.count("passages"), store.revision()) == (0, 0)


def test_delete_forgets_rows_and_file(store: Store) -> None:
    commit(store, "/a/x.pdf", b"one")
    document = make("/a/x.pdf", b"one")
    store.delete(document.id)
    assert store.count("documents") == store.count("passages") == 0
    with pytest.raises(NotFound, match="ingest it again"):
        store.files.get(document.sha256)
    with pytest.raises(NotFound, match="no document"):
        store.delete(document.id)


def test_filters_and_facets(store: Store) -> None:
    for path, language, day in (("/1", "uk", date(2011, 3, 11)), ("/2", "ja", date(2024, 2, 19)), ("/3", "ja", None)):
        document = make(path, path.encode(), language, day)
        store.commit(document, passages_of(document), embedded(), path.encode())
    assert len(store.keys(Filter(languages=("ja",)))) == 2
    assert len(store.keys(Filter(date_from=date(2012, 1, 1)))) == 1
    assert len(store.keys(Filter(date_to=date(2012, 1, 1)))) == 1
    assert len(store.keys(Filter(collections=("nowhere",)))) == 0
    assert store.facets(Filter()).language == {"ja": 2, "uk": 1}
    assert store.facets(Filter(languages=("ja",))).year == {"2024": 1}


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with writer_lock(tmp_path), pytest.raises(HomeLocked, match="is writing"), writer_lock(tmp_path):
        pass
    with writer_lock(tmp_path):
        pass


def test_a_newer_schema_and_a_damaged_file_are_explained(tmp_path: Path) -> None:
    store = Store(tmp_path / "newer")
    store.database.connection.execute("PRAGMA user_version = 999")
    store.close()
    with pytest.raises(HomeError, match="newer recovery-kb"):
        Store(tmp_path / "newer")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "store.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(HomeError, match="cannot be opened"):
        Store(tmp_path / "broken")


def test_boxes_are_those_of_the_lines_in_range() -> None:
    document = make("/a", b"one")
    assert document.boxes(0, 5, 1) == [(10.0, 20.0, 60.0, 32.5)]
    assert document.boxes(0, 5, 2) == document.boxes(7, 31, 1) == []
