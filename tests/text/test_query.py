"""What a query asks for beside its words."""

from __future__ import annotations

import pytest

from kb.text.operators import Wording, read_wording
from kb.text.query import analyse_phrase, analyse_query


@pytest.mark.parametrize(
    ("query", "wording"),
    [
        ("plain words", Wording("plain words")),
        ('"water supply" Kyiv', Wording('"water supply" Kyiv', ("water supply",))),
        ("«Про відшкодування» закон", Wording("«Про відшкодування» закон", ("Про відшкодування",))),
        ("„дорожня карта“", Wording("„дорожня карта“", ("дорожня карта",))),
        ("「復興庁」の予算", Wording("「復興庁」の予算", ("復興庁",))),
        ("grant -loan", Wording("grant", (), ("loan",))),
        ("грант -позика -«японська єна»", Wording("грант", (), ("позика", "японська єна"))),
        ("復興　－東京", Wording("復興", (), ("東京",))),
        ('-loan "grant agreement"', Wording('"grant agreement"', ("grant agreement",), ("loan",))),
        ("Kyiv - Tokyo, build-back -5", Wording("Kyiv - Tokyo, build-back -5")),
        ("-loan", Wording("-loan")),
        ("Що передала компанія «Укренерго»?", Wording("Що передала компанія «Укренерго»?")),
        ('"Build Back Better"?', Wording('"Build Back Better"?', ("Build Back Better",))),
        ("who runs the “one-stop” service in the regions", Wording("who runs the “one-stop” service in the regions")),
        ("「創造的復興」という考え方はいつ生まれたか", Wording("「創造的復興」という考え方はいつ生まれたか")),
        ('"" and " ', Wording('"" and " ')),
        ('an inch is " here', Wording('an inch is " here')),
        ("", Wording("")),
    ],
)
def test_operators(query: str, wording: Wording) -> None:
    assert read_wording(query) == wording
    assert wording.is_plain == (not wording.phrases and not wording.excluded)


def test_excluded_words_are_no_words_of_the_query() -> None:
    assert [term.word for term in analyse_query('grant -loan -"new school"', "en")] == ["grant"]


@pytest.mark.parametrize(
    ("phrase", "language", "terms"),
    [
        ("returned to the residents", "en", ("return", "to", "the", "resid")),
        ("復興庁", "ja", ("復興", "興庁")),
        ("がれき", "ja", ("がれ", "れき")),
        ("第7条", "ja", ("7",)),
        ("水", "ja", ("水",)),
        ("!", "en", ()),
    ],
)
def test_phrases(phrase: str, language: str, terms: tuple[str, ...]) -> None:
    assert analyse_phrase(phrase, language) == terms
