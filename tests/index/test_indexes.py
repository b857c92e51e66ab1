"""Both indexes equal the store, whatever was interrupted, and nothing made otherwise is mixed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from single import DIMENSION, Shelf, direction

from kb.embed.centring import LanguageMeans
from kb.index.indexes import Indexes
from kb.model import Filter


@pytest.fixture
def make(shelf: Shelf, calibration: LanguageMeans) -> Callable[..., Indexes]:
    def make(model: str = "m", means: LanguageMeans = calibration) -> Indexes:
        return Indexes(shelf.folder, shelf.store, DIMENSION, means, model)

    return make


def held(indexes: Indexes) -> tuple[list[int], list[int]]:
    return indexes.dense.keys.tolist(), indexes.lexical.keys.tolist()


def folders(shelf: Shelf) -> set[str]:
    return {path.name for path in shelf.folder.iterdir()}


def test_saved_indexes_are_found_again(shelf: Shelf, make: Callable[..., Indexes]) -> None:
    keys = [shelf.put("one"), shelf.put("two")]
    first = make()
    assert first.is_behind()
    first.save()
    assert not first.is_behind()
    again = make()
    assert held(again) == held(first) == (keys, keys)
    assert not again.is_behind()
    assert len(folders(shelf)) == 1


def test_another_model_calibration_analyzer_or_glossary_lies_elsewhere(
    shelf: Shelf, make: Callable[..., Indexes], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = shelf.put("one")
    make().save()
    means = LanguageMeans({"en": 0.1 * direction(7)}, {"en": 0.1 * direction(7)})
    made = [make(model="other"), make(means=means)]
    for name, value in (("kb.text.analyzer.VERSION", "another"), ("kb.text.glossary.version", lambda: "another")):
        with monkeypatch.context() as patch:
            patch.setattr(name, value)
            made.append(make())
    assert [held(indexes) for indexes in made] == [([], [])] * 4
    for indexes in made:
        indexes.save()
    assert [held(indexes) for indexes in made] == [([key], [key])] * 4
    assert len(folders(shelf)) == 5
    assert held(make()) == ([key], [key])


def test_a_document_committed_without_saving_leaves_them_behind(shelf: Shelf, make: Callable[..., Indexes]) -> None:
    first = shelf.put("one")
    make().save()
    second = shelf.put("two")
    restarted = make()
    assert restarted.is_behind()
    restarted.save()
    assert not restarted.is_behind()
    assert held(restarted) == ([first, second], [first, second])


def test_a_document_deleted_without_saving_leaves_them_behind(shelf: Shelf, make: Callable[..., Indexes]) -> None:
    shelf.put("one")
    second = shelf.put("two")
    make().save()
    shelf.drop("one")
    restarted = make()
    assert restarted.is_behind()
    restarted.save()
    assert held(restarted) == ([second], [second])
    assert not make().is_behind()


def test_refresh_sees_meaning_at_once_and_writes_nothing(shelf: Shelf, make: Callable[..., Indexes]) -> None:
    first = shelf.put("one")
    reader = make()
    writer = make()
    writer.save()
    reader.refresh()
    assert held(reader) == ([first], [first])
    second = shelf.put("two")
    reader.refresh()
    assert held(reader) == ([first, second], [first])
    assert held(make()) == ([first], [first])
    writer.save()
    assert held(make()) == ([first, second], [first, second])


def test_a_reader_sees_the_words_that_another_process_saved_later(shelf: Shelf, make: Callable[..., Indexes]) -> None:
    """The commit comes first and the save some time after, while the reader asks in between."""
    reader, writer = make(), make()
    key = shelf.put("one")
    reader.refresh()
    writer.save()
    reader.refresh()
    assert held(reader) == ([key], [key])


def test_rebuild_makes_both_anew_and_drops_the_others(shelf: Shelf, make: Callable[..., Indexes]) -> None:
    keys = [shelf.put("one"), shelf.put("two", language="ja")]
    make(model="old").save()
    indexes = make()
    indexes.save()
    assert len(folders(shelf)) == 2
    indexes.rebuild()
    assert held(indexes) == (keys, keys)
    assert len(folders(shelf)) == 1
    assert held(make()) == (keys, keys)
    assert indexes.dense.keys.tolist() == shelf.store.keys(Filter()).tolist()


def test_rebuild_mends_damaged_files(shelf: Shelf, make: Callable[..., Indexes]) -> None:
    key = shelf.put("one")
    indexes = make()
    indexes.save()
    for path in shelf.folder.rglob("*.faiss"):
        path.write_bytes(b"damaged")
    indexes.rebuild()
    assert held(make()) == ([key], [key])


@pytest.mark.parametrize("damage", ["meta", "segments"])
def test_a_damaged_lexical_index_is_made_anew(shelf: Shelf, make: Callable[..., Indexes], damage: str) -> None:
    key = shelf.put("one")
    make().save()
    (lexical,) = shelf.folder.glob("*/lexical")
    for path in lexical.iterdir():
        if path.is_file() and (path.name == "meta.json") is (damage == "meta") and not path.name.startswith("."):
            path.write_bytes(b"damaged")
    again = make()
    assert again.is_behind()
    again.save()
    assert held(make()) == ([key], [key])
