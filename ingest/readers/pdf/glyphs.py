"""One page's printed characters and ruled lines, as PDFium gives them, in the coordinates of the page as seen.

PDFium is asked character by character. Binding its functions anew and mapping over ranges keeps that at an eighth of a
microsecond a call instead of ten: handed over by reference, an address is not converted again for every character.
"""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from ctypes import PYFUNCTYPE, byref, c_char, c_double, c_float, c_int, c_size_t, c_uint, c_void_p
from dataclasses import dataclass, replace
from itertools import compress, repeat
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.readers.pdf.vertical import VERTICAL_BASELINE, Points, Upright, column_places, in_columns
from kb.pdfium import Frame, page_frame

Box = tuple[float, float, float, float]

SECOND_HALF = 0xFFFFFFFF  # no character
MAX_OBJECTS = 20_000  # drawings beyond this are maps, not tables
MAX_PATHS = 3_000
MAX_SEGMENTS = 200
FIRST_WIDE = 0x2E80  # kana, ideographs and full-width forms begin here
THIN = 3.0  # points: a drawn shape at most this thick is a rule
SKEW_DEGREES = 8.0
BOLD_WEIGHT = 600
BOLD_WORDS = ("bold", "black", "heavy", "semibold", "demi", "-w6", "-w7", "-w8", "-w9")


def _bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same PDFium function, keeping the interpreter lock; without `arguments` it takes references and numbers."""
    return PYFUNCTYPE(result, *arguments)(ctypes.cast(function, c_void_p).value or 0)


_unicode = _bind(pdfium.FPDFText_GetUnicode, c_uint)
_object = _bind(pdfium.FPDFText_GetTextObject, c_size_t)
_loose_box = _bind(pdfium.FPDFText_GetLooseCharBox, c_int)
_origin = _bind(pdfium.FPDFText_GetCharOrigin, c_int)
_matrix = _bind(pdfium.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
_font_size = _bind(pdfium.FPDFText_GetFontSize, c_double, c_void_p, c_int)
_font = _bind(pdfium.FPDFTextObj_GetFont, c_void_p, c_void_p)
_font_weight = _bind(pdfium.FPDFText_GetFontWeight, c_int, c_void_p, c_int)
_font_name = _bind(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, c_void_p, c_void_p, ctypes.c_size_t)
_count_objects = _bind(pdfium.FPDFPage_CountObjects, c_int, c_void_p)
_page_object = _bind(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_object_type = _bind(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
_bounds = _bind(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_count_segments = _bind(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
_segment = _bind(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_segment_type = _bind(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
_segment_point = _bind(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
_object_matrix = _bind(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters in the order they were drawn; all arrays have one row per character.

    `code` is Unicode; `spaces` marks white space that the file itself has, `implied` white space that PDFium
    inferred from a gap; `left`, `right` and `baseline` are points as seen after undoing `turn`, the
    counter-clockwise degrees by which the text stands on the seen page (-1: askew, a watermark). `unmapped` counts the
    characters that stand for control codes, as those of fonts do that do not say what their shapes mean.
    """

    code: NDArray[np.uint32]
    printed: NDArray[np.bool_]
    spaces: NDArray[np.bool_]
    implied: NDArray[np.bool_]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    baseline: NDArray[np.float64]
    size: NDArray[np.float64]
    bold: NDArray[np.bool_]
    turn: NDArray[np.int64]
    unmapped: int = 0


@dataclass(frozen=True, slots=True)
class PageContent:
    """What is printed on a page: characters, rules (thin boxes as seen), pictures and drawings.

    `pictured` is the share of the page that its largest picture covers, `paths` the number of drawn shapes.
    """

    frame: Frame
    glyphs: Glyphs
    rules: tuple[Box, ...]
    pictured: float
    paths: int


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool | None
    angle: float


