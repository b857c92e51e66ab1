"""PPTX: a slide is a page; its title is a heading, its boxes follow in reading order, its notes come last."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.package import Package
from pptx.parts.presentation import PresentationPart

from ingest.readers.package import core_metadata, macro_warnings, opened
from ingest.readers.shapes import is_item
from ingest.readers.tables import row_blocks
from kb.errors import EmptyDocument
from kb.model import Block, BlockKind, Page, PageStatus, Reading

_POINTS_PER_EMU = 1 / 12700
_TITLE_LEVEL = 2
_MOST_SLIDES = 5_000
_SAME_ROW = 0.5  # boxes that overlap by this share of the lower one's height stand side by side
_FURNITURE = frozenset({PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.SLIDE_NUMBER})
_TITLES = frozenset({PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE})
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
Shape = Any


def _placeholder(shape: Shape) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _text(paragraph: Any) -> str:
    """The words of a paragraph on one line; a vertical tab is a line break inside it."""
    return " ".join(str(paragraph.text).replace("\u00ad", "").split())


def _is_listed(paragraph: Any, body: bool) -> bool:
    """Whether a paragraph is an item of a list: by its own bullet, or as one of several in the slide's text body."""
    properties = paragraph._p.find(f"{_A}pPr")
    if properties is not None and properties.find(f"{_A}buNone") is not None:
        return False
    own = properties is not None and any(
        properties.find(f"{_A}{tag}") is not None for tag in ("buChar", "buAutoNum", "buBlip")
    )
    return own or body


def _frame(shape: Shape, page: int) -> Iterator[Block]:
    body = _placeholder(shape) in {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT}
    paragraphs = [paragraph for paragraph in shape.text_frame.paragraphs if _text(paragraph)]
    for paragraph in paragraphs:
        text = _text(paragraph)
        listed = _is_listed(paragraph, body and len(paragraphs) > 1)
        if listed and not is_item(text):
            text = f"• {text}"
        yield Block(BlockKind.ITEM if listed or is_item(text) else BlockKind.PARAGRAPH, text, page, page)


def _table(shape: Shape, page: int) -> Iterator[Block]:
    rows: list[list[str]] = []
    for number, row in enumerate(shape.table.rows):
        cells: list[str] = []
        for column, cell in enumerate(row.cells):
            text = " ".join(cell.text.split())
            if cell.is_spanned:
                above = number > 0 and cell._tc.vMerge
                left = cells[column - 1] if column and number == 0 and not cell._tc.vMerge else ""
                text = rows[number - 1][column] if above else left
            cells.append(text)
        rows.append(cells)
    header = bool(shape.table.first_row) or len(rows) > 1
    yield from row_blocks(rows, header=header and len(rows) > 1, pages=[page] * len(rows))


def _chart(shape: Shape, page: int) -> Iterator[Block]:
    """A chart's title, and its numbers as a table: one row a category, one column a series."""
    chart = shape.chart
    if chart.has_title and chart.chart_title.has_text_frame:
        title = " ".join(chart.chart_title.text_frame.text.split())
        if title:
            yield Block(BlockKind.CAPTION, title, page, page)
    for plot in chart.plots:
        series = [(str(each.name or ""), list(each.values)) for each in plot.series]
        categories = [str(category) for category in plot.categories]
        rows = [["", *(name for name, _ in series)]]
        for index, category in enumerate(categories):
            values = (values[index] if index < len(values) else None for _, values in series)
            rows.append([category, *("" if value is None else f"{value:.15g}" for value in values)])
        if len(rows) > 1:
            yield from row_blocks(rows, header=True, pages=[page] * len(rows))


def _diagram(shape: Shape, page: int) -> Iterator[Block]:
    """The words of a diagram (SmartArt), which stand in a part of their own."""
    for relations in shape._element.iter(f"{{{_DIAGRAM}}}relIds"):
        part = shape.part.related_part(relations.get(f"{_RELATIONS}dm"))
        for body in parse_xml(part.blob).iter(f"{{{_DIAGRAM}}}t"):
            text = " ".join("".join(run.text or "" for run in body.iter(f"{_A}t")).split())
            if text:
                yield Block(BlockKind.ITEM, f"• {text}", page, page)


