"""HTML tables to rows that repeat their header; cells over several rows or columns count in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import html

from ingest.readers.html_text import clean, tag_of, text_of
from ingest.readers.sheets import is_number, names_columns
from ingest.readers.tables import merged_header, row_blocks
from kb.model import Block

_WIDEST_SPAN = 50
_TALLEST_SPAN = 1000
_LEAST_ROWS = 3  # of a table whose header is told by its words alone


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    value = cell.get(name) or "1"
    return min(int(value), most) if value.isascii() and value.isdecimal() and value != "0" else 1


def _is_header(row: html.HtmlElement, cells: Sequence[html.HtmlElement]) -> bool:
    parent = row.getparent()
    return all(tag_of(cell) == "th" for cell in cells) or (parent is not None and tag_of(parent) == "thead")


def _grid(table: html.HtmlElement) -> tuple[list[list[str]], int]:
    """The rows of a table, and how many of the first ones are its header."""
    rows: list[list[str]] = []
    headers = 0
    hanging: dict[int, tuple[int, str]] = {}  # column → rows still covered by a cell above, and its words
    for row in table.iter("tr"):
        cells = [cell for cell in row if tag_of(cell) in {"td", "th"}]
        if not cells:
            continue
        header = headers == len(rows) and _is_header(row, cells)
        headers += header
        line: list[str] = []
        for cell in cells:
            _hang(line, hanging)
            words, tall = clean(text_of(cell)), _span(cell, "rowspan", _TALLEST_SPAN)
            for index in range(_span(cell, "colspan", _WIDEST_SPAN)):
                shown = words if index == 0 or header else ""
                if tall > 1:
                    hanging[len(line)] = (tall - 1, shown)
                line.append(shown)
        _hang(line, hanging)
        rows.append(line)
    return rows, headers


def _hang(line: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    """Go on with the cells that reach down from rows above."""
    while len(line) in hanging:
        left, words = hanging.pop(len(line))
        if left > 1:
            hanging[len(line)] = (left - 1, words)
        line.append(words)


def _headed_by_words(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table without marked header plainly has one: words above columns with numbers."""
    if len(rows) < _LEAST_ROWS or len(rows[0]) < 2 or not all(rows[0]) or not names_columns(rows[0]):  # noqa: PLR2004
        return False
    return any(
        all(column < len(row) and is_number(row[column]) for row in rows[1:]) for column in range(1, len(rows[0]))
    )


def table_blocks(table: html.HtmlElement) -> Iterator[Block]:
    """The rows of a table that holds no other tables."""
    rows, headers = _grid(table)
    if headers > 1 and headers < len(rows):
        rows, headers = [list(merged_header(rows[:headers])), *rows[headers:]], 1
    return row_blocks(rows, header=0 < headers < len(rows) or _headed_by_words(rows))
