"""Citations: where a passage stands, in the habits of the document's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from kb.model import Citation, Passage

_PAGES = {"uk": "с. {}", "ja": "{}頁", "ru": "с. {}"}
_JOIN = {"ja": "、"}
_LETTERS = {"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "ru": "абвгдежзиклмнопрстуфхцчшщэюя"}
_ARTICLE = re.compile(r"\s*(?:С\s?т\s?а\s?т\s?т\s?я|Ст\.\s|Статья|Article|Art\.|第[^\s条]{1,12}条)", re.IGNORECASE)
_PART = re.compile(r"([APS])(\d+)")
_ROMAN = re.compile(r"[IVXLCDM]+")
_ROMAN_HEADING = re.compile(r"[IVXLC]+(?:[.\s]|$)")
# How a document calls what its points lie in, and what a citation makes of that.
_DIVISION = re.compile(
    r"(?i:(?P<word>розділ|підрозділ|глава|книга|раздел|part|book|title|chapter|section)\s+(?P<number>[\dIVXLCІХ]+(?:-\d+)?))|"
    r"(?P<ja>第[^\s　]{1,8}?[編部章節款])"
)
_DIVISION_WORDS = {"розділ": "розд.", "підрозділ": "підрозд.", "глава": "гл.", "книга": "кн.", "раздел": "разд."}
_ANNEX_PRINTED = re.compile(
    r"(?i:(?P<en>annex|appendix|schedule|attachment)(?:\s+(?P<number>\d{1,2}|[IVX]{1,5}|[A-Z]))?(?![\w]))|"
    r"(?P<ja>(?:附属書|別紙(?:様式)?|別添|別表|別記(?:様式)?|様式)(?:第?[0-9０-９一二三四五六七八九十IVXⅠ-Ⅹ]+号?)?)"
)
_BEHIND = re.compile(
    r"(?i:протокол|порядок|положення|правила|програма|інструкція|методика|статут|перелік|план|умови|зміни|стратегія|"
    r"protocol|agreed minutes)|議定書|合意議事録"
)
_PROTOCOL = {"uk": "протокол", "ru": "протокол", "ja": "議定書"}
ATTACHMENT = {"uk": "Вкладення: ", "ru": "Вложение: ", "ja": "添付ファイル：", "en": "Attachment: "}
"""What stands before an attachment's name in the heading that a message gives it, by the message's language."""
_LONGEST_HEADING = 80
_LAW = re.compile(r"\b(?:Закон|закон|Кодекс|кодекс|Конституці)")
_ANNEX = {"uk": "додаток", "ru": "приложение", "ja": "附属書"}
_MARK = re.compile(r"\s*\(?(\d{1,3}(?:-\d{1,2})?|[^\W\d_]{1,2})\)")
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラム"


@dataclass(frozen=True, slots=True)
class Source:
    """What a citation says of the document; `date` is ISO 8601, None if unknown."""

    title: str
    language: str
    date: str | None
    name: str


def cite(
    passage: Passage, source: Source, answer: tuple[int, int] | None = None, rivals: Sequence[tuple[int, int]] = ()
) -> Citation:
    """The citation of a passage; `answer` (offsets in its text) picks the finer clause that holds the answer.

    Where `rivals` may as well be the answer, the clause that holds them all is cited: the wrong item would mislead.
    Without an answer the whole passage is meant, and the clause that holds all of it.
    """
    own, *others = [_held(passage, span) for span in (answer or (0, len(passage.text)), *rivals)]
    together = _around([own, *others]) if others else own
    clause = own if together is None or _PART.fullmatch(together) else together
    return Citation(
        page=passage.page,
        page_end=passage.page_end,
        clause=clause,
        heading=passage.heading,
        start=passage.start,
        end=passage.end,
        label=_label(passage, source, clause),
    )


def _held(passage: Passage, span: tuple[int, int]) -> str | None:
    """The finest clause that all of a range lies in; None if there is none."""
    start, end = passage.start + span[0], passage.start + span[1]
    begun = [name for offset, name in passage.clauses if start < offset < end]
    return _around([clause_at(passage, start), *begun])


def _around(clauses: Sequence[str | None]) -> str | None:
    """The finest clause that holds all of these; None if none does."""
    parts = zip(*((it or "").split(".") for it in clauses), strict=False)  # as deep as the shallowest
    common = takewhile(lambda names: len(set(names)) == 1, parts)
    return ".".join(names[0] for names in common) or None


def clause_at(passage: Passage, offset: int) -> str | None:
    """The finest clause that has begun at this offset of the document's text."""
    begun = [clause for start, clause in passage.clauses if start <= offset]
    return begun[-1] if begun else passage.clause


