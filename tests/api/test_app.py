"""What holds for every answer: headers, problems, the description."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kb.api.app import build_app
from kb.base import KnowledgeBase


def test_health(client: TestClient) -> None:
    health = client.get("/api/health").json()
    assert (health["status"], health["documents"]) == ("ok", 5)


@pytest.mark.parametrize("path", ["/", "/?q=вода", "/documents", "/api/health", "/api/nothing", "/static/site.css"])
def test_security_headers_on_every_answer(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_wrong_method_names_the_right_one(client: TestClient) -> None:
    response = client.post("/api/search")
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"
    assert "GET" in response.json()["detail"]


def test_unforeseen_failure_is_logged_and_hidden(
    shelf: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*arguments: object, **named: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(shelf, "search", broken)
    with TestClient(build_app(shelf, lambda paths, collection, tell: {})) as client:
        for path in ("/api/search?q=a", "/?q=a"):
            response = client.get(path)
            assert response.status_code == 500
            assert "secret" not in response.text
            assert "content-security-policy" in response.headers
    assert caplog.text.count("RuntimeError: secret detail") == 2


def test_description_has_an_example_for_every_answer(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    schemas = description["components"]["schemas"]
    for path, methods in description["paths"].items():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                for media, content in answer.get("content", {}).items():
                    if status.startswith("2") and media == "application/json":
                        assert _example(content["schema"], schemas), f"{path} has no example"
    assert "HTTPValidationError" not in json.dumps(description["paths"])


def _example(schema: dict[str, Any], schemas: dict[str, Any]) -> bool:
    return bool(schemas[schema["$ref"].rpartition("/")[2]].get("examples"))


def test_search_parameters_are_described(client: TestClient) -> None:
    parameters = client.get("/openapi.json").json()["paths"]["/api/search"]["get"]["parameters"]
    assert [parameter["name"] for parameter in parameters] == [
        "collection", "type", "language", "sector", "place", "organisation", "from", "to", "q", "k",
        "weak", "exact", "reader",
    ]  # fmt: skip
    assert all(parameter["description"] for parameter in parameters)
