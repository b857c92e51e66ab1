"""Numbers mean the same in every writing, and two copies of one text disagree where a person would say so."""

from __future__ import annotations

import pytest

from kb.twins.numbers import differing, numbers


def values(text: str) -> list[str]:
    return [f"{number.value.normalize():f}" for number in numbers(text)]


@pytest.mark.parametrize(
    "text",
    ["4,719億円", "４，７１９億円", "JPY 471.9 billion", "471,9 млрд єн", "471 900 000 000 єн", "471,9 мільярда"],
)
def test_one_amount_in_every_writing(text: str) -> None:
    assert values(text) == ["471900000000"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昭和四十七年法律第百三十二号", ["1972", "132"]),
        ("令和6年2月19日", ["2024", "2", "19"]),
        ("平成元年", ["1989"]),
        ("二〇一一年", ["2011"]),
        ("1兆2,345億6,789万円", ["1234567890000"]),
        ("3千万円と6億9,000万ドル", ["30000000", "690000000"]),
        ("三千五百万", ["35000000"]),
        ("统一の一部", []),
        ("36 239 t, 22,44 %", ["36239", "22.44"]),
        ("in 2011, 2012 and 2013", ["2011", "2012", "2013"]),
        ("no numbers", []),
    ],
)
def test_writings(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_a_number_stands_where_it_is_written() -> None:
    text = "up to JPY 75.5 billion for demining"
    (number,) = numbers(text)
    assert text[number.start : number.end] == "75.5 billion"


def test_copies_that_disagree_in_two_numbers() -> None:
    one = "Japan will send 32 more machines in April, worth JPY 75.5 million, to Irpin."
    other = "Japan will send 29 more machines in April, worth JPY 75.5 billion, to Irpin."
    assert differing(one, other) == [("32", "29"), ("75.5 million", "75.5 billion")]
    assert differing(other, one) == [("29", "32"), ("75.5 billion", "75.5 million")]


def test_one_number_written_in_two_ways_is_no_disagreement() -> None:
    assert differing("36 239 tonnes were moved", "36,239 tonnes were moved") == []


def test_a_sentence_more_is_no_disagreement() -> None:
    assert differing("Four machines came.", "Four machines came. They cost 5 million and weigh 12 tonnes.") == []