def _label(passage: Passage, source: Source, clause: str | None) -> str:
    parts = [source.title, *_attachment(passage.heading if clause else passage.heading[:-1])]
    if clause:
        parts.append(_clause_words(clause, passage.heading, source, _written(passage, clause)))
    elif passage.heading:
        parts.append(passage.heading[-1])
    if passage.page is not None:
        pages = str(passage.page) if passage.page_end in (None, passage.page) else f"{passage.page}–{passage.page_end}"
        parts.append(_page_words(pages, source.language))
    where = _JOIN.get(source.language, ", ").join(parts)
    return f"{where} ({source.name}{', ' + source.date if source.date else ''})"


def _attachment(headings: Sequence[str]) -> Sequence[str]:
    """The attachment of a message that a passage stands in, whose pages and articles are meant; empty if in none."""
    return [heading for heading in headings if heading.startswith(tuple(ATTACHMENT.values()))][-1:]


def _written(passage: Passage, clause: str) -> str | None:
    """How the document itself writes an item's mark: the ninth may be `9)` there and not `и)`."""
    if not clause.rpartition(".")[2][:1].isalpha():
        return None
    start = next((offset for offset, name in passage.clauses if name == clause), passage.start)
    mark = _MARK.match(passage.text, start - passage.start)
    return mark[1] if mark else None


def _page_words(pages: str, language: str) -> str:
    if language in _PAGES:
        return _PAGES[language].format(pages)
    return f"pp. {pages}" if "–" in pages else f"p. {pages}"


def _clause_words(clause: str, heading: tuple[str, ...], source: Source, written: str | None) -> str:
    """`7.2.b` as a lawyer of that language writes it; a clause that is no article is named by its number alone."""
    head, *rest = clause.split(".")
    in_article = any(_ARTICLE.match(line) for line in heading)
    part, language = _PART.fullmatch(head), source.language
    if not part:
        return _inside([head, *rest], in_article, heading, source, written)
    if part[1] == "S":  # the supplementary provisions that close a Japanese act
        name = "附則" if part[2] == "1" else f"附則（{part[2]}）"
        return name + (_japanese(rest) if in_article else _japanese_points(rest))
    name = _part_name(part[1], part[2], heading[0] if heading else "", language)
    return _JOIN.get(language, ", ").join(
        [name, *([_inside(rest, in_article, heading[1:], source, written)] if rest else [])]
    )


def _part_name(letter: str, number: str, printed: str, language: str) -> str:
    """An annex, or a protocol or procedure behind the text, as the document calls it."""
    if letter == "P":
        found = _BEHIND.search(printed)
        return found[0].capitalize() if found else f"{_PROTOCOL.get(language, 'Protocol')} {number}"
    found = _ANNEX_PRINTED.match(printed.strip())
    if found and found["ja"]:
        return found["ja"]
    if found and language not in _ANNEX:
        return f"{found['en'].capitalize()} {found['number'] or number}"
    return f"{_ANNEX.get(language, 'Annex')}{'' if language == 'ja' else ' '}{number}"


def _inside(
    parts: Sequence[str], in_article: bool, heading: tuple[str, ...], source: Source, written: str | None
) -> str:
    if _ROMAN.fullmatch(parts[0]):  # articles are numbered 1, 2, 3 whatever the text writes
        return _in_division(parts, heading, source.language, written)
    if not in_article:
        points, above = _points(parts, source.language, written), heading[-1] if heading else ""
        named = 0 < len(above) <= _LONGEST_HEADING and not _ANNEX_PRINTED.match(above)
        named = named and not _DIVISION.match(above)
        return _JOIN.get(source.language, ", ").join([above, points]) if named else points
    if source.language == "ja":
        return _japanese(parts)
    head, *rest = parts
    if source.language in _LETTERS:
        return _cyrillic([*rest], f"ст. {head}", source, written)
    if rest and written:
        rest[-1] = written
    return f"Art. {head}" + "".join(f"({part})" for part in rest)


