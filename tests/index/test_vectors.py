"""Exact and compressed search agree, filters go into the search, and what is removed is gone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.index.vectors import VectorIndex
from kb.ports import Vectors


def unit_vectors(n: int, seed: int = 1) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(n, 64)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def filled(n: int, exact_limit: int) -> tuple[VectorIndex, Vectors]:
    index, vectors = VectorIndex(64, exact_limit), unit_vectors(n)
    keys = np.arange(1, n + 1, dtype=np.int64)
    for at in range(0, n, 500):
        index.add(keys[at : at + 500], vectors[at : at + 500])
    return index, vectors


@pytest.mark.parametrize("exact_limit", [10_000, 1_000])
def test_the_nearest_come_first(exact_limit: int) -> None:
    index, vectors = filled(2_000, exact_limit)
    assert index.is_exact is (exact_limit > 2_000)
    found = [index.search(vectors[row], 1)[0][0] == row + 1 for row in range(0, 2_000, 100)]
    assert sum(found) >= 19
    keys, scores = index.search(vectors[7], 50)
    assert list(scores) == sorted(scores, reverse=True)
    assert len(set(keys.tolist())) == 50


@pytest.mark.parametrize("exact_limit", [10_000, 1_000])
def test_filters_removal_and_reloading(exact_limit: int, tmp_path: Path) -> None:
    index, vectors = filled(2_000, exact_limit)
    allowed = np.arange(1, 2_001, 2, dtype=np.int64)
    assert set(index.search(vectors[0], 20, allowed)[0] % 2) == {1}
    assert len(index.search(vectors[0], 20, np.empty(0, np.int64))[0]) == 0
    index.remove(np.array([1], np.int64))
    assert 1 not in index.search(vectors[0], 2_000)[0]
    index.save(tmp_path / "vectors.faiss")
    again = VectorIndex.load(tmp_path / "vectors.faiss", exact_limit)
    assert sorted(again.keys) == list(range(2, 2_001))
    assert again.search(vectors[4], 1)[0][0] == index.search(vectors[4], 1)[0][0]
    again.add(np.array([9_999], np.int64), vectors[:1])
    assert again.search(vectors[0], 1)[0][0] == 9_999


def test_cosines_of_given_keys() -> None:
    index, vectors = filled(600, 10_000)
    keys = np.array([5, 3], np.int64)
    assert index.vectors(keys) @ vectors[2] == pytest.approx([vectors[4] @ vectors[2], 1.0], abs=1e-5)
    assert index.vectors(keys[:0]).shape == (0, vectors.shape[1])


def test_a_place_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    index, _ = filled(500, 10_000)
    with pytest.raises(OSError, match="disk is full"):
        index.save(tmp_path / "no such folder" / "vectors.faiss")