def page_content(page: pypdfium2.PdfPage, drawn_bold: Callable[[], Sequence[bool]] = tuple) -> PageContent:
    """Read one open page; to be called under the PDFium lock.

    `drawn_bold` is asked only where PDFium knows nothing of a font: whether each piece of text that the page shows is
    bold, in the order of the file; empty where that is not known either.
    """
    frame = page_frame(page)
    address = _address(page.raw)
    text_page = page.get_textpage()
    try:
        glyphs = _glyphs(
            _address(text_page.raw), text_page.count_chars(), frame, lambda: _bold_objects(address, drawn_bold())
        )
    finally:
        text_page.close()
    return PageContent(frame, glyphs, *_drawings(address, frame))


def _bold_objects(page: int, shown: Sequence[bool]) -> frozenset[int]:
    """The text objects of a page that are bold; none if it does not show as many pieces of text as `shown` has."""
    if not any(shown):
        return frozenset()
    found = (_page_object(page, index) for index in range(_count_objects(page)))
    texts = [address for address in found if _object_type(address) == pdfium.FPDF_PAGEOBJ_TEXT]
    return frozenset(compress(texts, shown)) if len(texts) == len(shown) else frozenset()


def is_bold(weight: float, name: str) -> bool:
    """Whether a font of this weight (400 is regular) and name is bold."""
    return weight >= BOLD_WEIGHT or any(word in name.lower() for word in BOLD_WORDS)


def _address(handle: Any) -> int:
    return ctypes.cast(handle, c_void_p).value or 0


def _glyphs(text: int, count: int, frame: Frame, bold_objects: Callable[[], frozenset[int]]) -> Glyphs:
    texts, indexes = repeat(byref(c_char.from_address(text))), range(count)
    code = _whole_characters(np.fromiter(map(_unicode, texts, indexes), np.uint32, count))
    objects = np.fromiter(map(_object, texts, indexes), np.uint64, count)
    boxes, origins = np.zeros((count, 4), np.float32), np.zeros((count, 2), np.float64)
    deque(map(_loose_box, texts, indexes, _rows(boxes)), maxlen=0)
    deque(map(_origin, texts, indexes, _rows(origins), _rows(origins, column=1)), maxlen=0)
    styles = _styles(text, objects, bold_objects)
    return _arrange(code, objects > 0, (boxes.astype(np.float64), origins), styles, frame)


def _rows(table: NDArray[Any], column: int = 0) -> Iterator[Any]:
    """References to a column of every row of a table, for PDFium to write there."""
    memory = (c_char * table.nbytes).from_buffer(table.data)
    return map(byref, repeat(memory), range(column * table.itemsize, table.nbytes, table.shape[1] * table.itemsize))


