"""The two buttons under a hit: a plain form, and in place where there is JavaScript."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from intake import Intake
from playwright.sync_api import Browser, Page, expect

from kb.api.app import build_app
from kb.base import KnowledgeBase

QUESTION = "Як у Японії відновлювали водопостачання після цунамі?"
FORM = re.compile(r'<form class="verdict" action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'name="(query|passage_id|rank)" value="([^"]*)"')
PRESSED = re.compile(r'value="(right|wrong)" aria-pressed="true"')


@pytest.fixture
def client(feedback_shelf: KnowledgeBase) -> TestClient:
    return TestClient(build_app(feedback_shelf, Intake()))


def forms(html: str) -> list[tuple[str, str]]:
    return [(unescape(action), body) for action, body in FORM.findall(html)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ["Саме той уривок", "Не той уривок", "Враховано"]),
        ("en", ["Right passage", "Wrong passage", "Noted"]),
        ("ja", ["求めていた箇所", "違う箇所", "記録しました"]),
    ],
)
def test_the_form_notes_a_verdict_and_comes_back_to_its_hit(
    client: TestClient, feedback_shelf: KnowledgeBase, language: str, words: list[str]
) -> None:
    page = {"q": QUESTION, "k": "3", "lang": language}
    action, body = forms(client.get("/", params=page).text)[1]
    assert [word in body for word in words] == [True, True, False]
    assert PRESSED.findall(body) == []
    fields = {name: unescape(value) for name, value in FIELD.findall(body)}
    for verdict in ("right", "wrong"):
        done = client.post(action, data=fields | {"verdict": verdict}, follow_redirects=False)
        assert done.status_code == 303
        where = done.headers["location"]
        assert where.startswith("/?q=") and "k=3" in where and where.endswith("#hit-2")
        shown = [body for _, body in forms(client.get(where).text)]
        assert [PRESSED.findall(body) for body in shown] == [[], [verdict], []]
        assert words[2] in shown[1] and words[2] not in shown[0]
    assert [(it.query, it.rank) for it in feedback_shelf.feedback.all()] == [(QUESTION, 2)]


def test_a_form_that_was_tampered_with_is_refused(client: TestClient, feedback_shelf: KnowledgeBase) -> None:
    sent = {"query": QUESTION, "passage_id": "gone:0", "verdict": "right", "rank": "1"}
    assert client.post("/feedback", data=sent).status_code == 404
    assert client.post("/feedback", data=sent | {"verdict": "perhaps"}).status_code == 422
    assert feedback_shelf.feedback.all() == []


def test_in_place_with_javascript(page: Page, shelf: KnowledgeBase) -> None:
    page.goto(f"/?q={QUESTION}")
    address = page.url
    right = page.locator("#hit-1").get_by_role("button", name="Саме той уривок")
    wrong = page.locator("#hit-1").get_by_role("button", name="Не той уривок")
    right.click()
    expect(page.locator("#hit-1 .verdict-noted")).to_have_text("Враховано")
    expect(page.locator("#announce")).to_have_text("Враховано")
    expect(right).to_have_attribute("aria-pressed", "true")
    wrong.click()
    expect(right).to_have_attribute("aria-pressed", "false")
    expect(wrong).to_have_attribute("aria-pressed", "true")
    assert page.url == address
    assert [it.verdict for it in shelf.feedback.of_query(QUESTION)] == ["wrong"]


def test_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, locale="uk-UA", java_script_enabled=False)
    page = context.new_page()
    page.goto("/?q=мобільні насоси для громад")
    page.locator("#hit-1").get_by_role("button", name="Саме той уривок").click()
    assert page.url.endswith("#hit-1")
    expect(page.locator("#hit-1 .verdict-noted")).to_have_text("Враховано")
    context.close()


def test_a_verdict_that_did_not_arrive_is_not_called_noted(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, locale="uk-UA")
    page = context.new_page()
    page.route("**/api/feedback", lambda route: route.fulfill(status=503))
    page.goto("/?q=тимчасові мережі громад")
    button = page.locator("#hit-1").get_by_role("button", name="Саме той уривок")
    button.click()
    expect(page.locator("#hit-1 .verdict-noted.bad")).to_contain_text("не вдалося")
    expect(button).to_have_attribute("aria-pressed", "false")
    context.close()
