"""Feedback over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from intake import Intake
from shelf import document_id

from kb.api.app import build_app
from kb.base import KnowledgeBase

LAW = document_id("investment-agreement-uk.docx")
SAID = {"query": "Хто вирішує спори?", "passage_id": f"{LAW}:0", "verdict": "right", "rank": 2}


@pytest.fixture
def client(feedback_shelf: KnowledgeBase) -> TestClient:
    return TestClient(build_app(feedback_shelf, Intake()), raise_server_exceptions=False)


def test_a_verdict_is_kept_once_and_replaced(client: TestClient, feedback_shelf: KnowledgeBase) -> None:
    first = client.post("/api/feedback", json=SAID)
    assert first.status_code == 200
    kept = first.json()
    assert (kept["language"], kept["document_id"], kept["clause"], kept["rank"]) == ("uk", LAW, "18.1", 2)
    assert client.post("/api/feedback", json=SAID | {"rank": 5}).json() == kept
    assert client.post("/api/feedback", json=SAID | {"verdict": "wrong"}).json()["verdict"] == "wrong"
    assert [it.verdict for it in feedback_shelf.feedback.all()] == ["wrong"]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"passage_id": f"{LAW}:99"}, 404, None),
        ({"passage_id": "nothing"}, 404, None),
        ({"verdict": "perhaps"}, 422, "verdict"),
        ({"rank": 0}, 422, "rank"),
        ({"query": " "}, 422, "query"),
        ({"who": "me"}, 422, "who"),
    ],
)
def test_what_is_wrong_is_named(client: TestClient, change: dict[str, Any], status: int, field: str | None) -> None:
    refused = client.post("/api/feedback", json=SAID | change)
    assert refused.status_code == status
    assert refused.json().get("field") == field


@pytest.mark.parametrize("field", ["query", "passage_id"])
def test_half_a_character_is_refused(client: TestClient, field: str) -> None:
    body = json.dumps(SAID | {field: "\ud800:0"})
    refused = client.post("/api/feedback", content=body, headers={"Content-Type": "application/json"})
    assert (refused.status_code, refused.json()["field"]) == (422, field)


def test_another_site_cannot_speak_for_a_visitor(client: TestClient, feedback_shelf: KnowledgeBase) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/api/feedback", json=SAID, headers=foreign).status_code == 403
    assert client.post("/feedback", data=SAID, headers=foreign).status_code == 403
    assert feedback_shelf.feedback.all() == []
