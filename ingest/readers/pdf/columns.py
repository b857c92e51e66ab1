"""Reading order: a page's segments and tables to regions, each a single column read top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import Protocol, TypeVar

MIN_GUTTER = 0.9  # em of white between two columns of text
MIN_SIDE = 2  # pieces on each side of a gutter
MIN_COLUMN = 6.0  # em: a narrower column holds bullets or numbers, not text
ALIGNED = 3.0  # points
MAX_EDGES = 24  # places where a column may begin that are looked at
FEW_LINES = 6.0  # em
MIN_PROSE = 3  # lines that fill their column, by which running text is known
STRETCHED = 1.6  # em: the widest space of a justified line
FULL_LINE = 0.75  # of a column's width


class Piece(Protocol):
    """Anything with a box on the page."""

    @property
    def x0(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def y0(self) -> float: ...
    @property
    def y1(self) -> float: ...
    @property
    def size(self) -> float: ...


P = TypeVar("P", bound=Piece)


@dataclass(frozen=True, slots=True)
class _Gutter:
    """White space from `left` to `right` that nothing crosses between two heights."""

    left: float
    right: float
    bottom: float
    top: float
    weight: tuple[int, float]


def in_reading_order(pieces: Sequence[P], grouped: Callable[[Sequence[P]], Sequence[P]]) -> list[list[P]]:
    """Split into columns wherever a gutter runs down several lines; full-width pieces divide the page above and below.

    `grouped` is given each part before it is split, to put together what must not be split (tables).
    Each region of the answer is one column, its pieces in no particular order.
    """
    gutter = _best_gutter(pieces, _between_prose)  # first: a table in a column of text is not to reach beyond it
    if gutter is None:
        pieces = grouped(pieces)
        gutter = _best_gutter(pieces, _anything)
    if gutter is None:
        return [list(pieces)] if pieces else []
    return [region for part in _parts(pieces, gutter) for region in in_reading_order(part, grouped)]


def _best_gutter(pieces: Sequence[P], suits: Callable[[Sequence[P], Sequence[P]], bool]) -> _Gutter | None:
    """The gutter that most pieces stand beside, of those whose left and right sides suit."""
    if len(pieces) < 2 * MIN_SIDE:
        return None
    em = median(piece.size for piece in pieces)
    found = [gutter for x in _left_edges(pieces) if (gutter := _gutter_at(x, pieces, em, suits))]
    return max(found, key=lambda gutter: gutter.weight, default=None)


def _anything(_left: Sequence[Piece], _right: Sequence[Piece]) -> bool:
    return True


def _between_prose(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    return _holds_prose(left) and _holds_prose(right)


def _holds_prose(side: Sequence[Piece]) -> bool:
    """Whether the lines of a column are mostly as wide as the column: running text, no cells.

    A line in pieces counts when its white is that of a justified line; with wider white it is a table's and is left
    out, as is a table by itself.
    """
    width = max(p.x1 for p in side) - min(p.x0 for p in side)
    lines = [line for line in _lines(side) if _is_unbroken(line)]
    full = sum(line[-1].x1 - line[0].x0 > FULL_LINE * width for line in lines)
    return full >= MIN_PROSE and 2 * full >= len(lines)


def _lines(side: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces that are no higher than a line, by line, each line left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted((p for p in side if p.y1 - p.y0 < 2 * p.size), key=_middle):
        if lines and _middle(piece) - _middle(lines[-1][-1]) <= 0.5 * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=attrgetter("x0")) for line in lines]


def _is_unbroken(line: Sequence[Piece]) -> bool:
    return all(right.x0 - left.x1 < STRETCHED * left.size for left, right in pairwise(line))


def _middle(piece: Piece) -> float:
    return (piece.y0 + piece.y1) / 2


def _left_edges(pieces: Sequence[P]) -> list[float]:
    """The distances from the left at which most pieces begin, the leftmost left out."""
    edges: list[list[float]] = []
    for x in sorted(piece.x0 for piece in pieces):
        if edges and x - edges[-1][0] < ALIGNED:
            edges[-1].append(x)
        else:
            edges.append([x])
    several = sorted((group for group in edges[1:] if len(group) >= MIN_SIDE), key=len, reverse=True)
    return [group[0] for group in several[:MAX_EDGES]]


def _gutter_at(
    x: float, pieces: Sequence[P], em: float, suits: Callable[[Sequence[P], Sequence[P]], bool]
) -> _Gutter | None:
    """The best stretch of the page where a column begins at `x` and the one before it has ended."""
    limit = x - MIN_GUTTER * em
    crossing = ((p.y0, p.y1) for p in pieces if p.x0 < x - ALIGNED / 2 and p.x1 > limit)
    best = None
    for bottom, top in _free_bands(crossing, em):
        inside = [p for p in pieces if bottom < (p.y0 + p.y1) / 2 < top]
        gutter = _between(inside, x, em, (bottom, top), suits)
        if gutter and (best is None or gutter.weight > best.weight):
            best = gutter
    return best


def _free_bands(crossing: Iterable[tuple[float, float]], em: float) -> list[tuple[float, float]]:
    """The heights between crossing pieces that have room for two lines."""
    bands: list[tuple[float, float]] = []
    reach = float("-inf")
    for low, high in sorted(crossing):
        if low - reach > 2 * em:
            bands.append((reach, low))
        reach = max(reach, high)
    return [*bands, (reach, float("inf"))]


def _between(
    inside: Sequence[P],
    x: float,
    em: float,
    band: tuple[float, float],
    suits: Callable[[Sequence[P], Sequence[P]], bool],
) -> _Gutter | None:
    left = [p for p in inside if p.x1 <= x - MIN_GUTTER * em]
    right = [p for p in inside if p.x0 >= x - ALIGNED / 2]
    if len(left) < MIN_SIDE or len(right) < MIN_SIDE:
        return None
    shared = min(max(p.y1 for p in left), max(p.y1 for p in right)) - max(
        min(p.y0 for p in left), min(p.y0 for p in right)
    )
    narrow = min(max(p.x1 - p.x0 for p in side) for side in (left, right)) < MIN_COLUMN * em
    if shared < 2 * em or narrow or _is_river(inside, band, em) or not suits(left, right):
        return None
    edge = max(p.x1 for p in left)
    bottom = _above_heading(inside, right, band[0], em)
    return _Gutter(edge, x, bottom, band[1], (min(len(left), len(right)), x - edge))


def _is_river(inside: Sequence[Piece], band: tuple[float, float], em: float) -> bool:
    """Whether the white runs down a few lines only, close to a line without it: wide spaces of justified text."""
    low, high = min(p.y0 for p in inside), max(p.y1 for p in inside)
    return high - low < FEW_LINES * em and (low - band[0] < em or band[1] - high < em)


def _above_heading(inside: Sequence[P], right: Sequence[P], bottom: float, em: float) -> float:
    """The bottom of the columns, leaving out a short heading on the left that belongs to what stands below them."""
    lowest = min(p.y0 for p in inside)
    heading = [p for p in inside if p.y0 < lowest + 3 * em and p.y1 < min(r.y0 for r in right)]
    if not heading or bottom == float("-inf"):
        return bottom
    top = max(p.y1 for p in heading)
    above = min((p.y0 for p in inside if p not in heading), default=top) - top
    return top + above / 2 if above > max(0.8 * em, 1.4 * (lowest - bottom)) else bottom


def _parts(pieces: Sequence[P], gutter: _Gutter) -> tuple[list[P], list[P], list[P], list[P]]:
    above: list[P] = []
    left: list[P] = []
    right: list[P] = []
    below: list[P] = []
    for piece in pieces:
        middle = (piece.y0 + piece.y1) / 2
        if middle >= gutter.top:
            above.append(piece)
        elif middle <= gutter.bottom:
            below.append(piece)
        else:
            (left if piece.x1 <= gutter.left + ALIGNED / 2 else right).append(piece)
    return above, left, right, below
