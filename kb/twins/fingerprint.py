"""What a document is compared by: its words, its shingles, its numbers and what it is about, in about 3 KB.

Everything here depends on the one document alone, so that what is linked does not depend on the order in which
documents come.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.ports import Vectors
from kb.twins.numbers import numbers

SHINGLE = 5
"""Words, or characters of Japanese, in a shingle."""
SKETCH = 256
"""How many of a document's least shingle hashes are kept: a bottom-k sketch (Cohen 1997) tells the share of common
shingles to about 0.03."""
LEAST_NUMBER = 13
"""Smaller numbers are clauses, days and months, which one language writes in words and the other in digits."""

_CJK = "\u3005\u3006\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_MIX, _SPREAD, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(31)
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Fingerprint:
    """`bag` tells the words whatever their order, `shingles` how many different ones there are, `sketch` the
    least of their hashes ascending, `numbers` the values from `LEAST_NUMBER` up, `mean` the unit mean (d,) of the
    centred passages."""

    bag: str
    shingles: int
    sketch: Hashes
    numbers: frozenset[str]
    mean: Vectors


def fingerprint(text: str, centred: Vectors) -> Fingerprint:
    """The fingerprint of a document's text and its passages' centred vectors (n, d)."""
    codes = np.fromiter((zlib.crc32(word.encode()) for word in words_of(text)), np.uint64)
    hashes = np.unique(_shingle_hashes(codes))
    mean = centred.mean(axis=0)
    return Fingerprint(
        bag=f"{len(codes)}:{int(_mixed(codes * _MIX).sum()):x}",
        shingles=len(hashes),
        sketch=hashes[:SKETCH],
        numbers=frozenset(str(it.value.normalize()) for it in numbers(text) if it.value >= LEAST_NUMBER),
        mean=(mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32),
    )


def words_of(text: str) -> list[str]:
    """Words and numbers in one notation, without case and punctuation; Japanese by character."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def resemblance(one: Fingerprint, other: Fingerprint) -> float:
    """The share of common shingles (Jaccard), estimated from the sketches."""
    union = np.union1d(one.sketch, other.sketch)[:SKETCH]
    common = np.isin(union, one.sketch, assume_unique=True) & np.isin(union, other.sketch, assume_unique=True)
    return float(common.mean()) if len(union) else 0.0


def _shingle_hashes(codes: Hashes) -> Hashes:
    """One hash for each run of `SHINGLE` words; a shorter text is one shingle."""
    padded = np.pad(codes, (0, max(0, SHINGLE - len(codes))))
    count = len(padded) - SHINGLE + 1
    hashes = np.zeros(count, np.uint64)
    for offset in range(SHINGLE):
        hashes = (hashes ^ (hashes >> _SHIFT)) * _MIX + padded[offset : offset + count]
    return _mixed(hashes)


def _mixed(hashes: Hashes) -> Hashes:
    """Spread over all 64 bits, so that the least are a fair sample (the last steps of splitmix64)."""
    spread = (hashes ^ (hashes >> _SHIFT)) * _SPREAD
    return np.asarray(spread ^ (spread >> _SHIFT), np.uint64)
