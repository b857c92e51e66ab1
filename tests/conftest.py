"""What all tests share: settings whose cache is kept between runs, so that the model is built once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from shelf import fill

from ingest.pipeline import ingest
from kb.base import KnowledgeBase
from kb.config import Settings

os.environ["HF_HUB_OFFLINE"] = "1"  # before any model is asked for: no test uses a network
CORPORA = Path(__file__).parent.parent / "corpora"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder of its own; the cache is KB_CACHE or the user's."""
    home = tmp_path_factory.mktemp("home")
    cache = os.environ.get("KB_CACHE")
    return Settings(home=home, cache=Path(cache)) if cache else Settings(home=home)


@pytest.fixture(scope="session")
def corpora(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The three collections, ingested once; for reading only."""
    home = tmp_path_factory.mktemp("corpora")
    library = KnowledgeBase.open(settings.model_copy(update={"home": home}))
    report = ingest(library, [CORPORA])
    assert report.failed == []
    yield library
    library.close()


@pytest.fixture
def library(settings: Settings, tmp_path: Path) -> Iterator[KnowledgeBase]:
    """An empty knowledge base of the test's own."""
    library = KnowledgeBase.open(settings.model_copy(update={"home": tmp_path / "home"}))
    yield library
    library.close()


@pytest.fixture
def feedback_shelf(library: KnowledgeBase) -> KnowledgeBase:
    """Five documents in three languages, of the test's own: readers may say what they like of them."""
    fill(library)
    return library
