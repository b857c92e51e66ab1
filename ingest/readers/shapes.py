"""What headings and list items look like where the format does not say."""

from __future__ import annotations

import re

_LONGEST_HEADING = 160
_LONGEST_TITLE_CASE = 90
_NUMBER = r"(?:[0-9０-９]{1,3}|[IVXLCІХ]{1,6}|[A-Z])"
_JA_NUMBER = r"第[0-9０-９〇一二三四五六七八九十百千]+"

# (level, pattern): level 1 is kept for the title; the first pattern that fits decides.
_LEGAL = tuple(
    (level, re.compile(pattern))
    for level, pattern in (
        (2, rf"(?:PART|Part|CHAPTER|Chapter|TITLE|Title|ANNEX|Annex|APPENDIX|Appendix)\s+{_NUMBER}\b(?!\s+[a-zа-я(])"),
        (2, rf"(?:РОЗДІЛ|Розділ|Р\s?о\s?з\s?д\s?і\s?л|РАЗДЕЛ|Раздел|КНИГА|Книга)\s+{_NUMBER}\b(?!\s+[а-яіїєґ(])"),
        (2, r"(?:ДОДАТОК|Додаток|ПРИЛОЖЕНИЕ|Приложение)(?:\s+(?:№\s*)?[\dА-ЯA-Z]{1,3})?$"),
        (2, rf"{_JA_NUMBER}[編部章](?:の[一二三四五六七八九十]+)*[\s　]"),
        (2, r"附\s*則(?=$|[\s　（(])|別[紙表](?=$|[\s　（(第0-9０-９一二三四五六七八九十])(?!.*[。、])"),
        (3, rf"(?:SECTION|Section)\s+{_NUMBER}\b(?!\s+[a-z(])"),
        (3, rf"(?:ГЛАВА|Глава|ПІДРОЗДІЛ|Підрозділ)\s+{_NUMBER}\b(?!\s+[а-яіїєґ(])"),
        (3, rf"{_JA_NUMBER}[節款目](?:の[一二三四五六七八九十]+)*[\s　]"),
        (3, r"[IVXLCІХ]{1,6}\.\s+[A-ZА-ЯІЇЄҐ]"),
        (4, r"(?:ARTICLE|Article|Art\.)\s+(?:\d{1,3}|[IVXLC]{1,7})(?:\s?(?:bis|ter|quater))?\b(?!\s+[a-z(])(?!,)"),
        (4, r"(?:СТАТТЯ|Стаття|СТАТЬЯ|Статья)\s+\d{1,4}(?:\s?-\s?\d+|[¹²³⁴-⁹]+)?\s*(?:\.|$)"),
        (4, rf"{_JA_NUMBER}条(?:の[一二三四五六七八九十]+)*$"),
        (4, r"（[^（）]{1,40}）$"),
    )
)
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?[\s　]+(?=[A-ZА-ЯІЇЄҐ\u3040-\u9fff])")
_ITEM = re.compile(
    r"[-–—•●▪◦‣・*○◎]\s*(?=\S)"
    r"|[(（]?(?:\d{1,3}|[a-zа-яіїєґ]{1,2}|[ivx]{1,5})(?:[-_]\d{1,2})?[)）]\s*"
    r"|[0-9０-９]{1,3}(?:[_-]\d+)?[.．]\s+"
    r"|[①-⑳]|[一二三四五六七八九十]{1,3}[\s　]+|[ア-ンイロハ][\s　]+"
)
_WORD = re.compile(r"[^\W\d_]{4}")
_SENTENCE_END = re.compile(r"[.。!！?？;；,，、:：…]$")
_ABBREVIATION_END = re.compile(r"\b(?:p|pp|No|Inc|Ltd|etc|ін|р|рр|ст|тис|млн)\.$")


def is_item(text: str) -> bool:
    """Whether a paragraph begins with a bullet or the number of a list item."""
    return _ITEM.match(text) is not None


def legal_level(text: str) -> int:
    """The depth of a part, chapter, section or article heading; 0 if the text is none."""
    if len(text) > _LONGEST_HEADING:
        return 0
    return next((level for level, pattern in _LEGAL if pattern.match(text)), 0)


def _ends_like_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text)) and not _ABBREVIATION_END.search(text)


def _all_capitals(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return bool(_WORD.search(text)) and all(sign.isupper() for sign in letters)


def _decimal_level(text: str) -> int:
    match = _DECIMAL.match(text)
    if not match or len(text) > _LONGEST_TITLE_CASE or _ends_like_sentence(text):
        return 0
    return 2 + match.group(1).count(".")


def heading_level(text: str, *, alone: bool = True) -> int:
    """The depth (2 to 6) of a paragraph that has the shape of a heading; 0 if it has not.

    `alone` says that blank lines surround it: only then a short line without a full stop is enough.
    """
    if not text or len(text) > _LONGEST_HEADING or "\n" in text or "://" in text:
        return 0
    level = legal_level(text) or _decimal_level(text)
    if level:
        return min(level, 6)
    if _all_capitals(text) and not _ends_like_sentence(text):
        return 2
    plain = alone and len(text) <= _LONGEST_TITLE_CASE and not _ends_like_sentence(text) and not is_item(text)
    return 3 if plain and _starts_like_heading(text) else 0


def _starts_like_heading(text: str) -> bool:
    return text[0].isupper() or ("\u3040" <= text[0] <= "\u9fff")
