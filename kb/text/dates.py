"""Dates as Ukrainian, English, Russian and Japanese documents write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kb.text.numerals import DIGITS, KANJI, parse_number
from kb.text.ranges import Ranges

_EARLIEST = 1800
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan січня січень січні січнем января январь январе",
            "february feb лютого лютий лютому лютим февраля февраль феврале",
            "march mar березня березень березні березнем марта март марте",
            "april apr квітня квітень квітні квітнем апреля апрель апреле",
            "may травня травень травні травнем мая май мае",
            "june jun червня червень червні червнем июня июнь июне",
            "july jul липня липень липні липнем июля июль июле",
            "august aug серпня серпень серпні серпнем августа август августе",
            "september sept sep вересня вересень вересні вереснем сентября сентябрь сентябре",
            "october oct жовтня жовтень жовтні жовтнем октября октябрь октябре",
            "november nov листопада листопад листопаді листопадом ноября ноябрь ноябре",
            "december dec грудня грудень грудні груднем декабря декабрь декабре",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERAS |= {"S": 1925, "H": 1988, "R": 2018}
_JA = rf"[{DIGITS}{KANJI}元]+"
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


_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
_ORDINALS = _ORDINAL_WORDS.split()
_IN_WORDS = re.compile(rf"\b({'|'.join(reversed(_ORDINALS))})\s+day\s+of\s+([a-z]{{3,9}}),?\s+(\d{{4}})(?!\d)", re.I)


def _in_words(match: re.Match[str]) -> _Parts:
    """`this nineteenth day of February, 2024`, as the last lines of treaties have it."""
    return int(match[3]), month_number(match[2]), _ORDINALS.index(match[1].lower()) + 1


def _era(match: re.Match[str]) -> _Parts:
    year = parse_number(match.group(2))
    era = _ERAS[unicodedata.normalize("NFKC", match.group(1))]
    return (era + year if year else None), parse_number(match.group(3)), parse_number(match.group(4))


_AT_FIGURES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Parts]], ...] = (
    (re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"), _iso),
    (re.compile(r"(?<!\d)(\d{4})[/.／．](\d{1,2})[/.／．](\d{1,2})(?!\d)"), _iso),
    (re.compile(r"(?<![\d.])(\d{1,2})[./／．](\d{1,2})[./／．](\d{4})(?!\d)"), _dotted),
    (re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})日"), _iso),  # units that a web page lost
    (
        re.compile(
            r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\"»”]?\s+(?:day\s+)?(?:of\s+)?([^\W\d_]{3,11})\.?,?\s+(\d{4})(?!\d)",
            re.I,
        ),
        _day_first,
    ),
)
"""Forms that begin with figures, tried at every run of figures: most texts are words."""
_MONTH_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]{3,11})\b\.?,?\s+(?:of\s+)?$")
_REACH = 18
_DAY_AND_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.I)
_LETTER_ERA = re.compile(rf"(?<![A-Za-z])([SHRＳＨＲ])([{DIGITS}]{{1,2}}|元)[.．](\d{{1,2}})[.．](\d{{1,2}})(?!\d)")
_NAMED_ERA = rf"({'|'.join(era for era in _ERAS if len(era) > 1)})\s*({_JA})\s*年"
_JAPANESE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Parts]], ...] = (
    (re.compile(rf"{_NAMED_ERA}\s*({_JA})\s*月\s*({_JA})\s*日"), _era),
    (
        re.compile(rf"(?<![{DIGITS}])({_JA})\s*年\s*[）)]\s*({_JA})\s*月\s*({_JA})\s*日"),  # 令和5年（2023年）6月19日
        _iso,
    ),
    (re.compile(rf"(?<![{DIGITS}])({_JA})\s*年\s*({_JA})\s*月\s*({_JA})\s*日"), _iso),
)
_ERA_YEAR, _ERA_MONTH = re.compile(_NAMED_ERA), re.compile(rf"{_NAMED_ERA}\s*({_JA})\s*月")
_JA_MONTH = re.compile(rf"(?<![{DIGITS}])([{DIGITS}]{{4}}|[〇一二三四五六七八九]{{4}})\s*年\s*({_JA})\s*月")
_JA_DAY = re.compile(rf"(?<![{DIGITS}.])([{DIGITS}]{{1,2}}|[{KANJI}]+)\s*月\s*({_JA})\s*日")
_FIGURES = re.compile(r"(?<![\d.,])\d{1,4}(?!\d)")
_RUN = re.compile(r"\d+")
_MONTH_AFTER = re.compile(r"(?:st|nd|rd|th)?\s+(?:of\s+)?([^\W\d_]{3,11})\b", re.I)
_YEAR_AFTER = re.compile(r"[./](\d{4})(?![\d./])")
_YEAR_DIGITS, _DAY_DIGITS = 4, 2
_DAYS_IN_MONTH, _MONTHS_IN_YEAR = 31, 12


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a year and month or a month and day in a text, as ISO 8601 has it: `2024`, `2024-02`, `--02-19`."""

    value: str
    start: int
    end: int


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
    for parts, start, end in _candidates(text):
        value = _valid(parts)
        if value and not taken.overlaps(start, end):
            taken.add(start, end)
            mentions.append(DateMention(value, start, end))
    return iter(sorted(mentions, key=lambda mention: mention.start))


