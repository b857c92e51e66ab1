"""RTF: paragraphs with their list labels and heading styles, tables by row, notes after their paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ingest.readers.rtf_tokens import Event, events
from ingest.readers.shapes import is_item
from ingest.readers.tables import row_blocks
from kb.errors import CorruptDocument, EmptyDocument
from kb.model import Block, BlockKind, Metadata, Reading

_SKIPPED = frozenset(
    """fonttbl colortbl pict object objdata header headerl headerr headerf footer footerl footerr footerf fldinst
    annotation atnid atnauthor listtable listoverridetable rsidtbl revtbl generator themedata filetbl
    colorschememapping datastore latentstyles xmlnstbl pgdsctbl bkmkstart bkmkend nonshppict shppict shprslt sp
    ftnsep ftnsepc aftnsep aftnsepc tc xe nonesttables do comment""".split()  # noqa: SIM905
)
_KEPT = frozenset({"shpinst", "shptxt", "shp", "nesttableprops"})  # optional destinations that are followed
_DEEPEST_HEADING = 9
_ENDS = frozenset({"par", "sect", "page"})
_MOST_CELLS = 256


@dataclass(slots=True)
class _Frame:
    """A destination that is being read: the text so far, the label of its list item, and where it ends."""

    kind: str
    depth: int
    parts: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Paragraph:
    """The properties that `\\pard` sets back."""

    style: int = 0
    outline: int = _DEEPEST_HEADING
    in_table: bool = False


@dataclass(slots=True)
class _Table:
    """The rows of a table so far, and the row that is being filled: its cells, and how they are merged."""

    rows: list[list[str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    merge: str = ""

    def end_row(self) -> None:
        above = self.rows[-1] if self.rows else []
        row: list[str] = []
        for index, text in enumerate(self.cells[:_MOST_CELLS]):
            merge = self.merges[index] if index < len(self.merges) else ""
            if merge == "clmrg":  # belongs to the cell on its left, which names both columns only in the header
                text = row[-1] if row and not self.rows else ""  # noqa: PLW2901
            elif merge == "clvmrg" and index < len(above):
                text = above[index]  # noqa: PLW2901
            row.append(text)
        self.rows.append(row)
        self.cells = []


class _Document:
    """Takes the events of one document and makes blocks of them."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.title = ""
        self.made: dict[str, int] = {}
        self._frames = [_Frame("body", 0)]
        self._paragraph = _Paragraph()
        self._table = _Table()
        self._notes: list[str] = []
        self._styles: dict[int, tuple[str, int]] = {}
        self._style = _Paragraph()
        self._hidden = 0  # the depth at which hidden or deleted text began
        self._skip = 0
        self._words: dict[str, Callable[[Event], None]] = {
            "pard": lambda _: setattr(self, "_paragraph", _Paragraph(in_table=False)),
            "intbl": lambda _: setattr(self._paragraph, "in_table", True),
            "s": self._set_style,
            "outlinelevel": self._set_outline,
            "cell": lambda _: self._end_cell(),
            "nestcell": lambda _: self._add("; "),
            "row": lambda _: self._table.end_row(),
            "trowd": lambda _: self._begin_row(),
            "cellx": lambda _: self._end_cell_definition(),
            "plain": lambda _: setattr(self, "_hidden", 0),
        }

    def take(self, event: Event) -> None:
        if self._skip:
            self._skip = 0 if event.closes and event.depth <= self._skip else self._skip
        elif event.closes:
            self._close(event.depth)
        elif event.text:
            if not self._hidden:
                self._add(event.text)
        elif event.word:
            self._word(event)

    def finish(self) -> None:
        self._end_paragraph()
        self._end_table()

    def _add(self, text: str) -> None:
        frame = self._frames[-1]
        frame.parts.append(text)

    def _word(self, event: Event) -> None:
        word, kind = event.word, self._frames[-1].kind
        if word in {"v", "deleted"}:
            self._hidden = 0 if event.number == 0 else self._hidden or event.depth
        elif word in {"stylesheet", "info", "title", "footnote", "listtext", "pntext", "creatim"}:
            self._frames.append(_Frame(word, event.depth))
        elif word in _SKIPPED or (event.optional and word not in _KEPT):
            self._skip = event.depth
        elif kind == "creatim" and word in {"yr", "mo", "dy"}:
            self.made[word] = event.number or 0
        elif word in _ENDS:
            self._end_paragraph()
        elif word in {"clmgf", "clmrg", "clvmgf", "clvmrg"}:
            self._table.merge = word
        elif word in self._words:
            self._words[word](event)

    def _set_style(self, event: Event) -> None:
        target = self._style if self._frames[-1].kind == "stylesheet" else self._paragraph
        target.style = event.number or 0

    def _set_outline(self, event: Event) -> None:
        target = self._style if self._frames[-1].kind == "stylesheet" else self._paragraph
        target.outline = event.number if event.number is not None else _DEEPEST_HEADING

    def _begin_row(self) -> None:
        self._table.merges, self._table.merge = [], ""

    def _end_cell_definition(self) -> None:
        self._table.merges.append(self._table.merge)
        self._table.merge = ""

    def _close(self, depth: int) -> None:
        if self._hidden and depth <= self._hidden:
            self._hidden = 0
        frame = self._frames[-1]
        if frame.kind == "stylesheet" and depth == frame.depth + 1:
            self._styles[self._style.style] = ("".join(frame.parts).strip(" ;\n").lower(), self._style.outline)
            frame.parts.clear()
            self._style = _Paragraph()
        if frame.kind == "body" or depth != frame.depth:
            return
        self._frames.pop()
        text = " ".join("".join(frame.parts).split())
        if frame.kind == "footnote" and text:
            self._notes.append(f"[{text}]")
        elif frame.kind == "title":
            self.title = text
        elif frame.kind in {"listtext", "pntext"} and text:
            self._frames[-1].label = ["•" if not any(sign.isalnum() for sign in text) else text]

    def _level(self) -> int:
        name, outline = self._styles.get(self._paragraph.style, ("", _DEEPEST_HEADING))
        own = self._paragraph.outline
        for value in (own, outline):
            if 0 <= value < _DEEPEST_HEADING:
                return value + 1
        if name.startswith("heading ") and name[8:].isdecimal():
            return min(int(name[8:]), _DEEPEST_HEADING)
        return 1 if name == "title" else 0

    def _text(self) -> str:
        """The words of the paragraph that ends here, with the label of its list item."""
        frame = self._frames[-1]
        lines = (" ".join(line.replace("\u00ad", "").split()) for line in "".join(frame.parts).split("\n"))
        text = "\n".join(line for line in lines if line)
        label = "".join(frame.label)
        frame.parts.clear()
        frame.label = []
        return f"{label} {text}" if label and text else text

    def _end_paragraph(self) -> None:
        if self._frames[-1].kind != "body":
            self._add("\n")
            return
        if self._paragraph.in_table:
            self._add("\n")
            return
        labelled = bool(self._frames[-1].label)
        text = self._text()
        if text:
            self._end_table()
            level = self._level()
            kind = BlockKind.ITEM if labelled or is_item(text) else BlockKind.PARAGRAPH
            kind = BlockKind.HEADING if level else kind
            self.blocks.append(Block(kind, text.replace("\n", " ") if level else text, level=level))
        if not self._table.rows:
            self._give_notes()

    def _end_cell(self) -> None:
        if self._frames[-1].kind == "body":
            self._table.cells.append(" ".join(self._text().split()))

    def _end_table(self) -> None:
        rows = self._table.rows
        if rows:
            width = max(len(row) for row in rows)
            filled = [[*row, *[""] * (width - len(row))] for row in rows]
            self.blocks.extend(row_blocks(filled, header=len(rows) > 1))
            self._table = _Table()
            self._give_notes()

    def _give_notes(self) -> None:
        self.blocks.extend(Block(BlockKind.PARAGRAPH, note) for note in self._notes)
        self._notes.clear()


def _made(parts: dict[str, int]) -> date | None:
    try:
        return date(parts.get("yr", 0), parts.get("mo", 0), parts.get("dy", 0))
    except ValueError:
        return None


def _read(stream: Iterator[Event]) -> _Document:
    document = _Document()
    for event in stream:
        document.take(event)
    document.finish()
    return document


def read_rtf(data: bytes, name: str) -> Reading:
    """Read an RTF document; hidden and deleted text, headers, footers, pictures and objects stay out.

    Raises `CorruptDocument` for groups nested beyond reason, `EmptyDocument` if it holds no words.
    """
    try:
        document = _read(events(data))
    except ValueError as error:
        raise CorruptDocument(f"{name}: is no readable RTF ({error}); open and save it in Word") from error
    if not document.blocks:
        raise EmptyDocument(f"{name}: holds no words; check that it is the right document")
    metadata = Metadata(title=document.title or None, date=_made(document.made))
    return Reading("rtf", tuple(document.blocks), metadata=metadata)
