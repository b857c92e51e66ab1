"""Numbers as values, whatever the language writes: `471,9 млрд`, `471.9 billion` and `4,719億` are one.

The same scan serves two ends: the numbers of two language versions are compared as sets, and two copies of one text are
compared word by word, so that the one number in which they disagree can be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

_DIGITS = r"\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_KANJI_VALUES = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"十": 10, "百": 100, "千": 1000}
_KANJI_UNITS = {"千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12}
_WORDS = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "bn": 10**9,
    "тис": 10**3, "тисяч": 10**3, "млн": 10**6, "мільйон": 10**6, "млрд": 10**9, "мільярд": 10**9, "трлн": 10**12,
    "трильйон": 10**12, "миллион": 10**6, "миллиард": 10**9, "тысяч": 10**3,
}  # fmt: skip
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?=[\d明大昭平令〇一二三四五六七八九十百千])(?:(?P<era>{'|'.join(_ERAS)})(?P<year>\d{{1,2}}|元|[一二三四五六七八九十]{{1,3}})年"
    rf"|(?P<units>(?:(?:{_DIGITS})[千]?[万億兆])+(?:{_DIGITS})?)"
    rf"|(?P<digits>{_DIGITS})(?:[ \u00a0](?P<word>{_WORD})[^\W\d_]{{0,4}}\b\.?)?"
    r"|(?P<kanji>[〇一二三四五六七八九十百千万億兆]{2,}))"
)  # fmt: skip
_PART = re.compile(rf"({_DIGITS})([千]?[万億兆])?")
_WIDE = "０１２３４５６７８９，．　"
_FULL_WIDTH, _HAS_WIDE = str.maketrans(_WIDE, "0123456789,. "), re.compile(f"[{_WIDE}]")
_TOKEN = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: its value, and the characters of the text that write it with its magnitude."""

    value: Decimal
    start: int
    end: int


def numbers(text: str) -> Iterator[Number]:
    """Every number of a text in order of place: digits with their magnitude, years of an era, kanji of two or more."""
    for match in _NUMBER.finditer(text.translate(_FULL_WIDTH) if _HAS_WIDE.search(text) else text):
        yield Number(_value(match), match.start(), match.end())


def differing(one: str, other: str) -> list[tuple[str, str]]:
    """The numbers in which two copies of one text disagree, as each writes them; words before and after are the same.

    A number that stands in a sentence that the other copy lacks is no disagreement.
    """
    left, right = _tokens(one), _tokens(other)
    matcher = SequenceMatcher(None, [key for key, _ in left], [key for key, _ in right], autojunk=False)
    found = []
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "replace" and b - a == d - c:
            for (mine, my_words), (yours, your_words) in zip(left[a:b], right[c:d], strict=True):
                if isinstance(mine, Decimal) and isinstance(yours, Decimal):
                    found.append((my_words, your_words))
    return list(dict.fromkeys(found))


def _tokens(text: str) -> list[tuple[str | Decimal, str]]:
    """Words in lower case and numbers by value, each as the text writes it."""
    tokens: list[tuple[str | Decimal, str]] = []
    at = 0
    for number in [*numbers(text), None]:
        words = _TOKEN.finditer(text, at, number.start if number else len(text))
        tokens += [(word.group().casefold(), word.group()) for word in words]
        if number:
            tokens.append((number.value, text[number.start : number.end]))
            at = number.end
    return tokens


def _value(match: re.Match[str]) -> Decimal:
    if match["era"]:
        year = match["year"]
        return Decimal(_ERAS[match["era"]] + (1 if year == "元" else int(year) if year.isdecimal() else _kanji(year)))
    if match["units"]:
        return sum((_plain(digits) * _unit(unit) for digits, unit in _PART.findall(match["units"])), Decimal(0))
    if match["kanji"]:
        return Decimal(_kanji(match["kanji"]))
    return _plain(match["digits"]) * _WORDS.get(match["word"] or "", 1)


def _unit(signs: str) -> int:
    value = 1
    for sign in signs:
        value *= _KANJI_UNITS[sign]
    return value


def _plain(digits: str) -> Decimal:
    """`36 239`, `36,239` and `36239` are one, so are `22,44` and `22.44`."""
    joined = re.sub(r"[, \u00a0\u2009\u202f](?=\d{3}(?!\d))", "", digits)
    return Decimal(joined.replace(",", "."))


def _kanji(signs: str) -> int:
    """By units (二十三, 三千五百万) or by digits (二〇二四)."""
    if not set(signs) & {"十", "百", "千", "万", "億", "兆"}:
        return int("".join(str(_KANJI_VALUES[sign]) for sign in signs))
    total, section, digit = 0, 0, 0
    for sign in signs:
        if sign in "万億兆":
            total += max(section + digit, 1) * _KANJI_UNITS[sign]
            section = digit = 0
        elif sign in "十百千":
            section, digit = section + max(digit, 1) * _KANJI_VALUES[sign], 0
        else:
            digit = _KANJI_VALUES[sign]
    return total + section + digit
