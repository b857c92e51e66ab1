"""Generations on disk, means that follow the passages, and a rebuild that equals what grew step by step."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from single import DIMENSION, Shelf, direction

from kb.embed.centring import PRIOR_PASSAGES, LanguageMeans
from kb.index.dense import DRIFT, DenseIndex
from kb.model import Filter
from kb.ports import Vectors

QUERY = {language: direction(99) for language in ("uk", "en", "ja", "ru")}


@pytest.fixture
def index(shelf: Shelf, calibration: LanguageMeans) -> DenseIndex:
    return DenseIndex.load(shelf.folder, DIMENSION, calibration)


def cosines(
    index: DenseIndex,
    queries: Mapping[str, Vectors] = QUERY,
    limit: int = 1000,
    allowed: NDArray[np.int64] | None = None,
) -> dict[int, float]:
    found: dict[int, float] = {}
    for language in index.languages:
        keys, scores = index.search(queries, language, limit, allowed)
        found.update(zip(keys.tolist(), scores.tolist(), strict=True))
    return found


def changed(index: DenseIndex, shelf: Shelf) -> DenseIndex:
    """The index after a change that it must have noticed; the one before stays as it was."""
    before = index.keys.tolist()
    after = index.refreshed(shelf.store)
    assert after is not index
    assert index.keys.tolist() == before
    return after


def fill(shelf: Shelf, n: int, language: str = "en", start: int = 0) -> list[int]:
    return [shelf.put(f"{language} {number}", language=language) for number in range(start, start + n)]


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_empty_index_finds_nothing(shelf: Shelf, index: DenseIndex) -> None:
    assert cosines(index) == {}
    assert (index.keys.tolist(), index.languages, index.language_of(1)) == ([], [], None)
    assert index.refreshed(shelf.store) is index
    index.save()


def test_it_becomes_equal_to_the_store(shelf: Shelf, index: DenseIndex) -> None:
    keys = fill(shelf, 5) + fill(shelf, 3, "ja")
    index = changed(index, shelf)
    assert index.keys.tolist() == sorted(keys) == shelf.store.keys(Filter()).tolist()
    assert {index.language_of(key) for key in keys[5:]} == {"ja"}
    assert sorted(index.languages) == ["en", "ja"]
    assert index.refreshed(shelf.store) is index


def test_scores_are_cosines_with_centred_vectors(shelf: Shelf, index: DenseIndex) -> None:
    keys = fill(shelf, 4) + fill(shelf, 2, "ja")
    index = index.refreshed(shelf.store)
    held, languages, vectors = shelf.store.vectors(np.array(keys))
    expected = index.means.centre_passages(vectors, languages) @ QUERY["en"]
    assert cosines(index) == pytest.approx(dict(zip(held.tolist(), expected.tolist(), strict=True)), abs=1e-5)
    japanese = np.array(keys[4:], np.int64)
    meant = index.vectors("ja", japanese) @ QUERY["ja"]
    assert meant == pytest.approx([cosines(index)[key] for key in keys[4:]], abs=1e-5)


def test_each_language_meets_its_own_query(shelf: Shelf, index: DenseIndex) -> None:
    english, japanese = shelf.put("a", direction(1), "en"), shelf.put("b", direction(1), "ja")
    index = index.refreshed(shelf.store)
    both = {"en": direction(1), "ja": -direction(1)}
    found = cosines(index, both)
    assert found[english] > 0 > found[japanese]
    assert list(cosines(index, both, 10, np.array([japanese], np.int64))) == [japanese]
    assert cosines(index, both, 10, np.empty(0, np.int64)) == {}


def test_the_limit_holds_for_each_language(shelf: Shelf, index: DenseIndex) -> None:
    fill(shelf, 9)
    fill(shelf, 9, "ja")
    index = index.refreshed(shelf.store)
    assert len(cosines(index, limit=2)) == 4


def test_what_is_removed_is_gone(shelf: Shelf, index: DenseIndex) -> None:
    keys = fill(shelf, 40)
    index = index.refreshed(shelf.store)
    shelf.drop("en 7")
    assert keys[7] in cosines(index)  # until it is refreshed
    index = changed(index, shelf)
    assert keys[7] not in cosines(index)
    assert index.language_of(keys[7]) is None
    assert index.keys.tolist() == sorted(set(keys) - {keys[7]})


def test_when_all_are_removed_nothing_is_found(shelf: Shelf, index: DenseIndex) -> None:
    fill(shelf, 2)
    index = index.refreshed(shelf.store)
    shelf.drop("en 0")
    shelf.drop("en 1")
    index = index.refreshed(shelf.store)
    assert (cosines(index), index.languages) == ({}, [])


def test_a_saved_generation_is_read_again(shelf: Shelf, index: DenseIndex, calibration: LanguageMeans) -> None:
    fill(shelf, 30)
    fill(shelf, 3, "ja")
    index = index.refreshed(shelf.store)
    index.save()
    again = DenseIndex.load(shelf.folder, DIMENSION, calibration)
    assert cosines(again) == cosines(index)
    assert again.means.identity == index.means.identity
    assert again.refreshed(shelf.store) is again


def test_generations_replace_one_another(shelf: Shelf, index: DenseIndex, calibration: LanguageMeans) -> None:
    for number in range(3):
        shelf.put(f"text {number}")
        index = index.refreshed(shelf.store)
        shelf.folder.mkdir(exist_ok=True)
        (shelf.folder / ".new-abandoned").mkdir()
        index.save()
        assert generations(shelf.folder) == [f"dense-{number + 1:06}"]
    assert len(DenseIndex.load(shelf.folder, DIMENSION, calibration).keys) == 3


@pytest.mark.parametrize("damage", ["truncated", "garbage", "no means", "empty means", "no changes", "empty folder"])
def test_a_damaged_generation_is_made_anew_from_the_store(
    shelf: Shelf, index: DenseIndex, calibration: LanguageMeans, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    fill(shelf, 30)
    fill(shelf, 3, "ja")
    index = index.refreshed(shelf.store)
    index.save()
    (folder,) = shelf.folder.iterdir()
    vectors, means = folder / "en.faiss", folder / "means.npz"
    match damage:
        case "truncated":
            os.truncate(vectors, vectors.stat().st_size // 2)
        case "garbage":
            vectors.write_bytes(b"not an index")
        case "no means":
            means.unlink()
        case "no changes":
            (folder / "changes").unlink()
        case "empty means":
            means.write_bytes(b"")
        case "empty folder":
            for path in folder.iterdir():
                path.unlink()
    with caplog.at_level(logging.WARNING):
        again = DenseIndex.load(shelf.folder, DIMENSION, calibration)
    assert "made anew" in caplog.text
    assert again.keys.tolist() == []
    again = changed(again, shelf)
    assert cosines(again) == pytest.approx(cosines(index), abs=1e-5)
    again.save()
    assert DenseIndex.load(shelf.folder, DIMENSION, calibration).keys.tolist() == index.keys.tolist()


def test_a_part_that_is_missing_is_filled_from_the_store(
    shelf: Shelf, index: DenseIndex, calibration: LanguageMeans
) -> None:
    fill(shelf, 30)
    fill(shelf, 3, "ja")
    index = index.refreshed(shelf.store)
    index.save()
    (folder,) = shelf.folder.iterdir()
    (folder / "ja.faiss").unlink()
    again = DenseIndex.load(shelf.folder, DIMENSION, calibration)
    again = changed(again, shelf)
    assert again.keys.tolist() == index.keys.tolist()


def test_a_half_written_generation_does_not_count(shelf: Shelf, index: DenseIndex, calibration: LanguageMeans) -> None:
    keys = fill(shelf, 2)
    index = index.refreshed(shelf.store)
    index.save()
    (shelf.folder / ".new-half").mkdir()
    (shelf.folder / ".new-half" / "en.faiss").write_bytes(b"half")
    assert DenseIndex.load(shelf.folder, DIMENSION, calibration).keys.tolist() == sorted(keys)


def test_means_move_towards_the_passages(shelf: Shelf, index: DenseIndex, calibration: LanguageMeans) -> None:
    assert index.means.identity == calibration.identity
    fill(shelf, 10)
    index = index.refreshed(shelf.store)
    _, _, vectors = shelf.store.vectors(shelf.store.keys(Filter()))
    expected = (PRIOR_PASSAGES * calibration.passages["en"] + vectors.sum(axis=0)) / (PRIOR_PASSAGES + 10)
    assert index.means.passages["en"] == pytest.approx(expected, abs=1e-5)
    assert index.means.passages["ja"] == pytest.approx(calibration.passages["ja"])
    assert index.means.queries["en"] == pytest.approx(calibration.queries["en"])


def test_a_few_more_passages_keep_the_means_and_many_move_them(shelf: Shelf, index: DenseIndex) -> None:
    fill(shelf, 100)
    index = index.refreshed(shelf.store)
    before = index.means.identity
    fill(shelf, int(100 * DRIFT), start=100)
    index = index.refreshed(shelf.store)
    assert (index.means.identity, len(index.keys)) == (before, 105)
    fill(shelf, 2, start=200)
    index = index.refreshed(shelf.store)
    assert index.means.identity != before
    assert len(index.keys) == 107


def test_growing_step_by_step_equals_making_it_at_once(
    shelf: Shelf, index: DenseIndex, calibration: LanguageMeans, tmp_path: Path
) -> None:
    for step in range(6):
        fill(shelf, 20, start=20 * step)
        fill(shelf, 20, "uk", start=20 * step)
        index = index.refreshed(shelf.store)
    shelf.drop("en 3")
    shelf.drop("uk 4")
    for language in ("en", "uk"):
        fill(shelf, 20, language, start=200)
    index = index.refreshed(shelf.store)
    once = DenseIndex(tmp_path / "once", DIMENSION, calibration)
    once = once.refreshed(shelf.store)
    assert once.keys.tolist() == index.keys.tolist()
    assert cosines(once) == pytest.approx(cosines(index), abs=1e-5)


def test_changes_are_remembered_across_a_restart(shelf: Shelf, index: DenseIndex, calibration: LanguageMeans) -> None:
    """Many small batches, each saved by a process of its own, move the means as one large batch does."""
    fill(shelf, 100)
    index = index.refreshed(shelf.store)
    index.save()
    before = index.means.identity
    for number in range(10):
        fill(shelf, 4, start=1000 + 4 * number)
        again = DenseIndex.load(shelf.folder, DIMENSION, calibration)
        again = again.refreshed(shelf.store)
        again.save()
    assert again.means.identity != before


def test_another_language_than_those_of_the_calibration(shelf: Shelf, index: DenseIndex) -> None:
    key = shelf.put("текст", language="ru")
    index = index.refreshed(shelf.store)
    assert index.languages == ["ru"]
    assert cosines(index).keys() == {key}
