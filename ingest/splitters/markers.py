"""What a block opens, told from its first words alone: an annex, a part, an article, a paragraph or an item.

A marker is only a claim; `ingest.splitters.clauses` believes it or not. What follows the number decides between a
heading and a cross-reference: `Article 7. Taxes` opens an article, `Article 7 shall apply` speaks about one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from kb.text.numerals import DIGITS, KANJI, parse_number, parse_roman

Key = tuple[int, ...]
"""A number with its insertions: 7 is (7,), 7-2 and 第7条の2 are (7, 2)."""


class Role(Enum):
    """What a marker opens."""

    ANNEX = "annex"
    SUPPLEMENT = "supplement"
    PROTOCOL = "protocol"
    DIVISION = "division"
    ARTICLE = "article"
    NUMBER = "number"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Marker:
    """A claim made by the first words of a block.

    `style` tells how the number is written, so that lists can be told apart; `end` is where the words after the marker
    begin; `sure` is false where a cross-reference could look the same; `rank` orders divisions, 0 is the highest.
    """

    role: Role
    key: Key
    style: str
    label: str
    end: int
    sure: bool = True
    rank: int = 0


_NUM = r"(\d{1,4}|[IVXLCІХ]{1,8}|[ivxl]{1,6})"
_JA_NUM = rf"[{DIGITS}{KANJI}]+"
_LATIN_ORDINALS = {"bis": 2, "ter": 3, "quater": 4, "quinquies": 5, "sexies": 6}
_EN_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
}  # fmt: skip
_SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_TITLE_LENGTH = 200

_ARTICLE_EN = re.compile(
    rf"(?:ARTICLE|Article|Art\.)\s+{_NUM}(?:\s?(bis|ter|quater|quinquies|sexies)\b|-(\d{{1,2}})|([A-Za-z])\b)?(?![\w/-])"
)
_ARTICLE_EN_WORD = re.compile(rf"(?:ARTICLE|Article)\s+({'|'.join(_EN_NUMBER_WORDS)})\b", re.IGNORECASE)
_SECTION_EN = re.compile(rf"(?:SECTION|Section|Rule|RULE|§)\s+{_NUM}()(?:-(\d{{1,2}}))?()(?![\w/-])")
_SECTION_DECIMAL = re.compile(r"(?:Section|SECTION)\s+(\d{1,2})\.(\d{1,2})\.?(?!\d)")
_ARTICLE_UK = re.compile(
    rf"(?:(?:Стаття|СТАТТЯ|С\s?т\s?а\s?т\s?т\s?я|Статья|СТАТЬЯ)\s*|Ст\.\s+){_NUM}(?:\s?[-–]\s?(\d{{1,2}}))?([{_SUPERSCRIPTS}]+)?(?![\w/])"
)
_ARTICLE_JA = re.compile(rf"第\s?({_JA_NUM}(?:_\d{{1,2}})*)\s?条((?:の{_JA_NUM})*)")
_ARTICLES_JA_GONE = re.compile(
    rf"第\s?({_JA_NUM})条((?:の{_JA_NUM})*)(?:及び|から)第[^\s　]{{1,16}}条[^\s　]{{0,8}}(?=[\s　]*削除$)"
)
_DIVISIONS = tuple(
    (rank, re.compile(pattern))
    for rank, pattern in (
        (0, rf"(?:PART|Part|BOOK|Book)\s+{_NUM}(?![\w/-])"),
        (0, rf"(?:КНИГА|Книга)\s+{_NUM}(?![\w/-])"),
        (0, rf"第({_JA_NUM})編(?:の{_JA_NUM})*"),
        (1, rf"(?:TITLE|Title|CHAPTER|Chapter)\s+{_NUM}(?![\w/-])"),
        (1, rf"(?:РОЗДІЛ|Розділ|Р\s?о\s?з\s?д\s?і\s?л|РАЗДЕЛ|Раздел)\s+{_NUM}(?:\s?-\s?\d+)?(?![\w/-])"),
        (2, rf"(?:ГЛАВА|Глава|Г\s?л\s?а\s?в\s?а|ПІДРОЗДІЛ|Підрозділ)\s+{_NUM}(?:\s?-\s?\d+)?(?![\w/-])"),
        (1, rf"第({_JA_NUM})[章部](?:の{_JA_NUM})*"),
        (2, rf"第({_JA_NUM})節(?:の{_JA_NUM})*"),
        (3, rf"第({_JA_NUM})[款目](?:の{_JA_NUM})*"),
    )
)
_ROMAN_SECTION = re.compile(r"([IVXLCІХ]{1,6})\.\s+(?=[«\"“(]?[A-ZА-ЯІЇЄҐ])|([IVXІХ]{1,6})\.?$")
_ANNEXES = (
    re.compile(
        r"(?:ANNEX|Annex|APPENDIX|Appendix|ATTACHMENT|Attachment|SCHEDULE|Schedule)(?:\s+(\d{1,2}|[IVX]{1,5}|[A-Z])\b)?"
    ),
    re.compile(r"(?:ДОДАТОК|Додаток|ПРИЛОЖЕНИЕ|Приложение)(?:\s+(?:№\s*)?(\d{1,2}|[IVX]{1,5}|[A-ZА-Я])\b)?"),
    re.compile(
        rf"(?:附属書|別紙(?:様式)?第?|別添|別表第?|別記(?:様式)?第?|様式第)\s?({_JA_NUM}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{{1,5}})?(?:号)?"
    ),
)
# What a resolution approves and carries behind its signature: a procedure, regulations, a programme.
_ATTACHED = re.compile(
    r"(?:[А-ЯІЇЄҐ’'-]+\s){0,3}(?:ПОРЯДОК|ПОЛОЖЕННЯ|ПРАВИЛА|ПРОГРАМА|ІНСТРУКЦІЯ|МЕТОДИКА|СТАТУТ|ПЕРЕЛІК|ПЛАН|УМОВИ|ПОРЯДКИ|ЗМІНИ|СТРАТЕГІЯ)(?=\s|$)"
)
_PROTOCOL = re.compile(
    r"(?:PROTOCOL|Protocol|ПРОТОКОЛ|Протокол|議定書|AGREED MINUTES|Agreed Minutes|合意議事録)"
    r"(?:\s+(\d{1,2}|[IVX]{1,5}))?(?=\s|$)"
)
_HEADING_SIGNS = frozenset("第附別様§")
_SUPPLEMENT = re.compile(r"附\s*則(?:\s*（[^）]*）)?\s*抄?$")

_INSERTED = rf"(?:\s?[-_]\s?(\d{{1,2}})|([{_SUPERSCRIPTS}]+))?"
_AFTER_DOT = r"(?:[\s　]+|(?=[A-ZА-ЯІЇЄҐ«\"“(]))(?!\d)"
_NUMBERS = (
    ("1.1", re.compile(rf"(\d{{1,3}})\.(\d{{1,3}})(?:\.(\d{{1,3}}))?\.?{_AFTER_DOT}")),
    ("1.", re.compile(rf"(\d{{1,3}}){_INSERTED}\s?[.．]{_AFTER_DOT}")),
    ("項", re.compile(r"([0-9０-９]{1,2})(?:[\s　]+(?=[\u3040-\u9fff「（])|(?<=[０-９])(?=「))")),
    ("(1)", re.compile(r"[(（]([0-9０-９]{1,3})[)）]\s*(?=\S)")),
    ("①", re.compile(r"([①-⑳])\s*")),
)
_PRINTED_ITEM = re.compile(r"([㈠-㈩])[\s　]*")
_ITEMS = (
    ("1)", re.compile(rf"(\d{{1,3}}){_INSERTED}\s?[)）]\s*(?=\S)")),
    ("一", re.compile(r"([一二三四五六七八九十]{1,3})((?:の[一二三四五六七八九十]+)?)[\s　]+(?=\S)")),
    ("号", re.compile(rf"第({_JA_NUM})号[\s　]+")),
    ("イ", re.compile(r"[(（]?([イロハニホヘトチリヌルヲワカヨタレソツネナラム])(?:[)）]\s*|[\s　]+)")),
)
_LETTER = re.compile(r"([(（]?)([a-zA-Z]{1,2}|[ivx]{1,5}|[а-яіїєґ])[)）]\s*(?=\S)")
_LETTER_DOT = re.compile(r"()([a-z])\.\s+(?=\S)")
_SYLLABLE = re.compile(r"[(（]([アイウエオカキクケコサシスセソ])[)）][\s　]*(?=\S)")
_SYLLABLES = "アイウエオカキクケコサシスセソ"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラム"
_CYRILLIC = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"

# Words that make a cross-reference of what stands before them.
_REFERENCE_AFTER = re.compile(
    r"\s*(?:[a-zа-яіїєґ]|[,;)/]|\(\d+\)\s*(?:of|and|or|to)\b|Закону|Конституції|Кодексу|Угоди|Конвенції|Договору|"
    r"第|の規定|及び|又は|から|まで|に|は、|は|中|と|を|、|の)"
)
_SEPARATOR = re.compile(
    r"\s*(?:[.:—–．：]|-(?=\s)|　)\s*|"
    r"\s+[/|]\s+(?=(?:Article|ARTICLE|Стаття|СТАТТЯ)\s|第)"  # a heading in two languages
)


def _value(text: str) -> int | None:
    return parse_number(text)


def _follows(text: str, end: int) -> tuple[int, bool] | None:
    """Where the words after a heading's number begin and whether it is surely a heading; None for a cross-reference."""
    rest = text[end:]
    if not rest.strip():
        return len(text), True
    if rest[0] in "\n":
        return end + 1, True
    separator = _SEPARATOR.match(rest)
    if separator:
        after = rest[separator.end() :]
        refers = after[:1].islower() and "—" not in separator.group() and "–" not in separator.group()
        return None if refers else (end + separator.end(), True)
    if rest[0] in "（(":
        return (end, True) if re.match(r"[(（][^\d()（）][^()（）]*[)）]", rest) else None
    if _REFERENCE_AFTER.match(rest):
        return None
    return end + len(rest) - len(rest.lstrip()), False


