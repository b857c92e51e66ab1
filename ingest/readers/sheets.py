"""Rows of cells as a person reads a sheet: lines above the table, the header wherever it begins, then row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.readers.tables import merged_header, row_text
from kb.model import Block, BlockKind

MOST_ROWS = 20_000
MOST_COLUMNS = 200
_HEADER_WITHIN = 30  # rows from the top among which the header is looked for
_HEADER_SHARE = 0.6  # of the widest rows' cells that a header fills
_LONGEST_NAME = 160
_NUMBER = re.compile(r"[-+−▲△(]?[\d\s\u00a0\u202f.,]+%?\)?|\d{1,4}[-./年]\d{1,2}([-./月]\d{1,4}日?)?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?(?:р\.|рік|年度?))?|(?:令和|平成|昭和)[\d元]+年度?")
Cells = Sequence[str]
Spread = Mapping[tuple[int, int], str]


def _filled(row: Cells) -> int:
    return sum(1 for cell in row if cell)


def is_number(cell: str) -> bool:
    """Whether a cell is a number, a share or a date in figures."""
    return _NUMBER.fullmatch(cell) is not None


def names_columns(row: Cells) -> bool:
    """Whether a full row can be a header: its cells are words or years, and most of them differ."""
    cells = [cell for cell in row if cell]
    if any(len(cell) > _LONGEST_NAME or (is_number(cell) and not _YEAR.fullmatch(cell)) for cell in cells):
        return False
    return len(set(cells)) > len(cells) / 2


def _counts_columns(row: Cells) -> bool:
    """The row `1 2 3 4` that official tables put below their header."""
    cells = [cell for cell in row if cell]
    return len(cells) > 1 and cells == [str(number) for number in range(1, len(cells) + 1)]


def _header(rows: Sequence[Cells], spread: Spread, width: int) -> tuple[int, int]:
    """The first row of the header and the first one after it; equal where no row names the columns.

    Rows that fill few columns stand above the table. A header that spans columns goes on in the row below.
    """
    enough = max(2, _HEADER_SHARE * width)
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        whole = _overlaid(index, row, spread)
        if _filled(whole) < enough or len(set(whole) - {""}) == 1:
            continue
        if names_columns(row):
            below = _overlaid(index + 1, rows[index + 1], spread) if index + 1 < len(rows) else []
            spans = any(at == index for at, _ in spread)
            return index, index + 1 + (spans and _filled(below) >= enough and names_columns(below))
        if _filled(row) >= width:
            break
    first = next((index for index, row in enumerate(rows) if _filled(row) > 1), 0)
    return first, first


def _overlaid(index: int, row: Cells, spread: Spread) -> list[str]:
    return [cell or spread.get((index, column), "") for column, cell in enumerate(row)]


def _width(rows: Sequence[Cells]) -> int:
    """How many columns a usual full row fills."""
    counts = sorted(_filled(row) for row in rows)
    return counts[len(counts) * 3 // 4] if counts else 0


def _lines(rows: Sequence[Cells], kind: BlockKind) -> Iterator[Block]:
    for row in rows:
        text = " ".join(cell for cell in row if cell)
        if text:
            yield Block(kind, text)


def sheet_blocks(rows: Sequence[Cells], spread: Spread | None = None) -> tuple[Block, ...]:
    """The blocks of one sheet; `spread` has the values that merged cells lend to the columns right of their first.

    Lines above the header are paragraphs, the last of them the table's caption; every row repeats the header.
    """
    overlay = spread or {}
    clean = [[" ".join(cell.split()) for cell in row] for row in rows]
    while clean and not _filled(clean[-1]):
        clean.pop()
    if not clean:
        return ()
    start, end = _header(clean, overlay, _width([row for row in clean if _filled(row)]))
    names = merged_header([_overlaid(index, clean[index], overlay) for index in range(start, end)])
    above = [row for row in clean[:start] if _filled(row)]
    body = [row for row in clean[end:] if _filled(row)]
    body = body[1:] if names and body and _counts_columns(body[0]) else body
    blocks = [*_lines(above[:-1], BlockKind.PARAGRAPH), *_lines(above[-1:], BlockKind.CAPTION)]
    if not body:  # names of columns with nothing below
        return (*blocks, *_lines(clean[start:end], BlockKind.PARAGRAPH))
    for row in body:
        cells = tuple(row[: max(index for index, cell in enumerate(row) if cell) + 1])
        alone = _filled(cells) == 1 and bool(cells[0]) and len(names) > 1
        text = cells[0] if alone else row_text(names, cells)
        blocks.append(Block(BlockKind.TABLE_ROW, text, cells=cells))
    return tuple(blocks)
