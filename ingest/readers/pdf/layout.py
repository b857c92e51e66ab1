"""One page's segments and rules to its elements in reading order: paragraphs and tables, footnotes last."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.pdf.columns import in_reading_order
from ingest.readers.pdf.glyphs import Box
from ingest.readers.pdf.grid import grids
from ingest.readers.pdf.lines import Segment, TextLine, rows, text_line
from ingest.readers.pdf.paragraphs import Element, Paragraph, as_notes, paragraphs
from ingest.readers.pdf.tables import Cell, Table, aligned_tables, ruled_tables

Region = list[Element]


def page_regions(
    segments: Sequence[Segment], rules: Sequence[Box], page: int, size: tuple[float, float]
) -> list[Region]:
    """A page's columns in reading order, each top to bottom; text that stands sideways follows what stands upright.

    `size` is the page's width and height as seen, in points.
    """
    turns = sorted({s.turn for s in segments}, key=lambda turn: -sum(len(s.text) for s in segments if s.turn == turn))
    found: list[Region] = []
    for turn in turns:
        upright_rules = [turned(rule, turn, size) for rule in rules]
        part = [segment for segment in segments if segment.turn == turn]
        regions = _upright_regions(part, upright_rules, page)
        found.extend([_turned_back(element, turn, size) for element in region] for region in regions)
    return found


def with_notes_last(regions: Sequence[Region], body: float) -> list[Element]:
    """A page's elements with the footnotes of its columns after its text; `body` is the usual font size in points."""
    text: list[Element] = []
    notes: list[Element] = []
    for region in regions:
        trailing = _trailing_paragraphs(region)
        kept, small = as_notes(trailing, body)
        text.extend([*region[: len(region) - len(trailing)], *kept])
        notes.extend(small)
    return [*text, *notes]


def _upright_regions(segments: Sequence[Segment], rules: Sequence[Box], page: int) -> list[Region]:
    ruled, rest = ruled_tables(segments, grids(rules), page)

    def grouped(pieces: Sequence[Segment | Table]) -> Sequence[Segment | Table]:
        aligned, free = aligned_tables([piece for piece in pieces if isinstance(piece, Segment)], page)
        return [*(piece for piece in pieces if isinstance(piece, Table)), *aligned, *free]

    pieces: list[Segment | Table] = [*(_in_its_column(table, [*ruled, *rest]) for table in ruled), *rest]
    return [_region(region, page) for region in in_reading_order(pieces, grouped)]


def _in_its_column(table: Table, pieces: Sequence[Segment | Table]) -> Table:
    """A table that is printed over what stands on its right counts as if it ended before that, as its column does."""
    middle = (table.x0 + table.x1) / 2
    over = [p.x0 for p in pieces if middle < p.x0 < table.x1 and p.y0 < table.y1 and p.y1 > table.y0]
    return replace(table, x1=max(middle, min(over) - 2 * table.size)) if over else table


def _region(region: Sequence[Segment | Table], page: int) -> list[Element]:
    """The elements of one column, top to bottom."""
    tables = sorted((piece for piece in region if isinstance(piece, Table)), key=lambda table: -table.y1)
    segments = [piece for piece in region if isinstance(piece, Segment)]
    lines = [text_line(row, page) for row in rows(segments)]
    lines = [line for line in lines if line.text.strip()]
    right = max((line.x1 for line in lines), default=0.0)
    elements: list[Element] = []
    for table in tables:
        above = [line for line in lines if line.baseline > table.y1 - table.size]
        lines = lines[len(above) :]
        elements.extend([*paragraphs(above, right), table])
    return [*elements, *paragraphs(lines, right)]


def _trailing_paragraphs(elements: Sequence[Element]) -> list[Paragraph]:
    found: list[Paragraph] = []
    for element in reversed(elements):
        if not isinstance(element, Paragraph):
            break
        found.insert(0, element)
    return found


def turned(box: Box, turn: int, size: tuple[float, float]) -> Box:
    """A seen box after turning the page so that text standing at `turn` is upright."""
    width, height = size
    x0, y0, x1, y1 = box
    if turn == 90:
        return y0, width - x1, y1, width - x0
    if turn == 180:
        return width - x1, height - y1, width - x0, height - y0
    if turn == 270:
        return height - y1, x0, height - y0, x1
    return box


def _turned_back(element: Element, turn: int, size: tuple[float, float]) -> Element:
    if not turn:
        return element
    if isinstance(element, Paragraph):
        return replace(element, lines=tuple(_line_back(line, turn, size) for line in element.lines))
    cells = tuple(
        tuple(Cell(tuple(_line_back(line, turn, size) for line in cell.lines)) for cell in row) for row in element.rows
    )
    return replace(element, rows=cells)


def _line_back(line: TextLine, turn: int, size: tuple[float, float]) -> TextLine:
    upright_size = (size[1], size[0]) if turn % 180 else size
    return replace(line, box=turned(line.box, 360 - turn, upright_size))
