"""A few Markdown documents on one subject in three languages, two of them versions of one text, taken in for real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from answers_shelf import DOCUMENTS, QUESTION, TWINS
from standin import StandIn, standing_in

from ingest.pipeline import ingest
from kb.answer.answerer import Answerer
from kb.answer.chat import Chat
from kb.answer.likeness import Likeness
from kb.base import KnowledgeBase
from kb.config import Settings
from kb.model import SearchPage


@pytest.fixture(scope="session")
def library(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """For reading only."""
    folder: Path = tmp_path_factory.mktemp("water")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "index.jsonl").write_text("\n".join(TWINS), "utf-8")
    library = KnowledgeBase.open(settings.model_copy(update={"home": tmp_path_factory.mktemp("home-of-water")}))
    assert ingest(library, [folder]).failed == []
    yield library
    library.close()


@pytest.fixture(scope="session")
def likeness(library: KnowledgeBase) -> Likeness:
    return library._likeness


@pytest.fixture(scope="session")
def page(library: KnowledgeBase) -> SearchPage:
    return library.search(QUESTION, 10)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")  # whatever the machine's own way out is
    with standing_in() as stand_in:
        yield stand_in


@pytest.fixture
def answerer(library: KnowledgeBase, likeness: Likeness, stand_in: StandIn) -> Answerer:
    """Writes with a model at the stand-in, which has half a second."""
    return Answerer(likeness, library.passage, library.families, Chat(stand_in.url, "tiny", "secret", 0.5))
