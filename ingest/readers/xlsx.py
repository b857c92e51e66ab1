"""XLSX: each sheet under its name, each row with its header, values as Excel shows them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

import openpyxl
from openpyxl.utils.cell import range_boundaries

from ingest.readers.cellformat import cell_text
from ingest.readers.package import LARGEST_UNPACKED, core_metadata, macro_warnings, opened
from ingest.readers.sheets import MOST_COLUMNS, MOST_ROWS, sheet_blocks
from kb.errors import EmptyDocument
from kb.model import Block, BlockKind, Reading
from kb.text.language import detect

_MOST_SCANNED = 200_000  # rows looked at, empty ones included
_MOST_MERGED = 200_000  # cells that merged ranges may fill
_SAMPLE = 4000
_CHUNK = 1 << 20
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
_DEFAULT_NAME = re.compile(r"(?:Sheet|Аркуш|Лист|シート|Table|Worksheet)\s?\d{0,3}", re.IGNORECASE)
_VISIBLE = "visible"
Value = tuple[object, str]
_NOTHING: Value = (None, "")


def _merged(archive: zipfile.ZipFile, member: str) -> Iterator[str]:
    """The merged ranges of a sheet; reading row by row does not tell them, for they stand after the rows."""
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            last = 0
            for match in _MERGED.finditer(window):
                yield match.group(1).decode("ascii")
                last = match.end()
            tail = window[max(last, len(window) - 256) :]


def _values(sheet: Any) -> tuple[list[list[Value]], bool]:
    """The cells of a sheet as (value, number format), and whether there are more than are read."""
    sheet.reset_dimensions()  # what a file says of its size may be wrong, or meant to exhaust memory
    rows: list[list[Value]] = []
    filled = 0
    for scanned, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1)):
        width = max((index for index, cell in enumerate(row, 1) if cell.value is not None), default=0)
        cells = [(cell.value, str(cell.number_format)) if cell.value is not None else _NOTHING for cell in row[:width]]
        if cells:
            filled += 1
            if filled > MOST_ROWS:
                return rows, True
        if scanned >= _MOST_SCANNED:
            return rows, True
        rows.append(cells)
    return rows, False


def _spread(rows: list[list[str]], ranges: Sequence[str]) -> dict[tuple[int, int], str]:
    """Fill merged cells: downwards in place, to the right into the mapping that is returned."""
    spread: dict[tuple[int, int], str] = {}
    budget = _MOST_MERGED
    for area in ranges:
        left, top, right, bottom = range_boundaries(area)
        if top > len(rows) or left > len(rows[top - 1]) or not (value := rows[top - 1][left - 1]):
            continue
        bottom, right = min(bottom, len(rows)), min(right, MOST_COLUMNS)
        budget -= (bottom - top + 1) * (right - left + 1)
        if budget < 0:
            break
        for row in range(top, bottom + 1):
            rows[row - 1].extend([""] * (right - len(rows[row - 1])))
            rows[row - 1][left - 1] = value
            spread.update({(row - 1, column - 1): value for column in range(left + 1, right + 1)})
    return spread


def _without_empty_columns(
    rows: list[list[str]], spread: dict[tuple[int, int], str]
) -> tuple[list[list[str]], dict[tuple[int, int], str]]:
    used = sorted({index for row in rows for index, cell in enumerate(row[:MOST_COLUMNS]) if cell})
    place = {column: index for index, column in enumerate(used)}
    return (
        [[row[column] if column < len(row) else "" for column in used] for row in rows],
        {(row, place[column]): value for (row, column), value in spread.items() if column in place},
    )


def _language(sheets: Sequence[list[list[Value]]]) -> str:
    words = [value for rows in sheets for row in rows[:200] for value, _ in row if isinstance(value, str)]
    return detect("\n".join(words)[:_SAMPLE])


def _sheet(rows: list[list[Value]], ranges: Sequence[str], language: str) -> tuple[Block, ...]:
    shown = [[cell_text(value, code, language) for value, code in row] for row in rows]
    shown, spread = _without_empty_columns(shown, _spread(shown, ranges))
    return sheet_blocks(shown, spread)


def _own_title(blocks: Sequence[Block]) -> str | None:
    """The first line above the table of a lone sheet, else the sheet's name."""
    above = list(takewhile(lambda block: block.kind is not BlockKind.TABLE_ROW, blocks))
    lines = [block.text for block in above if block.kind is not BlockKind.HEADING]
    return next(iter(lines), above[0].text if above else None)


def _sheets(
    workbook: Any, archive: zipfile.ZipFile, notes: list[str]
) -> list[tuple[str, list[list[Value]], list[str]]]:
    """The visible sheets as (name, rows, merged ranges); what is left out goes to the notes."""
    found: list[tuple[str, list[list[Value]], list[str]]] = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != _VISIBLE:
            notes.append(f"the hidden sheet “{sheet.title}” was not read")
            continue
        wide = (sheet.max_column or 0) > MOST_COLUMNS
        rows, cut = _values(sheet)
        if cut:
            notes.append(f"only the first {MOST_ROWS} rows of the sheet “{sheet.title}” were read; split it")
        if wide or any(len(row) > MOST_COLUMNS for row in rows):
            notes.append(f"only the first {MOST_COLUMNS} columns of the sheet “{sheet.title}” were read")
        if any(rows):
            member = str(sheet._worksheet_path).lstrip("/")
            found.append((sheet.title, rows, list(_merged(archive, member))))
    return found


def read_xlsx(data: bytes, name: str) -> Reading:
    """Read a workbook: visible sheets in their order, each with a heading unless it is alone and without a name.

    Hidden sheets, and rows beyond `MOST_ROWS` of a sheet, are left out with a warning. Raises `CorruptDocument` for a
    damaged or bomb-like package, `EncryptedDocument`, and `EmptyDocument` if no cell is filled.
    """
    with opened(data, name, "XLSX", LARGEST_UNPACKED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # what openpyxl would lose if it wrote the file again
        notes = list(macro_warnings(archive.namelist()))
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        found = _sheets(workbook, archive, notes)
        language = _language([rows for _, rows, _ in found])
        blocks: list[Block] = []
        for title, rows, ranges in found:
            inside = _sheet(rows, ranges, language)
            headed = inside and not (len(found) == 1 and _DEFAULT_NAME.fullmatch(title))
            blocks.extend([Block(BlockKind.HEADING, title, level=2), *inside] if headed else inside)
        metadata = core_metadata(archive)
    if not blocks:
        raise EmptyDocument(f"{name}: no cell of the visible sheets is filled; check that it is the right workbook")
    if metadata.title is None and len(found) == 1:
        metadata = replace(metadata, title=_own_title(blocks))
    return Reading("xlsx", tuple(blocks), metadata=metadata, warnings=tuple(notes))
