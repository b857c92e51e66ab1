"""A document as a page to read: headings, paragraphs, lists and tables, with one passage marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kb.model import Block, BlockKind, Document, Passage, block_starts

Range = tuple[int, int]

BULLET = r"[•‣▪○●◎・·–—*-]|[①-⑳]"
NUMBER = r"[(（]?(?:[0-9０-９]{1,3}|[^\W\d_]|[ivx]{1,5}|[一二三四五六七八九十]{1,3})[.)）、．　]"
OWN_MARK = re.compile(rf"\s*(?:{BULLET}|{NUMBER})")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text inside a block; `first` is the beginning of the whole marked passage."""

    text: str
    marked: bool
    first: bool = False


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


def nodes(document: Document, passage: Passage | None) -> list[Node]:
    """The document in reading order; the passage's words are marked wherever they stand."""
    blocks = document.reading.blocks
    marked = (passage.start, passage.end) if passage else None
    return list(_fold(_numbered(document, blocks, marked)))


def _numbered(document: Document, blocks: Sequence[Block], marked: Range | None) -> Iterator[tuple[Block, list[Run]]]:
    for index, (block, start) in enumerate(zip(blocks, block_starts(document.reading.blocks), strict=True)):
        end = start + len(block.text)
        inside = marked if marked and marked[0] < end and start < marked[1] else None
        is_title = index == 0 and block.kind is BlockKind.HEADING and block.text.strip() == document.title.strip()
        if is_title and not inside:
            continue  # the page's own heading says it already
        yield block, _runs(block.text, start, inside)


def _runs(text: str, start: int, marked: Range | None) -> list[Run]:
    """The block's text split at the edges of the marked range, both in characters of the document."""
    if marked is None:
        return [Run(text, marked=False)]
    first, last = max(0, marked[0] - start), min(len(text), marked[1] - start)
    opens = marked[0] >= start
    runs = [
        Run(text[:first], marked=False),
        Run(text[first:last], marked=True, first=opens),
        Run(text[last:], marked=False),
    ]
    return [run for run in runs if run.text]


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
    return [[Run(cell, marked, first and index == 0)] for index, cell in enumerate(block.cells)]


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
