"""Cutting a single block that is too long, by langchain-text-splitters, at the best boundary there is."""

from __future__ import annotations

import math
from functools import lru_cache

from langchain_text_splitters import RecursiveCharacterTextSplitter

from kb.ports import TokenCounter

_SLACKS = (1.05, 1.15, 1.3)  # how much larger than the average a part may be, tried in turn
_TINY = 15
_FEW_PARTS = 20  # of more, one small rest does no harm
_CLOSING = "»”’\"')）」』"
# What stands before a full stop that ends no sentence: `ст. 5`, `No. 3`, `Art. 7`, an initial, the number of an item.
_ABBREVIATIONS = (
    *("ст", "п", "пп", "ч", "р", "рр", "м", "с", "тис", "млн", "млрд", "ін", "см", "обл", "буд", "вул", "ім", "гр"),
    *("No", "Nos", "Art", "art", "p", "pp", "Mr", "Mrs", "Ms", "Dr", "St", "para", "paras", "vol", "ed", "cf", "Sec"),
    *("Inc", "Ltd"),
)
_END = r"(?=[.!?…])"  # looked at first, for it costs least
_NO_ABBREVIATION = "".join(rf"(?<!\b{word})" for word in _ABBREVIATIONS) + r"(?<!\b[A-ZА-ЯІЇЄҐ])(?<!\b\d)(?<!\b\d\d)"
# From the strongest boundary to the weakest.
_SEPARATORS = [
    r"\n\n",
    r"\n",
    rf"[。！？]+[{_CLOSING}]*",
    rf"{_END}{_NO_ABBREVIATION}[.!?…]+[{_CLOSING}]*\s+(?=[A-ZА-ЯІЇЄҐ«“„\"(\[\d—–-])",
    r"[!?…]+\s+",
    r"[;；]\s*",
    r"(?<=[»”\"])\s+",
    r"[:：]\s+",
    r"[、，]|,\s+",
    r"\s+",
    "",
]


def _split(text: str, size: int, count_tokens: TokenCounter) -> list[str]:
    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=size,
        chunk_overlap=0,
        length_function=count_tokens,
        strip_whitespace=False,
    )
    return splitter.split_text(text)


def cut(text: str, limit: int, count_tokens: TokenCounter) -> list[tuple[int, int]]:
    """Ranges of a text that have at most `limit` tokens each, in order, covering all but white space.

    The parts are made of similar size rather than full ones with a small rest.
    """
    count_tokens = lru_cache(maxsize=None)(count_tokens)
    total = count_tokens(text)
    room = limit - min(_TINY, limit // 10)
    parts = max(1, math.ceil(total / room))
    chunks: list[str] = []
    for slack in _SLACKS if parts <= _FEW_PARTS else _SLACKS[1:2]:
        chunks = _split(text, min(room, math.ceil(total / parts * slack)), count_tokens)
        if len(chunks) <= parts:
            break
    return _without_white_space(text, _merged(chunks, count_tokens, limit))


def _merged(chunks: list[str], count_tokens: TokenCounter, limit: int) -> list[str]:
    """Chunks with those of a few tokens joined to a neighbour; the splitter leaves room for that."""
    merged: list[str] = []
    tiny = False
    for chunk in chunks:
        small = count_tokens(chunk) < _TINY
        if merged and (small or tiny) and count_tokens(merged[-1] + chunk) <= limit:
            merged[-1] += chunk
            tiny = False
        else:
            merged.append(chunk)
            tiny = small
    return merged


def _without_white_space(text: str, chunks: list[str]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    position = 0
    for chunk in chunks:
        start = text.index(chunk, position)
        position = start + len(chunk)
        begin, end = start + len(chunk) - len(chunk.lstrip()), start + len(chunk.rstrip())
        if begin < end:
            ranges.append((begin, end))
    return ranges
