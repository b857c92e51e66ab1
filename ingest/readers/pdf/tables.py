"""Tables: cells found between ruled lines, or where short pieces stand aligned over several lines."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from ingest.readers.pdf.grid import Grid
from ingest.readers.pdf.lines import Segment, TextLine, rows, text_line

COLUMN_GAP = 0.8  # em of white between two columns of a table
WIDE = 12.0  # em: a column of running text
FULL = 0.7  # of a column's width: how far lines of running text reach on average
MAX_CELL_LINES = 12  # where only level rules are drawn; more is a page between two rules
ROW_RULES = 4  # level rules that show every row to be ruled
MIN_ROWS = 3  # of a table without rules
_MARKER = re.compile(r"^(?:\W{1,2}|[\ue000-\uf8ff]|o|\(?\w{1,4}[.)]|[①-⑳]|（\w{1,3}）|\d{1,3}(?:\.\d{1,3})*\.?)$")
_FIGURE = re.compile(r"^[^\w]*\d[\d\s.,:%/±()–-]*\D{0,6}$")


@dataclass(frozen=True, slots=True)
class Cell:
    """The printed lines of one cell, top to bottom."""

    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, top to bottom, equally many in each; `headed` if the first row names the columns.

    `columns` are the columns' left edges; all measures are points.
    """

    rows: tuple[tuple[Cell, ...], ...]
    columns: tuple[float, ...]
    headed: bool
    x0: float
    x1: float
    y0: float
    y1: float
    size: float


def ruled_tables(segments: Sequence[Segment], grids: Iterable[Grid], page: int) -> tuple[list[Table], list[Segment]]:
    """The tables between ruled lines, and the segments outside them."""
    found: list[Table] = []
    rest = list(segments)
    for grid in grids:
        inside = _without_stray_head([s for s in rest if grid.holds(s)], grid)
        table = _from_grid(inside, grid, page) if inside else None
        if table:
            found.append(table)
            taken = {id(s) for s in inside}
            rest = [s for s in rest if id(s) not in taken]
    return found, rest


def _without_stray_head(inside: list[Segment], grid: Grid) -> list[Segment]:
    """Text above the first rule is the table's only if it is the one line of column names."""
    above = [s for s in inside if (s.y0 + s.y1) / 2 > grid.ys[0]]
    if grid.head and above and len(rows(above)) == 1 and len(above) > 1:
        return inside
    return [s for s in inside if (s.y0 + s.y1) / 2 <= grid.ys[0]]


def _from_grid(inside: list[Segment], grid: Grid, page: int) -> Table | None:
    edges = list(grid.xs[:-1]) if len(grid.xs) > 2 else column_edges(rows(inside))
    if len(edges) < 2:
        return None
    if not grid.closed and len(grid.ys) < ROW_RULES and not _tabular(_by_column(inside, edges)):
        return None
    bands: list[list[Segment]] = [[] for _ in range(len(grid.ys) + 1)]
    for segment in inside:
        middle = (segment.y0 + segment.y1) / 2
        bands[sum(y > middle for y in grid.ys)].append(segment)
    filled = [band for band in bands if band]
    if len(filled) <= 2 and not grid.closed:
        filled = [row for band in filled for row in _split_band(band, edges)]
    return _table([_cells(band, edges, page) for band in filled], edges, inside, grid.closed)


def _table(
    found: list[tuple[Cell, ...]], edges: Sequence[float], inside: Sequence[Segment], closed: bool
) -> Table | None:
    full = sum(sum(bool(cell.lines) for cell in row) > 1 for row in found)
    longest = max((len(cell.lines) for row in found for cell in row), default=0)
    enough = 1 if closed else 2
    if len(found) < enough or full < enough or (not closed and longest > MAX_CELL_LINES):
        return None
    return Table(
        tuple(found),
        tuple(edges),
        _has_head(found),
        min(s.x0 for s in inside),
        max(s.x1 for s in inside),
        min(s.y0 for s in inside),
        max(s.y1 for s in inside),
        median(s.size for s in inside),
    )


def column_edges(printed: Iterable[Sequence[Segment]]) -> list[float]:
    """Left edges of the columns that white gaps leave, looking only at lines with more than one piece."""
    spans: list[tuple[float, float]] = []
    for row in printed:
        spans = _with_row(spans, row)
    return [x0 for x0, _ in spans]


def _with_row(spans: list[tuple[float, float]], row: Sequence[Segment]) -> list[tuple[float, float]]:
    """The columns' extents, left to right, after one more line."""
    if len(row) < 2:
        return spans
    merged: list[tuple[float, float]] = []
    gap = COLUMN_GAP * row[0].size
    for x0, x1 in sorted([*spans, *((s.x0, s.x1) for s in row)]):
        if merged and x0 - merged[-1][1] < gap:
            merged[-1] = (merged[-1][0], max(x1, merged[-1][1]))
        else:
            merged.append((x0, x1))
    return merged


def _column_of(segment: Segment, edges: Sequence[float]) -> int:
    inner = segment.x0 + min(2.0, (segment.x1 - segment.x0) / 2)
    return max(0, sum(edge <= inner for edge in edges) - 1)


def _by_column(segments: Iterable[Segment], edges: Sequence[float]) -> list[list[Segment]]:
    columns: list[list[Segment]] = [[] for _ in edges]
    for segment in segments:
        columns[_column_of(segment, edges)].append(segment)
    return columns


