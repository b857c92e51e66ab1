"""Numbers, sums, measures, shares and dates as index terms that are the same in every language.

`700 млн дол. США`, `USD 700 million` and `7億ドル` are all `700000000` and `№USD:700000000`; `令和6年2月19日` and
`19.02.2024` are `№2024-02-19`, `№2024-02` and `№--02-19`; `двадцять відсотків` and `２０％` are `№20%`; `500 МВт` and
`50万kW` are `№W:500000000`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from kb.text.amounts import find_money
from kb.text.analyzer import Term
from kb.text.counts import FIGURES, Count, decimal, find_counts, spelled_counts
from kb.text.dates import DateMention, find_dates, find_partial_dates
from kb.text.numerals import parse_kanji
from kb.text.units import find_measures

MARK = "№"
"""Begins the terms of sums, measures, shares and dates; no word does."""
LEAST_ROUNDED = 10_000
"""Smaller numbers are years, articles and addresses, which nobody rounds."""
_ROUNDING = Context(prec=2, rounding=ROUND_HALF_UP)
_SHARE_SIGN = r"(?:%|відсот\w*|процент\w*|per\s?cent\b|percent\w*|パーセント)"
_SHARE = re.compile(rf"(?<![\d.,])(?P<figures>{FIGURES})\s?[-‑]?{_SHARE_SIGN}", re.IGNORECASE)
_SHARE_AFTER = re.compile(rf"\s?{_SHARE_SIGN}", re.IGNORECASE)
_ANY_SHARE = re.compile("[%割]|ідсот|роцент|cent|パーセント")
_TENTHS = re.compile(r"(?<![\d.])(\d(?:\.\d)?|[一二三四五六七八九])割(?![合引当り])")
_FULL_WIDTH_SIGN = re.compile("[！-～]")
_HALF_WIDTH = {ord("！") + at: ord("!") + at for at in range(94)}
_PLAIN = re.compile(r"\d{5,15}")


def quantities(text: str, terms: Sequence[Term], *, is_query: bool = False) -> list[Term]:
    """The quantities of an analysed text as terms over the characters that name them.

    A passage is also found by what its large numbers are rounded to and by the month and the day of the year of its
    dates; a query asks for what it says.
    """
    plain = text.translate(_HALF_WIDTH) if _FULL_WIDTH_SIGN.search(text) else text
    counts = [*find_counts(plain), *spelled_counts(plain, ((term.start, term.end) for term in terms))]
    numbers = [(f"{count.number.normalize():f}", count.start, count.end) for count in counts]
    sums = [
        (f"{MARK}{money.currency}:{money.number.normalize():f}", money.start, money.end) for money in find_money(plain)
    ]
    measures = [
        (f"{MARK}{measure.unit}:{measure.number.normalize():f}", measure.start, measure.end)
        for measure in find_measures(plain, counts)
        if not any(start < measure.end and measure.start < end for _, start, end in sums)  # `USD 5 m` are millions
    ]
    figures = [(term.text, term.start, term.end) for term in terms if _PLAIN.fullmatch(term.text)]
    days = list(find_dates(plain))
    found = [*numbers, *sums, *measures, *_shares(plain, counts), *_dates(plain, days)]
    if not is_query:
        found += _wider(days)
        found += _rounded([*numbers, *sums, *measures, *figures])
    return [Term(*it) for it in dict.fromkeys(found)]


def _wider(dates: Iterable[DateMention]) -> Iterator[tuple[str, int, int]]:
    for day in dates:
        yield f"{MARK}{day.value:%Y-%m}", day.start, day.end
        yield f"{MARK}{day.value:--%m-%d}", day.start, day.end


def _rounded(numbers: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Large numbers of more than two digits with two of them kept: 53072000000 is also 53000000000."""
    for name, start, end in numbers:
        head, colon, digits = name.rpartition(":")
        number = Decimal(digits)
        round_number = _ROUNDING.plus(number)
        if number >= LEAST_ROUNDED and round_number != number:
            yield f"{head}{colon}{round_number.normalize():f}", start, end


def _shares(text: str, spelled: Iterable[Count]) -> Iterator[tuple[str, int, int]]:
    if not _ANY_SHARE.search(text):
        return
    for match in _SHARE.finditer(text):
        yield f"{MARK}{decimal(match['figures'], True).normalize():f}%", *match.span()
    for match in _TENTHS.finditer(text):
        tenths = parse_kanji(match[1])
        share = Decimal(match[1] if tenths is None else tenths) * 10
        yield f"{MARK}{share.normalize():f}%", *match.span()
    for count in spelled:
        sign = _SHARE_AFTER.match(text, count.end)
        if sign:
            yield f"{MARK}{count.number.normalize():f}%", count.start, sign.end()


def _dates(text: str, days: Iterable[DateMention]) -> Iterator[tuple[str, int, int]]:
    """Dates and parts of dates; the year of a Japanese era is a plain number."""
    for day in days:
        yield f"{MARK}{day.value}", day.start, day.end
    for part in find_partial_dates(text):
        yield part.value if part.value.isdecimal() else f"{MARK}{part.value}", part.start, part.end
