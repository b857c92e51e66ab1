"""From pieces of text to passages that fit the model: spans, packing, and their pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.splitters.cut import cut
from ingest.splitters.scripts import scripts_of
from kb.model import Block, block_starts, document_text
from kb.ports import TokenCounter


@dataclass(frozen=True, slots=True)
class Span:
    """The place of one passage.

    `start` and `end` are offsets in the document's text; `page` and `page_end` are 1-based and physical; `clauses` are
    finer clauses that begin inside, as (offset in the document's text, identifier); `heading` leaves out the title.
    """

    start: int
    end: int
    page: int | None
    page_end: int | None
    clause: str | None
    heading: tuple[str, ...]
    clauses: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One block on its way into a passage.

    `opens` says that a passage may well begin here, `glued` that none should (the first item after its lead-in).
    """

    block: int
    tokens: int
    clause: str | None = None
    heading: tuple[str, ...] = ()
    opens: bool = False
    glued: bool = False
    marks: tuple[tuple[int, str], ...] = ()


class Layout:
    """The blocks of one document with their offsets and token counts; each block is counted once."""

    def __init__(self, blocks: Sequence[Block], count_tokens: TokenCounter, limit: int) -> None:
        self.blocks = tuple(blocks)
        self.text = document_text(self.blocks)
        self.starts = block_starts(self.blocks)
        self.limit = limit
        self.count = count_tokens
        self.tokens = [count_tokens(block.text) for block in self.blocks]
        self.scripts = scripts_of(self.blocks)

    def _page(self, offset: int) -> int | None:
        """The page of the character at an offset: of its printed line if lines are known, else of its block."""
        index = bisect_right(self.starts, offset) - 1
        block = self.blocks[index]
        if not block.lines:
            return block.page
        inside = offset - self.starts[index]
        line = max(0, bisect_right([line.start for line in block.lines], inside) - 1)
        return block.lines[line].page

    def _last_page(self, end: int) -> int | None:
        block = self.blocks[bisect_right(self.starts, end - 1) - 1]
        whole = not block.lines and end >= self.starts[bisect_right(self.starts, end - 1) - 1] + len(block.text)
        return block.page_end if whole and block.page_end is not None else self._page(end - 1)

    def span(self, start: int, end: int, first: Piece, pieces: Sequence[Piece]) -> Span:
        """A passage from `start` to `end` without white space at its ends; its clause is that of its first piece."""
        text = self.text[start:end]
        start, end = start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
        marks = dict.fromkeys(mark for piece in pieces for mark in self._marks(piece))
        inside = [mark for mark in marks if start <= mark[0] < end]
        before = [name for offset, name in marks if offset <= start and name]
        clause = before[-1] if before and start > self.starts[first.block] else first.clause
        finer = tuple(mark for mark in inside if mark != (start, clause))
        return Span(start, end, self._page(start), self._last_page(end), clause, first.heading, finer)

    def _marks(self, piece: Piece) -> list[tuple[int, str]]:
        start = self.starts[piece.block]
        own = [(start, piece.clause)] if piece.opens and piece.clause else []
        return own + [(start + offset, name) for offset, name in piece.marks]

    def _by_script(self, pieces: Sequence[Piece]) -> list[list[Piece]]:
        """Pieces cut where the script changes for good; a short one goes with what follows it, the last ones do not."""
        runs: list[list[Piece]] = []
        script = ""
        waiting: list[Piece] = []
        for piece in pieces:
            own = self.scripts[piece.block]
            waiting.append(piece)
            if own and own != script:
                runs.append(waiting)
            elif own:
                runs[-1].extend(waiting)
            if own:
                script, waiting = own, []
        if waiting and runs:
            runs[-1].extend(waiting)
        return runs or [waiting]

    def join(self, pieces: Sequence[Piece]) -> list[Span]:
        """One passage of several blocks; several if the script changes or a single block is too long."""
        return [span for run in self._by_script(pieces) for span in self._joined(run)]

    def _joined(self, pieces: Sequence[Piece]) -> list[Span]:
        first, last = pieces[0], pieces[-1]
        start, end = self.starts[first.block], self.starts[last.block] + len(self.blocks[last.block].text)
        if len(pieces) > 1 or first.tokens <= self.limit:
            return [self.span(start, end, first, pieces)]
        ranges = cut(self.blocks[first.block].text, self.limit, self.count)
        return [self.span(start + begin, start + stop, first, pieces) for begin, stop in ranges]


def _runs(pieces: Sequence[Piece], limit: int) -> list[list[Piece]]:
    """Pieces that should stay together: from one good beginning to the next, as far as they fit."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        attached = runs and not piece.opens and sum(p.tokens for p in runs[-1]) + piece.tokens <= limit
        glued = runs and piece.glued and sum(p.tokens for p in runs[-1]) + piece.tokens <= limit
        if attached or glued:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def pack(pieces: Sequence[Piece], limit: int) -> list[list[Piece]]:
    """Fill passages up to the limit with whole pieces, beginning where pieces open something if it can be helped."""
    groups: list[list[Piece]] = []
    size = 0
    for run in _runs(pieces, limit):
        tokens = sum(piece.tokens for piece in run)
        if groups and size + tokens <= limit:
            groups[-1].extend(run)
            size += tokens
        else:
            groups.append(list(run))
            size = tokens
    return groups


def merge_tiny(groups: list[list[Piece]], smallest: int, limit: int) -> list[list[Piece]]:
    """Join a group of very few tokens to the next one, or to the one before, where the limit allows."""

    def size(group: Sequence[Piece]) -> int:
        return sum(piece.tokens for piece in group)

    merged: list[list[Piece]] = []
    for group in groups:
        small = merged and min(size(merged[-1]), size(group)) < smallest
        if small and size(merged[-1]) + size(group) <= limit:
            merged[-1] = merged[-1] + group
        else:
            merged.append(group)
    return merged
