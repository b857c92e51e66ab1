"""Citations: where a passage stands, in the habits of the document's language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.model import Citation, Passage

_PAGES = {"uk": "с. {}", "ja": "{}頁", "ru": "с. {}"}
_JOIN = {"ja": "、"}
_LETTERS = {"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "ru": "абвгдежзиклмнопрстуфхцчшщэюя"}
_ARTICLE = re.compile(r"^\s*(?:Стаття|Статья|Article|Art\.|第)", re.IGNORECASE)


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
        parts.append(_clause_words(clause, passage.heading, source.language))
    elif passage.heading:
        parts.append(passage.heading[-1])
    if passage.page is not None:
        pages = str(passage.page) if passage.page_end in (None, passage.page) else f"{passage.page}–{passage.page_end}"
        parts.append(_page_words(pages, source.language))
    where = _JOIN.get(source.language, ", ").join(parts)
    return f"{where} ({source.name}{', ' + source.date if source.date else ''})"


def _page_words(pages: str, language: str) -> str:
    if language in _PAGES:
        return _PAGES[language].format(pages)
    return f"pp. {pages}" if "–" in pages else f"p. {pages}"


def _clause_words(clause: str, heading: tuple[str, ...], language: str) -> str:
    """`7.2.b` as a lawyer of that language writes it; a clause that is no article is named by its number alone."""
    head, *rest = clause.split(".")
    if head.startswith("A") and head[1:].isdigit():
        return _in_annex(head[1:], rest, language)
    if not any(_ARTICLE.match(line) for line in heading):
        return {"uk": f"п. {clause}", "ru": f"п. {clause}", "ja": clause}.get(language, f"para. {clause}")
    if language == "ja":
        return _japanese(head, rest)
    if language in _LETTERS:
        letters = [f"пп. {_letter(part, language)})" if part.isalpha() else f"п. {part}" for part in reversed(rest)]
        return " ".join([*letters, f"ст. {head}"])
    return f"Art. {head}" + "".join(f"({part})" for part in rest)


def _in_annex(number: str, rest: list[str], language: str) -> str:
    tail = ".".join(rest)
    name = {"uk": "додаток", "ru": "приложение", "ja": "附属書"}.get(language, "Annex")
    return f"{name} {number}" + (f", {tail}" if tail else "")


def _japanese(head: str, rest: list[str]) -> str:
    number, *branches = head.split("-")
    words = f"第{number}条" + "".join(f"の{branch}" for branch in branches)
    for part in rest:
        words += f"第{_ordinal(part)}号" if part.isalpha() else f"第{part}項"
    return words


def _ordinal(letter: str) -> int:
    return ord(letter[0]) - ord("a") + 1


def _letter(letter: str, language: str) -> str:
    letters = _LETTERS[language].replace("ґ", "").replace("ь", "")
    at = _ordinal(letter) - 1
    return letters[at] if at < len(letters) else letter
