"""Where the clauses of a document begin, told from its passages."""

from __future__ import annotations

from collections.abc import Sequence

from kb.model import BlockKind, Document, Passage, block_starts

_PLAIN = " .:："


def clause_offsets(document: Document, passages: Sequence[Passage]) -> dict[str, int]:
    """The first character of every clause, in the document's text; an article begins with its heading."""
    found: dict[str, int] = {}
    headings: dict[str, Passage] = {}
    for passage in passages:
        for start, clause in ([(passage.start, passage.clause)] if passage.clause else []) + list(passage.clauses):
            parts = clause.split(".")
            for depth in range(1, len(parts) + 1):
                name = ".".join(parts[:depth])
                if name not in found:
                    found[name] = start
                    if start == passage.start:
                        headings[name] = passage
    before = _heading_starts(document)
    return {name: _with_heading(name, start, headings.get(name), before) for name, start in found.items()}


def _heading_starts(document: Document) -> dict[int, list[tuple[int, str]]]:
    """For each block that follows headings, the headings right before it, as (offset, words), nearest first."""
    run: list[tuple[int, str]] = []
    found: dict[int, list[tuple[int, str]]] = {}
    for start, block in zip(block_starts(document.reading.blocks), document.reading.blocks, strict=True):
        if run:
            found[start] = run[::-1]
        run = [*run, (start, block.text)] if block.kind is BlockKind.HEADING else []
    return found


def _with_heading(name: str, start: int, passage: Passage | None, before: dict[int, list[tuple[int, str]]]) -> int:
    """Step back over the headings that name the article: `Article 5` and, on a line of its own, its title."""
    if passage is None or not passage.heading or name.count(".") > 1:
        return start
    path = passage.heading[-1]
    for at, words in before.get(start, ()):
        plain = words.strip(_PLAIN)
        if not path.startswith(plain) and not path.endswith(plain):
            break
        start = at
    return start
