"""What stands on scanned pages besides their text: page numbers, running heads, specks read as words."""

# ruff: noqa: PLR2004  (shares of a page read best where they are used)

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.ocr.blocks import OCRLine

_MARGIN = 0.09  # of the page's height, at its top and at its bottom
_OFTEN = 3  # pages: fewer repetitions may be the text's own
_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|стор\.?|с\.|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|з|із)\s*\d{1,4})?[\W_]*"
)
_CHANGING = re.compile(r"[\d\W_]+")


def without_furniture(pages: Sequence[Sequence[OCRLine]], heights: Sequence[float]) -> list[list[OCRLine]]:
    """The lines of each page without page numbers in its margins, and without what its margins repeat."""
    margins = [[_in_margin(line, height) for line in lines] for lines, height in zip(pages, heights, strict=True)]
    seen = Counter(
        _CHANGING.sub("", line.text.casefold())
        for lines, marks in zip(pages, margins, strict=True)
        for line, mark in zip(lines, marks, strict=True)
        if mark
    )
    return [
        [line for line, mark in zip(lines, marks, strict=True) if not (mark and _is_furniture(line.text, seen))]
        for lines, marks in zip(pages, margins, strict=True)
    ]


def _in_margin(line: OCRLine, height: float) -> bool:
    return line.box[1] > (1 - _MARGIN) * height or line.box[3] < _MARGIN * height


def _is_furniture(text: str, seen: Counter[str]) -> bool:
    words = _CHANGING.sub("", text.casefold())
    return bool(_NUMBER.fullmatch(text.casefold())) or (bool(words) and seen[words] >= _OFTEN)
