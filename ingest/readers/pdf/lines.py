"""Characters to segments (unbroken runs on one baseline) and segments to printed lines."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add, attrgetter

import numpy as np
from numpy.typing import NDArray

from ingest.readers.pdf.glyphs import Box, Glyphs

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

DESCENT, ASCENT = 0.22, 0.88  # of the font size: the box that a line is marked with
BREAK_GAP = 0.75  # em: a wider gap ends a segment
CELL_GAP = 0.12  # em: the least white on both sides of a rule between two cells, together
MIN_RULE = 6.0  # points: a shorter upright stroke is no rule
MAX_RULES = 600
SPACE_GAP = 0.22  # em: a gap this wide is a space even where the file has none
HYPHENS = "-\u00ad\u2010\u0002\ufffe"
MAX_MARK = 3  # characters of a footnote's number
_EXPONENT_OF = re.compile(r"^(?:\d[\d.,]*)?(?:[kcdm]?m|[кдс]?м|10)$")
_LABEL = re.compile(r"^(?:[^\w\s、。，．]|\(?\w{1,3}[.)])$")  # a bullet or a number that stands apart from its text
LAST = 0x10FFFF  # code point
_PLAIN = {2: "-", 0xFFFE: "-"}


@dataclass(frozen=True, slots=True)
class Segment:
    """An unbroken run of text; coordinates are points, upright; `turn` is how it stands on the seen page."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    turn: int = 0

    @property
    def y0(self) -> float:
        return self.baseline - DESCENT * self.size

    @property
    def y1(self) -> float:
        return self.baseline + ASCENT * self.size


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line of one column."""

    text: str
    box: Box
    baseline: float
    size: float
    bold: bool
    page: int
    turn: int = 0

    @property
    def x0(self) -> float:
        return self.box[0]

    @property
    def x1(self) -> float:
        return self.box[2]


def is_cjk(character: str) -> bool:
    """Whether a character belongs to a script written without spaces (kana, ideographs, their punctuation)."""
    code = ord(character or " ")
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF or code >= 0x20000


def segments(glyphs: Glyphs, rules: Sequence[Box] = ()) -> list[Segment]:
    """Cut the characters, in drawing order, wherever the pen jumps; askew text (watermarks) is left out.

    An upright rule between two characters cuts too: the cells of a narrow table stand closer than words may.
    """
    at = np.flatnonzero(glyphs.printed & (glyphs.turn >= 0))
    if not at.size:
        return []
    size = glyphs.size[at]
    gap = np.zeros(at.size)
    left, right = glyphs.left[at], glyphs.right[at]
    gap[1:] = left[1:] - right[:-1]
    ligature = np.zeros(at.size, bool)  # its letters share one box
    ligature[1:] = (left[1:] == left[:-1]) & (right[1:] == right[:-1])
    gap[ligature] = 0.0
    rise = np.abs(np.diff(glyphs.baseline[at], prepend=glyphs.baseline[at][0]))
    em = np.maximum(size, np.roll(size, 1))
    turned = np.diff(glyphs.turn[at], prepend=glyphs.turn[at][0]) != 0
    jump = (gap > BREAK_GAP * em) | (gap < -0.6 * em) | (rise > 0.5 * em) | turned
    jump |= _ruled_apart(
        (left, right, glyphs.baseline[at]), (gap > CELL_GAP * em) & ~jump & (glyphs.turn[at] == 0), rules
    )
    own, implied = _white_before(glyphs.spaces, at), _white_before(glyphs.implied, at)
    own[1:] &= ~(ligature[:-1] & (gap[1:] < 0.05 * em[1:]))  # some fonts hide a space under a ligature
    text = _letters(glyphs.code[at])
    seen = implied | (gap > SPACE_GAP * em)
    blank = own | seen | jump
    _drop_note_marks(text, blank, size, glyphs.baseline[at])
    before = _blanks(text, own, seen | (blank & ~jump))
    starts = np.concatenate(([0], np.flatnonzero(jump[1:]) + 1))
    bodies = [_body(text[a:b], before[a:b]) for a, b in pairwise([*starts.tolist(), at.size])]
    return [segment for segment in _segments(glyphs, at, starts, bodies) if segment.text]


def _body(text: Sequence[str], before: Sequence[str]) -> str:
    return text[0] + "".join(map(add, before[1:], text[1:]))


def _segments(glyphs: Glyphs, at: IntArray, starts: IntArray, bodies: Sequence[str]) -> Iterator[Segment]:
    """The runs of characters that begin at `starts`, measured all at once."""
    lengths = np.diff(starts, append=at.size)
    left, right = np.minimum.reduceat(glyphs.left[at], starts), np.maximum.reduceat(glyphs.right[at], starts)
    bold = np.add.reduceat(glyphs.bold[at].astype(np.int64), starts) > 0.6 * lengths
    measures = (left, right, _medians(glyphs.baseline[at], starts), _medians(glyphs.size[at], starts))
    turns = glyphs.turn[at[starts]]
    return map(Segment, bodies, *(values.tolist() for values in measures), bold.tolist(), turns.tolist())


def _medians(values: FloatArray, starts: IntArray) -> FloatArray:
    """The median of each run; most runs have one value only, which spares the sorting."""
    low, high = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    ends = [*starts[1:].tolist(), values.size]
    for run in np.flatnonzero(low != high).tolist():
        low[run] = np.median(values[starts[run] : ends[run]])
    return low


def _ruled_apart(places: tuple[FloatArray, FloatArray, FloatArray], gaps: BoolArray, rules: Sequence[Box]) -> BoolArray:
    """Which of the gaps before characters (left, right, baseline) an upright rule passes through."""
    apart = np.zeros(gaps.size, bool)
    upright = np.array([box for box in rules if box[3] - box[1] > max(MIN_RULE, box[2] - box[0])]).reshape(-1, 4)
    at = np.flatnonzero(gaps)
    if at.size and 0 < len(upright) <= MAX_RULES:
        left, right, baseline = places
        x = (upright[:, 0] + upright[:, 2]) / 2
        between = (x >= right[at - 1, None] - 1) & (x <= left[at, None] + 1)
        beside = (upright[:, 1] <= baseline[at, None] + 2) & (upright[:, 3] >= baseline[at, None] + 2)
        apart[at] = (between & beside).any(axis=1)
    return apart


def _drop_note_marks(text: list[str], blank: BoolArray, size: FloatArray, baseline: FloatArray) -> None:
    """Blank the raised numbers that point to footnotes, so that they do not grow onto words.

    A number before its footnote stays, and gets white space after it; an exponent (km², 10⁶) stays as it is.
    """
    rise = np.diff(baseline, prepend=baseline[0])
    before = np.roll(size, 1)
    raised = (size < 0.8 * before) & (rise > 0.15 * before) & (rise < 0.8 * before)
    lowered = (before < 0.8 * size) & (-rise > 0.15 * size) & (-rise < 0.8 * size)
    for start in np.flatnonzero(raised).tolist():
        end = start
        while (
            end < len(text)
            and size[end] == size[start]
            and (text[end].isdecimal() or (end > start and text[end] == ","))
        ):
            end += 1
        if end - start <= MAX_MARK and not _EXPONENT_OF.match(_word_before(text, blank, start)):
            text[start:end] = [""] * (end - start)
    for index in np.flatnonzero(lowered).tolist():
        blank[index] |= text[index - 1].isdecimal()


def _word_before(text: Sequence[str], blank: BoolArray, end: int) -> str:
    start = end
    while start and not blank[start] and end - start < 12:
        start -= 1
    return "".join(text[start:end])


def _white_before(white: BoolArray, at: IntArray) -> BoolArray:
    """For each printed character, whether white space lies between it and the one printed before."""
    total = np.concatenate(([0], np.cumsum(white)))
    before = total[at]
    result: BoolArray = np.diff(before, prepend=before[0]) > 0
    return result


def _letters(codes: NDArray[np.uint32]) -> list[str]:
    """The characters as people write them."""
    odd = (
        (codes < 32)
        | ((codes >= 0x2E80) & (codes <= 0x2FDF))
        | ((codes >= 0xD800) & (codes <= 0xFFFF))
        | (codes > LAST)
    )
    letters = list(np.where(odd, 32, codes).astype("<u4").tobytes().decode("utf-32-le"))
    for index in np.flatnonzero(odd).tolist():
        letters[index] = _letter(int(codes[index]))
    return letters


def _letter(code: int) -> str:
    """A character as people write it: ligatures and look-alike radicals resolved."""
    if code in _PLAIN:
        return _PLAIN[code]
    if 0xFB00 <= code <= 0xFB06 or 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", chr(code))
    return chr(code) if code <= LAST and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _blanks(text: Sequence[str], own: BoolArray, seen: BoolArray) -> list[str]:
    """The space before each character: real ones always, inferred ones not beside ideographs and kana."""
    blanks = [""] * len(text)
    for index in np.flatnonzero(own | seen).tolist():
        beside_cjk = is_cjk(text[index][:1]) or (index > 0 and is_cjk(text[index - 1][-1:]))
        blanks[index] = " " if own[index] or not beside_cjk else ""
    return blanks


def rows(items: Iterable[Segment]) -> list[list[Segment]]:
    """Group the segments of one column by printed line, top to bottom, each line left to right."""
    grouped: list[list[Segment]] = []
    largest: list[Segment] = []  # of each group
    for item in sorted(items, key=lambda segment: -(segment.y0 + segment.y1)):
        for index in range(len(grouped) - 1, max(-1, len(grouped) - 4), -1):
            if _is_level(largest[index], item) and _is_free(grouped[index], item):
                grouped[index].append(item)
                largest[index] = max(largest[index], item, key=attrgetter("size"))
                break
        else:
            grouped.append([item])
            largest.append(item)
    for row in grouped:
        row.sort(key=attrgetter("x0"))
    return grouped


def _is_level(main: Segment, item: Segment) -> bool:
    """Whether two pieces stand on one line."""
    if abs(main.baseline - item.baseline) < 0.3 * max(main.size, item.size):
        return True
    overlap = min(main.y1, item.y1) - max(main.y0, item.y0)
    return overlap > 0.7 * min(main.y1 - main.y0, item.y1 - item.y0)


def _is_free(row: Sequence[Segment], item: Segment) -> bool:
    half = 0.5 * item.size
    return all(item.x0 >= other.x1 - half or item.x1 <= other.x0 + half for other in row)


def text_line(row: Sequence[Segment], page: int) -> TextLine:
    """Join the segments of one row."""
    text = row[0].text
    for left, right in pairwise(row):
        text += _between(left, right) + right.text
    weights: Counter[float] = Counter()
    for segment in row:
        weights[round(segment.size, 1)] += len(segment.text)
    size = weights.most_common(1)[0][0]
    main = max(row, key=lambda segment: len(segment.text))
    bold = sum(len(segment.text) for segment in row if segment.bold) > 0.6 * sum(len(s.text) for s in row)
    low = min(segment.baseline for segment in row if segment.size >= 0.8 * size)
    box = (row[0].x0, low - DESCENT * size, max(s.x1 for s in row), main.baseline + ASCENT * size)
    return TextLine(text, box, main.baseline, size, bold, page, row[0].turn)


def _between(left: Segment, right: Segment) -> str:
    gap = right.x0 - left.x1
    em = max(left.size, right.size)
    if left.text[-1] == " " or right.text[0] == " ":
        return ""
    if _LABEL.match(left.text):
        return " "
    if is_cjk(left.text[-1]) or is_cjk(right.text[0]):
        return "\u3000" if gap > 0.9 * em else ""
    return " " if gap > 0.1 * em else ""


def join_gap(left: str, right: str) -> str:
    """What stands between two printed lines of a paragraph."""
    return "" if not left or not right or is_cjk(left[-1]) or is_cjk(right[0]) else " "
