"""GET /api/search: the contract's JSON, and refusals that name the field."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from shelf import JA_TITLE, UK_TITLE

HIT_KEYS = [
    "rank", "score", "passage_id", "document_id", "title", "collection", "type", "language", "date",
    "source_name", "source_url", "text", "highlights", "citation", "twins", "definitions", "reading_help",
]  # fmt: skip


def test_answer_has_exactly_the_keys_of_the_contract(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": "Як вирішують спори між інвестором і державою?", "k": 3}).json()
    assert list(answer) == [
        "query", "corrected", "language", "took_ms", "total", "confidence", "hits", "facets",
    ]  # fmt: skip
    assert list(answer["facets"]) == ["collection", "type", "language", "year", "sector", "place", "organisation"]
    assert [list(hit) for hit in answer["hits"]] == [HIT_KEYS] * 3
    assert list(answer["hits"][0]["citation"]) == ["page", "page_end", "clause", "heading", "start", "end", "label"]


def test_best_hit_is_cited_exactly(client: TestClient) -> None:
    hit = client.get("/api/search", params={"q": "Як вирішують спори між інвестором і державою?"}).json()["hits"][0]
    assert hit["rank"] == 1
    assert hit["title"] == UK_TITLE
    assert hit["type"] == "agreement"
    assert hit["date"] == "2015-02-05"
    assert hit["source_name"] == "investment-agreement-uk.docx"
    assert hit["citation"]["clause"] == "18.1"
    text = client.get(f"/api/documents/{hit['document_id']}").json()["text"]
    assert text[hit["citation"]["start"] : hit["citation"]["end"]] == hit["text"]


def test_highlights_are_ranges_inside_the_text(client: TestClient) -> None:
    hits = client.get("/api/search", params={"q": "насоси для громад"}).json()["hits"]
    ranges = [(start, end, len(hit["text"])) for hit in hits for start, end in hit["highlights"]]
    assert ranges
    assert all(0 <= start < end <= length for start, end, length in ranges)


def test_a_question_finds_a_passage_in_another_language(client: TestClient) -> None:
    hits = client.get("/api/search", params={"q": "Як у Японії відновлювали водопостачання після цунамі?"}).json()[
        "hits"
    ]
    japanese = next(hit for hit in hits if hit["title"] == JA_TITLE)
    assert japanese["rank"] <= 3
    assert japanese["citation"]["page"] == 3


def test_filters_restrict_and_repeated_values_are_alternatives(client: TestClient) -> None:
    query = "q=вода&collection=agreements&collection=press-releases&language=uk&weak=true"
    hits = client.get(f"/api/search?{query}").json()["hits"]
    assert {hit["collection"] for hit in hits} == {"agreements", "press-releases"}
    assert {hit["language"] for hit in hits} == {"uk"}


@pytest.mark.parametrize(("first", "last", "years"), [("2024", None, {2024, 2025}), (None, "2015-02", {2015})])
def test_dates_may_be_years_and_months(
    client: TestClient, first: str | None, last: str | None, years: set[int]
) -> None:
    params = {"q": "вода", "from": first, "to": last, "weak": "true"}
    answer = client.get("/api/search", params={name: value for name, value in params.items() if value}).json()
    assert {int(hit["date"][:4]) for hit in answer["hits"]} == years


def test_a_filter_that_matches_nothing_returns_nothing(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": "вода", "language": "ja", "collection": "agreements"}).json()
    assert answer["hits"] == []
    assert answer["facets"]["collection"] == {}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "q"),
        ("q=", "q"),
        ("q=%20%09", "q"),
        ("q=a&k=0", "k"),
        ("q=a&k=101", "k"),
        ("q=a&k=many", "k"),
        ("q=a&k=", "k"),
        ("q=a&k=1.5", "k"),
        ("q=a&collection=nowhere", "collection"),
        ("q=a&collection=", "collection"),
        ("q=a&collection=agreements&collection=nowhere", "collection"),
        ("q=a&type=novel", "type"),
        ("q=a&language=xx", "language"),
        ("q=a&from=yesterday", "from"),
        ("q=a&from=", "from"),
        ("q=a&from=2011-02-30", "from"),
        ("q=a&to=20111231", "to"),
        ("q=a&to=0000", "to"),
        ("q=a&from=2012&to=2011", "from"),
        ("q=a&lang=uk", "lang"),
        ("q=" + "a" * 1001, "q"),
    ],
)
def test_refusals_are_problems_that_name_the_field(client: TestClient, query: str, field: str) -> None:
    response = client.get(f"/api/search?{query}")
    problem = response.json()
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["status"] == 422
    assert problem["field"] == field
    assert field in problem["detail"]
    assert problem["detail"].endswith(".")