def _article(text: str) -> Marker | None:
    for style, pattern in (("article", _ARTICLE_EN), ("article", _ARTICLE_UK), ("section", _SECTION_EN)):
        match = pattern.match(text)
        if not match:
            continue
        value = _value(match.group(1))
        follows = _follows(text, match.end())
        if value is None or follows is None:
            return None
        extra = _insertion(match)
        return Marker(Role.ARTICLE, (value, *extra), style, _spaced(match), follows[0], follows[1])
    return _article_word(text) or _article_ja(text)


def _spaced(match: re.Match[str]) -> str:
    """The words and number of an article's heading with one space between, also where letters are printed apart."""
    return re.sub(r"^(Стаття|СТАТТЯ)\s*", r"\1 ", re.sub(r"^С\s?т\s?а\s?т\s?т\s?я", "Стаття", match.group().strip()))


def _insertion(match: re.Match[str]) -> Key:
    """The second number of `7 bis`, `7-1`, `7¹` or `7A`."""
    for group in match.groups()[1:]:
        if not group:
            continue
        lower = group.lower()
        if lower in _LATIN_ORDINALS:
            return (_LATIN_ORDINALS[lower],)
        number = parse_number(group) if not group.isalpha() else None
        return (number if number is not None else ord(lower) - ord("a") + 1,)
    return ()


