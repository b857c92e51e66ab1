"""What stands in a text and says nothing of it: editors' notes in braces, and the list of sources at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.model import Block, BlockKind

_SOURCES = re.compile(
    r"(?:[\dIVX.]+\s*)?(?:Sources|References|Bibliography|Works cited|Джерела|Література|Список літератури|"
    r"Використані джерела|出典|参考文献|参考資料|引用文献)\s*[:：]?",
    re.IGNORECASE,
)


def without_notes(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks without the editors' notes in braces, which may go over several blocks."""
    depth = 0
    for block in blocks:
        opened = depth > 0 or block.text.lstrip().startswith("{")
        depth = max(0, depth + block.text.count("{") - block.text.count("}")) if opened else 0
        if not opened:
            yield block


def without_sources(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks before a list of sources at the end: its publishers, titles and dates say nothing of the subject."""
    for index in range(len(blocks) - 1, len(blocks) // 2, -1):
        block = blocks[index]
        if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and _SOURCES.fullmatch(block.text.strip()):
            return blocks[:index]
    return blocks
