"""A passage as a reader sees it: what answers, what matched, and how much to show at first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import BLOCK_SEPARATOR

Range = tuple[int, int]

DENSE_LANGUAGES = frozenset({"ja", "zh", "ko"})  # a character carries about as much as two letters
FIRST_SIGHT = 520
SENTENCE_END = re.compile(r"[.!?…]['”»)]*\s|[。！？][」』）]*|\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `mark` is "answer", "term" or ""."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown at first, and what lies before and after it."""

    before: tuple[Piece, ...]
    shown: tuple[Piece, ...]
    after: tuple[Piece, ...]


def excerpt(text: str, highlights: Sequence[Range], language: str) -> Excerpt:
    """Cut a long passage around the sentence that answers; a short one is shown whole."""
    size = FIRST_SIGHT // 2 if language in DENSE_LANGUAGES else FIRST_SIGHT
    answer = answer_of(highlights, language)
    start, end = window(text, answer or (highlights[0] if highlights else (0, 0)), size)
    end = len(text[:end].rstrip())
    return Excerpt(
        pieces(text, highlights, answer, (0, start)),
        pieces(text, highlights, answer, (start, end)),
        pieces(text, highlights, answer, (end, len(text.rstrip()))),
    )


def answer_of(highlights: Sequence[Range], language: str) -> Range | None:
    """The longest highlight where it is long enough to be a sentence; matched terms are shorter."""
    longest = max(highlights, key=lambda r: r[1] - r[0], default=None)
    least = 12 if language in DENSE_LANGUAGES else 30
    return longest if longest and longest[1] - longest[0] >= least else None


def window(text: str, focus: Range, size: int) -> Range:
    """About `size` characters around `focus`, cut between sentences where possible, else between words."""
    if len(text) <= size * 1.3:
        return 0, len(text)
    spare = max(0, size - (focus[1] - focus[0]))
    earliest = max(0, focus[0] - spare // 3)
    latest = min(len(text), max(focus[1], earliest + size))
    return _cut_before(text, earliest, focus[0]), _cut_after(text, focus[1], latest)


def _cut_before(text: str, earliest: int, limit: int) -> int:
    if earliest == 0:
        return 0
    ends = [found.end() for found in SENTENCE_END.finditer(text, earliest, limit)]
    if ends:
        return ends[0]
    space = text.find(" ", earliest, limit)
    return space + 1 if space >= 0 else earliest


def _cut_after(text: str, limit: int, latest: int) -> int:
    if latest == len(text):
        return latest
    ends = [found.end() for found in SENTENCE_END.finditer(text, limit, latest)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", limit, latest)
    return space if space >= 0 else latest


def pieces(text: str, highlights: Sequence[Range], answer: Range | None, part: Range) -> tuple[Piece, ...]:
    """The text of `part`, split where highlights begin and end."""
    result, position = [], part[0]
    for start, end in highlights:
        first, last = max(start, part[0]), min(end, part[1])
        if first >= last:
            continue
        result.append(Piece(text[position:first], ""))
        result.append(Piece(text[first:last], "answer" if (start, end) == answer else "term"))
        position = last
    result.append(Piece(text[position : part[1]], ""))
    return tuple(Piece(piece.text.replace(BLOCK_SEPARATOR, "\n"), piece.mark) for piece in result if piece.text)
