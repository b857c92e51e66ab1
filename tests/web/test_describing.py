"""The panel about a document and the form that corrects it, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from intake import Intake

from ingest.pipeline import ingest
from kb.api.app import build_app
from kb.base import KnowledgeBase
from kb.store.corrections import Change

TEXT = """# Pumps for Bucha

KYIV, 8 April 2025 — Japan and Ukraine signed an agreement over JPY 8.8 billion for water supply in Bucha.
"""


@pytest.fixture
def visitor(library: KnowledgeBase, tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "pumps.md").write_text(TEXT, "utf-8")
    (tmp_path / "bread.md").write_text("# Bread\n\nBread is baked in Irpin.\n", "utf-8")
    ingest(library, [tmp_path / "pumps.md", tmp_path / "bread.md"], "press-releases")
    with TestClient(build_app(library, Intake())) as visitor:
        yield visitor


@pytest.fixture
def here(library: KnowledgeBase, visitor: TestClient) -> str:
    found = next(document for document in library.documents() if document.source_name == "pumps.md")
    return f"/documents/{found.id}"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ["Про цей документ", "Буча", "8,8 мільярда японських єн — угоду підписано", "8 квітня 2025"]),
        ("en", ["About this document", "Bucha", "8.8 billion Japanese yen — agreement signed", "8 April 2025"]),
        ("ja", ["この文書について", "ブチャ", "88億円 — 契約締結", "2025年4月8日"]),
    ],
)
def test_the_panel_speaks_the_reader_s_language(
    visitor: TestClient, here: str, language: str, words: list[str]
) -> None:
    page = visitor.get(here, params={"lang": language}).text.replace("\u202f", " ").replace("\xa0", " ")
    assert [word for word in words if word not in page] == []


def test_each_value_leads_to_its_passage(visitor: TestClient, here: str) -> None:
    page = visitor.get(here, params={"lang": "en"}).text
    link = re.search(r'href="([^"]*passage=[^"]*)#passage"[^>]*>Bucha<', page)
    assert link is not None
    assert 'id="passage"' in visitor.get(link[1].replace("&amp;", "&")).text


def test_the_form_corrects_adds_strikes_out_and_takes_back(
    visitor: TestClient, library: KnowledgeBase, here: str
) -> None:
    document = library.document(here.rpartition("/")[2])
    form = {"title": "Better", "type": "report", "language": "en", "date": ""}
    assert visitor.post(f"{here}/describe", data=form, follow_redirects=False).status_code == 303
    fact = {"change": "add", "kind": "place", "value": "Ірпінь", "words": "water supply"}
    visitor.post(f"{here}/describe/facts", data=fact)
    visitor.post(f"{here}/describe/facts", data={"change": "remove", "kind": "place", "value": "UA-32-bucha"})
    shown = visitor.get(f"{here}/describe", params={"lang": "en"}).text
    assert "Irpin" in shown and "− Places: UA-32-bucha" in shown
    now = library.document(document.id)
    places = {fact.value for fact in now.facts if fact.kind == "place"}
    assert (now.title, now.type, now.date, now.language) == ("Better", "report", None, "en")
    assert "UA-32-irpin" in places and "UA-32-bucha" not in places
    made = library.corrections(document.id)
    assert [one.change for one in made] == [Change.TITLE, Change.TYPE, Change.DATE, Change.ADD, Change.REMOVE]
    for one in made:
        visitor.post(f"{here}/describe/undo", data={"number": str(one.number)})
    assert library.document(document.id).title == document.title
    assert library.corrections(document.id) == ()


def test_what_cannot_be_is_explained_on_the_form(visitor: TestClient, here: str) -> None:
    fact = {"change": "add", "kind": "place", "value": "Atlantis"}
    refused = visitor.post(f"{here}/describe/facts", data=fact, params={"lang": "en"})
    assert refused.status_code == 422
    assert "no place is known as “Atlantis”" in refused.text
    form = {"title": "", "type": "report", "language": "en", "date": ""}
    assert visitor.post(f"{here}/describe", data=form).status_code == 422


def test_the_filters_name_sectors_places_and_organisations(visitor: TestClient) -> None:
    page = visitor.get("/", params={"q": "pumps", "place": "UA-32-bucha", "lang": "ja"}).text
    assert "ブチャ" in page and "上下水道" in page
    assert 'name="place" value="UA-32-bucha" form="ask" checked' in page
    assert "イルピン" in page
    refused = visitor.get("/", params={"q": "pumps", "place": "Atlantis", "lang": "en"})
    assert (refused.status_code, "No such place is known here." in refused.text) == (422, True)