def parse_date(text: str) -> date | None:
    """The first full date of a short text, None if there is none."""
    first = next(find_dates(text), None)
    return first.value if first else None


def find_partial_dates(text: str) -> Iterator[PartialDate]:
    """Every year and month, every month and day and every year of an era; those inside full dates are among them."""
    if "年" in text or "月" in text:
        yield from _japanese_parts(text)
    for run in _FIGURES.finditer(text):
        number, (start, end) = int(run.group()), run.span()
        month, begin = _month_before(text, start)
        if len(run.group()) == _YEAR_DIGITS:
            yield from _year_month(number, month, begin, end)
        elif len(run.group()) <= _DAY_DIGITS:
            yield from _month_day(month, number, begin, end)
            after = _MONTH_AFTER.match(text, end)
            if after:
                yield from _month_day(month_number(after[1]), number, start, after.end())
            year = _YEAR_AFTER.match(text, end)
            if year:
                yield from _year_month(int(year[1]), number, start, year.end())


def _candidates(text: str) -> Iterator[tuple[_Parts, int, int]]:
    """What may be a date, with its place; of two at one place the first is meant."""
    for run in _RUN.finditer(text):
        for pattern, read in _AT_FIGURES:
            match = pattern.match(text, run.start())
            if match:
                yield read(match), match.start() - text.endswith(('"', "«", "“"), 0, match.start()), match.end()
        match = _DAY_AND_YEAR.match(text, run.start())
        if match:
            month, start = _month_before(text, run.start())
            yield (int(match[2]), month, int(match[1])), start, match.end()
    forms = [*(_JAPANESE if "年" in text else ()), *([(_IN_WORDS, _in_words)] if "day of" in text else ())]
    for pattern, read in ((_LETTER_ERA, _era), *forms):
        for match in pattern.finditer(text):
            yield read(match), match.start(), match.end()


def _month_before(text: str, end: int) -> tuple[int | None, int]:
    """The month named right before a place, None if there is none, and where its name begins."""
    begin = max(0, end - _REACH)
    word = _MONTH_BEFORE.search(text[begin:end]) if text[end - 1 : end].isspace() else None
    return (month_number(word[1]), begin + word.start()) if word else (None, end)


def _japanese_parts(text: str) -> Iterator[PartialDate]:
    for match in _ERA_YEAR.finditer(text):
        year = parse_number(match[2])
        if year:
            yield PartialDate(str(_ERAS[match[1]] + year), *match.span())
    for match in _ERA_MONTH.finditer(text):
        yield from _year_month(_ERAS[match[1]] + (parse_number(match[2]) or 0), parse_number(match[3]), *match.span())
    for match in _JA_MONTH.finditer(text):
        yield from _year_month(parse_number(match[1]) or 0, parse_number(match[2]), *match.span())
    for match in _JA_DAY.finditer(text):
        yield from _month_day(parse_number(match[1]), parse_number(match[2]) or 0, *match.span())


def _year_month(year: int, month: int | None, start: int, end: int) -> Iterator[PartialDate]:
    if month and month <= _MONTHS_IN_YEAR and year >= _EARLIEST:
        yield PartialDate(f"{year}-{month:02}", start, end)


def _month_day(month: int | None, day: int, start: int, end: int) -> Iterator[PartialDate]:
    if month and month <= _MONTHS_IN_YEAR and 0 < day <= _DAYS_IN_MONTH:
        yield PartialDate(f"--{month:02}-{day:02}", start, end)
