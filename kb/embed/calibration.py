"""The calibration text: short passages and questions, the same in every calibrated language.

Being parallel, the mean vectors of two languages differ by language and not by subject.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

CALIBRATED = ("uk", "en", "ja", "ru")

FILE = "calibration.tsv"

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


@dataclass(frozen=True, slots=True)
class Row:
    """One passage or question, by language."""

    is_query: bool
    texts: dict[str, str]


@cache
def calibration_rows() -> tuple[Row, ...]:
    """All rows, in the file's order; the file has the columns kind (`p` or `q`) and the languages."""
    text = files("kb.embed").joinpath(FILE).read_text(encoding="utf-8")
    reader = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(Row(row["kind"] == "q", {language: row[language] for language in CALIBRATED}) for row in reader)


def calibration_passages(language: str) -> list[str]:
    """Each passage alone, and each together with the next one, since a mean depends a little on length."""
    single = [row.texts[language] for row in calibration_rows() if not row.is_query]
    space = "" if language == "ja" else " "
    return single + [space.join(pair) for pair in pairwise(single)]


def calibration_queries(language: str) -> list[str]:
    """The questions, and the last sentence of each passage, since people also ask with statements."""
    rows = calibration_rows()
    questions = [row.texts[language] for row in rows if row.is_query]
    return questions + [sentences(row.texts[language])[-1] for row in rows if not row.is_query]


def sentences(text: str) -> list[str]:
    """The sentences of a calibration text, which has no abbreviations that end in a stop."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]
