"""Phrases, exclusions and corrected slips, from the search to API, page and terminal."""

from __future__ import annotations

import re
from html import unescape

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from kb.base import KnowledgeBase
from kb.cli import main
from kb.model import Filter


def texts(shelf: KnowledgeBase, query: str) -> list[str]:
    return [f"{hit.title}\n{hit.text}" for hit in shelf.search(query, 100).hits]


def test_every_hit_holds_the_quoted_phrase(shelf: KnowledgeBase) -> None:
    loose, quoted = texts(shelf, "水道の復旧"), texts(shelf, "「水道の復旧」")
    assert quoted and len(quoted) < len(loose)
    assert all("水道の復旧" in text for text in quoted)


def test_no_hit_holds_an_excluded_word(shelf: KnowledgeBase) -> None:
    loose, without = texts(shelf, "вода енергетика"), texts(shelf, "вода енергетика -насоси")
    assert any("насос" in text for text in loose)
    assert without and not any(re.search("насос|pump|ポンプ", text, re.IGNORECASE) for text in without)


def test_wording_and_filter_hold_together(shelf: KnowledgeBase) -> None:
    hits = shelf.search("water -pump", 100, Filter(languages=("en",))).hits
    assert {hit.language for hit in hits} == {"en"}
    assert not any("pump" in hit.text.lower() for hit in hits)


def test_a_phrase_that_nothing_holds_finds_nothing(client: TestClient) -> None:
    page = client.get("/", params={"q": '"жодного такого рядка немає"'}).text
    assert "Нічого не знайдено" in page and "Приберіть лапки або мінус" in page
    assert "Приберіть лапки" not in client.get("/", params={"q": "вода", "from": "1900", "to": "1900"}).text


SLIP, MEANT = "водопостачаннь", "водопостачання"


def test_the_api_says_what_it_searched_for_instead(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": f"{SLIP} у громадах"}).json()
    assert (answer["query"], answer["corrected"]) == (f"{SLIP} у громадах", f"{MEANT} у громадах")
    meant = client.get("/api/search", params={"q": f"{MEANT} у громадах"}).json()
    assert meant["corrected"] is None
    assert [hit["passage_id"] for hit in answer["hits"]] == [hit["passage_id"] for hit in meant["hits"]]


def test_exact_takes_the_words_as_typed(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": SLIP, "exact": "true"}).json()
    assert answer["corrected"] is None and answer["query"] == SLIP


@pytest.mark.parametrize(
    ("language", "told"),
    [("uk", "Показано результати за запитом"), ("en", "Showing results for"), ("ja", "次の言葉で検索しました")],
)
def test_the_page_links_to_the_search_as_typed(client: TestClient, language: str, told: str) -> None:
    page = client.get("/", params={"q": SLIP, "language": "uk", "lang": language}).text
    assert told in page and MEANT in page
    (href,) = re.findall(r'class="as-typed">[^<]*<a href="([^"]+)"', page)
    as_typed = client.get(unescape(href)).text
    assert told not in as_typed and f'value="{SLIP}"' in as_typed
    assert "language=uk" in unescape(href)


def test_an_empty_library_corrects_nothing(library: KnowledgeBase) -> None:
    assert library.search("recoverry").corrected is None


def test_the_terminal_says_it_too(shelf: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_HOME", str(shelf.settings.home))
    monkeypatch.setenv("KB_CACHE", str(shelf.settings.cache))
    corrected = CliRunner().invoke(main, ["search", SLIP, "-k", "1"]).output
    exact = CliRunner().invoke(main, ["search", SLIP, "-k", "1", "--exact"]).output
    assert MEANT in corrected and "--exact" in corrected
    assert "instead of" not in exact
