"""Dates as Ukrainian, English, Russian and Japanese documents write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ingest.numerals import DIGITS, KANJI, parse_number
from ingest.ranges import Ranges

_EARLIEST = 1800
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan січня січень января", "february feb лютого лютий февраля", "march mar березня березень марта",
            "april apr квітня квітень апреля", "may травня травень мая", "june jun червня червень июня",
            "july jul липня липень июля", "august aug серпня серпень августа",
            "september sept sep вересня вересень сентября", "october oct жовтня жовтень октября",
            "november nov листопада листопад ноября", "december dec грудня грудень декабря",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERAS |= {"S": 1925, "H": 1988, "R": 2018}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# Numbers that do not begin in the midst of another one; the engine finds their first sign soonest if the look behind
# comes after it.
_YEAR = r"\d(?<!\d\d)\d{3}"
_JA_SIGN = rf"[{DIGITS}{KANJI}元]"
_JA = rf"{_JA_SIGN}+"
_JA_YEAR = rf"{_JA_SIGN}(?<![{DIGITS}]{_JA_SIGN}){_JA_SIGN}*"
_Parts = tuple[int | None, int | None, int | None]


def month_number(name: str) -> int | None:
    """1 for `January`, `січня`, `Jan.`; None if the word is no month."""
    return _MONTHS.get(name.lower().rstrip("."))


def _plain(match: re.Match[str], order: str) -> _Parts:
    values = {unit: parse_number(match.group(place)) for place, unit in enumerate(order, start=1)}
    return values.get("y"), values.get("m"), values.get("d")


def _iso(match: re.Match[str]) -> _Parts:
    return _plain(match, "ymd")


def _dotted(match: re.Match[str]) -> _Parts:
    return _plain(match, "dmy")


def _day_first(match: re.Match[str]) -> _Parts:
    return int(match.group(3)), month_number(match.group(2)), int(match.group(1))


def _month_first(match: re.Match[str]) -> _Parts:
    return int(match.group(3)), month_number(match.group(1)), int(match.group(2))


def _era(match: re.Match[str]) -> _Parts:
    year = parse_number(match.group(2))
    era = _ERAS[unicodedata.normalize("NFKC", match.group(1))]
    return (era + year if year else None), parse_number(match.group(3)), parse_number(match.group(4))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Parts]], ...] = (
    (re.compile(rf"({_YEAR})-(\d{{1,2}})-(\d{{1,2}})(?!\d)"), _iso),
    (re.compile(rf"({_YEAR})[/.／．](\d{{1,2}})[/.／．](\d{{1,2}})(?!\d)"), _iso),
    (re.compile(r"(\d(?<![\d.]\d)\d?)[./／．](\d{1,2})[./／．](\d{4})(?!\d)"), _dotted),
    (re.compile(rf"([SHRＳＨＲ])(?<![A-Za-z].)([{DIGITS}]{{1,2}}|元)[.．](\d{{1,2}})[.．](\d{{1,2}})(?!\d)"), _era),
    (re.compile(rf"({_YEAR})(\d{{2}})(\d{{2}})日"), _iso),  # units that a web page lost
    (
        re.compile(
            rf"(?=[\d\"«“])(?<!\d)[\"«“]?(\d{{1,2}})(?:st|nd|rd|th)?[\"»”]?\s+(?:day\s+)?(?:of\s+)?({_MONTH})\b\.?,?\s+(\d{{4}})(?!\d)",
            re.I,
        ),
        _day_first,
    ),
    (re.compile(r"\b([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.I), _month_first),
    (
        re.compile(rf"({'|'.join(era for era in _ERAS if len(era) > 1)})\s*({_JA})\s*年\s*({_JA})\s*月\s*({_JA})\s*日"),
        _era,
    ),
    (
        re.compile(rf"({_JA_YEAR})\s*年\s*[）)]\s*({_JA})\s*月\s*({_JA})\s*日"),  # 令和5年（2023年）6月19日
        _iso,
    ),
    (re.compile(rf"({_JA_YEAR})\s*年\s*({_JA})\s*月\s*({_JA})\s*日"), _iso),
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: its value and the range of characters that name it."""

    value: date
    start: int
    end: int


def _valid(parts: _Parts) -> date | None:
    year, month, day = parts
    if year is None or month is None or day is None or year < _EARLIEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_dates(text: str) -> Iterator[DateMention]:
    """Every full date (day, month, year) of a text, in order of place; impossible dates are passed over."""
    mentions: list[DateMention] = []
    taken = Ranges()
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            value = _valid(read(match))
            if value and not taken.overlaps(*match.span()):
                taken.add(*match.span())
                mentions.append(DateMention(value, match.start(), match.end()))
    return iter(sorted(mentions, key=lambda mention: mention.start))


def parse_date(text: str) -> date | None:
    """The first full date of a short text, None if there is none."""
    first = next(find_dates(text), None)
    return first.value if first else None
