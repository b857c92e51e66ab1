"""Japanese set in columns from right to left: which characters of a page stand so, and where each has its place."""

# ruff: noqa: PLR2004  (shares and em read best where they are used)

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = tuple[NDArray[np.float64], NDArray[np.float64]]
Flags = NDArray[np.bool_]

MIN_VERTICAL = 12  # characters
VERTICAL_BASELINE = 0.16  # em from the left edge of a column to where its line is taken to stand
ABOVE, BELOW = 0.88, 0.12  # em: a full-width character's square, from its origin up and down
WIDEST_PACK = 4  # figures that may stand side by side in one place of a column


@dataclass(frozen=True, slots=True)
class Upright:
    """The upright characters of a page that might stand in columns: origins and sizes in points as seen.

    `at` are their places among all characters, `wide` marks kana, ideographs and full-width forms, `stop` what ends a
    sentence or a part of one.
    """

    at: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    em: NDArray[np.float64]
    wide: Flags
    stop: Flags


def in_columns(upright: Upright) -> Flags:
    """Which of the characters stand in columns; none if most of the page's do not.

    A character belongs to a column when the one before or after it stands right above or below; a few figures side by
    side between two such characters belong to it too; what stands side by side otherwise is a running head.
    """
    none = np.zeros(upright.at.size, bool)
    if upright.at.size < MIN_VERTICAL:
        return none
    step = (upright.y[:-1] - upright.y[1:]) / np.maximum(upright.em[1:], 0.1)
    beside = np.abs(np.diff(upright.x)) < 0.3 * upright.em[1:]
    below = beside & (step > 0.6) & (step < 1.8)
    if below.mean() <= 0.6:
        return none
    column = np.concatenate(([False], below)) | np.concatenate((below, [False]))
    for start, end in packs(upright):
        column[start:end] = True
    lone = ~column & upright.wide & ~_side_by_side(upright)
    return column | lone


@dataclass(frozen=True, slots=True)
class Places:
    """Where the square of each upright character stands that is set in a column, in points as seen."""

    left: NDArray[np.float64]
    top: NDArray[np.float64]
    bottom: NDArray[np.float64]


def column_places(upright: Upright, columns: Flags) -> Places:
    """A full square for each character, punctuation too; figures that share a square share it out among them."""
    left = upright.x.copy()
    top, bottom = upright.y + ABOVE * upright.em, upright.y - BELOW * upright.em
    for start, end in packs(upright):
        if columns[start]:
            left[start:end] = _column_edge(upright, start, end)
            cuts = np.linspace(top[start], bottom[start], end - start + 1)
            top[start:end], bottom[start:end] = cuts[:-1], cuts[1:]
    for stop, before in _drifted(upright, columns):
        left[stop] = upright.x[before]
        top[stop], bottom[stop] = bottom[before], bottom[before] - upright.em[stop]
    return Places(left, top, bottom)


def _drifted(upright: Upright, columns: Flags) -> Iterator[tuple[int, int]]:
    """Stops that are set up and to the right of their place, with the character that they follow.

    Programs do so that have the stops of level text only, which stand in the lower left of their square.
    """
    others = np.flatnonzero(columns & upright.wide & ~upright.stop)
    for stop in np.flatnonzero(columns & upright.stop).tolist():
        em = upright.em[stop]
        right = (upright.x[stop] - upright.x[others]) / em
        up = (upright.y[others] - upright.y[stop]) / em
        equal = np.abs(upright.em[others] - em) < 0.2 * em  # no reading set in small kana beside a column
        if not (equal & (np.abs(right) < 0.15) & (up > 0) & (up < 1.8)).any():
            above = np.flatnonzero(equal & (right > 0) & (right < 0.85) & (up > 0) & (up < 1.2))
            if above.size:
                yield stop, int(others[above[np.argmin(up[above])]])


def _column_edge(upright: Upright, start: int, end: int) -> float:
    """The left edge of the column that a run of figures stands in: that of the character before or after it."""
    for n in (start - 1, end):
        if 0 <= n < upright.at.size and abs(upright.x[n] - upright.x[start]) < upright.em[n]:
            return float(upright.x[n])
    return float(upright.x[start])


def packs(upright: Upright) -> Iterator[tuple[int, int]]:
    """Runs of two to four characters side by side that fill one place of a column together."""
    start = 0
    while start < upright.at.size:
        end = start + 1
        while end < upright.at.size and _on_one_level(upright, start, end):
            end += 1
        if 2 <= end - start <= WIDEST_PACK and _fits_column(upright, start, end):
            yield start, end
        start = end


def _on_one_level(upright: Upright, first: int, other: int) -> bool:
    return bool(abs(upright.y[other] - upright.y[first]) < 0.15 * upright.em[first])


def _fits_column(upright: Upright, start: int, end: int) -> bool:
    """Whether the run is no wider than a column and the character before it or after it stands above or below it."""
    middle = (upright.x[start] + upright.x[end - 1]) / 2
    em = max(upright.em[max(0, start - 1) : end + 1])
    narrow = upright.x[end - 1] - upright.x[start] < 0.9 * em
    neighbours = [n for n in (start - 1, end) if 0 <= n < upright.at.size]
    near = [abs(upright.y[n] - upright.y[start]) < 2.0 * em and abs(upright.x[n] - middle) < em for n in neighbours]
    return bool(narrow and any(near))


def _side_by_side(upright: Upright) -> Flags:
    """Which characters have the next or the one before on their own level, to the right or the left."""
    level = np.abs(np.diff(upright.y)) < 0.15 * upright.em[1:]
    near = level & (np.abs(np.diff(upright.x)) < 1.6 * upright.em[1:])
    result: Flags = np.concatenate(([False], near)) | np.concatenate((near, [False]))
    return result