def _in_division(parts: Sequence[str], heading: tuple[str, ...], language: str, written: str | None) -> str:
    """Points outside articles: those of section III, which the document may call a chapter or part."""
    head, *rest = parts
    lines = [line.strip() for line in heading]
    found = next((match for line in reversed(lines) if (match := _DIVISION.match(line))), None)
    points = _points(rest, language, written) if rest else ""
    if len(lines) > 1 and not _names_division(lines[-1]) and _names_division(lines[-2]):
        name = _in_division([head], heading[:-1], language, None)
        return _JOIN.get(language, ", ").join([name, lines[-1], *([points] if points else [])])
    if language == "ja":
        if found and found["ja"]:
            return found["ja"] + "".join(rest[:1]) + "".join(f"({part})" for part in rest[1:])
        return f"{head}の{points}" if points else head
    if language in _LETTERS:
        word = _DIVISION_WORDS.get(found["word"].lower(), "розд.") if found and found["word"] else None
        name = f"{word} {found['number']}" if found and word else f"{'разд.' if language == 'ru' else 'розд.'} {head}"
        return f"{points} {name}".strip()
    name = f"{found['word'].capitalize()} {found['number']}" if found and found["word"] else f"Section {head}"
    return f"{name}, {points}" if points else name


def _names_division(line: str) -> bool:
    return bool(_DIVISION.match(line) or _ROMAN_HEADING.match(line)) or len(line) > _LONGEST_HEADING


def _points(parts: Sequence[str], language: str, written: str | None) -> str:
    """`3.1.b` outside articles: numbers stay together, items follow in the habit of the language."""
    numbers = [part for part in parts if not part.split("-")[0].isalpha()]
    items = list(parts[len(numbers) :])
    if language == "ja":
        number = f"第{numbers[0]}項" if numbers else ""
        shown = [*numbers[1:], *(str(_ordinal(item.split("-")[0])) for item in items)]
        if written and items:
            shown[-1] = written
        return number + "".join(f"({part})" for part in shown)
    if language in _LETTERS:
        words = [_point(item, language) for item in items]
        if words and written:
            words[-1] = f"пп. {written})"
        return " ".join([*reversed(words), *([f"п. {'.'.join(numbers)}"] if numbers else [])])
    if items and written:
        items[-1] = written
    return ("para. " if numbers else "item ") + ".".join(numbers) + "".join(f"({item})" for item in items)


def _cyrillic(parts: list[str], article: str, source: Source, written: str | None) -> str:
    """`п. 2 ст. 7`; an act has parts (ч.) with numbered points (п.) where an agreement has points and subpoints."""
    if not _LAW.search(source.title):
        points = [_point(part, source.language) for part in parts]
        if points and written:
            points[-1] = f"пп. {written})"
        return " ".join([*reversed(points), article])
    words, items = [], 0
    for depth, part in enumerate(parts):
        letter, *inserted = part.split("-")
        if not letter.isalpha():
            words.append(f"ч. {part}")
            continue
        items += 1
        name = written if written and depth == len(parts) - 1 else "-".join([str(_ordinal(letter)), *inserted])
        words.append(
            f"п. {name}" if items == 1 else f"пп. {name if name == written else _letter(letter, source.language)})"
        )
    return " ".join([*reversed(words), article])


def _point(part: str, language: str) -> str:
    """`2` is a point, `b` and the inserted `b-1` are subpoints."""
    letter, *inserted = part.split("-")
    if not letter.isalpha():
        return f"п. {part}"
    return f"пп. {'-'.join([_letter(letter, language), *inserted])})"


def _japanese(parts: Sequence[str]) -> str:
    return _japanese_number(parts[0], "条") + _japanese_points(parts[1:])


def _japanese_points(parts: Sequence[str]) -> str:
    """Numbers are 項, letters below them 号, letters below those イロハ."""
    words, items = "", 0
    for part in parts:
        letter, *inserted = part.split("-")
        if not letter.isalpha():
            words += _japanese_number(part, "項")
        elif items and _ordinal(letter) <= len(_IROHA):
            words += _IROHA[_ordinal(letter) - 1]
        else:
            words += _japanese_number("-".join([str(_ordinal(letter)), *inserted]), "号")
        items += letter.isalpha()
    return words


def _japanese_number(part: str, unit: str) -> str:
    number, *branches = part.split("-")
    return f"第{number}{unit}" + "".join(f"の{branch}" for branch in branches)


def _ordinal(name: str) -> int:
    """The position of an item by its letters: a is 1, z is 26, aa is 27."""
    position = 0
    for letter in name:
        position = position * 26 + ord(letter) - ord("a") + 1
    return position


def _letter(name: str, language: str) -> str:
    letters = _LETTERS[language].replace("ґ", "").replace("ь", "")
    at = _ordinal(name) - 1
    return letters[at] if at < len(letters) else name
