"""Sums of money as numbers: what stands before or after the name of a currency, in figures, words or kanji.

A currency is looked for first, since few texts are full of them; the number is then read backwards or forwards from
it. `22,44 млрд, 53,072 млрд і 8,8 млрд єн` and `JPY 22.44 billion, 53.072 billion and 8.8 billion` are lists of which
the currency is named once. Yen stay yen; nothing is converted.
"""

from __future__ import annotations

import bisect
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
_REACH_BACK = 400
"""How far a currency is carried on."""
_GOES_ON = (
    r"(?=\s*(?:[.,;:)(–—·-]|$|\n)|\s+(?:of (?:it|which|them)|was|were|is|are|had|has|in|to|and|or|for|by|from|between|"
    r"against|at|went|came|now|then|after|when|since|with|a year|на|для|за|у|в|з|із|та|і|й|або|чи|як|що|через|а|до|"
    r"після|державн\w+|єдин\w+)\b)"
)
_THINGS = (
    r"(?!\s+(?:people|persons|passengers|visitors|residents|tonnes|tons|t\b|cubic|square|metres|kilo|kWh|barrels|hectares|"
    r"осіб|людей|люд|мешканц|пасажир|тонн|т\b|куб|кв\b|м[²³]|кВт|барел|гектар|домогосп))"
)
_BARE = re.compile(
    rf"(?<![\d.,\w])(?P<figures>{FIGURES})\s+(?:(?P<scale>(?:трлн|трильйон\w*|trillion|млрд|мільярд\w*|billion)\b\.?)"
    rf"{_THINGS}|(?P<millions>(?:млн|million)\b\.?){_GOES_ON})",
    re.IGNORECASE,
)
"""A sum whose currency was named before: `JPY 2.0421 trillion planned, of which 991.1 billion had been spent`."""
_LARGE = 10**9
_SENTENCE_END = re.compile(r"[.!?…][\"»”)]*\s+(?=[A-ZА-ЯІЇЄҐ«“\"])|\n")


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
    found.sort(key=lambda money: money.start)
    bare = [money for money in _without_currency(text, found) if not taken.overlaps(money.start, money.end)]
    return sorted([*found, *bare], key=lambda money: money.start)


def _without_currency(text: str, named: list[Money]) -> Iterator[Money]:
    """Sums that lean on the currency of the last one named: thousands of millions in its paragraph, millions in its
    sentence.
    """
    starts = [money.start for money in named]
    for match in _BARE.finditer(text):
        last = bisect.bisect_left(starts, match.start()) - 1
        if last < 0 or match.start() - named[last].end > _REACH_BACK:
            continue
        between = text[named[last].end : match.start()]
        scale = match["scale"] or match["millions"]
        number = decimal(match["figures"], bool(_CYRILLIC.search(scale))) * scale_value(scale)
        if "\n" not in between and (number >= _LARGE or not _SENTENCE_END.search(between)):
            yield Money(number, named[last].currency, match.start(), match.end())


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
