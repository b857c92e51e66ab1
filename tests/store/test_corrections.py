"""What people say of a document outlives whatever reads it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from test_store import BLOCKS, embedded, make, passages_of

from kb.errors import InvalidField, NotFound
from kb.model import Document, DocumentType, Fact, FactKind, Filter
from kb.store.corrections import Change, Correction
from kb.store.store import Store

OTSUCHI = Fact(FactKind.PLACE, "otsuchi", 13, 20)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def put(store: Store, document: Document, data: bytes = b"one") -> Document:
    store.commit(document, passages_of(document), embedded(), data)
    return document


def title(text: str) -> Correction:
    return Correction(Change.TITLE, text)


def strike(fact: Fact) -> Correction:
    return Correction(Change.REMOVE, fact.value, fact.kind, fact.stage)


def test_values_of_a_document_are_set_and_taken_back(store: Store) -> None:
    document = put(store, make("/a/x.pdf", b"one"))
    store.correct(document.id, title("Better"))
    store.correct(document.id, Correction(Change.TYPE, "agreement"))
    store.correct(document.id, Correction(Change.LANGUAGE, "ja"))
    store.correct(document.id, Correction(Change.DATE, "2020-05-06"))
    now = store.document(document.id)
    assert (now.title, now.type, now.language, now.date) == ("Better", DocumentType.AGREEMENT, "ja", date(2020, 5, 6))
    assert [fact.value for fact in now.facts if fact.kind is FactKind.ISSUED] == ["2020-05-06"]
    store.correct(document.id, title("Best"))
    made = store.corrections(document.id)
    assert [(one.change, one.value, one.found) for one in made if one.change is Change.TITLE] == [
        (Change.TITLE, "Best", "Water")
    ]
    for one in made:
        store.withdraw(document.id, one.number)
    back = store.document(document.id)
    assert (back.title, back.type, back.language, back.date) == ("Water", document.type, "en", document.date)
    assert store.corrections(document.id) == ()


def test_facts_are_struck_out_and_added_at_their_words(store: Store) -> None:
    document = put(store, make("/a/x.pdf", b"one"))
    store.correct(document.id, strike(OTSUCHI))
    store.correct(document.id, Correction(Change.ADD, "water", FactKind.SECTOR, words="Pumps"))
    now = store.document(document.id)
    added = next(fact for fact in now.facts if fact.kind is FactKind.SECTOR)
    assert OTSUCHI not in now.facts
    assert now.text[added.start : added.end] == "Pumps"
    for one in store.corrections(document.id):
        store.withdraw(document.id, one.number)
    assert store.document(document.id).facts == tuple(sorted(document.facts, key=lambda fact: fact.start))


def test_saying_the_opposite_takes_back_and_saying_nothing_new_is_refused(store: Store) -> None:
    document = put(store, make("/a/x.pdf", b"one"))
    store.correct(document.id, strike(OTSUCHI))
    store.correct(document.id, Correction(Change.ADD, OTSUCHI.value, FactKind.PLACE))
    assert store.corrections(document.id) == ()
    assert OTSUCHI in store.document(document.id).facts
    with pytest.raises(InvalidField, match="nothing is changed"):
        store.correct(document.id, title("Water"))
    with pytest.raises(InvalidField, match="nothing is changed"):
        store.correct(document.id, Correction(Change.REMOVE, "nowhere", FactKind.PLACE))
    with pytest.raises(NotFound, match="no correction 7"):
        store.withdraw(document.id, 7)
    with pytest.raises(NotFound):
        store.correct("0" * 16, title("x"))


def test_a_second_reading_of_the_same_bytes_does_not_overwrite(store: Store) -> None:
    """As OCR does it: the document comes again under its own identifier, described anew."""
    document = put(store, make("/a/x.pdf", b"one"))
    store.correct(document.id, title("Better"))
    store.correct(document.id, strike(OTSUCHI))
    moved = replace(OTSUCHI, start=14, end=21)
    put(store, replace(document, title="Water, read by OCR", facts=(moved,)))
    now = store.document(document.id)
    assert (now.title, now.facts) == ("Better", ())
    for one in store.corrections(document.id):
        store.withdraw(document.id, one.number)
    back = store.document(document.id)
    assert (back.title, back.facts) == ("Water, read by OCR", (moved,))  # what the last reading found


def test_a_newer_version_takes_over_what_it_shows_the_same_fault_of(store: Store) -> None:
    old = put(store, make("/a/x.pdf", b"one"))
    store.correct(old.id, title("Better"))
    store.correct(old.id, Correction(Change.DATE, "2020-05-06"))
    store.correct(old.id, strike(OTSUCHI))
    store.correct(old.id, Correction(Change.ADD, "water", FactKind.SECTOR, words="Pumps"))
    store.correct(old.id, Correction(Change.ADD, "health", FactKind.SECTOR, words="Town"))
    shorter = replace(make("/a/x.pdf", b"two").reading, blocks=(replace(BLOCKS[1], text="Otsuchi · Pumps: 3"),))
    new = replace(make("/a/x.pdf", b"two"), date=date(2025, 1, 1), reading=shorter, facts=(replace(OTSUCHI, start=0),))
    store.commit(new, [], embedded(0), b"two")
    now = store.document(new.id)
    assert not store.has(old.id)
    assert (now.title, now.date) == ("Better", date(2025, 1, 1))  # the same wrong title; a date of its own
    assert [fact.value for fact in now.facts] == ["water"]  # struck out again; the words for health are gone


def test_a_deleted_document_takes_its_corrections_with_it(store: Store) -> None:
    document = put(store, make("/a/x.pdf", b"one"))
    store.correct(document.id, title("Better"))
    store.delete(document.id)
    put(store, document)
    assert store.document(document.id).title == "Water"


def test_a_corrected_document_is_seen_anew_by_every_index(store: Store) -> None:
    first, second = put(store, make("/a/x.pdf", b"one")), put(store, make("/a/y.pdf", b"two"), b"two")
    before, revision = store.keys(Filter()), store.revision()
    old_vectors = store.vectors(before)[2]
    store.correct(first.id, title("Better"))
    after = store.keys(Filter())
    assert store.revision() > revision
    assert len(np.intersect1d(before, after)) == 1  # the other document's
    assert after.max() > before.max()
    found = store.stored(after)
    assert {stored.title for stored in found.values()} == {"Better", "Water"}
    np.testing.assert_array_equal(store.vectors(after)[2], old_vectors)
    assert [codes.tolist() for codes in store.tokens.codes(after.tolist())] == [[[1] * 4] * 2] * 2
    put(store, make("/a/z.pdf", b"three"), b"three")
    assert len(set(store.keys(Filter()).tolist()) - set(after.tolist())) == 1  # no key is given twice
    assert store.has(second.id)


def test_filters_and_counts_by_what_a_document_says(store: Store) -> None:
    places = {b"1": "UA-32-bucha", b"2": "UA-32", b"3": "JP-04-sendai"}
    for data, place in places.items():
        document = replace(
            make(f"/{data!r}", data),
            facts=(Fact(FactKind.PLACE, place, 0, 5), Fact(FactKind.SECTOR, "water", 0, 5),
                   Fact(FactKind.ORGANISATION, "jica" if place.startswith("UA") else "jwwa", 0, 5)),
        )  # fmt: skip
        put(store, document, data)
    assert len(store.keys(Filter(places=("UA-32",)))) == 2
    assert len(store.keys(Filter(places=("UA-32-bucha",)))) == 1
    assert len(store.keys(Filter(places=("UA-3",)))) == 0
    assert len(store.keys(Filter(places=("UA", "JP"), sectors=("water",)))) == 3
    assert len(store.keys(Filter(organisations=("jica",), places=("JP",)))) == 0
    counts = store.facets(Filter())
    assert counts.place == {"UA": 2, "UA-32": 2, "JP": 1, "JP-04": 1, "JP-04-sendai": 1, "UA-32-bucha": 1}
    assert (counts.sector, counts.organisation) == ({"water": 3}, {"jica": 2, "jwwa": 1})
    assert store.facets(Filter(places=("JP",))).organisation == {"jwwa": 1}
    labels = next(iter(store.stored(store.keys(Filter(places=("JP",)))).values())).labels
    assert set(labels) == {"place:JP-04-sendai", "sector:water", "organisation:jwwa"}
