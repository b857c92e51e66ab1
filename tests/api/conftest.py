"""The real application over a real knowledge base, called in-process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from intake import Intake
from shelf import fill

from kb.api.app import build_app
from kb.base import KnowledgeBase
from kb.config import Settings


@pytest.fixture(scope="session")
def shelf(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Five documents in three languages; for reading only."""
    home = tmp_path_factory.mktemp("shelf")
    library = KnowledgeBase.open(settings.model_copy(update={"home": home, "upload_megabytes": 1}))
    fill(library)
    yield library
    library.close()


@pytest.fixture
def intake() -> Intake:
    return Intake()


@pytest.fixture
def client(shelf: KnowledgeBase, intake: Intake) -> Iterator[TestClient]:
    """The application, running."""
    with TestClient(build_app(shelf, intake), raise_server_exceptions=False) as client:
        yield client
    intake.gate.set()
