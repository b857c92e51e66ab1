"""The ledger: every page is listed once, under what is most pressing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kb.embed.passages import Embedded
from kb.model import Document, DocumentType, Page, PageStatus, Reading
from kb.quality import Concern, Section
from kb.store.quality import Ledger
from kb.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def page(number: int, status: PageStatus, confidence: float | None = None, *warnings: str) -> Page:
    return Page(number, str(number), 595, 842, 100, status, "latin", confidence, warnings)


def put(
    store: Store, name: str, pages: tuple[Page, ...], warnings: tuple[str, ...] = (), day: date | None = None
) -> str:
    document = Document(
        id=name, sha256=name * 8, path=f"/in/{name}", source_name=f"{name}.pdf", source_url=None, collection="notes",
        type=DocumentType.REPORT, language="en", title=name.title(), date=day,
        reading=Reading("pdf", (), pages, warnings=warnings),
    )  # fmt: skip
    store.commit(document, [], Embedded(np.empty((0, 4), np.float32)), b"%PDF-")
    return name


def section(store: Store, concern: Concern, limit: int = 10, offset: int = 0) -> Section:
    return Ledger(store.database).section(concern, limit, offset)


def test_a_page_is_listed_under_the_first_concern_that_fits(store: Store) -> None:
    put(
        store,
        "alpha",
        (
            page(1, PageStatus.TEXT),
            page(2, PageStatus.NEEDS_OCR, None, "a picture"),
            page(3, PageStatus.OCR, 0.61, "only 61 % sure"),
            page(4, PageStatus.OCR, 0.95, "a line was left out"),
            page(5, PageStatus.OCR, 0.95),
        ),
        day=date(2025, 1, 1),
    )
    found = {
        concern: [it.number for item in section(store, concern).items for it in item.pages]
        for concern in (Concern.NEEDS_OCR, Concern.LOW_CONFIDENCE, Concern.PAGE_WARNINGS)
    }
    assert found == {Concern.NEEDS_OCR: [2], Concern.LOW_CONFIDENCE: [3], Concern.PAGE_WARNINGS: [4]}
    (item,) = section(store, Concern.PAGE_WARNINGS).items
    assert (item.said, item.document_id, item.title) == (("a line was left out",), "alpha", "Alpha")
    assert section(store, Concern.UNDATED).total == 0


def test_the_least_sure_document_comes_first_and_lists_are_paged(store: Store) -> None:
    for name, sure in (("a", 0.7), ("b", 0.5), ("c", 0.6)):
        put(store, name, tuple(page(number, PageStatus.OCR, sure) for number in range(1, 41)))
    whole = section(store, Concern.LOW_CONFIDENCE)
    assert ([item.document_id for item in whole.items], whole.total, whole.pages) == (["b", "c", "a"], 3, 120)
    assert [(len(item.pages), item.page_count) for item in whole.items] == [(24, 40)] * 3
    part = section(store, Concern.LOW_CONFIDENCE, limit=1, offset=1)
    assert ([item.document_id for item in part.items], part.total, part.offset) == (["c"], 3, 1)
    assert [item.document_id for item in section(store, Concern.UNDATED, 2).items] == ["a", "b"]


def test_what_is_said_of_waiting_pages_is_not_said_twice(store: Store) -> None:
    put(store, "scan", (page(1, PageStatus.NEEDS_OCR),), ("page 1 has no readable text and needs OCR",))
    put(store, "odd", (), ("pages 2-3 have no readable text and need OCR", "the end of the file is missing"))
    (item,) = section(store, Concern.DOCUMENT_WARNINGS).items
    assert (item.document_id, item.notes) == ("odd", ("the end of the file is missing",))


def test_failed_files_are_listed_with_their_reasons(store: Store) -> None:
    store.record_failure("/in/broken.pdf", "cut short; fetch it again", permanent=True)
    (item,) = section(store, Concern.FAILED).items
    assert (item.title, item.source_name, item.document_id) == ("/in/broken.pdf", "broken.pdf", None)
    assert item.said == ("cut short; fetch it again",)


def test_the_queue_begins_with_the_shortest_document(store: Store) -> None:
    put(store, "long", tuple(page(number, PageStatus.NEEDS_OCR) for number in (1, 2, 3)))
    put(store, "short", (page(1, PageStatus.NEEDS_OCR),))
    put(store, "done", (page(1, PageStatus.OCR, 0.9),))
    ledger = Ledger(store.database)
    assert ledger.waiting_documents() == ["short", "long"]
    assert (ledger.waiting_pages(), ledger.waiting_pages({"long", "done"})) == (4, 3)
