"""The document endpoints: list, read, page images, originals, delete."""

from __future__ import annotations

import io

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from shelf import EN_TITLE, fill
from shelf import document_id as id_of

from kb.api.app import build_app
from kb.base import KnowledgeBase

PDF, MARKDOWN = id_of("water-and-homes-ja.pdf"), id_of("visit-to-tokyo-en.md")


def test_list_is_paged_and_counts_all(client: TestClient) -> None:
    whole = client.get("/api/documents").json()
    part = client.get("/api/documents", params={"limit": 2, "offset": 3}).json()
    assert whole["total"] == part["total"] == 5
    assert part["documents"] == whole["documents"][3:]


def test_list_is_filtered(client: TestClient) -> None:
    found = client.get("/api/documents", params={"type": "press_release", "language": "en"}).json()
    assert [line["title"] for line in found["documents"]] == [EN_TITLE]
    assert found["documents"][0]["format"] == "md"


@pytest.mark.parametrize(
    ("query", "field"), [("limit=0", "limit"), ("offset=-1", "offset"), ("language=xx", "language")]
)
def test_list_refuses_by_field(client: TestClient, query: str, field: str) -> None:
    response = client.get(f"/api/documents?{query}")
    assert (response.status_code, response.json()["field"]) == (422, field)


def test_document_has_text_pages_and_passages(client: TestClient) -> None:
    document = client.get(f"/api/documents/{PDF}").json()
    passage = document["passage_list"][0]
    assert document["pages"] == len(document["page_list"]) == 5
    assert passage["page"] == 3
    assert document["text"][passage["start"] : passage["end"]].startswith("津波で浄水場")


def test_page_image_shows_the_passage(client: TestClient) -> None:
    plain = client.get(f"/api/documents/{PDF}/pages/3.png")
    marked = client.get(f"/api/documents/{PDF}/pages/3.png", params={"passage": f"{PDF}:0"})
    assert marked.headers["content-type"] == "image/png"
    colours = {c for _, c in Image.open(io.BytesIO(marked.content)).convert("RGB").getcolors(1 << 16) or []}
    assert len({c for _, c in Image.open(io.BytesIO(plain.content)).convert("RGB").getcolors(1 << 16) or []}) == 1
    assert len(colours) > 1


@pytest.mark.parametrize(
    "path",
    [
        "/api/documents/0000000000000000",
        f"/api/documents/{PDF}/pages/6.png",
        f"/api/documents/{PDF}/pages/0.png",
        f"/api/documents/{PDF}/pages/3.png?passage={PDF}:99",
        f"/api/documents/{MARKDOWN}/pages/1.png",
        "/api/documents/0000000000000000/original",
        "/api/jobs/none",
        "/api/nothing",
        "/api/documents/../../etc/passwd",
    ],
)
def test_what_is_not_there_is_a_404_problem(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    if path.startswith("/api/documents/.."):
        return  # the client resolves the dots: the address is a page's, and so is the answer
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"].endswith(".")


def test_page_number_must_be_a_number(client: TestClient) -> None:
    response = client.get(f"/api/documents/{PDF}/pages/two.png")
    assert (response.status_code, response.json()["field"]) == (422, "n")


def test_original_is_a_download_that_no_browser_runs(client: TestClient) -> None:
    response = client.get(f"/api/documents/{PDF}/original")
    assert response.content.startswith(b"%PDF")
    assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''water-and-homes-ja.pdf"
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_delete_takes_a_document_out(library: KnowledgeBase) -> None:
    fill(library)
    with TestClient(build_app(library, lambda paths, collection, tell: {})) as client:
        assert client.delete(f"/api/documents/{MARKDOWN}").status_code == 204
        assert client.get(f"/api/documents/{MARKDOWN}").status_code == 404
        assert client.delete(f"/api/documents/{MARKDOWN}").status_code == 404
        hits = client.get("/api/search", params={"q": "mobile pumps and temporary pipelines"}).json()["hits"]
        assert MARKDOWN not in {hit["document_id"] for hit in hits}
