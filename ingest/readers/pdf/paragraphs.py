"""Printed lines of one column to paragraphs and list items."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise, takewhile
from statistics import median

from ingest.readers.pdf.lines import TextLine, is_cjk
from ingest.readers.pdf.tables import Table

TERMINAL = ".!?:;…。！？：；.»”\"'）)"
SENTENCE_END = re.compile(r"[.!?…。！？][»”\"'’)）」』\]]*\s*\d{0,3}$")
MARKER = re.compile(
    r"^(?:[•●▪■◦○–—·*‣✓➢➤§◆◇□※\ue000-\uf8ff]\s*|[-?!>o]\s+|・|"
    r"\(?(?:\d{1,3}|[a-zа-щьюяєіїґ]|[ivx]{1,5}|[A-ZА-Я])[.)]\s+|\((?:\d{1,3}|[a-zа-яєіїґ]{1,4})\)\s*|"
    r"\d{1,2}(?:\.\d{1,3}){1,4}\.?\s+|[①-⑳]\s*|（[0-9０-９一二三四五六七八九十ア-ンa-zａ-ｚ]{1,3}）\s*|"
    r"[１-９0-9０-９]{1,3}\u3000|[一二三四五六七八九十]{1,3}\u3000|[0-9０-９]{1,2}．\s*)"
)
CLAUSE = re.compile(
    r"^(?:Article|ARTICLE|Section|Annex|ANNEX|Chapter|CHAPTER|Part|PART)\s+(?:\d+|[IVXLC]+|[A-Z])\b|"
    r"^(?:Стаття|СТАТТЯ|Розділ|РОЗДІЛ|Глава|ГЛАВА|Додаток|ДОДАТОК)\s+(?:\d+|[IVXLCІХ]+|[A-ZА-Я])\b|"
    r"^第[0-9０-９一二三四五六七八九十百]+(?:条|章|節|編|款)"
)


class Role(Enum):
    """What a run of lines is, as far as its shape tells."""

    TEXT = "text"
    ITEM = "item"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together.

    `opens` tells that the first line begins a paragraph by its shape; `room` is how many points the last line
    leaves free before the column's right edge.
    """

    role: Role
    lines: tuple[TextLine, ...]
    opens: bool
    room: float

    @property
    def size(self) -> float:
        return median(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


Element = Paragraph | Table


@dataclass(frozen=True, slots=True)
class _Column:
    """Edges of a column of lines, its usual distance between lines, in points."""

    x0: float
    x1: float
    leading: float


def paragraphs(lines: Sequence[TextLine], x1: float) -> list[Paragraph]:
    """Group the lines of one column whose right edge is `x1`, top to bottom."""
    if not lines:
        return []
    column = _Column(min(line.x0 for line in lines), x1, _leading(lines))
    groups: list[list[TextLine]] = [[lines[0]]]
    for line in lines[1:]:
        if _begins(groups[-1], line, column):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_paragraph(group, column) for group in groups]


def _leading(lines: Sequence[TextLine]) -> float:
    """The usual distance between baselines, as a multiple of the font size."""
    steps = [
        (above.baseline - line.baseline) / line.size
        for above, line in pairwise(lines)
        if abs(above.size - line.size) < 0.6 and 0.5 < (above.baseline - line.baseline) / line.size < 2.2
    ]
    return _low_median(steps) if steps else 1.35


def _low_median(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) * 2 // 5]


def _begins(group: list[TextLine], line: TextLine, column: _Column) -> bool:
    """Whether `line` begins a new paragraph after the lines of `group`."""
    above = group[-1]
    step = (above.baseline - line.baseline) / max(above.size, line.size)
    if step > column.leading * 1.28 + 0.06 or step < 0:
        return True
    if abs(above.size - line.size) > 0.09 * line.size or (above.bold != line.bold and _parted(above, line, column)):
        return True
    if above.bold and line.bold and above.size > 0 and not _marked(line):
        return False
    if _marked(line):
        return _short(above, line, column) or _ended(above) or line.x0 <= group[0].x0 + 1 and _marked(group[0])
    if CLAUSE.match(line.text) and _short(above, line, column):
        return True
    return _indented(group, line, column) or (_short(above, line, column) and _settled(above, column))


def _marked(line: TextLine) -> bool:
    return bool(MARKER.match(line.text))


def _ended(line: TextLine) -> bool:
    return line.text.rstrip()[-1:] in TERMINAL


def _parted(above: TextLine, line: TextLine, column: _Column) -> bool:
    """A change of weight begins a paragraph unless the line above runs to the edge (emphasis inside a sentence)."""
    return _short(above, line, column) or not _ended(above) and above.x1 < column.x1 - 0.2 * (column.x1 - column.x0)


def _first_word(line: TextLine) -> float:
    """The width of what would have had to fit on the line above."""
    text = line.text.lstrip()
    letter = (line.x1 - line.x0) / max(1, len(text))
    if is_cjk(text[0]):
        return 2.6 * line.size
    word = "".join(takewhile(lambda character: character != " " and not is_cjk(character), text))
    return (len(word) + 1) * letter


def ended_early(room: float, line: TextLine) -> bool:
    """Whether the first word of `line` would still have fitted above, where `room` points were free."""
    return room > _first_word(line) + 0.15 * line.size


def _short(above: TextLine, line: TextLine, column: _Column) -> bool:
    return ended_early(column.x1 - above.x1, line)


def _settled(above: TextLine, column: _Column) -> bool:
    """A line ended on purpose ends a paragraph if a sentence ends there, or if it is far from the edge."""
    return _ended(above) or above.x1 < column.x0 + 0.72 * (column.x1 - column.x0)


def _indented(group: list[TextLine], line: TextLine, column: _Column) -> bool:
    """Whether the line is set in from the lines above, as the first line of a paragraph is."""
    above = group[-1]
    deeper = line.x0 - above.x0
    if len(group) == 1 and _marked(group[0]):
        return False
    if abs(deeper) <= 0.6 * line.size or deeper > 6 * line.size:
        return False
    if deeper > 0:
        return _ended(above) or _short(above, line, column)
    hanging = len(group) > 1 and group[0].x0 >= group[1].x0 - 1
    return hanging and (_ended(above) or _short(above, line, column))


def _paragraph(group: list[TextLine], column: _Column) -> Paragraph:
    first, last = group[0], group[-1]
    role = Role.ITEM if _marked(first) else Role.TEXT
    inset = first.x0 - column.x0 > 0.8 * first.size and len(group) > 1 and group[1].x0 < first.x0 - 0.6 * first.size
    return Paragraph(
        role, tuple(group), opens=_marked(first) or inset or bool(CLAUSE.match(first.text)), room=column.x1 - last.x1
    )


def as_notes(found: Sequence[Paragraph], body: float) -> tuple[list[Paragraph], list[Paragraph]]:
    """Part a column's paragraphs into body and footnotes: small print at its end that begins with a number or mark."""
    at = len(found)
    while at and found[at - 1].size < 0.93 * body:
        at -= 1
    notes = list(found[at:])
    while notes and not _NOTE_MARK.match(notes[0].lines[0].text):
        notes.pop(0)
        at += 1
    return list(found[:at]), [replace(note, role=Role.NOTE) for note in notes]


_NOTE_MARK = re.compile(r"^(?:\d{1,3}|[*†‡]+|（?注|※|\[\d{1,3}\])")
