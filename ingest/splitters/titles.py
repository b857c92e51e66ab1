"""Titles of articles, parts and annexes that stand on a line of their own below the number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.splitters.markers import Marker, Role
from kb.model import Block, BlockKind

LONGEST_TITLE = 200
SENTENCE_END = re.compile(r"[.。;；:：,，]\s*$")
# A heading that names articles without opening one, as where several were repealed or are told in short.
SPEAKS_OF_ARTICLES = re.compile(r"第[^\s　条]{1,9}条|(?:Articles?|Статт[яіеї]|Стат[ьи]я?)\s*\d")
CAPTION = re.compile(r"[（(][^（）()]{1,60}[）)]$")


def is_title(blocks: Sequence[Block], claims: Sequence[tuple[Marker, ...]], index: int, *, of_article: bool) -> bool:
    """Whether a block is the title of the bare heading before it: short, no sentence; an article has text below it."""
    if index + 1 >= len(blocks) or claims[index] or blocks[index].kind is BlockKind.TABLE_ROW:
        return False
    text, following = blocks[index].text, claims[index + 1]
    closes = of_article and following and following[0].role in {Role.ARTICLE, Role.DIVISION}
    closes = closes or bool(following and following[0].role is Role.ARTICLE and CAPTION.match(text))
    if len(text) > LONGEST_TITLE or closes:
        return False
    if blocks[index].kind is BlockKind.HEADING:
        return True
    return not SENTENCE_END.search(text) and (text[0].isupper() or bool(CAPTION.match(text)))


def joined(label: str, title: str) -> str:
    label = label.strip().rstrip(".:：")
    if not title:
        return label
    return f"{label}{title}" if title[0] in "（(" and label[:1] == "第" else f"{label}. {title}"
