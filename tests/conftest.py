"""What all tests share: settings whose cache is kept between runs, so that the model is built once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.config import Settings

os.environ["HF_HUB_OFFLINE"] = "1"  # before any import of a hub client: no test asks a network


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder of its own; the cache is KB_CACHE or the user's."""
    home = tmp_path_factory.mktemp("home")
    cache = os.environ.get("KB_CACHE")
    return Settings(home=home, cache=Path(cache)) if cache else Settings(home=home)
