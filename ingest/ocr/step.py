"""The step between reading and describing: pages that need OCR get blocks with lines, confidence and warnings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from ingest.ocr.blocks import OCRLine, blocks_of, text_of
from ingest.ocr.choose import MODELS, Recognition, recognise, upright
from ingest.ocr.engine import OCRFailure, Pixels, PrintedLine, Tesseract
from ingest.ocr.margins import without_furniture
from ingest.ocr.render import Draw, pages_of
from ingest.ocr.strokes import stroke_thickness
from ingest.readers.legible import script_of
from kb.errors import CorruptDocument
from kb.model import Block, Page, PageStatus, Reading
from kb.pageimage import DRAWN
from kb.quality import LOW_CONFIDENCE

WAITING = re.compile(r"\bneeds? OCR$")  # how readers' warnings about waiting pages end
UNREADABLE = 0.5  # below it the words are mostly wrong: on pages of another script the models were 10 to 55 % sure
SPECK = 0.3  # a line that is no surer is a stain, a stamp or a part of a picture
_HAS_WORDS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page after OCR; `recognition` is None where `page` still waits."""

    page: Page
    recognition: Recognition | None = None
    lines: tuple[OCRLine, ...] = ()


def waiting(reading: Reading) -> int:
    """How many pages need OCR."""
    return sum(page.status is PageStatus.NEEDS_OCR for page in reading.pages)


def with_ocr(
    reading: Reading, data: bytes, name: str, engine: Tesseract, *, seconds: float, language: str | None = None
) -> Reading:
    """The reading with the text of its waiting pages, each given at most `seconds`.

    A page that OCR fails on goes on waiting and says why. `language` (ISO 639-1) is what a person says of the document.
    Raises what opening the file raises.
    """
    if not waiting(reading) or reading.format not in DRAWN:
        return reading
    with pages_of(data, reading.format, name) as draw:
        sheets = _sheets(reading, draw, engine, seconds, language or reading.metadata.language)
    kept = without_furniture([sheet.lines for sheet in sheets], [sheet.page.height for sheet in sheets])
    done = {sheet.page.number for sheet in sheets if sheet.recognition}
    old = [block for block in reading.blocks if block.page not in done]  # a text layer is not doubled
    new = blocks_of(kept, titled=not old)
    pages = {sheet.page.number: sheet.page for sheet in sheets}
    return replace(
        reading,
        blocks=_in_order(old, [block for blocks in new for block in blocks]),
        pages=tuple(pages.get(page.number, page) for page in reading.pages),
        warnings=_warnings(reading, [sheet for sheet in sheets if not sheet.recognition]),
    )


def _sheets(reading: Reading, draw: Draw, engine: Tesseract, seconds: float, language: str | None) -> list[_Sheet]:
    hints = [model for model, spoken in MODELS.items() if spoken == (language or "").lower()[:2]]
    sheets = []
    for page in reading.pages:
        if page.status is PageStatus.NEEDS_OCR:
            sheet = _sheet(page, draw, engine, seconds, hints)
            sheets.append(sheet)
            if sheet.recognition and sheet.recognition.fits:  # the next page is likely to be like this one
                model = sheet.recognition.model
                hints = [model, *(hint for hint in hints if hint != model)]
    return sheets


def _sheet(page: Page, draw: Draw, engine: Tesseract, seconds: float, hints: Sequence[str]) -> _Sheet:
    try:
        image, scale = draw(page)
        found = recognise(engine, image, dpi=round(72 * scale), seconds=seconds, hints=hints)
    except (OCRFailure, CorruptDocument) as failure:
        return _Sheet(replace(page, warnings=(f"OCR failed: {failure}; run `kb ocr` to try again",)))
    clear = [line for line in found.lines if _is_clear(line)]
    unclear = len(found.lines) - len(clear)
    shown = [] if found.confidence < UNREADABLE else clear
    seen = upright(image, found.turn)
    lines = [_line(line, page, seen, scale, found.turn) for line in shown]
    text = "\n".join(line.text for line in lines)
    read = replace(
        page,
        characters=len(re.sub(r"\s", "", text)),
        status=PageStatus.OCR,
        script=script_of(text),
        confidence=round(found.confidence, 3) if found.lines else None,
        warnings=tuple(_page_warnings(found, unclear)),
    )
    return _Sheet(read, found, tuple(lines))


def _is_clear(line: PrintedLine) -> bool:
    text = "".join(word.text for word in line.words)
    sure = sum(word.confidence * len(word.text) for word in line.words) / len(text)
    return sure >= SPECK and bool(_HAS_WORDS.search(text))


def _page_warnings(found: Recognition, unclear: int) -> list[str]:
    if not found.lines:
        return ["OCR found no words; look whether the page has any"]
    if found.confidence < UNREADABLE:
        return ["OCR could not make sense of the page, so it has no text; scan it anew, or type it"]
    warnings = []
    if found.confidence < LOW_CONFIDENCE:
        warnings.append(f"OCR is only {found.confidence:.0%} sure of its words; compare them with the page")
    if unclear:
        named = "a line was" if unclear == 1 else f"{unclear} lines were"
        warnings.append(f"{named} too unclear to be read and left out")
    return warnings


def _line(line: PrintedLine, page: Page, seen: Image.Image, scale: float, turn: int) -> OCRLine:
    """A line of the page that is `seen` after its turn."""
    left, top, right, bottom = line.box
    start, end = (top, bottom) if line.vertical else (left, right)
    size = (seen.height, seen.width) if turn % 180 else seen.size
    return OCRLine(
        text=text_of(word.text for word in line.words),
        page=page.number,
        box=_points(line.box, size, scale, turn),
        size=line.size / scale,
        start=start / scale,
        end=end / scale,
        paragraph=f"{page.number}:{line.paragraph}",
        vertical=line.vertical,
        weight=stroke_thickness(seen, line.box) / line.size if line.size else 0.0,
    )


def _points(box: Pixels, size: tuple[int, int], scale: float, turn: int) -> tuple[float, float, float, float]:
    """A box of the upright image in points of the page as it is seen; `size` is that of the page before its turn."""
    left, top, right, bottom = box
    width, height = size
    if turn == 90:  # noqa: PLR2004
        left, top, right, bottom = top, height - right, bottom, height - left
    elif turn == 180:  # noqa: PLR2004
        left, top, right, bottom = width - right, height - bottom, width - left, height - top
    elif turn == 270:  # noqa: PLR2004
        left, top, right, bottom = width - bottom, left, width - top, right
    return left / scale, (height - bottom) / scale, right / scale, (height - top) / scale


def _in_order(old: Sequence[Block], new: Sequence[Block]) -> tuple[Block, ...]:
    """All blocks in the order of their pages; sorting is stable, so that each page keeps its own order."""
    return tuple(sorted([*old, *new], key=lambda block: block.page or 0))


def _warnings(reading: Reading, left: Sequence[_Sheet]) -> tuple[str, ...]:
    """The reader's warnings without those about waiting pages, and how many go on waiting."""
    kept = [warning for warning in reading.warnings if not WAITING.search(warning)]
    if left:
        kept.append("1 page still needs OCR" if len(left) == 1 else f"{len(left)} pages still need OCR")
    return tuple(kept)
