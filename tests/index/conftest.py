"""Fixtures for indexes over a store in a space of few dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from single import Shelf, direction

from kb.embed.centring import LanguageMeans
from kb.store.store import Store


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    store = Store(tmp_path / "home")
    yield Shelf(store, tmp_path / "index")
    store.close()


@pytest.fixture
def calibration() -> LanguageMeans:
    means = {language: 0.5 * direction(seed) for seed, language in enumerate(("uk", "en", "ja"))}
    return LanguageMeans(means, means)
