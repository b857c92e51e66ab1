"""GET /api/answer, help for a named reader, and translations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from intake import Intake
from shelf import document_id
from standin import StandIn, standing_in

from kb.api.app import build_app
from kb.base import KnowledgeBase

PUMPS = "Restoring water supply with mobile pumps and temporary pipelines"
WATER = f"{document_id('pumps-for-towns-uk.html')}:0"


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    with standing_in() as stand_in:
        yield stand_in


@pytest.fixture(scope="module")
def served(shelf: KnowledgeBase, stand_in: StandIn) -> Iterator[TestClient]:
    """The application with both services at the stand-in."""
    patch = pytest.MonkeyPatch()
    patch.setenv("NO_PROXY", "127.0.0.1")
    update = {"llm_url": stand_in.url, "llm_model": "tiny", "translate_url": stand_in.url, "service_seconds": 0.5}
    library = KnowledgeBase.open(shelf.settings.model_copy(update=update))
    yield TestClient(build_app(library, Intake()), raise_server_exceptions=False)
    library.close()
    patch.undo()


def test_a_digest_without_a_model(client: TestClient) -> None:
    answer = client.get("/api/answer", params={"q": PUMPS}).json()
    assert list(answer) == ["query", "reader", "kind", "statements", "sources", "model", "dropped", "trouble"]
    assert (answer["kind"], answer["reader"], answer["model"], answer["trouble"]) == ("digest", "en", "", None)
    assert len(answer["statements"]) == 3
    numbers = [source["number"] for source in answer["sources"]]
    assert all(set(statement["sources"]) <= set(numbers) for statement in answer["statements"])
    hits = client.get("/api/search", params={"q": PUMPS}).json()["hits"]
    for source in answer["sources"]:
        hit = hits[source["rank"] - 1]
        assert (source["passage_id"], source["citation"]) == (hit["passage_id"], hit["citation"])


def test_a_written_answer(served: TestClient, stand_in: StandIn) -> None:
    stand_in.says("Restoring water supply begins with mobile pumps and temporary pipelines [1].")
    answer = served.get("/api/answer", params={"q": PUMPS}).json()
    assert (answer["kind"], answer["dropped"]) == ("written", 0)
    assert answer["model"].startswith("tiny (127.0.0.1:")
    assert [statement["sources"] for statement in answer["statements"]] == [[1]]


def test_a_digest_can_be_asked_for(served: TestClient, stand_in: StandIn) -> None:
    before = len(stand_in.asked)
    assert served.get("/api/answer", params={"q": PUMPS, "mode": "digest"}).json()["kind"] == "digest"
    assert len(stand_in.asked) == before


def test_a_model_that_fails_is_told_beside_the_digest(served: TestClient, stand_in: StandIn) -> None:
    stand_in.replies({"error": "out of memory"}, 500)
    response = served.get("/api/answer", params={"q": PUMPS, "reader": "ja"})
    assert response.status_code == 200
    assert response.json()["kind"] == "digest"
    assert response.json()["trouble"]["fault"] == "refused"
    assert "out of memory" in response.json()["trouble"]["detail"]


def test_search_helps_a_named_reader(client: TestClient) -> None:
    plain = client.get("/api/search", params={"q": PUMPS}).json()["hits"]
    helped = client.get("/api/search", params={"q": PUMPS, "reader": "uk"}).json()["hits"]
    assert {hit["reading_help"] is None for hit in plain} == {True}
    assert [hit["reading_help"] is None for hit in helped] == [hit["language"] == "uk" for hit in helped]
    japanese = next(hit for hit in helped if hit["language"] == "ja")["reading_help"]
    assert list(japanese) == ["reader", "terms", "same"]
    assert {"words": "仮設", "name": "тимчасове"}.keys() <= japanese["terms"][0].keys()


def test_a_translation(served: TestClient, stand_in: StandIn) -> None:
    words = (
        "KYIV, 12 September 2024: after water mains are destroyed, hromadas first receive mobile pumps and temporary "
        "networks, then water supply is restored."
    )
    stand_in.translates(words)
    made = served.get(f"/api/passages/{WATER}/translation", params={"to": "en"}).json()
    assert made["text"] == words
    assert made["machine"] is True
    assert made["service"].startswith("LibreTranslate (127.0.0.1:")


@pytest.mark.parametrize(
    ("content", "status", "expected"),
    [({"error": "no such language"}, 400, 502), ({"translatedText": "The weather is fine."}, 200, 502)],
)
def test_a_service_that_fails_is_a_bad_gateway(
    content: object, status: int, expected: int, served: TestClient, stand_in: StandIn
) -> None:
    stand_in.replies(content, status)
    response = served.get(f"/api/passages/{WATER}/translation", params={"to": "ja"})
    assert response.status_code == expected
    assert response.headers["content-type"] == "application/problem+json"


def test_a_slow_service_is_a_gateway_timeout(served: TestClient, stand_in: StandIn) -> None:
    stand_in.gate.clear()
    response = served.get(f"/api/passages/{WATER}/translation", params={"to": "ja"})
    stand_in.gate.set()
    assert response.status_code == 504


def test_without_a_service_the_way_is_told(client: TestClient) -> None:
    response = client.get(f"/api/passages/{WATER}/translation", params={"to": "en"})
    assert response.status_code == 404
    assert "KB_TRANSLATE_URL" in response.json()["detail"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/answer", "q"),
        ("/api/answer?q=a&mode=poem", "mode"),
        ("/api/answer?q=a&reader=xx", "reader"),
        ("/api/answer?q=a&lang=uk", "lang"),
        ("/api/search?q=a&reader=", "reader"),
        (f"/api/passages/{WATER}/translation", "to"),
        (f"/api/passages/{WATER}/translation?to=xx", "to"),
    ],
)
def test_refusals_name_the_field(path: str, field: str, client: TestClient) -> None:
    response = client.get(path)
    assert response.status_code == 422
    assert response.json()["field"] == field
