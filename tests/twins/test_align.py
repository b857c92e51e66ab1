"""Passages of two versions meet by their clauses, and elsewhere in order by what they say."""

from __future__ import annotations

import numpy as np

from kb.model import Passage
from kb.ports import Vectors
from kb.twins.align import align


def passages(*clauses: str | None, finer: dict[int, tuple[str, ...]] | None = None) -> list[Passage]:
    return [
        Passage(
            f"d:{at}", "d", at, at, at, "", "uk", None, None, clause, (),
            tuple((at, it) for it in (finer or {}).get(at, ())),
        )
        for at, clause in enumerate(clauses)
    ]  # fmt: skip


def vectors(*directions: int) -> Vectors:
    """Unit vectors, each along one of eight axes."""
    return np.eye(8, dtype=np.float32)[list(directions)]


def pairs(ours: list[Passage], theirs: list[Passage], mine: Vectors, yours: Vectors) -> list[tuple[int, int]]:
    return [(here, there) for here, there, _ in align(ours, theirs, mine, yours)]


def test_clauses_decide_against_the_order_of_vectors() -> None:
    ours, theirs = passages("7.1", "7.2.b", "8"), passages("8", "7.2.b", "7.1")
    assert pairs(ours, theirs, vectors(0, 1, 2), vectors(0, 1, 2)) == [(0, 2), (1, 1), (2, 0)]


def test_an_article_meets_the_paragraphs_that_it_is_split_into_elsewhere() -> None:
    ours, theirs = passages("6", "7", "8"), passages("6", "7.1", "7.2", "8")
    assert pairs(ours, theirs, vectors(0, 1, 2), vectors(0, 1, 3, 2)) == [(0, 0), (1, 1), (1, 2), (2, 3)]


def test_a_clause_that_begins_inside_a_passage() -> None:
    ours, theirs = passages("7", "8", finer={0: ("7.1", "7.2")}), passages("7.1", "7.2", "8")
    assert pairs(ours, theirs, vectors(0, 1), vectors(0, 2, 1)) == [(0, 0), (0, 1), (1, 2)]


def test_preambles_meet_outside_the_clauses() -> None:
    ours, theirs = passages(None, "1", "2"), passages(None, "1", "2")
    assert pairs(ours, theirs, vectors(0, 1, 2), vectors(0, 1, 2)) == [(0, 0), (1, 1), (2, 2)]


def test_without_clauses_order_is_kept() -> None:
    ours, theirs = passages(*[None] * 4), passages(*[None] * 4)
    assert pairs(ours, theirs, vectors(0, 1, 2, 3), vectors(0, 2, 1, 3)) in (
        [(0, 0), (1, 2), (3, 3)],
        [(0, 0), (2, 1), (3, 3)],
    )


def test_what_one_says_in_two_passages_joins_the_neighbour_s_partner() -> None:
    ours, theirs = passages(*[None] * 2), passages(*[None] * 3)
    assert pairs(ours, theirs, vectors(0, 1), vectors(0, 0, 1)) == [(0, 0), (0, 1), (1, 2)]


def test_what_the_other_lacks_is_left_alone() -> None:
    ours, theirs = passages(*[None] * 3), passages(*[None] * 2)
    assert pairs(ours, theirs, vectors(0, 5, 1), vectors(0, 1)) == [(0, 0), (2, 1)]
    assert align(ours, [], vectors(0, 5, 1), vectors()) == []


def test_likeness_is_the_cosine() -> None:
    mine = np.array([[0.8, 0.6]], np.float32)
    yours = np.array([[1.0, 0.0]], np.float32)
    assert align(passages(None), passages(None), mine, yours) == [(0, 0, 0.8)]
