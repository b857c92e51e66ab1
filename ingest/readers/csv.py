"""CSV and its relatives: the delimiter and the encoding are told from the content, every row repeats the header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import islice

from ingest.readers.decode import decode
from ingest.readers.sheets import MOST_COLUMNS, MOST_ROWS, sheet_blocks
from kb.errors import EmptyDocument
from kb.model import Reading

_SAMPLED_ROWS = 200
_NAMED_SHARE = 0.7
_LEAST_ROWS, _LEAST_COLUMNS = 4, 3  # for a table that is not named as one
_LONGEST_MEAN_CELL = 40
_LONGEST_FIELD = 131_072
_EXCEL_HINT = re.compile(r"\Asep=(.)\n", re.IGNORECASE)
_DELIMITERS = ";\t,|"


def _rows(text: str, delimiter: str, most: int) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        return list(islice(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), most))
    except csv.Error:  # a field beyond all measure: no table
        return []


def _shape(text: str, delimiter: str) -> tuple[float, int, int]:
    """How even the columns are (the share of rows of the usual width), how many they are, and how many rows."""
    rows = [row for row in _rows(text, delimiter, _SAMPLED_ROWS) if any(row)]
    if not rows:
        return 0.0, 0, 0
    width, count = Counter(len(row) for row in rows).most_common(1)[0]
    return count / len(rows), width, len(rows)


def _delimiter(text: str) -> str:
    hint = _EXCEL_HINT.match(text)
    if hint:
        return hint.group(1)
    shapes = {sign: _shape(text, sign) for sign in _DELIMITERS}
    return max(shapes, key=lambda sign: (shapes[sign][1] > 1, round(shapes[sign][0], 1), shapes[sign][1]))


def looks_tabular(text: str, *, named: bool) -> bool:
    """Whether a text is rows of cells; one that is not named as a table has to be very even to be taken for one."""
    if _EXCEL_HINT.match(text):
        return True
    sign = _delimiter(text)
    evenness, width, rows = _shape(text, sign)
    if named:
        return width > 1 and evenness >= _NAMED_SHARE
    if sign == "|" or evenness < 1 or width < _LEAST_COLUMNS or rows < _LEAST_ROWS:
        return False
    cells = [cell for row in _rows(text, sign, _SAMPLED_ROWS) for cell in row]
    starts_spaced = sum(1 for cell in cells if cell.startswith(" "))  # prose has a space after its commas
    return sum(map(len, cells)) < _LONGEST_MEAN_CELL * len(cells) and starts_spaced < len(cells) / 4


def read_csv(data: bytes, name: str) -> Reading:
    """Read delimited rows of any encoding; raises `EmptyDocument` if no cell is filled, `UnsupportedFormat` if no text.

    At most `MOST_ROWS` rows and `MOST_COLUMNS` columns are read; a warning says so.
    """
    text, encoding = decode(data, name)
    rows = _rows(_EXCEL_HINT.sub("", text), _delimiter(text), MOST_ROWS + 1)
    warnings = [] if encoding.startswith("utf-") else [f"read as {encoding}"]
    if len(rows) > MOST_ROWS:
        warnings.append(f"only the first {MOST_ROWS} rows were read; split the table to have the rest")
    if any(len(row) > MOST_COLUMNS for row in rows):
        warnings.append(f"only the first {MOST_COLUMNS} columns were read")
    blocks = sheet_blocks([row[:MOST_COLUMNS] for row in rows[:MOST_ROWS]])
    if not blocks:
        raise EmptyDocument(f"{name}: the table has no filled cell; check where it came from")
    return Reading("csv", blocks, warnings=tuple(warnings))
