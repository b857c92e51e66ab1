from datetime import date

import pytest

from kb.text.dates import find_dates, parse_date
from kb.text.numerals import letters, parse_number, to_roman


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-19", date(2024, 2, 19)),
        ("2024-02-19T10:00:00+09:00", date(2024, 2, 19)),
        ("2024/2/19", date(2024, 2, 19)),
        ("19.02.2024", date(2024, 2, 19)),
        ("від 19 червня 2023 року", date(2023, 6, 19)),
        ("«19» червня 2023 року", date(2023, 6, 19)),
        ("19 июня 2023 года", date(2023, 6, 19)),
        ("8 April 2025", date(2025, 4, 8)),
        ("April 8, 2025", date(2025, 4, 8)),
        ("this 8th day of April 2025", date(2025, 4, 8)),
        ("DONE at Tokyo, this nineteenth day of February, 2024", date(2024, 2, 19)),
        ("on the twenty-first day of May 2007", date(2007, 5, 21)),
        ("the thirty-first day of February 2007", None),
        ("令和6年2月19日", date(2024, 2, 19)),
        ("令和元年５月１日", date(2019, 5, 1)),
        ("平成二十三年三月十一日", date(2011, 3, 11)),
        ("昭和21年11月3日", date(1946, 11, 3)),
        ("大正十二年九月一日", date(1923, 9, 1)),
        ("明治二十三年一月一日", date(1890, 1, 1)),
        ("２０２４年２月１９日", date(2024, 2, 19)),
        ("二〇二四年二月十九日", date(2024, 2, 19)),
        ("31.02.2024", None),
        ("99/99/2024", None),
        ("in April 2025", None),
        ("8 квітня", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected


def test_dates_come_in_order_of_place_and_once_each() -> None:
    text = "令和6年2月19日 and 3 May 2023, then 2022-01-05"
    assert [mention.value for mention in find_dates(text)] == [date(2024, 2, 19), date(2023, 5, 3), date(2022, 1, 5)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("１２", 12), ("十二", 12), ("百二十三", 123), ("二〇二四", 2024), ("XIV", 14), ("ХІV", 14), ("iv", 4),
     ("²", 2), ("Ⅳ", 4), ("IIII", None), ("vIi", None), ("", None), ("abc", None)],
)  # fmt: skip
def test_numerals(text: str, value: int | None) -> None:
    assert parse_number(text) == value


def test_letters_and_roman_numerals_out() -> None:
    assert [letters(number) for number in (1, 2, 26, 27, 53)] == ["a", "b", "z", "aa", "ba"]
    assert [to_roman(number) for number in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XL"]
