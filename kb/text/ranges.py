"""Ranges of a text that do not overlap, asked for by place: a text of many dates and sums stays quick to read."""

from __future__ import annotations

import bisect
from collections.abc import Iterable


class Ranges:
    """Disjoint ranges in order of place; `start` is inside a range, `end` is not."""

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self._ranges = sorted(ranges)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with `start` to `end`."""
        at = self.before(end)
        return at >= 0 and self._ranges[at][1] > start

    def before(self, place: int) -> int:
        """The number, from 0, of the last range that begins before a place; -1 if there is none."""
        return bisect.bisect_left(self._ranges, (place, -1)) - 1

    def add(self, start: int, end: int) -> None:
        bisect.insort(self._ranges, (start, end))
