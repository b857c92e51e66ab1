"""Rows of two versions: each passage once, what says the same in one row."""

from __future__ import annotations

from test_align import passages

from kb.twins.beside import rows


def table(ours: int, theirs: int, *pairs: tuple[int, int]) -> list[tuple[list[int], list[int]]]:
    found = rows(passages(*[None] * ours), passages(*[None] * theirs), pairs)
    return [([it.ordinal for it in row.ours], [it.ordinal for it in row.theirs]) for row in found]


def test_one_to_one() -> None:
    assert table(2, 2, (0, 0), (1, 1)) == [([0], [0]), ([1], [1])]


def test_one_to_two_and_what_the_other_lacks() -> None:
    assert table(3, 3, (0, 0), (0, 1), (2, 2)) == [([0], [0, 1]), ([1], []), ([2], [2])]


def test_what_only_the_other_has_stands_in_its_place() -> None:
    assert table(2, 4, (0, 1), (1, 2)) == [([], [0]), ([0], [1]), ([1], [2]), ([], [3])]


def test_passages_that_hang_together_are_one_row() -> None:
    assert table(3, 2, (0, 0), (1, 0), (1, 1), (2, 1)) == [([0, 1, 2], [0, 1])]


def test_nothing_in_common() -> None:
    assert table(1, 1) == [([0], []), ([], [0])]
