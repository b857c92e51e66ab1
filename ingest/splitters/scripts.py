"""Where a document goes on in another script: treaty pages give each paragraph in Japanese and again in English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from kb.model import Block

_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LEAST_LETTERS = 40  # a shorter block goes with its neighbours
_LEAST_CHANGES = 3
_LEAST_SHARE = 0.2  # of the letters, that the second script has in a document in two languages


def _letters(text: str) -> dict[str, int]:
    return {
        "japanese": 2 * len(_JAPANESE.findall(text)),  # a Japanese letter says about as much as two of the others
        "cyrillic": len(_CYRILLIC.findall(text)),
        "latin": len(_LATIN.findall(text)),
    }


def main_script(text: str) -> str:
    """The script of most letters of a text, however short; empty for a text without letters."""
    counts = _letters(text)
    script = max(counts, key=lambda name: counts[name])
    return script if counts[script] else ""


def _script(text: str) -> str:
    counts = _letters(text)
    script = max(counts, key=lambda name: counts[name])
    return script if counts[script] >= _LEAST_LETTERS else ""


def scripts_of(blocks: Sequence[Block]) -> list[str]:
    """The script of each block where two scripts take turns in the document; empty for short blocks, and elsewhere.

    A document in one language that quotes another, or names it in a table, is not cut up.
    """
    scripts = [_script(block.text) for block in blocks]
    turns = [name for name, _ in groupby(name for name in scripts if name)]
    letters: Counter[str] = Counter()
    for name, block in zip(scripts, blocks, strict=True):
        letters[name] += len(block.text) * (2 if name == "japanese" else 1) if name else 0
    shares = [count for _, count in letters.most_common(2)]
    mixed = len(shares) > 1 and shares[1] >= _LEAST_SHARE * letters.total()
    return scripts if mixed and len(turns) > _LEAST_CHANGES else [""] * len(scripts)
