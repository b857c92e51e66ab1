"""The box above the hits, help with foreign hits, and translation by a link that works without JavaScript."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import uvicorn
from fastapi.testclient import TestClient
from intake import Intake
from playwright.sync_api import Browser, expect
from shelf import document_id
from standin import StandIn, standing_in

from kb.api.app import build_app
from kb.base import KnowledgeBase

PUMPS = "Restoring water supply with mobile pumps and temporary pipelines"
WATER = f"{document_id('pumps-for-towns-uk.html')}:0"
ENGLISH = (
    "KYIV, 12 September 2024: after water mains are destroyed, hromadas first receive mobile pumps and temporary "
    "networks, then water supply is restored."
)
WRITTEN = "Restoring water supply begins with mobile pumps and temporary pipelines [1]. It cost JPY 7 million [1]."


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    with standing_in() as stand_in:
        yield stand_in


@pytest.fixture(scope="module")
def served(shelf: KnowledgeBase, stand_in: StandIn) -> Iterator[KnowledgeBase]:
    """The shelf with both services at the stand-in."""
    patch = pytest.MonkeyPatch()
    patch.setenv("NO_PROXY", "127.0.0.1")
    update = {"llm_url": stand_in.url, "llm_model": "tiny", "translate_url": stand_in.url, "service_seconds": 0.5}
    library = KnowledgeBase.open(shelf.settings.model_copy(update=update))
    yield library
    library.close()
    patch.undo()


@pytest.fixture
def visitor(served: KnowledgeBase) -> TestClient:
    return TestClient(build_app(served, Intake()))


def address(language: str = "en", question: str = PUMPS, **extra: str) -> str:
    return f"/?q={quote(question)}&lang={language}" + "".join(f"&{name}={value}" for name, value in extra.items())


@pytest.mark.parametrize(
    ("language", "title", "terms"),
    [
        ("uk", "Коротко з кількох документів", "Ключові терміни"),
        ("en", "In brief, from several documents", "Key terms"),
        ("ja", "複数の資料から要点", "主な用語"),
    ],
)
def test_a_digest_stands_above_the_hits(client: TestClient, language: str, title: str, terms: str) -> None:
    page = client.get(address(language)).text
    assert title in page
    assert terms in page
    assert page.index('class="answer-box"') < page.index('class="hits"')
    assert page.count('class="digest-source"') == 3


def test_without_services_nothing_is_offered(client: TestClient) -> None:
    page = client.get(address(write="1", translate=WATER)).text
    assert "Write an answer" not in page
    assert "Translate into English" not in page
    assert "neither questions nor documents are sent anywhere" in page


def test_with_services_it_is_said_who_gets_what(visitor: TestClient, stand_in: StandIn) -> None:
    page, before = visitor.get(address()).text, len(stand_in.asked)
    service = stand_in.url.removeprefix("http://")
    assert f"The question and the passages found will be sent to tiny ({service})." in page
    assert f"are the question and passages sent to tiny ({service}), LibreTranslate ({service})." in page
    assert len(stand_in.asked) == before


def test_a_written_answer_on_request(visitor: TestClient, stand_in: StandIn) -> None:
    stand_in.says(WRITTEN)
    page = visitor.get(address(write="1")).text
    assert "Restoring water supply begins with mobile pumps and temporary pipelines." in page
    assert 'href="#source-1"' in page
    assert "JPY 7 million" not in page
    assert "1 sentence that the passages do not support was left out." in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", "Скласти відповідь не вдалося: сервіс відмовив."),
        ("en", "No answer could be written: the service refused."),
        ("ja", "回答文を作成できませんでした。 サービスが要求を拒否しました。"),
    ],
)
def test_what_went_wrong_is_said_above_the_digest(
    language: str, words: str, visitor: TestClient, stand_in: StandIn
) -> None:
    stand_in.replies({"error": "<b>out of memory</b>"}, 500)
    page = visitor.get(address(language, f"{PUMPS}?", write="1"))
    assert page.status_code == 200
    assert words in page.text
    assert "&lt;b&gt;out of memory" in page.text
    assert page.text.count('class="digest-source"') == 3


def test_a_passage_is_translated_by_a_link(visitor: TestClient, stand_in: StandIn) -> None:
    stand_in.translates(ENGLISH)
    assert f"translate={quote(WATER)}" in visitor.get(address()).text
    page = visitor.get(address(translate=WATER)).text
    assert ENGLISH in page
    assert f"Machine translation: LibreTranslate ({stand_in.url.removeprefix('http://')})" in page
    assert "rely on the original" in page


@pytest.mark.parametrize("what", ["write", "translate"])
def test_another_site_cannot_make_a_visitor_send_anything(what: str, visitor: TestClient, stand_in: StandIn) -> None:
    before = len(stand_in.asked)
    asked = address("ja", **{what: WATER})
    assert visitor.get(asked, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    assert len(stand_in.asked) == before


def test_a_translation_that_fails_leaves_the_page(visitor: TestClient, stand_in: StandIn) -> None:
    stand_in.replies({"translatedText": "The weather is fine today."})
    page = visitor.get(address("ja", translate=WATER))
    assert page.status_code == 200
    assert "翻訳できませんでした。 返された文章は、この箇所の訳とは認められませんでした。" in page.text


def test_in_a_browser_the_page_stays_in_place(served: KnowledgeBase, stand_in: StandIn, browser: Browser) -> None:
    server = uvicorn.Server(uvicorn.Config(build_app(served, Intake()), port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    stand_in.translates(ENGLISH)
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
    page = context.new_page()
    page.goto(address())
    page.evaluate("window.kept = true")
    page.locator(".hit", has_text="КИЇВ, 12 вересня").locator(".help-ask a").click()
    expect(page.locator(".translation")).to_have_count(1)
    expect(page.locator(".translation .help-title")).to_contain_text("Machine translation")
    assert page.evaluate("window.kept") is True
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.go_back()
    expect(page.locator(".translation")).to_have_count(0)
    context.close()
    server.should_exit = True
    thread.join(10)
