"""Numbers with their scale, in figures, words or kanji: `1,93 трлн`, `53 million`, `3万6239`, `двадцять дев'ять`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from kb.text.fold import fold_word
from kb.text.numerals import KANJI, parse_kanji

_GROUPED = r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}"
FIGURES = rf"(?:{_GROUPED}|\d+(?:[.,]\d+)?)(?![\d])"
_SCALES = (
    (10**12, r"трлн|трильйон\w*|триллион\w*|trillion|tn"),
    (10**9, r"млрд|мільярд\w*|миллиард\w*|billion|bn"),
    (10**6, r"млн|мільйон\w*|миллион\w*|million|mn|mln"),
    (10**3, r"тис\b|тисяч\w*|тыс\b|тысяч\w*|thousand"),
)
_LONG_SCALE = "|".join(pattern for _, pattern in _SCALES)
SCALE = rf"(?:{_LONG_SCALE}|m$|(?<=\d)m)\b\.?"
"""In sums of money `m` is a million; elsewhere it is a metre."""
SCALED = rf"(?P<figures>{FIGURES})(?:[\s-]*(?P<scale>{SCALE}))?"
_SCALE_VALUES = tuple((value, re.compile(pattern, re.IGNORECASE)) for value, pattern in (*_SCALES, (10**6, "m")))
_WHOLE_SCALE = re.compile(SCALE, re.IGNORECASE)
_COUNT = re.compile(rf"(?<![\d.,\w])(?P<figures>{FIGURES})[\s-]*(?P<scale>(?:{_LONG_SCALE})\b)", re.IGNORECASE)
_BEFORE_SCALE = re.compile(r"\d[\s-]*[тмb-tB-TТМ]")
_JA_DIGITS = rf"(?:\d[\d,.]*|[{KANJI}]+)[千百]?"
_JA_COUNT = re.compile(rf"(?:{_JA_DIGITS}[兆億万])+(?:{_JA_DIGITS})?|\d[\d,.]*[千百]|[{KANJI}]{{2,}}")
_JA_PIECE = re.compile(rf"([\d,，.．]+|[{KANJI}]+)([千百]?)([兆億万]?)")
_JA_SIGN = re.compile(f"[兆億万{KANJI}]")
_JA_SCALES = {"兆": 10**12, "億": 10**8, "万": 10**4, "千": 10**3, "百": 100, "": 1}
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)?")
_FIRST_WORD = re.compile(rf"({_WORD.pattern})")
_NEXT_WORD = re.compile(rf"[\s-]+(?:and\s+)?({_WORD.pattern})")
_WORDS_AT_END = re.compile(r"((?:[^\W\d_]+(?:['’ʼ][^\W\d_]+)?[\s-]+){1,14})$")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
FULL_WIDTH = str.maketrans("０１２３４５６７８９，．％", "0123456789,.%")
_HUNDRED_AT_MOST = 999


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a text and the characters that write it."""

    number: Decimal
    start: int
    end: int


def find_counts(text: str) -> list[Count]:
    """The numbers of a text in half width that are written with a scale or in kanji; plain figures are none."""
    scales = _COUNT.finditer(text) if _BEFORE_SCALE.search(text) else ()
    found = [Count(scaled(match), *match.span()) for match in scales]
    for match in _JA_COUNT.finditer(text) if _JA_SIGN.search(text) else ():
        number = japanese_number(match.group())
        if number is not None:
            found.append(Count(number, *match.span()))
    return found


def scaled(match: re.Match[str]) -> Decimal:
    """The number of a match with the groups `figures` and `scale`."""
    scale = match["scale"] or ""
    return decimal(match["figures"], bool(_CYRILLIC.search(scale))) * scale_value(scale)


