"""Which blocks lie inside a quotation: amending acts quote whole articles of other acts, which are not their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST_RUN = 400
_HEAD = 30
_OPENING = re.compile(r"\s*[\"«“„]")
_CLOSING = re.compile(r"[\"»”][.;,]?\s*$")
_FIRM_CLOSING = re.compile(r"[\"»”][.;]\s*$")
_OUTER = re.compile(
    r"\s*(?:[IVXІХ]{1,5}\.\s|\d{1,3}(?:-\d+)?[.)]\s|[а-яіїє]\)\s|(?:у|в|на|абзац|пункт|підпункт|частин|статт|доповнити|після|слов|"
    r"виключити|назв|текст|преамбул|розділ|главу|додат|Президент|Голова|У зв.язку)\w*\s)"
)
_HEADLESS = re.compile(r"Стаття\s+\d+")


def _balance(text: str) -> int:
    """How many more quotations a text opens than it closes; straight marks are paired by count."""
    curly = len(re.findall("[«“„]", text)) - len(re.findall("[»”]", text))
    return curly + text.count('"') % 2


def _opens(text: str) -> bool:
    """Whether a quotation begins at the start of a text and is not over before the text goes on."""
    return _OPENING.match(text) is not None and not _closes_inside(text.strip())


def _closes_inside(text: str) -> bool:
    if text[0] == '"':
        return text.count('"') % 2 == 0 and not _CLOSING.search(text)
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "«“„") - (character in "»”")
        if depth == 0:
            return at < len(text) - len(".;")
    return False


def _ends(texts: Sequence[str], index: int, opened_here: bool) -> bool:
    """Whether the quotation that is open ends with this block.

    A nested closing mark often stands for both, so the next block decides where the count does not.
    """
    text = texts[index]
    if not _CLOSING.search(text):
        return False
    odd = text.count('"') % 2 == 1
    if opened_here != odd and '"' in text:
        return True
    if '"' not in text and _balance(text) <= (0 if opened_here else -1):
        return True
    following = texts[index + 1] if index + 1 < len(texts) else ""
    return bool(_FIRM_CLOSING.search(text)) and (not following or _opens(following) or bool(_OUTER.match(following)))


def _headless(texts: Sequence[str]) -> int:
    """How many first blocks are the rest of a quotation whose beginning was lost."""
    if not texts or not _HEADLESS.match(texts[0]):
        return 0
    for index, text in enumerate(texts[:_HEAD]):
        if _opens(text):
            return 0
        if text.count('"') % 2 and _CLOSING.search(text):
            return index + 1
    return 0


def quoted(texts: Sequence[str]) -> list[bool]:
    """For each block whether it lies wholly inside a quotation that began at the start of a block."""
    lost = _headless(texts)
    flags, run = [True] * lost, 0
    for index in range(lost, len(texts)):
        starts = run == 0 and _opens(texts[index])
        inside = run > 0 or starts
        flags.append(inside)
        run = 0 if not inside or run > _LONGEST_RUN or _ends(texts, index, starts) else run + 1
    return flags
