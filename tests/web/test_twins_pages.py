"""Versions on the pages: beside a hit, at a document, and two of them side by side."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from intake import Intake

from kb.api.app import build_app
from kb.base import KnowledgeBase

QUESTION = "вирішення спорів між інвестором і державою"


@pytest.fixture
def client(corpora: KnowledgeBase) -> TestClient:
    return TestClient(build_app(corpora, Intake()))


def ids(library: KnowledgeBase) -> dict[str, str]:
    return {it.source_name: it.id for it in library.documents()}


def test_a_hit_leads_to_its_other_versions(client: TestClient, corpora: KnowledgeBase) -> None:
    hit = corpora.search(QUESTION, 3).hits[0]
    page = client.get("/", params={"q": QUESTION, "lang": "uk"}).text
    assert "Іншими мовами:" in page
    for twin in hit.twins:
        assert f"/documents/{twin.document_id}?" in page
        assert f"passage={twin.passage_id.replace(':', '%3A')}#passage" in page
    assert ">English</a>" in page
    assert ">日本語</a>" in page


def test_a_document_lists_its_versions(client: TestClient, corpora: KnowledgeBase) -> None:
    known = ids(corpora)
    here, there = known["investment-agreement-2015-uk.docx"], known["investment-agreement-2015-ja.html"]
    page = client.get(f"/documents/{here}", params={"lang": "ja"}).text
    assert f'href="/documents/{there}"' in page
    assert f'href="/documents/{here}?beside={there}"' in page
    assert "並べて読む" in page


def test_two_versions_side_by_side(client: TestClient, corpora: KnowledgeBase) -> None:
    known = ids(corpora)
    here, there = known["investment-agreement-2015-uk.docx"], known["investment-agreement-2015-ja.html"]
    passage = next(it for it in corpora.passages(here) if it.clause == "18")
    page = client.get(f"/documents/{here}", params={"beside": there, "passage": passage.id, "lang": "en"}).text
    row = page.split('id="passage"')[1].split("</li>")[0]
    assert "第18条" in row or "clause 18" in row
    assert passage.text[:30] in row
    assert all(it.text[:20].split("\n")[0] in page for it in corpora.passages(there)[:3])


def test_documents_that_do_not_belong_together_are_not_put_side_by_side(
    client: TestClient, corpora: KnowledgeBase
) -> None:
    known = ids(corpora)
    here, there = known["investment-agreement-2015-uk.docx"], known["water-sewer-recovery-ja.pdf"]
    answer = client.get(f"/documents/{here}", params={"beside": there})
    assert answer.status_code == 404
