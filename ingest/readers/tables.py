"""Table rows as blocks that can be read, found and cited on their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.model import Block, BlockKind

_CELL_SEPARATOR = " · "


def row_text(header: Sequence[str], cells: Sequence[str]) -> str:
    """`header: cell · header: cell`; a cell without header stands alone, an empty cell is left out."""
    parts = []
    for index, cell in enumerate(cells):
        if cell:
            name = header[index] if index < len(header) else ""
            parts.append(f"{name}: {cell}" if name and name != cell else cell)
    return _CELL_SEPARATOR.join(parts)


def row_blocks(
    rows: Sequence[Sequence[str]], *, header: bool, pages: Sequence[int | None] | None = None
) -> Iterator[Block]:
    """The rows of one table; with `header` the first row names the columns and is repeated in every row's text.

    A cell over several columns names all of them in the header, and stands in the first of them elsewhere: the others
    come as empty cells. A table of a single row or column is laid out text, and its cells become paragraphs.
    """
    filled = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    places = list(pages) if pages is not None else [None] * len(filled)
    if len(filled) == 1 or max((len(row) for row in filled), default=0) == 1:
        for row, page in zip(filled, places, strict=True):
            yield from (Block(BlockKind.PARAGRAPH, cell, page, page) for cell in dict.fromkeys(row) if cell)
        return
    names = filled[0] if header and filled else ()
    for row, page in list(zip(filled, places, strict=True))[1 if header else 0 :]:
        text = row_text(names, row)
        if text:
            yield Block(BlockKind.TABLE_ROW, text, page, page, cells=row)


def merged_header(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Several header rows as one: each column's name after that of the group it stands under (`2024 План`)."""
    width = max((len(row) for row in rows), default=0)
    columns = ([row[index] for row in rows if index < len(row) and row[index]] for index in range(width))
    return tuple(" ".join(dict.fromkeys(names)) for names in columns)