def _article_word(text: str) -> Marker | None:
    match = _ARTICLE_EN_WORD.match(text)
    follows = _follows(text, match.end()) if match else None
    if not match or follows is None:
        return None
    return Marker(Role.ARTICLE, (_EN_NUMBER_WORDS[match.group(1).lower()],), "article", match.group(), *follows)


def _article_ja(text: str) -> Marker | None:
    gone = _ARTICLES_JA_GONE.match(text)
    match = gone or _ARTICLE_JA.match(text)
    follows = (len(text), True) if gone else _follows(text, match.end()) if match else None
    if match is None or follows is None:
        return None
    main, *inserted = match.group(1).split("_") + [part for part in match.group(2).split("の") if part]
    value, extra = _value(main), tuple(number for part in inserted if (number := _value(part)) is not None)
    if value is None:
        return None
    sure = follows[1] or text[match.end()] in " 　"
    label = text.strip() if gone else match.group()
    return Marker(Role.ARTICLE, (value, *extra), "article", label, follows[0], sure)


def _division(text: str) -> Marker | None:
    if len(text) > _TITLE_LENGTH:
        return None
    for rank, pattern in _DIVISIONS:
        match = pattern.match(text)
        if match:
            value, follows = _value(match.group(1)), _follows(text, match.end())
            if value is None or follows is None or text.endswith(("。", ";")):
                return None
            return Marker(Role.DIVISION, (value,), f"division{rank}", match.group(), follows[0], follows[1], rank)
    return None


def _roman_section(text: str) -> Marker | None:
    match = _ROMAN_SECTION.match(text)
    number = (match.group(1) or match.group(2)) if match else ""
    value = parse_roman(number)
    if match is None or value is None:
        return None
    return Marker(Role.DIVISION, (value,), "I.", number, match.end(), rank=1)


def _annex(text: str) -> Marker | None:
    if _SUPPLEMENT.match(text):
        return Marker(Role.SUPPLEMENT, (), "附則", "附則", len(text))
    for pattern in _ANNEXES if len(text) <= _TITLE_LENGTH else ():
        match = pattern.match(text)
        if match:
            follows = _follows(text, match.end())
            if follows is None or text[match.end() : match.end() + 1].isalpha() or text.endswith((".", "。", ";", ",")):
                return None
            number = match.group(1)
            value = _value(number) if number else None
            if number and value is None:
                value = ord(number.upper()) - ord("A" if number.isascii() else "А") + 1
            return Marker(Role.ANNEX, (value,) if value else (), "annex", match.group(), *follows)
    return None


