"""The figures of a text, so that each can be looked for among the facts that its sources stand for."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

_GROUPED = {
    "uk": r"\d{1,3}(?: \d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?",
    "en": r"\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?",
    "ja": r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?",
}
_DAY = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_ERA = re.compile(r"(令和|平成|昭和)(\d+|元)年")
_ERA_BEGAN = {"令和": 2019, "平成": 1989, "昭和": 1926}
_KANJI = re.compile(r"[一二三四五六七八九十百千〇]{2,}")
_KANJI_DIGITS = {kanji: value for value, kanji in enumerate("〇一二三四五六七八九")}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}

_NUMBERS = r"(?:\d+(?:\.\d+)*|[IVX]+)(?:[-–]\d+|\([\da-z]+\))*"
_LIST = rf"{_NUMBERS}(?:(?:, ?| and | or | to | і | й | та | або |[–-])(?:\([\da-z]+\)|{_NUMBERS}))*"
_POINTERS = {
    "en": rf"\b(?:articles?|art\.|paragraphs?|sections?|chapters?|annex(?:es)?|parts?|points?|items?|tables?|phases?)"
    rf" {_LIST}",
    "uk": r"\b(?:стат(?:т|ей)\w*|ст\.|пункт\w*|п\.|пп\.|підпункт\w*|частин\w*|ч\.|абзац\w*|розділ\w*|глав\w*|додат\w*|"
    rf"таблиц\w*|фаз\w*) {_LIST}",
    "ja": r"第[\d一二三四五六七八九十百〇]+(?:条|項|号|章|節|款|編|部)(?:の[\d一二三四五六七八九十]+)*|"
    r"(?:フェーズ|表|別表第?|附属書)[\d一二三四五六七八九十]+(?:[・、〜～-]\d+)*",
}
_MARKERS = re.compile(
    r"^\s*(?:#+ \d+(?:\.\d+)*[.)]?(?= )|(?:[-*#]+ *)?(?:\(?\d+(?:\.\d+)*\\?[.)](?!\d)|\(\d+\)|\d+(?=　)))", re.MULTILINE
)


def figures(text: str, language: str) -> Iterator[str]:
    """Every number of a text as plain digits with a decimal point, years of eras as western years.

    Left out is what only counts or points at places of a text: numbering at the start of a line, "Article 18", 第4条.
    Thousands and decimals are told apart by the habit of `language`.
    """
    plain = unicodedata.normalize("NFKC", _MARKERS.sub(" ", text))
    plain = re.sub(_POINTERS[language], " ", plain, flags=re.IGNORECASE)
    plain = _DAY.sub(r"\1 . \2 . \3", plain)
    plain = _ERA.sub(lambda era: f"{_western(era[1], era[2])}年", plain)
    for found in re.finditer(_GROUPED[language], plain):
        yield _plain(found[0], language)
    if language == "ja":
        yield from (str(_kanji_value(found[0])) for found in _KANJI.finditer(plain))


def figures_of_day(day: str) -> set[str]:
    """The numbers that a date YYYY, YYYY-MM or YYYY-MM-DD allows a text to name."""
    return {part.lstrip("0") for part in day.split("-")}


def figures_of_date(day: date) -> set[str]:
    return figures_of_day(day.isoformat())


def _plain(number: str, language: str) -> str:
    joined = number.replace(" ", "")
    joined = joined.replace(",", "." if language == "uk" else "")
    whole, _, decimals = joined.partition(".")
    decimals = decimals.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")


def _western(era: str, year: str) -> int:
    return _ERA_BEGAN[era] + (1 if year == "元" else int(year)) - 1


def _kanji_value(number: str) -> int:
    """四十七 and 四七 alike; a run of bare digits is read as places."""
    if not set(number) & set(_KANJI_UNITS):
        return int("".join(str(_KANJI_DIGITS[kanji]) for kanji in number))
    value, digit = 0, 0
    for kanji in number:
        if kanji in _KANJI_UNITS:
            value += (digit or 1) * _KANJI_UNITS[kanji]
            digit = 0
        else:
            digit = _KANJI_DIGITS[kanji]
    return value + digit
