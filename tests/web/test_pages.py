"""The pages' HTML: states, errors, escaping, languages of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from intake import Intake
from shelf import SOURCES, document_id, fill

from kb.api.app import build_app
from kb.base import KnowledgeBase

MARKDOWN = document_id("visit-to-tokyo-en.md")
NASTY = "<script>alert('x')</script> & \"quotes\""


def test_start_page_says_what_is_here(client: TestClient) -> None:
    page = client.get("/").text
    assert "5 документів" in page
    assert page.count('<ul lang="') == 3
    assert '<a href="/documents?collection=press-releases">Пресрелізи</a> <span class="count">2</span>' in page


def test_an_empty_library_invites_to_add_documents(library: KnowledgeBase) -> None:
    with TestClient(build_app(library, Intake())) as client:
        assert "Поки що тут порожньо" in client.get("/").text
        assert '<details id="intake" open>' in client.get("/documents").text
        assert "Нічого не знайдено" in client.get("/", params={"q": "вода"}).text


def test_text_carries_the_language_of_its_passage(client: TestClient) -> None:
    page = client.get("/", params={"q": "насоси", "language": ["ja"], "lang": "en"}).text
    assert '<html lang="en">' in page
    assert set(re.findall(r'<blockquote class="passage" lang="(\w+)">', page)) == {"ja"}
    assert "Original text in Japanese" in page


def test_own_language_needs_no_hint(client: TestClient) -> None:
    page = client.get("/", params={"q": "насоси", "language": ["ja"], "lang": "ja"}).text
    assert "原文は" not in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("q=", "Напишіть запитання"),
        ("q=%20%20", "Напишіть запитання"),
        ("q=a&k=500", "від 1 до 100"),
        ("q=a&from=2011-99", "Перевірте дату «від»"),
        ("q=a&to=soon", "Перевірте дату «до»"),
        ("q=a&from=2012&to=2011", "не пізніше за «до»"),
        ("q=a&collection=nowhere", "Такого зібрання тут немає"),
        ("q=a&type=novel", "Такого виду документів немає"),
        ("q=a&language=xx", "Документів такою мовою тут немає"),
        ("q=" + "a" * 1001, "Запитання задовге"),
    ],
)
def test_wrong_questions_are_answered_kindly(client: TestClient, query: str, sentence: str) -> None:
    response = client.get(f"/?{query}")
    assert response.status_code == 422
    assert sentence in response.text
    assert 'id="q"' in response.text


def test_blanks_of_an_unfilled_form_are_not_filters(client: TestClient) -> None:
    response = client.get("/?q=вода&from=&to=&k=&collection=")
    assert response.status_code == 200
    assert 'class="hit"' in response.text


@pytest.mark.parametrize(
    "path", ["/documents/0000000000000000", "/nowhere", f"/documents/{MARKDOWN}?passage={MARKDOWN}:9"]
)
@pytest.mark.parametrize(("language", "words"), [("uk", "Такої сторінки немає"), ("ja", "ページが見つかりません")])
def test_missing_pages_in_the_visitors_language(client: TestClient, path: str, language: str, words: str) -> None:
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == 404
    assert words in response.text


def test_language_links_keep_the_question(client: TestClient) -> None:
    page = client.get("/?q=вода&language=uk&language=ja&lang=en").text
    link = re.search(r'href="([^"]+lang=ja)" lang="ja"', page)
    assert link
    assert client.get(link.group(1).replace("&amp;", "&")).text.count("checked") == 2


def test_more_results_are_asked_for_by_a_link(client: TestClient) -> None:
    page = client.get("/?q=вода&k=2&language=uk").text
    assert page.count('class="hit"') == 2
    link = re.search(r'href="([^"]+)#hit-3"', page)
    assert link
    assert "k=12" in link.group(1)
    assert "language=uk" in link.group(1)


def test_the_list_is_filtered_by_words_of_the_title(client: TestClient) -> None:
    page = client.get("/documents?title=ЯПОНІЯ насоси").text
    assert page.count('class="hit"') == 1


@pytest.fixture
def hostile(library: KnowledgeBase) -> Iterator[TestClient]:
    """A library whose only document is written by someone hostile."""
    blocks = tuple(replace(block, text=NASTY, cells=()) for block in SOURCES[2].blocks)
    fill(library, [replace(SOURCES[2], title=NASTY, name=f"{NASTY}.md", url="javascript:alert(1)", blocks=blocks)])
    with TestClient(build_app(library, Intake())) as client:
        yield client


def test_foreign_text_is_only_ever_text(hostile: TestClient) -> None:
    document = hostile.get("/api/documents").json()["documents"][0]["id"]
    pages = ["/", f"/?q={NASTY}", "/documents", f"/documents/{document}?passage={document}:0&q={NASTY}"]
    for path in [*pages, f"/documents/{document}/delete", f"/{NASTY}"]:
        page = hostile.get(path, params=None).text
        assert "alert('x')</script>" not in page, path
        assert "javascript:" not in page, path


def test_deleting_asks_first(library: KnowledgeBase) -> None:
    fill(library)
    with TestClient(build_app(library, Intake())) as client:
        assert "Так, вилучити" in client.get(f"/documents/{MARKDOWN}/delete").text
        assert client.get(f"/documents/{MARKDOWN}").status_code == 200
        response = client.post(f"/documents/{MARKDOWN}/delete", follow_redirects=False)
        assert (response.status_code, response.headers["location"]) == (303, "/documents")
        assert client.get(f"/documents/{MARKDOWN}").status_code == 404


EMPTY_FORM = (
    b'--x\r\nContent-Disposition: form-data; name="collection"\r\n\r\nnotes\r\n'
    b'--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"
)


def test_upload_form_without_a_file_is_refused_kindly(client: TestClient) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    response = client.post("/documents", content=EMPTY_FORM, headers=headers)
    assert response.status_code == 422
    assert "Виберіть хоча б один файл" in response.text
    assert client.post("/api/documents", content=EMPTY_FORM, headers=headers).json()["field"] == "files"


def test_upload_form_refuses_a_wrong_name_kindly(client: TestClient) -> None:
    response = client.post("/documents", data={"collection": "Bad Name"}, files=[("files", ("a.txt", b"a"))])
    assert response.status_code == 422
    assert "Назва зібрання: малі латинські літери" in response.text
