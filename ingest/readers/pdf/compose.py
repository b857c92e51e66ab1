"""Elements of all pages to blocks: broken words and paragraphs made whole, table rows with their column names."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.readers.addresses import address_goes_on
from ingest.readers.pdf.headings import CAPTION, text_of
from ingest.readers.pdf.hyphens import BEFORE_HYPHEN, FIRST_WORD, Words
from ingest.readers.pdf.lines import HYPHENS, TextLine, join_gap
from ingest.readers.pdf.paragraphs import SENTENCE_END, Element, Paragraph, Role, ended_early
from ingest.readers.pdf.tables import Cell, Table
from kb.model import Block, BlockKind, Line

CELL_SEPARATOR = " · "
_ADDRESS_BREAKS = frozenset("/?&=")
_SPACES = re.compile(r"[ \t\u00a0]{2,}")


@dataclass(slots=True)
class _Text:
    """A text under construction together with where its printed lines are in it."""

    words: Words
    text: str = ""
    lines: list[Line] = field(default_factory=list)

    def add(self, line: TextLine) -> None:
        """Go on with a printed line, joining what the line break parted."""
        piece = _SPACES.sub(" ", line.text.replace("\u00ad", "") if line.text[-1] != "\u00ad" else line.text).strip()
        if not piece:
            return
        kept, gap = self._joint(piece)
        if kept < len(self.text):
            self.text = self.text[:kept]
            self.lines[-1] = replace(self.lines[-1], end=kept)
        self.text += gap
        start = len(self.text)
        self.text += piece
        self.lines.append(Line(start, len(self.text), line.page, line.box))

    def _joint(self, piece: str) -> tuple[int, str]:
        """How much of the text stays, and what comes between it and `piece`."""
        if not self.text or self.text[-1] not in HYPHENS:
            goes_on = self.text[-1:] in _ADDRESS_BREAKS and address_goes_on(self.text, piece)
            return len(self.text), "" if goes_on else join_gap(self.text, piece)
        if self.text[-1] != "\u00ad" and address_goes_on(self.text, piece):
            return len(self.text), ""
        left, right = BEFORE_HYPHEN.search(self.text), FIRST_WORD.match(piece)
        if left is None or right is None:
            return len(self.text), " " if self.text[-2:-1] in ("", " ") else ""
        mark = self.text[-1]
        if right[0][0].isupper() or (mark != "\u00ad" and self.words.keeps_hyphen(left[1], right[0], mark)):
            return len(self.text), ""
        return len(self.text) - 1, ""


def blocks(pages: Sequence[Sequence[Element]], levels: Mapping[int, int], words: Words) -> tuple[Block, ...]:
    """The document's blocks in reading order; each page's footnotes follow the text that begins on it.

    `levels` gives the heading level by the `id()` of a paragraph.
    """
    flow = [element for page in pages for element in page if not _is_note(element)]
    notes = [element for page in pages for element in page if isinstance(element, Paragraph) and _is_note(element)]
    found: list[Block] = []
    names: Names | None = None
    for group in _groups(flow, levels):
        first = group[0]
        page = _first_page(first)
        while notes and notes[0].lines[0].page < page:
            found.append(_paragraph_block([notes.pop(0)], 0, words))
        if isinstance(first, Table):
            names = _names(first, names, words)
            found.extend(_row_blocks(first, names, words))
        else:
            names = None
            found.append(
                _paragraph_block([p for p in group if isinstance(p, Paragraph)], levels.get(id(first), 0), words)
            )
    found.extend(_paragraph_block([note], 0, words) for note in notes)
    return tuple(block for block in found if block.text)


@dataclass(frozen=True, slots=True)
class Names:
    """A table's column names, and where its columns begin, so that it can go on on the next page."""

    cells: tuple[str, ...]
    columns: tuple[float, ...]

    def fit(self, table: Table) -> bool:
        """Whether another table has its columns at the same places."""
        pairs = zip(self.columns, table.columns, strict=False)
        return len(self.columns) == len(table.columns) and all(abs(a - b) < 4 for a, b in pairs)


def _is_note(element: Element) -> bool:
    return isinstance(element, Paragraph) and element.role is Role.NOTE


