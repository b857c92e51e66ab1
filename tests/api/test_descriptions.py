"""Descriptions and their corrections over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from intake import Intake

from ingest.pipeline import ingest
from kb.api.app import build_app
from kb.base import KnowledgeBase

TEXT = """# Pumps for Bucha

KYIV, 8 April 2025 — Japan and Ukraine signed an agreement over JPY 8.8 billion for water supply in Bucha.
"""


@pytest.fixture
def client(library: KnowledgeBase, tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "pumps.md").write_text(TEXT, "utf-8")
    assert ingest(library, [tmp_path / "pumps.md"], "press-releases").added == 1
    with TestClient(build_app(library, Intake()), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def path(client: TestClient) -> str:
    return f"/api/documents/{client.get('/api/documents').json()['documents'][0]['id']}"


def test_facts_point_at_words_and_passages(client: TestClient, path: str) -> None:
    document = client.get(path).json()
    facts = {(fact["kind"], fact["value"]): fact for fact in document["facts"]}
    bucha = facts["place", "UA-32-bucha"]
    assert document["text"][bucha["start"] : bucha["end"]] == bucha["words"] == "Bucha"
    assert bucha["names"] == {"uk": "Буча", "en": "Bucha", "ja": "ブチャ"}
    assert bucha["passage_id"] == document["passage_list"][0]["id"]
    assert facts["amount", "8800000000 JPY"]["stage"] == "agreement_signed"
    assert {("dateline", "UA-30"), ("signed", "2025-04-08"), ("party", "JP"), ("sector", "water")} <= set(facts)


def test_a_correction_is_made_seen_and_taken_back(client: TestClient, path: str) -> None:
    given = {"change": "add", "kind": "place", "value": "Ірпінь", "words": "water supply"}
    made = client.post(f"{path}/corrections", json=given)
    assert made.status_code == 201
    assert [one["value"] for one in made.json()["corrections"]] == ["UA-32-irpin"]
    assert client.get("/api/documents", params={"place": "UA-32-irpin"}).json()["total"] == 1
    assert client.post(f"{path}/corrections", json={"change": "title", "value": "Pumps"}).status_code == 201
    page = client.get("/api/search", params={"q": "pumps", "place": "irpin", "sector": "water"}).json()
    assert page["hits"][0]["title"] == "Pumps"
    assert page["facets"]["place"]["UA-32"] == 1
    number = made.json()["corrections"][0]["number"]
    assert client.delete(f"{path}/corrections/{number}").status_code == 204
    assert client.delete(f"{path}/corrections/{number}").status_code == 404
    assert client.get("/api/documents", params={"place": "UA-32-irpin"}).json()["total"] == 0
    assert client.get("/api/search", params={"q": "pumps", "place": "irpin"}).json()["hits"] == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"change": "title", "value": " "}, "title"),
        ({"change": "type", "value": "novel"}, "type"),
        ({"change": "language", "value": "english"}, "language"),
        ({"change": "date", "value": "yesterday"}, "date"),
        ({"change": "add", "value": "Bucha"}, "kind"),
        ({"change": "add", "kind": "issued", "value": "2024-01-01"}, "kind"),
        ({"change": "add", "kind": "place", "value": "Atlantis"}, "place"),
        ({"change": "add", "kind": "amount", "value": "much"}, "value"),
        ({"change": "add", "kind": "amount", "value": "5 JPY", "stage": "dreamt"}, "stage"),
        ({"change": "add", "kind": "signed", "value": "2024-13-01"}, "value"),
        ({"change": "remove", "kind": "place", "value": "JP-13"}, "remove"),
        ({"change": "paint", "value": "red"}, "change"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field(
    client: TestClient, path: str, given: dict[str, str], field: str
) -> None:
    refused = client.post(f"{path}/corrections", json=given)
    assert (refused.status_code, refused.json()["field"]) == (422, field)
    assert client.get(path).json()["corrections"] == []


def test_unknown_names_in_a_filter_are_refused(client: TestClient) -> None:
    for field in ("sector", "place", "organisation"):
        refused = client.get("/api/search", params={"q": "pumps", field: "nothing of the kind"})
        assert (refused.status_code, refused.json()["field"]) == (422, field)
