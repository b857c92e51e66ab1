"""What readers say of hits is kept once, changed by a contrary word, and outlives a new reading."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_store import embedded, make, passages_of

from kb.store.feedback import Feedback, Verdict
from kb.store.store import Store

SAID = Feedback("how many pumps?", "en", "", "Pumps: 3", 1, None, Verdict.RIGHT, 2, "2025-11-20T09:30:00+00:00")
TEXT = "Town: Otsuchi · Pumps: 3"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def put(store: Store, data: bytes, path: str = "/a/x.pdf") -> str:
    document = make(path, data)
    store.commit(document, passages_of(document), embedded(), data)
    return document.id


def test_a_verdict_is_kept_once_and_a_contrary_one_replaces_it(store: Store) -> None:
    said, table = replace(SAID, document_id=put(store, b"one")), store.feedback
    assert table.record(said, TEXT) == said
    later = replace(said, at="2025-12-01T00:00:00+00:00", words="Town: Otsuchi", rank=1)
    assert table.record(later, TEXT) == said
    contrary = replace(later, verdict=Verdict.WRONG)
    assert table.record(contrary, TEXT) == contrary
    assert table.all() == [contrary]
    other = replace(said, query="another question")
    table.record(other, TEXT)
    assert table.all() == [other, contrary]
    assert table.of_query(said.query) == [contrary]


def test_it_outlives_a_new_reading_and_goes_with_its_document(store: Store) -> None:
    said, kept = replace(SAID, document_id=put(store, b"one")), replace(SAID, document_id=put(store, b"two", "/b.pdf"))
    store.feedback.record(said, TEXT)
    store.feedback.record(kept, TEXT)
    put(store, b"one")
    assert store.feedback.all() == [said, kept]
    store.delete(said.document_id)
    assert store.feedback.all() == [kept]


def test_deleting_a_newer_version_forgets_what_was_said_of_the_older(store: Store) -> None:
    store.feedback.record(replace(SAID, document_id=put(store, b"one")), TEXT)
    newer = put(store, b"two")
    assert len(store.feedback.all()) == 1
    store.delete(newer)
    assert store.feedback.all() == []
