"""The calibration text: short passages and questions, the same in every calibrated language.

Being parallel, the mean vectors of two languages differ by language and not by subject.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

CALIBRATED = ("uk", "en", "ja", "ru")

FILE = "calibration.tsv"


@dataclass(frozen=True, slots=True)
class Row:
    """One passage or question, by language."""

    is_query: bool
    texts: dict[str, str]


def calibration_bytes() -> bytes:
    return files("kb.embed").joinpath(FILE).read_bytes()


@cache
def calibration_rows() -> tuple[Row, ...]:
    """All rows, in the file's order; the file has the columns kind (`p` or `q`) and the languages."""
    reader = csv.DictReader(io.StringIO(calibration_bytes().decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(Row(row["kind"] == "q", {language: row[language] for language in CALIBRATED}) for row in reader)
