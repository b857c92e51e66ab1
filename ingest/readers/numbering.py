"""List numbers of a DOCX, counted as Word counts them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document as DocxDocument
from docx.oxml.ns import qn

from kb.text.numerals import letters, to_roman

_VAL = qn("w:val")
_PLACEHOLDER = re.compile(r"%([1-9])")
_CYRILLIC = {"russianLower": "абвгдежзиклмнопрстуфхцчшщэюя", "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"}
_KANJI = "〇一二三四五六七八九"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
Element = Any


def _kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _KANJI[tens] + "十") + (
        "" if ones == 0 and tens else _KANJI[ones]
    )


def _from(alphabet: str, number: int) -> str:
    return alphabet[(number - 1) % len(alphabet)]


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": lambda number: to_roman(number).lower(),
    "upperRoman": to_roman,
    "russianLower": lambda number: _from(_CYRILLIC["russianLower"], number),
    "russianUpper": lambda number: _from(_CYRILLIC["russianUpper"], number),
    "decimalZero": lambda number: f"{number:02}",
    "japaneseCounting": _kanji,
    "iroha": lambda number: _from(_IROHA, number),
    "irohaFullWidth": lambda number: _from(_IROHA, number),
    "aiueo": lambda number: _from(_AIUEO, number),
    "aiueoFullWidth": lambda number: _from(_AIUEO, number),
    "decimalEnclosedCircle": lambda number: chr(0x245F + number) if number <= 20 else str(number),  # noqa: PLR2004
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str


@dataclass(slots=True)
class Numbering:
    """Counts the lists of one document; `rendered` says whether Word left its layout in the file."""

    levels: dict[str, dict[int, _Level]]
    abstract_of: dict[str, str]
    rendered: bool
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: DocxDocument) -> Numbering:
        """The numbering of a document, empty if it has none."""
        rendered = document.element.body.find(f".//{qn('w:lastRenderedPageBreak')}") is not None
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is None:
            return cls({}, {}, rendered)
        root: Element = part.element
        levels = {
            abstract.get(qn("w:abstractNumId")): dict(_level(level) for level in abstract.iter(qn("w:lvl")))
            for abstract in root.iter(qn("w:abstractNum"))
        }
        abstract_of = {
            number.get(qn("w:numId")): number.find(qn("w:abstractNumId")).get(_VAL) for number in root.iter(qn("w:num"))
        }
        return cls(levels, abstract_of, rendered)

    def label(self, paragraph: Element, styles: list[Element]) -> str:
        """The printed number of a paragraph, counting it; empty if it has none. Bullets are `•`."""
        number, depth = _reference([paragraph, *styles])
        abstract = self.abstract_of.get(number, "")
        levels = self.levels.get(abstract, {})
        if depth not in levels:
            return ""
        if levels[depth].format in {"bullet", "none"}:
            return "•" if levels[depth].format == "bullet" else ""
        counter = self.counters.setdefault(abstract, {})
        counter[depth] = counter.get(depth, levels[depth].start - 1) + 1
        for deeper in [key for key in counter if key > depth]:
            del counter[deeper]
        return _PLACEHOLDER.sub(
            lambda match: self._printed(levels, counter, int(match.group(1)) - 1), levels[depth].text
        )

    @staticmethod
    def _printed(levels: dict[int, _Level], counter: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        value = counter.setdefault(depth, level.start)
        return _FORMATS.get(level.format, str)(value)


def _level(element: Element) -> tuple[int, _Level]:
    def value(tag: str, default: str) -> str:
        child = element.find(qn(tag))
        return str(child.get(_VAL) or default) if child is not None else default

    level = _Level(int(value("w:start", "1")), value("w:numFmt", "decimal"), value("w:lvlText", ""))
    return int(element.get(qn("w:ilvl"))), level


def _reference(sources: list[Element]) -> tuple[str, int]:
    """List and level that apply: the paragraph's own, else those of the nearest style that has some."""
    number, depth = None, None
    for source in sources:
        properties = source.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is None:
            continue
        own_number, own_depth = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
        number = number if number is not None or own_number is None else own_number.get(_VAL)
        depth = depth if depth is not None or own_depth is None else int(own_depth.get(_VAL))
    return (number or "0", depth or 0)
