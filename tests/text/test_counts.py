"""Numbers with their scale, in figures, words and kanji."""

from __future__ import annotations

import pytest

from kb.text.analyzer import analyse
from kb.text.counts import find_counts, japanese_number, spelled_counts


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,93 трлн", [1_930_000_000_000]),
        ("53,072 млрд", [53_072_000_000]),
        ("53,072 million", [53_072_000_000]),
        ("3 тис. осіб і 5 тисяч", [3000, 5000]),
        ("3万6239トン", [36239]),
        ("約4万4千人", [44000]),
        ("五百三十億七千二百万", [53_072_000_000]),
        ("二十九台", [29]),
        ("5千人", [5000]),
        ("第七条、一部、千葉県", []),
        ("58 m and 7 machines", []),
        ("12 500 осіб", []),
    ],
)
def test_counts(text: str, numbers: list[int]) -> None:
    assert [int(count.number) for count in find_counts(text)] == numbers


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("двадцять дев'ять машин", {"двадцять дев'ять": 29}),
        ("у двадцяти дев’яти громадах", {"двадцяти дев’яти": 29}),
        ("Twenty-nine machines and two hundred and five pumps", {"Twenty-nine": 29, "two hundred and five": 205}),
        ("three million people", {"three million": 3_000_000}),
        ("п'ятсот тисяч гривень", {"п'ятсот тисяч": 500_000}),
        ("one of the thousands", {}),
        ("одна з громад", {}),
    ],
)
def test_numbers_in_words(text: str, words: dict[str, int]) -> None:
    places = [(term.start, term.end) for term in analyse(text, "uk")]
    assert {text[count.start : count.end]: int(count.number) for count in spelled_counts(text, places)} == words


@pytest.mark.parametrize(
    ("text", "value"), [("1兆9,300億", 1_930_000_000_000), ("二〇二四", 2024), ("5千億", 5 * 10**11)]
)
def test_japanese_numbers(text: str, value: int) -> None:
    assert japanese_number(text) == value


def test_what_is_no_number_is_none() -> None:
    assert japanese_number("一.五") is None
