"""Versions over HTTP: in search results, at a document, and as people correct them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from intake import Intake

from ingest.pipeline import ingest
from kb.api.app import build_app
from kb.base import KnowledgeBase
from kb.config import Settings

PUMPS = (
    "# Pumps for {where}\n\nJapan handed over {n} pumps to the waterworks of three towns on 9 July 2024, and drivers "
    "of the repair crews were trained in Kumamoto for two weeks before the handing over.\n\nThe pumps restore supply "
    "to 12,400 people whose wells ran dry when the dam was lost, and stay the property of the towns afterwards.\n"
)


@pytest.fixture(scope="module")
def library(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    home = tmp_path_factory.mktemp("linking")
    folder = home / "news"
    folder.mkdir()
    (folder / "one.md").write_text(PUMPS.format(n=14, where="the towns"), "utf-8")
    (folder / "two.md").write_text(PUMPS.format(n=16, where="the towns"), "utf-8")
    library = KnowledgeBase.open(settings.model_copy(update={"home": home / "home"}))
    assert ingest(library, [folder]).failed == []
    yield library
    library.close()


@pytest.fixture
def client(library: KnowledgeBase) -> TestClient:
    return TestClient(build_app(library, Intake()))


def ids(library: KnowledgeBase) -> tuple[str, str]:
    known = {it.source_name: it.id for it in library.documents()}
    return known["one.md"], known["two.md"]


def test_a_hit_has_its_twin_with_the_number_they_disagree_in(client: TestClient, library: KnowledgeBase) -> None:
    answer = client.get("/api/search", params={"q": "how many pumps were handed over"}).json()
    hit = next(hit for hit in answer["hits"] if "pumps" in hit["text"] and hit["twins"])
    (twin,) = hit["twins"]
    assert {hit["document_id"], twin["document_id"]} == set(ids(library))
    assert twin["kind"] == "near_duplicate"
    assert twin["passage_id"].startswith(twin["document_id"])
    assert sorted(pair for numbers in twin["numbers"] for pair in numbers) == ["14", "16"]
    assert twin["citation"]["label"].endswith(".md)")


def test_a_document_tells_its_links_passages_and_history(client: TestClient, library: KnowledgeBase) -> None:
    one, two = ids(library)
    detail = client.get(f"/api/documents/{one}").json()
    assert [(it["document_id"], it["kind"], it["origin"]) for it in detail["links"]] == [
        (two, "near_duplicate", "found")
    ]
    assert detail["passage_list"][0]["aligned"] == [{"document_id": two, "passage_id": f"{two}:0"}]
    assert [it["current"] for it in detail["history"]] == [True]


def test_a_person_parts_and_links(client: TestClient, library: KnowledgeBase) -> None:
    one, two = ids(library)
    address = f"/api/documents/{one}/links/{two}"
    assert client.delete(address).status_code == 204
    assert client.get(f"/api/documents/{two}").json()["links"] == []
    said = client.put(address, json={"kind": "newer_version"})
    assert (said.status_code, said.json()["kind"], said.json()["origin"]) == (200, "newer_version", "person")
    assert client.get(f"/api/documents/{two}").json()["links"][0]["kind"] == "older_version"
    assert client.put(address, json={}).json()["kind"] == "near_duplicate"


@pytest.mark.parametrize(
    ("other", "said", "status"),
    [
        ("{two}", {"kind": "cousin"}, 422),
        ("{two}", {"kind": "other_language"}, 422),
        ("{one}", {}, 422),
        ("0" * 16, {}, 404),
    ],
)
def test_links_that_cannot_be(
    client: TestClient, library: KnowledgeBase, other: str, said: dict[str, str], status: int
) -> None:
    one, two = ids(library)
    answer = client.put(f"/api/documents/{one}/links/{other.format(one=one, two=two)}", json=said)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
