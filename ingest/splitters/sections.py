"""Reports, press releases and the rest: passages keep to their section, lists to their lead-in, tables apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.splitters.pack import Layout, Piece, Span, merge_tiny, pack
from kb.model import Block, BlockKind

_TINY = 15
_TINY_TABLE = 40
_HEADING_WORTH_KEEPING = 4


def _title_index(blocks: Sequence[Block]) -> int | None:
    """The heading that is the document's title: the first one, if no other stands as high or it opens the document."""
    headings = [(index, block.level) for index, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    if not headings:
        return None
    index, level = headings[0]
    higher = any(other < level for _, other in headings)
    equals = sum(1 for _, other in headings if other == level)
    return index if not higher and (equals == 1 or index == 0) else None


def _paths(blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    """The headings above each block, outermost first, without the title; a heading is in its own path."""
    title = _title_index(blocks)
    open_headings: list[tuple[int, str]] = []
    paths = []
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and index != title:
            open_headings = [entry for entry in open_headings if entry[0] < block.level] + [(block.level, block.text)]
        paths.append(tuple(text for _, text in open_headings))
    return paths


def _is_table(block: Block) -> bool:
    return block.kind is BlockKind.TABLE_ROW


def _table_captions(blocks: Sequence[Block]) -> set[int]:
    """Captions that stand right before a table, or right behind one, and belong to it."""
    return {
        index
        for index, block in enumerate(blocks)
        if block.kind is BlockKind.CAPTION
        and (any(map(_is_table, blocks[index + 1 : index + 2])) or (index and _is_table(blocks[index - 1])))
    }


def _belongs(before: Block, block: Block) -> bool:
    """Whether no passage should begin at a block: the first item behind its lead-in, what stands at a caption."""
    if block.kind is BlockKind.ITEM:
        return before.kind is not BlockKind.ITEM
    return block.kind is BlockKind.CAPTION or (_is_table(block) and before.kind is BlockKind.CAPTION)


def _pieces(layout: Layout, path: tuple[str, ...], indexes: Sequence[int]) -> list[Piece]:
    pieces = []
    for position, index in enumerate(indexes):
        block, before = layout.blocks[index], layout.blocks[indexes[position - 1]] if position else None
        glued = before is not None and _belongs(before, block)
        pieces.append(Piece(index, layout.tokens[index], heading=path, opens=True, glued=glued))
    return pieces


def _groups(layout: Layout, path: tuple[str, ...], indexes: Sequence[int]) -> Iterator[list[Piece]]:
    """Prose and tables of one section, packed apart; a table of a few words stays with the prose."""
    captions = _table_captions(layout.blocks)
    runs = [
        (is_table, list(run))
        for is_table, run in groupby(indexes, key=lambda index: _is_table(layout.blocks[index]) or index in captions)
    ]
    joined: list[tuple[bool, list[int]]] = []
    for is_table, run in runs:
        tiny = is_table and sum(layout.tokens[index] for index in run) < _TINY_TABLE
        if joined and not joined[-1][0] and (tiny or not is_table):
            joined[-1][1].extend(run)
        else:
            joined.append((is_table and not tiny, run))
    for is_table, run in joined:
        packed = pack(_pieces(layout, path, run), layout.limit)
        yield from packed if is_table else merge_tiny(packed, _TINY, layout.limit)


def _section(layout: Layout, path: tuple[str, ...], indexes: Sequence[int]) -> Iterator[list[Piece]]:
    body = [index for index in indexes if layout.blocks[index].kind is not BlockKind.HEADING]
    if body:
        yield from _groups(layout, path, body)
        return
    lonely = [Piece(index, layout.tokens[index], heading=path) for index in indexes]
    if sum(piece.tokens for piece in lonely) >= _HEADING_WORTH_KEEPING:
        yield from pack(lonely, layout.limit)


def _has_text_below(paths: Sequence[tuple[str, ...]], blocks: Sequence[Block]) -> set[tuple[str, ...]]:
    """Every heading path with text under it, directly or deeper: such headings need no passage of their own."""
    below: set[tuple[str, ...]] = set()
    for path, block in zip(paths, blocks, strict=True):
        if block.kind is not BlockKind.HEADING:
            below.update(path[:depth] for depth in range(len(path) + 1))
    return below


def split_sections(layout: Layout) -> list[Span]:
    """The passages of a text with headings, in order; what fits the limit stays in one passage within its section."""
    paths = _paths(layout.blocks)
    below = _has_text_below(paths, layout.blocks)
    spans: list[Span] = []
    for path, members in groupby(range(len(paths)), key=lambda index: paths[index]):
        indexes = list(members)
        only_headings = all(layout.blocks[index].kind is BlockKind.HEADING for index in indexes)
        if only_headings and path in below:
            continue
        for group in _section(layout, path, indexes):
            spans.extend(layout.join(group))
    return spans
