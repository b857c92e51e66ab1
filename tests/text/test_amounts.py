"""Sums in all the habits of three languages."""

import pytest

from kb.text.amounts import find_money


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("п'ятдесяти трьох мільярдів сімдесяти двох мільйонів японських єн", ["53072000000 JPY"]),
        ("п’ятдесят три мільярди сімдесят два мільйони єн", ["53072000000 JPY"]),
        ("53 072 000 000 єн", ["53072000000 JPY"]),
        ("471900000000 єн", ["471900000000 JPY"]),
        ("22,44 млрд, 53,072 млрд і 8,8 млрд єн", ["22440000000 JPY", "53072000000 JPY", "8800000000 JPY"]),
        ("JPY 22.44 billion, 53.072 billion and 8.8 billion", ["22440000000 JPY", "53072000000 JPY", "8800000000 JPY"]),
        ("700 млн дол. США, 21,83 млрд грн", ["700000000 USD", "21830000000 UAH"]),
        ("$1.5 billion and $58M and €4,770,000", ["1500000000 USD", "58000000 USD", "4770000 EUR"]),
        ("USD 53,072 and 1,044 million yen", ["53072 USD", "1044000000 JPY"]),
        ("38.1711 trillion yen, three million yen", ["38171100000000 JPY", "3000000 JPY"]),
        ("5,307,200万円", ["53072000000 JPY"]),
        ("５３０億７，２００万円", ["53072000000 JPY"]),
        ("五百三十億七千二百万円", ["53072000000 JPY"]),
        ("5千億円と38兆1711億円", ["500000000000 JPY", "38171100000000 JPY"]),
        ("88億円（約5,800万ドル、4,770万ユーロ）", ["8800000000 JPY", "58000000 USD", "47700000 EUR"]),
        ("3億3400万フリヴニャ", ["334000000 UAH"]),
        ("¥8.8 billion", ["8800000000 JPY"]),
        ("JPY 5.135 billion USD 4.5 billion", ["5135000000 JPY", "4500000000 USD"]),
        (
            "JPY 2.0421 trillion planned, of which 991.1 billion had been spent",
            ["2042100000000 JPY", "991100000000 JPY"],
        ),
        ("91 млрд доларів для енергетики і 90 млрд для житла", ["91000000000 USD", "90000000000 USD"]),
        ("from 1 million yen at first to 3 million now", ["1000000 JPY", "3000000 JPY"]),
        ("520 billion dollars a year and 26 million people", ["520000000000 USD"]),
        ("It cost 5 billion yen.\nThe other took 7 billion.", ["5000000000 JPY"]),
        ("円借款をドルで", []),
        ("суму в єнах, а не в доларах", []),
        ("in yen or in dollars, by 2025", []),
    ],
)
def test_sums(text: str, values: list[str]) -> None:
    assert [money.value for money in find_money(text)] == values


def test_a_sum_points_at_its_words() -> None:
    text = "до 8,8 млрд єн (близько 58 млн доларів)"
    assert [text[money.start : money.end] for money in find_money(text)] == ["8,8 млрд єн", "58 млн доларів"]
