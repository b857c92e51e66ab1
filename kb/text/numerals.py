"""Numbers as documents write them: Arabic, full-width, Roman (also in Cyrillic letters), kanji, superscript."""

from __future__ import annotations

import re

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_CYRILLIC_ROMAN = str.maketrans("ІХСМіхсмⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", "IXCMixcmⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ")
_ROMAN_SIGNS = {sign: value for value, sign in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", 1)}
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = (
    ("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50),
    ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1),
)  # fmt: skip
_KANJI_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}

KANJI = "〇零一二三四五六七八九十百千"
DIGITS = "0-9０-９"


def parse_kanji(text: str) -> int | None:
    """The value of a kanji numeral, by units (二十三) or by digits (二〇二四); None if it is none."""
    if not text or any(sign not in _KANJI_DIGITS and sign not in _KANJI_UNITS for sign in text):
        return None
    if all(sign in _KANJI_DIGITS for sign in text):
        return int("".join(str(_KANJI_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _KANJI_UNITS:
            total, digit = total + max(digit, 1) * _KANJI_UNITS[sign], 0
        else:
            digit = _KANJI_DIGITS[sign]
    return total + digit


def parse_roman(text: str) -> int | None:
    """The value of a Roman numeral of one case, written in Latin or look-alike Cyrillic letters; None if it is none."""
    if text in _ROMAN_SIGNS:
        return _ROMAN_SIGNS[text]
    latin = text.translate(_CYRILLIC_ROMAN)
    upper = latin.upper()
    if not latin or latin not in (upper, latin.lower()) or not _ROMAN.fullmatch(upper):
        return None
    total = 0
    for sign, value in _ROMAN_VALUES:
        while upper.startswith(sign):
            total, upper = total + value, upper[len(sign) :]
    return total


def to_roman(number: int) -> str:
    """The capital Roman numeral of a positive number."""
    parts = []
    for sign, value in _ROMAN_VALUES:
        count, number = divmod(number, value)
        parts.append(sign * count)
    return "".join(parts)


def parse_number(text: str) -> int | None:
    """The value of a numeral in any supported writing; None if it is none."""
    plain = text.strip().translate(_FULL_WIDTH).translate(_SUPERSCRIPT)
    if plain.isdecimal() and plain.isascii():
        return int(plain)
    kanji = parse_kanji(plain)
    return kanji if kanji is not None else parse_roman(plain)


def letters(position: int) -> str:
    """The letters of the n-th item: 1 is a, 26 is z, 27 is aa."""
    name = ""
    while position > 0:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("a") + rest) + name
    return name
