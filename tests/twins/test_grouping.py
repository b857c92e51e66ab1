"""Versions of one passage become one hit; which one is shown, and where the others stand."""

from __future__ import annotations

from collections.abc import Mapping

from kb.store.linkmap import Aligned
from kb.twins.grouping import CLOSE, Group, Ranked, gather

UK, EN, JA, ALONE = 1, 2, 3, 4
ALIGNED = {
    UK: [Aligned(EN, 0.9), Aligned(JA, 0.8)],
    EN: [Aligned(UK, 0.9), Aligned(JA, 0.7)],
    JA: [Aligned(UK, 0.8), Aligned(EN, 0.7)],
}


def shown(scores: Mapping[int, float], preferred: int = UK) -> list[tuple[int, list[int]]]:
    ranked = [Ranked(key, score) for key, score in sorted(scores.items(), key=lambda pair: -pair[1])]
    groups = gather(ranked, ALIGNED, lambda key: key != preferred)
    return [(group.key, [it.key for it in group.twins]) for group in groups]


def test_a_passage_without_versions_stands_alone() -> None:
    assert gather([Ranked(ALONE, 0.5)], ALIGNED, lambda key: 0) == [Group(ALONE, 0.5)]


def test_versions_are_one_hit_in_the_preferred_language() -> None:
    assert shown({EN: 0.9, JA: 0.85, UK: 0.8, ALONE: 0.7}) == [(UK, [EN, JA]), (ALONE, [])]


def test_a_preferred_version_that_answers_much_worse_stays_a_twin() -> None:
    assert shown({EN: 0.9, UK: 0.9 - CLOSE - 0.01}) == [(EN, [UK, JA])]


def test_a_version_that_was_not_ranked_is_shown_as_a_twin_only() -> None:
    assert shown({EN: 0.9}) == [(EN, [UK, JA])]


def test_the_group_has_the_score_of_its_best() -> None:
    groups = gather([Ranked(EN, 0.9), Ranked(UK, 0.85)], ALIGNED, lambda key: key != UK)
    assert [(it.key, it.score) for it in groups] == [(UK, 0.9)]


def test_what_is_aligned_with_the_shown_version_is_not_shown_again() -> None:
    """The Ukrainian passage says what two English ones say: the second English one stands beside it already."""
    aligned = {1: [Aligned(2, 0.9), Aligned(5, 0.6)], 2: [Aligned(1, 0.9)], 5: [Aligned(1, 0.6)]}
    groups = gather([Ranked(2, 0.9), Ranked(1, 0.85), Ranked(5, 0.8)], aligned, lambda key: key != 1)
    assert [(it.key, [twin.key for twin in it.twins]) for it in groups] == [(1, [2, 5])]
