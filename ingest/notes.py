"""Editors' notes in braces, which acts carry between their title and their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.model import Block


def without_notes(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks without the editors' notes in braces, which may go over several blocks."""
    depth = 0
    for block in blocks:
        opened = depth > 0 or block.text.lstrip().startswith("{")
        depth = max(0, depth + block.text.count("{") - block.text.count("}")) if opened else 0
        if not opened:
            yield block