def _box(shape: Shape) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in EMU; a placeholder without a place of its own has that of its layout."""
    left, top = int(shape.left or 0), int(shape.top or 0)
    return left, top, left + int(shape.width or 0), top + int(shape.height or 0)


def reading_order(shapes: Sequence[Shape]) -> list[Shape]:
    """Shapes from top to bottom, and from left to right where they stand side by side."""
    rows: list[list[Shape]] = []
    floor = 0.0
    for shape in sorted(shapes, key=lambda shape: (_box(shape)[1], _box(shape)[0])):
        _, top, _, bottom = _box(shape)
        if rows and floor - top > _SAME_ROW * max(1, bottom - top):
            rows[-1].append(shape)
        else:
            rows.append([shape])
            floor = bottom
        floor = min(floor, bottom) if len(rows[-1]) > 1 else floor
    return [shape for row in rows for shape in sorted(row, key=lambda shape: _box(shape)[0])]


def _shape(shape: Shape, page: int) -> Iterator[Block]:
    if _placeholder(shape) in _FURNITURE:
        return
    if hasattr(shape, "shapes"):
        yield from _shapes(shape.shapes, page)
    elif getattr(shape, "has_table", False):
        yield from _table(shape, page)
    elif getattr(shape, "has_chart", False):
        yield from _chart(shape, page)
    elif shape.has_text_frame:
        yield from _frame(shape, page)
    else:
        yield from _diagram(shape, page)


def _shapes(shapes: Any, page: int) -> Iterator[Block]:
    for shape in reading_order([shape for shape in shapes if _placeholder(shape) not in _TITLES]):
        yield from _shape(shape, page)


def _slide(slide: Any, page: int) -> Iterator[Block]:
    titles = [" ".join(s.text_frame.text.split()) for s in slide.shapes if _placeholder(s) in _TITLES]
    for title in titles:
        if title:
            yield Block(BlockKind.HEADING, title, page, page, _TITLE_LEVEL if page > 1 else 1)
    yield from _shapes(slide.shapes, page)
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
        for paragraph in notes.paragraphs:
            if _text(paragraph):
                yield Block(BlockKind.PARAGRAPH, _text(paragraph), page, page)


def _page(number: int, size: tuple[float, float], blocks: Sequence[Block]) -> Page:
    characters = sum(len(block.text) for block in blocks)
    return Page(number, str(number), *size, characters, PageStatus.TEXT if characters else PageStatus.BLANK)


def read_pptx(data: bytes, name: str) -> Reading:
    """Read a presentation; pages are slides by their place in the file, hidden ones included and named in a warning.

    Raises `CorruptDocument` for a damaged or bomb-like package, `EncryptedDocument`, and `EmptyDocument` if no slide
    holds words (pictures of text are not read).
    """
    blocks: list[Block] = []
    hidden: list[str] = []
    with opened(data, name, "PPTX") as archive:
        metadata = core_metadata(archive)
        warnings = list(macro_warnings(archive.namelist()))
        part = Package.open(io.BytesIO(data)).main_document_part
        if not isinstance(part, PresentationPart):
            raise ValueError(f"its main part is {part.content_type}")
        presentation = part.presentation
        size = tuple(
            float(side or 0) * _POINTS_PER_EMU for side in (presentation.slide_width, presentation.slide_height)
        )
        count = len(presentation.slides)
        for number, slide in enumerate(presentation.slides, start=1):
            if number > _MOST_SLIDES:
                warnings.append(f"only the first {_MOST_SLIDES} slides were read; split the presentation")
                break
            blocks.extend(_slide(slide, number))
            if slide._element.get("show") in {"0", "false"}:
                hidden.append(str(number))
    if hidden:
        warnings.append(f"hidden slides were read too: {', '.join(hidden)}")
    if not blocks:
        raise EmptyDocument(f"{name}: no slide holds words, only pictures perhaps; export it as PDF and add that")
    by_page = {page: list(members) for page, members in groupby(blocks, key=lambda block: block.page)}
    pages = tuple(_page(n, (size[0], size[1]), by_page.get(n, [])) for n in range(1, min(count, _MOST_SLIDES) + 1))
    return Reading("pptx", tuple(blocks), pages, metadata, tuple(warnings))
