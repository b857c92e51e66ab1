"""DOCX: headings by style, list numbers as Word counts them, tables by row, pages where Word left its breaks."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.document import Document as DocxDocument
from docx.opc.constants import CONTENT_TYPE
from docx.opc.part import PartFactory
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from ingest.readers.docx_runs import State, clean, is_prompt, leading_breaks, pieces
from ingest.readers.docx_styles import heading_level, is_caption, is_contents_line, style_chain
from ingest.readers.numbering import Numbering
from ingest.readers.package import core_metadata, macro_warnings, opened
from ingest.readers.shapes import is_item
from ingest.readers.tables import row_blocks
from kb.errors import EmptyDocument
from kb.model import Block, BlockKind, Page, PageStatus, Reading

_P, _TBL, _SDT, _TR, _TC = (qn(tag) for tag in ("w:p", "w:tbl", "w:sdt", "w:tr", "w:tc"))
_WRAPPERS = frozenset(qn(tag) for tag in ("w:customXml", "w:ins", "w:moveTo", "w:smartTag", "w:sdtContent"))
_VAL = qn("w:val")
_POINTS_PER_EMU = 1 / 12700
_WIDEST_SPAN = 64
_CELL_LINES = "; "
Element = Any

# The same document in another wrapping: with macros (which nothing here runs), or as a template.
for _content_type in (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    CONTENT_TYPE.WML_DOCUMENT_MAIN.replace("document.main", "template.main"),
):
    PartFactory.part_type_for[_content_type] = DocumentPart


@dataclass(frozen=True, slots=True)
class _Source:
    """The parts of one document that its paragraphs refer to: styles, and notes by kind and identifier."""

    styles: dict[str, Element]
    notes: dict[tuple[str, str], Element]

    @classmethod
    def of(cls, document: DocxDocument) -> _Source:
        styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        notes: dict[tuple[str, str], Element] = {}
        for relation in document.part.rels.values():
            kind = relation.reltype.rpartition("/")[2]
            if kind in {"footnotes", "endnotes"} and not relation.is_external:
                for note in parse_xml(relation.target_part.blob):
                    notes[kind.removesuffix("s"), note.get(qn("w:id")) or ""] = note
        return cls(styles, notes)


def _paragraph(paragraph: Element, source: _Source, state: State) -> Block | None:
    properties = paragraph.find(qn("w:pPr"))
    if properties is not None and properties.find(qn("w:pageBreakBefore")) is not None:
        state.broken = True
        if not state.numbering.rendered:
            state.page += 1
    first = state.page
    text = clean("".join(pieces(paragraph, state)))
    first += leading_breaks(paragraph, state.numbering.rendered)
    if not text or is_contents_line(paragraph, source.styles):
        return None
    label = state.numbering.label(paragraph, list(style_chain(paragraph, source.styles)))
    level = heading_level(paragraph, source.styles)
    text = f"{label} {text}" if label else text
    state.characters[state.page] = state.characters.get(state.page, 0) + len(text)
    if level:
        return Block(BlockKind.HEADING, text.replace("\n", " "), first, state.page, level)
    kind = BlockKind.CAPTION if is_caption(paragraph, source.styles) else BlockKind.PARAGRAPH
    return Block(BlockKind.ITEM if label or is_item(text) else kind, text, first, state.page)


def _aside(source: _Source, state: State) -> Iterator[Block]:
    """The text boxes and notes that the words just read point at: boxes as they stand, notes in brackets, each once."""
    boxes, state.boxes = state.boxes, []
    notes, state.notes = state.notes, []
    for box in boxes:
        yield from _body(box, source, state)
    for reference in notes:
        note = source.notes.pop(reference, None)
        words = [block.text for block in _body(note, source, state)] if note is not None else []
        if words:
            yield Block(BlockKind.PARAGRAPH, f"[{' '.join(words)}]", state.page, state.page)


def _cell_text(cell: Element, source: _Source, state: State) -> str:
    """The words of a cell on one line; the rows of a table inside it are set apart."""
    parts: list[str] = []
    before = None
    for block in _body(cell, source, state, aside=False):
        apart = BlockKind.TABLE_ROW in {block.kind, before}
        parts.append((_CELL_LINES if parts and apart else " ") + block.text)
        before = block.kind
    return "".join(parts).strip()


def _property(cell: Element, name: str) -> Element | None:
    return cell.find(f"{qn('w:tcPr')}/{qn(name)}")


def _span(cell: Element) -> int:
    grid = _property(cell, "w:gridSpan")
    return min(int(grid.get(_VAL)), _WIDEST_SPAN) if grid is not None else 1


def _goes_on(cell: Element) -> bool:
    """Whether a cell belongs to the one above it."""
    merge = _property(cell, "w:vMerge")
    return merge is not None and merge.get(_VAL) != "restart"


def _children(element: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls and insertions; deleted ones are not."""
    for child in element:
        if child.tag == tag:
            deleted = child.find(f"{qn('w:trPr')}/{qn('w:del')}") if tag == _TR else None
            if deleted is None:
                yield child
        elif child.tag == _SDT or child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _row(row: Element, above: Sequence[str], source: _Source, state: State, *, header: bool) -> list[str]:
    texts: list[str] = []
    for cell in _children(row, _TC):
        text = _cell_text(cell, source, state)
        if _goes_on(cell) and len(above) > len(texts):
            text = above[len(texts)]
        texts.extend([text, *[text if header else ""] * (_span(cell) - 1)])
    return texts


