"""Measures with their unit, in base units: `500 МВт`, `500 MW` and `50万kW` are 500,000,000 W, `3万トン` is 30 Gg."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from kb.text.counts import FIGURES, Count, decimal

_FIGURES = re.compile(rf"(?<![\d.,\w])(?P<figures>{FIGURES})|(?<=[\u2e80-\u9fff])(?P<joined>\d+(?:\.\d+)?)(?!\d)")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_NO_WORD_GOES_ON = "(?![A-Za-z\u0400-\u04ff²³])"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of base units (W, Wh, m, m2, m3, g) in a text, and the characters that name it."""

    number: Decimal
    unit: str
    start: int
    end: int


def find_measures(text: str, counts: Iterable[Count]) -> Iterator[Measure]:
    """The measures of a text in half width; `counts` are its numbers with a scale, in kanji or in words."""
    taken: set[int] = set()
    for count in counts:
        taken.update(range(count.start, count.end))
        yield from _measure(text, count.number, count.number, count.start, count.end)
    for match in _FIGURES.finditer(text):
        if match.start() not in taken:
            figures = match.group()
            yield from _measure(text, decimal(figures, False), decimal(figures, True), *match.span())


def _measure(text: str, number: Decimal, cyrillic: Decimal, start: int, end: int) -> Iterator[Measure]:
    """The measure whose number ends here, if a unit follows; `1,044 м` and `1,044 m` are not the same."""
    match = _unit().match(text, end)
    if match is not None and match.lastgroup is not None:
        unit, factor = _units()[match.lastgroup]
        number = cyrillic if _CYRILLIC.search(match.group()) else number
        yield Measure(number * factor, unit, start, match.end())


@cache
def _unit() -> re.Pattern[str]:
    """Any unit, its row in the table as the group's name; a unit of letters ends where its word ends."""
    rows = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _patterns().items())
    return re.compile(rf"\.?[\s-]?(?:{rows}){_NO_WORD_GOES_ON}")


def _patterns() -> dict[str, str]:
    return {f"row{at}": row["pattern"] for at, row in enumerate(_rows())}


@cache
def _units() -> dict[str, tuple[str, Decimal]]:
    return {f"row{at}": (row["unit"], Decimal(row["factor"])) for at, row in enumerate(_rows())}


@cache
def _rows() -> list[dict[str, str]]:
    with (files("kb.text") / "units.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
