"""One quantity is one index term, in whatever language and notation."""

from __future__ import annotations

import pytest

from kb.text.glossary import index_terms
from kb.text.language import detect
from kb.text.query import analyse_query


def found(text: str) -> set[str]:
    return {term.text for term in index_terms(text, detect(text))}


def asked(query: str) -> dict[str, set[str]]:
    return {term.word: set(term.index_terms) for term in analyse_query(query, detect(query))}


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("№USD:700000000", ["700 млн дол. США", "USD 700 million", "7億ドル", "сімсот мільйонів доларів"]),
        ("№JPY:53072000000", ["5,307,200万円", "53,072 млрд єн", "JPY 53.072 billion", "五百三十億七千二百万円"]),
        ("№JPY:53072000000", ["п'ятдесяти трьох мільярдів сімдесяти двох мільйонів японських єн"]),
        ("1930000000000", ["1,93 трлн грн", "UAH 1.93 trillion", "1兆9300億フリヴニャ"]),
        ("29", ["29 машин", "двадцять дев'ять машин", "twenty-nine machines", "二十九台"]),
        ("36239", ["36 239 т", "36,239 tons", "3万6239トン"]),
        (
            "№2024-02-19",
            ["19 лютого 2024 року", "19.02.2024", "February 19, 2024", "2024年2月19日", "令和六年二月十九日"],
        ),
        ("№2024-02", ["у лютому 2024 року", "19.02.2024", "February 2024", "2024年2月", "令和6年2月", "R6.2.19"]),
        ("№--03-11", ["11 березня", "March 11, 2011", "3月11日", "三月十一日", "11.03.2011"]),
        ("2024", ["令和6年度の予算", "бюджет 2024 року"]),
        ("№20%", ["20 %", "двадцять відсотків", "20 per cent", "２０％", "2割", "20パーセント"]),
        ("№12.5%", ["12,5 %", "12.5%"]),
    ],
)
def test_one_quantity_is_one_term(name: str, texts: list[str]) -> None:
    for text in texts:
        assert name in found(text), text


def test_a_rounded_question_finds_the_exact_number_and_not_the_other_way_round() -> None:
    exact, rounded = "загалом 43 738 осіб", "約4万4千人"
    assert "44000" in found(exact)
    assert "44000" in asked(rounded)["千人"]
    assert "44000" not in {name for names in asked(exact).values() for name in names}


def test_small_numbers_and_years_are_not_rounded() -> None:
    assert found("у 2024 році 135 осіб, 9 999 т") & {"2000", "140", "10000"} == set()


def test_terms_lie_over_the_characters_that_name_them() -> None:
    text = "Понад ７億ドル та 19 лютого 2024 року"
    places = {term.text: text[term.start : term.end] for term in index_terms(text, "uk")}
    assert places["№USD:700000000"] == "７億ドル"
    assert places["№2024-02-19"] == "19 лютого 2024"


def test_every_word_of_a_quantity_is_answered_by_it() -> None:
    query = asked("700 млн дол. США")
    assert all("№USD:700000000" in names for names in query.values())
    assert "700000000" in query["700"] & query["млн"]
    assert "700000000" not in query["сша"]


def test_the_day_s_number_is_not_answered_by_the_month() -> None:
    query = asked("19 лютого 2024 року")
    assert "№2024-02" in query["лютий"] & query["2024"]
    assert "№2024-02" not in query["19"]


@pytest.mark.parametrize("query", ["700 млн дол. США", "令和6年2月19日", "двадцять відсотків"])
def test_quantities_are_portable(query: str) -> None:
    assert any(term.is_portable for term in analyse_query(query, detect(query)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("31.02.2024", "№2024-02-31"),
        ("Article 2 of 2024", "№2024-02"),
        ("version 12.2024.1", "№2024-12"),
        ("May 40", "№--05-40"),
        ("3割合", "№30%"),
        ("in yen or in dollars", "№JPY:"),
    ],
)
def test_what_is_no_quantity_is_none(text: str, name: str) -> None:
    assert not any(term.startswith(name) for term in found(text))