def attached(text: str) -> Marker | None:
    """A protocol or a procedure that stands behind the text it belongs to; only its place tells it from a title."""
    if len(text) > _TITLE_LENGTH or text.endswith((".", "。", ";", ",")):
        return None
    protocol = _PROTOCOL.match(text)
    if protocol:
        number = _value(protocol.group(1)) if protocol.group(1) else None
        return Marker(
            Role.PROTOCOL, (number,) if number else (), "protocol", protocol.group(), protocol.end(), text.isupper()
        )
    procedure = _ATTACHED.match(text)
    return Marker(Role.PROTOCOL, (), "attached", text, len(text)) if procedure else None


def _numbered(text: str) -> Marker | None:
    for style, pattern in _NUMBERS:
        match = pattern.match(text)
        if match:
            if style == "①":
                key: Key = (ord(match.group(1)) - 0x245F,)
            else:
                key = tuple(value for group in match.groups() if group and (value := _value(group)) is not None)
            return Marker(Role.NUMBER, key, style, match.group().strip(), match.end())
    return None


def _items(text: str) -> tuple[Marker, ...]:
    printed = _PRINTED_ITEM.match(text)
    if printed:
        return (Marker(Role.ITEM, (ord(printed.group(1)) - 0x321F,), "㈠", printed.group(1), printed.end()),)
    syllable = _SYLLABLE.match(text)
    if syllable:
        key = (_SYLLABLES.index(syllable.group(1)) + 1,)
        own = Marker(Role.ITEM, key, "ア", syllable.group().strip(), syllable.end())
        return (own, *_items_in_order(text))
    return _items_in_order(text)


def _items_in_order(text: str) -> tuple[Marker, ...]:
    for style, pattern in _ITEMS:
        match = pattern.match(text)
        if match:
            if style == "イ":
                key: Key = (_IROHA.index(match.group(1)) + 1,)
            else:
                key = tuple(
                    value
                    for group in match.groups()
                    if group and (value := _value(group.removeprefix("の"))) is not None
                )
            return (Marker(Role.ITEM, key, style, match.group().strip(), match.end()),)
    match = _LETTER.match(text) or _LETTER_DOT.match(text)
    return tuple(_letters(match)) if match else ()


def _letters(match: re.Match[str]) -> list[Marker]:
    """A letter may be a Roman numeral too: `(i)` follows `(h)`, or opens `(i), (ii)`; both claims are made."""
    bracket, sign = match.group(1), match.group(2)
    style = ("(" if bracket else "") + ("a)" if sign.isascii() else "а)") if match.group()[-1] != "." else "a."
    label, end, found = match.group().strip(), match.end(), []
    if sign.isascii() and (len(sign) == 1 or len(set(sign.lower())) == 1):
        position = ord(sign[0].lower()) - ord("a") + 1 + 26 * (len(sign) - 1)
        found.append(Marker(Role.ITEM, (position,), style if sign.islower() else style.upper(), label, end))
    elif sign in _CYRILLIC:
        found.append(Marker(Role.ITEM, (_CYRILLIC.index(sign) + 1,), style, label, end))
    roman = parse_roman(sign) if sign.isascii() and sign.islower() else None
    if roman is not None:
        found.append(Marker(Role.ITEM, (roman,), style.replace("a", "i"), label, end))
    return found


def _section_decimal(text: str) -> Marker | None:
    """`Section 3.02` of a loan agreement: the second paragraph of article 3."""
    match = _SECTION_DECIMAL.match(text)
    if not match or _REFERENCE_AFTER.match(text[match.end() :]):
        return None
    return Marker(Role.NUMBER, (int(match.group(1)), int(match.group(2))), "1.1", match.group(), match.end())


def _heading(text: str) -> Marker | None:
    return _annex(text) or _division(text) or _section_decimal(text) or _article(text) or _roman_section(text)


def markers(text: str) -> tuple[Marker, ...]:
    """The claims a block makes with its first words, the most telling first; empty for plain text."""
    first = text[:1]
    heading = _heading(text) if first.isupper() or first in _HEADING_SIGNS else None
    if heading:
        return (heading, *_items(text)) if heading.style == "I." else (heading,)
    number = _numbered(text) if first.isnumeric() or first in "(（" else None
    return (number,) if number else _items(text)