def _whole_characters(code: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Rare characters, which PDFium gives in two halves, made whole; the second half becomes `SECOND_HALF`."""
    first = np.flatnonzero((code[:-1] >> 10 == 0xD800 >> 10) & (code[1:] >> 10 == 0xDC00 >> 10))
    if first.size:
        code[first] = 0x10000 + ((code[first] & 0x3FF) << 10) + (code[first + 1] & 0x3FF)
        code[first + 1] = SECOND_HALF
    return code


def _styles(
    text: int, objects: NDArray[np.uint64], bold_objects: Callable[[], frozenset[int]]
) -> tuple[NDArray[np.int64], list[_Style]]:
    """A style per text object; a character inferred by PDFium (object 0) has the style of the one before it."""
    own = np.flatnonzero(objects)
    starts = own[np.diff(objects[own], prepend=np.uint64(0)) != 0]
    known: dict[int, int] = {}
    styles: list[_Style] = []
    numbers: list[int] = []
    fonts: dict[int, bool | None] = {}
    bold: frozenset[int] | None = None
    for index, address in zip(starts.tolist(), objects[starts].tolist(), strict=True):
        if address not in known:
            known[address] = len(styles)
            style = _style(text, index, address, fonts)
            if style.bold is None:
                bold = bold_objects() if bold is None else bold
                style = replace(style, bold=address in bold)
            styles.append(style)
        numbers.append(known[address])
    lengths = np.diff(starts, prepend=0, append=objects.size)
    return np.repeat([0, *numbers], lengths), styles or [_Style(10.0, False, 0.0)]


def _style(text: int, index: int, address: int, fonts: dict[int, bool | None]) -> _Style:
    """The style of a text object; `bold` is None where PDFium knows nothing of its font."""
    matrix = (c_float * 6)()
    _matrix(text, index, ctypes.addressof(matrix))
    a, b, c, d = matrix[0], matrix[1], matrix[2], matrix[3]
    size = _font_size(text, index) * (math.hypot(c, d) or 1.0)
    font = _font(address) or 0
    if font not in fonts:
        fonts[font] = _is_bold(text, index, font)
    return _Style(size, fonts[font], math.degrees(math.atan2(b, a)))


def _is_bold(text: int, index: int, font: int) -> bool | None:
    buffer = ctypes.create_string_buffer(256)
    if font:
        _font_name(font, ctypes.addressof(buffer), 256)
    name, weight = buffer.value.decode("latin-1"), _font_weight(text, index)
    return is_bold(weight, name) if name or weight > 0 else None


def _arrange(
    code: NDArray[np.uint32],
    own: NDArray[np.bool_],
    places: tuple[NDArray[np.float64], NDArray[np.float64]],
    styled: tuple[NDArray[np.int64], list[_Style]],
    frame: Frame,
) -> Glyphs:
    boxes, origins = places
    style_of, styles = styled
    corners = frame.seen(boxes[:, 0], boxes[:, 3]), frame.seen(boxes[:, 2], boxes[:, 1])  # left, top, right, bottom
    angles = np.array([style.angle for style in styles])[style_of] - frame.turn
    turn = np.round(angles / 90.0).astype(np.int64) * 90
    turn = np.where(np.abs(angles - turn) > SKEW_DEGREES, -1, turn % 360)
    origin = frame.seen(origins[:, 0], origins[:, 1])
    size = _sane_sizes(np.array([style.size for style in styles])[style_of], corners, turn)
    at = np.flatnonzero(own & (turn == 0) & (code > 32))
    letters, stood = code[at], turn == 0
    upright = Upright(at, origin[0][at], origin[1][at], size[at], letters >= FIRST_WIDE, np.isin(letters, STOPS))
    corners, origin, turn = _columns_turned(upright, corners, origin, turn)
    turned = stood & (turn != 0)
    left, right, baseline = _upright(turn, corners, origin, frame)
    white = np.isin(code, WHITE) | (code < 32)
    hyphen = (code == 2) | (code == 0xFFFE)
    implied = white & ~own & ~_inside_columns(own, turned)
    bold = np.array([style.bold for style in styles])[style_of]
    printed = (~white | hyphen) & own & (size > 0.5) & (code != SECOND_HALF)
    unmapped = int((own & (code < 32) & ~hyphen & ~np.isin(code, WHITE)).sum())
    return Glyphs(code, printed, white & own & ~hyphen, implied, left, right, baseline, size, bold, turn, unmapped)


STOPS = np.array([ord(stop) for stop in "、。，．"], np.uint32)
WHITE = np.array([0x20, 0xA0, 0x09, 0x0A, 0x0D, 0x200B, 0xFEFF, *range(0x2000, 0x200B), 0x202F, 0x205F], np.uint32)


def _inside_columns(own: NDArray[np.bool_], turned: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which characters lie between two that stand in columns: white space that PDFium infers there means nothing."""
    at = np.flatnonzero(own)
    if not at.size or not turned.any():
        return np.zeros(own.size, bool)
    after = np.searchsorted(at, np.arange(own.size))
    result: NDArray[np.bool_] = turned[at[np.maximum(after - 1, 0)]] & turned[at[np.minimum(after, at.size - 1)]]
    return result


def _columns_turned(
    upright: Upright, corners: tuple[Points, Points], origin: Points, turn: NDArray[np.int64]
) -> tuple[tuple[Points, Points], Points, NDArray[np.int64]]:
    """Characters set in columns as if they were turned by 270 degrees: so they read like any other text."""
    columns = in_columns(upright)
    if not columns.any():
        return corners, origin, turn
    places = column_places(upright, columns)
    here = upright.at[columns]
    (x0, y0), (x1, y1) = ((x.copy(), y.copy()) for x, y in corners)
    x, turn = origin[0].copy(), turn.copy()
    y0[here], y1[here] = places.top[columns], places.bottom[columns]
    x[here] = places.left[columns] + VERTICAL_BASELINE * upright.em[columns]
    turn[here] = 270
    return ((x0, y0), (x1, y1)), (x, origin[1]), turn


def _upright(
    turn: NDArray[np.int64], corners: tuple[Points, Points], origin: Points, frame: Frame
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Left, right and baseline of each character once its own turn is undone."""
    (x0, y0), (x1, y1) = corners
    low_x, high_x, low_y, high_y = np.minimum(x0, x1), np.maximum(x0, x1), np.minimum(y0, y1), np.maximum(y0, y1)
    sides = [turn == 90, turn == 180, turn == 270]
    left = np.select(sides, [low_y, frame.width - high_x, frame.height - high_y], low_x)
    right = np.select(sides, [high_y, frame.width - low_x, frame.height - low_y], high_x)
    baseline = np.select(sides, [frame.width - origin[0], frame.height - origin[1], origin[0]], origin[1])
    return left, right, baseline


def _sane_sizes(
    size: NDArray[np.float64], corners: tuple[Points, Points], turn: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Font sizes; where a font's own units make them absurd, four fifths of the height of its tallest character."""
    (x0, y0), (x1, y1) = corners
    tall = np.where(turn % 180 == 0, np.abs(y1 - y0), np.abs(x1 - x0))
    sizes, group = np.unique(np.round(size, 2), return_inverse=True)
    tallest = np.zeros(sizes.size)
    np.maximum.at(tallest, group, tall)  # not each character's own: a comma or 一 is flat in any font
    tallest = tallest[group]
    absurd = (tallest > 0) & ((size > 4 * tallest) | (size < tallest / 4))
    return np.where(absurd, tallest * 0.8, size)


def _drawings(page: int, frame: Frame) -> tuple[tuple[Box, ...], float, int]:
    """The page's rules, the share that its largest picture covers, and how many shapes are drawn."""
    rules: list[Box] = []
    pictured, paths = 0.0, 0
    for address in [_page_object(page, index) for index in range(min(_count_objects(page), MAX_OBJECTS))]:
        kind = _object_type(address)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            if paths <= MAX_PATHS:
                rules.extend(_path_rules(address, frame))
        elif kind != pdfium.FPDF_PAGEOBJ_TEXT and (box := _box(address, frame)):
            pictured = max(pictured, (box[2] - box[0]) * (box[3] - box[1]) / max(1.0, frame.width * frame.height))
    return tuple(rules), pictured, paths


def _box(address: int, frame: Frame) -> Box | None:
    bounds = (c_float * 4)()
    at = ctypes.addressof(bounds)
    if not _bounds(address, at, at + 4, at + 8, at + 12):
        return None
    return _seen_box((bounds[0], bounds[1], bounds[2], bounds[3]), frame)


def _path_rules(address: int, frame: Frame) -> list[Box]:
    box = _box(address, frame)
    if box is None:
        return []
    if is_thin(box):
        return [box]
    count = _count_segments(address)
    return _edges(address, count, frame) if 4 <= count <= MAX_SEGMENTS else []


def is_thin(box: Box) -> bool:
    """Whether a box is so flat in one direction that it is a rule."""
    return min(box[2] - box[0], box[3] - box[1]) <= THIN


def _edges(address: int, count: int, frame: Frame) -> list[Box]:
    """The level and upright edges of a path, as thin boxes."""
    matrix = (c_float * 6)(1, 0, 0, 1, 0, 0)
    _object_matrix(address, ctypes.addressof(matrix))
    a, b, c, d, e, f = matrix
    point = (c_float * 2)()
    at = ctypes.addressof(point)
    edges: list[Box] = []
    start = last = (0.0, 0.0)
    for index in range(count):
        segment = _segment(address, index)
        _segment_point(segment, at, at + 4)
        here = (a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f)
        kind = _segment_type(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            edges.append(_seen_box((*last, *here), frame))
        last = here
    edges.append(_seen_box((*last, *start), frame))
    return [edge for edge in edges if is_thin(edge)]


def _seen_box(box: Box, frame: Frame) -> Box:
    x0, y0 = frame.seen(box[0], box[1])
    x1, y1 = frame.seen(box[2], box[3])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
