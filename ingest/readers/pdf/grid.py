"""Ruled lines to grids: which rules belong together, and the rows and columns that they draw."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.glyphs import Box
from ingest.readers.pdf.lines import Segment

NEAR = 3.0  # points: rules this close touch, or are one
MIN_LEVEL = 24.0
MIN_UPRIGHT = 7.0
MAX_RULES = 600  # a drawing, not tables


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled area: `xs` from left to right, `ys` from top to bottom; `closed` when upright rules part its columns."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    closed: bool
    head: float = 0.0  # points above the first rule that belong to the table

    def holds(self, segment: Segment) -> bool:
        """Whether a segment lies inside."""
        middle = (segment.y0 + segment.y1) / 2
        across = self.xs[0] - NEAR <= segment.x0 and segment.x1 <= self.xs[-1] + NEAR
        return across and self.ys[-1] < middle < self.ys[0] + self.head


@dataclass(slots=True)
class _Rule:
    at: float
    start: float
    end: float


def grids(rules: Sequence[Box]) -> list[Grid]:
    """The grids that a page's rules draw, largest first."""
    level = _merged(((b[1] + b[3]) / 2, b[0], b[2]) for b in rules if b[2] - b[0] > b[3] - b[1])
    upright = _merged(((b[0] + b[2]) / 2, b[1], b[3]) for b in rules if b[2] - b[0] <= b[3] - b[1])
    level = [rule for rule in level if rule.end - rule.start >= MIN_LEVEL]
    upright = [rule for rule in upright if rule.end - rule.start >= MIN_UPRIGHT]
    if len(level) + len(upright) > MAX_RULES:
        return []
    groups = [part for group in _touching(level, upright) for part in _parted(*group)]
    closed = [grid for group in groups if (grid := _closed(*group))]
    lone = [lines[0] for lines, sides in groups if not sides and len(lines) == 1]
    return sorted([*closed, *_open(lone)], key=lambda grid: -(grid.ys[0] - grid.ys[-1]))


def _merged(pieces: Iterable[tuple[float, float, float]]) -> list[_Rule]:
    """Collinear pieces that touch become one rule."""
    rules: list[_Rule] = []
    for at, start, end in sorted(pieces):
        for rule in reversed(rules[-40:]):
            if at - rule.at > NEAR / 2:
                continue
            if start <= rule.end + NEAR and end >= rule.start - NEAR:
                rule.start, rule.end = min(rule.start, start), max(rule.end, end)
                break
        else:
            rules.append(_Rule(at, start, end))
    return rules


def _touching(level: list[_Rule], upright: list[_Rule]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Groups of rules that meet one another, directly or through others."""
    parent = list(range(len(level) + len(upright)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, line in enumerate(level):
        for j, side in enumerate(upright, len(level)):
            if _meet(line, side):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for i, line in enumerate(level):
        groups.setdefault(root(i), ([], []))[0].append(line)
    for j, side in enumerate(upright, len(level)):
        groups.setdefault(root(j), ([], []))[1].append(side)
    return list(groups.values())


def _parted(lines: list[_Rule], sides: list[_Rule]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """The tables of a group whose rules cross: a table wider than its column is drawn into the one beside it.

    Each table has level rules from edge to edge; no table of a single frame has some that only overlap.
    """
    frames: list[list[_Rule]] = []
    for line in sorted(lines, key=lambda rule: rule.start - rule.end):  # longest first
        home = next((frame for frame in frames if _inside(line, frame[0])), None)
        if home:
            home.append(line)
        else:
            frames.append([line])
    if len(frames) < 2 or any(len(frame) < 2 for frame in frames):
        return [(lines, sides)]
    return [
        part for frame in frames for part in _touching(frame, [side for side in sides if _owns(frame, side, frames)])
    ]


def _owns(frame: list[_Rule], side: _Rule, frames: list[list[_Rule]]) -> bool:
    """Whether an upright rule is the frame's, and not the edge of another that is drawn into it."""
    others = any(_is_side(side, other) and _is_edge(side, other) for other in frames if other is not frame)
    return _is_side(side, frame) and (_is_edge(side, frame) or not others)


def _is_edge(side: _Rule, frame: list[_Rule]) -> bool:
    return min(abs(side.at - frame[0].start), abs(side.at - frame[0].end)) < NEAR


def _inside(line: _Rule, frame: _Rule) -> bool:
    return frame.start - NEAR <= line.start and line.end <= frame.end + NEAR


def _is_side(side: _Rule, frame: list[_Rule]) -> bool:
    """Whether an upright rule lies between a frame's outermost level rules."""
    low, high = min(line.at for line in frame), max(line.at for line in frame)
    across = frame[0].start - NEAR <= side.at <= frame[0].end + NEAR
    return across and low - NEAR <= side.start and side.end <= high + NEAR


def _meet(line: _Rule, side: _Rule) -> bool:
    return line.start - NEAR <= side.at <= line.end + NEAR and side.start - NEAR <= line.at <= side.end + NEAR


def _closed(lines: list[_Rule], sides: list[_Rule]) -> Grid | None:
    if len(lines) < 2 or not sides:
        return None
    left, right = min(rule.start for rule in lines), max(rule.end for rule in lines)
    xs = _distinct([left, *(rule.at for rule in sides), right])
    ys = tuple(reversed(_distinct([rule.at for rule in lines])))
    if len(ys) < 2:
        return None
    return Grid(xs, ys, closed=len(xs) > 2)


def _open(lines: list[_Rule]) -> list[Grid]:
    """Tables drawn with level rules only: rules of the same extent below one another."""
    found: list[Grid] = []
    while lines:
        first = lines[0]
        alike = [r for r in lines if abs(r.start - first.start) < NEAR and abs(r.end - first.end) < NEAR]
        lines = [r for r in lines if r not in alike]
        ys = tuple(reversed(_distinct([rule.at for rule in alike])))
        if len(ys) >= 2:
            found.append(Grid((first.start, first.end), ys, closed=False, head=26.0))
    return found


def _distinct(values: list[float]) -> tuple[float, ...]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > NEAR:
            kept.append(value)
    return tuple(kept)
