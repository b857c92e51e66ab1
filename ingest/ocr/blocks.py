"""The printed lines that OCR found on the pages of a document, as blocks: headings, paragraphs, list items."""

# ruff: noqa: PLR2004  (shares of a size or a width read best where they are used)

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from ingest.readers.addresses import address_goes_on
from ingest.readers.pdf.lines import join_gap
from ingest.readers.shapes import heading_level, is_item, legal_level
from kb.model import Block, BlockKind, Line

_BULLET = re.compile(r"[+¢«*°©®](?=\s)")  # what a round bullet is often read as
_DASHES = re.compile(r"(?<=\s)--(?=\s|$)")
_LABEL = re.compile(r"\d{1,2}\.$")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s?(?=[^\W\d_])")
_HYPHENATED = re.compile(r"([^\W\d_]+)[-‐]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"[^\W\d_]+[-‐][^\W\d_]+")
_ENDS = ".!?:;…»”。！？；："
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_HEADING = 160
_ENOUGH = 300  # characters on a page: with fewer it may be a title page
_LARGER = 1.17  # than the letters of the text around it: a heading
_MUCH_LARGER = 1.5
_OTHER_SIZE = 1.12
_SMALLER = 0.93
_BOLDER = 1.3  # bold print was 1.5 to 1.8 times as thick as plain print, lines of plain print within 1.15 of another
_LONGEST_SENTENCE = 70  # characters: a longer one with a full stop is text in large print


@dataclass(frozen=True, slots=True)
class OCRLine:
    """A line of a page in words and points.

    `box` is as `kb.pdfium` defines it; `start` and `end` are its edges in reading direction (left and right, or the
    distances of its top and bottom from the page's top where it is `vertical`); `paragraph` is the same for lines that
    Tesseract holds together; `weight` is how thick its strokes are for the size of its letters, 0 where that was not
    measured.
    """

    text: str
    page: int
    box: tuple[float, float, float, float]
    size: float
    start: float
    end: float
    paragraph: str
    vertical: bool
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class _Body:
    """What running text looks like: the size of its letters in points, and how thick their strokes are for that."""

    size: float
    weight: float


def blocks_of(pages: Sequence[Sequence[OCRLine]], *, titled: bool) -> list[list[Block]]:
    """The blocks of each page; `titled` says that the largest heading of the first page may be the document's title."""
    whole = [line for lines in pages for line in lines]
    joiner = _Joiner(pages)
    found = []
    for lines in pages:  # each by its own measure: scans differ, and so do scripts
        enough = sum(len(line.text) for line in lines) >= _ENOUGH
        body = _body(lines if enough else whole)
        found.append([_block(group, body, joiner) for group in _groups(lines)])
    return _with_title(found) if titled else found


def text_of(words: Iterable[str]) -> str:
    """Words of one line as text: no space between characters of a script that is written without."""
    text = ""
    for word in words:
        text += (" " if _LABEL.match(text) else join_gap(text, word)) + word
    return _DASHES.sub("—", text)


def _body(lines: Sequence[OCRLine]) -> _Body:
    return _Body(_usual(lines, attrgetter("size")), _usual(lines, attrgetter("weight")))


def _usual(lines: Sequence[OCRLine], measure: Callable[[OCRLine], float]) -> float:
    """The measure that the lines of half of all characters do not exceed."""
    total, seen = sum(len(line.text) for line in lines), 0
    for line in sorted(lines, key=measure):
        seen += len(line.text)
        if 2 * seen >= total:
            return measure(line)
    return 0.0


def _groups(lines: Sequence[OCRLine]) -> list[list[OCRLine]]:
    """Lines that form one heading, paragraph or item."""
    groups: list[list[OCRLine]] = [[lines[0]]] if lines else []
    for above, line in pairwise(lines):
        if _begins(groups[-1], above, line, _far_edge(lines, line)):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _far_edge(lines: Sequence[OCRLine], line: OCRLine) -> float:
    """Where the lines of a column end that begin about where this one does."""
    return max(other.end for other in lines if abs(other.start - line.start) < 4 * line.size)


def _begins(group: Sequence[OCRLine], above: OCRLine, line: OCRLine, edge: float) -> bool:
    if line.paragraph != above.paragraph:
        return not _goes_on(above, line)
    contrast = max(line.size, above.size) / min(line.size, above.size)
    if contrast > _LARGER or ((contrast > _OTHER_SIZE or _other_weight(above, line)) and _is_short(above, edge)):
        return True
    if is_item(_plain(line.text)) and (_is_short(above, edge) or above.text[-1:] in _ENDS):
        return True
    return _is_short(above, edge) and bool(legal_level(line.text) or _NUMBERED.match(line.text))


def _other_weight(above: OCRLine, line: OCRLine) -> bool:
    return max(line.weight, above.weight) > _BOLDER * min(line.weight, above.weight) > 0


def _goes_on(above: OCRLine, line: OCRLine) -> bool:
    """Whether a sentence goes on in a line that Tesseract parted from it: a column's end, a gap of a justified page."""
    same = max(line.size, above.size) <= _OTHER_SIZE * min(line.size, above.size)
    same = same and not _other_weight(above, line)
    return same and line.text[0].islower() and above.text[-1:] not in _ENDS


def _is_short(line: OCRLine, edge: float) -> bool:
    return line.end < edge - 2.5 * line.size


def _plain(text: str) -> str:
    return _BULLET.sub("•", text, count=1) if _BULLET.match(text) else text


class _Joiner:
    """Joins lines to a text; a hyphen at a line's end stays only where the document writes the word with it."""

    def __init__(self, pages: Sequence[Sequence[OCRLine]]) -> None:
        text = "\n".join(line.text for lines in pages for line in lines)
        self._compounds = {found.casefold() for found in _COMPOUND.findall(text)}

    def join(self, group: Sequence[OCRLine]) -> tuple[str, tuple[Line, ...]]:
        text = ""
        lines: list[Line] = []
        for number, line in enumerate(group):
            piece = _plain(line.text) if number == 0 else line.text
            text, gap = self._joint(text, piece)
            if lines:
                lines[-1] = Line(lines[-1].start, min(lines[-1].end, len(text)), lines[-1].page, lines[-1].box)
            text += gap
            lines.append(Line(len(text), len(text) + len(piece), line.page, line.box))
            text += piece
        return text, tuple(lines)

    def _joint(self, text: str, piece: str) -> tuple[str, str]:
        if address_goes_on(text, piece):
            return text, ""
        left, right = _HYPHENATED.search(text), _FIRST_WORD.match(piece)
        if left is None or right is None:
            return text, join_gap(text, piece)
        if right[0][0].isupper() or f"{left[1]}-{right[0]}".casefold() in self._compounds:
            return text, ""
        return text[:-1], ""


def _block(group: Sequence[OCRLine], body: _Body, joiner: _Joiner) -> Block:
    text, lines = joiner.join(group)
    level = _level(group, text, body)
    kind = BlockKind.HEADING if level else BlockKind.ITEM if is_item(text) else BlockKind.PARAGRAPH
    return Block(kind, text, group[0].page, group[-1].page, level, lines)


def _level(group: Sequence[OCRLine], text: str, body: _Body) -> int:
    """The depth of a heading, 0 for what is none: it is set larger or bolder, or has the shape of a legal heading."""
    if len(text) > _LONGEST_HEADING or "。" in text or not _LETTER.search(text):
        return 0
    size = sorted(line.size for line in group)[len(group) // 2]
    if _is_large(size, text, body) or _is_bold(group, size, text, body):
        return legal_level(text) or heading_level(text, alone=False) or (2 if size >= _MUCH_LARGER * body.size else 3)
    return legal_level(text) if len(group) == 1 else 0


def _is_large(size: float, text: str, body: _Body) -> bool:
    ends = text.endswith((",", ";")) or (len(text) > _LONGEST_SENTENCE and text.endswith("."))
    return size >= _LARGER * body.size and not ends


def _is_bold(group: Sequence[OCRLine], size: float, text: str, body: _Body) -> bool:
    """Whether all of a short text is bolder than the text around it, and no smaller, as the names of a table are."""
    bold = min(line.weight for line in group) > _BOLDER * body.weight > 0
    return bold and size >= _SMALLER * body.size and text[-1] not in ".,;:"


def _with_title(pages: list[list[Block]]) -> list[list[Block]]:
    """The first heading of the first page becomes the title, unless other text stands before it or it is a clause's."""
    first = pages[0] if pages else []
    if first and first[0].kind is BlockKind.HEADING and not legal_level(first[0].text):
        head = first[0]
        first[0] = Block(head.kind, head.text, head.page, head.page_end, 1, head.lines)
    return pages
