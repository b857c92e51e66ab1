"""A document as a page to read: headings, paragraphs, lists and tables, with one passage marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, takewhile

from kb.model import Block, BlockKind, Document, Passage, block_starts

Range = tuple[int, int]

BULLET = r"[•‣▪○●◎・·–—*-]|[①-⑳]"
NUMBER = r"[(（]?(?:[0-9０-９]{1,3}|[^\W\d_]|[ivx]{1,5}|[一二三四五六七八九十]{1,3})[.)）、．　]"
OWN_MARK = re.compile(rf"\s*(?:{BULLET}|{NUMBER})")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text inside a block.

    `first` is the beginning of the whole marked passage; `href` and `title` make a link to a clause, or, without an
    address, a defined term; `anchors` are clauses that begin here.
    """

    text: str
    marked: bool
    first: bool = False
    href: str = ""
    title: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Words that link to a clause (`href`) or are a defined term; offsets in the document's text."""

    start: int
    end: int
    href: str
    title: str


@dataclass(frozen=True)
class Notes:
    """What is shown of references and definitions: `ranges` sorted and disjoint, `anchors` by offset, in order."""

    ranges: tuple[Note, ...] = ()
    anchors: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _offsets(self) -> list[int]:
        return sorted(self.anchors)

    def anchored(self, start: int, end: int) -> list[int]:
        """The offsets from `start` on, before `end`, at which something begins that is linked to."""
        return self._offsets[bisect_left(self._offsets, start) : bisect_left(self._offsets, end)]

    def between(self, start: int, end: int) -> list[Note]:
        first = bisect_left(self.ranges, start, key=lambda note: note.end - 1)
        return list(takewhile(lambda note: note.start < end, self.ranges[first:]))


NO_NOTES = Notes()


@dataclass(slots=True)
class Node:
    """One element of the page: `kind` is heading, paragraph, caption, list, table or page.

    `rows` holds items of a list, or rows of cells of a table; `header` the names of a table's columns.
    """

    kind: str
    level: int = 0
    runs: list[Run] = field(default_factory=list)
    rows: list[list[list[Run]]] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    page: int | None = None


def nodes(document: Document, passage: Passage | None, notes: Notes = NO_NOTES) -> list[Node]:
    """The document in reading order; the passage's words are marked wherever they stand, references are links."""
    blocks = document.reading.blocks
    marked = (passage.start, passage.end) if passage else None
    return list(_fold(_numbered(document, blocks, marked, notes)))


def _numbered(
    document: Document, blocks: Sequence[Block], marked: Range | None, notes: Notes
) -> Iterator[tuple[Block, list[Run]]]:
    for index, (block, start) in enumerate(zip(blocks, block_starts(document.reading.blocks), strict=True)):
        end = start + len(block.text)
        inside = marked if marked and marked[0] < end and start < marked[1] else None
        is_title = index == 0 and block.kind is BlockKind.HEADING and block.text.strip() == document.title.strip()
        if is_title and not inside:
            continue  # the page's own heading says it already
        yield block, _runs(block.text, start, inside, notes)


def _runs(text: str, start: int, marked: Range | None, notes: Notes) -> list[Run]:
    """The block's text split wherever something begins or ends; offsets are those of the document."""
    end = start + len(text)
    near = notes.between(start, end)
    edges = {start, end, *(edge for note in near for edge in (note.start, note.end))}
    edges.update(notes.anchored(start, end), marked or ())
    cuts = sorted(edge for edge in edges if start <= edge <= end)
    return [
        _run(text[first - start : last - start], (first, last), marked, near, notes) for first, last in pairwise(cuts)
    ]


def _run(text: str, place: Range, marked: Range | None, near: Sequence[Note], notes: Notes) -> Run:
    start, end = place
    inside = marked is not None and marked[0] <= start and end <= marked[1]
    note = next((note for note in near if note.start <= start and end <= note.end), None)
    return Run(
        text,
        marked=inside,
        first=inside and marked is not None and marked[0] == start,
        href=note.href if note else "",
        title=note.title if note else "",
        anchors=notes.anchors.get(start, ()),
    )


def _fold(blocks: Iterator[tuple[Block, list[Run]]]) -> Iterator[Node]:
    """Neighbouring items become one list, neighbouring rows one table; a new page leaves a mark."""
    node: Node | None = None
    page: int | None = None
    for block, runs in blocks:
        if block.page is not None and block.page != page:
            if node:
                yield node
            page, node = block.page, None
            yield Node("page", page=page)
        elif block.page is None:  # between the attachments of a message, each with pages of its own
            page = None
        kind = {BlockKind.ITEM: "list", BlockKind.TABLE_ROW: "table"}.get(block.kind, block.kind.value)
        if node and node.kind == kind and kind in ("list", "table"):
            node.rows.append(_row(block, runs))
            continue
        if node:
            yield node
        node = _node(kind, block, runs)
    if node:
        yield node


def _node(kind: str, block: Block, runs: list[Run]) -> Node:
    if kind == "table":
        return Node(kind, rows=[_row(block, runs)], header=column_names(block))
    if kind == "list":
        return Node(kind, rows=[[runs]])
    return Node(kind, level=min(block.level + 1, 6) if kind == "heading" else 0, runs=runs)


def _row(block: Block, runs: list[Run]) -> list[list[Run]]:
    """A list item is one cell; of a table's row, whose text repeats the headers, only whole cells can be marked."""
    if not block.cells:
        return [runs]
    marked, first = any(run.marked for run in runs), any(run.first for run in runs)
    anchors = tuple(anchor for run in runs for anchor in run.anchors)
    return [
        [Run(cell, marked, first and index == 0, anchors=anchors if index == 0 else ())]
        for index, cell in enumerate(block.cells)
    ]


def is_numbered(runs: Sequence[Run]) -> bool:
    """Whether a list item's own text begins with its number or bullet, so that it needs no other."""
    return bool(OWN_MARK.match("".join(run.text for run in runs)))


def column_names(block: Block) -> list[str]:
    """The headers that a row's text "header: cell · header: cell" tells; empty where it has none."""
    names, position = [], 0
    for cell in block.cells:
        found = block.text.find(cell, position) if cell else -1
        lead = block.text[position:found] if found >= 0 else ""
        names.append(lead.strip(" ·:"))
        position = found + len(cell) if found >= 0 else position
    return names if any(names) else []