def _cells(band: Sequence[Segment], edges: Sequence[float], page: int) -> tuple[Cell, ...]:
    columns = _by_column(band, edges)
    return tuple(Cell(tuple(text_line(row, page) for row in rows(column))) for column in columns)


def _split_band(band: Sequence[Segment], edges: Sequence[float]) -> list[list[Segment]]:
    """Rows of a table whose rows are not ruled: a line with a first cell begins one, others go on."""
    split: list[list[Segment]] = []
    for row in rows(band):
        columns = {_column_of(segment, edges) for segment in row}
        if split and not (0 in columns and len(columns) > 1):
            split[-1].extend(row)
        else:
            split.append(list(row))
    return split


def _has_head(found: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether the first row names the columns: set bold where the rest is not, or words above figures."""
    first, rest = found[0], found[1:]
    if not rest or sum(bool(cell.lines) for cell in first) < 2:
        return False
    head_bold = mean(line.bold for cell in first for line in cell.lines)
    rest_bold = mean(line.bold for row in rest for cell in row for line in cell.lines)
    if head_bold > 0.6 and rest_bold < 0.5:
        return True
    words = not any(_FIGURE.match(_cell_text(cell)) for cell in first)
    figures = any(_FIGURE.match(_cell_text(cell)) for row in rest for cell in row)
    return words and (figures or len(first) > 2)


def _cell_text(cell: Cell) -> str:
    return " ".join(line.text for line in cell.lines).strip()


def aligned_tables(segments: Sequence[Segment], page: int) -> tuple[list[Table], list[Segment]]:
    """The tables without rules, and the segments outside them."""
    printed = rows(segments)
    found: list[Table] = []
    rest: list[Segment] = []
    at = 0
    while at < len(printed):
        end = _run_end(printed, at)
        table = _from_run(printed[at:end], page) if end - at >= MIN_ROWS else None
        if table:
            found.append(table)
            at = end
        else:
            rest.extend(printed[at])
            at += 1
    return found, rest


def _run_end(printed: Sequence[Sequence[Segment]], start: int) -> int:
    """The end of the longest run of lines from `start` that keep common white gaps."""
    spans = _with_row([], printed[start])
    end = several = start + 1
    while len(spans) > 1 and end < len(printed):
        row, before = printed[end], printed[end - 1]
        if before[0].baseline - row[0].baseline > 2.6 * max(row[0].size, before[0].size):
            break
        spans = _with_row(spans, row)
        if len(spans) < 2 or (len(row) == 1 and not _fits(row[0], spans)):
            break
        end += 1
        several = end if len(row) > 1 else several
    return several


def _fits(segment: Segment, spans: Sequence[tuple[float, float]]) -> bool:
    """Whether a lone piece stays inside one column."""
    column = _column_of(segment, [x0 for x0, _ in spans])
    right = spans[column + 1][0] if column + 1 < len(spans) else spans[-1][1] + segment.size
    return segment.x0 >= spans[column][0] - 2 and segment.x1 < right


def _from_run(run: Sequence[Sequence[Segment]], page: int) -> Table | None:
    inside = [segment for row in run for segment in row]
    edges = column_edges(run)
    if len(edges) < 2:
        return None
    columns = _by_column(inside, edges)
    if not _tabular(columns):
        return None
    split = _split_band(inside, edges)
    return _table([_cells(row, edges, page) for row in split], edges, inside, closed=False)


def _tabular(columns: Sequence[Sequence[Segment]]) -> bool:
    """Whether aligned columns are a table's and not text set in columns, or a list with its markers apart."""
    if not all(columns):
        return False
    if mean(bool(_MARKER.match(s.text.strip())) for s in columns[0]) > 0.5:
        return False
    if len(columns) == 2:
        return _labelled(columns[0], columns[1])
    slim = sum(not _running_text(column) for column in columns)
    return slim >= 2 and _on_shared_lines(columns) > 0.6


def _labelled(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Two columns are a table when the right one holds figures, or the left one is a narrow column of labels."""
    figures = mean(bool(_FIGURE.match(s.text.strip())) for s in right) > 0.6
    width = max(s.x1 for s in right) - min(s.x0 for s in left)
    narrow = max(s.x1 for s in left) - min(s.x0 for s in left) < 0.35 * width
    level = mean(any(abs(s.baseline - other.baseline) < 2 for other in right) for s in left)
    if level < 0.8:
        return False
    pairs = len(left) == len(right) and not _running_text(left) and not _running_text(right)
    return figures or pairs or (narrow and _running_text(right) and len(right) > 1.5 * len(left))


def _running_text(column: Sequence[Segment]) -> bool:
    width = max(s.x1 for s in column) - min(s.x0 for s in column)
    return width > WIDE * column[0].size and mean(s.x1 - s.x0 for s in column) > FULL * width


def _on_shared_lines(columns: Sequence[Sequence[Segment]]) -> float:
    """The share of pieces that have a neighbour of another column on their line."""
    levels = [[s.baseline for s in column] for column in columns]
    shared = [
        any(abs(level - other) < 2 for k, others in enumerate(levels) if k != n for other in others)
        for n, column in enumerate(levels)
        for level in column
    ]
    return mean(shared)