def _first_page(element: Element) -> int:
    if isinstance(element, Paragraph):
        return element.lines[0].page
    return next(line.page for row in element.rows for cell in row for line in cell.lines)


def _groups(flow: Sequence[Element], levels: Mapping[int, int]) -> list[list[Element]]:
    """Paragraphs that a column or page break cut are put together again."""
    groups: list[list[Element]] = []
    for element in flow:
        before = groups[-1][-1] if groups else None
        if isinstance(before, Paragraph) and isinstance(element, Paragraph) and _goes_on(before, element, levels):
            groups[-1].append(element)
        else:
            groups.append([element])
    return groups


def _goes_on(before: Paragraph, after: Paragraph, levels: Mapping[int, int]) -> bool:
    """Whether `after`, at the top of a column or page, is the rest of `before`."""
    last, first = before.lines[-1], after.lines[0]
    broken = first.page != last.page or first.baseline > last.baseline
    if not broken or id(before) in levels or id(after) in levels or after.role is Role.ITEM:
        return False
    if abs(before.size - after.size) > 0.6 or CAPTION.match(text_of(before)) or CAPTION.match(first.text):
        return False
    if last.text.rstrip().endswith((":", "：")):
        return False
    if first.text.lstrip()[:1].islower() and not SENTENCE_END.search(last.text.rstrip()):
        return True
    full = not ended_early(before.room, first) and not after.opens
    return full and (len(before.lines) > 1 or not SENTENCE_END.search(last.text.rstrip()))


def _paragraph_block(group: Sequence[Paragraph], level: int, words: Words) -> Block:
    built = _Text(words)
    for paragraph in group:
        for line in paragraph.lines:
            built.add(line)
    kind = BlockKind.HEADING if level else _kind(group[0])
    return _block(kind, built, level=level)


def _kind(paragraph: Paragraph) -> BlockKind:
    if CAPTION.match(paragraph.lines[0].text) and len(paragraph.lines) <= 3:
        return BlockKind.CAPTION
    return BlockKind.ITEM if paragraph.role is Role.ITEM else BlockKind.PARAGRAPH


def _block(kind: BlockKind, built: _Text, level: int = 0, cells: tuple[str, ...] = ()) -> Block:
    pages = [line.page for line in built.lines]
    return Block(kind, built.text, min(pages, default=None), max(pages, default=None), level, tuple(built.lines), cells)


def _names(table: Table, before: Names | None, words: Words) -> Names | None:
    """The column names of a table: its own first row, or those of the table that it continues."""
    first = tuple(_cell_text(cell, words) for cell in table.rows[0])
    if before and before.fit(table) and (not table.headed or first == before.cells or not any(before.cells)):
        return Names(before.cells, table.columns)
    return Names(first if table.headed else ("",) * len(first), table.columns)


def _row_blocks(table: Table, names: Names | None, words: Words) -> list[Block]:
    cells = names.cells if names else ()
    found = []
    for number, row in enumerate(table.rows):
        repeated = number == 0 and tuple(_cell_text(cell, words) for cell in row) == cells
        if any(cell.lines for cell in row) and not (repeated and len(table.rows) > 1):
            found.append(_row_block(row, cells, words))
    return found


def _row_block(row: Sequence[Cell], names: Sequence[str], words: Words) -> Block:
    """One row as "name: cell · name: cell"; the names have no printed line in it."""
    whole = _Text(words)
    texts = []
    for number, cell in enumerate(row):
        part = _cell(cell, words)
        texts.append(part.text)
        if not part.text:
            continue
        name = names[number] if number < len(names) else ""
        whole.text += (CELL_SEPARATOR if whole.text else "") + (f"{name}: " if name and name != part.text else "")
        shift = len(whole.text)
        whole.text += part.text
        whole.lines.extend(replace(line, start=line.start + shift, end=line.end + shift) for line in part.lines)
    return _block(BlockKind.TABLE_ROW, whole, cells=tuple(texts))


def _cell(cell: Cell, words: Words) -> _Text:
    built = _Text(words)
    for line in cell.lines:
        built.add(line)
    return built


def _cell_text(cell: Cell, words: Words) -> str:
    return _cell(cell, words).text
