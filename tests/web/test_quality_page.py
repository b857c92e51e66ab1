"""The page of what a person should look at, in three languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from intake import Intake

from kb.api.app import build_app
from kb.base import KnowledgeBase
from kb.model import Document, DocumentType, Page, PageStatus, Reading

NASTY = "<script>alert('x')</script>.pdf"


def scan(number: int, pages: int = 1) -> Document:
    name = f"{number:016x}"
    sheets = tuple(
        Page(n, str(n), 595, 842, 90, PageStatus.OCR, "cyrillic", 0.61, ("OCR is only 61% sure",))
        for n in range(1, pages + 1)
    )
    return Document(
        id=name, sha256=name * 4, path=f"/in/{name}", source_name=NASTY, source_url=None, collection="agreements",
        type=DocumentType.AGREEMENT, language="uk", title=f"Угода {number}", date=None,
        reading=Reading("pdf", (), sheets),
    )  # fmt: skip


@pytest.fixture
def client(library: KnowledgeBase) -> Iterator[TestClient]:
    with TestClient(build_app(library, Intake())) as client:
        yield client


def add(library: KnowledgeBase, *documents: Document) -> None:
    for document in documents:
        library.add(document, [], library.embed([], []), b"%PDF-")


def test_an_empty_base_has_nothing_to_look_at(client: TestClient) -> None:
    page = client.get("/quality").text
    assert "Поки що тут порожньо" in page
    assert '<a href="/quality" aria-current="page">Якість</a>' in page


@pytest.mark.parametrize(
    ("language", "title", "heading"),
    [
        ("uk", "Що варто перевірити", "Розпізнано непевно"),
        ("en", "Worth a look", "Recognised without certainty"),
        ("ja", "確認が必要な資料", "文字認識が不確かなページ"),
    ],
)
def test_pages_are_linked_and_say_how_sure_they_are(
    library: KnowledgeBase, client: TestClient, language: str, title: str, heading: str
) -> None:
    add(library, scan(1, pages=30))
    page = client.get("/quality", params={"lang": language}).text
    assert f"<h1>{title}</h1>" in page and f">{heading}</h2>" in page
    assert '<a href="/documents/0000000000000001#page-3">' in page
    assert page.count("<span>61%</span>") == 24
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_long_lists_are_shown_a_page_at_a_time(library: KnowledgeBase, client: TestClient) -> None:
    add(library, *(scan(number) for number in range(1, 54)))
    assert '<a href="/quality?concern=undated">Показати всі (53)</a>' in client.get("/quality").text
    first = client.get("/quality", params={"concern": "undated"}).text
    assert first.count("<h3") == 50 and 'rel="next" href="/quality?concern=undated&amp;start=50"' in first
    second = client.get("/quality?concern=undated&start=50").text
    assert second.count("<h3") == 3 and 'rel="prev" href="/quality?concern=undated&amp;start=0"' in second
    assert client.get("/quality?concern=undated&start=999999").status_code == 200


def test_an_unknown_list_is_a_wrong_request(client: TestClient) -> None:
    assert client.get("/quality?concern=noise").status_code == 422