def decimal(figures: str, is_cyrillic: bool) -> Decimal:
    """`53 072 000 000`, `22,44`, `1,044` and `3,000.5`.

    Three digits after a single comma are a fraction before a Ukrainian scale (`53,072 млрд`), else thousands.
    """
    plain = re.sub(r"[ \u00a0\u202f\u2009]", "", figures.translate(FULL_WIDTH))
    thousands = re.fullmatch(r"[1-9]\d{0,2},\d{3}", plain) is not None and not is_cyrillic
    if thousands or ("," in plain and "." in plain) or plain.count(",") > 1:
        plain = plain.replace(",", "")
    elif plain.count(".") > 1:
        plain = plain.replace(".", "")
    return Decimal(plain.replace(",", "."))


def scale_value(word: str) -> int:
    """1,000,000 for `млн`, `million` and `m`; 1 for what is no scale."""
    return next((value for value, pattern in _SCALE_VALUES if word and pattern.match(word)), 1)


def japanese_number(text: str) -> Decimal | None:
    """The value of a number with 兆, 億, 万 and kanji or Arabic digits; None if it is none."""
    total = Decimal(0)
    for figures, thousand, scale in _JA_PIECE.findall(text):
        kanji = parse_kanji(figures)
        digits = figures.translate(FULL_WIDTH).replace(",", "").strip(".")
        if kanji is None and not re.fullmatch(r"\d+(?:\.\d+)?", digits):
            return None
        total += (Decimal(kanji) if kanji is not None else Decimal(digits)) * _JA_SCALES[thousand] * _JA_SCALES[scale]
    return total or None


def spelled_counts(text: str, words: Iterable[tuple[int, int]]) -> Iterator[Count]:
    """The numbers in words that begin with one of these words of a text, given in order; `one` alone is none."""
    known, reached = _number_words(), 0
    for start, end in words:
        if start >= reached and known.get(fold_word(text[start:end]), "x")[0] != "x":
            values, reached = _values_from(text, start)
            number = _sum(values)
            if number > 1:
                yield Count(Decimal(number), start, reached)


def spelled_before(text: str) -> tuple[Decimal, int] | None:
    """The value of the number words at the end of a text and where they begin."""
    tail = _WORDS_AT_END.search(text)
    if tail is None:
        return None
    words = list(_WORD.finditer(tail.group()))
    first = len(words)
    while first and word_value(words[first - 1].group()) is not None:
        first -= 1
    values = [word_value(word.group()) or (0, False) for word in words[first:]]
    total = _sum(values)
    if not total or all(multiplies for _, multiplies in values):
        return None
    return Decimal(total), tail.start() + words[first].start()


def word_value(word: str) -> tuple[int, bool] | None:
    """(value, whether it multiplies what stands before it) of a number word, None for other words."""
    value = _number_words().get(fold_word(word))
    if value is not None:
        return int(value.lstrip("x")), value.startswith("x")
    scale = scale_value(word)
    return (scale, True) if scale > 1 and len(word) > 1 and _WHOLE_SCALE.fullmatch(word) else None


def _values_from(text: str, start: int) -> tuple[list[tuple[int, bool]], int]:
    """The values of the number word at a place and of those that go on from it, and where the last one ends."""
    values: list[tuple[int, bool]] = []
    word, end = _FIRST_WORD.match(text, start), start
    while word is not None and (value := word_value(word[1])) is not None:
        values.append(value)
        end = word.end()
        word = _NEXT_WORD.match(text, end)
    return values, end


def _sum(values: list[tuple[int, bool]]) -> int:
    total = group = 0
    for value, multiplies in values:
        if not multiplies:
            group += value
        elif value <= _HUNDRED_AT_MOST:  # a hundred multiplies inside its group
            group = max(group, 1) * value
        else:
            total, group = total + max(group, 1) * value, 0
    return total + group


@cache
def _number_words() -> dict[str, str]:
    with (files("kb.text") / "number_words.tsv").open(encoding="utf-8") as file:
        return {row["word"]: row["value"] for row in csv.DictReader(file, delimiter="\t")}
