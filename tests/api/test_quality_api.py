"""`/api/quality` lists what a person should look at."""

from __future__ import annotations

from fastapi.testclient import TestClient
from intake import Intake

from kb.api.app import build_app
from kb.base import KnowledgeBase
from kb.quality import Concern


def test_every_list_is_there_in_order(client: TestClient) -> None:
    answer = client.get("/api/quality").json()
    assert [section["concern"] for section in answer["sections"]] == [concern.value for concern in Concern]
    assert all(len(section["items"]) <= section["total"] for section in answer["sections"])


def test_lists_can_be_chosen_and_paged(library: KnowledgeBase) -> None:
    for number in range(5):
        library.record_failure(f"/in/{number}.pdf", "damaged; fetch it again", permanent=True)
    with TestClient(build_app(library, Intake())) as client:
        query = {"concern": ["failed", "undated"], "limit": 2, "offset": 3}
        failed, undated = client.get("/api/quality", params=query).json()["sections"]
    assert (failed["total"], failed["offset"], [item["source_name"] for item in failed["items"]]) == (
        5, 3, ["3.pdf", "4.pdf"],
    )  # fmt: skip
    assert failed["items"][0]["notes"] == ["damaged; fetch it again"]
    assert (undated["concern"], undated["total"]) == ("undated", 0)


def test_wrong_questions_are_explained(client: TestClient) -> None:
    for query in ("concern=noise", "limit=0", "limit=5000", "offset=-1", "page=2"):
        answer = client.get(f"/api/quality?{query}")
        assert answer.status_code == 422
        assert answer.json()["detail"]
