"""Sums of money as numbers: what stands before or after the name of a currency, in figures, words or kanji.

A currency is looked for first, since few texts are full of them; the number is then read backwards or forwards from
it. `22,44 млрд, 53,072 млрд і 8,8 млрд єн` and `JPY 22.44 billion, 53.072 billion and 8.8 billion` are lists of which
the currency is named once. Yen stay yen; nothing is converted.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from kb.text.counts import (
    FIGURES,
    FULL_WIDTH,
    SCALE,
    SCALED,
    decimal,
    japanese_number,
    scale_value,
    scaled,
    spelled_before,
)
from kb.text.numerals import KANJI
from kb.text.ranges import Ranges

_ABOUT = r"(?:about|around|some|over|more than|nearly|almost|up to|близько|понад|до|майже|приблизно|約|およそ)"
_LISTED = rf"{FIGURES}\s*{SCALE}"
_JOIN = r"\s*(?:,|;|,?\s+(?:and|or|та|і|й|чи)|[-–—~〜])\s*(?:in all\s+|разом\s+|a total of\s+)?"
_BEFORE = re.compile(rf"(?<![\d.,\w])((?:{_LISTED}{_JOIN})*)({FIGURES}\s*(?:{SCALE})?)\s*[«\"“]?\s*$", re.IGNORECASE)
_AFTER = re.compile(rf"\s?({FIGURES}(?:\s*(?:{SCALE}|[億万兆]))?)((?:{_JOIN}{_LISTED})*)", re.IGNORECASE)
_LABEL = re.compile(rf"\s*[)）]?\s*[:：]\s*(?:{_ABOUT}\s*)?({FIGURES})(?=\s*(?:$|·|\n|\())", re.IGNORECASE)
_ONE = re.compile(SCALED, re.IGNORECASE)
_JA_PART = rf"(?:[\d,，.．]+|[{KANJI}]+)[千百]?"
_JA = re.compile(rf"((?:{_JA_PART}[兆億万])*(?:{_JA_PART})?)$")
_JA_CURRENCY = re.compile(r"[円ドルフリヴブニャグナユーロ米英ポンド]+")
_JA_SIGNS = {"兆": 10**12, "億": 10**8, "万": 10**4}
_JA_SIGN = re.compile("[兆億万]")
_SCALE_AT_END = re.compile(rf"(?:^|(?<=[\s,(])){SCALE}\s*$", re.IGNORECASE)
_CODE = re.compile(r"JPY|USD|UAH|EUR|GBP|US\s?\$|[$¥￥€£₴]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_REACH = 160


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in a text: its number, ISO 4217 currency, and the characters that name it."""

    number: Decimal
    currency: str
    start: int
    end: int

    @property
    def value(self) -> str:
        """`8800000000 JPY`."""
        return f"{self.number.normalize():f} {self.currency}"


@cache
def _currency() -> re.Pattern[str]:
    named = "|".join(f"(?P<{row['code']}>{row['pattern']})" for row in _currencies())
    return re.compile(rf"(?<![A-Za-z\u0400-\u04ff])(?:{named})", re.IGNORECASE)


def find_money(text: str) -> list[Money]:
    """Every sum of money in a text, in order of place; a currency without a number is none."""
    found: list[Money] = []
    taken = Ranges()
    for match in _currency().finditer(text):
        for money in _around(text, match, match.lastgroup or ""):
            if not taken.overlaps(money.start, money.end):
                taken.add(money.start, money.end)
                found.append(money)
    return sorted(found, key=lambda money: money.start)


def _around(text: str, match: re.Match[str], currency: str) -> Iterator[Money]:
    if _JA_CURRENCY.fullmatch(match.group()):
        yield from _japanese(text, match, currency)
        return
    after = _AFTER.match(text, match.end()) if _CODE.fullmatch(match.group()) else None
    if after:
        yield from _listed_after(text, match, after, currency)
        return
    before = text[max(0, match.start() - _REACH) : match.start()]
    offset = match.start() - len(before)
    figures = _BEFORE.search(before)
    spelled = None if figures else spelled_before(before)
    if figures:
        yield from _listed(figures.group().rstrip('«"“ \u00a0'), offset + figures.start(), match.end(), currency)
    elif spelled:
        yield Money(spelled[0], currency, offset + spelled[1], match.end())
    else:
        yield from _labelled(text, match, before, currency)


def _listed(part: str, start: int, end: int, currency: str) -> Iterator[Money]:
    """The numbers of a list whose currency follows the last one."""
    ones = list(_ONE.finditer(part))
    for index, one in enumerate(ones):
        last = index == len(ones) - 1
        yield Money(scaled(one), currency, start + one.start(), end if last else start + one.end())


def _listed_after(text: str, match: re.Match[str], after: re.Match[str], currency: str) -> Iterator[Money]:
    """The numbers of a list whose currency precedes the first one and is not named again."""
    first = _ONE.match(after[1].translate(FULL_WIDTH))
    if first is None:
        return
    sign = _JA_SIGN.search(after[1])
    number = scaled(first) * (_JA_SIGNS[sign.group()] if sign else 1)
    yield Money(number, currency, match.start(), after.end(1))
    listed = list(_ONE.finditer(text, after.start(2), after.end(2)))
    if listed and _currency().match(text, after.end(2) + text.startswith(" ", after.end(2))):
        listed.pop()  # it has a currency of its own
    for one in listed:
        yield Money(scaled(one), currency, one.start(), one.end())


def _japanese(text: str, match: re.Match[str], currency: str) -> Iterator[Money]:
    """`5,307,200万円`, `1億7,000万ドル`, `5千億円`, `五百三十億円`."""
    before = text[max(0, match.start() - _REACH) : match.start()].translate(FULL_WIDTH)
    found = _JA.search(before)
    if found and found.group():
        number = japanese_number(found.group())
        if number:
            start = match.start() - len(found.group())
            opening = re.search(r"[$¥]$", text[:start])
            yield Money(number, currency, start - bool(opening), match.end())


def _labelled(text: str, match: re.Match[str], before: str, currency: str) -> Iterator[Money]:
    """A table's cell under a heading that names the currency: `Сума, млрд єн: 22,44`."""
    value = _LABEL.match(text, match.end())
    scale = _SCALE_AT_END.search(before)
    if value and scale:
        word = scale.group().strip()
        number = decimal(value[1], bool(_CYRILLIC.search(word))) * scale_value(word)
        yield Money(number, currency, *value.span(1))


def _currencies() -> list[dict[str, str]]:
    with (files("kb.text") / "currencies.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
