"""Whatever keyboard, font or century a word comes from, it is one word."""

from __future__ import annotations

import unicodedata
from importlib.resources import files

import pytest

from kb.text.analyzer import analyse
from kb.text.fold import fold_signs, fold_word, todays_signs
from kb.text.glossary import index_terms


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("мiж", "між"),
        ("iнвестицiї", "інвестиції"),
        ("Aгентство", "агентство"),
        ("JIСА", "jica"),  # Cyrillic С and А
        ("USАID", "usaid"),
        ("об’єкт", "об'єкт"),
        ("обʹєкт", "об'єкт"),
        ("об＇єкт", "об'єкт"),
        ("відно\u0301влення", "відновлення"),
        ("водо\u00adпостачання", "водопостачання"),
        ("ＪＩＣＡ", "jica"),
        ("İstanbul", "i̇stanbul"),
        ("Ōtsuchi", "ōtsuchi"),
    ],
)
def test_words(written: str, meant: str) -> None:
    assert fold_word(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("國土交通省", "国土交通省"),
        ("瀧澤", "滝沢"),
        ("廣島縣", "広島県"),
        ("齋藤と渡邉", "斎藤と渡辺"),
        ("髙﨑", "高崎"),
        ("陸前髙田", "陸前高田"),
        ("⺠⽣", "民生"),  # radicals, as some fonts have them
        ("デ二シウク", "デニシウク"),
        ("二人のデ二", "二人のデ二"),  # at the end of a word it may be a number
        ("第ニ条", "第二条"),
        ("ﾃﾞﾆｼｭｸ", "デニシュク"),
        ("力ー", "力ー"),
    ],
)
def test_signs(written: str, meant: str) -> None:
    assert fold_signs(written) == meant


def test_old_kanji_are_found_as_new_ones_and_keep_their_places() -> None:
    text = "東日本大震災からの復興廳"
    assert {term.text for term in analyse("復興庁", "ja")} <= {term.text for term in analyse(text, "ja")}
    (agency,) = [term for term in index_terms(text, "ja") if term.text == "§reconstruction-agency-japan"]
    assert text[agency.start : agency.end] == "復興廳"


def test_the_table_of_kanji_is_sound() -> None:
    groups = (files("kb.text") / "kanji.txt").read_text("utf-8").split()
    signs = [sign for group in groups for sign in group]
    assert len(signs) == len(set(signs)) >= 800
    assert all(len(group) >= 2 for group in groups)
    for group in groups:  # what NFKC changes by itself would never be looked up
        assert all(unicodedata.normalize("NFKC", sign) == sign for sign in group)
    assert todays_signs("".join(groups)) == "".join(group[0] * len(group) for group in groups)


@pytest.mark.parametrize(("one", "other"), [("脅威", "脇"), ("著者", "着"), ("予備", "余"), ("未", "末"), ("土", "士")])
def test_different_kanji_stay_apart(one: str, other: str) -> None:
    assert not set(todays_signs(one)) & set(todays_signs(other))


def test_letters_of_one_alphabet_stay_there() -> None:
    assert fold_word("сім") == "сім" and fold_word("MOH") == "moh"
    assert set(fold_word("Cім")) <= set("сім")  # Latin C
