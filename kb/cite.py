"""Citations: where a passage stands, in the habits of the document's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Citation, Passage

_PAGES = {"uk": "с. {}", "ja": "{}頁", "ru": "с. {}"}
_JOIN = {"ja": "、"}
_LETTERS = {"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "ru": "абвгдежзиклмнопрстуфхцчшщэюя"}
_ARTICLE = re.compile(r"\s*(?:С\s?т\s?а\s?т\s?т\s?я|Статья|Article|Art\.|第[^\s条]{1,12}条)", re.IGNORECASE)
_PART = re.compile(r"([AS])(\d+)")
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


def cite(passage: Passage, source: Source, answer: tuple[int, int] | None = None) -> Citation:
    """The citation of a passage; `answer` (offsets in its text) picks the finer clause that holds the answer."""
    clause = clause_at(passage, passage.start + answer[0]) if answer else passage.clause
    return Citation(
        page=passage.page,
        page_end=passage.page_end,
        clause=clause,
        heading=passage.heading,
        start=passage.start,
        end=passage.end,
        label=_label(passage, source, clause),
    )


def clause_at(passage: Passage, offset: int) -> str | None:
    """The finest clause that has begun at this offset of the document's text."""
    begun = [clause for start, clause in passage.clauses if start <= offset]
    return begun[-1] if begun else passage.clause


def _label(passage: Passage, source: Source, clause: str | None) -> str:
    parts = [source.title]
    if clause:
        parts.append(_clause_words(clause, passage.heading, source.language, _written(passage, clause)))
    elif passage.heading:
        parts.append(passage.heading[-1])
    if passage.page is not None:
        pages = str(passage.page) if passage.page_end in (None, passage.page) else f"{passage.page}–{passage.page_end}"
        parts.append(_page_words(pages, source.language))
    where = _JOIN.get(source.language, ", ").join(parts)
    return f"{where} ({source.name}{', ' + source.date if source.date else ''})"


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


def _clause_words(clause: str, heading: tuple[str, ...], language: str, written: str | None) -> str:
    """`7.2.b` as a lawyer of that language writes it; a clause that is no article is named by its number alone."""
    head, *rest = clause.split(".")
    in_article = any(_ARTICLE.match(line) for line in heading)
    part = _PART.fullmatch(head)
    if not part:
        return _inside([head, *rest], in_article, language, written)
    if part[1] == "S":  # the supplementary provisions that close a Japanese act
        name = "附則" if part[2] == "1" else f"附則（{part[2]}）"
        return name + (_japanese(rest) if in_article else _japanese_points(rest))
    name = f"{_ANNEX.get(language, 'Annex')}{'' if language == 'ja' else ' '}{part[2]}"
    return _JOIN.get(language, ", ").join([name, *([_inside(rest, in_article, language, written)] if rest else [])])


def _inside(parts: Sequence[str], in_article: bool, language: str, written: str | None) -> str:
    if not in_article:
        clause = ".".join(parts)
        return {"uk": f"п. {clause}", "ru": f"п. {clause}", "ja": clause}.get(language, f"para. {clause}")
    if language == "ja":
        return _japanese(parts)
    head, *rest = parts
    if language in _LETTERS:
        points = [_point(part, language) for part in rest]
        if points and written:
            points[-1] = f"пп. {written})"
        return " ".join([*reversed(points), f"ст. {head}"])
    if rest and written:
        rest[-1] = written
    return f"Art. {head}" + "".join(f"({part})" for part in rest)


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
