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
_LONG = 12  # characters: a shorter head may be a word that the first page happens to have
_OPENING = 5  # lines of the first page, among which its title is


def without_furniture(pages: Sequence[Sequence[OCRLine]], heights: Sequence[float]) -> list[list[OCRLine]]:
    """The lines of each page without page numbers in its margins, and without what its margins repeat."""
    margins = [[_in_margin(line, height) for line in lines] for lines, height in zip(pages, heights, strict=True)]
    seen = Counter(
        _lasting(line.text)
        for lines, marks in zip(pages, margins, strict=True)
        for line, mark in zip(lines, marks, strict=True)
        if mark
    )
    repeated = {words for words, times in seen.items() if words and times >= _OFTEN}
    if len(pages) == 2:
        repeated |= _on_both(pages, margins)
    opening = "".join(_lasting(line.text) for line in pages[0][:_OPENING]) if pages else ""
    return [
        [
            line
            for line, mark in zip(lines, marks, strict=True)
            if not (mark and (_is_furniture(line.text, repeated) or (number and _is_title(line.text, opening))))
        ]
        for number, (lines, marks) in enumerate(zip(pages, margins, strict=True))
    ]


def _on_both(pages: Sequence[Sequence[OCRLine]], margins: Sequence[Sequence[bool]]) -> set[str]:
    """What the margins of both pages say beside a number that counts on, as `Library 1/2` and `Library 2/2`."""
    numbered = [
        {_lasting(line.text) for line, mark in zip(lines, marks, strict=True) if mark and str(number) in line.text}
        for number, (lines, marks) in enumerate(zip(pages, margins, strict=True), 1)
    ]
    return numbered[0] & numbered[1] - {""}


def _in_margin(line: OCRLine, height: float) -> bool:
    return line.box[1] > (1 - _MARGIN) * height or line.box[3] < _MARGIN * height


def _lasting(text: str) -> str:
    """What does not change from page to page: the letters."""
    return _CHANGING.sub("", text.casefold())


def _is_furniture(text: str, repeated: set[str]) -> bool:
    return bool(_NUMBER.fullmatch(text.casefold())) or _lasting(text) in repeated


def _is_title(text: str, opening: str) -> bool:
    """Whether a line in the margin says the title over again, perhaps shortened."""
    words = _lasting(text)
    return len(words) >= _LONG and words in opening