def _table(table: Element, source: _Source, state: State) -> Iterator[Block]:
    rows = list(_children(table, _TR))
    cells = [list(_children(row, _TC)) for row in rows]
    if max((len(row) for row in cells), default=0) == 1:  # a frame around text, and around tables perhaps
        for row in cells:
            for cell in row:
                yield from _body(cell, source, state)
        return
    texts: list[list[str]] = []
    pages: list[int | None] = []
    for row in rows:
        pages.append(state.page)
        texts.append(_row(row, texts[-1] if texts else (), source, state, header=not texts))
    yield from row_blocks(texts, header=len(texts) > 1, pages=pages)
    yield from _aside(source, state)


def _body(element: Element, source: _Source, state: State, *, aside: bool = True) -> Iterator[Block]:
    for child in element:
        if child.tag == _P:
            block = _paragraph(child, source, state)
            if block is not None:
                yield block
            if aside:
                yield from _aside(source, state)
        elif child.tag == _TBL:
            yield from _table(child, source, state)
        elif child.tag == _SDT:
            if not is_prompt(child):
                yield from _body(child, source, state, aside=aside)
        elif child.tag in _WRAPPERS:
            yield from _body(child, source, state, aside=aside)


def _pages(document: DocxDocument, state: State) -> tuple[Page, ...]:
    section = document.sections[0] if len(document.sections) else None
    width = float(section.page_width or 0) * _POINTS_PER_EMU if section is not None else 0.0
    height = float(section.page_height or 0) * _POINTS_PER_EMU if section is not None else 0.0
    counts = [state.characters.get(number, 0) for number in range(1, state.page + 1)]
    return tuple(
        Page(number, str(number), width, height, count, PageStatus.TEXT if count else PageStatus.BLANK)
        for number, count in enumerate(counts, start=1)
    )


def read_docx(data: bytes, name: str) -> Reading:
    """Read a DOCX; pages are given only if Word left page breaks, and are as good as Word's last layout.

    Deleted and hidden text, prompts of empty controls, headers and footers stay out; notes follow their paragraph in
    brackets. Raises `CorruptDocument` for a damaged or bomb-like package, `EmptyDocument` if it holds no words.
    """
    with opened(data, name, "DOCX") as archive:
        metadata = core_metadata(archive)
        warnings = macro_warnings(archive.namelist())
        part = Package.open(io.BytesIO(data)).main_document_part
        if not isinstance(part, DocumentPart):
            raise ValueError(f"its main part is {part.content_type}")
        document = part.document
        state = State(Numbering.of(document))
        blocks = tuple(_body(document.element.body, _Source.of(document), state))
    if not blocks:
        raise EmptyDocument(f"{name}: holds no words; check that it is the right document")
    if not state.broken:
        blocks = tuple(replace(block, page=None, page_end=None) for block in blocks)
    return Reading("docx", blocks, _pages(document, state) if state.broken else (), metadata, warnings)
