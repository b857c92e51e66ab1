"""DOCX: headings by style, list numbers as Word counts them, tables by row, pages where Word left its breaks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import docx
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn

from ingest.readers.numbering import Numbering
from ingest.readers.shapes import is_item
from ingest.readers.tables import row_blocks
from kb.errors import CorruptDocument, EmptyDocument
from kb.model import Block, BlockKind, Metadata, Page, PageStatus, Reading

_LARGEST_UNPACKED = 512 * 1024 * 1024
_LARGEST_RATIO = 200
_RATIO_MATTERS_FROM = 32 * 1024 * 1024
_DEEPEST_HEADING = 9
_SKIPPED = frozenset(
    qn(tag) for tag in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr", "w:txbxContent")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_P, _TBL, _SDT, _TR, _TC = (qn(tag) for tag in ("w:p", "w:tbl", "w:sdt", "w:tr", "w:tc"))
_SIGNS = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT, _BREAK, _RENDERED = qn("w:t"), qn("w:br"), qn("w:lastRenderedPageBreak")
_VAL, _TYPE = qn("w:val"), qn("w:type")
_POINTS_PER_EMU = 1 / 12700
Element = Any


@dataclass(slots=True)
class _State:
    """What goes on from paragraph to paragraph: the page reached and how many characters each page holds."""

    numbering: Numbering
    page: int = 1
    broken: bool = False
    characters: dict[int, int] = field(default_factory=dict)

    def turn(self) -> None:
        self.page += 1
        self.broken = True


def _refuse_bombs(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise CorruptDocument(f"{name}: the DOCX package is damaged ({error}); fetch it again") from error
    if unpacked > _LARGEST_UNPACKED or (
        unpacked > _RATIO_MATTERS_FROM and unpacked > _LARGEST_RATIO * max(1, len(data))
    ):
        raise CorruptDocument(f"{name}: would unpack to {unpacked // 2**20} MB, like a ZIP bomb; save it anew in Word")


def _pieces(element: Element, state: _State) -> Iterator[str]:
    """The text of a paragraph in order; page breaks turn the page on the way."""
    for child in element:
        tag = child.tag
        if tag in _SKIPPED:
            continue
        if tag == _TEXT:
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == _RENDERED:
            state.turn()
        elif tag == _BREAK:
            if child.get(_TYPE) == "page":
                state.broken = True
                # Word repeats a hard break as a rendered one in the next paragraph, where it has laid the text out.
                if not state.numbering.rendered:
                    state.page += 1
            yield "\n"
        elif isinstance(tag, str):
            yield from _pieces(child, state)


def _clean(text: str) -> str:
    lines = (" ".join(line.replace("\u00ad", "").split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _style_chain(paragraph: Element, styles: dict[str, Element]) -> Iterator[Element]:
    properties = paragraph.find(qn("w:pPr"))
    reference = properties.find(qn("w:pStyle")) if properties is not None else None
    name = reference.get(_VAL) if reference is not None else None
    seen: set[str] = set()
    while name and name in styles and name not in seen:
        seen.add(name)
        style = styles[name]
        yield style
        based = style.find(qn("w:basedOn"))
        name = based.get(_VAL) if based is not None else None


def _outline(properties: Element | None) -> int:
    level = properties.find(qn("w:outlineLvl")) if properties is not None else None
    value = int(level.get(_VAL)) if level is not None else _DEEPEST_HEADING
    return value + 1 if value < _DEEPEST_HEADING else 0


def _level(paragraph: Element, styles: dict[str, Element]) -> int:
    """The heading level by style name or outline level; the style `Title` is 1."""
    own = _outline(paragraph.find(qn("w:pPr")))
    if own:
        return own
    for style in _style_chain(paragraph, styles):
        name = (style.find(qn("w:name")).get(_VAL) or "").lower() if style.find(qn("w:name")) is not None else ""
        if name == "title":
            return 1
        if name.startswith("heading ") and name[8:].isdecimal():
            return int(name[8:])
        if outlined := _outline(style.find(qn("w:pPr"))):
            return outlined
    return 0


def _is_caption(paragraph: Element, styles: dict[str, Element]) -> bool:
    names = (style.find(qn("w:name")) for style in _style_chain(paragraph, styles))
    return any(name is not None and (name.get(_VAL) or "").lower() == "caption" for name in names)


def _paragraph(paragraph: Element, styles: dict[str, Element], state: _State) -> Block | None:
    properties = paragraph.find(qn("w:pPr"))
    if properties is not None and properties.find(qn("w:pageBreakBefore")) is not None:
        state.broken = True
        if not state.numbering.rendered:
            state.page += 1
    first = state.page
    parts = list(_pieces(paragraph, state))
    text = _clean("".join(parts))
    first += _leading_breaks(paragraph, state.numbering.rendered)
    if not text:
        return None
    label = state.numbering.label(paragraph, list(_style_chain(paragraph, styles)))
    level = _level(paragraph, styles)
    text = f"{label} {text}" if label else text
    state.characters[state.page] = state.characters.get(state.page, 0) + len(text)
    if level:
        return Block(BlockKind.HEADING, text.replace("\n", " "), first, state.page, level)
    kind = BlockKind.CAPTION if _is_caption(paragraph, styles) else BlockKind.PARAGRAPH
    return Block(BlockKind.ITEM if label or is_item(text) else kind, text, first, state.page)


def _leading_breaks(paragraph: Element, rendered: bool) -> int:
    """How many pages turn before the first word: such breaks stand in front of the paragraph."""
    breaks = 0
    for element in paragraph.iter(_TEXT, _RENDERED, _BREAK):
        if element.tag == _TEXT and (element.text or "").strip():
            break
        hard = element.tag == _BREAK and element.get(_TYPE) == "page" and not rendered
        breaks += element.tag == _RENDERED or hard
    return breaks


def _cell_text(cell: Element, styles: dict[str, Element], state: _State) -> str:
    blocks = (_paragraph(paragraph, styles, state) for paragraph in cell.iter(_P))
    return " ".join(block.text for block in blocks if block is not None)


def _span(cell: Element) -> int:
    grid = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return int(grid.get(_VAL)) if grid is not None else 1


def _table(table: Element, styles: dict[str, Element], state: _State) -> Iterator[Block]:
    rows: list[list[str]] = []
    pages: list[int | None] = []
    for row in table.iterchildren(_TR):
        first = state.page
        cells = [cell for cell in row.iter(_TC) if cell.getparent() is row or cell.getparent().tag != _TR]
        rows.append([_cell_text(cell, styles, state) if i == 0 else "" for cell in cells for i in range(_span(cell))])
        pages.append(first)
    yield from row_blocks(rows, header=len(rows) > 1, pages=pages)


def _body(element: Element, styles: dict[str, Element], state: _State) -> Iterator[Block]:
    for child in element:
        if child.tag == _P:
            block = _paragraph(child, styles, state)
            if block is not None:
                yield block
        elif child.tag == _TBL:
            yield from _table(child, styles, state)
        elif child.tag == _SDT:
            content = child.find(qn("w:sdtContent"))
            yield from _body(content, styles, state) if content is not None else ()


def _metadata(document: DocxDocument) -> Metadata:
    core = document.core_properties
    created = core.created
    day = date(created.year, created.month, created.day) if created is not None else None
    title = (core.title or "").strip()
    placeholder = title.lower() in {"word document", "document", "untitled"}
    return Metadata(
        title=None if placeholder else title or None,
        language=(core.language or "").lower()[:2] or None,
        date=day if day is not None and day.year > 2013 else None,  # noqa: PLR2004  the template of python-docx says 2013
    )


def _pages(document: DocxDocument, state: _State) -> tuple[Page, ...]:
    section = document.sections[0] if len(document.sections) else None
    width = float(section.page_width or 0) * _POINTS_PER_EMU if section is not None else 0.0
    height = float(section.page_height or 0) * _POINTS_PER_EMU if section is not None else 0.0
    counts = [state.characters.get(number, 0) for number in range(1, state.page + 1)]
    return tuple(
        Page(number, str(number), width, height, count, PageStatus.TEXT if count else PageStatus.BLANK)
        for number, count in enumerate(counts, start=1)
    )


def _without_pages(block: Block) -> Block:
    return Block(block.kind, block.text, level=block.level, cells=block.cells)


def read_docx(data: bytes, name: str) -> Reading:
    """Read a DOCX; pages are given only if Word left page breaks, and are as good as Word's last layout.

    Raises `CorruptDocument` for a damaged or bomb-like package, `EmptyDocument` if it holds no words.
    """
    _refuse_bombs(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        state = _State(Numbering.of(document))
        styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        blocks = tuple(_body(document.element.body, styles, state))
    except MemoryError:
        raise
    except Exception as error:  # python-docx, zipfile and zlib promise no kind of error for damaged files
        raise CorruptDocument(f"{name}: the DOCX content is damaged ({error}); open and save it in Word") from error
    if not blocks:
        raise EmptyDocument(f"{name}: holds no words; check that it is the right document")
    paged = state.broken
    return Reading(
        "docx",
        blocks if paged else tuple(_without_pages(block) for block in blocks),
        _pages(document, state) if paged else (),
        _metadata(document),
    )
