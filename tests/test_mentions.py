"""Entries of the gazetteer in running text, in every case, script and language."""

from __future__ import annotations

import pytest

from kb.gazetteer.mentions import mentions


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        (
            "У Сендаї JICA і Шкрум допомогли Києву, Кобе й Харківській області.",
            "uk",
            {"Сендаї": "JP-04-sendai", "JICA": "jica", "Шкрум": "aliona-shkrum", "Києву": "UA-30",
             "Кобе": "JP-28-kobe", "Харківській області": "UA-63"},
        ),
        ("仙台市とシュクルム次官、神戸", "ja",
         {"仙台市": "JP-04-sendai", "シュクルム": "aliona-shkrum", "神戸": "JP-28-kobe"}),
        ("Ms Shkrum of the Reconstruction Agency in Sendai", "en",
         {"Shkrum": "aliona-shkrum", "Reconstruction Agency": "jp-reconstruction-agency", "Sendai": "JP-04-sendai"}),
    ],
)  # fmt: skip
def test_names_are_found_where_they_stand(text: str, language: str, named: dict[str, str]) -> None:
    found = {(text[it.start : it.end], it.text) for it in mentions(text, language)}
    assert set(named.items()) <= found


@pytest.mark.parametrize(
    ("text", "language"),
    [("Виділено суму в єнах.", "uk"), ("Обмін нотами відбувся.", "uk"), ("", "en"), ("§!?", "ja")],
)
def test_words_that_look_like_names_are_none(text: str, language: str) -> None:
    assert mentions(text, language) == []
