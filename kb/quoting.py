"""A few words that name a passage for good: they stand once in its document, in one paragraph or cell on one page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kb.cite import clause_at
from kb.model import Block, BlockKind, Document, Passage, block_starts
from kb.text.sentences import sentences

LONGEST, SHORTEST, SHORTEST_AT_ALL = 60, 10, 6
"""Characters of a quote; the last for short cells and Japanese phrases."""
BREAKS = " \t\n\u3000、。，．,;；:："


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of a passage, the page they stand on and the clause they stand in, None where there is none."""

    words: str
    page: int | None
    clause: str | None


def squeezed(text: str) -> str:
    """Without white space, which differs from format to format."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def stands_once(words: str, text: str) -> bool:
    return bool(words) and squeezed(text).count(squeezed(words)) == 1


def quote(document: Document, passage: Passage) -> Quote:
    """The first words of a passage that stand nowhere else in its document, whole sentences and longer ones first.

    Where everything in the passage is said twice, its first words.
    """
    whole = squeezed(document.text)
    found = list(_candidates(document, passage))
    for shortest in (SHORTEST, SHORTEST_AT_ALL):
        for it in found:
            if len(it.words) >= shortest and whole.count(squeezed(it.words)) == 1:
                return it
    return found[0] if found else Quote(passage.text[:LONGEST].strip(), passage.page, passage.clause)


def _candidates(document: Document, passage: Passage) -> Iterator[Quote]:
    """Words from the beginning of each sentence or cell, then from further on in it, none across two pages."""
    pieces = [
        (block, at, start, end)
        for at, block in zip(block_starts(document.reading.blocks), document.reading.blocks, strict=True)
        if at < passage.end and at + len(block.text) > passage.start
        for start, end in _pieces(block)
        if passage.start <= at + start and at + end <= passage.end
    ]
    for further in (False, True):
        for block, at, start, end in pieces:
            begin = _cut(block.text, start, end) if further else start
            stop = min(_cut(block.text, begin, end), _page_end(block, begin))
            words = block.text[begin:stop].strip(BREAKS)
            if words and "\n" not in words:
                yield Quote(words, _page(block, begin), clause_at(passage, at + begin))


def _pieces(block: Block) -> list[tuple[int, int]]:
    """(start, end) of the cells of a row, of the sentences of everything else."""
    if block.kind is not BlockKind.TABLE_ROW or not block.cells:
        return sentences(block.text)
    found, position = [], 0
    for cell in filter(None, block.cells):
        start = block.text.find(cell, position)
        if start >= 0:
            position = start + len(cell)
            found.append((start, position))
    return found


def _cut(text: str, start: int, end: int) -> int:
    """Where a quote that begins at `start` ends: with its piece, or before the word that would make it too long."""
    if end - start <= LONGEST:
        return end
    last = max(text.rfind(sign, start + SHORTEST, start + LONGEST) for sign in BREAKS)
    return last if last > 0 else start + LONGEST


def _line(block: Block, offset: int) -> int | None:
    return next((at for at, line in enumerate(block.lines) if line.start <= offset < line.end), None)


def _page(block: Block, offset: int) -> int | None:
    at = _line(block, offset)
    return block.page if at is None else block.lines[at].page


def _page_end(block: Block, offset: int) -> int:
    """Where the page ends on which this character of a block stands."""
    at = _line(block, offset)
    if at is None:
        return len(block.text)
    return next((it.start for it in block.lines[at:] if it.page != block.lines[at].page), len(block.text))
