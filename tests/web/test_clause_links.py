"""References are links to clauses, defined terms stand in the text and at the side; the API tells both."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from intake import Intake

from ingest.pipeline import ingest
from kb.api.app import build_app
from kb.base import KnowledgeBase
from kb.model import Document, Passage

AGREEMENT = """# Agreement on the exchange of pumps

The Government of A and the Government of B (hereinafter “the Government”) have agreed as follows:

## Article 1. Terms

For the purposes of this Agreement:

(a) “Station” means a building with pumps & pipes;

(b) “Guarantee” means a promise of three years.

## Article 2. Deliveries

1. Each Government delivers pumps to every Station of the other, as Article 3 provides, in each of the next ten years.

2. Pumps of paragraph 1 have a Guarantee and are not those of Article 1 of the Vienna Convention on pumps and pipes.

## Article 3. Costs

Costs are shared, and Article 2 applies to all costs of every Station and of every Guarantee in both countries.
"""


@pytest.fixture(scope="module")
def held(settings: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("clauses")
    (folder / "agreements").mkdir()
    (folder / "agreements" / "pumps.md").write_text(AGREEMENT, encoding="utf-8")
    library = KnowledgeBase.open(settings.model_copy(update={"home": folder / "home"}))  # type: ignore[attr-defined]
    report = ingest(library, [folder / "agreements"])
    assert report.added == 1
    yield library
    library.close()


@pytest.fixture(scope="module")
def document(held: KnowledgeBase) -> Document:
    return held.document(held.documents()[0].id)


@pytest.fixture(scope="module")
def client(held: KnowledgeBase) -> TestClient:
    return TestClient(build_app(held, Intake()))


def passage_of(held: KnowledgeBase, document: Document, clause: str) -> Passage:
    return next(it for it in held.passages(document.id) if it.clause == clause)


def test_the_api_tells_references_and_definitions(client: TestClient, document: Document) -> None:
    answer = client.get(f"/api/documents/{document.id}").json()
    text = answer["text"]
    named = [(text[it["start"] : it["end"]], it["clause"]) for it in answer["references"]]
    assert named == [("Article 3", "3"), ("paragraph 1", "2.1"), ("Article 2", "2")]
    assert [(it["term"], it["clause"]) for it in answer["definitions"]] == [
        ("Government", None),
        ("Station", "1.a"),
        ("Guarantee", "1.b"),
    ]


def test_a_hit_tells_the_terms_it_uses(client: TestClient) -> None:
    hits = client.get("/api/search", params={"q": "pumps delivered to every station"}).json()["hits"]
    hit = next(it for it in hits if "delivers pumps" in it["text"])
    used = [(it["term"], it["clause"], hit["text"][it["start"] : it["end"]]) for it in hit["definitions"]]
    assert used == [("Government", None, "Government"), ("Station", "1.a", "Station")]


def test_every_link_leads_to_a_place_of_the_page(client: TestClient, document: Document) -> None:
    page = client.get(f"/documents/{document.id}", params={"lang": "en"}).text
    article = page[page.index("<article") : page.index("</article>")]
    links, places = re.findall(r'href="#([^"]+)"', page), re.findall(r' id="([^"]+)"', page)
    assert {"clause-3", "clause-2.1", "clause-2"} <= set(links)
    assert set(links) <= set(places) and len(places) == len(set(places))
    assert '<a class="refer" href="#clause-3" title="Article 3. Costs">Article 3</a>' in article
    assert re.search(r'<h\d><span class="at" id="clause-3"></span>Article 3\. Costs</h\d>', article)
    assert "of Article 1 of the Vienna Convention" in article


def test_terms_of_the_shown_passage_are_explained(client: TestClient, held: KnowledgeBase, document: Document) -> None:
    shown = passage_of(held, document, "2.1")
    page = client.get(f"/documents/{document.id}", params={"passage": shown.id, "lang": "en"}).text
    meaning = "“Station” means a building with pumps &amp; pipes;"
    assert f'<dfn class="term-use" title="{meaning}">Station</dfn>' in page
    assert page.count('class="term-use"') == 2  # Government and Station, in the passage alone
    side = page[page.index("<aside") : page.index("</aside>")]
    assert "Terms in this passage" in side and f"<dd>{meaning}</dd>" in side
    assert "Terms this document defines" in side and side.count("<li><a href=") == 3


def test_a_document_opened_without_a_passage_lists_its_terms(client: TestClient, document: Document) -> None:
    page = client.get(f"/documents/{document.id}", params={"lang": "uk"}).text
    assert "Терміни, які визначає документ" in page and "Терміни в цьому уривку" not in page
    assert 'class="term-use"' not in page
