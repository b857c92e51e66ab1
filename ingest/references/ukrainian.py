"""How Ukrainian names clauses: `пункт 2 частини першої статті 7`, `статті 5–7 цього Закону`, `додаток 1`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.references.chains import Head, Value, attribute, chains, numbers
from ingest.references.mention import Mention, Owner, Unit

_ORDINALS = {
    "перш": 1, "друг": 2, "трет": 3, "четверт": 4, "п’ят": 5, "шост": 6, "сьом": 7, "восьм": 8, "дев’ят": 9,
    "десят": 10, "одинадцят": 11, "дванадцят": 12, "тринадцят": 13, "чотирнадцят": 14, "п’ятнадцят": 15,
}  # fmt: skip
_ORDINAL = (
    r"(?:(?:перш|друг|четверт|п[’'ʼ]ят|шост|сьом|восьм|дев[’'ʼ]ят|десят|(?:один|два|три|чотир|п[’'ʼ]ят)надцят)(?:а|ої|ій|у|ою|ий|ого|ому|им|і|их|ими)"
    r"|трет(?:я|ьої|ій|ю|ьою|ій|ього|ьому|ім|і|іх|іми))(?![а-яіїєґ])"
)
_NUMBER = r"(?:\d{1,3}(?:\s?-\s?\d{1,2}(?![\d-])(?=\s|[,.;:)]|$)|[¹²³⁴⁵⁶⁷⁸⁹]+)?|[IVXІХ]{1,6}(?![\wІіЇїЄєҐґ]))"
_ITEM = r"(?:[«\"“„]?(?:\d{1,3}(?:\s?-\d{1,2}(?!\d))?|[а-яіїєґ])[»\"”“]?\)?(?![\w]))"
_AND = r"(?:\s*,\s*(?:та\s+|або\s+|і\s+|й\s+)?|\s+(?:та|і|й|або|чи|до)\s+|\s?[–—-]\s?|\s+та/або\s+)"
_CASES = r"(?:у|а|ом|і|и|ів|ах|ами|ам)?"
_LISTS = {
    Unit.ARTICLE: (r"(?<![\w])(?:[Сс]тат(?:тя|ті|тю|тею|ей|тях|тями|тям)|ст\.(?:\s?ст\.)?)\s*", _NUMBER),
    Unit.ANNEX: (r"(?<![\w])[Дд]одат(?:ок|ка|ку|ком|ки|ків|ках|ками|кам)\s+(?:№\s*)?", r"(?:\d{1,2}|[IVX]{1,4}\b)"),
    Unit.SECTION: (r"(?<![\w])[Рр]озділ" + _CASES + r"\s+", r"[IVXІХ]{1,6}(?![\wІіЇїЄєҐґ])"),
    Unit.PARAGRAPH: (r"(?<![\w])(?:[Чч]астин(?:а|и|і|у|ою|ах|ами|ам)?|ч\.)\s*", rf"(?:{_ORDINAL}|\d{{1,2}}(?![\d]))"),
    Unit.ITEM: (r"(?<![\w])(?:[Пп]ункт" + _CASES + r"|[Пп]ідпункт" + _CASES + r"|пп?\.)\s*", _ITEM),
    Unit.SENTENCE: (r"(?<![\w])[Аа]бзац" + _CASES + r"\s+", rf"(?:{_ORDINAL}|\d{{1,2}})"),
}
_HEADS = re.compile(
    "|".join(
        f"(?P<{unit.name}>{word}(?P<{unit.name}_LIST>{value}(?:{_AND}{value})*))"
        for unit, (word, value) in _LISTS.items()
    )
)
_VALUES = {unit: re.compile(value) for unit, (_, value) in _LISTS.items()}
_NAMES = (
    "Угод|Конвенці|Догов[оі]р|Протокол|Закон|Кодекс|Порядк|Правил|Положенн|Меморандум|Регламент|Статут|Контракт|Програм|"
    "Рішенн|Постанов|Інструкці|Методик|Основ"
)
_THIS = re.compile(rf",?\s+(?:цього|цієї|цих|даного|даної)\s+(?:{_NAMES})\w*", re.IGNORECASE)
_THIS_ARTICLE = re.compile(r",?\s+(?:цього|цієї|цих|даної|даного)\s+стат(?:ті|ей)\b")
_THIS_CLAUSE = re.compile(r",?\s+(?:цього|цієї|цих)\s+(?:частини|пункту|розділу|підпункту|пунктів)\b")
_THIS_PART = re.compile(r",?\s+(?:цього|цієї)\s+(?:[Дд]одатка|[Пп]ротоколу)\b")
_OWNERS = (
    (Owner.ARTICLE, _THIS_ARTICLE),
    (Owner.CLAUSE, _THIS_CLAUSE),
    (Owner.PART, _THIS_PART),
    (Owner.DOCUMENT, _THIS),
)
_OWN = re.compile(rf"\b[Цц](?:ього|ієї|я|ей|ьому|ією|им|ю|их|і)\s+((?:{_NAMES})\w*)")
_OTHER = re.compile(
    r"[,]?\s*\(?\s*(?!Сторон)[«\"“А-ЯІЇЄҐA-Z]|\s+(?:закону|кодексу|зазначен|вказан|названого|"
    r"вищезазначен|цього ж|цієї ж|того ж|"
    r"останн|(?:[а-яіїєґ’]+(?:ого|ої|их)\s+)+(?:закону|кодексу|[КЗУДП][а-яіїє]+))"
)
_AMENDS = re.compile(
    r"викласти в такій|доповнити|замінити|виключити|викладено в такій|вилучити|"
    r"слово |слова |цифри |цифрами |такого змісту|такої редакції|внести (?:зміни|до)|вважати "
)
_AMENDS_FIRST = re.compile(
    r"\W*(?:\d+(?:-\d+)?[.)]\s*|[а-яіїє]\)\s*)?(?:[УуВв]\s+(?:назві|абзац|частин|пункт|підпункт|стат)|"
    r"(?:[Аа]бзац|[Чч]астину|[Пп]ункт|[Пп]ідпункт|[Сс]таттю)\w*\s)"
)
_JOURNAL = re.compile(r"(?:№|N)\s*[\d,\s–-]+$")
_AMENDING_SECTION = re.compile(r"[IVXLC]+(?:\.|$)")
_JOINED = re.compile(rf"{_AND}|\s*;\s*")
_FEWEST = 2


def own_names(text: str) -> frozenset[str]:
    """Stems of what a document calls itself (`цієї Угоди`)."""
    stems = [name[:4] for name in _OWN.findall(text)]
    return frozenset(stem for stem in set(stems) if stems.count(stem) >= _FEWEST and stem != "Зако")


def amends(text: str, start: int, owner: Owner, here: str | None) -> bool:
    """Whether words at `start` of a block speak of an act that is being changed: a bare `статтю 5`, a quoted line."""
    changes = bool(_AMENDS.search(text))
    if changes and re.search('[«“"]', text[:start]):
        return True
    bare = owner is Owner.UNSAID
    return bare and (changes or bool(_AMENDS_FIRST.match(text)) or bool(here and _AMENDING_SECTION.match(here)))


def _ordinal(word: str) -> str:
    folded = word.lower().replace("'", "’").replace("ʼ", "’")
    best = max((stem for stem in _ORDINALS if folded.startswith(stem)), key=len, default=None)
    return str(_ORDINALS[best]) if best else word


def _heads(text: str) -> list[Head]:
    found = []
    for match in _HEADS.finditer(text):
        unit = Unit[next(name for name in Unit.__members__ if name in match.groupdict() and match.group(name))]
        start = match.start(f"{unit.name}_LIST")
        values = tuple(
            Value(it.start(), it.end(), _ordinal(it.group().replace(" -", "-")))
            for it in numbers(_VALUES[unit], text, start, match.end())
        )
        found.append(Head(unit, match.start(), match.end(), values))
    return found


def _joins(between: str, first: Head, second: Head) -> int:
    outward = second.unit.value < first.unit.value or first.unit is second.unit is Unit.ITEM
    return -1 if outward and between.isspace() else 0


def _owner(text: str, start: int, end: int, names: frozenset[str]) -> Owner:
    for owner, pattern in _OWNERS:
        if pattern.match(text, end):
            return owner
    named = re.compile(rf"\s+((?:{_NAMES})\w*)(?!\s+(?:між|про|від|Україн|Японі|[«\"“]))").match(text, end)
    if named and named[1][:4] in names:
        return Owner.DOCUMENT
    in_journal = _JOURNAL.search(text, max(0, start - 30), start)
    return Owner.OTHER if in_journal or _OTHER.match(text, end) else Owner.UNSAID


def mentions(text: str, names: frozenset[str]) -> Iterator[Mention]:
    """The clauses that a block names, in order; in `статті 5, пункт 2 статті 6 Кодексу` all belong to the Code."""
    runs = list(chains(_heads(text), text, _joins))
    yield from attribute(runs, text, _JOINED, lambda start, end: _owner(text, start, end, names))
